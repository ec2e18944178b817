//! Makes an index, and brings one up to date.

use std::path::Path;

use tantivy::index::SegmentId;
use tantivy::{IndexWriter, TantivyDocument, Term};

use super::folder::{Folder, Writing};
use super::manifest::{Difference, Manifest};
use super::schema::{Fields, register, with_letter};
use super::{Index, IndexError};
use crate::base::language::Language;
use crate::search::corpus::{Corpus, Document};

/// How far the making of an index has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Sources put in.
    pub done: usize,
    /// Sources to put in.
    pub of: usize,
}

/// What was done to an index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Updated {
    /// Sources put in that have passages.
    pub added: usize,
    /// Sources taken out, those that changed included.
    pub removed: usize,
    /// Sources that could not be read.
    pub unread: usize,
    /// Whether the index was made from nothing.
    pub anew: bool,
}

/// Memory that the words of sources may take before they go to the disk, of all threads together. Less makes more
/// segments, which are to be merged; more stands beside the outlines of a large study.
const MEMORY: usize = 128 << 20;

/// Brings the index in a folder up to date with a corpus, or makes it; with `anew` in any case.
///
/// `watch` is told of each source and answers whether to go on.
///
/// # Errors
/// [`IndexError::Busy`] while another process writes it; [`IndexError::Stopped`] when `watch` said so:
/// the index is then as it was. Others when the folder cannot be written.
pub fn update(
    folder: &Path,
    corpus: &dyn Corpus,
    anew: bool,
    watch: &mut dyn FnMut(Progress) -> bool,
) -> Result<Updated, IndexError> {
    let folder = Folder::new(folder);
    folder.make()?;
    let writing = folder.lock()?.ok_or(IndexError::Busy)?;
    if !anew
        && folder.is_sealed().unwrap_or(false)
        && let Ok(old) = Index::open_sealed(&folder)
    {
        let difference = old.manifest.difference(corpus);
        if difference.gone.is_empty() && difference.new.is_empty() {
            return Ok(Updated::default());
        }
        let manifest = old.manifest.clone();
        drop(old);
        match write(&folder, &writing, manifest, &difference, corpus, watch) {
            // What it would write is in the way: files of an update that a crash took back. It is made anew.
            Err(IndexError::Engine(_)) => {}
            written => return written,
        }
    }
    folder.empty(&writing)?;
    let manifest = Manifest::new();
    let difference = manifest.difference(corpus);
    let updated = write(&folder, &writing, manifest, &difference, corpus, watch)?;
    Ok(Updated { anew: true, ..updated })
}

fn write(
    folder: &Folder,
    writing: &Writing,
    mut manifest: Manifest,
    difference: &Difference,
    corpus: &dyn Corpus,
    watch: &mut dyn FnMut(Progress) -> bool,
) -> Result<Updated, IndexError> {
    let fields = Fields::new();
    let index = tantivy::Index::open_or_create(
        folder.directory().map_err(tantivy::TantivyError::from)?,
        fields.schema.clone(),
    )?;
    register(&index);
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4).min(1 + difference.new.len() / 8);
    let mut writer: IndexWriter = index.writer_with_num_threads(threads, MEMORY)?;
    for &slot in &difference.gone {
        writer.delete_term(Term::from_field_u64(fields.slot, slot.into()));
    }
    manifest.remove(&difference.gone);
    let mut updated = Updated { removed: difference.gone.len(), ..Updated::default() };
    let of = difference.new.len();
    for (done, &source) in difference.new.iter().enumerate() {
        if !watch(Progress { done, of }) {
            // Nothing of this was committed: the seal still holds.
            writer.rollback()?;
            return Err(IndexError::Stopped);
        }
        match corpus.load(source) {
            Some(document) if document.passages.len() == corpus.places().of_source(source).len() => {
                add(&writer, &fields, &mut manifest, corpus, source, &document)?;
                updated.added += usize::from(!document.passages.is_empty());
            }
            // It changed since the corpus was read: it is left out, and so searched without index.
            _ => updated.unread += 1,
        }
    }
    watch(Progress { done: of, of });
    let payload = manifest.write().map_err(io_error)?;
    let mut prepared = writer.prepare_commit()?;
    prepared.set_payload(&payload);
    prepared.commit()?;
    // Merging writes files and changes the list of them: only after it is there something to seal.
    writer.wait_merging_threads()?;
    let segments: Vec<String> = index.searchable_segment_ids()?.iter().map(SegmentId::uuid_string).collect();
    folder.seal(writing, &segments)?;
    Ok(updated)
}

fn add(
    writer: &IndexWriter,
    fields: &Fields,
    manifest: &mut Manifest,
    corpus: &dyn Corpus,
    source: usize,
    document: &Document,
) -> Result<(), IndexError> {
    let languages: Vec<Language> = document.passages.iter().map(|(_, language)| *language).collect();
    let slot = manifest.add(corpus.id(source), corpus.stamp(source), &languages);
    for (passage, &(span, language)) in (0_u64..).zip(&document.passages) {
        let mut made = TantivyDocument::new();
        made.add_text(fields.words, with_letter(document.text.slice(span), language));
        made.add_u64(fields.slot, slot.into());
        made.add_u64(fields.place, u64::from(slot) << 32 | passage);
        writer.add_document(made)?;
    }
    Ok(())
}

fn io_error(error: serde_json::Error) -> IndexError {
    IndexError::Disk(error.into())
}
