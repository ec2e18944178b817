//! The workbench.
//!
//! One way for everything that happens: the terminal, a signal or a finished job is a
//! [`message::Message`]; [`update`](update::update) turns it, with the [`model::Model`], into the next
//! model and a list of [`message::Effect`]s; the clerk, the only part that may touch the study, the disk
//! or the clock, performs them and answers with messages; [`view`](view::view) draws the model.
//! A screen (`themes`, `code`, `search`, `book`, `framework`, `words`, `alike`) owns its state, its keys' meaning and
//! its drawing;
//! `keys` holds the one table of what can be pressed; `reading` lays texts out; `tour` leads newcomers through
//! the sample. `comfort` holds what users set for themselves, `plain` draws for screen readers, `veil` hides names.
//! `bookmark` and `history` know where one was: the last time, and a moment ago; `draft` knows what is written and
//! not saved, and `keeping` when to keep both; `filter` narrows every screen.
//! `behind` asks for reports and imports, which run on a thread of their own, and tells how far they are.

pub mod alike;
pub mod banner;
pub mod behind;
pub mod book;
pub mod bookmark;
pub mod clerk;
pub mod clipboard;
pub mod code;
pub mod colours;
pub mod comfort;
mod copying;
pub mod desk;
pub mod dialog;
pub mod draft;
pub mod entry;
pub mod filter;
pub mod foot;
pub mod framework;
pub mod history;
pub mod input;
mod keeping;
pub mod keys;
pub mod list;
pub mod message;
pub mod model;
mod outcome;
pub mod pen;
mod plain;
pub mod reading;
pub mod run;
pub mod search;
pub mod session;
pub mod sitting;
pub mod terminal;
pub mod themes;
pub mod tour;
pub mod update;
pub mod veil;
pub mod view;
pub mod walk;
pub mod words;

#[cfg(test)]
mod stage;
#[cfg(test)]
mod tests;
