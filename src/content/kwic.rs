//! A word in its context: each place where it stands, with the words before and after it.
//!
//! The words are those of the text, letter for letter; the windows end with what the passage says. `left` is
//! what comes before in reading order, also where it is read from right to left.

use std::cmp::Ordering;

use super::material::Material;
use super::tally::Watch;
use super::units::Distances;
use crate::base::text::Span;
use crate::search::corpus::{Document, Studied};
use crate::search::passages::PassageSet;
use crate::search::pattern::Match;
use crate::search::plan::Node;
use crate::search::words::{Analyser, Token};

/// How many words are shown on each side where nothing else is asked for.
pub const WINDOW: usize = 8;

/// How many words are shown on each side at most: a line is for looking at, and the text is one key away.
pub const WIDEST: usize = 100;

/// How lines are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By the words before, the nearest first.
    Left,
    /// By the words after, the nearest first.
    Right,
    /// By source and place.
    #[default]
    Source,
}

impl Order {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Left, Self::Right, Self::Source];

    /// Returns the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Source => "source",
        }
    }
}

/// One place of the word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The source's number in the study.
    pub source: usize,
    /// The passage's number in its source, from 0.
    pub passage: usize,
    /// The passage.
    pub passage_span: Span,
    /// What is shown before the word; ends where the word begins.
    pub left: Span,
    /// The word itself.
    pub span: Span,
    /// What is shown after it; begins where the word ends.
    pub right: Span,
    /// The words of `left`, `span` and `right` as they stand in the text.
    pub words: [String; 3],
    /// The folded words before, the nearest first: what lines are sorted by.
    pub before: Vec<Box<str>>,
    /// The folded words after, the nearest first.
    pub after: Vec<Box<str>>,
}

/// Which lines are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// How many words on each side; more than [`WIDEST`] are not shown.
    pub window: usize,
    /// How the lines are ordered.
    pub order: Order,
    /// How many of them, the first ones in that order.
    pub most: usize,
}

/// Finds the places of a word in passages; nothing where it was stopped.
///
/// No more lines are kept at a time than about twice what is wanted; how many places there are is told in any case.
#[must_use]
pub fn lines(
    study: &dyn Studied,
    material: &Material,
    node: &Node,
    passages: &PassageSet,
    wanted: Wanted,
    watch: &Watch<'_>,
) -> Option<(Vec<Line>, usize)> {
    let wanted = Wanted { window: wanted.window.min(WIDEST), ..wanted };
    let mut finder = Finder { material, node, wanted, analyser: Analyser::new(), lines: Vec::new(), found: 0 };
    for source in 0..study.places().sources() {
        if (watch.stop)() {
            return None;
        }
        let numbers = study.places().of_source(source);
        if numbers.clone().any(|number| passages.contains(number))
            && let Some(document) = study.load(source)
        {
            for (passage, number) in numbers.enumerate().filter(|(_, number)| passages.contains(*number)) {
                finder.passage(&document, (source, passage, number));
            }
        }
        (watch.progress)(source + 1);
    }
    finder.keep_the_first();
    Some((finder.lines, finder.found))
}

/// Orders lines; lines alike stay by source and place.
pub fn sort(lines: &mut [Line], order: Order) {
    let place = |line: &Line| (line.source, line.span.start);
    lines.sort_by(|one, two| {
        let left = || one.before.cmp(&two.before);
        let right = || one.after.cmp(&two.after);
        let first = match order {
            Order::Left => left().then_with(right),
            Order::Right => right().then_with(left),
            Order::Source => Ordering::Equal,
        };
        first.then_with(|| place(one).cmp(&place(two)))
    });
}

/// How many lines are kept at least before those that are not wanted are thrown away.
const LEAST_KEPT: usize = 256;

struct Finder<'f> {
    material: &'f Material,
    node: &'f Node,
    wanted: Wanted,
    analyser: Analyser,
    lines: Vec<Line>,
    found: usize,
}

impl Finder<'_> {
    /// Tells whether no later place can be among the lines that are wanted.
    fn has_all(&self) -> bool {
        self.wanted.order == Order::Source && self.lines.len() >= self.wanted.most
    }

    /// Throws away the lines that are not wanted.
    fn keep_the_first(&mut self) {
        sort(&mut self.lines, self.wanted.order);
        self.lines.truncate(self.wanted.most);
    }

    fn passage(&mut self, document: &Document, (source, passage, number): (usize, usize, usize)) {
        let Some(&(span, language)) = document.passages.get(passage) else { return };
        let words = document.text.slice(span);
        let tokens = self.analyser.tokens(words, language);
        let said = self.material.said(number, words);
        let tokens = &tokens[tokens.partition_point(|token| token.start < said)..];
        let mut matches: Vec<Match> = Vec::new();
        self.node.marks(tokens, language, &mut matches);
        matches.sort_by_key(|found| (found.first, found.last));
        matches.dedup_by_key(|found| (found.first, found.last));
        self.found += matches.len();
        if matches.is_empty() || self.has_all() {
            return;
        }
        let start = document.text.byte_of(span.start);
        let distances = Distances::new(tokens);
        for found in matches {
            if self.has_all() {
                return;
            }
            if self.lines.len() >= self.wanted.most.saturating_mul(2).max(LEAST_KEPT) {
                self.keep_the_first();
            }
            let seen = distances.window(found.first, found.last, self.wanted.window);
            let from = if seen.start == 0 { said } else { tokens[seen.start].start };
            let (first, last) = (tokens[found.first].start, tokens[found.last].end);
            // At the end of the passage its last mark is shown too.
            let upto = if seen.end == tokens.len() { words.len() } else { tokens[seen.end - 1].end.max(last) };
            let cut = |from: usize, upto: usize| {
                (document.text.span_of(start + from..start + upto), words[from..upto].to_owned())
            };
            let ((left, before), (span_of_word, word), (right, after)) =
                (cut(from, first), cut(first, last), cut(last, upto));
            let form = |token: &Token| token.word.form.clone();
            self.lines.push(Line {
                source,
                passage,
                passage_span: span,
                left,
                span: span_of_word,
                right,
                words: [before, word, after],
                before: tokens[seen.start..found.first].iter().rev().map(form).collect(),
                after: tokens[found.last + 1..seen.end].iter().map(form).collect(),
            });
        }
    }
}
