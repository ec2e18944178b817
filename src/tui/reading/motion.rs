//! Where a motion leads, from a place in a text.
//!
//! Motions that need the layout (rows, pages) are in [`super::pane`]; those here need the words alone,
//! and look at no more than the blocks that they cross.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use super::blocks::Blocks;
use crate::base::text::{Span, Text};

/// What a motion counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A character as a reader sees it.
    Character,
    /// The beginning of a word.
    Word,
    /// The end of a word.
    WordEnd,
    /// The beginning of a sentence.
    Sentence,
    /// The beginning of a passage.
    Passage,
    /// The beginning of a speaker's turn.
    Turn,
    /// A row of the pane.
    Row,
    /// The beginning or the end of the row.
    RowEdge,
    /// Half of the pane.
    HalfPage,
    /// The pane but two rows.
    Page,
    /// The beginning or the end of the text.
    Text,
    /// A place where the words of a search stand.
    Hit,
    /// The beginning of a coding.
    Coding,
    /// A passage without a coding.
    Uncoded,
    /// A heading.
    Heading,
    /// Where the interviewer begins to speak.
    Question,
}

/// Which way a motion goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// Towards the beginning of the text.
    Back,
    /// Towards its end.
    On,
}

/// The places in a text that motions know, each list in the order of its starts, in code points.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Landmarks {
    /// The passages.
    pub passages: Vec<Span>,
    /// Where each passage begins to say something, after a speaker's label or a marker.
    pub said: Vec<usize>,
    /// The turns of speakers; in a text without speakers, none.
    pub turns: Vec<Span>,
    /// What a search found.
    pub hits: Vec<Span>,
    /// The codings.
    pub codings: Vec<Span>,
    /// The passages without a coding.
    pub uncoded: Vec<Span>,
    /// The headings.
    pub headings: Vec<Span>,
    /// What the interviewer says first in each turn.
    pub questions: Vec<Span>,
}

impl Landmarks {
    /// Returns the passage that holds `at`, else the one before it, else the first.
    #[must_use]
    pub fn passage_at(&self, at: usize) -> Option<Span> {
        holding(&self.passages, at)
    }

    /// Returns `at`; where a label or a marker stands there, the beginning of the words after it.
    #[must_use]
    pub fn past_label(&self, at: usize) -> usize {
        let after = self.passages.partition_point(|span| span.start <= at);
        after.checked_sub(1).and_then(|number| self.said.get(number)).map_or(at, |said| at.max(*said))
    }

    /// Returns a span without the label or the marker that it begins with, unless it holds nothing else.
    #[must_use]
    pub fn said(&self, span: Span) -> Span {
        let start = self.past_label(span.start);
        if start < span.end { Span { start, ..span } } else { span }
    }

    /// Returns the turn that holds `at`, or the one before it.
    #[must_use]
    pub fn turn_at(&self, at: usize) -> Option<Span> {
        let after = self.turns.partition_point(|span| span.start <= at);
        self.turns.get(after.checked_sub(1)?).copied()
    }

    /// Returns the list that a unit steps through, if it steps through one.
    fn list(&self, unit: Unit) -> Option<&[Span]> {
        match unit {
            Unit::Passage => Some(&self.passages),
            Unit::Turn => Some(&self.turns),
            Unit::Hit => Some(&self.hits),
            Unit::Coding => Some(&self.codings),
            Unit::Uncoded => Some(&self.uncoded),
            Unit::Heading => Some(&self.headings),
            Unit::Question => Some(&self.questions),
            _ => None,
        }
    }
}

fn holding(spans: &[Span], at: usize) -> Option<Span> {
    let after = spans.partition_point(|span| span.start <= at);
    spans.get(after.saturating_sub(1)).copied()
}

/// The most lines before and after one in which its sentences are looked for: a passage can have any number.
const JOINED: usize = 64;

/// A text with its blocks: what motions walk over.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'t> {
    /// The words.
    pub text: &'t Text,
    /// Their blocks.
    pub blocks: &'t Blocks,
}

