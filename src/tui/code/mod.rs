//! The screen Code: sources, the text with its codings, what is coded here, and the codebook.

pub mod areas;
mod beside;
mod boundary;
mod coding;
pub mod finding;
mod found;
mod here;
mod hits;
mod left;
mod margin;
mod mouse;
pub mod rows;
mod setting;
mod state;
mod strip;
mod text;
mod update;
mod view;

pub use beside::make_room;
pub use coding::selected;
pub use found::Found;
pub use mouse::click;
pub use setting::{Numbers, Setting};
pub use state::{Code, Grip, Mode, Panel};
pub(super) use text::TextLook;
pub use text::foot;
pub use update::{act, book_choice, coded, go_to_character, keep_lists, opened};
pub use view::{stance_look, view};
