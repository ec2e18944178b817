//! `search`: finds passages by their words, their sources and their codings.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::sync::Arc;

use anstyle::Style;
use clap::Args;
use serde::Serialize;

use crate::base::count::plural;
use crate::base::ids::EntryId;
use crate::base::problem::{Problem, Severity};
use crate::base::shown::Shown;
use crate::base::text::{Span, Text};
use crate::coding::About;
use crate::search::answer::{Answer as Found, Line, Question, answer};
use crate::search::codings::CodingOf;
use crate::search::excerpt::Excerpt;
use crate::search::index::{Index, IndexError, Joined};
use crate::search::query::{Query, Trouble};
use crate::search::run::Limits;
use crate::search::searchable::{Searchable, index_folder};
use crate::study::{Study, View};

use super::failure::{Answer, Failure};
use super::index::bring_up_to_date;
use super::session::Session;

/// What `search` takes.
#[derive(Args, Debug)]
pub(super) struct SearchArgs {
    /// What to find: words, "phrases", begin*, typo~, a NEAR/5 b, OR, -not, (brackets), theme:CODE,
    /// stance:, coder:, kind:, leg:, case:, source:, speaker:, language:, voice:, date:2019-09..2019-12,
    /// attributes of the study, is:coded, is:uncoded, is:unanchored, is:auto, has:memo, @SAVED
    #[arg(required = true, value_name = "QUERY")]
    query: Vec<String>,
    /// How many passages to show
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Only say how many passages there are
    #[arg(long)]
    count: bool,
    /// Look at codings as they were coded, or with reconciled ones in their place
    #[arg(long, value_name = "VIEW", default_value = "reconciled", value_parser = ["reconciled", "coded"])]
    view: String,
}

