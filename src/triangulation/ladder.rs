//! The ladder: from counts of units to a verdict, a direction and the reasons.
//!
//! The rungs are tried in a fixed order and the first that fits is taken. One kind has one vote,
//! however many units it has.

use crate::coding::Direction;

use super::evidence::{Ordinal, Roster};
use super::ratio::sign_of_sum;
use super::reasons::{Reason, reservations};
use super::tally::{KindTally, Tally};
use super::thresholds::Thresholds;
use super::verdict::{Position, Verdict, of_sign};

/// A verdict with its direction, the side it leans to, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// The side that the evidence takes.
    pub direction: Direction,
    /// The direction, or where there is none the side to which the mean balance of the kinds leans.
    pub leaning: Direction,
    /// Why, in the order in which it is printed.
    pub reasons: Vec<Reason>,
}

/// One kind that has units, seen from the ladder.
#[derive(Clone, Copy)]
pub(crate) struct KindView<'t> {
    pub(crate) kind: Ordinal,
    pub(crate) position: Position,
    pub(crate) tally: &'t KindTally,
}

/// All kinds that have units, by name, and where their legs stand.
pub(crate) struct View<'t> {
    pub(crate) kinds: Vec<KindView<'t>>,
    /// All kinds of the roster in the order of their names.
    pub(crate) order: &'t [Ordinal],
    leg_of: &'t [Ordinal],
}

impl<'t> View<'t> {
    pub(crate) fn new(order: &'t [Ordinal], roster: &'t Roster, tally: &'t Tally, thresholds: &Thresholds) -> Self {
        let kinds = order
            .iter()
            .map(|&kind| (kind, &tally.kinds[kind as usize]))
            .filter(|(_, kind)| kind.units.all() > 0)
            .map(|(kind, tally)| KindView { kind, position: tally.units.position(thresholds.beta), tally })
            .collect();
        Self { kinds, order, leg_of: &roster.leg_of }
    }

    fn number(&self, position: Position) -> usize {
        self.kinds.iter().filter(|kind| kind.position == position).count()
    }

    fn leg(&self, kind: Ordinal) -> Ordinal {
        self.leg_of[kind as usize]
    }

    /// Returns the number of legs whose kinds pass `wanted` for at least one kind and fail for none.
    fn legs_where(&self, wanted: impl Fn(Position) -> bool) -> usize {
        let with_stance = || self.kinds.iter().filter(|kind| kind.position.is_stance());
        with_stance()
            .enumerate()
            .filter(|&(at, kind)| {
                let leg = self.leg(kind.kind);
                let first = with_stance().take(at).all(|other| self.leg(other.kind) != leg);
                first && with_stance().filter(|other| self.leg(other.kind) == leg).all(|other| wanted(other.position))
            })
            .count()
    }

    /// Returns the number of legs with a stance of any sort.
    pub(crate) fn legs_with_stance(&self) -> usize {
        self.legs_where(|_| true)
    }

    /// Returns on how many legs the kinds on a side stand, and how many voices on that side they hold.
    pub(crate) fn carrying(&self, side: Position, tally: &Tally) -> (usize, u32) {
        let carrying: Vec<&KindView<'_>> = self.kinds.iter().filter(|kind| kind.position == side).collect();
        let legs = carrying
            .iter()
            .enumerate()
            .filter(|(at, kind)| carrying[..*at].iter().all(|other| self.leg(other.kind) != self.leg(kind.kind)))
            .count();
        (legs, self.voices_carrying(side, tally))
    }

    /// Returns the voices on a side in the kinds that stand on that side.
    fn voices_carrying(&self, side: Position, tally: &Tally) -> u32 {
        tally.voices(|kind, position| {
            position == side && self.kinds.iter().any(|view| view.kind == kind && view.position == side)
        })
    }

    /// Returns the side that a single voice opposes, where only a single one opposes it.
    fn lone_opposition(&self, tally: &Tally, thresholds: &Thresholds) -> Option<Direction> {
        let with = self.voices_carrying(Position::Supports, tally);
        let against = self.voices_carrying(Position::Contradicts, tally);
        if against == 1 && with >= thresholds.n_min && with > 1 {
            Some(Direction::Plus)
        } else if with == 1 && against >= thresholds.n_min && against > 1 {
            Some(Direction::Minus)
        } else {
            None
        }
    }

    /// Returns the sign of the mean balance of the kinds with a stance.
    fn mean_balance(&self) -> Direction {
        let balances: Vec<(i64, i64)> = self.kinds.iter().filter_map(|kind| kind.tally.units.balance()).collect();
        of_sign(sign_of_sum(&balances))
    }
}

