//! `sources.csv`: a row a source, laid over front matter.

use crate::base::problem::Problem;
use crate::base::text::RecordLines;

use super::description::Value;

/// The register's name in a study.
const PATH: &str = "sources.csv";

/// The register as it was read.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// Its rows in order.
    pub rows: Vec<RegisterRow>,
}

/// One row of the register.
#[derive(Clone, Debug)]
pub struct RegisterRow {
    /// What stands in the column `source`.
    pub source: String,
    /// The other columns, by their header.
    pub keys: Vec<(String, Value)>,
    /// The row's line, from 1.
    pub line: usize,
}

impl Register {
    /// Reads the register. Rows that cannot be read are reported and left aside.
    #[must_use]
    pub fn read(bytes: &[u8]) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::Headers).from_reader(bytes);
        let header = match reader.headers() {
            Ok(header) => header.clone(),
            Err(error) => {
                problems.push(csv_problem(&error));
                return (Self::default(), problems);
            }
        };
        if header.is_empty() {
            return (Self::default(), problems);
        }
        let Some(source_column) = header.iter().position(|name| name == "source") else {
            let problem = Problem::error("register", PATH, "the register has no column 'source', so no row is read");
            problems.push(problem.at(1).hint("name the column that holds the files 'source'"));
            return (Self::default(), problems);
        };
        let mut rows = Vec::new();
        let mut lines = RecordLines::new(bytes);
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let line = lines.of(record.position().map_or(0, csv::Position::byte));
                    rows.extend(row(&record, line, &header, source_column, &mut problems));
                }
                Err(error) => problems.push(csv_problem(&error)),
            }
        }
        (Self { rows }, problems)
    }
}

fn row(
    record: &csv::StringRecord,
    line: usize,
    header: &csv::StringRecord,
    source_column: usize,
    problems: &mut Vec<Problem>,
) -> Option<RegisterRow> {
    if record.len() > header.len() {
        let message =
            format!("the row has {} cells, the header {}; the rest is left aside", record.len(), header.len());
        problems.push(Problem::warning("register", PATH, message).at(line));
    }
    let source = record.get(source_column).unwrap_or_default().trim();
    if source.is_empty() {
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            let message = "the row names no source and is not read";
            problems.push(Problem::error("register", PATH, message).at(line));
        }
        return None;
    }
    let keys = header
        .iter()
        .zip(record)
        .enumerate()
        .filter(|(at, (name, _))| *at != source_column && !name.is_empty())
        .map(|(_, (name, cell))| (name.to_owned(), Value::parse(cell)))
        .collect();
    Some(RegisterRow { source: source.to_owned(), keys, line })
}

fn csv_problem(error: &csv::Error) -> Problem {
    let line = error.position().map(|at| usize::try_from(at.line()).unwrap_or(0));
    let message = match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "a row is no valid UTF-8 and is not read".to_owned(),
        _ => format!("a row cannot be read: {error}"),
    };
    let mut problem = Problem::error("register", PATH, message);
    problem.line = line;
    problem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_and_faults_told_with_their_line() {
        let bytes = b"\xef\xbb\xbfsource,case,asked\nvrk-01.md,\"[varsk, ostrel]\",[]\n,x,\nb.md\nc.md,a,b,c\n";
        let (register, problems) = Register::read(bytes);
        assert_eq!(register.rows.len(), 3);
        assert_eq!(register.rows[0].keys[0].1.texts, ["varsk", "ostrel"]);
        assert!(register.rows[0].keys[1].1.is_list);
        assert_eq!(problems.iter().map(|p| p.line.unwrap()).collect::<Vec<_>>(), [3, 5]);
    }

    #[test]
    fn a_row_that_is_no_utf8_costs_only_itself() {
        let (register, problems) = Register::read(b"source,case\na.md,x\nb\xff.md,y\nc.md,z\n");
        assert_eq!(register.rows.iter().map(|r| r.source.as_str()).collect::<Vec<_>>(), ["a.md", "c.md"]);
        assert_eq!(problems[0].line, Some(3));
        let (register, _) = Register::read(b"source,case\r\na.md,\"x\r\ny\"\r\n\r\nb.md,z\r\n");
        assert_eq!(register.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 5]);
        assert!(Register::read(b"file,case\n").1[0].hint.is_some());
        assert!(Register::read(b"").1.is_empty());
    }
}
