//! How much the tests with faults and with random input try: a little in the suite, much more when asked.
//!
//! Three variables are read, here alone:
//!
//! - `TRIPOD_ROUNDS=N`, 1 where it is not set: the suite's few rounds. From 2 on a test makes `N` times the
//!   rounds of its full measure.
//! - `TRIPOD_SEED=S`: only the round with this seed, as a failure names it.
//! - `TRIPOD_TALLY=FILE`: each test that ends adds a line to this file: fault, what was tried, how often,
//!   seconds, how it ended.
//!
//! Seeds are fixed: the same command tries the same. The tests in `tests/suite` take this file in too.

use std::io::Write as _;
use std::time::Instant;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngSeed, TestCaseResult, TestRunner};

/// The seed of tests whose cases are drawn from one sequence.
const SEED: u64 = 2026;

fn variable(name: &str) -> Option<u64> {
    let value = std::env::var(name).ok().filter(|value| !value.is_empty())?;
    let number = match value.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16),
        None => value.parse(),
    };
    Some(number.unwrap_or_else(|_| panic!("{name}={value} is no number")))
}

/// Returns how many rounds to make: `few` in the suite, else a multiple of the full measure.
pub(crate) fn count(few: u64, full: u64) -> u64 {
    match variable("TRIPOD_ROUNDS").unwrap_or(1) {
        0 | 1 => few,
        times => full * times,
    }
}

/// Tells whether more is asked for than the suite's few rounds.
pub(crate) fn is_full() -> bool {
    count(1, 1) > 1
}

/// Makes rounds with a seed of their own each, and counts them.
pub(crate) fn each(fault: &str, what: &str, few: u64, full: u64, mut round: impl FnMut(&mut Dice)) {
    let mut tally = Tally::new(fault, what);
    let only = variable("TRIPOD_SEED");
    for number in 0..only.map_or(count(few, full), |_| 1) {
        let mut dice = Dice::new(only.unwrap_or_else(|| seed(what, number)));
        let told = Told { fault, what, seed: dice.seed };
        round(&mut dice);
        drop(told);
        tally.add(dice.cases.max(1));
    }
}

/// Holds that something is true of all values that are drawn.
pub(crate) fn property<S: Strategy>(
    fault: &str,
    what: &str,
    few: u64,
    full: u64,
    values: &S,
    test: impl Fn(S::Value) -> TestCaseResult,
) {
    let mut tally = Tally::new(fault, what);
    let config = cases(few, full);
    let (wanted, seed) = (config.cases, config.rng_seed);
    if let Err(error) = TestRunner::new(config).run(values, test) {
        panic!("{fault}, {what}: {wanted} cases with the seed {seed:?}\n{error}");
    }
    tally.add(wanted.into());
}

/// Returns how many cases a property is tried with, from a fixed seed.
pub(crate) fn cases(few: u64, full: u64) -> Config {
    let seed = variable("TRIPOD_SEED").unwrap_or(SEED);
    let cases = u32::try_from(count(few, full)).unwrap_or(u32::MAX);
    Config { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(seed), ..Config::default() }
}

/// Returns a folder that is gone when it goes out of scope, in memory where the machine has that: for tests
/// that write much and crash nothing.
pub(crate) fn quick_folder() -> tempfile::TempDir {
    let make = tempfile::Builder::new().prefix("tripod-rounds-").tempdir_in("/dev/shm");
    make.or_else(|_| tempfile::tempdir()).expect("a folder to write in")
}

/// What was tried against one fault; tells it when it goes out of scope.
pub(crate) struct Tally {
    fault: String,
    what: String,
    count: u64,
    skipped: Option<&'static str>,
    start: Instant,
}

impl Tally {
    pub(crate) fn new(fault: &str, what: &str) -> Self {
        Self { fault: fault.to_owned(), what: what.to_owned(), count: 0, skipped: None, start: Instant::now() }
    }

    /// Counts what was tried.
    pub(crate) fn add(&mut self, cases: u64) {
        self.count += cases;
    }

    /// Says that it cannot be tried on this machine.
    pub(crate) fn skip(&mut self, reason: &'static str) {
        self.skipped = Some(reason);
        told(&format!("skipped: {}, {}: {reason}\n", self.fault, self.what));
    }
}

