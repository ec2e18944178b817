//! One code, the tree of codes and its rules, the TOML format that keeps comments, and edits to it.
//!
//! Knows nothing of sources or codings.

mod code;
mod edit;
mod field;
mod format;
mod removal;
mod tree;

pub use code::{Code, ForParent, InvalidId, check_id, id_from_name};
pub use edit::{Edit, EditError, NewCode, apply};
pub use field::{COLOURS, Field};
pub use format::{CodeFile, parse_key, read_file};
pub use removal::take_out;
pub use tree::{Codebook, Theme};
