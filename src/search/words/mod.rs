//! Takes text apart into words, by one analysis for the index and for the screen.
//!
//! A word has a *form* (case, accents and width folded, the same in every language) and *stems* (by
//! the rules of the passage's language). Text without spaces between words, such as Chinese, gives a
//! word for each character. Offsets always point into the text as it stands; nothing here knows of
//! tantivy's index or of queries.

mod families;
mod fold;
mod function_words;
mod han;
mod segment;
mod stem;

use std::cell::Cell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use crate::base::language::Language;

use families::own_stem;
pub use fold::{fold, lower};
pub use function_words::{is_function_word, tells_nothing};
pub(in crate::search) use segment::is_dense;
use segment::{Piece, pieces};
use stem::Stemmer;
pub(in crate::search) use stem::arabic_beginnings;

/// The version of the rules in this folder: an index made by other rules is made anew.
pub const RULES: u32 = 4;

/// Forms are cut to this many code points, so that no line of machine data becomes a term.
const LONGEST: usize = 64;

/// How many words a language keeps analysed; the commonest words of a text are far fewer.
const KEPT: usize = 50_000;

/// What the analysis makes of one word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word with case, accents and width folded.
    pub form: Box<str>,
    /// The distinct stems: of the form, of the word with its accents, in Arabic without its article. Empty in languages without
    /// rules of their own. Two words of one language belong together when they share a stem.
    pub stems: Vec<Box<str>>,
    /// Whether this is one character of a script without spaces between words.
    pub dense: bool,
    /// The one stem by which it is counted, where that is not the first.
    counted: Option<Box<str>>,
}

impl Word {
    /// Returns the one stem by which a word is counted; its form in languages without rules of their own.
    ///
    /// It is the first stem, which the form alone decides; in Arabic the first one of the word without its article,
    /// so that `المختبر` and `والمختبر` count with `مختبرات`. What may be read as a word behind "for" counts as it is
    /// written: `لغوية` (of language) with `اللغوية`.
    #[must_use]
    pub fn counted(&self) -> &str {
        self.counted.as_ref().or(self.stems.first()).unwrap_or(&self.form)
    }

    /// Tells whether the two are forms of one word, both by the rules of the same language.
    #[must_use]
    pub fn akin(&self, other: &Self) -> bool {
        self.form == other.form || self.stems.iter().any(|stem| other.stems.contains(stem))
    }
}

/// One word at its place.
#[derive(Clone, Debug)]
pub struct Token {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The number of the word in the text, from 0.
    pub position: u32,
    /// Whether this is a character that follows another one of the same run without spaces.
    pub joined: bool,
    /// What it is.
    pub word: Arc<Word>,
}

/// Takes texts apart; keeps the words it has met, since a text repeats few words often.
#[derive(Clone, Default)]
pub struct Analyser {
    languages: [Known; 8],
}

#[derive(Clone, Default)]
struct Known {
    stemmer: Option<Stemmer>,
    words: HashMap<Box<str>, Arc<Word>, BuildHasherDefault<QuickHash>>,
}

impl Analyser {
    /// Makes an analyser that has met no word yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the words of a text in its language, in order.
    #[must_use]
    pub fn tokens(&mut self, text: &str, language: Language) -> Vec<Token> {
        let mut tokens = Vec::with_capacity(text.len() / 6);
        self.tokens_into(text, language, &mut tokens);
        tokens
    }

    /// Puts the words of a text in the place of those in `tokens`.
    pub fn tokens_into(&mut self, text: &str, language: Language, tokens: &mut Vec<Token>) {
        tokens.clear();
        let known = &mut self.languages[slot(language)];
        let mut position = 0;
        pieces(text, &mut |piece: Piece| {
            let word = known.word(&text[piece.start..piece.end], piece.dense, language);
            if word.form.is_empty() {
                return;
            }
            tokens.push(Token { start: piece.start, end: piece.end, position, joined: piece.joined, word });
            position += 1;
        });
    }
}

/// An analyser lent to who looks at few words: they are mostly those that were looked at a moment ago.
///
/// Each thread has one to lend. Who reads whole texts takes one of its own, lest this one grow.
#[derive(Default)]
pub struct Lent(Analyser);

thread_local! {
    static TO_LEND: Cell<Option<Analyser>> = const { Cell::new(None) };
}

