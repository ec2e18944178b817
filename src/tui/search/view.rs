//! Drawing the screen Search.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation as _;

use super::around;
use crate::base::count::plural;
use crate::tui::colours::Look;
use crate::tui::desk::{AsEvidence, Heading, Hit};
use crate::tui::foot::{self, Unseen};
use crate::tui::keys::action::Action;
use crate::tui::model::Model;
use crate::tui::pen;
use crate::tui::reading::cluster::{width_in_line, width_of};

/// Rows of one hit: where it stands, its words, a blank.
pub(super) const HIT: u16 = 3;
/// From this width on the chosen hit stands beside the groups, with what stands around it.
const BESIDE: u16 = 110;
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
    let mut rest = Rect { y: line.bottom(), height: body.bottom().saturating_sub(line.bottom()), ..body };
    if body.width >= BESIDE && !model.search.answer.headings.is_empty() {
        let list = body.width / 2 + body.width / 12;
        around::view(model, buffer, Rect { x: body.x + list, width: body.width - list, ..rest });
        rest.width = list;
    }
    hits(model, buffer, rest);
}

/// Returns how many hits are visible.
#[must_use]
pub(super) fn hits_height(model: &Model) -> usize {
    usize::from(model.body().height.saturating_sub(5) / room(model)).max(1)
}

/// Returns the rows that are kept for a hit: where there are groups, one more for a heading above it.
fn room(model: &Model) -> u16 {
    if model.search.answer.headings.is_empty() { HIT } else { HIT + 1 }
}

/// Returns the heading of the group that begins with a hit; of the first hit in sight, that of its group.
fn heading(model: &Model, at: usize) -> Option<&Heading> {
    let search = &model.search;
    let before = search.answer.headings.partition_point(|heading| heading.at <= at).checked_sub(1)?;
    search.answer.headings.get(before).filter(|heading| heading.at == at || at == search.place.top)
}

/// Returns where each hit in sight begins, in rows below the first one, with its heading above it.
fn places(model: &Model) -> impl Iterator<Item = (usize, u16)> {
    let mut next = 0_u16;
    (model.search.place.top..model.search.answer.hits.len()).map(move |at| {
        let begins = next + u16::from(heading(model, at).is_some());
        next = begins.saturating_add(HIT);
        (at, begins)
    })
}

/// Returns the hit that is drawn in a row, counted from that of the first one.
pub(super) fn hit_in_row(model: &Model, row: u16) -> Option<usize> {
    places(model)
        .find(|(_, begins)| row < begins.saturating_add(HIT))
        .filter(|(_, begins)| row >= *begins)
        .map(|(at, _)| at)
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
    let top = inner.y + u16::from(search.answer.problem.is_some());
    let mut whole = 0;
    for (at, begins) in places(model) {
        let y = top.saturating_add(begins);
        if let Some(heading) = heading(model, at).filter(|_| y <= inner.bottom() && y > 0) {
            pen::line(buffer, inner.x, y - 1, inner.width, &heading.words(), colours.of(Look::Strong));
        }
        if y >= inner.bottom() {
            break;
        }
        let height = HIT.min(inner.bottom() - y);
        // What is cut off below its words is seen.
        whole += usize::from(height > 1);
        draw_hit(model, &search.answer.hits[at], buffer, Rect { y, height, ..inner });
        if at == search.place.at {
            pen::paint(buffer, Rect { y, height: 1, ..inner }, colours.of(Look::Chosen));
        }
    }
    let seen = if search.answer.headings.is_empty() { hits_height(model) } else { whole };
    let unseen = Unseen::around(search.place.top, seen, search.answer.hits.len());
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
    if let (Some(by), Some(voices), false) = (search.by, search.answer.voices, search.waiting) {
        let begun = if search.answer.is_begun { " · with longer words" } else { "" };
        let voices = plural(voices, "voice", "voices");
        let passages = plural(search.answer.count, "passage", "passages");
        return format!("Hits by {} · {voices} · {passages}{begun}{within}", by.word());
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
    let evidence = hit.evidence.as_deref();
    let indent = if evidence.is_some_and(|evidence| evidence.is_weaker) { "  " } else { "" };
    let mut about = format!("{indent}{}", hit.source);
    for more in [Some(&hit.about), evidence.and_then(|evidence| evidence.voice.as_ref())].into_iter().flatten() {
        if !more.is_empty() {
            about = format!("{about} · {more}");
        }
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
    if let Some(words) = evidence.and_then(|evidence| folded_words(model, evidence)).filter(|_| area.height > 2) {
        pen::line(buffer, area.x + 2, area.y + 2, area.width.saturating_sub(2), &words, colours.of(Look::Dim));
    }
}

/// Says how many weaker passages of the voice there are, and how they are shown or hidden.
pub(in crate::tui) fn folded_words(model: &Model, evidence: &AsEvidence) -> Option<String> {
    let more = evidence.more;
    match (more, evidence.open) {
        (0, _) => None,
        (_, 0) if evidence.hidden.is_empty() => Some(format!("+{more} more of this voice")),
        (_, 0) => Some(format!("+{more} more of this voice: {} shows them", model.key(Action::Unfold))),
        (_, open) => Some(format!("the {open} below are of this voice too: {} folds them", model.key(Action::Fold))),
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
