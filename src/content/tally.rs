//! Counting words, once for every question: over all sources, in groups, and per source.
//!
//! The sources are shared out among the cores one by one; each core has a vocabulary of its own, and what they
//! counted is put together at the end, so that the result does not depend on who counted what.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::material::Material;
use super::units::{Unit, units};
use super::vocabulary::{Merging, Vocabulary, folded};
use crate::base::language::Language;
use crate::search::corpus::Studied;
use crate::search::passages::PassageSet;
use crate::search::words::Token;

/// How often a term stands in a group, and in how many sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// How often.
    pub count: u64,
    /// The sources that have it in the group.
    pub sources: u32,
    /// Those among them that have it nowhere else.
    pub only: u32,
}

/// The words of one group.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// How many words it has.
    pub words: u64,
    /// How many of them are in each language.
    languages: BTreeMap<Language, u64>,
    /// The sources that have words in it.
    pub sources: u32,
    /// By the number of the term.
    cells: HashMap<u32, Cell>,
}

impl Tally {
    /// Returns how many words it has in a language.
    #[must_use]
    pub fn words_in(&self, language: Language) -> u64 {
        self.languages.get(&language).copied().unwrap_or(0)
    }

    /// Returns what is counted of a term.
    #[must_use]
    pub fn cell(&self, term: u32) -> Cell {
        self.cells.get(&term).copied().unwrap_or_default()
    }

    /// Returns the terms of the group, in the order of their numbers.
    #[must_use]
    pub fn terms(&self) -> Vec<u32> {
        let mut terms: Vec<u32> = self.cells.keys().copied().collect();
        terms.sort_unstable();
        terms
    }

    /// Adds the numbers of another one that go with no term.
    fn sum(&mut self, other: &Self) {
        self.words += other.words;
        self.sources += other.sources;
        for (language, words) in &other.languages {
            *self.languages.entry(*language).or_default() += words;
        }
    }

    fn put(&mut self, term: u32, more: Cell) {
        let cell = self.cells.entry(term).or_default();
        cell.count += more.count;
        cell.sources += more.sources;
        cell.only += more.only;
    }

    /// Adds what another core counted, whose terms have other numbers.
    fn add(&mut self, other: Self, number: &[u32]) {
        self.sum(&other);
        other.cells.into_iter().for_each(|(term, cell)| self.put(number[term as usize], cell));
    }

    /// Adds another group of other sources.
    pub(super) fn join(&mut self, other: &Self) {
        self.sum(other);
        other.cells.iter().for_each(|(term, cell)| self.put(*term, *cell));
    }
}

/// A term as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its most frequent spelling; of equally frequent ones the first by its characters.
    pub shown: String,
    /// Its language.
    pub language: Language,
}

impl Term {
    /// Returns the spelling in small letters without accents: what a query finds it by.
    #[must_use]
    pub fn folded(&self) -> String {
        folded(&self.shown)
    }
}

/// What was counted.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// The terms, by number.
    pub terms: Vec<Term>,
    /// All words that were asked about, by the kind of their source.
    pub kinds: Vec<Tally>,
    /// The words of each group.
    pub groups: Vec<Tally>,
    /// Sources whose text could not be read.
    pub unread: usize,
}

impl Counts {
    /// Returns all words that were asked about.
    #[must_use]
    pub fn whole(&self) -> Tally {
        let mut whole = Tally::default();
        self.kinds.iter().for_each(|kind| whole.join(kind));
        whole
    }
}

/// A passage that is being counted.
pub struct Passage<'p> {
    /// Its number.
    pub number: usize,
    /// Its tokens, behind its label.
    pub tokens: &'p [Token],
    /// Its language.
    pub language: Language,
    /// Its words, each with the number of its term.
    pub words: &'p [(Unit, u32)],
}

/// Takes in the words of a source.
#[derive(Default)]
pub struct Sink {
    all: Vec<u32>,
    groups: Vec<Vec<u32>>,
}

impl Sink {
    /// Counts a word as one of those that are asked about.
    pub fn count(&mut self, term: u32) {
        self.all.push(term);
    }

    /// Counts a word, which is counted, as one of a group too.
    pub fn count_in(&mut self, group: usize, term: u32) {
        self.groups[group].push(term);
    }
}

/// Says which words count in which group.
pub trait Sorter: Sync {
    /// How many groups there are.
    fn groups(&self) -> usize;

