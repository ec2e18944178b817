//! The table itself: its columns, its cells, and the guard against cells that spreadsheets run.

use std::collections::BTreeMap;

use super::super::encoding::{Utf8, to_utf8};
use super::super::sources::delimiter;
use crate::base::text::RecordLines;

/// The columns of an export, in order.
pub const COLUMNS: [&str; 12] =
    ["source", "start", "end", "quote", "code", "coder", "stance", "weight", "memo", "voice", "case", "status"];

/// Columns whose blanks count.
const VERBATIM: [&str; 2] = ["quote", "memo"];

/// Tells whether a spreadsheet would run a cell, or take such a cell for a guarded one.
fn runs(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Puts a `'` before a cell that a spreadsheet would run as a formula.
///
/// Cells that begin with `'` and such a sign get one more, so that [`unguarded`] gives every cell back.
#[must_use]
pub fn guarded(cell: &str) -> String {
    if runs(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// Takes the `'` off that [`guarded`] put there.
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if runs(rest) => rest,
        _ => cell,
    }
}

/// A table of codings as it was given.
#[derive(Clone, Debug)]
pub struct Table {
    /// The header as it stands.
    pub header: Vec<String>,
    /// The rows in order.
    pub rows: Vec<Given>,
    /// What the file was read as, where it is no UTF-8.
    pub converted: Option<&'static str>,
    columns: BTreeMap<String, usize>,
}

/// A row as it was given.
#[derive(Clone, Debug)]
pub struct Given {
    /// Its line in the file, from 1.
    pub line: usize,
    /// Its cells as they stand.
    pub cells: Vec<String>,
}

/// Why a file is no table of codings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// A column is missing without which no row can be read.
    #[error("the table has no column '{0}'")]
    NoColumn(&'static str),
    /// There is neither a place nor a quote.
    #[error("the table has neither the columns 'start' and 'end' nor the column 'quote'")]
    NoPlace,
    /// A column stands twice.
    #[error("the table has two columns '{0}'")]
    Twice(String),
    /// It is no text.
    #[error("{0}")]
    NoText(String),
    /// It cannot be read as a table.
    #[error("it is no table that can be read: {0}")]
    Unreadable(String),
}

impl Table {
    /// Reads a table.
    ///
    /// # Errors
    /// When the file is no table, or lacks the columns that every row needs.
    pub fn read(bytes: &[u8]) -> Result<Self, TableError> {
        let (text, converted) = match to_utf8(bytes) {
            Ok(Utf8::Already) => (String::from_utf8_lossy(bytes).into_owned(), None),
            Ok(Utf8::Converted { text, from }) => (text, Some(from)),
            Err(error) => return Err(TableError::NoText(error.to_string())),
        };
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(text))
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let unreadable = |error: csv::Error| TableError::Unreadable(error.to_string());
        let mut records = reader.records();
        let header: Vec<String> = match records.next() {
            Some(record) => record.map_err(unreadable)?.iter().map(str::to_owned).collect(),
            None => Vec::new(),
        };
        let columns = columns(&header)?;
        let mut rows = Vec::new();
        let mut lines = RecordLines::new(text.as_bytes());
        for record in records {
            let record = record.map_err(unreadable)?;
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let line = lines.of(record.position().map_or(0, csv::Position::byte));
            rows.push(Given { line, cells: record.iter().map(str::to_owned).collect() });
        }
        Ok(Self { header, rows, converted, columns })
    }

    /// Returns a cell of a row; nothing where the column is absent or the cell empty.
    ///
    /// Guards are taken off. Blanks at the ends count in `quote` and `memo` alone.
    #[must_use]
    pub fn cell<'r>(&self, row: &'r Given, column: &str) -> Option<&'r str> {
        let cell = unguarded(row.cells.get(*self.columns.get(column)?)?);
        let cell = if VERBATIM.contains(&column) { cell } else { cell.trim() };
        (!cell.is_empty()).then_some(cell)
    }

    /// Writes rows that were refused as they were given, each with its reason in the column `reason`.
    #[must_use]
    pub fn rejected<'r>(&self, refused: impl IntoIterator<Item = (&'r Given, &'r str)>) -> Vec<u8> {
        let reason = self.columns.get("reason").copied().unwrap_or(self.header.len());
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        let mut write = |cells: &[String], last: &str| {
            let mut cells = cells.to_vec();
            cells.resize(cells.len().max(reason + 1), String::new());
            last.clone_into(&mut cells[reason]);
            // Writing to memory does not fail.
            writer.write_record(&cells).unwrap_or_default();
        };
        write(&self.header, "reason");
        for (row, why) in refused {
            write(&row.cells, why);
        }
        writer.into_inner().unwrap_or_default()
    }
}

