//! Numbers of things in words: one thing, two things.

use std::fmt::Display;

/// Returns `1 source` or `5 sources`: the number, and the words that go with it.
pub fn plural<N: Copy + Display + PartialEq + From<u8>>(number: N, one: &str, many: &str) -> String {
    let words = if number == N::from(1) { one } else { many };
    format!("{number} {words}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular_and_none_is_plural() {
        let said = |number: usize| plural(number, "source is", "sources are");
        assert_eq!((said(0), said(1), said(2)), ("0 sources are".into(), "1 source is".into(), "2 sources are".into()));
        assert_eq!(plural(1_u32, "voice", "voices"), "1 voice");
    }
}
