//! What was computed of each source's file, kept in the user's cache and known again by the file's size,
//! times and inode: the front matter, and the outline of the text.
//!
//! Only files that had rested when they were looked at are kept (see [`has_rested`]). An outline also
//! depends on keys and languages, so it carries a hash of these. Outlines are taken out one by one, when
//! they are asked for.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::cache::{Cache, Sealed, has_rested};
use super::sources::Source;
use crate::base::disk::Stat;
use crate::base::language::Language;
use crate::base::text::TextHash;
use crate::source::{FrontMatter, Outline};

const NAME: &str = "sources";

/// To be raised with every change of what an outline holds or how it is computed; a test says when.
const EDITION: &str = concat!(env!("CARGO_PKG_VERSION"), "-3");

/// What the head of a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    /// Its front matter.
    pub(super) front: FrontMatter,
    /// Whether it begins like front matter and is none.
    pub(super) is_broken: bool,
}

/// An outline in short, and where the whole of it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// A hash of all but the text that the outline depends on.
    inputs: TextHash,
    /// The text's hash.
    pub(super) hash: TextHash,
    /// The text's length in code points.
    pub(super) length: usize,
    /// Where the outline begins in the file's outlines, and how many bytes it has.
    at: (usize, usize),
}

/// A row of the table.
#[derive(Serialize, Deserialize)]
struct Row {
    id: String,
    stat: Stat,
    head: Head,
    outline: Option<Kept>,
}

/// The table as it was when the study was opened.
#[derive(Debug, Default)]
pub(super) struct SourceTable {
    rows: HashMap<String, RowValue>,
    sealed: Sealed,
    /// Where the outlines begin.
    from: usize,
}

#[derive(Debug)]
struct RowValue {
    stat: Stat,
    head: Head,
    outline: Option<Kept>,
}

impl SourceTable {
    /// Reads the table; an empty one where there is none that can be trusted.
    pub(super) fn read(cache: &Cache) -> Self {
        Self::read_sealed(cache).unwrap_or_default()
    }

    fn read_sealed(cache: &Cache) -> Option<Self> {
        let sealed = cache.read(NAME, EDITION)?;
        let body = sealed.body();
        let (rows, rest): (Vec<Row>, &[u8]) = postcard::take_from_bytes(body).ok()?;
        let from = body.len() - rest.len();
        let rows = rows
            .into_iter()
            .map(|row| (row.id, RowValue { stat: row.stat, head: row.head, outline: row.outline }))
            .collect();
        Some(Self { rows, sealed, from })
    }

    /// Makes the table as good as absent.
    pub(super) fn forget(cache: &Cache) {
        cache.forget(NAME, EDITION);
    }

    /// Returns what the head of a file says, if the file is the one that was looked at.
    pub(super) fn head(&self, id: &str, stat: &Stat) -> Option<&Head> {
        self.row(id, stat).map(|row| &row.head)
    }

    /// Returns the outline of a source in short, if its file is the one that it was made of and all else
    /// that it depends on is the same.
    pub(super) fn kept(&self, id: &str, stat: &Stat, inputs: TextHash) -> Option<Kept> {
        self.row(id, stat)?.outline.filter(|kept| kept.inputs == inputs)
    }

    fn row(&self, id: &str, stat: &Stat) -> Option<&RowValue> {
        self.rows.get(id).filter(|row| row.stat == *stat)
    }

    /// Takes a whole outline out.
    pub(super) fn outline(&self, kept: &Kept) -> Option<Outline> {
        postcard::from_bytes(self.bytes(kept)?).ok()
    }

    fn bytes(&self, kept: &Kept) -> Option<&[u8]> {
        let (at, length) = kept.at;
        self.sealed.body().get(self.from..)?.get(at..at.checked_add(length)?)
    }

    /// Keeps what is known of all sources now. `looked` is when their files were looked at, in
    /// nanoseconds since 1970.
    pub(super) fn keep(&self, cache: &Cache, sources: &[Source], looked: i128) {
        let mut rows = Vec::new();
        let mut outlines = Vec::new();
        for source in sources.iter().filter(|source| has_rested(&source.stat, looked)) {
            let at = outlines.len();
            let kept = match (&source.kept, source.outline.get()) {
                (Some(kept), _) => self.bytes(kept).map(|bytes| {
                    outlines.extend_from_slice(bytes);
                    Kept { at: (at, bytes.len()), ..*kept }
                }),
                (None, Some(Ok(outline))) => postcard::to_stdvec(outline).ok().map(|bytes| {
                    outlines.extend_from_slice(&bytes);
                    Kept { inputs: source.inputs, hash: outline.hash, length: outline.length, at: (at, bytes.len()) }
                }),
                (None, _) => None,
            };
            rows.push(Row { id: source.id.to_string(), stat: source.stat, head: source.head.clone(), outline: kept });
        }
        let Ok(mut body) = postcard::to_stdvec(&rows) else { return };
        body.extend_from_slice(&outlines);
        cache.keep(NAME, EDITION, &body);
    }
}

