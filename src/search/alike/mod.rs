//! More like this: from passages to others that resemble them, explained by the words that made it so.
//!
//! `terms` takes the words of the examples as stems, `held` counts which passages hold them, `weights` tells how
//! much each says, and this file ranks the passages by the best of them. Words of different languages are different
//! terms, so that what is found is in a language of the examples. The same question to the same texts has the same
//! answer, with an index and without.

#![allow(clippy::cast_precision_loss, reason = "counts of passages are far below what a float holds exactly")]

mod examples;
mod held;
mod terms;
#[cfg(test)]
mod tests;
mod weights;

use std::collections::BTreeMap;

use self::examples::{Gathered, left_out};
use self::held::held;
use self::terms::{Reader, Term};
use super::corpus::{Document, Studied};
use super::index::{IndexError, Joined};
use super::passages::PassageSet;
use super::plan::{Node, Plan};
use super::run::Hit;
use crate::base::ids::SourceId;
use crate::base::language::Language;
use crate::base::text::{Span, Text};

pub use examples::{Request, like_code};
pub use weights::Weighting;

/// A study in which passages can be compared.
pub trait Ground: Studied {
    /// Returns a passage's length in code points, and its language.
    fn extent(&self, number: usize) -> (usize, Language);

    /// Returns the passages in which somebody says something: no headings, no turns of the interviewer.
    fn said(&self) -> PassageSet;

    /// Returns the numbers of a source's passages that a span touches.
    fn touched(&self, source: usize, span: Span) -> std::ops::Range<usize>;
}

/// What resembles the examples.
#[derive(Clone, Debug, Default)]
pub struct Suggestions {
    /// The passages, best first.
    pub passages: Vec<Suggestion>,
    /// How many passages the examples stand in; 0 where there is only what the codebook says.
    pub examples: usize,
    /// The languages of the examples: what is suggested is in one of them.
    pub languages: Vec<Language>,
    /// Sources whose text could not be read.
    pub unread: usize,
    /// Whether it was stopped before all was looked at.
    pub is_stopped: bool,
}

/// A passage that resembles the examples.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// Which one, and how much it resembles them.
    pub hit: Hit,
    /// Its source.
    pub source: SourceId,
    /// The source's whole text.
    pub text: Text,
    /// The passage in it.
    pub span: Span,
    /// The passage's language.
    pub language: Language,
    /// The words that made it so, those with the greatest share first.
    pub because: Vec<Because>,
}

impl Suggestion {
    /// Returns where these words stand, in the order of the text and apart from each other.
    #[must_use]
    pub fn marks(&self) -> Vec<Span> {
        let mut marks: Vec<Span> = self.because.iter().flat_map(|because| &because.marks).copied().collect();
        marks.sort_unstable();
        let mut apart: Vec<Span> = Vec::with_capacity(marks.len());
        for mark in marks {
            match apart.last_mut() {
                // The pairs of signs in which a text without blanks is read overlap each other.
                Some(last) if mark.start < last.end => last.end = last.end.max(mark.end),
                _ => apart.push(mark),
            }
        }
        apart
    }
}

/// A word that made a passage resemble the examples.
#[derive(Clone, Debug, PartialEq)]
pub struct Because {
    /// The word as the passage has it first.
    pub word: String,
    /// Its share of the resemblance, from 0 to 1. The shares of all words together are 1.
    pub share: f64,
    /// Where any form of it stands in the text, in code points.
    pub marks: Vec<Span>,
}

/// How many terms passages are looked for by.
const TERMS: usize = 60;

/// How much longer passages are held back: the more words a passage has, the more of the terms it holds by chance.
const LENGTH: f64 = 0.2;

/// Finds the passages that resemble examples most: in the index where one is given, by reading all texts where not.
///
/// Passages that the request leaves out, those of the examples themselves, headings, turns of the interviewer and
/// restricted sources are none of them. `stop` is asked now and then whether the answer is still wanted.
///
/// # Errors
/// When the index fails: the same can be asked without it.
pub fn suggest(
    ground: &dyn Ground,
    index: Option<&Joined>,
    request: &Request,
    weighting: Weighting,
    stop: &dyn Fn() -> bool,
) -> Result<Suggestions, IndexError> {
    let mut reader = Reader::default();
    let gathered = Gathered::new(ground, request, &mut reader);
    let hidden = ground.hidden(&[]);
    let mut candidates = hidden.clone();
    candidates.invert();
    candidates.intersect(&ground.said());
    let within = Plan::new(&request.within, ground, ground.places().len());
    let mut counted = candidates.clone();
    counted.unite(&gathered.passages);
    remove(&mut candidates, &gathered.passages);
    if let Node::Set(passages) = &within.node {
        candidates.intersect(passages);
    }
    remove(&mut candidates, &left_out(ground, request));
    let terms: Vec<Term> = gathered.terms.keys().cloned().collect();
    let found = held(ground, index, &terms, &counted, &mut reader, stop)?;
    if found.is_stopped {
        return Ok(Suggestions { is_stopped: true, ..Suggestions::default() });
    }
    let weighed = weights::weigh(ground, &gathered, &found.lists, &counted, weighting);
    let hits = ranked(ground, &weighed, &found.lists, &candidates, request.limit);
    let chosen: BTreeMap<&Term, f64> = weighed.iter().map(|weighed| (&terms[weighed.term], weighed.weight)).collect();
    let mut suggestions = Suggestions {
        examples: gathered.passages.count(),
        languages: gathered.languages(),
        unread: found.unread,
        ..Suggestions::default()
    };
    suggestions.passages = explained(ground, hits, &chosen, &mut reader);
    Ok(suggestions)
}

