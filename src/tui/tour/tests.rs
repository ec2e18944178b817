//! The tour on the staged study, and its words by themselves.

use std::collections::BTreeSet;

use super::steps::END;
use super::view::said;
use super::words::{Words, lines, pieces};
use super::*;
use crate::tui::desk::Page;
use crate::tui::message::{Message, Outcome};
use crate::tui::model::Screen;
use crate::tui::reading::cluster::width_of;
use crate::tui::stage::{Stage, evidence, page_of};

/// A stage with the tour at a step.
fn stage(width: u16, height: u16, at: usize) -> Stage {
    let mut stage = Stage::new(width, height);
    stage.model.tour = Some(Tour { at, ..Tour::new("copy") });
    stage.send(Message::Resize { width, height });
    stage
}

fn at(stage: &Stage) -> usize {
    stage.model.tour.as_ref().unwrap().at
}

fn step(name: &str) -> usize {
    STEPS.iter().position(|step| step.name == name).unwrap()
}

fn live_page() -> Page {
    page_of(LIVE_SOURCE, &format!("10:45 Rain.\n\n10:50 A plate. {LIVE_SENTENCE}\n\n11:05 Cake.\n"))
}

fn all_words() -> impl Iterator<Item = Words> {
    STEPS.iter().flat_map(|step| step.says).chain(END).map(|(_, words)| *words)
}

#[test]
fn every_key_and_name_that_is_said_stands_for_something() {
    let stage = Stage::new(80, 24);
    for words in all_words() {
        let said: String = pieces(&stage.model, words).into_iter().map(|(text, _)| text).collect();
        assert!(!said.contains(['[', ']', '{', '}']), "{said}");
    }
}

#[test]
fn all_that_is_said_fits_the_panel() {
    let mut model = Stage::new(80, 24).model;
    model.tour = Some(Tour::new("copy"));
    // The longest names and verdict of the sample, in the place of shorter ones here.
    let long = |words: Words| {
        let is_end = END.iter().any(|(_, end)| *end == words);
        words
            .replace("{=labs}", if is_end { "Not borne out" } else { "One kind of evidence: unverified" })
            .replace("{=scopes}", "Contested")
            .replace("{labs}", "Laboratories after hand-over")
            .replace("{scopes}", "Scopes of the northern programmes")
    };
    for width in [64, 80, 120, 160] {
        model.size = (width, 24);
        let room = usize::from(height(&model) - 2);
        for words in all_words() {
            let words: Words = Box::leak(long(words).into_boxed_str());
            let lines = lines(&pieces(&model, words), width - 4);
            assert!(lines.len() <= room, "{width}: {lines:?}");
            for line in lines {
                let wide: usize = line.iter().map(|(text, _)| width_of(text)).sum();
                assert!(wide <= usize::from(width - 4), "{width}: {line:?}");
            }
        }
    }
}

#[test]
fn steps_have_names_of_their_own_and_always_something_to_say() {
    let names: BTreeSet<&str> = STEPS.iter().map(|step| step.name).collect();
    assert_eq!(names.len(), STEPS.len());
    assert_eq!(STEPS.iter().filter(|step| step.leads).count(), 1);
    for at in 0..=STEPS.len() {
        for keys in ["", "<Enter>", "C", "/lab", "?", ":"] {
            let mut stage = stage(80, 24, at);
            stage.press(keys);
            let tour = stage.model.tour.clone().unwrap();
            assert!(!said(&stage.model, &tour).is_empty(), "{at} {keys}");
        }
    }
}

#[test]
fn a_study_without_a_tour_knows_no_key_of_it() {
    let mut stage = Stage::new(80, 24);
    let before = stage.screen();
    assert!(stage.press("<F2><F3><F4>").is_empty());
    assert_eq!(stage.screen(), before);
    stage.press("?");
    assert!(!stage.screen().contains("tour"), "{}", stage.screen());
}

