//! `code`, `change`, `remove`: coding from scripts.

use std::io::Read as _;

use clap::Args;
use serde::Serialize;

use crate::base::count::plural;
use crate::base::ids::{Case, EntryId, Voice};
use crate::base::shown::Shown;
use crate::base::text::Span;
use crate::coding::anchor::{Found, Searchable};
use crate::coding::{Act, Changes, Coding, Entry, Place, Stance};
use crate::study::{INTERVIEWERS_WORDS, Study};

use super::failure::{Answer, Failure};
use super::session::Session;

/// What `code` takes.
#[derive(Args, Debug)]
pub(super) struct CodeArgs {
    /// The source
    source: String,
    /// START..END in code points, and the code; with --quote the code alone
    #[arg(num_args = 1..=2, required = true, value_names = ["START..END", "CODE"])]
    place_and_code: Vec<String>,
    /// The words to code, which must stand in the source once; `-` reads them from standard input
    #[arg(long, value_name = "WORDS", allow_hyphen_values = true)]
    quote: Option<String>,
    /// supports, qualifies, contradicts or neutral
    #[arg(long, value_parser = stance, default_value = "neutral")]
    stance: Stance,
    /// A memo on the coding
    #[arg(long, value_name = "TEXT")]
    memo: Option<String>,
    /// Who really says it
    #[arg(long, value_name = "VOICE")]
    voice: Option<String>,
    /// Which case it speaks of
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
}

/// What `change` takes.
#[derive(Args, Debug)]
pub(super) struct ChangeArgs {
    /// The coding's id
    id: String,
    /// Another code
    #[arg(long)]
    code: Option<String>,
    /// Another stance: supports, qualifies, contradicts or neutral
    #[arg(long, value_parser = stance)]
    stance: Option<Stance>,
    /// Another memo; empty takes it away
    #[arg(long, value_name = "TEXT")]
    memo: Option<String>,
    /// Another place, in code points of today's text
    #[arg(long, value_name = "START..END")]
    place: Option<String>,
    /// Who really says it; empty takes it away
    #[arg(long, value_name = "VOICE")]
    voice: Option<String>,
    /// Which case it speaks of; empty takes it away
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
}

/// What `remove` takes.
#[derive(Args, Debug)]
pub(super) struct RemoveArgs {
    /// The ids of the codings, memos, cells or verdicts
    #[arg(required = true)]
    ids: Vec<String>,
}

/// Reads a stance by its word or sign.
pub(super) fn stance(text: &str) -> Result<Stance, String> {
    let by_sign = |stance: &Stance| text == stance.sign().to_string();
    Stance::parse(text)
        .or_else(|| Stance::ALL.into_iter().find(by_sign))
        .ok_or_else(|| "a stance is supports, qualifies, contradicts or neutral".to_owned())
}

/// What a command that writes answers with `--json`.
#[derive(Serialize)]
struct WrittenEntry<'s> {
    id: EntryId,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'s str>,
}

pub(super) fn run(args: &CodeArgs, session: &mut Session) -> Result<Answer, Failure> {
    let mut study = session.open()?;
    let by = session.coder()?;
    session.greet(&study, &by)?;
    let at = study.find_source(&args.source)?;
    let source = &study.sources()[at];
    let (span, code) = match (&args.quote, args.place_and_code.as_slice()) {
        (Some(quote), [code]) => (quoted(&study, &args.source, &words(quote)?)?, code),
        (None, [place, code]) => (span(place)?, code),
        (Some(_), _) => {
            return Err(Failure::usage("with --quote only the code is named: tripod code SOURCE --quote WORDS CODE"));
        }
        (None, _) => {
            return Err(Failure::usage("the place or the code is missing: tripod code SOURCE START..END CODE"));
        }
    };
    check_span(&study, &args.source, span)?;
    let code = study.codebook().find(code)?;
    let mut coded = study.coded(source, span, code, args.stance)?;
    coded.memo = args.memo.clone().filter(|memo| !memo.is_empty());
    coded.voice = args.voice.as_deref().filter(|voice| !voice.is_empty()).map(Voice::from);
    coded.case = args.case.as_deref().filter(|case| !case.is_empty()).map(Case::from);
    let label = format!("{} {span} {} {}", source.id, code.id, args.stance);
    let mut acts = study.anchors_in(at);
    acts.push(Act::Code(Box::new(coded)));
    let entries = study.write(&by, acts)?;
    report(&entries, &label, session)?;
    warn_of_interviewer(&study, &entries, session)
}

