//! What the hits of the open text are, where no search of all texts led to them.

use crate::base::ids::CodeId;
use crate::tui::desk::Desk;

/// What hits were found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Words that were looked for in this text.
    Words(String),
    /// The passages of this source that speak of a theme, as a cell of the framework counts them.
    Theme(CodeId),
}

impl Found {
    /// Says which of so many hits one is.
    #[must_use]
    pub fn which(&self, desk: &Desk, at: usize, count: &str) -> String {
        match self {
            Self::Words(words) => format!("match {at} of {count} for “{words}”"),
            Self::Theme(code) => format!("passage {at} of {count} on {}", desk.code_name(code)),
        }
    }
}
