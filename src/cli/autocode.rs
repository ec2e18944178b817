//! `autocode`: codes all that a query finds, after a look at what that is.

use std::collections::BTreeMap;
use std::io::{BufRead as _, IsTerminal as _};

use clap::Args;
use serde::Serialize;

use crate::base::count::plural;
use crate::base::ids::EntryId;
use crate::base::shown::Shown;
use crate::coding::{Act, Stance};
use crate::search::autocode::{AutoPlan, Count, Unit, Wish, plan};
use crate::search::query::Query;
use crate::search::searchable::Searchable;
use crate::study::{INTERVIEWERS_WORDS, Study, View};

use super::code::stance;
use super::failure::{Answer, Failure};
use super::search::{current_index, joined_query, problem, refuse_misread, tell_unread};
use super::session::Session;

/// What `autocode` takes.
#[derive(Args, Debug)]
pub(super) struct AutocodeArgs {
    /// The code
    code: String,
    /// What to find, as for `tripod search`
    #[arg(required = true, value_name = "QUERY")]
    query: Vec<String>,
    /// What of each passage: passage, match (the words that match), turn (all that the speaker says there),
    /// row (rows of tables alone)
    #[arg(long, value_name = "UNIT", value_parser = unit, default_value = "passage")]
    unit: Unit,
    /// supports, qualifies, contradicts or neutral: the same for all
    #[arg(long, value_parser = stance, default_value = "neutral")]
    stance: Stance,
    /// Code the interviewer's words too
    #[arg(long)]
    interviewer: bool,
    /// Only say what would be coded
    #[arg(long)]
    dry_run: bool,
    /// Code it without being asked
    #[arg(long, conflicts_with = "dry_run")]
    yes: bool,
}

fn unit(word: &str) -> Result<Unit, String> {
    Unit::parse(word).ok_or_else(|| "a unit is passage, match, turn or row".to_owned())
}

#[derive(Serialize)]
struct Told<'a> {
    query: &'a str,
    unit: &'static str,
    code: &'a str,
    stance: &'static str,
    /// Passages found.
    hits: usize,
    /// Codings that are or would be written.
    codings: usize,
    sources: usize,
    voices: usize,
    kinds: BTreeMap<&'a str, ToldKind>,
    already: usize,
    interviewer: usize,
    headings: usize,
    without: usize,
    unread: usize,
    /// The step of the journal that `undo` takes back; null where nothing was written.
    step: Option<EntryId>,
}

#[derive(Serialize)]
struct ToldKind {
    codings: usize,
    sources: usize,
}

pub(super) fn run(args: &AutocodeArgs, session: &mut Session) -> Result<Answer, Failure> {
    let mut study = session.open()?;
    let by = session.coder()?;
    session.greet(&study, &by)?;
    let code = study.codebook().find(&args.code)?;
    if args.stance != Stance::Neutral && study.claim_hash(code).is_none() {
        let message = format!("'{}' has no claim, so nothing can be for or against it", code.id);
        return Err(Failure::usage(message).hint("leave --stance out, or write a claim with: tripod codebook describe"));
    }
    let wish = Wish {
        query: joined_query(&args.query).trim().to_owned(),
        within: Query::All,
        unit: args.unit,
        code: code.id.clone(),
        stance: args.stance,
        by,
        interviewer: args.interviewer,
    };
    if wish.query.is_empty() {
        return Err(Failure::usage("the query is empty: it would find every passage")
            .hint("say what to find, or for all passages of a kind: tripod autocode CODE kind:interview"));
    }
    let planned = planned(&study, &wish, session)?;
    refuse_misread(&planned.troubles, &wish.query)?;
    for trouble in &planned.troubles {
        session.tell(&problem(trouble, &wish.query))?;
    }
    tell_unread(planned.count.unread, session)?;
    if !session.json() {
        preview(&study, &wish, &planned, session)?;
    }
    let is_wanted = !planned.codings.is_empty() && !args.dry_run && agreed(args, session)?;
    let mut step = None;
    let AutoPlan { codings, count, .. } = planned;
    let made = codings.len();
    if is_wanted {
        let acts = codings.into_iter().map(|coded| Act::Code(Box::new(coded))).collect();
        let entries = study.write(&wish.by, acts)?;
        step = entries.first().map(|entry| entry.step);
        if study.is_unheard(&entries) {
            session.say(format_args!("warning: {INTERVIEWERS_WORDS}"))?;
        }
    }
    if session.json() {
        session.print_json(&told(&wish, &count, made, step))?;
    } else if step.is_some() {
        session.say(format_args!("saved: {}; take all back with: tripod undo", codings_word(made)))?;
    } else if made > 0 {
        session.say("nothing was written")?;
    }
    Ok(if step.is_some() || args.dry_run && made > 0 { Answer::Yes } else { Answer::No })
}