    /// Tells whether anything of a passage may count.
    fn takes(&self, passage: usize) -> bool;

    /// Sorts the words of a passage into groups.
    fn sort(&self, passage: &Passage<'_>, sink: &mut Sink);
}

/// Whole passages, in groups that may overlap.
pub struct InGroups<'g> {
    /// The passages that are asked about.
    pub base: &'g PassageSet,
    /// The groups; what of them lies outside the base counts nowhere.
    pub groups: Vec<&'g PassageSet>,
}

impl Sorter for InGroups<'_> {
    fn groups(&self) -> usize {
        self.groups.len()
    }

    fn takes(&self, passage: usize) -> bool {
        self.base.contains(passage)
    }

    fn sort(&self, passage: &Passage<'_>, sink: &mut Sink) {
        passage.words.iter().for_each(|(_, term)| sink.count(*term));
        for (group, set) in self.groups.iter().enumerate() {
            if set.contains(passage.number) {
                passage.words.iter().for_each(|(_, term)| sink.count_in(group, *term));
            }
        }
    }
}

/// Watches over a count that may take long.
pub struct Watch<'w> {
    /// Asked before each source, and within a long one: whether nobody wants the count any more.
    pub stop: &'w (dyn Fn() -> bool + Sync),
    /// Told after each source how many are counted.
    pub progress: &'w (dyn Fn(usize) + Sync),
}

impl Watch<'_> {
    /// Watches nothing.
    pub const NOTHING: Watch<'static> = Watch { stop: &|| false, progress: &|_| () };
}

/// Counts; nothing where it was stopped.
#[must_use]
pub fn count(
    study: &dyn Studied,
    material: &Material,
    sorter: &dyn Sorter,
    merging: Merging,
    watch: &Watch<'_>,
) -> Option<Counts> {
    let next = AtomicUsize::new(0);
    let stopped = AtomicBool::new(false);
    let sources = study.places().sources();
    let work = || {
        let mut counter = Counter::new(study, material, sorter, merging, watch.stop);
        loop {
            let source = next.fetch_add(1, Ordering::Relaxed);
            if source >= sources {
                return counter;
            }
            if (watch.stop)() || counter.source(source).is_break() {
                stopped.store(true, Ordering::Relaxed);
                return counter;
            }
            (watch.progress)(source + 1);
        }
    };
    let cores = rayon::current_num_threads().min(sources.max(1));
    let counted: Vec<Counter<'_>> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..cores).map(|_| scope.spawn(work)).collect();
        let own = work();
        let mut counted = vec![own];
        for other in others {
            // A core that fails takes the whole count down: part of one would be wrong.
            counted.push(other.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault)));
        }
        counted
    });
    (!stopped.into_inner()).then(|| together(counted, merging))
}

/// After how many passages of a source it is asked whether the count is still wanted.
const ASKED_AFTER: usize = 256;

/// Counts sources on one core.
struct Counter<'c> {
    study: &'c dyn Studied,
    material: &'c Material,
    sorter: &'c dyn Sorter,
    stop: &'c (dyn Fn() -> bool + Sync),
    vocabulary: Vocabulary,
    kinds: Vec<Tally>,
    groups: Vec<Tally>,
    unread: usize,
    tokens: Vec<Token>,
    words: Vec<(Unit, u32)>,
    sink: Sink,
}

impl<'c> Counter<'c> {
    fn new(
        study: &'c dyn Studied,
        material: &'c Material,
        sorter: &'c dyn Sorter,
        merging: Merging,
        stop: &'c (dyn Fn() -> bool + Sync),
    ) -> Self {
        Self {
            study,
            material,
            sorter,
            stop,
            vocabulary: Vocabulary::new(merging),
            kinds: vec![Tally::default(); material.kinds().len()],
            groups: vec![Tally::default(); sorter.groups()],
            unread: 0,
            tokens: Vec::new(),
            words: Vec::new(),
            sink: Sink { all: Vec::new(), groups: vec![Vec::new(); sorter.groups()] },
        }
    }

