//! What the disk refused: it waits under the ids that it was to have, is saved again, or is taken back before.

use super::{Clerk, writing};
use crate::coding::Entry;
use crate::study::WriteError;
use crate::tui::message::{Change, Outcome};

/// A step that the disk refused.
pub(super) struct Unsaved {
    /// The entries under the ids that they keep; nothing where it did not come to that.
    entries: Option<Vec<Entry>>,
    /// What was asked for; nothing where it takes back another step.
    changes: Vec<Change>,
    /// Whether some of it may be on the disk all the same.
    in_doubt: bool,
    /// What it was to do, in a few words.
    what: String,
}

impl Unsaved {
    /// Tells whether the step can be forgotten: nothing of it is on the disk, and nothing is lost that took
    /// somebody long to write. One that takes back another is no step of its own.
    fn can_be_dropped(&self) -> bool {
        let is_written =
            |change: &Change| matches!(change, Change::CodingMemo(..) | Change::Memo(..) | Change::Cell(..));
        !self.in_doubt && !self.changes.is_empty() && !self.changes.iter().any(is_written)
    }
}

/// What came of a try to write.
pub(super) enum Tried {
    /// It is on the disk.
    Written(Vec<Entry>),
    /// There was nothing to write, and why.
    Nothing(String),
    /// The disk refused it, and why.
    Refused(Unsaved, String),
    /// It cannot be made, and why.
    Failed(String),
}

impl Tried {
    /// Takes in what came of writing a step for the first time.
    pub(super) fn of(written: Result<Vec<Entry>, WriteError>, changes: Vec<Change>, what: String) -> Self {
        match written {
            Ok(entries) => Self::Written(entries),
            Err(WriteError::Newer(reason)) => Self::Failed(format!("nothing was written: {reason}")),
            // Without entries only what was asked for can be made again, and an undo was asked for by no change.
            Err(error @ WriteError::Folder(_)) if changes.is_empty() => Self::Failed(error.to_string()),
            Err(WriteError::Folder(error)) => {
                Self::Refused(Unsaved { entries: None, changes, in_doubt: false, what }, error.to_string())
            }
            Err(WriteError::Unsaved(error)) => {
                let (entries, in_doubt) = (Some(error.entries), error.in_doubt);
                Self::Refused(Unsaved { entries, changes, in_doubt, what }, error.cause.to_string())
            }
        }
    }

    /// Takes in what came of writing the entries of a step again: whatever is refused, they keep their ids, and
    /// what may be on the disk since an earlier try may be there still.
    fn again(written: Result<Vec<Entry>, WriteError>, step: Unsaved) -> Self {
        match written {
            Ok(entries) => Self::Written(entries),
            Err(WriteError::Newer(reason)) => Self::Refused(step, reason),
            Err(WriteError::Folder(error)) => Self::Refused(step, error.to_string()),
            Err(WriteError::Unsaved(error)) => {
                let in_doubt = step.in_doubt || error.in_doubt;
                Self::Refused(Unsaved { in_doubt, ..step }, error.cause.to_string())
            }
        }
    }
}

impl Clerk {
    /// Tells the loop what came of a try, and keeps what the disk refused.
    pub(super) fn told(&mut self, tried: Tried) -> Outcome {
        match tried {
            Tried::Written(entries) => self.saved(&entries, String::new()),
            Tried::Nothing(words) => Outcome::Told(words),
            Tried::Failed(reason) => Outcome::Failed(reason),
            Tried::Refused(step, reason) => {
                let changes = step.changes.clone();
                self.unsaved.push_back(step);
                Outcome::NotSaved { changes, reason, count: self.unsaved.len() }
            }
        }
    }

    /// Tells whether one of these codings is the very one that is not saved yet.
    pub(super) fn waits(&self, changes: &[Change]) -> bool {
        let place = |change: &Change| match change {
            Change::Code(at, code, _) => Some((at.clone(), code.clone())),
            _ => None,
        };
        let mut waiting = self.unsaved.iter().flat_map(|step| &step.changes).filter_map(place);
        waiting.any(|waits| changes.iter().any(|change| place(change).as_ref() == Some(&waits)))
    }

    /// Writes again what the disk refused, oldest first, until it refuses again.
    pub(super) fn save_again(&mut self) -> Vec<Outcome> {
        let (mut outcomes, mut failed) = (Vec::new(), Vec::new());
        let (mut saved, mut steps, mut refused) = (Vec::new(), 0, None);
        while let Some(step) = self.unsaved.pop_front() {
            let tried = if let Some(entries) = step.entries.clone() {
                let again = self.change().write_again(&self.coder, entries);
                self.note_own();
                Tried::again(again, step)
            } else {
                let (read, tried) = self.attempt(step.changes);
                outcomes.extend(read);
                tried
            };
            match tried {
                Tried::Written(entries) => {
                    saved.extend(entries);
                    steps += 1;
                }
                Tried::Refused(step, reason) => {
                    self.unsaved.push_front(step);
                    refused = Some(reason);
                    // The rest would only wait for the disk again.
                    break;
                }
                Tried::Nothing(words) => outcomes.push(Outcome::Told(words)),
                Tried::Failed(reason) => failed.push(Outcome::Failed(reason)),
            }
        }
        if steps > 0 {
            let what = if steps > 1 { format!("saved: {steps} changes") } else { String::new() };
            let mut outcome = self.saved(&saved, what);
            if let Outcome::Saved { news, .. } = &mut outcome {
                // How many changes were saved is no reason to leave out what is wrong with one of them.
                news.is_unheard = self.read().is_unheard(&saved);
            }
            outcomes.push(outcome);
        }
        outcomes.push(match refused {
            Some(reason) => Outcome::NotSaved { changes: self.still_unsaved(), reason, count: self.unsaved.len() },
            None => Outcome::StillUnsaved { changes: Vec::new(), count: 0 },
        });
        outcomes.extend(failed);
        outcomes
    }

    fn still_unsaved(&self) -> Vec<Change> {
        self.unsaved.iter().flat_map(|step| step.changes.clone()).collect()
    }

    /// Takes back the newest steps of those that are not saved, and never one that is.
    pub(super) fn take_back(&mut self, count: usize) -> Vec<Outcome> {
        let mut told = Vec::new();
        while told.len() < count.max(1) && self.unsaved.back().is_some_and(Unsaved::can_be_dropped) {
            told.extend(self.unsaved.pop_back().map(|step| step.what));
        }
        if told.is_empty() {
            return vec![Outcome::UndoWaits { back: true }];
        }
        let short = |what: &String| what.strip_prefix(writing::CODED).unwrap_or(what).to_owned();
        let told: Vec<String> = if told.len() > 1 { told.iter().map(short).collect() } else { told };
        vec![
            Outcome::StillUnsaved { changes: self.still_unsaved(), count: self.unsaved.len() },
            Outcome::Told(format!("not saved and taken back: {}", told.join(" · "))),
        ]
    }
}
