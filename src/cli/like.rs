//! `like`: passages that resemble coded ones, as suggestions; and `refuse`, which keeps one from coming back.

use anstyle::Style;
use clap::Args;
use serde::Serialize;

use crate::base::count::plural;
use crate::base::ids::{Coder, EntryId};
use crate::base::problem::Problem;
use crate::base::shown::Shown;
use crate::base::text::Span;
use crate::codebook::Code;
use crate::search::alike::{Because, Request, Suggestion, Suggestions, Weighting, like_code, suggest};
use crate::search::index::Joined;
use crate::search::searchable::Searchable;
use crate::study::{Anchoring, Study, View};

use super::code::{check_span, coding, span};
use super::failure::{Answer, Failure};
use super::search::{current_index, marked};
use super::session::Session;

/// What `like` takes.
#[derive(Args, Debug)]
pub(super) struct LikeArgs {
    /// A code, the id of a coding, or a source with START..END in code points
    #[arg(num_args = 1..=2, required = true, value_names = ["CODE|CODING|SOURCE", "START..END"])]
    what: Vec<String>,
    /// The code that the suggestions are for: passages that have it, or were refused for it, are left out
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// How many passages to suggest
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = one_or_more)]
    limit: usize,
}

fn one_or_more(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|number| *number > 0).ok_or_else(|| "it is a whole number from 1 on".to_owned())
}

/// What `refuse` takes.
#[derive(Args, Debug)]
pub(super) struct RefuseArgs {
    /// The source
    source: String,
    /// The words, in code points
    #[arg(value_name = "START..END")]
    place: String,
    /// The code that they are not to be suggested for
    code: String,
}

#[derive(Serialize)]
struct Listed<'a> {
    source: &'a str,
    kind: &'a str,
    /// From 1.
    passage: usize,
    /// What the passage says, without label or marker: what `code` and `refuse` take.
    start: usize,
    end: usize,
    language: &'static str,
    score: f32,
    text: &'a str,
    terms: Vec<ListedTerm<'a>>,
    code: Option<&'a str>,
}

#[derive(Serialize)]
struct ListedTerm<'a> {
    word: &'a str,
    share: f64,
    places: Vec<[usize; 2]>,
}

#[derive(Serialize)]
struct Written<'a> {
    id: Option<EntryId>,
    source: &'a str,
    start: usize,
    end: usize,
    code: &'a str,
}

pub(super) fn run(args: &LikeArgs, session: &mut Session) -> Result<Answer, Failure> {
    let study = session.open()?;
    let by = session.coder()?;
    let bar = session.progress(study.sources().len() as u64, "reading");
    study.load_outlines(|| bar.inc(1));
    bar.finish_and_clear();
    let named = args.code.as_deref().map(|code| study.codebook().find(code)).transpose()?;
    let (mut request, code) = meant(&study, &args.what, named, &by)?;
    request.limit = args.limit;
    request.left_out = code.map(|code| like_code(&study, code, &by, args.limit).left_out).unwrap_or_default();
    let found = found(&study, &request, session)?;
    for suggestion in &found.passages {
        let Some(said) = said(&study, suggestion) else { continue };
        if session.json() {
            session.print_json(&listed(&study, suggestion, said, code))?;
        } else {
            session.print(readable(&study, suggestion, said))?;
        }
    }
    if found.unread > 0 {
        let message = format!("{} could not be read", plural(found.unread, "source", "sources"));
        session.tell(&Problem::warning("unread", "", message).hint("see what is wrong with: tripod check"))?;
    }
    if !session.json() {
        session.say(Shown::line(&summary(&found, code)))?;
    }
    Ok(if found.passages.is_empty() { Answer::No } else { Answer::Yes })
}

/// Returns what is to be resembled, and the code that the suggestions are for.
fn meant<'s>(
    study: &'s Study,
    what: &[String],
    named: Option<&'s Code>,
    by: &Coder,
) -> Result<(Request, Option<&'s Code>), Failure> {
    if let [source, place] = what {
        let span = span(place)?;
        check_span(study, source, span)?;
        let id = study.sources()[study.find_source(source)?].id.clone();
        return Ok((Request::like_words(vec![(id, span)], 0), named));
    }
    let one = what.first().map_or("", String::as_str);
    let problem = match study.codebook().find(one) {
        Ok(code) => return Ok((like_code(study, code, by, 0), Some(named.unwrap_or(code)))),
        Err(problem) => problem,
    };
    let Ok(coding) = coding(study, one) else {
        if study.find_source(one).is_ok() {
            let how =
                format!("say which of its words, as in: tripod like {one} 412..498 (tripod show {one} --json tells)");
            return Err(Failure::usage(format!(
                "'{one}' is a source, of which nobody knows yet what others should be like"
            ))
            .hint(how));
        }
        let how = "name a code, the id of a coding (tripod show SOURCE --ids), or a source with START..END";
        let hint = problem.hint.unwrap_or_else(|| how.to_owned());
        return Err(Failure::usage(format!("'{one}' is no code and no coding")).hint(hint));
    };
    let placed = study.placed(coding.id()).filter(|placed| placed.anchoring == Anchoring::Anchored);
    let place = placed.as_ref().and_then(|placed| Some((study.sources()[placed.source?].id.clone(), placed.span)));
    let lost = || Failure::usage("the coding has lost its words, so that nothing can be like it");
    Ok((Request::like_words(vec![place.ok_or_else(lost)?], 0), named.or_else(|| study.codebook().get(&coding.code))))
}

