//! The disk, behind a trait: the real one, and one in memory with faults for tests.
//!
//! Only this folder touches `std::fs`. Every error names the path. Nothing here follows a symbolic
//! link inside a study, blocks on a pipe, or replaces a file other than by a finished copy.

mod memory;
mod real;

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use memory::{Fault, MemoryDisk};
pub use real::RealDisk;

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NodeKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, pipe, socket or device: never read.
    Other,
}

/// What the disk says about a path without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stat {
    /// What it is. A symbolic link is `Other`, whatever it points to.
    pub kind: NodeKind,
    /// Size in bytes.
    pub size: u64,
    /// Last modification, in nanoseconds since 1970.
    pub modified: i128,
    /// Last change of the inode, in nanoseconds since 1970.
    pub changed: i128,
    /// The file's number on its device.
    pub inode: u64,
}

/// One name in a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The name; parts that are no UTF-8 are replaced.
    pub name: String,
    /// What it is, and more.
    pub path: PathBuf,
}

/// Reads and writes files.
pub trait Disk: Send + Sync {
    /// Reads a whole regular file.
    ///
    /// # Errors
    /// When it cannot be read, or is no regular file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Reads at most `limit` bytes from the beginning of a regular file.
    ///
    /// # Errors
    /// When it cannot be read, or is no regular file.
    fn read_head(&self, path: &Path, limit: usize) -> io::Result<Vec<u8>>;

    /// Reads `length` bytes of a regular file from `at` on.
    ///
    /// # Errors
    /// When it cannot be read, is no regular file, or is shorter.
    fn read_range(&self, path: &Path, at: u64, length: usize) -> io::Result<Vec<u8>>;

    /// Tells what a path leads to, without following a last symbolic link.
    ///
    /// # Errors
    /// When there is nothing, or it cannot be looked at.
    fn stat(&self, path: &Path) -> io::Result<Stat>;

    /// Lists the names in a folder, sorted.
    ///
    /// # Errors
    /// When the folder cannot be read.
    fn list(&self, folder: &Path) -> io::Result<Vec<Named>>;

    /// Makes a folder and those above it; an existing one is left as it is.
    ///
    /// # Errors
    /// When it cannot be made.
    fn make_folder(&self, folder: &Path, access: Access) -> io::Result<()>;

    /// Makes a file that must not exist yet, complete and synced before it has its name.
    ///
    /// # Errors
    /// `AlreadyExists` when the name is taken; others when it cannot be written.
    fn create(&self, path: &Path, bytes: &[u8], access: Access) -> io::Result<()>;

    /// Puts a finished and synced copy in the place of a file, or makes it.
    ///
    /// # Errors
    /// When it cannot be written; the old file is then still there.
    fn replace(&self, path: &Path, bytes: &[u8], access: Access) -> io::Result<()>;

    /// Opens a file to append to, making it where it is absent, and waits for its lock.
    ///
    /// # Errors
    /// When it cannot be opened or locked.
    fn append(&self, path: &Path) -> io::Result<Box<dyn Appending>>;
}

/// Who may read a new file or folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// As the umask says: study files.
    Shared,
    /// The user alone: caches, keys, settings.
    Private,
}

/// A file that is locked and open for appending; dropping it gives the lock back.
pub trait Appending {
    /// Reads all bytes from `offset` on.
    ///
    /// # Errors
    /// When they cannot be read.
    fn read_from(&mut self, offset: u64) -> io::Result<Vec<u8>>;

    /// Writes at the end with one system call, and says how many bytes it took.
    ///
    /// # Errors
    /// When nothing could be written.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize>;

    /// Waits until all that was written is on the disk, the file's name too if it is new.
    ///
    /// # Errors
    /// When the disk does not say so: what was written may or may not be there.
    fn sync(&mut self) -> io::Result<()>;
}

/// Adds the path to an error's text.
fn named(path: &Path) -> impl FnOnce(io::Error) -> io::Error + '_ {
    move |error| {
        let reason = match error.kind() {
            io::ErrorKind::NotFound => "no such file or folder".to_owned(),
            io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
            io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
            io::ErrorKind::StorageFull => "no space left on the disk".to_owned(),
            io::ErrorKind::QuotaExceeded => "the disk quota is used up".to_owned(),
            io::ErrorKind::AlreadyExists => "it exists already".to_owned(),
            _ => error.to_string(),
        };
        io::Error::new(error.kind(), format!("{}: {reason}", path.display()))
    }
}
