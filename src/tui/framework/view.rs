//! Drawing the screen Framework: only what is in sight is looked at.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::cell::{paragraphs, short};
use super::layout::{Layout, layout};
use super::table::{Framework, Line};
use crate::base::count::plural;
use crate::tui::colours::Look;
use crate::tui::dialog::signs;
use crate::tui::foot::{self, Unseen};
use crate::tui::model::Model;
use crate::tui::pen;

/// Draws the screen.
pub fn view(model: &Model, buffer: &mut Buffer) {
    let layout = layout(model);
    let colours = model.colours;
    let inner = pen::frame(buffer, layout.upper, &title(model), colours.of(Look::Focus), colours.of(Look::Focus));
    let Some(table) = model.framework.table.as_deref().filter(|_| model.framework.chosen().is_some()) else {
        return say(model, buffer, inner, &waiting_words(model));
    };
    matrix(model, table, &layout, buffer);
    below(model, &layout, buffer);
}

fn title(model: &Model) -> String {
    let screen = &model.framework;
    let Some(table) = &screen.table else { return "Framework".to_owned() };
    let sources = plural(table.sources.len(), "source", "sources");
    let themes = plural(screen.columns.len(), "theme", "themes");
    let themes = if screen.used_only { format!("{themes} in use") } else { themes };
    let anew = if screen.waiting { " · Gathering …" } else { "" };
    format!("{}{anew}", model.titled(&format!("Framework · {sources} · {themes}")))
}

/// Says why there is no cell: what is waited for, or what to do.
#[must_use]
pub fn waiting_words(model: &Model) -> String {
    match (&model.framework.table, &model.desk.coder, model.reading) {
        (Some(table), ..) if table.sources.is_empty() && model.filter.is_some() => {
            "No source is listed by the filter that holds".to_owned()
        }
        (Some(table), ..) if table.sources.is_empty() => {
            "This study has no source yet. Type in a shell: tripod import FILE --as interview".to_owned()
        }
        (Some(_), ..) => {
            "No code has a claim yet. A sentence under 'claim' in the codebook makes a code a theme, and a column here"
                .to_owned()
        }
        (None, Some(_), Some(share)) => format!("Reading the texts: {share}%"),
        (None, Some(_), None) => "Gathering what each source says …".to_owned(),
        (None, None, _) => "Reading the study …".to_owned(),
    }
}

fn matrix(model: &Model, table: &Framework, layout: &Layout, buffer: &mut Buffer) {
    let (screen, colours) = (&model.framework, model.colours);
    let inner = layout.inside();
    let columns = || screen.columns.iter().enumerate().skip(screen.column.top).take(layout.columns);
    for (number, (at, theme)) in columns().enumerate() {
        let look = colours.of(if at == screen.column.at { Look::Strong } else { Look::Dim });
        let area = Rect { x: layout.column(number), width: layout.each.saturating_sub(1), ..inner };
        heading(buffer, area, &table.themes[*theme].name, layout.names, look);
    }
    let lines = (inner.y + layout.names.min(inner.height))..inner.bottom();
    for (y, line) in lines.zip(screen.lines.top..) {
        match table.line(line) {
            None => break,
            Some(Line::Kind(kind)) => {
                pen::line(buffer, inner.x, y, inner.width, kind.as_str(), colours.of(Look::Label));
            }
            Some(Line::Source(source)) => {
                let is_chosen = source == screen.source;
                let look = colours.of(if is_chosen { Look::Strong } else { Look::Text });
                let name = format!(" {}", table.sources[source].name);
                pen::line(buffer, inner.x, y, layout.head.saturating_sub(1), &name, look);
                for (number, (at, theme)) in columns().enumerate() {
                    let (words, look) = short(table.cell(source, *theme));
                    let x = layout.column(number);
                    let width = layout.each.saturating_sub(1);
                    pen::line(buffer, x, y, width, &words, colours.of(look));
                    if is_chosen && at == screen.column.at {
                        pen::paint(buffer, Rect { x, y, width, height: 1 }, colours.of(Look::Chosen));
                    }
                }
            }
        }
    }
    let unseen = Unseen::around(screen.lines.top, layout.lines(), table.lines());
    let beside = beside(model, layout);
    let legends: Vec<&str> = beside.as_deref().into_iter().chain(signs::FRAMEWORK.iter().copied()).collect();
    foot::draw(buffer, layout.upper, &legends, &unseen.words(), colours.of(Look::Focus));
}

/// Writes the name of a theme at the foot of its rows, so that it stands on its column.
fn heading(buffer: &mut Buffer, area: Rect, name: &str, rows: u16, look: ratatui::style::Style) {
    let rows = rows.min(area.height);
    let wrapped = pen::wrapped(name, area.width.max(1));
    if wrapped.len() <= usize::from(rows) {
        let first = area.y + rows - u16::try_from(wrapped.len()).unwrap_or(rows);
        for (y, line) in (first..).zip(&wrapped) {
            pen::line(buffer, area.x, y, area.width, line, look);
        }
        return;
    }
    // The last row takes all that is left, and says that it is cut.
    let whole = usize::from(rows.saturating_sub(1));
    let rest = wrapped[whole..].join(" ");
    for (y, line) in (area.y..area.y + rows).zip(wrapped[..whole].iter().chain([&rest])) {
        pen::line(buffer, area.x, y, area.width, line, look);
    }
}

/// Says how many themes have no room at the left and at the right.
fn beside(model: &Model, layout: &Layout) -> Option<String> {
    let screen = &model.framework;
    let left = screen.column.top;
    let right = screen.columns.len().saturating_sub(left + layout.columns);
    match (left, right) {
        (0, 0) => None,
        (0, _) => Some(format!(" {} more at the right ▶ ", plural(right, "theme", "themes"))),
        (_, 0) => Some(format!(" ◀ {} more at the left ", plural(left, "theme", "themes"))),
        (_, _) => Some(format!(" ◀ {left} and {right} ▶ more themes ")),
    }
}

/// Draws what there is to say of the chosen cell.
fn below(model: &Model, layout: &Layout, buffer: &mut Buffer) {
    let (screen, colours) = (&model.framework, model.colours);
    let Some(chosen) = screen.chosen().filter(|_| layout.lower.height > 2) else { return };
    let title = format!("{} · {}", chosen.source.name, chosen.theme.name);
    let inner = pen::frame(buffer, layout.lower, &title, colours.of(Look::Frame), colours.of(Look::Strong));
    let mut lines: Vec<(String, Look)> = Vec::new();
    for (words, look) in paragraphs(screen, &chosen) {
        if look == Look::Text {
            // Of passages the first words are told: the text has the rest.
            lines.push((words, look));
        } else {
            lines.extend(pen::wrapped(&words, inner.width.max(1)).into_iter().map(|line| (line, look)));
        }
    }
    for (y, (line, look)) in (inner.top()..inner.bottom()).zip(&lines) {
        pen::line(buffer, inner.x, y, inner.width, line, colours.of(*look));
    }
    let unseen = Unseen::around(0, usize::from(inner.height), lines.len());
    foot::draw(buffer, layout.lower, &[], &unseen.words(), colours.of(Look::Frame));
}

fn say(model: &Model, buffer: &mut Buffer, area: Rect, words: &str) {
    for (y, line) in (area.top()..area.bottom()).zip(pen::wrapped(words, area.width.max(1))) {
        pen::line(buffer, area.x, y, area.width, &line, model.colours.of(Look::Dim));
    }
}
