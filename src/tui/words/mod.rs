//! The screen Words: words in their context, their frequencies, keywords and collocations.
//!
//! Whatever is asked is counted by the clerk; an answer to another question than the present one is dropped.

mod asking;
mod found;
mod state;
mod table;
mod update;
mod view;

pub use asking::{Ask, Kept};
pub use found::{Answer, Found, Places};
pub use state::{Tab, WordsScreen};
pub use table::Listed;
pub use update::{act, again, answered, back, click, go_to, keep, of_text, open, take_word, travel};
pub use view::{told, view};
