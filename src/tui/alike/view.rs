//! Drawing the screen Suggestions: the list, and below it the whole passage with the code and its claim.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation as _;

use super::state::{Candidate, Like};
use crate::base::count::plural;
use crate::tui::colours::Look;
use crate::tui::desk::Hit;
use crate::tui::foot::{self, Unseen};
use crate::tui::message::Mouse;
use crate::tui::model::Model;
use crate::tui::pen;
use crate::tui::reading::cluster::width_in_line;
use crate::tui::reading::rows;
use crate::tui::search::context;

/// Rows of one suggestion: where it stands and why, and its words.
const EACH: u16 = 2;
/// How many of the words that made it one stand beside a suggestion.
const BESIDE: usize = 3;

struct Parts {
    list: Rect,
    passage: Rect,
}

fn parts(model: &Model) -> Parts {
    let body = model.body();
    let below = if body.height < 12 { 0 } else { (body.height / 5 * 2).clamp(6, 16) };
    let list = Rect { height: body.height - below, ..body };
    Parts { list, passage: Rect { y: list.bottom(), height: below, ..body } }
}

/// Returns how many suggestions are visible.
pub(super) fn list_height(model: &Model) -> usize {
    usize::from(parts(model).list.height.saturating_sub(2) / EACH).max(1)
}

/// Returns the visible suggestion that was pressed on.
pub(super) fn row_at(model: &Model, mouse: Mouse) -> Option<usize> {
    let list = parts(model).list;
    let row = mouse.row.checked_sub(list.y + 1)?;
    (mouse.row + 1 < list.bottom()).then_some(usize::from(row / EACH))
}

/// Draws the list and the chosen passage.
pub fn view(model: &Model, buffer: &mut Buffer) {
    let parts = parts(model);
    list(model, buffer, parts.list);
    if parts.passage.height > 0 {
        passage(model, buffer, parts.passage);
    }
}

/// Says what the suggestions are like, and in which languages they are.
#[must_use]
pub fn made_of(model: &Model) -> String {
    let alike = &model.alike;
    let like = match (&alike.like, alike.found.examples) {
        (Some(Like::Words(..)), _) => "like the words that were chosen".to_owned(),
        (_, 0) => "like what the codebook says of it: nothing is coded with it yet".to_owned(),
        (_, count) => format!("like {} and the codebook", plural(count, "coded passage", "coded passages")),
    };
    match alike.found.languages.as_slice() {
        [] => like,
        [one] => format!("{like}, in the same language ({one})"),
        many => format!("{like}, in the same languages ({})", many.join(", ")),
    }
}

fn title(model: &Model) -> String {
    let alike = &model.alike;
    let code = alike.like.as_ref().and_then(Like::code).map(|code| model.desk.code_name(code));
    let name = model.titled(&format!("Suggestions for {}", code.unwrap_or("a code of your choice")));
    if let (Some(share), true) = (model.reading, alike.waiting) {
        return format!("{name} · the texts are being read: {share}%");
    }
    if alike.waiting {
        return format!("{name} · looking …");
    }
    let done = if alike.done() > 0 { format!(" · {} done", alike.done()) } else { String::new() };
    format!("{name} · {} left{done}", alike.found.passages.len())
}

fn list(model: &Model, buffer: &mut Buffer, area: Rect) {
    let colours = model.colours;
    let alike = &model.alike;
    let inner = pen::frame(buffer, area, &title(model), colours.of(Look::Focus), colours.of(Look::Strong));
    if alike.found.passages.is_empty() {
        if !alike.waiting {
            let words = if alike.done() > 0 {
                model.with_keys("All are done. [anew] makes the list anew, from what is coded now")
            } else {
                format!("Nothing else is {}", made_of(model))
            };
            for (y, line) in (inner.top()..inner.bottom()).zip(pen::wrapped(&words, inner.width.max(1))) {
                pen::line(buffer, inner.x, y, inner.width, &line, colours.of(Look::Dim));
            }
        }
        return;
    }
    let mut y = inner.y;
    for (at, candidate) in alike.found.passages.iter().enumerate().skip(alike.place.top) {
        if y >= inner.bottom() {
            break;
        }
        let rows = Rect { y, height: EACH.min(inner.bottom() - y), ..inner };
        draw(model, candidate, buffer, rows);
        if at == alike.place.at {
            pen::paint(buffer, Rect { height: 1, ..rows }, colours.of(Look::Chosen));
        }
        y += EACH;
    }
    let unseen = Unseen::around(alike.place.top, list_height(model), alike.found.passages.len());
    let (full, short) = (format!(" {} ", made_of(model)), format!(" in {} only ", alike.found.languages.join(", ")));
    foot::draw(buffer, area, &[&full, &short], &unseen.words(), colours.of(Look::Focus));
}