    /// Counts a source; breaks off where nobody wants the count any more.
    fn source(&mut self, source: usize) -> ControlFlow<()> {
        let numbers = self.study.places().of_source(source);
        if !numbers.clone().any(|number| self.sorter.takes(number)) {
            return ControlFlow::Continue(());
        }
        let Some(document) = self.study.load(source) else {
            self.unread += 1;
            return ControlFlow::Continue(());
        };
        for (at, (number, &(span, language))) in numbers.zip(&document.passages).enumerate() {
            if at % ASKED_AFTER == ASKED_AFTER - 1 && (self.stop)() {
                return ControlFlow::Break(());
            }
            if self.sorter.takes(number) {
                self.passage(number, document.text.slice(span), language);
            }
        }
        self.sum(source);
        ControlFlow::Continue(())
    }

    fn passage(&mut self, number: usize, text: &str, language: Language) {
        self.vocabulary.tokens_into(text, language, &mut self.tokens);
        let said = self.material.said(number, text);
        let tokens = &self.tokens[self.tokens.partition_point(|token| token.start < said)..];
        self.words.clear();
        for unit in units(tokens) {
            self.words.push((unit, self.vocabulary.term(text, tokens, unit, language)));
        }
        self.sorter.sort(&Passage { number, tokens, language, words: &self.words }, &mut self.sink);
    }

    /// Adds what the sink holds of a source.
    fn sum(&mut self, source: usize) {
        let whole = runs(&mut self.sink.all);
        if let Some(kind) = self.kinds.get_mut(self.material.kind_of(source)) {
            let only = |(term, count)| (term, Cell { count, sources: 1, only: 1 });
            take(kind, whole.iter().copied().map(only), &self.vocabulary);
        }
        for (tally, terms) in self.groups.iter_mut().zip(&mut self.sink.groups) {
            let mut all = whole.iter();
            take(
                tally,
                runs(terms).into_iter().map(|(term, count)| {
                    let everywhere = all.find(|(other, _)| *other == term).map_or(0, |(_, count)| *count);
                    (term, Cell { count, sources: 1, only: u32::from(everywhere == count) })
                }),
                &self.vocabulary,
            );
        }
    }
}

/// Adds a source's terms to a group.
fn take(tally: &mut Tally, terms: impl Iterator<Item = (u32, Cell)>, vocabulary: &Vocabulary) {
    let before = tally.words;
    for (term, cell) in terms {
        tally.words += cell.count;
        *tally.languages.entry(vocabulary.language(term)).or_default() += cell.count;
        tally.put(term, cell);
    }
    tally.sources += u32::from(tally.words > before);
}

/// Empties a list of terms: each once, in order, with how often it stood there.
fn runs(terms: &mut Vec<u32>) -> Vec<(u32, u64)> {
    terms.sort_unstable();
    let runs = terms.chunk_by(|one, two| one == two).map(|run| (run[0], run.len() as u64)).collect();
    terms.clear();
    runs
}

/// Puts together what the cores counted.
fn together(counted: Vec<Counter<'_>>, merging: Merging) -> Counts {
    let mut all = Vocabulary::new(merging);
    let mut counts = Counts::default();
    // Spellings by term: how often each stands there.
    let mut spellings: Vec<HashMap<String, u64>> = Vec::new();
    for counter in counted {
        let numbers: Vec<u32> = counter.vocabulary.keys.into_iter().map(|key| all.number(key)).collect();
        spellings.resize_with(all.keys.len(), HashMap::new);
        for spelling in counter.vocabulary.spellings {
            let of_term = &mut spellings[numbers[spelling.term as usize] as usize];
            *of_term.entry(spelling.raw).or_default() += spelling.count;
        }
        counts.kinds.resize(counter.kinds.len(), Tally::default());
        counts.groups.resize(counter.groups.len(), Tally::default());
        counts.kinds.iter_mut().zip(counter.kinds).for_each(|(tally, more)| tally.add(more, &numbers));
        counts.groups.iter_mut().zip(counter.groups).for_each(|(tally, more)| tally.add(more, &numbers));
        counts.unread += counter.unread;
    }
    let commonest = |spellings: HashMap<String, u64>| {
        let best = spellings.into_iter().max_by(|one, two| one.1.cmp(&two.1).then(two.0.cmp(&one.0)));
        best.map(|(raw, _)| raw).unwrap_or_default()
    };
    let shown = all.keys.into_iter().zip(spellings);
    counts.terms = shown.map(|((language, _), of)| Term { shown: commonest(of), language }).collect();
    counts
}
