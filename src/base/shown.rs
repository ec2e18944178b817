//! The only way from a file's text to a terminal.
//!
//! [`Shown`] holds no control, bidirectional-control, zero-width or tag character: each is put as a
//! visible mark, so that no file can move the cursor, set a title, hide words or reverse their order.
//! Genuine right-to-left letters and combining marks stay as they are.

use std::borrow::Cow;
use std::fmt;

/// Text that is safe to show on a terminal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Shown(String);

impl Shown {
    /// Makes one line of text safe: line ends and tabs are marked too.
    #[must_use]
    pub fn line(text: &str) -> Self {
        Self(safe(text, false).into_owned())
    }

    /// Makes text of several lines safe: line feeds stay.
    #[must_use]
    pub fn lines(text: &str) -> Self {
        Self(safe(text, true).into_owned())
    }

    /// Returns the safe text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes the safe text out.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Returns the visible mark that stands for a character which must not reach a terminal, or nothing
/// for all other characters.
///
/// The mark is always one column wide and one character long, so that a code point stays a code point.
#[must_use]
pub fn mark_for(ch: char) -> Option<char> {
    match ch {
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + ch as u32),
        '\u{7f}' => Some('\u{2421}'),
        // C1 controls: some terminals take them as escape sequences of one character.
        '\u{80}'..='\u{9f}' => Some('\u{241a}'),
        // Line and paragraph separators.
        '\u{2028}' | '\u{2029}' => Some('\u{21b5}'),
        // Bidirectional controls.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some('\u{2194}'),
        // Zero-width and invisible characters, tags, and the variation selectors' supplement.
        '\u{ad}'
        | '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}' => Some('\u{b7}'),
        _ => None,
    }
}

/// Puts marks for unsafe characters; a zero-width joiner between two emoji-like characters is marked too.
fn safe(text: &str, keep_lines: bool) -> Cow<'_, str> {
    let unsafe_here = |ch: char| mark_for(ch).is_some() && !(keep_lines && ch == '\n');
    if !text.chars().any(unsafe_here) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|ch| if unsafe_here(ch) { mark_for(ch).unwrap_or(ch) } else { ch }).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_drives_a_terminal_passes() {
        let bad = "a\u{1b}[31m\u{9b}b\u{202e}c\u{200b}d\r\n\te\u{e0041}\u{7f}";
        let shown = Shown::line(bad);
        assert!(shown.as_str().chars().all(|ch| mark_for(ch).is_none()));
        assert_eq!(shown.as_str().chars().count(), bad.chars().count());
        assert_eq!(Shown::lines("a\nb\r").as_str(), "a\nb\u{240d}");
    }

    #[test]
    fn letters_of_any_script_stay() {
        for text in ["العربية", "中文", "é e\u{301}", "ру́сский", "👍"] {
            assert_eq!(Shown::line(text).as_str(), text);
        }
    }

    #[test]
    fn every_mark_is_itself_safe() {
        for ch in (0..=0x0010_ffff).filter_map(char::from_u32) {
            if let Some(mark) = mark_for(ch) {
                assert!(mark_for(mark).is_none(), "{:x}", ch as u32);
            }
        }
    }
}
