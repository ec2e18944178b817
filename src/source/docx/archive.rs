//! Named parts of a zip archive that a stranger made, read from memory within limits.
//!
//! Nothing is ever written to disk, and no name in the archive is taken as a path: a part is read only
//! because this program asks for it. Sizes are counted while reading, since headers may lie.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

/// What an archive may cost to read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// The number of parts.
    pub(super) parts: usize,
    /// What one part may unfold to, in bytes.
    pub(super) part: u64,
    /// What all parts that are read may unfold to together, in bytes.
    pub(super) all: u64,
}

impl Limits {
    /// More than any document has: one part of 128 MB holds many times the words of the longest book.
    const DOCUMENT: Self = Self { parts: 10_000, part: 128 << 20, all: 512 << 20 };
}

/// How much larger than its packed form a part may be.
const MOST_RATIO: u64 = 100;
/// Below this many bytes any ratio is harmless: short parts of repeated markup pack very well.
const RATIO_FROM: u64 = 100 << 10;

/// Why a part cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// It is no zip archive, or one that is cut short or damaged.
    #[error("the file is damaged or cut short ({0})")]
    Damaged(String),
    /// A part is encrypted.
    #[error("part '{0}' of the file is encrypted")]
    Encrypted(String),
    /// A part is a symbolic link, which no document needs.
    #[error("part '{0}' of the file is a link to elsewhere")]
    Link(String),
    /// Unpacking it would exhaust the machine.
    #[error("{0}: no real document is made like this")]
    TooMuch(String),
}

/// An open archive that counts what was read from it.
#[derive(Debug)]
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// What may still be read: of one part, and of all.
    limits: Limits,
}

impl<'a> Archive<'a> {
    /// Opens an archive.
    ///
    /// # Errors
    /// When the bytes are no zip archive, or hold more than 10,000 parts.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ArchiveError> {
        Self::open_within(bytes, Limits::DOCUMENT)
    }

    /// Opens an archive that may cost this much.
    pub(super) fn open_within(bytes: &'a [u8], limits: Limits) -> Result<Self, ArchiveError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        if zip.len() > limits.parts {
            return Err(ArchiveError::TooMuch(format!("the file has {} parts", zip.len())));
        }
        Ok(Self { zip, limits })
    }

    /// Returns the names of all parts that are UTF-8, sorted.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            self.zip.file_names_raw().filter_map(|name| std::str::from_utf8(name).ok()).map(str::to_owned).collect();
        names.sort();
        names
    }

    /// Reads one part whole; nothing where there is none of that name.
    ///
    /// # Errors
    /// When the part is damaged, encrypted or a link, or when it, or all that was read so far, is larger
    /// than allowed.
    pub fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, ArchiveError> {
        let mut part = match self.zip.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(ArchiveError::Encrypted(name.to_owned()));
            }
            Err(error) => return Err(damaged(&error)),
        };
        if part.encrypted() {
            return Err(ArchiveError::Encrypted(name.to_owned()));
        }
        if part.is_symlink() {
            return Err(ArchiveError::Link(name.to_owned()));
        }
        let packed = part.compressed_size();
        let by_ratio = packed.saturating_mul(MOST_RATIO).max(RATIO_FROM);
        let by_size = self.limits.all.min(self.limits.part);
        let limit = by_ratio.min(by_size);
        let mut bytes = Vec::new();
        (&mut part)
            .take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| ArchiveError::Damaged(error.to_string()))?;
        let size = bytes.len() as u64;
        if size > limit {
            return Err(ArchiveError::TooMuch(if by_ratio <= by_size {
                format!("part '{name}' unpacks to more than {MOST_RATIO} times its size")
            } else {
                format!("part '{name}' unpacks to more than {by_size} bytes")
            }));
        }
        self.limits.all -= size;
        Ok(Some(bytes))
    }
}

fn damaged(error: &ZipError) -> ArchiveError {
    ArchiveError::Damaged(match error {
        ZipError::Io(error) => error.to_string(),
        ZipError::InvalidArchive(reason) => reason.to_string(),
        other => other.to_string(),
    })
}
