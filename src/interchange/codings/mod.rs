//! Codings as a table: a coding a row, to and from spreadsheets and other programs.

mod export;
mod locate;
mod new_codes;
mod plan;
mod table;

pub use export::{Line, Status, write};
pub use locate::{NotFound, locate};
pub use new_codes::NewCodes;
pub use plan::{Ground, Known, Planned, Stands, Terms, plan};
pub use table::{COLUMNS, Given, Table, TableError, guarded, unguarded};
