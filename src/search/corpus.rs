//! What a search needs to know of a study, as two small traits: its texts, and what is known of them.

use super::arranged::{Arranged, Arrangement};
use super::passages::{PassageSet, Places};
use super::query::{Codes, Filter, Query};
use super::run::Hit;
use crate::base::ids::SourceId;
use crate::base::language::Language;
use crate::base::text::{Span, Text, TextHash};

/// The texts of a study: sources in a fixed order, each a row of passages.
///
/// The numbers of sources and passages hold while the value lives.
pub trait Corpus: Sync {
    /// Returns where each source's passages stand.
    fn places(&self) -> &Places;

    /// Returns a source's id.
    fn id(&self, source: usize) -> &SourceId;

    /// Returns a hash of all that a source's passages, their words and their languages follow from:
    /// its text and the rules by which it was cut. Where it is the same, so are they.
    fn stamp(&self, source: usize) -> TextHash;

    /// Returns a number that changes when a source comes, goes, or has another stamp.
    fn edition(&self) -> u64;

    /// Reads a source; nothing where it cannot be read any more.
    fn load(&self, source: usize) -> Option<Document>;
}

/// A source's text, cut into passages.
#[derive(Clone, Debug)]
pub struct Document {
    /// The text.
    pub text: Text,
    /// Its passages, in order, each with its language.
    pub passages: Vec<(Span, Language)>,
}

/// What is known of passages beside their words.
pub trait Facts {
    /// Returns the passages that a filter finds which does not ask about a coding.
    ///
    /// # Errors
    /// When the filter names something that there is not, or several things.
    fn passages(&self, filter: &Filter) -> Result<PassageSet, Unknown>;

    /// Returns the passages with a coding that meets all of these filters, each of which asks about a
    /// coding ([`Filter::is_of_coding`]).
    ///
    /// # Errors
    /// When a filter names something that there is not, or several things.
    fn coded(&self, filters: &[&Filter]) -> Result<PassageSet, Unknown>;

    /// Returns the passages touched by codings of the left code that lie as asked to those of the
    /// right one.
    ///
    /// # Errors
    /// When there is no such code.
    fn codes(&self, codes: &Codes) -> Result<PassageSet, Unknown>;

    /// Returns the passages that no search may find, but for those of the sources that the query
    /// names one by one.
    fn hidden(&self, named: &[&Filter]) -> PassageSet;

    /// Returns the names of the attributes that the study declares: filters may name them.
    fn attributes(&self) -> Vec<&str>;

    /// Lays out what a query found: `query` has every saved search in the place of its name.
    fn arranged(&self, query: &Query, hits: &[Hit], wanted: &Arrangement) -> Arranged;

    /// Returns the saved searches: names and queries.
    fn saved(&self) -> Vec<(&str, &str)>;
}

/// A study as a search sees it.
pub trait Studied: Corpus + Facts {}

impl<S: Corpus + Facts> Studied for S {}

/// A name in a query that leads nowhere, or to several things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// One sentence without a final full stop.
    pub message: String,
    /// What to type.
    pub hint: Option<String>,
}
