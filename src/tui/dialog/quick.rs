//! Waiting for a quick key: one key that is a code.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Dialog;
use super::taking::code_with;
use super::view::{middle, open, say};
use crate::codebook::Code;
use crate::tui::colours::Look;
use crate::tui::desk::Desk;
use crate::tui::keys::chord::Chord;
use crate::tui::keys::layouts::{LAM, joined, latin};
use crate::tui::message::{Effect, Spot};
use crate::tui::model::Model;
use crate::tui::pen;

/// Waits for a quick key, with what it will code.
#[derive(Clone, Debug)]
pub struct Quick {
    /// The words to be coded.
    at: Spot,
    /// The same as text.
    pub(in crate::tui) words: String,
    /// Whether the Arabic lam was pressed, which no code has: it may be the first half of a ligature key.
    lam: bool,
}

impl Quick {
    /// Begins to wait.
    #[must_use]
    pub fn new(at: Spot, words: String) -> Self {
        Self { at, words, lam: false }
    }
}

/// Returns the codes that have a quick key, with it.
fn keys(desk: &Desk) -> impl Iterator<Item = (char, &Code)> {
    desk.codebook.codes().iter().filter(|code| !code.retired).filter_map(|code| Some((code.key?, code)))
}

/// Returns the code of a key: that of the letter typed, else that of the Latin key in its place.
fn code_of(desk: &Desk, chord: Chord) -> Option<&Code> {
    let with = |chord: Chord| {
        let typed = chord.typed()?;
        keys(desk).find(|(key, _)| *key == typed).map(|(_, code)| code)
    };
    with(chord).or_else(|| with(latin(chord)))
}

/// Codes with the key that was waited for.
pub(super) fn press(model: &mut Model, chord: Chord) -> Vec<Effect> {
    let Some(Dialog::Quick(quick)) = model.dialogs.last_mut() else { return Vec::new() };
    let chord = Some(chord).filter(|_| quick.lam).and_then(joined).unwrap_or(chord);
    let code = code_of(&model.desk, chord).map(|code| code.id.clone());
    if code.is_none() && chord.typed() == Some(LAM) && !quick.lam {
        quick.lam = true;
        return Vec::new();
    }
    let Quick { at, words, .. } = quick.clone();
    model.dialogs.pop();
    let Some(code) = code else {
        model.warn(format!("no code has the quick key {chord}; K shows the codebook, where Space sets one"));
        return Vec::new();
    };
    code_with(model, code, at, words)
}

/// Draws the keys that can be pressed, with their codes.
pub(super) fn view(model: &Model, buffer: &mut Buffer, body: Rect, quick: &Quick) {
    taken_keys(model, buffer, body, &format!("“{}”", quick.words));
}

/// Draws the keys that codes have, below some words.
pub(in crate::tui) fn taken_keys(model: &Model, buffer: &mut Buffer, body: Rect, words: &str) {
    let colours = model.colours;
    let codes: Vec<(char, &Code)> = keys(&model.desk).collect();
    let height = u16::try_from(codes.len().div_ceil(2)).unwrap_or(u16::MAX).saturating_add(4);
    let inner = open(model, buffer, middle(body, height.max(6)), "Quick keys");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if inner.height == 0 {
        return;
    }
    pen::line(buffer, inner.x, inner.y, inner.width, &words, colours.of(Look::Dim));
    let list = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
    if codes.is_empty() {
        say(model, buffer, list, "No code has a quick key: Space in the codebook (K) gives it one", Look::Dim);
    }
    let column = list.width / 2;
    for (at, (key, code)) in codes.iter().enumerate() {
        let Ok(row) = u16::try_from(at / 2) else { break };
        if row >= list.height {
            break;
        }
        let x = list.x + if at % 2 == 0 { 0 } else { column };
        let end = pen::line(buffer, x, list.y + row, 2, &key.to_string(), colours.of(Look::Key));
        let room = (x + column).saturating_sub(end + 1);
        pen::line(buffer, end + 1, list.y + row, room, &code.name, colours.of(Look::Text));
    }
}
