//! Which files of the folder are sources, and what is known of each before its text is read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::OnceLock;

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

use crate::base::disk::{Disk, NodeKind, Stat};
use crate::base::ids::{Case, Category, CodeId, Kind, Leg, SourceId, Voice};
use crate::base::nearest::did_you_mean;
use crate::base::problem::Problem;
use crate::base::text::TextHash;
use crate::source::{
    Description, FrontMatter, Keys, Outline, Reading, Register, Status, Unreadable, Use, is_broken,
    may_have_front_matter,
};

use super::layout::Layout;
use super::manifest::{KindRule, Manifest};
use super::source_table::{Head, Kept, SourceTable, inputs};

/// How much of a file is read to find its front matter.
const HEAD: usize = 64 << 10;

/// How much of a file is read to see whether there may be front matter at all. Byte order marks, of three
/// bytes, are not cut by it.
const START: usize = 48;

/// Folders inside folders are read down to this depth.
const DEEPEST: usize = 64;

/// A source: a file in the folder of a kind.
#[derive(Debug)]
pub struct Source {
    /// Its id: its path in the study.
    pub id: SourceId,
    /// Its kind.
    pub kind: Kind,
    /// The leg that its kind stands on.
    pub leg: Leg,
    /// What its keys say.
    pub about: Description,
    /// Its place on the disk.
    pub path: PathBuf,
    /// How its text is read.
    pub reading: Reading,
    /// Whether its kind asks about everything where it names neither guide nor codes.
    pub(super) asks_all: bool,
    /// The guide that its kind uses.
    pub(super) kind_guide: Option<String>,
    /// What the disk said of its file when the study was opened.
    pub(super) stat: Stat,
    /// What the head of its file says.
    pub(super) head: Head,
    /// A hash of all but the text that its outline depends on.
    pub(super) inputs: TextHash,
    /// Its outline in short, where it is kept in the cache.
    pub(super) kept: Option<Kept>,
    pub(super) outline: OnceLock<Result<Outline, Unreadable>>,
}

impl Source {
    /// Returns the independent voice of the source: the one that it names, else a document's issuer, an
    /// observation's event, else its own id.
    #[must_use]
    pub fn voice(&self) -> Voice {
        let named = self.about.voice.clone();
        let issuer = || self.about.issuer.as_deref().map(Voice::from);
        let event = || self.about.event.as_deref().map(Voice::from);
        named.or_else(issuer).or_else(event).unwrap_or_else(|| Voice::from(self.id.as_str()))
    }

    /// Tells whether it is left out of everything.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.about.usage == Use::Withdrawn
    }

    /// Returns the file name without its folder and ending.
    #[must_use]
    pub fn stem(&self) -> &str {
        stem(self.id.as_str())
    }

    /// Returns its title, or its file name where it has none.
    #[must_use]
    pub fn title(&self) -> &str {
        self.about.title.as_deref().unwrap_or_else(|| self.stem())
    }

    /// Returns the cases that it belongs to.
    #[must_use]
    pub fn cases(&self) -> &[Case] {
        &self.about.cases
    }

    /// Returns the categories of its respondents.
    #[must_use]
    pub fn categories(&self) -> &[Category] {
        &self.about.categories
    }

    /// Tells whether one of its keys has one of the values that make its word the evaluated party's own.
    #[must_use]
    pub fn is_own(&self, own: &BTreeMap<String, Vec<String>>) -> bool {
        own.iter().any(|(key, values)| self.about.keys.texts(key).iter().any(|text| values.contains(text)))
    }
}

/// A row of the register whose source has no file.
#[derive(Clone, Debug)]
pub struct Planned {
    /// What stands in the column `source`.
    pub name: String,
    /// Where it stands; nothing where the row does not say.
    pub status: Option<Status>,
    /// What its row says.
    pub about: Description,
    /// The row's line in the register.
    pub line: usize,
}

