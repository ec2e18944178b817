//! A generated study with a home of its own: nothing is taken from the machine's user, and nothing is left changed.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use tripod::study::{Host, Layout, Study};

use super::generate::{Made, Result, Size, make};

/// A study to measure on.
pub(crate) struct Place {
    pub(crate) size: Size,
    pub(crate) seed: u64,
    pub(crate) made: Made,
    pub(crate) queries: Queries,
    pub(crate) study: PathBuf,
    home: PathBuf,
    /// Where all studies are.
    pub(crate) data: PathBuf,
}

/// What is searched for.
#[derive(Deserialize)]
pub(crate) struct Queries {
    pub(crate) theme: String,
    pub(crate) rare: String,
    pub(crate) mid: String,
    pub(crate) common: String,
    pub(crate) verycommon: String,
    pub(crate) phrase: String,
    pub(crate) bool_and: Vec<String>,
    pub(crate) bool_not: String,
    pub(crate) coders: Vec<String>,
}

impl Queries {
    /// Returns every string.
    pub(crate) fn strings(&self) -> impl Iterator<Item = &str> {
        let single = [&self.theme, &self.rare, &self.mid, &self.common, &self.verycommon, &self.phrase, &self.bool_not];
        single.into_iter().chain(&self.bool_and).chain(&self.coders).map(String::as_str)
    }
}

/// Sources that a benchmark adds begin with this: it sorts before all others.
pub(crate) const ADDED: &str = "aa-bench-";

impl Place {
    /// Makes the study, unless it is there.
    pub(crate) fn prepare(data: &Path, size: Size, seed: u64) -> Result<Self> {
        let study = data.join(size.name);
        let made = make(&study, size, seed)?;
        let queries = serde_json::from_slice(&std::fs::read(study.join("queries.json"))?)?;
        let home = data.join(format!("{}-home", size.name));
        std::fs::create_dir_all(&home)?;
        let place = Self { size, seed, made, queries, study, home, data: data.to_owned() };
        place.restore()?;
        Ok(place)
    }

    /// Makes the study of another size beside this one.
    pub(crate) fn beside(&self, size: Size) -> Result<Self> {
        Self::prepare(&self.data, size, self.seed)
    }

    /// Takes away what benchmarks added to the study.
    pub(crate) fn restore(&self) -> Result<()> {
        for (path, length) in &self.made.journals {
            let path = self.study.join(path);
            if std::fs::metadata(&path)?.len() != *length {
                std::fs::OpenOptions::new().write(true).open(&path)?.set_len(*length)?;
            }
        }
        for name in std::fs::read_dir(self.study.join("interviews"))? {
            let name = name?;
            if name.file_name().to_string_lossy().starts_with(ADDED) {
                std::fs::remove_file(name.path())?;
            }
        }
        Ok(())
    }

    /// Returns whether something is wanted of the medium or of the large study; smaller ones have no targets.
    pub(crate) fn target<T>(&self, medium: T, large: T) -> Option<T> {
        match self.size.name {
            "medium" => Some(medium),
            "large" => Some(large),
            _ => None,
        }
    }

    /// Returns the megabytes of all sources.
    pub(crate) fn megabytes(&self) -> f64 {
        megabytes(self.made.bytes)
    }

    /// Returns the machine as a study sees it.
    pub(crate) fn host(&self) -> Host {
        Host {
            cache: Some(self.cache()),
            state: Some(self.home.join("state/tripod")),
            device: Some(self.device()),
            ..Host::real()
        }
    }

    /// Returns the folder of caches.
    pub(crate) fn cache(&self) -> PathBuf {
        self.home.join("cache/tripod")
    }

    /// Returns a place for a file outside the study, on the same disk.
    pub(crate) fn aside(&self, name: &str) -> PathBuf {
        self.home.join(name)
    }

    /// Forgets all that was computed before.
    pub(crate) fn forget(&self) -> Result<()> {
        match std::fs::remove_dir_all(self.cache()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Returns who codes: the first coder, in the journal that is there.
    pub(crate) fn coder(&self) -> &str {
        self.queries.coders.first().map_or("ana", String::as_str)
    }

    fn device(&self) -> String {
        let journal = self.made.journals.first().map_or("", |(path, _)| path.as_str());
        journal.split('.').nth(1).unwrap_or_default().to_owned()
    }

    /// Opens the study in this process.
    pub(crate) fn open(&self) -> Result<Study> {
        Ok(Study::open(self.host(), &self.study)?)
    }

    /// Forgets where the coder stopped the last time, so that every measurement begins at the same place.
    pub(crate) fn forget_where_one_was(&self) -> Result<()> {
        match std::fs::remove_dir_all(self.home.join("state")) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Adds a source.
    pub(crate) fn add(&self, name: &str, text: &str) -> Result<()> {
        Ok(std::fs::write(self.study.join("interviews").join(format!("{ADDED}{name}.txt")), text)?)
    }

    /// Returns about so many bytes of what the study's interviews say in English-like words.
    pub(crate) fn words(&self, bytes: usize) -> String {
        let mut text = String::new();
        let mut number = 0;
        while text.len() < bytes {
            let interviews = self.made.sources * 3 / 4;
            let path = self.study.join(format!("interviews/int-{:05}.txt", number % interviews + 1));
            if let Ok(more) = std::fs::read_to_string(path)
                && more.contains("Language: en")
            {
                // Without the head, which says whose interview it is.
                text.push_str(more.split_once("\n\n").map_or("", |(_, words)| words));
                text.push('\n');
            }
            number += 1;
        }
        let end = text.floor_char_boundary(bytes);
        text.truncate(end);
        text
    }

    /// Returns the program, ready to run on the study.
    pub(crate) fn program(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tripod"));
        command.env_clear().envs(self.environment()).arg("--study").arg(&self.study);
        command
    }

    /// Returns the environment of the program.
    pub(crate) fn environment(&self) -> Vec<(&'static str, String)> {
        let under = |name: &str| self.home.join(name).to_string_lossy().into_owned();
        vec![
            ("HOME", under("")),
            ("XDG_CONFIG_HOME", under("config")),
            ("XDG_STATE_HOME", under("state")),
            ("XDG_CACHE_HOME", under("cache")),
            ("TRIPOD_CODER", self.coder().to_owned()),
            ("TRIPOD_DEVICE", self.device()),
            ("TERM", "xterm-256color".to_owned()),
        ]
    }

    /// Returns the journals' folder.
    pub(crate) fn journals(&self) -> PathBuf {
        self.study.join(Layout::JOURNALS)
    }
}

/// Writes bytes as megabytes.
pub(crate) fn megabytes(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes / 1000).unwrap_or(u32::MAX)) / 1000.0
}

/// Returns the bytes of all files in a folder and its folders.
pub(crate) fn size_of(folder: &Path) -> Result<u64> {
    let mut size = 0;
    for named in std::fs::read_dir(folder)? {
        let named = named?;
        let about = named.metadata()?;
        size += if about.is_dir() { size_of(&named.path())? } else { about.len() };
    }
    Ok(size)
}