/// Takes passages out of a set.
fn remove(from: &mut PassageSet, passages: &PassageSet) {
    let mut rest = passages.clone();
    rest.invert();
    from.intersect(&rest);
}

/// Ranks the candidates by the terms that they hold.
fn ranked(
    ground: &dyn Ground,
    weighed: &[weights::Weighed],
    lists: &[Vec<u32>],
    candidates: &PassageSet,
    limit: usize,
) -> Vec<Hit> {
    let mut scores: BTreeMap<u32, f64> = BTreeMap::new();
    // Term by term, in one order: floats add up to the same whichever way they were found.
    for weighed in weighed {
        for &number in &lists[weighed.term] {
            if candidates.contains(number as usize) {
                *scores.entry(number).or_default() += weighed.weight;
            }
        }
    }
    let lengths: Vec<usize> = scores.keys().map(|&number| ground.extent(number as usize).0).collect();
    let usual = (lengths.iter().sum::<usize>() as f64 / lengths.len().max(1) as f64).max(1.0);
    let held_back = |length: usize| 1.0 - LENGTH + LENGTH * length as f64 / usual;
    let mut best: Vec<(f64, u32)> =
        scores.into_iter().zip(lengths).map(|((number, score), length)| (score / held_back(length), number)).collect();
    best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    best.truncate(limit);
    best.into_iter().filter_map(|(score, number)| hit(ground, score, number as usize)).collect()
}

#[allow(clippy::cast_possible_truncation, reason = "a score is shown with few digits, and ranked before")]
fn hit(ground: &dyn Ground, score: f64, number: usize) -> Option<Hit> {
    let (source, passage) = ground.places().place(number)?;
    Some(Hit { source, passage, number, score: score as f32 })
}

/// Reads what was found and says which of its words made it so, in the order of the hits; passages that are gone are
/// left out. Each source is read once, however many of its passages are found, and all of them share its text.
fn explained(
    ground: &dyn Ground,
    hits: Vec<Hit>,
    chosen: &BTreeMap<&Term, f64>,
    reader: &mut Reader,
) -> Vec<Suggestion> {
    let mut by_source: Vec<(usize, Hit)> = hits.into_iter().enumerate().collect();
    by_source.sort_by_key(|(_, hit)| hit.source);
    let mut explained = Vec::with_capacity(by_source.len());
    for hits in by_source.chunk_by(|(_, one), (_, two)| one.source == two.source) {
        let Some(document) = hits.first().and_then(|(_, hit)| ground.load(hit.source)) else { continue };
        for (at, hit) in hits {
            explained.extend(passage(ground, (*hit, &document), chosen, reader).map(|suggestion| (*at, suggestion)));
        }
    }
    explained.sort_by_key(|(at, _)| *at);
    explained.into_iter().map(|(_, suggestion)| suggestion).collect()
}

/// Says which words of a passage made it resemble the examples; nothing where it is gone.
fn passage(
    ground: &dyn Ground,
    (hit, document): (Hit, &Document),
    chosen: &BTreeMap<&Term, f64>,
    reader: &mut Reader,
) -> Option<Suggestion> {
    let &(span, language) = document.passages.get(hit.passage)?;
    let text = document.text.clone();
    let mut found: BTreeMap<Term, Vec<Span>> = BTreeMap::new();
    let start = text.byte_of(span.start);
    reader.each(text.slice(span), language, &mut |term, bytes| {
        if chosen.contains_key(&term) {
            let mark = text.span_of(start + bytes.start..start + bytes.end);
            let marks = found.entry(term).or_default();
            if marks.last() != Some(&mark) {
                marks.push(mark);
            }
        }
    });
    let weight = |term: &Term| chosen.get(term).copied().unwrap_or(0.0);
    let whole: f64 = found.keys().map(weight).sum();
    let mut because: Vec<Because> = found
        .iter()
        .map(|(term, marks)| Because {
            word: marks.first().map(|mark| text.slice(*mark).to_owned()).unwrap_or_default(),
            share: weight(term) / whole,
            marks: marks.clone(),
        })
        .collect();
    because.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.marks.cmp(&b.marks)));
    Some(Suggestion { hit, source: ground.id(hit.source).clone(), text, span, language, because })
}
