//! The folded journals, kept in the user's cache, so that an opening reads only what was added since.
//!
//! A journal that has its size, times and inode is as it was. One that grew is followed from its last
//! known line. Anything else (a journal that is gone, shorter, or rewritten, entries older than what was
//! folded) means that all journals are read again: the snapshot saves time and decides nothing. A change
//! inside a journal that leaves its end as it was shows in the digest, which is compared behind the scenes
//! ([`JournalCheck`]).

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::cache::{Cache, Sealed, has_rested};
use super::layout::Layout;
use super::open::Study;
use crate::base::disk::{Disk, Stat};
use crate::base::problem::{Problem, Severity};
use crate::coding::{Entered, Filed, JournalFile, Line, State};

const NAME: &str = "journals";

/// To be raised with every change of what a state holds or how it comes about.
const EDITION: &str = concat!(env!("CARGO_PKG_VERSION"), "-2");

/// Fewer bytes of journals than this are read faster than it pays to keep them folded.
const WORTH_KEEPING: u64 = 256 << 10;

/// What folding may report, as [`Problem::kind`] is written in the program.
const KINDS: [&str; 7] =
    ["broken-chain", "torn-line", "newer-operation", "bad-entry", "id-twice", "not-the-owner", "entry-waits"];

/// A journal as it was folded.
#[derive(Serialize, Deserialize)]
struct Kept {
    file: JournalFile,
    stat: Stat,
    /// BLAKE3 of the bytes that were folded.
    digest: [u8; blake3::OUT_LEN],
}

#[derive(Serialize, Deserialize)]
struct Told {
    severity: Severity,
    kind: String,
    path: String,
    line: Option<usize>,
    message: String,
    hint: Option<String>,
}

/// All journals, folded.
#[derive(Default)]
pub(super) struct Folded {
    pub(super) journals: Vec<JournalFile>,
    pub(super) state: State,
    pub(super) problems: Vec<Problem>,
    /// How many bytes of the journals were read for it.
    pub(super) read: u64,
}

/// Resumes from the snapshot, if there is one that the journals have grown from.
pub(super) fn resume(cache: &Cache, disk: &dyn Disk, layout: &Layout, paths: &[String]) -> Option<Folded> {
    let sealed = cache.read(NAME, EDITION)?;
    let (Head { looked, kept, told }, packed) = head(&sealed)?;
    if kept.iter().any(|kept| !paths.contains(&kept.file.path)) {
        return None;
    }
    let mut problems: Vec<Problem> = told.into_iter().map(Told::problem).collect::<Option<_>>()?;
    let mut journals = Vec::new();
    let mut read = 0;
    for Kept { mut file, stat, .. } in kept {
        let path = layout.at(&file.path);
        let now = disk.stat(&path).ok()?;
        if now != stat || !has_rested(&stat, looked) {
            // Of the same size and with other times it was rewritten or restored.
            if now.size < file.length || now.size == stat.size && now != stat {
                return None;
            }
            read += now.size - file.length;
            problems.extend(file.follow(|from| tail(disk, &path, from, now.size))?);
        }
        journals.push(file);
    }
    for path in paths {
        if journals.iter().all(|journal: &JournalFile| journal.path != *path) {
            let bytes = disk.read(&layout.at(path)).ok()?;
            read += bytes.len() as u64;
            let (file, told) = crate::coding::read(path, &bytes);
            problems.extend(told);
            journals.push(file);
        }
    }
    let mut added: Vec<(usize, Vec<Entered>)> =
        journals.iter_mut().enumerate().map(|(at, journal)| (at, std::mem::take(&mut journal.entries))).collect();
    added.retain(|(_, entries)| !entries.is_empty());
    if !added.is_empty() && problems.iter().any(|problem| problem.kind == "entry-waits") {
        return None;
    }
    let mut state = State::unpack(packed)?;
    let filed = added.into_iter().flat_map(|(at, entries)| {
        let path = journals[at].path.as_str();
        file(at, path, entries)
    });
    problems.extend(state.add(filed)?);
    problems.sort();
    Some(Folded { journals, state, problems, read })
}

/// Returns the entries of the journal at a place in the list, with the lines that hold them.
pub(super) fn file(journal: usize, path: &str, entries: Vec<Entered>) -> impl Iterator<Item = Filed<'_>> {
    let journal = u16::try_from(journal).ok();
    entries.into_iter().map(move |Entered { entry, at, length }| Filed {
        path,
        line: journal.map(|journal| Line { journal, at, length }),
        entry,
    })
}

fn tail(disk: &dyn Disk, path: &Path, from: u64, size: u64) -> Option<Vec<u8>> {
    disk.read_range(path, from, usize::try_from(size.checked_sub(from)?).ok()?).ok()
}

impl Told {
    fn of(problem: &Problem) -> Self {
        Self {
            severity: problem.severity,
            kind: problem.kind.to_owned(),
            path: problem.path.clone(),
            line: problem.line,
            message: problem.message.clone(),
            hint: problem.hint.clone(),
        }
    }