impl Lent {
    /// Borrows this thread's analyser; a new one where it is lent already.
    #[must_use]
    pub fn new() -> Self {
        Self(TO_LEND.take().unwrap_or_default())
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let back = std::mem::take(&mut self.0);
        // While the thread ends there is nobody to take it back.
        let _taken = TO_LEND.try_with(|place| place.set(Some(back)));
    }
}

impl Deref for Lent {
    type Target = Analyser;

    fn deref(&self) -> &Analyser {
        &self.0
    }
}

impl DerefMut for Lent {
    fn deref_mut(&mut self) -> &mut Analyser {
        &mut self.0
    }
}

impl Known {
    fn word(&mut self, raw: &str, dense: bool, language: Language) -> Arc<Word> {
        if let Some(word) = self.words.get(raw) {
            return Arc::clone(word);
        }
        let word = Arc::new(self.analysed(raw, dense, language));
        if self.words.len() >= KEPT {
            self.words.clear();
        }
        self.words.insert(raw.into(), Arc::clone(&word));
        word
    }

    fn analysed(&mut self, raw: &str, dense: bool, language: Language) -> Word {
        let mut lower = lower(raw);
        if let Some((end, _)) = lower.char_indices().nth(LONGEST) {
            lower.truncate(end);
        }
        let form = fold(&lower);
        let stems = if dense || !Stemmer::knows(language) { Vec::new() } else { self.stems(&form, &lower, language) };
        let counted = match &mut self.stemmer {
            Some(stemmer) if language == Language::Ar && !dense => Some(stem::arabic_counted(&form, stemmer)),
            _ => None,
        };
        let counted = counted.map(String::into_boxed_str).filter(|counted| Some(counted) != stems.first());
        Word { form: form.into_boxed_str(), stems, dense, counted }
    }

    /// Returns the distinct stems of a word, by its form and by how it is written with its accents.
    ///
    /// The first stem depends on the form alone: by it the index knows which forms are their own stems.
    fn stems(&mut self, form: &str, lower: &str, language: Language) -> Vec<Box<str>> {
        let stemmer = self.stemmer.get_or_insert_with(|| Stemmer::new(language));
        let mut stems: Vec<Box<str>> = Vec::new();
        let mut add = |stem: String| {
            if !stems.contains(&stem.as_str().into()) {
                stems.push(stem.into_boxed_str());
            }
        };
        if language == Language::Ar {
            stem::arabic(form, stemmer).into_iter().for_each(add);
        } else if let Some(own) = own_stem(form, language) {
            add(own);
        } else {
            let mut stem = |word: &str| match language {
                Language::Fr => fold(&stemmer.stem(&stem::with_participle(word))),
                Language::Pt => match stem::nasal_in_e(word) {
                    Some(whole) => whole.to_owned(),
                    None => stemmer.stem(&stem::with_singular(word)),
                },
                _ => stemmer.stem(word),
            };
            add(stem(form));
            if form != lower {
                // The rules of French and Portuguese read accents, readers often leave them out.
                add(fold(&stem(lower)));
            }
        }
        stems
    }
}

fn slot(language: Language) -> usize {
    match language {
        Language::Ar => 0,
        Language::En => 1,
        Language::Es => 2,
        Language::Fr => 3,
        Language::Pt => 4,
        Language::Ru => 5,
        Language::Zh => 6,
        Language::Other => 7,
    }
}

/// An odd number without a pattern: the fraction of the golden ratio.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// A hash for short words, eight bytes at a time by folded multiplication: the keys are the user's own text, and the map is
/// bounded, so nobody gains by making them collide.
#[derive(Clone, Copy)]
struct QuickHash(u64);

impl Default for QuickHash {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for QuickHash {
    #[allow(clippy::cast_possible_truncation, reason = "the halves of the product are what is wanted")]
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut eight = [0; 8];
            eight[..chunk.len()].copy_from_slice(chunk);
            let product = u128::from(self.0 ^ u64::from_le_bytes(eight)) * u128::from(MIX);
            // Both halves, so that every bit of the input moves every bit of the hash.
            self.0 = (product as u64) ^ (product >> 64) as u64;
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }

    fn write_u8(&mut self, _end: u8) {
        // The mark that ends a text: keys are whole words, and no other part follows.
    }
}

#[cfg(test)]
mod tests;
