//! Any size, any keys, an empty study: nothing brings the workbench down.

use proptest::prelude::*;

use super::{in_alike, in_framework, in_search, in_theme};
use crate::base::rounds;
use crate::tui::colours::Colours;
use crate::tui::keys::chord::{Chord, script};
use crate::tui::keys::table::BINDINGS;
use crate::tui::message::{Effect, Message, Mouse, MouseAct, Outcome};
use crate::tui::reading::cluster::width_of;
use crate::tui::stage::{Stage, answer, evidence, framework, notes, passages, suggested};

#[test]
fn any_size_is_drawn_and_no_key_panics() {
    let fingers = "jkhlwbe)(}{]c[c]uxXvV<Enter><Esc>ccap<Enter>+t-<Esc> ci<Esc>mx<Esc><Esc>?<Space><Esc>:<Esc>P<Tab>jG<Enter>k<Tab>gg<Esc>UA/lab<Down><Enter><Enter><Esc>TqG<Tab><Tab>jk<S-Tab>F<PgDn><PgUp>gg$0CDJf<Esc>M<Esc>Cgg]h]qawaqabacapatas<Esc>zmznzu'the<Enter>nNgfxgFx'<Esc>znC|G<Ctrl-w>]U]s[s[U\\=jG<Enter>&kind<Enter><Esc>HHLL|";
    for (width, height) in [(0, 0), (1, 1), (1, 200), (200, 1), (2, 2), (9, 3), (20, 5), (57, 9), (109, 10), (300, 80)]
    {
        let mut stage = Stage::on_text(width, height);
        for chord in script(fingers) {
            stage.send(Message::Key(chord));
            stage.screen();
        }
        for (other_width, other_height) in [(0, 0), (80, 24), (3, 300), (width, height)] {
            stage.send(Message::Resize { width: other_width, height: other_height });
            stage.screen();
        }
    }
}

#[test]
fn an_empty_study_says_what_to_do() {
    let mut stage = Stage::new(80, 24);
    stage.send(Message::Done(Outcome::Read(Box::default())));
    stage.send(Message::Done(Outcome::Assessed(Box::default())));
    assert!(stage.screen().contains("tripod import FILE"), "{}", stage.screen());
    for chord in script("jk<Enter>tCjk<Enter><Tab>c.i mDsB<Esc><Tab><Enter>FfJM<Esc><>/x<Down><Enter><Esc>qqu<Ctrl-r>!")
    {
        stage.send(Message::Key(chord));
        stage.screen();
    }
}

#[test]
fn no_screen_line_is_wider_than_the_screen_in_any_colour() {
    for colours in [Colours::None, Colours::Sixteen, Colours::Dark, Colours::TrueDark, Colours::TrueLight] {
        for stage in [
            &mut in_theme(80, 24),
            &mut Stage::on_text(80, 24),
            &mut in_search(80, 24),
            &mut in_framework(80, 24),
            &mut in_alike(80, 24),
        ] {
            stage.model.colours = colours;
            assert!(stage.screen().lines().take(24).all(|line| width_of(line) <= 80));
        }
    }
}

/// A size of the screen: mostly a usual one.
fn size() -> impl Strategy<Value = (u16, u16)> {
    prop_oneof![
        20 => (0u16..130, 0u16..40),
        1 => prop::sample::select(vec![(0, 0), (1, 1), (1, 200), (200, 1), (2_000, 3), (0, 24), (80, 0)]),
    ]
}

/// No keys in any order at any size bring it down, and everything can be drawn in between.
#[test]
fn no_keys_and_no_sizes_bring_it_down() {
    let steps = prop::collection::vec((0usize..BINDINGS.len(), 0usize..4, size(), 0u8..12), 1..50);
    rounds::property("F2", "up to 50 keys, pastes, clicks and sizes in any order", 40, 200, &steps, |steps| {
        let mut stage = Stage::on_text(80, 24);
        for (binding, key, (width, height), chance) in steps {
            let keys = BINDINGS[binding].keys;
            let keys = keys.get(key % keys.len().max(1)).copied().unwrap_or(":");
            for chord in Chord::parse_all(keys).unwrap() {
                stage.send(Message::Key(chord));
            }
            match chance {
                0 => stage.send(Message::Resize { width, height }),
                1 => stage.send(Message::Paste("pasted \u{202e} words\n中".to_owned())),
                2 => {
                    let at = std::time::Instant::now();
                    stage.send(Message::Mouse(Mouse { act: MouseAct::Press, column: width, row: height, at }));
                    stage.send(Message::Mouse(Mouse { act: MouseAct::Drag, column: height, row: width, at }));
                }
                _ => {}
            }
            for effect in std::mem::take(&mut stage.effects) {
                match effect {
                    Effect::Open(id, aim) => stage.open(id.as_str(), aim),
                    Effect::Gather(_) => stage.send(Message::Done(Outcome::Gathered(Box::new(evidence())))),
                    Effect::LayOut => stage.send(Message::Done(Outcome::LaidOut(Box::new(framework())))),
                    Effect::Passages { .. } => stage.send(Message::Done(Outcome::Passages(Box::new(passages())))),
                    Effect::Suggest { ticket, .. } => {
                        let found = Box::new(suggested());
                        stage.send(Message::Done(Outcome::Suggested { ticket, found }));
                    }
                    Effect::ListNotes => stage.send(Message::Done(Outcome::Listed(Box::new(notes())))),
                    Effect::Search { ticket, .. } => {
                        stage.send(Message::Done(Outcome::Found { ticket, answer: Box::new(answer()) }));
                    }
                    Effect::Write(changes) if chance > 8 => {
                        let reason = "no space".to_owned();
                        stage.send(Message::Done(Outcome::NotSaved { changes, reason, count: 1 }));
                    }
                    _ => {}
                }
            }
            if chance % 4 == 0 {
                stage.screen();
            }
        }
        stage.screen();
        Ok(())
    });
}

/// A terminal may say that it is as wide or as high as a number can be.
#[test]
fn a_screen_without_end_is_drawn() {
    for (width, height) in [(65_535, 1), (65_535, 24), (80, 65_535), (1, 65_535), (65_535, 0)] {
        let mut stage = Stage::on_text(width, height);
        for keys in ["]c", "c", "<Esc>", "?"] {
            stage.press(keys);
            let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, width, height));
            crate::tui::view::draw(&stage.model, &mut buffer);
        }
    }
}
