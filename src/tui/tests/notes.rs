//! The list of problems and memos.

use std::sync::Arc;

use insta::assert_snapshot;

use super::in_notes;
use crate::base::settings;
use crate::tui::desk::Hint;
use crate::tui::keys::configured;
use crate::tui::message::{Aim, Effect, Message, Outcome};
use crate::tui::stage::{Stage, page_with_lost};

#[test]
fn problems_and_memos_are_listed_and_lead_to_their_places() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("P");
    assert!(stage.screen().contains("Reading the study"), "{}", stage.screen());
    let mut stage = in_notes(80, 24);
    assert_snapshot!("problems", stage.screen());
    assert!(stage.press("<Enter>").is_empty());
    assert!(stage.screen().contains("which is no source"), "{}", stage.screen());
    stage.press("G");
    assert_snapshot!("problems_end", stage.screen());
    stage.press("gg2j");
    assert_eq!(stage.press("<Enter>"), [Effect::Open("interviews/vrk-03.md".into(), Aim::Last)]);
    assert!(stage.model.dialogs.is_empty());
    // The list comes back at the line that it was left at; the one before leads to a coding without words.
    let asked = stage.press("Pk<Enter>");
    let [Effect::ListNotes, Effect::Open(_, aim)] = &asked[..] else { panic!("{asked:?}") };
    let aim = aim.clone();
    let page = page_with_lost("interviews/vrk-03.md");
    stage.send(Message::Done(Outcome::Opened(Box::new(page), aim)));
    assert!(stage.screen().contains("PLACE"), "{}", stage.screen());
    // The memos stand beside them.
    stage.press("<Esc>P<Tab>");
    assert_snapshot!("memos", stage.screen());
    let asked = stage.press("<Enter>");
    let [Effect::Open(source, aim)] = &asked[..] else { panic!("{asked:?}") };
    let (source, aim) = (source.clone(), aim.clone());
    stage.open(source.as_str(), aim);
    assert_eq!(stage.model.code.current().map(|mark| mark.code.to_string()).as_deref(), Some("labs"));
    assert_eq!(stage.press("Pq"), [Effect::ListNotes]);
    assert!(stage.model.dialogs.is_empty());
}

#[test]
fn an_empty_list_of_problems_or_memos_says_so() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("P");
    stage.send(Message::Done(Outcome::Listed(Box::default())));
    assert!(stage.screen().contains("Nothing is wrong"), "{}", stage.screen());
    assert!(stage.press("jjG<PgDn><Enter>").is_empty());
    stage.press("<Tab>");
    assert!(stage.screen().contains("There is no memo yet"), "{}", stage.screen());
    // What another program changes is asked for again while the list is open.
    stage.send(Message::Done(Outcome::Read(Box::default())));
    assert!(stage.effects.contains(&Effect::ListNotes));
}

#[test]
fn the_list_opens_on_the_problems_wherever_it_was_left() {
    let mut stage = in_notes(80, 24);
    stage.press("<Tab>");
    assert!(stage.screen().contains("Memos ·"), "{}", stage.screen());
    stage.press("<Esc>P");
    assert!(stage.screen().contains("2 problems, 10 notes"), "{}", stage.screen());
}

#[test]
fn on_the_smallest_screen_the_list_has_all_of_it() {
    let screen = in_notes(20, 5).screen();
    assert!(screen.lines().nth(3).unwrap_or_default().contains("▼ 12 more"), "{screen}");
    assert!(!screen.contains('%'), "nothing of what is below is seen: {screen}");
}

#[test]
fn what_to_do_about_a_problem_names_the_keys_as_the_user_has_them() {
    let mut stage = in_notes(80, 24);
    let found = stage.model.notes.found.as_mut().unwrap();
    found.problems[1].hint = Some(Hint::Keys("[open] shows it: select its words, then [attach]"));
    assert!(stage.screen().contains("Enter shows it: select its words, then A"), "{}", stage.screen());
    let text = "[keys]\nattach = \"F7\"\nopen = \"F8\"\n";
    let (keys, problems) =
        settings::read("config.toml", text, |top| top.section("keys").map(|mut keys| configured::read(&mut keys)));
    assert!(problems.is_empty(), "{problems:?}");
    stage.model.keys = Arc::new(keys.flatten().unwrap());
    assert!(stage.screen().contains("F8 shows it: select its words, then F7"), "{}", stage.screen());
    // What other programs would type stays as it is, though brackets stand in it.
    let found = stage.model.notes.found.as_mut().unwrap();
    found.problems[1].hint = Some(Hint::Said("write it under [[code]], or [code]".to_owned()));
    assert!(stage.screen().contains("[[code]], or [code]"), "{}", stage.screen());
}
