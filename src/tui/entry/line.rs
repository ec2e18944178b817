//! An editor of one line.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::base::shown::mark_for;
use crate::tui::keys::chord::{Chord, Key};

/// A line with a cursor, as a byte between two clusters; all of it may be selected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineEditor {
    text: String,
    cursor: usize,
    selected: bool,
}

impl LineEditor {
    /// Begins with a text, the cursor after it.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { cursor: text.len(), text, selected: false }
    }

    /// Returns what is typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns what stands before the cursor.
    #[must_use]
    pub fn before_cursor(&self) -> &str {
        &self.text[..self.cursor]
    }

    /// Selects all that is there, the cursor after it: what is typed next takes its place.
    pub fn select(&mut self) {
        self.cursor = self.text.len();
        self.selected = !self.text.is_empty();
    }

    /// Lets the selection go; the text stays.
    pub fn let_go(&mut self) {
        self.selected = false;
    }

    /// Tells whether what is typed next takes the place of what is there.
    #[must_use]
    pub fn is_selected(&self) -> bool {
        self.selected
    }

    /// Tells whether what is typed next goes on with what is there.
    #[must_use]
    pub fn is_at_end(&self) -> bool {
        !self.selected && self.cursor == self.text.len()
    }

    /// Empties the line.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Puts text in at the cursor, or in the place of what is selected; line ends become blanks and controls
    /// are left out.
    pub fn insert(&mut self, text: &str) {
        if self.selected {
            self.clear();
        }
        let clean: String = text
            .chars()
            .map(|ch| if matches!(ch, '\n' | '\r' | '\t') { ' ' } else { ch })
            .filter(|ch| !ch.is_control())
            .collect();
        self.text.insert_str(self.cursor, &clean);
        self.cursor += clean.len();
    }

    /// Puts text in at the end.
    pub fn append(&mut self, text: &str) {
        self.selected = false;
        self.cursor = self.text.len();
        self.insert(text);
    }

    /// Takes a key; tells whether it was one for the line. One that moves or deletes lets the selection go.
    pub fn press(&mut self, chord: Chord) -> bool {
        if let Some(ch) = chord.typed() {
            // A joiner is part of words in several scripts, so it is kept although it is shown as a mark.
            if mark_for(ch).is_none() || !ch.is_control() {
                self.insert(ch.encode_utf8(&mut [0; 4]));
            }
            return true;
        }
        match (chord.key, chord.ctrl) {
            (Key::Backspace, false) | (Key::Char('h'), true) => self.delete(self.before()..self.cursor),
            (Key::Delete, false) | (Key::Char('d'), true) => self.delete(self.cursor..self.after()),
            (Key::Char('w') | Key::Backspace, true) => self.delete(self.word_before()..self.cursor),
            (Key::Char('u'), true) => self.delete(0..self.cursor),
            (Key::Char('k'), true) => self.delete(self.cursor..self.text.len()),
            (Key::Left, false) | (Key::Char('b'), true) => self.cursor = self.before(),
            (Key::Right, false) | (Key::Char('f'), true) => self.cursor = self.after(),
            (Key::Left, true) => self.cursor = self.word_before(),
            (Key::Right, true) => self.cursor = self.word_after(),
            (Key::Home, _) | (Key::Char('a'), true) => self.cursor = 0,
            (Key::End, _) | (Key::Char('e'), true) => self.cursor = self.text.len(),
            _ => return false,
        }
        self.selected = false;
        true
    }

    fn delete(&mut self, bytes: std::ops::Range<usize>) {
        self.cursor = bytes.start;
        self.text.replace_range(bytes, "");
    }

    fn before(&self) -> usize {
        self.text[..self.cursor].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        self.text[self.cursor..].graphemes(true).next().map_or(self.text.len(), |cluster| self.cursor + cluster.len())
    }

    fn word_before(&self) -> usize {
        self.text[..self.cursor].unicode_word_indices().next_back().map_or(0, |(at, _)| at)
    }

    fn word_after(&self) -> usize {
        let rest = &self.text[self.cursor..];
        rest.unicode_word_indices().next().map_or(self.text.len(), |(at, word)| self.cursor + at + word.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keys::chord::script;

    fn typed(keys: &str) -> String {
        let mut line = LineEditor::default();
        for chord in script(keys) {
            line.press(chord);
        }
        format!("{}|{}", line.before_cursor(), &line.text()[line.before_cursor().len()..])
    }

    #[test]
    fn keys_edit_by_clusters_and_words() {
        assert_eq!(typed("e\u{301}x<Left><BkSp>"), "|x");
        assert_eq!(typed("one two three<Ctrl-w><Ctrl-w>"), "one |");
        assert_eq!(typed("one two<Home><Ctrl-Right><Del>"), "one|two");
        assert_eq!(typed("中文<Left>字"), "中字|文");
        assert_eq!(typed("abc<Ctrl-u>"), "|");
        assert_eq!(typed("<BkSp><Del><Left><Right><Ctrl-w><Ctrl-k>"), "|");
    }

    #[test]
    fn what_is_selected_is_replaced_by_what_is_typed_and_edited_by_other_keys() {
        let after = |keys: &str| {
            let mut line = LineEditor::new("lab money");
            line.select();
            for chord in script(keys) {
                line.press(chord);
            }
            assert!(!line.is_selected(), "{keys}");
            line.text().to_owned()
        };
        assert_eq!(after("court"), "court");
        assert_eq!(after("<BkSp>"), "lab mone");
        assert_eq!(after("<End>s"), "lab moneys");
        assert_eq!(after("<Home>my "), "my lab money");
        let mut line = LineEditor::new("lab");
        line.select();
        line.insert("pasted");
        assert_eq!(line.text(), "pasted");
        line.clear();
        line.select();
        assert!(!line.is_selected(), "there is nothing to select");
    }

    #[test]
    fn pasted_lines_become_one() {
        let mut line = LineEditor::default();
        line.insert("a\nb\u{1b}[c");
        assert_eq!(line.text(), "a b[c");
    }
}
