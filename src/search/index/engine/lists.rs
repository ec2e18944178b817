//! The documents of many terms: of all of them, or those among some candidates.
//!
//! A word's beginning may stand for ten thousands of terms. Where other words or filters leave few documents
//! to be asked about, the terms of most documents are asked first, and the rest only for what is left.

use std::cmp::Reverse;
use std::io;
use std::ops::ControlFlow;

use tantivy::index::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, Postings as _, TermInfo};
use tantivy::query::Weight;
use tantivy::schema::IndexRecordOption;
use tantivy::{BitSet, DocId, DocSet as _, SegmentReader, TERMINATED};

/// Documents of a segment that alone are asked about.
pub(super) struct Candidates {
    documents: Vec<DocId>,
    set: BitSet,
}

/// Of more than one document in so many there is nothing gained by asking about each; a few are always gained by.
const SHARE: u32 = 8;
const FEW: u32 = 1_000;

/// Terms that are asked about first: words are spread so unevenly that few of them stand in most documents.
const FIRST: usize = 16;

/// Lists so much longer than what is left to be asked about are leapt through.
const LEAP: usize = 16;

impl Candidates {
    /// Takes the documents that a query finds; nothing where they are too many to gain by.
    pub(super) fn of(weight: &dyn Weight, reader: &SegmentReader) -> tantivy::Result<Option<Self>> {
        let mut scorer = weight.scorer(reader, 1.0)?;
        let first = scorer.doc();
        let mut is_first = true;
        let next = || {
            let doc = if std::mem::take(&mut is_first) { first } else { scorer.advance() };
            (doc != TERMINATED).then_some(doc)
        };
        Ok(Self::take(std::iter::from_fn(next), reader.max_doc()))
    }

    /// Takes documents in their order; nothing where they are too many to gain by.
    pub(super) fn take(documents: impl Iterator<Item = DocId>, length: u32) -> Option<Self> {
        let most = (length / SHARE).max(FEW) as usize;
        let documents: Vec<DocId> = documents.take(most + 1).collect();
        if documents.len() > most {
            return None;
        }
        let mut set = BitSet::with_max_value(length);
        for &doc in &documents {
            set.insert(doc);
        }
        Some(Self { documents, set })
    }

    /// Tells whether nothing is asked about.
    pub(super) fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// Tells whether a document is one of them.
    pub(super) fn has(&self, doc: DocId) -> bool {
        self.set.contains(doc)
    }
}

/// Reads the documents of one list after the other.
struct Lists<'i> {
    inverted: &'i InvertedIndexReader,
    /// What the last list was read with: making one costs more than reading most lists.
    block: Option<BlockSegmentPostings>,
}

impl<'i> Lists<'i> {
    fn new(inverted: &'i InvertedIndexReader) -> Self {
        Self { inverted, block: None }
    }

    /// Hands on the documents of a term, some at a time, until it is told to stop.
    fn each(&mut self, term: &TermInfo, mut take: impl FnMut(&[DocId]) -> ControlFlow<()>) -> io::Result<()> {
        let block = match &mut self.block {
            Some(block) => {
                self.inverted.reset_block_postings_from_terminfo(term, block)?;
                block
            }
            none => none.insert(self.inverted.read_block_postings_from_terminfo(term, IndexRecordOption::Basic)?),
        };
        while !block.docs().is_empty() && take(block.docs()).is_continue() {
            block.advance();
        }
        Ok(())
    }
}

/// Returns the documents that have any of the terms.
pub(super) fn any_of(inverted: &InvertedIndexReader, terms: &[TermInfo], length: u32) -> io::Result<BitSet> {
    let mut found = BitSet::with_max_value(length);
    let mut lists = Lists::new(inverted);
    for term in terms {
        lists.each(term, |documents| {
            for &doc in documents {
                found.insert(doc);
            }
            ControlFlow::Continue(())
        })?;
    }
    Ok(found)
}

/// Returns the candidates that have any of the terms.
pub(super) fn any_of_within(
    inverted: &InvertedIndexReader,
    mut terms: Vec<TermInfo>,
    candidates: &Candidates,
) -> io::Result<BitSet> {
    let mut found = BitSet::with_max_value(candidates.set.max_value());
    let mut left = candidates.documents.clone();
    let mut lists = Lists::new(inverted);
    if terms.len() > FIRST {
        terms.select_nth_unstable_by_key(FIRST, |term| Reverse(term.doc_freq));
        // The rest lies in the file in the order of the dictionary.
        terms[FIRST..].sort_unstable_by_key(|term| term.postings_range.start);
    }
    for term in &terms {
        if left.is_empty() {
            break;
        }
        let before = found.len();
        if term.doc_freq as usize > left.len().saturating_mul(LEAP) {
            let mut list = inverted.read_postings_from_terminfo(term, IndexRecordOption::Basic)?;
            for &doc in &left {
                if list.doc() <= doc && list.seek(doc) == doc {
                    found.insert(doc);
                }
            }
        } else {
            lists.each(term, |documents| {
                for &doc in documents {
                    if candidates.has(doc) {
                        found.insert(doc);
                    }
                }
                ControlFlow::Continue(())
            })?;
        }
        if found.len() > before {
            left.retain(|&doc| !found.contains(doc));
        }
    }
    Ok(found)
}

/// Returns where any of the terms stands in the candidates: documents and positions, sorted.
pub(super) fn places_within(
    inverted: &InvertedIndexReader,
    terms: &[TermInfo],
    candidates: &Candidates,
) -> io::Result<Vec<(DocId, u32)>> {
    let mut places = Vec::new();
    let mut lists = Lists::new(inverted);
    let (mut documents, mut positions) = (Vec::new(), Vec::new());
    for term in terms {
        documents.clear();
        lists.each(term, |all| {
            documents.extend(all.iter().copied().filter(|&doc| candidates.has(doc)));
            ControlFlow::Continue(())
        })?;
        if documents.is_empty() {
            continue;
        }
        let mut list = inverted.read_postings_from_terminfo(term, IndexRecordOption::WithFreqsAndPositions)?;
        for &doc in &documents {
            if list.doc() <= doc && list.seek(doc) == doc {
                list.positions(&mut positions);
                places.extend(positions.iter().map(|&position| (doc, position)));
            }
        }
    }
    places.sort_unstable();
    places.dedup();
    Ok(places)
}
