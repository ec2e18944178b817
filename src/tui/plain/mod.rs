//! The screen for a screen reader: one thing at a time, in lines of words.
//!
//! No frames, no columns side by side, no signs that stand for words. A screen is a [`Sheet`]: a title, the
//! lines of the panel that has the keys, and notes that say in words what is chosen. The terminal's own
//! cursor stands where one reads ([`reading_place`]). Dialogs draw themselves, without their frames.

mod alike;
mod book;
mod code;
mod framework;
mod search;
mod themes;
mod words;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::code::Panel;
use super::colours::Look;
use super::model::{Model, Screen};
use super::pen;

/// What a screen says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Sheet {
    /// Where one is.
    title: String,
    /// A line for each thing of the list.
    lines: Vec<String>,
    /// The line that is chosen, and the column in it where one reads.
    at: (usize, usize),
    /// What there is to say of it, a paragraph each.
    notes: Vec<String>,
}

/// Draws the screen that is open.
pub(super) fn view(model: &Model, buffer: &mut Buffer) {
    let body = model.body();
    match model.screen {
        Screen::Code if model.code.focus == Panel::Text && model.code.page.is_some() => code::text(model, buffer),
        Screen::Code => draw(model, buffer, body, &code::panel(model)),
        Screen::Themes => draw(model, buffer, body, &themes::sheet(model)),
        Screen::Search => draw(model, buffer, body, &search::sheet(model)),
        Screen::Framework => draw(model, buffer, body, &framework::sheet(model)),
        Screen::Codebook => draw(model, buffer, body, &book::sheet(model)),
        Screen::Words => draw(model, buffer, body, &words::sheet(model)),
        Screen::Alike => draw(model, buffer, body, &alike::sheet(model)),
    }
}

/// Returns where the open text stands: below its title and above what is said of it.
pub(super) fn text_area(body: Rect) -> Rect {
    let above = body.height.min(1);
    let below = notes_height(body.height);
    Rect { y: body.y + above, height: body.height.saturating_sub(above + below), ..body }
}

/// Returns how many rows of a screen of some height are for notes.
fn notes_height(height: u16) -> u16 {
    match height {
        ..6 => 0,
        6..12 => 2,
        12.. => height / 3,
    }
}

/// Draws a sheet, scrolled to the line that is chosen.
fn draw(model: &Model, buffer: &mut Buffer, body: Rect, sheet: &Sheet) {
    title(model, buffer, body, &sheet.title);
    let wanted: usize = sheet.notes.iter().map(|note| pen::wrapped(note, body.width.max(1)).len()).sum();
    let below = u16::try_from(wanted).unwrap_or(u16::MAX).min(notes_height(body.height));
    let area = Rect { height: text_area(body).bottom().saturating_sub(body.y + body.height.min(1)), ..text_area(body) };
    let area = Rect { height: area.height + notes_height(body.height) - below, ..area };
    notes(model, buffer, Rect { y: area.bottom(), height: below, ..body }, &sheet.notes);
    let rows_of = |line: usize| sheet.lines.get(line).map_or(0, |words| pen::wrapped(words, area.width.max(1)).len());
    let (at, column) = sheet.at;
    let mut first = at;
    let mut used = rows_of(at);
    while let Some(before) = first.checked_sub(1) {
        used += rows_of(before);
        if used > usize::from(area.height) {
            break;
        }
        first = before;
    }
    let mut y = area.y;
    for (number, words) in sheet.lines.iter().enumerate().skip(first) {
        let from = y;
        for row in pen::wrapped(words, area.width.max(1)) {
            if y >= area.bottom() {
                return;
            }
            pen::line(buffer, area.x, y, area.width, &row, model.colours.of(Look::Text));
            y += 1;
        }
        if number == at {
            let x = u16::try_from(column).unwrap_or(u16::MAX).min(area.width.saturating_sub(1));
            let width = if column > 0 { 1 } else { area.width };
            pen::paint(buffer, Rect { x: area.x + x, y: from, width, height: 1 }, model.colours.of(Look::Chosen));
        }
    }
}

/// Writes the title into the first row: parts are set apart as in a sentence.
pub(super) fn title(model: &Model, buffer: &mut Buffer, area: Rect, words: &str) {
    if area.height > 0 {
        pen::line(buffer, area.x, area.y, area.width, &words.replace(" · ", ", "), model.colours.of(Look::Strong));
    }
}

fn notes(model: &Model, buffer: &mut Buffer, area: Rect, notes: &[String]) {
    let rows = notes.iter().flat_map(|note| pen::wrapped(note, area.width.max(1)));
    for (y, row) in (area.top()..area.bottom()).zip(rows) {
        pen::line(buffer, area.x, y, area.width, &row, model.colours.of(Look::Text));
    }
}

/// Returns where the terminal's cursor belongs: in the text at its cursor, elsewhere at what is chosen, else at the title.
#[must_use]
pub(super) fn reading_place(model: &Model, buffer: &Buffer) -> Option<(u16, u16)> {
    if !model.plain {
        return None;
    }
    let body = model.body().intersection(buffer.area);
    if model.dialogs.is_empty() && model.screen == Screen::Code && model.code.focus == Panel::Text {
        let (row, column) = model.code.pane.place_of(model.code.pane.cursor())?;
        let area = text_area(body);
        let (x, y) = (area.x.saturating_add(column), area.y.saturating_add(row));
        return (y < area.bottom()).then_some((x.min(area.right().saturating_sub(1)), y));
    }
    // What is chosen is reversed; a line that is typed into stands above the list that it looks through.
    let chosen = |x: u16, y: u16| buffer[(x, y)].modifier.contains(Modifier::REVERSED);
    let in_row = |y: u16| (body.left()..body.right()).find(|x| chosen(*x, y)).map(|x| (x, y));
    // What has nothing to choose is read from its title on.
    (body.top()..body.bottom()).rev().find_map(in_row).or((body.area() > 0).then_some((body.x, body.y)))
}

/// Joins what there is to say with commas, leaving out what is empty.
fn joined<'p>(parts: impl IntoIterator<Item = &'p str>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ").replace(" · ", ", ")
}
