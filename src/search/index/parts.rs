//! Files of an index as the engine reads them: in parts, and small parts in a row out of a larger one.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

/// A file that is read in parts, as they are asked for.
///
/// The engine's own way is to map files into memory, where a file that another program cuts, or whose disk
/// fails, kills the program by a signal; this way it is an error like any other.
///
/// The words that begin alike lie one after the other, and there may be ten thousands: who reads small parts in
/// their order gets them out of a larger one.
#[derive(Debug)]
pub(super) struct ReadFile {
    file: File,
    length: usize,
    ahead: Mutex<Ahead>,
}

/// What was read last of a file.
#[derive(Debug, Default)]
struct Ahead {
    /// Where the last part ended that was asked for.
    end: usize,
    /// Where the bytes begin that were read ahead.
    from: usize,
    bytes: Option<OwnedBytes>,
}

/// A part up to this size is small.
const SMALL: usize = 4 << 10;

/// How much is read ahead.
const AHEAD: usize = 64 << 10;

impl ReadFile {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        Ok(Self { file, length, ahead: Mutex::default() })
    }

    fn read(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut bytes = vec![0; range.len()];
        self.file.read_exact_at(&mut bytes, range.start as u64)?;
        Ok(OwnedBytes::new(bytes))
    }
}

impl Ahead {
    /// Returns a part of what was read ahead, if it is in there.
    fn part(&self, range: &Range<usize>) -> Option<OwnedBytes> {
        let from = range.start.checked_sub(self.from)?;
        let upto = from + range.len();
        let bytes = self.bytes.as_ref().filter(|bytes| upto <= bytes.len())?;
        Some(bytes.slice(from..upto))
    }
}

impl HasLen for ReadFile {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for ReadFile {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.len() > SMALL {
            return self.read(range);
        }
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        let follows = (ahead.end..=ahead.end + SMALL).contains(&range.start);
        ahead.end = range.end;
        if let Some(part) = ahead.part(&range) {
            return Ok(part);
        }
        let wide = range.start..(range.start + AHEAD).min(self.length);
        if !follows || wide.end < range.end {
            drop(ahead);
            return self.read(range);
        }
        ahead.bytes = Some(self.read(wide)?);
        ahead.from = range.start;
        ahead.part(&range).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::disk::{Access, Disk as _, RealDisk};
    use crate::base::rounds::{self, Dice};

    #[test]
    fn every_part_is_what_the_file_holds_there() {
        let folder = rounds::quick_folder();
        let path = folder.path().join("file");
        let mut dice = Dice::new(3);
        let bytes: Vec<u8> = (0..300_000).map(|_| u8::try_from(dice.below(256)).unwrap()).collect();
        RealDisk.replace(&path, &bytes, Access::Private).unwrap();
        let file = ReadFile::open(&path).unwrap();
        let mut at = 0;
        for _ in 0..20_000 {
            // Mostly in a row, with gaps and leaps, small parts and large ones, up to the very end.
            at = match dice.below(8) {
                0 => dice.below(bytes.len()),
                1 => at + dice.below(6_000),
                _ => at,
            }
            .min(bytes.len());
            let most = if dice.below(9) == 0 { 20_000 } else { 300 };
            let length = dice.below(most).min(bytes.len() - at);
            assert_eq!(file.read_bytes(at..at + length).unwrap().as_slice(), &bytes[at..at + length]);
            at += length;
        }
        assert!(file.read_bytes(bytes.len() - 1..bytes.len() + 1).is_err());
    }
}
