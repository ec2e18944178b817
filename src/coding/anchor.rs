//! Finding coded words again in a text that has changed.
//!
//! *Exact* means the words and what stands around them; *close* means at least 3/5 of the code points of
//! the words, in order, in one stretch. Words that are short (under 40 code points) or that stand more
//! than once also need what stood before or after them beside them. Two candidates of equal worth give
//! no place: a coding never moves silently to words that it may not have been made on.
//!
//! Comparisons fold runs of white space to one blank and compose characters (NFC), so that other line
//! ends or another normal form do not matter. Positions are always those of the text as it stands.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::base::text::{Span, Text};

use super::entry::{Place, Quoted};

/// Words under this many code points are short.
const SHORT: usize = 40;

/// The share of the words' code points that close words hold: three fifths.
const CLOSE: (usize, usize) = (3, 5);

/// How many of the best stretches are compared in full.
const COMPARED: usize = 8;

/// How well words were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closeness {
    /// The same words between the same words.
    Exact,
    /// Enough of the words, or all of them in other surroundings.
    Close,
}

/// What a search for words came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// They stand here, in code points of the text.
    At(Span, Closeness),
    /// They may stand in several places that are worth the same.
    Ambiguous,
    /// They are not there.
    Lost,
}

/// Tells whether words are still those that were quoted, but for white space and normal forms.
#[must_use]
pub fn are_same(quoted: &Quoted, words: &str) -> bool {
    let words = fold(words).0;
    let head = fold(&quoted.quote).0;
    match &quoted.tail {
        None => words == head,
        Some(tail) => words.starts_with(head.trim_end()) && words.ends_with(fold(tail).0.trim_start()),
    }
}

/// Looks for the words of a place in a text.
#[must_use]
pub fn find(text: &Text, place: &Place) -> Found {
    Searchable::new(text).find(place)
}

/// A text made ready for searches.
pub struct Searchable {
    folded: Text,
    chars: Vec<char>,
    /// Where each folded character stands in the text as it is.
    spans: Vec<Span>,
}

impl Searchable {
    /// Makes a text ready.
    #[must_use]
    pub fn new(text: &Text) -> Self {
        let (folded, spans) = fold(text.as_str());
        Self { chars: folded.chars().collect(), folded: Text::new(folded), spans }
    }

    /// Looks for the words of a place.
    #[must_use]
    pub fn find(&self, place: &Place) -> Found {
        self.find_quoted(&place.quoted, place.span.len())
    }

    /// Looks for words, which had `length` code points where they stood.
    #[must_use]
    pub fn find_quoted(&self, quoted: &Quoted, length: usize) -> Found {
        let wanted = Wanted {
            before: fold(&quoted.before).0.chars().collect(),
            after: fold(&quoted.after).0.chars().collect(),
            length,
        };
        let Some(tail) = &quoted.tail else { return self.settle(&fold(&quoted.quote).0, &wanted) };
        // Long words are kept by their ends: each is found for itself, with the context on its side.
        let (head, tail) = (fold(&quoted.quote).0, fold(tail).0);
        let first = self.settle(&head, &Wanted { after: Vec::new(), ..wanted.clone() });
        let last = self.settle(&tail, &Wanted { before: Vec::new(), ..wanted.clone() });
        match (first, last) {
            (Found::At(first, one), Found::At(last, other)) => {
                let span = Span { start: first.start, end: last.end };
                let plausible =
                    first.start < last.start && span.len() <= wanted.length * 2 && span.len() * 2 >= wanted.length;
                if plausible { Found::At(span, one.max(other)) } else { Found::Lost }
            }
            (Found::Ambiguous, _) | (_, Found::Ambiguous) => Found::Ambiguous,
            _ => Found::Lost,
        }
    }

    /// Looks for words that somebody wrote down: they need not be long, but must stand only once.
    #[must_use]
    pub fn find_words(&self, words: &str) -> Found {
        let words = fold(words.trim()).0;
        let all = self.occurrences(&words);
        match all.as_slice() {
            [] => Found::Lost,
            [one] => Found::At(self.span(*one), Closeness::Exact),
            _ => Found::Ambiguous,
        }
    }

