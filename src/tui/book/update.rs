//! What keys do on the screen Codebook, and what comes back from changes of it.

use super::dialog::{BookDialog, LineFor, PickFor, WriteText};
use super::questions;
use super::state::{chosen, chosen_search, length, uses};
use crate::base::ids::CodeId;
use crate::codebook::Field;
use crate::tui::desk::CodeCounts;
use crate::tui::dialog::Dialog;
use crate::tui::entry::line::LineEditor;
use crate::tui::keys::action::Action;
use crate::tui::message::{BookDone, BookEdit, Effect, Mouse};
use crate::tui::model::{Model, Screen};
use crate::tui::search;
use crate::tui::themes;

/// Opens the screen, on a code where one is meant.
pub fn open(model: &mut Model, code: Option<CodeId>) {
    if code.is_some() {
        model.book.chosen = code;
        model.book.saved = None;
    }
    model.show(Screen::Codebook);
}

/// Does what an action asks for on this screen.
pub fn act(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    model.book.refused = None;
    let (length, height) = (length(&model.desk), super::view::tree_height(model));
    if model.book.place.act(action, count, length, height) {
        model.book.saved = chosen_search(&model.desk, &model.book).map(|row| row.name.clone());
        model.book.chosen = chosen(&model.desk, &model.book).map(|code| code.id.clone());
        model.book.scroll = 0;
        return Vec::new();
    }
    if action == Action::AddCode {
        model.dialogs.push(Dialog::Book(BookDialog::Line(LineEditor::default(), LineFor::New)));
        return Vec::new();
    }
    if chosen_search(&model.desk, &model.book).is_some() {
        if action != Action::Open {
            model.say("a saved search is no code: run it with Enter, change it, and w there saves it again");
            return Vec::new();
        }
        return super::saved::open(model).unwrap_or_default();
    }
    let Some(code) = chosen(&model.desk, &model.book).cloned() else {
        model.say("there is no code yet: a adds one");
        return Vec::new();
    };
    let dialog = match action {
        Action::Open => return open_codings(model, &code.id),
        Action::More => {
            model.book.scroll = super::about::scrolled(model, count.saturating_mul(4));
            return Vec::new();
        }
        Action::Less => {
            model.book.scroll = model.book.scroll.saturating_sub(count.saturating_mul(4));
            return Vec::new();
        }
        Action::RenameCode => {
            let mut line = LineEditor::new(code.name.clone());
            line.select();
            BookDialog::Line(line, LineFor::Rename(code.id, code.name))
        }
        Action::KeyCode => BookDialog::Key(code.id),
        Action::DescribeCode => BookDialog::pick(&model.desk, PickFor::Field(code.id)),
        Action::ColourCode => BookDialog::pick(&model.desk, PickFor::Colour(code.id)),
        Action::MoveCode => BookDialog::pick(&model.desk, PickFor::Move(code.id)),
        Action::MergeCode => BookDialog::pick(&model.desk, PickFor::Merge(code.id)),
        Action::SplitCode if uses(&model.desk, &code) == 0 => {
            model.say("nothing is coded with this code, so there is nothing to split");
            return Vec::new();
        }
        Action::SplitCode => BookDialog::pick(&model.desk, PickFor::Split(code.id, Vec::new())),
        Action::RetireCode if code.retired => return vec![Effect::ChangeBook(BookEdit::Retire(code.id, false))],
        Action::RetireCode => questions::retire(&model.desk, &code),
        Action::AdoptCode => {
            let Some(coder) = code.drafted_by() else {
                model.say(format!("this is no draft: it stands in {} already", code.file));
                return Vec::new();
            };
            questions::adopt(&model.desk, &code, coder)
        }
        _ => return Vec::new(),
    };
    if dialog.is_empty() {
        model.say("there is no other code for this: a adds one");
    } else {
        model.dialogs.push(Dialog::Book(dialog));
    }
    Vec::new()
}

/// Shows the codings of a code: of a theme its evidence, of another code the passages that have it.
fn open_codings(model: &mut Model, code: &CodeId) -> Vec<Effect> {
    if model.desk.codebook.get(code).is_some_and(|code| code.claim.is_some()) {
        themes::open(model, code);
        return Vec::new();
    }
    search::open_with(model, &format!("code:{code}"))
}

