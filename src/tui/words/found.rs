//! What the clerk answers to a question about words.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::asking::Ask;
use crate::base::ids::SourceId;
use crate::content::{collocation, frequency, keyness, kwic};

/// An answer, with the question that it answers.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The question.
    pub ask: Ask,
    /// What was found, or why nothing could be, and what to type.
    pub found: Result<Found, String>,
}

/// What was found.
#[derive(Clone, Debug)]
pub enum Found {
    /// The places of a word.
    Concordance(Places),
    /// The words of all texts, and how many there are.
    Frequency(Arc<Vec<frequency::Row>>, u64),
    /// The names of groups, and the keywords of each.
    Keyness(Vec<String>, Arc<Vec<keyness::Compared>>),
    /// The words near a word, and how often it was found.
    Collocations(Arc<Vec<collocation::Row>>, u64),
}

/// The places of a word.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// The lines, in the order that was asked for last.
    pub lines: Arc<Vec<kwic::Line>>,
    /// The sources of the lines, by their numbers.
    pub sources: BTreeMap<usize, SourceId>,
    /// How many places there are in all.
    pub count: usize,
}

impl Places {
    /// Returns the source of a line.
    #[must_use]
    pub fn source(&self, line: &kwic::Line) -> Option<&SourceId> {
        self.sources.get(&line.source)
    }
}
