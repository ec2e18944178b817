//! The counts of kinds, cases and categories, by name, as they are printed.

use crate::base::ids::{Kind, Leg};

use super::evidence::{Names, Roster};
use super::ladder::View;
use super::sorting::Reading;
use super::tally::{Counts, GroupTally};
use super::thresholds::Thresholds;
use super::verdict::Position;

/// What one kind of source says of a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindCoverage {
    /// The kind.
    pub kind: Kind,
    /// The leg on which it stands.
    pub leg: Leg,
    /// Where it stands; pending where all its sources wait to be read.
    pub position: Position,
    /// Its units by position.
    pub units: Counts,
    /// Units that were asked.
    pub asked: u32,
    /// Units that were asked and say anything.
    pub answered: u32,
    /// Units that speak without having been asked.
    pub volunteered: u32,
    /// Asked sources that are not read to the end and hold no coding.
    pub pending: u32,
    /// Asked sources.
    pub sources_asked: u32,
    /// Asked sources that nobody has read to the end for the theme.
    pub sources_undone: u32,
}

/// What the units of one case or one category say of a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupCoverage<G> {
    /// The case or category.
    pub name: G,
    /// Where its units stand together.
    pub position: Position,
    /// Its units by position.
    pub units: Counts,
    /// Units that were asked.
    pub asked: u32,
}

/// Lists the kinds that have a unit or something pending, by name.
pub(crate) fn kinds(view: &View<'_>, roster: &Roster, readings: impl Fn(u32) -> Reading) -> Vec<KindCoverage> {
    view.order
        .iter()
        .filter_map(|&kind| {
            let reading = readings(kind);
            let seen = view.kinds.iter().find(|view| view.kind == kind);
            if seen.is_none() && reading.pending == 0 {
                return None;
            }
            let tally = seen.map(|view| *view.tally).unwrap_or_default();
            Some(KindCoverage {
                kind: roster.kinds[kind].clone(),
                leg: roster.legs[roster.leg_of[kind as usize]].clone(),
                position: seen.map_or(Position::Pending, |view| view.position),
                units: tally.units,
                asked: tally.asked,
                answered: tally.answered,
                volunteered: tally.volunteered,
                pending: reading.pending,
                sources_asked: reading.asked,
                sources_undone: reading.undone,
            })
        })
        .collect()
}

/// Lists the cases or categories that have a unit, by name.
pub(crate) fn groups<G: Clone + Eq + Ord + std::hash::Hash>(
    names: &Names<G>,
    tallies: &[GroupTally],
    thresholds: &Thresholds,
) -> Vec<GroupCoverage<G>> {
    let mut groups: Vec<GroupCoverage<G>> = names
        .list()
        .iter()
        .zip(tallies)
        .filter(|(_, tally)| tally.units.all() > 0)
        .map(|(name, tally)| GroupCoverage {
            name: name.clone(),
            position: tally.units.position(thresholds.beta),
            units: tally.units,
            asked: tally.asked,
        })
        .collect();
    groups.sort_by(|a, b| a.name.cmp(&b.name));
    groups
}
