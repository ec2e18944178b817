//! From words to terms: which terms of a segment's dictionary a step of a pattern means.

use std::io;

use tantivy::postings::TermInfo;
use tantivy::termdict::TermDictionary;

use crate::base::language::Language;
use crate::search::index::schema::{akin_terms, form_term, letter};
use crate::search::pattern::{Pattern, Test, Typo, slot};
use crate::search::words::Analyser;

/// The terms that one step means in one language.
#[derive(Clone, Debug)]
pub(in crate::search::index) enum Slot {
    /// These; the exact form's is the first.
    Terms(Vec<String>),
    /// All that begin in one of these ways, none of which begins with another one.
    Beginning(Vec<String>),
    /// All after the language's letter that a typo accepts.
    Typo(char, Typo),
}

/// A step of a pattern as the index has it.
pub(super) enum Unit<'a> {
    /// One word.
    Step(&'a Test),
    /// Two neighbours in a script without spaces: one term.
    Pair(String),
}

/// Returns the slots of a step in each of the languages.
pub(super) fn slots(test: &Test, languages: &[Language], analyser: &mut Analyser) -> Vec<Slot> {
    languages.iter().map(|&language| of_language(test, language, analyser)).collect()
}

/// Returns the slot of a step in one language.
pub(super) fn of_language(test: &Test, language: Language, analyser: &mut Analyser) -> Slot {
    match test {
        Test::Form(form) => Slot::Terms(vec![form_term(language, form)]),
        Test::Akin(readings) => Slot::Terms(akin_terms(language, &readings[slot(language)], analyser)),
        Test::Beginning { arabic, .. } if language == Language::Ar => {
            Slot::Beginning(arabic.iter().map(|head| form_term(language, head)).collect())
        }
        Test::Beginning { typed, .. } => Slot::Beginning(vec![form_term(language, typed)]),
        Test::Typo(typo) => Slot::Typo(letter(language), typo.clone()),
    }
}

/// Returns a pattern's units with their places: runs without spaces become overlapping pairs.
pub(super) fn units(pattern: &Pattern) -> Vec<(usize, Unit<'_>)> {
    let steps = &pattern.steps;
    let mut units = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let next = steps.get(at + 1).filter(|next| next.joined);
        match (&step.test, next.map(|next| &next.test)) {
            (Test::Form(form), Some(Test::Form(other))) => units.push((at, Unit::Pair(format!("{form}{other}")))),
            // The last of a run is in the pair before it.
            (Test::Form(_), _) if step.joined => {}
            (test, _) => units.push((at, Unit::Step(test))),
        }
    }
    units
}

impl Slot {
    /// Tells whether it may stand for very many terms.
    pub(super) fn is_wide(&self) -> bool {
        !matches!(self, Self::Terms(_))
    }

    /// Returns the segment's terms.
    pub(super) fn terms(&self, dictionary: &TermDictionary) -> io::Result<Vec<TermInfo>> {
        let mut found = Vec::new();
        match self {
            Self::Terms(terms) => {
                for term in terms {
                    found.extend(dictionary.get(term.as_bytes())?);
                }
            }
            Self::Beginning(heads) => {
                for head in heads {
                    begun(head, dictionary, &mut found)?;
                }
            }
            Self::Typo(letter, typo) => accepted(*letter, typo, dictionary, &mut found)?,
        }
        Ok(found)
    }
}

/// Walks the words that begin so.
fn begun(head: &str, dictionary: &TermDictionary, found: &mut Vec<TermInfo>) -> io::Result<()> {
    let mut stream = dictionary.range().ge(head.as_bytes()).into_stream()?;
    while stream.advance() && stream.key().starts_with(head.as_bytes()) {
        if is_word(stream.key()) {
            found.push(stream.value().clone());
        }
    }
    Ok(())
}

/// Tells whether a term is a word: not a stem, and no character or pair of a script without spaces.
fn is_word(term: &[u8]) -> bool {
    let form = std::str::from_utf8(term).ok().and_then(|term| term.get(1..)).unwrap_or_default();
    !form.starts_with('\u{1}') && !form.chars().any(crate::search::words::is_dense)
}

/// Walks the dictionary and leaps over all terms whose beginning no accepted form has.
fn accepted(letter: char, typo: &Typo, dictionary: &TermDictionary, found: &mut Vec<TermInfo>) -> io::Result<()> {
    let mut from = letter.to_string();
    let mut chars = Vec::new();
    loop {
        let mut stream = dictionary.range().ge(from.as_bytes()).into_stream()?;
        let mut leap = None;
        while stream.advance() {
            let Some(form) = std::str::from_utf8(stream.key()).ok().and_then(|term| term.strip_prefix(letter)) else {
                return Ok(());
            };
            chars.clear();
            chars.extend(form.chars());
            let living = typo.living(&chars);
            if living == chars.len() {
                if typo.accepts(form) && is_word(stream.key()) {
                    found.push(stream.value().clone());
                }
            } else {
                leap = after(letter, &chars[..=living]);
                if leap.is_none() {
                    return Ok(());
                }
                break;
            }
        }
        match leap {
            Some(next) => from = next,
            None => return Ok(()),
        }
    }
}

/// Returns the least term after all that begin with `head`.
fn after(letter: char, head: &[char]) -> Option<String> {
    let mut next: Vec<char> = head.to_vec();
    while let Some(last) = next.pop() {
        let above = (last as u32 + 1..=last as u32 + 0x801).find_map(char::from_u32);
        if let Some(above) = above {
            next.push(above);
            return Some(std::iter::once(letter).chain(next).collect());
        }
    }
    None
}
