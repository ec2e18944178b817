//! The screen Themes: what each theme comes to, and the evidence behind it side by side.

pub mod about;
mod cell;
mod columns;
mod state;
mod table;
mod update;
mod view;
mod widths;

pub use cell::cell_words;
pub use columns::{Arrangement, Column, columns};
pub use state::{Open, ThemesScreen};
pub(super) use table::{empty_words, unfiltered};
pub use update::{act, assessed, choose, click, close, gathered, keep, open};
pub use view::view;
