//! From keys to actions: counts, keys that follow one another, and what is bound in the live scopes.

use super::action::Action;
use super::chord::Chord;
use super::effective::Keys;
use super::layouts::{LAM, joined, latin};
use super::table::Scope;

/// The greatest count that can be typed before a motion.
const MOST: usize = 99_999;

/// What was typed of a count and of a binding of several keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    count: Option<usize>,
    chords: Vec<Chord>,
    /// Whether the last key was the Arabic lam, which may be the first half of a ligature key.
    lam: bool,
}

/// What came of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// An action, with how often it is to be done.
    Action(Action, usize),
    /// A part of a count or of a binding: the next key tells.
    Waiting,
    /// Nothing is bound to it.
    Nothing,
}

impl Pending {
    /// Reads a key of any keyboard as the Latin one in its place. The two letters of an Arabic ligature key,
    /// the first of which waits here, are that one key.
    pub fn read(&mut self, chord: Chord) -> Chord {
        let key = latin(chord);
        let lam = std::mem::replace(&mut self.lam, chord.typed() == Some(LAM));
        if lam
            && self.chords.len() == 1
            && let Some(key) = joined(chord)
        {
            self.chords.clear();
            return key;
        }
        key
    }

    /// Takes a key. `counted` tells whether digits are counts here.
    pub fn press(&mut self, chord: Chord, keys: &Keys, live: &[Scope], counted: bool) -> Found {
        if counted && self.chords.is_empty() && self.take_digit(chord) {
            return Found::Waiting;
        }
        self.chords.push(chord);
        let count = self.count.unwrap_or(1);
        let mut longer = false;
        for row in keys.live(live) {
            for keys in &row.keys {
                if *keys == self.chords {
                    *self = Self::default();
                    return Found::Action(row.binding.action, count);
                }
                longer |= keys.starts_with(&self.chords);
            }
        }
        // A key that begins a longer one elsewhere takes the next key with it here too: `]u` is no undo.
        if longer || live.contains(&Scope::Screen) && self.chords.len() == 1 && keys.begins_longer(chord) {
            return Found::Waiting;
        }
        *self = Self::default();
        Found::Nothing
    }

    fn take_digit(&mut self, chord: Chord) -> bool {
        let digit = chord.typed().and_then(|ch| ch.to_digit(10)).and_then(|digit| usize::try_from(digit).ok());
        match (digit, self.count) {
            // A zero begins no count: it is a key of its own.
            (Some(0), None) | (None, _) => false,
            (Some(digit), count) => {
                self.count = Some((count.unwrap_or(0) * 10 + digit).min(MOST));
                true
            }
        }
    }

    /// Forgets what was typed; tells whether there was something.
    pub fn clear(&mut self) -> bool {
        std::mem::take(self) != Self::default()
    }

    /// Returns what was typed so far, for the footer.
    #[must_use]
    pub fn shown(&self) -> String {
        let count = self.count.map(|count| count.to_string());
        count.into_iter().chain(self.chords.iter().map(ToString::to_string)).collect::<Vec<_>>().join(" ")
    }
}

/// Tells whether letters are written in the live scopes, and mean no command.
#[must_use]
pub fn is_writing(live: &[Scope]) -> bool {
    use Scope::{Form, Line, Memo, Picker, Quick, SearchLine};
    live.iter().any(|scope| matches!(scope, Picker | Line | Form | Memo | SearchLine | Quick))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keys::chord::script;
    use crate::tui::reading::motion::{Unit, Way};

    fn press(keys: &str) -> Vec<Found> {
        let live = [Scope::Text, Scope::Code, Scope::Screen, Scope::Everywhere];
        let mut pending = Pending::default();
        let table = Keys::default();
        script(keys).into_iter().map(|chord| pending.press(chord, &table, &live, true)).collect()
    }

    #[test]
    fn counts_and_sequences_wait_for_their_end() {
        let down = Action::Move(Unit::Row, Way::On);
        assert_eq!(press("12j"), [Found::Waiting, Found::Waiting, Found::Action(down, 12)]);
        assert_eq!(press("gg").last(), Some(&Found::Action(Action::Move(Unit::Text, Way::Back), 1)));
        assert_eq!(press("gxj"), [Found::Waiting, Found::Nothing, Found::Action(down, 1)]);
        let mut pending = Pending::default();
        let themes = [Scope::List, Scope::Screen, Scope::Everywhere];
        let table = Keys::default();
        let one = |chord| pending.press(chord, &table, &themes, true);
        let pressed: Vec<Found> = script("]u").into_iter().map(one).collect();
        assert_eq!(pressed, [Found::Waiting, Found::Nothing], "undo is not what is left of it");
        assert_eq!(press("0"), [Found::Action(Action::Move(Unit::RowEdge, Way::Back), 1)]);
        assert_eq!(press("99999999j").last(), Some(&Found::Action(down, 99_999)));
    }

    #[test]
    fn a_ligature_key_that_came_as_two_letters_is_one_key() {
        let live = [Scope::Text, Scope::Code, Scope::Screen, Scope::Everywhere];
        let mut pending = Pending::default();
        let mut found = Found::Nothing;
        for chord in script("3لا") {
            let key = pending.read(chord);
            found = pending.press(key, &Keys::default(), &live, true);
        }
        assert_eq!(found, Found::Action(Action::Move(Unit::Word, Way::Back), 3));
        // The same letters with another one between them are three keys.
        let keys: Vec<String> = script("لتا").into_iter().map(|chord| pending.read(chord).to_string()).collect();
        assert_eq!(keys, ["g", "j", "h"]);
    }
}
