//! Drawing the dialogs of the screen Codebook.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget as _;

use super::dialog::{Ask, BookDialog, LineFor, Pick, PickFor, Picked, WriteText};
use super::split::Split;
use super::state::uses;
use crate::base::count::plural;
use crate::codebook::Field;
use crate::tui::code::stance_look;
use crate::tui::colours::Look;
use crate::tui::dialog::{SHORT_LIST, line, lowered, middle, open, pick, say, taken_keys};
use crate::tui::entry::line::LineEditor;
use crate::tui::model::Model;
use crate::tui::pen;

/// Draws a dialog over the screen.
pub fn view_dialog(model: &Model, buffer: &mut Buffer, dialog: &BookDialog) {
    let body = super::view::above_last(model);
    match dialog {
        BookDialog::Line(typed, purpose) => name(model, buffer, body, typed, purpose),
        BookDialog::Pick(list) => pick_from(model, buffer, body, list),
        BookDialog::Text(write) => text(model, buffer, body, write),
        BookDialog::Key(code) => {
            let name = model.desk.code_name(code);
            taken_keys(model, buffer, body, &format!("Press the key for {name}; BkSp: none. These are taken:"));
        }
        BookDialog::Ask(ask) => question(model, buffer, body, ask),
        BookDialog::Split(split) => split_view(model, buffer, body, split),
    }
}

fn name(model: &Model, buffer: &mut Buffer, body: Rect, typed: &LineEditor, purpose: &LineFor) {
    let (title, told) = match purpose {
        LineFor::New => {
            let coder = model.desk.coder.as_ref().map_or("", |coder| coder.as_str());
            (
                "A new code: its name".to_owned(),
                format!("It goes to codebooks/drafts-{coder}.toml; its place is asked next"),
            )
        }
        LineFor::Rename(code, _) => (
            format!("Another name for {}", model.desk.code_name(code)),
            format!("Its id '{code}' and its codings stay"),
        ),
    };
    let inner = open(model, buffer, middle(body, 5), &title);
    line(model, buffer, Rect { height: inner.height.min(1), ..inner }, typed);
    let words = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    say(model, buffer, words, &told, Look::Dim);
}

fn pick_from(model: &Model, buffer: &mut Buffer, body: Rect, list: &Pick) {
    let name = |code| model.desk.code_name(code);
    let title = match &list.purpose {
        PickFor::Place(new) => format!("{new}: under which code?"),
        PickFor::Field(code) => format!("{}: which text? Esc: none", name(code)),
        PickFor::Colour(code) => format!("{}: which colour?", name(code)),
        PickFor::Move(code) => format!("{}: under which code?", name(code)),
        PickFor::Merge(code) => format!("{}: merge it into which code?", name(code)),
        PickFor::Split(code, into) if into.is_empty() => format!("{}: into which code?", name(code)),
        PickFor::Split(code, into) => {
            format!("{}: into which other code? {} so far", name(code), into.len())
        }
    };
    let colours = model.colours;
    let body = match list.purpose {
        PickFor::Field(_) | PickFor::Colour(_) => lowered(body, SHORT_LIST),
        _ => body,
    };
    pick(model, buffer, body, &title, &list.picker, |item| match item.value {
        Picked::Colour(colour) => colours.of_code(colour),
        _ => colours.of(Look::Text),
    });
}

fn text(model: &Model, buffer: &mut Buffer, body: Rect, write: &WriteText) {
    let code = model.desk.codebook.get(&write.code);
    let title = format!("{} of {}", write.field.word(), model.desk.code_name(&write.code));
    let inner = open(model, buffer, middle(body, 14), &title);
    let count = code.map_or(0, |code| uses(&model.desk, code));
    let told = match write.field {
        Field::Claim if write.seen.is_some() && count > 0 => {
            format!("{} for the claim as it stands.", plural(count, "coding was made", "codings were made"))
        }
        Field::Claim => "One sentence that can be true or false; it makes the code a theme.".to_owned(),
        _ => String::new(),
    };
    let rows = u16::from(!told.is_empty());
    let area = Rect { y: inner.y + rows, height: inner.height.saturating_sub(rows), ..inner };
    if rows > 0 {
        say(model, buffer, Rect { height: inner.height.min(1), ..inner }, &told, Look::Dim);
    }
    if area.width > 1 && area.height > 0 {
        write.editor.widget().render(area, buffer);
    }
}

