//! What the screen Themes remembers.

use super::columns::Arrangement;
use crate::base::ids::{CodeId, EntryId, Kind};
use crate::tui::desk::{Evidence, KindCell, ThemeRow, Themes};
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
    /// The kind whose cell of the chosen theme is chosen; nothing: the theme as a whole, with its verdict.
    pub kind: Option<Kind>,
    /// The theme that is open, with its evidence.
    pub open: Option<Open>,
}

impl ThemesScreen {
    /// Returns the chosen theme.
    #[must_use]
    pub fn chosen(&self) -> Option<&ThemeRow> {
        self.table.as_ref()?.rows.get(self.place.at)
    }

    /// Returns the kind whose cell is chosen, as its place among the kinds of the table.
    #[must_use]
    pub fn chosen_kind(&self) -> Option<usize> {
        let kind = self.kind.as_ref()?;
        self.table.as_ref()?.kinds.iter().position(|known| known == kind)
    }

    /// Returns the chosen kind with what it says of the chosen theme.
    #[must_use]
    pub fn chosen_cell(&self) -> Option<(&Kind, KindCell)> {
        let at = self.chosen_kind()?;
        Some((self.table.as_ref()?.kinds.get(at)?, self.chosen()?.kinds.get(at).copied().unwrap_or_default()))
    }
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
    /// The kind whose column is to be chosen once the evidence is there.
    pub wanted: Option<Kind>,
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
            wanted: None,
            is_aside: false,
        }
    }

    /// Opens it on what one kind says, kind beside kind.
    #[must_use]
    pub fn at_kind(code: CodeId, kind: Kind) -> Self {
        Self { arrangement: Arrangement::ByKind, wanted: Some(kind), ..Self::new(code) }
    }

    /// Returns what is chosen, without the evidence.
    #[must_use]
    pub fn without_evidence(&self) -> Self {
        Self {
            evidence: None,
            code: self.code.clone(),
            places: self.places.clone(),
            wanted: self.wanted.clone(),
            ..*self
        }
    }
}
