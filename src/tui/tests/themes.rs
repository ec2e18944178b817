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
