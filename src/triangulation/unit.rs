//! The position of one unit: what a voice says in one kind of source, by all who coded it.
//!
//! Codings of one stance in one passage count once, so a passage cut into ten quotes weighs as one.
//! Each coder's position is worked out first, then the coders are combined.

use super::evidence::{Ordinal, Stance};
use super::ratio::{Ratio, Weight};
use super::verdict::Position;

/// A coding, as far as the position of its unit depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Said {
    pub(crate) coder: Ordinal,
    /// The named speaker of a group; nobody in all other sources.
    pub(crate) speaker: Option<Ordinal>,
    pub(crate) part: Ordinal,
    pub(crate) passage: u32,
    pub(crate) stance: Stance,
    pub(crate) weight: Weight,
    /// Whether it was agreed on in a reconciliation.
    pub(crate) agreed: bool,
}

/// A coder's judgement that stands in the place of what the coder's codings say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Judged {
    pub(crate) coder: Ordinal,
    pub(crate) stance: Stance,
}

/// Where one coder sees a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CoderPosition {
    /// The coder.
    pub coder: Ordinal,
    /// Where the coder sees it.
    pub position: Position,
}

/// The sums of weights by stance; neutral codings have no part in them.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    supports: i128,
    qualifies: i128,
    contradicts: i128,
}

impl Sums {
    fn add(&mut self, stance: Stance, weight: Weight) {
        match stance {
            Stance::Supports => self.supports += weight.parts(),
            Stance::Qualifies => self.qualifies += weight.parts(),
            Stance::Contradicts => self.contradicts += weight.parts(),
            Stance::Neutral => {}
        }
    }

    /// p = (S - C) / (S + Q + C): supports if p >= tau, contradicts if p <= -tau, else mixed.
    fn position(self, tau: Ratio) -> Position {
        let all = self.supports + self.qualifies + self.contradicts;
        let net = self.supports - self.contradicts;
        if all == 0 {
            Position::Neutral
        } else if tau.reached_by(net, all) {
            Position::Supports
        } else if tau.reached_by(-net, all) {
            Position::Contradicts
        } else {
            Position::Mixed
        }
    }
}

/// Works out where each coder sees a unit, in the order of coders. The codings are sorted in place.
pub(crate) fn by_coder(said: &mut [Said], judged: &[Judged], tau: Ratio) -> Vec<CoderPosition> {
    said.sort_unstable();
    said.chunk_by(|a, b| a.coder == b.coder)
        .map(|of_coder| {
            let coder = of_coder[0].coder;
            let cell = judged.iter().find(|judged| judged.coder == coder);
            let position = cell.map_or_else(|| of_one_coder(of_coder, tau), |judged| of_stance(judged.stance));
            CoderPosition { coder, position }
        })
        .collect()
}

/// Combines the coders: neutral gives way to a stance, then the strict majority, else mixed.
///
/// The second value tells whether they differ, neutral left aside where another took a stance.
pub(crate) fn combined(coders: &[CoderPosition]) -> (Position, bool) {
    majority(coders.iter().map(|coder| coder.position))
}

/// The position that a judgement of the whole source stands for.
fn of_stance(stance: Stance) -> Position {
    match stance {
        Stance::Supports => Position::Supports,
        Stance::Qualifies => Position::Mixed,
        Stance::Contradicts => Position::Contradicts,
        Stance::Neutral => Position::Neutral,
    }
}

/// The position by one coder's codings, which are sorted by speaker, part, passage, stance and weight.
///
/// Where speakers of a group are named, each has one vote; what nobody by name said in the group is one
/// vote more.
fn of_one_coder(said: &[Said], tau: Ratio) -> Position {
    if said.iter().all(|coding| coding.speaker.is_none()) {
        return sums(said).position(tau);
    }
    majority(said.chunk_by(|a, b| a.speaker == b.speaker).map(|of_speaker| sums(of_speaker).position(tau))).0
}

fn sums(said: &[Said]) -> Sums {
    let mut sums = Sums::default();
    for same in said.chunk_by(|a, b| (a.part, a.passage, a.stance) == (b.part, b.passage, b.stance)) {
        // Sorted by weight last, so the heaviest stands at the end.
        if let Some(heaviest) = same.last() {
            sums.add(heaviest.stance, heaviest.weight);
        }
    }
    sums
}

