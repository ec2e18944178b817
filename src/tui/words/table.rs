//! Lists of words as rows of cells: only those that are asked for are written.

use super::found::Found;
use super::state::WordsScreen;
use crate::content::contrast::per_thousand;
use crate::content::keyness::cut_off;

/// A list as it is drawn: the first columns are a word and its language, the others are numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The names of the columns.
    pub header: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

fn number(value: f64) -> String {
    format!("{value:.2}")
}

impl WordsScreen {
    /// Writes the rows of a list of words from `first` on, at most `most`; nothing where places are shown.
    #[must_use]
    pub fn listed(&self, first: usize, most: usize) -> Option<Listed> {
        let often = |count, words| per_thousand(count, words).map(number).unwrap_or_default();
        Some(match self.found()? {
            Found::Concordance(_) => return None,
            Found::Frequency(rows, _) => Listed {
                header: vec!["word", "lang", "count", "per 1,000", "sources"],
                rows: cells(rows, first, most, |row| {
                    let language = row.language.tag().to_owned();
                    let often = number(row.per_thousand);
                    vec![row.word.clone(), language, row.count.to_string(), often, row.sources.to_string()]
                }),
            },
            Found::Keyness(_, groups) => Listed {
                header: vec![
                    "word",
                    "language",
                    "count",
                    "per 1,000",
                    "there",
                    "sources",
                    "log ratio",
                    "G2",
                    "reaches",
                ],
                rows: cells(&groups.get(self.group)?.rows, first, most, |row| {
                    let contrast = row.contrast;
                    vec![
                        row.word.clone(),
                        row.language.tag().to_owned(),
                        contrast.a.to_string(),
                        often(contrast.a, contrast.n1),
                        often(contrast.b, contrast.n2),
                        row.sources.0.to_string(),
                        number(row.log_ratio),
                        number(row.g2),
                        cut_off(row.g2).map(number).unwrap_or_default(),
                    ]
                }),
            },
            Found::Collocations(rows, _) => Listed {
                header: vec!["word", "lang", "near", "before", "after", "in all", "sources", "G2", "MI", "logDice"],
                rows: cells(rows, first, most, |row| {
                    let counts = [row.contrast.a, row.before, row.after, row.contrast.a + row.contrast.b];
                    let mut cells = vec![row.word.clone(), row.language.tag().to_owned()];
                    cells.extend(counts.map(|count| count.to_string()));
                    cells.push(row.sources.to_string());
                    cells.extend([row.g2, row.mutual_information, row.log_dice].map(number));
                    cells
                }),
            },
        })
    }
}

fn cells<R>(rows: &[R], first: usize, most: usize, write: impl Fn(&R) -> Vec<String>) -> Vec<Vec<String>> {
    rows.iter().skip(first).take(most).map(write).collect()
}
