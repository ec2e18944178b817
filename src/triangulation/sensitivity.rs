//! How much a verdict depends on one voice, one kind, one case, or one threshold.
//!
//! What leaving something out touches is sorted again, and the counts are changed by the difference.
//! Voices that are alike in all that a verdict depends on are interchangeable: one of each class is
//! left out.

use std::collections::HashMap;

use crate::base::ids::{Case, Kind, Voice};
use crate::coding::Direction;

use super::evidence::{Ordinal, ordinal, tidy};
use super::ladder::judge;
use super::ratio::Ratio;
use super::reasons::kinds_by_name;
use super::sorting::{Groups, Sorting, Unit};
use super::tally::{Change, Tally};
use super::thresholds::Thresholds;
use super::unit::TAUS;
use super::verdict::{Position, Verdict};

/// A verdict with its direction, as far as sensitivity compares them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The verdict.
    pub verdict: Verdict,
    /// The direction.
    pub direction: Direction,
}

/// What leaving things out one by one does to a verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runs<T> {
    /// How often something was left out.
    pub runs: u32,
    /// What changes verdict or direction when it is left out, by name, and what they become.
    pub flips: Vec<(T, Outcome)>,
}

impl<T> Default for Runs<T> {
    fn default() -> Self {
        Self { runs: 0, flips: Vec::new() }
    }
}

/// A threshold and another value for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Variant {
    /// The threshold's name.
    pub name: &'static str,
    /// The other value.
    pub value: String,
}

/// How a verdict holds without each voice, kind and case, and with other thresholds.
///
/// Who would change it is internal knowledge: public reports say "one voice".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sensitivity {
    /// Without each voice that has a stance.
    pub voices: Runs<Voice>,
    /// Without each kind that has a stance.
    pub kinds: Runs<Kind>,
    /// Without each case that a source names, if there are at least two.
    pub cases: Runs<Case>,
    /// With each other threshold.
    pub thresholds: Runs<Variant>,
}

impl Sensitivity {
    /// Tells whether leaving out one voice changes verdict or direction.
    #[must_use]
    pub fn is_fragile(&self) -> bool {
        !self.voices.flips.is_empty()
    }
}

/// The other thresholds that are tried.
const VARIANTS: [(&str, &str); 8] = [
    ("tau", "1/3"),
    ("tau", "2/3"),
    ("beta", "1/3"),
    ("beta", "2/3"),
    ("delta", "1/4"),
    ("delta", "1/2"),
    ("n_min", "2"),
    ("n_min", "4"),
];

/// Returns the values of the threshold of units to sort for: the study's own, then those that are tried.
pub(crate) fn taus(own: Ratio) -> [Ratio; TAUS] {
    [own, Ratio::new(1, 3), Ratio::new(2, 3)]
}

/// Works out the sensitivity of a verdict that rests on at least one stance.
///
/// The units were sorted for [`taus`].
pub(crate) fn sensitivity(
    sorting: &mut Sorting<'_>,
    units: &[Unit],
    tally: &Tally,
    thresholds: &Thresholds,
    usual: Outcome,
) -> Sensitivity {
    let roster = sorting.roster;
    let pairs = units.iter().zip(0_u32..).map(|(unit, at)| (unit.voice, at));
    let mut trial = Trial {
        by_voice: Groups::new(roster.voices.len(), pairs),
        parts_of: Groups::new(roster.voices.len(), roster.parts.iter().zip(0..).map(|(part, at)| (part.voice, at))),
        order: kinds_by_name(roster),
        sorting,
        units,
        tally,
        thresholds,
        usual,
    };
    Sensitivity { voices: trial.voices(), kinds: trial.kinds(), cases: trial.cases(), thresholds: trial.variants() }
}

/// What the verdict takes from a voice with one unit and one part. Equal classes give equal outcomes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Class {
    kind: Ordinal,
    position: Position,
    asked: bool,
    own: bool,
    case_set: Ordinal,
    category_set: Ordinal,
    named_set: Ordinal,
    source_asked: bool,
    source_done: bool,
}

/// A verdict put to the test.
struct Trial<'s, 'e> {
    sorting: &'s mut Sorting<'e>,
    units: &'s [Unit],
    tally: &'s Tally,
    thresholds: &'s Thresholds,
    usual: Outcome,
    order: Vec<Ordinal>,
    /// Places in `units`, by voice.
    by_voice: Groups,
    /// Parts, by voice.
    parts_of: Groups,
}

impl Trial<'_, '_> {
    fn outcome(&self, tally: &Tally, thresholds: &Thresholds) -> Outcome {
        let judgement = judge(&self.order, self.sorting.roster, tally, thresholds);
        Outcome { verdict: judgement.verdict, direction: judgement.direction }
    }

