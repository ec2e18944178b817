//! Sorts the evidence of one theme into units, and again without a voice or without some sources.
//!
//! This is the first step of a triangulation protocol, "sorting". The codings are walked once here;
//! everything after works on [`Unit`]s. While something is left out (see `Sorting::without`), every
//! question is answered as if it did not exist, and only the units that it touches are formed again.

use crate::coding::Stance;

use super::evidence::{Coding, Evidence, Form, Ordinal, Roster, Sets, ordinal, tidy};
use super::ratio::Ratio;
use super::unit::{CoderPosition, Judged, Positions, Said, TAUS, by_coder, of_stance, positions};
use super::verdict::Position;

/// A kind and a voice with all that it says of the theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its place in the roster's list of units.
    pub unit: Ordinal,
    /// The kind of its sources.
    pub kind: Ordinal,
    /// Whose voice it is.
    pub voice: Ordinal,
    /// Where it stands.
    pub position: Position,
    /// Whether any of its sources was asked.
    pub asked: bool,
    /// Whether all its sources are the evaluated party's own word.
    pub own: bool,
    /// Whether its coders differ.
    pub disputed: bool,
    /// Where it would stand at each value of the threshold of units.
    pub(crate) positions: Positions,
    pub(crate) case_set: Ordinal,
    pub(crate) category_set: Ordinal,
}

/// What a part that holds no coding of the theme stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Idle {
    Absent,
    Pending,
    Silent,
}

/// How far the asked sources of a kind are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) asked: u32,
    pub(crate) undone: u32,
    pub(crate) pending: u32,
}

/// Items grouped by an ordinal, side by side.
#[derive(Debug)]
pub(crate) struct Groups {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Groups {
    pub(crate) fn new(groups: usize, pairs: impl Iterator<Item = (Ordinal, u32)> + Clone) -> Self {
        let mut starts = vec![0_u32; groups + 1];
        for (group, _) in pairs.clone() {
            starts[group as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut items = vec![0; starts.last().copied().unwrap_or(0) as usize];
        for (group, item) in pairs {
            let place = &mut next[group as usize];
            items[*place as usize] = item;
            *place += 1;
        }
        Self { starts, items }
    }

    pub(crate) fn of(&self, group: Ordinal) -> &[u32] {
        let group = group as usize;
        &self.items[self.starts[group] as usize..self.starts[group + 1] as usize]
    }
}

/// The evidence of one theme, grouped.
pub(crate) struct Sorting<'e> {
    pub(crate) roster: &'e Roster,
    pub(crate) evidence: &'e Evidence,
    pub(crate) sets: Sets,
    taus: [Ratio; TAUS],
    by_unit: Groups,
    by_part: Groups,
    homes: Groups,
    done: Vec<bool>,
    named: Vec<bool>,
    /// The parts that are left out for now, and the voice whose codings are.
    out: Vec<bool>,
    out_voice: Option<Ordinal>,
    scratch: Vec<Said>,
}

impl<'e> Sorting<'e> {
    /// Groups the evidence. The first of `taus` is the study's own.
    pub(crate) fn new(roster: &'e Roster, evidence: &'e Evidence, taus: [Ratio; TAUS]) -> Self {
        let counted = || evidence.codings.iter().zip(0_u32..).filter(|(coding, _)| !coding.interviewer);
        let mut done = vec![false; roster.sources.len()];
        let mut named = vec![false; roster.sources.len()];
        for entry in &evidence.done {
            done[entry.source as usize] = true;
            named[entry.source as usize] |= entry.by_name;
        }
        Self {
            roster,
            evidence,
            sets: roster.sets.clone(),
            taus,
            by_unit: Groups::new(roster.units.len(), counted().map(|(coding, at)| (coding.unit, at))),
            by_part: Groups::new(roster.parts.len(), counted().map(|(coding, at)| (coding.part, at))),
            homes: Groups::new(roster.units.len(), roster.parts.iter().zip(0..).map(|(part, at)| (part.home, at))),
            done,
            named,
            out: vec![false; roster.parts.len()],
            out_voice: None,
            scratch: Vec::new(),
        }
    }

