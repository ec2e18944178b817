//! One character as a reader sees it, and the terminal cells that it takes.
//!
//! Terminals disagree about the width of emoji sequences, flags and variation selectors. So a cluster
//! is never handed to the terminal whole: it is taken apart into cells of which the width is beyond
//! dispute, and what would join two cells into one is left out. The cursor still moves by clusters.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::base::shown::mark_for;

/// Columns between two tab stops.
pub const TAB: u16 = 4;

/// The most combining marks that are drawn on one letter; the others are there, but not shown.
const MARKS: usize = 8;

/// What stands under a combining mark that has no letter of its own.
const NO_BASE: char = '\u{25cc}';

/// One extended grapheme cluster of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// Where it stands, in bytes of the text.
    pub bytes: Range<usize>,
    /// Its first column, counted from the left edge of the text.
    pub column: u16,
    /// How many columns it takes; 0 for a line end.
    pub width: u16,
}

/// Tells whether a cluster ends a line.
#[must_use]
pub fn ends_line(cluster: &str) -> bool {
    matches!(cluster, "\n" | "\r" | "\r\n")
}

/// Returns the clusters of `text[bytes]`, the first at `column`.
pub fn clusters(text: &str, bytes: Range<usize>, column: u16) -> impl Iterator<Item = Cluster> + '_ {
    clusters_with_stops(text, bytes, column, &[])
}

/// Like [`clusters`]; what begins at a stop's byte or after it stands no further to the left than its column.
///
/// The stops are bytes and columns, in order.
pub fn clusters_with_stops<'t>(
    text: &'t str,
    bytes: Range<usize>,
    column: u16,
    stops: &'t [(usize, u16)],
) -> impl Iterator<Item = Cluster> + 't {
    let from = bytes.start;
    let mut column = column;
    let mut stops = stops.iter().copied().peekable();
    text.get(bytes).unwrap_or_default().grapheme_indices(true).map(move |(at, cluster)| {
        while let Some((_, stop)) = stops.next_if(|(byte, _)| *byte <= from + at) {
            column = column.max(stop);
        }
        let width = width_at(cluster, column);
        let here = column;
        column = column.saturating_add(width);
        Cluster { bytes: from + at..from + at + cluster.len(), column: here, width }
    })
}

/// Returns how many columns a cluster takes where it begins at `column`.
#[must_use]
pub fn width_at(cluster: &str, column: u16) -> u16 {
    if let [byte] = cluster.as_bytes()
        && (0x20..0x7f).contains(byte)
    {
        return 1;
    }
    let mut width: u16 = 0;
    each_cell(cluster, column, &mut String::new(), |_, cell| width = width.saturating_add(cell));
    width
}

/// Returns the columns that a string of one line takes; tabs count as one mark.
#[must_use]
pub fn width_of(line: &str) -> usize {
    line.graphemes(true).map(|cluster| usize::from(width_in_line(cluster))).sum()
}

/// Returns the columns of a cluster in a line where tabs and line ends are shown as marks.
#[must_use]
pub fn width_in_line(cluster: &str) -> u16 {
    let mut width: u16 = 0;
    each_marked(cluster, &mut String::new(), |_, cell| width = width.saturating_add(cell));
    width
}

/// Calls `draw` with the symbol and width of each cell of a cluster that begins at `column`.
///
/// `symbol` is room for building, so that a screen is drawn without an allocation a cell. A line end
/// has no cell; a tab is blanks up to the next stop.
pub fn each_cell(cluster: &str, column: u16, symbol: &mut String, mut draw: impl FnMut(&str, u16)) {
    if ends_line(cluster) {
        return;
    }
    if cluster == "\t" {
        for _ in 0..TAB - column % TAB {
            draw(" ", 1);
        }
        return;
    }
    each_marked(cluster, symbol, draw);
}

/// Like [`each_cell`], with tabs and line ends as their marks.
pub fn each_marked(cluster: &str, symbol: &mut String, mut draw: impl FnMut(&str, u16)) {
    symbol.clear();
    let mut width = 0;
    let mut marks = 0;
    for ch in cluster.chars() {
        match drawn(ch, symbol.is_empty()) {
            Drawn::Nothing => {}
            Drawn::Mark(mark) => {
                if symbol.is_empty() {
                    symbol.push(NO_BASE);
                    width = 1;
                }
                if marks < MARKS {
                    symbol.push(mark);
                    marks += 1;
                }
            }
            Drawn::Base(base, columns) => {
                finish(symbol, width, &mut draw);
                symbol.clear();
                symbol.push(base);
                width = columns;
                marks = 0;
            }
        }
    }
    finish(symbol, width, &mut draw);
}

