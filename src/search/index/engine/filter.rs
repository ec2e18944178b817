//! A set of documents as a query: filters, joined while the engine searches.

use std::fmt;
use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::query::{BitSetDocSet, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{BitSet, DocId, Score, SegmentReader};

/// The documents of a set, for each segment in the searcher's order.
#[derive(Clone)]
pub(super) struct DocumentsQuery {
    sets: Arc<Vec<BitSet>>,
}

impl DocumentsQuery {
    pub(super) fn new(sets: Vec<BitSet>) -> Self {
        Self { sets: Arc::new(sets) }
    }
}

impl fmt::Debug for DocumentsQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DocumentsQuery")
    }
}

impl Query for DocumentsQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let segments = scoring
            .searcher()
            .map(|searcher| searcher.segment_readers().iter().map(SegmentReader::segment_id).collect())
            .unwrap_or_default();
        Ok(Box::new(DocumentsWeight { sets: Arc::clone(&self.sets), segments }))
    }
}

struct DocumentsWeight {
    sets: Arc<Vec<BitSet>>,
    segments: Vec<SegmentId>,
}

impl Weight for DocumentsWeight {
    fn scorer(&self, reader: &SegmentReader, _boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let id = reader.segment_id();
        let set = self.segments.iter().position(|&segment| segment == id).and_then(|at| self.sets.get(at));
        match set {
            // A filter says nothing of how well a passage fits.
            Some(set) if set.len() > 0 => Ok(Box::new(ConstScorer::new(BitSetDocSet::from(set.clone()), 0.0))),
            _ => Ok(Box::new(EmptyScorer)),
        }
    }

    fn explain(&self, _reader: &SegmentReader, _doc: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("filter", 0.0))
    }
}
