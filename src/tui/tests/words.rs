//! The screen Words: lists of words, and the way to their places and back.

use insta::assert_snapshot;

use super::in_words;
use crate::base::text::Span;
use crate::content::frequency::Words;
use crate::content::groups::By;
use crate::content::kwic::Order;
use crate::content::material::Turns;
use crate::tui::message::{Aim, Effect, Message, Mouse, MouseAct, Outcome};
use crate::tui::model::Screen;
use crate::tui::stage::{Stage, counted, places, span};
use crate::tui::words::{Answer, Ask, Found, Kept, Tab};

fn asked(effects: &[Effect]) -> &Ask {
    let [Effect::CountWords(ask)] = effects else { panic!("{effects:?}") };
    ask
}

/// Opens the places of a word on the text and answers with lines in three scripts.
fn in_concordance(width: u16, height: u16) -> Stage {
    let mut stage = Stage::on_text(width, height);
    stage.press("}}wwwwww");
    let effects = stage.press("*");
    let ask = asked(&effects).clone();
    stage.send(Message::Done(Outcome::Words(Box::new(Answer { ask, found: Ok(Found::Concordance(places())) }))));
    stage
}

#[test]
fn the_word_under_the_cursor_is_shown_in_its_places() {
    let mut stage = Stage::on_text(80, 24);
    let effects = stage.press("}}wwwwww*");
    assert_eq!(asked(&effects), &Ask::Concordance("seen".to_owned(), Turns::Respondents));
    assert!(stage.screen().contains("Counting: 0%"), "{}", stage.screen());
    let mut stage = Stage::on_text(80, 24);
    let effects = stage.press("}}wwwvee*");
    assert_eq!(asked(&effects), &Ask::Concordance("\"nobody here\"".to_owned(), Turns::Respondents));
    assert_snapshot!("words_concordance_80", in_concordance(80, 24).screen());
    assert_snapshot!("words_concordance_120", in_concordance(120, 34).screen());
    assert_snapshot!("words_concordance_20", in_concordance(20, 6).screen());
}

#[test]
fn places_are_sorted_by_the_words_around_them() {
    let mut stage = in_concordance(80, 24);
    let first = |stage: &Stage| stage.model.words.line().map(|(_, line)| line.words[2].trim().to_owned()).unwrap();
    assert!(first(&stage).starts_with("answers within"), "{}", first(&stage));
    stage.press("r");
    assert_eq!(stage.model.words.order, Order::Right);
    assert!(stage.screen().contains("by right"), "{}", stage.screen());
    let by_right: Vec<String> = lines(&stage);
    let mut sorted = by_right.clone();
    sorted.sort();
    assert_eq!(by_right, sorted);
    stage.press("lj");
    assert_eq!(stage.model.words.order, Order::Left);
    stage.press("s");
    assert!(first(&stage).starts_with("answers within"), "the first line is chosen again");
}

/// The place of the word in the text.
fn lab() -> Span {
    Span { end: span("lab answers").start + 3, ..span("lab answers") }
}

fn lines(stage: &Stage) -> Vec<String> {
    let Some(Found::Concordance(places)) = stage.model.words.found() else { panic!() };
    places.lines.iter().map(|line| line.after.join(" ")).collect()
}

#[test]
fn a_place_leads_to_its_text_and_back() {
    for back in ["<Esc>", "H"] {
        let mut stage = in_concordance(80, 24);
        let effects = stage.press("<Enter>");
        let [Effect::Open(source, aim)] = effects.as_slice() else { panic!("{effects:?}") };
        let (source, aim) = (source.clone(), aim.clone());
        assert!(matches!(&aim, Aim::Hits(_, hits, 0) if hits[..] == [lab()]), "{aim:?}");
        stage.open(source.as_str(), aim);
        assert_eq!(stage.model.code.pane.cursor(), lab().start);
        let effects = stage.press(back);
        assert_eq!((stage.model.screen, stage.model.words.tab), (Screen::Words, Tab::Concordance), "{back}");
        assert!(matches!(asked(&effects), Ask::Concordance(..)), "something may have been coded meanwhile");
        assert!(stage.screen().contains("answers within"), "{back}: {}", stage.screen());
    }
}