/// All sources, and what is wrong with the files.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The sources in the order of their ids.
    pub(super) sources: Vec<Source>,
    /// Rows without a file.
    pub(super) planned: Vec<Planned>,
    pub(super) problems: Vec<Problem>,
}

/// A file that may be a source.
struct Candidate<'m> {
    id: SourceId,
    path: PathBuf,
    reading: Reading,
    rule: &'m KindRule,
    stat: Stat,
}

/// Finds the sources of a study. What `table` knows of a file is not read again.
pub(super) fn find(disk: &dyn Disk, layout: &Layout, manifest: &Manifest, table: &SourceTable) -> Found {
    let mut found = Found::default();
    let register = read_register(disk, layout, &mut found.problems);
    let mut candidates = Vec::new();
    for rule in &manifest.kinds {
        let Some(folder) = &rule.folder else { continue };
        walk(disk, layout, rule, folder, 0, &mut candidates, &mut found.problems);
    }
    candidates.sort_by(|a, b| a.id.cmp(&b.id));
    candidates.dedup_by(|a, b| a.id == b.id);
    let ids: Vec<&str> = candidates.iter().map(|candidate| candidate.id.as_str()).collect();
    let rows = assign_rows(&register, &ids, &mut found.problems);
    let declared: BTreeMap<String, Vec<String>> =
        manifest.attributes.iter().map(|(name, attribute)| (name.clone(), attribute.values.clone())).collect();
    let taken: BTreeSet<usize> = rows.values().copied().collect();
    let heads: Vec<Head> = candidates.par_iter().map(|candidate| head(disk, candidate, table)).collect();
    for (candidate, head) in candidates.into_iter().zip(heads) {
        let row = rows.get(candidate.id.as_str()).map(|&at| &register.rows[at]);
        let mut keys = Keys::default();
        tell_broken(&candidate, &head, &mut found.problems);
        keys.add_front(candidate.id.as_str(), &head.front.lines, &mut found.problems);
        if let Some(row) = row {
            keys.lay_register(Layout::REGISTER, row.line, &row.keys, &mut found.problems);
        }
        let about = Description::read(keys, &declared, &mut found.problems);
        let mut source = source(candidate, head, about, manifest, &mut found.problems);
        source.inputs = inputs(&source, &manifest.languages);
        source.kept = table.kept(source.id.as_str(), &source.stat, source.inputs);
        found.sources.push(source);
    }
    for (at, row) in register.rows.iter().enumerate() {
        if taken.contains(&at) {
            continue;
        }
        let mut keys = Keys::default();
        keys.lay_register(Layout::REGISTER, row.line, &row.keys, &mut found.problems);
        let about = Description::read(keys, &declared, &mut found.problems);
        if about.status.is_none() {
            let message = format!("the register names '{}', but there is no such file", row.source);
            let problem = Problem::warning("no-file", Layout::REGISTER, message).at(row.line);
            found.problems.push(problem.hint("give its status: planned, received or refused"));
        }
        found.planned.push(Planned { name: row.source.clone(), status: about.status, about, line: row.line });
    }
    found
}

