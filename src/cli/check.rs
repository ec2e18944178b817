//! `check`: everything that is wrong, in one run.

use clap::Args;

use crate::base::count::plural;
use crate::base::problem::Severity;
use crate::health::problems;
use crate::study::JournalCheck;

use super::failure::{Answer, Failure};
use super::session::Session;

/// What `check` takes.
#[derive(Args, Debug)]
pub(super) struct CheckArgs {
    /// Write down where codings stand whose texts have changed
    #[arg(long)]
    anchor: bool,
}

pub(super) fn run(args: &CheckArgs, session: &mut Session) -> Result<Answer, Failure> {
    // What is checked is what is on the disk, not what a cache remembers of it.
    let mut study = session.open_whole()?;
    // A snapshot that the journals no longer bear out is thrown away.
    _ = JournalCheck::of_cache(session.host(), study.layout().root()).is_none_or(|check| check.holds());
    let bar = session.progress(study.sources().len() as u64, "reading");
    study.load_outlines(|| bar.inc(1));
    bar.finish_and_clear();
    if args.anchor {
        let by = session.coder()?;
        let count = study.write_anchors(&by)?;
        session.say(format_args!("{} anchored anew", plural(count, "coding", "codings")))?;
    }
    let problems = problems(&study);
    if session.json() {
        session.print_json(&serde_json::json!({ "problems": problems }))?;
    } else {
        for problem in &problems {
            session.print_problem(problem)?;
        }
        let count = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
        let errors = plural(count(Severity::Error), "error", "errors");
        let warnings = plural(count(Severity::Warning), "warning", "warnings");
        let notes = plural(count(Severity::Note), "note", "notes");
        session.say(format_args!("{errors}, {warnings}, {notes}"))?;
    }
    let wrong = problems.iter().any(|problem| problem.severity == Severity::Error);
    Ok(if wrong { Answer::No } else { Answer::Yes })
}
