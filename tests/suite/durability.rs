//! What was said to be saved is there: crashes at every system call, kills, refusals of the disk, and
//! several programs that write one journal at once.

#![allow(clippy::print_stderr, reason = "a test that cannot run here says so")]

use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::study::Study;

const TEXT: &str =
    "Before 2016 nobody here had seen a report. Now the lab answers within a week.\n\nBut the reagents stopped.\n";
const BOOK: &str = "[[code]]\nid = \"capacity\"\nclaim = \"Training raised what counterparts can do.\"\n";
const JOURNAL: &str = "codings/ana.testtest.jsonl";

fn scene() -> Study {
    Study::new().with("interviews/a.md", TEXT).with("codebooks/c.toml", BOOK)
}

/// Returns the ids of the codings that the program shows.
fn shown(study: &Study) -> BTreeSet<String> {
    let json: serde_json::Value = serde_json::from_str(&study.run(["show", "a", "--json"]).done()).unwrap();
    json["codings"].as_array().unwrap().iter().map(|coding| coding["id"].as_str().unwrap().to_owned()).collect()
}

/// The journal's lines that are no entry: at most the torn ones that the fault left.
fn bad_lines(study: &Study) -> usize {
    study.read(JOURNAL).lines().filter(|line| serde_json::from_str::<serde_json::Value>(line).is_err()).count()
}

/// Returns a command under strace with a fault at one system call; nothing where strace cannot be used.
fn traced(study: &Study, inject: &str, arguments: &[&str]) -> Option<Command> {
    let works = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
    if !works.is_ok_and(|status| status.success()) {
        eprintln!("skipped: strace is not installed or may not trace here");
        return None;
    }
    let plain = study.command();
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o", "/dev/null", "-e"]).arg(format!("inject={inject}"));
    command.arg(plain.get_program()).args(arguments).current_dir(study.path()).env_clear();
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.stdin(Stdio::null());
    Some(command)
}

const CODE: [&str; 5] = ["code", "a", "0..11", "capacity", "--stance=supports"];

/// A crash at each system call that writing makes: what was acknowledged is there, what was not is
/// there whole or not at all, and the next coding is written.
#[test]
fn a_crash_at_any_system_call_loses_nothing_that_was_saved() {
    for call in ["openat", "flock", "write", "fdatasync", "fsync", "mkdir", "linkat", "renameat2", "unlink"] {
        for at in 1.. {
            let study = scene();
            study.run(["code", "a", "43..50", "capacity"]).done();
            let before = shown(&study);
            let Some(mut command) = traced(&study, &format!("{call}:signal=SIGKILL:when={at}"), &CODE) else { return };
            let output = command.output().unwrap();
            let killed = output.status.code().is_none() || output.status.code() == Some(137);
            let after = shown(&study);
            assert!(after.is_superset(&before), "{call} {at}");
            let acknowledged = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            assert!(acknowledged.is_empty() || after.contains(&acknowledged), "{call} {at}");
            study.run(CODE).done();
            assert_eq!(shown(&study).len(), after.len() + 1, "{call} {at}");
            assert_eq!(bad_lines(&study), 0, "{call} {at}: one write is whole or absent");
            if !killed || at > 60 {
                break;
            }
        }
    }
}

