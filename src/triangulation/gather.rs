//! Takes the evidence of each theme out of a study.
//!
//! Everything that the method says about who speaks, who was asked and who has read is settled here;
//! the judging knows nothing of files. Withdrawn sources are left out of everything, and sources for
//! background count like others.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use crate::base::ids::{CodeId, Kind, SourceId};
use crate::base::problem::Problem;
use crate::codebook::Code;
use crate::coding::Stance;
use crate::source::{Outline, Reading, Row};
use crate::study::{Anchoring, Layout, Placed, Source, Speaks, Study, View};

use super::assessment::{Assessment, assess};
use super::evidence::{Cell, Coding, Done, Evidence, Form, NewPart, Ordinal, Roster, ordinal};
use super::thresholds::Thresholds;

/// The evidence of all themes of a study.
pub struct Gathered<'s> {
    /// Who can speak.
    pub roster: Roster,
    /// The themes, in the order of the codebook.
    pub themes: Vec<Theme<'s>>,
    /// All codings of the view; [`Coding::number`] is a place in this list.
    pub placed: Vec<Placed<'s>>,
    /// For each source of the roster, its place in [`Study::sources`].
    pub sources: Vec<usize>,
    /// The thresholds of the study.
    pub thresholds: Thresholds,
    /// What is wrong with the thresholds that the study sets.
    pub problems: Vec<Problem>,
}

/// A theme and its evidence.
pub struct Theme<'s> {
    /// The code that carries the claim.
    pub code: &'s Code,
    /// What bears on it.
    pub evidence: Evidence,
    /// The judgements of whole sources on it, in the order of [`Evidence::cells`].
    pub cells: Vec<&'s crate::coding::Cell>,
}

impl<'s> Gathered<'s> {
    /// Gathers the evidence of all themes.
    #[must_use]
    pub fn new(study: &'s Study, view: View) -> Self {
        Gathering::new(study, view).finish()
    }

    /// Judges all themes, on all cores, in the order of the codebook.
    #[must_use]
    pub fn assess_all(&self) -> Vec<Assessment> {
        self.themes.par_iter().map(|theme| self.assess(theme)).collect()
    }

    /// Judges some themes, on all cores, in the order given.
    #[must_use]
    pub fn assess_some(&self, themes: &[&Theme<'s>]) -> Vec<Assessment> {
        themes.par_iter().map(|theme| self.assess(theme)).collect()
    }

    /// Judges one theme.
    #[must_use]
    pub fn assess(&self, theme: &Theme<'s>) -> Assessment {
        assess(&self.roster, &theme.evidence, &self.thresholds)
    }
}

/// Returns the thresholds that a study sets, over the defaults, and what is wrong with those it sets;
/// a value that cannot be is left at its default.
#[must_use]
pub fn thresholds(study: &Study) -> (Thresholds, Vec<Problem>) {
    let mut thresholds = Thresholds::default();
    let mut problems = Vec::new();
    for (name, value, line) in &study.manifest().thresholds {
        if let Err(message) = thresholds.set(name, value) {
            let problem = Problem::error("threshold", Layout::MANIFEST, message).at(*line);
            problems.push(problem.hint("the default is used until the line is mended"));
        }
    }
    (thresholds, problems)
}

/// The parts of one source in the roster.
struct Entered {
    /// The source's place in the roster.
    source: Ordinal,
    first_part: Ordinal,
    parts: Ordinal,
}

struct Gathering<'s> {
    study: &'s Study,
    roster: Roster,
    /// By place in the study: where the source stands in the roster, unless it is withdrawn.
    entered: Vec<Option<Entered>>,
    sources: Vec<usize>,
    placed: Vec<Placed<'s>>,
    agreed: Agreed,
    themes: Vec<Theme<'s>>,
    /// For each code, the themes that a coding of it is evidence for, and whether its stance turns round.
    themes_of: HashMap<CodeId, Vec<Bearing>>,
}

