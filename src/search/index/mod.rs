//! The index of a study's words: a cache that is made anew whenever anything about it is in doubt.
//!
//! It holds every passage's words and place, no text, and nothing of codings: those are joined to it
//! in memory, so that one made a moment ago is found by the next query.

mod build;
mod engine;
mod folder;
mod holding;
mod manifest;
mod parts;
mod schema;

use std::io;
use std::path::Path;
use std::sync::Arc;

use tantivy::{BitSet, DocId, ReloadPolicy, Searcher};

use self::folder::Folder;
use self::manifest::Manifest;
use self::schema::Fields;
use super::corpus::Corpus;

pub use build::{Progress, Updated, update};

/// Why there is no index to search in.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// There is none, or it is damaged, or made by another version.
    #[error("there is no usable search index")]
    Unusable,
    /// Another process is writing it.
    #[error("another program is writing the search index")]
    Busy,
    /// It was told to stop.
    #[error("the search index was not finished")]
    Stopped,
    /// The folder cannot be read or written.
    #[error("the search index cannot be kept: {0}")]
    Disk(#[from] io::Error),
    /// The engine failed.
    #[error("the search index cannot be kept: {0}")]
    Engine(#[from] tantivy::TantivyError),
}

/// An index that is open for searching. It stays as it is, whatever becomes of its files.
pub struct Index {
    searcher: Searcher,
    fields: Fields,
    manifest: Manifest,
}

/// An index laid beside one state of a study.
pub struct Joined {
    index: Arc<Index>,
    /// For each segment and document the passage's number; `GONE` where the source changed.
    numbers: Vec<Vec<u32>>,
    /// For each passage the segment and the document; `GONE` where it is not in the index.
    documents: Vec<(u32, DocId)>,
    /// Documents of each segment whose source changed; nothing where there is none.
    stale: Vec<Option<BitSet>>,
    /// Sources that are not in the index as they are now.
    behind: Vec<usize>,
    edition: u64,
}

const GONE: u32 = u32::MAX;

impl Index {
    /// Opens the index in a folder, having read all its files and found them as they were finished.
    ///
    /// # Errors
    /// [`IndexError::Unusable`] where there is none that can be trusted.
    pub fn open(folder: &Path) -> Result<Self, IndexError> {
        let folder = Folder::new(folder);
        if !folder.is_sealed().unwrap_or(false) {
            return Err(IndexError::Unusable);
        }
        let opened = std::panic::catch_unwind(|| Self::open_sealed(&folder));
        opened.unwrap_or(Err(IndexError::Unusable))
    }

    /// Opens the index in a folder whose files are known to be whole.
    fn open_sealed(folder: &Folder) -> Result<Self, IndexError> {
        let directory = folder.directory().map_err(|_| IndexError::Unusable)?;
        let index = tantivy::Index::open(directory)?;
        let fields = Fields::new();
        if index.schema() != fields.schema {
            return Err(IndexError::Unusable);
        }
        let payload = index.load_metas()?.payload.unwrap_or_default();
        let manifest = Manifest::read(&payload).ok_or(IndexError::Unusable)?;
        schema::register(&index);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { searcher: reader.searcher(), fields, manifest })
    }

    /// Returns the number of passages that it holds.
    #[must_use]
    pub fn passages(&self) -> usize {
        self.manifest.entries.iter().map(|entry| entry.passages as usize).sum()
    }

    /// Tells whether it holds just what a corpus holds now.
    #[must_use]
    pub fn is_current(&self, corpus: &dyn Corpus) -> bool {
        let difference = self.manifest.difference(corpus);
        difference.gone.is_empty() && difference.new.is_empty()
    }

    /// Lays the index beside a corpus.
    ///
    /// # Errors
    /// When the engine cannot read its files.
    pub fn join(self: &Arc<Self>, corpus: &dyn Corpus) -> Result<Joined, IndexError> {
        let difference = self.manifest.difference(corpus);
        let slots = difference.kept.iter().map(|&(slot, _)| slot as usize + 1).max().unwrap_or(0);
        let mut sources = vec![None; slots];
        for &(slot, source) in &difference.kept {
            sources[slot as usize] = Some(source);
        }
        let mut joined = Joined {
            index: Arc::clone(self),
            numbers: Vec::new(),
            documents: vec![(GONE, 0); corpus.places().len()],
            stale: Vec::new(),
            behind: difference.new,
            edition: corpus.edition(),
        };
        for (segment, reader) in (0_u32..).zip(self.searcher.segment_readers()) {
            let places = reader.fast_fields().u64("place")?.first_or_default_col(u64::MAX);
            let mut numbers = Vec::with_capacity(reader.max_doc() as usize);
            let mut stale = BitSet::with_max_value(reader.max_doc());
            for doc in 0..reader.max_doc() {
                let place = places.get_val(doc);
                let source = usize::try_from(place >> 32).ok().and_then(|slot| sources.get(slot).copied().flatten());
                let passage = usize::try_from(place & u64::from(u32::MAX)).unwrap_or(usize::MAX);
                let number = source
                    .filter(|_| !reader.is_deleted(doc))
                    .and_then(|source| corpus.places().number(source, passage))
                    .and_then(|number| u32::try_from(number).ok());
                match number {
                    Some(number) => joined.documents[number as usize] = (segment, doc),
                    None => {
                        stale.insert(doc);
                    }
                }
                numbers.push(number.unwrap_or(GONE));
            }
            joined.numbers.push(numbers);
            joined.stale.push((stale.len() > 0).then_some(stale));
        }
        Ok(joined)
    }
}

impl Joined {
    /// Tells whether this is what [`Index::join`] would make of the two.
    #[must_use]
    pub fn is_of(&self, index: &Arc<Index>, corpus: &dyn Corpus) -> bool {
        Arc::ptr_eq(&self.index, index) && self.edition == corpus.edition()
    }

    /// Returns the sources that are not in the index as they are now: they have to be read.
    #[must_use]
    pub fn behind(&self) -> &[usize] {
        &self.behind
    }
}

#[cfg(test)]
mod damage_tests;
#[cfg(test)]
mod tests;
