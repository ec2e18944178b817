//! The reasons that stand beside a verdict, and their exact spelling in JSON.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::base::ids::{Case, Category, Kind};
use crate::coding::Direction;

use super::evidence::{Ordinal, Roster};
use super::ladder::{KindView, View};
use super::tally::Tally;
use super::thresholds::Thresholds;
use super::verdict::Position;

/// Why a verdict is what it is. Its `Display` is the name in JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// All kinds on the one leg that speaks say the same.
    Consistent,
    /// On the one leg that speaks there are units for and against.
    Divided,
    /// On the one leg that speaks the claim is qualified.
    Qualified,
    /// This kind was looked at and takes no stance.
    SilentKind(Kind),
    /// Kinds, or legs, stand against each other.
    KindsOppose,
    /// No kind takes a side, and units stand against each other.
    DividedWithinKinds,
    /// These kinds stand against the direction.
    OpposingKind(Vec<Kind>),
    /// This kind has units for and against, and no side prevails.
    DividedKind(Kind),
    /// This kind qualifies the claim.
    QualifiedKind(Kind),
    /// So many voices only speak in the direction.
    Thin(u32),
    /// The direction rests on one leg or on one voice.
    NotCorroborated,
    /// Only the evaluated party itself speaks in the direction.
    OneParty,
    /// These kinds, more than a few, take no stance.
    SilentKinds(Vec<Kind>),
    /// The theme is much more prominent in one kind than in another.
    ProminenceGap,
    /// Few of those asked in this kind speak in the direction.
    Scarce(Kind),
    /// So many of the asked sources of this kind are not read to the end.
    Unfinished {
        /// The kind.
        kind: Kind,
        /// How many are not read.
        undone: u32,
        /// How many were asked.
        asked: u32,
    },
    /// The direction is found in so many of the known cases only.
    CaseBound {
        /// Cases with a unit in the direction.
        found: u32,
        /// Cases known.
        known: u32,
    },
    /// This case stands against the direction.
    CaseOpposes(Case),
    /// This respondent category stands against the direction.
    CategoryOpposes(Category),
}

fn joined(kinds: &[Kind]) -> String {
    kinds.iter().map(Kind::as_str).collect::<Vec<_>>().join(",")
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Consistent => f.write_str("consistent"),
            Self::Divided => f.write_str("divided"),
            Self::Qualified => f.write_str("qualified"),
            Self::SilentKind(kind) => write!(f, "silent:{kind}"),
            Self::KindsOppose => f.write_str("kinds_oppose"),
            Self::DividedWithinKinds => f.write_str("divided_within_kinds"),
            Self::OpposingKind(kinds) => write!(f, "opposing_kind:{}", joined(kinds)),
            Self::DividedKind(kind) => write!(f, "divided:{kind}"),
            Self::QualifiedKind(kind) => write!(f, "qualified:{kind}"),
            Self::Thin(voices) => write!(f, "thin:{voices}"),
            Self::NotCorroborated => f.write_str("not_corroborated"),
            Self::OneParty => f.write_str("one_party"),
            Self::SilentKinds(kinds) => write!(f, "silent_kinds:{}", joined(kinds)),
            Self::ProminenceGap => f.write_str("prominence_gap"),
            Self::Scarce(kind) => write!(f, "scarce:{kind}"),
            Self::Unfinished { kind, undone, asked } => write!(f, "unfinished:{kind} {undone}/{asked}"),
            Self::CaseBound { found, known } => write!(f, "case_bound:{found}/{known}"),
            Self::CaseOpposes(case) => write!(f, "case_opposes:{case}"),
            Self::CategoryOpposes(category) => write!(f, "category_opposes:{category}"),
        }
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// The reservations about a direction, in the order in which they are printed.
pub(crate) fn reservations(
    view: &View<'_>,
    direction: Direction,
    tally: &Tally,
    thresholds: &Thresholds,
    roster: &Roster,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    sides(view, direction, roster, &mut reasons);
    if let Some(side) = Position::on(direction) {
        support(view, side, direction, tally, thresholds, &mut reasons);
    }
    reach(view, direction, tally, thresholds, roster, &mut reasons);
    groups(direction, tally, thresholds, roster, &mut reasons);
    reasons
}

/// Kinds against the direction, and kinds in between.
fn sides(view: &View<'_>, direction: Direction, roster: &Roster, reasons: &mut Vec<Reason>) {
    if let Some(against) = Position::against(direction) {
        let kinds = names(view.kinds.iter().filter(|kind| kind.position == against), roster);
        if !kinds.is_empty() {
            reasons.push(Reason::OpposingKind(kinds));
        }
    }
    for kind in view.kinds.iter().filter(|kind| kind.position == Position::Mixed) {
        let name = roster.kinds[kind.kind].clone();
        let units = kind.tally.units;
        let divided = units.supports > 0 && units.contradicts > 0;
        reasons.push(if divided { Reason::DividedKind(name) } else { Reason::QualifiedKind(name) });
    }
}

