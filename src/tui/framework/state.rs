//! What the screen Framework remembers.

use std::sync::Arc;

use super::table::{Cell, Framework, Passages, SourceHead, ThemeHead};
use crate::tui::list::ListPlace;

/// The state of the screen Framework.
#[derive(Clone, Debug, Default)]
pub struct FrameworkScreen {
    /// The matrix as it was last made, with all sources; nothing before the first time.
    pub whole: Option<Arc<Framework>>,
    /// The matrix with the sources that are listed.
    pub table: Option<Arc<Framework>>,
    /// Whether it is being made anew, so that it may be older than the codings.
    pub waiting: bool,
    /// Whether only themes with something in them are shown.
    pub used_only: bool,
    /// The themes that are shown, as places in the matrix.
    pub columns: Vec<usize>,
    /// The chosen source, as a place in the matrix.
    pub source: usize,
    /// The lines of the matrix: sources with the headings of their kinds.
    pub lines: ListPlace,
    /// The chosen theme and the first one in sight, as places among those that are shown.
    pub column: ListPlace,
    /// The passages behind the chosen cell, once they are read.
    pub passages: Option<Passages>,
    /// The matrix as it is shown while names are hidden.
    hidden: Option<Hidden>,
}

/// A matrix with other names.
#[derive(Clone, Debug)]
struct Hidden {
    /// The matrix that it was made of.
    of: Arc<Framework>,
    table: Arc<Framework>,
}

/// The chosen cell with its headings.
#[derive(Clone, Copy, Debug)]
pub struct Chosen<'f> {
    /// The source.
    pub source: &'f SourceHead,
    /// The theme.
    pub theme: &'f ThemeHead,
    /// What is in it.
    pub cell: Cell<'f>,
}

impl FrameworkScreen {
    /// Returns the matrix with other names, if it was made of the one that is shown.
    #[must_use]
    pub fn hidden(&self) -> Option<&Arc<Framework>> {
        let table = self.table.as_ref()?;
        self.hidden.as_ref().filter(|hidden| Arc::ptr_eq(&hidden.of, table)).map(|hidden| &hidden.table)
    }

    /// Makes the matrix with other names, once for each matrix: of a large study it is large, and a frame that made
    /// it anew would be late.
    pub fn hide(&mut self, rename: impl FnOnce(&mut Framework)) {
        let Some(of) = self.table.clone().filter(|_| self.hidden().is_none()) else { return };
        let mut table = Framework::clone(&of);
        rename(&mut table);
        self.hidden = Some(Hidden { of, table: Arc::new(table) });
    }

    /// Forgets the matrix with other names.
    pub fn show(&mut self) {
        self.hidden = None;
    }

    /// Returns the chosen cell; nothing while there is no matrix, or nothing in it.
    #[must_use]
    pub fn chosen(&self) -> Option<Chosen<'_>> {
        let table = self.table.as_ref()?;
        let theme = *self.columns.get(self.column.at)?;
        Some(Chosen {
            source: table.sources.get(self.source)?,
            theme: table.themes.get(theme)?,
            cell: table.cell(self.source, theme),
        })
    }

    /// Returns the passages of the chosen cell, if those that were read are its own.
    #[must_use]
    pub fn read(&self) -> Option<&Passages> {
        let chosen = self.chosen()?;
        let is_of = |read: &&Passages| read.source == chosen.source.id && read.theme == chosen.theme.code;
        self.passages.as_ref().filter(is_of)
    }
}