    fn problem(self) -> Option<Problem> {
        let kind = KINDS.into_iter().find(|kind| *kind == self.kind)?;
        let Self { severity, path, line, message, hint, .. } = self;
        Some(Problem { severity, kind, path, line, message, hint, coding: None })
    }
}

impl Study {
    /// Keeps the folded journals, if much of them was read; as they are now, with what was written since.
    pub(super) fn keep_journals(&self) {
        let Some(cache) = &self.cache else { return };
        if self.journal_bytes_read.swap(0, Ordering::Relaxed) < WORTH_KEEPING {
            return;
        }
        let looked = self.host.nanos();
        let Some(kept) = self.journals.par_iter().map(|journal| self.kept(journal)).collect::<Option<Vec<_>>>() else {
            return;
        };
        let of_journals = |problem: &&Problem| KINDS.contains(&problem.kind);
        let told: Vec<Told> = self.problems.iter().filter(of_journals).map(Told::of).collect();
        let (Ok(mut body), Some(packed)) = (postcard::to_stdvec(&Head { looked, kept, told }), self.state.pack())
        else {
            return;
        };
        body.extend_from_slice(&packed);
        cache.keep(NAME, EDITION, &body);
    }

    fn kept(&self, journal: &JournalFile) -> Option<Kept> {
        let path = self.layout.at(&journal.path);
        let stat = self.host.disk.stat(&path).ok()?;
        Some(Kept { file: journal.clone(), stat, digest: self.digest(journal)? })
    }

    fn digest(&self, journal: &JournalFile) -> Option<[u8; blake3::OUT_LEN]> {
        digest(&*self.host.disk, &self.layout, journal)
    }

    /// Returns a way to compare the journals with the snapshot that the study was opened from, behind the
    /// scenes and without holding on to the study.
    #[must_use]
    pub fn journal_check(&self) -> JournalCheck {
        JournalCheck { cache: self.cache.clone(), disk: Arc::clone(&self.host.disk), layout: self.layout.clone() }
    }
}

/// Compares whole journals with the snapshot in the cache.
pub struct JournalCheck {
    cache: Option<Cache>,
    disk: Arc<dyn Disk>,
    layout: Layout,
}

impl JournalCheck {
    /// Tells whether the journals begin with the bytes that the snapshot was folded from. Where they do
    /// not, the snapshot is thrown away, and the study is to be opened again.
    #[must_use]
    pub fn holds(&self) -> bool {
        let Some(cache) = &self.cache else { return true };
        let Some(sealed) = cache.read(NAME, EDITION) else { return true };
        let Some((Head { kept, .. }, _)) = head(&sealed) else { return true };
        drop(sealed);
        let is_same = |kept: &Kept| digest(&*self.disk, &self.layout, &kept.file) == Some(kept.digest);
        let holds = kept.iter().all(is_same);
        if !holds {
            cache.forget(NAME, EDITION);
        }
        holds
    }
}

/// Returns the hash of as many bytes of a journal as are known.
fn digest(disk: &dyn Disk, layout: &Layout, journal: &JournalFile) -> Option<[u8; blake3::OUT_LEN]> {
    /// A journal may have hundreds of megabytes, and nobody waits for this.
    const PIECE: u64 = 4 << 20;
    let path = layout.at(&journal.path);
    let mut hasher = blake3::Hasher::new();
    let mut at = 0;
    while at < journal.length {
        let length = PIECE.min(journal.length - at);
        hasher.update(&disk.read_range(&path, at, usize::try_from(length).ok()?).ok()?);
        at += length;
    }
    Some(*hasher.finalize().as_bytes())
}

/// What stands before the packed state.
#[derive(Serialize, Deserialize)]
struct Head {
    /// When the journals were looked at, in nanoseconds since 1970.
    looked: i128,
    kept: Vec<Kept>,
    told: Vec<Told>,
}

