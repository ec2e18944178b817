//! How much a term says: the more, the commoner it is in the examples than in all passages.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::examples::{Gathered, Standing};
use super::{Ground, TERMS};
use crate::base::language::Language;
use crate::search::passages::PassageSet;

/// A way to weigh terms. All count passages, not words: who says a word often says it once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weighting {
    /// Class-based tf-idf (Grootendorst), with the examples as the class and `L` terms in all of them together:
    /// `r/L ln(1 + L/n)`.
    #[default]
    ClassTfIdf,
    /// How rare a term is, by its share of the examples: `r/R ln(N/n)`.
    SharedRarity,
    /// The relevance weight of Robertson and Sparck Jones: the log-odds of a term in the examples against the rest.
    Relevance,
}

impl Weighting {
    /// All of them, that which is used first.
    pub const ALL: [Self; 3] = [Self::ClassTfIdf, Self::SharedRarity, Self::Relevance];

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

/// For how much of the examples the codebook counts.
const BOOK: f64 = 0.5;

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
        sizes.entry(*language).or_default().examples = (*examples as f64).max(1.0);
    }
    for (term, standing) in &gathered.terms {
        let size = sizes.entry(term.language()).or_default();
        size.held += counted_as(*standing, size.examples);
    }
    let mut weighed: Vec<(f64, Weighed)> = Vec::new();
    for (at, (list, (term, standing))) in lists.iter().zip(&gathered.terms).enumerate() {
        let Some(size) = sizes.get(&term.language()) else { continue };
        // What no other passage holds finds none.
        if list.len() <= standing.examples {
            continue;
        }
        let weight = weight(weighting, *standing, list.len() as f64, size);
        if weight > 0.0 {
            // Chosen are those that say much of many examples.
            weighed.push((weight * standing.examples.max(1) as f64, Weighed { term: at, weight }));
        }
    }
    let order =
        |a: &(f64, Weighed), b: &(f64, Weighed)| -> Ordering { b.0.total_cmp(&a.0).then(a.1.term.cmp(&b.1.term)) };
    weighed.sort_by(order);
    weighed.truncate(TERMS);
    weighed.into_iter().map(|(_, weighed)| weighed).collect()
}

/// How many examples a term counts for: those that hold it, and half of all where the codebook has it.
fn counted_as(standing: Standing, examples: f64) -> f64 {
    standing.examples as f64 + if standing.in_book { BOOK * examples } else { 0.0 }
}

/// Weighs a term that stands in so many passages, the examples among them.
fn weight(weighting: Weighting, standing: Standing, all: f64, size: &Size) -> f64 {
    let examples = counted_as(standing, size.examples);
    match weighting {
        Weighting::SharedRarity => examples / size.examples * (size.all / all).ln(),
        Weighting::Relevance => {
            let without = (size.examples - examples).max(0.0);
            let rest = all - standing.examples as f64;
            let neither = (size.all - size.examples - rest).max(0.0);
            ((examples + 0.5) * (neither + 0.5) / ((rest + 0.5) * (without + 0.5))).ln()
        }
        // The class is as long as the usual one: only the examples are told from the rest.
        Weighting::ClassTfIdf => examples / size.held * (1.0 + size.held / all).ln(),
    }
}
