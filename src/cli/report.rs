//! `report`: the matrix, the framework, the respondents, themes, what a search finds, or all of it, written to a file
//! or printed.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::base::disk::Access;
use crate::base::shown::Shown;
use crate::base::stopped::to_the_end;
use crate::report::build::What;
use crate::report::making::{Format, make, refuse_study_file, themes};
use crate::report::searched::Searched;
use crate::search::answer::Question;
use crate::search::arranged::{Arranged, Arrangement, By};
use crate::search::query::Query;
use crate::search::run::Limits;
use crate::search::searchable::Searchable;
use crate::study::{Study, View};

use super::failure::{Answer, Failure};
use super::search;
use super::session::{Session, is_standard_output};

/// What `report` takes.
#[derive(Args, Debug)]
pub(super) struct ReportArgs {
    /// What to report: `matrix`, `framework`, `respondents`, `theme` with the themes to tell (@NAME for a saved
    /// search), or `search` with a query; without it, all
    what: Vec<String>,
    /// The file to write; its ending says the format: md, csv or json. Without it, or as -, Markdown is printed
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// With `search`: what the passages are grouped by
    #[arg(long, value_name = "GROUP", default_value = "kind", value_parser = ["kind", "case", "category", "voice", "stance"])]
    by: String,
    /// With `search`: how many passages to tell before and after each
    #[arg(long, value_name = "N", default_value_t = 0)]
    context: usize,
    /// With `search`: tell every passage of a voice, not the strongest alone
    #[arg(long)]
    all: bool,
    /// A restricted source that may be shown all the same
    #[arg(long, value_name = "SOURCE")]
    restricted: Vec<String>,
    /// Which codings to count
    #[arg(long, value_name = "VIEW", default_value = "reconciled", value_parser = ["reconciled", "coded"])]
    view: String,
}

/// Where a report goes, and in which format.
pub(super) struct Output {
    path: Option<PathBuf>,
    format: Format,
}

impl Output {
    /// Reads what was named with `-o`: nothing and `-` print, Markdown or with `--json` JSON.
    pub(super) fn of(named: Option<&Path>, study: &Study, session: &Session) -> Result<Self, Failure> {
        let usual = if session.json() { Format::Json } else { Format::Markdown };
        let path = named.filter(|path| !is_standard_output(path));
        let format = path.map_or(Ok(usual), Format::of)?;
        if let Some(path) = path {
            refuse_study_file(path, study)?;
        }
        Ok(Self { path: path.map(Path::to_owned), format })
    }
}

/// How what a search finds is told.
pub(super) struct Telling {
    pub(super) by: By,
    pub(super) context: usize,
    pub(super) all: bool,
}

pub(super) fn run(args: &ReportArgs, session: &mut Session) -> Result<Answer, Failure> {
    let study = session.open()?;
    let output = Output::of(args.output.as_deref(), &study, session)?;
    let (what, found) = what(&study, args, session)?;
    let asked_for = asked_for(&study, &args.restricted)?;
    let answer = told(&study, args.view(), (&what, &found), &asked_for, &output, session)?;
    // As for a search: what finds nothing says no, and the report says so too.
    let is_nothing = what == What::Searches && !found.iter().any(Searched::is_found);
    Ok(if is_nothing { Answer::No } else { answer })
}

/// Finds the restricted sources that may be shown.
pub(super) fn asked_for(study: &Study, named: &[String]) -> Result<Vec<usize>, Failure> {
    Ok(named.iter().map(|name| study.find_source(name)).collect::<Result<_, _>>()?)
}

