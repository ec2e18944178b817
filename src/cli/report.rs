//! `report`: the matrix, the framework, the respondents, themes, or all of it, written to a file or printed.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::base::disk::Access;
use crate::base::shown::Shown;
use crate::report::block::Report;
use crate::report::build::{What, build};
use crate::report::{csv, json, markdown};
use crate::study::{Layout, Study, View};
use crate::triangulation::gather::Gathered;

use super::failure::{Answer, Failure};
use super::session::{Session, is_standard_output};
use super::triangulate::themes;

/// What `report` takes.
#[derive(Args, Debug)]
pub(super) struct ReportArgs {
    /// What to report: `matrix`, `framework`, `respondents`, or `theme` with the themes to tell; without it, all
    what: Vec<String>,
    /// The file to write; its ending says the format: md, csv or json. Without it, or as -, Markdown is printed
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// A restricted source that may be shown all the same
    #[arg(long, value_name = "SOURCE")]
    restricted: Vec<String>,
    /// Which codings to count
    #[arg(long, value_name = "VIEW", default_value = "reconciled", value_parser = ["reconciled", "coded"])]
    view: String,
}

/// The formats that can be written.
#[derive(Clone, Copy)]
enum Format {
    Markdown,
    Csv,
    Json,
}

impl Format {
    /// Takes the format from a file's ending.
    fn of(path: &Path) -> Result<Self, Failure> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        match ending.as_str() {
            "md" | "markdown" => Ok(Self::Markdown),
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            _ => {
                let message = format!("a report cannot be written as '{}'", path.display());
                Err(Failure::usage(message).hint("let the file's name end in .md, .csv or .json"))
            }
        }
    }

    fn write(self, report: &Report) -> Result<String, Failure> {
        match self {
            Self::Markdown => Ok(markdown::render(report)),
            Self::Csv => Ok(csv::render(report)),
            Self::Json => json::render(report).map_err(|error| Failure::internal(error.to_string())),
        }
    }
}

pub(super) fn run(args: &ReportArgs, session: &mut Session) -> Result<Answer, Failure> {
    let usual = if session.json() { Format::Json } else { Format::Markdown };
    let output = args.output.as_deref().filter(|path| !is_standard_output(path));
    let format = output.map_or(Ok(usual), Format::of)?;
    let study = session.open()?;
    if let Some(path) = output {
        refuse_study_file(path, &study)?;
    }
    let what = what(&study, &args.what)?;
    let asked_for: Vec<usize> = args.restricted.iter().map(|name| study.find_source(name)).collect::<Result<_, _>>()?;
    let view = if args.view == "coded" { View::Coded } else { View::Reconciled };
    let gathered = Gathered::new(&study, view);
    for problem in &gathered.problems {
        session.tell(problem)?;
    }
    let judged = gathered.assess_all();
    let written = format.write(&build(&study, &gathered, &judged, &what, &asked_for))?;
    let Some(path) = output else {
        session.print(written.trim_end_matches('\n'))?;
        return Ok(Answer::Yes);
    };
    session.host().disk.replace(path, written.as_bytes(), Access::Shared)?;
    session.say(Shown::line(&format!("written: {}", path.display())))?;
    Ok(Answer::Yes)
}

/// A report must not take the place of what it is made from, nor become a source.
fn refuse_study_file(path: &Path, study: &Study) -> Result<(), Failure> {
    let path = std::path::absolute(path)?;
    let root = std::path::absolute(study.layout().root())?;
    let Ok(inside) = path.strip_prefix(&root) else { return Ok(()) };
    let folders = study.manifest().kinds.iter().filter_map(|kind| kind.folder.as_deref());
    let own_files = [Layout::MANIFEST, Layout::REGISTER, "findings.toml"];
    let mut own_folders = [Layout::CODEBOOKS, Layout::JOURNALS].into_iter().chain(folders);
    if own_files.iter().any(|name| inside == Path::new(name)) || own_folders.any(|folder| inside.starts_with(folder)) {
        let message = format!("{} belongs to the study, so no report is written there", inside.display());
        return Err(Failure::usage(message).hint("name another file, such as: -o report.md"));
    }
    Ok(())
}

/// Reads `matrix`, `framework`, `respondents`, `theme NAME…`, or nothing for all.
fn what(study: &Study, words: &[String]) -> Result<What, Failure> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => Ok(What::Whole),
        ["matrix"] => Ok(What::Matrix),
        ["framework"] => Ok(What::Framework),
        ["respondents"] => Ok(What::Respondents),
        ["theme" | "themes"] => Ok(What::Themes(study.codebook().themes().map(|code| code.id.clone()).collect())),
        ["theme" | "themes", named @ ..] => {
            let named: Vec<String> = named.iter().map(|&name| name.to_owned()).collect();
            themes(study, &named).map(What::Themes)
        }
        [other, ..] => Err(Failure::usage(format!("there is no report '{other}'"))
            .hint("type one of: matrix, framework, respondents, theme NAME, or nothing for all")),
    }
}
