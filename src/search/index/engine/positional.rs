//! Words side by side and near each other, by the positions of their terms.
//!
//! The engine's own phrase query takes one term at each place; here a place may have many, such as all
//! forms of a word or all words with a beginning.

use std::fmt;
use std::sync::Arc;

use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::Field;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::rows::{Narrowing, OpenRow, Row};
use super::slots::Within;
use crate::base::language::Language;
use crate::search::pattern::{Chain, Pattern, chained};
use crate::search::words::Analyser;

/// A chain in one language. Its score is that of one rare word for each link.
#[derive(Clone)]
pub(super) struct ChainQuery {
    field: Field,
    recipe: Arc<Recipe>,
    within: Within,
}

struct Recipe {
    links: Vec<Vec<Row>>,
    distances: Vec<u32>,
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
        Self { field, recipe: Arc::new(Recipe { links, distances }), within: Within::default() }
    }

    /// Says that documents are of no use which another query does not find.
    pub(super) fn within(self, within: &Within) -> Self {
        Self { within: within.clone(), ..self }
    }
}

impl fmt::Debug for ChainQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChainQuery")
    }
}

impl Query for ChainQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let within = self.within.weight(scoring)?;
        Ok(Box::new(ChainWeight { field: self.field, recipe: Arc::clone(&self.recipe), within }))
    }
}

struct ChainWeight {
    field: Field,
    recipe: Arc<Recipe>,
    within: Option<Box<dyn Weight>>,
}

impl Weight for ChainWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let inverted = reader.inverted_index(self.field)?;
        let narrowing = Narrowing::new(self.within.as_deref(), reader);
        let mut links = Vec::with_capacity(self.recipe.links.len());
        for rows in &self.recipe.links {
            let mut open = Vec::new();
            for row in rows {
                open.extend(OpenRow::new(row, &inverted, &narrowing)?);
            }
            if open.is_empty() {
                return Ok(Box::new(EmptyScorer));
            }
            links.push(open);
        }
        let found = links.iter().map(|_| Vec::new()).collect();
        let mut scorer = ChainScorer {
            links,
            distances: self.recipe.distances.clone(),
            doc: 0,
            found,
            worth: boost * self.recipe.links.iter().map(|_| WORTH).sum::<Score>(),
        };
        scorer.settle(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, _reader: &SegmentReader, _doc: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("words near each other", WORTH))
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
        let of = |rows: &Vec<OpenRow>| rows.iter().map(OpenRow::documents).fold(0, u32::saturating_add);
        self.links.iter().map(of).min().unwrap_or(0)
    }
}

impl Scorer for ChainScorer {
    fn score(&mut self) -> Score {
        let matches: Score = self.found.iter().flatten().map(|_| 1.0).sum();
        self.worth * matches / (matches + 1.2)
    }
}
