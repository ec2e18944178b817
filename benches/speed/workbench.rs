//! The workbench at work: evidence, coding, and keys in a long transcript.
//!
//! The loop itself runs in this process on a screen in memory; the keys are also measured in the program on a
//! pseudo-terminal.

use std::fs::File;
use std::io::Write as _;
use std::time::{Duration, Instant};

use ratatui::Terminal as Frames;
use ratatui::backend::TestBackend;
use tripod::base::chance::{Chance as _, Seeded};
use tripod::tui::colours::Colours;
use tripod::tui::keys::chord::script;
use tripod::tui::message::Message;
use tripod::tui::session::Session;
use tripod::tui::view::view;

use super::generate::Result;
use super::opening::is_counted;
use super::place::Place;
use super::table::Table;
use super::terminal::{COLUMNS, ROWS, Terminal};
use super::times::{Times, shown};

/// How long a frame may be waited for after a key.
pub(crate) const KEYPRESS: Duration = Duration::from_millis(16);

/// How long the transcript is.
const LONG: usize = 10_000_000;

/// A session on a screen in memory.
pub(crate) struct Bench {
    pub(crate) session: Session,
    frames: Frames<TestBackend>,
}

impl Bench {
    /// Opens the study and waits until everything is counted.
    pub(crate) fn open(place: &Place) -> Result<Self> {
        place.forget_where_one_was()?;
        let mut session = Session::new(Colours::Sixteen);
        session.take(Message::Resize { width: COLUMNS, height: ROWS });
        session.open(place.host(), &place.study, place.coder().into())?;
        let mut bench = Self { session, frames: Frames::new(TestBackend::new(COLUMNS, ROWS))? };
        bench.judged()?;
        bench.settle(Duration::from_millis(500));
        Ok(bench)
    }

    pub(crate) fn draw(&mut self) -> Result<()> {
        self.frames.draw(|frame| view(&self.session.model, frame))?;
        Ok(())
    }

    /// Types keys and draws a frame after each.
    pub(crate) fn press(&mut self, keys: &str) -> Result<()> {
        for chord in script(keys) {
            self.session.take(Message::Key(chord));
            self.draw()?;
        }
        Ok(())
    }

    /// Types keys and draws a frame after each; returns how long the slowest took.
    pub(crate) fn timed(&mut self, keys: &str) -> Result<Duration> {
        let mut slowest = Duration::ZERO;
        for chord in script(keys) {
            let began = Instant::now();
            self.session.take(Message::Key(chord));
            self.draw()?;
            slowest = slowest.max(began.elapsed());
        }
        Ok(slowest)
    }

    /// Takes what comes until something is so.
    fn wait(&mut self, what: &str, is: impl Fn(&Session) -> bool) -> Result<()> {
        let began = Instant::now();
        while !is(&self.session) {
            if began.elapsed() > Duration::from_mins(2) {
                return Err(format!("{what} did not come").into());
            }
            if let Some(message) = self.session.wait_for(Duration::from_millis(100)) {
                self.session.take(message);
            }
        }
        Ok(())
    }

    /// Takes what comes until nothing has come for a while.
    fn settle(&mut self, quiet: Duration) {
        while let Some(message) = self.session.wait_for(quiet) {
            self.session.take(message);
        }
    }

    /// Goes to the first source: the one that a benchmark added.
    pub(crate) fn first_source(&mut self) -> Result<()> {
        self.press("Cj<Enter>")?;
        self.wait("the text", |session| session.model.code.page.is_some())
    }

    /// Opens a theme from the table and returns how long its evidence took to be on the screen.
    fn evidence(&mut self, theme: &str) -> Result<Duration> {
        let rows = self.session.model.themes.table.as_ref().map_or(&[][..], |table| &table.rows);
        let at = rows.iter().position(|row| row.code.as_str() == theme).ok_or("the theme is not there")?;
        self.session.model.themes.place.at = at;
        let began = Instant::now();
        self.press("<Enter>")?;
        self.wait("the evidence", |session| {
            session.model.themes.open.as_ref().is_some_and(|open| open.evidence.is_some())
        })?;
        self.draw()?;
        let time = began.elapsed();
        self.press("<Esc>")?;
        // The rest of the evidence comes behind the first page.
        self.settle(Duration::from_millis(150));
        Ok(time)
    }

