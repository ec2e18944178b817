//! Asking for a stance, with the claim and the definition in view.

use crate::base::ids::{CodeId, EntryId, SourceId};
use crate::tui::message::Spot;

/// A stance is being asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskStance {
    /// The code.
    pub code: CodeId,
    /// The words in question; for a whole source, its name.
    pub words: String,
    /// What the stance is for.
    pub purpose: Purpose,
    /// Whether the answer leads on to the next coding without a stance.
    pub walk: bool,
}

/// What a stance is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// For a new coding.
    Code(Spot),
    /// For a coding that is there.
    Change(EntryId),
    /// For a coding that gets this code, and had one without a claim.
    Recode(EntryId),
    /// For a whole source.
    Judge(SourceId),
}
