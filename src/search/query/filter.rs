//! Filters: what is asked of a passage's source and codings.

use std::fmt;

use crate::base::nearest::did_you_mean;
use crate::coding::Stance;

/// The keys of filters that every study has, as they are typed before the colon.
pub const KEYS: [&str; 14] = [
    "theme", "code", "stance", "coder", "kind", "leg", "case", "source", "speaker", "language", "voice", "date", "is",
    "has",
];

/// What is asked of a passage, its source or its codings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Has a coding of this code; with `subs` of its sub-codes too.
    Code {
        /// The code's id, name or alias, as typed.
        code: String,
        /// Whether codings of sub-codes count.
        subs: bool,
    },
    /// Has a coding with this stance.
    Stance(Stance),
    /// Has a coding by this coder.
    Coder(String),
    /// Its source is of this kind.
    Kind(String),
    /// Its source's kind stands on this leg.
    Leg(String),
    /// Speaks of this case, by its source or by a coding.
    Case(String),
    /// Lies in this source: an id, a file name, a stem, or a part that only one id has.
    Source(String),
    /// Is said by this speaker.
    Speaker(String),
    /// Is in this language, by BCP 47 tag.
    Language(String),
    /// Is this voice's, by its source or by a coding.
    Voice(String),
    /// Its source's date lies in these days.
    Date(Dates),
    /// Its source has this value of a declared attribute.
    Attribute {
        /// The attribute's name as the study declares it.
        name: String,
        /// The value, as typed.
        value: String,
    },
    /// Has a coding.
    Coded,
    /// Has no coding.
    Uncoded,
    /// Lies where a coding stood that finds its words no more.
    Unanchored,
    /// Has a coding that a query made.
    Auto,
    /// Has a coding with a memo.
    Memo,
}

/// Days from and to, both included; an open end has no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// The first year, month or day.
    pub from: Option<PartialDate>,
    /// The last year, month or day.
    pub to: Option<PartialDate>,
}

/// A year, a month or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartialDate {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl PartialDate {
    /// Reads `2019`, `2019-09` or `2019-09-14`; a time of day after it is not looked at.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.split(['T', ' ']).next().unwrap_or_default();
        let mut parts = text.split('-');
        let number = |part: &str, width: usize| {
            (part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse::<u16>().ok())?
        };
        let year = number(parts.next()?, 4)?;
        let two = |part: Option<&str>, most: u16| match part {
            None => Some(None),
            Some(part) => {
                let value = number(part, 2).filter(|value| (1..=most).contains(value))?;
                Some(u8::try_from(value).ok())
            }
        };
        let month = two(parts.next(), 12)?;
        let day = two(parts.next(), 31)?;
        parts.next().is_none().then_some(Self { year, month, day })
    }

    fn first_day(self) -> (u16, u8, u8) {
        (self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    fn last_day(self) -> (u16, u8, u8) {
        (self.year, self.month.unwrap_or(12), self.day.unwrap_or(31))
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl Dates {
    /// Reads `2019`, `2019-09..2019-12`, `2019..` or `..2019`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let Some((from, to)) = text.split_once("..") else {
            let one = PartialDate::parse(text)?;
            return Some(Self { from: Some(one), to: Some(one) });
        };
        let end = |text: &str| if text.is_empty() { Some(None) } else { PartialDate::parse(text).map(Some) };
        let dates = Self { from: end(from)?, to: end(to)? };
        (dates.from.is_some() || dates.to.is_some()).then_some(dates)
    }

    /// Tells whether a date, which may be a whole month or year, has a day in common with these days.
    #[must_use]
    pub fn meets(self, date: PartialDate) -> bool {
        self.from.is_none_or(|from| from.first_day() <= date.last_day())
            && self.to.is_none_or(|to| date.first_day() <= to.last_day())
    }
}

impl fmt::Display for Dates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => write!(f, "{from}"),
            (from, to) => {
                from.map_or(Ok(()), |from| write!(f, "{from}"))?;
                f.write_str("..")?;
                to.map_or(Ok(()), |to| write!(f, "{to}"))
            }
        }
    }
}

/// A filter that could not be read: why, and what to type.
pub(super) struct Unread {
    pub(super) message: String,
    pub(super) hint: Option<String>,
}

impl Filter {
    /// Tells whether it asks about a coding: such filters side by side speak of one and the same coding.
    #[must_use]
    pub fn is_of_coding(&self) -> bool {
        matches!(self, Self::Code { .. } | Self::Stance(_) | Self::Coder(_) | Self::Auto | Self::Memo)
    }

