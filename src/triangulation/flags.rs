//! Flags: what a reader should look at, though it does not move the verdict.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::base::ids::{SourceId, Voice};
use crate::coding::{Direction, Stance};

use super::evidence::Ordinal;
use super::sorting::{Sorting, Unit};
use super::tally::Tally;
use super::verdict::Position;

/// One thing to look at. Its `Display` is the name in JSON.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// The coders of this voice take different positions.
    CoderDisagreement(Voice),
    /// One coder found a stance in this source where another, who has read it, found nothing.
    CoderPresence(SourceId),
    /// So many of the voices with a stance oppose the direction.
    Exceptions {
        /// Voices against the direction.
        against: u32,
        /// Voices with a stance.
        all: u32,
    },
    /// The only voice with a stance of this case or category opposes the direction.
    LoneOpposition(String),
    /// At least two of this category were asked and none takes a stance.
    CategorySilent(String),
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CoderDisagreement(voice) => write!(f, "coder_disagreement:{voice}"),
            Self::CoderPresence(source) => write!(f, "coder_presence:{source}"),
            Self::Exceptions { against, all } => write!(f, "exceptions:{against}/{all}"),
            Self::LoneOpposition(name) => write!(f, "lone_opposition:{name}"),
            Self::CategorySilent(name) => write!(f, "category_silent:{name}"),
        }
    }
}

impl Serialize for Flag {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// Collects all flags, by sort and then by name.
pub(crate) fn flags(sorting: &Sorting<'_>, units: &[Unit], tally: &Tally, direction: Direction) -> Vec<Flag> {
    let roster = sorting.roster;
    let mut flags: Vec<Flag> = units
        .iter()
        .filter(|unit| unit.disputed)
        .map(|unit| Flag::CoderDisagreement(roster.voices[unit.voice].clone()))
        .collect();
    flags.extend(
        unmatched_sources(sorting).map(|source| Flag::CoderPresence(roster.sources[source as usize].id.clone())),
    );
    if let Some(against) = Position::against(direction) {
        let opposing = tally.voices(|_, position| position == against);
        if opposing > 0 {
            flags.push(Flag::Exceptions { against: opposing, all: tally.voices(|_, _| true) });
        }
        flags.extend(lone_opposition(sorting, units, against).map(Flag::LoneOpposition));
    }
    let silent = roster.categories.list().iter().zip(&tally.categories);
    flags.extend(
        silent
            .filter(|(_, category)| category.asked >= 2 && category.units.with_stance() == 0)
            .map(|(name, _)| Flag::CategorySilent(name.to_string())),
    );
    flags.sort();
    flags.dedup();
    flags
}

/// Sources in which one coder sees a stance, and another who has read them codes nothing.
///
/// A coding that was agreed on in a reconciliation settles the matter.
fn unmatched_sources(sorting: &Sorting<'_>) -> impl Iterator<Item = Ordinal> {
    sorting
        .evidence
        .done
        .iter()
        .filter(|done| {
            let codings = || {
                sorting.roster.parts_of(done.source).flat_map(|part| sorting.codings_in(super::evidence::ordinal(part)))
            };
            let found = codings()
                .any(|coding| coding.coder != done.coder && coding.stance != Stance::Neutral && !coding.agreed);
            found && codings().all(|coding| coding.coder != done.coder)
        })
        .map(|done| done.source)
}

/// Names of cases and categories of which one voice has a stance, and it is `against`.
fn lone_opposition(sorting: &Sorting<'_>, units: &[Unit], against: Position) -> impl Iterator<Item = String> {
    let roster = sorting.roster;
    let lone = |of: fn(&Unit) -> Ordinal, groups: usize| {
        // For each group: the voice, and whether it is alone and against so far.
        let mut seen: Vec<Option<(Ordinal, bool)>> = vec![None; groups];
        for unit in units.iter().filter(|unit| unit.position.is_stance()) {
            let opposes = unit.position == against;
            for &group in sorting.sets.members(of(unit)) {
                let place = &mut seen[group as usize];
                *place = Some(match *place {
                    None => (unit.voice, opposes),
                    Some((voice, alone)) => (voice, alone && opposes && voice == unit.voice),
                });
            }
        }
        seen.into_iter().map(|seen| seen.is_some_and(|(_, alone)| alone)).collect::<Vec<_>>()
    };
    let cases = lone(|unit| unit.case_set, roster.cases.len());
    let categories = lone(|unit| unit.category_set, roster.categories.len());
    let cases = roster.cases.list().iter().zip(cases).filter(|(_, lone)| *lone).map(|(name, _)| name.to_string());
    let categories =
        roster.categories.list().iter().zip(categories).filter(|(_, lone)| *lone).map(|(name, _)| name.to_string());
    cases.chain(categories)
}
