//! What a path leads to that is being typed: completing it, and telling whether it can be written to or brought in.

use std::path::{Path, PathBuf};

use crate::base::count::plural;
use crate::base::disk::{Disk, NodeKind};
use crate::base::problem::Problem;
use crate::interchange::codings::{is_table, may_export_to};
use crate::interchange::may_import;
use crate::report::making::{Format, refuse_study_file};
use crate::study::Study;
use crate::tui::behind::{Found, Look, Looked, PathFor, Then, Writing};

/// Says what a path leads to, completed first where that is asked for.
pub(super) fn look(study: &Study, look: Look) -> Looked {
    let disk = &*study.host().disk;
    let (text, names) = match look.then {
        Then::Complete => completed(disk, &look.text),
        Then::Show | Then::Take => (look.text.clone(), Vec::new()),
    };
    let (found, mut words) = match &look.aim {
        PathFor::Write(writing) => told(to_write(study, writing, text.trim())),
        PathFor::Read => told(to_read(study, text.trim())),
    };
    if names.len() > 1 {
        words = names.join("  ");
    }
    Looked { look, text, found, words }
}

/// What was found, and what there is to know of it; or why it is of no use.
type Told = Result<(Found, String), String>;

fn told(told: Told) -> (Result<Found, String>, String) {
    match told {
        Ok((found, words)) => (Ok(found), words),
        Err(problem) => (Err(problem), String::new()),
    }
}

fn in_words(problem: Problem) -> String {
    match problem.hint {
        Some(hint) => format!("{}: {hint}", problem.message),
        None => problem.message,
    }
}

fn to_write(study: &Study, writing: &Writing, text: &str) -> Told {
    if text.is_empty() {
        return Err("type the name of a file; Tab completes a path".to_owned());
    }
    let (disk, file) = (&*study.host().disk, expanded(text));
    let stat = disk.stat(&file);
    if text.ends_with('/') || stat.as_ref().is_ok_and(|stat| stat.kind == NodeKind::Folder) {
        return Err(format!("{text} is a folder: name a file in it"));
    }
    let mut what = "a table of codings";
    match writing {
        Writing::Report(_) => {
            what = Format::of(&file).map_err(in_words)?.word();
            refuse_study_file(&file, study).map_err(in_words)?;
        }
        Writing::Codings => may_export_to(disk, &file).map_err(in_words)?,
    }
    let whole = std::path::absolute(&file).unwrap_or_else(|_| file.clone());
    let folder = whole.parent().unwrap_or(&whole);
    disk.list(folder).map_err(|error| error.to_string())?;
    let is_there = stat.is_ok();
    let there = if is_there { "; it is there already, and you are asked before it is replaced" } else { "" };
    Ok((Found::ToWrite { file, is_there }, format!("{what}, in {}{there}", folder.display())))
}

fn to_read(study: &Study, text: &str) -> Told {
    may_import(study).map_err(in_words)?;
    if text.is_empty() {
        return Err(
            "type the path of a file: txt, md, csv, docx; Tab completes it, notes/* takes all of a folder".to_owned()
        );
    }
    let (disk, path) = (&*study.host().disk, expanded(text));
    let files = match disk.stat(&path) {
        Ok(stat) if stat.kind == NodeKind::Folder => {
            return Err(format!("{text} is a folder: {}/* takes all files in it", text.trim_end_matches('/')));
        }
        Ok(_) => vec![path],
        Err(error) => match fitting(disk, &path) {
            Some(files) if files.is_empty() => return Err("no file fits that".to_owned()),
            Some(files) => files,
            None => return Err(error.to_string()),
        },
    };
    let is_csv = |file: &PathBuf| file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let table = files.iter().all(is_csv).then(|| files.first().is_some_and(|file| is_table(disk, file)));
    if let Some(codings) = files.iter().filter(|_| files.len() > 1).find(|file| is_csv(file) && is_table(disk, file)) {
        return Err(format!("{} is a table of codings: bring it in by itself", codings.display()));
    }
    let kinds = study.manifest().kinds.iter();
    let kinds = kinds.map(|rule| (rule.name.clone(), rule.folder.clone().unwrap_or_default())).collect();
    let words = plural(files.len(), "file", "files");
    Ok((Found::ToRead { files, table, kinds }, words))
}

/// Puts the home folder in the place of `~`.
fn expanded(text: &str) -> PathBuf {
    let home = || std::env::var_os("HOME").map(PathBuf::from);
    match text.strip_prefix('~') {
        Some("") => home().unwrap_or_else(|| text.into()),
        Some(rest) if rest.starts_with('/') => {
            home().map_or_else(|| text.into(), |home| home.join(rest.trim_start_matches('/')))
        }
        _ => text.into(),
    }
}

