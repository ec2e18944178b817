//! How often each code is used, kept source by source so that one coding costs one source's count.

use std::collections::BTreeMap;

use crate::base::ids::CodeId;
use crate::study::{Anchoring, Placed};

use super::desk::code_of;

fn lost(placed: &Placed<'_>) -> usize {
    usize::from(placed.anchoring == Anchoring::Unanchored)
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
    /// Counts codings in their places.
    #[must_use]
    pub(super) fn new(placed: &[Placed<'_>]) -> Self {
        let mut tally = Self::default();
        for placed in placed {
            let code = code_of(placed);
            if let Some(at) = placed.source {
                *tally.lost.entry(at).or_default() += lost(placed);
                *tally.by_source.entry(at).or_default().entry(code.clone()).or_default() += 1;
            }
            *tally.total.entry(code).or_default() += 1;
        }
        tally
    }

    /// Returns all counts.
    #[must_use]
    pub(super) fn total(&self) -> &BTreeMap<CodeId, usize> {
        &self.total
    }

    /// Returns how many codings have lost their words.
    #[must_use]
    pub(super) fn lost(&self) -> usize {
        self.lost.values().sum()
    }

    /// Counts one source anew and returns the codes whose number changed, with the new number.
    pub(super) fn recount(&mut self, source: usize, placed: &[Placed<'_>]) -> Vec<(CodeId, usize)> {
        self.lost.insert(source, placed.iter().map(lost).sum());
        let mut now: BTreeMap<CodeId, usize> = BTreeMap::new();
        for placed in placed {
            *now.entry(code_of(placed)).or_default() += 1;
        }
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
