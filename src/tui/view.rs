//! Drawing everything: the screen, the dialog over it, the banner and the footer. Changes nothing.

use crate::base::count::plural;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::colours::Look;
use super::keys::action::Action;
use super::keys::effective::Row;
use super::model::{Model, Screen};
use super::pen;
use super::reading::cluster::width_of;

/// Draws one frame.
pub fn view(model: &Model, frame: &mut Frame<'_>) {
    draw(model, frame.buffer_mut());
    if let Some(place) = super::plain::reading_place(model, frame.buffer_mut()) {
        frame.set_cursor_position(place);
    }
}

/// Draws into a buffer of any size.
pub fn draw(model: &Model, buffer: &mut Buffer) {
    // The terminal may have shrunk since the last message about its size.
    let fits = model.size == (buffer.area.width, buffer.area.height);
    if buffer.area.area() == 0 || !fits {
        return;
    }
    if model.veil.on {
        draw_all(&super::veil::over(model), buffer);
    } else {
        draw_all(model, buffer);
    }
}

fn draw_all(model: &Model, buffer: &mut Buffer) {
    match model.screen {
        _ if model.plain => super::plain::view(model, buffer),
        Screen::Themes => super::themes::view(model, buffer),
        Screen::Code => super::code::view(model, buffer),
        Screen::Search => super::search::view(model, buffer),
        Screen::Codebook => super::book::view(model, buffer),
        Screen::Framework => super::framework::view(model, buffer),
        Screen::Words => super::words::view(model, buffer),
        Screen::Alike => super::alike::view(model, buffer),
    }
    super::dialog::view(model, buffer);
    super::tour::view(model, buffer);
    super::banner::view(model, buffer);
    footer(model, buffer);
    pen::make_safe(buffer);
}

/// The sign that names are hidden: it is seen whatever else is said.
const HIDDEN: &str = "NAMES HIDDEN";

fn footer(model: &Model, buffer: &mut Buffer) {
    let colours = model.colours;
    let row = Rect::new(0, model.size.1.saturating_sub(1), model.size.0, 1).intersection(buffer.area);
    let state = state_words(model);
    let notice = model.notice.as_ref().map(|notice| (format!(" {}", notice.text), notice.look));
    if let Some((words, look)) = &notice
        && width_of(words) + width_of(&state) > usize::from(row.width)
    {
        // What went wrong is read whole; what is saved is seen again with the next key.
        let sign = if model.veil.on { format!("{HIDDEN} ") } else { String::new() };
        let end = pen::line_at_right(buffer, row, &sign, colours.of(Look::Saved));
        pen::line(buffer, 0, row.y, end.saturating_sub(u16::from(model.veil.on)), words, colours.of(*look));
        return;
    }
    let end = pen::line_at_right(buffer, row, &state, colours.of(Look::Saved)).saturating_sub(1);
    let typed = model.pending.shown();
    if !typed.is_empty() {
        let words = format!(" {typed} …");
        pen::line(buffer, 0, row.y, end, &words, colours.of(Look::Key));
        return;
    }
    if let Some((words, look)) = notice {
        pen::line(buffer, 0, row.y, end, &words, colours.of(look));
        return;
    }
    // Where no key of a dialog has room beside it, what is saved gives way.
    let yields = !model.dialogs.is_empty() && !model.veil.on && model.left == 0;
    let fits = |end: u16| !footer_keys(model, usize::from(end.saturating_sub(1))).is_empty();
    let end = if yields && !fits(end) && fits(row.width) {
        pen::fill(buffer, row, colours.of(Look::Text));
        row.width
    } else {
        end
    };
    let mut x = 1;
    let end = session_words(model, buffer, Rect { width: end, ..row });
    for (key, words) in footer_keys(model, usize::from(end.saturating_sub(1))) {
        x = pen::line(buffer, x, row.y, end.saturating_sub(x), &key, colours.of(Look::Key)) + 1;
        x = pen::line(buffer, x, row.y, end.saturating_sub(x), words, colours.of(Look::Dim)) + 2;
    }
}

/// Chooses the keys that fit a footer of `room` columns, in their order.
///
/// The key of the help comes first in the choice: from there all others are found. A key whose words
/// would be cut is left out; those after it may be shorter.
fn footer_keys(model: &Model, room: usize) -> Vec<(String, &'static str)> {
    let is_shown = |row: &&Row| !row.binding.footer.is_empty() && !leads_nowhere(model, row.binding.action);
    let shown: Vec<&Row> = model.keys.live(model.live()).filter(is_shown).collect();
    let width = |row: &Row| width_of(&row.first()) + 1 + width_of(row.binding.footer) + 2;
    let mut chosen = vec![false; shown.len()];
    let mut left = room + 2;
    let help = shown.iter().position(|row| row.binding.action == Action::Help);
    for at in help.into_iter().chain(0..shown.len()) {
        let width = width(shown[at]);
        if !chosen[at] && width <= left {
            chosen[at] = true;
            left -= width;
        }
    }
    shown.iter().zip(chosen).filter(|(_, chosen)| *chosen).map(|(row, _)| (row.first(), row.binding.footer)).collect()
}

/// From this width on, what was done in this session comes before the last keys of the footer.
const ROOMY: u16 = 90;

/// Says what was done in this session where there is room for it, and returns where that begins.
fn session_words(model: &Model, buffer: &mut Buffer, row: Rect) -> u16 {
    if model.screen != Screen::Code || model.sitting.codings(None) == 0 {
        return row.width;
    }
    let keys = footer_keys(model, usize::from(u16::MAX));
    let keys: usize = keys.iter().map(|(key, words)| width_of(key) + 1 + width_of(words) + 2).sum();
    let words = format!(" {}  ", model.sitting.words());
    if row.width < ROOMY && keys + width_of(&words) > usize::from(row.width) {
        return row.width;
    }
    pen::line_at_right(buffer, row, &words, model.colours.of(Look::Dim))
}

/// Tells whether a key would lead to the very screen that is shown.
fn leads_nowhere(model: &Model, action: Action) -> bool {
    match action {
        Action::GoThemes => model.screen == Screen::Themes && model.themes.open.is_none(),
        Action::GoCode => model.screen == Screen::Code,
        Action::GoFramework => model.screen == Screen::Framework,
        _ => false,
    }
}

/// Says what keys mean, what is saved and what is amiss.
fn state_words(model: &Model) -> String {
    let mut words = Vec::new();
    if model.veil.on {
        words.push(HIDDEN.to_owned());
    }
    words.extend(super::behind::words(model));
    if model.desk.read_only.is_some() {
        words.push("READ-ONLY".to_owned());
    } else if model.screen == Screen::Code {
        words.push(model.mode_word().to_owned());
    }
    if let (Some(at), 0) = (&model.saved, model.left) {
        words.push(format!("saved {at}"));
    }
    // Codings without a place are among the problems: they are told beside them, and alone until all are counted.
    let problems = model.desk.problems.filter(|problems| *problems > 0);
    let problems = problems.map(|problems| plural(problems, "problem", "problems"));
    let unanchored = (model.desk.unanchored > 0).then(|| format!("{} unanchored", model.desk.unanchored));
    words.extend(match (problems, unanchored) {
        (Some(problems), Some(unanchored)) => Some(format!("{problems} ({unanchored})")),
        (problems, unanchored) => problems.or(unanchored),
    });
    words.push(String::new());
    words.join("  ").trim_end().to_owned() + " "
}
