//! The screen Search, and the way from hit to hit.

use insta::assert_snapshot;

use super::in_search;
use super::scenes::in_code_all;
use crate::coding::Stance;
use crate::search::autocode::Count;
use crate::tui::message::{Aim, AllPlanned, Change, Effect, Message, Outcome};
use crate::tui::model::Screen;
use crate::tui::stage::{Stage, answer, span};

#[test]
fn hits_are_shown_in_context_opened_and_coded() {
    let mut stage = in_search(80, 24);
    assert_snapshot!("search", stage.screen());
    let asked = stage.press("<Enter>ccap<Enter>1");
    assert!(
        matches!(&asked[..], [Effect::Search { typing: false, .. }, Effect::Write(c)] if matches!(&c[0], Change::Code(at, ..) if at.span == answer().hits[0].said)),
        "{asked:?}"
    );
    let asked = stage.press("<Enter>");
    let [Effect::Open(source, aim)] = asked.as_slice() else { panic!("{asked:?}") };
    let (source, aim) = (source.clone(), aim.clone());
    stage.open(source.as_str(), aim);
    assert!(stage.notation().contains("Now the |lab answers"));
    stage.press("q");
    assert_eq!(stage.model.screen, Screen::Search);
}

#[test]
fn one_key_leads_through_the_matches_and_the_passages_that_were_found() {
    let mut stage = in_search(80, 24);
    // The second hit has two matches and stands in another source.
    let mut found = answer();
    found.hits[1].source = "interviews/vrk-01.md".into();
    found.hits[1].matches = vec![span("Visit"), span("laboratory")];
    found.hits[1].span = span("# Visit to the laboratory");
    stage.send(Message::Done(Outcome::Found { ticket: 3, answer: Box::new(found) }));
    stage.press("<Enter>");
    let mut step = |keys: &str| {
        let asked = stage.press(keys);
        let said = stage.model.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default();
        if let [Effect::Open(source, aim)] = &asked[..] {
            stage.open(source.clone().as_str(), aim.clone());
        } else {
            assert!(asked.is_empty(), "{asked:?}");
        }
        let page = stage.model.code.page.as_ref().unwrap();
        (page.id.to_string(), stage.model.code.pane.cursor(), said)
    };
    let at = |source: &str, words: &str, said: &str| (source.to_owned(), span(words).start, said.to_owned());
    let (first, other) = ("interviews/vrk-03.md", "interviews/vrk-01.md");
    let lab = |said: &str| at(first, "lab answers", said);
    assert_eq!(step("<Enter>"), lab(""));
    assert_eq!(step("n"), at(other, "Visit", "hit 2 of 2"));
    assert_eq!(step("n"), at(other, "laboratory", ""));
    assert_eq!(step("n"), lab("hit 1 of 2; after the last comes the first again"));
    assert_eq!(step("N"), at(other, "laboratory", "hit 2 of 2; before the first comes the last again"));
    assert_eq!(step("N"), at(other, "Visit", ""));
    assert_eq!(step("2N"), at(other, "laboratory", "hit 2 of 2; before the first comes the last again"));
    assert_eq!(step("5n"), at(other, "Visit", "hit 2 of 2; after the last comes the first again"));
    // A selection is not torn away to another passage.
    assert_eq!(step("vnn").0, other);
    assert!(stage.screen().contains("no further hit in this passage"), "{}", stage.screen());
    // From a text that no hit led to, the way goes to the chosen hit.
    stage.open("observations/lab.md", Aim::Last);
    assert!(matches!(&stage.press("n")[..], [Effect::Open(source, Aim::Hits(..))] if *source == other));
}

#[test]
fn an_answer_to_an_older_question_is_dropped() {
    let mut stage = Stage::new(80, 24);
    stage.press("/la");
    stage.send(Message::Done(Outcome::Found { ticket: 1, answer: Box::new(answer()) }));
    assert!(stage.model.search.answer.hits.is_empty());
}

