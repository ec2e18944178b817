//! The one integration test binary: the program as a user meets it, and rules that no compiler holds.
//!
//! One binary links once. Every file of this folder is a module here; a test below says so.

#![allow(clippy::disallowed_methods, reason = "tests lay out folders and files of their own")]
#![allow(clippy::unwrap_used, reason = "a test that cannot set its scene should stop")]

mod autocode;
mod behind;
mod book;
mod check;
mod codebook;
mod comfort;
mod damage;
mod demo;
mod documents;
mod durability;
mod evidence;
mod faults;
mod generator;
mod import;
mod interview;
mod journal;
mod keystrokes;
mod killed_index;
mod layers;
mod like;
mod memo;
mod pty;
mod report;
mod sample;
mod saved;
mod screens;
mod search;
mod study;
mod tour;
mod triangulation;
mod words;
mod workbench;

#[path = "../../src/base/rounds.rs"]
#[allow(dead_code, reason = "the tests beside the code use the rest of it")]
pub(crate) mod rounds;

use std::collections::BTreeSet;
use std::path::Path;

/// A file that is not a module here would be a test that never runs.
#[test]
fn every_file_of_the_suite_is_listed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    let files: BTreeSet<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "rs") || path.join("mod.rs").is_file())
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .filter(|stem| stem != "main")
        .collect();
    let listed: BTreeSet<String> = include_str!("main.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect();
    assert_eq!(files, listed, "left: files in tests/suite, right: modules in tests/suite/main.rs");
}
