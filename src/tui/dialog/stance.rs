//! Asking for a stance, with the claim and the definition in view.

use super::taking::Taking;
use crate::base::ids::{CodeId, EntryId, SourceId};
use crate::tui::desk::Desk;

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
    /// For new codings, one after the other.
    Code(Box<Taking>),
    /// For a coding that is there.
    Change(EntryId),
    /// For a coding that gets this code, and had one without a claim.
    Recode(EntryId),
    /// For a whole source.
    Judge(SourceId),
    /// For a source that this coder has judged, in this sentence.
    Rejudge(SourceId, String),
}

impl AskStance {
    /// Returns the name of the code.
    #[must_use]
    pub fn name<'a>(&'a self, desk: &'a Desk) -> &'a str {
        match &self.purpose {
            Purpose::Code(taking) => taking.new_code(&self.code).map(|new| new.name.as_str()),
            Purpose::Change(_) | Purpose::Recode(_) | Purpose::Judge(_) | Purpose::Rejudge(..) => None,
        }
        .unwrap_or_else(|| desk.code_name(&self.code))
    }

    /// Returns the name of the theme and the claim that the stance is taken towards.
    #[must_use]
    pub fn claim<'a>(&'a self, desk: &'a Desk) -> Option<(&'a str, &'a str)> {
        if let Purpose::Code(taking) = &self.purpose {
            return taking.claim(&desk.codebook, &self.code);
        }
        let theme = desk.theme_of(&self.code)?;
        Some((&theme.name, theme.claim.as_deref()?))
    }

    /// Says which of several questions this is.
    #[must_use]
    pub fn progress(&self) -> String {
        match &self.purpose {
            Purpose::Code(taking) if taking.progress().1 > 1 => {
                let (at, of) = taking.progress();
                format!(" · {at} of {of}")
            }
            _ => String::new(),
        }
    }
}