#[test]
fn the_search_opens_on_the_old_query_which_the_next_letter_replaces() {
    let again = || {
        let mut stage = in_search(80, 24);
        stage.press("<Enter>q/");
        assert_eq!(stage.model.search.line.text(), "lab");
        assert!(stage.screen().contains("reversed in row 1: ⟦lab"), "{}", stage.screen());
        stage
    };
    for (keys, text) in [("m", "m"), ("<BkSp>", "la"), ("<End>s", "labs"), ("<Left>x", "laxb"), (" ", " ")] {
        let mut stage = again();
        stage.press(keys);
        assert_eq!(stage.model.search.line.text(), text, "{keys}");
        assert!(!stage.screen().contains("reversed in row 1: ⟦l"), "{}", stage.screen());
    }
    let mut stage = again();
    stage.send(Message::Paste("office".to_owned()));
    assert_eq!(stage.model.search.line.text(), "office");
    // What is selected is an old query, and whole.
    let asked = in_search(80, 24).press("<Enter>/");
    assert!(matches!(asked.last(), Some(Effect::Search { typing: false, .. })), "{asked:?}");
    let asked = again().press("<End>");
    assert!(matches!(&asked[..], [Effect::Search { typing: true, query, .. }] if query == "lab"), "{asked:?}");
}

#[test]
fn all_hits_are_coded_after_a_look_at_what_that_comes_to() {
    let mut stage = in_search(80, 24);
    stage.press("<Enter>A");
    assert!(stage.screen().contains("Code all hits as"), "{}", stage.screen());
    let asked = stage.press("cap<Enter>");
    let [Effect::PlanAll(first)] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!((first.query.as_str(), first.code.as_str(), first.stance), ("lab", "capacity", Stance::Neutral));
    // Nothing is coded before it is counted, and an older answer is no answer.
    assert!(stage.press("<Enter>").is_empty());
    let asked = stage.press("<Tab>");
    let [Effect::PlanAll(second)] = &asked[..] else { panic!("{asked:?}") };
    assert!(second.ticket > first.ticket && second.unit != first.unit);
    let mut stage = in_code_all();
    assert_snapshot!("code_all", stage.screen());
    let late = AllPlanned { ticket: 0, codings: 99, count: Count::default(), problem: None };
    stage.send(Message::Done(Outcome::AllPlanned(Box::new(late))));
    let ticket = stage.model.search.planned;
    assert_eq!(stage.press("<Enter>"), [Effect::CodeAll(ticket)]);
    assert!(stage.model.dialogs.is_empty());
}

#[test]
fn a_stance_and_the_interviewers_words_are_asked_for_on_purpose() {
    let mut stage = in_code_all();
    let asked = stage.press("1");
    assert!(matches!(&asked[..], [Effect::PlanAll(all)] if all.stance == Stance::Supports), "{asked:?}");
    let asked = stage.press("i");
    assert!(matches!(&asked[..], [Effect::PlanAll(all)] if all.with_interviewer), "{asked:?}");
    assert_eq!(stage.press("<Esc>"), [Effect::ForgetPlan], "what nobody waits for is not looked for any more");
    assert!(stage.model.dialogs.is_empty());
}

#[test]
fn on_a_small_screen_what_coding_all_comes_to_stands_first() {
    let mut stage = in_code_all();
    for (width, height, told) in [(20, 5, "31 passages"), (40, 12, "14 codings")] {
        stage.send(Message::Resize { width, height });
        assert!(stage.screen().contains(told), "{}", stage.screen());
        assert!(stage.screen().contains('▼'), "{}", stage.screen());
    }
}

#[test]
fn a_search_given_by_another_screen_leads_back_to_it_with_one_step() {
    let mut stage = Stage::new(80, 24);
    stage.press("K");
    crate::tui::search::open_with(&mut stage.model, "lab");
    let ticket = stage.model.search.ticket;
    stage.send(Message::Done(Outcome::Found { ticket, answer: Box::new(answer()) }));
    stage.press("<Esc>");
    assert_eq!(stage.model.screen, Screen::Codebook);
    // Whoever went on to change it is led through the line.
    crate::tui::search::open_with(&mut stage.model, "lab");
    stage.press("/");
    let ticket = stage.model.search.ticket;
    stage.send(Message::Done(Outcome::Found { ticket, answer: Box::new(answer()) }));
    stage.press("<Enter><Esc>");
    assert_eq!((stage.model.screen, stage.model.search.typing), (Screen::Search, true));
}
