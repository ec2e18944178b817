//! The folded journals, kept in the user's cache, so that an opening reads only what was added since.
//!
//! A journal that has its size, times and inode is as it was. One that grew is followed from its last
//! known line. Anything else (a journal that is gone, shorter, or rewritten, entries older than what was
//! folded) means that all journals are read again: the snapshot saves time and decides nothing. A change
//! inside a journal that leaves its end as it was shows in the digest of what was folded, which the workbench
//! compares behind the scenes, `check` in any case, and keeping before anything is kept ([`JournalCheck`]); a
//! journal that was read whole at this opening needs no comparing.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::cache::{Cache, Sealed, has_rested};
use super::host::Host;
use super::layout::Layout;
use super::open::Study;
use crate::base::disk::{Disk, NodeKind, Stat};
use crate::base::problem::{Problem, Severity};
use crate::coding::{Entered, Filed, JournalFile, Line, State};

const NAME: &str = "journals";

/// To be raised with every change of what a state holds or how it comes about.
const EDITION: &str = concat!(env!("CARGO_PKG_VERSION"), "-4");

/// Fewer bytes of journals than this are read faster than it pays to keep them folded.
const WORTH_KEEPING: u64 = 256 << 10;

/// What folding may report, as [`Problem::kind`] is written in the program.
const KINDS: [&str; 7] =
    ["broken-chain", "torn-line", "newer-operation", "bad-entry", "id-twice", "not-the-owner", "entry-waits"];

/// A journal as it was folded.
#[derive(Serialize, Deserialize)]
struct Kept {
    file: JournalFile,
    /// What the disk said of it before it was read.
    stat: Stat,
    folded: Digest,
}

/// The first bytes of a journal, as they were when they were folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Digest {
    length: u64,
    hash: [u8; blake3::OUT_LEN],
}

/// How a journal was found at opening.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    /// What the disk said of it before it was read.
    stat: Stat,
    folded: Digest,
    /// Whether these very bytes were read then, rather than at an earlier opening.
    is_whole: bool,
}

impl Seen {
    /// Takes a journal that was read whole.
    pub(super) fn whole(stat: Stat, bytes: &[u8]) -> Self {
        let folded = Digest { length: bytes.len() as u64, hash: *blake3::hash(bytes).as_bytes() };
        Self { stat, folded, is_whole: true }
    }
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
    /// How each journal was found, by its path.
    pub(super) seen: BTreeMap<String, Seen>,
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
    let mut seen = BTreeMap::new();
    let mut read = 0;
    for Kept { mut file, stat, folded } in kept {
        let path = layout.at(&file.path);
        let now = disk.stat(&path).ok()?;
        if now != stat || now.size != file.length || !has_rested(&stat, looked) {
            // Of the same size and with other times it was rewritten or restored.
            if now.size < file.length || now.size == stat.size && now != stat {
                return None;
            }
            read += now.size - file.length;
            problems.extend(file.follow(|from| tail(disk, &path, from, now.size))?);
        }
        seen.insert(file.path.clone(), Seen { stat: now, folded, is_whole: false });
        journals.push(file);
    }
    for path in paths {
        if journals.iter().all(|journal: &JournalFile| journal.path != *path) {
            let stat = disk.stat(&layout.at(path)).ok()?;
            let bytes = disk.read(&layout.at(path)).ok()?;
            read += bytes.len() as u64;
            seen.insert(path.clone(), Seen::whole(stat, &bytes));
            let (file, told) = crate::coding::read(path, &bytes);
            problems.extend(told);
            journals.push(file);
        }
    }
    let mut added: Vec<(usize, Vec<Entered>)> =
        journals.iter_mut().enumerate().map(|(at, journal)| (at, std::mem::take(&mut journal.entries))).collect();
    added.retain(|(_, entries)| !entries.is_empty());
    let waits = |problem: &Problem| problem.kind == "entry-waits";
    if !added.is_empty() && problems.iter().any(waits) {
        return None;
    }
    let mut state = State::unpack(packed)?;
    let filed = added.into_iter().flat_map(|(at, entries)| {
        let path = journals[at].path.as_str();
        file(at, path, entries)
    });
    let told = state.add(filed)?;
    // Its fellow may be among those that were added with it, and greater.
    if told.iter().any(waits) {
        return None;
    }
    problems.extend(told);
    problems.sort();
    Some(Folded { journals, state, problems, seen, read })
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
    ///
    /// Nothing is kept where the disk refused something since: what it holds is not known then.
    pub(super) fn keep_journals(&self) {
        let Some(cache) = &self.cache else { return };
        if self.journal_bytes_read.load(Ordering::Relaxed) < WORTH_KEEPING || self.is_disk_in_doubt {
            return;
        }
        let kept: Option<Vec<Kept>> = self.journals.par_iter().map(|journal| self.kept(journal)).collect();
        let Some(kept) = kept else {
            cache.forget(NAME, EDITION);
            return;
        };
        let of_journals = |problem: &&Problem| KINDS.contains(&problem.kind);
        let told: Vec<Told> = self.problems.iter().filter(of_journals).map(Told::of).collect();
        let head = Head { looked: self.looked, kept, told };
        if let (Ok(mut body), Some(packed)) = (postcard::to_stdvec(&head), self.state.pack()) {
            body.extend_from_slice(&packed);
            cache.keep(NAME, EDITION, &body);
            self.journal_bytes_read.store(0, Ordering::Relaxed);
        }
    }

