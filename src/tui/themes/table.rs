//! Drawing the table of themes, and below it what is said of the chosen one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation as _;

use super::about;
use super::cell;
use super::view::say;
use super::widths::{VOICES, Widths, widths};
use crate::base::count::plural;
use crate::tui::bookmark;
use crate::tui::colours::Look;
use crate::tui::desk::{ThemeRow, Themes};
use crate::tui::dialog::signs;
use crate::tui::foot::{self, Unseen};
use crate::tui::keys::action::Action;
use crate::tui::model::Model;
use crate::tui::pen;
use crate::tui::reading::cluster::width_of;

/// Returns how many rows of the table are visible.
#[must_use]
pub(super) fn table_height(model: &Model) -> usize {
    let upper = parts(model).0;
    let next = next_lines(model, upper.width.saturating_sub(2)).len();
    usize::from(upper.height.saturating_sub(3)).saturating_sub(next)
}

/// Divides the screen into the table and what it says of the chosen theme: as much as there is to say,
/// and half of the screen at most; a third where there is so little room that few themes would be seen.
fn parts(model: &Model) -> (Rect, Rect) {
    let body = model.body();
    let row = model.themes.table.as_ref().and_then(|table| table.rows.get(model.themes.place.at));
    let wanted = row.map_or(0, |row| about::lines(row, body.width.saturating_sub(2)).len() + 2);
    let most = match body.height {
        ..12 => 0,
        12..20 => body.height / 3,
        20.. => body.height / 2,
    };
    let below = u16::try_from(wanted).unwrap_or(u16::MAX).clamp(most.min(8), most);
    let upper = body.height - below;
    (Rect { height: upper, ..body }, Rect { y: body.y + upper, height: below, ..body })
}

/// Draws the table with its lower part.
pub(super) fn view(model: &Model, buffer: &mut Buffer) {
    let (upper, lower) = parts(model);
    let colours = model.colours;
    let count = model.themes.table.as_ref().map(|table| plural(table.rows.len(), "theme", "themes"));
    let judging = if count.is_some() && model.themes.judging { "Judging …" } else { "" };
    let title = ["Themes", &model.desk.title, count.as_deref().unwrap_or_default(), judging];
    let title = title.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let inner = pen::frame(buffer, upper, &title, colours.of(Look::Focus), colours.of(Look::Focus));
    let Some(table) = &model.themes.table else {
        let words = match (&model.desk.coder, model.reading) {
            (None, _) => "Reading the study …".to_owned(),
            (Some(_), Some(share)) => {
                format!("Reading the texts: {share}%. {} opens one meanwhile", model.key(Action::GoCode))
            }
            (Some(_), None) => "Judging the themes …".to_owned(),
        };
        say(model, buffer, inner, &words);
        if goes_on(model).is_some() {
            last_lines(model, buffer, inner);
        }
        return;
    };
    if table.rows.is_empty() {
        say(model, buffer, inner, &model.with_keys(empty_words(model)));
        if goes_on(model).is_some() {
            last_lines(model, buffer, inner);
        }
    } else if inner.height > 0 {
        let widths = widths(inner.width, table, model.themes.chosen_kind());
        heading(model, table, &widths, buffer, Rect { height: 1, ..inner });
        let lines = (inner.top() + 1)..last_lines(model, buffer, inner);
        for (y, (at, row)) in lines.zip(table.rows.iter().enumerate().skip(model.themes.place.top)) {
            let line = Rect { y, height: 1, ..inner };
            theme_row(model, &widths, row, buffer, line);
            if at == model.themes.place.at {
                paint_chosen(model, &widths, buffer, line);
            }
        }
        let unseen = Unseen::around(model.themes.place.top, table_height(model), table.rows.len());
        let beside = beside(&widths, table);
        let legends: Vec<&str> = beside.as_deref().into_iter().chain(signs::THEMES.iter().copied()).collect();
        foot::draw(buffer, upper, &legends, &unseen.words(), colours.of(Look::Focus));
    }
    if lower.height > 0 {
        let row = table.rows.get(model.themes.place.at);
        let is_short = widths(lower.width.saturating_sub(2), table, None).is_short;
        about::view(model, row, is_short, buffer, lower);
    }
}

