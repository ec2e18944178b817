//! One code as it stands in a codebook file.

use unicode_normalization::{UnicodeNormalization as _, is_nfc};

use crate::base::ids::CodeId;
use crate::base::text::short_hash;

/// A code of the codebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Its immutable id.
    pub id: CodeId,
    /// Its name; the id where none is given.
    pub name: String,
    /// The code above it, resolved: aliases are followed, unknown parents and cycles taken out.
    pub parent: Option<CodeId>,
    /// A sentence that can be true or false; makes the code a theme.
    pub claim: Option<String>,
    /// What the code means.
    pub definition: Option<String>,
    /// When to use it.
    pub include: Option<String>,
    /// When not to use it.
    pub exclude: Option<String>,
    /// A typical passage.
    pub example: Option<String>,
    /// A passage that looks alike and does not belong.
    pub near_miss: Option<String>,
    /// The evaluation question it serves.
    pub question: Option<String>,
    /// Its colour in the workbench, by name.
    pub color: Option<String>,
    /// The quick key, typed after the leader.
    pub key: Option<char>,
    /// Ids under which the code was known before.
    pub aliases: Vec<CodeId>,
    /// Whether a code with a claim of its own also counts for the claim above it, and how.
    pub for_parent: Option<ForParent>,
    /// Taken out of use: shown and counted, but no longer offered.
    pub retired: bool,
    /// The codebook file, as a path in the study.
    pub file: String,
    /// The line in that file, from 1.
    pub line: usize,
}

/// How a sub-code with a claim of its own counts for the claim above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForParent {
    /// Support of its claim supports the claim above.
    Same,
    /// Support of its claim contradicts the claim above.
    Against,
}

impl Code {
    /// Returns whose draft it is, as the name of its file says: `CODER` of `drafts-CODER.toml`.
    #[must_use]
    pub fn drafted_by(&self) -> Option<&str> {
        let name = self.file.rsplit('/').next()?.strip_prefix("drafts-")?;
        Some(name.strip_suffix(".toml").unwrap_or(name))
    }

    /// Returns 8 hex digits of the hash of the claim, or nothing where there is none.
    #[must_use]
    pub fn claim_hash(&self) -> Option<String> {
        self.claim.as_deref().map(|claim| short_hash(&[claim]))
    }

    /// Returns 8 hex digits of the hash of definition, include and exclude, or nothing where the code
    /// has none of them.
    #[must_use]
    pub fn rules_hash(&self) -> Option<String> {
        let parts = [&self.definition, &self.include, &self.exclude];
        let texts = parts.map(|part| part.as_deref().unwrap_or_default());
        parts.iter().any(|part| part.is_some()).then(|| short_hash(&texts))
    }
}

/// Why a text is no code id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidId {
    /// There is nothing.
    #[error("a code's id cannot be empty")]
    Empty,
    /// A character that an id cannot hold.
    #[error("a code's id is made of letters and digits joined by '-', and '{0}' holds something else")]
    Character(String),
    /// Canonically equal to another spelling, which is the one to use.
    #[error("the id '{0}' is not in its composed form (NFC)")]
    NotComposed(String),
}

/// Checks that a text is a code id: letters and digits of any script in NFC, joined by `-`.
///
/// # Errors
/// Says what is wrong with it.
pub fn check_id(id: &str) -> Result<(), InvalidId> {
    if id.is_empty() {
        return Err(InvalidId::Empty);
    }
    let whole = |part: &str| !part.is_empty() && part.chars().all(is_id_character);
    if !id.split('-').all(whole) {
        return Err(InvalidId::Character(id.to_owned()));
    }
    if !is_nfc(id) {
        return Err(InvalidId::NotComposed(id.to_owned()));
    }
    Ok(())
}

fn is_id_character(ch: char) -> bool {
    // Marks that belong to letters of a script (Devanagari vowels, Arabic harakat) are part of words.
    ch.is_alphanumeric() || unicode_normalization::char::is_combining_mark(ch)
}

/// Makes an id of a name: small letters, everything that is no letter or digit becomes `-`.
///
/// Returns nothing where the name holds no letter or digit.
#[must_use]
pub fn id_from_name(name: &str) -> Option<CodeId> {
    let lower = name.to_lowercase();
    let words: Vec<String> = lower
        .nfc()
        .collect::<String>()
        .split(|ch: char| !is_id_character(ch))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let id = words.join("-");
    let short: String = id.chars().take(60).collect();
    let short = short.trim_end_matches('-').nfc().collect::<String>();
    (!short.is_empty()).then(|| CodeId::from(short))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_words_of_any_script() {
        for id in ["capacity", "donor-steering", "能力", "кадры-2", "قدرات", "क्षमता", "1"] {
            assert_eq!(check_id(id), Ok(()), "{id}");
        }
        for id in ["", "-a", "a-", "a--b", "a b", "a_b", "a/b", "a\u{200b}b"] {
            assert!(check_id(id).is_err(), "{id}");
        }
        assert!(matches!(check_id("cafe\u{301}"), Err(InvalidId::NotComposed(_))));
    }

    #[test]
    fn a_name_becomes_an_id() {
        assert_eq!(id_from_name("Capacity of counterparts!").unwrap(), "capacity-of-counterparts");
        assert_eq!(id_from_name("  能力 建设 ").unwrap(), "能力-建设");
        assert_eq!(id_from_name("…"), None);
    }
}
