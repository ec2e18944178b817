//! What was said to be saved is there: crashes at every system call, kills, refusals of the disk, and
//! several programs that write one journal at once.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use tripod::coding::{About, Act};
use tripod::study::Host;

use crate::rounds::{self, Dice, Tally};
use crate::study::Study;

const TEXT: &str =
    "Before 2016 nobody here had seen a report. Now the lab answers within a week.\n\nBut the reagents stopped.\n";
const BOOK: &str = "[[code]]\nid = \"capacity\"\nclaim = \"Training raised what counterparts can do.\"\n";
const JOURNAL: &str = "codings/ana.testtest.jsonl";

/// No refusal of the disk may keep a user waiting longer: unoptimised, traced, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

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

/// The ids of all entries in the journal, in its order.
fn written(study: &Study) -> Vec<String> {
    let id = |line: &str| serde_json::from_str::<serde_json::Value>(line).ok()?["id"].as_str().map(str::to_owned);
    study.read(JOURNAL).lines().filter_map(id).collect()
}

/// Tells whether strace is here and may trace.
pub(crate) fn has_strace() -> bool {
    static WORKS: OnceLock<bool> = OnceLock::new();
    *WORKS.get_or_init(|| {
        let works = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
        works.is_ok_and(|status| status.success())
    })
}

pub(crate) const NO_STRACE: &str = "strace is not installed or may not trace here";

/// A run of the program under strace, and what strace saw of the calls that were to fail.
pub(crate) struct Traced {
    output: Output,
    /// The lines of the trace.
    trace: String,
}

impl Traced {
    /// Runs the program with a fault at a system call, or with none; `on` limits it to calls on one file.
    pub(crate) fn run(study: &Study, calls: &str, fault: Option<&str>, on: Option<&Path>, arguments: &[&str]) -> Self {
        let trace = study.outside("trace", "");
        let plain = study.command();
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o"]).arg(&trace);
        if let Some(path) = on {
            command.arg("-P").arg(path);
        }
        command.arg("-e").arg(format!("trace={calls}"));
        if let Some(fault) = fault {
            command.arg("-e").arg(format!("inject={calls}:{fault}"));
        }
        command.arg(plain.get_program()).args(arguments).current_dir(study.path()).env_clear();
        command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let output = command.stdin(Stdio::null()).output().unwrap();
        Self { output, trace: std::fs::read_to_string(trace).unwrap_or_default() }
    }

    pub(crate) fn was_killed(&self) -> bool {
        self.output.status.code().is_none_or(|code| code == 137)
    }

    /// Tells whether the fault came about.
    fn was_hit(&self) -> bool {
        self.trace.contains("(INJECTED)")
    }

    fn said(&self) -> String {
        String::from_utf8_lossy(&self.output.stderr).into_owned()
    }

    /// The id of the coding that was acknowledged, if one was.
    fn acknowledged(&self) -> Option<String> {
        let id = String::from_utf8_lossy(&self.output.stdout).trim().to_owned();
        (!id.is_empty()).then_some(id)
    }
}

const CODE: [&str; 5] = ["code", "a", "0..11", "capacity", "--stance=supports"];

/// The calls by which files are found, made, changed and kept; `?` where a machine may not have them.
pub(crate) const WRITING: [&str; 16] = [
    "openat",
    "flock",
    "write",
    "?pwrite64",
    "?writev",
    "fdatasync",
    "fsync",
    "?mkdir",
    "mkdirat",
    "?link",
    "linkat",
    "?rename",
    "renameat2",
    "?unlink",
    "unlinkat",
    "ftruncate",
];

/// The calls by which files are read, which a crash can come at just as well.
const READING: [&str; 8] = ["read", "?pread64", "statx", "?newfstatat", "lseek", "close", "getdents64", "?fchmod"];

