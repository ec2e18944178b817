//! A text that whoever is read lends, where it can.

use std::borrow::Cow;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

/// A text that is copied only where it cannot be borrowed from what is read, as for escapes in it.
///
/// A bare `Cow<str>` is always copied by serde unless it is itself the member of a struct: inside an `Option`,
/// or deserialised by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lent<'a>(#[serde(borrow)] pub Cow<'a, str>);

impl Deref for Lent<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'a> From<&'a str> for Lent<'a> {
    fn from(text: &'a str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_text_with_escapes_is_copied() {
        let read = |json| serde_json::from_str::<Option<Lent<'_>>>(json).unwrap().unwrap();
        assert_eq!(read(r#""l’été""#), Lent(Cow::Borrowed("l’été")));
        assert!(matches!(read(r#""plain""#).0, Cow::Borrowed(_)));
        assert!(matches!(read(r#""a\nb""#).0, Cow::Owned(text) if text == "a\nb"));
    }
}
