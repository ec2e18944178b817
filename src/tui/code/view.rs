//! Drawing the screen Code.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::areas::areas;
use super::margin::{LANE, begins_in};
use super::rows::{SourceLine, code_lines, progress, source_lines};
use super::state::Panel;
use crate::base::count::plural;
use crate::base::ids::EntryId;
use crate::base::text::Span;
use crate::coding::Stance;
use crate::tui::colours::Look;
use crate::tui::desk::Page;
use crate::tui::dialog::signs;
use crate::tui::foot::{self, Unseen};
use crate::tui::model::Model;
use crate::tui::pen;
use crate::tui::reading::cluster::{each_cell, ends_line};
use crate::tui::reading::rows::Row;

/// Draws all panels that there is room for.
pub fn view(model: &Model, buffer: &mut Buffer) {
    let areas = areas(model.code.body, model.code.focus);
    if let Some(area) = areas.sources {
        sources(model, buffer, area);
    }
    if let Some(area) = areas.text {
        text(model, buffer, area);
    }
    if let Some(area) = areas.here {
        super::here::view(model, buffer, area);
    }
    if let Some(area) = areas.book {
        codebook(model, buffer, area);
    }
}

/// Returns the look of a stance.
#[must_use]
pub fn stance_look(stance: Stance) -> Look {
    match stance {
        Stance::Supports => Look::Supports,
        Stance::Qualifies => Look::Qualifies,
        Stance::Contradicts => Look::Contradicts,
        Stance::Neutral => Look::Neutral,
    }
}

pub(super) fn panel(model: &Model, buffer: &mut Buffer, area: Rect, title: &str, of: Panel) -> Rect {
    let look = if model.code.focus == of { Look::Focus } else { Look::Frame };
    let words = if model.code.focus == of { Look::Focus } else { Look::Strong };
    pen::frame(buffer, area, title, model.colours.of(look), model.colours.of(words))
}

fn sources(model: &Model, buffer: &mut Buffer, area: Rect) {
    let inner = panel(model, buffer, area, "Sources", Panel::Sources);
    let lines = source_lines(&model.desk, &model.code.folded);
    if lines.is_empty() {
        note(model, buffer, inner, "No source yet: 'tripod import FILE --as interview' brings one in");
    }
    let open = model.code.page.as_ref().map(|page| &page.id);
    for (y, (at, line)) in rows(inner).zip(lines.iter().enumerate().skip(model.code.sources.top)) {
        let row = Rect { y, height: 1, ..inner };
        match line {
            SourceLine::Kind(kind, shown) => {
                let count = format!("{} ", kind.sources.len());
                let end = pen::line_at_right(buffer, row, &count, model.colours.of(Look::Dim));
                let sign = if *shown { '▾' } else { '▸' };
                pen::line(
                    buffer,
                    row.x,
                    y,
                    end - row.x,
                    &format!(" {sign} {}", kind.kind),
                    model.colours.of(Look::Strong),
                );
            }
            SourceLine::Source(source) => {
                let (sign, note) = progress(source);
                let end = pen::line_at_right(buffer, row, &format!(" {note} "), model.colours.of(Look::Dim));
                let look = if Some(&source.id) == open { Look::Strong } else { Look::Text };
                pen::line(buffer, row.x, y, end - row.x, &format!("   {sign} {}", source.name), model.colours.of(look));
            }
        }
        if at == model.code.sources.at && model.code.focus == Panel::Sources {
            pen::paint(buffer, row, model.colours.of(Look::Chosen));
        }
    }
    let unseen = Unseen::around(model.code.sources.top, usize::from(inner.height), lines.len());
    foot_of(model, buffer, area, signs::SOURCES, &unseen.words(), Panel::Sources);
}

/// Draws the lower border of a panel in the look of its frame.
pub(super) fn foot_of(model: &Model, buffer: &mut Buffer, area: Rect, left: &[&str], right: &[String], of: Panel) {
    let look = if model.code.focus == of { Look::Focus } else { Look::Frame };
    foot::draw(buffer, area, left, right, model.colours.of(look));
}

