//! Stems by the Snowball rules of a language, and what these rules leave undone.

use std::borrow::Cow;

use tantivy::tokenizer::{RawTokenizer, TextAnalyzer, TokenStream as _};

use super::families::own_stem;
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

/// What is written together with an Arabic noun: its article, with a conjunction or preposition before it.
const ARTICLES: [&str; 6] = ["وال", "بال", "كال", "فال", "ال", "لل"];

/// "In" and "for" before a noun without an article, and with an "and" before them.
const PREPOSITIONS: [&str; 4] = ["ب", "ل", "وب", "ول"];

/// "And", written together with any word.
const AND: &str = "و";

/// Folded words that begin like an article and have none: what is left would be another common word.
const WHOLE: [&str; 9] = ["الله", "والله", "بالله", "فالله", "الان", "والان", "فالان", "الذي", "التي"];

/// Folded words of three letters whose first is their own, so that what follows it is no word behind an "and".
///
/// Where both can be read and an "and" is the commoner reading, as in `وقد` (and has), the word is not here.
const OWN_WAW: [&str; 86] = [
    "وتر", "وثب", "وثق", "وثن", "وجب", "وجد", "وجز", "وجع", "وجل", "وجم", "وجن", "وجه", "وحد", "وحش", "وحم", "وحي",
    "وخز", "وخم", "ودع", "ودي", "وذر", "ورث", "ورد", "ورش", "ورط", "ورع", "ورق", "ورك", "ورم", "وري", "وزر", "وزع",
    "وزن", "وسخ", "وسط", "وسع", "وسق", "وسم", "وشح", "وشك", "وشم", "وشي", "وصب", "وصف", "وصل", "وصم", "وصي", "وضح",
    "وضع", "وطد", "وطر", "وطن", "وظف", "وعد", "وعر", "وعظ", "وعك", "وعي", "وغد", "وغل", "وفد", "وفر", "وفق", "وقت",
    "وقح", "وقر", "وقع", "وقف", "وقي", "وكد", "وكر", "وكز", "ولج", "ولد", "ولع", "ولغ", "ولي", "ومض", "وهب", "وهج",
    "وهن", "وهد", "ويح", "ويل", "واد", "وال",
];

/// Returns a folded Arabic word without its article and what is written together with it, or without
/// a leading "and". At least two letters stay behind either. Where just two stay behind an "and", the
/// word must not be one that begins with this letter itself, as `وجد` (found) does, which is not `جد`
/// (grandfather).
fn without_article(form: &str) -> &str {
    let article = ARTICLES
        .iter()
        .filter(|_| !WHOLE.contains(&form))
        .filter_map(|article| form.strip_prefix(article))
        .find(|rest| has_letters(rest, 2));
    let and = || form.strip_prefix(AND).filter(|rest| has_letters(rest, 2) && !OWN_WAW.contains(&form));
    article.or_else(and).unwrap_or(form)
}

/// "For", written together with its noun. It is taken off long words only, and not before an alef: `لجنة`
/// (committee) is not for a `جنة` (garden), nor `لازمة` (necessary) for an `أزمة` (crisis).
const FOR: &str = "ل";

/// The least letters behind [`FOR`].
const LEAST_BEHIND_FOR: usize = 4;

fn without_for(bare: &str) -> Option<&str> {
    bare.strip_prefix(FOR).filter(|rest| has_letters(rest, LEAST_BEHIND_FOR) && !rest.starts_with('ا'))
}

/// Returns the stems of a folded Arabic word: by Snowball's rules, and the bare words in it.
///
/// Snowball reads a leading "and" as a part of the word, and takes a dual ending off a defined noun only:
/// it is given the noun without the "and", and the noun alone must meet it.
pub(super) fn arabic(form: &str, stemmer: &mut Stemmer) -> Vec<String> {
    let bare = without_article(form);
    let is_defined = form != bare && form.strip_prefix(AND) != Some(bare);
    let noun = if is_defined { format!("{}{bare}", ARTICLES[4]) } else { bare.to_owned() };
    let own = |word: &str| {
        let behind = word.strip_prefix(['ب', 'ل', 'ك', 'ف']);
        own_stem(word, Language::Ar).or_else(|| behind.and_then(|rest| own_stem(rest, Language::Ar)))
    };
    let mut stems = vec![own(bare).unwrap_or_else(|| stemmer.stem(&noun))];
    if stems[0].starts_with('=') {
        return stems;
    }
    stems.push(bare.to_owned());
    if let Some(rest) = without_for(bare).filter(|_| !is_defined) {
        stems.push(own(rest).unwrap_or_else(|| stemmer.stem(rest)));
        stems.push(rest.to_owned());
    }
    stems
}

