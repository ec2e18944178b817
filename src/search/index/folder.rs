//! The folder of an index: private to the user, written by one process at a time, and sealed.
//!
//! tantivy writes the files by its own means; this is the one place in the program beside
//! `base::disk` that touches files, since an index is no part of a study and can be lost at any time.
//! The seal lists every file that is searched in, with its size and BLAKE3: an index is opened only if
//! all are as they were when it was finished, since the engine answers wrongly from damaged ones.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr};

use super::parts::ReadFile;
use crate::base::disk::{Access, Disk as _, RealDisk};

const SEAL: &str = "seal";
const LOCK: &str = "lock";

/// The engine's list of segments, with the manifest in it.
const META: &str = "meta.json";

/// The folder of one study's index.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    path: PathBuf,
}

/// The right to write; given back when it is dropped, and by the kernel however the program ends.
pub(super) struct Writing {
    _lock: File,
}

impl Folder {
    pub(super) fn new(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    /// Makes the folder, for the user alone.
    pub(super) fn make(&self) -> io::Result<()> {
        RealDisk.make_folder(&self.path, Access::Private)?;
        if std::fs::metadata(&self.path)?.permissions().mode() & 0o077 != 0 {
            std::fs::set_permissions(&self.path, std::fs::Permissions::from_mode(0o700))?;
        }
        Ok(())
    }

    /// Takes the right to write; nothing where another process has it.
    pub(super) fn lock(&self) -> io::Result<Option<Writing>> {
        let path = self.path.join(LOCK);
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Writing { _lock: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Opens the folder for the engine.
    pub(super) fn directory(&self) -> Result<PrivateDirectory, OpenDirectoryError> {
        Ok(PrivateDirectory { inner: MmapDirectory::open(&self.path)?, path: self.path.clone() })
    }

    /// Removes all files but the lock.
    pub(super) fn empty(&self, _writing: &Writing) -> io::Result<()> {
        let directory = self.directory().map_err(io::Error::other)?;
        for named in RealDisk.list(&self.path)? {
            if named.name != LOCK {
                directory.delete(Path::new(&named.name)).map_err(io::Error::other)?;
            }
        }
        Ok(())
    }

    /// Seals the list of segments and the files of these segments as they are now.
    pub(super) fn seal(&self, _writing: &Writing, segments: &[String]) -> io::Result<()> {
        let is_searched = |name: &str| {
            let segment = name.split('.').next().unwrap_or_default();
            name == META || segments.iter().any(|known| known == segment)
        };
        let mut lines = String::new();
        for named in RealDisk.list(&self.path)?.into_iter().filter(|named| is_searched(&named.name)) {
            lines.push_str(&self.line(&named.name)?);
            lines.push('\n');
        }
        let sealed = format!("{}\n{lines}", blake3::hash(lines.as_bytes()).to_hex());
        RealDisk.replace(&self.path.join(SEAL), sealed.as_bytes(), Access::Private)
    }

    /// Tells whether all sealed files are as they were; an error where one is not there.
    pub(super) fn is_sealed(&self) -> io::Result<bool> {
        let sealed = String::from_utf8(RealDisk.read(&self.path.join(SEAL))?).unwrap_or_default();
        let Some((seal, lines)) = sealed.split_once('\n') else { return Ok(false) };
        if blake3::hash(lines.as_bytes()).to_hex().as_str() != seal {
            return Ok(false);
        }
        for line in lines.lines() {
            let name = line.splitn(3, ' ').nth(2).unwrap_or_default();
            if self.line(name)? != line {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Reads a file and returns its line in the seal.
    fn line(&self, name: &str) -> io::Result<String> {
        let mut buffer = vec![0; 1 << 17];
        let mut file = File::open(self.path.join(name))?;
        let (mut hasher, mut size) = (blake3::Hasher::new(), 0);
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 {
                break;
            }
            size += read;
            hasher.update(&buffer[..read]);
        }
        Ok(format!("{} {size} {name}", hasher.finalize().to_hex()))
    }
}

/// The engine's own directory, but that every file is the user's alone, and read in parts.
#[derive(Clone, Debug)]
pub(super) struct PrivateDirectory {
    inner: MmapDirectory,
    path: PathBuf,
}

impl PrivateDirectory {
    fn make_private(&self, path: &Path) -> io::Result<()> {
        std::fs::set_permissions(self.path.join(path), std::fs::Permissions::from_mode(0o600))
    }
}

impl Directory for PrivateDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        match ReadFile::open(&self.path.join(path)) {
            Ok(file) => Ok(Arc::new(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(OpenReadError::FileDoesNotExist(path.to_owned()))
            }
            Err(error) => Err(OpenReadError::wrap_io_error(error, path.to_owned())),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let file = self.inner.open_write(path)?;
        self.make_private(path).map_err(|error| OpenWriteError::wrap_io_error(error, path.to_owned()))?;
        Ok(file)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.inner.atomic_write(path, data)?;
        self.make_private(path)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        let held = self.inner.acquire_lock(lock)?;
        self.make_private(&lock.filepath).map_err(LockError::wrap_io_error)?;
        Ok(held)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}