fn head(sealed: &Sealed) -> Option<(Head, &[u8])> {
    postcard::take_from_bytes(sealed.body()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::disk::MemoryDisk;
    use crate::base::ids::Coder;
    use crate::coding::{About, Act, Stance};
    use crate::study::Host;

    const ANA: &str = "/s/codings/ana.abcdefgh.jsonl";

    fn open(disk: &MemoryDisk, cached: bool) -> Study {
        let mut host = Host::in_memory(disk);
        host.cache = host.cache.filter(|_| cached);
        Study::open(host, Path::new("/s")).unwrap()
    }

    fn code(study: &mut Study, by: &str, words: std::ops::Range<usize>) {
        let code = study.codebook().find("c").unwrap();
        let span = crate::base::text::Span::new(words.start, words.end);
        let coded = study.coded(&study.sources()[0], span, code, Stance::Supports).unwrap();
        study.write(&Coder::from(by), vec![Act::Code(Box::new(coded))]).unwrap();
    }

    fn keep(study: &Study) {
        study.journal_bytes_read.store(u64::MAX, Ordering::Relaxed);
        study.keep_journals();
    }

    /// A study in which two have coded, one has undone, and all was kept.
    fn kept() -> MemoryDisk {
        let disk = MemoryDisk::new();
        disk.put("/s/study.toml", "");
        disk.put("/s/codebooks/a.toml", "[[code]]\nid = \"c\"\n");
        disk.put("/s/interviews/a.md", "One two three four five six seven.\n");
        let mut study = open(&disk, true);
        code(&mut study, "ana", 0..3);
        code(&mut study, "ben", 4..7);
        code(&mut study, "ana", 8..13);
        study.undo(&"ana".into()).unwrap();
        study.write(&"ben".into(), vec![Act::Memo(About::Study, "later".to_owned())]).unwrap();
        keep(&open(&disk, true));
        disk
    }

    /// Opens with and without the snapshot; tells whether the snapshot was used.
    fn compare(disk: &MemoryDisk) -> bool {
        let (with, without) = (open(disk, true), open(disk, false));
        assert_eq!(with.state.coded().count(), without.state.coded().count());
        assert_eq!(format!("{:?}", with.problems), format!("{:?}", without.problems));
        for (one, other) in with.state.all_codings().iter().zip(without.state.all_codings()) {
            assert_eq!(with.quoted(&one.place).as_deref(), without.quoted(&other.place).as_deref());
            assert_eq!((one.id(), one.is_live(), &one.code), (other.id(), other.is_live(), &other.code));
        }
        assert_eq!(with.log(), without.log());
        with.journal_bytes_read.load(Ordering::Relaxed) < without.journal_bytes_read.load(Ordering::Relaxed)
    }

    fn edit(disk: &MemoryDisk, path: &str, change: impl FnOnce(String) -> String) {
        let text = String::from_utf8(disk.read(Path::new(path)).unwrap()).unwrap();
        disk.put(path, change(text));
    }

    #[test]
    fn only_what_was_added_is_read() {
        let disk = kept();
        assert!(compare(&disk));
        let mut study = open(&disk, true);
        assert_eq!(study.journal_bytes_read.load(Ordering::Relaxed), 0);
        code(&mut study, "ana", 14..18);
        code(&mut study, "cem", 19..23);
        assert!(compare(&disk), "what grew and what is new is read, and no more");
        keep(&study);
        assert!(compare(&disk));
        assert_eq!(open(&disk, true).journal_bytes_read.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn whatever_else_became_of_a_journal_is_seen() {
        let rewritten = |change: fn(String) -> String| {
            let disk = kept();
            edit(&disk, ANA, change);
            assert!(!compare(&disk), "all is read again");
        };
        rewritten(|text| text.replace("\"One\"", "\"Two\""));
        rewritten(|text| text.split_inclusive('\n').skip(1).collect());
        rewritten(|text| text.split_inclusive('\n').take(2).collect());
        rewritten(|text| format!("{text}{}\n", text.lines().next().unwrap()));
        rewritten(|_| String::new());
        let disk = kept();
        disk.delete(ANA);
        assert!(!compare(&disk));
    }

    #[test]
    fn a_torn_tail_and_an_unknown_line_are_told() {
        let disk = kept();
        edit(&disk, ANA, |text| format!("{text}{{\"id\":\"x"));
        assert!(compare(&disk));
        keep(&open(&disk, true));
        edit(&disk, ANA, |text| {
            let unknown = r#"{"id":"019a0000-0000-7000-8000-000000000001","by":"ana","op":"assign"}"#;
            format!("{text}\n{unknown}\n")
        });
        assert!(!compare(&disk), "a torn line may have been completed");
        assert!(open(&disk, true).write_barrier().is_some());
    }

    #[test]
    fn an_entry_that_waits_finds_its_fellow() {
        let disk = kept();
        let waiting = r#"{"id":"019a0000-0000-7000-8000-000000000009","at":"2026-01-01T00:00:00.000Z","by":"dan","op":"remove","of":"019b0000-0000-7000-8000-000000000001"}"#;
        disk.put("/s/codings/dan.aaaaaaaa.jsonl", format!("{waiting}\n"));
        keep(&open(&disk, true));
        assert!(compare(&disk));
        let made = r#"{"id":"019b0000-0000-7000-8000-000000000001","at":"2026-01-01T00:00:00.000Z","by":"dan","op":"memo","about":"study","memo":"m"}"#;
        disk.put("/s/codings/dan.bbbbbbbb.jsonl", format!("{made}\n"));
        assert!(!compare(&disk));
        assert_eq!(open(&disk, true).state.memos().count(), open(&disk, false).state.memos().count());
    }

    #[test]
    fn a_change_in_the_middle_shows_behind_the_scenes() {
        let disk = kept();
        assert!(open(&disk, true).journal_check().holds());
        // Grown, and changed before: its last known line is as it was.
        let mut study = open(&disk, true);
        code(&mut study, "ana", 14..18);
        edit(&disk, ANA, |text| text.replacen("\"supports\"", "\"neutral\" ", 1));
        let study = open(&disk, true);
        assert_eq!(study.state.all_codings()[0].stance, Stance::Supports, "not seen at once");
        assert!(!study.journal_check().holds());
        assert_eq!(open(&disk, true).state.all_codings()[0].stance, Stance::Neutral);
    }
}
