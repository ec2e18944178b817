//! Words side by side and near each other, by the positions of their terms.
//!
//! The engine's own phrase query takes one term at each place; here a place may have many, such as all
//! forms of a word or all words with a beginning.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt;
use std::sync::Arc;

use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::terms::{Slot, Unit, of_language, units};
use crate::base::language::Language;
use crate::search::index::schema::form_term;
use crate::search::pattern::{Chain, Pattern, chained};
use crate::search::words::Analyser;

/// A chain in one language. Its score is that of one rare word for each link.
#[derive(Clone)]
pub(super) struct ChainQuery {
    field: Field,
    recipe: Arc<Recipe>,
}

struct Recipe {
    links: Vec<Vec<Row>>,
    distances: Vec<u32>,
}

/// A pattern as the index has it: slots at places, and its length in words.
struct Row {
    slots: Vec<(u32, Slot)>,
    length: u32,
}

/// What a chain is worth for each of its links, about the weight of a rare word.
const WORTH: Score = 4.0;

impl ChainQuery {
    pub(super) fn new(field: Field, chain: &Chain, language: Language, analyser: &mut Analyser) -> Self {
        let mut rows = |patterns: &[Pattern]| -> Vec<Row> {
            patterns.iter().map(|pattern| Row::new(pattern, language, analyser)).collect()
        };
        let mut links = vec![rows(&chain.first)];
        links.extend(chain.steps.iter().map(|(_, patterns)| rows(patterns)));
        let distances = chain.steps.iter().map(|(distance, _)| *distance).collect();
        Self { field, recipe: Arc::new(Recipe { links, distances }) }
    }
}

impl Row {
    fn new(pattern: &Pattern, language: Language, analyser: &mut Analyser) -> Self {
        let slots = units(pattern)
            .into_iter()
            .map(|(at, unit)| {
                let slot = match unit {
                    Unit::Step(test) => of_language(test, language, analyser),
                    Unit::Pair(pair) => Slot::Terms(vec![form_term(language, &pair)]),
                };
                (u32::try_from(at).unwrap_or(u32::MAX), slot)
            })
            .collect();
        Self { slots, length: u32::try_from(pattern.steps.len()).unwrap_or(u32::MAX) }
    }
}

impl fmt::Debug for ChainQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChainQuery")
    }
}

impl Query for ChainQuery {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(ChainWeight(self.clone())))
    }
}

struct ChainWeight(ChainQuery);

impl Weight for ChainWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let inverted = reader.inverted_index(self.0.field)?;
        let mut links = Vec::with_capacity(self.0.recipe.links.len());
        for rows in &self.0.recipe.links {
            let mut open = Vec::new();
            for row in rows {
                open.extend(OpenRow::new(row, &inverted)?);
            }
            if open.is_empty() {
                return Ok(Box::new(EmptyScorer));
            }
            links.push(open);
        }
        let found = links.iter().map(|_| Vec::new()).collect();
        let mut scorer = ChainScorer {
            links,
            distances: self.0.recipe.distances.clone(),
            doc: 0,
            found,
            worth: boost * self.0.recipe.links.iter().map(|_| WORTH).sum::<Score>(),
        };
        scorer.settle(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, _reader: &SegmentReader, _doc: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("words near each other", WORTH))
    }
}

/// The documents and positions of one place of a pattern: of all its terms.
struct OpenSlot {
    /// The next document of each list, least first.
    next: BinaryHeap<Reverse<(DocId, usize)>>,
    lists: Vec<SegmentPostings>,
}

impl OpenSlot {
    /// Opens a slot; nothing where the segment has none of its terms.
    fn new(slot: &Slot, inverted: &InvertedIndexReader) -> tantivy::Result<Option<Self>> {
        let mut open = Self { next: BinaryHeap::new(), lists: Vec::new() };
        for term in slot.terms(inverted.terms())? {
            let list = inverted.read_postings_from_terminfo(&term, IndexRecordOption::WithFreqsAndPositions)?;
            if list.doc() != TERMINATED {
                open.next.push(Reverse((list.doc(), open.lists.len())));
                open.lists.push(list);
            }
        }
        Ok((!open.lists.is_empty()).then_some(open))
    }

    /// Returns how many documents it has at most.
    fn documents(&self) -> u32 {
        self.lists.iter().map(SegmentPostings::size_hint).fold(0, u32::saturating_add)
    }

    /// Goes to the first document from `target` on.
    fn seek(&mut self, target: DocId) -> DocId {
        while let Some(&Reverse((doc, list))) = self.next.peek() {
            if doc >= target {
                return doc;
            }
            self.next.pop();
            let doc = self.lists[list].seek(target);
            if doc != TERMINATED {
                self.next.push(Reverse((doc, list)));
            }
        }
        TERMINATED
    }

