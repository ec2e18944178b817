//! `demo`: a copy of the sample study, opened with its tour.
//!
//! A copy is told by the first line of its manifest, which is written last: a folder without it is no
//! copy, whatever else is in it.

mod sample;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::base::disk::{Access, Disk, NodeKind};
use crate::base::ids::Coder;
use crate::base::shown::Shown;
use crate::study::{Layout, find_root};
use crate::tui::tour::{LIVE_SENTENCE, LIVE_SOURCE};

use super::failure::{Answer, Failure};
use super::session::Session;
use super::workbench;

/// What `demo` takes.
#[derive(Args, Debug)]
pub(super) struct DemoArgs {
    /// The folder of the copy; a copy that is there is opened as it is [default: tripod-demo]
    dir: Option<PathBuf>,
    /// Make another copy beside the one that is there
    #[arg(long)]
    fresh: bool,
}

/// Where the copy goes without a name.
const USUAL: &str = "tripod-demo";

/// How the manifest of a copy begins; the copy's own name follows.
const MARK: &str = "# A copy of tripod's sample study, made by 'tripod demo'. Copy ";

/// How the disk's unfinished files begin: a crash may leave one.
const UNFINISHED: &str = ".tripod-";

/// What is there where a copy is to be.
enum There {
    /// Nothing, or a part of a copy and nothing else.
    Room,
    /// A copy.
    Copy,
    /// Another study.
    Study,
    /// Something else, for example this.
    Other(String),
}

pub(super) fn run(args: &DemoArgs, session: &mut Session) -> Result<Answer, Failure> {
    let coder = session.coder()?;
    let disk = session.host().disk.clone();
    let named = args.dir.clone().or_else(|| session.named_study().map(Path::to_owned));
    let dir = named.map_or_else(|| usual(&*disk), Ok)?;
    let (dir, made) = match look(&*disk, &dir)? {
        There::Room => (dir, true),
        There::Copy if args.fresh => (beside(&*disk, &dir)?, true),
        There::Copy => (dir, false),
        There::Study => {
            let message = format!("{} is a study of its own, no copy of the sample", dir.display());
            return Err(Failure::usage(message)
                .hint("open it with: tripod --study DIR, or name another folder: tripod demo DIR"));
        }
        There::Other(what) => {
            let message = format!("{} is no copy of the sample: it holds {what}", dir.display());
            return Err(Failure::usage(message).hint("name another folder: tripod demo DIR"));
        }
    };
    if made {
        copy(&dir, &coder, session)?;
    }
    let words = match (made, args.fresh) {
        (true, true) => "a fresh copy of the sample study is in",
        (true, false) => "a copy of the sample study is in",
        (false, _) => "this copy of the sample study is opened as it is:",
    };
    let shown = workbench::is_possible(session);
    if shown {
        session.say(Shown::line(&format!("{words} {}", dir.display())))?;
        return workbench::show(session, dir, true);
    }
    if session.json() {
        session.print_json(&json!({ "folder": dir.display().to_string(), "made": made, "invented": true }))?;
        return Ok(Answer::Yes);
    }
    session.print(Shown::line(&format!("{words} {}", dir.display())))?;
    session.print("INVENTED: everything in it is fictional. What to type next:")?;
    for line in next(&dir) {
        session.print(Shown::line(&line))?;
    }
    Ok(Answer::Yes)
}

/// Returns the folder of a copy without a name: the copy that the user stands in, else the usual one here.
fn usual(disk: &dyn Disk) -> Result<PathBuf, Failure> {
    let here = std::env::current_dir().map_err(Failure::from)?;
    let inside = find_root(disk, &here).filter(|root| copy_name(disk, root).is_some());
    Ok(inside.unwrap_or_else(|| PathBuf::from(USUAL)))
}

/// Returns the name of the copy in a folder, if there is one.
pub(super) fn copy_name(disk: &dyn Disk, root: &Path) -> Option<String> {
    let manifest = String::from_utf8(disk.read(&Layout::new(root).at(Layout::MANIFEST)).ok()?).ok()?;
    let name = manifest.lines().find_map(|line| line.strip_prefix(MARK))?.trim();
    let sound = name.len() == NAME && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    sound.then(|| name.to_owned())
}

/// How many digits the name of a copy has.
const NAME: usize = 16;

/// Looks at what is there.
fn look(disk: &dyn Disk, dir: &Path) -> Result<There, Failure> {
    let layout = Layout::new(dir);
    if disk.stat(&layout.at(Layout::MANIFEST)).is_ok() {
        return Ok(if copy_name(disk, dir).is_some() { There::Copy } else { There::Study });
    }
    if disk.stat(dir).is_ok_and(|stat| stat.kind == NodeKind::File) {
        return Err(Failure::usage(format!("{} is a file", dir.display())).hint("name a folder: tripod demo DIR"));
    }
    let sample: BTreeMap<String, &[u8]> = sample::files().into_iter().collect();
    let other = match other_than(disk, dir, "", &sample) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        found => found?,
    };
    Ok(other.map_or(There::Room, There::Other))
}

