//! Screens as text: what a person sees, a line a row, and what is reversed beneath it.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Modifier;
use unicode_width::UnicodeWidthStr as _;

/// Writes a buffer by display columns; the cell behind a wide character has no symbol of its own.
pub(crate) fn dump(buffer: &Buffer) -> String {
    let mut shown = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut row = String::new();
        let mut x = buffer.area.left();
        while x < buffer.area.right() {
            let symbol = buffer[(x, y)].symbol();
            row.push_str(symbol);
            x += u16::try_from(symbol.width().max(1)).unwrap();
        }
        shown.push_str(row.trim_end());
        shown.push('\n');
    }
    // A choice, a selection and the cursor are all that is reversed without colour.
    for y in buffer.area.top()..buffer.area.bottom() {
        let cells = (buffer.area.left()..buffer.area.right()).map(|x| &buffer[(x, y)]);
        let row: String = cells.filter(|cell| cell.modifier.contains(Modifier::REVERSED)).map(Cell::symbol).collect();
        if !row.is_empty() {
            shown.push_str("reversed: ⟦");
            shown.push_str(row.trim_end());
            shown.push_str("⟧\n");
        }
    }
    shown
}
