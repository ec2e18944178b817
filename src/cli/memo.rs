//! `memo` and `cell`: what a coder writes about a study, a source, a code, a coding, or a source on a theme.

use clap::Args;

use crate::base::ids::EntryId;
use crate::base::shown::Shown;
use crate::coding::{About, Act, Stance};
use crate::study::Study;

use super::code::stance;
use super::failure::{Answer, Failure};
use super::session::Session;

/// What `memo` takes.
#[derive(Args, Debug)]
pub(super) struct MemoArgs {
    /// What it is about: study, source:NAME, code:NAME, coding:ID or finding:ID; alone, the memos are listed
    about: Option<String>,
    /// The memo; without it the memos about that are listed
    text: Option<String>,
}

/// What `cell` takes.
#[derive(Args, Debug)]
pub(super) struct CellArgs {
    /// The source
    source: String,
    /// The theme, by id or name of its code
    code: String,
    /// supports, qualifies, contradicts or neutral
    #[arg(long, value_parser = stance)]
    stance: Stance,
    /// What the source says on it
    #[arg(long, value_name = "TEXT")]
    summary: String,
}

pub(super) fn run(args: &MemoArgs, session: &mut Session) -> Result<Answer, Failure> {
    let mut study = session.open()?;
    let about = args.about.as_ref().map(|about| resolve(&study, about)).transpose()?;
    let (Some(about), Some(text)) = (&about, &args.text) else { return list(&study, about.as_ref(), session) };
    if text.trim().is_empty() {
        return Err(Failure::usage("a memo cannot be empty"));
    }
    let by = session.coder()?;
    session.greet(&study, &by)?;
    study.write(&by, vec![Act::Memo(about.clone(), text.clone())])?;
    session.say(Shown::line(&format!("saved: memo about {about}")))?;
    Ok(Answer::Yes)
}

/// Reads what a memo is about; sources and codes may be named as users name them.
fn resolve(study: &Study, about: &str) -> Result<About, Failure> {
    match about.split_once(':') {
        Some(("source", name)) => Ok(About::Source(study.sources()[study.find_source(name)?].id.clone())),
        Some(("code", name)) => Ok(About::Code(study.codebook().find(name)?.id.clone())),
        Some(("coding", id)) => {
            let found = EntryId::parse(id).filter(|id| study.state().coding(*id).is_some());
            found.map(About::Coding).ok_or_else(|| Failure::usage(format!("there is no coding '{id}'")))
        }
        _ => About::parse(about).ok_or_else(|| {
            Failure::usage(format!("'{about}' is nothing that a memo can be about"))
                .hint("name study, source:NAME, code:NAME, coding:ID or finding:ID")
        }),
    }
}

fn list(study: &Study, about: Option<&About>, session: &mut Session) -> Result<Answer, Failure> {
    let mut any = false;
    for memo in study.state().memos().filter(|memo| about.is_none_or(|about| memo.about == *about)) {
        any = true;
        if session.json() {
            session.print_json(&serde_json::json!({
                "id": memo.written.id, "about": memo.about.to_string(), "memo": memo.text,
                "by": memo.written.by, "at": memo.written.at,
            }))?;
        } else {
            session.print(Shown::line(&format!(
                "{} {} {}: {}",
                memo.written.at, memo.written.by, memo.about, memo.text
            )))?;
        }
    }
    Ok(if any { Answer::Yes } else { Answer::No })
}

pub(super) fn cell(args: &CellArgs, session: &mut Session) -> Result<Answer, Failure> {
    let mut study = session.open()?;
    let by = session.coder()?;
    session.greet(&study, &by)?;
    let source = study.sources()[study.find_source(&args.source)?].id.clone();
    let code = study.codebook().find(&args.code)?.id.clone();
    let label = format!("{source} on {code}: {}", args.stance);
    study.write(&by, vec![Act::Cell { source, code, stance: args.stance, summary: args.summary.clone() }])?;
    session.say(Shown::line(&format!("saved: {label}")))?;
    Ok(Answer::Yes)
}
