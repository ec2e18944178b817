//! The keys of `docs/keystrokes.md`: each act of its table is done in the workbench with the keys as they are
//! written there, and counted.

use std::path::Path;
use std::time::{Duration, Instant};

use tripod::base::disk::MemoryDisk;
use tripod::tui::keys::chord::{Chord, Key};
use tripod::tui::message::Message;

use super::journal::told;
use super::study::Study;
use super::workbench::{Bench, ROOT};

const PAGE: &str = include_str!("../../docs/keystrokes.md");
const INTERVIEW: &str = "interviews/nar-05.md";

/// Long enough for an unoptimised program on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// An act of the table: how its beginning is reached, and what has to come of it.
struct Act {
    /// The first two cells of its row.
    row: [&'static str; 2],
    /// Keys that lead from the beginning of the interview to where it begins; nothing for the first screen.
    before: Option<&'static str>,
    /// What it adds to the journal.
    adds: &'static [&'static str],
    /// The source that is open afterwards.
    open: Option<&'static str>,
    /// The filter that holds afterwards.
    filter: Option<&'static str>,
}

/// Makes an act in the interview.
const fn act(row: [&'static str; 2], before: &'static str, adds: &'static [&'static str]) -> Act {
    Act { row, before: Some(before), adds, open: Some(INTERVIEW), filter: None }
}

/// What is added where the last answer of the interview, which `17}` leads to, is coded.
const LAST_ANSWER: &str = "code partners supports “Before it goes to the printer, somebody should walk it across the \
                           corridor. It is nine steps. I would even take the generator side for that.”";

/// The same with the other code.
const LAST_ANSWER_AGAIN: &str = "code coordination neutral “Before it goes to the printer, somebody should walk it \
                                 across the corridor. It is nine steps. I would even take the generator side for \
                                 that.”";

const ACTS: &[Act] = &[
    act(["Code a passage, with its stance", "anywhere in the passage"], "17}4w", &[LAST_ANSWER]),
    act(["The same, by the list of codes", "anywhere in the passage"], "17}4w", &[LAST_ANSWER]),
    act(
        ["Code three words, with their stance", "on the first of them"],
        "11}'they put<Enter>",
        &["code partners supports “they put their”"],
    ),
    act(
        ["Repeat the last code on the next passage", "on the passage that was just coded"],
        "17} n+",
        &["code partners supports “When I leave she is ruling lines in the exercise book for the drum. The dipstick \
           says 61, the book 64; she writes \"evaporation\" and her initials, and then goes over to get theirs.”"],
    ),
    act(["Give a coding another code", "on the coding"], "17} n+", &["change 1 coordination neutral"]),
    act(["Change a stance", "on the coding"], "17} n+", &["change 1 contradicts"]),
    Act {
        row: ["Find a word in all sources and code its passage", "on any screen, with nothing searched for yet"],
        before: None,
        adds: &[
            "code partners supports “Since 2016. Who got which side was settled with a coin, and I do not discuss \
                 the coin. Four of us: two caseworkers, a nurse and me. I was a school inspector before; I still \
                 cannot pass a building without counting the latrines.”",
        ],
        open: None,
        filter: None,
    },
    act(["Go to the next uncoded passage and code it", "on a passage before it"], "15} n+", &[LAST_ANSWER]),
    act(
        ["Move the end of a coding on by a word", "on the coding"],
        "11}'they put<Enter>v5e n+",
        &["change 1 “they put their course back by”"],
    ),
    act(["Give a passage two codes at once", "anywhere in the passage"], "17}4w", &[LAST_ANSWER, LAST_ANSWER_AGAIN]),
    act(
        ["The same, one after the other: two steps to take back", "anywhere in the passage"],
        "17}4w",
        &[LAST_ANSWER, LAST_ANSWER_AGAIN],
    ),
    act(["Take back the last step", "anywhere"], "17} n+gg", &["remove 1"]),
    act(["Copy a coding to the next answer", "on the coding, a question between them"], "15} n+", &[LAST_ANSWER]),
    Act {
        row: [
            "Go from the cell of a theme to the passages of that kind, and into the text of the first",
            "on the cell before it, on the first screen",
        ],
        before: None,
        adds: &[],
        open: Some("interviews/alt-01.md"),
        filter: None,
    },
    Act {
        filter: Some("kind:interview"),
        ..act(["Filter every screen to a kind of source", "on any screen"], "17}", &[])
    },
    Act {
        open: Some("interviews/qas-05.md"),
        ..act(["Mark the source as done and go to the next that is not", "anywhere in the source"], "17}", &["done"])
    },
];

