//! Words side by side in one segment: where each of them stands, and where all do.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings as _, SegmentPostings, TermInfo};
use tantivy::query::Weight;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet as _, SegmentReader, TERMINATED};

use super::lists::{Candidates, places_within};
use super::terms::{Slot, Unit, of_language, units};
use crate::base::language::Language;
use crate::search::index::schema::form_term;
use crate::search::pattern::Pattern;
use crate::search::words::Analyser;

/// A pattern as the index has it: slots at places, and its length in words.
pub(super) struct Row {
    slots: Vec<(u32, Slot)>,
    length: u32,
}

impl Row {
    pub(super) fn new(pattern: &Pattern, language: Language, analyser: &mut Analyser) -> Self {
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

/// The documents that alone are asked about, found when they are first needed.
pub(super) struct Narrowing<'r> {
    within: Option<&'r dyn Weight>,
    reader: &'r SegmentReader,
    candidates: OnceCell<Option<Candidates>>,
}

impl<'r> Narrowing<'r> {
    pub(super) fn new(within: Option<&'r dyn Weight>, reader: &'r SegmentReader) -> Self {
        Self { within, reader, candidates: OnceCell::new() }
    }

    fn candidates(&self) -> tantivy::Result<Option<&Candidates>> {
        if let Some(found) = self.candidates.get() {
            return Ok(found.as_ref());
        }
        let found = match self.within {
            Some(weight) => Candidates::of(weight, self.reader)?,
            None => None,
        };
        Ok(self.candidates.get_or_init(|| found).as_ref())
    }
}

/// The documents and positions of one place of a pattern: of all its terms.
enum OpenSlot {
    /// Read as they are asked for.
    Lists(Lists),
    /// Read before, where only some documents matter.
    Places(Places),
}

impl OpenSlot {
    /// Opens a slot; nothing where the segment has none of its terms, or none of them stands in a candidate.
    fn new(
        slot: &Slot,
        inverted: &InvertedIndexReader,
        candidates: Option<&Candidates>,
    ) -> tantivy::Result<Option<Self>> {
        let terms = slot.terms(inverted.terms())?;
        match candidates {
            Some(candidates) => {
                let places = places_within(inverted, &terms, candidates)?;
                Ok((!places.is_empty()).then_some(Self::Places(Places { places, at: 0 })))
            }
            None => Ok(Lists::new(&terms, inverted)?.map(Self::Lists)),
        }
    }

    /// Returns how many documents it has at most.
    fn documents(&self) -> u32 {
        match self {
            Self::Lists(lists) => lists.documents(),
            Self::Places(places) => u32::try_from(places.places.len()).unwrap_or(u32::MAX),
        }
    }

    /// Goes to the first document from `target` on.
    fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Self::Lists(lists) => lists.seek(target),
            Self::Places(places) => places.seek(target),
        }
    }

    /// Puts the positions in the document where the slot stands into `to`, sorted.
    fn positions(&mut self, to: &mut Vec<u32>) {
        match self {
            Self::Lists(lists) => lists.positions(to),
            Self::Places(places) => places.positions(to),
        }
    }
}

/// Documents with positions, sorted.
struct Places {
    places: Vec<(DocId, u32)>,
    at: usize,
}

impl Places {
    fn seek(&mut self, target: DocId) -> DocId {
        self.at += self.places[self.at..].partition_point(|&(doc, _)| doc < target);
        self.places.get(self.at).map_or(TERMINATED, |&(doc, _)| doc)
    }

    fn positions(&self, to: &mut Vec<u32>) {
        to.clear();
        let here = self.places.get(self.at).map(|&(doc, _)| doc);
        to.extend(
            self.places[self.at..].iter().take_while(|(doc, _)| Some(*doc) == here).map(|&(_, position)| position),
        );
    }
}

/// The lists of some terms, read side by side.
struct Lists {
    /// The next document of each list, least first.
    next: BinaryHeap<Reverse<(DocId, usize)>>,
    lists: Vec<SegmentPostings>,
}

impl Lists {
    /// Opens the lists; nothing where there is none.
    fn new(terms: &[TermInfo], inverted: &InvertedIndexReader) -> tantivy::Result<Option<Self>> {
        let mut open = Self { next: BinaryHeap::new(), lists: Vec::new() };
        for term in terms {
            let list = inverted.read_postings_from_terminfo(term, IndexRecordOption::WithFreqsAndPositions)?;
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
pub(super) struct OpenRow {
    slots: Vec<(u32, OpenSlot)>,
    length: u32,
    /// Positions of the slot that is looked at.
    buffer: Vec<u32>,
}

impl OpenRow {
    /// Opens a pattern; nothing where the segment lacks one of its words.
    pub(super) fn new(
        row: &Row,
        inverted: &InvertedIndexReader,
        narrowing: &Narrowing<'_>,
    ) -> tantivy::Result<Option<Self>> {
        if row.slots.is_empty() {
            return Ok(None);
        }
        let (wide, narrow): (Vec<_>, Vec<_>) = row.slots.iter().partition(|(_, slot)| slot.is_wide());
        let Some(narrow) = Self::of_slots(&narrow, inverted, row.length, None)? else { return Ok(None) };
        if wide.is_empty() {
            return Ok(Some(narrow));
        }
        // Of the many terms of a word's beginning only those matter that stand where the other words do.
        let by_words =
            if narrow.slots.is_empty() { None } else { Candidates::take(narrow.all(), narrowing.reader.max_doc()) };
        let candidates = match &by_words {
            Some(by_words) => Some(by_words),
            None => narrowing.candidates()?,
        };
        if candidates.is_some_and(Candidates::is_empty) {
            return Ok(None);
        }
        let all: Vec<_> = row.slots.iter().collect();
        Self::of_slots(&all, inverted, row.length, candidates)
    }

    fn of_slots(
        slots: &[&(u32, Slot)],
        inverted: &InvertedIndexReader,
        length: u32,
        candidates: Option<&Candidates>,
    ) -> tantivy::Result<Option<Self>> {
        let mut opened = Vec::with_capacity(slots.len());
        for (at, slot) in slots {
            match OpenSlot::new(slot, inverted, candidates.filter(|_| slot.is_wide()))? {
                Some(open) => opened.push((*at, open)),
                None => return Ok(None),
            }
        }
        // The rarest first: it leads the others past documents that lack it.
        opened.sort_by_key(|(_, slot)| slot.documents());
        Ok(Some(Self { slots: opened, length, buffer: Vec::new() }))
    }

    /// Returns the documents that have all the words, wherever they stand in them.
    fn all(mut self) -> impl Iterator<Item = DocId> {
        let mut target = 0;
        std::iter::from_fn(move || {
            let doc = self.seek(target);
            target = doc.saturating_add(1);
            (doc != TERMINATED).then_some(doc)
        })
    }

    /// Goes to the first document from `target` on that has all the words, wherever they stand in it.
    pub(super) fn seek(&mut self, mut target: DocId) -> DocId {
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

    /// Returns how many documents it has at most.
    pub(super) fn documents(&self) -> u32 {
        self.slots.iter().map(|(_, slot)| slot.documents()).min().unwrap_or(0)
    }

    /// Adds where in the document the words stand side by side: the first and the last position.
    pub(super) fn matches(&mut self, doc: DocId, to: &mut Vec<(u32, u32)>) {
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