/// How many voices and legs carry the direction, and whose they are.
fn support(
    view: &View<'_>,
    side: Position,
    direction: Direction,
    tally: &Tally,
    thresholds: &Thresholds,
    reasons: &mut Vec<Reason>,
) {
    let voices = tally.voices(|_, position| position == side);
    if voices < thresholds.n_min {
        reasons.push(Reason::Thin(voices));
    }
    let (legs, carrying) = view.carrying(side, tally);
    if legs < 2 || carrying < 2 {
        reasons.push(Reason::NotCorroborated);
    }
    if tally.is_one_party(direction) {
        reasons.push(Reason::OneParty);
    }
}

/// How far the evidence reaches: silent kinds, prominence, reading, cases.
fn reach(
    view: &View<'_>,
    direction: Direction,
    tally: &Tally,
    thresholds: &Thresholds,
    roster: &Roster,
    reasons: &mut Vec<Reason>,
) {
    let silent = names(view.kinds.iter().filter(|kind| !kind.position.is_stance()), roster);
    if thresholds.silence.passed_by(count(silent.len()), count(view.kinds.len())) {
        reasons.push(Reason::SilentKinds(silent));
    }
    prominence(view, direction, thresholds, roster, reasons);
    let mut unfinished: Vec<Reason> = Vec::new();
    for &at in view.order {
        let reading = tally.kinds[at as usize].reading;
        if reading.asked > 0 && thresholds.unfinished.passed_by(reading.undone.into(), reading.asked.into()) {
            let kind = roster.kinds[at].clone();
            unfinished.push(Reason::Unfinished { kind, undone: reading.undone, asked: reading.asked });
        }
    }
    reasons.append(&mut unfinished);
    if let Some(side) = Position::on(direction) {
        let known = count(tally.known.iter().filter(|&&times| times > 0).count());
        let found = count(tally.cases.iter().filter(|case| case.units.of(side) > 0).count());
        if known >= 2 && !thresholds.case_coverage.reached_by(found, known) {
            let narrow = |number: i128| u32::try_from(number).unwrap_or(u32::MAX);
            reasons.push(Reason::CaseBound { found: narrow(found), known: narrow(known) });
        }
    }
}

fn prominence(
    view: &View<'_>,
    direction: Direction,
    thresholds: &Thresholds,
    roster: &Roster,
    reasons: &mut Vec<Reason>,
) {
    let compared: Vec<(&KindView<'_>, i128, i128)> = view
        .kinds
        .iter()
        .filter(|kind| kind.position.is_stance() && kind.tally.asked >= thresholds.prominence_base)
        .filter_map(|kind| kind.tally.prominence().map(|(said, asked)| (kind, said.into(), asked.into())))
        .collect();
    let gap = compared.iter().any(|&(_, high, of_high)| {
        compared.iter().any(|&(_, low, of_low)| {
            thresholds.prominence_gap.passed_by(high * of_low - low * of_high, of_high * of_low)
        })
    });
    if gap {
        reasons.push(Reason::ProminenceGap);
        return;
    }
    for (kind, said, asked) in compared {
        if Some(kind.position) == Position::on(direction) && !thresholds.scarce.reached_by(said, asked) {
            reasons.push(Reason::Scarce(roster.kinds[kind.kind].clone()));
        }
    }
}

/// Cases and categories that stand against the direction, by name.
fn groups(direction: Direction, tally: &Tally, thresholds: &Thresholds, roster: &Roster, reasons: &mut Vec<Reason>) {
    let Some(against) = Position::against(direction) else { return };
    let opposes = |units: &super::tally::Counts| {
        units.with_stance() >= thresholds.category_min && units.position(thresholds.beta) == against
    };
    let mut cases: Vec<&Case> = roster
        .cases
        .list()
        .iter()
        .zip(&tally.cases)
        .filter(|(_, case)| opposes(&case.units))
        .map(|(name, _)| name)
        .collect();
    cases.sort();
    reasons.extend(cases.into_iter().cloned().map(Reason::CaseOpposes));
    let mut categories: Vec<&Category> = roster
        .categories
        .list()
        .iter()
        .zip(&tally.categories)
        .filter(|(_, category)| opposes(&category.units))
        .map(|(name, _)| name)
        .collect();
    categories.sort();
    reasons.extend(categories.into_iter().cloned().map(Reason::CategoryOpposes));
}

fn names<'v>(kinds: impl Iterator<Item = &'v KindView<'v>>, roster: &Roster) -> Vec<Kind> {
    kinds.map(|kind| roster.kinds[kind.kind].clone()).collect()
}

/// Widens a count for exact comparison.
fn count(number: usize) -> i128 {
    i128::try_from(number).unwrap_or(i128::MAX)
}

/// Returns the ordinals of all kinds in the order of their names.
pub(crate) fn kinds_by_name(roster: &Roster) -> Vec<Ordinal> {
    let mut order: Vec<Ordinal> = (0..super::evidence::ordinal(roster.kinds.len())).collect();
    order.sort_by(|&a, &b| roster.kinds[a].cmp(&roster.kinds[b]));
    order
}
