//! `search`: finds passages by their words, their sources and their codings.

mod finder;
mod flat;
mod grouped;
mod saved;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::base::count::plural;
use crate::base::problem::{Problem, Severity};
use crate::base::text::{Span, Text};
use crate::report::build::What;
use crate::search::answer::{Answer as Found, Question};
use crate::search::arranged::{Arrangement, By, asks_for_theme, names_code};
use crate::search::query::{Query, Trouble};
use crate::search::run::Limits;
use crate::search::saved::whole as whole_query;
use crate::search::searchable::Searchable;
use crate::study::{Study, View};

use super::failure::{Answer, Failure};
use super::report::{self, Output, Telling};
use super::session::Session;
use finder::Finder;
pub(super) use finder::current_index;
pub(super) use flat::marked;
use flat::{Passage, listed, readable};
use grouped::Manner;
pub(super) use saved::count_all;

/// What `search` takes.
#[derive(Args, Debug)]
pub(super) struct SearchArgs {
    /// What to find: words, "phrases", begin*, typo~, a NEAR/5 b, OR, -not, (brackets), theme:CODE,
    /// stance:, coder:, kind:, leg:, case:, source:, speaker:, language:, voice:, date:2019-09..2019-12,
    /// attributes of the study, is:coded, is:uncoded, is:unanchored, is:auto, has:memo, @SAVED
    #[arg(required_unless_present = "saved", value_name = "QUERY")]
    query: Vec<String>,
    /// Group the passages and count the independent voices behind them; a theme alone is grouped by kind
    #[arg(long, value_name = "GROUP", value_parser = ["kind", "case", "category", "voice", "stance"])]
    by: Option<String>,
    /// List a theme's passages one after the other, without groups
    #[arg(long, conflicts_with_all = ["by", "all"])]
    flat: bool,
    /// In groups: show every passage of a voice, not the strongest alone
    #[arg(long)]
    all: bool,
    /// Show so many passages before and after each
    #[arg(long, value_name = "N", default_value_t = 0)]
    context: usize,
    /// How many passages to show; in groups, how many voices of each; 0 shows all [default: 20, in groups 5]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Only say how many passages there are
    #[arg(long)]
    count: bool,
    /// Write what is found, in groups, to a file as a report: md, csv or json. As -, Markdown is printed
    #[arg(short, long, value_name = "FILE", conflicts_with_all = ["flat", "count", "limit"])]
    output: Option<PathBuf>,
    /// In a report: a restricted source that may be shown all the same
    #[arg(long, value_name = "SOURCE", requires = "output")]
    restricted: Vec<String>,
    /// Save the query under a name in study.toml; @NAME finds it from then on
    #[arg(long, value_name = "NAME", conflicts_with_all = ["by", "output", "count", "saved"])]
    save: Option<String>,
    /// With --save: put it in the place of the search that has the name
    #[arg(long, requires = "save")]
    replace: bool,
    /// List the saved searches, with what they find and what is wrong with them
    #[arg(long, conflicts_with = "query")]
    saved: bool,
    /// Look at codings as they were coded, or with reconciled ones in their place
    #[arg(long, value_name = "VIEW", default_value = "reconciled", value_parser = ["reconciled", "coded"])]
    view: String,
}

/// How many passages are shown, and how many voices of a group.
const PASSAGES: usize = 20;
const VOICES: usize = 5;

/// Makes words such as `-late` safe from being taken for options: they get a blank before the minus,
/// which the query does not mind. Options of one letter are none of `search` but `-h`, and `-o` alone.
pub(super) fn with_minus(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    let is_search = |argument: &OsString| argument == "search" || argument == "autocode";
    let Some(command) = arguments.iter().position(is_search) else { return arguments };
    for argument in arguments.iter_mut().skip(command + 1).take_while(|argument| *argument != "--") {
        let is_word = argument
            .to_str()
            .and_then(|argument| argument.strip_prefix('-'))
            .is_some_and(|rest| !rest.is_empty() && !rest.starts_with('-') && rest != "h" && rest != "o");
        if is_word {
            let mut safe = OsString::from(" ");
            safe.push(&argument);
            *argument = safe;
        }
    }
    arguments
}

#[derive(Serialize)]
struct Counted {
    hits: usize,
}

