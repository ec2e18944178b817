//! One journal entry as typed data. The variants of [`Act`] are the operations of the journal format;
//! each says how it is undone.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::base::ids::{Case, CodeId, Coder, EntryId, SourceId, Voice};
use crate::base::text::{Span, Text, TextHash};

/// An entry: who did what, when, as part of which action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id; ids sort cause before effect.
    pub id: EntryId,
    /// When it was made, RFC 3339 with milliseconds in UTC.
    pub at: String,
    /// Who made it.
    pub by: Coder,
    /// The first entry of the same user action.
    pub step: EntryId,
    /// The step that this one takes back.
    pub undoes: Option<EntryId>,
    /// The undo step that this one takes back.
    pub redoes: Option<EntryId>,
    /// What was done.
    pub act: Act,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// A passage was coded. Undone by `Remove`.
    Code(Box<Coded>),
    /// Fields of a coding, memo or cell were changed. Undone by a `Change` back to what they were.
    Change(EntryId, Box<Changes>),
    /// An entry was taken back. Undone by `Restore`.
    Remove(EntryId),
    /// A removed entry was put back. Undone by `Remove`.
    Restore(EntryId),
    /// The words of a coding were found again in a changed text.
    Anchor(EntryId, Place),
    /// A judgement of the whole source on a theme. Undone by `Remove`.
    Cell {
        /// The source.
        source: SourceId,
        /// The theme's code.
        code: CodeId,
        /// The stance towards the theme's claim.
        stance: Stance,
        /// The summary of what the source says on it.
        summary: String,
    },
    /// The coder has read a text to its end for these codes. Undone by `Reopen`.
    Done(Done),
    /// Takes `Done` back for these codes. Undone by `Done`.
    Reopen(Done),
    /// A memo. Undone by `Remove`.
    Memo(About, String),
    /// Codings replaced by one that was agreed on, or by none. Undone by `Remove`.
    Reconcile(Vec<EntryId>, Outcome),
    /// A person's verdict beside the computed one. Undone by `Remove`.
    Verdict(Verdict),
    /// A passage that was suggested for a code, and is not to be suggested again. Undone by `Remove`.
    Refuse(Box<Refused>),
}

impl Act {
    /// Returns the place that it gives a coding, if it gives one.
    #[must_use]
    pub fn into_place(self) -> Option<Place> {
        match self {
            Self::Code(coded) | Self::Reconcile(_, Outcome::Agreed(coded)) => Some(coded.place),
            Self::Change(_, changes) => changes.place,
            Self::Anchor(_, place) => Some(place),
            Self::Refuse(refused) => Some(refused.place),
            _ => None,
        }
    }
}

/// A coding as it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coded {
    /// The source.
    pub source: SourceId,
    /// Where it stands, and its words.
    pub place: Place,
    /// The code.
    pub code: CodeId,
    /// Hash of the code's claim when it was made.
    pub claim: Option<String>,
    /// Hash of the code's definition, include and exclude when it was made.
    pub rules: Option<String>,
    /// The stance towards the claim.
    pub stance: Stance,
    /// The weight, where it is not 1.
    pub weight: Option<Decimal>,
    /// A memo on it.
    pub memo: Option<String>,
    /// Who really says it.
    pub voice: Option<Voice>,
    /// Which case it speaks of.
    pub case: Option<Case>,
    /// The query that made it.
    pub auto: Option<String>,
    /// Who imported it.
    pub via: Option<String>,
}

/// A suggestion that its coder refused: these words are not to be suggested for this code again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The source.
    pub source: SourceId,
    /// Where the words stand, and what they are: they are found again in a changed text as those of codings are.
    pub place: Place,
    /// The code that was suggested.
    pub code: CodeId,
}

/// Where a coding stands in one state of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The text's hash.
    pub text: TextHash,
    /// The coded words, in code points.
    pub span: Span,
    /// The words themselves and those around them.
    pub quoted: Quoted,
}

/// The words of a coding and those around them, by which they are found again.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Quoted {
    /// All words up to 400 code points, else the first 200.
    pub quote: Box<str>,
    /// The last 200 code points, where the words are longer than 400.
    pub tail: Option<Box<str>>,
    /// At most 32 code points before the words.
    pub before: Box<str>,
    /// At most 32 code points after the words.
    pub after: Box<str>,
}