/// A theme, as a place in the list of themes, and whether a stance turns round on the way to its claim.
type Bearing = (usize, bool);

impl<'s> Gathering<'s> {
    fn new(study: &'s Study, view: View) -> Self {
        let placed = study.codings(view);
        let agreed = if view == View::Reconciled { Agreed::new(study, &placed) } else { Agreed::default() };
        let themes: Vec<Theme<'s>> = study
            .codebook()
            .themes()
            .map(|code| Theme { code, evidence: Evidence::default(), cells: Vec::new() })
            .collect();
        let mut gathering = Self {
            study,
            roster: Roster::default(),
            entered: Vec::new(),
            sources: Vec::new(),
            placed,
            agreed,
            themes,
            themes_of: HashMap::new(),
        };
        gathering.learn_themes();
        gathering.enter_sources();
        gathering
    }

    fn finish(mut self) -> Gathered<'s> {
        self.ask();
        self.read();
        self.code();
        self.judge_cells();
        let (thresholds, problems) = thresholds(self.study);
        Gathered {
            roster: self.roster,
            themes: self.themes,
            placed: self.placed,
            sources: self.sources,
            thresholds,
            problems,
        }
    }

    fn learn_themes(&mut self) {
        let codebook = self.study.codebook();
        let places: HashMap<&CodeId, usize> =
            self.themes.iter().enumerate().map(|(at, theme)| (&theme.code.id, at)).collect();
        for code in codebook.codes() {
            let themes = codebook.themes_of(&code.id);
            let found: Vec<(usize, bool)> =
                themes.into_iter().filter_map(|theme| Some((*places.get(&theme.code)?, theme.reversed))).collect();
            for id in std::iter::once(&code.id).chain(&code.aliases) {
                // An alias that is taken by another code or used twice is not this code's.
                if codebook.resolve(id) == Some(&code.id) {
                    self.themes_of.insert(id.clone(), found.clone());
                }
            }
        }
    }

    fn enter_sources(&mut self) {
        for (at, source) in self.study.sources().iter().enumerate() {
            if source.is_withdrawn() {
                self.entered.push(None);
                continue;
            }
            let rows = self.rows(source);
            let form = match (rows.is_some(), source.about.people) {
                (true, _) => Form::Rows,
                (false, Some(2..)) => Form::Group,
                (false, _) => Form::One,
            };
            let parts = match rows {
                Some(rows) => rows.iter().enumerate().map(|(row, about)| self.row_part(source, row, about)).collect(),
                None => vec![self.whole(source)],
            };
            let kind = self.roster.kind(&source.kind, &source.leg);
            let first_part = ordinal(self.roster.parts.len());
            let number = ordinal(parts.len());
            let in_roster = self.roster.add_source(source.id.clone(), kind, form, parts);
            self.entered.push(Some(Entered { source: in_roster, first_part, parts: number }));
            self.sources.push(at);
        }
    }

    /// The rows of a table that are voices of their own.
    fn rows(&self, source: &'s Source) -> Option<&'s [Row]> {
        if source.reading != Reading::Table {
            return None;
        }
        let outline = outline(self.study, source)?;
        (!outline.rows.is_empty()).then_some(outline.rows.as_slice())
    }

    fn whole(&self, source: &Source) -> NewPart {
        part(source.speaks(), source.is_own(&self.study.manifest().own))
    }

    /// A row is its table's, but for what its own columns say; so is whether it is the evaluated party's own.
    fn row_part(&self, source: &Source, row: usize, about: &Row) -> NewPart {
        let own = &self.study.manifest().own;
        let says = |key: &str, value: &str| own.get(key).is_some_and(|values| values.iter().any(|v| v == value));
        let from_row = about.categories.iter().any(|category| says("category", category.as_str()))
            || about.cases.iter().any(|case| says("case", case.as_str()));
        let replaced = |key: &str| match key {
            "category" => !about.categories.is_empty(),
            "case" => !about.cases.is_empty(),
            _ => false,
        };
        let table: BTreeMap<String, Vec<String>> =
            own.iter().filter(|(key, _)| !replaced(key)).map(|(key, values)| (key.clone(), values.clone())).collect();
        part(source.row_speaks(row, about), from_row || source.is_own(&table))
    }

    /// Settles who was asked. Sources that do not say it themselves are asked as their kind and guide are.
    fn ask(&mut self) {
        let study = self.study;
        let sources: Vec<&Source> = self.sources.iter().map(|&at| &study.sources()[at]).collect();
        self.themes.par_iter_mut().for_each(|theme| {
            let mut by_instrument: HashMap<(&Kind, Option<&str>), bool> = HashMap::new();
            let code = &theme.code.id;
            theme.evidence.asked = sources
                .iter()
                .map(|source| {
                    if source.about.asked.is_some() {
                        return study.is_asked(source, code);
                    }
                    let instrument = (&source.kind, source.about.guide.as_deref());
                    *by_instrument.entry(instrument).or_insert_with(|| study.is_asked(source, code))
                })
                .collect();
        });
    }

    /// Settles who has read what: done for a theme is done for the code that carries its claim.
    fn read(&mut self) {
        let places: HashMap<&CodeId, usize> =
            self.themes.iter().enumerate().map(|(at, theme)| (&theme.code.id, at)).collect();
        let codebook = self.study.codebook();
        let mut found: Vec<(usize, Done)> = Vec::new();
        let theme = |code: &CodeId| codebook.resolve(code).and_then(|code| places.get(code).copied());
        // Most sources were read for the same list of codes, which is looked through once.
        let mut themes_of: HashMap<*const CodeId, Vec<usize>> = HashMap::new();
        for id in self.study.state().done_sources() {
            let Some(source) = self.source_in_roster(id) else { continue };
            for (coder, codes) in self.study.state().done(id).into_iter().flatten() {
                let coder = self.roster.coders.place(coder);
                for (read, codes) in codes.by_list() {
                    let themes =
                        themes_of.entry(codes.as_ptr()).or_insert_with(|| codes.iter().filter_map(theme).collect());
                    let done = Done { source, coder, by_name: read.by_name };
                    found.extend(themes.iter().map(|&theme| (theme, done)));
                }
            }
        }
        drop(places);
        for (theme, done) in found {
            self.themes[theme].evidence.done.push(done);
        }
    }

    fn source_in_roster(&self, id: &SourceId) -> Option<Ordinal> {
        let at = self.study.source_of(id)?;
        self.entered.get(at)?.as_ref().map(|entered| entered.source)
    }

    /// Enters the codings. Where each stands is looked up on all cores, before names get their ordinals.
    fn code(&mut self) {
        let placed = std::mem::take(&mut self.placed);
        let themes_of = std::mem::take(&mut self.themes_of);
        let study = self.study;
        let found: Vec<Option<(Standing<'s>, &[Bearing])>> = placed
            .par_iter()
            .map(|placed| {
                let bearings = themes_of.get(&placed.coding.code).filter(|bearings| !bearings.is_empty())?;
                let source = &study.sources()[placed.source?];
                Some((Standing::of(study, source, placed), bearings.as_slice()))
            })
            .collect();
        for ((placed, found), number) in placed.iter().zip(&found).zip(0..) {
            if let Some((standing, bearings)) = found {
                self.add_coding(number, placed, standing, bearings);
            }
        }
        self.placed = placed;
        self.themes_of = themes_of;
    }

    fn add_coding(&mut self, number: u32, placed: &Placed<'s>, standing: &Standing<'_>, bearings: &[Bearing]) {
        let coding = &*placed.coding;
        let Some(Some(entered)) = placed.source.and_then(|at| self.entered.get(at)) else { return };
        let form = self.roster.sources[entered.source as usize].form;
        // The heading of a table whose rows are voices of their own is nobody's voice.
        let row = if form == Form::Rows { standing.row } else { Some(0) };
        let Some(row) = row.filter(|&row| row < entered.parts) else { return };
        let part = entered.first_part + row;
        let speaker = standing.speaker.filter(|_| form == Form::Group);
        let own = std::slice::from_ref(coding.by());
        let coders = self.agreed.holders.get(&coding.id()).map_or(own, Vec::as_slice);
        let mut entry = Coding {
            number,
            part,
            unit: self.roster.unit(part, coding.voice()),
            case: coding.case().map(|case| self.roster.cases.place(case)),
            coder: 0,
            stance: coding.stance,
            weight: coding.weight(),
            passage: standing.passage,
            speaker: speaker.map(|name| self.roster.speakers.place(name)),
            interviewer: standing.interviewer,
            agreed: self.study.state().is_reconciliation(coding.id()),
        };
        for coder in coders {
            entry.coder = self.roster.coders.place(coder);
            for &(theme, reversed) in bearings {
                entry.stance = turned(coding.stance, reversed);
                self.themes[theme].evidence.codings.push(entry);
            }
        }
    }

    fn judge_cells(&mut self) {
        for cell in self.study.state().cells() {
            let Some(source) = self.source_in_roster(&cell.source) else { continue };
            let coder = self.roster.coders.place(&cell.written.by);
            for &(theme, reversed) in self.themes_of.get(&cell.code).into_iter().flatten() {
                let stance = turned(cell.stance, reversed);
                let theme = &mut self.themes[theme];
                theme.evidence.cells.push(Cell { id: cell.written.id, source, coder, stance });
                theme.cells.push(cell);
            }
        }
    }
}

fn part(speaks: Speaks, own: bool) -> NewPart {
    NewPart { voice: speaks.voice, cases: speaks.cases, categories: speaks.categories, own }
}

fn turned(stance: Stance, reversed: bool) -> Stance {
    if reversed { stance.reversed() } else { stance }
}

fn outline<'s>(study: &'s Study, source: &'s Source) -> Option<&'s Outline> {
    study.outline(source).ok()
}

/// Where a coding begins, as far as the verdict depends on it.
struct Standing<'s> {
    passage: u32,
    /// The row of a table of many voices, from 0.
    row: Option<u32>,
    speaker: Option<&'s String>,
    interviewer: bool,
}