fn text(model: &Model, buffer: &mut Buffer, area: Rect) {
    let Some(page) = &model.code.page else {
        let inner = panel(model, buffer, area, "Text", Panel::Text);
        note(model, buffer, inner, "No source is open: choose one in the list of sources and open it with Enter");
        return;
    };
    let row = model.desk.source(&page.id);
    let mut title = page.id.to_string();
    if !page.about.is_empty() {
        title = format!("{title} · {}", page.about);
    }
    if let Some(row) = row {
        title = format!("{title} · {}/{}", row.coded, plural(row.passages, "passage", "passages"));
    }
    if !page.lost.is_empty() {
        title = format!("{title} · {} unanchored", page.lost.len());
    }
    let inner = panel(model, buffer, area, &title, Panel::Text);
    let words = TextLook::new(model, page);
    let current = model.code.current().and_then(|mark| mark.id);
    for (y, row) in rows(inner).zip(model.code.pane.visible()) {
        stripes(model, page, current, buffer, Rect { y, ..inner }, &row);
        words.row(buffer, Rect { x: inner.x + model.code.margin(), y, ..inner }, &row);
    }
    let share = format!(" {}% ", model.code.pane.percent());
    let legend = if page.marks.is_empty() { &[] } else { signs::MARGIN };
    foot_of(model, buffer, area, legend, &[share], Panel::Text);
}

/// Draws the stripes of the codings beside one row.
fn stripes(model: &Model, page: &Page, current: Option<EntryId>, buffer: &mut Buffer, inner: Rect, row: &Row) {
    let y = inner.y;
    let span = page.text.span_of(row.bytes.clone());
    for (mark, lane) in page.marks.iter().zip(&model.code.lanes.0) {
        if mark.span.start > span.end {
            break;
        }
        if !mark.span.overlaps(span) {
            continue;
        }
        let x = inner.x + u16::try_from(*lane).unwrap_or(0) * LANE;
        if x + LANE > inner.right() {
            continue;
        }
        let code = model.desk.codebook.get(&mark.code);
        let mut style = model.colours.of_code(code.and_then(|code| code.color.as_deref()));
        if mark.id.is_some() && mark.id == current {
            style = style.add_modifier(Modifier::BOLD);
        }
        let bar = if mark.id.is_none() { "┆" } else { "▎" };
        pen::line(buffer, x, y, LANE, &format!("{bar}  "), style);
        if begins_in(mark.span, span) {
            let letter = code.and_then(|code| code.key).or_else(|| model.desk.code_name(&mark.code).chars().next());
            let letter = letter.unwrap_or('?').to_string();
            if crate::tui::reading::cluster::width_of(&letter) == 1 {
                pen::line(buffer, x + 1, y, 1, &letter, style);
            }
            let sign = model.colours.of(stance_look(mark.stance));
            pen::line(buffer, x + 2, y, 1, &mark.stance.sign().to_string(), sign);
        }
    }
}

/// What gives each character of the text its style.
struct TextLook<'m> {
    model: &'m Model,
    page: &'m Page,
    selection: Option<Span>,
    current: Option<Span>,
    cursor: usize,
}

impl<'m> TextLook<'m> {
    fn new(model: &'m Model, page: &'m Page) -> Self {
        let selection = model.code.pane.selection();
        let current = model.code.current().map(|mark| mark.span);
        Self { model, page, selection, current, cursor: model.code.pane.cursor() }
    }

