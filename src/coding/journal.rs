//! A journal: one coder's entries on one device, one line each, chained, append-only.
//!
//! Reading is total: a line that is torn, damaged or unknown costs nothing but itself. Appending
//! happens under the file's lock, after what others added was read, by one write, and is over only
//! when the disk has said that the bytes are safe.

use std::io;
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::base::chance::Chance;
use crate::base::clock::{Clock, rfc3339};
use crate::base::disk::{Appending, Disk};
use crate::base::ids::{Coder, EntryId};
use crate::base::problem::Problem;
use crate::base::text::TextHash;

use super::entry::{Act, Entry};
use super::ids::IdMaker;
use super::line::{BadLine, parse, print};

/// The `prev` of a journal's first line.
const FIRST: &str = "0000000000000000";

/// What is known of a journal file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct JournalFile {
    /// Its path in the study.
    pub path: String,
    /// Its sound entries in the order of the file, as they were read.
    #[serde(skip)]
    pub entries: Vec<Entered>,
    /// How many bytes of it were read.
    pub length: u64,
    /// The hash of its last line.
    last: String,
    /// Where its last line begins, and its length in bytes.
    last_at: (u64, usize),
    /// Whether its last line has no end: it was torn, or another program wrote it.
    torn: bool,
    /// How many lines were read.
    lines: usize,
    /// Whether it holds operations of a newer program: such a study is not written to.
    pub newer: bool,
}

/// An entry, and the line that holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    /// The entry.
    pub entry: Entry,
    /// The line's first byte in the file.
    pub at: u64,
    /// The line's length in bytes, without its end.
    pub length: u32,
}

/// How many bytes of a journal one core reads in one go.
const PIECE: usize = 1 << 20;

/// Reads a journal from its bytes, on all cores.
#[must_use]
pub fn read(path: &str, bytes: &[u8]) -> (JournalFile, Vec<Problem>) {
    read_in_pieces(path, bytes, PIECE)
}

/// Reads a journal in pieces of whole lines, each of about so many bytes. Each piece begins with what the
/// pieces before it leave behind, so that the chain is followed across the cuts.
fn read_in_pieces(path: &str, bytes: &[u8], size: usize) -> (JournalFile, Vec<Problem>) {
    let mut before = JournalFile::empty(path);
    let mut begun = Vec::new();
    for piece in pieces(bytes, size) {
        begun.push((before.clone(), piece));
        before.pass(piece);
    }
    let read = begun.into_par_iter().map(|(mut file, piece)| {
        let mut problems = Vec::new();
        file.take(piece, &mut problems);
        (file, problems)
    });
    let join = |mut all: (JournalFile, Vec<Problem>), (next, problems): (JournalFile, Vec<Problem>)| {
        let JournalFile { mut entries, newer, .. } = all.0;
        entries.extend(next.entries);
        all.1.extend(problems);
        (JournalFile { entries, newer: newer || next.newer, ..next }, all.1)
    };
    // One by one, so that what was read is moved once.
    read.collect::<Vec<_>>().into_iter().reduce(join).unwrap_or_else(|| (JournalFile::empty(path), Vec::new()))
}

/// Cuts lines into pieces of at least so many bytes, but for the last one, that end where a line ends.
fn pieces(lines: &[u8], size: usize) -> impl Iterator<Item = &[u8]> {
    let mut rest = lines;
    std::iter::from_fn(move || {
        let end = rest.get(size.max(1) - 1..).and_then(|after| memchr::memchr(b'\n', after));
        let (piece, others) = rest.split_at(end.map_or(rest.len(), |end| size.max(1) + end));
        rest = others;
        (!piece.is_empty()).then_some(piece)
    })
}

fn without_return(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(u8::is_ascii_whitespace)
}