/// The disk refuses: the program says so, exits with an error, and a later try heals the journal.
#[test]
fn a_refusing_disk_is_told_and_heals() {
    for (inject, fails) in [
        ("fdatasync:error=EIO:when=1", false),
        ("fdatasync:error=EIO:when=1+", true),
        ("write:error=ENOSPC:when=1+", true),
        ("write:error=EDQUOT:when=1+", true),
        ("write:error=EINTR:when=1", false),
    ] {
        let study = scene();
        study.run(["code", "a", "43..50", "capacity"]).done();
        let Some(mut command) = traced(&study, inject, &CODE) else { return };
        let path = study.path().join(JOURNAL);
        // Only the journal's own calls fail.
        let program = command.get_program().to_owned();
        let mut arguments: Vec<_> = command.get_args().map(ToOwned::to_owned).collect();
        arguments.splice(0..0, ["-P".into(), path.into_os_string()]);
        let mut only = Command::new(program);
        only.args(arguments).current_dir(study.path()).env_clear();
        only.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?)))).stdin(Stdio::null());
        let output = only.output().unwrap();
        command = only;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(if fails { 2 } else { 0 }), "{inject}: {said}\n{command:?}");
        assert_eq!(fails, said.contains("not saved"), "{inject}: {said}");
        assert_eq!(!fails, said.contains("saved: interviews"), "{inject}: {said}");
        study.run(CODE).done();
        let ids: BTreeSet<String> = shown(&study);
        assert!(ids.len() >= 2, "{inject}");
        study.run(["check"]).done();
    }
}

/// Two writers that are killed at any moment: nothing acknowledged is lost, and no line is unreadable.
#[test]
fn killed_writers_lose_nothing_that_was_saved() {
    let study = scene();
    study.run(["code", "a", "43..50", "capacity"]).done();
    let mut saved = BTreeSet::new();
    let mut seed = 17_u64;
    for _ in 0..25 {
        let start = || study.command().args(CODE).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut writers = [start(), start()];
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_millis(1 + (seed >> 33) % 60));
        for writer in &mut writers {
            drop(writer.kill());
        }
        for writer in writers {
            let output = writer.wait_with_output().unwrap();
            let id = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            if !id.is_empty() {
                saved.insert(id);
            }
        }
    }
    let there = shown(&study);
    assert!(saved.iter().all(|id| there.contains(id)), "{saved:?} {there:?}");
    assert_eq!(bad_lines(&study), 0);
    study.run(["check"]).done();
}

/// Many programs append to one journal: every coding is there once, in an unbroken chain.
#[test]
fn writers_at_the_same_time_interleave_by_whole_lines() {
    let study = scene();
    let long = "memo ".repeat(40_000);
    std::thread::scope(|scope| {
        for writer in 0..6 {
            let (study, long) = (&study, &long);
            scope.spawn(move || {
                for round in 0..6 {
                    let mut command = study.command();
                    command.args(["code", "a", "0..11", "capacity"]);
                    if (writer + round) % 3 == 0 {
                        command.args(["--memo", &long[..5 << (2 * round)]]);
                    }
                    let output = command.output().unwrap();
                    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
                }
            });
        }
    });
    assert_eq!(shown(&study).len(), 36);
    let problems: serde_json::Value = serde_json::from_str(&study.run(["check", "--json"]).done()).unwrap();
    assert_eq!(problems["problems"], serde_json::json!([]));
}

/// Undo and redo go on where the last run of the program stopped.
#[test]
fn undo_and_redo_survive_restarts() {
    let study = scene();
    for _ in 0..3 {
        study.run(CODE).done();
    }
    let all = shown(&study);
    for left in [2, 1, 0] {
        study.run(["undo"]).done();
        assert_eq!(shown(&study).len(), left);
    }
    assert!(study.run(["undo"]).answered_no().contains("nothing to undo"));
    for there in [1, 2, 3] {
        study.run(["redo"]).done();
        assert_eq!(shown(&study).len(), there);
    }
    assert_eq!(shown(&study), all);
    assert!(study.run(["redo"]).answered_no().contains("nothing to redo"));
}

/// What the program writes to a source: nothing, ever.
#[test]
fn sources_stay_byte_for_byte() {
    let study = scene().with("interviews/crlf.txt", "\u{feff}---\r\ntitle: x\r\n---\r\nOne.\r\n\r\nTwo.\r\n");
    let before = study.read("interviews/crlf.txt");
    study.run(["code", "crlf", "--quote", "One.", "capacity"]).done();
    study.run(["done", "--all"]).done();
    study.run(["check", "--anchor"]).done();
    assert_eq!(study.read("interviews/crlf.txt"), before);
    assert_eq!(study.read("interviews/a.md"), TEXT);
}
