//! Collocations: the words that stand near a word more often than they stand elsewhere.
//!
//! The text within a window around each place of the word is held against the rest of the text; the word
//! itself counts in neither. A place near two of them counts once. Windows end with the passage. Each language
//! is compared with itself.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use super::contrast::{Contrast, log_dice};
use super::frequency::Words;
use super::keyness::{LEAST_SOURCES, cut_off};
use super::tally::{Counts, Passage, Sink, Sorter};
use super::units::{Distances, Unit};
use crate::base::language::Language;
use crate::search::passages::PassageSet;
use crate::search::pattern::Match;
use crate::search::plan::Node;

/// One word that stands near another.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The word in its most frequent spelling.
    pub word: String,
    /// Its language.
    pub language: Language,
    /// How often it stands in the windows, and elsewhere.
    pub contrast: Contrast,
    /// How often it stands before the word that was asked about.
    pub before: u64,
    /// How often after it.
    pub after: u64,
    /// The sources in which it stands near it.
    pub sources: u32,
    /// Dunning's log-likelihood of four terms: what the list is ordered by.
    pub g2: f64,
    /// The mutual information.
    pub mutual_information: f64,
    /// logDice.
    pub log_dice: f64,
}

/// The groups that [`Windows`] counts in.
const NEAR: usize = 0;
const BEFORE: usize = 1;
const AFTER: usize = 2;
/// Places of the word that have another one near them: each with one of that word, so that neither is counted
/// twice.
const PAIRS: usize = 3;

/// Sorts words by whether they stand near a word.
pub struct Windows<'w> {
    /// What is looked for.
    pub node: &'w Node,
    /// The passages that hold it.
    pub hits: &'w PassageSet,
    /// The passages that are asked about.
    pub base: &'w PassageSet,
    /// How many words on each side.
    pub window: usize,
    /// How often the word was found so far.
    found: AtomicU64,
}

impl<'w> Windows<'w> {
    /// Looks for `node` in `hits`, which are among `base`.
    #[must_use]
    pub fn new(node: &'w Node, hits: &'w PassageSet, base: &'w PassageSet, window: usize) -> Self {
        Self { node, hits, base, window, found: AtomicU64::new(0) }
    }

    /// Returns how often the word was found.
    #[must_use]
    pub fn found(&self) -> u64 {
        self.found.load(Ordering::Relaxed)
    }
}

impl Sorter for Windows<'_> {
    fn groups(&self) -> usize {
        PAIRS + 1
    }

    fn takes(&self, passage: usize) -> bool {
        self.base.contains(passage)
    }

    fn sort(&self, passage: &Passage<'_>, sink: &mut Sink) {
        let matches = if self.hits.contains(passage.number) { places(self.node, passage) } else { Vec::new() };
        self.found.fetch_add(matches.len() as u64, Ordering::Relaxed);
        let places = Places::new(matches, passage, self.window);
        let mut pairs: HashSet<(usize, u32)> = HashSet::new();
        for (unit, term) in passage.words {
            let side = match places.side(*unit) {
                Side::Itself => continue,
                side => side,
            };
            sink.count(*term);
            let (place, group) = match side {
                Side::Before(place) => (place, BEFORE),
                Side::After(place) => (place, AFTER),
                Side::Itself | Side::Far => continue,
            };
            sink.count_in(NEAR, *term);
            sink.count_in(group, *term);
            if pairs.insert((place, *term)) {
                sink.count_in(PAIRS, *term);
            }
        }
    }
}

/// Where a word of a passage stands.
#[derive(Clone, Copy)]
enum Side {
    /// It is a part of the word that was asked about.
    Itself,
    /// Before that place of it.
    Before(usize),
    /// After that place of it.
    After(usize),
    /// Near none.
    Far,
}

/// The places of the word in a passage, in order and apart, each with the window around it.
struct Places(Vec<(Match, Range<usize>)>);

impl Places {
    fn new(matches: Vec<Match>, passage: &Passage<'_>, window: usize) -> Self {
        if matches.is_empty() {
            return Self(Vec::new());
        }
        let distances = Distances::new(passage.tokens);
        let around = |found: Match| {
            let window = distances.window(found.first, found.last, window);
            (found, window)
        };
        Self(matches.into_iter().map(around).collect())
    }

    /// Tells where a word stands. Only the places right before and right after it need to be looked at: the windows
    /// of all others end sooner.
    fn side(&self, unit: Unit) -> Side {
        let next = self.0.partition_point(|(found, _)| found.last < unit.first);
        let is_near = |at: usize| {
            let window = self.0.get(at).map(|(_, window)| window);
            window.is_some_and(|window| window.contains(&unit.first) && window.contains(&unit.last))
        };
        let after = next.checked_sub(1).filter(|at| is_near(*at)).map(|at| (unit.first - self.0[at].0.last, at));
        let before = match self.0.get(next) {
            Some((found, _)) if found.first <= unit.last => return Side::Itself,
            Some((found, _)) if is_near(next) => Some((found.first - unit.last, next)),
            _ => None,
        };
        // Of two the nearer one says on which side it stands; of equally near ones the first.
        match (after, before) {
            (Some((behind, _)), Some((ahead, place))) if ahead < behind => Side::Before(place),
            (Some((_, place)), _) => Side::After(place),
            (None, Some((_, place))) => Side::Before(place),
            (None, None) => Side::Far,
        }
    }
}

/// Returns where the word stands in a passage, apart from each other.
fn places(node: &Node, passage: &Passage<'_>) -> Vec<Match> {
    let mut matches = Vec::new();
    node.marks(passage.tokens, passage.language, &mut matches);
    matches.sort_by_key(|found| (found.first, found.last));
    matches.dedup_by(|later, kept| {
        let overlaps = later.first <= kept.last;
        if overlaps {
            kept.last = kept.last.max(later.last);
        }
        overlaps
    });
    matches
}

/// Lists the collocations that were counted, by falling G2; `found` is how often the word was found.
///
/// What stands near it less often than elsewhere is left out, and what is below the lowest cut-off or near it
/// in too few sources.
#[must_use]
pub fn list(counts: &Counts, found: u64, words: Words) -> Vec<Row> {
    let [near, before, after, pairs] = counts.groups.as_slice() else { return Vec::new() };
    let whole = counts.whole();
    let mut rows = Vec::new();
    for term in near.terms() {
        let cell = near.cell(term);
        let all = whole.cell(term).count;
        let Some(known) = counts.terms.get(term as usize).filter(|known| words.take(known)) else { continue };
        let (close, every) = (near.words_in(known.language), whole.words_in(known.language));
        let contrast = Contrast::within(cell.count, close, all, every);
        if !contrast.is_defined() || !contrast.is_more() || cell.sources < LEAST_SOURCES {
            continue;
        }
        let g2 = contrast.g2();
        if cut_off(g2).is_none() {
            continue;
        }
        rows.push(Row {
            word: known.shown.clone(),
            language: known.language,
            contrast,
            before: before.cell(term).count,
            after: after.cell(term).count,
            sources: cell.sources,
            g2,
            mutual_information: contrast.mutual_information(),
            log_dice: log_dice(pairs.cell(term).count, found, all),
        });
    }
    rows.sort_by(|one, two| two.g2.total_cmp(&one.g2).then_with(|| one.word.cmp(&two.word)));
    rows
}