/// Makes words such as `-late` safe from being taken for options: they get a blank before the minus,
/// which the query does not mind. Options of one letter are none of `search` but `-h`.
pub(super) fn with_minus(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    let is_search = |argument: &OsString| argument == "search" || argument == "autocode";
    let Some(command) = arguments.iter().position(is_search) else { return arguments };
    for argument in arguments.iter_mut().skip(command + 1).take_while(|argument| *argument != "--") {
        let is_word = argument
            .to_str()
            .and_then(|argument| argument.strip_prefix('-'))
            .is_some_and(|rest| !rest.is_empty() && !rest.starts_with('-') && rest != "h");
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

#[derive(Serialize)]
struct Listed<'a> {
    source: &'a str,
    kind: &'a str,
    /// From 1.
    passage: usize,
    start: usize,
    end: usize,
    language: &'static str,
    score: f32,
    text: &'a str,
    matches: Vec<[usize; 2]>,
    attributes: BTreeMap<&'a str, &'a [String]>,
    codings: Vec<ListedCoding>,
}

#[derive(Serialize)]
struct ListedCoding {
    id: EntryId,
    code: String,
    stance: &'static str,
    coder: String,
    start: usize,
    end: usize,
}

pub(super) fn run(args: &SearchArgs, session: &mut Session) -> Result<Answer, Failure> {
    let study = session.open()?;
    let bar = session.progress(study.sources().len() as u64, "reading");
    study.load_outlines(|| bar.inc(1));
    bar.finish_and_clear();
    let view = if args.view == "coded" { View::Coded } else { View::Reconciled };
    let searchable = Searchable::new(&study, view);
    let limits =
        Limits { offset: 0, limit: if args.count { 0 } else { args.limit }, count: args.count || !session.json() };
    let question = Question { query: joined_query(&args.query), limits, typing: false, within: Query::All };
    let found = find(&study, &searchable, &question, session)?;
    refuse_misread(&found.troubles, &found.understood, &question.query)?;
    for trouble in &found.troubles {
        session.tell(&problem(trouble, &question.query))?;
    }
    tell_unread(found.unread, session)?;
    if args.count {
        let hits = found.total.unwrap_or(0);
        if session.json() {
            session.print_json(&Counted { hits })?;
        } else {
            session.print(hits)?;
        }
        return Ok(if hits > 0 { Answer::Yes } else { Answer::No });
    }
    for line in &found.lines {
        let codings = searchable.codings(line.hit.source, line.hit.passage);
        if session.json() {
            session.print_json(&listed(&study, line, &codings))?;
        } else {
            session.print(readable(&study, line, &codings))?;
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
    Ok(if found.lines.is_empty() { Answer::No } else { Answer::Yes })
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

/// Answers in the index, made current first; by reading the texts where there is none to be had.
fn find(study: &Study, searchable: &Searchable, question: &Question, session: &mut Session) -> Result<Found, Failure> {
    let index = current_index(study, searchable, session)?;
    if let Some(index) = &index
        && let Ok(found) = answer(searchable, Some(index), question, &|| false)
    {
        return Ok(found);
    }
    answer(searchable, None, question, &|| false).map_err(|error| Failure::internal(error.to_string()))
}

/// Returns a current index; nothing where none can be kept.
pub(super) fn current_index(
    study: &Study,
    searchable: &Searchable,
    session: &mut Session,
) -> Result<Option<Joined>, Failure> {
    let Some(folder) = index_folder(study) else { return Ok(None) };
    let opened = Index::open(&folder).ok().filter(|index| index.is_current(searchable));
    let opened = match opened {
        Some(index) => Ok(index),
        None => bring_up_to_date(&folder, searchable, false, session).and_then(|_| Index::open(&folder)),
    };
    match opened.map(Arc::new).and_then(|index| index.join(searchable)) {
        Ok(joined) => Ok(Some(joined)),
        Err(IndexError::Busy) => {
            session.tell(&Problem::note(
                "index-busy",
                "",
                "another program is writing the search index; the texts are read instead",
            ))?;
            Ok(None)
        }
        Err(error) => {
            session.tell(&Problem::warning("index", "", format!("{error}; the texts are read instead")))?;
            Ok(None)
        }
    }
}

/// Refuses a query that cannot be read whole: an answer to another question would mislead.
pub(super) fn refuse_misread(troubles: &[Trouble], understood: &str, query: &str) -> Result<(), Failure> {
    if troubles.iter().all(|trouble| trouble.severity != Severity::Error) {
        return Ok(());
    }
    let mut failure = Failure::usage("");
    failure.problems = troubles.iter().map(|trouble| problem(trouble, query)).collect();
    let is_syntax = troubles.iter().any(|trouble| trouble.span != whole(query));
    if let Some(last) = failure.problems.last_mut()
        && last.hint.is_none()
        && is_syntax
        && !understood.is_empty()
    {
        last.hint = Some(format!("the nearest that can be read: {understood}"));
    }
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

fn listed<'a>(study: &'a Study, line: &'a Line, codings: &[CodingOf]) -> Listed<'a> {
    let source = &study.sources()[line.hit.source];
    Listed {
        source: source.id.as_str(),
        kind: source.kind.as_str(),
        passage: line.hit.passage + 1,
        start: line.span.start,
        end: line.span.end,
        language: line.language.tag(),
        score: line.hit.score,
        text: line.text.slice(line.span),
        matches: line.marks.iter().map(|mark| [mark.start, mark.end]).collect(),
        attributes: source.about.keys.iter().collect(),
        codings: codings
            .iter()
            .map(|coding| ListedCoding {
                id: coding.id,
                code: coding.code.to_string(),
                stance: coding.stance.word(),
                coder: coding.coder.to_string(),
                start: coding.span.start,
                end: coding.span.end,
            })
            .collect(),
    }
}

/// How many code points of a passage are shown to a reader.
const SHOWN: usize = 320;

/// Writes a passage for a reader: where it stands, its words with the matches marked, its codings.
fn readable(study: &Study, line: &Line, codings: &[CodingOf]) -> String {
    let source = &study.sources()[line.hit.source];
    let bold = Style::new().bold();
    let mut out = format!(
        "{bold}{}{bold:#}  passage {}  {}",
        Shown::line(source.id.as_str()),
        line.hit.passage + 1,
        Shown::line(source.kind.as_str()),
    );
    if source.about.fictional {
        out.push_str("  INVENTED");
    }
    out.push_str("\n  ");
    out.push_str(&marked(&line.text, line.span, &line.marks));
    for coding in codings {
        // Writing to a string cannot fail.
        let _infallible = write!(
            out,
            "\n  ▎{} {} {}",
            coding.stance.sign(),
            Shown::line(coding.code.as_str()),
            Shown::line(coding.coder.as_str())
        );
        for memo in memos(study, coding.id) {
            let _infallible = write!(out, "\n    {}", Shown::line(&memo));
        }
    }
    out.push('\n');
    out
}

/// Returns the memo of a coding, and those that others wrote about it, each on one line.
fn memos(study: &Study, id: EntryId) -> Vec<String> {
    let line = |who: String, memo: &str| format!("{who}: {}", memo.split_whitespace().collect::<Vec<_>>().join(" "));
    let own = match study.state().coding(id) {
        Some(coding) => coding.memo().map(str::to_owned),
        // What was agreed on has an id of its own.
        None => study
            .state()
            .agreed()
            .iter()
            .find(|coding| coding.id() == id)
            .and_then(|coding| coding.memo().map(str::to_owned)),
    };
    let about = study.state().memos().filter(|memo| memo.about == About::Coding(id));
    let others = about.map(|memo| line(format!("memo by {}", memo.written.by), &memo.text));
    own.map(|memo| line("memo".to_owned(), &memo)).into_iter().chain(others).collect()
}

/// Returns the words of a passage on one line, matches between `»` and `«` and bold.
pub(super) fn marked(text: &Text, span: Span, marks: &[Span]) -> String {
    let excerpt = Excerpt::new(text, span, marks, SHOWN);
    let style = Style::new().bold().underline();
    let plain = |span: Span| {
        let words: Vec<&str> = text.slice(span).split(['\n', '\r', '\t']).collect();
        Shown::line(&words.join(" ")).into_string()
    };
    let mut out = String::from(if excerpt.cut_before { "… " } else { "" });
    let mut at = excerpt.span.start;
    for mark in &excerpt.marks {
        out.push_str(&plain(Span::new(at, mark.start)));
        let _infallible = write!(out, "{style}»{}«{style:#}", plain(*mark));
        at = mark.end;
    }
    out.push_str(&plain(Span::new(at, excerpt.span.end)));
    out.push_str(if excerpt.cut_after { " …" } else { "" });
    out
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