/// Paints what is chosen of the chosen theme: the whole row; where the cell of a kind is, that and the name.
fn paint_chosen(model: &Model, widths: &Widths, buffer: &mut Buffer, line: Rect) {
    let look = model.colours.of(Look::Chosen);
    let chosen = model.themes.chosen_kind();
    let Some((_, x, width)) = widths.shown().find(|(kind, ..)| Some(*kind) == chosen) else {
        pen::paint(buffer, line, look);
        return;
    };
    for (x, width) in [(0, widths.name), (x, width)] {
        pen::paint(buffer, Rect { x: line.x + x, width: width.saturating_sub(1), ..line }, look);
    }
}

/// Says how many kinds have no room at the left and at the right.
fn beside(widths: &Widths, table: &Themes) -> Option<String> {
    if widths.kinds.is_empty() {
        return None;
    }
    match widths.hidden(table) {
        (0, 0) => None,
        (0, right) => Some(format!(" {} more at the right ▶ ", plural(right, "kind", "kinds"))),
        (left, 0) => Some(format!(" ◀ {} more at the left ", plural(left, "kind", "kinds"))),
        (left, right) => Some(format!(" ◀ {left} and {right} ▶ more kinds ")),
    }
}

/// Returns the kind at a column of the screen, as its place among the kinds of the table; nothing where another
/// column stands there.
pub(super) fn kind_at(model: &Model, column: u16) -> Option<usize> {
    let (upper, table) = (parts(model).0, model.themes.table.as_ref()?);
    let widths = widths(upper.width.saturating_sub(2), table, model.themes.chosen_kind());
    let column = column.checked_sub(upper.x + 1)?;
    widths.shown().find(|(_, x, width)| (*x..x + width).contains(&column)).map(|(kind, ..)| kind)
}

/// Tells whether there is room for the cells of kinds; in words there always is.
pub(super) fn shows_kinds(model: &Model) -> bool {
    let Some(table) = &model.themes.table else { return false };
    model.plain || !widths(parts(model).0.width.saturating_sub(2), table, None).kinds.is_empty()
}

/// Says where the key to the text leads, if this coder stopped somewhere.
fn goes_on(model: &Model) -> Option<String> {
    let (source, passage) = bookmark::current(model).filter(|(source, _)| model.desk.source(source).is_some())?;
    Some(format!(" {} goes on in {source}, passage {}", model.key(Action::GoCode), passage + 1))
}

/// What to type first in a study without sources.
const NO_SOURCE: &str = "This study has no source yet. First bring your notes in; type in a shell:\n\
    tripod import FILE --as interview\n\
    Then C opens the texts, where c codes the words that you select.";

/// Writes what comes next at the bottom of the table, and returns the row at which that begins.
fn last_lines(model: &Model, buffer: &mut Buffer, inner: Rect) -> u16 {
    let next = next_lines(model, inner.width);
    let bottom = inner.bottom().saturating_sub(u16::try_from(next.len()).unwrap_or(u16::MAX)).max(inner.top() + 1);
    for (y, line) in (bottom..inner.bottom()).zip(&next) {
        pen::line(buffer, inner.x, y, inner.width, line, model.colours.of(Look::Text));
    }
    bottom
}

fn has_rows(model: &Model) -> bool {
    model.themes.table.as_ref().is_some_and(|table| !table.rows.is_empty())
}

/// Says that a verdict is of the whole study, whatever filter holds.
pub(in crate::tui) fn unfiltered(filter: &str) -> String {
    format!("{filter} narrows passages only: verdicts here are of the whole study")
}