/// The strict majority of those with a stance, else mixed; neutral if nobody has one.
fn majority(positions: impl Iterator<Item = Position>) -> (Position, bool) {
    let (mut supports, mut mixed, mut contradicts) = (0_usize, 0_usize, 0_usize);
    for position in positions {
        match position {
            Position::Supports => supports += 1,
            Position::Mixed => mixed += 1,
            Position::Contradicts => contradicts += 1,
            Position::Neutral | Position::Silent | Position::Pending => {}
        }
    }
    let all = supports + mixed + contradicts;
    let differ = [supports, mixed, contradicts].iter().filter(|&&n| n > 0).count() > 1;
    let position = if all == 0 {
        Position::Neutral
    } else if supports * 2 > all {
        Position::Supports
    } else if contradicts * 2 > all {
        Position::Contradicts
    } else {
        Position::Mixed
    };
    (position, differ)
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: Stance = Stance::Supports;
    const Q: Stance = Stance::Qualifies;
    const C: Stance = Stance::Contradicts;
    const N: Stance = Stance::Neutral;

    fn said(coder: u32, passage: u32, stance: Stance) -> Said {
        Said { coder, speaker: None, part: 0, passage, stance, weight: Weight::ONE, agreed: false }
    }

    fn weighed(passage: u32, stance: Stance, weight: &str) -> Said {
        Said { weight: Weight::parse(weight).unwrap(), ..said(0, passage, stance) }
    }

    fn by(speaker: u32, passage: u32, stance: Stance) -> Said {
        Said { speaker: Some(speaker), ..said(0, passage, stance) }
    }

    fn position(codings: &[Said]) -> (Position, bool) {
        judged_position(codings, &[])
    }

    fn judged_position(codings: &[Said], judged: &[Judged]) -> (Position, bool) {
        combined(&by_coder(&mut codings.to_vec(), judged, Ratio::new(1, 2)))
    }

    #[test]
    fn half_net_support_is_enough_and_less_is_not() {
        assert_eq!(position(&[said(0, 1, S), said(0, 2, Q)]).0, Position::Supports);
        assert_eq!(position(&[said(0, 1, C), said(0, 2, Q)]).0, Position::Contradicts);
        assert_eq!(position(&[said(0, 1, S), said(0, 2, Q), said(0, 3, Q)]).0, Position::Mixed);
        assert_eq!(position(&[said(0, 1, S), said(0, 2, C)]).0, Position::Mixed);
        assert_eq!(position(&[said(0, 1, S), said(0, 2, S), said(0, 3, S), said(0, 4, C)]).0, Position::Supports);
        assert_eq!(position(&[said(0, 1, Q)]).0, Position::Mixed);
        assert_eq!(position(&[said(0, 1, N), said(0, 2, S)]).0, Position::Supports);
        assert_eq!(position(&[said(0, 1, N)]).0, Position::Neutral);
    }

    #[test]
    fn quotes_in_one_passage_count_once_by_stance() {
        let many: Vec<Said> = (0..9).map(|_| said(0, 1, S)).chain([said(0, 2, C)]).collect();
        assert_eq!(position(&many).0, Position::Mixed);
        assert_eq!(position(&[said(0, 1, S), said(0, 1, C)]).0, Position::Mixed);
    }

    #[test]
    fn the_heaviest_of_a_passage_counts() {
        // S .6 v C .2: p = .5 exactly; with S .59 it is less.
        assert_eq!(position(&[weighed(1, S, "0.1"), weighed(1, S, "0.6"), weighed(2, C, "0.2")]).0, Position::Supports);
        assert_eq!(position(&[weighed(1, S, "0.59"), weighed(2, C, "0.2")]).0, Position::Mixed);
        // Tenths that floating point cannot add: .1 + .2 against .1 is p = .5.
        assert_eq!(position(&[weighed(1, S, "0.1"), weighed(2, S, "0.2"), weighed(3, C, "0.1")]).0, Position::Supports);
    }

    #[test]
    fn speakers_of_a_group_have_one_vote_each() {
        // One participant talks a lot.
        let mut talk: Vec<Said> = (0..9).map(|passage| by(1, passage, S)).collect();
        talk.extend([by(2, 20, C), by(3, 21, C)]);
        assert_eq!(position(&talk).0, Position::Contradicts);
        // A tie is mixed, and a participant without a stance does not vote.
        assert_eq!(position(&[by(1, 1, S), by(2, 2, C)]).0, Position::Mixed);
        assert_eq!(position(&[by(1, 1, S), by(2, 2, N), by(3, 3, N)]).0, Position::Supports);
        // Words of nobody by name are one vote.
        assert_eq!(position(&[by(1, 1, S), said(0, 2, C), said(0, 3, C)]).0, Position::Mixed);
        assert_eq!(position(&[by(1, 1, N), by(2, 2, N)]).0, Position::Neutral);
    }

    #[test]
    fn coders_are_combined_by_strict_majority() {
        assert_eq!(position(&[said(0, 1, S), said(1, 1, S)]), (Position::Supports, false));
        assert_eq!(position(&[said(0, 1, S), said(1, 1, C)]), (Position::Mixed, true));
        assert_eq!(position(&[said(0, 1, S), said(1, 1, S), said(2, 1, C)]), (Position::Supports, true));
        assert_eq!(position(&[said(0, 1, C), said(1, 1, C), said(2, 1, Q)]), (Position::Contradicts, true));
        assert_eq!(position(&[said(0, 1, S), said(1, 1, C), said(2, 1, Q)]), (Position::Mixed, true));
        // Neutral gives way and is no disagreement.
        assert_eq!(position(&[said(0, 1, S), said(1, 1, N)]), (Position::Supports, false));
        assert_eq!(position(&[said(0, 1, N), said(1, 1, N)]), (Position::Neutral, false));
    }

    #[test]
    fn a_judgement_of_the_whole_source_replaces_its_coders_codings() {
        let codings = [said(0, 1, S), said(0, 2, S), said(1, 1, S)];
        let judged = [Judged { coder: 0, stance: C }];
        assert_eq!(judged_position(&codings, &judged), (Position::Mixed, true));
        assert_eq!(judged_position(&codings[..2], &judged), (Position::Contradicts, false));
        assert_eq!(judged_position(&codings, &[Judged { coder: 9, stance: C }]), (Position::Supports, false));
        assert_eq!(judged_position(&codings[..1], &[Judged { coder: 0, stance: Q }]).0, Position::Mixed);
    }
}