impl JournalFile {
    /// A journal that has no file yet.
    #[must_use]
    pub fn empty(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            entries: Vec::new(),
            length: 0,
            last: FIRST.to_owned(),
            last_at: (0, 0),
            torn: false,
            lines: 0,
            newer: false,
        }
    }

    /// Takes bytes that follow those that were read, and returns how many entries were there before.
    fn take(&mut self, bytes: &[u8], problems: &mut Vec<Problem>) -> usize {
        let before = self.entries.len();
        if bytes.is_empty() {
            return before;
        }
        let mut next = self.length;
        self.length += bytes.len() as u64;
        self.torn = bytes.last() != Some(&b'\n');
        let body = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        for line in body.split(|&byte| byte == b'\n') {
            self.lines += 1;
            let at = next;
            next += line.len() as u64 + 1;
            let line = without_return(line);
            if is_blank(line) {
                continue;
            }
            self.take_line(line, at, problems);
            self.end_with(line, at);
        }
        before
    }

    /// Passes over whole lines that follow those that were read: what they say is read elsewhere.
    fn pass(&mut self, lines: &[u8]) {
        let from = self.length;
        self.length += lines.len() as u64;
        self.lines += memchr::memchr_iter(b'\n', lines).count();
        let mut end = lines.len();
        while end > 0 {
            let begin = memchr::memrchr(b'\n', &lines[..end - 1]).map_or(0, |at| at + 1);
            let line = without_return(&lines[begin..end - 1]);
            if !is_blank(line) {
                self.end_with(line, from + begin as u64);
                break;
            }
            end = begin;
        }
    }

    /// Notes the last line that says anything.
    fn end_with(&mut self, line: &[u8], at: u64) {
        self.last = TextHash::of_bytes(line).to_string();
        self.last_at = (at, line.len());
    }

    /// Reads what was added to the file since, if the file still ends so in its last known line that it
    /// can have grown from what is known; otherwise nothing, and it has to be read whole.
    ///
    /// `tail` gives the file's bytes from a place on to its end.
    pub fn follow(&mut self, tail: impl FnOnce(u64) -> Option<Vec<u8>>) -> Option<Vec<Problem>> {
        let (at, length) = self.last_at;
        if self.torn {
            return None;
        }
        let bytes = tail(at)?;
        let known = usize::try_from(self.length - at).ok()?;
        let is_same = self.last == FIRST || TextHash::of_bytes(bytes.get(..length)?).to_string() == self.last;
        let mut problems = Vec::new();
        if !is_same {
            return None;
        }
        self.take(bytes.get(known..)?, &mut problems);
        Some(problems)
    }

    fn take_line(&mut self, line: &[u8], at: u64, problems: &mut Vec<Problem>) {
        let text = std::str::from_utf8(line).map_err(|error| BadLine::Torn(error.to_string()));
        match text.and_then(parse) {
            Ok((entry, prev)) => {
                if prev.as_deref() != Some(self.last.as_str()) {
                    let message = "the line does not follow the one before it: lines were lost, added or changed";
                    problems.push(Problem::warning("broken-chain", &self.path, message).at(self.lines));
                }
                let length = u32::try_from(line.len()).unwrap_or(u32::MAX);
                self.entries.push(Entered { entry, at, length });
            }
            Err(BadLine::Private) => {}
            Err(error @ BadLine::Torn(_)) => {
                let message = format!("{error}; it is kept and left aside");
                problems.push(Problem::warning("torn-line", &self.path, message).at(self.lines));
            }
            Err(error @ BadLine::UnknownOp(_)) => {
                self.newer = true;
                let problem =
                    Problem::error("newer-operation", &self.path, format!("{error}, so the study is not written to"));
                problems.push(problem.at(self.lines).hint("update tripod"));
            }
            Err(error @ BadLine::Field { .. }) => {
                let message = format!("{error}; it is kept and left aside");
                problems.push(Problem::error("bad-entry", &self.path, message).at(self.lines));
            }
        }
    }
}

/// What is to be written: one act, or an entry that has its id already because a first try failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Draft {
    /// An act that becomes an entry.
    Act(Act),
    /// An entry whose first try failed: it is written again under the same id.
    Again(Entry),
}

/// What was written, and what others had added before.
#[derive(Debug)]
pub struct Appended {
    /// The new entries, in order.
    pub entries: Vec<Entry>,
    /// Entries that another process had added to the same file since it was read.
    pub others: Vec<Entry>,
    /// Faults in lines that were added since.
    pub problems: Vec<Problem>,
    /// Whether a line that was read torn has been completed since: it has to be read again.
    pub completes_torn: bool,
}

/// Why entries are not known to be safe.
#[derive(Debug, thiserror::Error)]
#[error("{cause}")]
pub struct JournalError {
    /// What the disk said.
    pub cause: io::Error,
    /// The entries under the ids that they keep; write them again as [`Draft::Again`].
    pub entries: Vec<Entry>,
    /// Entries that another process had added to the same file since it was read.
    pub others: Vec<Entry>,
    /// Whether some of it may be on the disk all the same; otherwise it took not one byte.
    pub in_doubt: bool,
}

/// Which step an entry belongs to, and what it takes back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// The step that this one takes back.
    pub undoes: Option<EntryId>,
    /// The undo step that this one takes back.
    pub redoes: Option<EntryId>,
}

/// Who writes, and with what ids and times.
pub struct Pen<'a> {
    /// The coder.
    pub by: &'a Coder,
    /// New ids.
    pub ids: &'a mut IdMaker,
    /// The time.
    pub clock: &'a dyn Clock,
    /// Randomness.
    pub chance: &'a dyn Chance,
}

