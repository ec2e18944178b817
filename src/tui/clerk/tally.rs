//! How often each code is used, kept source by source so that one coding costs one source's count.

use std::collections::BTreeMap;

use crate::base::ids::CodeId;
use crate::study::{Anchoring, Placed};

use super::desk::code_of;

/// Counts codings that have lost their words.
fn lost(placed: &[Placed<'_>]) -> usize {
    placed.iter().filter(|placed| placed.anchoring == Anchoring::Unanchored).count()
}

/// Counts codings by code; names are taken once a code, not once a coding.
fn counted(placed: &[Placed<'_>]) -> BTreeMap<CodeId, usize> {
    let mut counts: BTreeMap<&CodeId, usize> = BTreeMap::new();
    for placed in placed {
        *counts.entry(code_of(placed)).or_default() += 1;
    }
    counts.into_iter().map(|(code, count)| (code.clone(), count)).collect()
}

/// Counts of codings by code.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    by_source: BTreeMap<usize, BTreeMap<CodeId, usize>>,
    total: BTreeMap<CodeId, usize>,
    /// How many codings of each source have lost their words.
    lost: BTreeMap<usize, usize>,
}

impl Tally {
    /// Counts codings in their places, which come by source.
    #[must_use]
    pub(super) fn new(placed: &[Placed<'_>]) -> Self {
        let mut tally = Self::default();
        for of_one in placed.chunk_by(|one, other| one.source == other.source) {
            let counts = counted(of_one);
            for (code, count) in &counts {
                *tally.total.entry(code.clone()).or_default() += count;
            }
            if let Some(at) = of_one[0].source {
                tally.lost.insert(at, lost(of_one));
                tally.by_source.insert(at, counts);
            }
        }
        tally
    }

    /// Returns all counts.
    #[must_use]
    pub(super) fn total(&self) -> &BTreeMap<CodeId, usize> {
        &self.total
    }

    /// Returns the counts of each source, by its position in the study.
    pub(super) fn by_source(&self) -> &BTreeMap<usize, BTreeMap<CodeId, usize>> {
        &self.by_source
    }

    /// Returns how many codings have lost their words.
    #[must_use]
    pub(super) fn lost(&self) -> usize {
        self.lost.values().sum()
    }

    /// Counts one source anew and returns the codes whose number changed, with the new number.
    pub(super) fn recount(&mut self, source: usize, placed: &[Placed<'_>]) -> Vec<(CodeId, usize)> {
        self.lost.insert(source, lost(placed));
        let now = counted(placed);
        let before = self.by_source.insert(source, now.clone()).unwrap_or_default();
        let mut codes: Vec<&CodeId> = before.keys().chain(now.keys()).collect();
        codes.sort();
        codes.dedup();
        let mut changed = Vec::new();
        for code in codes {
            let (old, new) = (before.get(code).copied().unwrap_or(0), now.get(code).copied().unwrap_or(0));
            if old != new {
                let total = self.total.entry(code.clone()).or_default();
                *total = (*total + new).saturating_sub(old);
                changed.push((code.clone(), *total));
            }
        }
        changed
    }
}