pub(super) fn run(args: &SearchArgs, session: &mut Session) -> Result<Answer, Failure> {
    let mut study = session.open()?;
    let searchable = searchable(&study, &args.view, session);
    if args.saved {
        return saved::list(&study, &searchable, session);
    }
    let query = joined_query(&args.query);
    if let Some(name) = &args.save {
        return saved::save(&mut study, &searchable, (name, &query, args.replace), session);
    }
    if args.output.is_some() {
        return written(args, &query, &study, &searchable, session);
    }
    let arrangement = args.arrangement(&study, &query, session.json());
    let limit = if arrangement.is_some() { usize::MAX } else { or_all(args.limit).unwrap_or(PASSAGES) };
    let limits = Limits { offset: 0, limit: if args.count { 0 } else { limit }, count: args.count || !session.json() };
    let question = Question { query, limits, typing: false, within: Query::All, arrangement };
    let found = found(&study, &searchable, &question, session)?;
    if args.count {
        let hits = found.total.unwrap_or(0);
        if session.json() {
            session.print_json(&Counted { hits })?;
        } else {
            session.print(hits)?;
        }
        return Ok(if hits > 0 { Answer::Yes } else { Answer::No });
    }
    match &found.arranged {
        Some(arranged) => {
            let manner = Manner { context: args.context, all: args.all, flat_hint: args.by.is_none() };
            grouped::print((&study, &searchable), &found, arranged, &manner, session)?;
        }
        None => print_flat(args, &study, &searchable, &found, session)?,
    }
    Ok(if found.lines.is_empty() { Answer::No } else { Answer::Yes })
}

/// Takes a picture of a study for searching; reads what was not read yet.
pub(super) fn searchable(study: &Study, view: &str, session: &Session) -> Searchable {
    let bar = session.progress(study.sources().len() as u64, "reading");
    study.load_outlines(|| bar.inc(1));
    bar.finish_and_clear();
    Searchable::new(study, if view == "coded" { View::Coded } else { View::Reconciled })
}

/// Answers a question, and tells what is not as it was meant in it.
///
/// # Errors
/// When it cannot be read whole.
pub(super) fn found(
    study: &Study,
    searchable: &Searchable,
    question: &Question,
    session: &mut Session,
) -> Result<Found, Failure> {
    let found = Finder::new(study, searchable, true, session)?.find(question)?;
    refuse_misread(&found.troubles, &question.query)?;
    for trouble in &found.troubles {
        session.tell(&problem(trouble, &question.query))?;
    }
    tell_unread(found.unread, session)?;
    if question.arrangement.is_some_and(|wanted| wanted.by == By::Stance)
        && !names_code(&whole_query(study, &question.query))
    {
        let message = "a stance is towards the claim of a theme, and the query names none";
        return Err(Failure::usage(message).hint("name one, such as: theme:CODE --by stance"));
    }
    Ok(found)
}

/// Writes what a query finds as a report.
fn written(
    args: &SearchArgs,
    query: &str,
    study: &Study,
    searchable: &Searchable,
    session: &mut Session,
) -> Result<Answer, Failure> {
    let output = Output::of(args.output.as_deref(), study, session)?;
    let manner = Telling { by: args.by(), context: args.context, all: args.all };
    let searched = report::searched(study, searchable, query, &manner, session)?;
    let asked_for = report::asked_for(study, &args.restricted)?;
    let is_found = searched.is_found();
    let view = if args.view == "coded" { View::Coded } else { View::Reconciled };
    report::told(study, view, (&What::Searches, &[searched]), &asked_for, &output, session)?;
    Ok(if is_found { Answer::Yes } else { Answer::No })
}

impl SearchArgs {
    fn by(&self) -> By {
        self.by.as_deref().and_then(By::named).unwrap_or(By::Kind)
    }

    /// Returns how what is found is laid out: as was asked for; evidence for a theme that a person reads, by kind.
    fn arrangement(&self, study: &Study, query: &str, json: bool) -> Option<Arrangement> {
        let is_evidence = || asks_for_theme(&whole_query(study, query));
        let is_grouped = self.by.is_some() || self.all || !(self.flat || self.count || json) && is_evidence();
        let wanted = Arrangement {
            by: self.by(),
            voices: or_all(self.limit).unwrap_or(if json { usize::MAX } else { VOICES }),
            passages: if self.all { usize::MAX } else { 1 },
        };
        is_grouped.then_some(wanted)
    }
}

