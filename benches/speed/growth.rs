//! What grows with the study and what must not: the same measured in the small, the medium and the large one.

use std::time::Instant;

use tripod::search::index::update;
use tripod::search::run::Limits;
use tripod::search::searchable::{Searchable, index_folder};
use tripod::study::View;

use super::generate::{Result, Size};
use super::place::Place;
use super::searching::{Ready, prefixes};
use super::table::Table;
use super::times::{Times, shown};

pub(crate) fn measure(place: &Place, table: &mut Table) -> Result<()> {
    let sizes = Size::ALL.into_iter().filter(|size| size.sources <= place.size.sources);
    let mut rows: [Vec<(&'static str, String)>; 4] = [const { Vec::new() }; 4];
    for size in sizes {
        let there = place.beside(size)?;
        let measured = all(&there);
        there.restore()?;
        for (row, told) in rows.iter_mut().zip(measured?) {
            row.push((size.name, told));
        }
    }
    let names = [
        ("growth: open to first usable frame, warm", "medians, whole process on a pty"),
        ("growth: search while typing, p50 and p99", "300 draws as above"),
        (
            "growth: adding a source of 40 kB, and of 200 kB",
            "bringing the index up to date in process, the text read and its outline made; the study was opened before",
        ),
        ("growth: one coding → safely on disk, p50 and p99", "100 codings in 10 sources, in process"),
    ];
    for ((what, notes), row) in names.iter().zip(&rows) {
        table.beside(what, row, notes);
    }
    Ok(())
}

fn all(place: &Place) -> Result<[String; 4]> {
    let opening = super::opening::usable(place, 7)?;
    let ready = Ready::new(place)?;
    let questions = prefixes(place);
    ready.drawn(&questions, 100, place.seed + 1, Limits::first(20))?;
    let (search, _) = ready.drawn(&questions, 300, place.seed, Limits::first(20))?;
    drop(ready);
    let added = [adding(place, 40_000)?, adding(place, 200_000)?].map(|times| shown(times.median()));
    let coded = super::workbench::coded(place)?;
    let both = |times: &Times| format!("{} / {}", shown(times.median()), shown(times.quantile(99)));
    Ok([shown(opening.median()), both(&search), added.join(" / "), both(&coded)])
}

/// Adds a source and takes it out again, some times.
fn adding(place: &Place, bytes: usize) -> Result<Times> {
    let text = place.words(bytes);
    let mut times = Vec::new();
    for turn in 0..3 {
        place.add(&format!("{turn}"), &text)?;
        let study = place.open()?;
        let folder = index_folder(&study).ok_or("there is no folder for the index")?;
        // All other texts are known from the cache.
        let others = study.sources().iter().filter(|source| !source.id.as_str().contains(super::place::ADDED));
        others.for_each(|source| _ = study.outline(source));
        let began = Instant::now();
        let new = study.sources().iter().filter(|source| source.id.as_str().contains(super::place::ADDED));
        new.for_each(|source| _ = study.outline(source));
        let read = began.elapsed();
        let searchable = Searchable::new(&study, View::Reconciled);
        let began = Instant::now();
        update(&folder, &searchable, false, &mut |_| true)?;
        times.push(read + began.elapsed());
        place.restore()?;
        let study = place.open()?;
        update(&folder, &Searchable::new(&study, View::Reconciled), false, &mut |_| true)?;
    }
    Ok(Times::new(times))
}
