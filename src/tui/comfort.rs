//! What users set for themselves, in their own configuration: keys, and how the screen is read.

use std::sync::Arc;

use super::desk::{Hint, Note, Whereto};
use super::keys::effective::Keys;
use super::model::Model;
use crate::base::count::plural;
use crate::base::problem::{Problem, Severity};

/// What a user set.
#[derive(Clone, Debug, Default)]
pub struct Comfort {
    /// The keys.
    pub keys: Keys,
    /// Whether the screen is drawn for a screen reader.
    pub plain: bool,
    /// What is wrong in the configuration; the rest of it holds.
    pub faults: Vec<Problem>,
}

impl Comfort {
    /// Gives a model what its user set, and says in the footer where some of it cannot be had.
    pub fn give(self, model: &mut Model) {
        model.keys = Arc::new(self.keys);
        model.plain = self.plain;
        model.code.plain = self.plain;
        if !self.faults.is_empty() {
            let count = plural(self.faults.len(), "fault", "faults");
            model.warn(format!(
                "{count} in your configuration: {} lists them",
                model.key(super::keys::action::Action::GoNotes)
            ));
        }
        model.faults = self.faults.into_iter().map(note).collect();
    }
}

#[cfg(test)]
mod tests;

/// Returns a fault of the configuration as the list of problems shows it.
fn note(fault: Problem) -> Note {
    Note {
        head: format!("{} · {}", fault.severity.word(), fault.place()),
        text: fault.message,
        hint: fault.hint.map(Hint::Said),
        serious: fault.severity != Severity::Note,
        to: Whereto::Nowhere("this is in your own configuration, not in the study".to_owned()),
    }
}
