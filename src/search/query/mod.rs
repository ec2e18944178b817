//! The query language: from what was typed to a tree, and back.
//!
//! Reading never fails: what cannot be read is left out and said, with its place, the reason and what
//! to type. Printing a tree gives a query that reads back as the same tree. Nothing here looks at a
//! study or an index.
//!
//! From the loosest to the tightest: `OR`; words side by side or `AND`; `NOT` or `-`; `NEAR/5`,
//! `WITHIN`, `OVERLAPS`; brackets.

mod filter;
mod lexer;
mod parser;
mod print;
mod saved;

use crate::base::problem::Severity;
use crate::base::text::Span;

pub use filter::{Dates, Filter, KEYS, PartialDate};
pub use parser::{Parsed, parse, parse_typing};
pub use saved::expand;

/// What a passage must be to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Every passage: the empty query.
    All,
    /// All of these; never empty, never one, never a `Both` inside.
    Both(Vec<Self>),
    /// At least one of these; never empty, never one, never an `Either` inside.
    Either(Vec<Self>),
    /// Not this one; never a `Not` inside.
    Not(Box<Self>),
    /// Words of the text.
    Words(Words),
    /// Words that stand near each other, in any order.
    Near(Near),
    /// What is known of the passage, its source or its codings.
    Filter(Filter),
    /// Codings of one code beside codings of another one.
    Codes(Codes),
    /// A saved search, by its name.
    Saved(String),
}

/// Words of the text, and how they are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// As typed; holds at least one word.
    pub text: String,
    /// How they are meant.
    pub sense: Sense,
}

/// How words are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// Any form of the word; what is one word to the reader and several to the index (`follow-up`)
    /// stands side by side.
    Word,
    /// These very forms, side by side: `"…"`.
    Phrase,
    /// The last word begins so: `capa*`.
    Beginning,
    /// As a phrase, but the last word begins so: `"…"*`.
    PhraseBeginning,
    /// At most one letter is missing, too many, wrong or swapped with its neighbour: `capasity~`.
    Typo,
}

/// Words that stand near each other: each step with the one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// Alternatives for the first place; never empty.
    pub first: Vec<Words>,
    /// How many words further at most (neighbours are 1 apart), and the alternatives there.
    pub steps: Vec<(u32, Vec<Words>)>,
}

/// Two codes and how their codings must lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Codes {
    /// The code whose passages are found: a `Filter::Code`.
    pub left: Filter,
    /// How its codings lie.
    pub relation: Relation,
    /// The other code: a `Filter::Code`.
    pub right: Filter,
}

/// How the codings of one code lie to those of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// A coding of the left code lies wholly in one of the right code.
    Within,
    /// They share at least one code point.
    Overlaps,
    /// They lie in the same source at most so many passages apart.
    Near(u32),
}

/// Something in a query that is not as it was meant, perhaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Where, in code points of the query.
    pub span: Span,
    /// `Error`: it was left out. `Note`: it was read, but maybe not as it was meant.
    pub severity: Severity,
    /// One sentence without a final full stop.
    pub message: String,
    /// What to type.
    pub hint: Option<String>,
}

impl Trouble {
    fn error(span: Span, message: impl Into<String>) -> Self {
        Self { span, severity: Severity::Error, message: message.into(), hint: None }
    }

    fn note(span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(span, message) }
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Returns what is wrong and what to type as one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        match &self.hint {
            Some(hint) => format!("{}; {hint}", self.message),
            None => self.message.clone(),
        }
    }
}

impl Query {
    /// Makes a query for all of `parts`.
    #[must_use]
    pub fn both(parts: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Self::All => {}
                Self::Both(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => Self::All,
            1 => flat.swap_remove(0),
            _ => Self::Both(flat),
        }
    }

    /// Makes a query for at least one of `parts`; every passage where there is none.
    #[must_use]
    pub fn either(parts: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Self::Either(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => Self::All,
            1 => flat.swap_remove(0),
            _ => Self::Either(flat),
        }
    }

    /// Makes a query for what `part` does not find.
    #[must_use]
    pub fn negated(part: Self) -> Self {
        match part {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Tells whether the query looks at words of the text anywhere.
    #[must_use]
    pub fn has_words(&self) -> bool {
        match self {
            Self::Words(_) | Self::Near(_) => true,
            Self::Both(parts) | Self::Either(parts) => parts.iter().any(Self::has_words),
            Self::Not(inner) => inner.has_words(),
            Self::All | Self::Filter(_) | Self::Codes(_) | Self::Saved(_) => false,
        }
    }

    /// Calls `to` with every filter that a found passage may owe its being found to: those not under
    /// a `NOT`.
    pub fn each_filter(&self, to: &mut dyn FnMut(&Filter)) {
        match self {
            Self::Filter(filter) => to(filter),
            Self::Both(parts) | Self::Either(parts) => parts.iter().for_each(|part| part.each_filter(to)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
