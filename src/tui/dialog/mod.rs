//! Dialogs: a question over the screen that takes all keys until it is answered.

pub mod code;
pub mod help;
pub mod notes;
pub mod sheet;
pub mod signs;
pub mod stance;
mod update;
mod view;
pub mod writing;

pub(super) use update::step;
pub use update::{act, code_with, paste, pick_code, type_key};
pub use view::view;
pub(super) use view::{line, middle, open, pick, quick_keys, say};

use super::book::BookDialog;
use super::code::finding::FindLine;
use super::entry::picker::Picker;
use super::keys::action::Action;
use super::message::Spot;
use super::reading::motion::Way;

/// A dialog.
#[derive(Clone, Debug)]
pub enum Dialog {
    /// Something to read: the help, or all that is said of a theme.
    Sheet(sheet::Sheet),
    /// All commands of a place.
    Palette(Picker<Action>),
    /// Picks a code.
    PickCode(code::PickCode),
    /// Asks for a stance.
    AskStance(stance::AskStance),
    /// Asks for a line.
    WriteLine(writing::WriteLine),
    /// Asks for a text of several lines.
    WriteMemo(Box<writing::WriteMemo>),
    /// Lists the problems of the study and the memos.
    Notes,
    /// Waits for a quick key.
    Quick(Quick),
    /// Asks for words to be found in the open text.
    Find(Box<FindLine>),
    /// Waits for a character to go to, on or back, and the how manyth is meant.
    Character(Way, usize),
    /// A question of the screen Codebook.
    Book(BookDialog),
}

/// Waits for a quick key, with what it will code.
#[derive(Clone, Debug)]
pub struct Quick {
    /// The words to be coded.
    pub at: Spot,
    /// The same as text.
    pub words: String,
}