fn print_flat(
    args: &SearchArgs,
    study: &Study,
    searchable: &Searchable,
    found: &Found,
    session: &mut Session,
) -> Result<(), Failure> {
    for line in &found.lines {
        let codings = searchable.codings(line.hit.source, line.hit.passage);
        if session.json() {
            session.print_json(&listed(study, line, &codings, args.context))?;
        } else {
            let passage = Passage {
                line,
                codings: &codings,
                marks: &line.marks,
                context: args.context,
                note: "",
                is_merged: false,
            };
            session.print(readable(study, &passage))?;
        }
    }
    if !session.json() {
        let shown = found.lines.len();
        let total = found.total.unwrap_or(shown);
        let more = if total > shown {
            format!(", {} shown; see more with: --limit {total}", plural(shown, "is", "are"))
        } else {
            String::new()
        };
        session.say(format!("{}{more}", plural(total, "passage", "passages")))?;
    }
    Ok(())
}

/// Says how many sources could not be read.
pub(super) fn tell_unread(unread: usize, session: &mut Session) -> Result<(), Failure> {
    if unread == 0 {
        return Ok(());
    }
    let sources = plural(unread, "source could not be read and is", "sources could not be read and are");
    let message = format!("{sources} not searched");
    session.tell(&Problem::warning("unread", "", message).hint("see what is wrong with: tripod check"))
}

/// Returns a limit of which 0 means none.
fn or_all(limit: Option<usize>) -> Option<usize> {
    limit.map(|limit| if limit == 0 { usize::MAX } else { limit })
}

/// Joins the words of the command line to one query.
///
/// One argument is the query as it stands. Among several, one with blanks in it stood in the shell's own
/// quotation marks, which it has lost: `lab "late money"` and `case:"North Varsk"` get them back.
pub(super) fn joined_query(words: &[String]) -> String {
    if let [one] = words {
        return one.clone();
    }
    let is_operator =
        |word: &str| matches!(word, "AND" | "OR" | "NOT" | "WITHIN" | "OVERLAPS") || word.starts_with("NEAR");
    let quoted = |word: &String| {
        let word = word.trim();
        if word.contains(['"', '(', ')', '“', '«']) || !word.contains(char::is_whitespace) {
            return word.to_owned();
        }
        if word.split_whitespace().any(is_operator) {
            return format!("({word})");
        }
        match word.split_once(':') {
            Some((key, value)) if !key.is_empty() && !key.contains(char::is_whitespace) => format!("{key}:\"{value}\""),
            _ => format!("\"{word}\""),
        }
    };
    words.iter().map(quoted).collect::<Vec<_>>().join(" ")
}

/// Refuses a query that cannot be read whole: an answer to another question would mislead.
pub(super) fn refuse_misread(troubles: &[Trouble], query: &str) -> Result<(), Failure> {
    if troubles.iter().all(|trouble| trouble.severity != Severity::Error) {
        return Ok(());
    }
    let mut failure = Failure::usage("");
    failure.problems = troubles.iter().map(|trouble| problem(trouble, query)).collect();
    Err(failure)
}

fn whole(query: &str) -> Span {
    Span::new(0, query.chars().count())
}

/// Says a trouble with the part of the query that it is about.
pub(super) fn problem(trouble: &Trouble, query: &str) -> Problem {
    let part = Text::from(query);
    let part = part.slice(trouble.span);
    let message = if part.is_empty() || trouble.span == whole(query) {
        trouble.message.clone()
    } else {
        format!("at character {}, '{part}': {}", trouble.span.start + 1, trouble.message)
    };
    let mut problem = match trouble.severity {
        Severity::Error => Problem::error("query", "", message),
        Severity::Warning | Severity::Note => Problem::note("query", "", message),
    };
    problem.hint.clone_from(&trouble.hint);
    problem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_that_the_shell_took_are_given_back() {
        let joined = |words: &[&str]| joined_query(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
        assert_eq!(joined(&["late money"]), "late money");
        assert_eq!(joined(&["lab", "late money"]), "lab \"late money\"");
        assert_eq!(joined(&["lab", " -case:North Varsk"]), "lab -case:\"North Varsk\"");
        assert_eq!(joined(&["lab", "a OR b", "(c d)"]), "lab (a OR b) (c d)");
    }
}
