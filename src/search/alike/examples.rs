//! What others are to resemble: passages, words in them, or words of the codebook.

use std::collections::{BTreeMap, BTreeSet};

use super::Ground;
use super::terms::{Reader, Term};
use crate::base::ids::{CodeId, Coder, SourceId};
use crate::base::language::Language;
use crate::base::text::Span;
use crate::codebook::Code;
use crate::search::passages::PassageSet;
use crate::search::query::Query;
use crate::study::{Anchoring, Study, View};

/// A question for passages like others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The words in sources that they are to resemble.
    pub examples: Vec<(SourceId, Span)>,
    /// What the codebook says of the code, with its language: it counts beside examples in this language, and alone
    /// where there are none.
    pub words: Option<(String, Language)>,
    /// Words whose passages are not wanted: those that have the code already, and those that were refused for it.
    pub left_out: Vec<(SourceId, Span)>,
    /// What else a passage must be, by filters; every passage where nothing is asked.
    pub within: Query,
    /// How many are wanted.
    pub limit: usize,
}

impl Request {
    /// Asks for passages like some words, whatever code they have.
    #[must_use]
    pub fn like_words(examples: Vec<(SourceId, Span)>, limit: usize) -> Self {
        Self { examples, words: None, left_out: Vec::new(), within: Query::All, limit }
    }
}

/// Asks for passages like those of a code and its sub-codes, in the reconciled view, and like what the codebook says
/// of the code.
///
/// Left out are passages that have one of these codes, by any coder and in any view, and what this coder refused.
#[must_use]
pub fn like_code(study: &Study, code: &Code, by: &Coder, limit: usize) -> Request {
    let codes: BTreeSet<&CodeId> = study.codebook().with_sub_codes(&code.id).into_iter().map(|code| &code.id).collect();
    let at = |at: usize, span: Span| study.sources().get(at).map(|source| (source.id.clone(), span));
    let coded = |view: View| -> Vec<(usize, Span)> {
        let placed = study.codings_of(view, &codes).into_iter();
        let anchored = placed.filter(|placed| placed.anchoring == Anchoring::Anchored);
        anchored.filter_map(|placed| Some((placed.source?, placed.span))).collect()
    };
    let reconciled = coded(View::Reconciled);
    let mut left_out = coded(View::Coded);
    left_out.extend(&reconciled);
    left_out.extend(study.refused(by, code).into_iter().map(|refusal| (refusal.source, refusal.span)));
    left_out.sort_unstable();
    left_out.dedup();
    // The words of restricted sources are not shown, not even one by one.
    let open = |(at, _): &(usize, Span)| study.sources().get(*at).is_some_and(|source| !source.about.restricted);
    let examples = reconciled.into_iter().filter(open).filter_map(|(of, span)| at(of, span)).collect();
    let words = [Some(&code.name), code.claim.as_ref(), code.definition.as_ref(), code.include.as_ref()];
    let words = words.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n");
    let language = study.language_of(&words);
    let left_out = left_out.into_iter().filter_map(|(of, span)| at(of, span)).collect();
    Request { examples, words: Some((words, language)), left_out, within: Query::All, limit }
}

/// Where a term of the examples stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// In how many of the examples.
    pub(super) examples: usize,
    /// Whether the codebook has it.
    pub(super) in_book: bool,
}

/// The examples as terms.
#[derive(Debug)]
pub(super) struct Gathered {
    /// Where each term stands.
    pub(super) terms: BTreeMap<Term, Standing>,
    /// How many examples there are of each language; none of the codebook's where it stands alone.
    pub(super) sizes: BTreeMap<Language, usize>,
    /// The passages in which they stand.
    pub(super) passages: PassageSet,
}

impl Gathered {
    /// Reads examples. The coded words of one passage are one example, however many codings it has.
    pub(super) fn new(ground: &dyn Ground, request: &Request, reader: &mut Reader) -> Self {
        let passages = PassageSet::none(ground.places().len());
        let mut gathered = Self { terms: BTreeMap::new(), sizes: BTreeMap::new(), passages };
        gathered.read(ground, &request.examples, reader);
        // Suggestions stay within the languages of the examples.
        let words = request.words.iter();
        let is_theirs = |language: &Language| gathered.sizes.is_empty() || gathered.sizes.contains_key(language);
        let words: Vec<&(String, Language)> = words.filter(|(_, language)| is_theirs(language)).collect();
        for (words, language) in words {
            gathered.sizes.entry(*language).or_default();
            reader.examples(words, *language, &mut |term| {
                gathered.terms.entry(term).or_default().in_book = true;
            });
        }
        gathered
    }

    fn read(&mut self, ground: &dyn Ground, spans: &[(SourceId, Span)], reader: &mut Reader) {
        let mut by_source: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
        for (source, span) in placed(ground, spans) {
            by_source.entry(source).or_default().push(span);
        }
        for (source, spans) in by_source {
            let Some(document) = ground.load(source) else { continue };
            let mut of_passage: BTreeMap<usize, BTreeSet<Term>> = BTreeMap::new();
            let first = ground.places().of_source(source).start;
            for span in spans {
                for number in ground.touched(source, span) {
                    let Some(&(passage, language)) = document.passages.get(number - first) else { continue };
                    let within = Span { start: span.start.max(passage.start), end: span.end.min(passage.end) };
                    let terms = of_passage.entry(number).or_default();
                    if within.start < within.end {
                        reader.examples(document.text.slice(within), language, &mut |term| _ = terms.insert(term));
                    }
                }
            }
            for (number, terms) in of_passage {
                self.passages.insert(number);
                self.add(ground.extent(number).1, terms);
            }
        }
    }

    fn add(&mut self, language: Language, terms: BTreeSet<Term>) {
        *self.sizes.entry(language).or_default() += 1;
        for term in terms {
            self.terms.entry(term).or_default().examples += 1;
        }
    }

    /// Returns the languages of the examples.
    pub(super) fn languages(&self) -> Vec<Language> {
        self.sizes.keys().copied().collect()
    }
}

/// Returns spans with the numbers of their sources; those of sources that are gone are left out.
fn placed(ground: &dyn Ground, spans: &[(SourceId, Span)]) -> Vec<(usize, Span)> {
    let sources = 0..ground.places().sources();
    let numbers: BTreeMap<&SourceId, usize> = sources.map(|source| (ground.id(source), source)).collect();
    spans.iter().filter_map(|(source, span)| Some((*numbers.get(source)?, *span))).collect()
}

/// Returns the passages that a request leaves out.
pub(super) fn left_out(ground: &dyn Ground, request: &Request) -> PassageSet {
    let mut left_out = PassageSet::none(ground.places().len());
    for (source, span) in placed(ground, &request.left_out) {
        left_out.insert_range(ground.touched(source, span));
    }
    left_out
}
