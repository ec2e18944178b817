//! The passages of a csv table: its header is a heading, each record as it stands in the file a passage.

use crate::base::ids::{Case, Category, Voice};
use crate::base::language::Language;
use crate::base::text::Text;

use super::description::Value;
use super::outline::Row;
use super::passage::{Form, Passage};

/// What a table holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// The header as a heading, then a passage a record.
    pub passages: Vec<Passage>,
    /// Whose row each record is, in the order of the records; empty where the table has no column `voice`.
    pub rows: Vec<Row>,
    /// How many lines could not be read as records.
    pub unread: usize,
}

/// Reads a table. The separator is the one of `,`, `;` and tab that is most frequent in the first line.
#[must_use]
pub(super) fn read(text: &Text) -> Table {
    let bytes = text.as_str().as_bytes();
    let first = text.as_str().lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: &u8| first.bytes().filter(|byte| byte == separator).count();
    let separator = [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).flexible(true).has_headers(false).from_reader(bytes);
    let mut table = Table::default();
    let mut columns = Columns::default();
    let mut record = csv::StringRecord::new();
    loop {
        let from = position(reader.position());
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(_) => {
                table.unread += 1;
                if position(reader.position()) <= from {
                    break;
                }
                continue;
            }
        }
        let upto = position(reader.position()).min(bytes.len());
        let is_header = table.passages.is_empty();
        let Some(passage) = passage(text, from, upto, is_header) else { continue };
        table.passages.push(passage);
        if is_header {
            columns = Columns::find(&record);
        } else if let Some(row) = columns.row(&record) {
            table.rows.push(row);
        }
    }
    table
}

fn position(at: &csv::Position) -> usize {
    usize::try_from(at.byte()).unwrap_or(usize::MAX)
}

/// Makes a passage of the bytes of a record, without blanks and line ends around it.
fn passage(text: &Text, from: usize, upto: usize, is_header: bool) -> Option<Passage> {
    let record = text.as_str().get(from..upto)?;
    let start = from + (record.len() - record.trim_start().len());
    let end = from + record.trim_end().len();
    (start < end).then(|| Passage {
        span: text.span_of(start..end),
        form: if is_header { Form::Heading(1) } else { Form::Row },
        speaker: None,
        label: None,
        turn: 0,
        language: Language::Other,
        words: 0,
    })
}

/// Where the columns stand that say whose row it is.
#[derive(Default)]
struct Columns {
    voice: Option<usize>,
    case: Option<usize>,
    category: Option<usize>,
}

impl Columns {
    fn find(header: &csv::StringRecord) -> Self {
        let find = |wanted: &str| header.iter().position(|name| name.trim().eq_ignore_ascii_case(wanted));
        Self { voice: find("voice"), case: find("case"), category: find("category") }
    }

    /// Returns whose row it is; nothing where the table has no column `voice`.
    fn row(&self, record: &csv::StringRecord) -> Option<Row> {
        let voice = record.get(self.voice?).unwrap_or_default().trim();
        let list =
            |column: Option<usize>| column.and_then(|at| record.get(at)).map(Value::parse).unwrap_or_default().texts;
        Some(Row {
            voice: (!voice.is_empty()).then(|| Voice::from(voice)),
            cases: list(self.case).into_iter().map(Case::from).collect(),
            categories: list(self.category).into_iter().map(Category::from).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_record_is_a_passage_as_it_stands_in_the_file() {
        let text = Text::from("voice,case,words\r\nr1,varsk,\"two\r\nlines, quoted\"\r\n\r\nr2,,中文\nr3");
        let table = read(&text);
        let cut: Vec<_> = table.passages.iter().map(|p| text.slice(p.span)).collect();
        assert_eq!(cut, ["voice,case,words", "r1,varsk,\"two\r\nlines, quoted\"", "r2,,中文", "r3"]);
        assert_eq!(table.passages[0].form, Form::Heading(1));
        assert_eq!(table.rows.len(), 3);
        assert_eq!(table.rows[0].cases, [Case::from("varsk")]);
        assert_eq!(table.rows[2].voice.as_ref().unwrap(), "r3");
    }

    #[test]
    fn a_table_without_voices_is_one_voice() {
        let table = read(&Text::from("a;b\n1;2\n"));
        assert_eq!((table.passages.len(), table.rows.len()), (2, 0));
        assert!(read(&Text::from("")).passages.is_empty());
    }

    #[test]
    fn an_open_quote_ends_at_the_end() {
        let text = Text::from("a,b\n1,\"open\n2,3\n");
        assert_eq!(read(&text).passages.len(), 2);
    }
}
