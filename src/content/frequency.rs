//! Lists of words: how often each stands, in how many sources, and what sets a group apart.

use super::contrast::{class_weight, per_thousand};
use super::tally::{Counts, Tally, Term};
use crate::base::language::Language;
use crate::search::words::is_function_word;

/// Which words are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Words {
    /// All but function words: articles, pronouns, prepositions, auxiliaries. They count as words of the text.
    #[default]
    OfContent,
    /// All.
    All,
}

impl Words {
    /// Tells whether a term is listed.
    #[must_use]
    pub fn take(self, term: &Term) -> bool {
        self == Self::All || !is_function_word(&term.folded(), term.language)
    }
}

/// How a list is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The most frequent first.
    #[default]
    Count,
    /// What most belongs to the group first, by c-tf-idf.
    Weight,
}

/// One word of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The word in its most frequent spelling.
    pub word: String,
    /// Its language.
    pub language: Language,
    /// How often it stands.
    pub count: u64,
    /// How often among 1,000 words of its language.
    pub per_thousand: f64,
    /// In how many sources.
    pub sources: u32,
    /// In a group: how much it belongs to it, by c-tf-idf.
    pub weight: Option<f64>,
}

/// Lists the words of a tally, the most frequent first.
#[must_use]
pub fn list(counts: &Counts, tally: &Tally, words: Words) -> Vec<Row> {
    let mut rows: Vec<Row> = tally
        .terms()
        .into_iter()
        .filter_map(|term| Some((counts.terms.get(term as usize)?, tally.cell(term))))
        .filter(|(term, _)| words.take(term))
        .map(|(term, cell)| Row {
            word: term.shown.clone(),
            language: term.language,
            count: cell.count,
            per_thousand: per_thousand(cell.count, tally.words_in(term.language)).unwrap_or_default(),
            sources: cell.sources,
            weight: None,
        })
        .collect();
    rows.sort_by(|one, two| two.count.cmp(&one.count).then_with(|| by_name(one, two)));
    rows
}

/// Lists the words of each group with their weights: the groups together are the texts that are compared.
#[must_use]
#[allow(clippy::cast_precision_loss, reason = "counts of words are far below 2^52")]
pub fn of_groups(counts: &Counts, words: Words, order: Order) -> Vec<Vec<Row>> {
    let groups = &counts.groups;
    let filled = groups.iter().filter(|group| group.words > 0).count().max(1);
    let mean = groups.iter().map(|group| group.words).sum::<u64>() as f64 / filled as f64;
    let mut in_all = vec![0; counts.terms.len()];
    for group in groups {
        for term in group.terms() {
            in_all[term as usize] += group.cell(term).count;
        }
    }
    let weighed = |group: &Tally| {
        let mut rows: Vec<Row> = Vec::new();
        for term in group.terms() {
            let (known, cell) = (&counts.terms[term as usize], group.cell(term));
            if !words.take(known) {
                continue;
            }
            rows.push(Row {
                word: known.shown.clone(),
                language: known.language,
                count: cell.count,
                per_thousand: per_thousand(cell.count, group.words_in(known.language)).unwrap_or_default(),
                sources: cell.sources,
                weight: Some(class_weight(cell.count, group.words, in_all[term as usize], mean)),
            });
        }
        rows.sort_by(|one, two| {
            let by_weight = two.weight.unwrap_or_default().total_cmp(&one.weight.unwrap_or_default());
            let by_count = two.count.cmp(&one.count);
            let first = if order == Order::Weight { by_weight } else { by_count };
            first.then(by_count).then_with(|| by_name(one, two))
        });
        rows
    };
    groups.iter().map(weighed).collect()
}

fn by_name(one: &Row, two: &Row) -> std::cmp::Ordering {
    one.word.cmp(&two.word).then(one.language.cmp(&two.language))
}
