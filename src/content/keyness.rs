//! Keywords: what stands more often, or less often, in one body of text than in another.
//!
//! Each language is compared with itself: a Spanish word is held against what is written in Spanish. Where one
//! side has nothing in a language, nothing is said of its words.

use std::collections::BTreeMap;

use super::contrast::{CUT_OFFS, Contrast};
use super::frequency::Words;
use super::groups::{By, Group};
use super::material::Material;
use super::tally::{Counts, InGroups, Tally, Watch, count};
use super::vocabulary::Merging;
use crate::base::language::Language;
use crate::search::corpus::Studied;
use crate::search::passages::{PassageSet, Places};

/// A word has to stand in this many sources of the text in which it is more frequent: what one talkative
/// respondent says again and again is no keyword.
pub const LEAST_SOURCES: u32 = 3;

/// Which keywords are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// Those that are relatively more frequent in the text that is looked at.
    #[default]
    More,
    /// Those that are relatively less frequent.
    Less,
}

/// One keyword.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The word in its most frequent spelling.
    pub word: String,
    /// Its language.
    pub language: Language,
    /// The four numbers.
    pub contrast: Contrast,
    /// The sources that have it in the text that is looked at, and in the one that it is held against.
    pub sources: (u32, u32),
    /// Dunning's log-likelihood of four terms: what the list is ordered by.
    pub g2: f64,
    /// Rayson's log-likelihood of two terms.
    pub ll: f64,
    /// The log ratio; below 0 where the word is less frequent.
    pub log_ratio: f64,
}

/// Returns the highest of [`CUT_OFFS`] that a log-likelihood reaches.
#[must_use]
pub fn cut_off(value: f64) -> Option<f64> {
    CUT_OFFS.into_iter().rev().find(|cut| value >= *cut)
}

/// How keywords are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// What counts as one word.
    pub merging: Merging,
    /// Which words are listed.
    pub words: Words,
    /// Whether the more frequent ones or the less frequent ones.
    pub side: Side,
}

/// Lists the keywords of a group held against the rest of a whole that it is a part of, by falling G2.
///
/// Words whose G2 stays below the lowest cut-off are left out, and those of too few sources.
#[must_use]
pub fn list(counts: &Counts, group: &Tally, whole: &Tally, listing: Listing) -> Vec<Row> {
    let Listing { words, side, .. } = listing;
    let mut rows = Vec::new();
    let terms = if side == Side::More { group.terms() } else { whole.terms() };
    for term in terms {
        let (inside, all) = (group.cell(term), whole.cell(term));
        let Some(known) = counts.terms.get(term as usize) else { continue };
        let (own, every) = (group.words_in(known.language), whole.words_in(known.language));
        let contrast = Contrast::within(inside.count, own, all.count, every);
        if !contrast.is_defined() {
            continue;
        }
        let sources = (inside.sources, all.sources.saturating_sub(inside.only));
        let (is_on_side, enough) = match side {
            Side::More => (contrast.is_more(), sources.0),
            Side::Less => (contrast.swapped().is_more(), sources.1),
        };
        let g2 = contrast.g2();
        if !is_on_side || enough < LEAST_SOURCES || cut_off(g2).is_none() || !words.take(known) {
            continue;
        }
        let (ll, log_ratio) = (contrast.ll(), contrast.log_ratio());
        let (word, language) = (known.shown.clone(), known.language);
        rows.push(Row { word, language, contrast, sources, g2, ll, log_ratio });
    }
    rows.sort_by(|one, two| two.g2.total_cmp(&one.g2).then_with(|| one.word.cmp(&two.word)));
    rows
}

/// The keywords of one group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Compared {
    /// How many words the group has, and how many the text that it is held against.
    pub words: (u64, u64),
    /// Its keywords.
    pub rows: Vec<Row>,
}

impl Compared {
    fn new(counts: &Counts, group: &Tally, whole: &Tally, listing: Listing) -> Self {
        let words = (group.words, whole.words.saturating_sub(group.words));
        Self { words, rows: list(counts, group, whole, listing) }
    }
}

/// Holds each group of passages within a range against the rest of the range; nothing where it was stopped.
///
/// A theme is held against the rest of the kinds of sources in which it has passages: what is said is not held
/// against what is written where nothing written is coded with it. Groups of any other sort are held against
/// all the rest.
#[must_use]
pub fn by_groups(
    study: &dyn Studied,
    material: &Material,
    (range, by): (&PassageSet, &By),
    groups: &[Group],
    listing: Listing,
    watch: &Watch<'_>,
) -> Option<Vec<Compared>> {
    let sets = groups.iter().map(|group| &group.passages).collect();
    let counts = count(study, material, &InGroups { base: range, groups: sets }, listing.merging, watch)?;
    let mut wholes: BTreeMap<Vec<bool>, Tally> = BTreeMap::new();
    let compared = groups.iter().zip(&counts.groups).map(|(group, tally)| {
        let kinds = match by {
            By::Theme => kinds_of(&group.passages, range, material, study.places()),
            _ => vec![true; counts.kinds.len()],
        };
        let whole = wholes.entry(kinds).or_insert_with_key(|kinds| {
            let mut whole = Tally::default();
            counts.kinds.iter().zip(kinds).filter(|(_, is_met)| **is_met).for_each(|(kind, _)| whole.join(kind));
            whole
        });
        Compared::new(&counts, tally, whole, listing)
    });
    Some(compared.collect())
}

/// Holds passages against others; what is in both counts with the first. Nothing where it was stopped.
#[must_use]
pub fn two(
    study: &dyn Studied,
    material: &Material,
    (one, other): (&PassageSet, &PassageSet),
    listing: Listing,
    watch: &Watch<'_>,
) -> Option<Compared> {
    let mut base = other.clone();
    base.unite(one);
    let counts = count(study, material, &InGroups { base: &base, groups: vec![one] }, listing.merging, watch)?;
    Some(Compared::new(&counts, &counts.groups[0], &counts.whole(), listing))
}

/// Tells of each kind of source whether passages of a group within a range are in it.
fn kinds_of(passages: &PassageSet, range: &PassageSet, material: &Material, places: &Places) -> Vec<bool> {
    let mut kinds = vec![false; material.kinds().len()];
    for source in 0..places.sources() {
        let mut numbers = places.of_source(source);
        if let Some(kind) = kinds.get_mut(material.kind_of(source)) {
            *kind = *kind || numbers.any(|number| passages.contains(number) && range.contains(number));
        }
    }
    kinds
}
