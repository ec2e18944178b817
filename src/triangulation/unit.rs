//! The position of one unit: what a voice says in one kind of source, by all who coded it.
//!
//! Codings of one stance in one passage count once, so a passage cut into ten quotes weighs as one.
//! Each coder's position is worked out first, then the coders are combined.

use crate::coding::{Decimal, Stance};

use super::evidence::Ordinal;
use super::ratio::Ratio;
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
    pub(crate) weight: Decimal,
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
    fn add(&mut self, stance: Stance, weight: Decimal) {
        match stance {
            Stance::Supports => self.supports += i128::from(weight.billionths()),
            Stance::Qualifies => self.qualifies += i128::from(weight.billionths()),
            Stance::Contradicts => self.contradicts += i128::from(weight.billionths()),
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

/// How many values of the threshold of units are looked at in one go: the study's own comes first.
pub(crate) const TAUS: usize = 3;

/// A position at each of the values of the threshold.
pub(crate) type Positions = [Position; TAUS];

/// Works out where a unit stands, and whether its coders differ at the study's own threshold.
///
/// The codings are sorted in place.
pub(crate) fn positions(said: &mut [Said], judged: &[Judged], taus: &[Ratio; TAUS]) -> (Positions, bool) {
    let mut votes = [Votes::default(); TAUS];
    for (_, positions) in by_coder(said, judged, taus) {
        for (votes, position) in votes.iter_mut().zip(positions) {
            votes.add(position);
        }
    }
    (votes.map(Votes::majority), votes[0].differ())
}

/// Works out where each coder sees a unit, in the order of coders. The codings are sorted in place.
pub(crate) fn by_coder<'s>(
    said: &'s mut [Said],
    judged: &'s [Judged],
    taus: &'s [Ratio; TAUS],
) -> impl Iterator<Item = (Ordinal, Positions)> + 's {
    said.sort_unstable();
    said.chunk_by(|a, b| a.coder == b.coder).map(move |of_coder| {
        let coder = of_coder[0].coder;
        let cell = judged.iter().find(|judged| judged.coder == coder);
        (coder, cell.map_or_else(|| of_one_coder(of_coder, taus), |judged| [of_stance(judged.stance); TAUS]))
    })
}

/// The position that a judgement of the whole source, or codings of one stance alone, stand for.
pub(crate) fn of_stance(stance: Stance) -> Position {
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
fn of_one_coder(said: &[Said], taus: &[Ratio; TAUS]) -> Positions {
    if said.iter().all(|coding| coding.speaker.is_none()) {
        let sums = sums(said);
        return taus.map(|tau| sums.position(tau));
    }
    let mut votes = [Votes::default(); TAUS];
    for of_speaker in said.chunk_by(|a, b| a.speaker == b.speaker) {
        let sums = sums(of_speaker);
        for (votes, &tau) in votes.iter_mut().zip(taus) {
            votes.add(sums.position(tau));
        }
    }
    votes.map(Votes::majority)
}

fn sums(said: &[Said]) -> Sums {
    let mut sums = Sums::default();
    for same in said.chunk_by(|a, b| (a.part, a.passage, a.stance) == (b.part, b.passage, b.stance)) {
        // Sorted by weight after these, so the heaviest stands at the end.
        if let Some(heaviest) = same.last() {
            sums.add(heaviest.stance, heaviest.weight);
        }
    }
    sums
}

/// The votes of coders, or of speakers. Who takes no stance has none.
#[derive(Clone, Copy, Debug, Default)]
struct Votes {
    supports: u32,
    mixed: u32,
    contradicts: u32,
}

impl Votes {
    fn add(&mut self, position: Position) {
        match position {
            Position::Supports => self.supports += 1,
            Position::Mixed => self.mixed += 1,
            Position::Contradicts => self.contradicts += 1,
            Position::Neutral | Position::Silent | Position::Pending => {}
        }
    }

    /// The strict majority, else mixed; neutral if nobody has a vote.
    fn majority(self) -> Position {
        let all = self.supports + self.mixed + self.contradicts;
        if all == 0 {
            Position::Neutral
        } else if self.supports * 2 > all {
            Position::Supports
        } else if self.contradicts * 2 > all {
            Position::Contradicts
        } else {
            Position::Mixed
        }
    }

    fn differ(self) -> bool {
        [self.supports, self.mixed, self.contradicts].iter().filter(|&&votes| votes > 0).count() > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: Stance = Stance::Supports;
    const Q: Stance = Stance::Qualifies;
    const C: Stance = Stance::Contradicts;
    const N: Stance = Stance::Neutral;

    fn said(coder: u32, passage: u32, stance: Stance) -> Said {
        Said { coder, speaker: None, part: 0, passage, stance, weight: Decimal::ONE, agreed: false }
    }

    fn weighed(passage: u32, stance: Stance, weight: &str) -> Said {
        Said { weight: Decimal::parse(weight).unwrap(), ..said(0, passage, stance) }
    }

    fn by(speaker: u32, passage: u32, stance: Stance) -> Said {
        Said { speaker: Some(speaker), ..said(0, passage, stance) }
    }

    fn position(codings: &[Said]) -> (Position, bool) {
        judged_position(codings, &[])
    }

    fn judged_position(codings: &[Said], judged: &[Judged]) -> (Position, bool) {
        let taus = [Ratio::new(1, 2), Ratio::new(1, 3), Ratio::new(2, 3)];
        let (positions, differ) = positions(&mut codings.to_vec(), judged, &taus);
        (positions[0], differ)
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
