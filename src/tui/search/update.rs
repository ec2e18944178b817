//! What keys do on the screen Search.

use crate::tui::desk::Hit;
use crate::tui::dialog::code::Purpose as CodeFor;
use crate::tui::dialog::{Dialog, Quick, code_with, pick_code};
use crate::tui::keys::action::Action;
use crate::tui::keys::chord::Chord;
use crate::tui::list::ListPlace;
use crate::tui::message::{Aim, Answer, Effect, Mouse, Spot};
use crate::tui::model::Model;

/// Types a key into the line, and searches where it changed.
pub fn type_key(model: &mut Model, chord: Chord) -> Vec<Effect> {
    let before = model.search.line.text().to_owned();
    model.search.line.press(chord);
    if model.search.line.text() == before { Vec::new() } else { ask(model) }
}

/// Puts pasted text into the line.
pub fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    model.search.line.insert(text);
    ask(model)
}

/// Asks for the hits of what is typed.
fn ask(model: &mut Model) -> Vec<Effect> {
    let search = &mut model.search;
    search.ticket += 1;
    let query = search.line.text().trim().to_owned();
    search.waiting = !query.is_empty();
    if query.is_empty() {
        search.answer = Answer::default();
        search.place = ListPlace::default();
        return Vec::new();
    }
    vec![Effect::Search { ticket: search.ticket, query }]
}

/// Asks again, after something was coded.
pub fn ask_again(model: &mut Model) -> Vec<Effect> {
    if model.search.line.text().trim().is_empty() { Vec::new() } else { ask(model) }
}

/// Takes an answer, unless a newer question was asked.
pub fn answered(model: &mut Model, ticket: u64, answer: Answer) {
    let height = super::view::hits_height(model);
    let search = &mut model.search;
    if ticket != search.ticket {
        return;
    }
    search.waiting = false;
    search.answer = answer;
    search.place.keep(search.answer.hits.len(), height);
}

/// Does what an action asks for on this screen.
pub fn act(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    let height = super::view::hits_height(model);
    let length = model.search.answer.hits.len();
    if model.search.place.act(action, count, length, height) {
        return Vec::new();
    }
    match action {
        Action::Accept if length > 0 => model.search.typing = false,
        Action::Accept => model.say("nothing was found: the words are looked for as they are typed"),
        Action::Open => {
            if let Some(hit) = hit(model) {
                return vec![Effect::Open(hit.source.clone(), Aim::Hits(hit.span, hit.matches.clone(), 0))];
            }
        }
        Action::Code => {
            if let Some((at, words)) = spot(model) {
                pick_code(model, CodeFor::Code(at, words));
            }
        }
        Action::CodeAgain => match (model.code.last_code.clone(), spot(model)) {
            (Some(last), Some((at, words))) => return code_with(model, last, at, words),
            (None, Some(_)) => model.say("nothing was coded yet: c opens the list of codes"),
            (_, None) => {}
        },
        Action::QuickCode => {
            if let Some((at, words)) = spot(model) {
                model.dialogs.push(Dialog::Quick(Quick { at, words }));
            }
        }
        _ => {}
    }
    Vec::new()
}

/// Chooses the hit under the mouse; a press on the chosen one opens it.
pub fn click(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    let Some(row) = mouse.row.checked_sub(super::view::TOP) else {
        model.search.typing = true;
        return Vec::new();
    };
    let at = model.search.place.top + usize::from(row / super::view::HIT);
    if at >= model.search.answer.hits.len() {
        return Vec::new();
    }
    let again = model.search.place.at == at && !model.search.typing;
    model.search.place.at = at;
    model.search.typing = false;
    if again { act(model, Action::Open, 1) } else { Vec::new() }
}

fn hit(model: &Model) -> Option<&Hit> {
    model.search.answer.hits.get(model.search.place.at)
}

/// Returns the passage of the chosen hit, to be coded.
fn spot(model: &Model) -> Option<(Spot, String)> {
    let hit = hit(model)?;
    Some((Spot { source: hit.source.clone(), text: hit.hash, span: hit.span }, hit.words.clone()))
}