#[test]
fn a_word_of_a_list_leads_to_its_places_and_back_to_the_list() {
    for back in ["<Esc>", "H"] {
        let mut stage = in_words(80, 24);
        assert_eq!(stage.model.words.tab, Tab::Frequency);
        let effects = stage.press("j<Enter>");
        assert_eq!(asked(&effects), &Ask::Concordance("reagents".to_owned(), Turns::Respondents));
        stage.press(back);
        assert_eq!((stage.model.screen, stage.model.words.tab), (Screen::Words, Tab::Frequency), "{back}");
        assert_eq!(stage.model.words.place().at, 1, "{back}: the word is still chosen");
    }
    let mut stage = in_words(80, 24);
    stage.press("<Esc>");
    assert_eq!(stage.model.screen, Screen::Themes);
}

#[test]
fn the_lists_follow_each_other_and_ask_only_once() {
    let mut stage = in_words(80, 24);
    assert_snapshot!("words_frequency", stage.screen());
    let effects = stage.press("<Tab>");
    let Ask::Keyness(By::Theme, kept) = asked(&effects).clone() else { panic!("{effects:?}") };
    assert_eq!(kept, Kept::default());
    stage.send(counted(asked(&effects)));
    assert_snapshot!("words_keywords", stage.screen());
    stage.press("]g");
    assert!(stage.screen().contains("theme Laboratories"), "{}", stage.screen());
    let effects = stage.press("d");
    assert!(matches!(asked(&effects), Ask::Keyness(By::Kind, _)));
    stage.send(counted(asked(&effects)));
    let effects = stage.press("<Tab>");
    let ask = asked(&effects).clone();
    assert_eq!(ask, Ask::Collocations("lab".to_owned(), Kept::default()));
    stage.send(counted(&ask));
    assert_snapshot!("words_collocations", stage.screen());
    assert_eq!(stage.press("<S-Tab>"), [], "what was counted is not counted again");
    assert_eq!(stage.model.words.tab, Tab::Keyness);
}

#[test]
fn a_word_is_typed_and_what_counts_is_chosen() {
    let mut stage = in_words(80, 24);
    stage.press("#");
    assert_snapshot!("words_asked", stage.screen());
    let effects = stage.press("lab OR table<Enter>");
    assert_eq!(asked(&effects), &Ask::Concordance("lab OR table".to_owned(), Turns::Respondents));
    let effects = stage.press("i");
    assert_eq!(asked(&effects), &Ask::Concordance("lab OR table".to_owned(), Turns::All));
    assert!(stage.screen().contains("with interviewers"), "{}", stage.screen());
    stage.press("<Esc>");
    let effects = stage.press("f");
    assert!(matches!(asked(&effects), Ask::Frequency(Kept { words: Words::All, turns: Turns::All })));
}

#[test]
fn an_answer_to_another_question_is_dropped_and_a_fault_is_told() {
    let mut stage = in_concordance(80, 24);
    let old = Ask::Concordance("other".to_owned(), Turns::Respondents);
    stage.send(Message::Done(Outcome::Words(Box::new(Answer { ask: old, found: Err("no".to_owned()) }))));
    assert!(stage.screen().contains("answers within"), "{}", stage.screen());
    let effects = stage.press("ekind:x<Enter>");
    let reason = "no word is looked for".to_owned();
    let answer = Answer { ask: asked(&effects).clone(), found: Err(reason.clone()) };
    stage.send(Message::Done(Outcome::Words(Box::new(answer))));
    assert!(stage.screen().contains(&reason), "{}", stage.screen());
    stage.send(Message::Done(Outcome::Counting(40)));
    assert!(!stage.screen().contains("40%"), "nothing is counted any more: {}", stage.screen());
}

#[test]
fn names_are_hidden_and_a_screen_reader_is_told_in_words() {
    let mut stage = in_concordance(80, 24);
    stage.press("Z");
    let screen = stage.screen();
    assert!(!screen.contains("vrk-03") && screen.contains("source 2"), "{screen}");
    let mut stage = in_concordance(80, 24);
    stage.model.plain = true;
    assert_snapshot!("words_plain", stage.screen());
}

#[test]
fn the_mouse_chooses_a_line_and_opens_it() {
    let mut stage = in_concordance(80, 24);
    let at = std::time::Instant::now();
    let press = |row| Message::Mouse(Mouse { act: MouseAct::Press, column: 30, row, at });
    stage.send(press(4));
    assert_eq!(stage.model.words.place().at, 1);
    assert_eq!(stage.effects, []);
    stage.send(press(4));
    assert!(matches!(stage.effects.as_slice(), [Effect::Open(..)]), "{:?}", stage.effects);
}
