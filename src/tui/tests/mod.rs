//! Key scripts on the staged study, with the selection in one line and screens as goldens: a room for each screen.

mod alike;
mod behind;
mod book;
mod coding;
mod copying;
mod drafts;
mod framework;
mod groups;
mod help;
mod lists;
mod lost;
mod notes;
mod picking;
mod place;
mod reading;
pub(super) mod scenes;
mod search;
mod sizes;
mod terminal;
mod text;
mod themes;
mod words;

use crate::tui::message::{Aim, Effect, Message, Outcome};
use crate::tui::stage::{Stage, answer, counted, evidence, framework, notes, page_with_lost, suggested};

fn in_theme(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height);
    stage.press("j<Enter>");
    stage.send(Message::Done(Outcome::Gathered(Box::new(evidence()))));
    stage
}

fn in_search(width: u16, height: u16) -> Stage {
    let mut stage = Stage::on_text(width, height);
    stage.press("/lab");
    stage.send(Message::Done(Outcome::Found { ticket: 3, answer: Box::new(answer()) }));
    stage
}

/// Opens the text with codings that have lost their words.
fn with_lost(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height);
    let page = page_with_lost("interviews/vrk-03.md");
    stage.send(Message::Done(Outcome::Opened(Box::new(page), Aim::Last)));
    stage
}

/// Opens the framework.
fn in_framework(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height);
    assert_eq!(stage.press("W"), [Effect::LayOut]);
    stage.send(Message::Done(Outcome::LaidOut(Box::new(framework()))));
    stage.effects.clear();
    stage
}

/// Opens the suggestions for the laboratories from the table of themes.
fn in_alike(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height);
    stage.press("jS");
    let ticket = stage.model.alike.ticket;
    stage.send(Message::Done(Outcome::Suggested { ticket, found: Box::new(suggested()) }));
    stage
}

/// Opens the list of problems and memos.
fn in_notes(width: u16, height: u16) -> Stage {
    let mut stage = Stage::on_text(width, height);
    assert_eq!(stage.press("P"), [Effect::ListNotes]);
    stage.send(Message::Done(Outcome::Listed(Box::new(notes()))));
    stage
}

/// Opens the words, on their frequencies.
fn in_words(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height);
    let effects = stage.press("#");
    let [Effect::CountWords(ask)] = effects.as_slice() else { panic!("{effects:?}") };
    stage.model.words.query = "lab".to_owned();
    stage.send(counted(ask));
    stage.effects.clear();
    stage
}