/// Draws one cell. Marks that would change what the terminal library takes the width to be are dropped.
fn finish(symbol: &mut String, width: u16, draw: &mut impl FnMut(&str, u16)) {
    let Some(base) = symbol.chars().next() else { return };
    if symbol.len() > base.len_utf8() && symbol.as_str().width() != usize::from(width) {
        symbol.truncate(base.len_utf8());
    }
    draw(symbol, width);
}

enum Drawn {
    /// Not drawn: it only changes the look of its neighbour.
    Nothing,
    /// Drawn on the character before.
    Mark(char),
    /// A cell of its own, of one or two columns.
    Base(char, u16),
}

fn drawn(ch: char, first: bool) -> Drawn {
    if let Some(mark) = mark_for(ch) {
        return Drawn::Base(mark, 1);
    }
    match ch {
        ' '..='~' => Drawn::Base(ch, 1),
        // Variation selectors change an emoji's width on some terminals only.
        '\u{fe00}'..='\u{fe0f}' => Drawn::Nothing,
        // A skin tone after its emoji is joined by some terminals and takes two columns on others.
        '\u{1f3fb}'..='\u{1f3ff}' if !first => Drawn::Nothing,
        // A flag is two letters; as letters it takes two columns everywhere.
        '\u{1f1e6}'..='\u{1f1ff}' => {
            Drawn::Base(char::from(b'A' + u8::try_from(ch as u32 - 0x1f1e6).unwrap_or_default()), 1)
        }
        _ => match ch.width() {
            Some(0) => Drawn::Mark(ch),
            Some(2) => Drawn::Base(ch, 2),
            Some(1) => Drawn::Base(ch, 1),
            // Wider or unknown to the width table: a replacement is one column everywhere.
            _ => Drawn::Base('\u{fffd}', 1),
        },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cells(cluster: &str) -> Vec<(String, u16)> {
        let mut cells = Vec::new();
        each_marked(cluster, &mut String::new(), |symbol, width| cells.push((symbol.to_owned(), width)));
        cells
    }

    #[test]
    fn emoji_sequences_are_cells_whose_width_no_terminal_disputes() {
        assert_eq!(cells("👍🏽"), [("👍".to_owned(), 2)]);
        assert_eq!(cells("🇫🇷"), [("F".to_owned(), 1), ("R".to_owned(), 1)]);
        assert_eq!(cells("❤\u{fe0f}"), [("❤".to_owned(), 1)]);
        assert_eq!(cells("👨\u{200d}👩"), [("👨".to_owned(), 2), ("·".to_owned(), 1), ("👩".to_owned(), 2)]);
        assert_eq!(cells("\u{301}"), [("◌\u{301}".to_owned(), 1)]);
        assert_eq!(cells("e\u{301}"), [("e\u{301}".to_owned(), 1)]);
    }

    #[test]
    fn a_thousand_marks_on_one_letter_are_one_cell() {
        let zalgo = format!("a{}", "\u{301}".repeat(1_000));
        assert_eq!(clusters(&zalgo, 0..zalgo.len(), 0).count(), 1);
        assert_eq!(cells(&zalgo), [(format!("a{}", "\u{301}".repeat(8)), 1)]);
    }

    #[test]
    fn a_tab_reaches_the_next_stop() {
        let found: Vec<u16> = clusters("a\tb", 0..3, 0).map(|cluster| cluster.column).collect();
        assert_eq!(found, [0, 1, 4]);
    }

    proptest! {
        #![proptest_config(crate::base::rounds::cases(256, 256))]

        #[test]
        fn every_cell_is_as_wide_as_the_terminal_library_takes_it_to_be(text in "\\PC{0,12}|[\\x00-\\x{2fff}]{0,12}") {
            for cluster in text.graphemes(true) {
                for (symbol, width) in cells(cluster) {
                    prop_assert_eq!(symbol.as_str().width(), usize::from(width));
                    prop_assert!(symbol.chars().all(|ch| mark_for(ch).is_none()));
                    prop_assert!(width == 1 || width == 2);
                }
            }
        }
    }
}