/// Judges what is counted. `order` holds the roster's kinds in the order of their names.
pub(crate) fn judge(order: &[Ordinal], roster: &Roster, tally: &Tally, thresholds: &Thresholds) -> Judgement {
    let view = View::new(order, roster, tally, thresholds);
    if let Some(verdict) = without_stance(&view, tally) {
        return Judgement { verdict, direction: Direction::Zero, leaning: Direction::Zero, reasons: Vec::new() };
    }
    let with = view.number(Position::Supports);
    let against = view.number(Position::Contradicts);
    let direction = match with.cmp(&against) {
        std::cmp::Ordering::Greater => Direction::Plus,
        std::cmp::Ordering::Less => Direction::Minus,
        std::cmp::Ordering::Equal => Direction::Zero,
    };
    let leaning = if direction == Direction::Zero { view.mean_balance() } else { direction };
    if tally.voices(|_, _| true) == 1 {
        return Judgement { verdict: Verdict::SingleSource, direction, leaning, reasons: Vec::new() };
    }
    if view.legs_with_stance() == 1 {
        let reasons = on_one_leg(&view, with, against, roster);
        return Judgement { verdict: Verdict::SingleKind, direction, leaning, reasons };
    }
    let lone = view.lone_opposition(tally, thresholds);
    if let Some(reason) = dissonance(&view, lone.is_some(), thresholds) {
        let leaning = view.mean_balance();
        let direction = Direction::Zero;
        return Judgement { verdict: Verdict::Dissonance, direction, leaning, reasons: vec![reason] };
    }
    let (direction, leaning) = lone.map_or((direction, leaning), |larger| (larger, larger));
    let reasons = reservations(&view, direction, tally, thresholds, roster);
    let verdict = if reasons.is_empty() { Verdict::Agreement } else { Verdict::PartialAgreement };
    Judgement { verdict, direction, leaning, reasons }
}

/// The rungs on which nobody takes a stance.
fn without_stance(view: &View<'_>, tally: &Tally) -> Option<Verdict> {
    let any = |position: Position| view.kinds.iter().any(|kind| kind.tally.units.of(position) > 0);
    if view.kinds.iter().any(|kind| kind.tally.units.with_stance() > 0) {
        return None;
    }
    let pending = tally.kinds.iter().any(|kind| kind.reading.pending > 0);
    Some(if any(Position::Neutral) {
        Verdict::NoStance
    } else if pending {
        Verdict::Pending
    } else if any(Position::Silent) {
        Verdict::Silence
    } else {
        Verdict::NotAsked
    })
}

/// The reasons where all kinds with a stance stand on one leg.
fn on_one_leg(view: &View<'_>, with: usize, against: usize, roster: &Roster) -> Vec<Reason> {
    let stances = view.kinds.iter().filter(|kind| kind.position.is_stance()).count();
    let any = |position: Position| view.kinds.iter().any(|kind| kind.tally.units.of(position) > 0);
    let how = if with == stances || against == stances {
        Reason::Consistent
    } else if any(Position::Supports) && any(Position::Contradicts) {
        Reason::Divided
    } else {
        Reason::Qualified
    };
    let silent = view.kinds.iter().filter(|kind| !kind.position.is_stance());
    std::iter::once(how).chain(silent.map(|kind| Reason::SilentKind(roster.kinds[kind.kind].clone()))).collect()
}

/// Whether kinds or legs oppose each other, or units do within kinds that take no side.
fn dissonance(view: &View<'_>, lone: bool, thresholds: &Thresholds) -> Option<Reason> {
    let oppose = |with: usize, against: usize| {
        let (less, all) = (with.min(against), with + against);
        let exact = |number: usize| i128::try_from(number).unwrap_or(i128::MAX);
        less >= 1 && thresholds.delta.reached_by(exact(less), exact(all))
    };
    let with = view.number(Position::Supports);
    let against = view.number(Position::Contradicts);
    let legs_with = view.legs_where(|position| position == Position::Supports);
    let legs_against = view.legs_where(|position| position == Position::Contradicts);
    if !lone && (oppose(with, against) || oppose(legs_with, legs_against)) {
        return Some(Reason::KindsOppose);
    }
    let any = |position: Position| view.kinds.iter().any(|kind| kind.tally.units.of(position) > 0);
    (with == 0 && against == 0 && any(Position::Supports) && any(Position::Contradicts))
        .then_some(Reason::DividedWithinKinds)
}
