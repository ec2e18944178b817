//! Judging all themes, in process.

use std::time::{Duration, Instant};

use tripod::study::View;
use tripod::triangulation::gather::Gathered;

use super::generate::Result;
use super::place::Place;
use super::table::Table;
use super::times::{Times, shown};

pub(crate) fn measure(place: &Place, table: &mut Table) -> Result<()> {
    let study = place.open()?;
    study.load_outlines(|| ());
    let began = Instant::now();
    drop(Gathered::new(&study, View::Reconciled));
    let first = began.elapsed();
    let (mut all, mut gathering) = (Vec::new(), Vec::new());
    let mut voices = 0;
    for _ in 0..if place.size.name == "large" { 7 } else { 21 } {
        let began = Instant::now();
        let gathered = Gathered::new(&study, View::Reconciled);
        gathering.push(began.elapsed());
        let judged = gathered.assess_all();
        all.push(began.elapsed());
        voices = judged.iter().map(|assessment| assessment.voices).sum();
    }
    let ms = Duration::from_millis;
    table.times(
        "all themes triangulated with sensitivity, in process",
        place.target(ms(30), ms(300)),
        50,
        &Times::new(all),
        &format!(
            "48 themes, {voices} voices with a stance; of it gathering the evidence {}; the first time, with all codings \
             put in their places, gathering takes {}; texts are read before",
            shown(Times::new(gathering).median()),
            shown(first)
        ),
    );
    table.untold("agreement, all 80 codes", "not built yet: there is no command for it");
    Ok(())
}
