//! The chosen hit beside its groups: all its words, and the passages around it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::colours::Look;
use crate::tui::model::Model;
use crate::tui::pen;

/// Draws what the chosen hit says, between the passages before and after it.
pub(super) fn view(model: &Model, buffer: &mut Buffer, area: Rect) {
    let colours = model.colours;
    let inner = pen::frame(buffer, area, "In its place", colours.of(Look::Frame), colours.of(Look::Strong));
    let Some(hit) = model.search.answer.hits.get(model.search.place.at) else { return };
    let around = hit.evidence.as_ref().map(|evidence| &evidence.around);
    let (before, after) = around.map_or(("", ""), |(before, after)| (before.as_str(), after.as_str()));
    let mut lines: Vec<(String, Look)> = Vec::new();
    for (words, look) in [(before, Look::Dim), (hit.words.as_str(), Look::Text), (after, Look::Dim)] {
        if words.is_empty() {
            continue;
        }
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        lines.extend(pen::wrapped(&words, inner.width.max(1)).into_iter().map(|line| (line, look)));
        lines.push((String::new(), Look::Text));
    }
    for (y, (line, look)) in (inner.top()..inner.bottom()).zip(lines) {
        pen::line(buffer, inner.x, y, inner.width, &line, colours.of(look));
    }
}
