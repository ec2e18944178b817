//! A query that may be asked for documents before the one where it stands.
//!
//! The engine does ask so of what a query excludes, and its phrases cannot bear it (tantivy 0.27: a
//! failed assertion, or a wrong answer without assertions).

use std::fmt;

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader};

/// A query to be excluded.
pub(super) struct Patient(Box<dyn Query>);

impl Patient {
    pub(super) fn new(query: Box<dyn Query>) -> Self {
        Self(query)
    }
}

impl Clone for Patient {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl fmt::Debug for Patient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Patient")
    }
}

impl Query for Patient {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(PatientWeight(self.0.weight(scoring)?)))
    }
}

struct PatientWeight(Box<dyn Weight>);

impl Weight for PatientWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(PatientScorer(self.0.scorer(reader, boost)?)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.0.explain(reader, doc)
    }
}

/// Passes everything on but `seek_danger`: the trait's own looks first where the scorer stands.
struct PatientScorer(Box<dyn Scorer>);

impl DocSet for PatientScorer {
    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.0.doc() >= target { self.0.doc() } else { self.0.seek(target) }
    }

    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn size_hint(&self) -> u32 {
        self.0.size_hint()
    }
}

impl Scorer for PatientScorer {
    fn score(&mut self) -> Score {
        self.0.score()
    }
}
