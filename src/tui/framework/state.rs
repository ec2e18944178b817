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
