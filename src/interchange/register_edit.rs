//! Rows added to `sources.csv`: what stands there stays as it is, byte for byte where it can.
//!
//! New columns go to the end of the header, new rows to the end of the file. A row that is there
//! already for a source gets its empty cells filled and is never contradicted.

use std::collections::BTreeMap;

/// What is to be said of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRow {
    /// The source's id.
    pub source: String,
    /// Its keys and their values, in order.
    pub keys: Vec<(String, String)>,
}

/// The register after the edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The file's new bytes.
    pub bytes: Vec<u8>,
    /// Cells that said something else and were left: source, key, what stands there.
    pub kept: Vec<(String, String, String)>,
}

/// Why the register is not touched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegisterError {
    /// Its first row does not name the column that holds the files.
    #[error("its header has no column 'source'")]
    NoSource,
    /// It cannot be read as a table.
    #[error("it is no table that can be read: {0}")]
    Unreadable(String),
}

/// A record of the file, with the bytes it stands in.
struct Record {
    cells: Vec<String>,
    from: usize,
    to: usize,
}

/// Adds rows to a register; `bytes` are empty where there is none yet.
///
/// # Errors
/// When the file is no table with a column `source`: it is then left to a person.
pub fn add_rows(bytes: &[u8], rows: &[NewRow]) -> Result<Edited, RegisterError> {
    let mark = if bytes.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
    let records = records(&bytes[mark..])?;
    let Some((header, body)) = records.split_first() else {
        return Ok(Edited { bytes: new_register(&bytes[..mark], rows), kept: Vec::new() });
    };
    let mut columns: Vec<String> = header.cells.iter().map(|name| name.trim().to_owned()).collect();
    let source = columns.iter().position(|name| name == "source").ok_or(RegisterError::NoSource)?;
    let known = columns.len();
    for (key, _) in rows.iter().flat_map(|row| &row.keys) {
        if !columns.contains(key) {
            columns.push(key.clone());
        }
    }
    let ending = if bytes.windows(2).any(|pair| pair == b"\r\n") { "\r\n" } else { "\n" };
    let mut out = bytes[..mark].to_vec();
    let base = mark;
    out.extend_from_slice(&bytes[base..base + header.to]);
    for name in &columns[known..] {
        out.push(b',');
        out.extend(cell(name).as_bytes());
    }
    let mut at = header.to;
    let mut kept = Vec::new();
    let mut waiting: Vec<&NewRow> = rows.iter().collect();
    for record in body {
        let cell_of = record.cells.get(source).map_or("", |cell| cell.trim());
        let Some(position) = waiting.iter().position(|row| names(cell_of, &row.source)) else { continue };
        let row = waiting.remove(position);
        let filled = fill(record, row, &columns, &mut kept);
        out.extend_from_slice(&bytes[base + at..base + record.from]);
        out.extend(filled.as_bytes());
        at = record.to;
    }
    out.extend_from_slice(&bytes[base + at..]);
    for row in waiting {
        if !out.ends_with(b"\n") {
            out.extend(ending.as_bytes());
        }
        out.extend(line(&columns, row).as_bytes());
        out.extend(ending.as_bytes());
    }
    Ok(Edited { bytes: out, kept })
}

/// Tells whether a cell of the column `source` names a source: by its id, its file name or its stem.
fn names(cell: &str, source: &str) -> bool {
    let file = source.rsplit('/').next().unwrap_or(source);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    !cell.is_empty() && [source, file, stem].contains(&cell)
}

/// Returns a record with its empty cells filled; what stands there stays.
fn fill(record: &Record, row: &NewRow, columns: &[String], kept: &mut Vec<(String, String, String)>) -> String {
    let mut cells = record.cells.clone();
    for (key, value) in &row.keys {
        let Some(column) = columns.iter().position(|name| name == key) else { continue };
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        if cells[column].trim().is_empty() {
            cells[column].clone_from(value);
        } else if cells[column].trim() != value.as_str() {
            kept.push((row.source.clone(), key.clone(), cells[column].clone()));
        }
    }
    cells.iter().map(|text| cell(text)).collect::<Vec<_>>().join(",")
}

fn line(columns: &[String], row: &NewRow) -> String {
    let values: BTreeMap<&str, &str> = row.keys.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let cells = columns.iter().map(|name| match name.as_str() {
        "source" => cell(&row.source),
        name => cell(values.get(name).copied().unwrap_or_default()),
    });
    cells.collect::<Vec<_>>().join(",")
}

