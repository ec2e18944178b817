//! A pane on a text: what is visible, where the cursor stands, and what is selected.
//!
//! The pane remembers the byte of its first visible row and not a row number, so that nothing above it
//! ever has to be laid out. Every change ends with the cursor on a visible row and on a cluster's edge.

use super::blocks::Blocks;
use super::motion::{Ground, Landmarks, Unit, Way};
use super::object::Object;
use super::rows::{Row, wrap};
use super::table::Table;
use crate::base::text::{Span, Text};

/// Where a pane stands: its first visible byte and its cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    top: usize,
    cursor: usize,
}

impl Place {
    /// Returns the code point at which the cursor stands.
    #[must_use]
    pub fn cursor(self) -> usize {
        self.cursor
    }
}

/// A text, the size of the pane, and the places in it.
#[derive(Clone, Debug)]
pub struct Pane {
    text: Text,
    blocks: Blocks,
    /// How far rows after the first of a line are indented: the byte where the line begins, in order.
    hangs: Vec<(usize, u16)>,
    /// The tables, in order.
    tables: Vec<Table>,
    width: u16,
    height: u16,
    /// The byte at which the first visible row begins (after a resize: a byte in it).
    top: usize,
    cursor: usize,
    /// The column that motions by rows keep to.
    goal: Option<u16>,
    anchor: Option<usize>,
    /// Where the cursor stopped at the end of a unit while selecting, and the beginning of the next one,
    /// from which the next such motion counts.
    ahead: Option<(usize, usize)>,
    /// The selections that were grown, so that shrinking goes back through them.
    grown: Vec<Span>,
}

impl Pane {
    /// Opens a text at its beginning. The size is set by [`Self::resize`].
    #[must_use]
    pub fn new(text: Text) -> Self {
        let blocks = Blocks::new(&text);
        Self {
            text,
            blocks,
            hangs: Vec::new(),
            tables: Vec::new(),
            width: 80,
            height: 24,
            top: 0,
            cursor: 0,
            goal: None,
            anchor: None,
            ahead: None,
            grown: Vec::new(),
        }
    }

    /// Returns the text.
    #[must_use]
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// Returns the code point at which the cursor stands.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Returns the width in columns that rows are wrapped at.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Says by how much the rows after the first are indented, for lines that begin at given code points.
    ///
    /// A narrow pane indents by a quarter of its width at most.
    pub fn set_hangs(&mut self, hangs: impl IntoIterator<Item = (usize, u16)>) {
        self.hangs = hangs.into_iter().map(|(point, hang)| (self.text.byte_of(point), hang)).collect();
        self.hangs.sort_unstable();
        self.settle();
    }

    /// Says where tables stand, in order. Their lines are drawn with aligned cells where the pane is wide enough.
    pub fn set_tables(&mut self, tables: Vec<Table>) {
        self.tables = tables;
        self.settle();
    }

    /// Returns the number of the line, from 1, that a row begins; nothing for a row inside a line.
    #[must_use]
    pub fn line_of(&self, row: &Row) -> Option<usize> {
        let block = self.blocks.at(row.bytes.start);
        let begins = self.blocks.bytes(block).start == row.bytes.start && self.blocks.begins_line(&self.text, block);
        begins.then(|| self.blocks.line(block))
    }

