//! Splitting a code: each of its codings in turn is given another code, or keeps its own.
//!
//! One's own codings are changed. Those of others cannot be: what is decided on them stands beside them as
//! what was agreed on.

use super::dialog::BookDialog;
use crate::base::count::plural;
use crate::base::ids::CodeId;
use crate::tui::desk::{SplitPiece, ToSplit};
use crate::tui::dialog::Dialog;
use crate::tui::keys::action::Action;
use crate::tui::keys::chord::Chord;
use crate::tui::message::{Change, Effect};
use crate::tui::model::Model;

/// The most codes that codings can be given in one go: each has a digit.
pub(super) const MOST: usize = 9;

/// A code is being split.
#[derive(Clone, Debug)]
pub struct Split {
    /// The code.
    pub code: CodeId,
    /// The codes that its codings can be given.
    pub into: Vec<CodeId>,
    /// Its codings.
    pub codings: Vec<SplitPiece>,
    /// The one in question.
    pub at: usize,
    /// How many codings of others cannot be decided here.
    pub left_out: usize,
    /// How many were given another code, and how many keep theirs.
    given: usize,
    kept: usize,
}

impl Split {
    /// Returns the coding in question.
    #[must_use]
    pub fn coding(&self) -> Option<&SplitPiece> {
        self.codings.get(self.at)
    }
}

/// Asks for the codings of the code.
pub(super) fn gather(model: &mut Model, code: CodeId, into: Vec<CodeId>) -> Vec<Effect> {
    let split = Split { code: code.clone(), into, codings: Vec::new(), at: 0, left_out: 0, given: 0, kept: 0 };
    model.dialogs.push(Dialog::Book(BookDialog::Split(Box::new(split))));
    vec![Effect::GatherSplit(code)]
}

/// Takes the codings of the code that is being split.
pub fn begun(model: &mut Model, found: ToSplit) {
    let Some(Dialog::Book(BookDialog::Split(split))) = model.dialogs.last_mut() else { return };
    if split.code != found.code {
        return;
    }
    split.codings = found.codings;
    split.left_out = found.left_out;
    if split.codings.is_empty() {
        model.dialogs.pop();
        model.say(format!("no coding can be decided here{}", left_out(found.left_out)));
    }
}

fn left_out(count: usize) -> String {
    if count == 0 {
        return String::new();
    }
    format!(
        "; {} without words or decided before",
        plural(count, "coding of another coder is", "codings of others are")
    )
}

/// Takes a digit: the coding in question gets the code that it stands for.
pub(super) fn type_key(model: &mut Model, chord: Chord) -> Option<Vec<Effect>> {
    let Some(Dialog::Book(BookDialog::Split(split))) = model.dialogs.last_mut() else { return None };
    let digit = chord.typed().and_then(|key| key.to_digit(10)).and_then(|digit| usize::try_from(digit).ok())?;
    let code = split.into.get(digit.checked_sub(1)?)?.clone();
    let coding = split.coding()?;
    let change = if coding.own { Change::Recode(coding.id, code, None) } else { Change::Agree(coding.id, code) };
    split.given += 1;
    on(model);
    Some(vec![Effect::Write(vec![change])])
}

/// Does what an action asks for.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Dialog::Book(BookDialog::Split(split))) = model.dialogs.last_mut() else { return Vec::new() };
    match action {
        Action::Keep => {
            split.kept += 1;
            on(model);
        }
        Action::Skip => on(model),
        Action::Back => finish(model),
        _ => {}
    }
    Vec::new()
}

fn on(model: &mut Model) {
    let Some(Dialog::Book(BookDialog::Split(split))) = model.dialogs.last_mut() else { return };
    split.at += 1;
    if split.at >= split.codings.len() {
        finish(model);
    }
}

fn finish(model: &mut Model) {
    let Some(Dialog::Book(BookDialog::Split(split))) = model.dialogs.pop() else { return };
    let later = split.codings.len() - split.given - split.kept;
    let later = if later == 0 { String::new() } else { format!(", {later} left for later (s)") };
    let told = left_out(split.left_out);
    model.say(format!("{} given another code, {} kept{later}{told}; u undoes each", split.given, split.kept));
}