/// A crash at each system call that coding makes: what was acknowledged is there, what was not is there
/// whole or not at all, and the next coding is written.
#[test]
fn a_crash_at_any_system_call_loses_nothing_that_was_saved() {
    let mut tally = Tally::new("A2", "a coding killed at each of its system calls");
    if !has_strace() {
        return tally.skip(NO_STRACE);
    }
    let more: &[&str] = if rounds::is_full() { &READING } else { &[] };
    for call in WRITING.iter().chain(more) {
        for at in 1.. {
            let study = scene();
            study.run(["code", "a", "43..50", "capacity"]).done();
            let before = shown(&study);
            let run = Traced::run(&study, call, Some(&format!("signal=SIGKILL:when={at}")), None, &CODE);
            if !run.was_killed() {
                assert!(run.output.status.success(), "{call} {at}: {}", run.said());
                break;
            }
            let after = shown(&study);
            assert!(after.is_superset(&before), "{call} {at}");
            assert!(run.acknowledged().is_none_or(|id| after.contains(&id)), "{call} {at}");
            study.run(CODE).done();
            assert_eq!(shown(&study).len(), after.len() + 1, "{call} {at}");
            assert_eq!(bad_lines(&study), 0, "{call} {at}: one write is whole or absent");
            study.run(["check"]).done();
            tally.add(1);
        }
    }
}

/// A crash at each call by which other commands write: the study stays sound, and the command can be given
/// again.
#[test]
fn a_crash_of_any_command_leaves_a_sound_study() {
    let mut tally = Tally::new("A2", "other commands killed at each of their system calls that write");
    if !has_strace() {
        return tally.skip(NO_STRACE);
    }
    let all: [&[&str]; 12] = [
        &["codebook", "add", "Laboratories last"],
        &["undo"],
        &["redo"],
        &["import", "../outside/new.md", "--as=interview", "--set=case=north"],
        &["done", "--all"],
        &["memo", "study", "a memo"],
        &["cell", "a", "capacity", "--stance=supports", "--summary=so"],
        &["verdict", "capacity", "agreement", "--reason=so"],
        &["check", "--anchor"],
        &["index"],
        &["search", "reagents"],
        &["export", "../outside/codings.csv"],
    ];
    let some = if rounds::is_full() { &all[..] } else { &all[..1] };
    for arguments in some {
        let mut counted = 0;
        for call in WRITING.iter().filter(|call| rounds::is_full() || !matches!(**call, "openat" | "write")) {
            for at in 1.. {
                let study = scene();
                study.outside("new.md", "A new note.\n");
                study.run(CODE).done();
                study.run(CODE).done();
                if arguments[0] == "redo" {
                    study.run(["undo"]).done();
                }
                if arguments[0] == "check" {
                    study.write("interviews/a.md", format!("Before all.\n\n{TEXT}"));
                }
                let before = written(&study);
                let run = Traced::run(&study, call, Some(&format!("signal=SIGKILL:when={at}")), None, arguments);
                if !run.was_killed() {
                    assert!(
                        matches!(run.output.status.code(), Some(0 | 1)),
                        "{arguments:?} {call} {at}: {}",
                        run.said()
                    );
                    break;
                }
                assert!(written(&study).starts_with(&before), "{arguments:?} {call} {at}");
                assert_eq!(bad_lines(&study), 0, "{arguments:?} {call} {at}");
                let check = study.run(["check", "--json"]).done();
                assert!(!check.contains("\"error\""), "{arguments:?} {call} {at}: {check}");
                // What was done already may be refused, but nothing else may be in the way.
                let again = study.run(*arguments);
                let is_done = again.code == Some(0)
                    || ["already", "is taken", "nothing to"].iter().any(|done| again.stderr.contains(done));
                assert!(is_done, "{arguments:?} {call} {at}: {}", again.stderr);
                study.run(["check"]).done();
                counted += 1;
            }
        }
        assert!(counted > 0, "{arguments:?} was never killed");
        tally.add(counted);
    }
}

