//! Drawing the screen Codebook.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::state::{BookScreen, length, uses};
use crate::base::count::plural;
use crate::codebook::Code;
use crate::tui::colours::Look;
use crate::tui::foot::{self, Unseen};
use crate::tui::message::{Mouse, MouseAct};
use crate::tui::model::Model;
use crate::tui::pen;
use crate::tui::reading::cluster::width_of;

/// Below this width the tree is alone.
const BESIDE: u16 = 56;
/// The columns of the number of all codings, and of those on one leg.
const ALL: u16 = 6;
const LEG: u16 = 8;
/// The columns that names keep before the legs have columns.
const NAME: u16 = 26;
/// The most rows that the last change takes.
const LAST: u16 = 4;

/// Where the parts of the screen stand, frames included.
struct Parts {
    tree: Rect,
    about: Rect,
    last: Rect,
}

fn parts(model: &Model) -> Parts {
    let body = model.body();
    let rows = u16::try_from(last_lines(model, body.width).len()).unwrap_or(LAST).min(LAST);
    let rows = if body.height > 12 { rows } else { rows.min(1) };
    let upper = Rect { height: body.height.saturating_sub(rows), ..body };
    let last = Rect { y: upper.bottom(), height: body.height - upper.height, ..body };
    let width = if body.width < BESIDE { body.width } else { body.width / 2 + body.width / 12 };
    let tree = Rect { width, ..upper };
    let about = Rect { x: tree.right(), width: upper.width - width, ..upper };
    Parts { tree, about, last }
}

/// Returns how many codes are visible.
#[must_use]
pub(super) fn tree_height(model: &Model) -> usize {
    let heading = u16::from(!model.desk.searches.is_empty());
    usize::from(parts(model).tree.height.saturating_sub(3 + heading))
}

/// Returns the area inside the frame of what is known of the code.
pub(super) fn about_area(model: &Model) -> Rect {
    let about = parts(model).about;
    Rect { width: about.width.saturating_sub(2), height: about.height.saturating_sub(2), ..about }
}

/// Returns the visible row of the tree that was pressed on.
pub(super) fn row_at(model: &Model, mouse: Mouse) -> Option<usize> {
    let tree = parts(model).tree;
    let row = mouse.row.checked_sub(tree.y + 2).map(usize::from)?;
    let height = usize::from(tree.height.saturating_sub(3));
    (mouse.act == MouseAct::Press && mouse.column < tree.right() && row < height).then_some(row)
}

/// Draws the tree, what is known of the chosen code, and the last change.
pub fn view(model: &Model, buffer: &mut Buffer) {
    let parts = parts(model);
    tree(model, buffer, parts.tree);
    if parts.about.width > 0 {
        super::about::view(model, buffer, parts.about);
    }
    let lines = last_lines(model, parts.last.width);
    for (y, (line, look)) in (parts.last.top()..parts.last.bottom()).zip(lines) {
        pen::line(buffer, parts.last.x, y, parts.last.width, &line, model.colours.of(look));
    }
}

/// Returns the part of the screen that dialogs may cover: not what is said of the last change.
pub(super) fn above_last(model: &Model) -> Rect {
    let (body, last) = (model.body(), parts(model).last);
    Rect { height: body.height.saturating_sub(last.height), ..body }
}

/// Returns what is said of the last change: why it was refused; else what it did, and what takes it back.
fn last_lines(model: &Model, width: u16) -> Vec<(String, Look)> {
    let wrapped = |(words, look): (String, Look)| {
        let lines = pen::wrapped(&words, width.saturating_sub(2).max(1));
        lines.into_iter().map(move |line| (format!(" {line}"), look)).collect::<Vec<_>>()
    };
    last_words(&model.book).into_iter().flat_map(wrapped).collect()
}