fn new_register(mark: &[u8], rows: &[NewRow]) -> Vec<u8> {
    let mut columns = vec!["source".to_owned()];
    for (key, _) in rows.iter().flat_map(|row| &row.keys) {
        if !columns.contains(key) {
            columns.push(key.clone());
        }
    }
    let mut out = mark.to_vec();
    out.extend(columns.iter().map(|name| cell(name)).collect::<Vec<_>>().join(",").as_bytes());
    out.push(b'\n');
    for row in rows {
        out.extend(line(&columns, row).as_bytes());
        out.push(b'\n');
    }
    out
}

/// Writes a cell, in quotes where it would read otherwise.
fn cell(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) || text != text.trim() {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// Reads all records with the bytes they stand in, line end not included.
fn records(bytes: &[u8]) -> Result<Vec<Record>, RegisterError> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut found: Vec<Record> = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        // Blank lines before a record belong to none.
        let start = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX).min(bytes.len());
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(found),
            Ok(true) => {
                let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX).min(bytes.len());
                let blank = |byte: &&u8| matches!(byte, b'\n' | b'\r');
                let from = start + bytes[start..end].iter().take_while(blank).count();
                let to = end - bytes[from..end].iter().rev().take_while(blank).count();
                found.push(Record { cells: record.iter().map(str::to_owned).collect(), from, to });
            }
            Err(error) => return Err(RegisterError::Unreadable(error.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Register;
    use proptest::prelude::*;

    fn row(source: &str, keys: &[(&str, &str)]) -> NewRow {
        let keys = keys.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        NewRow { source: source.to_owned(), keys }
    }

    fn added(text: &str, rows: &[NewRow]) -> String {
        String::from_utf8(add_rows(text.as_bytes(), rows).unwrap().bytes).unwrap()
    }

    #[test]
    fn a_register_is_made_where_there_is_none() {
        let rows =
            [row("interviews/a.md", &[("case", "varsk"), ("title", "A, \"b\"")]), row("b.md", &[("original", "b.md")])];
        assert_eq!(
            added("", &rows),
            "source,case,title,original\ninterviews/a.md,varsk,\"A, \"\"b\"\"\",\nb.md,,,b.md\n"
        );
    }

    #[test]
    fn what_stands_there_stays() {
        let text = "\u{feff}case, source ,\"free text\"\r\nvarsk,x.md,\"two\r\nlines\"\r\n\r\nostrel,y.md\r\nend,z.md,no line end";
        let rows = [row("interviews/n.md", &[("case", "q"), ("original", "n.md")])];
        let expected = text.replace("\"free text\"", "\"free text\",original") + "\r\nq,interviews/n.md,,n.md\r\n";
        assert_eq!(added(text, &rows), expected);
        assert_eq!(added(text, &[]), text);
    }

    #[test]
    fn a_row_that_waits_for_its_source_is_filled_and_not_contradicted() {
        let text = "source,status,case,date\nvrk-03,planned,varsk,\nother,,,\n";
        let rows = [row("interviews/vrk-03.md", &[("case", "ostrel"), ("date", "2019-09-01"), ("original", "V.md")])];
        let edited = add_rows(text.as_bytes(), &rows).unwrap();
        assert_eq!(
            String::from_utf8(edited.bytes).unwrap(),
            "source,status,case,date,original\nvrk-03,planned,varsk,2019-09-01,V.md\nother,,,\n"
        );
        assert_eq!(edited.kept, [("interviews/vrk-03.md".into(), "case".into(), "varsk".into())]);
    }

    #[test]
    fn a_register_that_is_not_understood_is_not_touched() {
        assert_eq!(add_rows(b"file,case\n", &[row("a", &[])]), Err(RegisterError::NoSource));
        assert!(matches!(add_rows(b"source\n\xff\n", &[]), Err(RegisterError::Unreadable(_))));
    }

    proptest! {
        #![proptest_config(crate::base::rounds::cases(256, 256))]

        #[test]
        fn old_and_new_rows_read_back(
            old in proptest::collection::vec(("[a-z]{1,3}", "[a-z\", \n]{0,6}"), 0..5),
            new in proptest::collection::vec(("[A-Z]{1,3}", "[a-z\", \n\r]{0,6}"), 0..5),
        ) {
            let mut rows: Vec<NewRow> = Vec::new();
            for (source, value) in &new {
                if !rows.iter().any(|row| row.source == *source) {
                    rows.push(row(source, &[("extra", value)]));
                }
            }
            let first: Vec<NewRow> = old.iter().map(|(source, value)| row(source, &[("note", value)])).collect();
            let before = new_register(b"", &first);
            let after = add_rows(&before, &rows).unwrap().bytes;
            let (register, problems) = Register::read(&after);
            prop_assert!(problems.is_empty(), "{problems:?}");
            let sources: Vec<_> = register.rows.iter().map(|row| row.source.clone()).collect();
            let expected: Vec<_> = first.iter().chain(&rows).map(|row| row.source.clone()).collect();
            prop_assert_eq!(sources, expected);
        }
    }
}