    /// Returns a journal to be kept; nothing where it does not begin with the bytes that were folded.
    fn kept(&self, journal: &JournalFile) -> Option<Kept> {
        // One that was begun since has no stat of the opening: it is followed from its last line.
        let nothing = Digest { length: 0, hash: *blake3::hash(b"").as_bytes() };
        let (stat, before, is_whole) = match self.seen.get(&journal.path) {
            Some(seen) => (seen.stat, seen.folded, seen.is_whole),
            None => (Stat { kind: NodeKind::File, size: 0, modified: 0, changed: 0, inode: 0 }, nothing, false),
        };
        // What was read whole at this opening and has not grown since needs no second reading.
        let folded = if is_whole && before.length == journal.length {
            before
        } else {
            before.grown_to(journal.length, &*self.host.disk, &self.layout.at(&journal.path))?
        };
        Some(Kept { file: journal.clone(), stat, folded })
    }

    /// Returns a way to compare the journals with the bytes that the study was opened from, behind the
    /// scenes and without holding on to the study. Those that were read whole need no comparing.
    #[must_use]
    pub fn journal_check(&self) -> JournalCheck {
        let before = self.seen.iter().filter(|(_, seen)| !seen.is_whole);
        let journals = before.map(|(path, seen)| (path.clone(), seen.folded)).collect();
        JournalCheck {
            cache: self.cache.clone(),
            disk: Arc::clone(&self.host.disk),
            layout: self.layout.clone(),
            journals,
        }
    }
}

/// Compares whole journals with what was folded of them.
pub struct JournalCheck {
    cache: Option<Cache>,
    disk: Arc<dyn Disk>,
    layout: Layout,
    journals: Vec<(String, Digest)>,
}

impl JournalCheck {
    /// Takes what the cache of a study remembers of its journals; nothing where it remembers nothing.
    #[must_use]
    pub fn of_cache(host: &Host, root: &Path) -> Option<Self> {
        let cache = Cache::of(host, root)?;
        let sealed = cache.read(NAME, EDITION)?;
        let journals = head(&sealed)?.0.kept.into_iter().map(|kept| (kept.file.path, kept.folded)).collect();
        Some(Self { cache: Some(cache), disk: Arc::clone(&host.disk), layout: Layout::new(root), journals })
    }

    /// Tells whether the journals begin with the bytes that were folded. Where they do not, the snapshot is
    /// thrown away, and the study is to be opened again.
    #[must_use]
    pub fn holds(&self) -> bool {
        let is_same = |(path, folded): &(String, Digest)| {
            folded.grown_to(folded.length, &*self.disk, &self.layout.at(path)).is_some()
        };
        let holds = self.journals.iter().all(is_same);
        if let (false, Some(cache)) = (holds, &self.cache) {
            cache.forget(NAME, EDITION);
        }
        holds
    }
}

