//! The screen Framework: sources by themes, judged in place.

use insta::assert_snapshot;

use super::in_framework;
use crate::base::ids::{Kind, SourceId};
use crate::coding::Stance;
use crate::search::completion::Choices;
use crate::triangulation::verdict::Position;
use crate::tui::filter::{Filter, Filtered};
use crate::tui::framework::{Filling, Framework, SourceHead, ThemeHead};
use crate::tui::message::{Aim, Change, Effect, Message, Mouse, MouseAct, News, Outcome};
use crate::tui::model::Screen;
use crate::tui::stage::{Stage, framework, passages, span};

/// Opens the framework on the cell that is coded and judged.
fn on_judged(width: u16, height: u16) -> Stage {
    let mut stage = in_framework(width, height);
    stage.press("j");
    stage.send(Message::Done(Outcome::Passages(Box::new(passages()))));
    stage
}

fn write(effects: &[Effect]) -> &[Change] {
    let [Effect::Write(changes)] = effects else { panic!("{effects:?}") };
    changes
}

#[test]
fn sources_stand_beside_themes_with_what_each_says() {
    assert_snapshot!("framework_80", on_judged(80, 24).screen());
    assert_snapshot!("framework_120", on_judged(120, 34).screen());
    assert_snapshot!("framework_20", on_judged(20, 5).screen());
    assert!(on_judged(160, 50).screen().contains("They learned it, and have no reagents to use it. (ana; counts"));
}

#[test]
fn a_cell_tells_why_it_is_empty() {
    let mut stage = in_framework(80, 24);
    assert!(stage.screen().contains("Read to its end: it says nothing of it"), "{}", stage.screen());
    stage.press("l");
    assert!(stage.screen().contains("Asked, not read to its end yet"), "{}", stage.screen());
    stage.press("l");
    assert!(stage.screen().contains("Not asked about it, and does not raise it"), "{}", stage.screen());
}

#[test]
fn the_passages_of_a_cell_are_asked_for_once() {
    let mut stage = in_framework(80, 24);
    let asked = stage.press("j");
    assert!(matches!(&asked[..], [Effect::Passages { source, theme, ids }]
        if source == "interviews/vrk-03.md" && theme == "capacity" && ids.len() == 2));
    stage.send(Message::Done(Outcome::Passages(Box::new(passages()))));
    assert!(stage.screen().contains("+ Now the lab answers within a week"), "{}", stage.screen());
    assert_eq!(stage.press("5j"), [], "an empty cell has none");
    // Passages that come late are those of another cell.
    assert!(!stage.screen().contains("Now the lab answers"), "{}", stage.screen());
}

#[test]
fn a_cell_is_judged_in_place_stance_first() {
    let mut stage = in_framework(80, 24);
    assert_eq!(stage.press("<Enter>"), [], "an empty cell is judged");
    stage.press("-Nobody says why.<Ctrl-s>");
    let mut stage = in_framework(80, 24);
    let asked = stage.press("e-Nobody says why.<Ctrl-s>");
    let expected = Change::Cell(
        "interviews/vrk-01.md".into(),
        "capacity".into(),
        Stance::Contradicts,
        "Nobody says why.".to_owned(),
    );
    assert_eq!(write(&asked), [expected]);
    stage.send(Message::Done(Outcome::Saved {
        at: "09:14:07".to_owned(),
        what: "judged".to_owned(),
        news: Box::new(News::default()),
    }));
    assert_eq!(std::mem::take(&mut stage.effects), [Effect::LayOut]);
    // What was written before is there to be changed.
    let mut stage = on_judged(80, 24);
    stage.press("e+");
    assert!(stage.screen().contains("They learned it, and have no reagents"), "{}", stage.screen());
}

#[test]
fn the_stance_alone_is_changed_and_the_sentence_stays() {
    let asked = on_judged(80, 24).press("s3");
    let [Change::Cell(source, theme, Stance::Contradicts, summary)] = write(&asked) else { panic!("{asked:?}") };
    assert_eq!((source.as_str(), theme.as_str()), ("interviews/vrk-03.md", "capacity"));
    assert_eq!(summary, "They learned it, and have no reagents to use it.");
    let mut stage = in_framework(80, 24);
    assert_eq!(stage.press("s"), []);
    assert!(stage.screen().contains("you have not judged this source on this theme: e does"), "{}", stage.screen());
}

