//! Counts of units: by kind, by case, by category, and of distinct voices.
//!
//! A unit can be taken out and put back, which is what the sensitivity of a verdict is made of.

use crate::coding::Direction;

use super::evidence::{Ordinal, Sets, ordinal};
use super::ratio::Ratio;
use super::sorting::{Reading, Sorting, Unit};
use super::verdict::Position;

/// Counts of units by position.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Units for the claim.
    pub supports: u32,
    /// Units that speak for and against, or qualify.
    pub mixed: u32,
    /// Units against the claim.
    pub contradicts: u32,
    /// Units that take no side.
    pub neutral: u32,
    /// Units that were looked at and say nothing.
    pub silent: u32,
}

impl Counts {
    /// Returns the count of a position; none for pending, which is no unit.
    #[must_use]
    pub fn of(&self, position: Position) -> u32 {
        match position {
            Position::Supports => self.supports,
            Position::Mixed => self.mixed,
            Position::Contradicts => self.contradicts,
            Position::Neutral => self.neutral,
            Position::Silent => self.silent,
            Position::Pending => 0,
        }
    }

    /// Returns the number of units with a stance.
    #[must_use]
    pub fn with_stance(&self) -> u32 {
        self.supports + self.mixed + self.contradicts
    }

    /// Returns the number of units.
    #[must_use]
    pub fn all(&self) -> u32 {
        self.with_stance() + self.neutral + self.silent
    }

    /// Returns the balance (for less against, over those with a stance) as a fraction.
    #[must_use]
    pub fn balance(&self) -> Option<(i64, i64)> {
        let all = self.with_stance();
        (all > 0).then(|| (i64::from(self.supports) - i64::from(self.contradicts), i64::from(all)))
    }

    /// Returns where these units stand together: b >= beta supports, b <= -beta contradicts, else mixed.
    #[must_use]
    pub fn position(&self, beta: Ratio) -> Position {
        match self.balance() {
            Some((net, all)) if beta.reached_by(net.into(), all.into()) => Position::Supports,
            Some((net, all)) if beta.reached_by((-net).into(), all.into()) => Position::Contradicts,
            Some(_) => Position::Mixed,
            None if self.neutral > 0 => Position::Neutral,
            None => Position::Silent,
        }
    }

    fn change(&mut self, position: Position, by: Change) {
        let place = match position {
            Position::Supports => &mut self.supports,
            Position::Mixed => &mut self.mixed,
            Position::Contradicts => &mut self.contradicts,
            Position::Neutral => &mut self.neutral,
            Position::Silent => &mut self.silent,
            Position::Pending => return,
        };
        by.apply(place);
    }
}

/// Whether a unit is taken into a tally or out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    In,
    Out,
}

impl Change {
    pub(crate) fn apply(self, count: &mut u32) {
        match self {
            Self::In => *count += 1,
            Self::Out => *count = count.saturating_sub(1),
        }
    }
}

/// The counts of one kind.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct KindTally {
    pub(crate) units: Counts,
    /// Units that were asked.
    pub(crate) asked: u32,
    /// Units that were asked and say anything.
    pub(crate) answered: u32,
    /// Units that speak without having been asked.
    pub(crate) volunteered: u32,
    /// Units of the evaluated party's own.
    own: Counts,
    /// Units whose voice has no other unit.
    solo: Counts,
    pub(crate) reading: Reading,
}

impl KindTally {
    /// Returns the share of the asked units that say anything; nothing where none was asked.
    pub(crate) fn prominence(&self) -> Option<(u32, u32)> {
        (self.asked > 0).then_some((self.answered, self.asked))
    }
}

/// The counts of one case or category.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct GroupTally {
    pub(crate) units: Counts,
    pub(crate) asked: u32,
}

/// A voice with units in several kinds.
#[derive(Clone, Debug)]
struct Spanning {
    voice: Ordinal,
    units: Vec<(Ordinal, Position)>,
}

/// All counts that a verdict depends on.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    pub(crate) kinds: Vec<KindTally>,
    pub(crate) cases: Vec<GroupTally>,
    pub(crate) categories: Vec<GroupTally>,
    /// For each case, how many parts and codings that exist for the theme name it.
    pub(crate) known: Vec<u32>,
    spanning: Vec<Spanning>,
}

