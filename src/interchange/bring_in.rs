//! Brings files into a study's folder as sources; nothing that is there is overwritten.
//!
//! A file that is refused does not keep the others out. The register is written once, at the end, and
//! only if it is still as it was read.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use crate::base::count::plural;
use crate::base::disk::{Access, Disk};
use crate::base::ids::SourceId;
use crate::base::problem::Problem;
use crate::base::stopped::Step;
use crate::study::Layout;

use super::register_edit::{NewRow, add_rows};
use super::sources::{NewSource, Refusal, Wanted, sources_of};

/// The largest file that is imported, in bytes.
const LARGEST: usize = 512 << 20;
const REGISTER: &str = Layout::REGISTER;

/// Where sources go.
pub struct Destination<'a> {
    /// The disk.
    pub disk: &'a dyn Disk,
    /// The study's folder.
    pub root: &'a Path,
    /// The folder in the study, such as `interviews`.
    pub folder: &'a str,
}

/// What came of an import.
#[derive(Debug, Default)]
pub struct BroughtIn {
    /// The new sources, in order.
    pub added: Vec<SourceId>,
    /// What was changed or left out on the way, by source.
    pub notes: Vec<Problem>,
    /// What was refused and why, by the path that was given.
    pub refused: Vec<Problem>,
    /// How many files, or records of a table, were not begun with: a step ended it.
    pub left: usize,
}

impl BroughtIn {
    /// Says how many came in and how many did not.
    #[must_use]
    pub fn summary(&self) -> String {
        let rest = if self.refused.is_empty() { String::new() } else { format!(", {} refused", self.refused.len()) };
        let left = if self.left == 0 { String::new() } else { format!(", stopped before {} more", self.left) };
        format!("{} imported{rest}{left}", plural(self.added.len(), "source", "sources"))
    }
}

/// Imports files one by one. `step` is asked before each file, and before each record that becomes a source; when
/// it ends the import, what came in stays whole, with its keys in the register.
///
/// # Errors
/// When the folder cannot be made or the register cannot be written. Sources that were written by then
/// stay, and are in the study.
pub fn bring_in(
    to: &Destination<'_>,
    files: &[PathBuf],
    wanted: &Wanted,
    step: &mut Step<'_>,
) -> Result<BroughtIn, Problem> {
    let mut outcome = BroughtIn::default();
    let mut rows = Vec::new();
    let disk_error = |error: io::Error| Problem::error("disk", "", error.to_string());
    to.disk.make_folder(&to.root.join(to.folder), Access::Shared).map_err(disk_error)?;
    let mut taken = BTreeSet::new();
    'files: for (at, path) in files.iter().enumerate() {
        if step(at, files.len()).is_err() {
            outcome.left = files.len() - at;
            break;
        }
        let found = match read(to.disk, path).and_then(|(name, bytes)| sources_of(&name, bytes, wanted)) {
            Ok(found) => found,
            Err(refusal) => {
                outcome.refused.push(refused(path, refusal));
                continue;
            }
        };
        let records = found.len();
        for (record, source) in found.into_iter().enumerate() {
            if record > 0 && step(at * records + record, files.len() * records).is_err() {
                outcome.left = records - record + (files.len() - at - 1);
                break 'files;
            }
            if rows.is_empty() && !source.register.is_empty() {
                // A register that cannot take their keys keeps sources out before any is written.
                add_rows(&read_register(to)?.unwrap_or_default(), &[]).map_err(|error| in_register(&error))?;
            }
            match write(to, &source, &mut taken) {
                Ok(id) => {
                    let noted = |note: String| Problem::note("import", id.as_str(), note);
                    outcome.notes.extend(source.notes.into_iter().map(noted));
                    if !source.register.is_empty() {
                        rows.push(NewRow { source: id.to_string(), keys: source.register });
                    }
                    outcome.added.push(id);
                }
                Err(refusal) => outcome.refused.push(refused(path, refusal)),
            }
        }
    }
    register(to, &rows, &mut outcome)?;
    Ok(outcome)
}

fn refused(path: &Path, refusal: Refusal) -> Problem {
    let mut problem = Problem::error("import", path.display().to_string(), refusal.reason);
    problem.hint = refusal.hint;
    problem
}

/// Reads a file that a user named. Folders, pipes and devices are refused at once by the disk.
fn read(disk: &dyn Disk, path: &Path) -> Result<(String, Vec<u8>), Refusal> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let Some(name) = name else { return Err(Refusal::new("this is no file", None)) };
    // The message begins with the path, which is told anyway.
    let reason = |error: io::Error| {
        let text = error.to_string();
        text.strip_prefix(&format!("{}: ", path.display())).unwrap_or(&text).to_owned()
    };
    let bytes = disk.read_head(path, LARGEST + 1).map_err(|error| Refusal::new(reason(error), None))?;
    if bytes.len() > LARGEST {
        return Err(Refusal::new(format!("the file is larger than {} MB", LARGEST >> 20), None));
    }
    Ok((name, bytes))
}

