//! What a Word file holds besides its words: counted, so that it can be said what was left out.

use crate::base::count::plural;

use std::collections::BTreeMap;

use super::styles::Marked;

/// What was left out or only noticed on the way.
#[derive(Debug, Default)]
pub(super) struct Lost {
    pub(super) comments: usize,
    pub(super) deletions: usize,
    pub(super) hidden: usize,
    pub(super) pictures: usize,
    pub(super) embedded: usize,
    pub(super) symbols: usize,
    pub(super) numbered_headings: usize,
    pub(super) headers: bool,
    /// The text of the paragraph that has the style Title.
    pub(super) title: Option<String>,
    /// Letters by language tag, or by script where the text itself names no language.
    letters: BTreeMap<Letters, usize>,
}

/// Which mark of the document's defaults stands for unmarked letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Letters {
    Marked(String),
    Latin,
    EastAsian,
    RightToLeft,
}

impl Lost {
    /// Counts the letters of a run by their language.
    pub(super) fn mark(&mut self, text: &str, marked: &Marked, right_to_left: bool) {
        let letters = text.chars().filter(|ch| ch.is_alphabetic()).count();
        if letters == 0 {
            return;
        }
        let (tag, script) = if right_to_left {
            (&marked.right_to_left, Letters::RightToLeft)
        } else if text.chars().any(is_east_asian) {
            (&marked.east_asian, Letters::EastAsian)
        } else {
            (&marked.latin, Letters::Latin)
        };
        *self.letters.entry(tag.clone().map_or(script, Letters::Marked)).or_default() += letters;
    }

    /// Returns the language of most letters.
    pub(super) fn language(&self, defaults: &Marked) -> Option<String> {
        let (most, _) = self.letters.iter().max_by_key(|(_, count)| **count)?;
        match most {
            Letters::Marked(tag) => Some(tag.clone()),
            Letters::Latin => defaults.latin.clone(),
            Letters::EastAsian => defaults.east_asian.clone(),
            Letters::RightToLeft => defaults.right_to_left.clone(),
        }
    }

    /// Says what was left out.
    pub(super) fn notes(&self) -> Vec<String> {
        let counted = [
            (self.comments, "comment was left out", "comments were left out"),
            (self.deletions, "tracked deletion was left out", "tracked deletions were left out"),
            (self.hidden, "piece of hidden text was left out", "pieces of hidden text were left out"),
            (self.pictures, "picture was left out", "pictures were left out"),
            (self.embedded, "embedded object was left out", "embedded objects were left out"),
            (self.symbols, "symbol of an unknown font became \u{fffd}", "symbols of unknown fonts became \u{fffd}"),
            (self.numbered_headings, "heading lost its automatic number", "headings lost their automatic numbers"),
        ];
        let mut notes: Vec<String> = counted
            .into_iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, many)| plural(count, one, many))
            .collect();
        if self.headers {
            notes.push("headers and footers were left out".to_owned());
        }
        notes
    }
}

fn is_east_asian(ch: char) -> bool {
    matches!(ch, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{3ffff}')
}
