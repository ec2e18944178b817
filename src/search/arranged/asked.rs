//! Which codings of a passage a query is about.

use crate::base::ids::CodeId;
use crate::coding::Stance;
use crate::search::codings::CodingOf;
use crate::search::query::{Filter, Query};
use crate::search::texts::plain;
use crate::search::together::Together;

/// What a query asks of a coding. What it asks of words, sources or passages says nothing of it, and what must not
/// be there is not there.
#[derive(Clone, Debug)]
pub(super) enum Asked {
    /// It has one of these codes.
    Codes(Vec<CodeId>),
    /// It takes this stance.
    Stance(Stance),
    /// This coder made it: the name folded.
    Coder(String),
    /// A query made it.
    Auto,
    /// It has a memo.
    Memo,
    /// At least one of these.
    Any(Vec<Self>),
    /// All of these.
    All(Vec<Self>),
}

impl Asked {
    /// Reads it from a query, in which every saved search stands in the place of its name; nothing where nothing is
    /// asked of codings. `codes` returns the codes that a filter means.
    pub(super) fn read(query: &Query, codes: &dyn Fn(&Filter) -> Vec<CodeId>) -> Option<Self> {
        match query {
            Query::Filter(filter) => Self::of_filter(filter, codes),
            Query::Codes(pair) => Self::of_filter(&pair.left, codes),
            Query::Either(parts) => {
                let any: Vec<Self> = parts.iter().filter_map(|part| Self::read(part, codes)).collect();
                (!any.is_empty()).then_some(Self::Any(any))
            }
            Query::Both(parts) => Self::of_all(parts, codes),
            Query::All | Query::Not(_) | Query::Words(_) | Query::Near(_) | Query::Saved(_) => None,
        }
    }

    /// Of filters that speak of one coding together, the coding that meets them all is meant; every other part speaks
    /// of codings of its own.
    fn of_all(parts: &[Query], codes: &dyn Fn(&Filter) -> Vec<CodeId>) -> Option<Self> {
        let Together { codings, rest, .. } = Together::new(parts);
        let of_coding = |filters: Vec<&Filter>| {
            Self::All(filters.into_iter().filter_map(|filter| Self::of_filter(filter, codes)).collect())
        };
        let together = codings.into_iter().map(of_coding);
        let any: Vec<Self> = together.chain(rest.into_iter().filter_map(|part| Self::read(part, codes))).collect();
        (!any.is_empty()).then_some(Self::Any(any))
    }

    fn of_filter(filter: &Filter, codes: &dyn Fn(&Filter) -> Vec<CodeId>) -> Option<Self> {
        match filter {
            Filter::Code { .. } => Some(Self::Codes(codes(filter))),
            Filter::Stance(stance) => Some(Self::Stance(*stance)),
            Filter::Coder(coder) => Some(Self::Coder(plain(coder))),
            Filter::Auto => Some(Self::Auto),
            Filter::Memo => Some(Self::Memo),
            _ => None,
        }
    }

    /// Tells whether it is about a coding.
    pub(super) fn is_about(&self, coding: &CodingOf) -> bool {
        match self {
            Self::Codes(codes) => codes.contains(&coding.code),
            Self::Stance(stance) => coding.stance == *stance,
            Self::Coder(coder) => plain(coding.coder.as_str()) == *coder,
            Self::Auto => coding.is_auto,
            Self::Memo => coding.has_memo,
            Self::Any(any) => any.iter().any(|asked| asked.is_about(coding)),
            Self::All(all) => all.iter().all(|asked| asked.is_about(coding)),
        }
    }
}
