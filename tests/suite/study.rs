//! A study in a temporary folder, and runs of the real program on it.
//!
//! Runs see nothing of the machine: the environment is empty but for a home of their own, and coder
//! and device are fixed. What a run said has to be looked at, or the compiler complains.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;
use tripod::base::disk::MemoryDisk;

use crate::rounds;

/// A study of its own, gone when it goes out of scope.
pub(crate) struct Study {
    folder: TempDir,
}

/// The sample study beside its folders of sources.
const SAMPLE_FILES: [&str; 5] = [
    "study.toml",
    "sources.csv",
    "codebooks/codebook.toml",
    "codings/ana.sample27.jsonl",
    "codings/ben.sample27.jsonl",
];

impl Study {
    /// Makes a study with an empty `study.toml`.
    pub(crate) fn new() -> Self {
        Self::bare().with("study.toml", "")
    }

    /// Makes a study in memory, where the machine has that: for tests that write much and crash nothing.
    pub(crate) fn quick() -> Self {
        Self::in_folder(rounds::quick_folder()).with("study.toml", "")
    }

    /// Makes an empty folder that is no study yet.
    pub(crate) fn bare() -> Self {
        Self::in_folder(tempfile::Builder::new().prefix("tripod-suite-").tempdir().unwrap())
    }

    fn in_folder(folder: TempDir) -> Self {
        for name in ["study", "home", "outside"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        Self { folder }
    }

    /// Makes a copy of the sample study at the repository's root, without what other coders wrote there.
    pub(crate) fn sample() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut study = Self::bare();
        for folder in ["interviews", "desk-review", "observations"] {
            for entry in std::fs::read_dir(root.join(folder)).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                study = study.with(&format!("{folder}/{name}"), std::fs::read(&path).unwrap());
            }
        }
        for file in SAMPLE_FILES {
            study = study.with(file, std::fs::read(root.join(file)).unwrap());
        }
        study
    }

    /// Puts a file into the study, with the folders above it.
    #[must_use]
    pub(crate) fn with(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.write(path, content);
        self
    }

    /// Puts a file into the study, or another content into it.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        put(&self.path().join(path), content.as_ref());
    }

    /// Puts a file beside the study, as something to import, and returns its full path.
    pub(crate) fn outside(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join("outside").join(name);
        put(&path, content.as_ref());
        path
    }

    /// Returns the study's folder.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("study")
    }

    /// Reads a file of the study.
    pub(crate) fn read(&self, path: &str) -> String {
        let path = self.path().join(path);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Tells whether the study has this file or folder.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.path().join(path).exists()
    }

    /// Returns the paths of all files in the study, sorted.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        collect(&self.path(), &self.path(), &mut found);
        found.sort();
        found
    }

    /// Copies all files of the study into memory, below a folder.
    pub(crate) fn in_memory(&self, root: &str) -> MemoryDisk {
        let disk = MemoryDisk::new();
        for path in self.files() {
            disk.put(format!("{root}/{path}"), self.read(&path));
        }
        disk
    }

    /// Runs the program in the study's folder.
    pub(crate) fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Run {
        self.run_with(arguments, &[], "")
    }

    /// Runs the program with more in its environment, and with something on its standard input.
    pub(crate) fn run_with<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        environment: &[(&str, &str)],
        input: &str,
    ) -> Run {
        let mut child = self
            .command()
            .args(arguments)
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // A program that does not read its input closes it: no fault of the test.
        drop(stdin.write_all(input.as_bytes()));
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        Run {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Returns the program, ready to run in the study's folder and in an environment of its own.
    pub(crate) fn command(&self) -> Command {
        let home = self.folder.path().join("home");
        let mut command = Command::new(env!("CARGO_BIN_EXE_tripod"));
        command
            .current_dir(self.path())
            .env_clear()
            .env("HOME", &home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_STATE_HOME", home.join("state"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("TMPDIR", &home)
            .env("TRIPOD_DEVICE", "testtest")
            .env("TRIPOD_CODER", "ana");
        command
    }
}

/// What a run of the program said.
#[must_use = "a run that nobody looks at tests nothing: use done, answered_no or refused"]
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit code; nothing if a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Asserts exit code 0 and returns standard output.
    #[track_caller]
    pub(crate) fn done(self) -> String {
        self.ended(0).stdout
    }

    /// Asserts exit code 1 and returns standard error.
    #[track_caller]
    pub(crate) fn answered_no(self) -> String {
        self.ended(1).stderr
    }

    /// Asserts exit code 2 and returns standard error.
    #[track_caller]
    pub(crate) fn refused(self) -> String {
        self.ended(2).stderr
    }

    /// Asserts an exit code.
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "\n--- stdout\n{}\n--- stderr\n{}", self.stdout, self.stderr);
        self
    }
}

fn put(path: &Path, content: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, content).unwrap();
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, found);
        } else {
            found.push(path.strip_prefix(root).unwrap().to_string_lossy().into_owned());
        }
    }
}

#[test]
fn a_run_sees_nothing_of_the_machine() {
    let study = Study::new().with("interviews/a.md", "Words.\n");
    assert_eq!(study.files(), ["interviews/a.md", "study.toml"]);
    assert!(study.has("interviews") && study.read("interviews/a.md") == "Words.\n");
    let command = study.command();
    let home = study.folder.path();
    for (name, value) in command.get_envs() {
        let value = value.unwrap().to_string_lossy();
        let fixed = name.to_string_lossy().starts_with("TRIPOD_");
        assert!(fixed || Path::new(&*value).starts_with(home), "{} leads out: {value}", name.display());
    }
    assert!(study.outside("b.md", "More.\n").starts_with(home));
    let run = study.run(["--version"]);
    assert!(run.code.is_some(), "ended by a signal: {run:?}");
}
