//! The screen Search: as you type, with the words in their context, and coding on the spot.

mod around;
mod folding;
mod saving;
mod update;
mod view;

pub use saving::{SaveSearch, save};
pub use update::{act, answered, ask_again, click, go_on, open_with, paste, select, type_key};
pub(super) use view::folded_words;
pub use view::{context, view};

use super::entry::line::LineEditor;
use super::list::ListPlace;
use super::message::Answer;
use crate::base::ids::SourceId;
use crate::search::arranged::By;

/// The state of the screen Search.
#[derive(Clone, Debug)]
pub struct Search {
    /// What is typed.
    pub line: LineEditor,
    /// Whether keys go into the line; else to the hits.
    pub typing: bool,
    /// The number of the last search: answers to older ones are dropped.
    pub ticket: u64,
    /// What the hits are grouped by; nothing for one list.
    pub by: Option<By>,
    /// The newest answer.
    pub answer: Answer,
    /// Whether the answer to what is typed is still awaited.
    pub waiting: bool,
    /// The place in the hits.
    pub place: ListPlace,
    /// The source and the code point in it from which the search was opened, if it was from a text.
    pub from: Option<(SourceId, usize)>,
    /// Whether the query was given as a whole from another screen, and not changed since: one step back leads there.
    pub is_given: bool,
    /// The number of the last question what coding all hits would come to.
    pub planned: u64,
    /// How much of the index is built, in hundredths, while it is being built.
    pub indexing: Option<u8>,
}

impl Search {
    /// Tells whether the query is being typed, at its end: its last word may go on, and what is open in it may
    /// be closed yet. Else it is taken as it is written, as `tripod search` takes it.
    #[must_use]
    pub fn is_typed(&self) -> bool {
        self.typing && self.line.is_at_end()
    }
}

impl Default for Search {
    fn default() -> Self {
        Self {
            line: LineEditor::default(),
            typing: true,
            ticket: 0,
            by: None,
            answer: Answer::default(),
            waiting: false,
            place: ListPlace::default(),
            from: None,
            is_given: false,
            planned: 0,
            indexing: None,
        }
    }
}
