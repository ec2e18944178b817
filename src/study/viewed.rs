//! The codings of a view source by source: where there are a million, they need not stand in one list.

use std::collections::{BTreeMap, BTreeSet};

use super::open::Study;
use super::placing::{Placed, View};
use super::sources::Source;
use crate::base::ids::EntryId;

/// The live codings of a view, ready to be gone through source by source.
pub struct InView<'s> {
    study: &'s Study,
    /// What the view leaves out.
    replaced: BTreeSet<EntryId>,
    /// What stands there instead, by source.
    agreed: BTreeMap<usize, Vec<Placed<'s>>>,
}

impl Study {
    /// Returns the live codings of a view, source by source.
    #[must_use]
    pub fn in_view(&self, view: View) -> InView<'_> {
        let (replaced, all) = self.reconciled(view);
        let mut agreed: BTreeMap<usize, Vec<Placed<'_>>> = BTreeMap::new();
        for placed in all.into_iter().map(|coding| self.put_agreed(coding)) {
            if let Some(source) = placed.source {
                agreed.entry(source).or_default().push(placed);
            }
        }
        InView { study: self, replaced, agreed }
    }
}

impl<'s> InView<'s> {
    /// Returns the codings of the source at a position of [`Study::sources`], by place and then by id, as
    /// [`Study::codings`] lists them; none of a withdrawn source.
    #[must_use]
    pub fn of_source(&self, source: usize) -> Vec<Placed<'s>> {
        if self.study.sources().get(source).is_none_or(Source::is_withdrawn) {
            return Vec::new();
        }
        let mut placed = self.study.codings_in(source);
        if !self.replaced.is_empty() {
            placed.retain(|placed| !self.replaced.contains(&placed.coding.id()));
        }
        if let Some(agreed) = self.agreed.get(&source) {
            placed.extend(agreed.iter().cloned());
            placed.sort_by_key(|placed| (placed.span, placed.coding.id()));
        }
        placed
    }
}
