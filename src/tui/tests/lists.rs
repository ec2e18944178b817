//! Lists that go on out of sight say so, all in the same way.

use super::{in_notes, in_search, in_theme};
use crate::tui::stage::Stage;

/// Returns what the lower borders say of what is out of sight.
fn marks(stage: &Stage) -> Vec<String> {
    let screen = stage.screen();
    let borders = screen.lines().filter(|line| line.contains('└') && line.contains(['▲', '▼']));
    borders.map(|line| line.chars().filter(|ch| !"─└┘│".contains(*ch)).collect::<String>().trim().to_owned()).collect()
}

fn holds(stage: &Stage, sign: char) -> bool {
    marks(stage).iter().any(|mark| mark.contains(sign))
}

#[test]
fn the_table_of_themes_says_that_it_goes_on() {
    let mut stage = Stage::new(80, 24);
    assert!(stage.screen().contains("n: voices · *: decided by a person"), "{}", stage.screen());
    assert!(!holds(&stage, '▼'));
    let table = stage.model.themes.table.as_mut().unwrap();
    table.rows = (0..40).map(|at| table.rows[at % 2].clone()).collect();
    let all = stage.screen();
    assert!(all.contains("▼ ") && all.contains(" more ─"), "{all}");
    stage.press("G");
    assert!(holds(&stage, '▲') && !holds(&stage, '▼'), "{}", stage.screen());
    stage.press("20k");
    assert!(holds(&stage, '▲') && holds(&stage, '▼'), "{}", stage.screen());
}

#[test]
fn evidence_says_that_it_goes_on_and_which_columns_have_no_room() {
    let mut stage = in_theme(80, 24);
    let evidence = stage.model.themes.open.as_mut().unwrap().evidence.as_mut().unwrap();
    evidence.entries = (0..40).map(|at| evidence.entries[at % 4].clone()).collect();
    assert!(holds(&stage, '▼') && !holds(&stage, '▲'), "{}", stage.screen());
    stage.press("G");
    assert!(holds(&stage, '▲'), "{}", stage.screen());
    let stage = in_theme(60, 24);
    assert!(stage.screen().contains("1 column more at the right ▶"), "{}", stage.screen());
}

#[test]
fn the_lists_beside_a_text_say_that_they_go_on() {
    let mut stage = Stage::on_text(80, 6);
    stage.press("<Tab><Tab>");
    assert!(holds(&stage, '▼'), "{}", stage.screen());
    stage.press("G");
    assert!(holds(&stage, '▲'), "{}", stage.screen());
    let mut stage = Stage::on_text(80, 6);
    stage.press("<S-Tab>");
    assert!(holds(&stage, '▼') || holds(&stage, '▲'), "{}", stage.screen());
}

#[test]
fn hits_problems_and_codes_to_pick_say_that_they_go_on() {
    assert!(holds(&in_search(80, 9), '▼'), "{}", in_search(80, 9).screen());
    let mut stage = in_notes(80, 24);
    assert!(holds(&stage, '▼') && !holds(&stage, '▲'), "{}", stage.screen());
    stage.press("G");
    assert!(!holds(&stage, '▼') && holds(&stage, '▲'), "{}", stage.screen());
    let mut stage = Stage::on_text(80, 8);
    stage.press("c");
    assert!(holds(&stage, '▼'), "{}", stage.screen());
}
