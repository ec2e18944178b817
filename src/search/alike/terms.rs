//! The terms of a text: what its words are compared by.

use std::ops::Range;

use crate::base::language::Language;
use crate::search::pattern::{LANGUAGES, slot};
use crate::search::words::{Analyser, Token, tells_nothing};

/// A word of one language in all its forms: its stem by the rules of the language, or its form where these have
/// none; of a text without blanks two signs side by side.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Term {
    /// The place of its language in [`LANGUAGES`].
    language: usize,
    /// The stem, the form, or the pair.
    pub(super) stem: Box<str>,
}

impl Term {
    /// Makes a term.
    pub(super) fn new(language: Language, stem: impl Into<Box<str>>) -> Self {
        Self { language: slot(language), stem: stem.into() }
    }

    /// Returns its language.
    pub(super) fn language(&self) -> Language {
        LANGUAGES[self.language]
    }
}

/// Takes texts apart into terms.
#[derive(Default)]
pub(super) struct Reader {
    analyser: Analyser,
    tokens: Vec<Token>,
}

impl Reader {
    /// Calls for each term that words of a text stand for in the examples: one for each word that says something.
    pub(super) fn examples(&mut self, text: &str, language: Language, to: &mut dyn FnMut(Term)) {
        self.analyser.tokens_into(text, language, &mut self.tokens);
        for (at, token) in self.tokens.iter().enumerate() {
            let word = &token.word;
            if word.dense {
                let next = self.tokens.get(at + 1).filter(|next| next.joined);
                match next {
                    Some(next) => to(Term::new(language, format!("{}{}", word.form, next.word.form))),
                    None if !token.joined => to(Term::new(language, word.form.clone())),
                    None => {}
                }
            } else if word.form.chars().nth(1).is_some() && !tells_nothing(&word.form, language) {
                to(Term::new(language, word.stems.first().unwrap_or(&word.form).clone()));
            }
        }
    }

    /// Calls for each term that a text holds, with the bytes of its words: a word is held by its form, and by each
    /// of its stems. That is what the index can tell, too.
    pub(super) fn each(&mut self, text: &str, language: Language, to: &mut dyn FnMut(Term, Range<usize>)) {
        self.analyser.tokens_into(text, language, &mut self.tokens);
        for (at, token) in self.tokens.iter().enumerate() {
            let word = &token.word;
            to(Term::new(language, word.form.clone()), token.start..token.end);
            if word.dense {
                if let Some(next) = self.tokens.get(at + 1).filter(|next| next.joined) {
                    let pair = format!("{}{}", word.form, next.word.form);
                    to(Term::new(language, pair), token.start..next.end);
                }
                continue;
            }
            for stem in word.stems.iter().filter(|stem| **stem != word.form) {
                to(Term::new(language, stem.clone()), token.start..token.end);
            }
        }
    }
}