impl Ground<'_> {
    /// Returns the place that `count` steps of `unit` lead to from `at`, or the last on the way; nothing where
    /// not one leads anywhere.
    ///
    /// What is counted by words is counted in one pass, however many there are.
    #[must_use]
    pub fn steps(self, at: usize, unit: Unit, way: Way, count: usize, landmarks: &Landmarks) -> Option<usize> {
        let parts: fn(&str, Range<usize>) -> Vec<Range<usize>> = match unit {
            Unit::Word | Unit::WordEnd => words,
            Unit::Sentence => sentences,
            _ => {
                let next = |at: &usize| self.step(*at, unit, way, landmarks).filter(|next| next != at);
                return std::iter::successors(next(&at), next).take(count).last();
            }
        };
        let byte = self.text.byte_of(at);
        let stretch = |block| self.stretch(block, unit, landmarks);
        let first = stretch(self.blocks.at(byte));
        let found = match way {
            Way::On => std::iter::successors(Some(first), |before| {
                (before.end < self.text.as_str().len()).then(|| stretch(self.blocks.at(before.end)))
            })
            .flat_map(|stretch| parts(self.text.as_str(), stretch))
            .map(|part| if unit == Unit::WordEnd { self.end_of(&part) } else { part.start })
            .skip_while(|&found| found <= byte)
            .take(count)
            .last(),
            Way::Back => std::iter::successors(Some(first), |after| {
                after.start.checked_sub(1).map(|before| stretch(self.blocks.at(before)))
            })
            .flat_map(|stretch| parts(self.text.as_str(), stretch).into_iter().rev())
            .map(|part| part.start)
            .skip_while(|&found| found >= byte)
            .take(count)
            .last(),
        };
        found.map(|found| self.text.point_of(found))
    }

    /// Returns the bytes around a block that are taken apart at once: for sentences, which may go on in the next
    /// line, the lines of a passage; else the block itself.
    fn stretch(self, block: usize, unit: Unit, landmarks: &Landmarks) -> Range<usize> {
        let goes_on = |block: usize| {
            let start = self.blocks.bytes(block).start;
            let at = self.text.point_of(start);
            let inside = landmarks.passage_at(at).is_some_and(|passage| passage.start < at && at < passage.end);
            inside && self.blocks.begins_line(self.text, block)
        };
        let (mut from, mut last) = (block, block);
        if unit == Unit::Sentence {
            while from + JOINED > block && goes_on(from) {
                from -= 1;
            }
            while last + 1 < self.blocks.count() && last < block + JOINED && goes_on(last + 1) {
                last += 1;
            }
        }
        self.blocks.bytes(from).start..self.blocks.bytes(last).end
    }

    /// Returns the last cluster of a word.
    fn end_of(self, word: &Range<usize>) -> usize {
        self.byte_cluster(word.end.saturating_sub(1)).start
    }

    /// Returns the place that one step of `unit` leads to from `at`; nothing where there is none.
    ///
    /// Rows and pages are the pane's: they lead nowhere here.
    #[must_use]
    pub fn step(self, at: usize, unit: Unit, way: Way, landmarks: &Landmarks) -> Option<usize> {
        if let Some(list) = landmarks.list(unit) {
            return step_in(list, at, way);
        }
        match (unit, way) {
            (Unit::Character, Way::On) => {
                let end = self.cluster(at).end;
                (end < self.text.len()).then_some(end)
            }
            (Unit::Character, Way::Back) => (at > 0).then(|| self.cluster(at - 1).start),
            (Unit::Word | Unit::WordEnd | Unit::Sentence, _) => self.steps(at, unit, way, 1, landmarks),
            (Unit::Text, Way::Back) => Some(0),
            (Unit::Text, Way::On) => Some(self.last()),
            _ => None,
        }
    }

    /// Returns the last cluster of the words before `next`, where a unit begins: no blank, and after a word
    /// no sign either.
    #[must_use]
    pub fn end_before(self, next: usize, unit: Unit) -> usize {
        let before = self.text.as_str().get(..self.text.byte_of(next)).unwrap_or_default();
        let word =
            (unit == Unit::Word).then(|| self.steps(next, Unit::Word, Way::Back, 1, &Landmarks::default())).flatten();
        let end = word.map_or_else(|| self.text.point_of(before.trim_end().len()), |at| self.word(at).end);
        self.cluster(end.saturating_sub(1)).start
    }

    /// Returns the cluster that holds code point `at`.
    #[must_use]
    pub fn cluster(self, at: usize) -> Span {
        self.text.span_of(self.byte_cluster(self.text.byte_of(at)))
    }

    /// Returns where the last cluster begins: the last place for a cursor.
    #[must_use]
    pub fn last(self) -> usize {
        if self.text.is_empty() { 0 } else { self.cluster(self.text.len() - 1).start }
    }

    /// Returns the word at `at`, or the one cluster there that is no word.
    #[must_use]
    pub fn word(self, at: usize) -> Span {
        let byte = self.text.byte_of(at);
        let block = self.block_of(byte);
        let found = self.text.as_str()[block.clone()]
            .split_word_bound_indices()
            .map(|(from, word)| block.start + from..block.start + from + word.len())
            .find(|word| word.contains(&byte));
        self.text.span_of(found.unwrap_or(byte..byte))
    }

    /// Returns the sentence at `at`, without the blanks after it.
    #[must_use]
    pub fn sentence(self, at: usize, landmarks: &Landmarks) -> Span {
        let byte = self.text.byte_of(at);
        let stretch = self.stretch(self.blocks.at(byte), Unit::Sentence, landmarks);
        let found = sentences(self.text.as_str(), stretch).into_iter().rfind(|sentence| sentence.start <= byte);
        found.map_or(Span::new(at, at), |sentence| self.text.span_of(sentence))
    }

    fn byte_cluster(self, byte: usize) -> Range<usize> {
        let block = self.block_of(byte);
        self.text.as_str()[block.clone()]
            .grapheme_indices(true)
            .map(|(from, cluster)| block.start + from..block.start + from + cluster.len())
            .find(|cluster| cluster.end > byte)
            .unwrap_or(block.end..block.end)
    }

    fn block_of(self, byte: usize) -> Range<usize> {
        self.blocks.bytes(self.blocks.at(byte))
    }
}