fn read_register(disk: &dyn Disk, layout: &Layout, problems: &mut Vec<Problem>) -> Register {
    match disk.read(&layout.at(Layout::REGISTER)) {
        Ok(bytes) => {
            let (register, told) = Register::read(&bytes);
            problems.extend(told);
            register
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Register::default(),
        Err(error) => {
            problems.push(Problem::error("unreadable", Layout::REGISTER, format!("the register is not read: {error}")));
            Register::default()
        }
    }
}

fn walk<'m>(
    disk: &dyn Disk,
    layout: &Layout,
    rule: &'m KindRule,
    folder: &str,
    depth: usize,
    candidates: &mut Vec<Candidate<'m>>,
    problems: &mut Vec<Problem>,
) {
    let names = match disk.list(&layout.at(folder)) {
        Ok(names) => names,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && depth == 0 => return,
        Err(error) => {
            problems.push(Problem::error("unreadable", folder, format!("the folder is not read: {error}")));
            return;
        }
    };
    for named in names {
        if named.name.starts_with('.') {
            continue;
        }
        let name: String = named.name.nfc().collect();
        let path = format!("{folder}/{name}");
        let stat = match disk.stat(&named.path) {
            Ok(stat) => stat,
            Err(error) => {
                problems.push(Problem::error("unreadable", path, format!("the file is not read: {error}")));
                continue;
            }
        };
        match stat.kind {
            NodeKind::Folder if depth < DEEPEST => {
                // The name on the disk may be decomposed; the id never is.
                let inside = format!("{folder}/{}", named.name);
                walk(disk, layout, rule, &inside, depth + 1, candidates, problems);
            }
            NodeKind::Folder => {
                problems.push(Problem::error("too-deep", path, "folders inside folders are not read this deep"));
            }
            NodeKind::File => {
                if let Some(reading) = reading_of(&name, &path, problems) {
                    candidates.push(Candidate {
                        id: path.nfc().collect::<String>().into(),
                        path: named.path,
                        reading,
                        rule,
                        stat,
                    });
                }
            }
            NodeKind::Other => {
                let problem =
                    Problem::warning("special-file", path, "this is a link or a special file and is not read");
                problems.push(problem.hint("put a copy of the file here"));
            }
        }
    }
}

/// Tells how a file is read; nothing where it is no source.
fn reading_of(name: &str, path: &str, problems: &mut Vec<Problem>) -> Option<Reading> {
    let lower = name.to_lowercase();
    if name.starts_with("README") || lower.ends_with(".toml") {
        return None;
    }
    match lower.rsplit_once('.').map(|(_, ending)| ending) {
        Some("txt" | "md") => Some(Reading::Prose),
        Some("csv") => Some(Reading::Table),
        _ => {
            let message = "this type of file is not read as a source";
            let hint = if lower.ends_with(".docx") {
                format!("convert it with: tripod import '{path}' --as KIND")
            } else {
                "save it as text or as a Word file and bring that in with: tripod import FILE --as KIND".to_owned()
            };
            problems.push(Problem::warning("other-type", path, message).hint(hint));
            None
        }
    }
}

/// Returns what the head of a file says, from the table where that knows the file.
fn head(disk: &dyn Disk, candidate: &Candidate<'_>, table: &SourceTable) -> Head {
    let read = || {
        // What cannot be read is told when the text is.
        let start = disk.read_head(&candidate.path, START).unwrap_or_default();
        if !may_have_front_matter(&start) {
            return Head::default();
        }
        let head = disk.read_head(&candidate.path, HEAD).unwrap_or_default();
        Head { front: FrontMatter::of_head(&head), is_broken: is_broken(&head) }
    };
    table.head(candidate.id.as_str(), &candidate.stat).cloned().unwrap_or_else(read)
}

fn tell_broken(candidate: &Candidate<'_>, head: &Head, problems: &mut Vec<Problem>) {
    if head.is_broken {
        let message = "the file begins like front matter but is none, so its keys are read as text";
        let problem = Problem::warning("front-matter", candidate.id.as_str(), message).at(1);
        problems.push(problem.hint("end it with a line --- and put nothing but 'key: value' lines in it"));
    }
}