    /// Codes passages of the sources after the open one, and returns how long each took to be saved, and how
    /// long the disk alone takes for as many bytes, by turns.
    fn code(&mut self, place: &Place, sources: usize, each: usize) -> Result<Coded> {
        let aside = place.aside("sync");
        let mut file = File::options().create(true).append(true).open(&aside)?;
        let mut coded = Coded { first: self.first_coding()?, saved: Vec::new(), synced: Vec::new() };
        for _ in 0..sources {
            self.press(">")?;
            self.settle(Duration::from_millis(10));
            for _ in 0..each {
                let began = Instant::now();
                file.write_all(&[b'x'; 700])?;
                file.sync_data()?;
                coded.synced.push(began.elapsed());
                self.press("}")?;
                coded.saved.push(self.saved(".")?);
            }
        }
        std::fs::remove_file(aside)?;
        Ok(coded)
    }

    /// Codes a passage from the list, so that there is a last code.
    fn first_coding(&mut self) -> Result<Duration> {
        self.press("}clost wages<Enter>")?;
        self.saved("+")
    }

    /// Looks at the themes, which has them judged anew, and codes a passage at once.
    fn meanwhile(&mut self) -> Result<Duration> {
        self.press("TC}")?;
        let time = self.saved(".")?;
        self.judged()?;
        Ok(time)
    }

    /// Waits until the themes are judged.
    fn judged(&mut self) -> Result<()> {
        self.wait("the themes", |session| session.model.themes.table.is_some() && !session.model.themes.judging)
    }

    /// Types the key that codes and returns how long it took until the disk had it.
    pub(crate) fn saved(&mut self, key: &str) -> Result<Duration> {
        let marks = |session: &Session| session.model.code.page.as_ref().map_or(0, |page| page.marks.len());
        let before = marks(&self.session);
        let chord = script(key)[0];
        let began = Instant::now();
        self.session.take(Message::Key(chord));
        let time = began.elapsed();
        if marks(&self.session) != before + 1 || self.session.model.left > 0 {
            return Err(format!("it was not coded: {:?}", self.session.model.notice).into());
        }
        Ok(time)
    }
}

/// How long codings took.
pub(crate) struct Coded {
    first: Duration,
    saved: Vec<Duration>,
    synced: Vec<Duration>,
}

/// Codes some passages in a study and returns how long each took.
pub(crate) fn coded(place: &Place) -> Result<Times> {
    let mut bench = Bench::open(place)?;
    bench.first_source()?;
    Ok(Times::new(bench.code(place, 10, 10)?.saved))
}

pub(crate) fn measure(place: &Place, table: &mut Table) -> Result<()> {
    place.add("transcript", &place.words(LONG))?;
    let mut bench = Bench::open(place)?;
    let ms = Duration::from_millis;
    let times = (0..31).map(|_| bench.evidence(&place.queries.theme)).collect::<Result<Vec<_>>>()?;
    table.times(
        "evidence of one theme, first page",
        place.target(ms(2), ms(10)),
        50,
        &Times::new(times),
        "key → frame with the evidence, in process",
    );
    bench.first_source()?;
    let Coded { first, saved, synced } = bench.code(place, 20, 15)?;
    let (saved, synced) = (Times::new(saved), Times::new(synced));
    let over = saved.quantile(99).saturating_sub(synced.quantile(99));
    table.time(
        "coding → safely on disk, p99 over the disk's own sync",
        Some(ms(5)),
        over,
        &format!(
            "key → saved, in process, in sources of the study: {}; the disk's own sync of 700 bytes, by turns: {}; the \
             first coding of the session {}",
            saved.spread(),
            synced.spread(),
            shown(first)
        ),
    );
    let meanwhile = (0..7).map(|_| bench.meanwhile()).collect::<Result<Vec<_>>>()?;
    table.times(
        "a coding while all themes are being judged → safely on disk",
        None,
        50,
        &Times::new(meanwhile),
        "key → saved, in process: the first coding after a look at the themes",
    );
    keys(place, bench, table)
}

