//! What keys do on the screen Words.

use std::sync::Arc;

use super::found::{Answer, Found};
use super::state::Tab;
use crate::content::frequency::Words;
use crate::content::groups::By;
use crate::content::kwic::{Order, sort};
use crate::content::material::Turns;
use crate::tui::dialog::Dialog;
use crate::tui::keys::action::Action;
use crate::tui::list::ListPlace;
use crate::tui::message::{Aim, Effect, Mouse};
use crate::tui::model::{Model, Screen};
use crate::tui::reading::object::Object;

/// Opens the screen as it was left; where it is shown already, asks for a word.
pub fn open(model: &mut Model) -> Vec<Effect> {
    if model.screen == Screen::Words {
        ask_word(model);
        return Vec::new();
    }
    model.show(Screen::Words);
    again(model)
}

/// Opens the places of the selected words, or of the word under the cursor.
pub fn of_text(model: &mut Model) -> Vec<Effect> {
    let code = &model.code;
    let pane = &code.pane;
    let word = || pane.ground().around(pane.cursor(), None, Object::Word, &code.landmarks);
    let words = pane.selection().or_else(word).map(|span| pane.text().slice(span).to_owned());
    let query = words.as_deref().map(query_of).filter(|query| !query.is_empty());
    let Some(query) = query else {
        model.say("no words here");
        return Vec::new();
    };
    model.code.pane.clear_selection();
    model.words.from.clear();
    model.words.tab = Tab::Concordance;
    model.words.query = query;
    model.words.places[Tab::Concordance as usize] = ListPlace::default();
    model.show(Screen::Words);
    again(model)
}

/// Returns the query that finds words of a text: one word in all its forms, several as a phrase.
fn query_of(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words.trim_matches(|ch: char| !ch.is_alphanumeric());
    if words.chars().all(char::is_alphanumeric) {
        // In capitals OR and NOT would be signs of the query.
        return words.to_lowercase();
    }
    format!("\"{}\"", words.replace(['"', '“', '”', '«', '»', '„'], " "))
}

/// Asks for what the screen shows, unless it is there; what was found for other lists is forgotten, since
/// something may have been coded.
pub fn again(model: &mut Model) -> Vec<Effect> {
    let tab = model.words.tab as usize;
    for (at, answer) in model.words.answers.iter_mut().enumerate() {
        if at != tab {
            *answer = None;
        }
    }
    ask(model)
}

fn ask(model: &mut Model) -> Vec<Effect> {
    keep(model);
    let asked = model.words.ask();
    model.words.counting = asked.as_ref().map(|_| 0);
    asked.map(|ask| Effect::CountWords(Box::new(ask))).into_iter().collect()
}

/// Asks only where the answer is not there yet.
fn show(model: &mut Model) -> Vec<Effect> {
    if model.words.answer().is_some() {
        keep(model);
        return Vec::new();
    }
    ask(model)
}

/// Takes an answer, unless something else is asked by now.
pub fn answered(model: &mut Model, mut answer: Answer) {
    if model.words.ask().as_ref() != Some(&answer.ask) {
        return;
    }
    if let Ok(Found::Concordance(places)) = &mut answer.found {
        sort(Arc::make_mut(&mut places.lines).as_mut_slice(), model.words.order);
    }
    let tab = model.words.tab as usize;
    model.words.counting = None;
    model.words.answers[tab] = Some(answer);
    keep(model);
}

/// Keeps the chosen line inside its list and in sight, and the chosen group among those that there are.
pub fn keep(model: &mut Model) {
    if let Some(Found::Keyness(names, _)) = model.words.found() {
        model.words.group = model.words.group.min(names.len().saturating_sub(1));
    }
    // Before an answer is there nothing is known of its length.
    if model.words.answer().is_some() {
        let (length, height) = (model.words.len(), super::view::height(model));
        model.words.places[model.words.tab as usize].keep(length, height);
    }
}

/// Does what an action asks for on this screen.
pub fn act(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    let (length, height) = (model.words.len(), super::view::height(model));
    let tab = model.words.tab;
    if model.words.places[tab as usize].act(action, count, length, height) {
        return Vec::new();
    }
    match action {
        Action::NextPanel => turn(model, 1),
        Action::PreviousPanel => turn(model, Tab::ALL.len() - 1),
        Action::SortLeft => order(model, Order::Left),
        Action::SortRight => order(model, Order::Right),
        Action::SortSource => order(model, Order::Source),
        Action::Divide => divide(model),
        Action::ColumnLeft => group(model, false, count),
        Action::ColumnRight => group(model, true, count),
        Action::AskWord => {
            ask_word(model);
            Vec::new()
        }
        Action::FunctionWords => function_words(model),
        Action::InterviewersTurns => interviewers(model),
        Action::Open => open_chosen(model),
        _ => Vec::new(),
    }
}

/// Turns to another list, so many further on. That is no jump to another place.
fn turn(model: &mut Model, further: usize) -> Vec<Effect> {
    model.history.stays();
    let at = (model.words.tab as usize + further) % Tab::ALL.len();
    // On a list of words the one that is chosen is what the next list is about.
    if let Some(word) = model.words.word().map(query_of)
        && model.words.query.is_empty()
    {
        model.words.query = word;
    }
    model.words.tab = Tab::ALL[at];
    show(model)
}

