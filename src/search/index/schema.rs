//! What stands in the index: a document a passage, its words as terms, and its place. No text.
//!
//! A term is a letter for the passage's language, then the form of a word; or the letter, `\u{1}` and
//! a stem. A stem that is its word's own form gets no term of its own, since the form says the same:
//! that spares most of a text's running words their second term. In scripts without spaces each
//! character and each pair of neighbours is a term.

use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, Token as Term, TokenStream, Tokenizer};

use crate::base::language::Language;
use crate::search::pattern::{LANGUAGES, slot};
use crate::search::words::{Analyser, Token, Word};

/// What stands between a language's letter and a stem; no form holds it.
const STEM: char = '\u{1}';

/// The letters of languages, in the order of [`LANGUAGES`].
const LETTERS: [char; 8] = ['a', 'e', 's', 'f', 'p', 'r', 'z', 'o'];

const TOKENIZER: &str = "tripod";

/// The fields of the index.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    pub(super) schema: Schema,
    /// Words.
    pub(super) words: Field,
    /// The number under which the source was put in: to take it out again.
    pub(super) slot: Field,
    /// The slot and the passage's number in its source.
    pub(super) place: Field,
}

impl Fields {
    pub(super) fn new() -> Self {
        let mut builder = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(TOKENIZER)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let words = builder.add_text_field("words", TextOptions::default().set_indexing_options(indexing));
        let slot = builder.add_u64_field("slot", INDEXED);
        let place = builder.add_u64_field("place", FAST);
        Self { schema: builder.build(), words, slot, place }
    }
}

/// Tells an index how to take apart what [`with_letter`] makes.
pub(super) fn register(index: &tantivy::Index) {
    index.tokenizers().register(TOKENIZER, TextAnalyzer::builder(WordTokenizer::default()).build());
}

/// Returns a passage's words as the index takes them: its language's letter first.
pub(super) fn with_letter(words: &str, language: Language) -> String {
    let mut made = String::with_capacity(words.len() + 1);
    made.push(letter(language));
    made.push_str(words);
    made
}

/// Returns the letter of a language.
pub(super) fn letter(language: Language) -> char {
    LETTERS[slot(language)]
}

/// Returns the term of a form.
pub(super) fn form_term(language: Language, form: &str) -> String {
    format!("{}{form}", letter(language))
}

/// Returns the term of a stem.
pub(super) fn stem_term(language: Language, stem: &str) -> String {
    format!("{}{STEM}{stem}", letter(language))
}

/// Returns the terms that any form of `word` has, its own form's first; `analyser` tells which stems
/// are forms too.
pub(super) fn akin_terms(language: Language, word: &Word, analyser: &mut Analyser) -> Vec<String> {
    let mut terms = vec![form_term(language, &word.form)];
    for stem in &word.stems {
        terms.push(stem_term(language, stem));
        let is_its_own = match analyser.tokens(stem, language).as_slice() {
            [only] => only.word.form == *stem && needs_no_mark(&only.word, stem),
            _ => false,
        };
        if is_its_own && *stem != word.form {
            terms.push(form_term(language, stem));
        }
    }
    terms
}

/// Tells whether the form's own term says already that a word has this stem.
fn needs_no_mark(word: &Word, stem: &str) -> bool {
    *word.form == *stem && word.stems.first().is_some_and(|first| *first == word.form)
}

#[derive(Clone, Default)]
struct WordTokenizer {
    analyser: Analyser,
    tokens: Vec<Token>,
    term: Term,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        let mark = text.chars().next();
        let language =
            LETTERS.iter().position(|&letter| Some(letter) == mark).map_or(Language::Other, |at| LANGUAGES[at]);
        let words = text.get(mark.map_or(0, char::len_utf8)..).unwrap_or_default();
        self.analyser.tokens_into(words, language, &mut self.tokens);
        self.term.reset();
        WordStream { tokens: &self.tokens, term: &mut self.term, letter: letter(language), at: 0, part: Part::Form }
    }
}

/// The terms of a passage, several at one position.
struct WordStream<'a> {
    tokens: &'a [Token],
    term: &'a mut Term,
    letter: char,
    at: usize,
    part: Part,
}

