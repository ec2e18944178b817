//! The screen Code: sources, the text with its codings, what is coded here, and the codebook.

pub mod areas;
mod coding;
mod here;
mod hits;
mod margin;
mod mouse;
pub mod rows;
mod state;
mod update;
mod view;

pub use mouse::click;
pub use state::{Code, Mode, Panel};
pub use update::{act, coded, keep_lists, opened};
pub use view::{stance_look, view};
