//! From hit to hit of the last search: through the matches of a passage, and on to the next passage found.

use crate::tui::desk::Hit;
use crate::tui::message::{Aim, Effect};
use crate::tui::model::Model;
use crate::tui::reading::motion::{Unit, Way};

/// Goes `count` hits on or back. The passages follow each other as the search lists them, and round.
pub(super) fn go(model: &mut Model, way: Way, count: usize) -> Vec<Effect> {
    if model.code.found.is_some() {
        super::finding::go(model, way, count);
        return Vec::new();
    }
    let code = &mut model.code;
    let inside = left_inside(&code.landmarks.hits, code.pane.cursor(), way);
    let selects = code.pane.selection().is_some();
    let found = &model.search.answer.hits;
    if count <= inside || selects || found.is_empty() {
        let moved = code.pane.go(Unit::Hit, way, count, &code.landmarks);
        if !moved {
            let words = match (selects, found.is_empty()) {
                (true, _) => "no further hit in this passage; [back] lets go of the selection",
                (false, true) => "no search has led here: [go-search] searches all, [find-here] finds in this text",
                (false, false) => "no further hit",
            };
            model.say_with_keys(words);
        }
        return Vec::new();
    }
    // A text that no hit led to is left for the chosen hit itself.
    let led_here = !code.landmarks.hits.is_empty();
    let here = model.search.place.at.min(found.len() - 1);
    let target =
        if led_here { walk(found, here, way, count - inside) } else { Target { at: here, of: 0, round: false } };
    let hit = &found[target.at];
    let effect = Effect::Open(hit.source.clone(), Aim::Hits(hit.span, hit.matches.clone(), target.of));
    let mut told = format!("hit {} of {}", target.at + 1, found.len());
    if model.search.answer.count > found.len() {
        told = format!("{told}, the best of {}", model.search.answer.count);
    }
    match (target.round, way) {
        (true, Way::On) => told.push_str("; after the last comes the first again"),
        (true, Way::Back) => told.push_str("; before the first comes the last again"),
        (false, _) => {}
    }
    model.search.place.at = target.at;
    model.say(told);
    vec![effect]
}

/// Returns how many matches of the passage lie ahead on the way.
fn left_inside(matches: &[crate::base::text::Span], cursor: usize, way: Way) -> usize {
    match way {
        Way::On => matches.len() - matches.partition_point(|span| span.start <= cursor),
        Way::Back => matches.partition_point(|span| span.start < cursor),
    }
}

/// A match of a passage that was found.
struct Target {
    /// The passage's place among the hits.
    at: usize,
    /// The match's place in the passage.
    of: usize,
    /// Whether the way led round the end of the list.
    round: bool,
}

/// Walks `steps` matches, at least one, beginning with those of the passage after or before `from`.
fn walk(found: &[Hit], from: usize, way: Way, steps: usize) -> Target {
    let last = found.len() - 1;
    let (mut at, mut round, mut left) = (from, false, steps.max(1));
    loop {
        (at, round) = match way {
            Way::On if at == last => (0, true),
            Way::On => (at + 1, round),
            Way::Back if at == 0 => (last, true),
            Way::Back => (at - 1, round),
        };
        // What was found without words has one place: its beginning.
        let matches = found[at].matches.len().max(1);
        if left <= matches {
            let of = if way == Way::On { left - 1 } else { matches - left };
            return Target { at, of, round };
        }
        left -= matches;
    }
}
