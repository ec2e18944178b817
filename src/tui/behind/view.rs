//! Drawing the questions before something runs behind.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::dialog::{BehindDialog, WritePath};
use super::{PathFor, Then, Writing};
use crate::tui::colours::Look;
use crate::tui::dialog::{SHORT_LIST, line, lowered, middle, open, pick, say};
use crate::tui::model::Model;
use crate::tui::pen;

/// Draws a question.
pub fn view(model: &Model, buffer: &mut Buffer, dialog: &BehindDialog) {
    let (body, text) = (model.body(), model.colours.of(Look::Text));
    match dialog {
        BehindDialog::Report(picker) => pick(model, buffer, body, "Write which report?", picker, |_| text),
        BehindDialog::Path(write) => path(model, buffer, body, write),
        BehindDialog::Overwrite(_, file) => overwrite(model, buffer, body, file),
        BehindDialog::Table(picker, _) => {
            pick(model, buffer, lowered(body, SHORT_LIST), "What is this table?", picker, |_| text);
        }
        BehindDialog::Kind(picker, files, _) => {
            let title = if files.len() == 1 { "What kind of source is it?" } else { "What kind of sources are they?" };
            pick(model, buffer, lowered(body, SHORT_LIST), title, picker, |_| text);
        }
    }
}

/// The rows of the question for a file, frame included.
const ROWS: u16 = 9;

fn path(model: &Model, buffer: &mut Buffer, body: Rect, write: &WritePath) {
    let title = match &write.aim {
        PathFor::Write(Writing::Report(_)) => "Write the report to which file?",
        PathFor::Write(Writing::Codings) => "Export the codings to which file?",
        PathFor::Read => "Bring in which file?",
    };
    let inner = open(model, buffer, middle(body, ROWS), title);
    line(model, buffer, Rect { height: inner.height.min(1), ..inner }, &write.line);
    let rest = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    let Some(looked) = &write.looked else { return };
    let y = match &looked.found {
        Ok(_) => rest.y,
        // What it can become says more than that it is none yet.
        Err(_) if looked.look.then == Then::Complete && !looked.words.is_empty() => rest.y,
        // A path that is still being typed is not wrong yet.
        Err(problem) => {
            let look = if looked.look.then == Then::Take { Look::Warning } else { Look::Text };
            say(model, buffer, rest, problem, look)
        }
    };
    let rest = Rect { y, height: rest.bottom().saturating_sub(y), ..rest };
    say(model, buffer, rest, &looked.words, Look::Dim);
}

fn overwrite(model: &Model, buffer: &mut Buffer, body: Rect, file: &str) {
    let inner = open(model, buffer, middle(body, 6), "Replace it?");
    let keys = Rect { y: inner.bottom().saturating_sub(1), height: inner.height.min(1), ..inner };
    let rest = Rect { height: inner.height.saturating_sub(1), ..inner };
    say(
        model,
        buffer,
        rest,
        &format!("{file} is there already. It stays as it is until the new one is whole."),
        Look::Text,
    );
    pen::line(buffer, keys.x, keys.y, keys.width, "y replaces it   n keeps it", model.colours.of(Look::Key));
}