/// Tries a coding while calls fail, and holds what is promised: what was acknowledged is there, what was
/// there before still is, a failure is said, and later the journal heals. Tells whether the fault came.
fn refused(call: &str, fault: &str, on_journal: bool, first: bool) -> Option<Traced> {
    let what = format!("{call} {fault} {on_journal} {first}");
    let study = scene();
    let mut before = BTreeSet::new();
    if !first {
        study.run(["code", "a", "43..50", "capacity"]).done();
        before = shown(&study);
    }
    let journal = study.path().join(JOURNAL);
    let start = Instant::now();
    let run = Traced::run(&study, call, Some(fault), on_journal.then_some(journal.as_path()), &CODE);
    assert!(start.elapsed() < PATIENCE, "{what}");
    if !run.was_hit() {
        return None;
    }
    let said = run.said();
    let after = if study.has(JOURNAL) { shown(&study) } else { BTreeSet::new() };
    assert!(after.is_superset(&before), "{what}: {said}");
    assert!(after.len() <= before.len() + 1, "{what}: at most one more");
    let is_saved = said.contains("saved: interviews");
    match run.acknowledged() {
        Some(id) => assert!(after.contains(&id), "{what}: {said}"),
        None => assert!(!is_saved, "{what}: {said}"),
    }
    if run.output.status.success() {
        assert_eq!(after.len(), before.len() + 1, "{what}: {said}");
    } else {
        // It may be on the disk all the same, and standard output or error be what failed.
        assert!(!is_saved || after.len() > before.len(), "{what}: {said}");
        assert!(!said.contains("panicked"), "{what}: {said}");
    }
    study.run(CODE).done();
    assert_eq!(shown(&study).len(), after.len() + 1, "{what}");
    assert!(shown(&study).is_superset(&after), "{what}");
    study.run(["check"]).done();
    let all = written(&study);
    let copies = all.len() - all.iter().collect::<BTreeSet<_>>().len();
    assert!(copies <= 1, "{what}: {all:?}");
    Some(run)
}

/// No sync succeeds or a first one fails: never "saved" without the disk's word, and the entry that is
/// written again counts once.
#[test]
fn a_sync_that_fails_is_never_called_saved() {
    let mut tally = Tally::new("A5", "each sync of a coding fails, once and from then on");
    if !has_strace() {
        return tally.skip(NO_STRACE);
    }
    for error in ["EIO", "ENOSPC", "EDQUOT"] {
        for call in ["fdatasync", "fsync"] {
            for (first, at) in [(false, 1), (false, 2), (true, 1), (true, 2), (true, 3), (true, 4)] {
                let once = refused(call, &format!("error={error}:when={at}"), false, first);
                tally.add(once.is_some().into());
                if let Some(run) = once.filter(|_| call == "fdatasync") {
                    assert!(run.output.status.success(), "{call} {at}: it is written again: {}", run.said());
                }
                let always = refused(call, &format!("error={error}:when={at}+"), false, first);
                tally.add(always.is_some().into());
                if let Some(run) = always.filter(|_| at == 1) {
                    assert_eq!(run.output.status.code(), Some(2), "{call} {at}");
                    let said = run.said();
                    assert!(said.contains("not saved") || said.contains("nothing was written"), "{call} {at}: {said}");
                }
            }
        }
        if !rounds::is_full() {
            break;
        }
    }
}

