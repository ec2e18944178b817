//! An editor of several lines, for memos and summaries.

use ratatui::style::{Modifier, Style};
use ratatui_textarea::{CursorMove, Input, Key as AreaKey, TextArea, WrapMode};

use crate::tui::keys::chord::{Chord, Key};

/// A text of several lines that is being written.
#[derive(Clone, Debug)]
pub struct MemoEditor {
    area: TextArea<'static>,
}

impl MemoEditor {
    /// Begins with a text, the cursor after it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut area = TextArea::new(text.split('\n').map(|line| clean(line.trim_end_matches('\r'))).collect());
        area.set_cursor_line_style(Style::new());
        area.set_cursor_style(Style::new().add_modifier(Modifier::REVERSED));
        area.set_wrap_mode(WrapMode::Word);
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { area }
    }

    /// Returns what is written, lines joined by line feeds.
    #[must_use]
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Puts pasted text in; controls are left out.
    pub fn insert(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let lines: Vec<String> = text.split('\n').map(clean).collect();
        self.area.insert_str(lines.join("\n"));
    }

    /// Takes a key; tells whether it was one for the text.
    pub fn press(&mut self, chord: Chord) -> bool {
        let key = match chord.key {
            Key::Char(ch) => AreaKey::Char(ch),
            Key::Enter => AreaKey::Enter,
            Key::Backspace => AreaKey::Backspace,
            Key::Delete => AreaKey::Delete,
            Key::Up => AreaKey::Up,
            Key::Down => AreaKey::Down,
            Key::Left => AreaKey::Left,
            Key::Right => AreaKey::Right,
            Key::Home => AreaKey::Home,
            Key::End => AreaKey::End,
            Key::PageUp => AreaKey::PageUp,
            Key::PageDown => AreaKey::PageDown,
            Key::Tab => AreaKey::Tab,
            Key::Esc | Key::BackTab | Key::Insert | Key::F(_) => return false,
        };
        self.area.input(Input { key, ctrl: chord.ctrl, alt: chord.alt, shift: false });
        true
    }

    /// Returns the widget that draws it.
    pub fn widget(&self) -> &TextArea<'static> {
        &self.area
    }
}

fn clean(line: &str) -> String {
    line.chars().map(|ch| if ch == '\t' { ' ' } else { ch }).filter(|ch| !ch.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keys::chord::script;

    #[test]
    fn a_memo_is_written_over_several_lines() {
        let mut memo = MemoEditor::new("who pays");
        for chord in script(" later?<Enter>谁付钱") {
            assert!(memo.press(chord));
        }
        memo.insert("\r\nа\u{1b}б");
        assert_eq!(memo.text(), "who pays later?\n谁付钱\nаб");
        assert!(!memo.press(Chord::plain(Key::Esc)));
    }
}
