//! What comes in and goes out: sources from other programs' files, codings as tables.
//!
//! Everything that is left out or changed on the way is said. Knows no terminal.

mod bring_in;
pub mod codings;
mod encoding;
mod into_kind;
mod names;
mod register_edit;
mod sources;

pub use bring_in::{BroughtIn, Destination, bring_in};
pub use encoding::{NotText, Utf8, to_utf8};
pub use into_kind::{declared, folder_for, may_import};
pub use names::safe_stem;
pub use register_edit::{Edited, NewRow, RegisterError, add_rows};
pub use sources::{NewSource, Refusal, Wanted, is_key, is_key_name, sources_of};