/// Returns the rows of the table, each with its four cells.
fn rows() -> Vec<Vec<&'static str>> {
    let rows = PAGE.lines().skip_while(|line| !line.starts_with("| ---")).skip(1);
    rows.take_while(|line| line.starts_with('|'))
        .map(|row| row.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

/// Returns the presses that a cell such as `c` `plan` `Enter` stands for: a key by its name, or letters.
fn presses(cell: &str) -> Vec<Chord> {
    let words = cell.split_whitespace().map(|word| word.trim_matches('`'));
    let letters = |word: &str| word.chars().map(|letter| Chord::plain(Key::Char(letter))).collect();
    words.flat_map(|word| Chord::parse(word).map_or_else(|| letters(word), |chord| vec![chord])).collect()
}

fn open_source(bench: &Bench) -> Option<&str> {
    bench.session.model.code.page.as_ref().map(|page| page.id.as_str())
}

/// Brings a coder to where an act begins.
fn begin(disk: MemoryDisk, act: &Act) -> Bench {
    let mut bench = Bench::on(disk, 80, 24);
    let start = Instant::now();
    while waits(&bench) {
        assert!(start.elapsed() < PATIENCE, "{}", bench.screen());
        bench.settle();
    }
    let Some(keys) = act.before else { return bench };
    bench.open_first();
    while open_source(&bench) != Some(INTERVIEW) {
        let before = open_source(&bench).map(str::to_owned);
        bench.press(">");
        assert_ne!(open_source(&bench), before.as_deref(), "{INTERVIEW} is not in the list");
    }
    bench.press(keys);
    bench
}

/// Tells whether what was asked for is still being searched for, or gathered.
fn waits(bench: &Bench) -> bool {
    let model = &bench.session.model;
    let themes = &model.themes;
    model.search.waiting || themes.table.is_none() || themes.open.as_ref().is_some_and(|open| open.evidence.is_none())
}

/// Presses a key, and waits for the hits where it searches, and for the evidence of a theme that it opens.
fn press(bench: &mut Bench, chord: Chord) {
    bench.session.take(Message::Key(chord));
    let start = Instant::now();
    while waits(bench) {
        assert!(start.elapsed() < PATIENCE, "{}", bench.screen());
        bench.settle();
    }
}

#[test]
fn every_act_is_done_with_the_keys_that_the_table_says() {
    let sample = Study::sample();
    let rows = rows();
    let heads: Vec<&[&str]> = rows.iter().map(|row| &row[..2]).collect();
    assert_eq!(heads, ACTS.iter().map(|act| &act.row[..]).collect::<Vec<_>>(), "left: the page; right: the acts");
    for (row, act) in rows.iter().zip(ACTS) {
        let mut bench = begin(sample.in_memory(ROOT), act);
        let before = bench.journal().len();
        let presses = presses(row[2]);
        for chord in &presses {
            press(&mut bench, *chord);
        }
        let screen = bench.screen();
        assert_eq!(told(&bench.journal())[before..], *act.adds, "{}: {}\n{screen}", row[0], row[2]);
        assert_eq!(open_source(&bench), act.open, "{}\n{screen}", row[0]);
        assert!(bench.session.model.dialogs.is_empty(), "{}\n{screen}", row[0]);
        let filter = bench.session.model.filter.as_ref().map(|filter| filter.words.as_str());
        assert_eq!(filter, act.filter, "{}\n{screen}", row[0]);
        assert_eq!(row[3], presses.len().to_string(), "left: the count of the page for {}; right: {}", row[0], row[2]);
    }
}

#[test]
fn the_cell_of_a_late_kind_leads_to_its_own_passages_however_many_the_kinds_before_it_have() {
    let sample = Study::sample();
    let mut bench = Bench::on(sample.in_memory(ROOT), 120, 34);
    bench.settle();
    bench.press("jjjlll");
    let chosen = |bench: &Bench| bench.session.model.themes.chosen_cell().map(|(kind, _)| kind.to_string());
    assert_eq!(chosen(&bench).as_deref(), Some("desk-review"), "{}", bench.screen());
    bench.press("<Enter>");
    bench.settle();
    bench.press("<Enter>");
    assert!(open_source(&bench).is_some_and(|id| id.starts_with("desk-review/")), "{}", bench.screen());
    bench.press("<Esc><Esc>");
    assert_eq!(chosen(&bench).as_deref(), Some("desk-review"), "{}", bench.screen());
    assert!(bench.session.model.themes.open.is_none());
}

#[test]
fn what_the_page_says_of_the_sample_is_so() {
    let sample = Study::sample();
    let codes = sample.read("codebooks/codebook.toml").matches("\n[[code]]\n").count();
    assert!(PAGE.contains(&format!("this codebook of {codes} codes")), "{codes}");
    for journal in sample.files().iter().filter(|path| Path::new(path).extension().is_some_and(|end| end == "jsonl")) {
        assert!(!sample.read(journal).contains(INTERVIEW), "{journal}");
    }
}
