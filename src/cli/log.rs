//! `log`: the audit trail of all coders, oldest first.

use clap::Args;

use crate::base::shown::Shown;
use crate::coding::print;

use super::failure::{Answer, Failure};
use super::session::Session;
use super::undo::describe;

/// What `log` takes.
#[derive(Args, Debug)]
pub(super) struct LogArgs {
    /// Only the newest N entries
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

pub(super) fn run(args: &LogArgs, session: &mut Session) -> Result<Answer, Failure> {
    let study = session.open()?;
    let entries = study.log();
    let from = args.limit.map_or(0, |limit| entries.len().saturating_sub(limit));
    for entry in &entries[from..] {
        if session.json() {
            let value: serde_json::Value =
                serde_json::from_str(&print(entry, "")).map_err(|error| Failure::internal(error.to_string()))?;
            session.print_json(&value)?;
            continue;
        }
        let mark = if entry.undoes.is_some() {
            "  (undo)"
        } else if entry.redoes.is_some() {
            "  (redo)"
        } else {
            ""
        };
        session.print(Shown::line(&format!(
            "{}  {:<10} {}{mark}  {}",
            entry.at,
            entry.by,
            describe(entry),
            entry.id
        )))?;
    }
    Ok(if entries.is_empty() { Answer::No } else { Answer::Yes })
}