impl Place {
    /// Words longer than this are kept by their beginning and end.
    pub const WHOLE: usize = 400;
    /// How much of each end of longer words is kept.
    pub const HALF: usize = 200;
    /// How much of the words around is kept.
    pub const AROUND: usize = 32;

    /// Takes a place from a text. Ends past the text are cut.
    #[must_use]
    pub fn of(text: &Text, hash: TextHash, span: Span) -> Self {
        let span = Span { start: span.start.min(text.len()), end: span.end.min(text.len()) };
        let (quote, tail) = if span.len() <= Self::WHOLE {
            (text.slice(span), None)
        } else {
            (text.after(span.start, Self::HALF), Some(text.before(span.end, Self::HALF).into()))
        };
        let quoted = Quoted {
            quote: quote.into(),
            tail,
            before: text.before(span.start, Self::AROUND).into(),
            after: text.after(span.end, Self::AROUND).into(),
        };
        Self { text: hash, span, quoted }
    }
}

/// Fields that a `change` sets. For those that may be absent, the inner `None` takes the value away.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Changes {
    /// Another place: text, start, end, quote, tail, before and after are one field.
    pub place: Option<Place>,
    /// Another code.
    pub code: Option<CodeId>,
    /// Another stance.
    pub stance: Option<Stance>,
    /// Another weight.
    pub weight: Option<Option<Decimal>>,
    /// Another memo.
    pub memo: Option<Option<String>>,
    /// Another voice.
    pub voice: Option<Option<Voice>>,
    /// Another case.
    pub case: Option<Option<Case>>,
    /// Another hash of the claim.
    pub claim: Option<Option<String>>,
    /// Another hash of the rules.
    pub rules: Option<Option<String>>,
    /// Another summary of a cell.
    pub summary: Option<String>,
}

/// What `done` and `reopen` say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The source.
    pub source: SourceId,
    /// The hash of the text that was read.
    pub text: Option<TextHash>,
    /// The codes, written out.
    pub codes: Vec<CodeId>,
    /// Whether these are all codes that existed, rather than codes that were named.
    pub all: bool,
}

/// What a memo is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum About {
    /// The study.
    Study,
    /// A source.
    Source(SourceId),
    /// A code.
    Code(CodeId),
    /// A coding.
    Coding(EntryId),
    /// A finding.
    Finding(String),
}

impl About {
    /// Reads `study`, `source:PATH`, `code:ID`, `coding:ID` or `finding:ID`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text == "study" {
            return Some(Self::Study);
        }
        let (what, id) = text.split_once(':')?;
        if id.is_empty() {
            return None;
        }
        match what {
            "source" => Some(Self::Source(id.into())),
            "code" => Some(Self::Code(id.into())),
            "coding" => EntryId::parse(id).map(Self::Coding),
            "finding" => Some(Self::Finding(id.to_owned())),
            _ => None,
        }
    }
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Study => f.write_str("study"),
            Self::Source(id) => write!(f, "source:{id}"),
            Self::Code(id) => write!(f, "code:{id}"),
            Self::Coding(id) => write!(f, "coding:{id}"),
            Self::Finding(id) => write!(f, "finding:{id}"),
        }
    }
}

/// What a reconciliation came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// This coding stands in the place of the others.
    Agreed(Box<Coded>),
    /// No coding stands.
    None,
}

/// A person's verdict on a theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The theme's code.
    pub theme: CodeId,
    /// The name of the verdict, as the program writes it.
    pub verdict: String,
    /// The direction, where it has one.
    pub direction: Option<Direction>,
    /// Why.
    pub reason: String,
}

/// Which way a theme points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Direction {
    /// The claim holds.
    Plus,
    /// The claim does not hold.
    Minus,
    /// Neither.
    #[default]
    Zero,
}

impl Direction {
    /// Returns `+`, `-` or `0`.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Zero => "0",
        }
    }

    /// Reads `+`, `-` or `0`.
    #[must_use]
    pub fn parse(sign: &str) -> Option<Self> {
        [Self::Plus, Self::Minus, Self::Zero].into_iter().find(|direction| direction.sign() == sign)
    }
}