/// Finds what resembles examples in the index, made current first; by reading the texts where there is none.
fn found(study: &Study, request: &Request, session: &mut Session) -> Result<Suggestions, Failure> {
    let searchable = Searchable::new(study, View::Reconciled);
    let asked = |index: Option<&Joined>| suggest(&searchable, index, request, Weighting::default(), &|| false);
    if let Some(index) = &current_index(study, &searchable, session)?
        && let Ok(found) = asked(Some(index))
    {
        return Ok(found);
    }
    asked(None).map_err(|error| Failure::internal(error.to_string()))
}

/// Returns what the passage says, without label or marker; nothing where its source changed meanwhile.
fn said(study: &Study, suggestion: &Suggestion) -> Option<Span> {
    let outline = study.outline(&study.sources()[suggestion.hit.source]).ok()?;
    outline.passages.get(suggestion.hit.passage).map(|passage| passage.said(&suggestion.text))
}

fn listed<'a>(study: &'a Study, suggestion: &'a Suggestion, said: Span, code: Option<&'a Code>) -> Listed<'a> {
    let source = &study.sources()[suggestion.hit.source];
    let term = |because: &'a Because| ListedTerm {
        word: &because.word,
        share: (because.share * 1000.0).round() / 1000.0,
        places: because.marks.iter().map(|mark| [mark.start, mark.end]).collect(),
    };
    Listed {
        source: source.id.as_str(),
        kind: source.kind.as_str(),
        passage: suggestion.hit.passage + 1,
        start: said.start,
        end: said.end,
        language: suggestion.language.tag(),
        score: suggestion.hit.score,
        text: suggestion.text.slice(said),
        terms: suggestion.because.iter().map(term).collect(),
        code: code.map(|code| code.id.as_str()),
    }
}

/// Writes a suggestion for a reader: where it stands, its words, and which of them made it one.
fn readable(study: &Study, suggestion: &Suggestion, said: Span) -> String {
    let source = &study.sources()[suggestion.hit.source];
    let bold = Style::new().bold();
    let mark = if source.about.fictional { "  INVENTED" } else { "" };
    format!(
        "{bold}{}{bold:#}  {said}  {}{mark}\n  {}\n  because of {}\n",
        Shown::line(source.id.as_str()),
        Shown::line(source.kind.as_str()),
        marked(&suggestion.text, said, &suggestion.marks()),
        Shown::line(&because(&suggestion.because)),
    )
}

/// How many words are told of a suggestion.
const TOLD: usize = 6;

fn because(words: &[Because]) -> String {
    let told = words.iter().take(TOLD).map(|because| format!("{} {:.0}%", because.word, because.share * 100.0));
    let more = words.len().saturating_sub(TOLD);
    let more = (more > 0).then(|| format!("{more} more"));
    told.chain(more).collect::<Vec<_>>().join(", ")
}

/// Says what was found, like what, and what to type next.
fn summary(found: &Suggestions, code: Option<&Code>) -> String {
    let languages: Vec<&str> = found.languages.iter().map(|language| language.tag()).collect();
    let like = match found.examples {
        0 => "what the codebook says of the code, which nothing is coded with".to_owned(),
        count => format!("{} of the examples", plural(count, "passage", "passages")),
    };
    let code = code.map_or("CODE", |code| code.id.as_str());
    let count = plural(found.passages.len(), "passage", "passages");
    let only = format!("only in their languages ({})", languages.join(", "));
    if found.passages.is_empty() {
        return format!("nothing else is like {like}, {only}");
    }
    format!(
        "{count} like {like}, {only}; accept one with: tripod code SOURCE START..END {code}; refuse it with: tripod \
         refuse SOURCE START..END {code}"
    )
}

pub(super) fn refuse(args: &RefuseArgs, session: &mut Session) -> Result<Answer, Failure> {
    let mut study = session.open()?;
    let by = session.coder()?;
    session.greet(&study, &by)?;
    let span = span(&args.place)?;
    check_span(&study, &args.source, span)?;
    let source = &study.sources()[study.find_source(&args.source)?];
    let code = study.codebook().find(&args.code)?;
    let (id, code) = (source.id.clone(), code.id.clone());
    let act = study.refusal(&by, source, span, study.codebook().find(code.as_str())?)?;
    let is_new = act.is_some();
    let entries = study.write(&by, act.into_iter().collect())?;
    if session.json() {
        let entry = entries.last().map(|entry| entry.id);
        session.print_json(&Written {
            id: entry,
            source: id.as_str(),
            start: span.start,
            end: span.end,
            code: code.as_str(),
        })?;
        return Ok(Answer::Yes);
    }
    if let Some(entry) = entries.last() {
        session.print(entry.id)?;
    }
    let what = if is_new { "refused" } else { "refused already" };
    session.say(Shown::line(&format!("{what}: {id} {span} is not suggested to {by} for {code}")))?;
    Ok(Answer::Yes)
}
