//! The screen Themes: the table, and the evidence of a theme.

use insta::assert_snapshot;

use super::in_theme;
use crate::tui::desk::KindCell;
use crate::tui::message::{Effect, Message, Outcome};
use crate::tui::model::Screen;
use crate::tui::stage::{Stage, evidence, span};

#[test]
fn the_first_look_is_the_themes() {
    assert_snapshot!(Stage::new(80, 24).screen());
}

#[test]
fn eighty_columns_have_room_for_every_kind() {
    for (width, name) in [(80, "five_kinds_80"), (100, "five_kinds_100"), (60, "five_kinds_60")] {
        let mut stage = Stage::new(width, 12);
        let table = stage.model.themes.table.as_mut().unwrap();
        table.kinds = ["interview", "focus-group", "desk-review", "observation", "审计"].map(Into::into).to_vec();
        let cell = |supports, mixed, contradicts, neutral, silent| KindCell {
            supports,
            mixed,
            contradicts,
            neutral,
            silent,
            pending: 0,
        };
        table.rows[0].kinds = vec![
            cell(12, 0, 1, 0, 0),
            cell(1, 0, 0, 0, 0),
            cell(3, 1, 1, 0, 0),
            cell(3, 0, 0, 0, 0),
            cell(0, 0, 0, 1, 0),
        ];
        table.rows[1].kinds = vec![
            cell(0, 0, 3, 0, 0),
            cell(0, 0, 0, 0, 2),
            KindCell::default(),
            cell(0, 0, 1, 0, 0),
            KindCell::default(),
        ];
        table.rows[1].decided = Some("* ana decided: Not borne out. We saw it.".to_owned());
        assert_snapshot!(name, stage.screen());
    }
}

#[test]
fn a_theme_opens_to_the_evidence_side_by_side() {
    assert_snapshot!("by_stance", in_theme(80, 24).screen());
    let mut stage = in_theme(80, 24);
    stage.press("<Tab>");
    assert_snapshot!("by_kind", stage.screen());
}

#[test]
fn evidence_leads_to_the_text_and_back() {
    let mut stage = in_theme(80, 24);
    let asked = stage.press("ll<Left><Enter>");
    let [Effect::Open(source, aim)] = asked.as_slice() else { panic!("{asked:?}") };
    let (source, aim) = (source.clone(), aim.clone());
    stage.open(source.as_str(), aim);
    assert_eq!(stage.model.screen, Screen::Code);
    assert_eq!(stage.model.code.pane.cursor(), span("the machine is a very").start);
    assert_eq!(stage.model.code.current().map(|mark| mark.code.to_string()).as_deref(), Some("labs"));
    stage.press("q");
    assert_eq!(stage.model.screen, Screen::Themes);
    assert!(stage.model.themes.open.is_some());
}

#[test]
fn evidence_says_where_a_judgement_counts_in_its_place() {
    let mut stage = Stage::new(80, 24);
    stage.press("j<Enter>");
    let mut found = evidence();
    found.entries[1].judged =
        Some("counts as ~ qualifies, as ana judged the whole source: It is not for good.".to_owned());
    stage.send(Message::Done(Outcome::Gathered(Box::new(found))));
    assert_snapshot!(stage.screen());
}

#[test]
fn a_cell_is_chosen_and_leads_to_its_passages_to_the_text_and_back() {
    let mut stage = Stage::new(80, 24);
    assert_eq!(stage.press("jll"), []);
    assert_snapshot!("chosen_cell_80", stage.screen());
    assert!(matches!(stage.press("<Enter>")[..], [Effect::Gather(_)]));
    stage.send(Message::Done(Outcome::Gathered(Box::new(evidence()))));
    assert_snapshot!("chosen_cell_opened", stage.screen());
    let asked = stage.press("<Enter>");
    let [Effect::Open(source, aim)] = asked.as_slice() else { panic!("{asked:?}") };
    stage.open(source.clone().as_str(), aim.clone());
    assert_eq!(stage.model.code.pane.cursor(), span("المختبر يعمل الآن كل يوم").start);
    stage.press("<Esc>");
    assert!(stage.model.themes.open.is_some());
    stage.send(Message::Done(Outcome::Gathered(Box::new(evidence()))));
    let open = stage.model.themes.open.as_ref().unwrap();
    assert_eq!((open.column, open.places[open.column].at), (1, 0), "the passage that was left");
    stage.press("<Esc>");
    assert!(stage.model.themes.open.is_none());
    assert_eq!(stage.model.themes.chosen_cell().map(|(kind, _)| kind.as_str()), Some("observation"));
    assert_eq!(stage.model.themes.chosen().map(|row| row.code.as_str()), Some("labs"));
    // The theme as a whole stands left of the kinds, and the last kind is the end.
    stage.press("5h");
    assert_eq!(stage.model.themes.kind, None);
    stage.press("9<Right>");
    assert_eq!(stage.model.themes.kind, Some("observation".into()));
}

