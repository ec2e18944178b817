//! `undo` and `redo`.

use crate::base::count::plural;
use crate::base::shown::Shown;
use crate::coding::{Act, Changes, Decimal, Entry};
use crate::study::{Undone, WriteError};

use super::failure::{Answer, Failure};
use super::session::Session;

pub(super) fn undo(session: &mut Session) -> Result<Answer, Failure> {
    let mut study = session.open()?;
    let by = session.coder()?;
    tell(study.undo(&by), "undone", "there is nothing to undo on this device", session)
}

pub(super) fn redo(session: &mut Session) -> Result<Answer, Failure> {
    let mut study = session.open()?;
    let by = session.coder()?;
    tell(study.redo(&by), "redone", "there is nothing to redo", session)
}

fn tell(
    done: Result<Option<Undone>, WriteError>,
    word: &str,
    nothing: &str,
    session: &mut Session,
) -> Result<Answer, Failure> {
    let Some(done) = done? else {
        session.say(nothing)?;
        return Ok(Answer::No);
    };
    let what: Vec<String> = done.of.iter().take(3).map(describe).collect();
    let more = done.of.len().saturating_sub(what.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    session.say(Shown::line(&format!("{word}: {}{more}", what.join(", "))))?;
    Ok(Answer::Yes)
}

/// Says in a few words what an entry did.
pub(super) fn describe(entry: &Entry) -> String {
    match &entry.act {
        Act::Code(coded) => {
            let auto = coded.auto.as_ref().map(|query| format!(" by the query {query}")).unwrap_or_default();
            format!("code {} {} {} {}{auto}", coded.source, coded.place.span, coded.code, coded.stance)
        }
        Act::Change(of, changes) => format!("change {of}: {}", changed(changes)),
        Act::Remove(of) => format!("remove {of}"),
        Act::Restore(of) => format!("restore {of}"),
        Act::Anchor(of, place) => format!("anchor {of} at {}", place.span),
        Act::Cell { source, code, stance, .. } => format!("cell {source} {code} {stance}"),
        Act::Done(done) => format!("done {} ({})", done.source, plural(done.codes.len(), "code", "codes")),
        Act::Reopen(done) => format!("reopen {} ({})", done.source, plural(done.codes.len(), "code", "codes")),
        Act::Memo(about, _) => format!("memo about {about}"),
        Act::Reconcile(of, _) => format!("reconcile {}", plural(of.len(), "coding", "codings")),
        Act::Verdict(verdict) => format!("verdict {} {}", verdict.theme, verdict.verdict),
        Act::Refuse(refused) => format!("refuse {} {} {}", refused.source, refused.place.span, refused.code),
    }
}

/// Names the fields that a change sets.
fn changed(changes: &Changes) -> String {
    let fields = [
        changes.place.as_ref().map(|place| format!("place {}", place.span)),
        changes.code.as_ref().map(|code| format!("code {code}")),
        changes.stance.map(|stance| format!("stance {stance}")),
        changes.weight.map(|weight| format!("weight {}", weight.unwrap_or(Decimal::ONE))),
        changes.memo.as_ref().map(|_| "memo".to_owned()),
        changes.voice.as_ref().map(|voice| format!("voice {}", voice.as_ref().map_or("none", |voice| voice.as_str()))),
        changes.case.as_ref().map(|case| format!("case {}", case.as_ref().map_or("none", |case| case.as_str()))),
        changes.summary.as_ref().map(|_| "summary".to_owned()),
    ];
    fields.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