/// Which term of a word comes next.
#[derive(Clone, Copy)]
enum Part {
    Form,
    Pair,
    Stem(usize),
}

impl WordStream<'_> {
    fn put(&mut self, token: &Token, mark: Option<char>, words: [&str; 2]) {
        self.term.text.clear();
        self.term.text.push(self.letter);
        self.term.text.extend(mark);
        for word in words {
            self.term.text.push_str(word);
        }
        self.term.position = token.position as usize;
        self.term.offset_from = token.start;
        self.term.offset_to = token.end;
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let tokens = self.tokens;
        while let Some(token) = tokens.get(self.at) {
            match self.part {
                Part::Form => {
                    self.part = if token.word.dense { Part::Pair } else { Part::Stem(0) };
                    self.put(token, None, [&token.word.form, ""]);
                    return true;
                }
                Part::Pair => {
                    self.part = Part::Form;
                    self.at += 1;
                    if let Some(next) = tokens.get(self.at).filter(|next| next.joined) {
                        self.put(token, None, [&token.word.form, &next.word.form]);
                        return true;
                    }
                }
                Part::Stem(number) => {
                    let Some(stem) = token.word.stems.get(number) else {
                        self.part = Part::Form;
                        self.at += 1;
                        continue;
                    };
                    self.part = Part::Stem(number + 1);
                    if !needs_no_mark(&token.word, stem) {
                        self.put(token, Some(STEM), [stem, ""]);
                        return true;
                    }
                }
            }
        }
        false
    }

    fn token(&self) -> &Term {
        self.term
    }

    fn token_mut(&mut self) -> &mut Term {
        self.term
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str, language: Language) -> Vec<(usize, String)> {
        let text = with_letter(text, language);
        let mut tokenizer = WordTokenizer::default();
        let mut stream = tokenizer.token_stream(&text);
        let mut found = Vec::new();
        while stream.advance() {
            found.push((stream.token().position, stream.token().text.clone()));
        }
        found
    }

    #[test]
    fn a_stem_that_is_a_form_has_no_second_term() {
        let found = terms("Labs report lab", Language::En);
        let expected = [(0, "elabs"), (0, "e\u{1}lab"), (1, "ereport"), (2, "elab")];
        assert_eq!(found, expected.map(|(position, term)| (position, term.to_owned())));
    }

    #[test]
    fn characters_come_alone_and_in_pairs() {
        let found: Vec<String> = terms("实验室，x", Language::Zh).into_iter().map(|(_, term)| term).collect();
        assert_eq!(found, ["z实", "z实验", "z验", "z验室", "z室", "zx"]);
    }

    proptest::proptest! {
        #![proptest_config(crate::base::rounds::cases(256, 256))]

        /// Two words are akin exactly when one has a term that the other one looks for.
        #[test]
        fn terms_meet_where_words_are_akin(
            a in "(train|évalu|отчёт|кни|ال|مدرس|lab|evalu)(ing|ed|s|é|ée|er|ация|ами|ة|ات|'s|)",
            b in "(train|évalu|отчёт|кни|ال|مدرس|lab|evalu)(ing|ed|s|é|ée|er|ация|ами|ة|ات|'s|)",
            which in 0usize..8,
        ) {
            let language = LANGUAGES[which];
            let mut analyser = Analyser::new();
            let (a, b) = (analyser.tokens(&a, language), analyser.tokens(&b, language));
            let wanted = akin_terms(language, &a[0].word, &mut analyser);
            let mut raw = String::new();
            raw.push_str(&b[0].word.form);
            let has: Vec<String> = {
                let mut stream = WordStream { tokens: &b[..1], term: &mut Term::default(), letter: letter(language), at: 0, part: Part::Form };
                let mut found = Vec::new();
                while stream.advance() { found.push(stream.token().text.clone()); }
                found
            };
            let meets = wanted.iter().any(|term| has.contains(term));
            proptest::prop_assert_eq!(meets, a[0].word.akin(&b[0].word), "{:?} {:?}", wanted, has);
        }
    }
}