/// The disk refuses: the program says so, exits with an error, and a later try heals the journal.
#[test]
fn a_refusing_disk_is_told_and_heals() {
    let mut tally = Tally::new("A6", "system calls of a coding fail, once and from then on");
    if !has_strace() {
        return tally.skip(NO_STRACE);
    }
    // Only the journal's own calls fail: then nothing but saving can go wrong, and it has to be said.
    for (call, fault, fails) in [
        ("write", "error=ENOSPC:when=1", true),
        ("write", "error=ENOSPC:when=1+", true),
        ("write", "error=EDQUOT:when=1+", true),
        ("write", "error=EIO:when=1", true),
        ("write", "error=EINTR:when=1", false),
        ("fdatasync", "error=EINTR:when=1", false),
        ("flock", "error=EIO:when=1", true),
        // The journal is opened once to read it and once to write.
        ("openat", "error=EROFS:when=2+", true),
        ("openat", "error=EACCES:when=2+", true),
    ] {
        let run = refused(call, fault, true, false).unwrap_or_else(|| panic!("{call} {fault} did not come"));
        let said = run.said();
        assert_eq!(run.output.status.code(), Some(if fails { 2 } else { 0 }), "{call} {fault}: {said}");
        assert_eq!(fails, said.contains("not saved"), "{call} {fault}: {said}");
        tally.add(1);
    }
    // Any call of the whole run fails.
    let errors = ["ENOSPC", "EDQUOT", "EIO", "EROFS", "EACCES", "EINTR"];
    let few = ["write", "mkdir", "mkdirat"];
    for call in WRITING.iter().map(|call| call.trim_start_matches('?')) {
        if !rounds::is_full() && !few.contains(&call) {
            continue;
        }
        for first in [false, true] {
            for at in 1.. {
                let mut hits = 0;
                for (which, error) in errors.iter().enumerate() {
                    if !rounds::is_full() && (at + which) % errors.len() != 0 {
                        continue;
                    }
                    hits += u64::from(refused(call, &format!("error={error}:when={at}"), false, first).is_some());
                    // A call that is interrupted is made again, for ever if need be.
                    if *error != "EINTR" {
                        let always = format!("error={error}:when={at}+");
                        hits += u64::from(refused(call, &always, false, first).is_some());
                    }
                }
                tally.add(hits);
                if hits == 0 {
                    break;
                }
            }
        }
    }
}

