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
    cache: Cache,
    /// The codes.
    pub codebook: Codebook,
    files: Files,
    looked: i128,
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
    /// Looks at the study in a folder; nothing where there is none, or the user has no folder for caches.
    #[must_use]
    pub fn of(host: &Host, root: &Path) -> Option<Self> {
        let cache = Cache::of(host, root)?;
        let layout = Layout::new(root);
        let looked = host.nanos();
        let manifest = String::from_utf8(host.disk.read(&layout.at(Layout::MANIFEST)).ok()?).ok()?;
        let files = Files::of(&*host.disk, &layout, &Manifest::read(&manifest).0);
        Some(Self { cache, codebook: read_codebook(host, &layout).0, files, looked })
    }

    /// Returns what was kept under a name beside the very same files, by the same edition.
    #[must_use]
    pub fn kept(&self, name: &str, edition: &str) -> Option<Vec<u8>> {
        let sealed = self.cache.read(name, edition)?;
        let fingerprint = self.files.fingerprint(self.looked)?;
        sealed.body().strip_prefix(&fingerprint).map(<[u8]>::to_vec)
    }
}

impl Study {
    /// Keeps something that was made of the study as it is now and of nothing else; nothing is kept where
    /// one of its files was written a moment ago, or is not as it was read.
    pub fn keep_beside(&self, name: &str, edition: &str, bytes: &[u8]) {
        let Some(cache) = &self.cache else { return };
        let files = Files::of(&*self.host.disk, &self.layout, &self.manifest);
        let is_as_read = |path: &Path, stat: &Stat| files.0.get(path) == Some(stat);
        if !self.sources.iter().all(|source| is_as_read(&source.path, &source.stat)) || !self.are_journals_known(&files)
        {
            return;
        }
        if let Some(fingerprint) = files.fingerprint(self.host.nanos()) {
            cache.keep(name, edition, &[&fingerprint, bytes].concat());
        }
    }

    /// Tells whether the journals have the lengths that are known of them.
    fn are_journals_known(&self, files: &Files) -> bool {
        let in_folder = files.0.keys().filter(|path| path.parent() == Some(&self.layout.at(Layout::JOURNALS)));
        let ours = in_folder.filter(|path| path.extension().is_some_and(|ending| ending == "jsonl")).count();
        let has_length =
            |path: &str, length| files.0.get(&self.layout.at(path)).is_some_and(|stat| stat.size == length);
        ours == self.journals.len() && self.journals.iter().all(|journal| has_length(&journal.path, journal.length))
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
