//! Damaged caches: whatever becomes of their files, every command answers as if there were none.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::rounds::{self, Dice};
use crate::study::Study;

/// No answer may take longer.
const PATIENCE: Duration = Duration::from_secs(5);

const CODES: &str = "[[code]]\nid = \"capacity\"\nname = \"Capacity\"\nclaim = \"It rose.\"\nkey = \"c\"\n\
                     [[code]]\nid = \"money\"\nname = \"Money\"\n";

/// Files by their paths, with what is in them.
type Files = BTreeMap<PathBuf, Vec<u8>>;

/// A study in memory. Of two `kinds` the files have the same names and sizes, and other words.
fn scene(kind: usize) -> Study {
    let (lab, money) = [("The lab", "The money"), ("The law", "The honey")][kind];
    let study = Study::quick()
        .with("study.toml", "languages = [\"en\", \"fr\", \"zh\"]\n[attributes.case]\nvalues = [\"varsk\", \"sund\"]\n")
        .with("codebooks/a.toml", CODES)
        .with(
            "interviews/a.md",
            format!(
                "---\ncase: varsk\nspeakers: Q, A\n---\nQ: How is it?\n\nA: {lab} answers within a week.\n\nA: {money} came late.\n"
            ),
        )
        .with("interviews/b.md", "---\ncase: sund\n---\nL'argent est arrivé tard.\n\nLes laboratoires ferment.\n")
        .with("desk-review/c.md", "---\nissuer: The Office\n---\n联合国教科文组织的实验室。\n\nMoney was on time.\n")
        .with("observations/t.csv", "voice,case,words\nr1,varsk,Money for the lab\nr2,sund,nothing\n");
    for (coder, source, quote, code, stance) in [
        ("ana", "a", "answers within a week", "capacity", "supports"),
        ("ben", "a", "came late", "money", "contradicts"),
        ("ana", "b", "Les laboratoires", "capacity", "contradicts"),
        ("ben", "t", "Money for the lab", "money", "neutral"),
    ] {
        study.run(["code", source, "--quote", quote, code, "--stance", stance, "--coder", coder]).done();
    }
    study.run(["memo", "source:a", "ask again"]).done();
    study.run(["done", "a", "b"]).done();
    study
}

fn cache(study: &Study) -> PathBuf {
    study.path().join("../home/cache/tripod")
}

fn read(folder: &Path, into: &mut Files) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            read(&path, into);
        } else {
            into.insert(path.clone(), std::fs::read(path).unwrap());
        }
    }
}

fn files(study: &Study) -> Files {
    let mut files = Files::new();
    read(&cache(study), &mut files);
    files
}

