//! A disk in memory, with faults on demand.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Access, Appending, Disk, Named, NodeKind, Stat, named};

/// What goes wrong, and at which of the operations that write (counted from 0).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The write fails and nothing is written.
    Write(usize, io::ErrorKind),
    /// Half of the bytes are written, then the rest fails.
    Short(usize, io::ErrorKind),
    /// The sync fails; the bytes are in the file all the same.
    Sync(usize, io::ErrorKind),
    /// This operation and all after it fail.
    From(usize, io::ErrorKind),
}

/// A disk in memory. Clones share the same files.
#[derive(Clone, Debug, Default)]
pub struct MemoryDisk {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    files: BTreeMap<PathBuf, Vec<u8>>,
    folders: Vec<PathBuf>,
    fault: Option<Fault>,
    operations: usize,
    changes: i128,
    changed: BTreeMap<PathBuf, i128>,
}

impl MemoryDisk {
    /// Makes an empty disk.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a file there, whatever the faults.
    pub fn put(&self, path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) {
        let mut inner = self.lock();
        inner.set(path.into(), bytes.into());
    }

    /// Takes a file away.
    pub fn delete(&self, path: impl AsRef<Path>) {
        self.lock().files.remove(path.as_ref());
    }

    /// Sets the fault to come, counting operations from now, or takes it back.
    pub fn fail(&self, fault: Option<Fault>) {
        let mut inner = self.lock();
        inner.fault = fault;
        inner.operations = 0;
    }

    /// Returns how many writing operations were made since the last [`Self::fail`].
    #[must_use]
    pub fn operations(&self) -> usize {
        self.lock().operations
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What kind of writing operation is about to happen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Operation {
    Write,
    Sync,
}

impl Inner {
    fn set(&mut self, path: PathBuf, bytes: Vec<u8>) {
        self.changes += 1;
        self.changed.insert(path.clone(), self.changes);
        self.files.insert(path, bytes);
    }

    /// Counts an operation and says how many of its bytes may go through.
    fn allow(&mut self, operation: Operation, length: usize) -> Result<usize, (usize, io::ErrorKind)> {
        let now = self.operations;
        self.operations += 1;
        match (self.fault, operation) {
            (Some(Fault::Write(at, kind)), Operation::Write) if at == now => Err((0, kind)),
            (Some(Fault::Short(at, kind)), Operation::Write) if at == now => Err((length / 2, kind)),
            (Some(Fault::Sync(at, kind)), Operation::Sync) if at == now => Err((length, kind)),
            (Some(Fault::From(at, kind)), _) if at <= now => Err((0, kind)),
            _ => Ok(length),
        }
    }
}

impl Disk for MemoryDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.lock().files.get(path).cloned().ok_or_else(|| named(path)(io::ErrorKind::NotFound.into()))
    }

    fn read_head(&self, path: &Path, limit: usize) -> io::Result<Vec<u8>> {
        let mut bytes = self.read(path)?;
        bytes.truncate(limit);
        Ok(bytes)
    }

    fn read_range(&self, path: &Path, at: u64, length: usize) -> io::Result<Vec<u8>> {
        let bytes = self.read(path)?;
        let from = usize::try_from(at).unwrap_or(usize::MAX);
        let part = from.checked_add(length).and_then(|to| bytes.get(from..to));
        part.map(<[u8]>::to_vec).ok_or_else(|| named(path)(io::ErrorKind::UnexpectedEof.into()))
    }

    fn stat(&self, path: &Path) -> io::Result<Stat> {
        let inner = self.lock();
        let is_folder =
            inner.folders.iter().any(|f| f == path) || inner.files.keys().any(|f| f != path && f.starts_with(path));
        match inner.files.get(path) {
            Some(bytes) => {
                let changed = inner.changed.get(path).copied().unwrap_or(0);
                let size = bytes.len() as u64;
                Ok(Stat { kind: NodeKind::File, size, modified: changed, changed, inode: 0 })
            }
            None if is_folder => Ok(Stat { kind: NodeKind::Folder, size: 0, modified: 0, changed: 0, inode: 0 }),
            None => Err(named(path)(io::ErrorKind::NotFound.into())),
        }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Named>> {
        let inner = self.lock();
        let mut names: Vec<Named> = inner
            .files
            .keys()
            .chain(&inner.folders)
            .filter_map(|path| path.strip_prefix(folder).ok())
            .filter_map(|rest| rest.components().next())
            .map(|first| {
                let name = first.as_os_str().to_string_lossy().into_owned();
                let path = folder.join(&name);
                Named { name, path }
            })
            .collect();
        names.sort();
        names.dedup();
        if names.is_empty() && !inner.folders.iter().any(|f| f == folder) {
            return Err(named(folder)(io::ErrorKind::NotFound.into()));
        }
        Ok(names)
    }

    fn make_folder(&self, folder: &Path, _access: Access) -> io::Result<()> {
        let mut inner = self.lock();
        if !inner.folders.iter().any(|f| f == folder) {
            inner.folders.push(folder.to_owned());
        }
        Ok(())
    }

    fn create(&self, path: &Path, bytes: &[u8], access: Access) -> io::Result<()> {
        if self.lock().files.contains_key(path) {
            return Err(named(path)(io::ErrorKind::AlreadyExists.into()));
        }
        self.replace(path, bytes, access)
    }

    fn replace(&self, path: &Path, bytes: &[u8], _access: Access) -> io::Result<()> {
        let mut inner = self.lock();
        inner.allow(Operation::Write, bytes.len()).map_err(|(_, kind)| named(path)(kind.into()))?;
        inner.set(path.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn Appending>> {
        self.lock().files.entry(path.to_owned()).or_default();
        Ok(Box::new(MemoryAppending { disk: self.clone(), path: path.to_owned(), stopped: None }))
    }
}

/// An open file in memory; one thread at a time is assumed.
struct MemoryAppending {
    disk: MemoryDisk,
    path: PathBuf,
    /// The error that follows a short write.
    stopped: Option<io::ErrorKind>,
}

impl Appending for MemoryAppending {
    fn read_from(&mut self, offset: u64) -> io::Result<Vec<u8>> {
        let bytes = self.disk.read(&self.path)?;
        Ok(bytes.get(usize::try_from(offset).unwrap_or(usize::MAX)..).unwrap_or_default().to_vec())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(kind) = self.stopped.take() {
            return Err(named(&self.path)(kind.into()));
        }
        let mut inner = self.disk.lock();
        let (count, failed) = match inner.allow(Operation::Write, bytes.len()) {
            Ok(count) => (count, None),
            Err((count, kind)) => (count, Some(kind)),
        };
        let mut whole = inner.files.get(&self.path).cloned().unwrap_or_default();
        whole.extend_from_slice(&bytes[..count]);
        inner.set(self.path.clone(), whole);
        match failed {
            None => Ok(count),
            Some(kind) if count == 0 => Err(named(&self.path)(kind.into())),
            Some(kind) => {
                self.stopped = Some(kind);
                Ok(count)
            }
        }
    }

    fn sync(&mut self) -> io::Result<()> {
        self.disk.lock().allow(Operation::Sync, 0).map(|_| ()).map_err(|(_, kind)| named(&self.path)(kind.into()))
    }
}