/// Returns the path of something in a folder that no copy has.
fn other_than(
    disk: &dyn Disk,
    folder: &Path,
    above: &str,
    sample: &BTreeMap<String, &[u8]>,
) -> io::Result<Option<String>> {
    for named in disk.list(folder)? {
        let path = format!("{above}{}", named.name);
        let inside = format!("{path}/");
        let is_folder = disk.stat(&named.path)?.kind == NodeKind::Folder;
        let found = if is_folder && sample.keys().any(|file| file.starts_with(&inside)) {
            other_than(disk, &named.path, &inside, sample)?
        } else {
            let ours = sample.get(&path).is_some_and(|bytes| disk.read(&named.path).is_ok_and(|read| read == *bytes));
            (!ours && !named.name.starts_with(UNFINISHED)).then_some(path)
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// Returns the first folder beside a copy that has room: `tripod-demo-2` and so on.
fn beside(disk: &dyn Disk, dir: &Path) -> Result<PathBuf, Failure> {
    let full = std::path::absolute(dir)?;
    let name = full.file_name().map_or_else(|| USUAL.to_owned(), |name| name.to_string_lossy().into_owned());
    let parent = match dir.parent() {
        Some(parent) if dir.file_name().is_some() => parent,
        _ => full.parent().unwrap_or(&full),
    };
    for number in 2..=MOST {
        let beside = parent.join(format!("{name}-{number}"));
        if let Ok(There::Room) = look(disk, &beside) {
            return Ok(beside);
        }
    }
    Err(Failure::usage(format!("there are {MOST} copies beside {}", dir.display()))
        .hint("name another folder: tripod demo DIR"))
}

/// How many copies lie beside each other at most.
const MOST: usize = 999;

/// Writes a copy, or what is missing of one; its manifest last, because that makes it a study.
fn copy(dir: &Path, coder: &Coder, session: &Session) -> Result<(), Failure> {
    let disk = session.host().disk.clone();
    let layout = Layout::new(dir);
    let files = sample::files();
    let bar = session.progress(files.len() as u64, "copying");
    let name = format!("{:0NAME$x}", session.host().chance.bits());
    let manifest = manifest(&name, coder)?;
    let all = files.iter().map(|(path, bytes)| (path.as_str(), *bytes));
    for (path, bytes) in all.chain([(Layout::MANIFEST, manifest.as_bytes())]) {
        let at = layout.at(path);
        let folder = at.parent().unwrap_or(dir);
        let written = disk
            .make_folder(folder, Access::Shared)
            .and_then(|()| disk.create(&at, bytes, Access::Shared))
            .or_else(|error| is_there(&*disk, &at, bytes).then_some(()).ok_or(error));
        written.map_err(|error| {
            Failure::usage(format!("the sample cannot be copied: {error}"))
                .hint("name a folder that you may write to: tripod demo DIR")
        })?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(())
}

/// Whether a file is there already as it would be written: a copy that broke off is gone on with.
fn is_there(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> bool {
    disk.read(path).is_ok_and(|read| read == bytes)
}

/// Makes the manifest of a copy: with its mark, and with the newcomer as a coder whom it knows.
fn manifest(name: &str, coder: &Coder) -> Result<String, Failure> {
    let fault = |error: toml_edit::TomlError| Failure::internal(format!("the sample's study.toml: {error}"));
    let mut document: toml_edit::DocumentMut = sample::MANIFEST.parse().map_err(fault)?;
    let coders = document.entry("coders").or_insert_with(toml_edit::table);
    if let Some(coders) = coders.as_table_like_mut()
        && !coders.contains_key(coder.as_str())
    {
        coders.insert(coder.as_str(), toml_edit::value("You"));
    }
    Ok(format!("{MARK}{name}\n{document}"))
}

/// Returns what to type next, in order.
fn next(dir: &Path) -> Vec<String> {
    vec![
        format!("  cd {}", quoted(&dir.display().to_string())),
        "  tripod status".to_owned(),
        "  tripod triangulate labs".to_owned(),
        format!("  tripod code {LIVE_SOURCE} --quote {} labs --stance contradicts", quoted(LIVE_SENTENCE)),
        "  tripod triangulate labs".to_owned(),
        "  tripod report -o report.md".to_owned(),
    ]
}

/// Quotes a word for a shell, where it needs that.
fn quoted(word: &str) -> String {
    let plain = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '.' | '_' | '-' | '/');
    if !word.is_empty() && !word.starts_with('-') && word.chars().all(plain) {
        return word.to_owned();
    }
    let word = if word.starts_with('-') { format!("./{word}") } else { word.to_owned() };
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_knows_the_newcomer_and_is_known_again() {
        let disk = crate::base::disk::MemoryDisk::new();
        for coder in ["Zoë \"Z\" Ång", "ana"] {
            let text = manifest("0123456789abcdef", &coder.into()).unwrap();
            let read = text.parse::<toml_edit::DocumentMut>().unwrap();
            assert!(read["coders"][coder].is_str() && read["coders"]["ben"].is_str(), "{text}");
            assert_eq!(text.matches("\nana = ").count(), 1, "{text}");
            disk.put("/demo/study.toml", text);
            assert_eq!(copy_name(&disk, Path::new("/demo")).as_deref(), Some("0123456789abcdef"));
        }
        disk.put("/demo/study.toml", sample::MANIFEST);
        assert_eq!(copy_name(&disk, Path::new("/demo")), None, "the sample itself is no copy");
    }

    #[test]
    fn only_the_sample_is_in_the_program() {
        let files = sample::files();
        let journals = files.iter().filter(|(path, _)| path.starts_with("codings/")).count();
        assert_eq!(journals, 2);
        for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".md")) {
            let text = String::from_utf8_lossy(bytes);
            assert!(text.contains("\nfictional: true\n"), "{path} is no source of the sample");
        }
    }

    #[test]
    fn a_word_is_quoted_for_the_shell_where_it_needs_that() {
        for (word, shell) in
            [("tripod-demo", "tripod-demo"), ("my demo", "'my demo'"), ("it's", r"'it'\''s'"), ("-x", "'./-x'")]
        {
            assert_eq!(quoted(word), shell);
        }
    }
}
