//! The machine's own disk.

use std::collections::BTreeSet;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, FileExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Access, Appending, Disk, Named, NodeKind, Stat, named};

/// The machine's own disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

/// Files whose names this process has seen safe in their folders. That a file is there says nothing: who
/// made it may have been killed before its name was synced, or the sync of the name failed.
static NAMED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn named_files() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    NAMED.lock().unwrap_or_else(PoisonError::into_inner)
}

impl RealDisk {
    /// Opens a regular file for reading; never waits on a pipe.
    fn open(path: &Path) -> io::Result<File> {
        let nonblocking = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap_or(0);
        let file = OpenOptions::new().read(true).custom_flags(nonblocking).open(path).map_err(named(path))?;
        if !file.metadata().map_err(named(path))?.is_file() {
            return Err(named(path)(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file")));
        }
        Ok(file)
    }

    /// Writes a finished, synced copy beside `path` under a temporary name.
    fn finished_copy(path: &Path, bytes: &[u8], access: Access) -> io::Result<tempfile::NamedTempFile> {
        let folder = parent(path);
        let mode = match access {
            Access::Shared => 0o666,
            Access::Private => 0o600,
        };
        let mut copy = tempfile::Builder::new()
            .prefix(".tripod-")
            .permissions(std::fs::Permissions::from_mode(mode))
            .tempfile_in(folder)
            .map_err(named(path))?;
        copy.write_all(bytes).map_err(named(path))?;
        copy.as_file().sync_all().map_err(named(path))?;
        Ok(copy)
    }
}

impl Disk for RealDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let mut file = Self::open(path)?;
        let size = file.metadata().map_or(0, |meta| meta.len());
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0).min(1 << 30));
        file.read_to_end(&mut bytes).map_err(named(path))?;
        Ok(bytes)
    }

    fn read_head(&self, path: &Path, limit: usize) -> io::Result<Vec<u8>> {
        let file = Self::open(path)?;
        let mut bytes = Vec::new();
        file.take(limit as u64).read_to_end(&mut bytes).map_err(named(path))?;
        Ok(bytes)
    }

    fn read_range(&self, path: &Path, at: u64, length: usize) -> io::Result<Vec<u8>> {
        let file = Self::open(path)?;
        let mut bytes = vec![0; length];
        file.read_exact_at(&mut bytes, at).map_err(named(path))?;
        Ok(bytes)
    }

    fn stat(&self, path: &Path) -> io::Result<Stat> {
        let meta = std::fs::symlink_metadata(path).map_err(named(path))?;
        Ok(stat(&meta))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Named>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(named(folder))? {
            let entry = entry.map_err(named(folder))?;
            names.push(Named { name: entry.file_name().to_string_lossy().into_owned(), path: entry.path() });
        }
        names.sort();
        Ok(names)
    }

    fn make_folder(&self, folder: &Path, access: Access) -> io::Result<()> {
        let mode = match access {
            Access::Shared => 0o777,
            Access::Private => 0o700,
        };
        let missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
        std::fs::DirBuilder::new().recursive(true).mode(mode).create(folder).map_err(named(folder))?;
        // What is the user's own cache can be lost.
        let kept = missing.iter().filter(|_| access == Access::Shared);
        kept.rev().try_for_each(|made| sync_folder(&parent(made)))
    }

    fn create(&self, path: &Path, bytes: &[u8], access: Access) -> io::Result<()> {
        let copy = Self::finished_copy(path, bytes, access)?;
        copy.persist_noclobber(path).map_err(|failed| named(path)(failed.error))?;
        sync_folder(&parent(path))
    }

    fn replace(&self, path: &Path, bytes: &[u8], access: Access) -> io::Result<()> {
        let copy = Self::finished_copy(path, bytes, access)?;
        if let Ok(meta) = std::fs::metadata(path) {
            // The file keeps the access that its owner gave it.
            copy.as_file().set_permissions(meta.permissions()).map_err(named(path))?;
        }
        copy.persist(path).map_err(|failed| named(path)(failed.error))?;
        sync_folder(&parent(path))
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn Appending>> {
        let nofollow = i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).unwrap_or(0);
        let is_new = !path.exists() || !named_files().contains(path);
        // Read and write: a lock on a network disk wants both.
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .custom_flags(nofollow)
            .open(path)
            .map_err(named(path))?;
        if !file.metadata().map_err(named(path))?.is_file() {
            return Err(named(path)(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file")));
        }
        file.lock().map_err(named(path))?;
        Ok(Box::new(RealAppending { file, path: path.to_owned(), is_new }))
    }
}

/// An open, locked file; the kernel gives the lock back when it is closed, however the program ends.
struct RealAppending {
    file: File,
    path: PathBuf,
    is_new: bool,
}

impl Appending for RealAppending {
    fn read_from(&mut self, offset: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.file.seek(SeekFrom::Start(offset)).map_err(named(&self.path))?;
        self.file.read_to_end(&mut bytes).map_err(named(&self.path))?;
        Ok(bytes)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes).map_err(named(&self.path))
    }

    fn sync(&mut self) -> io::Result<()> {
        self.file.sync_data().map_err(named(&self.path))?;
        if self.is_new {
            sync_folder(&parent(&self.path))?;
            named_files().insert(self.path.clone());
            self.is_new = false;
        }
        Ok(())
    }
}

fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Makes a new name in a folder last.
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder).and_then(|open| open.sync_all()).map_err(named(folder))
}

fn stat(meta: &Metadata) -> Stat {
    let kind = if meta.is_file() {
        NodeKind::File
    } else if meta.is_dir() {
        NodeKind::Folder
    } else {
        NodeKind::Other
    };
    let nanos = |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
    Stat {
        kind,
        size: meta.len(),
        modified: nanos(meta.mtime(), meta.mtime_nsec()),
        changed: nanos(meta.ctime(), meta.ctime_nsec()),
        inode: meta.ino(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_made_once_and_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        RealDisk.create(&path, b"one", Access::Private).unwrap();
        let taken = RealDisk.create(&path, b"two", Access::Private).unwrap_err();
        assert_eq!(taken.kind(), io::ErrorKind::AlreadyExists);
        assert!(taken.to_string().contains("a.txt"));
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        RealDisk.replace(&path, b"three", Access::Shared).unwrap();
        assert_eq!(RealDisk.read(&path).unwrap(), b"three");
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(RealDisk.list(folder.path()).unwrap().len(), 1, "no temporary file is left");
    }

    #[test]
    fn a_pipe_or_a_folder_is_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert!(RealDisk.read(&pipe).unwrap_err().to_string().contains("not a regular file"));
        assert!(RealDisk.read(folder.path()).is_err());
    }

    #[test]
    fn appended_bytes_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        let mut open = RealDisk.append(&path).unwrap();
        assert_eq!(open.write(b"line\n").unwrap(), 5);
        open.sync().unwrap();
        assert_eq!(open.read_from(2).unwrap(), b"ne\n");
        assert_eq!(RealDisk.read_range(&path, 1, 2).unwrap(), b"in");
        assert!(RealDisk.read_range(&path, 4, 2).is_err());
    }
}
