//! What the dialogs of the screen Codebook do with keys. One that asks for a change stays until it is made.

use super::dialog::{BookDialog, LineFor, PickFor, Picked, WriteText};
use super::{questions, split};
use crate::base::ids::CodeId;
use crate::codebook::Field;
use crate::tui::dialog::{Dialog, step};
use crate::tui::keys::action::Action;
use crate::tui::keys::chord::{Chord, Key};
use crate::tui::message::{BookEdit, Effect};
use crate::tui::model::Model;

/// Types a key that is bound to nothing into the dialog on top; tells whether it took it.
pub fn type_key(model: &mut Model, chord: Chord) -> Option<Vec<Effect>> {
    let Some(Dialog::Book(dialog)) = model.dialogs.last_mut() else { return None };
    let taken = match dialog {
        BookDialog::Line(line, _) => line.press(chord),
        BookDialog::Pick(pick) => pick.picker.press(chord),
        BookDialog::Text(write) => {
            write.warned = false;
            write.editor.press(chord)
        }
        BookDialog::Key(code) => {
            let code = code.clone();
            return Some(take_key(model, code, chord));
        }
        BookDialog::Split(_) => return split::type_key(model, chord),
        BookDialog::Ask(_) => false,
    };
    taken.then(Vec::new)
}

fn take_key(model: &mut Model, code: CodeId, chord: Chord) -> Vec<Effect> {
    model.book.refused = None;
    let text = match chord.typed() {
        Some(key) if !key.is_whitespace() => Some(key.to_string()),
        None if matches!(chord.key, Key::Backspace | Key::Delete) => None,
        _ => {
            model.warn(format!("{chord} can be no quick key: a letter, digit or sign; BkSp takes the key away"));
            return Vec::new();
        }
    };
    set(model, code, Field::Key, text)
}

/// Does what an action asks of the dialog on top.
pub fn answer(model: &mut Model, action: Action) -> Vec<Effect> {
    model.book.refused = None;
    let Some(Dialog::Book(dialog)) = model.dialogs.last_mut() else { return Vec::new() };
    match (dialog, action) {
        (BookDialog::Split(_), _) => split::act(model, action),
        (BookDialog::Text(write), Action::Back) if write.is_changed() && !write.warned => {
            write.warned = true;
            model.warn("not saved: Ctrl-s saves, Esc again throws it away");
            Vec::new()
        }
        (_, Action::Back) => {
            model.dialogs.pop();
            Vec::new()
        }
        (BookDialog::Text(write), Action::Save) => {
            let (code, field, seen) = (write.code.clone(), write.field, write.seen.clone());
            let text = Some(write.editor.text().trim().to_owned()).filter(|text| !text.is_empty());
            vec![Effect::ChangeBook(BookEdit::Set { code, field, seen, text })]
        }
        (BookDialog::Line(line, purpose), Action::Accept) => {
            let (name, purpose) = (line.text().trim().to_owned(), purpose.clone());
            named(model, name, purpose)
        }
        (BookDialog::Ask(ask), Action::Accept) => vec![Effect::ChangeBook(ask.edit.clone())],
        (BookDialog::Pick(pick), Action::Accept) => {
            let Some(value) = pick.picker.picked().map(|item| item.value.clone()) else { return Vec::new() };
            let purpose = pick.purpose.clone();
            picked(model, value, purpose)
        }
        (BookDialog::Pick(pick), _) => {
            step(&mut pick.picker, action);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn named(model: &mut Model, name: String, purpose: LineFor) -> Vec<Effect> {
    if name.is_empty() {
        model.warn("a code needs a name");
        return Vec::new();
    }
    match purpose {
        LineFor::Rename(code, seen) => {
            let text = Some(name);
            vec![Effect::ChangeBook(BookEdit::Set { code, field: Field::Name, seen: Some(seen), text })]
        }
        LineFor::New => {
            let mut list = BookDialog::pick(&model.desk, PickFor::Place(name));
            if let (BookDialog::Pick(pick), Some(chosen)) = (&mut list, &model.book.chosen) {
                pick.picker.choose(|picked| *picked == Picked::Code(chosen.clone()));
            }
            model.dialogs.push(Dialog::Book(list));
            Vec::new()
        }
    }
}

fn picked(model: &mut Model, value: Picked, purpose: PickFor) -> Vec<Effect> {
    let place = match &value {
        Picked::Code(code) => Some(code.clone()),
        _ => None,
    };
    match (purpose, value) {
        (PickFor::Place(name), _) => vec![Effect::ChangeBook(BookEdit::Add(name, place))],
        (PickFor::Field(code), Picked::Field(field)) => {
            if let Some(code) = model.desk.codebook.get(&code) {
                let write = WriteText::of(code, field);
                model.dialogs.push(Dialog::Book(BookDialog::Text(Box::new(write))));
            }
            Vec::new()
        }
        (PickFor::Colour(code), Picked::Colour(colour)) => set(model, code, Field::Colour, colour.map(str::to_owned)),
        (PickFor::Move(code), _) => {
            let asked =
                model.desk.codebook.get(&code).and_then(|code| questions::moved(&model.desk, code, place.as_ref()));
            let Some(question) = asked else { return vec![Effect::ChangeBook(BookEdit::Move(code, place))] };
            model.dialogs.push(Dialog::Book(question));
            Vec::new()
        }
        (PickFor::Merge(code), Picked::Code(into)) => {
            let book = &model.desk.codebook;
            if let (Some(code), Some(into)) = (book.get(&code), book.get(&into)) {
                let question = questions::merge(&model.desk, code, into);
                model.dialogs.push(Dialog::Book(question));
            }
            Vec::new()
        }
        (PickFor::Split(code, mut into), Picked::Code(target)) => {
            into.push(target);
            model.dialogs.pop();
            if into.len() == split::MOST {
                return split::gather(model, code, into);
            }
            let list = BookDialog::pick(&model.desk, PickFor::Split(code, into));
            model.dialogs.push(Dialog::Book(list));
            Vec::new()
        }
        (PickFor::Split(code, into), Picked::Enough) => {
            model.dialogs.pop();
            split::gather(model, code, into)
        }
        _ => Vec::new(),
    }
}

/// Writes one text of a code in the place of the one that is shown.
fn set(model: &Model, code: CodeId, field: Field, text: Option<String>) -> Vec<Effect> {
    let seen = model.desk.codebook.get(&code).and_then(|code| field.of(code));
    vec![Effect::ChangeBook(BookEdit::Set { code, field, seen, text })]
}
