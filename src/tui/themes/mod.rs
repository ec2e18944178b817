//! The screen Themes: what each theme comes to, and the evidence behind it side by side.

pub mod about;
mod columns;
mod state;
mod update;
mod view;

pub use columns::{Arrangement, Column, columns};
pub use state::{Open, ThemesScreen};
pub use update::{act, assessed, click, close, gathered, keep, open};
pub(super) use view::empty_words;
pub use view::view;
