//! Coding all that a query finds: what would be coded, counted and shown before anything is written.
//!
//! Nothing is written here. The plan holds the codings as they would stand in the journal, each with the
//! query that made it, and counts what was found and is left out, so that a person can decide.

use std::collections::{BTreeMap, BTreeSet, btree_map};

use super::answer::{Question, Reached, reach};
use super::corpus::{Corpus as _, Document};
use super::index::{IndexError, Joined};
use super::plan::Plan;
use super::query::{Query, Trouble};
use super::run::{Hit, Limits, Marker};
use super::searchable::Searchable;
use crate::base::count::plural;
use crate::base::ids::{CodeId, Coder, Kind, SourceId, Voice};
use crate::base::text::Span;
use crate::codebook::Code;
use crate::coding::{Coded, Stance};
use crate::source::{Form, Outline};
use crate::study::{Anchoring, Study};

/// What of a passage that was found is coded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// What the passage says, without its label or marker.
    #[default]
    Passage,
    /// The words that match, each place by itself.
    Match,
    /// The whole turn of the speaker.
    Turn,
    /// The passage, where it is a row of a table.
    Row,
}

impl Unit {
    /// All units.
    pub const ALL: [Self; 4] = [Self::Passage, Self::Match, Self::Turn, Self::Row];

    /// Returns the word for it, as it is typed.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Passage => "passage",
            Self::Match => "match",
            Self::Turn => "turn",
            Self::Row => "row",
        }
    }

    /// Reads the word for it.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.word() == word)
    }
}

/// What is to be coded, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The query as it was typed: it stands in the journal beside each coding.
    pub query: String,
    /// What else a passage must be; every passage where nothing is asked beside the query.
    pub within: Query,
    /// What of each passage.
    pub unit: Unit,
    /// The code.
    pub code: CodeId,
    /// The stance towards its claim.
    pub stance: Stance,
    /// Who codes.
    pub by: Coder,
    /// Whether the interviewer's words are coded too.
    pub interviewer: bool,
}

/// What a wish comes to.
#[derive(Clone, Debug, Default)]
pub struct AutoPlan {
    /// The codings, by source and place.
    pub codings: Vec<Coded>,
    /// What there is to know of them.
    pub count: Count,
    /// What could not be read in the query, or not as it was meant.
    pub troubles: Vec<Trouble>,
    /// The query as it was understood.
    pub understood: String,
}

/// What would be coded, and what was found and is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Passages that were found.
    pub hits: usize,
    /// Codings, for each kind with the number of its sources, in the order of the sources.
    pub kinds: BTreeMap<Kind, (usize, usize)>,
    /// Independent voices that would have a coding, counted as verdicts count them: each row of a table is its own
    /// where it names none, and the interviewer is none.
    pub voices: usize,
    /// Units that have this code from this coder already, wholly or in part.
    pub already: usize,
    /// Passages of the interviewer.
    pub interviewer: usize,
    /// Headings, and the headers of tables: they are no evidence.
    pub headings: usize,
    /// Passages without what was to be coded: no turn of a speaker, no row of a table, no words that match.
    pub without: usize,
    /// Sources that changed or could not be read.
    pub unread: usize,
    /// The first of what would be coded: where, and its words.
    pub sample: Vec<(SourceId, Span, String)>,
}

impl Count {
    /// Returns how many sources would have a coding.
    #[must_use]
    pub fn sources(&self) -> usize {
        self.kinds.values().map(|(_, sources)| sources).sum()
    }

    /// Says what was found and is not coded, a line each. `with_interviewer` is what to type to have the
    /// interviewer's words too.
    #[must_use]
    pub fn left_out(&self, unit: Unit, with_interviewer: &str) -> Vec<String> {
        let passages = |number: usize| plural(number, "passage", "passages");
        let without = match unit {
            Unit::Turn => "nobody is known to speak there",
            Unit::Row => "no row of a table",
            Unit::Passage | Unit::Match => "only filters find them, no word in them matches",
        };
        let lines = [
            (self.already, format!("{} coded with it already", plural(self.already, "place", "places"))),
            (
                self.interviewer,
                format!("{} of the interviewer; {with_interviewer} takes them too", passages(self.interviewer)),
            ),
            (self.headings, plural(self.headings, "heading", "headings")),
            (self.without, format!("{}: {without}", passages(self.without))),
        ];
        lines.into_iter().filter(|(number, _)| *number > 0).map(|(_, line)| line).collect()
    }
}

/// How many of the codings are shown before they are made.
const SAMPLE: usize = 5;

/// How many code points of one are shown.
const SHOWN: usize = 400;

/// Plans the codings of all that a query finds.
///
/// `picture` is one of the study as it is; `stop` is asked now and then whether the plan is still wanted.
///
/// # Errors
/// When the index fails: the same can be asked without it.
pub fn plan(
    study: &Study,
    picture: &Searchable,
    index: Option<&Joined>,
    wish: &Wish,
    stop: &dyn Fn() -> bool,
) -> Result<AutoPlan, IndexError> {
    let finds = find(picture, index, wish, stop)?;
    let mut planning = Planning::new(&finds, picture, wish);
    while !stop() && planning.step(study) {}
    Ok(planning.plan())
}

/// What a wish's query finds: for [`Planning`] what is coded of it.
pub struct Finds {
    plan: Plan,
    /// The passages of each source, in order.
    by_source: BTreeMap<usize, Vec<Hit>>,
    hits: usize,
    unread: usize,
    troubles: Vec<Trouble>,
    understood: String,
}

