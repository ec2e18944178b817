//! How strong a passage is as evidence. Of what was asked of codings: one with a stance before one that takes no
//! position, the heavier before the lighter, that which more coders hold before that which fewer do, and then as its
//! words fit the query. Of words alone: as they fit. Nothing else is measured, and equals stand in the order of the
//! sources.

use std::cmp::Ordering;

use super::entry::Entry;
use crate::coding::Stance;

/// Compares two passages; the stronger comes first.
pub(super) fn strongest_first(one: &Entry, other: &Entry) -> Ordering {
    let coded = |entry: &Entry| (rank(entry.stance), entry.weight, entry.coders);
    coded(other)
        .cmp(&coded(one))
        .then_with(|| other.hit.score.total_cmp(&one.hit.score))
        .then_with(|| one.hit.number.cmp(&other.hit.number))
        .then_with(|| one.voice.cmp(&other.voice))
}

fn rank(stance: Option<Stance>) -> u8 {
    match stance {
        Some(Stance::Supports | Stance::Qualifies | Stance::Contradicts) => 2,
        Some(Stance::Neutral) => 1,
        None => 0,
    }
}
