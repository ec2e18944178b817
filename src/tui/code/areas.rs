//! Which panels there is room for, and where. Drawing, scrolling and the mouse all ask here.

use ratatui::layout::Rect;

use super::state::Panel;

/// Where the panels stand, frames included. A panel without room has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// The list of sources.
    pub sources: Option<Rect>,
    /// The text that has the keys.
    pub text: Option<Rect>,
    /// The other text, where two are shown.
    pub beside: Option<Rect>,
    /// The codings at the cursor.
    pub here: Option<Rect>,
    /// The codebook.
    pub book: Option<Rect>,
}

/// Which of two texts: the left or upper one, or the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Half {
    /// The left or upper one.
    #[default]
    First,
    /// The right or lower one.
    Second,
}

/// From this width of the screen on two texts stand side by side, below it one above the other.
const SIDE_BY_SIDE: u16 = 100;
/// Two texts one above the other need this many rows.
const TWO: u16 = 8;

/// From this width on all panels stand side by side.
const ALL: u16 = 110;
/// Below this width there is one panel alone.
const ONE: u16 = 56;

/// Divides the screen above the footer among the panels.
///
/// With little room the list of sources takes the place of the panels on the right while it has the
/// keys, and on a very narrow screen the panel that has the keys is alone. `split` tells which of two texts
/// has the keys; two texts need so much room that the list of sources stands beside them only while it has
/// the keys.
#[must_use]
pub fn areas(body: Rect, focus: Panel, split: Option<Half>) -> Areas {
    let mut areas = panels(body, focus, split.is_some());
    let (Some(half), Some(text)) = (split, areas.text) else { return areas };
    let (first, second) = if body.width >= SIDE_BY_SIDE {
        cut_left(text, text.width / 2)
    } else if text.height >= TWO && body.width >= ONE {
        cut_top(text, text.height / 2)
    } else {
        // There is room for the one with the cursor.
        return areas;
    };
    let (with_keys, beside) = if half == Half::First { (first, second) } else { (second, first) };
    (areas.text, areas.beside) = (Some(with_keys), Some(beside));
    areas
}

/// Divides the screen among the panels, with one text.
fn panels(body: Rect, focus: Panel, is_split: bool) -> Areas {
    if body.width == 0 || body.height == 0 {
        return Areas::default();
    }
    if body.width < ONE {
        return alone(body, focus);
    }
    let mut areas = Areas::default();
    // A terminal may say that it is as wide as a number can be.
    let side = (body.width.min(1_000) * 3 / 10).clamp(22, 38);
    let left = (body.width / 5).clamp(20, 30);
    if body.width >= ALL && !is_split {
        let (sources, rest) = cut_left(body, left);
        let (text, right) = cut_right(rest, side);
        areas.sources = Some(sources);
        areas.text = Some(text);
        (areas.here, areas.book) = halves(right);
    } else if focus == Panel::Sources {
        let (sources, text) = cut_left(body, left + 6);
        areas.sources = Some(sources);
        areas.text = Some(text);
    } else {
        let (text, right) = cut_right(body, side);
        areas.text = Some(text);
        (areas.here, areas.book) = halves(right);
    }
    if areas.book.is_none() && focus == Panel::Codebook {
        (areas.here, areas.book) = (None, areas.here);
    }
    areas
}

/// Returns the part inside a frame.
#[must_use]
pub fn inside(area: Rect) -> Rect {
    Rect {
        x: area.x.saturating_add(1),
        y: area.y.saturating_add(1),
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(2),
    }
}

fn alone(body: Rect, focus: Panel) -> Areas {
    let mut areas = Areas::default();
    let place = match focus {
        Panel::Sources => &mut areas.sources,
        Panel::Text => &mut areas.text,
        Panel::Here => &mut areas.here,
        Panel::Codebook => &mut areas.book,
    };
    *place = Some(body);
    areas
}

fn cut_left(area: Rect, width: u16) -> (Rect, Rect) {
    (Rect { width, ..area }, Rect { x: area.x + width, width: area.width - width, ..area })
}

fn cut_right(area: Rect, width: u16) -> (Rect, Rect) {
    let rest = area.width - width;
    (Rect { width: rest, ..area }, Rect { x: area.x + rest, width, ..area })
}

fn cut_top(area: Rect, height: u16) -> (Rect, Rect) {
    (Rect { height, ..area }, Rect { y: area.y + height, height: area.height - height, ..area })
}

fn halves(area: Rect) -> (Option<Rect>, Option<Rect>) {
    if area.height < 10 {
        return (Some(area), None);
    }
    let upper = area.height / 2;
    (Some(Rect { height: upper, ..area }), Some(Rect { y: area.y + upper, height: area.height - upper, ..area }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_never_overlap_nor_leave_the_screen_and_the_focus_has_one() {
        for width in 0..200 {
            for height in [0, 1, 2, 9, 10, 23, 60] {
                let focuses = [Panel::Sources, Panel::Text, Panel::Here, Panel::Codebook];
                let splits = [None, Some(Half::First), Some(Half::Second)];
                for (focus, split) in focuses.into_iter().flat_map(|focus| splits.map(|split| (focus, split))) {
                    let body = Rect::new(0, 0, width, height);
                    let areas = areas(body, focus, split);
                    let all = [areas.sources, areas.text, areas.beside, areas.here, areas.book];
                    let all: Vec<Rect> = all.into_iter().flatten().collect();
                    let sum: u32 = all.iter().map(|area| area.area()).sum();
                    assert_eq!(sum, body.area(), "{width}x{height} {focus:?}");
                    assert!(all.iter().all(|area| area.intersection(body) == *area));
                    let has = match focus {
                        Panel::Sources => areas.sources,
                        Panel::Text => areas.text,
                        Panel::Here => areas.here,
                        Panel::Codebook => areas.book,
                    };
                    assert!(has.is_some() || body.area() == 0, "{width}x{height} {focus:?}");
                }
            }
        }
    }
}
