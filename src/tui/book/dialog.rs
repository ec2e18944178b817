//! The dialogs of the screen Codebook. One that asks for a change stays until the change is made.

use super::questions;
use super::split::{self, Split};
use crate::base::ids::CodeId;
use crate::codebook::{COLOURS, Code, Field};
use crate::tui::desk::Desk;
use crate::tui::dialog::{Dialog, step};
use crate::tui::entry::line::LineEditor;
use crate::tui::entry::memo::MemoEditor;
use crate::tui::entry::picker::{Item, Picker};
use crate::tui::keys::action::Action;
use crate::tui::keys::chord::{Chord, Key};
use crate::tui::keys::table::Scope;
use crate::tui::message::{BookEdit, Effect};
use crate::tui::model::Model;

/// A dialog of the screen Codebook.
#[derive(Clone, Debug)]
pub enum BookDialog {
    /// A name is typed.
    Line(LineEditor, LineFor),
    /// Something is picked from a list.
    Pick(Box<Pick>),
    /// One text of a code is written.
    Text(Box<WriteText>),
    /// A quick key is awaited.
    Key(CodeId),
    /// Yes or no.
    Ask(Ask),
    /// The codings of a code are given other codes.
    Split(Box<Split>),
}

/// What a name is typed for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineFor {
    /// A new code.
    New,
    /// A code that has this one.
    Rename(CodeId, String),
}

/// A list to pick from.
#[derive(Clone, Debug)]
pub struct Pick {
    /// The list.
    pub picker: Picker<Picked>,
    /// What for.
    pub purpose: PickFor,
}

/// What can be picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picked {
    /// The top of the tree.
    Top,
    /// A code.
    Code(CodeId),
    /// A text of a code.
    Field(Field),
    /// A colour, or none.
    Colour(Option<&'static str>),
    /// What was picked before is all.
    Enough,
}

/// What something is picked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PickFor {
    /// The place of a new code of this name.
    Place(String),
    /// The text of the code that is to be written.
    Field(CodeId),
    /// The colour of the code.
    Colour(CodeId),
    /// The code above it.
    Move(CodeId),
    /// The code that it is merged into.
    Merge(CodeId),
    /// The codes that its codings can be given, with those that were picked before.
    Split(CodeId, Vec<CodeId>),
}

/// A text of a code is being written.
#[derive(Clone, Debug)]
pub struct WriteText {
    /// What is written.
    pub editor: MemoEditor,
    /// The code.
    pub code: CodeId,
    /// Which of its texts.
    pub field: Field,
    /// What the writer knows to stand there.
    pub seen: Option<String>,
    /// Whether the writer was told that leaving loses what was written.
    pub warned: bool,
}

/// A question with what there is to know before it is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The question.
    pub title: String,
    /// What there is to know.
    pub lines: Vec<String>,
    /// What a yes does.
    pub edit: BookEdit,
}

impl WriteText {
    fn of(code: &Code, field: Field) -> Self {
        let seen = field.of(code);
        let editor = MemoEditor::new(seen.as_deref().unwrap_or_default());
        Self { editor, code: code.id.clone(), field, seen, warned: false }
    }

    /// Tells whether something was written that is nowhere else.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.editor.text().trim() != self.seen.as_deref().unwrap_or_default().trim()
    }
}

impl BookDialog {
    /// Opens a list.
    #[must_use]
    pub(super) fn pick(desk: &Desk, purpose: PickFor) -> Self {
        let items = match &purpose {
            PickFor::Field(code) => return Self::fields(desk, code, None),
            PickFor::Colour(_) => colours(),
            PickFor::Place(_) => with_top(codes(desk, |code| !code.retired)),
            PickFor::Move(of) => {
                let below: Vec<&CodeId> = desk.codebook.with_sub_codes(of).into_iter().map(|code| &code.id).collect();
                with_top(codes(desk, |code| !below.contains(&&code.id)))
            }
            PickFor::Merge(of) => codes(desk, |code| code.id != *of),
            PickFor::Split(of, picked) => {
                let mut items = codes(desk, |code| code.id != *of && !code.retired && !picked.contains(&code.id));
                if !picked.is_empty() {
                    let name = "– these are all: show me the codings –".to_owned();
                    items.insert(0, Item { name, ..item(Picked::Enough, "") });
                }
                items
            }
        };
        Self::Pick(Box::new(Pick { picker: Picker::new(items), purpose }))
    }

