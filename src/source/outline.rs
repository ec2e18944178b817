//! What is computed from a source's text once: hash, length, words, passages, speakers, languages.

use serde::{Deserialize, Serialize};

use crate::base::ids::{Case, Category, Voice};
use crate::base::language::{Language, LanguageDetector};
use crate::base::text::{Span, Text, TextHash};

use super::description::Description;
use super::passage::{Form, Passage, Speakers, passages};
use super::table;

/// A passage under this many letters takes its source's language: less says too little to tell.
const LETTERS_TO_TELL: usize = 40;

/// Whose row a record of a table is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The independent voice of the row, where it names one.
    pub voice: Option<Voice>,
    /// The cases that it belongs to.
    pub cases: Vec<Case>,
    /// The categories of the respondent.
    pub categories: Vec<Category>,
}

/// What is computed from a text once. Positions are code points of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// The text's hash.
    pub hash: TextHash,
    /// The text's length in code points.
    pub length: usize,
    /// The number of words in it.
    pub words: usize,
    /// Its language.
    pub language: Language,
    /// Its passages in order.
    pub passages: Vec<Passage>,
    /// Its speakers.
    pub speakers: Speakers,
    /// Whose rows the records of a table are, in order; empty where the rows have no voices of their own.
    pub rows: Vec<Row>,
    /// The speakers whose turns are not the respondents'.
    pub interviewers: Vec<u16>,
    /// How many records of a table could not be read.
    pub unread: usize,
}

/// Words as they are quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quoted<'o, 'w> {
    /// Who speaks, by the label that stood before them.
    pub speaker: Option<&'o str>,
    /// The words without that label or another marker.
    pub words: &'w str,
}

/// How a file's text is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As prose, `.txt` or `.md`.
    Prose,
    /// As a table, `.csv`.
    Table,
}

impl Outline {
    /// Computes the outline of a text.
    #[must_use]
    pub fn new(text: &Text, reading: Reading, about: &Description, detector: &LanguageDetector) -> Self {
        let mut outline = Self {
            hash: text.hash(),
            length: text.len(),
            words: 0,
            language: about.language.or_else(|| detector.detect(text.as_str())).unwrap_or_default(),
            passages: Vec::new(),
            speakers: Speakers::default(),
            rows: Vec::new(),
            interviewers: Vec::new(),
            unread: 0,
        };
        match reading {
            Reading::Prose => (outline.passages, outline.speakers) = passages(text, &about.speakers),
            Reading::Table => {
                let table = table::read(text);
                (outline.passages, outline.rows, outline.unread) = (table.passages, table.rows, table.unread);
            }
        }
        outline.interviewers = about.interviewers.iter().filter_map(|name| outline.speakers.position(name)).collect();
        outline.measure(text, about.language.is_some(), detector);
        outline
    }

    /// Sets the language and the words of each passage.
    fn measure(&mut self, text: &Text, declared: bool, detector: &LanguageDetector) {
        for passage in &mut self.passages {
            let words = text.slice(passage.span);
            passage.words = u32::try_from(count_words(words)).unwrap_or(u32::MAX);
            self.words += passage.words as usize;
            let short =
                || words.chars().filter(|ch| ch.is_alphabetic()).take(LETTERS_TO_TELL).count() < LETTERS_TO_TELL;
            passage.language =
                if declared || short() { self.language } else { detector.detect_passage(words, self.language) };
        }
    }

    /// Returns the passages that a span overlaps, as a range of their positions; an empty span counts for
    /// the passage that holds it.
    #[must_use]
    pub fn touched(&self, span: Span) -> std::ops::Range<usize> {
        let wide = if span.is_empty() { Span { start: span.start, end: span.start + 1 } } else { span };
        let from = self.passages.partition_point(|passage| passage.span.end <= wide.start);
        let upto = self.passages.partition_point(|passage| passage.span.start < wide.end);
        from..upto.max(from)
    }

    /// Returns the passage in which a position lies, or the next one after it, or the last.
    #[must_use]
    pub fn passage_at(&self, at: usize) -> Option<usize> {
        let found = self.passages.partition_point(|passage| passage.span.end <= at);
        (!self.passages.is_empty()).then(|| found.min(self.passages.len() - 1))
    }

    /// Returns the words that stand at a span as they are quoted. Where they begin with a passage, its label
    /// or marker is no part of them, and the label tells who speaks.
    ///
    /// `words` begin with those at the span's start; they may be cut, or kept of an older text.
    #[must_use]
    pub fn quoted<'o, 'w>(&'o self, span: Span, words: &'w str) -> Quoted<'o, 'w> {
        let passage = self.passage_at(span.start).map(|at| &self.passages[at]);
        let whole = Quoted { speaker: None, words };
        let Some(passage) = passage.filter(|passage| passage.span.start == span.start) else { return whole };
        let lead = passage.lead(words);
        let rest = words.char_indices().nth(lead).map_or("", |(at, _)| &words[at..]);
        if lead == 0 || rest.is_empty() {
            return whole;
        }
        let speaker = passage.label.and(passage.speaker).and_then(|at| self.speakers.name(at));
        Quoted { speaker, words: rest }
    }

    /// Returns the turn of a speaker that a passage belongs to: what is said from its first passage, after the
    /// label, to its last; nothing where nobody is known to speak.
    #[must_use]
    pub fn turn_of(&self, text: &Text, passage: usize) -> Option<Span> {
        let wanted = self.passages.get(passage).filter(|passage| passage.speaker.is_some())?.turn;
        let from = self.passages.partition_point(|passage| passage.turn < wanted);
        let turn = self.passages[from..].iter().take_while(|passage| passage.turn == wanted);
        let mut spoken = turn.filter(|passage| passage.speaker.is_some());
        let first = spoken.next()?;
        let end = spoken.last().unwrap_or(first).span.end;
        // A label that stands alone is no words: they follow in the passages after it.
        Some(Span { start: first.said(text).start, end })
    }

