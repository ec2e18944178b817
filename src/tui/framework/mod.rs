//! The screen Framework: what each source says on each theme, a row a source and a column a theme.
//!
//! A cell tells what a person judged of the whole source; where nobody did, where the source stands by its
//! codings. Only the rows and columns in sight are laid out, so that a large study moves as a small one.

mod cell;
mod layout;
mod state;
mod table;
mod update;
mod view;

pub use cell::paragraphs;
pub use state::{Chosen, FrameworkScreen};
pub use table::{Cell, Filling, Framework, Judged, Line, Passages, SourceHead, ThemeHead};
pub use update::{act, click, keep, laid, narrowed, passages};
pub use view::{view, waiting_words};
