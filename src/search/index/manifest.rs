//! What an index holds: kept in its commit, so that both go back together if a commit is lost.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::base::ids::SourceId;
use crate::base::language::Language;
use crate::base::text::TextHash;
use crate::search::corpus::Corpus;
use crate::search::words;

/// The version of the index's own shape.
pub(super) const SHAPE: u32 = 1;

/// What an index holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The versions of the shape and of the rules for words.
    version: (u32, u32),
    /// The slot that the next source takes; none is taken twice.
    next: u32,
    /// The languages of passages.
    pub(super) languages: Vec<Language>,
    /// What is in, in no order that matters.
    pub(super) entries: Vec<Entry>,
}

/// A source in the index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) id: SourceId,
    /// See [`Corpus::stamp`].
    pub(super) stamp: TextHash,
    /// The number under which its passages were put in.
    pub(super) slot: u32,
    /// How many passages it has.
    pub(super) passages: u32,
}

/// How an index differs from a corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Difference {
    /// Slots to take out.
    pub(super) gone: Vec<u32>,
    /// Sources to put in, by their number in the corpus.
    pub(super) new: Vec<usize>,
    /// Slots that stay, with the source's number.
    pub(super) kept: Vec<(u32, usize)>,
}

impl Manifest {
    pub(super) fn new() -> Self {
        Self { version: (SHAPE, words::RULES), next: 0, languages: Vec::new(), entries: Vec::new() }
    }

    /// Reads a manifest; nothing where it is damaged or of other versions.
    pub(super) fn read(payload: &str) -> Option<Self> {
        serde_json::from_str(payload).ok().filter(|read: &Self| read.version == (SHAPE, words::RULES))
    }

    pub(super) fn write(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Compares with a corpus.
    pub(super) fn difference(&self, corpus: &dyn Corpus) -> Difference {
        let sources = corpus.places().sources();
        let numbers: HashMap<&str, usize> = (0..sources).map(|source| (corpus.id(source).as_str(), source)).collect();
        let mut difference = Difference::default();
        let mut is_in = vec![false; sources];
        for entry in &self.entries {
            let same = numbers.get(entry.id.as_str()).copied().filter(|&source| {
                !is_in[source]
                    && corpus.stamp(source) == entry.stamp
                    && corpus.places().of_source(source).len() == entry.passages as usize
            });
            match same {
                Some(source) => {
                    is_in[source] = true;
                    difference.kept.push((entry.slot, source));
                }
                None => difference.gone.push(entry.slot),
            }
        }
        difference.new = (0..sources).filter(|&source| !is_in[source]).collect();
        difference
    }

    /// Takes sources out.
    pub(super) fn remove(&mut self, gone: &[u32]) {
        self.entries.retain(|entry| !gone.contains(&entry.slot));
    }

    /// Puts a source in and returns its slot.
    pub(super) fn add(&mut self, id: &SourceId, stamp: TextHash, passages: &[Language]) -> u32 {
        let slot = self.next;
        self.next += 1;
        for language in passages {
            if !self.languages.contains(language) {
                self.languages.push(*language);
            }
        }
        let passages = u32::try_from(passages.len()).unwrap_or(u32::MAX);
        self.entries.push(Entry { id: id.clone(), stamp, slot, passages });
        slot
    }
}
