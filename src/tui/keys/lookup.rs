//! From keys to actions: counts, keys that follow one another, and what is bound in the live scopes.

use super::action::Action;
use super::chord::{Chord, Key};
use super::table::{BINDINGS, Binding, Scope};

/// The greatest count that can be typed before a motion.
const MOST: usize = 99_999;

/// What was typed of a count and of a binding of several keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    count: Option<usize>,
    chords: Vec<Chord>,
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
    /// Takes a key. `counted` tells whether digits are counts here.
    pub fn press(&mut self, chord: Chord, live: &[Scope], counted: bool) -> Found {
        if counted && self.chords.is_empty() && self.take_digit(chord) {
            return Found::Waiting;
        }
        self.chords.push(chord);
        let count = self.count.unwrap_or(1);
        let mut longer = false;
        for binding in live_bindings(live) {
            for keys in binding.keys {
                let Some(keys) = Chord::parse_all(keys) else { continue };
                if keys == self.chords {
                    *self = Self::default();
                    return Found::Action(binding.action, count);
                }
                longer |= keys.starts_with(&self.chords);
            }
        }
        // A key that begins a longer one elsewhere takes the next key with it here too: `]u` is no undo.
        if longer || live.contains(&Scope::Screen) && self.chords.len() == 1 && begins_longer(chord) {
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

/// Tells whether a key begins a longer one in any scope.
fn begins_longer(chord: Chord) -> bool {
    let keys = BINDINGS.iter().flat_map(|binding| binding.keys).filter_map(|keys| Chord::parse_all(keys));
    keys.into_iter().any(|keys| keys.len() > 1 && keys.first() == Some(&chord))
}

/// Returns the bindings that hold in the live scopes, in the order of the table.
pub fn live_bindings(live: &[Scope]) -> impl Iterator<Item = &'static Binding> {
    BINDINGS.iter().filter(|binding| live.contains(&binding.scope))
}

/// Returns the binding of an action in a scope.
#[must_use]
pub fn binding(scope: Scope, action: Action) -> Option<&'static Binding> {
    BINDINGS.iter().find(|binding| binding.scope == scope && binding.action == action)
}

/// Returns the first key of an action in a scope, as it is pressed; nothing where it has none.
#[must_use]
pub fn key(scope: Scope, action: Action) -> String {
    binding(scope, action).and_then(|binding| binding.keys.first()).map_or_else(String::new, |key| key.replace(' ', ""))
}

/// Returns the Latin key in the place of a Cyrillic one, so that commands work on a Russian keyboard.
///
/// Only for commands: what is typed into a line stays as it is.
#[must_use]
pub fn latin(chord: Chord) -> Chord {
    const CYRILLIC: &str = "йцукенгшщзфывапролдячсмитьЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ";
    const LATIN: &str = "qwertyuiopasdfghjklzxcvbnmQWERTYUIOPASDFGHJKLZXCVBNM";
    let Key::Char(ch) = chord.key else { return chord };
    let place = CYRILLIC.chars().position(|other| other == ch);
    match place.and_then(|at| LATIN.chars().nth(at)) {
        Some(latin) => Chord { key: Key::Char(latin), ..chord },
        None => chord,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keys::chord::script;
    use crate::tui::reading::motion::{Unit, Way};

    fn press(keys: &str) -> Vec<Found> {
        let live = [Scope::Text, Scope::Code, Scope::Screen, Scope::Everywhere];
        let mut pending = Pending::default();
        script(keys).into_iter().map(|chord| pending.press(chord, &live, true)).collect()
    }

    #[test]
    fn counts_and_sequences_wait_for_their_end() {
        let down = Action::Move(Unit::Row, Way::On);
        assert_eq!(press("12j"), [Found::Waiting, Found::Waiting, Found::Action(down, 12)]);
        assert_eq!(press("gg").last(), Some(&Found::Action(Action::Move(Unit::Text, Way::Back), 1)));
        assert_eq!(press("gxj"), [Found::Waiting, Found::Nothing, Found::Action(down, 1)]);
        let mut pending = Pending::default();
        let themes = [Scope::List, Scope::Screen, Scope::Everywhere];
        let pressed: Vec<Found> = script("]u").into_iter().map(|chord| pending.press(chord, &themes, true)).collect();
        assert_eq!(pressed, [Found::Waiting, Found::Nothing], "undo is not what is left of it");
        assert_eq!(press("0"), [Found::Action(Action::Move(Unit::RowEdge, Way::Back), 1)]);
        assert_eq!(press("99999999j").last(), Some(&Found::Action(down, 99_999)));
    }

    #[test]
    fn a_russian_keyboard_gives_commands() {
        assert_eq!(latin(script("о")[0]), script("j")[0]);
        assert_eq!(latin(script("Е")[0]), script("T")[0]);
        assert_eq!(latin(script("é")[0]), script("é")[0]);
    }
}
