//! What keys do on the screen Suggestions, and how it is opened.

use super::state::{Candidate, Like, Suggested};
use crate::base::ids::CodeId;
use crate::tui::book;
use crate::tui::code::{self, Panel};
use crate::tui::dialog::code::Purpose as CodeFor;
use crate::tui::dialog::sheet::{Sheet, What};
use crate::tui::dialog::{Dialog, code_with, pick_code};
use crate::tui::keys::action::Action;
use crate::tui::message::{Aim, Change, Effect, Mouse, News, Spot};
use crate::tui::model::{Model, Screen};

/// Opens the screen on what is like the thing that is chosen.
pub fn open(model: &mut Model) -> Vec<Effect> {
    if model.screen == Screen::Alike {
        model.say_with_keys("these are the suggestions; [anew] makes the list anew");
        return Vec::new();
    }
    let like = match like_what(model) {
        Ok(like) => like,
        Err(words) => {
            model.say_with_keys(words);
            return Vec::new();
        }
    };
    if let Some(code) = like.code().and_then(|code| model.desk.codebook.get(code)).filter(|code| code.retired) {
        let words = format!("{} is out of use: nothing is suggested for it", code.name);
        model.warn(words);
        return Vec::new();
    }
    model.alike.like = Some(like);
    model.alike.take(Suggested::default());
    model.show(Screen::Alike);
    ask(model)
}

/// Returns what is chosen: a selection, else a code.
fn like_what(model: &Model) -> Result<Like, &'static str> {
    let code = |code: Option<CodeId>, none| code.map(Like::Code).ok_or(none);
    match model.screen {
        Screen::Code if model.code.focus == Panel::Codebook => {
            code(code::book_choice(model), "there is no code yet: [in-vivo] makes one of selected words")
        }
        Screen::Code => {
            if let Some(spot) = code::selected(model) {
                return Ok(Like::Words(spot, None));
            }
            let none = "select words, or go to a coding ([coding-on]): passages like these are suggested";
            code(model.code.meant().map(|mark| mark.code.clone()), none)
        }
        Screen::Codebook => {
            let none = if model.desk.codebook.is_empty() {
                "there is no code yet: [add-code] adds one"
            } else {
                "a saved search is no code: [open] leads to its hits, and to one of them others can be alike"
            };
            code(book::chosen_code(model), none)
        }
        Screen::Themes => {
            let open = model.themes.open.as_ref().map(|open| open.code.clone());
            let row = || Some(model.themes.table.as_ref()?.rows.get(model.themes.place.at)?.code.clone());
            code(open.or_else(row), "there is no theme yet: a claim makes a code a theme")
        }
        Screen::Framework => {
            let chosen = model.framework.chosen().map(|chosen| chosen.theme.code.clone());
            code(chosen, "there is no theme to choose yet")
        }
        Screen::Search => {
            let hit = model.search.answer.hits.get(model.search.place.at);
            hit.map(|hit| Like::Words(spot_of(hit), None)).ok_or("there is no hit that others could be like")
        }
        Screen::Words => Err("[open] leads to a place of the word: passages like that one are suggested there"),
        Screen::Alike => Err(""),
    }
}

/// Returns what the passage of a hit says, to be coded.
fn spot_of(hit: &crate::tui::desk::Hit) -> Spot {
    Spot { source: hit.source.clone(), text: hit.hash, span: hit.said }
}

fn ask(model: &mut Model) -> Vec<Effect> {
    let Some(like) = model.alike.like.clone() else { return Vec::new() };
    model.alike.ticket += 1;
    model.alike.waiting = true;
    vec![Effect::Suggest { ticket: model.alike.ticket, like }]
}

/// Takes an answer, unless a newer question was asked.
pub fn suggested(model: &mut Model, ticket: u64, found: Suggested) {
    if ticket == model.alike.ticket {
        model.alike.take(found);
        keep(model);
    }
}

