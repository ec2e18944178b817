//! Traditional Chinese characters as simplified ones: a character for a character, so that every place in
//! the text stays where it is.
//!
//! The table is that of `OpenCC`, kept in the crate `hanconv`; its phrases are not used, since a search has to
//! find every part of a word. Where a traditional character stands for several simplified ones the first
//! is taken, on both sides. Characters that both ways of writing have stay as they are.

use std::sync::LazyLock;

/// The table as text, a character and its simplified ones on a line: alone of all that the crate holds it
/// becomes a part of the program.
const TABLE: &str = hanconv::RawDictionary::TSCharacters.text();

/// Where the CJK ideographs begin, among which all traditional ones are.
const FIRST: char = '\u{3400}';

/// Pairs in the order of the traditional ones.
static PAIRS: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let only = |word: &str| word.parse::<char>().ok();
    let pair = |line: &str| {
        let mut words = line.split_whitespace();
        Some((only(words.next()?)?, only(words.next()?)?))
    };
    let mut pairs: Vec<(char, char)> = TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(pair).collect();
    pairs.sort_unstable();
    pairs
});

/// Returns the simplified character of a traditional one, and any other as it is.
pub(super) fn simplified(ch: char) -> char {
    if ch < FIRST {
        return ch;
    }
    let next = |ch: char| PAIRS.binary_search_by_key(&ch, |(from, _)| *from).ok().map(|at| PAIRS[at].1);
    // A few lead over another traditional one.
    let once = next(ch).unwrap_or(ch);
    next(once).unwrap_or(once)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_is_simplified_once_and_for_all() {
        let text = "世界人權宣言，聯合國教育機會";
        assert_eq!(text.chars().map(simplified).collect::<String>(), "世界人权宣言，联合国教育机会");
        assert!(PAIRS.len() > 4_000);
        for &(from, _) in PAIRS.iter() {
            assert_eq!(simplified(simplified(from)), simplified(from), "{from}");
        }
    }
}
