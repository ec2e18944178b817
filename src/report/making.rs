//! Making a report step by step, and what has to be known for it: which one is meant, in which format, and
//! where it may be written. The command and the workbench make theirs here.

use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;

use super::block::Report;
use super::build::{What, build};
use super::searched::Searched;
use super::{csv, json, markdown};
use crate::base::ids::CodeId;
use crate::base::problem::Problem;
use crate::base::stopped::{Step, Stopped};
use crate::study::{Layout, Study, View};
use crate::triangulation::gather::{Gathered, Theme};

/// The formats that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people, and for what makes other documents of it.
    Markdown,
    /// For spreadsheets.
    Csv,
    /// For programs.
    Json,
}

impl Format {
    /// Takes the format from a file's ending.
    ///
    /// # Errors
    /// When no format has that ending.
    pub fn of(path: &Path) -> Result<Self, Problem> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        match ending.as_str() {
            "md" | "markdown" => Ok(Self::Markdown),
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            _ => {
                let message = format!("a report cannot be written as '{}'", path.display());
                Err(usage(message, "let the file's name end in .md, .csv or .json"))
            }
        }
    }

    /// Returns what it is called.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Markdown => "Markdown",
            Self::Csv => "csv",
            Self::Json => "JSON",
        }
    }

    /// Writes a report.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which is a fault of the program.
    pub fn write(self, report: &Report) -> Result<String, serde_json::Error> {
        match self {
            Self::Markdown => Ok(markdown::render(report)),
            Self::Csv => Ok(csv::render(report)),
            Self::Json => json::render(report),
        }
    }
}

/// Refuses a file of the study: a report must not take the place of what it is made from, nor become a source.
///
/// # Errors
/// When the study owns the path, or it is none.
pub fn refuse_study_file(path: &Path, study: &Study) -> Result<(), Problem> {
    let whole = |path: &Path| whole(path).map_err(|error| Problem::error("io", "", error.to_string()));
    // The study may itself be reached by a link.
    let (path, manifest) = (whole(path)?, whole(&study.layout().root().join(Layout::MANIFEST))?);
    let Some(inside) = manifest.parent().and_then(|root| path.strip_prefix(root).ok()) else { return Ok(()) };
    let folders = study.manifest().kinds.iter().filter_map(|kind| kind.folder.as_deref());
    let own_files = [Layout::MANIFEST, Layout::REGISTER, "findings.toml"];
    let mut own_folders = [Layout::CODEBOOKS, Layout::JOURNALS].into_iter().chain(folders);
    if own_files.iter().any(|name| inside == Path::new(name)) || own_folders.any(|folder| inside.starts_with(folder)) {
        let message = format!("{} belongs to the study, so no report is written there", inside.display());
        return Err(usage(message, "name another file, such as: -o report.md"));
    }
    Ok(())
}

/// Returns where a path leads from the root of the disk on, without `..` and links to other folders. A link in the
/// last place stays: what is written takes its place, and not that of what it leads to.
///
/// # Errors
/// When the path is empty, or there is no folder to begin with.
fn whole(path: &Path) -> std::io::Result<PathBuf> {
    let mut whole = PathBuf::new();
    let path = std::path::absolute(path)?;
    let mut parts = path.components().peekable();
    while let Some(part) = parts.next() {
        match part {
            Component::ParentDir => _ = whole.pop(),
            part => whole.push(part),
        }
        if parts.peek().is_some()
            && let Ok(real) = whole.canonicalize()
        {
            whole = real;
        }
    }
    Ok(whole)
}

/// Finds the themes that were named.
///
/// # Errors
/// When there is no such code, or it has no claim.
pub fn themes(study: &Study, named: &[String]) -> Result<Vec<CodeId>, Problem> {
    let mut found = Vec::new();
    for name in named {
        let code = study.codebook().find(name)?;
        if code.claim.is_none() {
            let message = format!("'{}' has no claim, so there is no verdict on it", code.id);
            return Err(usage(message, &format!("give it a claim in {}:{}", code.file, code.line)));
        }
        found.push(code.id.clone());
    }
    Ok(found)
}

fn usage(message: String, hint: &str) -> Problem {
    Problem::error("usage", "", message).hint(hint)
}

/// A report, with what is wrong in the thresholds that it was made by.
#[derive(Debug)]
pub struct Made {
    /// The report.
    pub report: Report,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// How many texts are read, and how many themes judged, between two steps.
const AT_A_TIME: usize = 8;

/// How much of the work the texts are, in hundredths; gathering and judging are the next ones.
const TEXTS: usize = 60;
const GATHERED: usize = 70;
const JUDGED: usize = 95;

/// Makes a report; what searches found is told in it. `asked_for` are the restricted sources that may be shown. `step` hears hundredths.
///
/// # Errors
/// When a step ends it.
pub fn make(
    study: &Study,
    (what, found): (&What, &[Searched]),
    view: View,
    asked_for: &[usize],
    step: &mut Step<'_>,
) -> Result<Made, Stopped> {
    let mut part = |from: usize, to: usize, done: usize, all: usize| step(from + (to - from) * done / all.max(1), 100);
    let all = study.sources().len();
    for (at, few) in study.sources().chunks(AT_A_TIME).enumerate() {
        part(0, TEXTS, at * AT_A_TIME, all)?;
        // Made once and kept there; one that cannot be made is told by the check of the study.
        few.par_iter().for_each(|source| _ = study.outline(source));
    }
    part(0, TEXTS, 1, 1)?;
    let gathered = Gathered::new(study, view);
    let themes: Vec<&Theme<'_>> = gathered.themes.iter().collect();
    let mut judged = Vec::with_capacity(themes.len());
    for few in themes.chunks(AT_A_TIME) {
        part(GATHERED, JUDGED, judged.len(), themes.len())?;
        judged.extend(gathered.assess_some(few));
    }
    part(GATHERED, JUDGED, 1, 1)?;
    let report = build(study, &gathered, &judged, what, found, asked_for);
    Ok(Made { report, problems: gathered.problems })
}