    /// Does `work` as if some parts, and the codings that name a voice, did not exist.
    pub(crate) fn without<R>(
        &mut self,
        parts: &[Ordinal],
        voice: Option<Ordinal>,
        work: impl FnOnce(&mut Self) -> R,
    ) -> R {
        self.mark(parts, true);
        self.out_voice = voice;
        let answer = work(self);
        self.mark(parts, false);
        self.out_voice = None;
        answer
    }

    fn mark(&mut self, parts: &[Ordinal], out: bool) {
        for &part in parts {
            self.out[part as usize] = out;
        }
    }

    /// Returns the counted codings of a unit.
    pub(crate) fn codings_of(&self, unit: Ordinal) -> impl Iterator<Item = &'e Coding> + Clone + use<'e, '_> {
        let evidence = self.evidence;
        self.by_unit.of(unit).iter().map(move |&at| &evidence.codings[at as usize]).filter(|coding| self.counts(coding))
    }

    /// Returns the counted codings in a part.
    pub(crate) fn codings_in(&self, part: Ordinal) -> impl Iterator<Item = &'e Coding> + Clone + use<'e, '_> {
        let evidence = self.evidence;
        self.by_part.of(part).iter().map(move |&at| &evidence.codings[at as usize]).filter(|coding| self.counts(coding))
    }

    fn counts(&self, coding: &Coding) -> bool {
        !self.out[coding.part as usize] && self.out_voice.is_none_or(|voice| self.roster.units[coding.unit].1 != voice)
    }

    pub(crate) fn is_asked(&self, source: Ordinal) -> bool {
        self.evidence.asked.get(source as usize).copied().unwrap_or(false)
    }

    pub(crate) fn is_done(&self, source: Ordinal) -> bool {
        self.done[source as usize]
    }

    pub(crate) fn idle(&self, part: Ordinal) -> Idle {
        let source = self.roster.parts[part as usize].source;
        match (self.is_asked(source), self.done[source as usize], self.named[source as usize]) {
            (true, true, _) | (false, _, true) => Idle::Silent,
            (true, false, _) => Idle::Pending,
            (false, _, false) => Idle::Absent,
        }
    }

    /// Tells whether a coding of the theme stands in a part.
    pub(crate) fn speaks(&self, part: Ordinal) -> bool {
        self.codings_in(part).next().is_some()
    }

    /// Tells whether a part exists for the theme: it was asked, read for it, or holds a coding.
    pub(crate) fn exists(&self, part: Ordinal) -> bool {
        !self.out[part as usize] && (self.idle(part) != Idle::Absent || self.speaks(part))
    }

    /// Forms every unit, in the order of the roster's units.
    pub(crate) fn units(&mut self) -> Vec<Unit> {
        (0..ordinal(self.roster.units.len())).filter_map(|unit| self.form(unit)).collect()
    }

    /// Forms one unit, if there is anything of it.
    pub(crate) fn form(&mut self, unit: Ordinal) -> Option<Unit> {
        let roster = self.roster;
        let (kind, voice) = roster.units[unit];
        let mut parts: Vec<Ordinal> = Vec::new();
        let mut cases: Vec<Ordinal> = Vec::new();
        let mut said = std::mem::take(&mut self.scratch);
        said.clear();
        for coding in self.codings_of(unit) {
            said.push(self.said(coding));
            cases.extend(coding.case);
            if parts.last() != Some(&coding.part) {
                parts.push(coding.part);
            }
        }
        for &part in self.homes.of(unit) {
            if !self.out[part as usize] && self.idle(part) == Idle::Silent && !self.speaks(part) {
                parts.push(part);
            }
        }
        let formed = (!parts.is_empty()).then(|| {
            let (positions, disputed) = self.positions(&mut said);
            let parts = tidy(parts);
            let asked = parts.iter().any(|&part| self.is_asked(roster.parts[part as usize].source));
            let own = parts.iter().all(|&part| roster.parts[part as usize].own);
            let (case_set, category_set) = self.stands_in(&parts, cases);
            let position = positions[0];
            Unit { unit, kind, voice, position, asked, own, disputed, positions, case_set, category_set }
        });
        self.scratch = said;
        formed
    }

