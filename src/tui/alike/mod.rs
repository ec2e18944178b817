//! The screen Suggestions: passages like those of a code or like some words, to be accepted or refused one by one.
//!
//! What was accepted or refused leaves the list when it is written, and comes back when that is undone. The list is
//! made on another thread, and stays as it is until it is asked for anew.

mod state;
mod update;
mod view;

pub use state::{AlikeScreen, Candidate, Like, Suggested};
pub use update::{act, click, keep, open, settled, suggested, unsaved};
pub use view::{because_lines, made_of, view};
