//! Drawing the screen Search.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::tui::colours::Look;
use crate::tui::desk::Hit;
use crate::tui::foot::{self, Unseen};
use crate::tui::model::Model;
use crate::tui::pen;
use crate::tui::reading::cluster::{width_in_line, width_of};

/// Rows of one hit: where it stands, its words, a blank.
pub(super) const HIT: u16 = 3;
/// The row of the first hit: below the line with its frame, and the frame of the hits.
pub(super) const TOP: u16 = 4;

/// Draws the line and the hits.
pub fn view(model: &Model, buffer: &mut Buffer) {
    let body = model.body();
    let colours = model.colours;
    let line = Rect { height: body.height.min(3), ..body };
    let look = if model.search.typing { Look::Focus } else { Look::Frame };
    let inner = pen::frame(buffer, line, &model.titled("Search"), colours.of(look), colours.of(look));
    let typed = model.search.line.before_cursor();
    // The end of a long query is what is being typed, so its beginning gives way.
    let shown = tail(typed, inner.width.saturating_sub(1));
    let x = pen::line(buffer, inner.x, inner.y, inner.width, shown, colours.of(Look::Text));
    if model.search.typing && model.search.line.is_selected() {
        let selected = Rect { width: x - inner.x, height: inner.height.min(1), ..inner };
        pen::paint(buffer, selected, colours.of(Look::Selected));
    }
    let after = &model.search.line.text()[typed.len()..];
    pen::line(buffer, x, inner.y, inner.right().saturating_sub(x), after, colours.of(Look::Text));
    if model.search.typing && x < inner.right() {
        pen::paint(buffer, Rect::new(x, inner.y, 1, inner.height.min(1)), colours.of(Look::Cursor));
    }
    let rest = Rect { y: line.bottom(), height: body.bottom().saturating_sub(line.bottom()), ..body };
    hits(model, buffer, rest);
}

/// Returns how many hits are visible.
#[must_use]
pub(super) fn hits_height(model: &Model) -> usize {
    usize::from(model.body().height.saturating_sub(5) / HIT).max(1)
}

fn hits(model: &Model, buffer: &mut Buffer, area: Rect) {
    let colours = model.colours;
    let search = &model.search;
    let look = if search.typing { Look::Frame } else { Look::Focus };
    let inner = pen::frame(buffer, area, &title(model), colours.of(look), colours.of(Look::Strong));
    if let Some(problem) = &search.answer.problem {
        let lines = pen::wrapped(problem, inner.width.max(1));
        for (y, line) in (inner.top()..inner.bottom()).zip(lines) {
            pen::line(buffer, inner.x, y, inner.width, &line, colours.of(Look::Warning));
        }
        if search.answer.hits.is_empty() {
            return;
        }
    }
    if search.line.text().trim().is_empty() {
        let words = [
            "Words are found in every form; several words: all of them",
            "While you type a word, longer words that it begins are found too",
            "\"exact words\"   word*   word~   a NEAR/5 b   a OR b   -a",
            "theme:capacity  stance:contradicts  kind:interview  case:varsk  is:uncoded",
        ];
        for (y, line) in (inner.top()..inner.bottom()).zip(words) {
            pen::line(buffer, inner.x, y, inner.width, line, colours.of(Look::Dim));
        }
        return;
    }
    if !search.typing && !search.waiting && search.answer.hits.is_empty() {
        let words = "Nothing is found by the query as it is written. A word with * at its end finds longer words that it begins; [go-search] leads back to the query";
        for (y, line) in (inner.top()..inner.bottom()).zip(pen::wrapped(&model.with_keys(words), inner.width.max(1))) {
            pen::line(buffer, inner.x, y, inner.width, &line, colours.of(Look::Dim));
        }
        return;
    }
    let mut y = inner.y + u16::from(search.answer.problem.is_some());
    for (at, hit) in search.answer.hits.iter().enumerate().skip(search.place.top) {
        if y >= inner.bottom() {
            break;
        }
        let height = HIT.min(inner.bottom() - y);
        draw_hit(model, hit, buffer, Rect { y, height, ..inner });
        if at == search.place.at {
            pen::paint(buffer, Rect { y, height: 1, ..inner }, colours.of(Look::Chosen));
        }
        y += HIT;
    }
    let unseen = Unseen::around(search.place.top, hits_height(model), search.answer.hits.len());
    foot::draw(buffer, area, &[], &unseen.words(), colours.of(look));
}

fn title(model: &Model) -> String {
    let within = if model.filter.is_some() { " · of what the filter shows" } else { "" };
    let search = &model.search;
    if let Some(share) = search.indexing {
        return format!("Hits · the index is being built: {share}%");
    }
    if let (Some(share), true) = (model.reading, search.waiting) {
        return format!("Hits · the texts are being read: {share}%");
    }
    match (search.line.text().trim().is_empty(), search.waiting) {
        (true, _) => "Hits".to_owned(),
        (false, true) => "Hits · searching …".to_owned(),
        (false, false) if search.answer.is_begun => {
            format!("Hits · {} · with longer words that the last one begins{within}", search.answer.count)
        }
        (false, false) => format!("Hits · {} · as written{within}", search.answer.count),
    }
}

fn draw_hit(model: &Model, hit: &Hit, buffer: &mut Buffer, area: Rect) {
    let colours = model.colours;
    let mut about = hit.source.to_string();
    if !hit.about.is_empty() {
        about = format!("{about} · {}", hit.about);
    }
    let codings = hit.codings.join(", ");
    let first = Rect { height: 1, ..area };
    let end = pen::line_at_right(buffer, first, &format!(" {codings} "), colours.of(Look::Label));
    pen::line(buffer, area.x, area.y, end.saturating_sub(area.x), &about, colours.of(Look::Dim));
    if area.height > 1 {
        context(
            model,
            hit,
            buffer,
            Rect { x: area.x + 2, y: area.y + 1, width: area.width.saturating_sub(2), height: 1 },
        );
    }
}

/// Draws one line of the passage with the first match in view, matches set apart.
pub fn context(model: &Model, hit: &Hit, buffer: &mut Buffer, row: Rect) {
    let from = hit.matches.first().map_or(0, |first| first.start.saturating_sub(hit.span.start));
    let lead = usize::from(row.width / 3);
    let skip = from.saturating_sub(lead);
    let mut point = hit.span.start;
    let mut x = row.x;
    if skip > 0 {
        x = pen::line(buffer, x, row.y, 1, "…", model.colours.of(Look::Dim));
    }
    for cluster in hit.words.graphemes(true) {
        let here = point;
        point += cluster.chars().count();
        if here < hit.span.start + skip {
            continue;
        }
        let blank = cluster.chars().all(char::is_whitespace);
        let shown = if blank { " " } else { cluster };
        let width = width_in_line(shown);
        if x.saturating_add(width) > row.right() {
            break;
        }
        let look = if hit.matches.iter().any(|found| found.has(here)) { Look::Hit } else { Look::Text };
        x = pen::line(buffer, x, row.y, width, shown, model.colours.of(look));
    }
}

/// Returns the end of a line that fits `width` columns.
fn tail(line: &str, width: u16) -> &str {
    let mut rest = line;
    while width_of(rest) > usize::from(width) {
        let Some(first) = rest.graphemes(true).next() else { break };
        rest = &rest[first.len()..];
    }
    rest
}
