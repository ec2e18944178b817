//! Sources and codings of a small world, and what filters ask of them.

use std::fmt;

use super::text::Passage;
use crate::coding::Stance;

/// A source.
#[derive(Clone, Debug)]
pub(in super::super) struct Source {
    pub(in super::super) id: String,
    pub(in super::super) kind: &'static str,
    pub(in super::super) case: Option<&'static str>,
    pub(in super::super) region: Option<&'static str>,
    pub(in super::super) date: Option<&'static str>,
    pub(in super::super) issuer: Option<&'static str>,
    pub(in super::super) restricted: bool,
    pub(in super::super) passages: Vec<Passage>,
}

/// A coding.
#[derive(Clone, Debug)]
pub(in super::super) struct Coding {
    pub(in super::super) source: usize,
    pub(in super::super) start: usize,
    pub(in super::super) end: usize,
    pub(in super::super) code: &'static str,
    pub(in super::super) stance: Stance,
    pub(in super::super) coder: &'static str,
    pub(in super::super) memo: bool,
    pub(in super::super) auto: bool,
    pub(in super::super) case: Option<&'static str>,
    pub(in super::super) voice: Option<&'static str>,
    /// Whether its words are gone.
    pub(in super::super) lost: bool,
}

/// All that there is.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct World {
    pub(in super::super) sources: Vec<Source>,
    pub(in super::super) codings: Vec<Coding>,
}

/// Codes with their parents.
pub(in super::super) const CODES: [(&str, Option<&str>); 4] =
    [("effect", None), ("capacity", Some("effect")), ("skill", Some("capacity")), ("donor", None)];

/// Kinds with their legs.
pub(in super::super) const KINDS: [(&str, &str); 3] =
    [("interview", "said"), ("desk-review", "written"), ("observation", "seen")];