/// Builds a report and writes it.
pub(super) fn told(
    study: &Study,
    view: View,
    what: (&What, &[Searched]),
    asked_for: &[usize],
    output: &Output,
    session: &mut Session,
) -> Result<Answer, Failure> {
    let made = make(study, what, view, asked_for, &mut to_the_end)?;
    for problem in &made.problems {
        session.tell(problem)?;
    }
    let written = output.format.write(&made.report).map_err(|error| Failure::internal(error.to_string()))?;
    let Some(path) = &output.path else {
        session.print(written.trim_end_matches('\n'))?;
        return Ok(Answer::Yes);
    };
    session.host().disk.replace(path, written.as_bytes(), Access::Shared)?;
    session.say(Shown::line(&format!("written: {}", path.display())))?;
    Ok(Answer::Yes)
}

/// Runs a search whose findings are to be told.
pub(super) fn searched(
    study: &Study,
    searchable: &Searchable,
    query: &str,
    telling: &Telling,
    session: &mut Session,
) -> Result<Searched, Failure> {
    let everything = Arrangement { by: telling.by, voices: usize::MAX, passages: usize::MAX };
    let question = Question {
        query: query.to_owned(),
        limits: Limits::first(usize::MAX),
        typing: false,
        within: Query::All,
        arrangement: Some(everything),
    };
    let found = search::found(study, searchable, &question, session)?;
    let name = query.trim().strip_prefix('@').filter(|name| study.manifest().searches.contains_key(*name));
    let kept = name.and_then(|name| study.manifest().searches.get(name));
    Ok(Searched {
        name: name.map(str::to_owned),
        query: kept.map_or_else(|| query.to_owned(), |kept| kept.query.clone()),
        arranged: found.arranged.unwrap_or_else(|| Arranged::nothing(telling.by)),
        lines: found.lines,
        is_folded: !telling.all,
        context: telling.context,
    })
}

impl ReportArgs {
    fn view(&self) -> View {
        if self.view == "coded" { View::Coded } else { View::Reconciled }
    }

    fn telling(&self) -> Telling {
        Telling { by: By::named(&self.by).unwrap_or(By::Kind), context: self.context, all: self.all }
    }
}

/// Reads `matrix`, `framework`, `respondents`, `theme NAME…`, `search QUERY`, or nothing for all.
fn what(study: &Study, args: &ReportArgs, session: &mut Session) -> Result<(What, Vec<Searched>), Failure> {
    let words: Vec<&str> = args.what.iter().map(String::as_str).collect();
    let what = match words.as_slice() {
        [] => What::Whole,
        ["matrix"] => What::Matrix,
        ["framework"] => What::Framework,
        ["respondents"] => What::Respondents,
        ["theme" | "themes"] => What::Themes(study.codebook().themes().map(|code| code.id.clone()).collect()),
        ["theme" | "themes", named @ ..] => return evidence(study, args, named, session),
        ["search"] => {
            return Err(Failure::usage("nothing is said to look for")
                .hint("name a saved search or a query, such as: report search @money, report search 'theme:labs'"));
        }
        ["search", ..] => {
            let query = search::joined_query(&args.what[1..]);
            let searchable = search::searchable(study, &args.view, session);
            let found = searched(study, &searchable, &query, &args.telling(), session)?;
            return Ok((What::Searches, vec![found]));
        }
        [other, ..] => {
            return Err(Failure::usage(format!("there is no report '{other}'"))
                .hint("type one of: matrix, framework, respondents, theme NAME, search QUERY, or nothing for all"));
        }
    };
    Ok((what, Vec::new()))
}

/// Reads the names of themes, among which saved searches stand as `@name`.
fn evidence(
    study: &Study,
    args: &ReportArgs,
    named: &[&str],
    session: &mut Session,
) -> Result<(What, Vec<Searched>), Failure> {
    let (saved, codes): (Vec<&str>, Vec<&str>) = named.iter().partition(|name| name.starts_with('@'));
    let codes = themes(study, &codes.into_iter().map(str::to_owned).collect::<Vec<_>>())?;
    let mut found = Vec::new();
    if !saved.is_empty() {
        let searchable = search::searchable(study, &args.view, session);
        for query in saved {
            found.push(searched(study, &searchable, query, &args.telling(), session)?);
        }
    }
    Ok((What::Themes(codes), found))
}
