//! Where a coder stopped in a study, kept in the user's own state folder.
//!
//! Not in the study: where somebody reads is nobody else's business, and a study holds what its coders wrote.

use std::path::{Path, PathBuf};

use crate::base::ids::Coder;
use crate::study::Host;
use crate::tui::bookmark::Bookmark;

use super::state_file;

fn path(host: &Host, root: &Path, coder: &Coder) -> Option<PathBuf> {
    host.kept_by(coder, root, "bookmarks")
}

/// Returns the place that was kept; nothing where none is, or what is there cannot be read.
pub(super) fn kept(host: &Host, root: &Path, coder: &Coder) -> Option<Bookmark> {
    state_file::read(host, path(host, root, coder))
}

/// Keeps a place. Where that cannot be done, the next session begins where the last place was kept, and
/// nothing is lost.
pub(super) fn keep(host: &Host, root: &Path, coder: &Coder, mark: &Bookmark) {
    state_file::write(host, path(host, root, coder), mark);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::disk::MemoryDisk;

    #[test]
    fn each_coder_has_a_place_in_each_study() {
        let disk = MemoryDisk::new();
        let host = Host { state: Some("/state".into()), ..Host::in_memory(&disk) };
        let (one, two, ana) = (Path::new("/one"), Path::new("/two"), Coder::from("ana"));
        let mark = Bookmark { source: "interviews/a.md".into(), passage: 3, into: 5, words: "0".repeat(16) };
        assert_eq!(kept(&host, one, &ana), None);
        keep(&host, one, &ana, &mark);
        assert_eq!(kept(&host, one, &ana), Some(mark.clone()));
        assert_eq!(kept(&host, two, &ana), None, "another study");
        assert_eq!(kept(&host, one, &"../ana".into()), None, "another coder");
        disk.put(path(&host, one, &ana).unwrap(), "something else");
        assert_eq!(kept(&host, one, &ana), None, "what cannot be read is no place");
        keep(&Host { state: None, ..host }, one, &ana, &mark);
    }
}
