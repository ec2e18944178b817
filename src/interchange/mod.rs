//! What comes in and goes out: sources from other programs' files, codings as tables.
//!
//! Everything that is left out or changed on the way is said. Knows no terminal.

mod encoding;
mod names;
mod register_edit;

pub use encoding::{NotText, Utf8, to_utf8};
pub use names::safe_stem;
pub use register_edit::{Edited, NewRow, RegisterError, add_rows};