    fn runs<T: Ord>(&self, outcomes: Vec<(T, Outcome)>) -> Runs<T> {
        let runs = ordinal(outcomes.len());
        let mut flips: Vec<(T, Outcome)> = outcomes.into_iter().filter(|(_, outcome)| *outcome != self.usual).collect();
        flips.sort_by(|a, b| a.0.cmp(&b.0));
        Runs { runs, flips }
    }

    /// Returns the units of a voice.
    fn units_of(&self, voice: Ordinal) -> impl Iterator<Item = &Unit> + Clone {
        self.by_voice.of(voice).iter().map(|&at| &self.units[at as usize])
    }

    fn voices(&mut self) -> Runs<Voice> {
        let roster = self.sorting.roster;
        let entangled = self.entangled();
        let mut classes: HashMap<Class, Outcome> = HashMap::new();
        let mut scratch = self.tally.clone();
        let mut outcomes = Vec::new();
        for voice in 0..ordinal(roster.voices.len()) {
            if !self.units_of(voice).any(|unit| unit.position.is_stance()) {
                continue;
            }
            let class = if entangled[voice as usize] { None } else { self.class(voice) };
            let known = class.and_then(|class| classes.get(&class).copied());
            let outcome = known.unwrap_or_else(|| {
                if class.is_some() {
                    return self.taken_out(&mut scratch, voice);
                }
                let parts = self.parts_of.of(voice).to_vec();
                self.without(&parts, Some(voice))
            });
            if let Some(class) = class {
                classes.insert(class, outcome);
            }
            outcomes.push((roster.voices[voice].clone(), outcome));
        }
        self.runs(outcomes)
    }

    /// Marks the voices whose sources hold codings of another voice, or whose codings stand in a source
    /// of another voice: leaving these out changes units of others.
    fn entangled(&self) -> Vec<bool> {
        let roster = self.sorting.roster;
        let mut entangled = vec![false; roster.voices.len()];
        for coding in self.sorting.evidence.codings.iter().filter(|coding| !coding.interviewer) {
            let own = roster.parts[coding.part as usize].voice;
            let said = roster.units[coding.unit].1;
            if own != said {
                entangled[own as usize] = true;
                entangled[said as usize] = true;
            }
        }
        entangled
    }

    /// The class of a voice with one unit, one whole source, and no coding that names a case; or with one
    /// unit and one row of a table, as long as the row is not all that is left of the table.
    fn class(&self, voice: Ordinal) -> Option<Class> {
        let (&[unit], &[part]) = (self.by_voice.of(voice), self.parts_of.of(voice)) else { return None };
        let unit = &self.units[unit as usize];
        let part = &self.sorting.roster.parts[part as usize];
        let split = self.sorting.roster.is_split(part.source);
        if split || self.sorting.codings_of(unit.unit).any(|coding| coding.case.is_some()) {
            return None;
        }
        Some(Class {
            kind: unit.kind,
            position: unit.position,
            asked: unit.asked,
            own: unit.own,
            case_set: unit.case_set,
            category_set: unit.category_set,
            named_set: part.named_set,
            source_asked: self.sorting.is_asked(part.source),
            source_done: self.sorting.is_done(part.source),
        })
    }

    /// Judges without a voice that has a [`Class`], by taking it off the counts and back on.
    fn taken_out(&self, tally: &mut Tally, voice: Ordinal) -> Outcome {
        let sets = &self.sorting.sets;
        let change = |tally: &mut Tally, by: Change| {
            for &part in self.parts_of.of(voice) {
                tally.change_reading(self.sorting, self.sorting.roster.parts[part as usize].source, by);
                tally.change_known(self.sorting, part, by);
            }
        };
        tally.take_out(&self.units_of(voice), sets);
        change(tally, Change::Out);
        let outcome = self.outcome(tally, self.thresholds);
        change(tally, Change::In);
        tally.take_in(self.units_of(voice), sets);
        outcome
    }