fn words(text: &str, block: Range<usize>) -> Vec<Range<usize>> {
    text[block.clone()]
        .unicode_word_indices()
        .map(|(at, word)| block.start + at..block.start + at + word.len())
        .collect()
}

fn sentences(text: &str, stretch: Range<usize>) -> Vec<Range<usize>> {
    // A line end inside a passage is a blank to a sentence. Its bytes are as many.
    text[stretch.clone()]
        .replace(['\n', '\r'], " ")
        .split_sentence_bound_indices()
        .map(|(at, sentence)| {
            let start = stretch.start + at + (sentence.len() - sentence.trim_start().len());
            start..start + sentence.trim().len()
        })
        .filter(|sentence| !sentence.is_empty())
        .collect()
}

fn step_in(list: &[Span], at: usize, way: Way) -> Option<usize> {
    match way {
        Way::On => list.get(list.partition_point(|span| span.start <= at)),
        Way::Back => list.get(list.partition_point(|span| span.start < at).checked_sub(1)?),
    }
    .map(|span| span.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Walks a text from the given side and writes `|` wherever the motion stops.
    fn stops(text: &str, unit: Unit, way: Way) -> String {
        let text = Text::from(text);
        let blocks = Blocks::new(&text);
        let ground = Ground { text: &text, blocks: &blocks };
        let mut at = if way == Way::On { 0 } else { ground.last() };
        let mut found = Vec::new();
        while let Some(next) = ground.step(at, unit, way, &Landmarks::default()) {
            if next == at {
                break;
            }
            found.push(next);
            at = next;
        }
        let mut shown = String::new();
        for (point, ch) in text.as_str().chars().enumerate() {
            if found.contains(&point) {
                shown.push('|');
            }
            shown.push(ch);
        }
        shown
    }

    #[test]
    fn words_are_found_in_every_script() {
        assert_eq!(
            stops("I felt alone, isolation.\nthat day", Unit::Word, Way::On),
            "I |felt |alone, |isolation.\n|that |day"
        );
        assert_eq!(stops("one, two", Unit::WordEnd, Way::On), "on|e, tw|o");
        assert_eq!(stops("Лаборатория работает", Unit::Word, Way::Back), "|Лаборатория |работает");
        assert_eq!(stops("المختبر يعمل", Unit::Word, Way::On), "المختبر |يعمل");
    }

    #[test]
    fn sentences_end_at_full_stops_of_every_script() {
        assert_eq!(stops("It works. Does it? Yes!\nNew", Unit::Sentence, Way::On), "It works. |Does it? |Yes!\n|New");
        assert_eq!(stops("一周。两周。", Unit::Sentence, Way::On), "一周。|两周。");
    }

    #[test]
    fn a_sentence_goes_on_in_the_next_line_of_its_passage() {
        let text = Text::from("One goes\non here. Two\nis long.\nQ: next\n\nNew");
        let blocks = Blocks::new(&text);
        let ground = Ground { text: &text, blocks: &blocks };
        let passages = vec![Span::new(0, 30), Span::new(31, 38), Span::new(40, 43)];
        let marks = Landmarks { passages, ..Landmarks::default() };
        let sentence = |at| text.slice(ground.sentence(at, &marks));
        assert_eq!(
            [0, 10, 20, 25, 33].map(sentence),
            ["One goes\non here.", "One goes\non here.", "Two\nis long.", "Two\nis long.", "Q: next"]
        );
        let mut at = 0;
        let mut found = Vec::new();
        while let Some(next) = ground.step(at, Unit::Sentence, Way::On, &marks) {
            found.push(next);
            at = next;
        }
        assert_eq!(found, [18, 31, 40]);
        assert_eq!(ground.step(40, Unit::Sentence, Way::Back, &marks), Some(31));
        assert_eq!(ground.step(31, Unit::Sentence, Way::Back, &marks), Some(18));
    }

    #[test]
    fn many_steps_lead_where_as_many_single_ones_do() {
        let text = Text::from("One two. Three, four! 五六。\n\nseven e\u{301}ight? Nine\n".repeat(300));
        let blocks = Blocks::new(&text);
        let ground = Ground { text: &text, blocks: &blocks };
        let none = Landmarks::default();
        for unit in [Unit::Character, Unit::Word, Unit::WordEnd, Unit::Sentence] {
            for (from, way) in [(7, Way::On), (text.len() - 9, Way::Back)] {
                let mut at = from;
                for _ in 0..97 {
                    at = ground.step(at, unit, way, &none).unwrap();
                }
                assert_eq!(ground.steps(from, unit, way, 97, &none), Some(at), "{unit:?} {way:?}");
            }
            // As far as there is text.
            assert!(ground.steps(7, unit, Way::On, 99_999, &none).unwrap() > text.len() - 6);
        }
    }

    #[test]
    fn the_cursor_steps_over_whole_clusters() {
        assert_eq!(stops("e\u{301}👨\u{200d}👩x\r\ny", Unit::Character, Way::On), "e\u{301}|👨\u{200d}👩|x|\r\n|y");
        assert_eq!(stops("🇫🇷🇩🇪", Unit::Character, Way::Back), "|🇫🇷🇩🇪");
    }

    #[test]
    fn landmarks_are_stepped_through_by_their_starts() {
        let list = [Span::new(2, 4), Span::new(8, 9)];
        assert_eq!(step_in(&list, 2, Way::On), Some(8));
        assert_eq!(step_in(&list, 3, Way::Back), Some(2));
        assert_eq!(step_in(&list, 2, Way::Back), None);
    }
}
