//! Opening the workbench on a terminal: the program itself, from its start to what the screen shows.

use std::time::{Duration, Instant};

use super::generate::Result;
use super::place::{Place, megabytes};
use super::table::Table;
use super::terminal::{Memory, Terminal};
use super::times::{Times, shown};

/// When the screen showed what.
#[derive(Clone, Copy, Default)]
struct Opened {
    /// Anything.
    frame: Duration,
    /// The study: every key works, every text opens.
    usable: Duration,
    /// All texts read and all themes judged.
    counted: Duration,
}

pub(crate) fn measure(place: &Place, table: &mut Table) -> Result<()> {
    let few = if place.size.name == "large" { 3 } else { 5 };
    let first = (0..few)
        .map(|_| {
            place.forget()?;
            opened(place)
        })
        .collect::<Result<Vec<_>>>()?;
    rested(place)?;
    let warm = warm(place, if place.size.name == "large" { 9 } else { 15 })?;
    let ms = Duration::from_millis;
    let of = |opened: &[Opened], what: fn(&Opened) -> Duration| Times::new(opened.iter().map(what).collect());
    table.times(
        "open to first usable frame, warm",
        place.target(ms(60), ms(300)),
        50,
        &of(&warm, |opened| opened.usable),
        &format!(
            "whole process on a pty; anything at all is on the screen after {}, all themes judged after {}",
            shown(of(&warm, |opened| opened.frame).median()),
            shown(of(&warm, |opened| opened.counted).median())
        ),
    );
    table.times(
        "first opening (no caches): a frame at once",
        Some(ms(60)),
        50,
        &of(&first, |opened| opened.frame),
        "taken as within 60 ms",
    );
    table.times(
        "first opening: everything counted",
        place.target(ms(500), ms(5_000)),
        50,
        &of(&first, |opened| opened.counted),
        &format!(
            "all texts read, all themes judged; keys work and texts open after {}",
            shown(of(&first, |opened| opened.usable).median())
        ),
    );
    memory(place, table)
}

/// Opens the study some times with caches current and returns when it was usable.
pub(crate) fn usable(place: &Place, times: usize) -> Result<Times> {
    rested(place)?;
    Ok(Times::new(warm(place, times)?.iter().map(|opened| opened.usable).collect()))
}

/// Opens the study until all that can be kept of it is kept: files that were written just now have to rest
/// before they can be known again, and the first screen is kept when nobody has asked for anything for a while.
fn rested(place: &Place) -> Result<()> {
    for _ in 0..2 {
        let terminal = Terminal::start(place)?;
        terminal.wait("the themes", is_counted)?;
        std::thread::sleep(Duration::from_secs(5));
        terminal.settle(Duration::from_millis(300));
        terminal.end()?;
    }
    Ok(())
}

fn warm(place: &Place, times: usize) -> Result<Vec<Opened>> {
    (0..times).map(|_| opened(place)).collect()
}

/// Tells whether the study is on the screen.
fn is_usable(words: &str) -> bool {
    words.contains("Themes · Generated study")
}

/// Tells whether all themes are judged and nothing is being read.
pub(crate) fn is_counted(words: &str) -> bool {
    is_usable(words) && words.contains(" 48 themes") && !words.contains("Judging")
}

fn opened(place: &Place) -> Result<Opened> {
    let terminal = Terminal::start(place)?;
    let after = |came: Instant| came.saturating_duration_since(terminal.began);
    let opened = Opened {
        frame: after(terminal.wait("a frame", |words| words.contains("Themes"))?),
        usable: after(terminal.wait("the study", is_usable)?),
        counted: after(terminal.wait("the themes", is_counted)?),
    };
    // What is kept behind the scenes is written before the end.
    terminal.settle(Duration::from_millis(300));
    terminal.end()?;
    Ok(opened)
}

/// Looks at the memory of a session that opens, judges, reads a text and searches, with the index current.
fn memory(place: &Place, table: &mut Table) -> Result<()> {
    super::index::current(place)?;
    let mut terminal = Terminal::start(place)?;
    let memory = Memory::of(terminal.process());
    terminal.wait("the themes", is_counted)?;
    terminal.settle(Duration::from_millis(500));
    let judged = memory.now();
    terminal.keys("Cj\r")?;
    terminal.wait("a text", |words| words.contains("int-00001") && words.contains("Site: site-00"))?;
    terminal.keys("/")?;
    terminal.keys(&place.queries.rare)?;
    let rare = place.queries.rare.clone();
    let typed = Instant::now();
    // A hit shows the word, beside the line in which it was typed.
    let came = terminal
        .wait("the hits", |words| words.to_lowercase().matches(&rare).count() > 1 && !words.contains("Reading"));
    let came = came?.saturating_duration_since(typed);
    terminal.settle(Duration::from_millis(500));
    let searched = memory.now();
    terminal.end()?;
    let most = memory.most();
    table.at_most(
        "anonymous memory of the workbench",
        place.target(150.0, 400.0),
        megabytes(most),
        "MB",
        &format!(
            "RssAnon, the most seen while it opened, judged all themes, read a text and searched (the first hits of the \
             session {} after the last letter); {:.0} MB after judging, {:.0} MB at the end",
            shown(came),
            megabytes(judged),
            megabytes(searched)
        ),
    );
    Ok(())
}
