//! The lower border of a panel: at the right how much of its list is out of sight, at the left what its signs mean.
//!
//! Every list draws both here, so that they look the same everywhere. The border takes no row from the list.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::pen;
use super::reading::cluster::width_of;

/// How many lines of a list, or things in it, are out of sight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unseen {
    /// Above what is shown.
    pub above: usize,
    /// Below it.
    pub below: usize,
}

impl Unseen {
    /// Counts what is out of sight where `seen` of `all` are shown, `top` being the first.
    #[must_use]
    pub fn around(top: usize, seen: usize, all: usize) -> Self {
        Self { above: top.min(all), below: all.saturating_sub(top.saturating_add(seen)) }
    }

    /// Says it, in full and in short; nothing where all is seen.
    #[must_use]
    pub fn words(self) -> Vec<String> {
        let parts = |between: &str| {
            let signs = [('▲', self.above), ('▼', self.below)].into_iter().filter(|(_, count)| *count > 0);
            signs.map(|(sign, count)| format!("{sign}{between}{count}")).collect::<Vec<_>>().join(" ")
        };
        match self {
            Self { above: 0, below: 0 } => Vec::new(),
            _ => vec![format!(" {} more ", parts(" ")), format!(" {} ", parts(""))],
        }
    }
}

/// Draws onto the lower border of `panel` the first of the words at the right that have room, and the first of
/// the words at the left that have room beside them.
pub fn draw(buffer: &mut Buffer, panel: Rect, left: &[&str], right: &[String], style: Style) {
    let panel = panel.intersection(buffer.area);
    if panel.width < 4 || panel.height < 2 {
        return;
    }
    let row = Rect { x: panel.x + 2, y: panel.bottom() - 1, width: panel.width - 4, height: 1 };
    let fits = |words: &str, room: u16| width_of(words) <= usize::from(room);
    let mut end = row.right();
    if let Some(words) = right.iter().find(|words| fits(words, row.width)) {
        end = pen::line_at_right(buffer, row, words, style).saturating_sub(1);
    }
    let room = end.saturating_sub(row.x);
    if let Some(words) = left.iter().find(|words| fits(words, room)) {
        pen::line(buffer, row.x, row.y, room, words, style);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(width: u16, unseen: Unseen) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 2));
        let area = buffer.area;
        draw(&mut buffer, area, &[" a long legend ", " short "], &unseen.words(), Style::new());
        let row = (0..width).map(|x| buffer[(x, 1)].symbol());
        row.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_out_of_sight_comes_before_what_signs_mean() {
        let unseen = Unseen::around(3, 5, 20);
        assert_eq!(unseen, Unseen { above: 3, below: 12 });
        assert_eq!(drawn(40, unseen), "a long legend ▲ 3 ▼ 12 more");
        assert_eq!(drawn(29, unseen), "short ▲ 3 ▼ 12 more");
        assert_eq!(drawn(20, unseen), "▲ 3 ▼ 12 more");
        assert_eq!(drawn(14, unseen), "▲3 ▼12");
        assert_eq!(drawn(3, unseen), "");
        assert_eq!(drawn(40, Unseen::around(0, 20, 20)), "a long legend");
        assert_eq!(drawn(40, Unseen::around(0, 19, 20)), "a long legend ▼ 1 more");
    }
}
