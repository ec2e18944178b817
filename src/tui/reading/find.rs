//! Finding words in one text while they are typed.
//!
//! Small letters find capital ones too, a blank finds a line end, and letters that are stored as a letter with
//! a mark are found by the composed one. Positions are those of the stored text.

use regex::{Regex, RegexBuilder};
use unicode_normalization::UnicodeNormalization as _;

use super::motion::{Ground, Way};
use crate::base::text::{Span, Text};

/// The most matches that are kept.
pub const MOST: usize = 100_000;

/// Words that are looked for.
#[derive(Clone, Debug)]
pub struct Finder(Regex);

impl Finder {
    /// Takes what was typed; nothing where that is blank, or too long to look for.
    #[must_use]
    pub fn new(typed: &str) -> Option<Self> {
        if typed.trim().is_empty() {
            return None;
        }
        let composed: String = typed.nfc().collect();
        let apart: String = typed.nfd().collect();
        let mut pattern = pattern(&composed);
        if apart != composed {
            pattern = format!("{pattern}|{}", self::pattern(&apart));
        }
        let any_case = !typed.chars().any(char::is_uppercase);
        RegexBuilder::new(&pattern).case_insensitive(any_case).build().ok().map(Self)
    }

    /// Returns the first match from a code point on; where there is none, the first in the text.
    #[must_use]
    pub fn first(&self, text: &Text, from: usize) -> Option<Span> {
        let found = self.0.find_at(text.as_str(), text.byte_of(from)).or_else(|| self.0.find(text.as_str()))?;
        Some(text.span_of(found.range()))
    }

    /// Returns the matches in order, [`MOST`] at most.
    #[must_use]
    pub fn all(&self, text: &Text) -> Vec<Span> {
        self.0.find_iter(text.as_str()).take(MOST).map(|found| text.span_of(found.range())).collect()
    }
}

fn pattern(words: &str) -> String {
    let mut pattern = String::new();
    for (at, word) in words.split(char::is_whitespace).enumerate() {
        // Several blanks in a row find as many or more.
        pattern.push_str(if at > 0 { r"\s+" } else { "" });
        pattern.push_str(&regex::escape(word));
    }
    pattern.replace(r"\s+\s+", r"\s+")
}

impl Ground<'_> {
    /// Returns the `count`th place after or before `at` at which a character stands, composed or not.
    #[must_use]
    pub fn character(self, at: usize, character: char, way: Way, count: usize) -> Option<usize> {
        let text = self.text.as_str();
        let base = std::iter::once(character).nfd().next().unwrap_or(character);
        let signs = [character, base];
        let is_it = |byte: &usize| {
            let cluster = self.cluster(self.text.point_of(*byte));
            let words = self.text.slice(cluster);
            self.text.byte_of(cluster.start) == *byte
                && (words.starts_with(character) || words.nfc().next() == Some(character))
        };
        let steps = count.max(1) - 1;
        let byte = match way {
            Way::On => {
                let from = self.text.byte_of(self.cluster(at).end);
                text[from..].match_indices(signs).map(|(byte, _)| from + byte).filter(is_it).nth(steps)
            }
            Way::Back => {
                let upto = self.text.byte_of(at);
                text[..upto].rmatch_indices(signs).map(|(byte, _)| byte).filter(is_it).nth(steps)
            }
        };
        byte.map(|byte| self.text.point_of(byte))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::reading::blocks::Blocks;

    fn found(typed: &str, text: &str) -> Vec<String> {
        let text = Text::from(text);
        let all = Finder::new(typed).map(|finder| finder.all(&text)).unwrap_or_default();
        all.into_iter().map(|span| text.slice(span).to_owned()).collect()
    }

    #[test]
    fn small_letters_find_all_and_capitals_only_themselves() {
        assert_eq!(found("lab", "Lab lab LAB"), ["Lab", "lab", "LAB"]);
        assert_eq!(found("Lab", "Lab lab LAB"), ["Lab"]);
        assert_eq!(found("лаборатория", "Лаборатория"), ["Лаборатория"]);
        assert_eq!(found("a.b", "axb a.b"), ["a.b"]);
    }

    #[test]
    fn words_are_found_over_line_ends_and_however_letters_are_stored() {
        assert_eq!(found("in a week", "in a\nweek, in  a week"), ["in a\nweek", "in  a week"]);
        assert_eq!(found("caf\u{e9}", "cafe\u{301} caf\u{e9}"), ["cafe\u{301}", "caf\u{e9}"]);
        assert_eq!(found("cafe\u{301}", "cafe\u{301} caf\u{e9}"), ["cafe\u{301}", "caf\u{e9}"]);
        assert_eq!(found("周内", "实验室一周内"), ["周内"]);
        assert!(found("  ", "a  b").is_empty());
    }

    #[test]
    fn the_first_match_is_looked_for_from_here_and_then_from_the_beginning() {
        let text = Text::from("中one two one");
        let finder = Finder::new("one").unwrap();
        assert_eq!([0, 1, 2, 9, 12].map(|from| finder.first(&text, from).unwrap().start), [1, 1, 9, 9, 1]);
        assert_eq!(finder.first(&Text::from("none here? no"), 5), Some(Span::new(1, 4)));
    }

    #[test]
    fn a_character_is_found_on_and_back() {
        let text = Text::from("e\u{301}t\u{e9} x e\u{301} et");
        let blocks = Blocks::new(&text);
        let ground = Ground { text: &text, blocks: &blocks };
        assert_eq!(ground.character(0, '\u{e9}', Way::On, 1), Some(3));
        assert_eq!(ground.character(0, '\u{e9}', Way::On, 2), Some(7));
        assert_eq!(ground.character(0, 'e', Way::On, 2), Some(10));
        assert_eq!(ground.character(10, 'x', Way::Back, 1), Some(5));
        assert_eq!(ground.character(10, 'x', Way::Back, 2), None);
    }
}
