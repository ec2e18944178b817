//! Writes codings as a table, in one order whatever the order of the journals.

use std::borrow::Cow;

use crate::base::ids::{CodeId, EntryId, SourceId};
use crate::base::text::Span;
use crate::coding::Decimal;
use crate::study::CodingRef;

use super::table::{COLUMNS, guarded};

/// How a coding stands towards today's text of its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// It stands on these code points.
    Anchored(Span),
    /// Its words were not found.
    Unanchored,
    /// Its source cannot be read.
    Unread,
}

impl Status {
    fn word(self) -> &'static str {
        match self {
            Self::Anchored(_) => "anchored",
            Self::Unanchored => "unanchored",
            Self::Unread => "unread",
        }
    }
}

/// A coding to be written.
#[derive(Clone, Debug)]
pub(super) struct Line<'s> {
    /// The coding.
    pub(super) coding: CodingRef<'s>,
    /// The source that it stands in today.
    pub(super) source: SourceId,
    /// Its code; where an alias was written, the code that has it.
    pub(super) code: CodeId,
    /// How it stands.
    pub(super) status: Status,
    /// The words that it stands on, or those it was made on.
    pub(super) quote: String,
    /// Whether its source is invented.
    pub(super) invented: bool,
}

impl Line<'_> {
    /// Rows stand by source and place; those without a place come last in their source.
    fn order(&self) -> (&str, usize, usize, &str, &str, EntryId) {
        let (start, end) = match self.status {
            Status::Anchored(span) => (span.start, span.end),
            Status::Unanchored | Status::Unread => (usize::MAX, usize::MAX),
        };
        (self.source.as_str(), start, end, self.code.as_str(), self.coding.by().as_str(), self.coding.id())
    }

    fn cells(&self) -> [Cow<'_, str>; COLUMNS.len()] {
        let (start, end) = match self.status {
            Status::Anchored(span) => (span.start.to_string(), span.end.to_string()),
            Status::Unanchored | Status::Unread => (String::new(), String::new()),
        };
        let weight = self.coding.weight();
        let weight = if weight == Decimal::ONE { String::new() } else { weight.to_string() };
        [
            self.source.as_str().into(),
            start.into(),
            end.into(),
            self.quote.as_str().into(),
            self.code.as_str().into(),
            self.coding.by().as_str().into(),
            self.coding.stance.word().into(),
            weight.into(),
            self.coding.memo().unwrap_or_default().into(),
            self.coding.voice().map_or("", |voice| voice.as_str()).into(),
            self.coding.case().map_or("", |case| case.as_str()).into(),
            self.status.word().into(),
        ]
    }
}

/// The column that says which rows hold words of invented sources; import does not read it.
const MARK: &str = "mark";
/// What it says.
const INVENTED: &str = "INVENTED";

/// Returns the table of these codings.
///
/// Cells that a spreadsheet would run get a `'` before them, which import takes off; `raw` leaves them.
/// Where there are words of invented sources, one more column says of which rows they are.
pub(super) fn write(mut lines: Vec<Line<'_>>, raw: bool) -> Vec<u8> {
    lines.sort_by(|a, b| a.order().cmp(&b.order()));
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let marked = lines.iter().any(|line| line.invented);
    writer.write_record(COLUMNS.into_iter().chain(marked.then_some(MARK))).unwrap_or_default();
    for line in &lines {
        let cells = line.cells();
        let safe = |cell: &Cow<'_, str>| if raw { cell.to_string() } else { guarded(cell) };
        let mark = if line.invented { INVENTED } else { "" };
        let mark = marked.then(|| mark.to_owned());
        writer.write_record(cells.iter().map(safe).chain(mark)).unwrap_or_default();
    }
    writer.into_inner().unwrap_or_default()
}