impl Digest {
    /// Reads a journal up to a length and returns the digest of that; nothing where it does not begin with
    /// these bytes.
    fn grown_to(&self, length: u64, disk: &dyn Disk, path: &Path) -> Option<Self> {
        /// A journal may have hundreds of megabytes, and nobody waits for this.
        const PIECE: u64 = 4 << 20;
        let mut hasher = blake3::Hasher::new();
        let mut at = 0;
        let mut read_to = |to: u64, hasher: &mut blake3::Hasher| {
            while at < to {
                let piece = PIECE.min(to - at);
                hasher.update(&disk.read_range(path, at, usize::try_from(piece).ok()?).ok()?);
                at += piece;
            }
            Some(*hasher.finalize().as_bytes())
        };
        let is_same = read_to(self.length.min(length), &mut hasher)? == self.hash && self.length <= length;
        let hash = read_to(length, &mut hasher)?;
        is_same.then_some(Self { length, hash })
    }
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

    #[test]
    fn what_became_of_journals_between_reading_and_keeping_is_seen() {
        // Another appends: the snapshot is of what was read, and the rest is followed.
        let disk = kept();
        let first = open(&disk, true);
        code(&mut open(&disk, false), "ana", 14..18);
        keep(&first);
        assert!(compare(&disk), "what was added is read");
        // Rewritten to the same size.
        let disk = kept();
        edit(&disk, ANA, |text| text.replace("\"One\"", "\"one\""));
        let first = open(&disk, true);
        edit(&disk, ANA, |text| text.replace("\"one\"", "\"Two\""));
        keep(&first);
        assert!(!compare(&disk));
        // Changed in the middle, grown, and kept again: it does not begin with what was folded.
        let disk = kept();
        code(&mut open(&disk, true), "ana", 14..18);
        edit(&disk, ANA, |text| text.replacen("\"supports\"", "\"neutral\" ", 1));
        keep(&open(&disk, true));
        assert!(!compare(&disk));
    }

    #[test]
    fn nothing_is_kept_when_the_disk_is_in_doubt_and_what_others_added_counts() {
        use crate::base::disk::Fault;
        let disk = kept();
        let mut study = open(&disk, true);
        code(&mut open(&disk, false), "ana", 14..18);
        disk.fail(Some(Fault::From(0, std::io::ErrorKind::StorageFull)));
        let refused = study.write(&"ana".into(), vec![Act::Memo(About::Study, "refused".to_owned())]);
        disk.fail(None);
        assert!(refused.is_err());
        assert_eq!(study.state.coded().count(), open(&disk, false).state.coded().count());
        let before = disk.read(&study.cache_place(NAME).unwrap()).unwrap();
        keep(&study);
        assert_eq!(disk.read(&study.cache_place(NAME).unwrap()).unwrap(), before);
        assert!(compare(&disk));
    }

    #[test]
    fn a_line_that_was_being_written_is_read_whole_in_the_end() {
        let disk = kept();
        let whole = disk.read(Path::new(ANA)).unwrap();
        disk.put(ANA, &whole[..whole.len() - 40]);
        let mut study = open(&disk, true);
        disk.put(ANA, whole);
        study.write(&"ana".into(), vec![Act::Memo(About::Study, "mine".to_owned())]).unwrap();
        assert_eq!(study.log(), open(&disk, false).log());
        assert_eq!(study.state.coded().count(), open(&disk, false).state.coded().count());
    }

    #[test]
    fn a_past_state_is_not_kept() {
        let disk = kept();
        let mut past = open(&disk, true);
        past.forget_after("1999-01-01").unwrap();
        keep(&past);
        past.load_outlines(|| ());
        assert!(compare(&disk));
        assert!(open(&disk, true).state.coded().count() > 0);
    }
}