/// Keeps the place inside the list.
pub fn keep(model: &mut Model) {
    let height = super::view::list_height(model);
    let alike = &mut model.alike;
    alike.place.keep(alike.found.passages.len(), height);
}

/// Does what an action asks for on this screen.
pub fn act(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    let height = super::view::list_height(model);
    let length = model.alike.found.passages.len();
    if model.alike.place.act(action, count, length, height) {
        return Vec::new();
    }
    if action == Action::Anew {
        return ask(model);
    }
    let Some(chosen) = model.alike.chosen().cloned() else {
        if model.alike.waiting {
            model.say("still looking: one moment");
        } else {
            model.say_with_keys("nothing is suggested; [anew] makes the list anew, [back] leads back");
        }
        return Vec::new();
    };
    match action {
        Action::Open => {
            let hit = chosen.hit;
            return vec![Effect::Open(hit.source, Aim::Hits(hit.span, hit.matches, 0))];
        }
        Action::TakeSuggestion => return accept(model, &chosen),
        Action::Refuse => return refuse(model, &chosen),
        Action::Why => model.dialogs.push(Dialog::Sheet(Sheet::new(What::Suggestion))),
        Action::Cite => return vec![Effect::Cite(chosen.hit.source, chosen.hit.said)],
        _ => {}
    }
    Vec::new()
}

/// Codes the passage: with the code that the suggestions are for, else with one that is picked.
fn accept(model: &mut Model, chosen: &Candidate) -> Vec<Effect> {
    let at = spot_of(&chosen.hit);
    let words = chosen.hit.said_words();
    if let Some(code) = model.alike.like.as_ref().and_then(Like::code).cloned() {
        return code_with(model, code, at, words);
    }
    pick_code(model, CodeFor::Code(at, words));
    Vec::new()
}

/// Refuses the passage for the code; where there is none yet, it is only put aside.
fn refuse(model: &mut Model, chosen: &Candidate) -> Vec<Effect> {
    let at = spot_of(&chosen.hit);
    if let Some(code) = model.alike.like.as_ref().and_then(Like::code).cloned() {
        return vec![Effect::Write(vec![Change::Refuse(at, code)])];
    }
    model.alike.settle(&at.source, at.span, None);
    keep(model);
    model.say_with_keys("put aside until the list is made anew: without a code there is nothing to remember it for");
    Vec::new()
}

/// Follows what was saved: what was coded or refused leaves the list, what was undone comes back to it.
pub fn settled(model: &mut Model, news: &News) {
    let alike = &mut model.alike;
    if alike.like.is_none() {
        return;
    }
    for settled in &news.settled {
        // What has another code now may get this one, too.
        if alike.is_for(&settled.code) {
            alike.settle(&settled.source, settled.span, Some(settled.id));
        }
    }
    alike.follow(&news.written.removed, &news.written.restored);
    // The code that was picked for words is the one that the next are for.
    if model.screen == Screen::Alike
        && !news.written.made.is_empty()
        && let Some(Like::Words(_, code @ None)) = &mut model.alike.like
        && let Some((used, _)) = model.code.last.first()
    {
        *code = Some(used.clone());
    }
    keep(model);
}

/// Follows what the disk refused: it leaves the list too, since it is tried again by itself.
pub fn unsaved(model: &mut Model, changes: &[Change]) {
    for change in changes {
        if let Change::Code(at, code, _) | Change::Refuse(at, code) = change
            && model.alike.is_for(code)
        {
            model.alike.settle(&at.source, at.span, None);
        }
    }
    keep(model);
}

/// Chooses the suggestion under the mouse; a press on the chosen one opens it.
pub fn click(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    let Some(row) = super::view::row_at(model, mouse) else { return Vec::new() };
    let at = model.alike.place.top + row;
    if at >= model.alike.found.passages.len() {
        return Vec::new();
    }
    let again = model.alike.place.at == at;
    model.alike.place.at = at;
    if again { act(model, Action::Open, 1) } else { Vec::new() }
}
