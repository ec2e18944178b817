//! How much a verdict depends on one voice, one kind, one case, or one threshold.
//!
//! Voices that are alike in all that a verdict depends on are interchangeable: one of each class is
//! left out. A voice whose sources hold the words of others, or whose words stand in others' sources,
//! is left out by sorting what it touches again.

use std::collections::HashMap;

use crate::base::ids::{Case, Kind, Voice};

use super::evidence::{Ordinal, ordinal};
use super::ladder::judge;
use super::ratio::Ratio;
use super::reasons::kinds_by_name;
use super::sorting::{Cut, Idle, Sorting, Unit};
use super::tally::{Change, Tally};
use super::thresholds::Thresholds;
use super::verdict::{Direction, Position, Verdict};

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

/// Works out the sensitivity of a verdict that rests on at least one stance.
pub(crate) fn sensitivity(
    sorting: &mut Sorting<'_>,
    units: &[Unit],
    tally: &Tally,
    thresholds: &Thresholds,
    usual: Outcome,
) -> Sensitivity {
    let order = kinds_by_name(sorting.roster);
    let mut study = Study { sorting, units, thresholds, order: &order, usual };
    Sensitivity {
        voices: study.voices(tally),
        kinds: study.kinds(tally),
        cases: study.cases(),
        thresholds: study.variants(tally),
    }
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
    row: bool,
}

struct Study<'s, 'e> {
    sorting: &'s mut Sorting<'e>,
    units: &'s [Unit],
    thresholds: &'s Thresholds,
    order: &'s [Ordinal],
    usual: Outcome,
}

impl Study<'_, '_> {
    fn outcome(&self, tally: &Tally, thresholds: &Thresholds) -> Outcome {
        let judgement = judge(self.order, self.sorting.roster, tally, thresholds);
        Outcome { verdict: judgement.verdict, direction: judgement.direction }
    }

    fn runs<T: Ord>(&self, outcomes: Vec<(T, Outcome)>) -> Runs<T> {
        let runs = ordinal(outcomes.len());
        let mut flips: Vec<(T, Outcome)> = outcomes.into_iter().filter(|(_, outcome)| *outcome != self.usual).collect();
        flips.sort_by(|a, b| a.0.cmp(&b.0));
        Runs { runs, flips }
    }

    fn voices(&mut self, tally: &Tally) -> Runs<Voice> {
        let roster = self.sorting.roster;
        let entangled = self.entangled();
        let mut by_voice: Vec<&Unit> = self.units.iter().collect();
        by_voice.sort_by_key(|unit| unit.voice);
        let mut parts_of: Vec<Vec<Ordinal>> = vec![Vec::new(); roster.voices.len()];
        for (part, at) in roster.parts.iter().zip(0..) {
            if self.sorting.exists(at, Cut::Nothing) {
                parts_of[part.voice as usize].push(at);
            }
        }
        let mut classes: HashMap<Class, Outcome> = HashMap::new();
        let mut scratch = tally.clone();
        let mut outcomes = Vec::new();
        for units in by_voice.chunk_by(|a, b| a.voice == b.voice) {
            if !units.iter().any(|unit| unit.position.is_stance()) {
                continue;
            }
            let voice = units[0].voice;
            let parts = &parts_of[voice as usize];
            let outcome = if entangled[voice as usize] || !self.is_plain(parts) {
                self.without(Cut::Voice(voice))
            } else if let Some(class) = self.class(units, parts) {
                *classes.entry(class).or_insert_with(|| self.taken_out(&mut scratch, units, parts))
            } else {
                self.taken_out(&mut scratch, units, parts)
            };
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

    /// Tells whether a voice's parts are whole sources, or one row: then what they add to the reading
    /// of sources can be taken off without looking at any other part.
    fn is_plain(&self, parts: &[Ordinal]) -> bool {
        let split = |&part: &Ordinal| self.sorting.roster.is_split(self.sorting.roster.parts[part as usize].source);
        match parts {
            [row] if split(row) => self.sorting.idle(*row) != Idle::Pending || self.sorting.speaks(*row, Cut::Nothing),
            parts => !parts.iter().any(split),
        }
    }

    /// The class of a voice with one unit, one part, and no coding that names a case.
    fn class(&self, units: &[&Unit], parts: &[Ordinal]) -> Option<Class> {
        let ([unit], [part]) = (units, parts) else { return None };
        if self.sorting.codings_of(unit.unit).any(|coding| coding.case.is_some()) {
            return None;
        }
        let part = &self.sorting.roster.parts[*part as usize];
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
            row: self.sorting.roster.is_split(part.source),
        })
    }

