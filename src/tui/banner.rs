//! The banner above the footer: what is not on the disk and why, until it is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::colours::Look;
use super::keys::action::Action;
use super::model::Model;
use super::pen;
use crate::base::count::plural;

/// Returns how many rows the banner takes: as many as its words need, and half of the screen at most.
#[must_use]
pub fn height(model: &Model) -> u16 {
    let rows = u16::try_from(lines(model).len()).unwrap_or(u16::MAX);
    rows.min((model.size.1 / 2).max(1))
}

/// Draws the banner; what has no room even so is cut with an ellipsis.
pub fn view(model: &Model, buffer: &mut Buffer) {
    let height = height(model);
    if height == 0 {
        return;
    }
    let (width, look) = (model.size.0, model.colours.of(Look::Failure));
    let top = model.size.1.saturating_sub(1 + height);
    pen::fill(buffer, Rect { x: 0, y: top, width, height }, look);
    let lines = lines(model);
    let cut = lines.len() > usize::from(height);
    for (y, line) in (top..).zip(lines.iter().take(usize::from(height))) {
        let is_last = cut && y + 1 == top + height;
        let words = format!(" {line}{}", if is_last { " …" } else { "" });
        pen::line(buffer, 0, y, width, &words, look);
    }
}

/// Breaks the words of the banner into lines; none where all is saved.
fn lines(model: &Model) -> Vec<String> {
    if model.left == 0 {
        return Vec::new();
    }
    let things = plural(model.left, "change is", "changes are");
    let words = format!(
        "NOT SAVED: {} · {things} kept here and tried again every few seconds; {} tries now",
        model.reason,
        model.key(Action::Retry)
    );
    pen::wrapped(&words, model.size.0.saturating_sub(2).max(1))
}