/// A disk that is really full, in the middle of a line too: what was saved is there, and when there is room
/// again coding goes on.
#[test]
fn a_full_disk_keeps_what_was_saved() {
    const SCRIPT: &str = r#"
        mount -t tmpfs -o size="$1"k tmpfs ../outside/disk || exit 77
        : >"$OUT/refused"
        cp -r . ../outside/disk/study && cd ../outside/disk/study
        code() {
            echo try >>"$OUT/tries"
            "$TRIPOD" code a 0..11 capacity --memo "$memo" >>"$OUT/saved" 2>>"$OUT/said" || echo no >>"$OUT/refused"
        }
        for size in $3; do
            memo=$(head -c "$size" /dev/zero | tr '\0' m)
            code; code; code
            # All is full but one block or two, and soon these.
            head -c "$2" /dev/zero >filler; cat /dev/zero >>filler 2>/dev/null; rm -f spare
            until=$(($(wc -l <"$OUT/refused") + 2))
            for more in $(seq 60); do [ "$(wc -l <"$OUT/refused")" -ge $until ] || code; done
            rm -f filler; head -c 300 /dev/zero >spare
            code; code
        done
        "$TRIPOD" show a --json >"$OUT/shown" && "$TRIPOD" check >"$OUT/check" && cp codings/* "$OUT/journal"
    "#;
    let probe = Command::new("unshare").args(["-Urm", "true"]).stderr(Stdio::null()).status();
    if !probe.is_ok_and(|status| status.success()) {
        return Tally::new("A6", "a disk of 64 kB that fills up").skip("no file system may be mounted here");
    }
    rounds::each("A6", "a disk of 40 to 100 kB that fills up, and is given room again", 1, 4, |dice| {
        let study = scene();
        let place = study.outside("disk/x", "").parent().unwrap().parent().unwrap().to_owned();
        let sizes: Vec<String> = (0..2).map(|_| (1 + dice.below(900)).to_string()).collect();
        let mut command = Command::new("unshare");
        command.args(["-Urm", "sh", "-c", SCRIPT, "sh", &(40 + dice.below(60)).to_string()]);
        command.args([dice.below(5_000).to_string(), sizes.join(" ")]).current_dir(study.path());
        let plain = study.command();
        command.env_clear().envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command.env("PATH", "/usr/bin:/bin").env("OUT", &place).env("TRIPOD", plain.get_program());
        let output = command.output().unwrap();
        let said = std::fs::read_to_string(place.join("said")).unwrap_or_default();
        assert!(output.status.success(), "{output:?} {said}");
        let read = |name: &str| std::fs::read_to_string(place.join(name)).unwrap_or_default();
        let refusals = read("refused").lines().count();
        assert!(refusals >= 4, "the disk was not full: {said}");
        assert_eq!(said.matches("not saved").count(), refusals, "{said}");
        assert!(said.contains("no space left"), "{said}");
        let shown = read("shown");
        let saved = read("saved");
        let tries = read("tries").lines().count();
        assert_eq!(saved.lines().count(), tries - refusals);
        assert!(saved.lines().all(|id| shown.contains(id)), "{saved} {shown}");
        dice.cases(tries as u64);
    });
}

/// What a killed or a busy writer does: not a test, so it is ignored unless a test below runs it.
///
/// It appends memos to the study and says the id of each when it is saved.
#[test]
#[ignore = "run by the other tests here, as a process of its own"]
fn child_that_writes() {
    let Some(root) = std::env::var_os("TRIPOD_TEST_STUDY") else { return };
    let number = |name: &str| std::env::var(name).unwrap().parse::<u64>().unwrap();
    let (count, largest) = (number("TRIPOD_TEST_COUNT"), number("TRIPOD_TEST_LARGEST"));
    let mut dice = Dice::new(number("TRIPOD_TEST_SEED"));
    let host = Host { cache: None, state: None, device: Some("testtest".to_owned()), ..Host::real() };
    let mut study = tripod::study::Study::open(host, Path::new(&root)).unwrap();
    let mut out = std::io::stdout();
    for at in 0..count {
        // Most are short, some long, and one is as long as they get.
        let limit = match (at == count / 2, dice.below(20)) {
            (true, _) => largest,
            (_, 0) => largest / 50,
            _ => 300.min(largest),
        };
        let length = if at == count / 2 { limit } else { 1 + dice.bits() % limit };
        let memo = memo(length);
        let entry = study.write(&"ana".into(), vec![Act::Memo(About::Study, memo)]).unwrap().remove(0);
        out.write_all(format!("\nsaved {} {length}\n", entry.id).as_bytes()).unwrap();
        out.flush().unwrap();
    }
}

/// The one memo of each length, which cannot be taken for the middle of another one.
fn memo(length: u64) -> String {
    format!("{length}:").bytes().cycle().map(char::from).take(usize::try_from(length).unwrap()).collect()
}

fn writer(study: &Study, seed: u64, count: u64, largest: u64) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["durability::child_that_writes", "--exact", "--ignored", "--nocapture", "--test-threads=1"]);
    command.env("TRIPOD_TEST_STUDY", study.path()).env("TRIPOD_TEST_SEED", seed.to_string());
    command.env("TRIPOD_TEST_COUNT", count.to_string()).env("TRIPOD_TEST_LARGEST", largest.to_string());
    command.env_remove("TRIPOD_TALLY");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// What a writer said is saved: ids, with the lengths of their memos. A last line that was cut is none.
fn said_to_be_saved(output: &Output) -> Vec<(String, u64)> {
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let whole = said.rfind('\n').map_or("", |end| &said[..end]);
    let line = |line: &str| {
        let (id, length) = line.strip_prefix("saved ")?.split_once(' ')?;
        Some((id.to_owned(), length.parse().ok()?))
    };
    whole.lines().filter_map(line).collect()
}

/// Holds that a journal has each saved memo once and whole, and returns how many entries and torn lines it has.
///
/// A kill may come while the kernel takes a line's bytes, at the end of a block: such a line was never said to
/// be saved, is left aside, and costs nothing else.
fn holds_all(study: &Study, saved: &[(String, u64)], kills: usize) -> (usize, usize) {
    let journal = study.read(JOURNAL);
    let mut there: BTreeMap<String, u64> = BTreeMap::new();
    let mut torn = 0;
    for line in journal.lines() {
        let Ok(entry) = serde_json::from_str::<serde_json::Value>(line) else {
            torn += 1;
            continue;
        };
        let text = entry["memo"].as_str().unwrap();
        let length = text.len() as u64;
        assert_eq!(text, memo(length), "two entries are mixed");
        assert!(there.insert(entry["id"].as_str().unwrap().to_owned(), length).is_none(), "one id twice");
    }
    for (id, length) in saved {
        assert_eq!(there.get(id), Some(length), "{id} was said to be saved");
    }
    assert!(torn <= kills, "{torn} torn lines after {kills} kills");
    let check: serde_json::Value = serde_json::from_str(&study.run(["check", "--json"]).done()).unwrap();
    let problems = check["problems"].as_array().unwrap();
    assert!(problems.iter().all(|problem| problem["kind"] == "torn-line"), "{problems:?}");
    assert_eq!(problems.len(), torn);
    (there.len(), torn)
}

/// Two writers that are killed at any moment: nothing acknowledged is lost, and no line is unreadable.
#[test]
fn killed_writers_lose_nothing_that_was_saved() {
    let (mut acknowledged, mut torn) = (0, 0);
    rounds::each("A1", "two writers killed after 1 to 60 ms", 10, 200, |dice| {
        let study = Study::new();
        let mut saved = Vec::new();
        for _ in 0..2 {
            let mut writers = [0, 1].map(|_| writer(&study, dice.bits() >> 1, 100_000, 3_000));
            // They need a while to start.
            std::thread::sleep(Duration::from_millis(15));
            std::thread::sleep(Duration::from_micros(1_000 + dice.bits() % 59_000));
            for writer in &mut writers {
                writer.kill().unwrap();
            }
            saved.extend(writers.into_iter().flat_map(|writer| said_to_be_saved(&writer.wait_with_output().unwrap())));
            dice.cases(1);
        }
        acknowledged += saved.len();
        if study.has(JOURNAL) {
            torn += holds_all(&study, &saved, 4).1;
        }
    });
    assert!(acknowledged > 0, "nothing was saved before the kills");
    let mut tally = Tally::new("A1", "codings acknowledged before the kills, all there");
    tally.add(acknowledged as u64);
    drop(tally);
    let mut tally = Tally::new("A1", "lines torn by these kills, never acknowledged, told and left aside");
    tally.add(torn as u64);
}

/// Commands that are killed at any moment, as a user's are.
#[test]
fn killed_commands_lose_nothing_that_was_saved() {
    rounds::each("A1", "two commands killed after 1 to 60 ms, 10 times", 2, 20, |dice| {
        let study = scene();
        study.run(["code", "a", "43..50", "capacity"]).done();
        let mut saved = BTreeSet::new();
        for _ in 0..10 {
            let start = || study.command().args(CODE).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
            let mut writers = [start(), start()];
            std::thread::sleep(Duration::from_micros(1_000 + dice.bits() % 59_000));
            for writer in &mut writers {
                drop(writer.kill());
            }
            for writer in writers {
                let output = writer.wait_with_output().unwrap();
                let id = String::from_utf8_lossy(&output.stdout).trim().to_owned();
                saved.extend((!id.is_empty()).then_some(id));
            }
            dice.cases(1);
        }
        let there = shown(&study);
        assert!(saved.iter().all(|id| there.contains(id)), "{saved:?} {there:?}");
        assert!(bad_lines(&study) <= 20, "at most one for each kill");
        study.run(["check"]).done();
    });
}

/// Eight programs append to one journal: every entry is there once, whole, in an unbroken chain.
#[test]
fn writers_at_the_same_time_interleave_by_whole_lines() {
    let (each, largest) = if rounds::is_full() { (100, 1 << 20) } else { (8, 1 << 17) };
    rounds::each("B1", "entries of 1 B to 1 MB appended by 8 processes at once", 1, 1, |dice| {
        let study = Study::new();
        let writers: Vec<Child> = (0..8).map(|_| writer(&study, dice.bits() >> 1, each, largest)).collect();
        let mut saved = Vec::new();
        for writer in writers {
            let output = writer.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            saved.extend(said_to_be_saved(&output));
        }
        assert_eq!(saved.len() as u64, 8 * each);
        assert_eq!(holds_all(&study, &saved, 0), (saved.len(), 0));
        dice.cases(8 * each);
    });
}

/// Commands append to one journal beside each other: every coding is there once, in an unbroken chain.
#[test]
fn commands_at_the_same_time_interleave_by_whole_lines() {
    rounds::each("B1", "codings by 6 commands at once", 1, 3, |dice| {
        let study = scene();
        let long = "memo ".repeat(25_000);
        std::thread::scope(|scope| {
            for writer in 0..6 {
                let (study, long) = (&study, &long);
                scope.spawn(move || {
                    for round in 0..4 {
                        let mut command = study.command();
                        command.args(["code", "a", "0..11", "capacity"]);
                        if (writer + round) % 3 == 0 {
                            command.args(["--memo", &long[..5 << (4 * round)]]);
                        }
                        let output = command.output().unwrap();
                        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
                    }
                });
            }
        });
        assert_eq!(shown(&study).len(), 24);
        let problems: serde_json::Value = serde_json::from_str(&study.run(["check", "--json"]).done()).unwrap();
        assert_eq!(problems["problems"], serde_json::json!([]));
        dice.cases(24);
    });
}

/// What several coders did on several devices, in any order of lines and files, some of it twice, is one state.
#[test]
fn the_order_of_journals_and_lines_does_not_matter() {
    rounds::each("B7", "the lines of six journals shuffled among files, some twice", 2, 10, |dice| {
        let study = scene().with("interviews/b.md", "Money came late.\n\nNobody asked why.\n");
        let mut ids: Vec<(String, &str)> = Vec::new();
        for _ in 0..14 {
            let coder = *dice.pick(&["ana", "ben", "zoe"]);
            let device = *dice.pick(&["firstone", "otherone"]);
            let owned: Vec<String> = ids.iter().filter(|(_, by)| *by == coder).map(|(id, _)| id.clone()).collect();
            let id = if owned.is_empty() { String::new() } else { dice.pick(&owned).clone() };
            let (source, span) = *dice.pick(&[("a", "0..11"), ("a", "43..50"), ("b", "0..5")]);
            let arguments: Vec<&str> = match dice.below(8) {
                1 if !id.is_empty() => vec!["change", &id, "--stance=contradicts"],
                2 if !id.is_empty() => vec!["remove", &id],
                3 => vec!["memo", "study", "a memo"],
                4 => vec!["done", source],
                5 => vec!["undo"],
                6 => vec!["cell", source, "capacity", "--stance=qualifies", "--summary=so"],
                _ => vec!["code", source, span, "capacity", "--stance=supports"],
            };
            let is_code = arguments[0] == "code";
            let run =
                study.run_with([&["--coder", coder], arguments.as_slice()].concat(), &[("TRIPOD_DEVICE", device)], "");
            assert!(matches!(run.code, Some(0..=2)), "{run:?}");
            if is_code {
                ids.push((run.done().trim().to_owned(), coder));
            }
        }
        let journals: Vec<String> = study.files().into_iter().filter(|path| path.starts_with("codings/")).collect();
        let lines: Vec<String> =
            journals.iter().flat_map(|path| study.read(path).lines().map(str::to_owned).collect::<Vec<_>>()).collect();
        let told = || {
            let commands: [&[&str]; 6] = [
                &["show", "a", "--json"],
                &["show", "b", "--json"],
                &["triangulate", "--json"],
                &["memo"],
                &["search", "--json", "is:coded"],
                &["codebook", "--json"],
            ];
            commands.map(|arguments| {
                let run = study.run(arguments);
                assert!(matches!(run.code, Some(0 | 1)), "{run:?}");
                run.stdout
            })
        };
        let right = told();
        for _ in 0..5 {
            let mut shuffled = lines.clone();
            for _ in 0..3 {
                shuffled.push(dice.pick(&lines).clone());
            }
            dice.shuffle(&mut shuffled);
            let mut files = vec![String::new(); journals.len()];
            for line in shuffled {
                let file = dice.below(files.len());
                files[file].push_str(&line);
                files[file].push('\n');
            }
            for (path, text) in journals.iter().zip(&files) {
                study.write(path, text);
            }
            let found = told();
            assert_eq!(found, right);
            dice.cases(1);
        }
    });
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
