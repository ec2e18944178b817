//! Every path in a study folder. No other file spells one out.

use std::path::{Path, PathBuf};

use crate::base::disk::Disk;
use crate::base::ids::{Coder, Device};

/// The paths of one study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    root: PathBuf,
}

impl Layout {
    /// The manifest's name.
    pub const MANIFEST: &str = "study.toml";
    /// The register's name.
    pub const REGISTER: &str = "sources.csv";
    /// The folder of the codebooks.
    pub const CODEBOOKS: &str = "codebooks";
    /// The codebook to which the lead's codes go.
    pub const CODEBOOK: &str = "codebooks/codebook.toml";
    /// The folder of the journals.
    pub const JOURNALS: &str = "codings";
    /// The codebook to which an import adds.
    pub const IMPORTED: &str = "codebooks/imported.toml";

    /// Takes the study's folder.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Returns the study's folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the place on the disk of a path in the study, such as `interviews/a.md`.
    #[must_use]
    pub fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Returns the path in the study of a coder's journal on a device.
    #[must_use]
    pub fn journal(coder: &Coder, device: &Device) -> String {
        format!("{}/{}.{device}.jsonl", Self::JOURNALS, encoded(coder.as_str()))
    }

    /// Returns the path in the study of the codes that a coder made in the field.
    #[must_use]
    pub fn drafts(coder: &Coder) -> String {
        format!("{}/drafts-{}.toml", Self::CODEBOOKS, encoded(coder.as_str()))
    }
}

/// Percent-encodes everything outside `[a-z0-9_-]`, so that a name is a file name everywhere.
pub(super) fn encoded(name: &str) -> String {
    let mut out = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-') {
            out.push(char::from(byte));
        } else {
            out.extend(format!("%{byte:02X}").chars());
        }
    }
    out
}

/// Finds the study that holds a folder: the nearest folder here or above with a `study.toml`.
#[must_use]
pub fn find_root(disk: &dyn Disk, from: &Path) -> Option<PathBuf> {
    from.ancestors().find(|folder| disk.stat(&folder.join(Layout::MANIFEST)).is_ok()).map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coders_name_is_a_file_name() {
        assert_eq!(Layout::journal(&"ana".into(), &"abcdefgh".into()), "codings/ana.abcdefgh.jsonl");
        assert_eq!(Layout::drafts(&"../Ün".into()), "codebooks/drafts-%2E%2E%2F%C3%9Cn.toml");
    }
}