    fn row(&self, buffer: &mut Buffer, area: Rect, row: &Row) {
        let text = self.page.text.as_str();
        let mut symbol = String::new();
        let mut at = self.page.text.point_of(row.bytes.start);
        for cluster in row.clusters(text) {
            let words = &text[cluster.bytes.clone()];
            let style = self.style(at);
            let mut x = area.x + cluster.column;
            if ends_line(words) {
                // A line end is seen only where it is selected or the cursor stands on it.
                if self.stands_out(at) && x < area.right() {
                    pen::cell(buffer, x, area.y, " ", 1, style);
                }
            } else {
                each_cell(words, cluster.column, &mut symbol, |symbol, width| {
                    if x + width <= area.right() {
                        pen::cell(buffer, x, area.y, symbol, width, style);
                    }
                    x = x.saturating_add(width);
                });
            }
            at += words.chars().count();
        }
    }

    fn stands_out(&self, at: usize) -> bool {
        at == self.cursor || self.selection.is_some_and(|span| span.has(at))
    }

    fn style(&self, at: usize) -> Style {
        let colours = self.model.colours;
        let mut style = self.base(at);
        if self.current.is_some_and(|span| span.has(at)) {
            style = style.patch(colours.of(Look::Coded));
        }
        if self.model.code.landmarks.hits.iter().any(|hit| hit.has(at)) {
            style = style.patch(colours.of(Look::Hit));
        }
        if self.selection.is_some_and(|span| span.has(at)) {
            style = style.patch(colours.of(Look::Selected));
        }
        if at == self.cursor {
            // On selected ground a reversed cursor would vanish, so it is underlined there.
            style = match self.selection {
                Some(_) => style.add_modifier(Modifier::UNDERLINED | Modifier::BOLD),
                None => style.patch(colours.of(Look::Cursor)),
            };
        }
        style
    }

    fn base(&self, at: usize) -> Style {
        let colours = self.model.colours;
        let after = self.page.passages.partition_point(|passage| passage.span.start <= at);
        let Some(passage) = after.checked_sub(1).and_then(|before| self.page.passages.get(before)) else {
            return colours.of(Look::Text);
        };
        match passage.label {
            Some(label) if at < passage.span.start + label => colours.of(Look::Label),
            _ if passage.heading => colours.of(Look::Heading),
            _ if passage.interviewer => colours.of(Look::Dim),
            _ => colours.of(Look::Text),
        }
    }
}

fn codebook(model: &Model, buffer: &mut Buffer, area: Rect) {
    let inner = panel(model, buffer, area, "Codebook", Panel::Codebook);
    let lines = code_lines(&model.desk);
    if lines.is_empty() {
        note(model, buffer, inner, "No code yet: i makes one of the selected words");
    }
    for (y, (at, line)) in rows(inner).zip(lines.iter().enumerate().skip(model.code.book.top)) {
        let row = Rect { y, height: 1, ..inner };
        let end = pen::line_at_right(buffer, row, &format!(" {} ", line.uses), model.colours.of(Look::Dim));
        let key = line.key.map_or(' ', |key| key);
        let indent = "  ".repeat(line.depth.min(8));
        let start = pen::line(buffer, row.x, y, row.width, &format!("{key} {indent}"), model.colours.of(Look::Key));
        let look = if line.theme { Look::Strong } else { Look::Text };
        pen::line(buffer, start, y, end.saturating_sub(start), &line.name, model.colours.of(look));
        if at == model.code.book.at && model.code.focus == Panel::Codebook {
            pen::paint(buffer, row, model.colours.of(Look::Chosen));
        }
    }
    let unseen = Unseen::around(model.code.book.top, usize::from(inner.height), lines.len());
    let legend = if lines.is_empty() { &[] } else { signs::CODEBOOK };
    foot_of(model, buffer, area, legend, &unseen.words(), Panel::Codebook);
}

/// Writes a sentence into an empty panel.
pub(super) fn note(model: &Model, buffer: &mut Buffer, area: Rect, text: &str) {
    for (y, line) in rows(area).zip(pen::wrapped(text, area.width.max(1))) {
        pen::line(buffer, area.x, y, area.width, &line, model.colours.of(Look::Dim));
    }
}

fn rows(area: Rect) -> std::ops::Range<u16> {
    area.top()..area.bottom()
}
