//! `keys`: prints the keys of the workbench as they are, with the names that a configuration uses.

use serde::Serialize;

use crate::base::count::plural;
use crate::base::shown::Shown;

use super::config;
use super::failure::{Answer, Failure};
use super::session::Session;

/// A row of the list.
#[derive(Serialize)]
struct Row {
    place: String,
    action: String,
    keys: Vec<String>,
    help: &'static str,
}

/// Prints the list; what is wrong in the configuration is told beside it, and makes the answer no.
pub(super) fn run(session: &mut Session) -> Result<Answer, Failure> {
    let config = config::read(&*session.host().disk);
    let rows: Vec<Row> = config
        .keys
        .rows()
        .iter()
        .map(|row| Row {
            place: row.binding.scope.name(),
            action: row.binding.action.name(),
            keys: row
                .keys
                .iter()
                .map(|keys| keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
                .collect(),
            help: row.binding.help,
        })
        .collect();
    if session.json() {
        session.print_json(&rows)?;
    } else {
        let widest = |width: fn(&Row) -> usize| rows.iter().map(width).max().unwrap_or(0);
        let (places, actions) = (widest(|row| row.place.len()), widest(|row| row.action.len()));
        for Row { place, action, keys, help } in &rows {
            session
                .print(Shown::line(&format!("{place:places$}  {action:actions$}  {:20}  {help}", keys.join(", "))))?;
        }
    }
    for problem in &config.problems {
        session.tell(problem)?;
    }
    if config.problems.is_empty() {
        return Ok(Answer::Yes);
    }
    let count = plural(config.problems.len(), "fault", "faults");
    session.say(format!("{count} in the configuration; what else it says holds"))?;
    Ok(Answer::No)
}
