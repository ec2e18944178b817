//! Codings that have lost their words.

use insta::assert_snapshot;

use super::with_lost;
use crate::coding::Stance;
use crate::tui::code::{Mode, Panel};
use crate::tui::message::{Change, Effect, Message, Mouse, MouseAct};
use crate::tui::stage::{page_with_lost, span};

#[test]
fn a_coding_without_words_is_given_some() {
    let mut stage = with_lost(80, 24);
    assert!(stage.press("A").is_empty());
    assert!(stage.screen().contains("which one? U chooses"), "{}", stage.screen());
    stage.press("U");
    assert_snapshot!("lost_80", stage.screen());
    assert!(stage.press("A").is_empty());
    assert!(stage.screen().contains("select the words"), "{}", stage.screen());
    // The way leads round, and another coder's keeps what it has.
    stage.press("UV");
    assert!(stage.press("A").is_empty());
    assert!(stage.screen().contains("only ben changes this coding"), "{}", stage.screen());
    stage.press("<Esc>UUUU");
    assert_eq!(stage.model.code.mode, Mode::Lost(page_with_lost("x").lost[0].mark.id.unwrap()));
    stage.press("]c]cv4e");
    assert!(stage.screen().contains("PLACE"), "{}", stage.screen());
    let asked = stage.press("A");
    let [Effect::Write(changes)] = &asked[..] else { panic!("{asked:?}") };
    let Change::Move(_, at) = &changes[0] else { panic!("{changes:?}") };
    assert_eq!(at.span, span("Now the lab answers"));
    assert_eq!((stage.model.code.mode, stage.model.code.pane.selection()), (Mode::Normal, None));
}

#[test]
fn a_coding_without_words_is_changed_and_taken_away() {
    let mut stage = with_lost(120, 30);
    stage.press("]cU");
    assert_snapshot!("lost_120", stage.screen());
    assert!(
        matches!(&stage.press("s3")[..], [Effect::Write(c)] if matches!(c[0], Change::Stance(_, Stance::Contradicts)))
    );
    let asked = stage.press("D");
    let [Effect::Write(changes)] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!(changes[0], Change::Remove(page_with_lost("x").lost[0].mark.id.unwrap()));
    // Esc leaves it, and the same key means the coding at the cursor again.
    stage.press("<Esc>");
    assert!(stage.press("D").is_empty());
    assert!(stage.screen().contains("only ben changes this coding"), "{}", stage.screen());
    // From the panel: the last one is chosen, and Enter leads into the text to select its words.
    assert!(stage.press("<Tab>jjj<Enter>").is_empty());
    assert_eq!(stage.model.code.focus, Panel::Text);
    let asked = stage.press("]c]cve<Enter>");
    let last = page_with_lost("x").lost[2].mark.id.unwrap();
    assert!(matches!(&asked[..], [Effect::Write(c)] if matches!(c[0], Change::Move(id, _) if id == last)), "{asked:?}");
    // Looking through the panel does not end the moving of boundaries.
    stage.press("]c]cB<Tab>k");
    assert!(matches!(stage.model.code.mode, Mode::Boundary(_)), "{:?}", stage.model.code.mode);
    stage.press("<Esc><Esc>");
    // With the mouse the words are selected too.
    let at = std::time::Instant::now();
    stage.press("U");
    for act in [MouseAct::Press, MouseAct::Release, MouseAct::Press] {
        stage.send(Message::Mouse(Mouse { act, column: 44, row: 6, at }));
    }
    assert!(matches!(&stage.press("A")[..], [Effect::Write(c)] if matches!(c[0], Change::Move(..))));
}