    /// Puts the positions in the document where the slot stands into `to`, sorted.
    fn positions(&mut self, to: &mut Vec<u32>) {
        to.clear();
        let Some(&Reverse((here, _))) = self.next.peek() else { return };
        let mut read = Vec::new();
        while let Some(&Reverse((doc, list))) = self.next.peek() {
            if doc != here {
                break;
            }
            self.next.pop();
            self.lists[list].append_positions_with_offset(0, to);
            read.push(list);
        }
        self.next.extend(read.into_iter().map(|list| Reverse((here, list))));
        to.sort_unstable();
        to.dedup();
    }
}

/// A pattern in a segment.
struct OpenRow {
    slots: Vec<(u32, OpenSlot)>,
    length: u32,
    /// Positions of the slot that is looked at.
    buffer: Vec<u32>,
}

impl OpenRow {
    /// Opens a pattern; nothing where the segment lacks one of its words.
    fn new(row: &Row, inverted: &InvertedIndexReader) -> tantivy::Result<Option<Self>> {
        let mut slots = Vec::with_capacity(row.slots.len());
        for (at, slot) in &row.slots {
            match OpenSlot::new(slot, inverted)? {
                Some(open) => slots.push((*at, open)),
                None => return Ok(None),
            }
        }
        // The rarest first: it leads the others past documents that lack it.
        slots.sort_by_key(|(_, slot)| slot.documents());
        Ok((!slots.is_empty()).then_some(Self { slots, length: row.length, buffer: Vec::new() }))
    }

    /// Goes to the first document from `target` on that has all the words, wherever they stand in it.
    fn seek(&mut self, mut target: DocId) -> DocId {
        loop {
            let before = target;
            for (_, slot) in &mut self.slots {
                target = slot.seek(target);
                if target == TERMINATED {
                    return TERMINATED;
                }
            }
            if target == before {
                return target;
            }
        }
    }

    /// Adds where in the document the words stand side by side: the first and the last position.
    fn matches(&mut self, doc: DocId, to: &mut Vec<(u32, u32)>) {
        let mut starts: Option<Vec<u32>> = None;
        for (at, slot) in &mut self.slots {
            if slot.seek(doc) != doc {
                return;
            }
            slot.positions(&mut self.buffer);
            let here = self.buffer.iter().filter_map(|position| position.checked_sub(*at));
            starts = Some(match starts {
                None => here.collect(),
                Some(starts) => {
                    let here: Vec<u32> = here.collect();
                    starts.into_iter().filter(|start| here.binary_search(start).is_ok()).collect()
                }
            });
        }
        to.extend(starts.unwrap_or_default().into_iter().map(|start| (start, start + self.length - 1)));
    }
}

struct ChainScorer {
    links: Vec<Vec<OpenRow>>,
    distances: Vec<u32>,
    doc: DocId,
    found: Vec<Vec<(u32, u32)>>,
    worth: Score,
}

impl ChainScorer {
    /// Goes to the first document from `target` on in which the whole chain stands.
    fn settle(&mut self, mut target: DocId) -> DocId {
        loop {
            target = self.candidate(target);
            if target == TERMINATED || self.stands_in(target) {
                self.doc = target;
                return target;
            }
            target += 1;
        }
    }

    /// Returns the first document from `target` on with words for every link.
    fn candidate(&mut self, mut target: DocId) -> DocId {
        loop {
            let before = target;
            for rows in &mut self.links {
                let next = rows.iter_mut().map(|row| row.seek(target)).min();
                target = next.unwrap_or(TERMINATED);
                if target == TERMINATED {
                    return TERMINATED;
                }
            }
            if target == before {
                return target;
            }
        }
    }

    fn stands_in(&mut self, doc: DocId) -> bool {
        for (rows, found) in self.links.iter_mut().zip(&mut self.found) {
            found.clear();
            for row in rows {
                row.matches(doc, found);
            }
            if found.is_empty() {
                return false;
            }
        }
        chained(&mut self.found, &self.distances, |&(first, last)| (first as usize, last as usize));
        self.found.iter().all(|found| !found.is_empty())
    }
}

impl DocSet for ChainScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        self.settle(self.doc + 1)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target >= TERMINATED {
            self.doc = TERMINATED;
            return TERMINATED;
        }
        if self.doc >= target {
            return self.doc;
        }
        self.settle(target)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        // As many as the rarest link has at most.
        let of = |rows: &Vec<OpenRow>| {
            rows.iter()
                .map(|row| row.slots.iter().map(|(_, slot)| slot.documents()).min().unwrap_or(0))
                .fold(0, u32::saturating_add)
        };
        self.links.iter().map(of).min().unwrap_or(0)
    }
}

impl Scorer for ChainScorer {
    fn score(&mut self) -> Score {
        let matches: Score = self.found.iter().flatten().map(|_| 1.0).sum();
        self.worth * matches / (matches + 1.2)
    }
}
