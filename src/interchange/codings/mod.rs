//! Codings as a table: a coding a row, to and from spreadsheets and other programs.

mod export;
mod files;
mod in_study;
mod new_codes;
mod plan;
mod table;

pub use files::{Imported, export_to, import, is_table, may_export_to};
pub use in_study::{CarryOutError, Exported, carry_out, export, plan_in};
pub use new_codes::NewCodes;
pub use plan::{Ground, Known, Planned, Stands, Terms, plan};
pub use table::{COLUMNS, Given, Table, TableError, guarded, unguarded};
