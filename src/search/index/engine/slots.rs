//! Words that begin in some way, or are near to one: a set of documents of many terms.

use std::fmt;
use std::sync::Arc;

use tantivy::query::{BitSetDocSet, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::Field;
use tantivy::{BitSet, DocId, Score, SegmentReader};

use super::lists::{Candidates, any_of, any_of_within};
use super::terms::Slot;

/// Documents with any of the slots' terms.
#[derive(Clone)]
pub(super) struct SlotQuery {
    field: Field,
    slots: Arc<Vec<Slot>>,
    within: Within,
}

impl SlotQuery {
    pub(super) fn new(field: Field, slots: Vec<Slot>) -> Self {
        Self { field, slots: Arc::new(slots), within: Within::default() }
    }

    /// Says that documents are of no use which another query does not find.
    pub(super) fn within(self, within: &Within) -> Self {
        Self { within: within.clone(), ..self }
    }
}

impl fmt::Debug for SlotQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SlotQuery")
    }
}

impl Query for SlotQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(SlotWeight {
            field: self.field,
            slots: Arc::clone(&self.slots),
            within: self.within.weight(scoring)?,
        }))
    }
}

struct SlotWeight {
    field: Field,
    slots: Arc<Vec<Slot>>,
    within: Option<Box<dyn Weight>>,
}

impl Weight for SlotWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let candidates = match &self.within {
            Some(weight) => Candidates::of(weight.as_ref(), reader)?,
            None => None,
        };
        let documents = documents(self.field, &self.slots, reader, candidates.as_ref())?;
        if documents.len() == 0 {
            return Ok(Box::new(EmptyScorer));
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(documents), boost)))
    }

    fn explain(&self, _reader: &SegmentReader, _doc: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("terms", 1.0))
    }
}

/// Returns the documents of a segment that have any of the slots' terms; where there are candidates, those of them.
pub(super) fn documents(
    field: Field,
    slots: &[Slot],
    reader: &SegmentReader,
    candidates: Option<&Candidates>,
) -> tantivy::Result<BitSet> {
    if candidates.is_some_and(Candidates::is_empty) {
        return Ok(BitSet::with_max_value(reader.max_doc()));
    }
    let inverted = reader.inverted_index(field)?;
    let mut terms = Vec::new();
    for slot in slots {
        terms.extend(slot.terms(inverted.terms())?);
    }
    Ok(match candidates {
        Some(candidates) => any_of_within(&inverted, terms, candidates)?,
        None => any_of(&inverted, &terms, reader.max_doc())?,
    })
}

/// A query outside of whose documents nothing is asked about; none where all are.
#[derive(Clone, Default)]
pub(super) struct Within(Option<Arc<dyn Query>>);

impl Within {
    pub(super) fn new(query: Box<dyn Query>) -> Self {
        Self(Some(Arc::from(query)))
    }

    pub(super) fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Option<Box<dyn Weight>>> {
        let Some(query) = &self.0 else { return Ok(None) };
        let scoring = match scoring.searcher() {
            Some(searcher) => EnableScoring::disabled_from_searcher(searcher),
            None => EnableScoring::disabled_from_schema(scoring.schema()),
        };
        query.weight(scoring).map(Some)
    }
}
