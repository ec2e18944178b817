//! One source's words, and where its coders find something in them.

use tripod::base::text::Span;

use super::chance::Chance;
use super::words::{PHRASE, RARE, Vocabulary, Writing};

/// What is to be made of one source.
pub(super) struct Wanted<'a> {
    /// Its number among all.
    pub(super) number: usize,
    pub(super) form: Form,
    pub(super) words: usize,
    pub(super) codings: usize,
    /// The codes by how often they are used: places in the codebook.
    pub(super) order: &'a [usize],
}

/// How a source is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Turns of two speakers.
    Interview,
    /// Sections with headings.
    DeskReview,
    /// Plain paragraphs.
    Observation,
}

impl Form {
    pub(super) fn folder(self) -> &'static str {
        match self {
            Self::Interview => "interviews",
            Self::DeskReview => "desk-review",
            Self::Observation => "observations",
        }
    }
}

/// A source's text.
pub(super) struct Written {
    pub(super) text: String,
    pub(super) length: usize,
    pub(super) words: usize,
    /// The sentences that speak of a code, and which: a place in the codebook.
    pub(super) spoken: Vec<(Span, usize)>,
    /// In how many passages the rare word stands.
    pub(super) rare: usize,
    /// In how many passages the phrase stands.
    pub(super) phrases: usize,
}

/// Writes a source.
pub(super) fn write(seed: u64, vocabularies: &[Vocabulary], wanted: &Wanted<'_>, is_markdown: bool) -> Written {
    let number = wanted.number;
    let mut chance = Chance::of(seed, "source", number);
    let writing = match chance.below(1000) {
        0..60 => Writing::Chinese,
        60..120 => Writing::Russian,
        _ => Writing::English,
    };
    let vocabulary = &vocabularies[writing as usize];
    let target = wanted.words * (800 + chance.below(401)) / 1000;
    // What coders find stands at a third of the codings: three coders find the same.
    let mut planted: Vec<(usize, usize)> =
        (0..wanted.codings.div_ceil(3)).map(|_| (chance.below(target), skewed(&mut chance, wanted.order))).collect();
    planted.sort_unstable();
    let rare_at = (number == 7 || chance.is(10)).then(|| chance.below(target));
    let mut page = Page::new(writing, wanted.form);
    let mark = if is_markdown { "# " } else { "" };
    page.push(&format!(
        "{mark}{} {}\nDate: {}\nSite: {}\nLanguage: {}\n\n",
        wanted.form.folder(),
        number + 1,
        date(number),
        site(number),
        writing.tag()
    ));
    let mut planted = planted.into_iter().peekable();
    let (mut at, mut left) = (0, 0);
    while at < target {
        if left == 0 {
            page.end_paragraph("\n\n");
            left = 2 + chance.below(7);
        }
        left -= 1;
        let upto = (at + 6 + chance.below(17)).min(target);
        let mut parts: Vec<&str> = (at..upto).map(|_| vocabulary.word(&mut chance)).collect();
        let mut codes = Vec::new();
        while let Some((place, code)) = planted.next_if(|(place, _)| *place < upto) {
            let phrase = vocabulary.phrase(code, chance.below(3));
            page.has_phrase |= phrase == PHRASE;
            parts.insert(place - at, phrase);
            codes.push(code);
        }
        if let Some(place) = rare_at.filter(|place| (at..upto).contains(place)) {
            page.has_rare = true;
            parts.insert(place - at, RARE);
        }
        page.sentence(&parts, &codes);
        at = upto;
    }
    page.end_paragraph("\n");
    Written { words: target, ..page.written }
}

/// Returns a code: the first in the order more often than the last.
fn skewed(chance: &mut Chance, order: &[usize]) -> usize {
    // Between an even draw and its square.
    let draw = if chance.is(700) { chance.below(order.len()) } else { chance.low(order.len()) };
    order[draw]
}

/// Returns the site of a source.
pub(super) fn site(number: usize) -> String {
    format!("site-{:02}", number % 17)
}

/// Returns the date of a source.
pub(super) fn date(number: usize) -> String {
    format!("2024-{:02}-{:02}", number % 12 + 1, number % 28 + 1)
}

/// A text that grows.
struct Page {
    writing: Writing,
    form: Form,
    written: Written,
    is_paragraph_begun: bool,
    paragraphs: usize,
    asks: bool,
    has_rare: bool,
    has_phrase: bool,
}

impl Page {
    fn new(writing: Writing, form: Form) -> Self {
        let written = Written { text: String::new(), length: 0, words: 0, spoken: Vec::new(), rare: 0, phrases: 0 };
        Self {
            writing,
            form,
            written,
            is_paragraph_begun: false,
            paragraphs: 0,
            asks: false,
            has_rare: false,
            has_phrase: false,
        }
    }

    fn push(&mut self, text: &str) {
        self.written.text.push_str(text);
        self.written.length += text.chars().count();
    }

    /// Writes a sentence that speaks of these codes.
    fn sentence(&mut self, parts: &[&str], codes: &[usize]) {
        if self.is_paragraph_begun {
            self.push(" ");
        } else if self.form == Form::DeskReview && self.paragraphs.is_multiple_of(12) {
            self.push(&format!("## Section {}\n\n", self.paragraphs / 12 + 1));
        }
        let start = self.written.length;
        if !self.is_paragraph_begun && self.form == Form::Interview {
            self.asks = !self.asks;
            self.push(if self.asks { "I: " } else { "R: " });
        }
        self.is_paragraph_begun = true;
        let words = parts.join(self.writing.blank());
        let mut signs = words.chars();
        let first: String = signs.next().into_iter().flat_map(char::to_uppercase).collect();
        self.push(&first);
        self.push(signs.as_str());
        self.push(self.writing.stop().encode_utf8(&mut [0; 4]));
        let span = Span::new(start, self.written.length);
        self.written.spoken.extend(codes.iter().map(|&code| (span, code)));
    }

    fn end_paragraph(&mut self, end: &str) {
        if self.is_paragraph_begun {
            self.push(end);
            self.paragraphs += 1;
            self.written.rare += usize::from(std::mem::take(&mut self.has_rare));
            self.written.phrases += usize::from(std::mem::take(&mut self.has_phrase));
        }
        self.is_paragraph_begun = false;
    }
}
