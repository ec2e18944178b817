//! Whose word a source is, and what it speaks for: the independent voice, the cases and the categories.
//!
//! Verdicts, searches and reports count voices by what stands here, so that they count the same. A coding may
//! name another voice and case; that is settled where codings are counted.

use crate::base::ids::{Case, Category, SourceId, Voice};
use crate::source::Row;

use super::sources::Source;

/// Whose word it is, and what it speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaks {
    /// The independent voice.
    pub voice: Voice,
    /// The cases that it belongs to; it speaks for one only where there is one, or where a coding names it.
    pub cases: Vec<Case>,
    /// The categories of who speaks.
    pub categories: Vec<Category>,
}

impl Source {
    /// Returns whose word the source is as a whole.
    #[must_use]
    pub fn speaks(&self) -> Speaks {
        Speaks { voice: self.voice(), cases: self.cases().to_vec(), categories: self.categories().to_vec() }
    }

    /// Returns whose word a row of this table is, counted from 0: see [`Speaks::of_row`].
    #[must_use]
    pub fn row_speaks(&self, row: usize, about: &Row) -> Speaks {
        self.speaks().of_row(&self.id, row, about)
    }
}

impl Speaks {
    /// Returns whose word a row is of the table that this is of: the table's, but for what the row's own columns
    /// say. A row that names no voice is one of its own.
    #[must_use]
    pub fn of_row(&self, table: &SourceId, row: usize, about: &Row) -> Self {
        let own = || Voice::from(format!("{table}#{}", row + 1));
        Self {
            voice: about.voice.clone().unwrap_or_else(own),
            cases: if about.cases.is_empty() { self.cases.clone() } else { about.cases.clone() },
            categories: if about.categories.is_empty() { self.categories.clone() } else { about.categories.clone() },
        }
    }
}
