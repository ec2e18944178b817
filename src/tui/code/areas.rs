//! Which panels there is room for, and where. Drawing, scrolling and the mouse all ask here.

use ratatui::layout::Rect;

use super::state::Panel;

/// Where the panels stand, frames included. A panel without room has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// The list of sources.
    pub sources: Option<Rect>,
    /// The text.
    pub text: Option<Rect>,
    /// The codings at the cursor.
    pub here: Option<Rect>,
    /// The codebook.
    pub book: Option<Rect>,
}

/// From this width on all panels stand side by side.
const ALL: u16 = 110;
/// Below this width there is one panel alone.
const ONE: u16 = 56;

/// Divides the screen above the footer among the panels.
///
/// With little room the list of sources takes the place of the panels on the right while it has the
/// keys, and on a very narrow screen the panel that has the keys is alone.
#[must_use]
pub fn areas(body: Rect, focus: Panel) -> Areas {
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
    if body.width >= ALL {
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
                for focus in [Panel::Sources, Panel::Text, Panel::Here, Panel::Codebook] {
                    let body = Rect::new(0, 0, width, height);
                    let areas = areas(body, focus);
                    let all: Vec<Rect> =
                        [areas.sources, areas.text, areas.here, areas.book].into_iter().flatten().collect();
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
