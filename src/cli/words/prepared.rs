//! A study made ready for counting, and what was typed made ready with it.

use crate::base::count::plural;
use crate::base::problem::{Problem, Severity};
use crate::content::groups::By;
use crate::content::material::{Material, Turns};
use crate::content::question::found;
use crate::content::tally::Watch;
use crate::search::answer::{Asked, ask};
use crate::search::corpus::{Corpus as _, Facts as _, Unknown};
use crate::search::index::Joined;
use crate::search::passages::PassageSet;
use crate::search::query::{Query, Trouble, parse};
use crate::search::searchable::Searchable;
use crate::study::{Study, View};

use super::super::failure::Failure;
use super::super::search::{current_index, problem};
use super::super::session::Session;
use super::Common;
use super::disclosed::unquoted;

/// A study made ready.
pub(super) struct Prepared {
    pub(super) study: Study,
    pub(super) picture: Searchable,
    pub(super) material: Material,
    /// The passages of `--in` whose words count.
    pub(super) range: PassageSet,
    /// What `--in` asks.
    within: Query,
    pub(super) turns: Turns,
    /// The index, where one can be kept: made current when the first word is looked for, since filters need none.
    index: Option<Joined>,
    /// Whether the index was asked for.
    is_indexed: bool,
    /// The passages whose words go into no file; none where none is written.
    unquoted: PassageSet,
    /// Those among them that would have been counted.
    left_out: PassageSet,
}

impl Prepared {
    pub(super) fn new(common: &Common, session: &mut Session) -> Result<Self, Failure> {
        let study = session.open()?;
        let bar = session.progress(study.sources().len() as u64, "reading");
        study.load_outlines(|| bar.inc(1));
        bar.finish_and_clear();
        let view = if common.view == "coded" { View::Coded } else { View::Reconciled };
        let picture = Searchable::new(&study, view);
        let turns = if common.interviewers { Turns::All } else { Turns::Respondents };
        let material = Material::new(&study, picture.places(), turns);
        let text = common.within.as_deref().unwrap_or_default();
        let within = parse(text, &picture.attributes()).query;
        let none = PassageSet::none(picture.places().len());
        let unquoted = if common.file().is_some() { unquoted(&study, picture.places()) } else { none.clone() };
        let (range, left_out, index, is_indexed) = (none.clone(), none, None, false);
        let mut prepared =
            Self { study, picture, material, range, within, turns, index, is_indexed, unquoted, left_out };
        prepared.range = prepared.passages(text, session)?;
        Ok(prepared)
    }

    /// Returns the passages of a query whose words count.
    pub(super) fn passages(&mut self, query: &str, session: &mut Session) -> Result<PassageSet, Failure> {
        let asked = self.ask(query, &Query::All, session)?;
        self.counted(&asked)
    }

    /// Reads a query for words, and returns it with those passages of the range that hold them; restricted
    /// sources that it names are among them.
    pub(super) fn words(&mut self, query: &str, session: &mut Session) -> Result<(Asked, PassageSet), Failure> {
        let within = self.within.clone();
        let asked = self.ask(query, &within, session)?;
        if !asked.plan.node.has_words() {
            let message = format!("no word is looked for in '{query}'");
            let hint = "name a word or a \"phrase\"; --in narrows where it is looked for";
            return Err(Failure::usage(message).hint(hint));
        }
        let passages = self.counted(&asked)?;
        self.range.unite(&passages);
        Ok((asked, passages))
    }

    /// Reads a query; where it looks for words, the index is made current.
    fn ask(&mut self, query: &str, within: &Query, session: &mut Session) -> Result<Asked, Failure> {
        let asked = ask(&self.picture, query, false, within);
        tell(&asked.troubles, query, session)?;
        if asked.plan.node.has_words() && !self.is_indexed {
            self.is_indexed = true;
            self.index = current_index(&self.study, &self.picture, session)?;
        }
        Ok(asked)
    }

    /// Finds the passages whose words count.
    fn counted(&mut self, asked: &Asked) -> Result<PassageSet, Failure> {
        let mut passages = self.found(asked)?;
        passages.intersect(self.material.counted());
        let mut left_out = passages.clone();
        left_out.intersect(&self.unquoted);
        self.left_out.unite(&left_out);
        left_out.invert();
        passages.intersect(&left_out);
        Ok(passages)
    }

    /// Finds passages in the index; in the texts where there is none, or it fails.
    fn found(&self, asked: &Asked) -> Result<PassageSet, Failure> {
        found(&self.picture, &asked.plan, self.index.as_ref(), &|| false)
            .or_else(|_| found(&self.picture, &asked.plan, None, &|| false))
            .map_err(|error| Failure::internal(error.to_string()))
    }

    /// Reads by what texts are divided.
    pub(super) fn by(&self, word: &str) -> Result<By, Failure> {
        let declared: Vec<&str> = self.study.manifest().attributes.keys().map(String::as_str).collect();
        By::read(word, &declared).ok_or_else(|| {
            let mut known: Vec<&str> = By::USUAL.iter().map(By::word).collect();
            known.extend(declared.iter().filter(|name| !["case", "category"].contains(*name)));
            let message = format!("texts are not divided by '{word}'");
            Failure::usage(message).hint(format!("type one of: {}", known.join(", ")))
        })
    }

    /// Says of how much text a list is made, and what is left out of it.
    pub(super) fn about(&self) -> String {
        let places = self.picture.places();
        let sources = |of: &PassageSet| {
            let met = (0..places.sources()).filter(|at| places.of_source(*at).any(|number| of.contains(number)));
            met.count()
        };
        let hidden = match sources(&self.left_out) {
            0 => String::new(),
            hidden => {
                format!("; {} for background or restricted left out of the file", plural(hidden, "source", "sources"))
            }
        };
        let (sources, passages) =
            (plural(sources(&self.range), "source", "sources"), plural(self.range.count(), "passage", "passages"));
        let turns = match self.turns {
            Turns::Respondents => "turns of interviewers are left out",
            Turns::All => "turns of interviewers count too",
        };
        format!("{passages} of {sources}; {turns}{hidden}")
    }

    /// Does a piece of work over all sources and shows how far it is.
    pub(super) fn watched<T>(
        &self,
        session: &Session,
        what: &'static str,
        work: impl FnOnce(&Self, &Watch<'_>) -> Option<T>,
    ) -> Result<T, Failure> {
        let bar = session.progress(self.picture.places().sources() as u64, what);
        let progress = |done: usize| bar.set_position(done as u64);
        let done = work(self, &Watch { stop: &|| false, progress: &progress });
        bar.finish_and_clear();
        done.ok_or_else(|| Failure::internal("the count was stopped"))
    }
}

/// Refuses a query that cannot be read whole, and says what else there is to say of it.
fn tell(troubles: &[Trouble], query: &str, session: &mut Session) -> Result<(), Failure> {
    let problems: Vec<Problem> = troubles.iter().map(|trouble| problem(trouble, query)).collect();
    if troubles.iter().any(|trouble| trouble.severity == Severity::Error) {
        let mut failure = Failure::usage("");
        failure.problems = problems;
        return Err(failure);
    }
    problems.iter().try_for_each(|problem| session.tell(problem))
}

/// A name that leads nowhere.
pub(super) fn unknown(unknown: Unknown) -> Failure {
    let failure = Failure::usage(unknown.message);
    match unknown.hint {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}
