//! Moving the boundaries of a coding: its words are selected, and motions move the end that has the cursor.

use super::coding::{own_coding, say_how_to_attach};
use super::state::Mode;
use super::update::move_cursor;
use crate::base::text::Span;
use crate::tui::model::Model;
use crate::tui::reading::motion::{Landmarks, Unit, Way};
use crate::tui::reading::pane::Pane;

/// Selects the current coding's words, so that motions move its boundaries.
pub(super) fn take(model: &mut Model) {
    if model.code.lost().is_some() {
        say_how_to_attach(model);
        return;
    }
    let Some(id) = own_coding(model) else { return };
    let Some(span) = model.code.page.as_ref().and_then(|page| page.mark(id)).map(|mark| mark.span) else { return };
    model.code.pane.select(span);
    model.code.chosen = Some(id);
    model.code.mode = Mode::Boundary(id);
    tell(model);
}

/// Moves the end that has the cursor. Back by words, the end goes to the end of the word before: half a word
/// is hardly ever meant, and characters move it there too.
pub(super) fn go(model: &mut Model, unit: Unit, way: Way, count: usize) {
    let pane = &mut model.code.pane;
    match (unit, way, end(pane)) {
        (Unit::Word, Way::Back, Some(span)) => {
            for _ in 0..count.max(1) {
                let Some(last) = last_of_word_before(pane, pane.ground().cluster(pane.cursor()).end, span) else {
                    break;
                };
                pane.put(last);
            }
        }
        _ => move_cursor(model, unit, way, count),
    }
    tell(model);
}

/// Returns the selection if the cursor is at its end.
fn end(pane: &Pane) -> Option<Span> {
    let span = pane.selection()?;
    let one = pane.ground().cluster(span.start).end == span.end;
    (one || pane.cursor() != span.start).then_some(span)
}

/// Returns the last character of the words of `span` that are left when the last word before `at` is taken off.
fn last_of_word_before(pane: &Pane, at: usize, span: Span) -> Option<usize> {
    let ground = pane.ground();
    let word = (at > span.start).then(|| ground.step(at, Unit::Word, Way::Back, &Landmarks::default())).flatten()?;
    let whole = ground.word(word).end;
    let last = if whole < at { ground.cluster(whole - 1).start } else { ground.end_before(word, Unit::Word) };
    (last >= span.start && word > span.start).then_some(last)
}

/// How many code points of the words are shown from each end.
const SHOWN: usize = 18;

/// Says which words are taken while boundaries are moved.
pub(super) fn tell(model: &mut Model) {
    let (Mode::Boundary(_), Some(span)) = (model.code.mode, model.code.pane.selection()) else { return };
    let Some(page) = &model.code.page else { return };
    let words = page.text.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
    let length = words.chars().count();
    let shown = if length > 2 * SHOWN + 3 {
        let first: String = words.chars().take(SHOWN).collect();
        let last: String = words.chars().skip(length - SHOWN).collect();
        format!("{first} … {last}")
    } else {
        words
    };
    model.say(format!("“{shown}” o other end, Enter keeps"));
}
