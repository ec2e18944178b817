//! A look at a study before it is opened: its manifest, its codebooks, and what the disk says of its files.
//!
//! Nothing of the sources and journals is read, so that it takes a moment in any study. What was kept
//! beside the very same files can be shown at once, while the study is opened behind it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::cache::{Cache, has_rested};
use super::host::Host;
use super::layout::Layout;
use super::manifest::Manifest;
use super::open::{Study, read_codebook};
use crate::base::disk::{Disk, NodeKind, Stat};
use crate::codebook::Codebook;

/// The most folders deep that sources are looked for.
const DEPTH: usize = 16;

/// What the disk says of each file of a study.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files(pub BTreeMap<PathBuf, Stat>);

/// A study at a glance.
pub struct Glance {
    host: Host,
    layout: Layout,
    cache: Cache,
}

impl Files {
    /// Looks at the files of a study: the manifest, the register, codebooks, journals, and all in the
    /// folders of its kinds.
    #[must_use]
    pub fn of(disk: &dyn Disk, layout: &Layout, manifest: &Manifest) -> Self {
        let mut found = BTreeMap::new();
        for name in [Layout::MANIFEST, Layout::REGISTER] {
            let path = layout.at(name);
            if let Ok(stat) = disk.stat(&path) {
                found.insert(path, stat);
            }
        }
        let kinds = manifest.kinds.iter().filter_map(|rule| rule.folder.as_deref());
        for folder in [Layout::CODEBOOKS, Layout::JOURNALS].into_iter().chain(kinds) {
            look_into(disk, &layout.at(folder), DEPTH, &mut found);
        }
        Self(found)
    }

    /// Returns a hash of all names, sizes, times and inodes; nothing where one of the files may still be
    /// written without a trace in these. `looked` is when they were looked at, in nanoseconds since 1970.
    fn fingerprint(&self, looked: i128) -> Option<[u8; blake3::OUT_LEN]> {
        if !self.0.values().all(|stat| has_rested(stat, looked)) {
            return None;
        }
        let mut hasher = blake3::Hasher::new();
        for (path, stat) in &self.0 {
            hasher.update(path.as_os_str().as_encoded_bytes());
            hasher.update(&postcard::to_stdvec(stat).ok()?);
        }
        Some(*hasher.finalize().as_bytes())
    }
}

fn look_into(disk: &dyn Disk, folder: &Path, deep: usize, found: &mut BTreeMap<PathBuf, Stat>) {
    for named in disk.list(folder).unwrap_or_default() {
        let Ok(stat) = disk.stat(&named.path) else { continue };
        match stat.kind {
            NodeKind::Folder if deep > 0 && !named.name.starts_with('.') => {
                look_into(disk, &named.path, deep - 1, found);
            }
            NodeKind::File => {
                found.insert(named.path, stat);
            }
            NodeKind::Folder | NodeKind::Other => {}
        }
    }
}

impl Glance {
    /// Looks at the study in a folder; nothing where the user has no folder for caches.
    #[must_use]
    pub fn of(host: &Host, root: &Path) -> Option<Self> {
        Some(Self { cache: Cache::of(host, root)?, layout: Layout::new(root), host: host.clone() })
    }

    /// Returns what was kept under a name beside the very same files, by the same edition.
    #[must_use]
    pub fn kept(&self, name: &str, edition: &str) -> Option<Vec<u8>> {
        let sealed = self.cache.read(name, edition)?;
        let disk = &*self.host.disk;
        let looked = self.host.nanos();
        let manifest = String::from_utf8(disk.read(&self.layout.at(Layout::MANIFEST)).ok()?).ok()?;
        let fingerprint = Files::of(disk, &self.layout, &Manifest::read(&manifest).0).fingerprint(looked)?;
        sealed.body().strip_prefix(&fingerprint).map(<[u8]>::to_vec)
    }

    /// Reads the codes.
    #[must_use]
    pub fn codebook(&self) -> Codebook {
        read_codebook(&self.host, &self.layout).0
    }
}

impl Study {
    /// Keeps something that was made of the study as it is now and of nothing else; nothing is kept where
    /// one of its files was written a moment ago, or is not as it was read.
    pub fn keep_beside(&self, name: &str, edition: &str, bytes: &[u8]) {
        let (Some(cache), Some(read)) = (&self.cache, &self.files) else { return };
        let looked = self.host.nanos();
        let now = Files::of(&*self.host.disk, &self.layout, &self.manifest);
        if self.is_disk_in_doubt || !self.is_all_known(read, &now) {
            return;
        }
        if let Some(fingerprint) = now.fingerprint(looked) {
            cache.keep(name, edition, &[&fingerprint, bytes].concat());
        }
    }

    /// Returns what the disk said of the files before they were read, where there is a cache to keep for.
    #[must_use]
    pub fn files(&self) -> Option<&Files> {
        self.files.as_ref()
    }

    /// Tells whether all files are as they were read; journals may have grown by what is counted.
    fn is_all_known(&self, read: &Files, now: &Files) -> bool {
        let journals: BTreeMap<PathBuf, u64> =
            self.journals.iter().map(|journal| (self.layout.at(&journal.path), journal.length)).collect();
        let is_known = |path: &PathBuf| {
            let stat = now.0.get(path);
            match journals.get(path) {
                Some(length) => stat.is_some_and(|stat| stat.size == *length),
                None => stat == read.0.get(path),
            }
        };
        now.0.keys().chain(read.0.keys()).all(is_known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::disk::MemoryDisk;

    #[test]
    fn what_was_kept_beside_a_study_is_gone_with_any_change_of_it() {
        let disk = MemoryDisk::new();
        let put = |path: &str, text: &str| disk.put(format!("/s/{path}"), text);
        let host = Host::in_memory(&disk);
        let kept = || Glance::of(&host, Path::new("/s")).unwrap().kept("look", "1");
        let keep = || Study::open(host.clone(), Path::new("/s")).unwrap().keep_beside("look", "1", b"seen");
        put("study.toml", "");
        put("interviews/a.md", "One.");
        assert_eq!(kept(), None);
        keep();
        assert_eq!(kept().unwrap(), b"seen");
        for path in ["study.toml", "sources.csv", "interviews/a.md", "interviews/in/b.md", "codebooks/a.toml"] {
            put(path, "");
            assert_eq!(kept(), None, "{path}");
            keep();
            assert_eq!(kept().unwrap(), b"seen", "{path}");
        }
        for path in ["study.toml", "sources.csv", "codebooks/a.toml", "interviews/new.md"] {
            let study = Study::open(host.clone(), Path::new("/s")).unwrap();
            put(path, "# changed since\n");
            study.keep_beside("look", "1", b"of the study as it was");
            assert_eq!(kept(), None, "{path}");
            put(path, "");
        }
        let study = Study::open(host.clone(), Path::new("/s")).unwrap();
        put("codings/ana.abcdefgh.jsonl", "{}\n");
        study.keep_beside("look", "1", b"of the study without the journal");
        assert_eq!(kept(), None);
        let study = Study::open(host.clone(), Path::new("/s")).unwrap();
        put("interviews/a.md", "Two.");
        study.keep_beside("look", "1", b"of the text as it was");
        assert_eq!(kept(), None);
    }
}