fn draw(model: &Model, candidate: &Candidate, buffer: &mut Buffer, area: Rect) {
    let colours = model.colours;
    let hit = &candidate.hit;
    let about = if hit.about.is_empty() { hit.source.to_string() } else { format!("{} · {}", hit.source, hit.about) };
    let words: Vec<&str> = candidate.because.iter().take(BESIDE).map(|(word, _)| word.as_str()).collect();
    let first = Rect { height: 1, ..area };
    let end = pen::line_at_right(buffer, first, &format!(" {} ", words.join(", ")), colours.of(Look::Label));
    pen::line(buffer, area.x, area.y, end.saturating_sub(area.x), &about, colours.of(Look::Dim));
    if area.height > 1 {
        let row = Rect { x: area.x + 2, y: area.y + 1, width: area.width.saturating_sub(2), height: 1 };
        context(model, hit, buffer, row);
    }
}

/// Draws the claim that a stance would be taken towards, the whole passage, and what made it a suggestion.
fn passage(model: &Model, buffer: &mut Buffer, area: Rect) {
    let colours = model.colours;
    let code = model.alike.like.as_ref().and_then(Like::code);
    let theme = code.and_then(|code| model.desk.theme_of(code));
    let title = code.map_or_else(String::new, |code| model.desk.code_name(code).to_owned());
    let inner = pen::frame(buffer, area, &title, colours.of(Look::Frame), colours.of(Look::Strong));
    let mut rest = inner;
    let claim = theme.and_then(|theme| theme.claim.as_deref()).map(|claim| format!("Claim: {claim}"));
    for line in claim.map(|claim| pen::wrapped(&claim, rest.width.max(1))).into_iter().flatten().take(2) {
        if rest.height > 1 {
            pen::line(buffer, rest.x, rest.y, rest.width, &line, colours.of(Look::Strong));
            rest = Rect { y: rest.y + 1, height: rest.height - 1, ..rest };
        }
    }
    let Some(candidate) = model.alike.chosen() else { return };
    if rest.height > 2 {
        let foot = Rect { y: rest.bottom() - 1, height: 1, ..rest };
        pen::line(buffer, foot.x, foot.y, foot.width, &shares(candidate), colours.of(Look::Label));
        rest.height -= 1;
    }
    words(model, &candidate.hit, buffer, rest);
}

fn shares(candidate: &Candidate) -> String {
    let words = candidate.because.iter().map(|(word, share)| format!("{word} {share}%"));
    format!("because of {}", words.collect::<Vec<_>>().join(", "))
}

/// Draws what a passage says, the words that made it a suggestion set apart; from the first of these on where there
/// is not room for all.
fn words(model: &Model, hit: &Hit, buffer: &mut Buffer, area: Rect) {
    let said: String = hit.said_words().chars().map(|ch| if ch.is_whitespace() { ' ' } else { ch }).collect();
    let lines = rows::wrap(&said, 0..said.len(), area.width.max(1), 0, 0);
    let point = |byte: usize| hit.said.start + said[..byte].chars().count();
    let is_marked = |at: usize| hit.matches.iter().any(|found| found.has(at));
    let height = usize::from(area.height);
    let first = lines.iter().position(|row| (point(row.bytes.start)..point(row.bytes.end)).any(is_marked));
    // Whoever sees all sees it from the beginning.
    let top = first.unwrap_or(0).min(lines.len().saturating_sub(height));
    for (row, place) in lines.iter().skip(top).zip(area.rows()) {
        let (mut x, mut at) = (place.x, point(row.bytes.start));
        for cluster in said[row.bytes.clone()].graphemes(true) {
            let width = width_in_line(cluster);
            if x.saturating_add(width) > place.right() {
                break;
            }
            let look = if is_marked(at) { Look::Hit } else { Look::Text };
            x = pen::line(buffer, x, place.y, width, cluster, model.colours.of(look));
            at += cluster.chars().count();
        }
    }
}

/// Returns what made the chosen passage a suggestion, a line a word.
#[must_use]
pub fn because_lines(model: &Model) -> Vec<(String, Look)> {
    let Some(candidate) = model.alike.chosen() else { return Vec::new() };
    let head = "Each word with its share of what makes this passage like the others. Any form of a word counts.";
    let head = std::iter::once((head.to_owned(), Look::Dim));
    let words = candidate.because.iter().map(|(word, share)| (format!("{share:>3}%  {word}"), Look::Text));
    let like = std::iter::once((format!("It is {}.", made_of(model)), Look::Dim));
    head.chain(words).chain(like).collect()
}
