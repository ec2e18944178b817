//! Drawing the screen Themes: the table, or the evidence of the theme that is open.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::columns::{Column, columns};
use super::state::Open;
use super::table;
use crate::base::count::plural;
use crate::tui::code::stance_look;
use crate::tui::colours::Look;
use crate::tui::desk::Piece;
use crate::tui::foot::{self, Unseen};
use crate::tui::model::Model;
use crate::tui::pen;

/// The columns that the side-by-side evidence needs at least for each.
const NARROWEST: u16 = 24;

/// Draws the table, or the open theme.
pub fn view(model: &Model, buffer: &mut Buffer) {
    match &model.themes.open {
        Some(open) => theme(model, open, buffer, model.body()),
        None => table::view(model, buffer),
    }
}

fn theme(model: &Model, open: &Open, buffer: &mut Buffer, body: Rect) {
    let colours = model.colours;
    let row = model.themes.table.as_ref().and_then(|table| table.rows.iter().find(|row| row.code == open.code));
    let name = model.desk.code_name(&open.code);
    let title = row.map_or(name.to_owned(), |row| format!("{name} · {}", row.verdict));
    let title = match (&model.filter, &open.evidence) {
        // The verdict is that of all evidence.
        (Some(filter), Some(evidence)) => {
            let shown = evidence.entries.len() + evidence.more;
            let of = format!("{name} · {} · {shown} of {}", filter.words, shown + evidence.left_out);
            row.map_or(of.clone(), |row| format!("{of} · all: {}", row.verdict))
        }
        _ => title,
    };
    let inner = pen::frame(buffer, body, &title, colours.of(Look::Focus), colours.of(Look::Focus));
    let claim = row.map_or("", |row| row.claim.as_str());
    let mut y = inner.y;
    for line in pen::wrapped(claim, inner.width.max(1)).iter().take(2) {
        if y < inner.bottom() {
            pen::line(buffer, inner.x, y, inner.width, line, colours.of(Look::Text));
            y += 1;
        }
    }
    let rest = Rect { y, height: inner.bottom().saturating_sub(y), ..inner };
    let Some(evidence) = &open.evidence else {
        say(model, buffer, rest, "Gathering the evidence …");
        return;
    };
    if evidence.entries.is_empty() {
        let words = match evidence.left_out {
            0 => "No coding speaks of this theme yet".to_owned(),
            left_out => format!("The filter leaves out all {}", plural(left_out, "passage", "passages")),
        };
        say(model, buffer, rest, &words);
        return;
    }
    let columns = columns(evidence, open.arrangement);
    let shown = visible_columns(columns.len(), open.column, rest.width);
    let each = rest.width / u16::try_from(shown.len().max(1)).unwrap_or(1);
    for (place, at) in shown.clone().enumerate() {
        let x = rest.x + u16::try_from(place).unwrap_or(0) * each;
        let width = if at + 1 == shown.end { rest.right() - x } else { each };
        column(model, open, &columns[at], at, buffer, Rect { x, width, ..rest });
    }
    let beside = beside(&shown, columns.len());
    let beside: Vec<&str> = beside.iter().map(String::as_str).collect();
    let more = if evidence.more > 0 { vec![format!(" {} more ", evidence.more)] } else { Vec::new() };
    foot::draw(buffer, body, &beside, &more, colours.of(Look::Focus));
}

/// Returns the columns that there is room for, the chosen one among them.
fn visible_columns(count: usize, chosen: usize, width: u16) -> std::ops::Range<usize> {
    let fit = usize::from(width / NARROWEST).clamp(1, count.max(1));
    let first = (chosen + 1).saturating_sub(fit).min(count.saturating_sub(fit));
    first..(first + fit).min(count)
}

/// Says how many columns have no room at the left and at the right.
fn beside(shown: &std::ops::Range<usize>, count: usize) -> Option<String> {
    let (left, right) = (shown.start, count.saturating_sub(shown.end));
    match (left, right) {
        (0, 0) => None,
        (0, _) => Some(format!(" {} more at the right ▶ ", plural(right, "column", "columns"))),
        (_, 0) => Some(format!(" ◀ {} more at the left ", plural(left, "column", "columns"))),
        (_, _) => Some(format!(" ◀ {left} and {right} ▶ more columns ")),
    }
}

