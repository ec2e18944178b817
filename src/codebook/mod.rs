//! One code, the tree of codes and its rules, the TOML format that keeps comments, and edits to it.
//!
//! Knows nothing of sources or codings.

mod code;
mod edit;
mod format;
mod tree;

pub use code::{Code, ForParent, InvalidId, check_id, id_from_name};
pub use edit::{Edit, EditError, NewCode, apply};
pub use format::{CodeFile, parse_key, read_file};
pub use tree::{Codebook, Theme};
