//! The screen Code: sources, the text with its codings, what is coded here, and the codebook.

pub mod areas;
mod margin;
pub mod rows;
mod state;
mod update;
mod view;

pub use state::{Code, Mode, Panel};
pub use update::{act, click, coded, keep_lists, opened, place_of_mark, spot};
pub use view::{stance_look, view};
