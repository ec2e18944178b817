//! From the words of texts to terms: a term is all words of a language that share a stem.

use std::collections::HashMap;
use std::sync::Arc;

use super::units::Unit;
use crate::base::language::Language;
use crate::search::words::{Analyser, Token, Word, fold, lower};

/// What counts as one term.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Merging {
    /// Words of one language that share their stem: `train`, `training`, `trained`.
    #[default]
    Stems,
    /// Words of one language with the same form, case and accents folded.
    Forms,
}

/// A spelling that was met.
pub(super) struct Spelling {
    pub(super) raw: String,
    pub(super) term: u32,
    pub(super) count: u64,
}

/// Numbers terms as they are met, and remembers how each was written.
pub(super) struct Vocabulary {
    merging: Merging,
    analyser: Analyser,
    /// The spelling of each word that was met, by the address of what the analyser makes of it; of a pair of
    /// characters by both addresses.
    seen: HashMap<(usize, usize), u32>,
    /// Keeps what is behind those addresses where it is.
    held: Vec<Arc<Word>>,
    /// The spellings by language and text, for words that the analyser has forgotten and met again.
    known: HashMap<(Language, Box<str>), u32>,
    pub(super) spellings: Vec<Spelling>,
    terms: HashMap<(Language, Box<str>), u32>,
    /// What each term is known by.
    pub(super) keys: Vec<(Language, Box<str>)>,
}

impl Vocabulary {
    pub(super) fn new(merging: Merging) -> Self {
        Self {
            merging,
            analyser: Analyser::new(),
            seen: HashMap::new(),
            held: Vec::new(),
            known: HashMap::new(),
            spellings: Vec::new(),
            terms: HashMap::new(),
            keys: Vec::new(),
        }
    }

    /// Takes a passage apart.
    pub(super) fn tokens_into(&mut self, text: &str, language: Language, tokens: &mut Vec<Token>) {
        self.analyser.tokens_into(text, language, tokens);
    }

    /// Returns the number of a word's term, and counts how it is written.
    pub(super) fn term(&mut self, text: &str, tokens: &[Token], unit: Unit, language: Language) -> u32 {
        let (first, last) = (&tokens[unit.first], &tokens[unit.last]);
        let address = |token: &Token| Arc::as_ptr(&token.word) as usize;
        // No word is at address 0.
        let met = (address(first), if unit.first == unit.last { 0 } else { address(last) });
        let seen = self.seen.get(&met).copied();
        let spelling = seen.unwrap_or_else(|| {
            self.held.extend([Arc::clone(&first.word), Arc::clone(&last.word)]);
            let spelling = self.spelled(&text[first.start..last.end], first, last, language);
            self.seen.insert(met, spelling);
            spelling
        });
        let spelling = &mut self.spellings[spelling as usize];
        spelling.count += 1;
        spelling.term
    }

    fn spelled(&mut self, raw: &str, first: &Token, last: &Token, language: Language) -> u32 {
        let key = (language, Box::from(raw));
        if let Some(&spelling) = self.known.get(&key) {
            return spelling;
        }
        let word = &first.word;
        let by: Box<str> = if first.start == last.start {
            match self.merging {
                Merging::Stems => word.counted().into(),
                Merging::Forms => word.form.clone(),
            }
        } else {
            format!("{}{}", word.form, last.word.form).into()
        };
        let term = self.number((language, by));
        let spelling = u32::try_from(self.spellings.len()).unwrap_or(u32::MAX - 1);
        self.spellings.push(Spelling { raw: raw.to_owned(), term, count: 0 });
        self.known.insert(key, spelling);
        spelling
    }

    /// Returns the language of a term.
    pub(super) fn language(&self, term: u32) -> Language {
        self.keys.get(term as usize).map(|(language, _)| *language).unwrap_or_default()
    }

    /// Returns the number of a term.
    pub(super) fn number(&mut self, key: (Language, Box<str>)) -> u32 {
        if let Some(&term) = self.terms.get(&key) {
            return term;
        }
        let term = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
        self.keys.push(key.clone());
        self.terms.insert(key, term);
        term
    }
}

/// Returns a word as words are compared: case, accents and width folded.
pub(super) fn folded(word: &str) -> String {
    fold(&lower(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::units::units;

    #[test]
    fn a_word_that_begins_like_a_preposition_is_one_term_with_and_without_its_article() {
        let mut vocabulary = Vocabulary::new(Merging::Stems);
        let (text, mut tokens) = ("لغوية اللغوية واللغوية", Vec::new());
        vocabulary.tokens_into(text, Language::Ar, &mut tokens);
        let terms: Vec<u32> = units(&tokens).map(|unit| vocabulary.term(text, &tokens, unit, Language::Ar)).collect();
        assert_eq!(terms, [0, 0, 0]);
    }
}