#[test]
fn the_tour_is_left_and_taken_up_and_kept() {
    let mut stage = stage(80, 24, 0);
    assert!(stage.screen().contains("Tour · 1 of 8"), "{}", stage.screen());
    let asked = stage.press("<F2>");
    assert!(matches!(&asked[..], [Effect::KeepTour(tour)] if !tour.shown), "{asked:?}");
    assert!(!stage.screen().contains("Tour ·") && stage.screen().contains("F2 takes it up again"));
    // What is done while it waits counts when it is taken up.
    stage.press("<Enter>");
    assert_eq!(at(&stage), 0);
    stage.press("<F2>");
    assert_eq!(at(&stage), 1);
    assert!(stage.screen().contains("Tour · 2 of 8"));
    // Also from within a dialog, and where letters are typed.
    for keys in ["/lab<F2>", "<F2>", "<Esc>:<F2>"] {
        let shown = stage.model.tour.as_ref().unwrap().shown;
        stage.press(keys);
        assert_ne!(stage.model.tour.as_ref().unwrap().shown, shown, "{keys}");
    }
}

#[test]
fn the_tour_says_how_to_quit_and_that_the_copy_is_kept() {
    let mut at_work = stage(80, 24, 0);
    assert!(at_work.screen().contains("Ctrl-q quit"), "{}", at_work.screen());
    at_work.press("<F2>");
    assert!(at_work.screen().contains("Ctrl-q quits, and your copy is kept"), "{}", at_work.screen());
    for (_, words) in END {
        let said: String = pieces(&at_work.model, words).into_iter().map(|(text, _)| text).collect();
        assert!(said.contains("Ctrl-q quits; your copy is kept"), "{said}");
    }
}

#[test]
fn steps_are_passed_over_and_the_tour_begins_again() {
    let mut stage = stage(80, 24, 0);
    for next in [1, 2] {
        stage.press("<F3>");
        // The step "back" is done where it begins: nothing was opened to come back from.
        assert!(at(&stage) >= next);
    }
    while at(&stage) < STEPS.len() {
        stage.press("<F3>");
    }
    assert!(stage.screen().contains("Tour · the end"), "{}", stage.screen());
    stage.press("<F3>");
    assert_eq!(at(&stage), 0);
}

#[test]
fn steps_are_done_by_doing() {
    let mut stage = stage(80, 24, 0);
    stage.press("<Enter>");
    stage.send(Message::Done(Outcome::Gathered(Box::new(evidence()))));
    assert_eq!(at(&stage), step("evidence"));
    stage.open("interviews/vrk-03.md", Aim::Last);
    assert_eq!(at(&stage), step("back"));
    stage.press("q");
    assert_eq!(at(&stage), step("contested"));
}

#[test]
fn the_note_is_opened_at_its_sentence_and_marked_however_it_is_opened() {
    let mut stage = stage(80, 24, step("live"));
    let asked = stage.press("<F4>");
    let [Effect::Open(source, aim)] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!(source.as_str(), LIVE_SOURCE);
    let aim = aim.clone();
    for aim in [aim, Aim::Last] {
        let selects = aim != Aim::Last;
        let mut stage = self::stage(80, 24, step("live"));
        stage.send(Message::Done(Outcome::Opened(Box::new(live_page()), aim)));
        let sentence = live_span(&stage.model).unwrap();
        assert_eq!(stage.model.code.landmarks.hits, [sentence]);
        assert_eq!(stage.model.code.pane.selection(), selects.then_some(sentence));
        assert!(stage.model.screen == Screen::Code && at(&stage) == step("live"));
    }
    let mut stage = self::stage(80, 24, step("live"));
    stage.send(Message::Done(Outcome::Opened(
        Box::new(page_of(LIVE_SOURCE, "Other words.\n")),
        Aim::Words(LIVE_SENTENCE.into()),
    )));
    assert!(stage.screen().contains("do not stand in the text any more"), "{}", stage.screen());
}

#[test]
fn the_panel_leaves_the_screen_to_the_work_at_any_size() {
    for (width, height) in [(0, 0), (39, 24), (80, 15), (80, 16), (40, 16), (64, 20), (300, 80)] {
        let mut stage = stage(width, height, 0);
        for keys in ["", "<Enter>", "C", "/lab", "<Esc>?", "<Esc>c"] {
            stage.press(keys);
            stage.screen();
        }
        assert!(height < 16 || stage.model.body().height >= 9, "{width}x{height}");
    }
}
