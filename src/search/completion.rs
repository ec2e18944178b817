//! Completing a filter of whole screens: the words that the study has for what is begun at its end.

use super::sieve::{keys, values};
use super::texts::plain;
use crate::study::Study;

/// The most words that are offered: nobody walks through more.
const MOST: usize = 200;

/// What the word at the end of a filter can become.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Where that word begins, in bytes.
    pub from: usize,
    /// The whole words that it can become, in the order of the study: keys with their colon, or a key with a value.
    pub words: Vec<String>,
}

impl Choices {
    /// Returns a filter with one of the words at its end; nothing where there is no such word.
    #[must_use]
    pub fn taken(&self, text: &str, at: usize) -> Option<String> {
        Some(format!("{}{}", text.get(..self.from)?, self.words.get(at)?))
    }
}

/// Returns what the word at the end of a filter can become: a key, or after `key:` a value that the study has.
#[must_use]
pub fn choices(study: &Study, text: &str) -> Choices {
    let from = last_word(text);
    let word = &text[from..];
    let words: Vec<String> = match word.split_once(':') {
        None => {
            let fits = |key: &String| plain(key).starts_with(&plain(word));
            keys(study).into_iter().filter(fits).map(|key| format!("{key}:")).collect()
        }
        Some((key, begun)) => {
            let begun = plain(begun.trim_matches('"'));
            let fits = |value: &String| plain(value).starts_with(&begun);
            let values = values(study, &plain(key)).into_iter().filter(fits);
            values.map(|value| format!("{key}:{}", quoted(value))).collect()
        }
    };
    Choices { from, words: words.into_iter().take(MOST).collect() }
}

/// Puts a value into quotation marks where a query would end it before its end.
fn quoted(value: String) -> String {
    let ends = |ch: char| ch.is_whitespace() || matches!(ch, '(' | ')' | '=' | '“' | '”' | '„' | '«' | '「');
    if value.contains(ends) && !value.contains('"') { format!("\"{value}\"") } else { value }
}

/// Returns where the last word begins, in bytes: after a blank, a bracket or a minus that stand in no quotation marks.
fn last_word(text: &str) -> usize {
    let (mut from, mut is_quoted) = (0, false);
    for (at, ch) in text.char_indices() {
        match ch {
            '"' => is_quoted = !is_quoted,
            '(' | ')' if !is_quoted => from = at + 1,
            '-' if !is_quoted && from == at => from = at + 1,
            _ if ch.is_whitespace() && !is_quoted => from = at + ch.len_utf8(),
            _ => {}
        }
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_begins_after_what_ends_one() {
        for (text, word) in [
            ("", ""),
            ("kind:inter", "kind:inter"),
            ("kind:interview ca", "ca"),
            ("(case:a OR -coder:b", "coder:b"),
            ("-ki", "ki"),
            ("case:\"north ea", "case:\"north ea"),
            ("case:\"north east\" x-y", "x-y"),
            ("случай:Сев", "случай:Сев"),
        ] {
            assert_eq!(&text[last_word(text)..], word, "{text}");
        }
    }
}
