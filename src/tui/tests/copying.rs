//! Copying words with their citation: in the text, on a hit, on a piece of evidence.

use super::{in_search, in_theme};
use crate::tui::clipboard::MOST;
use crate::tui::message::{Effect, Message, Outcome};
use crate::tui::stage::{Stage, evidence, span};

#[test]
fn the_passage_or_the_selection_is_asked_for() {
    let mut stage = Stage::on_text(80, 24);
    let cite = |effects: Vec<Effect>| match &effects[..] {
        [Effect::Cite(source, span)] if source == "interviews/vrk-03.md" => *span,
        _ => panic!("{effects:?}"),
    };
    let passage = cite(stage.press("]c]cY"));
    assert_eq!(
        stage.model.code.page.as_ref().unwrap().text.slice(passage).chars().take(6).collect::<String>(),
        "Before"
    );
    let words = cite(stage.press("vY"));
    assert!(words.len() == 1, "{words:?}");
    let mut in_hits = in_search(80, 24);
    in_hits.press("<Enter>");
    assert!(!cite(in_hits.press("Y")).is_empty());
    assert_eq!(cite(in_theme(80, 24).press("Y")), span("Now the lab answers within a week"));
}

#[test]
fn what_is_written_down_goes_to_the_terminal_and_is_counted() {
    let mut stage = Stage::on_text(120, 24);
    stage.send(Message::Done(Outcome::Cited("“Now” (a respondent)".to_owned())));
    assert_eq!(std::mem::take(&mut stage.effects), [Effect::Copy("“Now” (a respondent)".to_owned())]);
    assert!(stage.screen().contains("20 characters sent to the clipboard"), "{}", stage.screen());
    stage.send(Message::Done(Outcome::Cited("x".repeat(MOST + 1))));
    assert_eq!(std::mem::take(&mut stage.effects), []);
    assert!(stage.screen().contains("not copied: 74001 characters are too many"), "{}", stage.screen());
}

#[test]
fn words_that_are_lost_are_not_copied() {
    let mut stage = Stage::new(80, 24);
    stage.press("j<Enter>");
    let mut found = evidence();
    found.entries[0].span = None;
    stage.send(Message::Done(Outcome::Gathered(Box::new(found))));
    assert_eq!(stage.press("Y"), []);
    assert!(stage.screen().contains("not copied: these words are not found"), "{}", stage.screen());
}
