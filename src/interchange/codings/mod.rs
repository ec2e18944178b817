//! Codings as a table: a coding a row, to and from spreadsheets and other programs.

mod table;

pub use table::{COLUMNS, Given, Table, TableError, guarded, unguarded};
