//! One word alone of which the beginning is known, or which may have a typo: what is asked most often while typing.
//!
//! Passages with the word itself come first, by how well they fit; then all others, which fit alike, in the order
//! of the index. So the many terms are read only where the word alone does not fill the page, or all is counted.

use tantivy::query::EnableScoring;
use tantivy::{BitSet, DocAddress};

use super::slots::documents;
use super::terms::Slot;
use super::top::Top;
use super::{Compiler, IndexError, Joined, either};
use crate::search::passages::Places;
use crate::search::pattern::Test;
use crate::search::run::Hit;

/// What any of the words is worth; the word itself is worth more by what it scores.
const WORTH: f32 = 1.0;

impl Joined {
    /// Returns the best hits, and the number of all where it is asked for.
    pub(super) fn begun(
        &self,
        mut compiler: Compiler<'_>,
        senses: &[&Test],
        places: &Places,
        unseen: &[Option<BitSet>],
        wanted: usize,
        count: bool,
    ) -> Result<(Vec<Hit>, Option<usize>), IndexError> {
        let searcher = &self.index.searcher;
        let mut best = Vec::new();
        if wanted > 0 {
            let forms = either(senses.iter().flat_map(|test| compiler.word(test)).collect());
            let weight = forms.weight(EnableScoring::enabled_from_searcher(searcher))?;
            best = Top::new(wanted, unseen.to_vec()).collect(searcher, weight.as_ref())?;
        }
        let mut total = 0;
        if count || best.len() < wanted {
            // Where they are fewer than wanted, these are all that have the word itself.
            let mut known: Vec<DocAddress> = best.iter().map(|(_, address)| *address).collect();
            known.sort_unstable();
            let slots: Vec<Slot> = senses.iter().flat_map(|test| compiler.slots(test)).collect();
            for (segment, reader) in (0_u32..).zip(searcher.segment_readers()) {
                let mut found = documents(self.index.fields.words, &slots, reader, None)?;
                let dead =
                    reader.alive_bitset().map(|alive| (0..reader.max_doc()).filter(|&doc| alive.is_deleted(doc)));
                dead.into_iter().flatten().for_each(|doc| found.remove(doc));
                for doc in unseen.get(segment as usize).and_then(Option::as_ref).into_iter().flat_map(each) {
                    found.remove(doc);
                }
                total += found.len();
                let others = each(&found).map(|doc| DocAddress::new(segment, doc));
                let others = others.filter(|address| known.binary_search(address).is_err());
                best.extend(others.take(wanted.saturating_sub(best.len())).map(|address| (0.0, address)));
            }
        }
        let hits = best.into_iter().filter_map(|(score, address)| self.hit(WORTH + score, address, places)).collect();
        Ok((hits, count.then_some(total)))
    }
}

/// Returns the documents of a set in their order.
fn each(set: &BitSet) -> impl Iterator<Item = u32> + '_ {
    let buckets = set.max_value().div_ceil(64);
    (0..buckets).flat_map(|bucket| set.tinyset(bucket).into_iter().map(move |doc| bucket * 64 + doc))
}
