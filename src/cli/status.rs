//! `status`: what is there and what is wrong.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::base::count::plural;
use crate::base::ids::{Coder, Kind};
use crate::base::problem::{Problem, Severity};
use crate::base::shown::Shown;
use crate::health::problems;
use crate::study::{Study, View};

use super::failure::{Answer, Failure};
use super::session::Session;

/// The `--json` form; its members are part of the interface.
#[derive(Serialize)]
struct Status<'s> {
    title: String,
    kinds: BTreeMap<&'s Kind, usize>,
    sources: usize,
    passages: usize,
    words: usize,
    codes: usize,
    themes: usize,
    codings: usize,
    coders: Vec<Coder>,
    unanchored: usize,
    problems: Vec<Problem>,
}

pub(super) fn run(session: &mut Session) -> Result<Answer, Failure> {
    let study = session.open()?;
    let bar = session.progress(study.sources().len() as u64, "reading");
    study.load_outlines(|| bar.inc(1));
    bar.finish_and_clear();
    let status = status(&study);
    if session.json() {
        session.print_json(&status)?;
        return Ok(Answer::Yes);
    }
    print(&study, &status, session)?;
    Ok(Answer::Yes)
}

fn status(study: &Study) -> Status<'_> {
    let mut kinds: BTreeMap<&Kind, usize> = BTreeMap::new();
    let (mut passages, mut words) = (0, 0);
    let live = study.sources().iter().filter(|source| !source.is_withdrawn());
    for source in live.clone() {
        *kinds.entry(&source.kind).or_default() += 1;
        if let Ok(outline) = study.outline(source) {
            passages += outline.passages.len();
            words += outline.words;
        }
    }
    Status {
        title: study.title(),
        kinds,
        sources: live.count(),
        passages,
        words,
        codes: study.codebook().codes().len(),
        themes: study.codebook().themes().count(),
        codings: study.codings(View::Coded).len(),
        coders: study.coders(),
        unanchored: study.unanchored(),
        problems: problems(study),
    }
}

fn print(study: &Study, status: &Status<'_>, session: &mut Session) -> Result<(), Failure> {
    session.print(Shown::line(&status.title))?;
    let kinds: Vec<String> = status.kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    let kinds = if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(", ")) };
    session.print(Shown::line(&format!("  sources   {}{kinds}", status.sources)))?;
    session.print(format_args!("  passages  {}, {}", status.passages, plural(status.words, "word", "words")))?;
    session.print(format_args!(
        "  codes     {}, {}",
        status.codes,
        plural(status.themes, "of them a theme", "of them themes")
    ))?;
    let unanchored = if status.unanchored > 0 { format!(", {} unanchored", status.unanchored) } else { String::new() };
    session.print(format_args!("  codings   {}{unanchored}", status.codings))?;
    let coders: Vec<&str> = status.coders.iter().map(Coder::as_str).collect();
    if !coders.is_empty() {
        session.print(Shown::line(&format!("  coders    {}", coders.join(", "))))?;
    }
    if let Some(barrier) = study.write_barrier() {
        session.print(Shown::line(&format!("  read only: {barrier}")))?;
    }
    let worth = status.problems.iter().filter(|problem| problem.severity != Severity::Note);
    for problem in worth.clone().take(SHOWN) {
        session.print_problem(problem)?;
    }
    let (count, notes) = (worth.count(), status.problems.iter().filter(|p| p.severity == Severity::Note).count());
    let more = count.saturating_sub(SHOWN);
    let more = (more > 0).then(|| plural(more, "more problem", "more problems"));
    let notes = (notes > 0).then(|| plural(notes, "note", "notes"));
    let rest: Vec<String> = more.into_iter().chain(notes).collect();
    if !rest.is_empty() {
        session.print(format_args!("  {}, see: tripod check", rest.join(" and ")))?;
    }
    hint(status, session)
}

/// How many problems the status shows.
const SHOWN: usize = 10;

/// Says what to type next where something is still missing.
fn hint(status: &Status<'_>, session: &mut Session) -> Result<(), Failure> {
    if status.sources == 0 {
        return session.say("next: add interviews with: tripod import FILE… --as interview");
    }
    if status.codes == 0 {
        return session.say("next: add a code with: tripod codebook add 'Its name' --claim 'What may be true.'");
    }
    if status.codings == 0 {
        return session.say("next: open the workbench with: tripod");
    }
    Ok(())
}
