//! These tests read the table itself, so that a new row is held to the same rules.

use std::collections::BTreeMap;

use super::action::Action;
use super::chord::Chord;
use super::table::{BINDINGS, Scope, TOGETHER};
use crate::tui::reading::motion::{Unit, Way};

#[test]
fn every_key_can_be_read() {
    for binding in BINDINGS {
        assert!(!binding.help.is_empty(), "{binding:?}");
        // What has no key is done from the palette, which lists what holds on the screens.
        assert!(!binding.keys.is_empty() || binding.scope == Scope::Screen, "{binding:?}");
        for keys in binding.keys {
            assert!(Chord::parse_all(keys).is_some_and(|chords| !chords.is_empty()), "{keys}");
        }
    }
}

#[test]
fn no_key_has_two_meanings_where_both_are_live() {
    for live in TOGETHER {
        let mut seen: BTreeMap<Vec<Chord>, Action> = BTreeMap::new();
        for binding in BINDINGS.iter().filter(|binding| live.contains(&binding.scope)) {
            for keys in binding.keys {
                let chords = Chord::parse_all(keys).unwrap();
                let before = seen.insert(chords.clone(), binding.action);
                assert!(before.is_none(), "{keys} is {before:?} and {:?} in {live:?}", binding.action);
            }
        }
        // A key that begins a longer binding could never be pressed alone.
        for chords in seen.keys() {
            let hidden = seen.keys().any(|other| other.len() > chords.len() && other.starts_with(chords));
            assert!(!hidden, "{chords:?} in {live:?}");
        }
    }
}

#[test]
fn every_action_has_a_key_and_every_scope_is_live_somewhere() {
    for action in Action::PLAIN {
        assert!(BINDINGS.iter().any(|binding| binding.action == *action), "{action:?}");
    }
    for unit in [Unit::Character, Unit::Word, Unit::Sentence, Unit::Passage, Unit::Turn, Unit::Row, Unit::RowEdge] {
        for way in [Way::Back, Way::On] {
            assert!(BINDINGS.iter().any(|binding| binding.action == Action::Move(unit, way)), "{unit:?} {way:?}");
        }
    }
    for binding in BINDINGS {
        assert!(TOGETHER.iter().any(|live| live.contains(&binding.scope)), "{:?}", binding.scope);
    }
}
