//! What one kind says of a theme: as figures in the table, and in full words.

use crate::tui::colours::Look;
use crate::tui::desk::KindCell;

/// Writes what a kind says: units for and against, else why there is neither.
pub(super) fn figures(cell: KindCell) -> String {
    let mut words = String::new();
    for (count, sign) in [(cell.supports, '+'), (cell.mixed, '~'), (cell.contradicts, '-')] {
        if count > 0 {
            words.push(sign);
            words.push_str(&count.to_string());
        }
    }
    if !words.is_empty() {
        return words;
    }
    match cell {
        _ if cell.neutral > 0 => "neutral".to_owned(),
        _ if cell.pending > 0 => "unread".to_owned(),
        _ if cell.silent > 0 => "silent".to_owned(),
        _ => String::new(),
    }
}

/// Writes what a kind says in at most six columns, if there are no figures to tell.
pub(super) fn short_figures(cell: KindCell) -> String {
    let words = figures(cell);
    if words == "neutral" { "neutr.".to_owned() } else { words }
}

pub(super) fn look(cell: KindCell) -> Look {
    match cell.supports.cmp(&cell.contradicts) {
        std::cmp::Ordering::Greater => Look::Supports,
        std::cmp::Ordering::Less => Look::Contradicts,
        std::cmp::Ordering::Equal if cell.mixed > 0 || cell.supports > 0 => Look::Qualifies,
        std::cmp::Ordering::Equal => Look::Dim,
    }
}

/// Says it in words, as a screen reader reads it.
#[must_use]
pub fn cell_words(cell: KindCell) -> String {
    let counts = [
        (cell.supports, "for"),
        (cell.mixed, "mixed"),
        (cell.contradicts, "against"),
        (cell.neutral, "without position"),
        (cell.silent, "silent"),
        (cell.pending, "not read yet"),
    ];
    let said: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}")).collect();
    if said.is_empty() { "nothing".to_owned() } else { said.join(", ") }
}