    /// Decides between the places where the words stand, or nearly stand.
    fn settle(&self, quote: &str, wanted: &Wanted) -> Found {
        if quote.is_empty() {
            return Found::Lost;
        }
        let whole = self.occurrences(quote);
        if whole.is_empty() {
            return self.settle_close(quote, wanted);
        }
        let beside = |at: &Stretch| self.context(*at, wanted);
        let most = whole.iter().map(beside).max().unwrap_or(0);
        let best: Vec<Stretch> = whole.iter().copied().filter(|at| beside(at) == most).collect();
        let enough = most > 0 || whole.len() == 1 && quote.chars().count() >= SHORT;
        match best.as_slice() {
            [one] if enough => {
                let closeness = if most == 2 { Closeness::Exact } else { Closeness::Close };
                Found::At(self.span(*one), closeness)
            }
            [_] => Found::Lost,
            _ => Found::Ambiguous,
        }
    }

    fn settle_close(&self, quote: &str, wanted: &Wanted) -> Found {
        let quote: Vec<char> = quote.chars().collect();
        let mut candidates: Vec<(usize, usize, Stretch)> = self
            .likely(&quote)
            .into_iter()
            .filter_map(|window| self.align(&quote, window))
            .filter(|(matched, _)| matched * CLOSE.1 >= quote.len() * CLOSE.0)
            .map(|(matched, at)| {
                let at = self.widen(at, quote.len(), wanted);
                (matched, self.context(at, wanted), at)
            })
            .filter(|(_, beside, _)| quote.len() >= SHORT || *beside > 0)
            .collect();
        candidates.sort_by_key(|&(matched, beside, at)| (std::cmp::Reverse((matched, beside)), at.start));
        candidates.dedup_by(|later, first| later.2.start < first.2.end && first.2.start < later.2.end);
        match candidates.as_slice() {
            [] => Found::Lost,
            [first, second, ..] if (first.0, first.1) == (second.0, second.1) => Found::Ambiguous,
            [first, ..] => Found::At(self.span(first.2), Closeness::Close),
        }
    }

    /// Returns every place at which folded words stand whole.
    fn occurrences(&self, quote: &str) -> Vec<Stretch> {
        if quote.is_empty() {
            // No words stand nowhere, and not everywhere.
            return Vec::new();
        }
        let length = quote.chars().count();
        let finder = memchr::memmem::Finder::new(quote);
        let haystack = self.folded.as_str().as_bytes();
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(at) = haystack.get(from..).and_then(|rest| finder.find(rest)) {
            let start = self.folded.point_of(from + at);
            found.push(Stretch { start, end: start + length });
            from = self.folded.byte_of(start + 1);
        }
        found
    }

    /// Counts on how many sides the context stands beside a stretch: 0, 1 or 2. Blanks between do not matter.
    fn context(&self, at: Stretch, wanted: &Wanted) -> usize {
        let (left, right) = (trim_end(&self.chars[..at.start]), trim_start(&self.chars[at.end..]));
        let (before, after) = (trim_end(&wanted.before), trim_start(&wanted.after));
        let before = if before.is_empty() { left.is_empty() } else { left.ends_with(before) };
        let after = if after.is_empty() { right.is_empty() } else { right.starts_with(after) };
        usize::from(before) + usize::from(after)
    }

    /// Returns the stretches of the text that share most short sequences with the words, best first.
    fn likely(&self, quote: &[char]) -> Vec<Stretch> {
        let size = if quote.len() < 24 { 2 } else { 4 };
        if quote.len() < size || self.chars.len() < size {
            return Vec::new();
        }
        let mut grams: BTreeMap<&[char], usize> = BTreeMap::new();
        for gram in quote.windows(size) {
            let next = grams.len();
            grams.entry(gram).or_insert(next);
        }
        let reach = quote.len() * CLOSE.1 / CLOSE.0 + size;
        let hits: Vec<(usize, usize)> = self
            .chars
            .windows(size)
            .enumerate()
            .filter_map(|(at, gram)| grams.get(gram).map(|&gram| (at, gram)))
            .collect();
        let mut windows = best_windows(&hits, grams.len(), reach);
        for window in &mut windows {
            window.start = window.start.saturating_sub(quote.len() / 2);
            window.end = (window.end + quote.len() / 2).min(self.chars.len());
        }
        windows
    }

