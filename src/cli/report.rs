//! `report`: the matrix, the framework, the respondents, themes, or all of it, written to a file or printed.

use std::path::PathBuf;

use clap::Args;

use crate::base::disk::Access;
use crate::base::shown::Shown;
use crate::base::stopped::to_the_end;
use crate::report::build::What;
use crate::report::making::{Format, make, refuse_study_file, themes};
use crate::study::{Study, View};

use super::failure::{Answer, Failure};
use super::session::{Session, is_standard_output};

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
    let made = make(&study, &what, view, &asked_for, &mut to_the_end)?;
    for problem in &made.problems {
        session.tell(problem)?;
    }
    let written = format.write(&made.report).map_err(|error| Failure::internal(error.to_string()))?;
    let Some(path) = output else {
        session.print(written.trim_end_matches('\n'))?;
        return Ok(Answer::Yes);
    };
    session.host().disk.replace(path, written.as_bytes(), Access::Shared)?;
    session.say(Shown::line(&format!("written: {}", path.display())))?;
    Ok(Answer::Yes)
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
            Ok(What::Themes(themes(study, &named)?))
        }
        [other, ..] => Err(Failure::usage(format!("there is no report '{other}'"))
            .hint("type one of: matrix, framework, respondents, theme NAME, or nothing for all")),
    }
}
