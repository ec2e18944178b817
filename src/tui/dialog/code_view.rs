//! Drawing the list of codes, with what the chosen one means beside it or below.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::code::{PickCode, rules};
use super::view::{draw_unseen, middle, open, pick_list};
use crate::codebook::Code;
use crate::tui::colours::Look;
use crate::tui::model::Model;
use crate::tui::pen;

/// From this width of the screen on the meaning stands beside the list.
const BESIDE: u16 = 100;
/// The widest that the dialog becomes there.
const WIDEST: u16 = 116;
/// How many rows the meaning has below the list, the line between them included.
const BELOW: u16 = 9;
/// The fewest rows that a list is left with.
const ROWS: u16 = 6;

/// Draws the dialog.
pub(super) fn view(model: &Model, buffer: &mut Buffer, body: Rect, pick: &PickCode) {
    let height = body.height.saturating_sub(2).clamp(6, 26);
    // Nothing stands side by side for a screen reader, and no line is drawn.
    let beside = body.width >= BESIDE && !model.plain;
    let mut area = middle(body, height);
    if beside {
        area.width = (body.width - 4).min(WIDEST);
        area.x = body.x + (body.width - area.width) / 2;
    }
    let inner = open(model, buffer, area, &pick.title());
    let frame = model.colours.of(Look::Frame);
    let (list, meaning) = if beside {
        let width = inner.width * 9 / 20;
        for y in inner.top()..inner.bottom() {
            pen::cell(buffer, inner.x + width, y, "│", 1, frame);
        }
        let x = inner.x + width + 2;
        (Rect { width, ..inner }, Rect { x, width: inner.right().saturating_sub(x), ..inner })
    } else if inner.height >= ROWS + BELOW {
        let y = inner.bottom() - BELOW;
        if !model.plain {
            pen::line(buffer, inner.x, y, inner.width, &"─".repeat(usize::from(inner.width)), frame);
        }
        (Rect { height: inner.height - BELOW, ..inner }, Rect { y: y + 1, height: BELOW - 1, ..inner })
    } else {
        (inner, Rect::default())
    };
    let unseen = pick_list(model, buffer, list, &pick.picker, |_| model.colours.of(Look::Text));
    // The line below the list: the frame's, or that between it and the meaning.
    let border = Rect { x: list.x.saturating_sub(1), width: list.width + 2, height: list.height + 1, ..list };
    draw_unseen(model, buffer, border, &unseen);
    let chosen = pick.picker.picked().and_then(|item| model.desk.codebook.get(&item.value));
    let marked: Vec<&str> = pick.picker.marked().map(|item| item.name.as_str()).collect();
    let mut parts = Vec::new();
    if !marked.is_empty() {
        // Marks are seen here too when other letters were typed since.
        parts.push((format!("✓ {}", marked.join(", ")), Look::Strong));
    }
    match (chosen, pick.picker.offered_and_chosen()) {
        (Some(code), _) => parts.extend(meaning_of(model, code)),
        (None, Some(name)) => {
            let words = format!("Enter asks for what {name} is to mean. It goes to your drafts in codebooks/.");
            parts.push((words, Look::Dim));
        }
        (None, None) => {}
    }
    tell(model, buffer, meaning, &parts);
}

/// Returns what is told of a code: where it stands, the claim that it speaks to, and its rules.
fn meaning_of(model: &Model, code: &Code) -> Vec<(String, Look)> {
    let book = &model.desk.codebook;
    let mut parts = vec![(book.path(&code.id).join(" › "), Look::Heading)];
    match book.theme_of(&code.id) {
        Some(theme) => {
            let of = if theme.id == code.id { String::new() } else { format!(" ({})", theme.name) };
            let claim = theme.claim.as_deref().unwrap_or_default();
            parts.push((format!("Claim{of}: {claim}"), Look::Text));
        }
        None => parts.push(("No claim at it or above it: no stance is asked for".to_owned(), Look::Dim)),
    }
    parts.extend(rules(code).into_iter().map(|rule| (rule, Look::Dim)));
    parts
}

/// Draws parts below one another, each on rows of its own; what does not fit ends in an ellipsis.
fn tell(model: &Model, buffer: &mut Buffer, area: Rect, parts: &[(String, Look)]) {
    if area.height == 0 || area.width == 0 {
        return;
    }
    let wrapped = |(words, look): &(String, Look)| {
        let look = *look;
        pen::wrapped(words, area.width).into_iter().map(move |line| (line, look))
    };
    let mut lines: Vec<(String, Look)> = parts.iter().flat_map(wrapped).collect();
    if lines.len() > usize::from(area.height) {
        lines.truncate(usize::from(area.height));
        if let Some((last, _)) = lines.last_mut() {
            last.push_str(" …");
        }
    }
    for ((line, look), row) in lines.iter().zip(area.rows()) {
        pen::line(buffer, row.x, row.y, row.width, line, model.colours.of(*look));
    }
}
