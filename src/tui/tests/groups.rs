//! Hits in groups, voices folded, and searches that are saved: key scripts and goldens.

use insta::assert_snapshot;

use super::in_search;
use crate::search::arranged::By;
use crate::tui::desk::{AsEvidence, Heading, Hit, SavedRow};
use crate::tui::message::{Answer, Effect, Message, Outcome};
use crate::tui::model::Screen;
use crate::tui::stage::{Stage, answer};

/// An answer in two groups: in the first a voice with two weaker passages, and another voice.
fn grouped() -> Answer {
    let found = answer();
    let evidence = |voice: Option<&str>| AsEvidence {
        voice: voice.map(str::to_owned),
        around: ("Q: How did the training change daily work?".to_owned(), "Q: And after the project?".to_owned()),
        ..AsEvidence::default()
    };
    let hit = |of: &Hit, source: &str, as_evidence: AsEvidence| Hit {
        source: source.into(),
        evidence: Some(Box::new(as_evidence)),
        ..of.clone()
    };
    let (first, second) = (&found.hits[0], &found.hits[1]);
    let weaker = || AsEvidence { is_weaker: true, ..evidence(None) };
    let hidden = vec![hit(second, "interviews/vrk-03.md", weaker()), hit(first, "interviews/vrk-03.md", weaker())];
    let strongest = AsEvidence { more: 3, hidden, ..evidence(None) };
    let heading = |at, name: Option<&str>, voices, passages| Heading {
        at,
        by: By::Case,
        name: name.map(str::to_owned),
        voices,
        passages,
    };
    Answer {
        hits: vec![
            hit(first, "interviews/vrk-03.md", strongest),
            hit(second, "interviews/vrk-01.md", evidence(Some("the minister"))),
            hit(second, "observations/lab.md", evidence(None)),
        ],
        headings: vec![heading(0, Some("varsk"), 2, 5), heading(2, None, 1, 1)],
        voices: Some(3),
        count: 6,
        ..found
    }
}

/// Opens the search on hits by case.
fn in_groups(width: u16, height: u16) -> Stage {
    let mut stage = in_search(width, height);
    stage.press("<Enter><Tab><Tab>");
    let ticket = stage.model.search.ticket;
    stage.send(Message::Done(Outcome::Found { ticket, answer: Box::new(grouped()) }));
    stage
}

#[test]
fn one_key_groups_the_hits_by_kind_case_and_category() {
    let mut stage = in_search(80, 24);
    stage.press("<Enter>");
    let mut groups = Vec::new();
    for _ in 0..4 {
        let asked = stage.press("<Tab>");
        let [Effect::Search { by, typing: false, .. }] = asked.as_slice() else { panic!("{asked:?}") };
        groups.push(*by);
    }
    assert_eq!(groups, [Some(By::Kind), Some(By::Case), Some(By::Category), None]);
}

#[test]
fn the_weaker_passages_of_a_voice_are_folded_and_shown() {
    let mut stage = in_groups(80, 24);
    assert_snapshot!("groups_80", stage.screen());
    assert_eq!(stage.model.search.answer.hits.len(), 3);
    stage.press("l");
    assert_snapshot!("groups_open_80", stage.screen());
    assert_eq!(stage.model.search.answer.headings[1].at, 4);
    // Another answer to the same question leaves open what is open, and the place where it is.
    stage.press("jj");
    let ticket = stage.model.search.ticket;
    stage.send(Message::Done(Outcome::Found { ticket, answer: Box::new(grouped()) }));
    assert_eq!((stage.model.search.answer.hits.len(), stage.model.search.place.at), (5, 0));
    stage.press("jj<Left>");
    assert_eq!((stage.model.search.answer.hits.len(), stage.model.search.place.at), (3, 0));
    assert_eq!(stage.model.search.answer, grouped());
    stage.press("j<Right>");
    assert!(stage.screen().contains("no more passages of this voice"), "{}", stage.screen());
    let asked = stage.press("<Enter>");
    assert!(matches!(&asked[..], [Effect::Open(source, _)] if *source == "interviews/vrk-01.md"), "{asked:?}");
}