/// Says at once that a stance on the interviewer's words counts for nothing; it is saved all the same.
fn warn_of_interviewer(study: &Study, entries: &[Entry], session: &mut Session) -> Result<Answer, Failure> {
    if study.is_unheard(entries) {
        session.say(format_args!("warning: {INTERVIEWERS_WORDS}"))?;
    }
    Ok(Answer::Yes)
}

fn report(entries: &[Entry], label: &str, session: &mut Session) -> Result<Answer, Failure> {
    let Some(entry) = entries.last() else { return Ok(Answer::Yes) };
    if session.json() {
        let coded = match &entry.act {
            Act::Code(coded) => Some(coded),
            _ => None,
        };
        session.print_json(&WrittenEntry {
            id: entry.id,
            source: coded.map(|coded| coded.source.as_str()),
            start: coded.map(|coded| coded.place.span.start),
            end: coded.map(|coded| coded.place.span.end),
            code: coded.map(|coded| coded.code.as_str()),
        })?;
    } else {
        session.print(entry.id)?;
        session.say(Shown::line(&format!("saved: {label}")))?;
    }
    Ok(Answer::Yes)
}

fn words(quote: &str) -> Result<String, Failure> {
    if quote != "-" {
        return Ok(quote.to_owned());
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    Ok(text)
}

/// Finds the words in the source; they must stand there once.
fn quoted(study: &Study, name: &str, words: &str) -> Result<Span, Failure> {
    let source = &study.sources()[study.find_source(name)?];
    let text = study.text(source)?;
    match Searchable::new(&text).find_words(words) {
        Found::At(span, _) => Ok(span),
        Found::Ambiguous => Err(Failure::usage(format!("the words stand in {} more than once", source.id))
            .hint("name more of the words around them, or their place as START..END")),
        Found::Lost => Err(Failure::usage(format!("the words do not stand in {}", source.id))
            .hint(format!("see its text with: tripod show '{}'", source.id))),
    }
}

/// Reads `START..END`.
pub(super) fn span(text: &str) -> Result<Span, Failure> {
    let wrong = || {
        Failure::usage(format!("'{text}' is no place")).hint("a place is START..END in code points, such as 412..498")
    };
    let (start, end) = text.split_once("..").ok_or_else(wrong)?;
    let number = |text: &str| text.trim().parse::<usize>().map_err(|_| wrong());
    let (start, end) = (number(start)?, number(end)?);
    if start >= end {
        return Err(wrong());
    }
    Ok(Span { start, end })
}

/// Sees that a span lies in the text of a source.
pub(super) fn check_span(study: &Study, name: &str, span: Span) -> Result<(), Failure> {
    let source = &study.sources()[study.find_source(name)?];
    let outline = study.outline(source).map_err(|error| Failure::usage(format!("{}: {error}", source.id)))?;
    if span.end > outline.length {
        let message = format!(
            "{span} lies outside {}, which has {}",
            source.id,
            plural(outline.length, "code point", "code points")
        );
        return Err(Failure::usage(message));
    }
    Ok(())
}

/// The shortest end of an id that names a coding: reports print the last 12 digits.
const SHORTEST_END: usize = 8;

/// Finds a live coding by its id, or by the end of it that reports print.
pub(super) fn coding<'s>(study: &'s Study, id: &str) -> Result<&'s Coding, Failure> {
    let none =
        || Failure::usage(format!("there is no coding '{id}'")).hint("see the ids with: tripod show SOURCE --ids");
    if let Some(parsed) = EntryId::parse(id) {
        return study.state().coding(parsed).filter(|coding| coding.is_live()).ok_or_else(none);
    }
    let end = id.to_ascii_lowercase();
    if end.len() < SHORTEST_END || !end.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(none());
    }
    let mut found = study.state().coded().filter(|coding| coding.id().to_string().ends_with(&end));
    match (found.next(), found.next()) {
        (Some(coding), None) => Ok(coding),
        (Some(_), Some(_)) => Err(Failure::usage(format!("several codings end in '{id}'")).hint("name the whole id")),
        (None, _) => Err(none()),
    }
}

