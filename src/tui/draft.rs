//! What is being written and not saved: kept every few seconds in the user's own state folder, so that it can be
//! taken up again where the program was killed, the machine went down, or the terminal was closed.
//!
//! A draft goes when it is saved, and when it is thrown away on purpose.

use serde::{Deserialize, Serialize};

use super::dialog::Dialog;
use super::dialog::writing::{MemoFor, WriteMemo};
use super::keys::action::Action;
use super::message::Effect;
use super::model::Model;

/// Something that was written and not saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What it is for.
    pub on: MemoFor,
    /// What was written.
    pub text: String,
}

/// The drafts of a coder in a study.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    /// Those that are kept.
    kept: Vec<Draft>,
    /// Those that are being saved, and go once the disk has said that they are.
    saving: Vec<MemoFor>,
}

impl Drafts {
    /// Takes the drafts of earlier sessions.
    pub(super) fn take(&mut self, kept: Vec<Draft>) {
        self.kept = kept;
    }

    fn of(&self, on: &MemoFor) -> Option<&Draft> {
        self.kept.iter().find(|draft| draft.on.is_same_place(on))
    }

    /// Forgets a draft; tells the clerk if there was one.
    fn drop(&mut self, on: &MemoFor) -> Option<Effect> {
        let before = self.kept.len();
        self.kept.retain(|draft| !draft.on.is_same_place(on));
        (self.kept.len() < before).then(|| Effect::DropDraft(on.clone()))
    }
}

/// Opens the editor on a memo; where something on it was written and not saved, asks first what is to become of it.
pub fn open(model: &mut Model, write: WriteMemo) {
    let draft = model.drafts.of(&write.purpose).filter(|draft| draft.text.trim() != write.before.trim()).cloned();
    model.dialogs.push(Dialog::WriteMemo(Box::new(write)));
    model.dialogs.extend(draft.map(|draft| Dialog::TakeUp(Box::new(draft))));
}

/// Puts the draft that was offered into the editor, or throws it away.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Dialog::TakeUp(draft)) = model.dialogs.last().cloned() else { return Vec::new() };
    match action {
        Action::Accept => {
            model.dialogs.pop();
            if let Some(Dialog::WriteMemo(write)) = model.dialogs.last_mut() {
                write.replace(&draft.text);
            }
            Vec::new()
        }
        Action::Remove => {
            model.dialogs.pop();
            given_up(model, &draft.on)
        }
        _ => Vec::new(),
    }
}

/// Leaves the draft that was offered for another time, and the memo with it.
pub(super) fn leave(model: &mut Model) {
    model.dialogs.pop();
    if matches!(model.dialogs.last(), Some(Dialog::WriteMemo(_))) {
        model.dialogs.pop();
    }
    model.say("what you wrote is kept, and offered again");
}

/// Forgets the draft of a memo that was left on purpose.
pub(super) fn given_up(model: &mut Model, on: &MemoFor) -> Vec<Effect> {
    model.drafts.drop(on).into_iter().collect()
}

/// Closes everything that is being written, because the user quits although it is not saved.
pub(super) fn all_given_up(model: &mut Model) -> Vec<Effect> {
    let closed = std::mem::take(&mut model.dialogs);
    let on = closed.iter().filter_map(|dialog| match dialog {
        Dialog::WriteMemo(write) if write.is_changed() => Some(&write.purpose),
        _ => None,
    });
    on.flat_map(|on| given_up(model, on)).collect()
}

/// Remembers that a memo is being saved.
pub(super) fn saves(model: &mut Model, on: MemoFor) {
    model.drafts.saving.push(on);
}

/// Keeps the drafts of what could not be saved.
pub(super) fn not_saved(model: &mut Model) {
    model.drafts.saving.clear();
}

/// Forgets the drafts of what is on the disk now.
pub(super) fn saved(model: &mut Model) -> Vec<Effect> {
    let saved = std::mem::take(&mut model.drafts.saving);
    saved.iter().flat_map(|on| given_up(model, on)).collect()
}

/// Returns what is being written, where it is not kept so.
fn behind(model: &Model) -> Option<Draft> {
    let write = model.dialogs.iter().find_map(|dialog| match dialog {
        Dialog::WriteMemo(write) => Some(write),
        _ => None,
    })?;
    if !write.is_changed() {
        return None;
    }
    let draft = Draft { on: write.purpose.clone(), text: write.editor.text() };
    let is_kept = model.drafts.of(&draft.on).is_some_and(|kept| kept.text == draft.text);
    (!is_kept && !draft.text.trim().is_empty()).then_some(draft)
}

/// Tells whether something is being written that is not kept so.
pub(super) fn is_behind(model: &Model) -> bool {
    behind(model).is_some()
}

/// Has what is being written kept, where it is not.
pub(super) fn keep(model: &mut Model) -> Option<Effect> {
    let draft = behind(model)?;
    model.drafts.kept.retain(|kept| !kept.on.is_same_place(&draft.on));
    model.drafts.kept.push(draft.clone());
    Some(Effect::KeepDraft(draft))
}
