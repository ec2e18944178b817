//! The codebook files while they are being changed: locked, as they are on the disk, and written as a whole.
//!
//! The lock of a file is the file's own, so that nothing is left behind. It keeps programs of this kind
//! from each other; an editor knows no locks, so what is written is always made of what was just read.

use std::collections::BTreeMap;

use crate::base::disk::{Access, Appending};
use crate::base::ids::CodeId;
use crate::base::problem::{Problem, Severity};
use crate::codebook::{Codebook, Edit, EditError, apply, read_file, take_out};

use super::host::Host;
use super::layout::Layout;
use super::locking::lock;
use super::open::codebook_texts;

/// All codebook files of a study, with their locks.
pub(super) struct CodebookFiles<'s> {
    host: &'s Host,
    layout: &'s Layout,
    /// The texts as they are to be, by their paths.
    texts: BTreeMap<String, String>,
    /// The texts as they were read.
    read: BTreeMap<String, String>,
    /// Files that cannot be changed, and why.
    closed: BTreeMap<String, Problem>,
    /// Files that were changed, in the order in which they are to be written.
    changed: Vec<String>,
    /// Held until the files are written.
    _locks: Vec<Box<dyn Appending>>,
}

impl<'s> CodebookFiles<'s> {
    /// Locks the files and reads them.
    pub(super) fn lock(host: &'s Host, layout: &'s Layout) -> Self {
        let (mut locks, mut closed) = (Vec::new(), BTreeMap::new());
        let (paths, _) = codebook_texts(host, layout);
        // In the order of their names, so that two programs never wait for each other.
        for path in paths.into_keys() {
            match lock(host, layout, &path, "the codebook") {
                Ok(lock) => locks.push(lock),
                Err(problem) => drop(closed.insert(path, problem)),
            }
        }
        let mut texts = BTreeMap::new();
        for (path, text) in codebook_texts(host, layout).0 {
            match text {
                Ok(text) => drop(texts.insert(path, text)),
                Err(problem) => drop(closed.entry(path).or_insert(problem)),
            }
        }
        Self { host, layout, read: texts.clone(), texts, closed, changed: Vec::new(), _locks: locks }
    }

    /// Returns the codebook that the files make, and what is wrong with it.
    pub(super) fn codebook(&self) -> (Codebook, Vec<Problem>) {
        joined(&self.texts)
    }

    /// Returns the paths of the files.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// Changes one file; it is made where it is absent.
    pub(super) fn edit(&mut self, path: &str, edit: &Edit) -> Result<(), Problem> {
        let text = self.open(path)?;
        let text = apply(&text, edit).map_err(|error| told(path, &error))?;
        self.put(path, text);
        Ok(())
    }

    /// Takes a code out of one file and puts it at the end of another, which is written first: a code that
    /// stands twice is read once, one that stands nowhere is lost.
    pub(super) fn carry(&mut self, id: &CodeId, from: &str, to: &str) -> Result<(), Problem> {
        let text = self.open(from)?;
        let (rest, code) = take_out(&text, id).map_err(|error| told(from, &error))?;
        self.edit(to, &Edit::Put(code))?;
        self.put(from, rest);
        Ok(())
    }

    fn open(&self, path: &str) -> Result<String, Problem> {
        if let Some(problem) = self.closed.get(path) {
            return Err(problem.clone());
        }
        Ok(self.texts.get(path).cloned().unwrap_or_default())
    }

    fn put(&mut self, path: &str, text: String) {
        self.texts.insert(path.to_owned(), text);
        if !self.changed.iter().any(|changed| changed == path) {
            self.changed.push(path.to_owned());
        }
    }

    /// Writes what was changed, and returns the paths.
    ///
    /// # Errors
    /// When the change would make an error that was not there, or the disk refuses. Then the files are as
    /// they were; where even that is refused, the problem says which are not.
    pub(super) fn write(self) -> Result<Vec<String>, Problem> {
        self.check()?;
        let disk = &self.host.disk;
        let refused = |path: &str, error: std::io::Error| {
            Problem::error("unwritable", path, format!("the codebook is not changed: {error}"))
        };
        let folder = self.layout.at(Layout::CODEBOOKS);
        disk.make_folder(&folder, Access::Shared).map_err(|error| refused(Layout::CODEBOOKS, error))?;
        for (at, path) in self.changed.iter().enumerate() {
            let (file, text) = (self.layout.at(path), self.texts[path].as_bytes());
            let written = if self.read.contains_key(path) {
                disk.replace(&file, text, Access::Shared)
            } else {
                disk.create(&file, text, Access::Shared)
            };
            let Err(error) = written else { continue };
            return Err(match self.take_back(&self.changed[..at]) {
                Ok(()) => refused(path, error),
                Err(left) => {
                    let message =
                        format!("the codebook is half changed: {left} is written, and {path} is not: {error}");
                    Problem::error("unwritable", path, message).hint("see what is there with: tripod check")
                }
            });
        }
        Ok(self.changed)
    }

    fn take_back(&self, written: &[String]) -> Result<(), String> {
        for path in written.iter().rev() {
            let before = self.read.get(path).map_or("", String::as_str);
            let back = self.host.disk.replace(&self.layout.at(path), before.as_bytes(), Access::Shared);
            back.map_err(|_| path.clone())?;
        }
        Ok(())
    }

    /// Sees that the change makes no error that was not there.
    fn check(&self) -> Result<(), Problem> {
        let errors = |texts| joined(texts).1.into_iter().filter(|problem| problem.severity == Severity::Error);
        let mut before: Vec<String> = errors(&self.read).map(|problem| problem.message).collect();
        for problem in errors(&self.texts) {
            match before.iter().position(|message| *message == problem.message) {
                Some(at) => drop(before.swap_remove(at)),
                // A message that only names another line was there before.
                None if before.is_empty() => {
                    let message = format!("the codebook is not changed, for then {}", problem.message);
                    return Err(Problem { message, ..problem });
                }
                None => drop(before.pop()),
            }
        }
        Ok(())
    }
}

fn told(path: &str, error: &EditError) -> Problem {
    Problem::error("codebook-edit", path, error.to_string())
}

fn joined(texts: &BTreeMap<String, String>) -> (Codebook, Vec<Problem>) {
    let mut problems = Vec::new();
    let files: Vec<_> = texts
        .iter()
        .map(|(path, text)| {
            let (file, told) = read_file(path, text);
            problems.extend(told);
            file
        })
        .collect();
    let (codebook, told) = Codebook::new(files);
    problems.extend(told);
    (codebook, problems)
}
