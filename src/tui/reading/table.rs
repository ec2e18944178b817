//! Tables in a text: the columns at which the cells of a line are drawn.
//!
//! The text stays as it is stored. A line of a table only has stops: bytes that are drawn no further to the left
//! than a column, so that the cells of the lines stand one below the other.

use std::ops::Range;

use super::cluster::clusters;

/// The most lines that are measured. A table is measured when its text is opened, and may be very long; a cell
/// below that is wider than all above pushes the rest of its line to the right.
const MEASURED: usize = 2_000;

/// How the cells of a line are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// A cell begins with its upright line, as in Markdown.
    Pipe,
    /// A cell ends with this sign, unless the sign stands in quotation marks, as in csv.
    After(char),
}

impl Cut {
    /// Finds out how the lines of a table are cut by its first one.
    #[must_use]
    pub fn of(line: &str) -> Self {
        if line.trim_start().starts_with('|') {
            return Self::Pipe;
        }
        let count = |sign: &char| line.chars().filter(|ch| ch == sign).count();
        Self::After(['\t', ';', ','].into_iter().max_by_key(count).unwrap_or(','))
    }

    /// Returns the columns that are left free between two cells.
    fn gap(self) -> u16 {
        match self {
            Self::Pipe => 0,
            Self::After(_) => 1,
        }
    }

    /// Returns the cells of a line as they are stored, signs with them; none where a cell goes on in the next
    /// line.
    fn cells(self, text: &str, line: Range<usize>) -> Vec<Range<usize>> {
        let words = text[line.clone()].trim_end();
        let mut cells = Vec::new();
        let mut from = line.start;
        let (mut quoted, mut escaped) = (false, false);
        for (at, ch) in words.char_indices() {
            let at = line.start + at;
            match self {
                Self::Pipe if ch == '|' && !escaped && at > line.start => {
                    cells.push(from..at);
                    from = at;
                }
                Self::After(sign) if ch == sign && !quoted => {
                    cells.push(from..at + sign.len_utf8());
                    from = at + sign.len_utf8();
                }
                Self::After(_) if ch == '"' => quoted = !quoted,
                _ => {}
            }
            escaped = ch == '\\' && !escaped;
        }
        if quoted {
            return Vec::new();
        }
        cells.push(from..line.start + words.len());
        cells
    }
}

/// A table in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its bytes.
    bytes: Range<usize>,
    cut: Cut,
    /// The column at which each cell begins.
    columns: Vec<u16>,
}

impl Table {
    /// Measures a table that stands in some bytes of a text.
    #[must_use]
    pub fn new(text: &str, bytes: Range<usize>) -> Self {
        let words = &text[bytes.clone()];
        let cut = Cut::of(words.lines().next().unwrap_or_default());
        let mut widths: Vec<u16> = Vec::new();
        let mut from = bytes.start;
        for line in words.split_inclusive('\n').take(MEASURED) {
            for (at, cell) in cut.cells(text, from..from + line.len()).into_iter().enumerate() {
                let width = clusters(text, cell, 0).fold(0, |sum: u16, cluster| sum.saturating_add(cluster.width));
                match widths.get_mut(at) {
                    Some(widest) => *widest = width.max(*widest),
                    None => widths.push(width),
                }
            }
            from += line.len();
        }
        let mut column = 0_u16;
        let columns = widths.iter().map(|width| {
            let here = column;
            column = column.saturating_add(*width).saturating_add(cut.gap());
            here
        });
        Self { columns: columns.collect(), bytes, cut }
    }

    /// Returns the bytes that the table takes.
    #[must_use]
    pub fn bytes(&self) -> Range<usize> {
        self.bytes.clone()
    }

    /// Returns the stops of a line: the byte at which each cell but the first begins, and its column. None where
    /// the line is no row of one line.
    #[must_use]
    pub fn stops(&self, text: &str, line: Range<usize>) -> Vec<(usize, u16)> {
        let cells = self.cut.cells(text, line);
        cells.iter().map(|cell| cell.start).zip(self.columns.iter().copied()).skip(1).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::reading::rows::Row;

    /// Draws a table as it would stand in a pane that is wide enough.
    fn drawn(text: &str) -> Vec<String> {
        let table = Table::new(text, 0..text.len());
        let mut from = 0;
        let lines = text.split_inclusive('\n').map(|line| {
            let bytes = from..from + line.len();
            from += line.len();
            let row = Row { stops: table.stops(text, bytes.clone()), bytes, indent: 0 };
            let mut shown = String::new();
            let mut end = 0;
            for cluster in row.clusters(text) {
                shown.push_str(&" ".repeat(usize::from(cluster.column - end)));
                shown.push_str(&text[cluster.bytes]);
                end = cluster.column + cluster.width;
            }
            shown.trim_end().to_owned()
        });
        lines.collect()
    }

    #[test]
    fn cells_stand_one_below_the_other() {
        assert_eq!(
            drawn("| a | long one |\n|---|:-:|\n| 中文字 | b\\|c | more |\n"),
            ["| a      | long one |", "|---     |:-:       |", "| 中文字 | b\\|c     | more |"]
        );
        assert_eq!(
            drawn("year,what,n\n2015,\"one, two\",3\n2016,,14\n"),
            ["year, what,       n", "2015, \"one, two\", 3", "2016, ,           14"]
        );
        assert_eq!(drawn("a\tb\nlong\tc\n").len(), 2);
    }

    #[test]
    fn a_record_of_several_lines_has_no_stops() {
        let text = "a,b\n1,\"two\nlines\"\n";
        let table = Table::new(text, 0..text.len());
        assert!(table.stops(text, 4..11).is_empty() && !table.stops(text, 0..4).is_empty());
    }
}
