//! The list over the screen: the problems of the study, and the memos.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Dialog;
use crate::base::count::plural;
use crate::tui::colours::Look;
use crate::tui::desk::{Hint, Note, Notes, Whereto};
use crate::tui::foot::Unseen;
use crate::tui::keys::action::Action;
use crate::tui::list::ListPlace;
use crate::tui::message::{Aim, Effect};
use crate::tui::model::Model;
use crate::tui::pen;

/// What the list remembers while it is closed: whoever works through it comes back to the same line.
#[derive(Clone, Debug, Default)]
pub struct NoteList {
    /// What there is to list; nothing until it was gathered.
    pub found: Option<Notes>,
    /// Whether the memos are shown rather than the problems.
    pub memos: bool,
    /// The places in the problems and in the memos.
    places: [ListPlace; 2],
}

impl NoteList {
    fn shown(&self) -> &[Note] {
        match &self.found {
            Some(found) if self.memos => &found.memos,
            Some(found) => &found.problems,
            None => &[],
        }
    }

    fn at(&self) -> usize {
        self.places[usize::from(self.memos)].at.min(self.shown().len().saturating_sub(1))
    }
}

/// How many lines Page moves by.
const PAGE: usize = 5;

/// Opens the list on the problems, wherever it was left, and asks for what is in it.
pub fn open(model: &mut Model) -> Vec<Effect> {
    model.notes.memos = false;
    model.dialogs.push(Dialog::Notes);
    vec![Effect::ListNotes]
}

/// Does what keys ask for in the list.
pub(super) fn act(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    let list = &mut model.notes;
    let (length, at) = (list.shown().len(), list.at());
    let place = &mut list.places[usize::from(list.memos)];
    place.at = at;
    if place.act(action, count, length, PAGE) {
        return Vec::new();
    }
    match action {
        Action::Turn => list.memos = !list.memos,
        Action::Open => return follow(model),
        _ => {}
    }
    Vec::new()
}

/// Goes to what the chosen line is about.
fn follow(model: &mut Model) -> Vec<Effect> {
    let Some(note) = model.notes.shown().get(model.notes.at()) else { return Vec::new() };
    let effect = match note.to.clone() {
        Whereto::Nowhere(why) => {
            model.say(why);
            return Vec::new();
        }
        Whereto::Source(id) => Effect::Open(id, Aim::Last),
        Whereto::Coding(source, id, words) => Effect::Open(source, Aim::Coding(id, words)),
    };
    model.dialogs.pop();
    vec![effect]
}

/// The widest that the list becomes: its sentences are longer than those of other dialogs.
const WIDEST: u16 = 100;
/// From this height of the screen on, a row above and a row below the list are left.
const SPARE: u16 = 8;
/// How many rows of a sentence and of a hint are shown.
const ROWS: usize = 6;

/// Draws the list.
pub(super) fn view(model: &Model, buffer: &mut Buffer, body: Rect) {
    let list = &model.notes;
    let width = body.width.saturating_sub(4).min(WIDEST).max(body.width.min(20));
    // What is below shows around it only where there is room to spare.
    let height = if body.height < SPARE { body.height } else { body.height - 2 };
    let area = Rect { x: body.x + (body.width - width) / 2, y: body.y + (body.height - height) / 2, width, height };
    let inner = super::view::open(model, buffer, area, &title(model));
    if list.found.is_none() || list.shown().is_empty() {
        let words = match (&list.found, list.memos) {
            (None, _) => "Reading the study …",
            (Some(_), true) => "There is no memo yet: [memo] writes one on a coding, [source-memo] on a source",
            (Some(_), false) => "Nothing is wrong in this study",
        };
        super::view::say(model, buffer, inner, &model.with_keys(words), Look::Dim);
        return;
    }
    let (notes, chosen) = (list.shown(), list.at());
    // Only what is in sight is broken into lines: a study may have thousands of notes.
    let mut first = chosen;
    let mut used = note_lines(model, &notes[chosen], inner.width).len();
    while let Some(before) = first.checked_sub(1) {
        used += note_lines(model, &notes[before], inner.width).len();
        if used > usize::from(inner.height) {
            break;
        }
        first = before;
    }
    let mut y = inner.y;
    let mut whole = 0;
    'notes: for (at, note) in notes.iter().enumerate().skip(first) {
        for (number, (line, look)) in note_lines(model, note, inner.width).into_iter().enumerate() {
            if y >= inner.bottom() {
                break 'notes;
            }
            let line = if model.plain { line.replace(" · ", ", ") } else { line };
            pen::line(buffer, inner.x, y, inner.width, &line, model.colours.of(look));
            if at == chosen && number == 0 {
                pen::paint(buffer, Rect { y, height: 1, ..inner }, model.colours.of(Look::Chosen));
            }
            y += 1;
        }
        whole += 1;
    }
    let unseen = Unseen::around(first, whole, notes.len());
    super::view::draw_unseen(model, buffer, area, &unseen);
}

fn title(model: &Model) -> String {
    let list = &model.notes;
    let (what, other) = if list.memos { ("Memos", "problems") } else { ("Problems", "memos") };
    let Some(found) = &list.found else { return what.to_owned() };
    // The footer tells the same number of problems.
    let (problems, all) = (found.serious(), found.problems.len());
    let what = match all - problems {
        _ if list.memos => what.to_owned(),
        0 => plural(problems, "problem", "problems"),
        notes => format!("{}, {}", plural(problems, "problem", "problems"), plural(notes, "note", "notes")),
    };
    let length = list.shown().len();
    let at = if length == 0 { 0 } else { list.at() + 1 };
    let more = if list.memos && found.more > 0 {
        format!(" and {}", plural(found.more, "older one", "older ones"))
    } else {
        String::new()
    };
    format!("{what} · {at} of {length}{more} · {}: {other}", model.key(Action::Turn))
}

fn note_lines(model: &Model, note: &Note, width: u16) -> Vec<(String, Look)> {
    let width = width.max(1);
    let look = if note.serious { Look::Warning } else { Look::Label };
    let indented = |words: &str, look: Look| {
        let mut rows = pen::wrapped(words, width.saturating_sub(2).max(1));
        if rows.len() > ROWS {
            rows.truncate(ROWS);
            if let Some(last) = rows.last_mut() {
                last.push_str(" …");
            }
        }
        rows.into_iter().map(move |row| (format!("  {row}"), look)).collect::<Vec<_>>()
    };
    let mut lines = vec![(note.head.clone(), look)];
    lines.extend(indented(&note.text, Look::Text));
    let hint = note.hint.as_ref().map(|hint| match hint {
        Hint::Said(words) => words.clone(),
        Hint::Keys(words) => model.with_keys(words),
    });
    lines.extend(hint.iter().flat_map(|hint| indented(hint, Look::Dim)));
    lines
}