fn order(model: &mut Model, order: Order) -> Vec<Effect> {
    model.words.order = order;
    if let Some(Answer { found: Ok(Found::Concordance(places)), .. }) =
        &mut model.words.answers[Tab::Concordance as usize]
    {
        sort(Arc::make_mut(&mut places.lines).as_mut_slice(), order);
    }
    model.words.places[Tab::Concordance as usize] = ListPlace::default();
    model.say(match order {
        Order::Left => "sorted by the words before",
        Order::Right => "sorted by the words after",
        Order::Source => "sorted by source and place",
    });
    Vec::new()
}

/// Divides the texts by the next of what they can be divided by.
fn divide(model: &mut Model) -> Vec<Effect> {
    let screen = &mut model.words;
    if screen.tab == Tab::Keyness {
        let at = By::USUAL.iter().position(|by| *by == screen.by).map_or(0, |at| (at + 1) % By::USUAL.len());
        screen.by = By::USUAL[at].clone();
        screen.group = 0;
    }
    screen.tab = Tab::Keyness;
    screen.places[Tab::Keyness as usize] = ListPlace::default();
    model.history.stays();
    show(model)
}

fn group(model: &mut Model, on: bool, count: usize) -> Vec<Effect> {
    let Some(Found::Keyness(names, _)) = model.words.found() else {
        model.say_with_keys("keywords have groups: [divide] shows them");
        return Vec::new();
    };
    let last = names.len().saturating_sub(1);
    let screen = &mut model.words;
    screen.group = if on { (screen.group + count).min(last) } else { screen.group.saturating_sub(count) };
    screen.places[Tab::Keyness as usize] = ListPlace::default();
    Vec::new()
}

fn function_words(model: &mut Model) -> Vec<Effect> {
    let kept = &mut model.words.kept;
    kept.words = if kept.words == Words::All { Words::OfContent } else { Words::All };
    let all = kept.words == Words::All;
    let effects = ask(model);
    model.say(if all { "function words are listed too" } else { "function words are not listed" });
    effects
}

fn interviewers(model: &mut Model) -> Vec<Effect> {
    let kept = &mut model.words.kept;
    kept.turns = if kept.turns == Turns::All { Turns::Respondents } else { Turns::All };
    let all = kept.turns == Turns::All;
    let effects = ask(model);
    model.say(if all { "turns of interviewers count too" } else { "turns of interviewers are left out" });
    effects
}

fn ask_word(model: &mut Model) {
    model.dialogs.push(Dialog::Word(Box::default()));
}

/// Takes the word that was typed.
pub fn take_word(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Word(line)) = model.dialogs.last() else { return Vec::new() };
    let query = line.text().trim().to_owned();
    if query.is_empty() {
        model.warn("type a word, or go back");
        return Vec::new();
    }
    model.dialogs.pop();
    let tab = if model.words.tab.asks_word() { model.words.tab } else { Tab::Concordance };
    go_on(model, tab, query)
}

/// Opens what is chosen: a place in its text, or the places of a word.
fn open_chosen(model: &mut Model) -> Vec<Effect> {
    if let Some((places, line)) = model.words.line() {
        let Some(source) = places.source(line).cloned() else { return Vec::new() };
        return vec![Effect::Open(source, Aim::Hits(line.passage_span, vec![line.span], 0))];
    }
    match model.words.word().map(query_of) {
        Some(word) => go_on(model, Tab::Concordance, word),
        None if model.words.ask().is_none() => {
            ask_word(model);
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// Goes on to a word; a step back leads to the list that is shown now.
fn go_on(model: &mut Model, tab: Tab, query: String) -> Vec<Effect> {
    let screen = &mut model.words;
    screen.from.push((screen.tab, screen.query.clone()));
    screen.tab = tab;
    screen.query = query;
    screen.places[tab as usize] = ListPlace::default();
    show(model)
}

/// Goes back to the list that a word was opened from; tells whether there was one.
pub fn back(model: &mut Model) -> Option<Vec<Effect>> {
    let (tab, query) = model.words.from.pop()?;
    Some(go_to(model, tab, query))
}

/// Shows a list again, with the word that it was on.
pub fn go_to(model: &mut Model, tab: Tab, query: String) -> Vec<Effect> {
    model.words.tab = tab;
    model.words.query = query;
    show(model)
}

/// Shows a list on the way through the places that one came from.
pub fn travel(model: &mut Model, tab: Tab, query: String, at: usize) -> Vec<Effect> {
    let screen = &mut model.words;
    if (screen.tab, &screen.query) != (tab, &query) {
        // The lists that words were opened from lead to another one.
        screen.from.clear();
    }
    screen.places[tab as usize].at = at;
    go_to(model, tab, query)
}

/// Chooses the line under the mouse; a press on the chosen one opens it.
pub fn click(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    let Some(row) = mouse.row.checked_sub(super::view::TOP).map(usize::from) else { return Vec::new() };
    let place = model.words.place();
    let at = place.top + row;
    if row >= super::view::height(model) || at >= model.words.len() {
        return Vec::new();
    }
    model.words.places[model.words.tab as usize].at = at;
    if at == place.at { open_chosen(model) } else { Vec::new() }
}
