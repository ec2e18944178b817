//! Runs a plan: in the index where there is one, in the texts where there is none or it is behind.

use super::corpus::Corpus;
use super::index::{IndexError, Joined};
use super::pattern::Match;
use super::plan::{Node, Plan};
use super::scan::Finder;
use super::words::Lent;
use crate::base::language::Language;
use crate::base::text::{Span, Text};

/// A passage that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The source's number in the corpus.
    pub source: usize,
    /// The passage's number in its source, from 0.
    pub passage: usize,
    /// The passage's number among all.
    pub number: usize,
    /// How well it fits; 0 where no words were looked for.
    pub score: f32,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The hits that were asked for: best first; without words, by source and place.
    pub hits: Vec<Hit>,
    /// The number of all hits, where it was asked for.
    pub total: Option<usize>,
    /// Sources whose text could not be read.
    pub unread: usize,
}

/// How much is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Hits to pass over.
    pub offset: usize,
    /// Hits to return at most.
    pub limit: usize,
    /// Whether to count all.
    pub count: bool,
}

impl Limits {
    /// Asks for the first `limit` hits.
    #[must_use]
    pub fn first(limit: usize) -> Self {
        Self { offset: 0, limit, count: false }
    }

    /// Asks for the number of all hits too.
    #[must_use]
    pub fn counted(self) -> Self {
        Self { count: true, ..self }
    }
}

/// Runs a plan in an index; sources that are not in it as they are now are read.
///
/// # Errors
/// When the index fails: the plan can still be run by [`scan`](super::scan::scan), and the index is to
/// be made anew.
pub fn run(plan: &Plan, corpus: &dyn Corpus, index: &Joined, limits: Limits) -> Result<Found, IndexError> {
    let Node::Set(_) = plan.node else {
        let all = Limits { offset: 0, limit: limits.offset.saturating_add(limits.limit), ..limits };
        let (mut hits, mut total) = index.find(plan, corpus.places(), all)?;
        let mut finder = Finder::new(plan, corpus);
        index.behind().iter().for_each(|&source| finder.source(source));
        total = total.map(|total| total + finder.hits.len());
        hits.append(&mut finder.hits);
        return Ok(Found { hits: best(hits, limits), total, unread: finder.unread });
    };
    Ok(listed(plan, corpus, limits).unwrap_or_default())
}

/// Returns what a plan without words finds, by source and place; nothing where it has words.
#[must_use]
pub fn listed(plan: &Plan, corpus: &dyn Corpus, limits: Limits) -> Option<Found> {
    let Node::Set(set) = &plan.node else { return None };
    let mut seen = plan.hidden.clone();
    seen.invert();
    seen.intersect(set);
    let hits = seen.iter().skip(limits.offset).take(limits.limit).filter_map(|number| {
        let (source, passage) = corpus.places().place(number)?;
        Some(Hit { source, passage, number, score: 0.0 })
    });
    Some(Found { hits: hits.collect(), total: limits.count.then(|| seen.count()), unread: 0 })
}

/// Sorts hits, best first and then by source and place, and takes those that were asked for.
pub(super) fn best(mut hits: Vec<Hit>, limits: Limits) -> Vec<Hit> {
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.number.cmp(&b.number)));
    hits.into_iter().skip(limits.offset).take(limits.limit).collect()
}

/// Marks in texts what a plan found there.
pub struct Marker<'a> {
    node: &'a Node,
    analyser: Lent,
}

impl<'a> Marker<'a> {
    /// Makes a marker for a plan.
    #[must_use]
    pub fn new(plan: &'a Plan) -> Self {
        Self { node: &plan.node, analyser: Lent::new() }
    }

    /// Returns the spans of the text that match within a passage, in order and apart from each other.
    #[must_use]
    pub fn marks(&mut self, text: &Text, passage: Span, language: Language) -> Vec<Span> {
        let start = text.byte_of(passage.start);
        let tokens = self.analyser.tokens(text.slice(passage), language);
        let mut matches = Vec::new();
        self.node.marks(&tokens, language, &mut matches);
        let mut spans: Vec<Span> = matches
            .iter()
            .filter_map(|Match { first, last, .. }| Some((tokens.get(*first)?.start, tokens.get(*last)?.end)))
            .map(|(from, to)| text.span_of(start + from..start + to))
            .collect();
        spans.sort();
        let mut apart: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            match apart.last_mut() {
                Some(last) if span.start < last.end => last.end = last.end.max(span.end),
                _ => apart.push(span),
            }
        }
        apart
    }
}