fn own<'s>(coding: &'s Coding, by: &crate::base::ids::Coder) -> Result<&'s Coding, Failure> {
    if coding.by() == by {
        return Ok(coding);
    }
    let message =
        format!("the coding {} is {}'s: only its own coder changes it or takes it back", coding.id(), coding.by());
    Err(Failure::usage(message))
}

pub(super) fn change(args: &ChangeArgs, session: &mut Session) -> Result<Answer, Failure> {
    let mut study = session.open()?;
    let by = session.coder()?;
    session.greet(&study, &by)?;
    let coding = own(coding(&study, &args.id)?, &by)?;
    let (id, source) = (coding.id(), coding.source.clone());
    let optional = |text: &Option<String>| text.clone().map(|text| Some(text).filter(|text| !text.is_empty()));
    let mut changes = match &args.code {
        Some(name) => study.recode(id, study.codebook().find(name)?),
        None => Changes::default(),
    };
    let is_cleared = args.stance.is_none() && changes.stance.is_some();
    changes.stance = args.stance.or(changes.stance);
    changes.memo = optional(&args.memo);
    changes.voice = optional(&args.voice).map(|voice| voice.map(Voice::from));
    changes.case = optional(&args.case).map(|case| case.map(Case::from));
    if let Some(place) = &args.place {
        let span = span(place)?;
        check_span(&study, source.as_str(), span)?;
        let source = &study.sources()[study.find_source(source.as_str())?];
        let text = study.text(source)?;
        changes.place = Some(Place::of(&text, text.hash(), span));
    }
    if changes == Changes::default() {
        return Err(Failure::usage("nothing to change was named")
            .hint("name it with --code, --stance, --memo, --place, --voice or --case"));
    }
    let entries = study.write(&by, vec![Act::Change(id, Box::new(changes))])?;
    let cleared = if is_cleared { "; the code has no claim, so the coding is neutral now" } else { "" };
    report(&entries, &format!("changed {id}{cleared}"), session)?;
    warn_of_interviewer(&study, &entries, session)
}

pub(super) fn remove(args: &RemoveArgs, session: &mut Session) -> Result<Answer, Failure> {
    let mut study = session.open()?;
    let by = session.coder()?;
    session.greet(&study, &by)?;
    let state = study.state();
    let mut acts = Vec::new();
    for text in &args.ids {
        let id = match EntryId::parse(text) {
            Some(id) => id,
            None => coding(&study, text)?.id(),
        };
        let written = state
            .memos()
            .map(|memo| &memo.written)
            .chain(state.cells().map(|cell| &cell.written))
            .chain(state.rulings().map(|ruling| &ruling.written))
            .find(|written| written.id == id);
        match written {
            Some(written) if written.by == by => {}
            Some(written) => {
                let message = format!("{id} is {}'s: only its own coder takes it back", written.by);
                return Err(Failure::usage(message));
            }
            None => {
                own(coding(&study, text)?, &by)?;
            }
        }
        acts.push(Act::Remove(id));
    }
    let count = acts.len();
    let entries = study.write(&by, acts)?;
    report(&entries, &format!("took back {count}; bring it back with: tripod undo"), session)
}