/// Makes the cache hold just these files.
fn lay(study: &Study, files: &Files) {
    let folder = cache(study);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    for (path, bytes) in files {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

const COMMANDS: [&[&str]; 12] = [
    &["status", "--json"],
    &["sources", "--json"],
    &["codebook", "--json"],
    &["show", "a", "--json"],
    &["show", "t", "--json"],
    &["search", "--json", "late OR argent"],
    &["search", "--json", "theme:capacity"],
    &["triangulate", "--json"],
    &["check", "--json"],
    &["memo"],
    &["log", "--json"],
    &["report", "theme"],
];

/// Gives a command with such a cache and returns how it ended and what it said.
fn answer(study: &Study, files: &Files, command: &[&str]) -> (Option<i32>, String) {
    lay(study, files);
    let start = Instant::now();
    let run = study.run(command);
    assert!(start.elapsed() < PATIENCE, "{command:?}");
    assert!(!run.stderr.contains("panicked") && run.code != Some(70), "{command:?} {}", run.stderr);
    if command[0] != "search" {
        return (run.code, run.stdout);
    }
    // How much a hit is worth is counted over the index, and one that was brought up to date counts a while
    // what it no longer finds: what is found is the same, its order need not be.
    let unscored = |line: &str| {
        let mut hit: serde_json::Value = serde_json::from_str(line).unwrap();
        hit["score"].take();
        hit.to_string()
    };
    let mut hits: Vec<String> = run.stdout.lines().map(unscored).collect();
    hits.sort();
    (run.code, hits.join("\n"))
}

/// Fills the cache, with all that can be known of files that have rested.
fn filled(study: &Study) -> Files {
    study.run(["index"]).done();
    study.run(["status"]).done();
    study.run(["triangulate"]).done();
    files(study)
}

/// Does something to some of a cache's files.
fn harmed(dice: &mut Dice, sound: &Files, others: &[&Files]) -> (Files, String) {
    let mut harmed = sound.clone();
    let mut told = String::new();
    let in_index = |path: &Path| path.parent().is_some_and(|folder| folder.ends_with("index"));
    // The index has tests of its own.
    let with_index = dice.below(6) == 0;
    let paths: Vec<&PathBuf> = sound.keys().filter(|path| with_index || !in_index(path)).collect();
    for _ in 0..=dice.below(2) {
        let path = *dice.pick(&paths);
        let bytes = sound[path].clone();
        let name = path.file_name();
        // The same file in another cache: by its name, or by what it is for.
        let same = |files: &Files| {
            let by_name = files.iter().find(|(other, _)| other.file_name() == name);
            let like = by_name.or_else(|| files.iter().find(|(other, _)| other.extension() == path.extension()));
            like.map(|(_, bytes)| bytes.clone()).unwrap_or_default()
        };
        let which = dice.below(6);
        let made = match which {
            0 => {
                let mut bytes = bytes;
                let bits = if dice.below(2) == 0 { 1 } else { 1 + dice.below(64) };
                // Behind what a file says that it is, there is more that can be wrong.
                let from = dice.below(2) * bytes.len() / 3;
                dice.flip(&mut bytes[from..], bits);
                bytes
            }
            1 => bytes[..dice.below(bytes.len())].to_vec(),
            2 => Vec::new(),
            3 => [bytes.as_slice(), b"\0more"].concat(),
            _ => same(others[dice.below(others.len())]),
        };
        told = format!("{told}{} {which}; ", path.display());
        harmed.insert(path.clone(), made);
    }
    (harmed, told)
}

/// The tables of sources, snapshots of journals and whatever else lies in the user's cache of a study:
/// flipped, cut, emptied, lengthened, of another study, and of the same study before it changed.
#[test]
fn every_command_answers_as_without_a_cache() {
    let studies = [scene(0), scene(1)];
    // Younger files may be written again without a trace, and are not kept.
    std::thread::sleep(Duration::from_millis(2_300));
    let mut caches: Vec<Files> = studies.iter().map(filled).collect();
    let beside_index = |files: &Files| files.keys().filter(|path| !path.to_string_lossy().contains("/index/")).count();
    assert!(beside_index(&caches[0]) > 0, "nothing is kept but the index");
    for (study, cache) in studies.iter().zip(&caches) {
        study.run(["status"]).done();
        assert_eq!(&files(study), cache, "what is kept is not used, but made again");
    }
    let mut olds: Vec<Files> = vec![caches[1].clone()];
    let right = |study: &Study| COMMANDS.map(|command| answer(study, &Files::new(), command));
    let mut rights = studies.each_ref().map(right);
    let mut number = 0;
    rounds::each("C2", "files of a study's cache flipped, cut, emptied, swapped or old: 12 commands", 8, 40, |dice| {
        number += 1;
        let at = number % 2;
        let study = &studies[at];
        if number % 8 == 7 {
            // The study changes, and what was kept of it is old.
            match dice.below(3) {
                0 => drop(study.run(["code", "c", "--quote", "Money was", "money"]).done()),
                1 => study.write("interviews/b.md", format!("L'argent.\n\nLes laboratoires ferment {number}.\n")),
                _ => study.write(&format!("interviews/n{number}.md"), "Late news.\n"),
            }
            olds.push(caches[at].clone());
            rights[at] = right(study);
            lay(study, &olds[olds.len() - 1]);
            caches[at] = filled(study);
        }
        let others: Vec<&Files> = olds.iter().rev().take(3).chain(&caches).collect();
        let (files, told) = harmed(dice, &caches[at], &others);
        for (command, right) in COMMANDS.iter().zip(&rights[at]) {
            assert_eq!(&answer(study, &files, command), right, "{command:?} {told}");
        }
    });
}

/// The index as the command finds it, with flipped bits.
#[test]
fn a_search_finds_the_same_on_a_flipped_index() {
    let study = scene(0);
    let sound = filled(&study);
    let queries = [
        "money",
        "\"came late\"",
        "labor*",
        "教科",
        "mnoey~",
        "-money case:varsk",
        "money NEAR/2 late",
        "theme:capacity lab",
        "argent OR week",
    ];
    let asked = queries.map(|query| ["search", "--json", query]);
    let right = asked.map(|command| answer(&study, &sound, &command));
    assert!(right.iter().filter(|(code, _)| *code == Some(0)).count() >= 8, "{right:?}");
    let damageable: Vec<&PathBuf> = sound.iter().filter(|(_, bytes)| !bytes.is_empty()).map(|(path, _)| path).collect();
    rounds::each("C2", "1 to 64 bits of an index flipped, a search by the command", 20, 50, |dice| {
        let mut files = sound.clone();
        let path = *dice.pick(&damageable);
        let bits = 1 + dice.below(64);
        dice.flip(files.get_mut(path).unwrap(), bits);
        for _ in 0..3 {
            let at = dice.below(asked.len());
            assert_eq!(answer(&study, &files, &asked[at]), right[at], "{bits} bits of {}", path.display());
        }
    });
}