impl Tally {
    /// Counts all units of a theme.
    pub(crate) fn new(sorting: &Sorting<'_>, units: &[Unit]) -> Self {
        let roster = sorting.roster;
        let mut tally = Self {
            kinds: vec![KindTally::default(); roster.kinds.len()],
            cases: vec![GroupTally::default(); roster.cases.len()],
            categories: vec![GroupTally::default(); roster.categories.len()],
            known: vec![0; roster.cases.len()],
            spanning: Vec::new(),
        };
        for source in 0..ordinal(roster.sources.len()) {
            tally.change_reading(sorting, source, Change::In);
        }
        for part in 0..ordinal(roster.parts.len()) {
            tally.change_known(sorting, part, Change::In);
        }
        let mut by_voice: Vec<&Unit> = units.iter().collect();
        by_voice.sort_unstable_by_key(|unit| (unit.voice, unit.kind));
        for units in by_voice.chunk_by(|a, b| a.voice == b.voice) {
            tally.take_in(units.iter().copied(), &sorting.sets);
        }
        tally
    }

    /// Takes in all units of one voice.
    pub(crate) fn take_in<'u>(&mut self, units: impl Iterator<Item = &'u Unit> + Clone, sets: &Sets) {
        let solo = units.clone().nth(1).is_none();
        for unit in units.clone() {
            self.change(unit, sets, solo, Change::In);
        }
        if let (Some(first), false) = (units.clone().next(), solo) {
            let units = units.map(|unit| (unit.kind, unit.position)).collect();
            self.spanning.push(Spanning { voice: first.voice, units });
        }
    }

    /// Takes out all units of one voice.
    pub(crate) fn take_out<'u>(&mut self, units: &(impl Iterator<Item = &'u Unit> + Clone), sets: &Sets) {
        let solo = units.clone().nth(1).is_none();
        for unit in units.clone() {
            self.change(unit, sets, solo, Change::Out);
        }
        if let (Some(first), false) = (units.clone().next(), solo) {
            self.spanning.retain(|spanning| spanning.voice != first.voice);
        }
    }

    /// Takes the reading of one source in or out.
    pub(crate) fn change_reading(&mut self, sorting: &Sorting<'_>, source: Ordinal, by: Change) {
        let of_source = sorting.reading(source);
        let reading = &mut self.kinds[sorting.roster.sources[source as usize].kind as usize].reading;
        for (count, one) in [
            (&mut reading.asked, of_source.asked),
            (&mut reading.undone, of_source.undone),
            (&mut reading.pending, of_source.pending),
        ] {
            if one > 0 {
                by.apply(count);
            }
        }
    }

    /// Takes the cases that one part and the codings in it name in or out.
    pub(crate) fn change_known(&mut self, sorting: &Sorting<'_>, part: Ordinal, by: Change) {
        if !sorting.exists(part) {
            return;
        }
        let named = sorting.codings_in(part).filter_map(|coding| coding.case);
        for case in sorting.roster.parts[part as usize].cases.iter().copied().chain(named) {
            by.apply(&mut self.known[case as usize]);
        }
    }

    /// Takes a unit in or out. `solo` says whether its voice has no other unit.
    fn change(&mut self, unit: &Unit, sets: &Sets, solo: bool, by: Change) {
        let kind = &mut self.kinds[unit.kind as usize];
        kind.units.change(unit.position, by);
        if unit.asked {
            by.apply(&mut kind.asked);
        }
        if unit.position != Position::Silent {
            by.apply(if unit.asked { &mut kind.answered } else { &mut kind.volunteered });
        }
        if unit.own {
            kind.own.change(unit.position, by);
        }
        if solo {
            kind.solo.change(unit.position, by);
        }
        for &case in sets.members(unit.case_set) {
            let case = &mut self.cases[case as usize];
            case.units.change(unit.position, by);
            if unit.asked {
                by.apply(&mut case.asked);
            }
        }
        for &category in sets.members(unit.category_set) {
            let category = &mut self.categories[category as usize];
            category.units.change(unit.position, by);
            if unit.asked {
                by.apply(&mut category.asked);
            }
        }
    }

    /// Returns the number of distinct voices with a unit that `wanted` takes, by kind and position.
    ///
    /// `wanted` is asked for each position of each kind, so it must not depend on anything else.
    pub(crate) fn voices(&self, wanted: impl Fn(Ordinal, Position) -> bool) -> u32 {
        let mut voices = 0;
        for (kind, at) in self.kinds.iter().zip(0..) {
            for position in [Position::Supports, Position::Mixed, Position::Contradicts] {
                if wanted(at, position) {
                    voices += kind.solo.of(position);
                }
            }
        }
        let spanning = self
            .spanning
            .iter()
            .filter(|voice| voice.units.iter().any(|&(kind, position)| position.is_stance() && wanted(kind, position)))
            .count();
        voices + ordinal(spanning)
    }

    /// Tells whether all units on a side are the evaluated party's own.
    pub(crate) fn is_one_party(&self, direction: Direction) -> bool {
        Position::on(direction)
            .is_some_and(|position| self.kinds.iter().all(|kind| kind.units.of(position) == kind.own.of(position)))
    }
}
