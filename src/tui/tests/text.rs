//! The text on the screen Code, and the selecting of words.

use insta::assert_snapshot;

use crate::tui::code::Panel;
use crate::tui::message::{Aim, Message, Mouse, MouseAct, Outcome};
use crate::tui::stage::{Stage, page_of};

#[test]
fn the_text_stands_beside_its_codings() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("]c]c]c");
    assert_snapshot!("text_80", stage.screen());
    let mut stage = Stage::on_text(120, 30);
    stage.press("]c]c]c");
    assert_snapshot!("text_120", stage.screen());
    let mut stage = Stage::on_text(40, 12);
    stage.press("]c]c");
    assert_snapshot!("text_40", stage.screen());
}

#[test]
fn a_long_label_takes_no_column_from_its_words() {
    let turns = "How did the training change daily work, and who decided on it?\n\n";
    let long = format!("Interviewer 1: {turns}Respondent: {turns}Interviewer 1: {turns}Respondent: {turns}");
    let short = format!("Anna N: {turns}Q: {turns}Anna N: {turns}Q: {turns}");
    let mut stage = Stage::new(80, 24);
    let page = page_of("interviews/vrk-09.md", &format!("{long}{short}"));
    stage.send(Message::Done(Outcome::Opened(Box::new(page), Aim::Last)));
    assert_snapshot!(stage.screen());
}

#[test]
fn words_are_selected_by_keys() {
    let mut stage = Stage::on_text(80, 24);
    stage.press("]c");
    assert!(stage.notation().starts_with("A: |Before 2016"));
    stage.press("]cv4e");
    assert!(stage.notation().contains("⟦Now the lab answer|s⟧ within"), "{}", stage.notation());
    stage.press("x");
    assert!(stage.notation().contains("⟦Now the lab answers within a week, and the prosecutors ask for it|.⟧"));
    stage.press("X<Esc>V");
    assert!(stage.notation().starts_with("A: ⟦Before 2016"), "{}", stage.notation());
    stage.press("<Esc>");
    assert_eq!(stage.model.code.pane.selection(), None);
}

#[test]
fn the_mouse_selects_words_passages_and_by_dragging() {
    let mut stage = Stage::on_text(80, 24);
    let at = std::time::Instant::now();
    let mut mouse = |act, column, row, late| {
        let at = at + std::time::Duration::from_millis(late);
        stage.send(Message::Mouse(Mouse { act, column, row, at }));
        stage.notation()
    };
    let (column, row) = (13, 6);
    assert!(mouse(MouseAct::Press, column, row, 0).contains("|port. Now"), "press");
    assert!(mouse(MouseAct::Press, column, row, 100).contains("⟦repor|t⟧. Now"), "double");
    assert!(mouse(MouseAct::Press, column, row, 200).starts_with("A: ⟦Before"), "triple");
    mouse(MouseAct::Press, column, row, 5_000);
    assert!(mouse(MouseAct::Drag, column + 8, row, 5_050).contains("⟦port. No|w⟧ the"), "drag");
}

#[test]
fn panels_take_the_keys_in_turn() {
    let mut stage = Stage::on_text(80, 24);
    let mut seen = Vec::new();
    for _ in 0..4 {
        stage.press("<Tab>");
        seen.push(stage.model.code.focus);
    }
    assert_eq!(seen, [Panel::Here, Panel::Codebook, Panel::Sources, Panel::Text]);
}
