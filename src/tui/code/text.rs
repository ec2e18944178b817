//! Drawing the text: its words, what is marked in them, the margin, and what the border says.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::state::{Code, Panel};
use super::view::{foot_with, note, panel, panel_with, rows};
use super::{margin, strip};
use crate::base::count::plural;
use crate::base::text::{Span, Text};
use crate::source::count_words;
use crate::tui::colours::Look;
use crate::tui::desk::Page;
use crate::tui::dialog::signs;
use crate::tui::model::Model;
use crate::tui::pen;
use crate::tui::reading::cluster::{each_cell, ends_line};
use crate::tui::reading::rows::Row;

/// Draws the panel of a text: of the one that has the keys, or of the one beside it.
pub(super) fn view(model: &Model, code: &Code, buffer: &mut Buffer, area: Rect) {
    let Some(page) = &code.page else {
        let inner = panel(model, buffer, area, "Text", Panel::Text);
        let words = "No source is open: choose one in the list of sources and open it with [open]";
        note(model, buffer, inner, &model.with_keys(words));
        return;
    };
    let has_keys = model.code.has_keys(code);
    let inner = panel_with(model, buffer, area, &title(model, page, has_keys), is_focus(model, has_keys));
    let words = TextLook::new(model, code, page);
    let current = code.current().and_then(|mark| mark.id);
    let margin = code.margin();
    for (y, row) in rows(inner).zip(code.pane.visible()) {
        let line = Rect { y, height: 1, ..inner };
        margin::view(model, code, page, current, buffer, line, &row);
        words.row(buffer, Rect { x: inner.x.saturating_add(margin), ..line }.intersection(line), &row);
    }
    strip::view(model, code, buffer, area);
    border(model, code, page, buffer, area);
}

fn is_focus(model: &Model, has_keys: bool) -> bool {
    has_keys && model.code.focus == Panel::Text
}

fn title(model: &Model, page: &Page, has_keys: bool) -> String {
    let mut title = page.id.to_string();
    if !page.about.is_empty() {
        title = format!("{title} · {}", page.about);
    }
    if let Some(row) = model.desk.source(&page.id) {
        title = format!("{title} · {}/{}", row.coded, plural(row.passages, "passage", "passages"));
    }
    if !page.lost.is_empty() {
        title = format!("{title} · {} unanchored", page.lost.len());
    }
    if has_keys && model.code.areas().sources.is_none() {
        title = model.titled(&title);
    }
    title
}

/// Writes on the lower border how much is selected, or what the signs of the margin mean, and how far the cursor
/// is in the text.
fn border(model: &Model, code: &Code, page: &Page, buffer: &mut Buffer, area: Rect) {
    let share = format!(" {}% ", code.pane.percent());
    let selected = code.pane.selection().map(|span| format!(" {} ", size(&page.text, span)));
    let is_focus = is_focus(model, model.code.has_keys(code));
    match &selected {
        Some(selected) => foot_with(model, buffer, area, &[selected], &[share], is_focus),
        None if page.marks.is_empty() => foot_with(model, buffer, area, &[], &[share], is_focus),
        None => foot_with(model, buffer, area, signs::MARGIN, &[share], is_focus),
    }
}

/// Returns the part of a panel's lower border that words may stand on.
fn border_of(area: Rect) -> Rect {
    if area.height < 2 || area.width <= 8 {
        return Rect::default();
    }
    Rect { x: area.x + 2, y: area.bottom() - 1, width: area.width - 4, height: 1 }
}

/// Writes what is asked for on the lower border of the text, with a note at its right end, and returns the place
/// that is left for an answer.
pub fn foot(model: &Model, buffer: &mut Buffer, words: &str, note: &str) -> Rect {
    let area = model.code.areas().text.unwrap_or_default();
    // A screen without frames has no border: the row above the footer takes its place.
    let body = model.body();
    let last = Rect { y: body.bottom().saturating_sub(1), height: body.height.min(1), ..body };
    let row = if model.plain { last } else { border_of(area) };
    if row.width == 0 || row.height == 0 {
        return row;
    }
    pen::fill(buffer, row, model.colours.of(Look::Text));
    let note = if note.is_empty() { String::new() } else { format!(" {note} ") };
    let end = pen::line_at_right(buffer, row, &note, model.colours.of(Look::Warning));
    let x = pen::line(buffer, row.x, row.y, row.width, words, model.colours.of(Look::Key));
    Rect { x, width: end.saturating_sub(x), ..row }
}

