//! Which text of a study counts: what respondents, documents and observers say.
//!
//! Left out are the turns of interviewers (unless they are asked for), the labels of speakers, the marks of
//! headings and list items, and the header of a table. Sources that are withdrawn have no passages, and those
//! that are restricted are kept out by the question.

use crate::base::ids::Kind;
use crate::base::language::Language;
use crate::base::text::Span;
use crate::search::passages::{PassageSet, Places};
use crate::source::{Form, Passage, Reading};
use crate::study::{Source, Study};

/// Whose turns count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turns {
    /// Those of all but interviewers.
    #[default]
    Respondents,
    /// All.
    All,
}

/// What is known of the passages of a study that says which of their words count.
///
/// It goes with one picture of the study ([`crate::search::searchable::Searchable`]), whose numbers it uses.
pub struct Material {
    parts: Vec<Part>,
    counted: PassageSet,
    /// The kinds that sources are of, in the order in which the study declares them.
    kinds: Vec<Kind>,
    /// The kind of each source, as a place among them.
    kind_of: Vec<usize>,
}

/// What stands before the words of a passage: small, since there are many.
#[derive(Clone, Copy)]
struct Part {
    label: u16,
    form: Form,
}

const NO_LABEL: u16 = u16::MAX;

impl Material {
    /// Looks at the passages of a study as they are numbered in a picture of it.
    #[must_use]
    pub fn new(study: &Study, places: &Places, turns: Turns) -> Self {
        let mut parts = vec![Part { label: NO_LABEL, form: Form::Paragraph }; places.len()];
        let mut counted = PassageSet::none(places.len());
        for (source, about) in study.sources().iter().enumerate() {
            let numbers = places.of_source(source);
            let Ok(outline) = study.outline(about) else { continue };
            // A study that was read anew since the picture was taken has other passages.
            if outline.passages.len() != numbers.len() {
                continue;
            }
            for (number, passage) in numbers.zip(&outline.passages) {
                parts[number] = Part { label: passage.label.unwrap_or(NO_LABEL), form: passage.form };
                let is_asked = turns == Turns::Respondents && outline.is_interviewer(passage);
                if !is_asked && !is_table_header(about, passage) {
                    counted.insert(number);
                }
            }
        }
        let kinds = kinds(study);
        let place = |kind: &Kind| kinds.iter().position(|known| known == kind).unwrap_or(0);
        let kind_of = study.sources().iter().map(|source| place(&source.kind)).collect();
        Self { parts, counted, kinds, kind_of }
    }

    /// Returns the passages whose words count.
    #[must_use]
    pub fn counted(&self) -> &PassageSet {
        &self.counted
    }

    /// Returns the kinds that sources of the study are of.
    #[must_use]
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// Returns the kind of a source as a place among [`Self::kinds`].
    #[must_use]
    pub fn kind_of(&self, source: usize) -> usize {
        self.kind_of.get(source).copied().unwrap_or(0)
    }

    /// Returns the byte of a passage at which what it says begins, behind a label or a mark.
    #[must_use]
    pub fn said(&self, number: usize, words: &str) -> usize {
        let Some(part) = self.parts.get(number) else { return 0 };
        let label = (part.label != NO_LABEL).then_some(part.label);
        if label.is_none() && matches!(part.form, Form::Paragraph | Form::Row) {
            return 0;
        }
        let passage = Passage {
            span: Span::new(0, 0),
            form: part.form,
            speaker: None,
            label,
            turn: 0,
            language: Language::Other,
            words: 0,
        };
        words.char_indices().nth(passage.lead(words)).map_or(words.len(), |(byte, _)| byte)
    }
}

/// The header of a table names its columns: nobody says it.
fn is_table_header(source: &Source, passage: &Passage) -> bool {
    source.reading == Reading::Table && matches!(passage.form, Form::Heading(_))
}

/// Returns the kinds of the sources, declared ones first.
fn kinds(study: &Study) -> Vec<Kind> {
    let is_used = |kind: &Kind| study.sources().iter().any(|source| source.kind == *kind);
    let mut kinds: Vec<Kind> = study.manifest().kinds.iter().map(|rule| rule.name.clone()).filter(is_used).collect();
    for source in study.sources() {
        if !kinds.contains(&source.kind) {
            kinds.push(source.kind.clone());
        }
    }
    kinds
}
