//! Putting text on the screen: the only way, so that nothing that drives a terminal gets there.
//!
//! Widths are those of [`super::reading::cluster`]; what does not fit is cut with an ellipsis.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation as _;

use super::reading::cluster::{each_marked, width_in_line, width_of};
use crate::base::shown::mark_for;

/// What stands where a line was cut.
const ELLIPSIS: &str = "…";

/// Draws `line` at `x`, `y`, at most `width` columns wide, and returns the column after it.
///
/// Tabs, line ends and everything unsafe become visible marks. Nothing is drawn outside the buffer.
pub fn line(buffer: &mut Buffer, x: u16, y: u16, width: u16, line: &str, style: Style) -> u16 {
    let end = x.saturating_add(width).min(buffer.area.right());
    let fits = width_of(line) <= usize::from(end.saturating_sub(x));
    let limit = if fits { end } else { end.saturating_sub(1) };
    let mut at = x;
    for cluster in line.graphemes(true) {
        let columns = width_in_line(cluster);
        if at.saturating_add(columns) > limit {
            break;
        }
        each_marked(cluster, &mut String::new(), |symbol, columns| {
            cell(buffer, at, y, symbol, columns, style);
            at = at.saturating_add(columns);
        });
    }
    if !fits && at < end {
        cell(buffer, at, y, ELLIPSIS, 1, style);
        at += 1;
    }
    at
}

/// Draws `line` so that it ends at the right edge of `area`'s first row, and returns where it begins.
pub fn line_at_right(buffer: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    let width = u16::try_from(width_of(text)).unwrap_or(u16::MAX).min(area.width);
    let x = area.right().saturating_sub(width);
    line(buffer, x, area.y, width, text, style);
    x
}

/// Puts one symbol of a known width; nothing outside the buffer.
pub fn cell(buffer: &mut Buffer, x: u16, y: u16, symbol: &str, width: u16, style: Style) {
    if x.saturating_add(width) > buffer.area.right() {
        return;
    }
    if let Some(cell) = buffer.cell_mut((x, y)) {
        cell.set_symbol(symbol).set_style(style);
    }
    for hidden in 1..width {
        if let Some(cell) = buffer.cell_mut((x + hidden, y)) {
            cell.reset();
            cell.set_style(style);
        }
    }
}

/// Fills an area with blanks of a style.
pub fn fill(buffer: &mut Buffer, area: Rect, style: Style) {
    let area = area.intersection(buffer.area);
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }
}

/// Gives an area a style, leaving its words.
pub fn paint(buffer: &mut Buffer, area: Rect, style: Style) {
    buffer.set_style(area.intersection(buffer.area), style);
}

/// Draws a frame with a title, and returns the area inside.
pub fn frame(buffer: &mut Buffer, area: Rect, title: &str, lines: Style, words: Style) -> Rect {
    let area = area.intersection(buffer.area);
    if area.width < 2 || area.height < 2 {
        return Rect { width: 0, height: 0, ..area };
    }
    let (left, right, top, bottom) = (area.left(), area.right() - 1, area.top(), area.bottom() - 1);
    for x in left + 1..right {
        cell(buffer, x, top, "─", 1, lines);
        cell(buffer, x, bottom, "─", 1, lines);
    }
    for y in top + 1..bottom {
        cell(buffer, left, y, "│", 1, lines);
        cell(buffer, right, y, "│", 1, lines);
    }
    for (x, y, corner) in [(left, top, "┌"), (right, top, "┐"), (left, bottom, "└"), (right, bottom, "┘")] {
        cell(buffer, x, y, corner, 1, lines);
    }
    if !title.is_empty() && area.width > 4 {
        let end = line(buffer, left + 2, top, area.width - 4, title, words);
        cell(buffer, left + 1, top, " ", 1, lines);
        if end < right {
            cell(buffer, end, top, " ", 1, lines);
        }
    }
    Rect { x: left + 1, y: top + 1, width: area.width - 2, height: area.height - 2 }
}

/// Breaks a text into lines of at most `width` columns, as the words of a source are broken.
#[must_use]
pub fn wrapped(text: &str, width: u16) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let paragraph = paragraph.trim_end_matches('\r');
        for row in super::reading::rows::wrap(paragraph, 0..paragraph.len(), width, 0, 0) {
            lines.push(paragraph[row.bytes].trim_end().to_owned());
        }
    }
    lines
}

/// Replaces every character that could drive the terminal, whoever drew it.
///
/// Widgets of other crates draw what a user typed or pasted; this is the last gate before the terminal.
pub fn make_safe(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if cell.symbol().len() > 1 && cell.symbol().chars().any(|ch| mark_for(ch).is_some()) {
            let first = cell.symbol().chars().next().unwrap_or(' ');
            cell.set_char(mark_for(first).unwrap_or(first));
        } else if let [byte] = cell.symbol().as_bytes()
            && let Some(mark) = mark_for(char::from(*byte))
        {
            cell.set_char(mark);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str, width: u16) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        line(&mut buffer, 0, 0, width, text, Style::new());
        buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect::<String>().trim_end().to_owned()
    }

    #[test]
    fn what_does_not_fit_is_cut_with_an_ellipsis() {
        assert_eq!(drawn("capacity", 8), "capacity");
        assert_eq!(drawn("capacity of", 8), "capacit…");
        assert_eq!(drawn("中文中文中", 5).replace(' ', ""), "中文…");
        assert_eq!(drawn("ab", 0), "");
    }

    #[test]
    fn nothing_unsafe_is_drawn() {
        assert_eq!(drawn("a\u{1b}[2\u{202e}b\t", 8), "a␛[2↔b␉");
        let mut buffer = Buffer::empty(Rect::new(0, 0, 3, 1));
        buffer[(0, 0)].set_symbol("\u{1b}");
        buffer[(1, 0)].set_symbol("x\u{202e}");
        buffer[(2, 0)].set_symbol("e\u{301}");
        make_safe(&mut buffer);
        let symbols: Vec<&str> = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
        assert_eq!(symbols, ["␛", "x", "e\u{301}"]);
    }

    #[test]
    fn any_area_can_be_framed() {
        for (width, height) in [(0, 0), (1, 1), (1, 9), (9, 1), (2, 2), (3, 3), (9, 4)] {
            let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
            frame(&mut buffer, Rect::new(0, 0, 200, 200), "A title", Style::new(), Style::new());
            line(&mut buffer, 190, 190, 5, "x", Style::new());
        }
    }
}
