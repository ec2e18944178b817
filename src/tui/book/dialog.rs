//! The dialogs of the screen Codebook, and what they offer.

use super::split::Split;
use crate::base::ids::CodeId;
use crate::codebook::{COLOURS, Code, Field};
use crate::tui::desk::Desk;
use crate::tui::dialog::code::clues;
use crate::tui::entry::line::LineEditor;
use crate::tui::entry::memo::MemoEditor;
use crate::tui::entry::picker::{Item, Picker};
use crate::tui::keys::table::Scope;
use crate::tui::message::BookEdit;

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
    pub(super) fn of(code: &Code, field: Field) -> Self {
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
        let also = clues(&desk.codebook, code);
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
