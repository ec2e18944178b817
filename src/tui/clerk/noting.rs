//! Listing what is wrong in a study, and the memos that were written in it.

use crate::base::ids::{EntryId, SourceId};
use crate::base::problem::{Problem, Severity};
use crate::coding::About;
use crate::health::problems;
use crate::study::{Anchoring, Study};
use crate::tui::desk::{Hint, Note, Notes, Whereto};

use super::desk::code_of;

/// The most memos that are listed: more than anyone reads on a screen.
const MOST: usize = 2_000;

/// Lists the problems, the gravest first as `check` tells them, and the memos, the newest first.
#[must_use]
pub(super) fn notes(study: &Study) -> Notes {
    let mut memos = memos(study);
    memos.sort_by_key(|(id, _)| std::cmp::Reverse(*id));
    let more = memos.len().saturating_sub(MOST);
    Notes {
        problems: problems(study).into_iter().map(|problem| of_problem(study, problem)).collect(),
        memos: memos.into_iter().take(MOST).map(|(_, note)| note).collect(),
        more,
    }
}

/// Counts the problems that a person should look at: all but the notes.
#[must_use]
pub(super) fn count_problems(study: &Study) -> usize {
    problems(study).iter().filter(|problem| problem.severity != Severity::Note).count()
}

/// Returns a problem as the list shows it.
#[must_use]
pub(super) fn of_problem(study: &Study, problem: Problem) -> Note {
    let place = problem.place();
    let id = SourceId::from(problem.path.as_str());
    let to = match problem.coding.as_deref() {
        Some(coding) => of_coding(study, *coding).1,
        None if study.position(&id).is_some() => Whereto::Source(id),
        None if place.is_empty() => Whereto::Nowhere("this is of no one source".to_owned()),
        None => Whereto::Nowhere(format!("this is in {place}, which is no source")),
    };
    // What `check` says to type is done here by keys, and the coding is the one that Enter leads to.
    let here = match &to {
        Whereto::Coding(_, _, None) => Some("[open] shows it: select its words, then [attach]"),
        Whereto::Coding(..) if problem.kind == "changed-words" => {
            Some("[open] opens it: then [boundary] moves its boundaries, [stance] its stance; [remove] takes it away")
        }
        _ => None,
    };
    let text = match problem.coding.as_deref().filter(|_| here.is_some()) {
        Some(id) => problem.message.replace(&format!("coding {id} "), "this coding "),
        None => problem.message,
    };
    let between = if place.is_empty() { "" } else { " · " };
    Note {
        head: format!("{}{between}{place}", problem.severity.word()),
        text,
        hint: here.map(Hint::Keys).or_else(|| problem.hint.map(Hint::Said)),
        serious: problem.severity != Severity::Note,
        to,
    }
}

/// Returns the memos with the entry that each was written with; of a coding's own memo, the coding's.
fn memos(study: &Study) -> Vec<(EntryId, Note)> {
    let note = |by: &str, at: &str, text: &str, (what, to): (String, Whereto)| {
        let day = at.get(..10).unwrap_or(at);
        Note { head: format!("{by} · {day} · {what}"), text: text.to_owned(), hint: None, serious: false, to }
    };
    let written = study.state().memos().map(|memo| {
        let about = match &memo.about {
            About::Coding(id) => of_coding(study, *id),
            About::Source(id) => match study.source_of(id) {
                Some(at) => (id.to_string(), Whereto::Source(study.sources()[at].id.clone())),
                None => (id.to_string(), Whereto::Nowhere("this source is gone".to_owned())),
            },
            About::Code(id) => {
                let name = study.codebook().get(id).map_or(id.as_str(), |code| code.name.as_str());
                (format!("the code {name}"), Whereto::Nowhere("this memo is about a code, not a place".to_owned()))
            }
            About::Study => ("the study".to_owned(), Whereto::Nowhere("this memo is about the whole study".to_owned())),
            About::Finding(id) => {
                (format!("the finding {id}"), Whereto::Nowhere("this memo is about a finding".to_owned()))
            }
        };
        (memo.written.id, note(memo.written.by.as_str(), &memo.written.at.to_string(), &memo.text, about))
    });
    let of_codings = study.state().coded().filter_map(|coding| {
        let text = coding.memo()?;
        let by = coding.by().as_str();
        Some((coding.id(), note(by, &coding.written.at.to_string(), text, of_coding(study, coding.id()))))
    });
    written.chain(of_codings).collect()
}

/// Returns what a coding is called, and the way to it.
fn of_coding(study: &Study, id: EntryId) -> (String, Whereto) {
    let Some(placed) = study.placed(id) else {
        let gone = Whereto::Nowhere("this coding was taken back".to_owned());
        return ("a coding that was taken back".to_owned(), gone);
    };
    let name = placed.code.map_or_else(|| code_of(&placed).to_string(), |code| code.name.clone());
    let what = format!("{name} in {}", placed.coding.source);
    let to = match placed.source {
        Some(at) if placed.anchoring != Anchoring::Unread => {
            let words = (placed.anchoring == Anchoring::Anchored).then_some(placed.span);
            Whereto::Coding(study.sources()[at].id.clone(), id, words)
        }
        _ => Whereto::Nowhere("the source of this coding is gone or cannot be read".to_owned()),
    };
    (what, to)
}