    /// Opens the list of a code's texts.
    #[must_use]
    pub(super) fn fields(desk: &Desk, code: &CodeId, chosen: Option<Field>) -> Self {
        let of = |field: Field| desk.codebook.get(code).and_then(|code| field.of(code)).unwrap_or_default();
        let items = Field::PROSE.into_iter().map(|field| {
            let words = of(field).split_whitespace().collect::<Vec<_>>().join(" ");
            let short: String = words.chars().take(NOTE).collect();
            let note = if short.len() < words.len() { format!("{short}…") } else { short };
            Item { note, ..item(Picked::Field(field), field.word()) }
        });
        let mut picker = Picker::new(items.collect());
        picker.choose(|picked| chosen.is_some_and(|field| *picked == Picked::Field(field)));
        Self::Pick(Box::new(Pick { picker, purpose: PickFor::Field(code.clone()) }))
    }

    /// Tells whether there is nothing to pick from.
    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::Pick(pick) if pick.picker.count() == 0)
    }

    /// Returns the scopes whose keys hold in it.
    #[must_use]
    pub fn scopes(&self) -> &'static [Scope] {
        match self {
            Self::Line(..) => &[Scope::Line, Scope::Everywhere],
            Self::Pick(_) => &[Scope::Picker, Scope::Everywhere],
            Self::Text(_) => &[Scope::Memo, Scope::Everywhere],
            Self::Key(_) => &[Scope::Quick, Scope::Everywhere],
            Self::Ask(_) => &[Scope::Question, Scope::Everywhere],
            Self::Split(_) => &[Scope::Split, Scope::Everywhere],
        }
    }

    /// Puts pasted text in, where one can type.
    pub fn insert(&mut self, text: &str) {
        match self {
            Self::Line(line, _) => line.insert(text),
            Self::Pick(pick) => pick.picker.insert(text),
            Self::Text(write) => {
                write.warned = false;
                write.editor.insert(text);
            }
            Self::Key(_) | Self::Ask(_) | Self::Split(_) => {}
        }
    }

    /// Tells whether leaving the program would lose something that was written here.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        matches!(self, Self::Text(write) if write.is_changed())
    }
}

/// How many code points of a text stand beside its name in the list.
const NOTE: usize = 48;

fn item(value: Picked, name: &str) -> Item<Picked> {
    Item { value, name: name.to_owned(), note: String::new(), depth: 0, also: Vec::new() }
}

fn codes(desk: &Desk, offered: impl Fn(&Code) -> bool) -> Vec<Item<Picked>> {
    let of = |(depth, code): (usize, &Code)| {
        let also = vec![code.id.to_string()];
        let note = if code.retired { "out of use".to_owned() } else { String::new() };
        Item { note, depth, also, ..item(Picked::Code(code.id.clone()), &code.name) }
    };
    desk.codebook.outline().into_iter().filter(|(_, code)| offered(code)).map(of).collect()
}

fn with_top(codes: Vec<Item<Picked>>) -> Vec<Item<Picked>> {
    std::iter::once(item(Picked::Top, "– at the top –")).chain(codes).collect()
}

fn colours() -> Vec<Item<Picked>> {
    let none = item(Picked::Colour(None), "none");
    COLOURS.into_iter().map(|name| item(Picked::Colour(Some(name)), name)).chain([none]).collect()
}

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