    /// Aligns the words with a window of the text. Returns how many code points match in order, and the
    /// stretch from the first to the last of them.
    fn align(&self, quote: &[char], window: Stretch) -> Option<(usize, Stretch)> {
        local_alignment(quote, &self.chars[window.start..window.end])
            .map(|(matched, start, end)| (matched, Stretch { start: window.start + start, end: window.start + end }))
    }

    /// Moves the ends of a stretch out to the context, where words at an end were replaced.
    fn widen(&self, at: Stretch, length: usize, wanted: &Wanted) -> Stretch {
        let slack = length / 2 + 8;
        let mut wide = at;
        if !wanted.before.is_empty() {
            let from = at.start.saturating_sub(slack);
            let fits = |start: &usize| self.chars[..*start].ends_with(&wanted.before);
            wide.start = (from..=at.start).rev().find(fits).unwrap_or(at.start);
        }
        if !wanted.after.is_empty() {
            let upto = (at.end + slack).min(self.chars.len());
            let fits = |end: &usize| self.chars[*end..].starts_with(&wanted.after);
            wide.end = (at.end..=upto).find(fits).unwrap_or(at.end);
        }
        wide
    }

    /// Returns the span in the text as it stands.
    fn span(&self, at: Stretch) -> Span {
        let start = self.spans.get(at.start).map_or(0, |span| span.start);
        let end = at.end.checked_sub(1).and_then(|last| self.spans.get(last)).map_or(start, |span| span.end);
        Span::new(start, end)
    }
}

/// What is looked for beside the words, folded.
#[derive(Clone)]
struct Wanted {
    before: Vec<char>,
    after: Vec<char>,
    length: usize,
}

/// A half-open range of folded characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stretch {
    start: usize,
    end: usize,
}

fn trim_end(chars: &[char]) -> &[char] {
    chars.strip_suffix(&[' ']).unwrap_or(chars)
}

fn trim_start(chars: &[char]) -> &[char] {
    chars.strip_prefix(&[' ']).unwrap_or(chars)
}

/// Folds white space and composes characters. Returns where each folded character stood.
fn fold(text: &str) -> (String, Vec<Span>) {
    let mut folded = String::with_capacity(text.len());
    let mut spans: Vec<Span> = Vec::with_capacity(text.len());
    let mut chars = text.chars().enumerate().peekable();
    while let Some((at, ch)) = chars.next() {
        let mut end = at + 1;
        if ch.is_whitespace() {
            while let Some((next, _)) = chars.next_if(|(_, ch)| ch.is_whitespace()) {
                end = next + 1;
            }
            folded.push(' ');
            spans.push(Span { start: at, end });
            continue;
        }
        let mut cluster = String::from(ch);
        while let Some((next, mark)) = chars.next_if(|(_, ch)| is_combining_mark(*ch)) {
            cluster.push(mark);
            end = next + 1;
        }
        for composed in cluster.nfc() {
            folded.push(composed);
            spans.push(Span { start: at, end });
        }
    }
    (folded, spans)
}

/// Returns the best disjoint windows of hits: those with the most different grams within `reach`.
fn best_windows(hits: &[(usize, usize)], grams: usize, reach: usize) -> Vec<Stretch> {
    let mut inside = vec![0_u32; grams];
    let mut different = 0_usize;
    let mut from = 0;
    let mut scored: Vec<(usize, Stretch)> = Vec::new();
    for &(at, gram) in hits {
        inside[gram] += 1;
        different += usize::from(inside[gram] == 1);
        while at - hits[from].0 > reach {
            let left = hits[from].1;
            inside[left] -= 1;
            different -= usize::from(inside[left] == 0);
            from += 1;
        }
        scored.push((different, Stretch { start: hits[from].0, end: at + 1 }));
    }
    scored.sort_by_key(|&(different, window)| (std::cmp::Reverse(different), window));
    let mut best: Vec<Stretch> = Vec::new();
    for (_, window) in scored {
        if best.len() == COMPARED {
            break;
        }
        if best.iter().all(|other| window.end <= other.start || other.end <= window.start) {
            best.push(window);
        }
    }
    best
}