/// What a filter asks.
#[derive(Clone, Debug)]
pub(in super::super) enum Fact {
    /// A code, and whether its sub-codes count.
    Code(&'static str, bool),
    Stance(Stance),
    Coder(&'static str),
    Auto,
    Memo,
    Kind(&'static str),
    Leg(&'static str),
    Case(&'static str),
    Region(&'static str),
    Source(&'static str),
    Speaker(&'static str),
    Language(&'static str),
    Voice(&'static str),
    /// The first and the last day, month or year; empty where it is open.
    Date(&'static str, &'static str),
    Coded,
    Uncoded,
    Unanchored,
}

/// How codings of two codes lie to each other.
#[derive(Clone, Copy, Debug)]
pub(in super::super) enum Near {
    Within,
    Overlaps,
    Passages(usize),
}

impl Fact {
    pub(in super::super) fn is_of_coding(&self) -> bool {
        matches!(self, Self::Code(..) | Self::Stance(_) | Self::Coder(_) | Self::Auto | Self::Memo)
    }

    pub(in super::super) fn key(&self) -> &'static str {
        match self {
            Self::Code(..) => "theme",
            Self::Stance(_) => "stance",
            Self::Coder(_) => "coder",
            Self::Kind(_) => "kind",
            Self::Leg(_) => "leg",
            Self::Case(_) => "case",
            Self::Region(_) => "region",
            Self::Source(_) => "source",
            Self::Speaker(_) => "speaker",
            Self::Language(_) => "language",
            Self::Voice(_) => "voice",
            Self::Date(..) => "date",
            Self::Memo => "has",
            Self::Auto | Self::Coded | Self::Uncoded | Self::Unanchored => "is",
        }
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = match self {
            Self::Code(code, true) => (*code).to_owned(),
            Self::Code(code, false) => format!("={code}"),
            Self::Stance(stance) => stance.word().to_owned(),
            Self::Coder(name)
            | Self::Kind(name)
            | Self::Leg(name)
            | Self::Case(name)
            | Self::Region(name)
            | Self::Source(name)
            | Self::Speaker(name)
            | Self::Language(name)
            | Self::Voice(name) => format!("\"{name}\""),
            Self::Date(from, to) if from == to => (*from).to_owned(),
            Self::Date(from, to) => format!("{from}..{to}"),
            Self::Auto => "auto".to_owned(),
            Self::Memo => "memo".to_owned(),
            Self::Coded => "coded".to_owned(),
            Self::Uncoded => "uncoded".to_owned(),
            Self::Unanchored => "unanchored".to_owned(),
        };
        write!(f, "{}:{value}", self.key())
    }
}

impl fmt::Display for Near {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Within => f.write_str("WITHIN"),
            Self::Overlaps => f.write_str("OVERLAPS"),
            Self::Passages(most) => write!(f, "NEAR/{most}"),
        }
    }
}

impl Coding {
    pub(in super::super) fn meets(&self, fact: &Fact) -> bool {
        match fact {
            Fact::Code(code, subs) => self.code == *code || *subs && is_below(self.code, code),
            Fact::Stance(stance) => self.stance == *stance,
            Fact::Coder(coder) => self.coder == *coder,
            Fact::Auto => self.auto,
            Fact::Memo => self.memo,
            _ => false,
        }
    }
}

fn is_below(code: &str, above: &str) -> bool {
    let parent = CODES.iter().find(|(known, _)| *known == code).and_then(|(_, parent)| *parent);
    parent.is_some_and(|parent| parent == above || is_below(parent, above))
}

impl World {
    /// Codings whose words stand at least in part in a passage, or stood there.
    fn at(&self, source: usize, passage: usize) -> impl Iterator<Item = &Coding> {
        let Passage { start, end, .. } = self.sources[source].passages[passage];
        self.codings.iter().filter(move |coding| coding.source == source && coding.start < end && start < coding.end)
    }

    /// Codings whose words stand in a passage.
    pub(in super::super) fn touching(&self, source: usize, passage: usize) -> impl Iterator<Item = &Coding> {
        self.at(source, passage).filter(|coding| !coding.lost)
    }

    pub(in super::super) fn holds(&self, fact: &Fact, source: usize, passage: usize) -> bool {
        let about = &self.sources[source];
        let text = &about.passages[passage];
        let mut codings = self.touching(source, passage);
        let in_group =
            |case: &str, wanted: &str| case == wanted || wanted == "north" && ["varsk", "ostrel"].contains(&case);
        match fact {
            Fact::Kind(kind) => about.kind == *kind,
            Fact::Leg(leg) => KINDS.contains(&(about.kind, leg)),
            Fact::Case(wanted) => {
                about.case.is_some_and(|case| in_group(case, wanted))
                    || codings.any(|coding| coding.case.is_some_and(|case| in_group(case, wanted)))
            }
            Fact::Region(region) => about.region == Some(*region),
            Fact::Source(id) => about.id == *id,
            Fact::Speaker(speaker) => text.speaker == Some(*speaker),
            Fact::Language(language) => text.language == *language,
            Fact::Voice(voice) => about.issuer == Some(*voice) || codings.any(|coding| coding.voice == Some(*voice)),
            Fact::Date(from, to) => about.date.is_some_and(|date| meets(date, from, to)),
            Fact::Coded => codings.next().is_some(),
            Fact::Uncoded => codings.next().is_none(),
            Fact::Unanchored => self.at(source, passage).any(|coding| coding.lost),
            _ => codings.any(|coding| coding.meets(fact)),
        }
    }

    /// Tells whether a coding of the left code that touches a passage lies so to another one of the right code.
    pub(in super::super) fn related(
        &self,
        left: &Fact,
        near: Near,
        right: &Fact,
        source: usize,
        passage: usize,
    ) -> bool {
        let touched = |coding: &Coding| -> Vec<usize> {
            (0..self.sources[source].passages.len())
                .filter(|&passage| self.at(source, passage).any(|other| std::ptr::eq(other, coding)))
                .collect()
        };
        let lies = |a: &Coding, b: &Coding| match near {
            Near::Within => b.start <= a.start && a.end <= b.end,
            Near::Overlaps => (a.start..a.end).any(|point| (b.start..b.end).contains(&point)),
            Near::Passages(most) => {
                let (a, b) = (touched(a), touched(b));
                a.iter().any(|one| b.iter().any(|other| one.abs_diff(*other) <= most))
            }
        };
        self.touching(source, passage).filter(|coding| coding.meets(left)).any(|coding| {
            let others =
                self.codings.iter().filter(|other| other.source == source && !other.lost && other.meets(right));
            others.filter(|other| !std::ptr::eq(*other, coding)).any(|other| lies(coding, other))
        })
    }
}

/// Tells whether a day, month or year has a day in common with others, open where they are empty.
fn meets(date: &str, from: &str, to: &str) -> bool {
    let first = |date: &str| format!("{date}{}", &"0000-01-01"[date.len()..]);
    let last = |date: &str| format!("{date}{}", &"0000-12-31"[date.len()..]);
    (from.is_empty() || first(from) <= last(date)) && (to.is_empty() || first(date) <= last(to))
}