fn column(model: &Model, open: &Open, column: &Column<'_>, at: usize, buffer: &mut Buffer, area: Rect) {
    let colours = model.colours;
    let focus = at == open.column;
    let chosen = open.places.get(at).map_or(0, |place| place.at);
    let look = column.stance.map_or(Look::Strong, stance_look);
    let title = format!("{} ({})", column.title, column.pieces.len());
    let frame = colours.of(if focus { Look::Focus } else { Look::Frame });
    let inner = pen::frame(buffer, area, &title, frame, colours.of(look));
    let width = inner.width;
    // Only what is in sight is broken into lines: a theme may have thousands of pieces.
    let lines_of = |at: usize| -> Vec<(String, Look)> {
        let Some((heading, piece)) = column.pieces.get(at) else { return Vec::new() };
        let heading = heading.map(|heading| (heading.to_owned(), Look::Label));
        heading.into_iter().chain(piece_lines(piece, width)).collect()
    };
    let mut first = chosen;
    let mut used = lines_of(chosen).len();
    while let Some(before) = first.checked_sub(1) {
        used += lines_of(before).len();
        if used > usize::from(inner.height) {
            break;
        }
        first = before;
    }
    let mut y = inner.top();
    let mut whole = 0;
    'pieces: for at in first..column.pieces.len() {
        let heading = usize::from(column.pieces[at].0.is_some());
        for (number, (line, look)) in lines_of(at).into_iter().enumerate() {
            if y >= inner.bottom() {
                break 'pieces;
            }
            pen::line(buffer, inner.x, y, width, &line, colours.of(look));
            if focus && at == chosen && number >= heading {
                pen::paint(buffer, Rect { y, height: 1, ..inner }, colours.of(Look::Chosen));
            }
            y += 1;
        }
        whole += 1;
    }
    let unseen = Unseen::around(first, whole, column.pieces.len());
    foot::draw(buffer, area, &[], &unseen.words(), frame);
}

/// How many rows of a piece's words are shown.
const WORDS: usize = 4;

/// Writes a piece: its words, then where they stand and who coded them.
fn piece_lines(piece: &Piece, width: u16) -> Vec<(String, Look)> {
    let words = piece.words.split_whitespace().collect::<Vec<_>>().join(" ");
    let rows = cut(pen::wrapped(&format!("{} {words}", piece.stance.sign()), width.max(1)), WORDS);
    let mut lines: Vec<(String, Look)> = rows.into_iter().map(|row| (row, Look::Text)).collect();
    let mut about: Vec<&str> = vec![piece.source.as_str()];
    about.extend(piece.speaker.as_deref());
    about.extend([piece.about.as_str(), piece.coder.as_str()].into_iter().filter(|part| !part.is_empty()));
    about.extend(piece.through.as_deref());
    let about = format!("  {}", about.join(" · "));
    lines.extend(pen::wrapped(&about, width.max(1)).into_iter().take(2).map(|row| (row, Look::Dim)));
    if let Some(judged) = &piece.judged {
        let rows = cut(pen::wrapped(&format!("  {judged}"), width.max(1)), WORDS);
        lines.extend(rows.into_iter().map(|row| (row, Look::Warning)));
    }
    lines
}

/// Leaves out the rows past the first ones, and says so.
fn cut(mut rows: Vec<String>, most: usize) -> Vec<String> {
    if rows.len() > most {
        rows.truncate(most);
        if let Some(last) = rows.last_mut() {
            last.push_str(" …");
        }
    }
    rows
}

pub(super) fn say(model: &Model, buffer: &mut Buffer, area: Rect, words: &str) {
    for (y, line) in (area.top()..area.bottom()).zip(pen::wrapped(words, area.width.max(1))) {
        pen::line(buffer, area.x, y, area.width, &line, model.colours.of(Look::Dim));
    }
}