/// The best local alignment of two sequences (Smith and Waterman 1981; a match counts 1, a gap or a
/// mismatch takes 1: what lies far from the rest is not drawn in). Returns the number of matches, and the first and one past the last matched
/// position in `text`.
fn local_alignment(quote: &[char], text: &[char]) -> Option<(usize, usize, usize)> {
    #[derive(Clone, Copy, Default)]
    struct Cell {
        score: i32,
        matched: usize,
        start: usize,
    }
    let mut above = vec![Cell::default(); text.len() + 1];
    let mut best: Option<(Cell, usize)> = None;
    for &wanted in quote {
        let mut diagonal = above[0];
        for (at, &ch) in text.iter().enumerate() {
            let left = above[at];
            let up = above[at + 1];
            let begin = if diagonal.score > 0 { diagonal } else { Cell { score: 0, matched: 0, start: at } };
            let aligned = if wanted == ch {
                Cell { score: begin.score + 1, matched: begin.matched + 1, ..begin }
            } else {
                Cell { score: begin.score - 1, ..begin }
            };
            let gap = |cell: Cell| Cell { score: cell.score - 1, ..cell };
            let cell = [aligned, gap(left), gap(up), Cell::default()]
                .into_iter()
                .max_by_key(|cell| cell.score)
                .unwrap_or_default();
            diagonal = up;
            above[at + 1] = cell;
            if wanted == ch && best.is_none_or(|(other, _)| cell.score > other.score) {
                best = Some((cell, at + 1));
            }
        }
    }
    best.map(|(cell, end)| (cell.matched, cell.start, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::chance::{Chance as _, Seeded};

    const BODY: &str = "Before 2016 nobody here had seen a forensic report. Now the lab answers within a week, and the prosecutors ask for it. But when the project closed in March the reagents stopped, and the machine is a very expensive table. Yes. We asked twice.\n\nNo answer came. Yes. They said that the law changes every year, and that training alone will not help.";

    fn place(text: &str, words: &str) -> Place {
        let text = Text::from(text);
        let byte = text.as_str().find(words).unwrap();
        let span = text.span_of(byte..byte + words.len());
        Place::of(&text, text.hash(), span)
    }

    fn words(text: &str, found: Found) -> String {
        match found {
            Found::At(span, _) => Text::from(text).slice(span).to_owned(),
            other => format!("{other:?}"),
        }
    }

    fn again(changed: &str, wanted: &str) -> String {
        words(changed, find(&Text::from(changed), &place(BODY, wanted)))
    }

    #[test]
    fn no_words_are_not_found() {
        for text in ["", " ", BODY] {
            for words in ["", " ", "\n\t"] {
                assert_eq!(Searchable::new(&Text::from(text)).find_words(words), Found::Lost);
            }
        }
    }

    #[test]
    fn an_untouched_text_gives_every_place_back() {
        let text = Text::from(BODY);
        let ready = Searchable::new(&text);
        for start in (0..text.len() - 30).step_by(3) {
            for length in [1, 5, 17, 30] {
                let span = Span::new(start, start + length);
                let found = ready.find(&Place::of(&text, text.hash(), span));
                let Found::At(at, Closeness::Exact) = found else { panic!("{span}: {found:?}") };
                // White space around words is folded, so an end inside a run of it may grow to the run.
                assert_eq!(text.slice(at).trim(), text.slice(span).trim());
            }
        }
    }

    #[test]
    fn other_line_ends_and_normal_forms_do_not_matter() {
        let changed = BODY.replace('\n', "\r\n").replace(". ", ".\n");
        assert_eq!(again(&changed, "We asked twice.\n\nNo answer"), "We asked twice.\r\n\r\nNo answer");
        let composed = "Le café est là où l'été commence, disait la vieille dame du marché.";
        let decomposed: String = composed.nfd().collect();
        let found = find(&Text::from(decomposed.as_str()), &place(composed, "l'été commence"));
        assert_eq!(words(&decomposed, found).nfc().collect::<String>(), "l'été commence");
    }

    #[test]
    fn changed_words_are_found_when_three_fifths_are_left() {
        let wanted = "the reagents stopped, and the machine is a very expensive table";
        let changed = BODY.replace("the machine is", "their big machine was");
        assert_eq!(again(&changed, wanted), "the reagents stopped, and their big machine was a very expensive table");
        let changed = BODY.replace("the reagents stopped, and", "everything ended and");
        assert_eq!(again(&changed, wanted), "everything ended and the machine is a very expensive table");
        let gone = BODY.replace(wanted, "nothing was the same afterwards");
        assert_eq!(again(&gone, wanted), "Lost");
    }

    #[test]
    fn short_or_repeated_words_need_their_surroundings() {
        assert_eq!(again(BODY, "Yes."), "Yes.");
        let changed = BODY.replace("Yes. We asked twice", "So. We asked");
        assert_eq!(again(&changed, "Yes."), "Lost");
        let moved =
            BODY.replace("the machine is a very expensive table. Yes. We asked twice.", "He left. Yes. Nobody came.");
        assert_eq!(again(&moved, "Yes."), "Ambiguous");
    }

    #[test]
    fn two_equal_candidates_give_no_place() {
        let wanted = "the prosecutors ask for it. But when the project closed";
        let twice = format!("{wanted} one. Something else stands here. {wanted} two.");
        assert_eq!(again(&twice, wanted), "Ambiguous");
    }

    #[test]
    fn chinese_and_arabic_words_are_found_again() {
        let zh = "实验室现在一周内就能给出结果，检察官也会主动索要报告。但是项目在三月结束以后，试剂就停了。";
        let changed = zh.replace("一周内", "十天之内");
        let found = find(&Text::from(changed.as_str()), &place(zh, "实验室现在一周内就能给出结果"));
        assert_eq!(words(&changed, found), "实验室现在十天之内就能给出结果");
        let ar = "كان المختبر يعمل جيدا. ثم توقف كل شيء بعد انتهاء المشروع في آذار.";
        let changed = format!("ملاحظة. {ar}");
        assert_eq!(words(&changed, find(&Text::from(changed.as_str()), &place(ar, "توقف كل شيء"))), "توقف كل شيء");
    }

    #[test]
    fn long_words_are_found_by_their_ends() {
        let long = (0..200).fold(String::new(), |text, n| text + &format!("word{n} "));
        let text = format!("start {long}end");
        let wanted = place(&text, &long[..1_000]);
        assert!(wanted.quoted.tail.is_some());
        let changed = format!("A new first line.\n{}", text.replace("word90 ", "another "));
        let Found::At(span, _) = find(&Text::from(changed.as_str()), &wanted) else { panic!() };
        let found = Text::from(changed.as_str()).slice(span).to_owned();
        assert_eq!(found, long[..1_000].replace("word90 ", "another "));
    }

    /// Edits at random places: the words found are those that were coded, whenever the edit left them whole,
    /// and a place is never given to other words.
    #[test]
    fn no_edit_moves_a_coding_to_other_words() {
        let chance = Seeded::new(11);
        let number = |below: usize| usize::try_from(chance.bits() % below as u64).unwrap();
        let text = Text::from(BODY);
        let (mut whole, mut kept) = (0, 0);
        for _ in 0..1_500 {
            let start = number(text.len() - 60);
            let span = Span::new(start, start + 5 + number(50));
            let wanted = Place::of(&text, text.hash(), span);
            let at = number(text.len());
            let cut = number(30);
            let insert = ["", "x", "new words here ", "Yes. ", "the machine "][number(5)];
            let edited =
                format!("{}{insert}{}", text.slice(Span::new(0, at)), text.slice(Span::new(at + cut, text.len())));
            let untouched = at + cut <= span.start || at >= span.end;
            whole += usize::from(untouched);
            if let Found::At(found, _) = find(&Text::from(edited.as_str()), &wanted) {
                let words = Text::from(edited.as_str()).slice(found).trim().to_owned();
                if untouched {
                    assert_eq!(words, text.slice(span).trim());
                    kept += 1;
                } else {
                    let folded = |words: &str| fold(words.trim()).0.chars().collect::<Vec<char>>();
                    let quote = folded(text.slice(span));
                    let matched = local_alignment(&quote, &folded(&words)).map_or(0, |found| found.0);
                    assert!(matched * 5 >= quote.len() * 3, "{:?} for {:?}", words, text.slice(span));
                }
            }
        }
        assert!(kept * 100 >= whole * 95, "{kept} of {whole}");
    }
}
