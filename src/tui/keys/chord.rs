//! One key press, and how it is written: `j`, `Ctrl-d`, `Space`, `PgDn`.
//!
//! The same names stand in the table of keys, in the help and in key scripts of tests.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// A key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A character, with the case that Shift gave it.
    Char(char),
    /// The return key.
    Enter,
    /// The escape key.
    Esc,
    /// The tabulator.
    Tab,
    /// The tabulator with Shift.
    BackTab,
    /// The key that deletes to the left.
    Backspace,
    /// The key that deletes to the right.
    Delete,
    /// The key that inserts.
    Insert,
    /// The arrow up.
    Up,
    /// The arrow down.
    Down,
    /// The arrow to the left.
    Left,
    /// The arrow to the right.
    Right,
    /// To the beginning.
    Home,
    /// To the end.
    End,
    /// A page back.
    PageUp,
    /// A page on.
    PageDown,
    /// A function key.
    F(u8),
}

/// A key with its modifiers. Shift is part of the character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chord {
    /// The key.
    pub key: Key,
    /// Whether Control was held.
    pub ctrl: bool,
    /// Whether Alt was held.
    pub alt: bool,
}

/// Keys that are written by name.
const NAMED: &[(&str, Key)] = &[
    ("Enter", Key::Enter),
    ("Esc", Key::Esc),
    ("Tab", Key::Tab),
    ("S-Tab", Key::BackTab),
    ("BkSp", Key::Backspace),
    ("Del", Key::Delete),
    ("Ins", Key::Insert),
    ("Up", Key::Up),
    ("Down", Key::Down),
    ("Left", Key::Left),
    ("Right", Key::Right),
    ("Home", Key::Home),
    ("End", Key::End),
    ("PgUp", Key::PageUp),
    ("PgDn", Key::PageDown),
    ("Space", Key::Char(' ')),
    // The same by other names that people write; shown is the first one above.
    ("Escape", Key::Esc),
    ("Return", Key::Enter),
    ("Shift-Tab", Key::BackTab),
    ("Backspace", Key::Backspace),
    ("Delete", Key::Delete),
    ("Insert", Key::Insert),
    ("PageUp", Key::PageUp),
    ("PageDown", Key::PageDown),
];

impl Chord {
    /// Makes a chord of a key alone.
    #[must_use]
    pub const fn plain(key: Key) -> Self {
        Self { key, ctrl: false, alt: false }
    }

    /// Reads one chord such as `Ctrl-d`; nothing where the text names none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(rest) = text.strip_prefix("Ctrl-").filter(|rest| !rest.is_empty()) {
            return Self::parse(rest).map(|chord| Self { ctrl: true, ..chord });
        }
        if let Some(rest) = text.strip_prefix("Alt-").filter(|rest| !rest.is_empty()) {
            return Self::parse(rest).map(|chord| Self { alt: true, ..chord });
        }
        if let Some((_, key)) = NAMED.iter().find(|(name, _)| *name == text) {
            return Some(Self::plain(*key));
        }
        let mut chars = text.chars();
        let first = chars.next()?;
        if chars.as_str().is_empty() {
            return Some(Self::plain(Key::Char(first)));
        }
        let number = text.strip_prefix('F')?.parse().ok().filter(|number| (1..=12).contains(number))?;
        Some(Self::plain(Key::F(number)))
    }

    /// Reads chords with blanks between them, such as `g g`.
    #[must_use]
    pub fn parse_all(text: &str) -> Option<Vec<Self>> {
        text.split_whitespace().map(Self::parse).collect()
    }

    /// Takes a key press from the terminal; nothing for releases and keys that have no name here.
    #[must_use]
    pub fn from_event(event: &KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let key = match event.code {
            // Terminals differ in the case that they give a letter under Control.
            KeyCode::Char(ch) if ctrl => Key::Char(ch.to_ascii_lowercase()),
            KeyCode::Char(ch) => Key::Char(ch),
            KeyCode::Enter => Key::Enter,
            KeyCode::Esc => Key::Esc,
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => Key::BackTab,
            KeyCode::Tab => Key::Tab,
            KeyCode::BackTab => Key::BackTab,
            KeyCode::Backspace => Key::Backspace,
            KeyCode::Delete => Key::Delete,
            KeyCode::Insert => Key::Insert,
            KeyCode::Up => Key::Up,
            KeyCode::Down => Key::Down,
            KeyCode::Left => Key::Left,
            KeyCode::Right => Key::Right,
            KeyCode::Home => Key::Home,
            KeyCode::End => Key::End,
            KeyCode::PageUp => Key::PageUp,
            KeyCode::PageDown => Key::PageDown,
            KeyCode::F(number) => Key::F(number),
            _ => return None,
        };
        Some(Self { key, ctrl, alt: event.modifiers.contains(KeyModifiers::ALT) })
    }

    /// Returns the character that the key types, if it types one.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.key {
            Key::Char(ch) if !self.ctrl && !self.alt => Some(ch),
            _ => None,
        }
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if self.alt {
            f.write_str("Alt-")?;
        }
        if let Some((name, _)) = NAMED.iter().find(|(_, key)| *key == self.key) {
            return f.write_str(name);
        }
        match self.key {
            Key::Char(ch) => write!(f, "{ch}"),
            Key::F(number) => write!(f, "F{number}"),
            _ => Ok(()),
        }
    }
}

/// Reads a key script such as `jj<Enter>cap<Ctrl-r>`: what a user types, keys with names in `<>`.
///
/// A `<` that begins no name is itself.
#[must_use]
pub fn script(text: &str) -> Vec<Chord> {
    let mut chords = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let named = rest
            .strip_prefix('<')
            .and_then(|inside| inside.split_once('>'))
            .and_then(|(name, after)| Chord::parse(name).filter(|_| name.chars().count() > 1).map(|c| (c, after)));
        if let Some((chord, after)) = named {
            chords.push(chord);
            rest = after;
        } else {
            chords.push(Chord::plain(Key::Char(first)));
            rest = &rest[first.len_utf8()..];
        }
    }
    chords
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        for text in ["j", "Ctrl-d", "Alt-Enter", "Space", "PgDn", "F1", "S-Tab", "~", "é", "Ctrl-Space"] {
            assert_eq!(Chord::parse(text).map(|chord| chord.to_string()).as_deref(), Some(text));
        }
        for text in ["", "Ctrl-", "Hyper-x", "F13", "ab"] {
            assert_eq!(Chord::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_script_is_what_the_fingers_do() {
        let typed: Vec<String> = script("a<Enter><<x>Ж").iter().map(ToString::to_string).collect();
        assert_eq!(typed, ["a", "Enter", "<", "<", "x", ">", "Ж"]);
    }
}