/// Chooses the code under the mouse; a press on the chosen one opens its codings.
pub fn click(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    let Some(row) = super::view::row_at(model, mouse) else { return Vec::new() };
    let codes = model.desk.codebook.codes().len();
    let at = model.book.place.top + row;
    // The heading of the saved searches stands between them and the codes.
    let at = if at > codes { at - 1 } else { at };
    if at >= length(&model.desk) || model.book.place.top + row == codes {
        return Vec::new();
    }
    if model.book.place.at == at {
        return act(model, Action::Open, 1);
    }
    model.book.place.at = at;
    model.book.saved = chosen_search(&model.desk, &model.book).map(|row| row.name.clone());
    model.book.chosen = chosen(&model.desk, &model.book).map(|code| code.id.clone());
    model.book.scroll = 0;
    Vec::new()
}

/// Keeps the chosen code chosen, and inside the tree.
pub fn keep(model: &mut Model) {
    let height = super::view::tree_height(model);
    let outline = model.desk.codebook.outline();
    let book = &mut model.book;
    let wanted = book.chosen.as_ref().and_then(|id| model.desk.codebook.resolve(id));
    if let Some(at) = wanted.and_then(|id| outline.iter().position(|(_, code)| code.id == *id)) {
        book.place.at = at;
    }
    let saved = |name: &String| model.desk.searches.iter().position(|row| row.name == *name);
    if let Some(at) = book.saved.as_ref().and_then(saved) {
        book.place.at = outline.len() + at;
    }
    book.place.keep(outline.len() + model.desk.searches.len(), height);
    book.chosen = outline.get(book.place.at).map(|(_, code)| code.id.clone());
}

/// Lets go of what was said of the last change, as other notices are let go with the next key.
pub fn let_go(model: &mut Model) {
    if model.book.last.take().is_some() {
        keep(model);
    }
}

/// Takes the counts of codings.
pub fn counted(model: &mut Model, counts: CodeCounts) {
    model.book.counts = Some(counts);
}

/// Takes a change that was made: what asked for it is answered.
pub fn changed(model: &mut Model, done: BookDone) {
    match &done.edit {
        // The list of texts under the editor shows what is written now.
        BookEdit::Set { code, field, .. } if Field::PROSE.contains(field) => {
            pop_text(model);
            if let Some(Dialog::Book(list @ BookDialog::Pick(_))) = model.dialogs.last_mut() {
                *list = BookDialog::fields(&model.desk, code, Some(*field));
            }
        }
        edit => {
            model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Book(_)));
            if matches!(edit, BookEdit::Add(..)) {
                // A new code says nothing of itself yet.
                let list = BookDialog::fields(&model.desk, &done.code, None);
                model.dialogs.push(Dialog::Book(list));
            }
        }
    }
    model.book.chosen = Some(done.code.clone());
    model.book.saved = None;
    model.book.last = Some(done);
    model.book.refused = None;
    model.book.scroll = 0;
    keep(model);
}

fn pop_text(model: &mut Model) {
    if matches!(model.dialogs.last(), Some(Dialog::Book(BookDialog::Text(_)))) {
        model.dialogs.pop();
    }
}

/// Takes why a change was not made. What was typed stays, and is held against what stands there now.
pub fn refused(model: &mut Model, reason: &str) {
    model.book.refused = Some(reason.to_owned());
    let Some(text) = open_text(model) else { return };
    let now = model.desk.codebook.get(&text.code).and_then(|code| text.field.of(code));
    let Some(text) = open_text_mut(model) else { return };
    let over = if text.seen == now { "" } else { " · Ctrl-s again writes yours in its place" };
    text.seen = now;
    model.book.refused = Some(format!("{reason}{over}"));
}

/// Looks at the codebook after it was read again: says so where it changed under what is being written.
pub fn read_again(model: &mut Model) {
    keep(model);
    let Some(text) = open_text(model) else { return };
    let told = match model.desk.codebook.get(&text.code) {
        None => "another program took this code out of the codebook: Ctrl-s cannot write this there",
        Some(code) if text.field.of(code) != text.seen => {
            "another program changed this text meanwhile: Ctrl-s shows how, and writes nothing over it unasked"
        }
        Some(_) => return,
    };
    model.book.refused = Some(told.to_owned());
}

fn open_text(model: &Model) -> Option<&WriteText> {
    match model.dialogs.last()? {
        Dialog::Book(BookDialog::Text(text)) => Some(text),
        _ => None,
    }
}

fn open_text_mut(model: &mut Model) -> Option<&mut WriteText> {
    match model.dialogs.last_mut()? {
        Dialog::Book(BookDialog::Text(text)) => Some(text),
        _ => None,
    }
}
