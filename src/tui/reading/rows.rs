//! Wrapping one block into the rows of a pane.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use super::cluster::{Cluster, clusters_with_stops, ends_line, width_at};

/// One row of a pane: a part of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its bytes in the text, the line end and blanks before the break with them.
    pub bytes: Range<usize>,
    /// The column of its first cluster.
    pub indent: u16,
    /// Bytes in order that are drawn no further to the left than a column: where cells of a table begin.
    pub stops: Vec<(usize, u16)>,
}

impl Row {
    /// Returns the row's clusters with their columns.
    pub fn clusters<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Cluster> + 't {
        clusters_with_stops(text, self.bytes.clone(), self.indent, &self.stops)
    }

    /// Returns the byte of the cluster at or before `column`: the nearest place for a cursor.
    #[must_use]
    pub fn byte_at(&self, text: &str, column: u16) -> usize {
        self.clusters(text)
            .take_while(|cluster| cluster.column <= column.max(self.indent))
            .last()
            .map_or(self.bytes.start, |cluster| cluster.bytes.start)
    }
}

/// Wraps a block at `width` columns; rows after the first begin at column `hang`.
///
/// Breaks come after blanks and hyphens and on either side of wide characters, but not before closing
/// punctuation. Blanks at a break stay on their row, past its edge if need be. A word longer than a row
/// is cut between clusters. Every block has at least one row.
#[must_use]
pub fn wrap(text: &str, block: Range<usize>, width: u16, indent: u16, hang: u16) -> Vec<Row> {
    let width = width.max(1);
    let mut indent = indent.min(width / 2);
    let mut rows = Vec::new();
    let mut from = block.start;
    loop {
        let end = row_end(text, from..block.end, indent, width);
        rows.push(Row { bytes: from..end, indent, stops: Vec::new() });
        if end >= block.end {
            return rows;
        }
        from = end;
        indent = hang.min(width / 2);
    }
}

/// Returns where the row that begins with `rest` at column `indent` ends.
fn row_end(text: &str, rest: Range<usize>, indent: u16, width: u16) -> usize {
    let mut chance = None;
    let mut before = Nature::Blank;
    let mut column = indent;
    for (at, cluster) in graphemes(text, rest.clone()) {
        let nature = Nature::of(cluster);
        if at > rest.start && before.may_break_before(nature) {
            chance = Some(at);
        }
        column = column.saturating_add(width_at(cluster, column));
        if at > rest.start && nature != Nature::Blank && column > width {
            return chance.unwrap_or(at);
        }
        before = nature;
    }
    rest.end
}

fn graphemes(text: &str, block: Range<usize>) -> impl Iterator<Item = (usize, &str)> {
    let from = block.start;
    text.get(block).unwrap_or_default().grapheme_indices(true).map(move |(at, cluster)| (from + at, cluster))
}

/// What a cluster is to the breaking of rows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nature {
    Blank,
    Hyphen,
    /// Written without blanks between words.
    Wide,
    /// Punctuation that must not begin a row.
    Closing,
    /// Punctuation that must not end a row.
    Opening,
    Other,
}

impl Nature {
    fn of(cluster: &str) -> Self {
        let Some(first) = cluster.chars().next() else { return Self::Other };
        match first {
            _ if ends_line(cluster) => Self::Blank,
            // A blank that carries a combining mark is drawn, so it has to fit.
            ' ' | '\t' if cluster.len() == 1 => Self::Blank,
            '-' | '\u{2010}' | '\u{2013}' | '\u{2014}' => Self::Hyphen,
            '、' | '。' | '，' | '．' | '：' | '；' | '？' | '！' | '」' | '』' | '）' | '】' | '》' | '〉' | '〕'
            | '”' | '’' | '…' | 'ー' | '々' => Self::Closing,
            '「' | '『' | '（' | '【' | '《' | '〈' | '〔' | '“' | '‘' => Self::Opening,
            '\u{1100}'.. if width_at(cluster, 0) == 2 => Self::Wide,
            _ => Self::Other,
        }
    }

    /// Tells whether a row may end with `self` where `next` would begin the following one.
    fn may_break_before(self, next: Self) -> bool {
        match (self, next) {
            (_, Self::Blank | Self::Closing) | (Self::Opening, _) => false,
            (Self::Blank | Self::Hyphen, _)
            | (Self::Wide | Self::Closing, Self::Wide | Self::Opening)
            | (Self::Wide, Self::Other)
            | (Self::Other, Self::Wide) => true,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wrapped(text: &str, width: u16, hang: u16) -> Vec<&str> {
        wrap(text, 0..text.len(), width, 0, hang).into_iter().map(|row| &text[row.bytes]).collect()
    }

    #[test]
    fn rows_break_after_blanks_and_keep_them() {
        assert_eq!(wrapped("the lab answers in a week\n", 10, 0), ["the lab ", "answers in ", "a week\n"]);
        assert_eq!(wrapped("so-called well-being", 9, 0), ["so-called ", "well-", "being"]);
        assert_eq!(wrapped("", 10, 0), [""]);
    }

    #[test]
    fn a_word_longer_than_a_row_is_cut() {
        assert_eq!(wrapped("abcdefghij k", 4, 0), ["abcd", "efgh", "ij k"]);
    }

    #[test]
    fn chinese_breaks_anywhere_but_before_closing_punctuation() {
        assert_eq!(wrapped("实验室一周内就能给出结果。", 6, 0), ["实验室", "一周内", "就能给", "出结", "果。"]);
    }

    #[test]
    fn rows_after_the_first_hang() {
        let rows = wrap("A: one two three", 0..16, 8, 0, 3);
        assert_eq!(rows.iter().map(|row| row.indent).collect::<Vec<_>>(), [0, 3, 3]);
    }

    #[test]
    fn a_column_finds_its_cluster() {
        let row = &wrap("a中b", 0..5, 10, 0, 0)[0];
        assert_eq!([0, 1, 2, 3, 9].map(|column| row.byte_at("a中b", column)), [0, 1, 1, 4, 4]);
    }

    proptest! {
        #![proptest_config(crate::base::rounds::cases(256, 256))]

        #[test]
        fn rows_are_the_block_and_fit(text in "[a-z中é \\t\u{301}\u{1f600}-]{0,80}", width in 1u16..20, hang in 0u16..6) {
            let rows = wrap(&text, 0..text.len(), width, 0, hang);
            let mut at = 0;
            for row in &rows {
                prop_assert_eq!(row.bytes.start, at);
                at = row.bytes.end;
                let words = text[row.bytes.clone()].trim_end_matches([' ', '\t']);
                let drawn = Row { bytes: row.bytes.start..row.bytes.start + words.len(), ..row.clone() };
                let end = drawn.clusters(&text).last().map_or(0, |c| c.column + c.width);
                // One cluster alone may be wider than the pane.
                prop_assert!(end <= width || drawn.clusters(&text).filter(|c| c.width > 0).count() == 1, "{} > {}", end, width);
            }
            prop_assert_eq!(at, text.len());
        }
    }
}