#[test]
fn the_way_back_through_places_leads_to_the_very_cell() {
    let mut stage = Stage::new(80, 24);
    stage.press("jl<Enter>");
    stage.send(Message::Done(Outcome::Gathered(Box::new(evidence()))));
    stage.press("HhkH");
    assert_eq!(stage.model.themes.kind, None);
    stage.press("L");
    stage.send(Message::Done(Outcome::Gathered(Box::new(evidence()))));
    assert_eq!(stage.model.themes.open.as_ref().map(|open| open.column), Some(0));
    stage.press("H");
    assert!(stage.model.themes.open.is_none());
    assert_eq!(stage.model.themes.kind, None, "the cell that was chosen when it was left");
    assert_eq!(stage.model.themes.place.at, 0);
}

#[test]
fn a_kind_that_says_nothing_is_told_and_the_others_are_shown() {
    let mut stage = Stage::new(80, 24);
    stage.press("jll<Enter>");
    let mut found = evidence();
    found.entries.retain(|piece| piece.kind != "observation");
    stage.send(Message::Done(Outcome::Gathered(Box::new(found))));
    let screen = stage.screen();
    assert!(screen.contains("observation: no coding of this theme; these are the other kinds"), "{screen}");
    assert!(screen.contains("interview (2)"), "{screen}");
}

#[test]
fn kinds_without_room_come_into_sight_when_they_are_chosen() {
    let mut stage = Stage::new(60, 12);
    let table = stage.model.themes.table.as_mut().unwrap();
    table.kinds = ["interview", "focus-group", "desk-review", "observation", "survey"].map(Into::into).to_vec();
    for row in &mut table.rows {
        row.kinds = vec![KindCell { supports: 12, ..KindCell::default() }; 5];
    }
    assert!(stage.screen().contains("3 kinds more at the right ▶"), "{}", stage.screen());
    stage.press("5l");
    assert_snapshot!("last_kind_60", stage.screen());
    let mut narrow = Stage::new(30, 12);
    narrow.press("l");
    assert!(narrow.screen().contains("there is no room for the kin"), "{}", narrow.screen());
    assert_eq!(narrow.model.themes.kind, None);
}

#[test]
fn the_chosen_cell_is_seen_whatever_the_colours() {
    use crate::tui::colours::Colours;
    for colours in [Colours::None, Colours::Sixteen, Colours::Dark, Colours::TrueLight] {
        let mut stage = Stage::new(80, 24);
        stage.model.colours = colours;
        stage.press("jl");
        let screen = stage.screen();
        assert!(screen.contains("reversed in row 3: ⟦ Laboratories"), "{screen}");
        assert!(screen.lines().any(|line| line.starts_with("reversed") && line.ends_with("-3⟧")), "{screen}");
    }
}

#[test]
fn a_press_chooses_a_cell_and_opens_it_when_it_is_chosen() {
    use crate::tui::message::{Mouse, MouseAct};
    let mut stage = Stage::new(80, 24);
    let press = Mouse { act: MouseAct::Press, column: 60, row: 3, at: std::time::Instant::now() };
    stage.send(Message::Mouse(press));
    let chosen = stage.model.themes.kind.clone();
    assert_eq!((stage.model.themes.place.at, chosen.is_some()), (1, true), "{}", stage.screen());
    stage.send(Message::Mouse(press));
    assert!(stage.model.themes.open.as_ref().is_some_and(|open| open.wanted == chosen));
}

#[test]
fn verdicts_stay_whole_under_a_filter_and_the_table_says_so() {
    use crate::tui::filter::{Filter, Filtered};
    let mut stage = Stage::new(80, 24);
    let filter = Filter {
        words: "kind:observation".to_owned(),
        sources: ["observations/lab.md".into()].into(),
        asks_who_coded: false,
    };
    let read = Ok(Some(filter));
    let filtered = Filtered {
        text: String::new(),
        holds: true,
        read,
        hint: String::new(),
        choices: crate::search::completion::Choices::default(),
    };
    stage.send(Message::Done(Outcome::Filtered(Box::new(filtered))));
    stage.press("k");
    assert_snapshot!("table_under_a_filter", stage.screen());
    stage.model.plain = true;
    assert!(stage.screen().contains("verdicts here are of the whole"), "{}", stage.screen());
}

#[test]
fn the_chosen_cell_is_read_where_one_reads() {
    let mut stage = Stage::new(80, 24);
    stage.model.plain = true;
    stage.press("l");
    assert_snapshot!("plain_cell", stage.screen());
}