/// Returns what is said of the last change, a sentence each.
pub(in crate::tui) fn last_words(screen: &BookScreen) -> Vec<(String, Look)> {
    if let Some(reason) = &screen.refused {
        return vec![(reason.clone(), Look::Warning)];
    }
    let Some(last) = &screen.last else { return Vec::new() };
    let words = format!("u does not undo this. To take it back: {}", last.back);
    vec![(last.what.clone(), Look::Text), (words, Look::Dim)]
}

fn tree(model: &Model, buffer: &mut Buffer, area: Rect) {
    let colours = model.colours;
    let codes = model.desk.codebook.codes();
    let themes = codes.iter().filter(|code| code.claim.is_some()).count();
    let drafts = codes.iter().filter(|code| code.drafted_by().is_some()).count();
    let mut title =
        format!("Codebook · {} · {}", plural(codes.len(), "code", "codes"), plural(themes, "claim", "claims"));
    if drafts > 0 {
        title = format!("{title} · {}", plural(drafts, "draft", "drafts"));
    }
    let inner = pen::frame(buffer, area, &title, colours.of(Look::Focus), colours.of(Look::Focus));
    if length(&model.desk) == 0 {
        let words = "There is no code yet: a adds one, and i on the text makes one of its words";
        for (y, line) in (inner.top()..inner.bottom()).zip(pen::wrapped(words, inner.width.max(1))) {
            pen::line(buffer, inner.x, y, inner.width, &line, colours.of(Look::Dim));
        }
        return;
    }
    if inner.height == 0 {
        return;
    }
    let columns = columns(model, inner.width);
    let head = Rect { height: 1, ..inner };
    let end = numbers(model, buffer, head, &columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>());
    let heads = ["  code  (◆ has a claim)", "  ◆ has a claim", "  code"];
    let room = usize::from(end.saturating_sub(head.x));
    if let Some(words) = heads.into_iter().find(|words| width_of(words) <= room) {
        pen::line(buffer, head.x, head.y, head.width, words, colours.of(Look::Dim));
    }
    let rows = (inner.top() + 1)..inner.bottom();
    let seen = usize::from(inner.height.saturating_sub(1));
    let unseen = Unseen::around(model.book.place.top, seen, length(&model.desk));
    foot::draw(buffer, area, &[], &unseen.words(), colours.of(Look::Focus));
    let searches = rows.clone().skip(codes.len().saturating_sub(model.book.place.top));
    saved_searches(model, buffer, inner, searches);
    let outline = model.desk.codebook.outline();
    for (y, (at, (depth, code))) in rows.zip(outline.into_iter().enumerate().skip(model.book.place.top)) {
        let row = Rect { y, height: 1, ..inner };
        let figures: Vec<String> = columns.iter().map(|column| column.figure(model, code)).collect();
        let end = numbers(model, buffer, row, &figures);
        name(model, buffer, Rect { width: end.saturating_sub(row.x), ..row }, depth, code);
        if at == model.book.place.at {
            pen::paint(buffer, row, colours.of(Look::Chosen));
        }
    }
}

/// Draws the saved searches under their heading, in the rows below the codes.
fn saved_searches(model: &Model, buffer: &mut Buffer, inner: Rect, mut rows: impl Iterator<Item = u16>) {
    if model.desk.searches.is_empty() {
        return;
    }
    let codes = model.desk.codebook.codes().len();
    let first = model.book.place.top.saturating_sub(codes);
    let Some(y) = rows.next() else { return };
    pen::line(buffer, inner.x, y, inner.width, "  Saved searches: passages", model.colours.of(Look::Dim));
    for (y, (at, row)) in rows.zip(model.desk.searches.iter().enumerate().skip(first)) {
        let area = Rect { y, height: 1, ..inner };
        super::saved::draw(model, row, buffer, area);
        if codes + at == model.book.place.at {
            pen::paint(buffer, area, model.colours.of(Look::Chosen));
        }
    }
}