/// Finds the known columns by their names, whatever their case and order.
fn columns(header: &[String]) -> Result<BTreeMap<String, usize>, TableError> {
    let mut columns = BTreeMap::new();
    for (at, name) in header.iter().enumerate() {
        let name = name.trim().to_lowercase();
        if (COLUMNS.contains(&name.as_str()) || name == "reason") && columns.insert(name.clone(), at).is_some() {
            return Err(TableError::Twice(name));
        }
    }
    for needed in ["source", "code"] {
        if !columns.contains_key(needed) {
            return Err(TableError::NoColumn(needed));
        }
    }
    let has = |name: &str| columns.contains_key(name);
    if !(has("quote") || has("start") && has("end")) {
        return Err(TableError::NoPlace);
    }
    Ok(columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_guarded_and_given_back() {
        for (cell, guard) in [
            ("=1+1", "'=1+1"),
            ("+x", "'+x"),
            ("-x", "'-x"),
            ("@x", "'@x"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            ("plain", "plain"),
            ("'quoted'", "'quoted'"),
            ("'=x", "''=x"),
            ("''-", "'''-"),
            ("", ""),
        ] {
            assert_eq!(guarded(cell), guard);
            assert_eq!(unguarded(&guarded(cell)), cell);
        }
        assert_eq!(unguarded("'=x"), "=x");
        assert_eq!(unguarded("'x"), "'x");
    }

    #[test]
    fn columns_are_found_by_name_and_blanks_count_where_words_are_verbatim() {
        let table = Table::read(
            "\u{feff}Code ;SOURCE;quote;mine\r\n cap ; a.md;\" words \";x\r\n;;;\r\n'=c;b;'+;\r\n".as_bytes(),
        )
        .unwrap();
        let cell = |row: usize, column: &str| table.cell(&table.rows[row], column);
        assert_eq!(
            (cell(0, "code"), cell(0, "source"), cell(0, "quote")),
            (Some("cap"), Some("a.md"), Some(" words "))
        );
        assert_eq!((cell(0, "memo"), cell(1, "code"), cell(1, "quote")), (None, Some("=c"), Some("+")));
        assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 4]);
    }

    #[test]
    fn a_table_without_what_every_row_needs_is_refused() {
        let error = |text: &str| Table::read(text.as_bytes()).unwrap_err();
        assert_eq!(error(""), TableError::NoColumn("source"));
        assert_eq!(error("source,quote\n"), TableError::NoColumn("code"));
        assert_eq!(error("source,code,start\n"), TableError::NoPlace);
        assert_eq!(error("source,code,quote,Code\n"), TableError::Twice("code".into()));
        assert!(matches!(Table::read(&[0, 1, 2]), Err(TableError::NoText(_))));
    }

    #[test]
    fn rejected_rows_keep_their_cells_and_get_a_reason() {
        let table = Table::read(b"source,code,quote\na,b,\"x,y\"\nshort\n").unwrap();
        let again = table.rejected(table.rows.iter().zip(["no such source", "no code"]));
        assert_eq!(
            String::from_utf8(again.clone()).unwrap(),
            "source,code,quote,reason\na,b,\"x,y\",no such source\nshort,,,no code\n"
        );
        let table = Table::read(&again).unwrap();
        let again = table.rejected(table.rows.iter().map(|row| (row, "still")));
        assert!(again.ends_with(b"short,,,still\n"));
    }

    proptest! {
        #![proptest_config(crate::base::rounds::cases(256, 256))]

        #[test]
        fn every_cell_comes_back(cell in "(?s)['=+@\t\r -]{0,4}.{0,6}") {
            let safe = guarded(&cell);
            prop_assert_eq!(unguarded(&safe), cell.as_str());
            prop_assert!(!safe.starts_with(['=', '+', '-', '@', '\t', '\r']));
        }
    }
}
