//! What the screen Codebook remembers.

use crate::base::ids::CodeId;
use crate::codebook::Code;
use crate::tui::desk::{CodeCounts, Desk, SavedRow};
use crate::tui::list::ListPlace;
use crate::tui::message::BookDone;
use crate::tui::model::Model;

/// The state of the screen Codebook.
#[derive(Clone, Debug, Default)]
pub struct BookScreen {
    /// The place in the tree.
    pub place: ListPlace,
    /// The code that is chosen, so that it stays chosen when the codebook is read again.
    pub chosen: Option<CodeId>,
    /// The saved search that is chosen below the codes, if it is one.
    pub saved: Option<String>,
    /// How many lines of what is known of the code are scrolled past.
    pub scroll: usize,
    /// The codings of each code by leg; nothing until they are counted.
    pub counts: Option<CodeCounts>,
    /// The last change, with what takes it back, until the next key.
    pub last: Option<BookDone>,
    /// Why the last change was refused, until something else is done: the footer has no room for all of it.
    pub refused: Option<String>,
}

/// Returns the chosen code.
pub(in crate::tui) fn chosen<'d>(desk: &'d Desk, screen: &BookScreen) -> Option<&'d Code> {
    desk.codebook.outline().get(screen.place.at).map(|(_, code)| *code)
}

/// Returns the chosen saved search: they stand below the codes.
pub(in crate::tui) fn chosen_search<'d>(desk: &'d Desk, screen: &BookScreen) -> Option<&'d SavedRow> {
    desk.searches.get(screen.place.at.checked_sub(desk.codebook.outline().len())?)
}

/// Returns the number of lines that can be chosen: codes and saved searches.
pub(in crate::tui) fn length(desk: &Desk) -> usize {
    desk.codebook.codes().len() + desk.searches.len()
}

/// Returns the id of the chosen code.
#[must_use]
pub fn chosen_code(model: &Model) -> Option<CodeId> {
    chosen(&model.desk, &model.book).map(|code| code.id.clone())
}

/// Returns how many codings a code has.
pub(in crate::tui) fn uses(desk: &Desk, code: &Code) -> usize {
    desk.uses.get(&code.id).copied().unwrap_or(0)
}
