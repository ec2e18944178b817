//! How the screen Framework is divided: the matrix, and below it what there is to say of the chosen cell.

use ratatui::layout::Rect;

use super::table::Framework;
use crate::tui::model::Model;
use crate::tui::reading::cluster::width_of;

/// The columns that the names of sources have, at least and at most.
const HEAD: std::ops::RangeInclusive<u16> = 8..=26;
/// The columns of a theme at least, where the screen is wide enough: `unread` and a sign with its passages fit.
const NARROWEST: u16 = 14;
/// The columns of a theme at most, where there are few: a longer line would be hard to follow.
const WIDEST: u16 = 60;
/// The rows of a screen that has room for more than the matrix, and for names of themes in two rows.
const ROOMY: u16 = 12;

/// The parts of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// The matrix with its frame.
    pub(super) upper: Rect,
    /// What is said of the chosen cell, with its frame; without rows where there is no room for it.
    pub(super) lower: Rect,
    /// The columns of the names of sources.
    pub(super) head: u16,
    /// The columns of each theme.
    pub(super) each: u16,
    /// How many themes are in sight.
    pub(super) columns: usize,
    /// The rows of the names of themes.
    pub(super) names: u16,
}

impl Layout {
    /// Returns the inside of the matrix.
    pub(super) fn inside(&self) -> Rect {
        let upper = self.upper;
        let (width, height) = (upper.width.saturating_sub(2), upper.height.saturating_sub(2));
        Rect { x: upper.x + 1, y: upper.y + 1, width, height }
    }

    /// Returns how many lines of the matrix are in sight.
    pub(super) fn lines(&self) -> usize {
        usize::from(self.inside().height.saturating_sub(self.names))
    }

    /// Returns the column of the screen at which a theme in sight begins.
    pub(super) fn column(&self, number: usize) -> u16 {
        let number = u16::try_from(number).unwrap_or(u16::MAX);
        self.inside().x.saturating_add(self.head).saturating_add(self.each.saturating_mul(number))
    }
}

/// Divides the screen.
pub(super) fn layout(model: &Model) -> Layout {
    let body = model.body();
    let below = if body.height < ROOMY { 0 } else { body.height / 5 * 2 };
    let upper = Rect { height: body.height - below, ..body };
    let lower = Rect { y: body.y + upper.height, height: below, ..body };
    let width = upper.width.saturating_sub(2);
    let shown = model.framework.columns.len();
    let longest = model.framework.table.as_deref().map_or(0, longest_name);
    // A blank before each name sets it in under its kind, and one stands after it.
    let head = longest.saturating_add(2).clamp(*HEAD.start(), *HEAD.end()).min((width / 4).max(*HEAD.start()));
    let room = width.saturating_sub(head);
    let columns = usize::from(room / NARROWEST).clamp(1, shown.max(1));
    let each = (room / u16::try_from(columns).unwrap_or(1)).min(WIDEST);
    let names = if body.height < ROOMY { 1 } else { 2 };
    Layout { upper, lower, head, each, columns, names }
}

/// How many names are measured: of thousands of sources those at the top say enough.
const MEASURED: usize = 200;

fn longest_name(table: &Framework) -> u16 {
    let longest = table.sources.iter().take(MEASURED).map(|source| width_of(&source.name)).max();
    u16::try_from(longest.unwrap_or(0)).unwrap_or(u16::MAX)
}