    /// Judges what is left without some parts and without the codings that name a voice.
    fn without(&mut self, parts: &[Ordinal], voice: Option<Ordinal>) -> Outcome {
        let roster = self.sorting.roster;
        let (touched, affected) = self.touched(parts, voice);
        let sources = tidy(affected.iter().map(|&part| roster.parts[part as usize].source).collect());
        let mut tally = self.tally.clone();
        let count = |tally: &mut Tally, sorting: &Sorting<'_>, by: Change| {
            for &source in &sources {
                tally.change_reading(sorting, source, by);
            }
            for &part in &affected {
                tally.change_known(sorting, part, by);
            }
        };
        count(&mut tally, self.sorting, Change::Out);
        let formed: Vec<Unit> = self.sorting.without(parts, voice, |sorting| {
            count(&mut tally, sorting, Change::In);
            touched.iter().filter_map(|&unit| sorting.form(unit)).collect()
        });
        let sets = &self.sorting.sets;
        let mut formed: Vec<&Unit> = formed.iter().collect();
        formed.sort_unstable_by_key(|unit| unit.voice);
        for voice in tidy(touched.iter().map(|&unit| roster.units[unit].1).collect()) {
            tally.take_out(&self.units_of(voice), sets);
            let kept = self.units_of(voice).filter(|unit| touched.binary_search(&unit.unit).is_err());
            let from = formed.partition_point(|unit| unit.voice < voice);
            let to = formed.partition_point(|unit| unit.voice <= voice);
            tally.take_in(kept.chain(formed[from..to].iter().copied()), sets);
        }
        self.outcome(&tally, self.thresholds)
    }

    /// Returns the units that leaving something out can change, and the parts that it changes, sorted.
    ///
    /// The units are those that lose a coding or a part, and the own voices of parts that lose a coding,
    /// which may become silent ones.
    fn touched(&self, parts: &[Ordinal], voice: Option<Ordinal>) -> (Vec<Ordinal>, Vec<Ordinal>) {
        let roster = self.sorting.roster;
        let mut units = Vec::new();
        let mut affected = parts.to_vec();
        for &part in parts {
            units.push(roster.parts[part as usize].home);
            units.extend(self.sorting.codings_in(part).map(|coding| coding.unit));
        }
        for unit in voice.into_iter().flat_map(|voice| self.units_of(voice)) {
            units.push(unit.unit);
            for coding in self.sorting.codings_of(unit.unit) {
                units.push(roster.parts[coding.part as usize].home);
                affected.push(coding.part);
            }
        }
        (tidy(units), tidy(affected))
    }

    fn kinds(&mut self) -> Runs<Kind> {
        let roster = self.sorting.roster;
        let parts =
            Groups::new(roster.kinds.len(), (0..ordinal(roster.parts.len())).map(|part| (roster.kind_of(part), part)));
        let mut outcomes = Vec::new();
        for kind in 0..ordinal(roster.kinds.len()) {
            if self.tally.kinds[kind as usize].units.with_stance() > 0 {
                outcomes.push((roster.kinds[kind].clone(), self.without(parts.of(kind), None)));
            }
        }
        self.runs(outcomes)
    }

    /// Leaves out each case that a source which exists for the theme names, if there are at least two.
    fn cases(&mut self) -> Runs<Case> {
        let roster = self.sorting.roster;
        let naming = roster.parts.iter().zip(0..).filter(|&(_, at)| self.sorting.exists(at));
        let pairs = naming.flat_map(|(part, at)| part.cases.iter().map(move |&case| (case, at)));
        let parts = Groups::new(roster.cases.len(), pairs);
        let named: Vec<Ordinal> = (0..ordinal(roster.cases.len())).filter(|&case| !parts.of(case).is_empty()).collect();
        if named.len() < 2 {
            return Runs::default();
        }
        let outcomes =
            named.iter().map(|&case| (roster.cases[case].clone(), self.without(parts.of(case), None))).collect();
        self.runs(outcomes)
    }

    /// Judges again with each other threshold, in the order in which they are printed.
    fn variants(&self) -> Runs<Variant> {
        let mut runs = Runs::default();
        for (name, value) in VARIANTS {
            let mut thresholds = self.thresholds.clone();
            // The values are constants within the limits of their thresholds.
            if thresholds.set(name, value).is_err() {
                continue;
            }
            let outcome = match taus(self.thresholds.tau).iter().position(|&tau| tau == thresholds.tau) {
                Some(at @ 1..) => self.at_tau(at),
                _ => self.outcome(self.tally, &thresholds),
            };
            runs.runs += 1;
            if outcome != self.usual {
                runs.flips.push((Variant { name, value: value.to_owned() }, outcome));
            }
        }
        runs
    }

    /// Judges with the units as they stand at another value of their threshold.
    fn at_tau(&self, at: usize) -> Outcome {
        let mut tally = self.tally.clone();
        let sets = &self.sorting.sets;
        for unit in self.units.iter().filter(|unit| unit.positions[at] != unit.position) {
            let moved: Vec<Unit> =
                self.units_of(unit.voice).map(|unit| Unit { position: unit.positions[at], ..*unit }).collect();
            // A voice with several units that move is changed once, at the first of them.
            let first = self.units_of(unit.voice).find(|unit| unit.positions[at] != unit.position);
            if first == Some(unit) {
                tally.take_out(&self.units_of(unit.voice), sets);
                tally.take_in(moved.iter(), sets);
            }
        }
        self.outcome(&tally, self.thresholds)
    }
}