/// Returns the stem by which a folded Arabic word is counted: the first of the word without its article.
pub(super) fn arabic_counted(form: &str, stemmer: &mut Stemmer) -> String {
    arabic(without_article(form), stemmer).swap_remove(0)
}

/// Returns how an Arabic word may begin that was begun like this folded `head`: as written, without
/// the article, and behind each of the articles and prepositions. None of them begins with another one.
pub(in crate::search) fn arabic_beginnings(head: &str) -> Vec<Box<str>> {
    let mut heads = vec![head.to_owned()];
    for bare in [head, without_article(head)] {
        if has_letters(bare, 2) {
            heads.push(bare.to_owned());
            heads.extend(ARTICLES.iter().map(|article| format!("{article}{bare}")));
            heads.extend(Some(format!("{AND}{bare}")).filter(|and| !OWN_WAW.contains(&and.as_str())));
        }
        if has_letters(bare, 3) && !bare.starts_with('ا') {
            heads.extend(PREPOSITIONS.iter().map(|preposition| format!("{preposition}{bare}")));
        }
    }
    heads.sort_unstable();
    // In this order what begins with another one follows it.
    heads.dedup_by(|later, kept| later.starts_with(kept.as_str()));
    heads.into_iter().map(String::into_boxed_str).collect()
}

fn has_letters(word: &str, least: usize) -> bool {
    word.chars().nth(least - 1).is_some()
}

/// Returns a Portuguese word, with or without its accents, with the singular's ending in the place of
/// `-ões` and `-ães`, and of `-ais`, `-eis` and `-ois`; Snowball takes the former off longer words only,
/// and takes the latter for the endings of verbs.
pub(super) fn with_singular(word: &str) -> Cow<'_, str> {
    const NASAL: [(&str, &str); 4] = [("ões", "ão"), ("ães", "ão"), ("oes", "ao"), ("aes", "ao")];
    // `-íveis` is of `-ível`, `difíceis` of `difícil`, `papéis` of `papel`.
    const IN_L: [(&str, &str); 10] = [
        ("ais", "al"),
        ("veis", "vel"),
        ("ceis", "cil"),
        ("teis", "til"),
        ("éis", "el"),
        ("eis", "el"),
        ("óis", "ol"),
        ("ois", "ol"),
        ("uis", "ul"),
        ("áis", "al"),
    ];
    const OTHERS: [&str; 8] = ["demais", "jamais", "depois", "herois", "heróis", "hoteis", "pasteis", "quarteis"];
    let in_l = has_letters(word, 6) && !OTHERS.contains(&word);
    NASAL
        .iter()
        .chain(IN_L.iter().filter(|_| in_l))
        .find_map(|(plural, singular)| Some((word.strip_suffix(plural)?, singular)))
        .filter(|(head, _)| !head.is_empty())
        .map_or(Cow::Borrowed(word), |(head, singular)| Cow::Owned(format!("{head}{singular}")))
}

/// Returns a French word with the accent that `-ee` and `-ees` always have, so that one who leaves accents out
/// finds the other forms of a participle too.
pub(super) fn with_participle(word: &str) -> Cow<'_, str> {
    const ENDINGS: [(&str, &str); 2] = [("ee", "ée"), ("ees", "ées")];
    ENDINGS
        .iter()
        .find_map(|(typed, written)| Some(format!("{}{written}", word.strip_suffix(typed)?)))
        .map_or(Cow::Borrowed(word), Cow::Owned)
}

/// Returns the stem of the few Portuguese nouns in `-ãe`, with or without accents. Snowball takes off
/// their ending and that of `-ão`, so that `mãe` (mother) would be `mão` (hand).
pub(super) fn nasal_in_e(word: &str) -> Option<&'static str> {
    match word {
        "mãe" | "mães" | "mae" | "maes" => Some("mae"),
        "mamãe" | "mamães" | "mamae" | "mamaes" => Some("mamae"),
        _ => None,
    }
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
