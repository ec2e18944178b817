//! The screen Codebook: the tree of codes, what each one says, and what can be made of it.

mod about;
mod answers;
mod dialog;
mod questions;
mod saved;
mod split;
mod state;
mod update;
mod view;
mod view_dialog;

pub(super) use about::about;
pub use answers::{answer, type_key};
pub use dialog::{BookDialog, LineFor, Pick, PickFor, Picked, WriteText};
pub(super) use saved::{about_search, counted_words, searches_read};
pub use split::{Split, begun as split_begun};
pub use state::BookScreen;
pub use state::chosen_code;
pub(super) use state::{chosen, chosen_search, uses};
pub use update::{act, changed, click, counted, keep, let_go, open, read_again, refused};
pub(super) use view::last_words;
pub use view::view;
pub use view_dialog::view_dialog;
