//! A form for a new code, which the words it was opened from are then coded with.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Dialog;
use super::code::{PickCode, Purpose};
use super::taking::{Taking, free_id, go_on, named};
use super::view::{line, middle, open, say};
use crate::base::ids::CodeId;
use crate::codebook::NewCode;
use crate::tui::colours::Look;
use crate::tui::desk::Desk;
use crate::tui::entry::line::LineEditor;
use crate::tui::keys::chord::{Chord, Key};
use crate::tui::message::{Effect, Spot};
use crate::tui::model::Model;
use crate::tui::pen;

/// What a form asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Field {
    #[default]
    Name,
    Parent,
    Definition,
    Claim,
}

impl Field {
    const ALL: [Self; 4] = [Self::Name, Self::Parent, Self::Definition, Self::Claim];

    fn label(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Parent => "Under",
            Self::Definition => "Definition",
            Self::Claim => "Claim",
        }
    }

    /// Says what the field is for, as long as there is nothing in it.
    fn hint(self) -> &'static str {
        match self {
            Self::Name => "what it is called",
            Self::Parent => "no code; letters find one",
            Self::Definition => "may stay empty; what it means",
            Self::Claim => "may stay empty; a sentence that can be true or false",
        }
    }
}

/// A code that is being made.
#[derive(Clone, Debug)]
pub struct NewCodeForm {
    field: Field,
    name: LineEditor,
    parent: Option<CodeId>,
    definition: LineEditor,
    claim: LineEditor,
    /// The words that are to be coded, and the codes that were marked for them before.
    words: (Spot, String, Vec<CodeId>),
    /// Whether the user was told that leaving loses what was written.
    pub(super) warned: bool,
}

impl NewCodeForm {
    /// Opens the form on a name, for words that are coded with these codes too.
    #[must_use]
    pub fn new(name: &str, at: Spot, words: String, with: Vec<CodeId>) -> Self {
        Self {
            field: Field::Name,
            name: LineEditor::new(name),
            parent: None,
            definition: LineEditor::default(),
            claim: LineEditor::default(),
            words: (at, words, with),
            warned: false,
        }
    }

    /// Tells whether something was written that is not quickly written again.
    #[must_use]
    pub fn is_begun(&self) -> bool {
        !self.definition.text().is_empty() || !self.claim.text().is_empty()
    }

    fn editor(&mut self) -> Option<&mut LineEditor> {
        match self.field {
            Field::Name => Some(&mut self.name),
            Field::Parent => None,
            Field::Definition => Some(&mut self.definition),
            Field::Claim => Some(&mut self.claim),
        }
    }

    /// Goes to the next field or the one before, round at the ends.
    pub(super) fn turn(&mut self, back: bool) {
        self.warned = false;
        let (fields, at) = (Field::ALL, Field::ALL.iter().position(|field| *field == self.field).unwrap_or(0));
        let by = if back { fields.len() - 1 } else { 1 };
        self.field = fields[(at + by) % fields.len()];
    }

    /// Takes the code that was picked to stand above, and goes on to the next field.
    pub(super) fn set_parent(&mut self, parent: CodeId) {
        self.parent = Some(parent);
        self.field = Field::Definition;
    }

    /// Puts pasted text into the field.
    pub(super) fn insert(&mut self, text: &str) {
        if let Some(editor) = self.editor() {
            editor.insert(text);
        }
    }
}

/// Types a key into the form on top; tells whether it took it.
pub(super) fn type_key(model: &mut Model, chord: Chord) -> bool {
    let Some(Dialog::NewCode(form)) = model.dialogs.last_mut() else { return false };
    form.warned = false;
    if let Some(editor) = form.editor() {
        return editor.press(chord);
    }
    if matches!(chord.key, Key::Backspace | Key::Delete) {
        form.parent = None;
        return true;
    }
    if chord.typed().is_none() {
        return false;
    }
    let mut pick = PickCode::new(model, Purpose::Parent);
    pick.picker.press(chord);
    model.dialogs.push(Dialog::PickCode(pick));
    true
}

/// Makes the code of the form on top and goes on to the stances; says what is wrong with it otherwise.
pub(super) fn accept(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::NewCode(form)) = model.dialogs.last() else { return Vec::new() };
    let made = made(&model.desk, form);
    let (at, words, with) = form.words.clone();
    match made {
        Ok(code) => {
            // The list that the form was opened from is answered too.
            model.dialogs.clear();
            go_on(model, Taking::new(at, words, with).and_new(code))
        }
        Err(wrong) => {
            model.warn(wrong);
            Vec::new()
        }
    }
}

/// Returns the code that a form describes.
///
/// # Errors
/// Says why there can be no such code.
fn made(desk: &Desk, form: &NewCodeForm) -> Result<NewCode, String> {
    let name = form.name.text().trim();
    if name.is_empty() {
        return Err("a code needs a name".to_owned());
    }
    if let Some(code) = named(&desk.codebook, name) {
        let more = if code.retired { ", taken out of use" } else { "" };
        return Err(format!("there is a code {} already{more} ({}): choose another name", code.name, code.file));
    }
    let id = free_id(&desk.codebook, name).ok_or("a code's name needs a letter or a digit")?;
    let text = |line: &LineEditor| Some(line.text().trim().to_owned()).filter(|text| !text.is_empty());
    Ok(NewCode {
        parent: form.parent.clone(),
        definition: text(&form.definition),
        claim: text(&form.claim),
        ..NewCode::named(id, name)
    })
}

/// How wide the labels are.
const LABEL: u16 = 12;

/// Draws the form.
pub(super) fn view(model: &Model, buffer: &mut Buffer, body: Rect, form: &NewCodeForm) {
    let colours = model.colours;
    let inner = open(model, buffer, middle(body, 10), "A new code");
    let rows = inner.rows().take(Field::ALL.len());
    for (field, row) in Field::ALL.into_iter().zip(rows) {
        let is_here = field == form.field;
        let label = if is_here { Look::Focus } else { Look::Label };
        let x = pen::line(buffer, row.x, row.y, LABEL, field.label(), colours.of(label)).max(row.x + LABEL);
        let room = Rect { x, width: row.right().saturating_sub(x), ..row };
        let editor = match field {
            Field::Name => &form.name,
            Field::Definition => &form.definition,
            Field::Claim => &form.claim,
            Field::Parent => {
                let name = form.parent.as_ref().map(|parent| model.desk.code_name(parent));
                let look = if name.is_some() { Look::Text } else { Look::Dim };
                pen::line(buffer, room.x, room.y, room.width, name.unwrap_or(field.hint()), colours.of(look));
                if is_here && room.width > 0 {
                    pen::paint(buffer, Rect { width: 1, ..room }, colours.of(Look::Cursor));
                }
                continue;
            }
        };
        if editor.text().is_empty() {
            pen::line(buffer, room.x, room.y, room.width, field.hint(), colours.of(Look::Dim));
        } else if !is_here {
            pen::line(buffer, room.x, room.y, room.width, editor.text(), colours.of(Look::Text));
        }
        if is_here {
            line(model, buffer, room, editor);
        }
    }
    let below = u16::try_from(Field::ALL.len()).unwrap_or(0) + 1;
    let rest = Rect { y: inner.y + below.min(inner.height), height: inner.height.saturating_sub(below), ..inner };
    say(model, buffer, rest, "It goes to your drafts in codebooks/, and the words are coded with it", Look::Dim);
}
