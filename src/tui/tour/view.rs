//! Drawing the tour: a small panel between the screen and the footer.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Tour;
use super::steps::{END, STEPS};
use super::words::{Words, lines, pieces};
use crate::tui::colours::Look;
use crate::tui::keys::action::Action;
use crate::tui::keys::table::Scope;
use crate::tui::model::Model;
use crate::tui::pen;
use crate::tui::plain;

/// The least columns and rows of a terminal that has room for the panel beside what it speaks of.
const LEAST: (u16, u16) = (40, 16);

/// From this width on the panel names the key that quits, too.
const WITH_QUIT: u16 = 64;

/// Returns how many rows the panel takes, its frame included: the same for every step.
#[must_use]
pub fn height(model: &Model) -> u16 {
    let (width, height) = model.size;
    match &model.tour {
        Some(tour) if tour.shown && width >= LEAST.0 && height >= LEAST.1 => 2 + most_lines(width),
        _ => 0,
    }
}

/// Returns how many lines of words there are.
fn most_lines(width: u16) -> u16 {
    match width {
        ..76 => 4,
        76..120 => 3,
        120.. => 2,
    }
}

/// Draws the panel below the screen.
pub fn view(model: &Model, buffer: &mut Buffer) {
    let height = height(model);
    let Some(tour) = model.tour.as_ref().filter(|_| height > 0) else { return };
    let colours = model.colours;
    let area = Rect { y: model.body().bottom(), height, ..model.body() };
    pen::fill(buffer, area, colours.of(Look::Text));
    let (frame, strong) = (colours.of(Look::Focus), colours.of(Look::Strong));
    let inner = if model.plain {
        plain::title(model, buffer, area, &title(tour));
        Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }
    } else {
        pen::frame(buffer, area, &title(tour), frame, strong)
    };
    let keys = Rect { x: area.x + 1, width: area.width.saturating_sub(3), height: 1, ..area };
    pen::line_at_right(buffer, keys, &keys_of(model, tour, area.width >= WITH_QUIT), colours.of(Look::Key));
    let said = lines(&pieces(model, said(model, tour)), inner.width.saturating_sub(2));
    for (y, line) in (inner.top()..inner.bottom()).zip(said) {
        let mut x = inner.x + 1;
        for (words, look) in line {
            x = pen::line(buffer, x, y, inner.right().saturating_sub(x), &words, colours.of(look));
        }
    }
}

fn title(tour: &Tour) -> String {
    match tour.step() {
        Some(_) => format!("Tour · {} of {}", tour.at + 1, STEPS.len()),
        None => "Tour · the end".to_owned(),
    }
}

/// Says which keys are the tour's own.
fn keys_of(model: &Model, tour: &Tour, with_quit: bool) -> String {
    let key = |action| model.keys.key(Scope::Tour, action);
    let pass = if tour.step().is_some() { "pass over" } else { "begin again" };
    let between = if model.plain { ", " } else { " · " };
    let quit = model.keys.key(Scope::Everywhere, Action::Quit);
    let quit = if with_quit { format!("{between}{quit} quit ") } else { " ".to_owned() };
    format!(" {} {pass}{between}{} hide{quit}", key(Action::TourNext), key(Action::Tour))
}

/// Returns what the tour says now.
pub(super) fn said(model: &Model, tour: &Tour) -> Words {
    let says = tour.step().map_or(END, |step| step.says);
    says.iter().find(|(when, _)| when(model)).map_or("", |(_, words)| *words)
}
