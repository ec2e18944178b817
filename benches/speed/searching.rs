//! Searching while typing, in process: every prefix that a user passes through, and the first hits with their text.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tripod::base::chance::{Chance as _, Seeded};
use tripod::search::answer::{Question, answer};
use tripod::search::index::{Index, Joined};
use tripod::search::query::Query;
use tripod::search::run::Limits;
use tripod::search::searchable::{Searchable, index_folder};
use tripod::study::View;

use super::generate::Result;
use super::place::Place;
use super::table::Table;
use super::times::{Times, shown};

/// A study that is ready to be searched.
pub(crate) struct Ready {
    searchable: Searchable,
    joined: Joined,
}

impl Ready {
    /// Opens a study and its index.
    pub(crate) fn new(place: &Place) -> Result<Self> {
        super::index::current(place)?;
        let study = place.open()?;
        let searchable = Searchable::new(&study, View::Reconciled);
        let folder = index_folder(&study).ok_or("there is no folder for the index")?;
        let joined = Arc::new(Index::open(&folder)?).join(&searchable)?;
        Ok(Self { searchable, joined })
    }

    /// Searches, and returns how many hits came with their text, and how many there are.
    pub(crate) fn find(&self, query: &str, typing: bool, limits: Limits) -> Result<(usize, Option<usize>)> {
        let question = Question { query: query.to_owned(), limits, typing, within: Query::All, arrangement: None };
        let found = answer(&self.searchable, Some(&self.joined), &question, &|| false)?;
        Ok((found.lines.len(), found.total))
    }

    /// Draws some of the questions and measures each; also returns the slowest, by their time.
    pub(crate) fn drawn(
        &self,
        questions: &[String],
        draws: usize,
        seed: u64,
        limits: Limits,
    ) -> Result<(Times, Vec<(Duration, String)>)> {
        let chance = Seeded::new(seed);
        let mut slowest: Vec<(Duration, String)> = Vec::new();
        let mut times = Vec::with_capacity(draws);
        for _ in 0..draws {
            let at = usize::try_from(chance.bits() % questions.len() as u64)?;
            let began = Instant::now();
            self.find(&questions[at], true, limits)?;
            let time = began.elapsed();
            times.push(time);
            slowest.retain(|(old, query)| *query != questions[at] || *old > time);
            if !slowest.iter().any(|(_, query)| *query == questions[at]) {
                slowest.push((time, questions[at].clone()));
            }
        }
        slowest.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
        slowest.truncate(3);
        Ok((Times::new(times), slowest))
    }
}

/// Returns every prefix from the third letter of each string of the queries, alone and with a theme.
pub(crate) fn prefixes(place: &Place) -> Vec<String> {
    let queries = &place.queries;
    let alone: Vec<String> = queries.strings().flat_map(begun).collect();
    let with = alone.iter().map(|prefix| format!("{prefix} theme:{}", queries.theme)).collect::<Vec<_>>();
    alone.into_iter().chain(with).collect()
}

/// Returns what of a text is there from its third letter on.
fn begun(text: &str) -> Vec<String> {
    let ends = text.char_indices().map(|(at, sign)| at + sign.len_utf8());
    ends.skip(2).map(|end| text[..end].to_owned()).collect()
}

pub(crate) fn measure(place: &Place, table: &mut Table) -> Result<()> {
    let began = Instant::now();
    let ready = Ready::new(place)?;
    let prepared = began.elapsed();
    let ms = Duration::from_millis;
    let questions = prefixes(place);
    // What has been asked once is in the page cache, as it is for whoever types.
    let first = Limits::first(20);
    ready.drawn(&questions, 300, place.seed + 1, first)?;
    let (times, slowest) = ready.drawn(&questions, 1_000, place.seed, first)?;
    let told: Vec<String> = slowest.iter().map(|(time, query)| format!("`{query}` {}", shown(*time))).collect();
    table.times(
        "search while typing, p99 of 1 000 draws, the first 20 with text",
        place.target(ms(5), ms(20)),
        99,
        &times,
        &format!(
            "of {} prefixes; the slowest: {}; study, index and picture were made ready in {}",
            questions.len(),
            told.join(", "),
            shown(prepared)
        ),
    );
    let (times, slowest) = ready.drawn(&questions, 300, place.seed, Limits::first(100).counted())?;
    let told =
        slowest.first().map_or_else(String::new, |(time, query)| format!("the slowest: `{query}` {}", shown(*time)));
    table.times("the same as the workbench asks: the first 100, and how many in all", None, 99, &times, &told);
    let quoted: Vec<String> = begun(&place.queries.phrase).iter().map(|begun| format!("\"{begun}\"")).collect();
    let (times, _) = ready.drawn(&quoted, 300, place.seed, first)?;
    table.times("the phrase in quotation marks, every prefix", None, 99, &times, "");
    let common: Vec<String> = ["the of", "of the", "and to", "in that", "it is the", "to be in the"]
        .iter()
        .map(|words| format!("\"{words}\""))
        .collect();
    let (times, slowest) = ready.drawn(&common, 100, place.seed, first)?;
    let told =
        slowest.first().map_or_else(String::new, |(time, query)| format!("the slowest: `{query}` {}", shown(*time)));
    table.times("phrases of only very common words", place.target(ms(100), ms(100)), 99, &times, &told);
    let theme = [format!("theme:{}", place.queries.theme)];
    let (times, _) = ready.drawn(&theme, 100, place.seed, first)?;
    let (_, total) = ready.find(&theme[0], false, first.counted())?;
    table.times(
        "passages of one theme by the query `theme:`, the first 20 with text",
        place.target(ms(2), ms(10)),
        50,
        &times,
        &format!("of {} passages; the target of evidence is taken", total.unwrap_or(0)),
    );
    Ok(())
}
