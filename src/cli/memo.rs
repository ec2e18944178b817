//! `memo` and `cell`: what a coder writes about a study, a source, a code, a coding, or a source on a theme.

use clap::Args;

use crate::base::nearest::nearest;
use crate::base::shown::Shown;
use crate::coding::{About, Act, Stance};
use crate::study::Study;

use super::code::{coding, stance};
use super::failure::{Answer, Failure};
use super::session::Session;

/// What `memo` takes.
#[derive(Args, Debug)]
pub(super) struct MemoArgs {
    /// What it is about: study, source:NAME, code:NAME or coding:ID; alone, the memos are listed
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

/// What a memo can be about, as users name it.
const KINDS: [&str; 4] = ["study", "source", "code", "coding"];
const HINT: &str = "name study, source:NAME, code:NAME or coding:ID";

/// Reads what a memo is about, named as users name it. It has to be there: a memo about nothing is lost.
fn resolve(study: &Study, about: &str) -> Result<About, Failure> {
    let (kind, name) = about.split_once(':').unwrap_or((about, ""));
    match kind {
        "study" if !about.contains(':') => Ok(About::Study),
        "source" if !name.is_empty() => Ok(About::Source(study.sources()[study.find_source(name)?].id.clone())),
        "code" if !name.is_empty() => Ok(About::Code(study.codebook().find(name)?.id.clone())),
        "coding" if !name.is_empty() => Ok(About::Coding(coding(study, name)?.id())),
        "finding" => Err(Failure::usage("a study holds no findings yet, so there can be no memo about one").hint(HINT)),
        _ => {
            let failure = Failure::usage(format!("'{about}' is nothing that a memo can be about"));
            Err(failure.hint(meant(study, about).unwrap_or_else(|| HINT.to_owned())))
        }
    }
}

/// Guesses what was meant: the kind with a slip in it, or a name without its kind.
fn meant(study: &Study, about: &str) -> Option<String> {
    if let Some((kind, name)) = about.split_once(':') {
        let known = nearest(kind, KINDS).first().copied().filter(|known| *known != "study" && !name.is_empty())?;
        return Some(format!("did you mean '{known}:{name}'?"));
    }
    if let Ok(code) = study.codebook().find(about) {
        return Some(format!("did you mean 'code:{}'?", code.id));
    }
    let source = study.find_source(about).ok().map(|at| format!("did you mean 'source:{}'?", study.sources()[at].id));
    source.or_else(|| nearest(about, KINDS).contains(&"study").then(|| "did you mean 'study'?".to_owned()))
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
