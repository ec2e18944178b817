//! Finds where the words of a row stand in a source.

use regex::RegexBuilder;

use crate::base::text::{Span, Text};

/// Why the words were not found at one place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotFound {
    /// They do not stand in the text.
    #[error("these words do not stand in the source")]
    Nowhere,
    /// They stand at more than one place, and nothing says which is meant.
    #[error("these words stand {0} times in the source; give start and end")]
    Often(usize),
}

/// Returns the one place where a quote stands word for word, or with other blanks between its words.
///
/// Programs that export codings often put a blank for each line end; the words are the same.
///
/// # Errors
/// When there is no such place, or more than one.
pub fn locate(text: &Text, quote: &str) -> Result<Span, NotFound> {
    let mut exact = memchr::memmem::find_iter(text.as_str().as_bytes(), quote.as_bytes());
    if let Some(first) = exact.next() {
        return match exact.count() {
            0 => Ok(text.span_of(first..first + quote.len())),
            more => Err(NotFound::Often(more + 1)),
        };
    }
    let words: Vec<String> = quote.split_whitespace().map(regex::escape).collect();
    if words.len() < 2 {
        return Err(NotFound::Nowhere);
    }
    // A quote is bounded by its file; a pattern too large to build is one that no text holds.
    let pattern = RegexBuilder::new(&words.join(r"\s+")).size_limit(8 << 20).build();
    let Ok(pattern) = pattern else { return Err(NotFound::Nowhere) };
    let mut loose = pattern.find_iter(text.as_str());
    match (loose.next(), loose.count()) {
        (None, _) => Err(NotFound::Nowhere),
        (Some(found), 0) => Ok(text.span_of(found.range())),
        (Some(_), more) => Err(NotFound::Often(more + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_at_the_one_place_where_they_stand() {
        let text = Text::from("中 Now the lab\nanswers  within a week. Now it stopped. (a.b)");
        let found = |quote: &str| locate(&text, quote).map(|span| text.slice(span).to_owned());
        assert_eq!(found("within a week"), Ok("within a week".to_owned()));
        assert_eq!(found("the lab answers within"), Ok("the lab\nanswers  within".to_owned()));
        assert_eq!(found("Now"), Err(NotFound::Often(2)));
        assert_eq!(found("the lab answered"), Err(NotFound::Nowhere));
        assert_eq!(found("stopped. (a.b)"), Ok("stopped. (a.b)".to_owned()));
        assert_eq!(found("stopped. (acb)"), Err(NotFound::Nowhere));
        assert_eq!(locate(&text, "中").unwrap(), Span::new(0, 1));
    }
}
