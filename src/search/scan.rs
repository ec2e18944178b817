//! Searches without an index: reads every passage. Slower, and the measure of what the index finds.

use super::corpus::Corpus;
use super::plan::Plan;
use super::run::{Found, Hit, Limits, best};
use super::words::Analyser;

/// Returns what a plan finds, read from the texts themselves; `stop` is asked before each source.
///
/// Sources that cannot be read find nothing and are counted in [`Found::unread`].
#[must_use]
pub fn scan(plan: &Plan, corpus: &dyn Corpus, limits: Limits, stop: &dyn Fn() -> bool) -> Found {
    let mut finder = Finder::new(plan, corpus);
    for source in 0..corpus.places().sources() {
        if stop() {
            break;
        }
        finder.source(source);
    }
    let total = limits.count.then_some(finder.hits.len());
    Found { hits: best(finder.hits, limits), total, unread: finder.unread }
}

/// Finds passages source by source.
pub(super) struct Finder<'a> {
    plan: &'a Plan,
    corpus: &'a dyn Corpus,
    analyser: Analyser,
    tokens: Vec<super::words::Token>,
    /// What was found.
    pub(super) hits: Vec<Hit>,
    /// Sources that could not be read.
    pub(super) unread: usize,
}

impl<'a> Finder<'a> {
    pub(super) fn new(plan: &'a Plan, corpus: &'a dyn Corpus) -> Self {
        Self { plan, corpus, analyser: Analyser::new(), tokens: Vec::new(), hits: Vec::new(), unread: 0 }
    }

    pub(super) fn source(&mut self, source: usize) {
        let numbers = self.corpus.places().of_source(source);
        if numbers.clone().all(|number| self.plan.hidden.contains(number)) {
            return;
        }
        let Some(document) = self.corpus.load(source) else {
            self.unread += 1;
            return;
        };
        for ((passage, number), &(span, language)) in numbers.enumerate().zip(&document.passages) {
            if self.plan.hidden.contains(number) {
                continue;
            }
            self.analyser.tokens_into(document.text.slice(span), language, &mut self.tokens);
            if let Some(score) = self.plan.node.holds(number, &self.tokens, language) {
                self.hits.push(Hit { source, passage, number, score });
            }
        }
    }
}
