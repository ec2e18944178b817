//! Dialogs: a question over the screen that takes all keys until it is answered.

mod all;
pub mod code;
mod code_view;
pub mod help;
pub mod new_code;
pub mod notes;
pub mod progress;
mod quick;
pub mod sheet;
pub mod signs;
pub mod stance;
pub mod taking;
mod update;
mod view;
pub mod writing;

pub use all::{CodeAll, planned as all_planned};
pub use quick::Quick;
pub(super) use quick::taken_keys;
pub use taking::{code_again, code_with, put_copied};
pub(super) use update::step;
pub use update::{act, edit_memo, paste, pick_code, type_key};
pub use view::view;
pub(super) use view::{SHORT_LIST, line, lowered, middle, open, pick, say};

use super::behind::BehindDialog;
use super::book::BookDialog;
use super::code::finding::FindLine;
use super::draft::Draft;
use super::entry::line::LineEditor;
use super::entry::picker::Picker;
use super::filter::WriteFilter;
use super::keys::action::Action;
use super::reading::motion::Way;
use super::search::SaveSearch;

/// A dialog.
#[derive(Clone, Debug)]
pub enum Dialog {
    /// Something to read: the help, or all that is said of a theme.
    Sheet(sheet::Sheet),
    /// All commands of a place.
    Palette(Picker<Action>),
    /// Picks a code.
    PickCode(code::PickCode),
    /// Makes a code.
    NewCode(Box<new_code::NewCodeForm>),
    /// Asks for a stance.
    AskStance(stance::AskStance),
    /// Asks for a line.
    WriteLine(writing::WriteLine),
    /// Asks for a text of several lines.
    WriteMemo(Box<writing::WriteMemo>),
    /// Offers what was written on the memo below and not saved.
    TakeUp(Box<Draft>),
    /// Lists the problems of the study and the memos.
    Notes,
    /// Asks for a name for the search.
    SaveSearch(Box<SaveSearch>),
    /// Asks for a filter of every screen.
    Filter(Box<WriteFilter>),
    /// Tells how far the study is coded.
    Progress,
    /// Waits for a quick key.
    Quick(Quick),
    /// Asks for words to be found in the open text.
    Find(Box<FindLine>),
    /// Asks for a word, for its places in all texts.
    Word(Box<LineEditor>),
    /// Waits for a character to go to, on or back, and the how manyth is meant.
    Character(Way, usize),
    /// Asks whether all hits are to be coded.
    CodeAll(Box<CodeAll>),
    /// A question of the screen Codebook.
    Book(BookDialog),
    /// A question before something runs behind.
    Behind(BehindDialog),
}