/// Returns what comes next: what to type first, with a blank line before it, where themes wait for sources;
/// else what a filter leaves as it is, and where the work goes on.
fn next_lines(model: &Model, width: u16) -> Vec<String> {
    // Before the study is read nobody knows of its sources.
    if model.desk.coder.is_none() || model.desk.sources().next().is_some() {
        let filter = model.filter.as_ref().filter(|_| has_rows(model)).map(|filter| unfiltered(&filter.words));
        let filter = filter.map(|words| pen::wrapped(&words, width.saturating_sub(1).max(1)));
        let filter = filter.unwrap_or_default().into_iter().map(|line| format!(" {line}"));
        return filter.chain(goes_on(model)).collect();
    }
    let words = pen::wrapped(NO_SOURCE, width.max(1));
    std::iter::once(String::new()).chain(words).collect()
}

/// Says what to do where there is no theme.
pub(in crate::tui) fn empty_words(model: &Model) -> &'static str {
    if model.desk.sources().next().is_none() {
        NO_SOURCE
    } else if model.desk.codebook.is_empty() {
        "There is no codebook yet. [go-code] opens the texts, where [in-vivo] makes a code of the selected words; or write codebooks/codebook.toml"
    } else {
        "No code has a claim yet. A sentence under 'claim' in the codebook makes a code a theme, and its evidence is weighed here"
    }
}

fn heading(model: &Model, table: &Themes, widths: &Widths, buffer: &mut Buffer, row: Rect) {
    let look = model.colours.of(Look::Dim);
    pen::line(buffer, row.x, row.y, widths.name, " theme", look);
    pen::line(buffer, row.x + widths.name, row.y, widths.verdict, "verdict", look);
    let mut end = widths.name + widths.verdict;
    for (at, x, width) in widths.shown() {
        let kind = &table.kinds[at];
        let name = if widths.is_short { abbreviated(kind.as_str(), width - 1) } else { kind.to_string() };
        let is_chosen = model.themes.chosen_kind() == Some(at);
        let look = if is_chosen { model.colours.of(Look::Strong) } else { look };
        pen::line(buffer, row.x + x, row.y, width - 1, &name, look);
        end = x + width;
    }
    pen::line(buffer, row.x + end, row.y, VOICES, " n", look);
}

/// Cuts a name as one abbreviates by hand: `interv.`.
fn abbreviated(name: &str, width: u16) -> String {
    let room = usize::from(width);
    if width_of(name) <= room {
        return name.to_owned();
    }
    let mut short = String::new();
    for cluster in name.graphemes(true) {
        if width_of(&short) + width_of(cluster) >= room {
            break;
        }
        short.push_str(cluster);
    }
    format!("{}.", short.trim_end_matches(['-', '_', ' ']))
}

fn theme_row(model: &Model, widths: &Widths, theme: &ThemeRow, buffer: &mut Buffer, row: Rect) {
    let colours = model.colours;
    let (y, x) = (row.y, row.x + widths.name);
    // The mark of a person's verdict stands where no cut takes it away; short verdicts leave no room for it.
    let is_decided = theme.decided.is_some();
    let name = format!("{}{}", if is_decided && widths.is_short { '*' } else { ' ' }, theme.name);
    pen::line(buffer, row.x, y, widths.name.saturating_sub(1), &name, colours.of(Look::Strong));
    let look = colours.of(direction_look(theme.direction));
    let verdict = if widths.is_short { &theme.short } else { &theme.verdict };
    let mark = if is_decided && !widths.is_short { " *" } else { "" };
    let room = widths.verdict.saturating_sub(1 + u16::try_from(mark.len()).unwrap_or(0));
    let end = pen::line(buffer, x, y, room, verdict, look);
    pen::line(buffer, end, y, 2, mark, look);
    let figures = if widths.is_short { cell::short_figures } else { cell::figures };
    let mut end = widths.name + widths.verdict;
    for (at, x, width) in widths.shown() {
        let cell = theme.kinds.get(at).copied().unwrap_or_default();
        pen::line(buffer, row.x + x, y, width - 1, &figures(cell), colours.of(cell::look(cell)));
        end = x + width;
    }
    let voices = format!("{:>2}", theme.voices);
    pen::line(buffer, row.x + end, y, VOICES, &voices, colours.of(Look::Text));
}

fn direction_look(direction: char) -> Look {
    match direction {
        '+' => Look::Supports,
        '-' => Look::Contradicts,
        _ => Look::Text,
    }
}