/// Writes one source under a name that is free.
fn write(to: &Destination<'_>, source: &NewSource, taken: &mut BTreeSet<String>) -> Result<SourceId, Refusal> {
    let id = format!("{}/{}.{}", to.folder, source.stem, source.ending);
    let is_there = |id: &str| {
        let hint = "give the file another name, or remove what stands there if it is the same";
        Refusal::new(format!("{id} is in the study already and is not overwritten"), hint.to_owned())
    };
    // Names that differ in case alone are one file on some machines of a team.
    if !taken.insert(id.to_lowercase()) {
        return Err(is_there(&id));
    }
    match to.disk.create(&to.root.join(&id), &source.content, Access::Shared) {
        Ok(()) => Ok(SourceId::from(id)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(is_there(&id)),
        Err(error) => Err(Refusal::new(error.to_string(), None)),
    }
}

/// Puts the keys of the new sources into the register.
fn register(to: &Destination<'_>, rows: &[NewRow], outcome: &mut BroughtIn) -> Result<(), Problem> {
    if rows.is_empty() {
        return Ok(());
    }
    let before = read_register(to)?;
    let edited = add_rows(before.as_deref().unwrap_or_default(), rows).map_err(|error| in_register(&error))?;
    for (source, key, value) in edited.kept {
        let message = format!("{REGISTER} says {key} is '{value}' for {source}; it was left");
        outcome.notes.push(Problem::note("import", source, message));
    }
    if read_register(to)? != before {
        let message = "another program changed it just now, so the keys of the new sources were not written";
        return Err(Problem::error("register", REGISTER, message).hint("add the keys by hand: the sources are there"));
    }
    let path = to.root.join(REGISTER);
    match before {
        Some(_) => to.disk.replace(&path, &edited.bytes, Access::Shared),
        None => to.disk.create(&path, &edited.bytes, Access::Shared),
    }
    .map_err(|error| in_register(&error))
}

fn read_register(to: &Destination<'_>) -> Result<Option<Vec<u8>>, Problem> {
    match to.disk.read(&to.root.join(REGISTER)) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(in_register(&error)),
    }
}

fn in_register(error: &dyn std::fmt::Display) -> Problem {
    Problem::error("register", REGISTER, error.to_string()).hint("mend the file, then import again")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::disk::MemoryDisk;
    use crate::base::stopped::{Stopped, to_the_end};

    fn destination(disk: &MemoryDisk) -> Destination<'_> {
        Destination { disk, root: Path::new("/study"), folder: "interviews" }
    }

    fn text(disk: &MemoryDisk, path: &str) -> String {
        String::from_utf8(disk.read(Path::new(path)).unwrap()).unwrap()
    }

    #[test]
    fn what_is_taken_is_refused_and_the_rest_goes_on() {
        let disk = MemoryDisk::new();
        for (path, words) in
            [("/in/a.md", "new"), ("/in/b.md", "b"), ("/more/B.md", "other"), ("/study/interviews/a.md", "old")]
        {
            disk.put(path, words);
        }
        disk.put("/study/sources.csv", "source,case\nb,varsk\n");
        let files: Vec<PathBuf> =
            ["/in/a.md", "/in/none.md", "/in/b.md", "/more/B.md", "/in"].map(PathBuf::from).to_vec();
        let outcome = bring_in(&destination(&disk), &files, &Wanted::default(), &mut to_the_end).unwrap();
        assert_eq!(outcome.added, [SourceId::from("interviews/b.md")]);
        let refused: Vec<_> = outcome.refused.iter().map(|p| (p.path.as_str(), p.message.as_str())).collect();
        assert_eq!(refused[0], ("/in/a.md", "interviews/a.md is in the study already and is not overwritten"));
        assert_eq!(refused[1], ("/in/none.md", "no such file or folder"));
        assert_eq!((refused[2].0, refused[3].0, refused.len()), ("/more/B.md", "/in", 4));
        assert_eq!(text(&disk, "/study/interviews/a.md"), "old");
        let hash = crate::base::text::TextHash::of("b");
        assert_eq!(
            text(&disk, "/study/sources.csv"),
            format!("source,case,original,original-hash\nb,varsk,b.md,{hash}\n")
        );
    }

    #[test]
    fn a_register_that_cannot_be_mended_is_told_and_left() {
        let disk = MemoryDisk::new();
        disk.put("/in/a.md", "words");
        disk.put("/study/sources.csv", "file\n");
        let problem = bring_in(&destination(&disk), &[PathBuf::from("/in/a.md")], &Wanted::default(), &mut to_the_end)
            .unwrap_err();
        assert_eq!(problem.path, "sources.csv");
        assert_eq!(text(&disk, "/study/sources.csv"), "file\n");
        assert!(disk.read(Path::new("/study/interviews/a.md")).is_err(), "nothing is half brought in");
    }

    #[test]
    fn what_came_in_before_it_was_stopped_is_whole_and_in_the_register() {
        let disk = MemoryDisk::new();
        for name in ["a.md", "b.md", "c.md"] {
            disk.put(format!("/in/{name}"), name);
        }
        let files: Vec<PathBuf> = ["/in/a.md", "/in/b.md", "/in/c.md"].map(PathBuf::from).to_vec();
        let mut second = |done: usize, _: usize| if done < 2 { Ok(()) } else { Err(Stopped) };
        let outcome = bring_in(&destination(&disk), &files, &Wanted::default(), &mut second).unwrap();
        assert_eq!(outcome.summary(), "2 sources imported, stopped before 1 more");
        let register = text(&disk, "/study/sources.csv");
        assert!(register.contains("interviews/b.md") && !register.contains("c.md"), "{register}");
        assert!(disk.read(Path::new("/study/interviews/c.md")).is_err());
        // Of a table each record is a source of its own.
        disk.put("/in/t.csv", "id,words\nr1,one\nr2,two\nr3,three\n");
        let wanted = Wanted { rows: true, ..Wanted::default() };
        let mut first = |done: usize, _: usize| if done < 1 { Ok(()) } else { Err(Stopped) };
        let outcome = bring_in(&destination(&disk), &["/in/t.csv".into()], &wanted, &mut first).unwrap();
        assert_eq!(outcome.summary(), "1 source imported, stopped before 2 more");
    }
}