/// Appends one step to a journal and waits until it is safe.
///
/// `path` is the file on the disk. A sync that fails leaves unknown what the disk holds: the same
/// entries are then written once more through a new handle, and reading counts equal lines once.
///
/// # Errors
/// When the entries are not known to be safe. They come back with their ids.
pub fn append(
    disk: &dyn Disk,
    path: &Path,
    file: &mut JournalFile,
    pen: Pen<'_>,
    marks: Marks,
    drafts: Vec<Draft>,
) -> Result<Appended, JournalError> {
    let mut writing = Writing {
        pen,
        marks,
        drafts,
        entries: Vec::new(),
        others: Vec::new(),
        problems: Vec::new(),
        completes_torn: false,
        begun: false,
    };
    let mut result = Ok(());
    for _ in 0..2 {
        match writing.write(disk, path, file) {
            Ok(mut open) => {
                result = open.sync();
                if result.is_ok() {
                    break;
                }
            }
            Err(cause) => {
                result = Err(cause);
                break;
            }
        }
    }
    match result {
        Ok(()) => {
            let Writing { entries, others, problems, completes_torn, .. } = writing;
            Ok(Appended { entries, others, problems, completes_torn })
        }
        Err(cause) => {
            let Writing { entries, others, begun, .. } = writing;
            Err(JournalError { cause, entries, others, in_doubt: begun })
        }
    }
}

struct Writing<'a> {
    pen: Pen<'a>,
    marks: Marks,
    drafts: Vec<Draft>,
    entries: Vec<Entry>,
    others: Vec<Entry>,
    problems: Vec<Problem>,
    completes_torn: bool,
    /// Whether the disk took bytes of it, or may have.
    begun: bool,
}

impl Writing<'_> {
    /// Writes under the lock, which the returned handle still holds.
    fn write(&mut self, disk: &dyn Disk, path: &Path, file: &mut JournalFile) -> io::Result<Box<dyn Appending>> {
        let opened = disk.append(path);
        let mut open = match opened {
            Ok(open) => open,
            Err(error) => {
                self.make_entries();
                return Err(error);
            }
        };
        let tail = open.read_from(file.length);
        let tail = match tail {
            Ok(tail) => tail,
            Err(error) => {
                self.make_entries();
                return Err(error);
            }
        };
        self.completes_torn |= file.torn && tail.first().is_some_and(|&first| first != b'\n');
        let before = file.take(&tail, &mut self.problems);
        // What others wrote is counted by the caller, from the answer.
        let added: Vec<Entry> = file.entries.drain(before..).map(|entered| entered.entry).collect();
        for entry in &added {
            self.pen.ids.saw(entry.id);
        }
        self.make_entries();
        // After a failed sync the tail holds our own lines: they are not news.
        let ours = |entry: &&Entry| self.entries.iter().any(|own| own.id == entry.id);
        self.others.extend(added.iter().filter(|entry| !ours(entry)).cloned());

        let mut bytes = Vec::new();
        if file.torn {
            bytes.push(b'\n');
        }
        let mut last = file.last.clone();
        for entry in &self.entries {
            let line = print(entry, &last);
            last = TextHash::of_bytes(line.as_bytes()).to_string();
            bytes.extend_from_slice(line.as_bytes());
            bytes.push(b'\n');
        }
        write_all(&mut *open, &bytes, &mut self.begun)?;
        file.length += bytes.len() as u64;
        file.lines += self.entries.len();
        file.last_at = last_at(&bytes, file.length);
        file.last = last;
        file.torn = false;
        Ok(open)
    }

    /// Gives the acts their ids, once.
    fn make_entries(&mut self) {
        if self.drafts.is_empty() {
            return;
        }
        let drafts = std::mem::take(&mut self.drafts);
        let ids = self.pen.ids.batch(drafts.len(), self.pen.clock, self.pen.chance);
        let step = ids.first().copied();
        let at = rfc3339(self.pen.clock.millis());
        self.entries = drafts
            .into_iter()
            .zip(ids)
            .map(|(draft, id)| match draft {
                Draft::Again(entry) => entry,
                Draft::Act(act) => Entry {
                    id,
                    at: at.clone(),
                    by: self.pen.by.clone(),
                    step: step.unwrap_or(id),
                    undoes: self.marks.undoes,
                    redoes: self.marks.redoes,
                    act,
                },
            })
            .collect();
    }
}

/// Returns where the last of some lines begins and its length; `end` is where they end in the file.
fn last_at(lines: &[u8], end: u64) -> (u64, usize) {
    let body = lines.strip_suffix(b"\n").unwrap_or(lines);
    let length = body.len() - memchr::memrchr(b'\n', body).map_or(0, |at| at + 1);
    (end - (lines.len() - body.len() + length) as u64, length)
}

/// Writes all bytes; one system call unless the disk takes them in parts. Notes when it has taken some, or may
/// have: a disk that is full or not to be written to says so before it takes any.
fn write_all(open: &mut dyn Appending, mut bytes: &[u8], begun: &mut bool) -> io::Result<()> {
    use io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    while !bytes.is_empty() {
        match open.write(bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => {
                *begun = true;
                bytes = &bytes[count.min(bytes.len())..];
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                let before =
                    matches!(error.kind(), StorageFull | QuotaExceeded | ReadOnlyFilesystem | PermissionDenied);
                *begun |= !before;
                return Err(error);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