impl<'s> Standing<'s> {
    /// A coding without a place in today's text keeps the one that it had, apart from all passages.
    fn of(study: &'s Study, source: &'s Source, placed: &Placed<'_>) -> Self {
        let start = ordinal(placed.span.start);
        let lost = Self { passage: start | 1 << 31, row: None, speaker: None, interviewer: false };
        let Some(outline) = outline(study, source) else { return lost };
        let Some(at) = outline.passage_at(placed.span.start) else { return lost };
        let passage = &outline.passages[at];
        let row = at.checked_sub(1).map(ordinal);
        if placed.anchoring != Anchoring::Anchored {
            return Self { row, ..lost };
        }
        Self {
            passage: ordinal(at),
            row,
            speaker: passage.speaker.and_then(|name| outline.speakers.names.get(usize::from(name))),
            interviewer: outline.is_interviewer(passage),
        }
    }
}

/// Whose codings a reconciliation replaced: what was agreed on counts as the word of each of them.
#[derive(Default)]
struct Agreed {
    holders: BTreeMap<crate::base::ids::EntryId, Vec<crate::base::ids::Coder>>,
}

impl Agreed {
    fn new(study: &Study, placed: &[Placed<'_>]) -> Self {
        let holders = placed
            .iter()
            .map(|placed| (placed.coding.id(), study.state().reconciled_coders(placed.coding.id())))
            .filter(|(_, coders)| !coders.is_empty())
            .collect();
        Self { holders }
    }
}
