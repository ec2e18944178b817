//! The strip on the right border of the text: where in the document codings, hits and the cursor lie.
//!
//! Each row of the panel stands for as many code points of the text. Only lists in order are asked, so that the
//! strip of a text of ten megabytes costs no more than that of a page.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::areas::inside;
use super::state::Code;
use crate::base::text::Span;
use crate::tui::colours::Look;
use crate::tui::model::Model;
use crate::tui::pen;

/// Returns where the strip of a text panel stands.
#[must_use]
pub(super) fn place(area: Rect) -> Rect {
    let inner = inside(area);
    Rect { x: area.right().saturating_sub(1), width: area.width.min(1), ..inner }
}

/// Returns the code points that a row of a strip stands for.
fn part(length: usize, height: u16, row: u16) -> Span {
    let border = |row: u16| length * usize::from(row) / usize::from(height.max(1));
    Span::new(border(row), border(row + 1))
}

/// Returns where a click on a row leads: to the first hit or coding in its part of the text, else to where the
/// part begins.
#[must_use]
pub(super) fn target(code: &Code, height: u16, row: u16) -> usize {
    let part = part(code.pane.text().len(), height, row.min(height.saturating_sub(1)));
    code.hit_cover.first_in(part).or(code.coded.first_in(part)).unwrap_or(part.start)
}

/// Draws the strip over the border.
pub(super) fn view(model: &Model, code: &Code, buffer: &mut Buffer, area: Rect) {
    let strip = place(area);
    let length = code.pane.text().len();
    for (row, y) in (strip.top()..strip.bottom()).enumerate() {
        let part = part(length, strip.height, u16::try_from(row).unwrap_or(0));
        let (coded, hit) = (code.coded.first_in(part).is_some(), code.hit_cover.first_in(part).is_some());
        let (sign, look) = match (part.has(code.pane.cursor()), coded, hit) {
            (true, ..) => ("◂", Look::Strong),
            (_, true, true) => ("╂", Look::Hit),
            (_, false, true) => ("┼", Look::Hit),
            (_, true, false) => ("┃", Look::Label),
            (_, false, false) => continue,
        };
        pen::cell(buffer, strip.x, y, sign, 1, model.colours.of(look));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_of_a_strip_are_the_whole_text() {
        for (length, height) in [(0, 5), (3, 10), (100, 7), (10_000_000, 38)] {
            let mut at = 0;
            for row in 0..height {
                let part = part(length, height, row);
                assert_eq!(part.start, at);
                at = part.end;
            }
            assert_eq!(at, length);
        }
    }
}
