//! One theme judged: the verdict, and all that it rests on.

use crate::base::ids::{Case, Category, Kind, SourceId, Voice};
use crate::coding::Direction;

use super::coverage::{self, GroupCoverage, KindCoverage};
use super::evidence::{Evidence, Ordinal, Roster, ordinal};
use super::flags::{Flag, flags};
use super::ladder::{Judgement, View, judge};
use super::pairs::{Relation, pairs};
use super::reasons::kinds_by_name;
use super::sensitivity::{Outcome, Sensitivity, sensitivity, taus};
use super::sorting::{Idle, Sorting, Unit};
use super::tally::Tally;
use super::thresholds::Thresholds;
use super::unit::CoderPosition;
use super::verdict::Position;

/// One theme judged.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// The verdict, its direction and its reasons.
    pub judgement: Judgement,
    /// What a reader should look at.
    pub flags: Vec<Flag>,
    /// The number of independent voices with a stance.
    pub voices: u32,
    /// The number of legs with a stance.
    pub legs: u32,
    /// The voices that stand against the leaning, by name; where there is none, against the claim.
    pub negative_cases: Vec<Voice>,
    /// The kinds, by name.
    pub kinds: Vec<KindCoverage>,
    /// The cases, by name.
    pub cases: Vec<GroupCoverage<Case>>,
    /// The categories, by name.
    pub categories: Vec<GroupCoverage<Category>>,
    /// All cases that anything in the theme's evidence names, by name.
    pub known_cases: Vec<Case>,
    /// How every two kinds compare.
    pub pairs: Vec<(Kind, Kind, Relation)>,
    /// How the verdict holds without parts of its evidence; empty where nobody takes a stance.
    pub sensitivity: Sensitivity,
    /// The units, in the order of the roster.
    pub units: Vec<Unit>,
}

/// Judges one theme.
#[must_use]
pub fn assess(roster: &Roster, evidence: &Evidence, thresholds: &Thresholds) -> Assessment {
    let mut sorting = Sorting::new(roster, evidence, taus(thresholds.tau));
    let units = sorting.units();
    let tally = Tally::new(&sorting, &units);
    let order = kinds_by_name(roster);
    let judgement = judge(&order, roster, &tally, thresholds);
    let voices = tally.voices(|_, _| true);
    let outcome = Outcome { verdict: judgement.verdict, direction: judgement.direction };
    let sensitivity = if voices == 0 {
        Sensitivity::default()
    } else {
        sensitivity(&mut sorting, &units, &tally, thresholds, outcome)
    };
    let view = View::new(&order, roster, &tally, thresholds);
    let kind = |at: Ordinal| roster.kinds[at].clone();
    Assessment {
        flags: flags(&sorting, &units, &tally, judgement.direction),
        voices,
        legs: ordinal(view.legs_with_stance()),
        negative_cases: negative_cases(roster, &units, judgement.leaning),
        kinds: coverage::kinds(&view, roster, |at| tally.kinds[at as usize].reading),
        cases: coverage::groups(&roster.cases, &tally.cases, thresholds),
        categories: coverage::groups(&roster.categories, &tally.categories, thresholds),
        known_cases: known_cases(roster, &tally),
        pairs: pairs(&view, &units).into_iter().map(|(a, b, relation)| (kind(a), kind(b), relation)).collect(),
        sensitivity,
        judgement,
        units,
    }
}

/// Every voice against the leaning, so that what speaks against is looked at first.
fn negative_cases(roster: &Roster, units: &[Unit], leaning: Direction) -> Vec<Voice> {
    let against = Position::against(leaning).unwrap_or(Position::Contradicts);
    let mut voices: Vec<Voice> =
        units.iter().filter(|unit| unit.position == against).map(|unit| roster.voices[unit.voice].clone()).collect();
    voices.sort();
    voices.dedup();
    voices
}

fn known_cases(roster: &Roster, tally: &Tally) -> Vec<Case> {
    let mut known: Vec<Case> = roster
        .cases
        .list()
        .iter()
        .zip(&tally.known)
        .filter(|&(_, &times)| times > 0)
        .map(|(case, _)| case.clone())
        .collect();
    known.sort();
    known
}

/// The sources of a theme by what they did: who was asked is never mixed with who was not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attendance {
    /// Asked, or read for it, to the end, and nothing found.
    pub silent: Vec<SourceId>,
    /// Asked and not read to the end; nothing found yet.
    pub pending: Vec<SourceId>,
    /// Spoke without having been asked.
    pub volunteered: Vec<SourceId>,
    /// Neither asked nor heard.
    pub not_asked: Vec<SourceId>,
}

/// Lists the sources of a theme by what they did, by id.
///
/// A table whose rows are voices of their own is silent or pending only if no row holds a coding.
#[must_use]
pub fn attendance(roster: &Roster, evidence: &Evidence, thresholds: &Thresholds) -> Attendance {
    let sorting = Sorting::new(roster, evidence, taus(thresholds.tau));
    let mut attendance = Attendance::default();
    for (source, at) in roster.sources.iter().zip(0..) {
        let mut parts = roster.parts_of(at).map(ordinal);
        let Some(first) = parts.clone().next() else { continue };
        let speaks = parts.any(|part| sorting.speaks(part));
        let list = match (speaks, sorting.is_asked(at), sorting.idle(first)) {
            (true, true, _) => continue,
            (true, false, _) => &mut attendance.volunteered,
            (false, _, Idle::Silent) => &mut attendance.silent,
            (false, _, Idle::Pending) => &mut attendance.pending,
            (false, _, Idle::Absent) => &mut attendance.not_asked,
        };
        list.push(source.id.clone());
    }
    attendance.silent.sort();
    attendance.pending.sort();
    attendance.volunteered.sort();
    attendance.not_asked.sort();
    attendance
}

/// Returns where each coder sees a unit, in the order of coders.
#[must_use]
pub fn coders_of(roster: &Roster, evidence: &Evidence, thresholds: &Thresholds, unit: &Unit) -> Vec<CoderPosition> {
    Sorting::new(roster, evidence, taus(thresholds.tau)).coders_of(unit.unit)
}
