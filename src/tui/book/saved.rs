//! Saved searches below the codes: each finds passages as a code does, and follows what is coded.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::state::chosen_search;
use crate::base::count::plural;
use crate::tui::colours::Look;
use crate::tui::desk::SavedRow;
use crate::tui::message::Effect;
use crate::tui::model::Model;
use crate::tui::pen;
use crate::tui::search;

/// Opens the chosen saved search on the screen Search; nothing where none is chosen.
pub(super) fn open(model: &mut Model) -> Option<Vec<Effect>> {
    let query = format!("@{}", chosen_search(&model.desk, &model.book)?.name);
    Some(search::open_with(model, &query))
}

/// Takes the saved searches, as the study keeps them now.
pub(in crate::tui) fn searches_read(model: &mut Model, mut searches: Vec<SavedRow>) {
    for row in searches.iter_mut().filter(|row| row.found.is_none()) {
        // What was counted before stays in sight until it is counted again.
        let before = model.desk.searches.iter().find(|before| (&before.name, &before.query) == (&row.name, &row.query));
        row.found = before.and_then(|before| before.found);
    }
    model.desk.searches = searches;
    super::keep(model);
}

/// Says how much a saved search finds.
pub(in crate::tui) fn counted_words(row: &SavedRow) -> String {
    match (&row.trouble, row.found) {
        (Some(_), _) => "cannot be run as it is".to_owned(),
        (None, None) => "not counted yet".to_owned(),
        (None, Some((passages, sources))) => {
            format!("{} in {}", plural(passages, "passage", "passages"), plural(sources, "source", "sources"))
        }
    }
}

/// Returns what is known of a saved search, a paragraph each.
pub(in crate::tui) fn about_search(row: &SavedRow) -> Vec<(String, Look)> {
    let mut said = vec![
        ("A saved search: passages that are found anew whenever it is run".to_owned(), Look::Dim),
        (counted_words(row), Look::Label),
        (format!("Looks for: {}", row.query), Look::Text),
    ];
    said.extend(row.trouble.iter().map(|trouble| (trouble.clone(), Look::Warning)));
    said.push((format!("In queries: @{0}, or theme:@{0}", row.name), Look::Text));
    said.push(("It has no claim, so there is no verdict on it. Enter runs it".to_owned(), Look::Dim));
    said
}

/// Draws one of them.
pub(super) fn draw(model: &Model, row: &SavedRow, buffer: &mut Buffer, area: Rect) {
    let colours = model.colours;
    let figure = match (&row.trouble, row.found) {
        (Some(_), _) => "!".to_owned(),
        (None, found) => found.map(|(passages, _)| passages.to_string()).unwrap_or_default(),
    };
    let cell = Rect { width: area.width.saturating_sub(1), ..area };
    let end = pen::line_at_right(buffer, cell, &figure, colours.of(Look::Dim)).saturating_sub(1);
    let room = end.saturating_sub(area.x);
    let x = pen::line(buffer, area.x, area.y, room, &format!("  @{}", row.name), colours.of(Look::Text));
    let query = format!("  {}", row.query);
    pen::line(buffer, x, area.y, end.saturating_sub(x), &query, colours.of(Look::Dim));
}