    /// Tells whether a passage is a heading, or the first row of a table in prose: the names of its columns, above
    /// the rule line. A table that is a file has its header as a heading.
    #[must_use]
    pub fn is_heading(&self, text: &Text, passage: usize) -> bool {
        let Some(this) = self.passages.get(passage) else { return false };
        let is_row =
            |at: Option<usize>| at.and_then(|at| self.passages.get(at)).filter(|other| other.form == Form::Row);
        let is_header = || {
            let (Some(row), Some(next)) = (is_row(Some(passage)), is_row(passage.checked_add(1))) else { return false };
            let between = text.slice(Span::new(row.span.end, next.span.start));
            is_row(passage.checked_sub(1)).is_none() && between.contains('-')
        };
        matches!(this.form, Form::Heading(_)) || is_header()
    }

    /// Tells whether the passage is a turn of the interviewer.
    #[must_use]
    pub fn is_interviewer(&self, passage: &Passage) -> bool {
        passage.speaker.is_some_and(|speaker| self.interviewers.contains(&speaker))
    }

    /// Returns whose row a passage of a table is, where its rows have voices of their own.
    #[must_use]
    pub fn row(&self, passage: usize) -> Option<&Row> {
        // The header is passage 0 and has no row.
        self.rows.get(passage.checked_sub(1)?)
    }
}

/// Counts words: runs of letters and digits, with apostrophes and marks inside; each Han, kana or
/// hangul character is one.
#[must_use]
pub fn count_words(text: &str) -> usize {
    let mut words = 0;
    let mut inside = false;
    for ch in text.chars() {
        if ch.is_ascii() {
            let letter = ch.is_ascii_alphanumeric();
            words += usize::from(letter && !inside);
            inside = letter || inside && ch == '\'';
        } else if stands_alone(ch) {
            words += 1;
            inside = false;
        } else {
            let letter = is_alphanumeric(ch);
            words += usize::from(letter && !inside);
            inside = letter || inside && (ch == '’' || unicode_normalization::char::is_combining_mark(ch));
        }
    }
    words
}

/// As [`char::is_alphanumeric`], without its long search for the letters of most texts that are not English.
fn is_alphanumeric(ch: char) -> bool {
    matches!(ch, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ʯ' | 'Ѐ'..='ҁ' | 'ء'..='غ' | 'ف'..='ي') || ch.is_alphanumeric()
}

/// Tells whether a character is a word by itself: scripts that put no blanks between words.
fn stands_alone(ch: char) -> bool {
    matches!(ch, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(text: &str) -> (Text, Outline) {
        let text = Text::from(text);
        let outline = Outline::new(&text, Reading::Prose, &Description::default(), &LanguageDetector::new(&[]));
        (text, outline)
    }

    #[test]
    fn words_are_counted_in_every_script() {
        assert_eq!(count_words("It's 3.5 days — no, four!"), 6);
        assert_eq!(count_words("l’homme et la мама 实验室 2"), 8);
        assert_eq!(count_words(""), 0);
    }

    #[test]
    fn letters_that_are_known_at_once_are_letters() {
        assert!(('\0'..=char::MAX).all(|ch| is_alphanumeric(ch) == ch.is_alphanumeric()));
    }

    #[test]
    fn a_short_passage_takes_the_language_of_its_source() {
        let (_, outline) = outline(
            "The laboratory works well, and the prosecutors ask for its reports every week.\n\nNo.\n\nЛаборатория работает хорошо, и прокуроры просят её отчёты каждую неделю.",
        );
        let languages: Vec<_> = outline.passages.iter().map(|p| p.language).collect();
        assert_eq!(languages, [Language::En, Language::En, Language::Ru]);
    }

    #[test]
    fn a_label_is_who_speaks_only_where_the_words_begin_with_the_passage() {
        let (text, outline) = outline("Q: Why?\n\nAna: So.\n\nAna: It is.\n\nQ: A: b?\n\n- item\n");
        let quoted = |words: &str| {
            let quoted = outline.quoted(text.find(words).unwrap(), words);
            (quoted.speaker.map(str::to_owned), quoted.words.to_owned())
        };
        let said = |speaker: Option<&str>, words: &str| (speaker.map(str::to_owned), words.to_owned());
        assert_eq!(quoted("Ana: So."), said(Some("Ana"), "So."));
        assert_eq!(quoted("Ana: So.\n\nAna: It"), said(Some("Ana"), "So.\n\nAna: It"));
        assert_eq!(quoted("So."), said(None, "So."));
        assert_eq!(quoted("Ana:"), said(None, "Ana:"));
        assert_eq!(quoted("Q: A: b"), said(Some("Q"), "A: b"));
        assert_eq!(quoted("- item"), said(None, "item"));
        let kept = outline.quoted(text.find("Ana: So.").unwrap(), "They said so.");
        assert_eq!((kept.speaker, kept.words), (None, "They said so."));
    }

    #[test]
    fn a_span_touches_the_passages_that_it_overlaps() {
        let (_, outline) = outline("one\n\ntwo\n\nthree");
        assert_eq!(outline.touched(Span::new(0, 3)), 0..1);
        assert_eq!(outline.touched(Span::new(2, 6)), 0..2);
        assert_eq!(outline.touched(Span::new(3, 5)), 1..1);
        assert_eq!(outline.touched(Span::new(5, 5)), 1..2);
        assert_eq!(outline.passage_at(4), Some(1));
        assert_eq!(outline.passage_at(99), Some(2));
    }
}