/// A column of figures: of one leg, or of all.
struct Column {
    name: String,
    leg: Option<usize>,
}

impl Column {
    fn figure(&self, model: &Model, code: &Code) -> String {
        let count = match self.leg {
            None => uses(&model.desk, code),
            Some(leg) => {
                let of = model.book.counts.as_ref().and_then(|counts| counts.of.get(&code.id));
                of.and_then(|of| of.get(leg)).copied().unwrap_or(0)
            }
        };
        if count == 0 { String::new() } else { count.to_string() }
    }
}

/// Returns the columns that there is room for: each leg has one, or none has.
fn columns(model: &Model, width: u16) -> Vec<Column> {
    let all = Column { name: "all".to_owned(), leg: None };
    let legs = model.book.counts.as_ref().map(|counts| counts.legs.as_slice()).unwrap_or_default();
    let wanted = legs.iter().map(|leg| leg_width(leg.as_str())).sum::<u16>() + ALL;
    if width < NAME + wanted {
        return vec![all];
    }
    let legs = legs.iter().enumerate().map(|(at, leg)| Column { name: leg.to_string(), leg: Some(at) });
    legs.chain([all]).collect()
}

fn leg_width(leg: &str) -> u16 {
    u16::try_from(width_of(leg)).unwrap_or(LEG).saturating_add(2).clamp(6, LEG + 2)
}

/// Draws figures at the right, and returns where the first one begins: columns without one leave their room to
/// what stands before them.
fn numbers(model: &Model, buffer: &mut Buffer, row: Rect, figures: &[String]) -> u16 {
    let columns = columns(model, row.width);
    let mut end = row.right().saturating_sub(1);
    let mut first = end;
    for (column, figure) in columns.iter().zip(figures).rev() {
        let width = if column.leg.is_some() { leg_width(&column.name) } else { ALL };
        let cell = Rect { x: end.saturating_sub(width - 1), width: width - 1, ..row };
        let begins = pen::line_at_right(buffer, cell, figure, model.colours.of(Look::Dim));
        if !figure.is_empty() {
            first = begins.saturating_sub(1);
        }
        end = end.saturating_sub(width);
    }
    first
}

fn name(model: &Model, buffer: &mut Buffer, row: Rect, depth: usize, code: &Code) {
    let colours = model.colours;
    let key = code.key.map_or_else(|| " ".to_owned(), String::from);
    let x = pen::line(buffer, row.x, row.y, row.width, &key, colours.of(Look::Key));
    let indent = "  ".repeat(depth.min(8));
    let x = pen::line(buffer, x, row.y, row.right().saturating_sub(x), &indent, colours.of(Look::Text));
    let stripe = if code.color.is_some() { "▎" } else { " " };
    let x = pen::line(buffer, x, row.y, row.right().saturating_sub(x), stripe, colours.of_code(code.color.as_deref()));
    let mark = if code.claim.is_some() { "◆ " } else { "  " };
    let x = pen::line(buffer, x, row.y, row.right().saturating_sub(x), mark, colours.of(Look::Label));
    let look = match (code.retired, code.claim.is_some()) {
        (true, _) => Look::Dim,
        (false, true) => Look::Strong,
        (false, false) => Look::Text,
    };
    let note = match (code.drafted_by(), code.retired) {
        (Some(coder), false) => format!(" (draft: {coder})"),
        (Some(coder), true) => format!(" (draft: {coder}, out of use)"),
        (None, true) => " (out of use)".to_owned(),
        (None, false) => String::new(),
    };
    // The note is what tells such a code from the others: of a long name the end gives way.
    let room = row.right().saturating_sub(x).saturating_sub(u16::try_from(width_of(&note)).unwrap_or(0));
    let x = pen::line(buffer, x, row.y, room.max(8), &code.name, colours.of(look));
    pen::line(buffer, x, row.y, row.right().saturating_sub(x), &note, colours.of(Look::Dim));
}
