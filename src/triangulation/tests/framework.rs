//! The framework: where each source stands by itself, and what was judged of it.

use super::world::{Said, Src, World};
use crate::coding::Stance::{Contradicts, Qualifies, Supports};
use crate::triangulation::framework::{Entry, column};
use crate::triangulation::thresholds::Thresholds;
use crate::triangulation::verdict::Position;

fn entries(world: &World) -> Vec<Entry> {
    let (roster, evidence) = world.build();
    column(&roster, &evidence, &Thresholds::default())
}

#[test]
fn asked_read_and_raised_are_told_apart() {
    let mut world = World::default();
    world.add(1, "interview", Some(Supports)).add(1, "interview", None);
    world.add_with(1, "interview", None, |s| s.done.clear());
    world.add_with(1, "interview", None, |s| {
        s.asked = false;
        s.done.clear();
    });
    let positions: Vec<Option<Position>> = entries(&world).into_iter().map(|entry| entry.position).collect();
    assert_eq!(positions, [Some(Position::Supports), Some(Position::Silent), Some(Position::Pending), None]);
}

#[test]
fn a_source_stands_by_its_own_codings_however_many_voices_it_has() {
    let mut world = World::default();
    world.sources.push(Src::asked("in1", "interview").with(|s| s.voice = Some("office".to_owned())));
    world.sources.push(Src::asked("in2", "interview").with(|s| s.voice = Some("office".to_owned())));
    world.said.push(Said::new("in1", 1, Supports));
    world.said.push(Said::new("in1", 1, Supports).by("ben"));
    world.said.push(Said::new("in1", 2, Contradicts).voice("another"));
    world.said.push(Said::new("in2", 1, Contradicts));
    world.said.push(Said { interviewer: true, ..Said::new("in2", 2, Supports) });
    let found = entries(&world);
    assert_eq!((found[0].position, found[0].passages, found[0].codings.len()), (Some(Position::Mixed), 2, 3));
    assert_eq!((found[1].position, found[1].passages), (Some(Position::Contradicts), 1), "nobody hears the question");
}

#[test]
fn the_last_word_of_each_coder_stands_and_says_whether_it_counts() {
    let mut world = World::default();
    world.add(2, "interview", Some(Supports));
    world.cells = vec![
        ("in1".to_owned(), "ana".to_owned(), Qualifies, 30),
        ("in1".to_owned(), "ben".to_owned(), Supports, 20),
        ("in1".to_owned(), "ana".to_owned(), Contradicts, 10),
    ];
    let found = entries(&world);
    let judged = &found[0].judged;
    assert_eq!(judged.iter().map(|one| one.stance).collect::<Vec<_>>(), [Qualifies, Supports], "the newest first");
    assert_eq!(judged[0].cells, [2, 0], "the earlier word is known, so that both can be taken away");
    assert_eq!((judged[0].decides, judged[1].decides), (true, false), "ben has no coding here");
    assert_eq!(found[0].position, Some(Position::Supports), "the codings stand beside it");
    assert!(found[1].judged.is_empty());
}

#[test]
fn a_table_of_many_voices_is_one_row_and_no_judgement_decides_it() {
    let mut world = World::default();
    world.add_with(1, "survey", None, |s| s.rows = (0..3).map(|row| format!("row{row}")).collect());
    for row in 0..2 {
        world.said.push(Said { row, ..Said::new("su1", u32::try_from(row).unwrap(), Supports) });
    }
    world.cells = vec![("su1".to_owned(), "ana".to_owned(), Contradicts, 1)];
    let [entry] = &entries(&world)[..] else { panic!() };
    assert_eq!((entry.position, entry.passages), (Some(Position::Supports), 2));
    assert!(!entry.judged[0].decides);
}