    /// Returns the key, as it is typed; the two words for a code are one.
    #[must_use]
    pub fn key(&self) -> &str {
        self.parts().0
    }

    /// Reads a filter from its key in small letters and its value; `attribute` is the declared name
    /// where the key is none of [`KEYS`].
    pub(super) fn read(key: &str, value: &str, attribute: Option<&str>) -> Result<Self, Unread> {
        if let Some(name) = attribute {
            return named(key, value).map(|value| Self::Attribute { name: name.to_owned(), value });
        }
        match key {
            "theme" | "code" => match value.strip_prefix('=') {
                Some(only) => named(key, only).map(|code| Self::Code { code, subs: false }),
                None => named(key, value).map(|code| Self::Code { code, subs: true }),
            },
            "stance" => word_of(key, value, Stance::ALL.map(|stance| (stance.word(), Self::Stance(stance)))),
            "coder" => named(key, value).map(Self::Coder),
            "kind" => named(key, value).map(Self::Kind),
            "leg" => named(key, value).map(Self::Leg),
            "case" => named(key, value).map(Self::Case),
            "source" => named(key, value).map(Self::Source),
            "speaker" => named(key, value).map(Self::Speaker),
            "language" => named(key, value).map(Self::Language),
            "voice" => named(key, value).map(Self::Voice),
            "date" => Dates::parse(value).map(Self::Date).ok_or_else(|| Unread {
                message: format!("'{value}' is no date"),
                hint: Some("type date:2019, date:2019-09 or date:2019-09..2019-12".to_owned()),
            }),
            "is" => word_of(
                key,
                value,
                [
                    ("coded", Self::Coded),
                    ("uncoded", Self::Uncoded),
                    ("unanchored", Self::Unanchored),
                    ("auto", Self::Auto),
                ],
            ),
            _ => word_of(key, value, [("memo", Self::Memo)]),
        }
    }

    /// Returns the key, what stands before the value, and the value, as they are typed.
    pub(super) fn parts(&self) -> (&str, &str, String) {
        match self {
            Self::Code { code, subs: true } => ("theme", "", code.clone()),
            Self::Code { code, subs: false } => ("theme", "=", code.clone()),
            Self::Stance(stance) => ("stance", "", stance.word().to_owned()),
            Self::Coder(coder) => ("coder", "", coder.clone()),
            Self::Kind(kind) => ("kind", "", kind.clone()),
            Self::Leg(leg) => ("leg", "", leg.clone()),
            Self::Case(case) => ("case", "", case.clone()),
            Self::Source(source) => ("source", "", source.clone()),
            Self::Speaker(speaker) => ("speaker", "", speaker.clone()),
            Self::Language(language) => ("language", "", language.clone()),
            Self::Voice(voice) => ("voice", "", voice.clone()),
            Self::Date(dates) => ("date", "", dates.to_string()),
            Self::Attribute { name, value } => (name, "", value.clone()),
            Self::Coded => ("is", "", "coded".to_owned()),
            Self::Uncoded => ("is", "", "uncoded".to_owned()),
            Self::Unanchored => ("is", "", "unanchored".to_owned()),
            Self::Auto => ("is", "", "auto".to_owned()),
            Self::Memo => ("has", "", "memo".to_owned()),
        }
    }
}

fn named(key: &str, value: &str) -> Result<String, Unread> {
    if value.trim().is_empty() {
        return Err(Unread {
            message: format!("nothing stands after '{key}:'"),
            hint: Some(format!("type {key}:NAME, or {key}:\"A NAME\" with blanks in it")),
        });
    }
    Ok(value.to_owned())
}

fn word_of<const N: usize>(key: &str, value: &str, words: [(&str, Filter); N]) -> Result<Filter, Unread> {
    let names = words.each_ref().map(|(word, _)| *word);
    let wanted = value.to_lowercase();
    // The beginning of a word is enough where no other word begins so.
    let mut begins = words.into_iter().filter(|(word, _)| !wanted.is_empty() && word.starts_with(&wanted));
    match (begins.next(), begins.next()) {
        (Some((_, filter)), None) => Ok(filter),
        _ => Err(Unread {
            message: format!("'{key}:' knows no '{value}'"),
            hint: did_you_mean(value, names)
                .or_else(|| Some(format!("type {key}:{}", names.join(&format!(", {key}:"))))),
        }),
    }
}
