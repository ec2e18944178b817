//! Stems by the Snowball rules of a language.

use tantivy::tokenizer::{RawTokenizer, TextAnalyzer, TokenStream as _};

use crate::base::language::Language;

/// Stems the words of one language.
#[derive(Clone)]
pub(super) struct Stemmer {
    analyzer: TextAnalyzer,
}

impl Stemmer {
    /// Tells whether a language has rules of its own.
    pub(super) fn knows(language: Language) -> bool {
        rules(language).is_some()
    }

    /// Makes a stemmer; in a language without rules it leaves words as they are.
    pub(super) fn new(language: Language) -> Self {
        let builder = TextAnalyzer::builder(RawTokenizer::default());
        let analyzer = match rules(language) {
            Some(rules) => builder.filter(tantivy::tokenizer::Stemmer::new(rules)).build(),
            None => builder.build(),
        };
        Self { analyzer }
    }

    /// Returns the stem of a word in small letters; never empty for a word that is not.
    pub(super) fn stem(&mut self, word: &str) -> String {
        let mut stream = self.analyzer.token_stream(word);
        if stream.advance() && !stream.token().text.is_empty() { stream.token().text.clone() } else { word.to_owned() }
    }
}

/// Returns a folded Arabic word without its article and what is written together with it.
pub(super) fn without_article(form: &str) -> &str {
    const ARTICLES: [&str; 6] = ["وال", "بال", "كال", "فال", "ال", "لل"];
    ARTICLES
        .iter()
        .filter_map(|article| form.strip_prefix(article))
        .find(|rest| rest.chars().count() >= 3)
        .unwrap_or(form)
}

fn rules(language: Language) -> Option<tantivy::tokenizer::Language> {
    use tantivy::tokenizer::Language as Rules;
    match language {
        Language::Ar => Some(Rules::Arabic),
        Language::En => Some(Rules::English),
        Language::Es => Some(Rules::Spanish),
        Language::Fr => Some(Rules::French),
        Language::Pt => Some(Rules::Portuguese),
        Language::Ru => Some(Rules::Russian),
        Language::Zh | Language::Other => None,
    }
}