/// Plans in the index, made current first; by reading the texts where there is none to be had. What was reconciled
/// stands in its place, as in what `search` shows and the workbench codes.
fn planned(study: &Study, wish: &Wish, session: &mut Session) -> Result<AutoPlan, Failure> {
    let bar = session.progress(study.sources().len() as u64, "reading");
    study.load_outlines(|| bar.inc(1));
    bar.finish_and_clear();
    let picture = Searchable::new(study, View::Reconciled);
    if let Some(index) = current_index(study, &picture, session)?
        && let Ok(planned) = plan(study, &picture, Some(&index), wish, &|| false)
    {
        return Ok(planned);
    }
    plan(study, &picture, None, wish, &|| false).map_err(|error| Failure::internal(error.to_string()))
}

/// Asks whether it is to be done, where somebody can answer.
fn agreed(args: &AutocodeArgs, session: &mut Session) -> Result<bool, Failure> {
    if args.yes {
        return Ok(true);
    }
    if session.json() || !std::io::stdin().is_terminal() {
        session.say("to write them, say so: --yes")?;
        return Ok(false);
    }
    session.say("Code them? Type y and Enter:")?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// Says what would be coded, and what is left out and why.
fn preview(study: &Study, wish: &Wish, planned: &AutoPlan, session: &mut Session) -> Result<(), Failure> {
    let AutoPlan { codings, count, .. } = planned;
    let name = study.codebook().get(&wish.code).map_or(wish.code.as_str(), |code| code.name.as_str());
    let stance = if wish.stance == Stance::Neutral { String::new() } else { format!(", {}", wish.stance.word()) };
    session.print(Shown::line(&format!(
        "{} found; to be coded as {name}{stance}: {} in {}, of {}",
        plural(count.hits, "passage", "passages"),
        codings_word(codings.len()),
        plural(count.sources(), "source", "sources"),
        plural(count.voices, "voice", "voices"),
    )))?;
    for (kind, (codings, sources)) in &count.kinds {
        let line = format!("  {kind}: {} in {}", codings_word(*codings), plural(*sources, "source", "sources"));
        session.print(Shown::line(&line))?;
    }
    for line in count.left_out(wish.unit, "--interviewer") {
        session.print(Shown::line(&format!("  left out: {line}")))?;
    }
    for (source, span, words) in &count.sample {
        let words: Vec<&str> = words.split_whitespace().collect();
        session.print(Shown::line(&format!("  {source} {span}  {}", words.join(" "))))?;
    }
    let more = codings.len().saturating_sub(count.sample.len());
    if more > 0 {
        session.print(format_args!("  and {more} more"))?;
    }
    Ok(())
}

fn codings_word(number: usize) -> String {
    plural(number, "coding", "codings")
}

fn told<'a>(wish: &'a Wish, count: &'a Count, codings: usize, step: Option<EntryId>) -> Told<'a> {
    let kind = |(kind, (codings, sources)): (&'a crate::base::ids::Kind, &(usize, usize))| {
        (kind.as_str(), ToldKind { codings: *codings, sources: *sources })
    };
    Told {
        query: &wish.query,
        unit: wish.unit.word(),
        code: wish.code.as_str(),
        stance: wish.stance.word(),
        hits: count.hits,
        codings,
        sources: count.sources(),
        voices: count.voices,
        kinds: count.kinds.iter().map(kind).collect(),
        already: count.already,
        interviewer: count.interviewer,
        headings: count.headings,
        without: count.without,
        unread: count.unread,
        step,
    }
}
