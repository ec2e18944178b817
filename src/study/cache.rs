//! The user's cache of one study: what can be computed again, kept so that it need not be.
//!
//! Every file is sealed: it names what it is, the edition of the program that wrote it and the study's
//! folder, and carries a hash of all that follows. Whatever does not fit in any respect is as good as
//! absent. Failing to write costs nothing but time at the next opening.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::base::disk::{Access, Disk, Stat};
use crate::base::text::short_hash;

use super::host::Host;

/// A file whose times are younger than this before it was looked at may be written again without a
/// trace in them; in nanoseconds. Such a file is read anew each time, until it has rested.
const RACY: i128 = 2_000_000_000;

/// The folder of caches of one study.
#[derive(Clone)]
pub(crate) struct Cache {
    folder: PathBuf,
    /// The study's folder, as it is called everywhere.
    root: String,
    disk: Arc<dyn Disk>,
}

/// What a cache file holds, behind its seal.
#[derive(Debug, Default)]
pub(super) struct Sealed {
    bytes: Vec<u8>,
    from: usize,
}

impl Sealed {
    /// Returns the bytes behind the seal.
    pub(super) fn body(&self) -> &[u8] {
        &self.bytes[self.from..]
    }
}

impl Cache {
    /// Returns the cache of the study in a folder; nothing where the user has no folder for caches.
    pub(super) fn of(host: &Host, root: &Path) -> Option<Self> {
        let cache = host.cache.as_ref()?;
        let root = root_name(root);
        let folder = cache.join(short_hash(&[&root]));
        Some(Self { folder, root, disk: Arc::clone(&host.disk) })
    }

    /// Returns the place of a part of the cache that is kept by others.
    pub(super) fn place(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Reads a file; nothing where it is absent, damaged, of another edition or of another study.
    pub(super) fn read(&self, name: &str, edition: &str) -> Option<Sealed> {
        let bytes = self.disk.read(&self.folder.join(name)).ok()?;
        let head = self.head(name, edition);
        let seal = bytes.strip_prefix(head.as_bytes())?.get(..blake3::OUT_LEN)?;
        let from = head.len() + blake3::OUT_LEN;
        (blake3::hash(&bytes[from..]).as_bytes() == seal).then_some(())?;
        Some(Sealed { bytes, from })
    }

    /// Puts a file in the place of what was there.
    pub(super) fn keep(&self, name: &str, edition: &str, body: &[u8]) {
        let mut bytes = self.head(name, edition).into_bytes();
        bytes.reserve(blake3::OUT_LEN + body.len());
        bytes.extend_from_slice(blake3::hash(body).as_bytes());
        bytes.extend_from_slice(body);
        // A cache that cannot be written is made again next time.
        let _kept = self
            .disk
            .make_folder(&self.folder, Access::Private)
            .and_then(|()| self.disk.replace(&self.folder.join(name), &bytes, Access::Private));
    }

    /// Makes a file as good as absent.
    pub(super) fn forget(&self, name: &str, edition: &str) {
        self.keep(name, &format!("{edition}-forgotten"), b"");
    }

    fn head(&self, name: &str, edition: &str) -> String {
        format!("tripod {name} {edition}\n{}\n", self.root)
    }
}

/// Returns what a study's folder is called everywhere: the same study by another way is the same study.
pub(super) fn root_name(root: &Path) -> String {
    let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    root.canonicalize().unwrap_or(root).to_string_lossy().into_owned()
}

/// Tells whether a file that looked so at a moment (nanoseconds since 1970) can be known again by its
/// size, times and inode: whoever writes it after that moment changes them.
pub(super) fn has_rested(stat: &Stat, looked: i128) -> bool {
    stat.modified.max(stat.changed) + RACY <= looked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::disk::MemoryDisk;

    fn cache(disk: &MemoryDisk, root: &str) -> Cache {
        Cache::of(&Host::in_memory(disk), Path::new(root)).unwrap()
    }

    #[test]
    fn what_was_kept_is_read_and_nothing_else_is() {
        let disk = MemoryDisk::new();
        let (here, there) = (cache(&disk, "/s"), cache(&disk, "/t"));
        here.keep("x", "1", b"body");
        assert_eq!(here.read("x", "1").unwrap().body(), b"body");
        assert!(here.read("x", "2").is_none(), "another edition");
        assert!(there.read("x", "1").is_none(), "another study");
        let place = here.place("x");
        let sound = disk.read(&place).unwrap();
        for at in 0..sound.len() {
            let mut damaged = sound.clone();
            damaged[at] ^= 1;
            disk.put(&place, damaged);
            assert!(here.read("x", "1").is_none(), "byte {at}");
        }
    }
}