#[test]
fn a_judgement_is_taken_away_with_what_was_said_before_and_only_by_its_coder() {
    let asked = on_judged(80, 24).press("D");
    assert!(matches!(write(&asked), [Change::Remove(_), Change::Remove(_)]), "{asked:?}");
    let mut stage = in_framework(80, 24);
    assert_eq!(stage.press("lGD"), []);
    assert!(stage.screen().contains("only ben changes this judgement; e writes your own"), "{}", stage.screen());
}

#[test]
fn a_cell_leads_to_its_first_passage_and_back() {
    let mut stage = on_judged(80, 24);
    let asked = stage.press("<Enter>");
    let [Effect::Open(source, aim)] = asked.as_slice() else { panic!("{asked:?}") };
    let (source, aim) = (source.clone(), aim.clone());
    assert!(matches!(aim, Aim::Cell(..)));
    stage.open(source.as_str(), aim);
    assert_eq!(stage.model.code.pane.cursor(), span("Now the lab answers").start);
    assert_eq!(stage.press("<Esc>"), [Effect::LayOut], "something may have been coded meanwhile");
    assert_eq!(stage.model.screen, Screen::Framework);
    assert_eq!(stage.model.framework.chosen().unwrap().source.id, source);
    stage.press("<Esc>");
    assert_eq!(stage.model.screen, Screen::Themes);
}

#[test]
fn the_passages_of_a_cell_are_hits_to_be_gone_through() {
    let mut stage = on_judged(80, 24);
    let asked = stage.press("<Enter>");
    let [Effect::Open(source, aim)] = asked.as_slice() else { panic!("{asked:?}") };
    stage.open(source.clone().as_str(), aim.clone());
    let first = span("Now the lab answers").start;
    let second = span("when the project closed").start;
    assert_snapshot!("cell_hits", stage.screen());
    assert_eq!(stage.press("n"), []);
    assert_eq!(stage.model.code.pane.cursor(), second);
    assert!(stage.screen().contains("passage 2 of 2 on Capacity of counterparts"), "{}", stage.screen());
    stage.press("n");
    assert_eq!(stage.model.code.pane.cursor(), first, "round again");
    stage.press("N");
    assert_eq!(stage.model.code.pane.cursor(), second);
    // One step leads back to the cell; where one came from nowhere, it lets go of the hits.
    stage.press("<Esc>");
    assert_eq!(stage.model.screen, Screen::Framework);
    stage.press("C");
    stage.model.before.clear();
    stage.press("<Esc>");
    assert!(stage.model.code.landmarks.hits.is_empty() && stage.model.code.found.is_none());
}

#[test]
fn with_hidden_names_the_matrix_is_copied_once_and_not_for_every_frame() {
    use crate::tui::veil::over;
    let mut stage = on_judged(80, 24);
    stage.press("Z");
    let drawn = |stage: &Stage| over(&stage.model).framework.table.unwrap();
    let first = drawn(&stage);
    assert!(first.sources.iter().all(|source| source.name.starts_with("source ")));
    stage.press("jlk");
    assert!(std::sync::Arc::ptr_eq(&first, &drawn(&stage)));
    // A matrix that was made anew is hidden anew.
    stage.send(Message::Done(Outcome::LaidOut(Box::new(framework()))));
    let anew = drawn(&stage);
    assert!(!std::sync::Arc::ptr_eq(&first, &anew) && anew.sources[0].name.starts_with("source "));
    stage.press("Z");
    assert!(stage.screen().contains("vrk-03") && stage.model.framework.hidden().is_none(), "{}", stage.screen());
}

#[test]
fn only_themes_with_something_in_them_can_be_shown() {
    let mut stage = in_framework(80, 24);
    stage.press("2l<Tab>");
    assert!(stage.screen().contains("2 themes in use") && !stage.screen().contains("Budget lines"));
    assert_eq!(stage.model.framework.chosen().unwrap().theme.code, "labs");
    stage.press("<Tab>");
    assert!(stage.screen().contains("Budget lines"), "{}", stage.screen());
    let mut empty = Stage::new(80, 24);
    empty.press("W");
    let nothing = Framework::new(framework().sources, framework().themes);
    empty.send(Message::Done(Outcome::LaidOut(Box::new(nothing))));
    empty.press("<Tab>");
    assert!(empty.screen().contains("no theme has anything in it yet"), "{}", empty.screen());
}