/// Finds what is to be coded, which may take long; the study itself is not needed for it.
///
/// `stop` is asked now and then whether it is still wanted: then not all of it is found.
///
/// # Errors
/// When the index fails: the same can be asked without it.
pub fn find(
    picture: &Searchable,
    index: Option<&Joined>,
    wish: &Wish,
    stop: &dyn Fn() -> bool,
) -> Result<Finds, IndexError> {
    let limits = Limits { offset: 0, limit: usize::MAX, count: false };
    let question =
        Question { query: wish.query.clone(), limits, typing: false, within: wish.within.clone(), arrangement: None };
    let Reached { plan, found, troubles, understood, .. } = reach(picture, index, &question, stop)?;
    let hits = found.hits.len();
    let mut by_source: BTreeMap<usize, Vec<Hit>> = BTreeMap::new();
    for hit in found.hits {
        by_source.entry(hit.source).or_default().push(hit);
    }
    for hits in by_source.values_mut() {
        hits.sort_by_key(|hit| hit.passage);
    }
    Ok(Finds { plan, by_source, hits, unread: found.unread, troubles, understood })
}

/// Plans what is coded of what was found, a source at a time, so that nobody who codes meanwhile waits for all of it.
pub struct Planning<'a> {
    picture: &'a Searchable,
    wish: &'a Wish,
    left: btree_map::Iter<'a, usize, Vec<Hit>>,
    marker: Marker<'a>,
    has_words: bool,
    voices: BTreeSet<Voice>,
    made: AutoPlan,
}

impl<'a> Planning<'a> {
    /// Begins with what was found in a picture of the study.
    #[must_use]
    pub fn new(finds: &'a Finds, picture: &'a Searchable, wish: &'a Wish) -> Self {
        Self {
            picture,
            wish,
            left: finds.by_source.iter(),
            marker: Marker::new(&finds.plan),
            has_words: finds.plan.node.has_words(),
            voices: BTreeSet::new(),
            made: AutoPlan {
                troubles: finds.troubles.clone(),
                understood: finds.understood.clone(),
                count: Count { hits: finds.hits, unread: finds.unread, ..Count::default() },
                ..AutoPlan::default()
            },
        }
    }

    /// Plans one source in the study as it is now, and tells whether there was one left. What changed since the
    /// picture was taken is counted as unread.
    pub fn step(&mut self, study: &Study) -> bool {
        let Some(code) = study.codebook().get(&self.wish.code) else { return false };
        let Some((&source, hits)) = self.left.next() else { return false };
        if self.source(study, code, source, hits).is_none() {
            self.made.count.unread += 1;
        }
        true
    }

    /// Returns what was planned.
    #[must_use]
    pub fn plan(mut self) -> AutoPlan {
        self.made.count.voices = self.voices.len();
        self.made
    }

    /// Adds the codings of one source; nothing where its passages are not those that were searched.
    fn source(&mut self, study: &Study, code: &Code, at: usize, hits: &[Hit]) -> Option<()> {
        let position = study.position(self.picture.id(at))?;
        let source = &study.sources()[position];
        let outline = study.outline(source).ok()?;
        let document = self.picture.load(at)?;
        let cut = outline.passages.iter().map(|passage| passage.span);
        if document.text.hash() != outline.hash || !cut.eq(document.passages.iter().map(|(span, _)| *span)) {
            return None;
        }
        let coded = self.coded_already(study, code, position);
        let mut last = None;
        let before = self.made.codings.len();
        for hit in hits {
            for span in self.units(outline, &document, hit.passage) {
                // Units come in order; two hits in one turn are one.
                if last.is_some_and(|last: Span| span.start < last.end) {
                    continue;
                }
                last = Some(span);
                if coded.iter().any(|other| other.overlaps(span)) {
                    self.made.count.already += 1;
                    continue;
                }
                let text = &document.text;
                let coded = study.coded_in(source, text, outline.hash, span, code, self.wish.stance);
                self.made.codings.push(Coded { auto: Some(self.wish.query.clone()), ..coded });
                self.voices.extend(self.picture.heard(at, hit.passage));
                if self.made.count.sample.len() < SAMPLE {
                    let words = text.after(span.start, span.len().min(SHOWN)).to_owned();
                    self.made.count.sample.push((source.id.clone(), span, words));
                }
            }
        }
        let new = self.made.codings.len() - before;
        if new > 0 {
            let (codings, sources) = self.made.count.kinds.entry(source.kind.clone()).or_default();
            *codings += new;
            *sources += 1;
        }
        Some(())
    }

    /// Returns where this coder has the code in a source.
    fn coded_already(&self, study: &Study, code: &Code, position: usize) -> Vec<Span> {
        let placed = study.codings_in(position);
        let is_own = placed.iter().filter(|placed| {
            placed.anchoring == Anchoring::Anchored
                && *placed.coding.by() == self.wish.by
                && placed.code.is_some_and(|placed| placed.id == code.id)
        });
        is_own.map(|placed| placed.span).collect()
    }

    /// Returns what is to be coded of a passage that was found, or counts why there is nothing.
    fn units(&mut self, outline: &Outline, document: &Document, number: usize) -> Vec<Span> {
        let Some(passage) = outline.passages.get(number) else { return Vec::new() };
        let count = &mut self.made.count;
        if outline.is_heading(&document.text, number) {
            count.headings += 1;
            return Vec::new();
        }
        if outline.is_interviewer(passage) && !self.wish.interviewer {
            count.interviewer += 1;
            return Vec::new();
        }
        let text = &document.text;
        let units: Vec<Span> = match self.wish.unit {
            Unit::Passage => vec![passage.said(text)],
            Unit::Match if self.has_words => self.marker.marks(text, passage.span, passage.language),
            Unit::Turn => outline.turn_of(text, number).into_iter().collect(),
            Unit::Row if passage.form == Form::Row => vec![passage.span],
            Unit::Match | Unit::Row => Vec::new(),
        };
        count.without += usize::from(units.is_empty());
        units
    }
}
