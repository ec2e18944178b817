//! A text cut into blocks: the pieces that are wrapped one at a time.
//!
//! A block is a line with its line end, or a part of a long line. Where a long line is cut depends on
//! the text alone and not on the width of the pane, so that a resize costs nothing.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use super::cluster::ends_line;
use crate::base::text::Text;

/// The most bytes in one block.
pub const LIMIT: usize = 4_096;

/// How far back from the limit a blank is looked for.
const LOOK_BACK: usize = 512;

/// Where the blocks of a text begin, in bytes. There is always at least one.
#[derive(Clone, Debug)]
pub struct Blocks {
    starts: Vec<usize>,
    /// The number of the line, from 0, that each block is a part of.
    lines: Vec<u32>,
    length: usize,
}

impl Blocks {
    /// Finds the blocks: one pass over the bytes.
    #[must_use]
    pub fn new(text: &Text) -> Self {
        let whole = text.as_str();
        let bytes = whole.as_bytes();
        let mut starts = vec![0];
        let mut lines = Vec::new();
        let mut line = 0;
        let mut from = 0;
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
                continue;
            }
            cut_long(whole, from..at + 1, &mut starts);
            lines.resize(starts.len(), line);
            line += 1;
            from = at + 1;
            if from < bytes.len() {
                starts.push(from);
            }
        }
        cut_long(whole, from..bytes.len(), &mut starts);
        lines.resize(starts.len(), line);
        Self { starts, lines, length: bytes.len() }
    }

    /// Returns the number of blocks.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// Returns the block that holds `byte`; the last one for bytes past the end.
    #[must_use]
    pub fn at(&self, byte: usize) -> usize {
        self.starts.partition_point(|&start| start <= byte).saturating_sub(1)
    }

    /// Returns the bytes of a block; nothing at the end of the text for a number past the last.
    #[must_use]
    pub fn bytes(&self, block: usize) -> Range<usize> {
        let start = self.starts.get(block).copied().unwrap_or(self.length);
        start..self.starts.get(block + 1).copied().unwrap_or(self.length)
    }

    /// Returns the number of the line, from 1, that a block is a part of.
    #[must_use]
    pub fn line(&self, block: usize) -> usize {
        self.lines.get(block).or(self.lines.last()).map_or(1, |line| *line as usize + 1)
    }

    /// Tells whether a block begins a line.
    #[must_use]
    pub fn begins_line(&self, text: &Text, block: usize) -> bool {
        let start = self.bytes(block).start;
        start == 0 || matches!(text.as_str().as_bytes().get(start - 1), Some(b'\n' | b'\r'))
    }
}

/// Adds the cuts inside one line.
fn cut_long(text: &str, line: Range<usize>, starts: &mut Vec<usize>) {
    let mut from = line.start;
    while line.end - from > LIMIT {
        let cut = cut(text, from, from + LIMIT);
        if cut >= line.end || ends_line(&text[cut..line.end]) {
            break;
        }
        starts.push(cut);
        from = cut;
    }
}

/// Returns the best place in `from + 1..=limit` at which to cut: after a blank, else between two
/// clusters, else (one cluster fills the block) between two code points.
fn cut(text: &str, from: usize, limit: usize) -> usize {
    let mut limit = limit;
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let mut look = limit - LOOK_BACK;
    while !text.is_char_boundary(look) {
        look -= 1;
    }
    let window = &text[look..limit];
    if let Some(blank) = window.rfind(' ') {
        return look + blank + 1;
    }
    // The window may begin inside a cluster, so its first edge says nothing; the last is an edge
    // only if the cluster that begins there does not reach over the limit, which is always so.
    match window.grapheme_indices(true).map(|(at, _)| at).next_back() {
        Some(at) if at > 0 && look + at > from => look + at,
        _ => limit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<String> {
        let text = Text::from(text);
        let blocks = Blocks::new(&text);
        (0..blocks.count()).map(|block| text.as_str()[blocks.bytes(block)].to_owned()).collect()
    }

    #[test]
    fn lines_end_at_lf_cr_and_crlf() {
        assert_eq!(blocks("a\r\nb\rc\n\nd"), ["a\r\n", "b\r", "c\n", "\n", "d"]);
        assert_eq!(blocks("a\n"), ["a\n"]);
        assert_eq!(blocks(""), [""]);
    }

    #[test]
    fn blocks_know_their_line() {
        let text = Text::from(format!("a\r\n{}\nlast", "word ".repeat(2_000)));
        let blocks = Blocks::new(&text);
        let lines: Vec<usize> = (0..blocks.count()).map(|block| blocks.line(block)).collect();
        assert_eq!(lines, [1, 2, 2, 2, 3]);
    }

    #[test]
    fn a_long_line_is_cut_after_a_blank_and_between_clusters() {
        for long in ["word ".repeat(5_000), "中文字".repeat(5_000), "e\u{301}".repeat(9_000), "a".repeat(9_999)] {
            let cut = blocks(&long);
            assert_eq!(cut.concat(), long);
            assert!(cut.len() > 1 && cut.iter().all(|block| block.len() <= LIMIT));
            let whole: Vec<&str> = long.graphemes(true).collect();
            let parts: Vec<&str> = cut.iter().flat_map(|block| block.graphemes(true)).collect();
            assert_eq!(whole, parts);
        }
    }

    #[test]
    fn a_cluster_longer_than_a_block_is_cut_all_the_same() {
        let monster = format!("a{}", "\u{301}".repeat(10_000));
        assert_eq!(blocks(&monster).concat(), monster);
    }
}