fn question(model: &Model, buffer: &mut Buffer, body: Rect, ask: &Ask) {
    let width = middle(body, 3).width.saturating_sub(2).max(1);
    let rows: usize = ask.lines.iter().map(|words| pen::wrapped(words, width).len()).sum();
    let height = u16::try_from(rows + 4).unwrap_or(u16::MAX);
    let inner = open(model, buffer, middle(body, height), &ask.title);
    let keys = Rect { y: inner.bottom().saturating_sub(1), height: inner.height.min(1), ..inner };
    let mut rest = Rect { height: inner.height.saturating_sub(1), ..inner };
    for words in &ask.lines {
        let y = say(model, buffer, rest, words, Look::Text);
        rest = Rect { y, height: rest.bottom().saturating_sub(y), ..rest };
    }
    if keys.height > 0 {
        let x = pen::line(buffer, keys.x, keys.y, keys.width, "y yes   n no", model.colours.of(Look::Key));
        pen::line(
            buffer,
            x,
            keys.y,
            keys.right().saturating_sub(x),
            "   (u does not undo it)",
            model.colours.of(Look::Dim),
        );
    }
}

fn split_view(model: &Model, buffer: &mut Buffer, body: Rect, split: &Split) {
    let colours = model.colours;
    let name = model.desk.code_name(&split.code);
    let title = format!("Split {name} · {} of {}", (split.at + 1).min(split.codings.len()), split.codings.len());
    let inner = open(model, buffer, middle(body, body.height.saturating_sub(2).max(8)), &title);
    let Some(coding) = split.coding() else {
        say(model, buffer, inner, "Gathering the codings …", Look::Dim);
        return;
    };
    let choices = choices(model, split);
    let below = u16::try_from(choices.len() + 1).unwrap_or(u16::MAX).min(inner.height / 2);
    let upper = Rect { height: inner.height - below, ..inner };
    let head = format!("{} · {} · {} {}", coding.source, coding.coder, coding.stance.sign(), coding.stance.word());
    let mut y = say(model, buffer, upper, &head, stance_look(coding.stance));
    let rest = |y: u16| Rect { y, height: upper.bottom().saturating_sub(y), ..upper };
    if !coding.own {
        let told =
            format!("A coding of {0}: what you choose stands beside it as agreed; {0}'s own stays.", coding.coder);
        y = say(model, buffer, rest(y), &told, Look::Dim);
    }
    y = say(model, buffer, rest(y), &flat(&coding.before), Look::Dim);
    y = say(model, buffer, rest(y), &format!("“{}”", flat(&coding.words)), Look::Strong);
    say(model, buffer, rest(y), &flat(&coding.after), Look::Dim);
    for (y, (key, words)) in (upper.bottom()..inner.bottom()).zip(choices) {
        let x = pen::line(buffer, inner.x, y, inner.width, &format!("{key} "), colours.of(Look::Key));
        pen::line(buffer, x, y, inner.right().saturating_sub(x), &words, colours.of(Look::Text));
    }
}

fn choices(model: &Model, split: &Split) -> Vec<(String, String)> {
    let own = model.desk.theme_of(&split.code).map(|theme| &theme.id);
    let mut choices: Vec<(String, String)> = Vec::new();
    for (at, code) in split.into.iter().enumerate() {
        let theme = model.desk.theme_of(code);
        let note = match theme {
            Some(theme) if Some(&theme.id) != own => {
                format!("  claim: {}", theme.claim.as_deref().unwrap_or_default())
            }
            None if own.is_some() => "  no claim: it becomes neutral".to_owned(),
            _ => String::new(),
        };
        choices.push(((at + 1).to_string(), format!("{}{note}", model.desk.code_name(code))));
    }
    choices.push(("k".to_owned(), format!("keeps {}   s later   Esc stop", model.desk.code_name(&split.code))));
    choices
}

fn flat(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
