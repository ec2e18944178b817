//! Codings as a table: a coding a row, to and from spreadsheets and other programs.

mod locate;
mod new_codes;
mod table;

pub use locate::{NotFound, locate};
pub use new_codes::NewCodes;
pub use table::{COLUMNS, Given, Table, TableError, guarded, unguarded};