/// Returns a hash of all but its text that a source's outline depends on: how it is read, the keys that
/// have a say, and the languages that are chosen among.
pub(super) fn inputs(source: &Source, languages: &[Language]) -> TextHash {
    let about = &source.about;
    let said = (source.reading as u8, about.language, &about.speakers, &about.interviewers, languages);
    TextHash::of_bytes(&postcard::to_stdvec(&said).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::base::disk::{Disk as _, MemoryDisk};
    use crate::study::{Host, Study};

    const TEXT: &str =
        "---\ntitle: One\nspeakers: Q, A\n---\nQ: How is it?\n\nA: Вполне хорошо, если подумать.\n\n- 一 二\n\n| a |\n";

    fn open(disk: &MemoryDisk) -> Study {
        Study::open(Host::in_memory(disk), Path::new("/s")).unwrap()
    }

    fn study() -> MemoryDisk {
        let disk = MemoryDisk::new();
        disk.put("/s/study.toml", "");
        disk.put("/s/interviews/a.md", TEXT);
        disk.put("/s/interviews/b.csv", "voice,words\nr1,one two\nr2,three\n");
        open(&disk).load_outlines(|| ());
        disk
    }

    fn kept(study: &Study) -> Vec<bool> {
        study.sources().iter().map(|source| source.kept.is_some()).collect()
    }

    #[test]
    fn a_second_opening_reads_no_text() {
        let disk = study();
        let again = open(&disk);
        assert_eq!(kept(&again), [true, true]);
        for source in again.sources() {
            let known = again.extent(source).unwrap();
            assert!(source.outline.get().is_none(), "the extent needs no outline");
            let outline = again.outline(source).unwrap();
            assert_eq!(known, (outline.hash, outline.length));
            let text = again.text(source).unwrap();
            let anew = Outline::new(&text, source.reading, &source.about, &again.detector);
            assert_eq!(*outline, anew, "{}", source.id);
        }
        assert_eq!(again.sources()[0].title(), "One");
    }

    #[test]
    fn what_changed_is_read_again_and_what_did_not_is_kept() {
        let disk = study();
        disk.put("/s/interviews/a.md", TEXT.replace("One", "Two"));
        let again = open(&disk);
        assert_eq!(kept(&again), [false, true]);
        assert_eq!(again.sources()[0].title(), "Two");
        again.load_outlines(|| ());
        assert_eq!(kept(&open(&disk)), [true, true]);
        // The register may say how a text is to be read.
        disk.put("/s/sources.csv", "source,speakers\na.md,Q\n");
        assert_eq!(kept(&open(&disk)), [false, true]);
        disk.put("/s/sources.csv", "source,case\na.md,north\n");
        assert_eq!(kept(&open(&disk)), [true, true]);
        disk.put("/s/study.toml", "languages = [\"en\"]");
        assert_eq!(kept(&open(&disk)), [false, false]);
    }

    #[test]
    fn words_are_never_cut_out_of_another_text_than_the_one_that_is_known() {
        let disk = study();
        let again = open(&disk);
        disk.put("/s/interviews/a.md", TEXT.replace("How", "Who"));
        let source = &again.sources()[0];
        assert!(source.outline.get().is_none());
        assert!(again.text(source).is_err());
    }

    #[test]
    fn a_file_that_may_still_be_written_is_not_kept() {
        let disk = study();
        let mut host = Host::in_memory(&disk);
        host.clock = std::sync::Arc::new(crate::base::clock::SetClock::new(1));
        disk.put("/s/interviews/a.md", TEXT.replace("One", "Two"));
        let study = Study::open(host, Path::new("/s")).unwrap();
        study.load_outlines(|| ());
        assert!(kept(&study)[1], "what was kept before stays known");
        assert!(!kept(&open(&disk))[0]);
    }

    #[test]
    fn a_damaged_table_is_as_good_as_none() {
        let disk = study();
        let place = open(&disk).cache_place(NAME).unwrap();
        let mut bytes = disk.read(&place).unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        disk.put(&place, bytes);
        assert_eq!(kept(&open(&disk)), [false, false]);
    }

    /// If this fails, what an outline holds has changed: raise [`EDITION`], then put the new hash here.
    #[test]
    fn the_edition_is_raised_with_every_change_of_outlines() {
        let disk = study();
        let study = open(&disk);
        let outlines: Vec<&Outline> = study.sources().iter().map(|source| study.outline(source).unwrap()).collect();
        let hash = TextHash::of_bytes(&postcard::to_stdvec(&outlines).unwrap());
        assert_eq!((EDITION, hash.to_string().as_str()), ("0.1.0-3", "f652bd03a97267b0"));
    }
}