/// Returns the files whose names fit a pattern in the last part of a path; nothing where it holds no pattern.
fn fitting(disk: &dyn Disk, path: &Path) -> Option<Vec<PathBuf>> {
    let pattern: Vec<char> = path.file_name()?.to_str()?.chars().collect();
    if !pattern.iter().any(|sign| matches!(sign, '*' | '?')) {
        return None;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let names = disk.list(folder).unwrap_or_default();
    let files = names.into_iter().filter(|named| {
        let name: Vec<char> = named.name.chars().collect();
        // As in shells, hidden files are named or not meant.
        (name.first() != Some(&'.') || pattern.first() == Some(&'.')) && fits(&name, &pattern)
    });
    let is_file = |path: &PathBuf| disk.stat(path).is_ok_and(|stat| stat.kind == NodeKind::File);
    Some(files.map(|named| named.path).filter(is_file).collect())
}

/// Tells whether a name fits a pattern, in which `*` stands for any letters and `?` for one.
fn fits(name: &[char], pattern: &[char]) -> bool {
    // Where the last star stands and how much of the name it has taken: it takes one more when what follows fails.
    let (mut at, mut sign, mut star) = (0, 0, None);
    while at < name.len() {
        match pattern.get(sign) {
            Some('*') => {
                star = Some((sign, at));
                sign += 1;
            }
            Some(wanted) if *wanted == '?' || *wanted == name[at] => {
                at += 1;
                sign += 1;
            }
            _ => {
                let Some((last, taken)) = star else { return false };
                star = Some((last, taken + 1));
                (at, sign) = (taken + 1, last + 1);
            }
        }
    }
    pattern[sign..].iter().all(|rest| *rest == '*')
}

/// How many names are shown where several fit.
const SHOWN: usize = 40;

/// Completes a path as far as it is certain, and returns the names that fit.
fn completed(disk: &dyn Disk, text: &str) -> (String, Vec<String>) {
    if text == "~" {
        return ("~/".to_owned(), Vec::new());
    }
    let (folder, begun) = text.rfind('/').map_or(("", text), |at| text.split_at(at + 1));
    let place = if folder.is_empty() { PathBuf::from(".") } else { expanded(folder) };
    let is_meant = |name: &str| name.starts_with(begun) && (begun.starts_with('.') || !name.starts_with('.'));
    let mut named = disk.list(&place).unwrap_or_default();
    named.retain(|named| is_meant(&named.name));
    let Some(first) = named.first() else { return (text.to_owned(), Vec::new()) };
    let common = named.iter().fold(first.name.as_str(), |common, named| shared(common, &named.name));
    let is_folder = named.len() == 1 && disk.list(&first.path).is_ok();
    let text = format!("{folder}{common}{}", if is_folder { "/" } else { "" });
    let more = if named.len() > SHOWN { vec![format!("… {} in all", named.len())] } else { Vec::new() };
    let names = named.iter().take(SHOWN).map(|named| named.name.clone()).chain(more).collect();
    (text, names)
}

/// Returns what two names have in common at their beginnings.
fn shared<'n>(one: &'n str, other: &str) -> &'n str {
    let differs = one.char_indices().zip(other.chars()).find(|((_, a), b)| a != b).map(|((at, _), _)| at);
    &one[..differs.unwrap_or(one.len().min(other.len()))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::disk::MemoryDisk;

    fn disk() -> MemoryDisk {
        let disk = MemoryDisk::new();
        for name in ["vrk-01.md", "vrk-02.md", "verk.txt", ".hidden", "sub/x.md"] {
            disk.put(format!("/in/{name}"), "words");
        }
        disk
    }

    #[test]
    fn a_path_is_completed_as_far_as_it_is_certain() {
        let disk = disk();
        let after = |text: &str| completed(&disk, text);
        assert_eq!(after("/in/vr"), ("/in/vrk-0".to_owned(), vec!["vrk-01.md".to_owned(), "vrk-02.md".to_owned()]));
        assert_eq!(after("/in/ve").0, "/in/verk.txt");
        assert_eq!(after("/in/s").0, "/in/sub/");
        assert_eq!(after("/in/.h").0, "/in/.hidden");
        assert_eq!(after("/in/").1.len(), 4, "hidden files are shown to those who ask for them");
        assert_eq!(after("/in/none"), ("/in/none".to_owned(), Vec::new()));
        assert_eq!(after("~").0, "~/");
    }

    #[test]
    fn stars_take_the_files_whose_names_fit() {
        let disk = disk();
        let found = |text: &str| {
            let files = fitting(&disk, Path::new(text))?;
            Some(files.into_iter().map(|path| path.display().to_string()).collect::<Vec<_>>())
        };
        assert_eq!(found("/in/vrk-0?.md").unwrap(), ["/in/vrk-01.md", "/in/vrk-02.md"]);
        assert_eq!(found("/in/*").unwrap().len(), 3);
        assert_eq!(found("/in/*k*t").unwrap(), ["/in/verk.txt"]);
        assert_eq!(found("/in/*.docx").unwrap(), Vec::<String>::new());
        assert_eq!(found("/in/vrk-01.md"), None);
    }
}