#[test]
fn a_filter_leaves_sources_out_and_brings_them_back() {
    let mut stage = in_framework(80, 24);
    let filter = Filter {
        words: "kind:observation".to_owned(),
        sources: ["observations/lab.md".into()].into(),
        asks_who_coded: false,
    };
    let holds = |read| Filtered {
        text: String::new(),
        holds: true,
        read: Ok(read),
        hint: String::new(),
        choices: Choices::default(),
    };
    stage.send(Message::Done(Outcome::Filtered(Box::new(holds(Some(filter))))));
    let screen = stage.screen();
    assert!(screen.contains("1 source · 3 themes · kind:observation") && !screen.contains("vrk-03"), "{screen}");
    stage.send(Message::Done(Outcome::Filtered(Box::new(holds(None)))));
    assert!(stage.screen().contains("vrk-03"), "{}", stage.screen());
}

#[test]
fn what_was_chosen_stays_chosen_when_the_matrix_is_made_anew() {
    let mut stage = on_judged(80, 24);
    let mut sources = framework().sources;
    let first: SourceId = "interviews/aaa.md".into();
    sources.insert(0, SourceHead { id: first, name: "aaa".to_owned(), kind: "interview".into() });
    let anew = Framework::new(sources, framework().themes);
    stage.send(Message::Done(Outcome::LaidOut(Box::new(anew))));
    assert_eq!(stage.model.framework.chosen().unwrap().source.id, "interviews/vrk-03.md");
}

#[test]
fn a_press_chooses_a_cell_and_opens_it_when_it_is_chosen() {
    let mut stage = in_framework(80, 24);
    let press = Mouse { act: MouseAct::Press, column: 40, row: 5, at: std::time::Instant::now() };
    stage.send(Message::Mouse(press));
    assert_eq!(stage.model.framework.chosen().unwrap().source.id, "interviews/vrk-03.md", "{}", stage.screen());
    stage.effects.clear();
    stage.send(Message::Mouse(press));
    assert!(matches!(stage.effects[..], [Effect::Open(..)]), "{:?}", stage.effects);
}

/// A study as large as any: 10,000 sources and 48 themes.
fn large() -> Framework {
    let source = |at: usize| SourceHead {
        id: format!("interviews/s{at:05}.md").as_str().into(),
        name: format!("s{at:05}"),
        kind: Kind::from(["interview", "observation"][at / 5_000]),
    };
    let theme = |at: usize| ThemeHead { code: format!("t{at}").as_str().into(), name: format!("Theme number {at}") };
    let mut made = Framework::new((0..10_000).map(source).collect(), (0..48).map(theme).collect());
    for at in 0..10_000 {
        let position = Some(Position::Supports);
        made.put(at, at % 48, Filling { position, passages: 1, ..Filling::default() });
    }
    made
}

#[test]
fn a_large_study_moves_as_a_small_one() {
    let mut stage = Stage::new(160, 50);
    stage.press("W");
    stage.send(Message::Done(Outcome::LaidOut(Box::new(large()))));
    let start = std::time::Instant::now();
    let mut frames = 0;
    for keys in ["j", "<PgDn>", "l", "G", "20h", "k", "47l", "gg", "<PgUp>", "h"] {
        stage.press(keys);
        stage.screen();
        frames += 1;
    }
    // Unoptimised and on a busy machine; a frame that looked at every cell would take seconds.
    let each = start.elapsed() / frames;
    assert!(each < std::time::Duration::from_millis(200), "{each:?} a frame");
    stage.press("5000j");
    let screen = stage.screen();
    assert!(screen.contains("s05000") && screen.contains("observation"), "{screen}");
    stage.press("G47l");
    assert!(stage.screen().contains("s09999") && stage.screen().contains("Theme number 47"), "{}", stage.screen());
}