fn source(
    candidate: Candidate<'_>,
    head: Head,
    about: Description,
    manifest: &Manifest,
    problems: &mut Vec<Problem>,
) -> Source {
    let Candidate { id, path, reading, rule, stat } = candidate;
    let rule = match &about.kind {
        None => rule,
        Some(kind) => manifest.kind(kind).unwrap_or_else(|| {
            let message = format!("the kind '{kind}' is not declared; the source counts as '{}'", rule.name);
            let mut problem = Problem::warning("undeclared-kind", id.as_str(), message);
            problem.hint = did_you_mean(kind.as_str(), manifest.kinds.iter().map(|kind| kind.name.as_str()));
            problems.push(problem);
            rule
        }),
    };
    if let Some(guide) = about.guide.as_ref().filter(|guide| !manifest.guides.contains_key(*guide)) {
        let message = format!("the guide '{guide}' is not declared, so what was asked is taken from the kind");
        let mut problem = Problem::warning("unknown-guide", id.as_str(), message);
        problem.hint = did_you_mean(guide, manifest.guides.keys().map(String::as_str));
        problems.push(problem);
    }
    Source {
        kind: rule.name.clone(),
        leg: rule.leg.clone(),
        asks_all: rule.asks_all,
        kind_guide: rule.guide.clone(),
        id,
        about,
        path,
        reading,
        stat,
        head,
        inputs: TextHash::of(""),
        kept: None,
        outline: OnceLock::new(),
    }
}

/// Finds the source of each row: id of the source → position of the row.
fn assign_rows(register: &Register, ids: &[&str], problems: &mut Vec<Problem>) -> BTreeMap<String, usize> {
    let mut rows: BTreeMap<String, usize> = BTreeMap::new();
    for (at, row) in register.rows.iter().enumerate() {
        let wanted: String = row.source.nfc().collect();
        match by_name(&wanted, ids) {
            Named::One(id) => {
                if let Some(first) = rows.get(id) {
                    let message =
                        format!("'{id}' stands in line {} already; the first row counts", register.rows[*first].line);
                    problems.push(Problem::warning("row-twice", Layout::REGISTER, message).at(row.line));
                    continue;
                }
                rows.insert(id.to_owned(), at);
            }
            Named::Several(several) => {
                let message = format!("'{wanted}' names several sources: {}", several.join(", "));
                let problem = Problem::error("ambiguous-source", Layout::REGISTER, message).at(row.line);
                problems.push(problem.hint("name the source by its path in the study"));
            }
            Named::None => {}
        }
    }
    rows
}

/// What a name fits.
pub(super) enum Named<'i> {
    One(&'i str),
    Several(Vec<&'i str>),
    None,
}

/// Finds a source by its id, else exact file name, else exact stem, else a part that only one id has.
pub(super) fn by_name<'i>(wanted: &str, ids: &[&'i str]) -> Named<'i> {
    if let Ok(at) = ids.binary_search(&wanted) {
        return Named::One(ids[at]);
    }
    let rules: [&dyn Fn(&str) -> bool; 3] =
        [&|id| file_name(id) == wanted, &|id| stem(id) == wanted, &|id| id.contains(wanted)];
    for fits in rules {
        let found: Vec<&'i str> = ids.iter().copied().filter(|id| !wanted.is_empty() && fits(id)).collect();
        match found.as_slice() {
            [] => {}
            [one] => return Named::One(one),
            _ => return Named::Several(found),
        }
    }
    Named::None
}

fn file_name(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

pub(super) fn stem(id: &str) -> &str {
    let name = file_name(id);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Returns the codes that the keys of a description name, for checks.
pub(super) fn asked_codes(about: &Description) -> &[CodeId] {
    match &about.asked {
        Some(crate::source::Asked::Codes(codes)) => codes,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_named_by_id_file_name_stem_or_part() {
        let ids = ["desk-review/a.md", "interviews/a.md", "interviews/ab.md", "interviews/vrk-03.md"];
        let one = |wanted: &str| match by_name(wanted, &ids) {
            Named::One(id) => id.to_owned(),
            Named::Several(several) => several.join("|"),
            Named::None => "-".to_owned(),
        };
        assert_eq!(one("interviews/a.md"), "interviews/a.md");
        assert_eq!(one("ab.md"), "interviews/ab.md");
        assert_eq!(one("ab"), "interviews/ab.md");
        assert_eq!(one("a.md"), "desk-review/a.md|interviews/a.md");
        assert_eq!(one("03"), "interviews/vrk-03.md");
        assert_eq!((one("zz"), one("")), ("-".to_owned(), "-".to_owned()));
    }
}
