//! Writing: the name of a new code, memos, summaries.

use serde::{Deserialize, Serialize};

use crate::base::ids::{CodeId, EntryId, SourceId};
use crate::coding::{About, Stance};
use crate::tui::entry::line::LineEditor;
use crate::tui::entry::memo::MemoEditor;
use crate::tui::message::Spot;

/// The name of a code that the selected words become.
#[derive(Clone, Debug)]
pub struct WriteLine {
    /// What is typed.
    pub line: LineEditor,
    /// The words.
    pub at: Spot,
    /// The same as text.
    pub words: String,
}

/// A memo or a summary is being written.
#[derive(Clone, Debug)]
pub struct WriteMemo {
    /// What is written.
    pub editor: MemoEditor,
    /// The title of the dialog.
    pub title: String,
    /// What it is for.
    pub purpose: MemoFor,
    /// What was there before.
    pub before: String,
    /// Whether the user was told that leaving loses what was written.
    pub warned: bool,
}

/// What is being written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MemoFor {
    /// The memo of an own coding.
    Coding(EntryId),
    /// A memo on something that may have many: a source, a code, the study, somebody else's coding.
    About(About),
    /// The summary of what a source says on a theme.
    Summary(SourceId, CodeId, Stance),
}

impl MemoFor {
    /// Returns what is asked for, where the title does not say it.
    #[must_use]
    pub fn asks(&self) -> Option<&'static str> {
        let asks = "In a sentence: what does the whole source say? [save] saves it.";
        matches!(self, Self::Summary(..)).then_some(asks)
    }

    /// Tells whether both stand in the same place; a summary does whatever its stance.
    #[must_use]
    pub fn is_same_place(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Summary(one, of_one, _), Self::Summary(two, of_two, _)) => (one, of_one) == (two, of_two),
            _ => self == other,
        }
    }

    /// Says what becomes of it when nothing is written.
    #[must_use]
    pub fn when_empty(&self) -> &'static str {
        match self {
            Self::Summary(..) => "not saved: a judgement needs its sentence; write it, or leave with [back]",
            Self::Coding(_) | Self::About(_) => "not saved: nothing is written; [back] leaves",
        }
    }
}

impl WriteMemo {
    /// Tells whether an empty text means something: what was written before is taken away.
    #[must_use]
    pub fn takes_away(&self) -> bool {
        !matches!(self.purpose, MemoFor::Summary(..)) && !self.before.is_empty()
    }

    /// Tells whether it was changed and not saved.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.editor.text() != self.before
    }

    /// Puts another text in the place of what is there; what was there before is still what is saved.
    pub fn replace(&mut self, text: &str) {
        self.editor = MemoEditor::new(text);
    }

    /// Opens the editor on what is there.
    #[must_use]
    pub fn new(title: impl Into<String>, before: &str, purpose: MemoFor) -> Self {
        Self { editor: MemoEditor::new(before), title: title.into(), purpose, before: before.to_owned(), warned: false }
    }
}