/// Keys of which each changes the screen, with how often each is drawn.
const KEYS: [(&str, usize); 12] = [
    ("j", 24),
    ("w", 16),
    ("l", 10),
    ("}", 14),
    (")", 8),
    ("<Ctrl-d>", 8),
    ("<Ctrl-f>", 8),
    ("k", 4),
    ("b", 3),
    ("v", 2),
    ("x", 2),
    ("<Ctrl-b>", 1),
];

fn drawn(chance: &Seeded) -> &'static str {
    let all: usize = KEYS.iter().map(|(_, often)| often).sum();
    let mut at = usize::try_from(chance.bits() % all as u64).unwrap_or(0);
    for (key, often) in KEYS {
        if at < often {
            return key;
        }
        at -= often;
    }
    "j"
}

/// Returns what a terminal sends for a key.
fn sent(key: &str) -> &str {
    match key {
        "<Ctrl-d>" => "\x04",
        "<Ctrl-f>" => "\x06",
        "<Ctrl-b>" => "\x02",
        "<Esc>" => "\x1b",
        other => other,
    }
}

fn keys(place: &Place, mut bench: Bench, table: &mut Table) -> Result<()> {
    // Back to the transcript, the first of the sources, and some codings in it.
    while bench.session.model.code.page.as_ref().is_some_and(|page| !page.id.as_str().contains("transcript")) {
        bench.press("<<")?;
        bench.settle(Duration::from_millis(10));
    }
    // Beyond the passages that the other measurements have coded.
    bench.press("gg50}c lost wages<Enter>")?;
    let mut coding = vec![bench.saved("+")?];
    for _ in 0..60 {
        bench.press("}}")?;
        coding.push(bench.saved(".")?);
    }
    let ms = Duration::from_millis;
    let chance = Seeded::new(place.seed);
    let mut times = Vec::new();
    bench.press("gg")?;
    for turn in 0..1_500 {
        let key = if turn % 250 == 249 { "G" } else { drawn(&chance) };
        let began = Instant::now();
        bench.press(key)?;
        times.push(began.elapsed());
        if key == "G" {
            bench.press("gg")?;
        }
        if key == "x" || key == "v" {
            bench.press("<Esc>")?;
        }
    }
    table.times(
        "keypress → frame, p99, in a 10 MB transcript, in process",
        Some(ms(16)),
        99,
        &Times::new(times),
        "model, view and frame in memory, 120 × 40, moving and selecting by seeded draws, `G` among them",
    );
    table.times("coding in it → safely on disk", None, 99, &Times::new(coding), "key → saved");
    drop(bench);
    let mut terminal = Terminal::start(place)?;
    terminal.wait("the themes", is_counted)?;
    terminal.settle(Duration::from_millis(500));
    terminal.keys("Cj\r")?;
    terminal.wait("the transcript", |words| words.contains("aa-bench-transcript"))?;
    terminal.settle(Duration::from_millis(500));
    let chance = Seeded::new(place.seed);
    let (mut times, mut without) = (Vec::new(), 0);
    for _ in 0..400 {
        let key = drawn(&chance);
        match terminal.press(sent(key))? {
            Some(time) => times.push(time),
            None => without += 1,
        }
        if key == "x" || key == "v" {
            terminal.press(sent("<Esc>"))?;
        }
    }
    terminal.end()?;
    table.times(
        "keypress → frame, p99, in a 10 MB transcript, on a pty",
        Some(ms(16)),
        99,
        &Times::new(times),
        &format!("from the key's byte to the last byte of its frame; {without} of 400 keys changed nothing"),
    );
    Ok(())
}
