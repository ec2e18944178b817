//! Making the search index: how fast, how large, with how much memory.

use std::process::Stdio;
use std::time::{Duration, Instant};

use tripod::search::index::{Index, update};
use tripod::search::searchable::{Searchable, index_folder};
use tripod::study::View;

use super::generate::Result;
use super::place::{Place, megabytes, size_of};
use super::table::Table;
use super::terminal::Memory;
use super::times::shown;

pub(crate) fn measure(place: &Place, table: &mut Table) -> Result<()> {
    let (whole, most) = program(place)?;
    let study = place.open()?;
    let searchable = Searchable::new(&study, View::Reconciled);
    let folder = index_folder(&study).ok_or("there is no folder for the index")?;
    let began = Instant::now();
    update(&folder, &searchable, true, &mut |_| true)?;
    let time = began.elapsed();
    let index = Index::open(&folder)?;
    table.at_least(
        "build the index from nothing",
        place.target(20.0, 20.0),
        place.megabytes() / time.as_secs_f64(),
        "MB/s",
        &format!(
            "{} for {} passages, once, in process; the whole program `tripod index --rebuild`: {}",
            shown(time),
            super::table::grouped(index.passages()),
            shown(whole)
        ),
    );
    let is_large = place.size.name == "large";
    table.at_most(
        "anonymous memory of the program that builds it",
        is_large.then_some(500.0),
        megabytes(most),
        "MB",
        "RssAnon, the most seen",
    );
    let size = size_of(&folder)?;
    table.at_most(
        "index size against the text",
        is_large.then_some(60.0),
        100.0 * megabytes(size) / place.megabytes(),
        "%",
        &format!("{:.1} MB", megabytes(size)),
    );
    Ok(())
}

/// Builds the index by the program itself, and returns its time and the most memory that it took.
fn program(place: &Place) -> Result<(Duration, u64)> {
    let began = Instant::now();
    let mut child = place.program().args(["index", "--rebuild"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let memory = Memory::of(child.id());
    let status = child.wait()?;
    let time = began.elapsed();
    if !status.success() {
        return Err(format!("tripod index ended with {status}").into());
    }
    Ok((time, memory.most()))
}

/// Brings the index up to date by the program itself.
pub(crate) fn current(place: &Place) -> Result<()> {
    let status = place.program().arg("index").stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    if status.success() { Ok(()) } else { Err(format!("tripod index ended with {status}").into()) }
}
