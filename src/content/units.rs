//! What one word is, and which words stand beside it.
//!
//! In scripts with blanks a word is a word. In scripts without blanks, such as Chinese, a word of the text is
//! two characters that stand side by side: every such pair counts, and a character that stands alone counts
//! for itself. A window around a word counts in words; two characters of such a script count as one.

use std::ops::Range;

use crate::search::words::Token;

/// A word as it is counted: the first and the last of its tokens, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The first token.
    pub first: usize,
    /// The last token; the first one, but for pairs of characters.
    pub last: usize,
}

/// Returns the words of a row of tokens, in order.
pub fn units(tokens: &[Token]) -> impl Iterator<Item = Unit> + '_ {
    let goes_on = |at: usize| tokens.get(at + 1).is_some_and(|next| next.joined);
    tokens.iter().enumerate().filter_map(move |(at, token)| match (token.word.dense, goes_on(at)) {
        (true, true) => Some(Unit { first: at, last: at + 1 }),
        // The last character of a run stands in the pair before.
        (true, false) if token.joined => None,
        _ => Some(Unit { first: at, last: at }),
    })
}

/// How far the tokens of a passage stand from each other, in words.
pub struct Distances {
    /// For each token, and for the end, the half words before it.
    before: Vec<usize>,
}

impl Distances {
    /// Measures a row of tokens.
    #[must_use]
    pub fn new(tokens: &[Token]) -> Self {
        let mut before = Vec::with_capacity(tokens.len() + 1);
        let mut upto = 0;
        before.push(upto);
        for token in tokens {
            upto += if token.word.dense { 1 } else { 2 };
            before.push(upto);
        }
        Self { before }
    }

    /// Returns the tokens within `window` words of the tokens `first..=last`, which are between them: the first
    /// token of the window, and the one after its last.
    #[must_use]
    pub fn window(&self, first: usize, last: usize, window: usize) -> Range<usize> {
        let room = window.saturating_mul(2);
        let (from, upto) = (self.before[first], self.before[last + 1]);
        let start = self.before[..first].partition_point(|before| from - before > room);
        let end = last + self.before[last + 1..].partition_point(|before| before - upto <= room);
        start..end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::language::Language;
    use crate::search::words::Analyser;

    fn words(text: &str) -> Vec<String> {
        let tokens = Analyser::new().tokens(text, Language::Other);
        units(&tokens).map(|unit| text[tokens[unit.first].start..tokens[unit.last].end].to_owned()).collect()
    }

    #[test]
    fn characters_without_blanks_count_in_pairs() {
        assert_eq!(words("the lab, 实验室 works"), ["the", "lab", "实验", "验室", "works"]);
        assert_eq!(words("好。实验"), ["好", "实验"]);
        assert_eq!(words("在2019年"), ["在", "2019", "年"]);
    }

    #[test]
    fn a_window_counts_words_and_two_characters_as_one() {
        let tokens = Analyser::new().tokens("a b c d e f g", Language::Other);
        assert_eq!(Distances::new(&tokens).window(3, 3, 2), 1..6);
        assert_eq!(Distances::new(&tokens).window(0, 1, 9), 0..7);
        assert_eq!(Distances::new(&tokens).window(3, 3, 0), 3..4);
        let tokens = Analyser::new().tokens("一二三四五六七", Language::Zh);
        assert_eq!(Distances::new(&tokens).window(3, 3, 1), 1..6);
        let tokens = Analyser::new().tokens("a 一二三 b", Language::Zh);
        assert_eq!(Distances::new(&tokens).window(2, 2, 1), 1..4, "a whole word is too far behind one character");
        assert_eq!(Distances::new(&tokens).window(2, 2, usize::MAX), 0..5);
    }
}