    /// Returns the number of lines.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.blocks.line(self.blocks.count())
    }

    /// Returns where the pane stands.
    #[must_use]
    pub fn place(&self) -> Place {
        Place { top: self.top, cursor: self.cursor }
    }

    /// Goes back to where the pane stood.
    pub fn go_back(&mut self, place: Place) {
        self.top = place.top.min(self.text.as_str().len());
        self.put(place.cursor);
    }

    /// Returns how far the rows of a block's line are indented after its first.
    fn hang(&self, block: usize) -> u16 {
        let bytes = self.blocks.bytes(block);
        let found = self.hangs.partition_point(|(start, _)| *start < bytes.end.max(bytes.start + 1));
        let Some((start, hang)) = found.checked_sub(1).and_then(|at| self.hangs.get(at)) else { return 0 };
        // The line may have begun some blocks before.
        if self.blocks.line(self.blocks.at(*start)) != self.blocks.line(block) {
            return 0;
        }
        (*hang).min(self.width / 4)
    }

    /// Takes a new size. The text that was at the top stays there.
    pub fn resize(&mut self, width: u16, height: u16) {
        // A line end needs a column to be selected in, so rows are wrapped one column earlier.
        let width = width.saturating_sub(1).max(1);
        if (width, height.max(1)) != (self.width, self.height) {
            (self.width, self.height) = (width, height.max(1));
            self.settle();
        }
    }

    /// Puts the cursor at a code point.
    pub fn put(&mut self, at: usize) {
        self.cursor = self.ground().cluster(at.min(self.ground().last())).start;
        self.goal = None;
        self.settle();
    }

    /// Puts the cursor at a code point, and its row into the middle of the pane if it was not visible.
    pub fn show(&mut self, at: usize) {
        let visible = self.visible().iter().any(|row| row.bytes.contains(&self.text.byte_of(at)));
        self.put(at);
        if !visible {
            self.top = self.text.byte_of(self.cursor);
            self.scroll(-(i64::from(self.height) / 3));
            self.settle();
        }
    }

    /// Moves the cursor `count` steps; where the text ends it stops. Tells whether it led anywhere.
    ///
    /// While words are selected, a motion on to the beginning of a unit selects up to the end of the one before.
    pub fn go(&mut self, unit: Unit, way: Way, count: usize, landmarks: &Landmarks) -> bool {
        let from = self.cursor;
        match unit {
            Unit::Row => self.go_rows(way, count),
            Unit::RowEdge => self.go_row_edge(way),
            Unit::HalfPage => self.go_page(way, count, self.height / 2),
            Unit::Page => self.go_page(way, count, self.height.saturating_sub(2)),
            _ if way == Way::On && begins_unit(unit) && self.anchor.is_some() => {
                return self.select_on(unit, count, landmarks);
            }
            _ => {
                if let Some(next) = self.ground().steps(self.cursor, unit, way, count.max(1), landmarks) {
                    self.cursor = next;
                }
                // At the last word or passage a motion goes on to the end, as far as there is text.
                if self.cursor == from && way == Way::On && matches!(unit, Unit::Word | Unit::Sentence | Unit::Passage)
                {
                    self.cursor = self.ground().last();
                }
                self.put(self.cursor);
            }
        }
        self.cursor != from
    }

    /// Moves the end of the selection on, to the end of the unit before the one that the motion leads to.
    ///
    /// The beginning of a selection moves to the beginning of a unit instead: there it is what is meant.
    fn select_on(&mut self, unit: Unit, count: usize, landmarks: &Landmarks) -> bool {
        let (from, anchor) = (self.cursor, self.anchor.unwrap_or(self.cursor));
        let ahead = self.ahead.filter(|(cursor, _)| *cursor == from);
        let mut at = ahead.map_or(from, |(_, next)| next);
        let mut left = count.max(1);
        let mut target = None;
        while left > 0 {
            let Some(next) = self.ground().step(at, unit, Way::On, landmarks).filter(|next| *next > at) else { break };
            (at, target) = (next, Some(next));
            // The rest of a unit that is selected up to its end is no step.
            let spent = ahead.is_none() && from > anchor && self.ground().end_before(next, unit) <= from;
            left -= usize::from(!spent);
        }
        let end = match (target, unit) {
            (Some(next), _) if left == 0 && next <= anchor => next,
            (Some(next), _) if left == 0 => self.ground().end_before(next, unit),
            (_, Unit::Word | Unit::Sentence | Unit::Passage) => self.ground().end_before(self.text.len(), unit),
            (_, Unit::Turn) => landmarks.turn_at(at).map_or(from, |turn| self.ground().end_before(turn.end, unit)),
            (Some(next), _) => self.ground().end_before(next, unit),
            (None, _) => from,
        };
        self.put(end.max(from));
        self.ahead = target.filter(|next| *next > self.cursor).map(|next| (self.cursor, next));
        target.is_some() || self.cursor != from
    }

    /// Returns what is selected: from the anchor to the cursor, both clusters included.
    #[must_use]
    pub fn selection(&self) -> Option<Span> {
        let anchor = self.anchor?;
        let (first, last) = (anchor.min(self.cursor), anchor.max(self.cursor));
        Some(Span::new(first, self.ground().cluster(last).end.max(first)))
    }

    /// Begins a selection at the cursor.
    pub fn start_selection(&mut self) {
        self.anchor = Some(self.cursor);
        self.ahead = None;
        self.grown.clear();
    }

    /// Selects the object around the cursor, and `count - 1` of the same after it where there are such.
    ///
    /// Tells whether there is one.
    pub fn take(&mut self, object: Object, count: usize, landmarks: &Landmarks) -> bool {
        let Some(span) = self.ground().around(self.cursor, self.selection(), object, landmarks) else { return false };
        self.select(span);
        self.grown.clear();
        if let Some(unit) = object.unit().filter(|_| count > 1) {
            self.go(unit, Way::On, count - 1, landmarks);
        }
        true
    }

    /// Lets go of the selection.
    pub fn clear_selection(&mut self) {
        self.anchor = None;
        self.grown.clear();
    }

    /// Selects a span; the cursor goes to its end.
    pub fn select(&mut self, span: Span) {
        let last = span.end.saturating_sub(1).max(span.start);
        self.anchor = Some(self.ground().cluster(span.start).start);
        self.ahead = None;
        self.put(last);
    }

    /// Selects from one code point to another, both clusters included; the cursor goes to the second.
    pub fn select_between(&mut self, from: usize, to: usize) {
        self.anchor = Some(self.ground().cluster(from).start);
        self.ahead = None;
        self.put(to);
    }

    /// Puts the cursor at the other end of the selection.
    pub fn swap_ends(&mut self) {
        if let Some(anchor) = self.anchor {
            self.anchor = Some(self.cursor);
            self.put(anchor);
        }
    }

    /// Grows the selection to the next greater unit: word, sentence, passage, turn, text. But for the whole
    /// text, a unit begins after a speaker's label or a marker.
    pub fn grow(&mut self, landmarks: &Landmarks) {
        let ground = self.ground();
        let selected = self.selection().unwrap_or(Span::new(self.cursor, self.cursor));
        let at = landmarks.past_label(selected.start);
        let now = Span { start: at, end: selected.end.max(at) };
        let whole = Some(self.text.span()).filter(|span| !span.is_empty());
        let units = [
            Some(ground.word(at)),
            Some(ground.sentence(at, landmarks)),
            landmarks.passage_at(at),
            landmarks.turn_at(at),
        ];
        let steps = units.into_iter().flatten().map(|unit| landmarks.said(unit)).chain(whole);
        let next = steps.into_iter().find(|span| span.holds(now) && span.len() > selected.len());
        if let Some(next) = next {
            let mut grown = std::mem::take(&mut self.grown);
            grown.push(selected);
            self.select(next);
            self.grown = grown;
        }
    }

    /// Goes back to what was selected before it grew.
    pub fn shrink(&mut self) {
        if let Some(before) = self.grown.pop() {
            let grown = std::mem::take(&mut self.grown);
            if before.is_empty() {
                self.clear_selection();
                self.put(before.start);
            } else {
                self.select(before);
            }
            self.grown = grown;
        }
    }

    /// Returns the visible rows from the top; fewer than the pane is high at the end of the text.
    #[must_use]
    pub fn visible(&self) -> Vec<Row> {
        let mut rows = Vec::with_capacity(usize::from(self.height));
        let (mut block, mut from) = self.find(self.top);
        while rows.len() < usize::from(self.height) && block < self.blocks.count() {
            rows.extend(self.rows(block).into_iter().skip(from));
            (block, from) = (block + 1, 0);
        }
        rows.truncate(usize::from(self.height));
        rows
    }

    /// Returns the code point drawn at a row and column of the pane; past the last row, the last one.
    #[must_use]
    pub fn point_at(&self, row: u16, column: u16) -> usize {
        let rows = self.visible();
        let byte = match rows.get(usize::from(row)).or(rows.last()) {
            Some(found) => found.byte_at(self.text.as_str(), column),
            None => 0,
        };
        self.text.point_of(byte)
    }

    /// Returns the row and column of the pane at which a code point is drawn; nothing if it is not visible.
    #[must_use]
    pub fn place_of(&self, at: usize) -> Option<(u16, u16)> {
        let byte = self.text.byte_of(at);
        let rows = self.visible();
        let found = rows.iter().rposition(|row| row.bytes.contains(&byte) || row.bytes.start == byte)?;
        Some((u16::try_from(found).ok()?, self.column(&rows[found], byte)))
    }

    /// Scrolls by rows without moving the cursor further than it must.
    pub fn scroll_view(&mut self, rows: i64) {
        self.scroll(rows);
        let visible = self.visible();
        let cursor = self.text.byte_of(self.cursor);
        let column = self.goal.unwrap_or_else(|| self.cursor_column());
        if let (Some(first), Some(last)) = (visible.first(), visible.last()) {
            if cursor < first.bytes.start {
                self.cursor = self.text.point_of(first.byte_at(self.text.as_str(), column));
            } else if cursor >= last.bytes.end && last.bytes.end < self.text.as_str().len() {
                self.cursor = self.text.point_of(last.byte_at(self.text.as_str(), column));
            }
        }
        self.goal = Some(column);
    }

    /// Returns the share of the text that lies above the cursor, in whole hundredths.
    #[must_use]
    pub fn percent(&self) -> usize {
        (self.cursor * 100).checked_div(self.ground().last()).unwrap_or(100)
    }

    /// Returns the text with its blocks, for motions.
    #[must_use]
    pub fn ground(&self) -> Ground<'_> {
        Ground { text: &self.text, blocks: &self.blocks }
    }

    fn rows(&self, block: usize) -> Vec<Row> {
        if let Some(row) = self.table_row(block) {
            return vec![row];
        }
        let hang = self.hang(block);
        let indent = if self.blocks.begins_line(&self.text, block) { 0 } else { hang };
        wrap(self.text.as_str(), self.blocks.bytes(block), self.width, indent, hang)
    }

    /// Returns the one row of a line of a table; nothing for other lines, and where the pane is too narrow.
    fn table_row(&self, block: usize) -> Option<Row> {
        let bytes = self.blocks.bytes(block);
        let after = self.tables.partition_point(|table| table.bytes().start <= bytes.start);
        let table = self.tables.get(after.checked_sub(1)?).filter(|table| bytes.start < table.bytes().end)?;
        let is_line = |block| self.blocks.begins_line(&self.text, block);
        if !is_line(block) || block + 1 < self.blocks.count() && !is_line(block + 1) {
            return None;
        }
        let text = self.text.as_str();
        let row = Row { stops: table.stops(text, bytes.clone()), bytes, indent: 0 };
        let end = row.clusters(text).filter(|cluster| cluster.width > 0).last()?;
        (!row.stops.is_empty() && end.column.saturating_add(end.width) <= self.width).then_some(row)
    }

    /// Returns the block and the number in it of the row that holds a byte.
    fn find(&self, byte: usize) -> (usize, usize) {
        let block = self.blocks.at(byte);
        let rows = self.rows(block);
        (block, rows.iter().rposition(|row| row.bytes.start <= byte).unwrap_or(0))
    }

    fn column(&self, row: &Row, byte: usize) -> u16 {
        let cluster = row.clusters(self.text.as_str()).take_while(|cluster| cluster.bytes.start <= byte).last();
        // Blanks at a break may lie past the edge.
        cluster.map_or(row.indent, |cluster| cluster.column).min(self.width)
    }

    fn cursor_column(&self) -> u16 {
        let byte = self.text.byte_of(self.cursor);
        let (block, row) = self.find(byte);
        self.rows(block).get(row).map_or(0, |row| self.column(row, byte))
    }

    fn go_rows(&mut self, way: Way, count: usize) {
        let goal = self.goal.unwrap_or_else(|| self.cursor_column());
        let steps = i64::try_from(count.max(1)).unwrap_or(i64::MAX);
        let start = self.walk(self.text.byte_of(self.cursor), if way == Way::On { steps } else { -steps });
        self.cursor = self.text.point_of(start.byte_at(self.text.as_str(), goal));
        self.goal = Some(goal);
        self.settle();
    }

    fn go_row_edge(&mut self, way: Way) {
        let row = self.walk(self.text.byte_of(self.cursor), 0);
        let byte = match way {
            Way::Back => row.bytes.start,
            Way::On => row
                .clusters(self.text.as_str())
                .filter(|cluster| cluster.width > 0)
                .last()
                .map_or(row.bytes.start, |cluster| cluster.bytes.start),
        };
        self.put(self.text.point_of(byte));
    }

    fn go_page(&mut self, way: Way, count: usize, rows: u16) {
        let steps = i64::try_from(count.max(1)).unwrap_or(1).saturating_mul(i64::from(rows.max(1)));
        self.scroll(if way == Way::On { steps } else { -steps });
        self.go_rows(way, usize::try_from(steps).unwrap_or(1));
    }

    /// Returns the row that lies `steps` rows from the one that holds `byte`, or the last on the way.
    fn walk(&self, byte: usize, steps: i64) -> Row {
        let (mut block, row) = self.find(byte);
        let mut rows = self.rows(block);
        let mut at = i64::try_from(row).unwrap_or(0).saturating_add(steps);
        loop {
            let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
            if at < 0 && block > 0 {
                block -= 1;
                rows = self.rows(block);
                at += i64::try_from(rows.len()).unwrap_or(0);
            } else if at >= count && block + 1 < self.blocks.count() {
                at -= count;
                block += 1;
                rows = self.rows(block);
            } else {
                let index = usize::try_from(at.clamp(0, count - 1)).unwrap_or(0);
                return rows.swap_remove(index);
            }
        }
    }

    fn scroll(&mut self, rows: i64) {
        self.top = self.walk(self.top, rows).bytes.start;
    }

    /// Brings the cursor's row into the pane.
    fn settle(&mut self) {
        self.top = self.walk(self.top, 0).bytes.start;
        let row = self.walk(self.text.byte_of(self.cursor), 0);
        if row.bytes.start < self.top {
            self.top = row.bytes.start;
            return;
        }
        let back = i64::from(self.height) - 1;
        let first = self.walk(row.bytes.start, -back).bytes.start;
        if self.top < first {
            self.top = first;
        }
    }
}

/// Tells whether a motion on by this unit leads to the beginning of one.
fn begins_unit(unit: Unit) -> bool {
    matches!(
        unit,
        Unit::Word
            | Unit::Sentence
            | Unit::Passage
            | Unit::Turn
            | Unit::Hit
            | Unit::Coding
            | Unit::Uncoded
            | Unit::Heading
            | Unit::Question
    )
}

#[cfg(test)]
mod tests;