/// How a passage stands towards the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Stance {
    /// Speaks for it.
    Supports,
    /// Says: yes, but.
    Qualifies,
    /// Speaks against it.
    Contradicts,
    /// Takes no position.
    #[default]
    Neutral,
}

impl Stance {
    /// All stances, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Supports, Self::Qualifies, Self::Contradicts, Self::Neutral];

    /// Returns the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::Qualifies => "qualifies",
            Self::Contradicts => "contradicts",
            Self::Neutral => "neutral",
        }
    }

    /// Returns the sign for it: `+`, `~`, `-` or `0`.
    #[must_use]
    pub fn sign(self) -> char {
        match self {
            Self::Supports => '+',
            Self::Qualifies => '~',
            Self::Contradicts => '-',
            Self::Neutral => '0',
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stance| stance.word() == word)
    }

    /// Returns the stance towards the opposite claim.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Supports => Self::Contradicts,
            Self::Contradicts => Self::Supports,
            Self::Qualifies | Self::Neutral => self,
        }
    }
}

impl fmt::Display for Stance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// A weight in (0, 1]: a decimal taken exactly, as billionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Decimal(u32);

/// Why a text is no weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a weight is a decimal above 0 and up to 1 with at most 9 digits behind the point, such as 0.25")]
pub struct WrongDecimal;

impl Decimal {
    /// The weight of a coding that names none.
    pub const ONE: Self = Self(1_000_000_000);

    /// Reads a decimal such as `0.25`.
    ///
    /// # Errors
    /// When it is no decimal in (0, 1] with at most 9 digits behind the point.
    pub fn parse(text: &str) -> Result<Self, WrongDecimal> {
        let (whole, rest) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let rest = rest.trim_end_matches('0');
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() + rest.len() == 0 || rest.len() > 9 || !digits(whole) || !digits(rest) || whole.len() > 9 {
            return Err(WrongDecimal);
        }
        let number = |text: &str| if text.is_empty() { Ok(0) } else { text.parse::<u64>() };
        let whole = number(whole).map_err(|_| WrongDecimal)?;
        let rest = number(&format!("{rest:0<9}")).map_err(|_| WrongDecimal)?;
        let billionths = whole * 1_000_000_000 + rest;
        match u32::try_from(billionths) {
            Ok(billionths @ 1..=1_000_000_000) => Ok(Self(billionths)),
            _ => Err(WrongDecimal),
        }
    }

    /// Returns the weight in billionths.
    #[must_use]
    pub fn billionths(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 1_000_000_000, self.0 % 1_000_000_000);
        let rest = format!("{rest:09}");
        match rest.trim_end_matches('0') {
            "" => write!(f, "{whole}"),
            rest => write!(f, "{whole}.{rest}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_is_taken_exactly() {
        for (text, billionths) in [
            ("1", 1_000_000_000),
            ("0.2", 200_000_000),
            (".5", 500_000_000),
            ("1.000", 1_000_000_000),
            ("0.000000001", 1),
        ] {
            assert_eq!(Decimal::parse(text).unwrap().billionths(), billionths, "{text}");
        }
        for text in ["0", "1.1", "-0.5", "x", "", ".", "1e-3", "0.0000000001", "99999999999"] {
            assert!(Decimal::parse(text).is_err(), "{text}");
        }
        assert_eq!(Decimal::parse("0.250").unwrap().to_string(), "0.25");
    }

    #[test]
    fn long_words_are_kept_by_their_ends() {
        let plain: String = ('a'..='z').cycle().take(1_000).collect();
        let text = Text::from(plain.as_str());
        let place = Place::of(&text, text.hash(), Span::new(100, 600));
        assert_eq!((place.quoted.quote.len(), place.quoted.tail.as_ref().unwrap().len()), (200, 200));
        assert_eq!(&*place.quoted.before, &plain[68..100]);
        let place = Place::of(&text, text.hash(), Span::new(990, 2_000));
        assert_eq!((place.span.end, place.quoted.tail, &*place.quoted.after), (1_000, None, ""));
    }
}