impl Drop for Tally {
    fn drop(&mut self) {
        let Some(file) = std::env::var_os("TRIPOD_TALLY").filter(|file| !file.is_empty()) else { return };
        let ended = match self.skipped {
            _ if std::thread::panicking() => "FAILED",
            Some(_) => "skipped",
            None => "well",
        };
        let seconds = self.start.elapsed().as_secs_f32();
        let line = format!("{}\t{}\t{}\t{seconds:.1}\t{ended}\n", self.fault, self.what, self.count);
        let open = std::fs::OpenOptions::new().append(true).create(true).open(file);
        open.and_then(|mut open| open.write_all(line.as_bytes())).expect("the file of TRIPOD_TALLY");
    }
}

/// Names the round's seed if the round fails.
struct Told<'a> {
    fault: &'a str,
    what: &'a str,
    seed: u64,
}

impl Drop for Told<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let Self { fault, what, seed } = self;
            told(&format!("{fault}, {what}: this round alone again with TRIPOD_SEED={seed:#x}\n"));
        }
    }
}

fn told(words: &str) {
    // Where standard error is gone there is nobody to tell.
    std::io::stderr().write_all(words.as_bytes()).unwrap_or_default();
}

fn seed(what: &str, number: u64) -> u64 {
    let mut seed = 0xcbf2_9ce4_8422_2325_u64;
    for byte in what.bytes().chain(number.to_le_bytes()) {
        seed = (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    seed
}

/// A seeded sequence (`SplitMix64`).
pub(crate) struct Dice {
    seed: u64,
    state: u64,
    cases: u64,
}

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, state: seed, cases: 0 }
    }

    /// Says that a round tried several things.
    pub(crate) fn cases(&mut self, cases: u64) {
        self.cases += cases;
    }

    pub(crate) fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// Returns a number below another one; 0 below 0.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.bits() % (limit as u64).max(1)).unwrap_or(0)
    }

    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// Returns one of some words.
    pub(crate) fn word(&mut self, of: &[&'static str]) -> &'static str {
        of[self.below(of.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }

    /// Flips so many bits of a file's bytes.
    pub(crate) fn flip(&mut self, bytes: &mut [u8], bits: usize) {
        for _ in 0..bits.min(bytes.len() * 8) {
            let at = self.below(bytes.len());
            bytes[at] ^= 1 << self.below(8);
        }
    }

    /// Returns text that tries to drive a terminal.
    pub(crate) fn evil(&mut self, parts: usize) -> String {
        const PARTS: [&str; 44] = [
            "\u{1b}]0;title\u{7}",
            "\u{1b}]2;title\u{1b}\\",
            "\u{1b}]52;c;ZXZpbA==\u{7}",
            "\u{1b}]52;c;?\u{7}",
            "\u{1b}]8;;http://x\u{7}",
            "\u{1b}[2J",
            "\u{1b}[?1049h",
            "\u{1b}[?1049l",
            "\u{1b}[?25l",
            "\u{1b}[?1000h",
            "\u{1b}[?2004l",
            "\u{1b}[31;7m",
            "\u{1b}[8;1;1t",
            "\u{1b}[6n",
            "\u{1b}c",
            "\u{1b}P+q\u{1b}\\",
            "\u{1b}_x\u{1b}\\",
            "\u{1b}",
            "\u{1b}[",
            "\u{9b}2J",
            "\u{9d}0;title\u{9c}",
            "\u{90}q\u{9c}",
            "\u{7}",
            "\u{8}",
            "\t",
            "\u{b}",
            "\u{e}",
            "\u{0}",
            "\u{7f}",
            "\u{85}",
            "\u{202e}",
            "\u{2066}",
            "\u{200b}",
            "\u{200d}",
            "\u{feff}",
            "\u{e0041}",
            "\u{2028}",
            "e\u{301}\u{302}",
            "👨\u{200d}👩\u{200d}👧",
            "中文",
            "العربية",
            "= 1",
            "plain words",
            "\"'\\{}",
        ];
        let mut text = String::new();
        for _ in 0..=self.below(parts) {
            match self.below(3) {
                0 => text.extend(char::from_u32(u32::try_from(self.below(0x2100)).unwrap_or(0))),
                _ => text.push_str(PARTS[self.below(PARTS.len())]),
            }
        }
        text
    }
}
