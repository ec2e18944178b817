//! The stripes beside the text: a lane for each of the codings that run side by side.

use crate::base::text::Span;
use crate::tui::desk::Mark;

/// The columns of one lane: the bar, the code's letter, the sign of the stance.
pub(super) const LANE: u16 = 3;

/// Returns the lane of each mark, in the order of the marks, and how many lanes there are.
///
/// Marks come sorted by their starts; each takes the first lane that is free. Marks past `most` lanes
/// share the last one, which then shows the latest of them.
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
        _ => 3,
    }
}

/// Tells whether a row is the first on which a mark is drawn.
#[must_use]
pub(super) fn begins_in(mark: Span, row: Span) -> bool {
    row.start <= mark.start && (mark.start < row.end || row.is_empty() && mark.start == row.start)
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
