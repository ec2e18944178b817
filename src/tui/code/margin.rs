//! The margin: stripes of the codings, a lane for each of those that run side by side, and numbers.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::state::Code;
use super::view::stance_look;
use crate::base::ids::EntryId;
use crate::base::text::Span;
use crate::tui::colours::Look;
use crate::tui::desk::{Mark, Page};
use crate::tui::model::Model;
use crate::tui::pen;
use crate::tui::reading::cluster::width_of;
use crate::tui::reading::rows::Row;

/// The columns of one lane: the bar, the code's letter, the sign of the stance.
pub(super) const LANE: u16 = 3;

/// Returns the lane of each mark, in the order of the marks, and how many lanes there are.
///
/// Marks come sorted by their starts; each takes the first lane that is free. Marks past `most` lanes
/// share the last one, which then tells how many they are.
#[must_use]
pub(super) fn lanes(marks: &[Mark], most: usize) -> (Vec<usize>, usize) {
    let mut ends: Vec<usize> = Vec::new();
    let most = most.max(1);
    let lanes: Vec<usize> = marks
        .iter()
        .map(|mark| {
            let free = ends.iter().position(|&end| end <= mark.span.start).unwrap_or(ends.len()).min(most - 1);
            if free == ends.len() {
                ends.push(0);
            }
            ends[free] = ends[free].max(mark.span.end);
            free
        })
        .collect();
    (lanes, ends.len().max(1))
}

/// Returns how many lanes a text panel of this width has room for.
#[must_use]
pub(super) fn room(width: u16) -> usize {
    match width {
        0..30 => 1,
        30..64 => 2,
        64..88 => 3,
        _ => 5,
    }
}

/// Tells whether a row is the first on which a mark is drawn.
#[must_use]
pub(super) fn begins_in(mark: Span, row: Span) -> bool {
    row.start <= mark.start && (mark.start < row.end || row.is_empty() && mark.start == row.start)
}

/// Draws the margin beside one row.
pub(super) fn view(
    model: &Model,
    code: &Code,
    page: &Page,
    current: Option<EntryId>,
    buffer: &mut Buffer,
    area: Rect,
    row: &Row,
) {
    let span = page.text.span_of(row.bytes.clone());
    let mut lanes: Vec<Vec<&Mark>> = vec![Vec::new(); code.lanes.1];
    for (mark, lane) in page.marks.iter().zip(&code.lanes.0) {
        if mark.span.start > span.end {
            break;
        }
        if let Some(lane) = lanes.get_mut(*lane).filter(|_| mark.span.overlaps(span)) {
            lane.push(mark);
        }
    }
    let mut x = area.x;
    for marks in lanes {
        let lane = Rect { x, width: LANE, ..area };
        x = lane.right();
        if x > area.right() {
            return;
        }
        let chosen = marks.iter().find(|mark| mark.id.is_some() && mark.id == current);
        match (chosen, marks.as_slice()) {
            (Some(mark), _) => stripe(model, mark, true, span, buffer, lane),
            (None, [mark]) => stripe(model, mark, false, span, buffer, lane),
            (None, []) => {}
            (None, more) => {
                let count = format!("▎+{}", more.len().min(9));
                pen::line(buffer, lane.x, lane.y, LANE, &count, model.colours.of(Look::Text));
            }
        }
    }
    if let Some(number) = code.number(row) {
        let place = Rect { x: area.x + code.stripes(), width: code.number_width() - 1, ..area };
        pen::line_at_right(buffer, place.intersection(area), &number.to_string(), model.colours.of(Look::Dim));
    }
}

/// Draws the stripe of a coding: in its first row with the code's quick key or initial, and the stance.
fn stripe(model: &Model, mark: &Mark, is_chosen: bool, row: Span, buffer: &mut Buffer, lane: Rect) {
    let code = model.desk.codebook.get(&mark.code);
    let mut style = model.colours.of_code(code.and_then(|code| code.color.as_deref()));
    if is_chosen {
        style = style.add_modifier(Modifier::BOLD);
    }
    let bar = match (mark.id, is_chosen) {
        (None, _) => "┆",
        (Some(_), true) => "▌",
        (Some(_), false) => "▎",
    };
    pen::line(buffer, lane.x, lane.y, LANE, &format!("{bar}  "), style);
    if !begins_in(mark.span, row) {
        return;
    }
    let letter = code.and_then(|code| code.key).or_else(|| model.desk.code_name(&mark.code).chars().next());
    let letter = letter.unwrap_or('?').to_string();
    if width_of(&letter) == 1 {
        pen::line(buffer, lane.x + 1, lane.y, 1, &letter, style);
    }
    if let Some(sign) = model.desk.sign(&mark.code, mark.stance) {
        let look = model.colours.of(stance_look(mark.stance));
        pen::line(buffer, lane.x + 2, lane.y, 1, &sign.to_string(), look);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::Stance;

    fn mark(start: usize, end: usize) -> Mark {
        Mark {
            id: None,
            span: Span::new(start, end),
            code: "c".into(),
            stance: Stance::Neutral,
            coder: "ana".into(),
            own: true,
            memo: None,
            remarks: Vec::new(),
            about: String::new(),
        }
    }

    #[test]
    fn marks_side_by_side_take_lanes_of_their_own() {
        let marks = [mark(0, 10), mark(2, 5), mark(5, 8), mark(6, 7), mark(12, 13)];
        assert_eq!(lanes(&marks, 3), (vec![0, 1, 1, 2, 0], 3));
        assert_eq!(lanes(&marks, 2), (vec![0, 1, 1, 1, 0], 2));
        assert_eq!(lanes(&[], 3), (Vec::new(), 1));
    }
}
