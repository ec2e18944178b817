//! A word in its context: each place where it stands, with the words before and after it.
//!
//! The words are those of the text, letter for letter; the windows end with what the passage says. `left` is
//! what comes before in reading order, also where it is read from right to left.

use std::cmp::Ordering;

use super::material::Material;
use super::tally::Watch;
use super::units::window;
use crate::base::text::Span;
use crate::search::corpus::{Document, Studied};
use crate::search::passages::PassageSet;
use crate::search::pattern::Match;
use crate::search::plan::Node;
use crate::search::words::{Analyser, Token};

/// How many words are shown on each side where nothing else is asked for.
pub const WINDOW: usize = 8;

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

/// Finds the places of a word in passages, by source and place; nothing where it was stopped.
///
/// `most` is how many lines are made at most; how many places there are is told in any case.
#[must_use]
pub fn lines(
    study: &dyn Studied,
    material: &Material,
    node: &Node,
    passages: &PassageSet,
    (window, most): (usize, usize),
    watch: &Watch<'_>,
) -> Option<(Vec<Line>, usize)> {
    let mut finder = Finder { material, node, window, most, analyser: Analyser::new(), lines: Vec::new(), found: 0 };
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

struct Finder<'f> {
    material: &'f Material,
    node: &'f Node,
    window: usize,
    most: usize,
    analyser: Analyser,
    lines: Vec<Line>,
    found: usize,
}

impl Finder<'_> {
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
        let start = document.text.byte_of(span.start);
        for found in matches {
            if self.lines.len() >= self.most {
                return;
            }
            let seen = window(tokens, found.first, found.last, self.window);
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
