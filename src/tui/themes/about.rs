//! What is said of the chosen theme: its claim, and why its verdict is what it is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::cell::cell_words;
use crate::tui::colours::Look;
use crate::tui::desk::ThemeRow;
use crate::tui::foot::{self, Unseen};
use crate::tui::keys::action::Action;
use crate::tui::keys::table::Scope;
use crate::tui::model::Model;
use crate::tui::pen;

/// Returns the claim, a person's verdict and the reasons, broken into lines.
#[must_use]
pub fn lines(row: &ThemeRow, width: u16) -> Vec<(String, Look)> {
    let reasons = row.reasons.iter().map(|reason| (format!("· {reason}"), Look::Dim));
    let claim = std::iter::once((row.claim.clone(), Look::Text));
    let decided = row.decided.iter().map(|decided| (decided.clone(), Look::Warning));
    let parts = claim.chain(decided).chain(reasons);
    parts
        .flat_map(|(words, look)| pen::wrapped(&words, width.max(1)).into_iter().map(move |line| (line, look)))
        .collect()
}

/// Draws as much of it as there is room for, and which key shows all. What the table says in short, the title
/// says in full.
pub(super) fn view(model: &Model, row: Option<&ThemeRow>, is_short: bool, buffer: &mut Buffer, area: Rect) {
    let colours = model.colours;
    let title = match (row, model.themes.chosen_cell()) {
        (Some(row), Some((kind, cell))) => format!("{} · {kind}: {}", row.name, cell_words(cell)),
        (Some(row), None) if is_short => format!("{} · {}", row.name, row.verdict),
        (Some(row), None) => row.name.clone(),
        (None, _) => String::new(),
    };
    let inner = pen::frame(buffer, area, &title, colours.of(Look::Frame), colours.of(Look::Strong));
    let Some(row) = row else { return };
    let lines = lines(row, inner.width);
    let (all, seen) = (lines.len(), usize::from(inner.height));
    for (y, (line, look)) in (inner.top()..inner.bottom()).zip(lines) {
        pen::line(buffer, inner.x, y, inner.width, &line, colours.of(look));
    }
    let legend = format!(" {} reads all of it ", model.keys.key(Scope::Verdict, Action::Reasons));
    let legend: &[&str] = if all > seen { &[&legend] } else { &[] };
    foot::draw(buffer, area, legend, &Unseen::around(0, seen, all).words(), colours.of(Look::Frame));
}
