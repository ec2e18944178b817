//! Collects the best documents without looking at all, and counts.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use tantivy::query::Weight;
use tantivy::{BitSet, DocAddress, DocId, Score, Searcher};

/// Collects the best documents that may be seen.
pub(super) struct Top {
    wanted: usize,
    unseen: Vec<Option<BitSet>>,
}

/// A document with its score; the greatest is the worst, and of equals the later one.
#[derive(Clone, Copy, PartialEq)]
struct Scored {
    score: Score,
    address: DocAddress,
}

impl Eq for Scored {}

impl PartialOrd for Scored {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Scored {
    fn cmp(&self, other: &Self) -> Ordering {
        other.score.total_cmp(&self.score).then(self.address.cmp(&other.address))
    }
}

impl Top {
    pub(super) fn new(wanted: usize, unseen: Vec<Option<BitSet>>) -> Self {
        Self { wanted, unseen }
    }

    /// Returns the best documents, best first.
    pub(super) fn collect(
        &self,
        searcher: &Searcher,
        weight: &dyn Weight,
    ) -> tantivy::Result<Vec<(Score, DocAddress)>> {
        let mut best: BinaryHeap<Scored> = BinaryHeap::new();
        for (segment, reader) in (0_u32..).zip(searcher.segment_readers()) {
            let unseen = self.unseen.get(segment as usize).and_then(Option::as_ref);
            let alive = reader.alive_bitset();
            // Scores of filters are 0 and have to pass.
            let threshold = |best: &BinaryHeap<Scored>| match best.peek() {
                Some(worst) if best.len() >= self.wanted => worst.score,
                _ => Score::MIN,
            };
            let start = threshold(&best);
            weight.for_each_pruning(start, reader, &mut |doc: DocId, score| {
                let is_seen =
                    alive.is_none_or(|alive| alive.is_alive(doc)) && unseen.is_none_or(|unseen| !unseen.contains(doc));
                if is_seen {
                    let scored = Scored { score, address: DocAddress::new(segment, doc) };
                    if best.len() < self.wanted {
                        best.push(scored);
                    } else if best.peek().is_some_and(|worst| scored < *worst) {
                        best.pop();
                        best.push(scored);
                    }
                }
                threshold(&best)
            })?;
        }
        Ok(best.into_sorted_vec().into_iter().map(|scored| (scored.score, scored.address)).collect())
    }
}

/// Counts the documents that may be seen.
pub(super) fn count(searcher: &Searcher, weight: &dyn Weight, unseen: &[Option<BitSet>]) -> tantivy::Result<usize> {
    let mut total = 0;
    for (reader, unseen) in searcher.segment_readers().iter().zip(unseen) {
        let alive = reader.alive_bitset();
        if alive.is_none() && unseen.is_none() {
            total += weight.count(reader)? as usize;
            continue;
        }
        weight.for_each_no_score(reader, &mut |docs| {
            total += docs
                .iter()
                .filter(|&&doc| alive.is_none_or(|alive| alive.is_alive(doc)))
                .filter(|&&doc| unseen.as_ref().is_none_or(|unseen| !unseen.contains(doc)))
                .count();
        })?;
    }
    Ok(total)
}