/// The most bytes of a selection whose words are counted with each frame.
const COUNTED: usize = 250_000;

/// Says how much is selected.
fn size(text: &Text, span: Span) -> String {
    let words = text.slice(span);
    let mut counted = words.len().min(COUNTED);
    while !words.is_char_boundary(counted) {
        counted -= 1;
    }
    let over = if counted < words.len() { "over " } else { "" };
    let count = plural(count_words(&words[..counted]), "word", "words");
    format!("{over}{count}, {}", plural(span.len(), "code point", "code points"))
}

/// What gives each character of the text its style.
pub(in crate::tui) struct TextLook<'m> {
    model: &'m Model,
    code: &'m Code,
    page: &'m Page,
    selection: Option<Span>,
    current: Option<Span>,
    /// Where the cursor is; a text without the keys shows none.
    cursor: Option<usize>,
}

impl<'m> TextLook<'m> {
    pub(in crate::tui) fn new(model: &'m Model, code: &'m Code, page: &'m Page) -> Self {
        let selection = code.pane.selection();
        let current = code.current().map(|mark| mark.span);
        let cursor = model.code.has_keys(code).then(|| code.pane.cursor());
        Self { model, code, page, selection, current, cursor }
    }

    pub(in crate::tui) fn row(&self, buffer: &mut Buffer, area: Rect, row: &Row) {
        let text = self.page.text.as_str();
        let mut symbol = String::new();
        let mut at = self.page.text.point_of(row.bytes.start);
        let mut end = area.x.saturating_add(row.indent);
        for cluster in row.clusters(text) {
            let words = &text[cluster.bytes.clone()];
            let style = self.style(at);
            let mut x = area.x.saturating_add(cluster.column);
            if self.selection.is_some_and(|span| span.has(at) && at > span.start) {
                // Between two cells of a table that are both selected, the free columns are as well.
                let gap = Rect { x: end, width: x.saturating_sub(end), ..area }.intersection(area);
                pen::paint(buffer, gap, self.model.colours.of(Look::Selected));
            }
            end = x.saturating_add(cluster.width);
            let hidden = self.veiled(at);
            let words = hidden.as_deref().unwrap_or(words);
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
            at += text[cluster.bytes].chars().count();
        }
    }

    /// Returns the character that stands for the one of a speaker's label while names are hidden.
    fn veiled(&self, at: usize) -> Option<String> {
        let veil = Some(&self.model.veil).filter(|veil| veil.on)?;
        let after = self.page.passages.partition_point(|passage| passage.span.start <= at);
        let passage = &self.page.passages[after.checked_sub(1)?];
        let start = passage.span.start;
        let end = start + passage.label?;
        let label = (at < end).then(|| self.page.text.slice(Span::new(start, end)))?;
        veil.label(label).chars().nth(at - start).map(String::from)
    }

    fn stands_out(&self, at: usize) -> bool {
        Some(at) == self.cursor || self.selection.is_some_and(|span| span.has(at))
    }

    fn style(&self, at: usize) -> Style {
        let colours = self.model.colours;
        let code = self.code;
        let mut style = self.base(at);
        if code.setting.is_underlined && code.coded.has(at) {
            style = style.patch(colours.of(Look::Underlined));
        }
        if self.current.is_some_and(|span| span.has(at)) {
            style = style.patch(colours.of(Look::Coded));
        }
        if code.hit_cover.has(at) {
            style = style.patch(colours.of(Look::Hit));
        }
        if self.selection.is_some_and(|span| span.has(at)) {
            style = style.patch(colours.of(Look::Selected));
        }
        if Some(at) == self.cursor {
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
            _ if passage.interviewer => colours.of(Look::Question),
            _ => colours.of(Look::Text),
        }
    }
}
