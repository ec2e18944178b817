//! Reading long texts: how long each sort of key takes until its frame is drawn, in a transcript of many lines and
//! in one line without an end.

use std::time::Duration;

use super::generate::Result;
use super::opening::is_counted;
use super::place::Place;
use super::table::Table;
use super::terminal::Terminal;
use super::times::Times;
use super::workbench::{Bench, KEYPRESS};

/// A text that is hard to read for a program.
struct Hard {
    /// What it is called in the table.
    name: &'static str,
    /// The name of its source.
    source: &'static str,
    text: fn(&Place) -> String,
}

const TEXTS: [Hard; 2] = [
    Hard { name: "a 10 MB transcript", source: "transcript", text: |place| place.words(10_000_000) },
    Hard { name: "one line of 1 MB", source: "line", text: |place| place.words(1_000_000).replace(['\n', '\r'], " ") },
];

/// Keys that lead far, or ask much of a text, each with what follows to undo it.
const KEYS: [(&str, &str); 17] = [
    ("G", ""),
    ("gg", ""),
    ("50j", ""),
    ("<Ctrl-d>", ""),
    ("<Ctrl-u>", ""),
    ("<Ctrl-f>", ""),
    ("40)", ""),
    ("500w", ""),
    ("20}", ""),
    ("]c", ""),
    ("[c", ""),
    ("]u", ""),
    ("n", ""),
    ("N", ""),
    ("3aw", "<Esc>"),
    ("as", "<Esc>"),
    ("vG", "<Esc>"),
];

/// The words that are found in the text, a letter at a time. They stand nowhere, so all of it is looked through.
const SOUGHT: &str = "the laboratoryless";

pub(crate) fn measure(place: &Place, table: &mut Table) -> Result<()> {
    for hard in TEXTS {
        place.add(hard.source, &(hard.text)(place))?;
        in_process(place, &hard, table)?;
        on_terminal(place, &hard, table)?;
        place.restore()?;
    }
    Ok(())
}

/// Presses keys in this process, and finds words as they are typed.
fn in_process(place: &Place, hard: &Hard, table: &mut Table) -> Result<()> {
    let mut bench = Bench::open(place)?;
    bench.first_source()?;
    bench.press("gg3}c lost wages<Enter>")?;
    bench.saved("+")?;
    bench.press("gg")?;
    for _ in 0..20 {
        bench.press("40wv3e")?;
        bench.saved(".")?;
    }
    bench.press("gg'the<Enter>")?;
    let mut times = Vec::new();
    let mut slowest = (Duration::ZERO, "");
    for _ in 0..40 {
        for (keys, after) in KEYS {
            let time = bench.timed(keys)?;
            slowest = slowest.max((time, keys));
            times.push(time);
            bench.press(after)?;
        }
    }
    table.times(
        &format!("far motions, objects and hits → frame, p99, in {}, in process", hard.name),
        Some(KEYPRESS),
        99,
        &Times::new(times),
        &format!(
            "`G`, `gg`, half pages, `]c`, `]u`, `n`, `500w`, `vG` and others by turns; the slowest was `{}`",
            slowest.1
        ),
    );
    let mut times = Vec::new();
    for _ in 0..5 {
        bench.press("gg'")?;
        for letter in SOUGHT.chars() {
            times.push(bench.timed(&letter.to_string())?);
        }
        bench.press("<Esc>")?;
    }
    table.times(
        &format!("a letter of words to be found → frame, p99, in {}, in process", hard.name),
        Some(KEYPRESS),
        99,
        &Times::new(times),
        "of words that are not in the text: all of it is looked through for each letter",
    );
    Ok(())
}

/// Presses keys in the program on a pseudo-terminal.
fn on_terminal(place: &Place, hard: &Hard, table: &mut Table) -> Result<()> {
    let mut terminal = Terminal::start(place)?;
    terminal.wait("the themes", is_counted)?;
    terminal.settle(Duration::from_millis(500));
    terminal.keys("Cj\r")?;
    terminal.wait("the text", |words| words.contains(&format!("aa-bench-{}", hard.source)))?;
    terminal.settle(Duration::from_millis(500));
    terminal.keys("'the\r")?;
    let mut times = Vec::new();
    for _ in 0..25 {
        for key in ["G", "N", "\x15", "(", "b", "g", "g", "n", "\x04", "\x06", ")", "w", "j", "v", "e", "\x1b"] {
            times.extend(terminal.press(key)?);
        }
    }
    terminal.end()?;
    table.times(
        &format!("far motions and hits → frame, p99, in {}, on a pty", hard.name),
        Some(KEYPRESS),
        99,
        &Times::new(times),
        "from the key's byte to the last byte of its frame",
    );
    Ok(())
}