    fn said(&self, coding: &Coding) -> Said {
        let source = &self.roster.sources[self.roster.parts[coding.part as usize].source as usize];
        Said {
            coder: coding.coder,
            speaker: coding.speaker.filter(|_| source.form == Form::Group),
            part: coding.part,
            passage: coding.passage,
            stance: coding.stance,
            weight: coding.weight,
            agreed: coding.agreed,
        }
    }

    /// Returns where a unit stands by what was said in it, and whether its coders differ.
    fn positions(&self, said: &mut [Said]) -> (Positions, bool) {
        if said.is_empty() {
            return ([Position::Silent; TAUS], false);
        }
        // Where nobody differs in anything, no threshold, group or majority can matter.
        let mut sides = said.iter().map(|coding| coding.stance).filter(|&stance| stance != Stance::Neutral);
        let first = sides.next();
        if self.evidence.cells.is_empty() && sides.all(|stance| Some(stance) == first) {
            return ([of_stance(first.unwrap_or(Stance::Neutral)); TAUS], false);
        }
        positions(said, &self.judged(said), &self.taus)
    }

    /// Returns where codings stand by themselves, whatever was judged of their sources as a whole.
    pub(crate) fn position_of(&self, codings: &[&Coding]) -> Position {
        let mut said: Vec<Said> = codings.iter().map(|coding| self.said(coding)).collect();
        positions(&mut said, &[], &self.taus).0[0]
    }

    /// The judgements that hold in a unit: of coders with a coding of their own there in the source judged.
    ///
    /// What was agreed on in a reconciliation stands over a judgement. A table whose rows are voices of
    /// their own is judged as a whole, so that no row takes it over.
    fn judged(&self, said: &[Said]) -> Vec<Judged> {
        let cells = &self.evidence.cells;
        if cells.is_empty() {
            return Vec::new();
        }
        let mut holding: Vec<_> = cells
            .iter()
            .filter(|cell| !self.roster.is_split(cell.source))
            .filter(|cell| {
                let part = self.roster.sources[cell.source as usize].first_part;
                said.iter().any(|coding| coding.part == part && coding.coder == cell.coder && !coding.agreed)
            })
            .collect();
        holding.sort_by_key(|cell| std::cmp::Reverse(cell.id));
        holding.into_iter().map(|cell| Judged { coder: cell.coder, stance: cell.stance }).collect()
    }

    /// Returns where each coder sees a unit.
    pub(crate) fn coders_of(&self, unit: Ordinal) -> Vec<CoderPosition> {
        let mut said: Vec<Said> = self.codings_of(unit).map(|coding| self.said(coding)).collect();
        let judged = self.judged(&said);
        by_coder(&mut said, &judged, &self.taus)
            .map(|(coder, positions)| CoderPosition { coder, position: positions[0] })
            .collect()
    }

    /// The sets of cases and categories in which a unit stands.
    fn stands_in(&mut self, parts: &[Ordinal], mut cases: Vec<Ordinal>) -> (Ordinal, Ordinal) {
        let roster = self.roster;
        if let ([part], true) = (parts, cases.is_empty()) {
            let part = &roster.parts[*part as usize];
            return (part.case_set, part.category_set);
        }
        let mut categories = Vec::new();
        for &part in parts {
            let part = &roster.parts[part as usize];
            cases.extend(self.sets.members(part.case_set));
            categories.extend(self.sets.members(part.category_set));
        }
        (self.sets.place(&tidy(cases)), self.sets.place(&tidy(categories)))
    }

    /// Returns how far one source is read; nothing where it was not asked, or is left out whole.
    ///
    /// A table of many voices is one source.
    pub(crate) fn reading(&self, source: Ordinal) -> Reading {
        let mut left = self.roster.parts_of(source).map(ordinal).filter(|&part| !self.out[part as usize]).peekable();
        if !self.is_asked(source) || left.peek().is_none() {
            return Reading::default();
        }
        let undone = !self.done[source as usize];
        let pending = undone && left.any(|part| self.is_pending(part));
        Reading { asked: 1, undone: u32::from(undone), pending: u32::from(pending) }
    }

    /// Tells whether a part was asked, is not read to its end, and holds no coding.
    pub(crate) fn is_pending(&self, part: Ordinal) -> bool {
        self.idle(part) == Idle::Pending && !self.speaks(part)
    }
}
