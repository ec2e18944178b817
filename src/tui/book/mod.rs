//! The screen Codebook: the tree of codes, what each one says, and what can be made of it.

mod about;
mod answers;
mod dialog;
mod questions;
mod split;
mod state;
mod update;
mod view;
mod view_dialog;

pub use answers::{answer, type_key};
pub use dialog::{BookDialog, LineFor, Pick, PickFor, Picked, WriteText};
pub use split::{Split, begun as split_begun};
pub use state::BookScreen;
pub use update::{act, changed, click, counted, keep, open, read_again, refused};
pub use view::view;
pub use view_dialog::view_dialog;
