//! How much a term says: the more, the commoner it is in the examples than in all passages.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::examples::Gathered;
use super::{Ground, TERMS};
use crate::base::language::Language;
use crate::search::passages::PassageSet;

/// A way to weigh terms. All count passages, not words: who says a word often says it once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weighting {
    /// How rare a term is, by the root of its share of the examples: `sqrt(r/R) ln(N/n)`.
    #[default]
    SharedRarity,
    /// The relevance weight of Robertson and Sparck Jones: the log-odds of a term in the examples against the rest.
    Relevance,
    /// Class-based tf-idf (Grootendorst), with the examples as the class: `(r/length) ln(1 + A/n)`.
    ClassTfIdf,
}

impl Weighting {
    /// All of them, that which is used first.
    pub const ALL: [Self; 3] = [Self::SharedRarity, Self::Relevance, Self::ClassTfIdf];

    /// Returns its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SharedRarity => "shared rarity",
            Self::Relevance => "relevance weight",
            Self::ClassTfIdf => "class-based tf-idf",
        }
    }
}

/// A term with its weight.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weighed {
    /// Its place among the terms of the examples.
    pub(super) term: usize,
    /// Its weight, greater than 0.
    pub(super) weight: f64,
}

/// How many passages there are of a language, and how many of them are examples.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    all: f64,
    examples: f64,
    /// The terms of the examples, counted once for each example.
    held: f64,
}

/// Weighs the terms of examples, and returns those that say most, best first. `lists` are the passages of
/// `counted` that hold each term.
pub(super) fn weigh(
    ground: &dyn Ground,
    gathered: &Gathered,
    lists: &[Vec<u32>],
    counted: &PassageSet,
    weighting: Weighting,
) -> Vec<Weighed> {
    let mut sizes: BTreeMap<Language, Size> = BTreeMap::new();
    for number in counted.iter() {
        sizes.entry(ground.extent(number).1).or_default().all += 1.0;
    }
    for (language, examples) in &gathered.sizes {
        let size = sizes.entry(*language).or_default();
        size.examples = *examples as f64;
        // Words of the codebook are an example beside all passages.
        size.all += if gathered.passages.is_empty() { size.examples } else { 0.0 };
    }
    let beside = if gathered.passages.is_empty() { 1.0 } else { 0.0 };
    let counts = |(list, (term, held)): (&Vec<u32>, (&super::Term, &usize))| {
        (term.language(), *held as f64, list.len() as f64 + beside)
    };
    let counts: Vec<(Language, f64, f64)> = lists.iter().zip(&gathered.terms).map(counts).collect();
    for (language, examples, _) in &counts {
        sizes.entry(*language).or_default().held += examples;
    }
    let mut weighed: Vec<(f64, Weighed)> = Vec::new();
    for (term, (language, examples, all)) in counts.into_iter().enumerate() {
        let Some(size) = sizes.get(&language) else { continue };
        // What no other passage holds finds none.
        let weight = if all > examples { weight(weighting, examples, all, size) } else { 0.0 };
        if weight > 0.0 {
            // Chosen are those that say much of many examples.
            weighed.push((weight * examples, Weighed { term, weight }));
        }
    }
    let order = |a: &(f64, Weighed), b: &(f64, Weighed)| -> Ordering {
        b.0.total_cmp(&a.0).then(a.1.term.cmp(&b.1.term))
    };
    weighed.sort_by(order);
    weighed.truncate(TERMS);
    weighed.into_iter().map(|(_, weighed)| weighed).collect()
}

/// Weighs a term that stands in so many of the examples and in so many of all passages.
fn weight(weighting: Weighting, examples: f64, all: f64, size: &Size) -> f64 {
    match weighting {
        Weighting::SharedRarity => (examples / size.examples).sqrt() * (size.all / all).ln(),
        Weighting::Relevance => {
            let (without, rest) = (size.examples - examples, all - examples);
            let neither = size.all - size.examples - rest;
            ((examples + 0.5) * (neither + 0.5) / ((rest + 0.5) * (without + 0.5))).ln()
        }
        // The class is as long as the usual one: only the examples are told from the rest.
        Weighting::ClassTfIdf => examples / size.held * (1.0 + size.held / all).ln(),
    }
}
