//! More like this: how many of the hidden codings come back, and how long it takes.
//!
//! A third of the passages of a code is hidden, by a seed; recall at 20 is the share of them among the first 20
//! suggestions. Chance is what 20 passages drawn at random would find. The sample study is measured beside the
//! generated one: its words are those of people, while generated texts are noise with planted phrases.

#![allow(clippy::cast_precision_loss, reason = "counts of passages are far below what a float holds exactly")]

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tripod::base::chance::{Chance as _, Seeded};
use tripod::base::ids::SourceId;
use tripod::base::text::Span;
use tripod::search::alike::{Ground as _, Request, Weighting, like_code, suggest};
use tripod::search::corpus::Corpus as _;
use tripod::search::index::{Index, Joined, update};
use tripod::search::searchable::{Searchable, index_folder};
use tripod::study::{Host, Study, View};

use super::generate::Result;
use super::place::Place;
use super::table::Table;
use super::times::Times;

/// How many suggestions are looked at.
const FIRST: usize = 20;
/// Codes with fewer coded passages are left out.
const LEAST: usize = 6;

/// A study with its index.
struct Field {
    study: Study,
    searchable: Searchable,
    joined: Joined,
    /// The places of the sources.
    sources: HashMap<SourceId, usize>,
}

/// What a way to weigh came to.
struct Recall {
    /// Of each code: its id, how many passages were hidden, the recall, the best recall that 20 places allow.
    codes: Vec<(String, usize, f64, f64)>,
    chance: f64,
    times: Vec<Duration>,
}

impl Field {
    fn new(study: Study, folder: &Path) -> Result<Self> {
        study.load_outlines(|| ());
        let searchable = Searchable::new(&study, View::Reconciled);
        update(folder, &searchable, false, &mut |_| true)?;
        let joined = Arc::new(Index::open(folder)?).join(&searchable)?;
        let sources = (0..searchable.places().sources()).map(|at| (searchable.id(at).clone(), at)).collect();
        Ok(Self { study, searchable, joined, sources })
    }

    fn numbers(&self, source: &SourceId, span: Span) -> std::ops::Range<usize> {
        self.sources.get(source).map(|&at| self.searchable.touched(at, span)).unwrap_or_default()
    }

    /// Hides a third of each code's passages, `rounds` times, and counts how many are suggested.
    fn recall(&self, weighting: Weighting, rounds: u64, seed: u64) -> Result<Recall> {
        let said = self.searchable.said();
        let mut recall = Recall { codes: Vec::new(), chance: 0.0, times: Vec::new() };
        for code in self.study.codebook().codes() {
            let request = like_code(&self.study, code, &"nobody".into(), FIRST);
            let placed = |spans: &[(SourceId, Span)]| -> Vec<((SourceId, Span), Vec<usize>)> {
                let numbers = |(source, span): &(SourceId, Span)| self.numbers(source, *span).collect();
                spans.iter().map(|place| (place.clone(), numbers(place))).collect()
            };
            let (examples, left_out) = (placed(&request.examples), placed(&request.left_out));
            let coded: BTreeSet<usize> =
                examples.iter().flat_map(|(_, numbers)| numbers).copied().filter(|at| said.contains(*at)).collect();
            if coded.len() < LEAST {
                continue;
            }
            let hides = coded.len() / 3;
            let (mut found, mut chance) = (0.0, 0.0);
            for round in 0..rounds {
                let hidden = drawn(&coded, hides, seed + round);
                let kept = |placed: &[((SourceId, Span), Vec<usize>)]| -> Vec<(SourceId, Span)> {
                    let is_kept =
                        |(_, numbers): &&((SourceId, Span), Vec<usize>)| !numbers.iter().any(|at| hidden.contains(at));
                    placed.iter().filter(is_kept).map(|(place, _)| place.clone()).collect()
                };
                let request = Request { examples: kept(&examples), left_out: kept(&left_out), ..request.clone() };
                let began = Instant::now();
                let suggestions = suggest(&self.searchable, Some(&self.joined), &request, weighting, &|| false)?;
                recall.times.push(began.elapsed());
                let hits = suggestions.passages.iter().filter(|one| hidden.contains(&one.hit.number)).count();
                found += hits as f64 / hides as f64 / rounds as f64;
                let candidates = said.count() - coded.len() + hides;
                chance += (FIRST as f64 / candidates as f64).min(1.0) / rounds as f64;
            }
            let best = (FIRST as f64 / hides as f64).min(1.0);
            recall.codes.push((code.id.to_string(), hides, found, best));
            recall.chance += chance;
        }
        recall.chance /= recall.codes.len().max(1) as f64;
        Ok(recall)
    }
}

impl Recall {
    fn mean(&self, of: impl Fn(&(String, usize, f64, f64)) -> f64) -> f64 {
        self.codes.iter().map(of).sum::<f64>() / self.codes.len().max(1) as f64
    }
}

/// Draws passages to be hidden.
fn drawn(coded: &BTreeSet<usize>, count: usize, seed: u64) -> BTreeSet<usize> {
    let chance = Seeded::new(seed);
    let mut left: Vec<usize> = coded.iter().copied().collect();
    let draw = |left: &mut Vec<usize>| {
        let at = usize::try_from(chance.bits() % left.len() as u64).unwrap_or(0);
        left.swap_remove(at)
    };
    (0..count).map(|_| draw(&mut left)).collect()
}

fn tell(name: &str, field: &Field, rounds: u64, seed: u64, table: &mut Table) -> Result<()> {
    let mut shown = None;
    for weighting in Weighting::ALL {
        let recall = field.recall(weighting, rounds, seed)?;
        let mean = recall.mean(|(.., found, _)| *found);
        let notes = format!(
            "{} codes with {LEAST} coded passages or more, {rounds} draws each; 20 places hold {:.0} % at most; by chance {:.2} %; {:.0} % of what they can hold",
            recall.codes.len(),
            recall.mean(|(.., best)| *best) * 100.0,
            recall.chance * 100.0,
            recall.mean(|(.., found, best)| found / best) * 100.0,
        );
        table.at_least(
            &format!("{name}: recall at 20 of the hidden third, {}", weighting.name()),
            None,
            mean * 100.0,
            "%",
            &notes,
        );
        if weighting == Weighting::default() {
            shown = Some(recall);
        }
    }
    let Some(recall) = shown else { return Ok(()) };
    let code = |(id, hides, found, best): &(String, usize, f64, f64)| {
        let best = if *best < 1.0 { format!(" of {:.0}", best * 100.0) } else { String::new() };
        format!("{id} {:.0}{best} ({hides})", found * 100.0)
    };
    let codes: Vec<String> = recall.codes.iter().map(code).collect();
    table.times(
        &format!("{name}: suggestions for a code, the first 20 with the words that made it so"),
        None,
        95,
        &Times::new(recall.times),
        &format!("recall in hundredths by code, in brackets the passages hidden: {}", codes.join(", ")),
    );
    Ok(())
}

pub(crate) fn measure(place: &Place, table: &mut Table) -> Result<()> {
    super::index::current(place)?;
    let study = place.open()?;
    let folder = index_folder(&study).ok_or("there is no folder for the index")?;
    let field = Field::new(study, &folder)?;
    tell(place.size.name, &field, 1, place.seed, table)?;
    let host = Host { cache: None, state: None, ..Host::real() };
    let sample = Study::open(host, Path::new(env!("CARGO_MANIFEST_DIR")))?;
    let folder = place.aside("sample-index");
    tell("the sample study", &Field::new(sample, &folder)?, 20, place.seed, table)
}
