//! The search index when the program that brings it up to date is killed.

use std::collections::BTreeSet;

use crate::durability::{NO_STRACE, Traced, WRITING, has_strace};
use crate::rounds::{self, Tally};
use crate::study::Study;

/// A study whose index is of before its last change.
fn scene() -> Study {
    let study = Study::new()
        .with("interviews/a.md", "The money came late.\n\nThe lab is closed.\n")
        .with("interviews/b.md", "L'argent est arrivé tard.\n");
    study.run(["index"]).done();
    study.write("interviews/a.md", "The money came late.\n\nA new word: zyloquent.\n\nMoney again.\n");
    study
}

/// Returns the passages that a query finds, each as often as it does.
fn found(study: &Study, query: &str) -> Vec<String> {
    let run = study.run(["search", "--json", query]);
    assert!(matches!(run.code, Some(0 | 1)), "{query} {run:?}");
    let place = |line: &str| {
        let hit: serde_json::Value = serde_json::from_str(line).unwrap();
        format!("{} {}", hit["source"].as_str().unwrap(), hit["passage"])
    };
    let mut found: Vec<String> = run.stdout.lines().map(place).collect();
    found.sort();
    found
}

#[test]
fn an_index_whose_update_was_killed_misses_nothing_and_finds_nothing_twice() {
    let mut tally = Tally::new("C3", "an update of the index killed at each of its system calls that write");
    if !has_strace() {
        return tally.skip(NO_STRACE);
    }
    let queries = ["money", "zyloquent", "closed", "argent", "-money", "\"money again\""];
    let right = {
        let study = scene();
        queries.map(|query| found(&study, query))
    };
    assert_eq!(right[0], ["interviews/a.md 1", "interviews/a.md 3"]);
    assert_eq!((right[1].len(), right[2].len()), (1, 0));
    let mut seen = BTreeSet::new();
    for call in WRITING {
        // The suite tries a few points of each call, the full measure all.
        let step = if rounds::is_full() { 1 } else { 7 };
        for at in (1..).step_by(step) {
            let study = scene();
            let run = Traced::run(&study, call, Some(&format!("signal=SIGKILL:when={at}")), None, &["index"]);
            if !run.was_killed() {
                break;
            }
            // Asked twice: the first search mends what it finds.
            for _ in 0..2 {
                assert_eq!(queries.map(|query| found(&study, query)), right, "{call} {at}");
            }
            seen.insert(call);
            tally.add(1);
        }
    }
    assert!(seen.len() > 4, "{seen:?}");
}