#[test]
fn wide_screens_show_the_chosen_hit_in_its_place() {
    let mut stage = in_groups(120, 34);
    assert_snapshot!("groups_120", stage.screen());
    stage.press("Z");
    let shown = stage.screen();
    assert!(!shown.contains("minister") && !shown.contains("varsk") && !shown.contains("vrk-01"), "{shown}");
}

#[test]
fn groups_are_said_to_a_screen_reader() {
    let mut stage = in_groups(80, 24);
    stage.model.plain = true;
    let shown = stage.screen();
    for said in
        ["hits by case: 3 voices, 6 passages", "Group varsk, 2 voices, 5 passages. 1 of 3", "+3 more of this voice"]
    {
        assert!(shown.contains(said), "{said}\n{shown}");
    }
}

#[test]
fn a_click_chooses_the_hit_below_its_heading() {
    use crate::tui::message::{Mouse, MouseAct};
    let mut stage = in_groups(80, 24);
    let mut click = |row| {
        let at = std::time::Instant::now();
        stage.send(Message::Mouse(Mouse { act: MouseAct::Press, column: 5, row, at }));
        stage.model.search.place.at
    };
    assert_eq!((click(8), click(12), click(4), click(5)), (1, 2, 2, 0), "a heading is none to choose");
}

#[test]
fn a_search_is_saved_under_a_name_and_a_taken_name_is_told() {
    let mut stage = in_search(80, 24);
    stage.model.search.answer.is_begun = false;
    stage.model.desk.searches =
        vec![SavedRow { name: "money".to_owned(), query: "late money".to_owned(), ..SavedRow::default() }];
    stage.press("<Enter>wla b<Enter>");
    assert!(stage.screen().contains("a name is letters"), "{}", stage.screen());
    stage.press("<BkSp><BkSp>b");
    assert_snapshot!("save_80", stage.screen());
    let saved = |name: &str, replace| Effect::SaveSearch { name: name.to_owned(), query: "lab".to_owned(), replace };
    assert_eq!(stage.press("<Enter>"), [saved("lab", false)]);
    assert_eq!(stage.press("wmoney<Enter>"), []);
    assert!(stage.screen().contains("The name is taken by: late money"), "{}", stage.screen());
    assert_eq!(stage.press("<Enter>"), [saved("money", true)]);
    stage.model.search.answer.problem = Some("there is no code 'x'".to_owned());
    assert_eq!(stage.press("w"), []);
    assert!(stage.model.dialogs.is_empty());
}

#[test]
fn saved_searches_stand_below_the_codes_and_open_the_search() {
    for (width, height) in [(80, 24), (120, 34)] {
        let mut stage = super::book::on_book(width, height);
        let row = |name: &str, query: &str, found, trouble: Option<&str>| SavedRow {
            name: name.to_owned(),
            query: query.to_owned(),
            found,
            trouble: trouble.map(str::to_owned),
        };
        stage.send(Message::Done(Outcome::Searches(vec![
            row("late", "theme:gone", Some((0, 0)), Some("there is no code 'gone'")),
            row("money", "theme:capacity OR theme:labs", Some((12, 5)), None),
        ])));
        stage.press("G");
        assert_snapshot!(format!("saved_{width}"), stage.screen());
        assert_eq!(stage.press("r"), []);
        assert!(stage.screen().contains("a saved search is no code"), "{}", stage.screen());
        let asked = stage.press("<Enter>");
        assert!(matches!(&asked[..], [Effect::Search { query, typing: false, .. }] if query == "@money"), "{asked:?}");
        assert_eq!(stage.model.screen, Screen::Search);
        // Back on the screen the search is still chosen, and codes can be chosen again.
        stage.press("KgG");
        stage.press("kkk");
        assert_eq!(stage.model.book.chosen.as_ref().map(crate::base::ids::CodeId::as_str), Some("labs"));
    }
}
