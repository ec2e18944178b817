//! What keys do on the screen Search.

use super::folding::{fold, unfold};
use super::saving;
use crate::search::arranged::By;
use crate::tui::desk::Hit;
use crate::tui::dialog::code::Purpose as CodeFor;
use crate::tui::dialog::{Dialog, Quick, code_again, pick_code, put_copied};
use crate::tui::entry::line::LineEditor;
use crate::tui::keys::action::Action;
use crate::tui::keys::chord::Chord;
use crate::tui::list::ListPlace;
use crate::tui::message::{Aim, Answer, Effect, Mouse, Spot};
use crate::tui::model::{Model, Screen};

/// Types a key into the line, and searches where that asks something else.
pub fn type_key(model: &mut Model, chord: Chord) -> Vec<Effect> {
    let asked = |model: &Model| (model.search.line.text().to_owned(), model.search.is_typed());
    let before = asked(model);
    model.search.line.press(chord);
    if asked(model) == before { Vec::new() } else { ask(model) }
}

/// Puts pasted text into the line.
pub fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    model.search.line.insert(text);
    ask(model)
}

/// Opens the search on a query, with the keys on its hits.
pub fn open_with(model: &mut Model, query: &str) -> Vec<Effect> {
    model.search.from = None;
    model.search.line = LineEditor::new(query);
    model.search.answer = Answer::default();
    model.search.place = ListPlace::default();
    model.show(Screen::Search);
    model.search.typing = false;
    model.search.is_given = true;
    ask(model)
}

/// Asks for the hits of what is typed.
fn ask(model: &mut Model) -> Vec<Effect> {
    let search = &mut model.search;
    search.ticket += 1;
    // A blank at the end says that the last word is whole, so it is asked with the rest.
    let query = search.line.text().to_owned();
    search.waiting = !query.trim().is_empty();
    if !search.waiting {
        search.answer = Answer::default();
        search.place = ListPlace::default();
        return Vec::new();
    }
    vec![Effect::Search { ticket: search.ticket, query, typing: search.is_typed(), by: search.by }]
}

/// Gives the keys to the line, all of it selected: what is typed next takes the place of the old query.
pub fn select(model: &mut Model) -> Vec<Effect> {
    model.search.is_given = false;
    model.search.typing = true;
    model.search.line.select();
    ask_again(model)
}

/// Gives the keys to the line, to go on with it.
pub fn go_on(model: &mut Model) -> Vec<Effect> {
    model.search.is_given = false;
    model.search.typing = true;
    model.search.line.let_go();
    ask_again(model)
}

/// Gives the keys to the hits of the query as it is written.
fn go_to_hits(model: &mut Model) -> Vec<Effect> {
    let was_typed = model.search.is_typed();
    model.search.typing = false;
    model.search.line.let_go();
    if was_typed { ask(model) } else { Vec::new() }
}

/// Asks again, after something was coded.
pub fn ask_again(model: &mut Model) -> Vec<Effect> {
    if model.search.line.text().trim().is_empty() { Vec::new() } else { ask(model) }
}

/// Takes an answer, unless a newer question was asked.
pub fn answered(model: &mut Model, ticket: u64, mut answer: Answer) -> Vec<Effect> {
    let height = super::view::hits_height(model);
    let search = &mut model.search;
    if ticket != search.ticket {
        return Vec::new();
    }
    let is_nothing = answer.hits.is_empty() && answer.problem.is_none();
    if !search.typing && is_nothing && search.answer.is_begun && !search.answer.hits.is_empty() {
        // Who saw hits of a begun word goes to them, and the query says what they are hits of.
        search.answer.is_begun = false;
        search.line.append("*");
        model.say("the last word itself is not found: * finds the longer words that it begins");
        return ask(model);
    }
    search.waiting = false;
    super::folding::unfold_as(&mut answer, &search.answer);
    // Whoever is among the hits stays on the passage, wherever it stands now.
    let chosen = search.answer.hits.get(search.place.at).filter(|_| !search.typing);
    let is_chosen = |hit: &Hit| chosen.is_some_and(|chosen| (&chosen.source, chosen.span) == (&hit.source, hit.span));
    if let Some(at) = answer.hits.iter().position(is_chosen) {
        search.place.at = at;
    }
    search.answer = answer;
    search.place.keep(search.answer.hits.len(), height);
    Vec::new()
}

/// Does what an action asks for on this screen.
pub fn act(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    let height = super::view::hits_height(model);
    let length = model.search.answer.hits.len();
    if model.search.place.act(action, count, length, height) {
        return Vec::new();
    }
    match action {
        Action::Accept if length > 0 => return go_to_hits(model),
        Action::Accept if model.search.waiting => model.say("still searching: one moment"),
        Action::Accept => model.say("nothing was found: change the words, or leave some out"),
        Action::Cite => {
            if let Some((at, _)) = spot(model) {
                return vec![Effect::Cite(at.source, at.span)];
            }
        }
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
        Action::CodeAll if length > 0 => {
            let query = model.search.line.text().to_owned();
            pick_code(model, CodeFor::All(query));
        }
        Action::Arrange => return arrange(model),
        Action::Unfold => {
            let is_more = unfold(&mut model.search.answer, model.search.place.at);
            if !is_more {
                model.say("no more passages of this voice are folded here");
            }
        }
        Action::Fold => match fold(&mut model.search.answer, model.search.place.at) {
            Some(first) => {
                model.search.place.at = first;
                model.search.place.keep(model.search.answer.hits.len(), height);
            }
            None => model.say("the passages of this voice are folded already"),
        },
        Action::SaveSearch => saving::ask(model),
        Action::CodeAgain => return code_again(model, spot(model)),
        Action::PutCopied => return put_copied(model, spot(model)),
        Action::QuickCode => {
            if let Some((at, words)) = spot(model) {
                model.dialogs.push(Dialog::Quick(Quick::new(at, words)));
            }
        }
        _ => {}
    }
    Vec::new()
}

/// Groups the hits by the next of kind, case and category, and after those not at all.
fn arrange(model: &mut Model) -> Vec<Effect> {
    let search = &mut model.search;
    let at = GROUPS.iter().position(|by| *by == search.by).unwrap_or(0);
    search.by = GROUPS[(at + 1) % GROUPS.len()];
    // The chosen passage may stand anywhere in the other order: one begins at the strongest.
    search.place = ListPlace::default();
    search.answer = Answer::default();
    ask(model)
}

/// What hits are grouped by, in turn.
const GROUPS: [Option<By>; 4] = [None, Some(By::Kind), Some(By::Case), Some(By::Category)];

/// Chooses the hit under the mouse; a press on the chosen one opens it.
pub fn click(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    let Some(row) = mouse.row.checked_sub(super::view::TOP) else {
        return if model.search.typing && !model.search.line.is_selected() { Vec::new() } else { go_on(model) };
    };
    let Some(at) = super::view::hit_in_row(model, row) else { return Vec::new() };
    let again = model.search.place.at == at && !model.search.typing;
    model.search.place.at = at;
    if again { act(model, Action::Open, 1) } else { go_to_hits(model) }
}

fn hit(model: &Model) -> Option<&Hit> {
    model.search.answer.hits.get(model.search.place.at)
}

/// Returns what the passage of the chosen hit says, to be coded.
fn spot(model: &Model) -> Option<(Spot, String)> {
    let hit = hit(model)?;
    let words = hit.said_words();
    Some((Spot { source: hit.source.clone(), text: hit.hash, span: hit.said }, words))
}
