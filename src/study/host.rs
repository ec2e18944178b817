//! What a study needs of the machine: its disk, the time, randomness, and the user's own folders.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::base::chance::{Chance, SystemChance};
use crate::base::clock::{Clock, SystemClock};
use crate::base::disk::{Disk, RealDisk};
use crate::base::ids::Coder;
use crate::base::text::short_hash;

use super::cache::root_name;
use super::layout::encoded;

/// The machine and the user, as far as a study is concerned. Cloning is cheap.
#[derive(Clone)]
pub struct Host {
    /// The disk.
    pub disk: Arc<dyn Disk>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub chance: Arc<dyn Chance>,
    /// The user's folder for caches (`$XDG_CACHE_HOME/tripod`); nothing where there is none.
    pub cache: Option<PathBuf>,
    /// The user's folder for lasting state (`$XDG_STATE_HOME/tripod`); nothing where there is none.
    pub state: Option<PathBuf>,
    /// The device's name where the environment sets it (`TRIPOD_DEVICE`).
    pub device: Option<String>,
}

impl Host {
    /// Takes the real machine, and the user's folders from the environment.
    #[must_use]
    pub fn real() -> Self {
        let folder = |variable: &str, under_home: &str| {
            let set = std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
            let home = || std::env::var_os("HOME").map(PathBuf::from).filter(|path| path.is_absolute());
            set.or_else(|| home().map(|home| home.join(under_home))).map(|path| path.join("tripod"))
        };
        Self {
            disk: Arc::new(RealDisk),
            clock: Arc::new(SystemClock),
            chance: Arc::new(SystemChance),
            cache: folder("XDG_CACHE_HOME", ".cache"),
            state: folder("XDG_STATE_HOME", ".local/state"),
            device: std::env::var("TRIPOD_DEVICE").ok().filter(|name| !name.is_empty()),
        }
    }

    /// Returns the place of a file that a coder keeps about a study in the user's own folder for lasting state,
    /// outside the study; nothing where there is no such folder.
    #[must_use]
    pub fn kept_by(&self, coder: &Coder, root: &Path, name: &str) -> Option<PathBuf> {
        let folder = self.state.as_ref()?.join(name).join(short_hash(&[&root_name(root)]));
        Some(folder.join(encoded(coder.as_str())))
    }

    /// Returns the time in nanoseconds since 1970, as times of files are counted.
    #[must_use]
    pub(super) fn nanos(&self) -> i128 {
        i128::from(self.clock.millis()) * 1_000_000
    }

    /// A machine for tests: a disk in memory, a clock that stands at the year 2001, a folder for caches.
    #[cfg(test)]
    pub(crate) fn in_memory(disk: &crate::base::disk::MemoryDisk) -> Self {
        use crate::base::chance::Seeded;
        use crate::base::clock::SetClock;
        Self {
            disk: Arc::new(disk.clone()),
            clock: Arc::new(SetClock::new(1_000_000_000_000)),
            chance: Arc::new(Seeded::new(1)),
            cache: Some("/cache".into()),
            state: None,
            device: Some("abcdefgh".to_owned()),
        }
    }
}
