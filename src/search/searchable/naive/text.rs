//! Words in their places, and what is looked for among them.

use super::lexicon::Entry;

/// A word of a passage: where it stands in the source, in code points, and what the lexicon says of it.
#[derive(Clone, Debug)]
pub(in super::super) struct Token {
    pub(in super::super) start: usize,
    pub(in super::super) end: usize,
    pub(in super::super) fold: &'static str,
    pub(in super::super) family: &'static str,
    /// Whether it is a Chinese character, and whether one stands right before it.
    pub(in super::super) is_han: bool,
    pub(in super::super) joined: bool,
}

/// A passage.
#[derive(Clone, Debug)]
pub(in super::super) struct Passage {
    pub(in super::super) start: usize,
    pub(in super::super) end: usize,
    pub(in super::super) language: &'static str,
    pub(in super::super) speaker: Option<&'static str>,
    pub(in super::super) tokens: Vec<Token>,
}

/// The positions of a first and a last word.
type Run = (usize, usize);

/// What a word has to be.
#[derive(Clone, Debug)]
pub(in super::super) enum Need {
    /// This very form; whether it has to follow the character before it.
    Form(&'static str, bool),
    /// A form of the word: its form, its language and its family there.
    Akin(&'static str, &'static str, &'static str),
    /// A word that begins so.
    Begins(String),
    /// At most one letter missing, too many, wrong or swapped.
    Typo(String),
}

impl Need {
    /// All pieces of an entry, in any of its forms or in this one.
    pub(in super::super) fn of(entry: &'static Entry, is_exact: bool) -> Vec<Self> {
        let is_han = entry.is_han();
        entry
            .pieces
            .iter()
            .enumerate()
            .map(|(at, &(fold, family))| {
                if is_exact || is_han {
                    Self::Form(fold, is_han && at > 0)
                } else {
                    Self::Akin(fold, entry.language, family)
                }
            })
            .collect()
    }

    fn is_met(&self, token: &Token, language: &str) -> bool {
        match self {
            Self::Form(fold, joined) => token.fold == *fold && (token.joined || !joined),
            Self::Akin(fold, own, family) => token.fold == *fold || *own == language && token.family == *family,
            Self::Begins(head) => !token.is_han && token.fold.starts_with(head.as_str()),
            Self::Typo(typed) => !token.is_han && distance(typed, token.fold) <= 1,
        }
    }
}

impl Passage {
    /// Returns where needs are met side by side: positions of the first and the last word.
    fn runs(&self, needs: &[Need]) -> Vec<Run> {
        let mut runs = Vec::new();
        for first in 0..self.tokens.len() {
            let is_met = |(at, need): (usize, &Need)| {
                self.tokens.get(first + at).is_some_and(|token| need.is_met(token, self.language))
            };
            if needs.iter().enumerate().all(is_met) {
                runs.push((first, first + needs.len() - 1));
            }
        }
        runs
    }

    fn place(&self, run: Run) -> (usize, usize) {
        (self.tokens[run.0].start, self.tokens[run.1].end)
    }

    /// Returns where needs are met side by side, in code points of the source.
    pub(in super::super) fn places(&self, needs: &[Need]) -> Vec<(usize, usize)> {
        self.runs(needs).into_iter().map(|run| self.place(run)).collect()
    }

    /// Returns the places of all words that take part in a chain: one alternative of each link, each so many
    /// words at most from the one before it, in any order.
    pub(in super::super) fn chains(&self, links: &[Vec<&[Need]>], distances: &[usize]) -> Vec<(usize, usize)> {
        let runs: Vec<Vec<Run>> =
            links.iter().map(|link| link.iter().flat_map(|needs| self.runs(needs)).collect()).collect();
        let mut whole = Vec::new();
        follow(&runs, distances, &mut Vec::new(), &mut whole);
        whole.into_iter().map(|run| self.place(run)).collect()
    }
}

/// Lengthens a chain by each run that stands near its end, and keeps the whole ones.
fn follow(runs: &[Vec<Run>], distances: &[usize], chain: &mut Vec<Run>, whole: &mut Vec<Run>) {
    if chain.len() == runs.len() {
        whole.extend(chain.iter());
        return;
    }
    for &run in &runs[chain.len()] {
        let is_near = chain.last().is_none_or(|&(first, last)| {
            let most = distances[chain.len() - 1];
            run.0 > last && run.0 - last <= most || first > run.1 && first - run.1 <= most
        });
        if is_near {
            chain.push(run);
            follow(runs, distances, chain, whole);
            chain.pop();
        }
    }
}

/// How many letters are missing, too many, wrong, or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let wrong = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                let best = wrong.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                if swapped { best.min(table[i - 2][j - 2] + 1) } else { best }
            };
        }
    }
    table[a.len()][b.len()]
}