    /// Judges without the units and parts of one voice, by taking them off the counts and back on.
    fn taken_out(&self, tally: &mut Tally, units: &[&Unit], parts: &[Ordinal]) -> Outcome {
        self.change(tally, units, parts, Change::Out);
        tally.skipped = (units.len() > 1).then(|| units[0].voice);
        let outcome = self.outcome(tally, self.thresholds);
        tally.skipped = None;
        self.change(tally, units, parts, Change::In);
        outcome
    }

    fn change(&self, tally: &mut Tally, units: &[&Unit], parts: &[Ordinal], by: Change) {
        for unit in units {
            tally.change(unit, &self.sorting.sets, units.len() == 1, by);
            for case in self.sorting.codings_of(unit.unit).filter_map(|coding| coding.case) {
                by.apply(&mut tally.known[case as usize]);
            }
        }
        let roster = self.sorting.roster;
        for &at in parts {
            let part = &roster.parts[at as usize];
            for &case in &part.cases {
                by.apply(&mut tally.known[case as usize]);
            }
            if self.sorting.is_asked(part.source) && !roster.is_split(part.source) {
                let reading = &mut tally.kinds[roster.kind_of(at) as usize].reading;
                by.apply(&mut reading.asked);
                if !self.sorting.is_done(part.source) {
                    by.apply(&mut reading.undone);
                }
                if self.sorting.is_pending(at, Cut::Nothing) {
                    by.apply(&mut reading.pending);
                }
            }
        }
    }

    /// Judges what is left without a voice or some parts, by sorting again what they touch.
    fn without(&mut self, cut: Cut<'_>) -> Outcome {
        let units = self.sorting.units_without(self.units, cut);
        let tally = Tally::without(self.sorting, &units, cut);
        self.outcome(&tally, self.thresholds)
    }

    fn kinds(&mut self, tally: &Tally) -> Runs<Kind> {
        let roster = self.sorting.roster;
        let mut outcomes = Vec::new();
        for kind in 0..ordinal(roster.kinds.len()) {
            if tally.kinds[kind as usize].units.with_stance() > 0 {
                let marked: Vec<bool> =
                    (0..ordinal(roster.parts.len())).map(|part| roster.kind_of(part) == kind).collect();
                outcomes.push((roster.kinds[kind].clone(), self.without(Cut::Parts(&marked))));
            }
        }
        self.runs(outcomes)
    }

    fn cases(&mut self) -> Runs<Case> {
        let roster = self.sorting.roster;
        let mut named = vec![false; roster.cases.len()];
        for (part, at) in roster.parts.iter().zip(0..) {
            if !part.cases.is_empty() && self.sorting.exists(at, Cut::Nothing) {
                for &case in &part.cases {
                    named[case as usize] = true;
                }
            }
        }
        if named.iter().filter(|&&named| named).count() < 2 {
            return Runs::default();
        }
        let mut outcomes = Vec::new();
        for case in (0..ordinal(named.len())).filter(|&case| named[case as usize]) {
            let marked: Vec<bool> = roster.parts.iter().map(|part| part.cases.contains(&case)).collect();
            outcomes.push((roster.cases[case].clone(), self.without(Cut::Parts(&marked))));
        }
        self.runs(outcomes)
    }

    /// Judges again with each other threshold, in the order in which they are printed.
    fn variants(&mut self, tally: &Tally) -> Runs<Variant> {
        let mut runs = Runs::default();
        for (name, value) in VARIANTS {
            let mut thresholds = self.thresholds.clone();
            // The values are constants within the limits of their thresholds.
            if thresholds.set(name, value).is_err() {
                continue;
            }
            let outcome = if thresholds.tau == self.thresholds.tau {
                self.outcome(tally, &thresholds)
            } else {
                self.with_tau(thresholds.tau, tally)
            };
            runs.runs += 1;
            if outcome != self.usual {
                runs.flips.push((Variant { name, value: value.to_owned() }, outcome));
            }
        }
        runs
    }

    fn with_tau(&mut self, tau: Ratio, tally: &Tally) -> Outcome {
        let units = self.sorting.units_at(self.units, tau);
        if units == self.units {
            return self.usual;
        }
        let readings: Vec<_> = tally.kinds.iter().map(|kind| kind.reading).collect();
        let tally = Tally::new(self.sorting.roster, &self.sorting.sets, &units, &readings, tally.known.clone());
        self.outcome(&tally, self.thresholds)
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
