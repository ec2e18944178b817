//! What the screen Themes remembers.

use super::columns::Arrangement;
use crate::base::ids::{CodeId, EntryId};
use crate::tui::desk::{Evidence, Themes};
use crate::tui::list::ListPlace;

/// The state of the screen Themes.
#[derive(Clone, Debug, Default)]
pub struct ThemesScreen {
    /// The themes as they were last judged; nothing before the first time.
    pub table: Option<Themes>,
    /// Whether they are being judged, so that the table may be older than the codings.
    pub judging: bool,
    /// The place in the table.
    pub place: ListPlace,
    /// The theme that is open, with its evidence.
    pub open: Option<Open>,
}

/// An open theme.
#[derive(Clone, Debug)]
pub struct Open {
    /// Its code.
    pub code: CodeId,
    /// Its evidence; nothing until it is gathered.
    pub evidence: Option<Evidence>,
    /// How it is arranged.
    pub arrangement: Arrangement,
    /// The column that is chosen.
    pub column: usize,
    /// The place in each column.
    pub places: Vec<ListPlace>,
    /// The coding that is chosen, so that it stays chosen when the evidence is gathered again.
    pub chosen: Option<EntryId>,
    /// Whether it was opened from another screen, to which Back leads.
    pub is_aside: bool,
}

impl Open {
    /// Opens a theme before its evidence is there.
    #[must_use]
    pub fn new(code: CodeId) -> Self {
        Self {
            code,
            evidence: None,
            arrangement: Arrangement::default(),
            column: 0,
            places: Vec::new(),
            chosen: None,
            is_aside: false,
        }
    }

    /// Returns what is chosen, without the evidence.
    #[must_use]
    pub fn without_evidence(&self) -> Self {
        Self { evidence: None, code: self.code.clone(), places: self.places.clone(), ..*self }
    }
}
