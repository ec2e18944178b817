//! Sorts the evidence of one theme into units, and again without a voice or without some sources.
//!
//! This is the first step of a triangulation protocol, "sorting". The codings are walked once here;
//! everything after works on [`Unit`]s. What leaving something out changes is worked out for the units
//! that it touches only.

use super::evidence::{Coding, Evidence, Form, Ordinal, Roster, Sets, Stance, tidy};
use super::ratio::Ratio;
use super::unit::{CoderPosition, Judged, Said, by_coder, combined};
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
    /// Whether all its codings take the same side, so that no threshold can move it.
    pub(crate) settled: bool,
    pub(crate) case_set: Ordinal,
    pub(crate) category_set: Ordinal,
}

/// What to leave out of the evidence.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cut<'c> {
    Nothing,
    /// A voice: its sources, and all codings that name it.
    Voice(Ordinal),
    /// The parts that are marked.
    Parts(&'c [bool]),
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
    tau: Ratio,
    by_unit: Groups,
    by_part: Groups,
    homes: Groups,
    done: Vec<bool>,
    named: Vec<bool>,
    scratch: Vec<Said>,
}

impl<'e> Sorting<'e> {
    pub(crate) fn new(roster: &'e Roster, evidence: &'e Evidence, tau: Ratio) -> Self {
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
            tau,
            by_unit: Groups::new(roster.units.len(), counted().map(|(coding, at)| (coding.unit, at))),
            by_part: Groups::new(roster.parts.len(), counted().map(|(coding, at)| (coding.part, at))),
            homes: Groups::new(roster.units.len(), roster.parts.iter().zip(0..).map(|(part, at)| (part.home, at))),
            done,
            named,
            scratch: Vec::new(),
        }
    }

    /// Sets the threshold of units for all that is formed from now on.
    pub(crate) fn set_tau(&mut self, tau: Ratio) {
        self.tau = tau;
    }

    /// Returns the counted codings of a unit.
    pub(crate) fn codings_of(&self, unit: Ordinal) -> impl Iterator<Item = &'e Coding> + Clone + use<'e, '_> {
        let evidence = self.evidence;
        self.by_unit.of(unit).iter().map(move |&at| &evidence.codings[at as usize])
    }

    /// Returns the counted codings in a part.
    pub(crate) fn codings_in(&self, part: Ordinal) -> impl Iterator<Item = &'e Coding> + Clone + use<'e, '_> {
        let evidence = self.evidence;
        self.by_part.of(part).iter().map(move |&at| &evidence.codings[at as usize])
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

    fn cuts_part(&self, cut: Cut<'_>, part: Ordinal) -> bool {
        match cut {
            Cut::Nothing => false,
            Cut::Voice(voice) => self.roster.parts[part as usize].voice == voice,
            Cut::Parts(marked) => marked[part as usize],
        }
    }

    fn cuts_coding(&self, cut: Cut<'_>, coding: &Coding) -> bool {
        self.cuts_part(cut, coding.part)
            || matches!(cut, Cut::Voice(voice) if self.roster.units[coding.unit].1 == voice)
    }

    /// Tells whether a coding of the theme is left in a part.
    pub(crate) fn speaks(&self, part: Ordinal, cut: Cut<'_>) -> bool {
        self.codings_in(part).any(|coding| !self.cuts_coding(cut, coding))
    }

    /// Tells whether a part exists for the theme: it was asked, read for it, or holds a coding.
    pub(crate) fn exists(&self, part: Ordinal, cut: Cut<'_>) -> bool {
        !self.cuts_part(cut, part) && (self.idle(part) != Idle::Absent || self.speaks(part, cut))
    }

    /// Forms every unit, in the order of the roster's units.
    pub(crate) fn units(&mut self) -> Vec<Unit> {
        (0..super::evidence::ordinal(self.roster.units.len()))
            .filter_map(|unit| self.form(unit, Cut::Nothing))
            .collect()
    }

    /// Forms the units that are left without `cut`, from those there are with everything.
    pub(crate) fn units_without(&mut self, all: &[Unit], cut: Cut<'_>) -> Vec<Unit> {
        let touched = self.touched(cut);
        let mut left: Vec<Unit> =
            all.iter().filter(|unit| touched.binary_search(&unit.unit).is_err()).copied().collect();
        left.extend(touched.iter().filter_map(|&unit| self.form(unit, cut)));
        left
    }

    /// Forms again the units that another threshold could move.
    pub(crate) fn units_at(&mut self, all: &[Unit], tau: Ratio) -> Vec<Unit> {
        let usual = std::mem::replace(&mut self.tau, tau);
        let units = all
            .iter()
            .map(|unit| if unit.settled { *unit } else { self.form(unit.unit, Cut::Nothing).unwrap_or(*unit) })
            .collect();
        self.set_tau(usual);
        units
    }

    /// The units that a cut can change, sorted: those that lose a coding or a part, and the own voices
    /// of parts that lose a coding, which may become silent ones.
    fn touched(&self, cut: Cut<'_>) -> Vec<Ordinal> {
        let mut touched = Vec::new();
        for (part, at) in self.roster.parts.iter().zip(0..) {
            let whole = self.cuts_part(cut, at);
            if whole {
                touched.push(part.home);
            }
            if whole || matches!(cut, Cut::Voice(_)) {
                for coding in self.codings_in(at).filter(|coding| self.cuts_coding(cut, coding)) {
                    touched.push(coding.unit);
                    touched.push(part.home);
                }
            }
        }
        tidy(touched)
    }

    /// Forms one unit from what a cut leaves, if anything is left of it.
    fn form(&mut self, unit: Ordinal, cut: Cut<'_>) -> Option<Unit> {
        let roster = self.roster;
        let (kind, voice) = roster.units[unit];
        let mut parts: Vec<Ordinal> = Vec::new();
        let mut cases: Vec<Ordinal> = Vec::new();
        let mut said = std::mem::take(&mut self.scratch);
        said.clear();
        for coding in self.codings_of(unit).filter(|coding| !self.cuts_coding(cut, coding)) {
            said.push(self.said(coding));
            cases.extend(coding.case);
            if parts.last() != Some(&coding.part) {
                parts.push(coding.part);
            }
        }
        for &part in self.homes.of(unit) {
            if self.idle(part) == Idle::Silent && !self.cuts_part(cut, part) && !self.speaks(part, cut) {
                parts.push(part);
            }
        }
        let formed = (!parts.is_empty()).then(|| {
            let (position, disputed, settled) = self.position(&mut said);
            let parts = tidy(parts);
            let asked = parts.iter().any(|&part| self.is_asked(roster.parts[part as usize].source));
            let own = parts.iter().all(|&part| roster.parts[part as usize].own);
            let (case_set, category_set) = self.stands_in(&parts, cases);
            Unit { unit, kind, voice, position, asked, own, disputed, settled, case_set, category_set }
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

    /// Returns the position of what was said, whether coders differ, and whether it is settled.
    fn position(&self, said: &mut [Said]) -> (Position, bool, bool) {
        if said.is_empty() {
            return (Position::Silent, false, true);
        }
        let mut sides = said.iter().map(|coding| coding.stance).filter(|&stance| stance != Stance::Neutral);
        let first = sides.next();
        let settled = sides.all(|stance| Some(stance) == first);
        if settled && self.evidence.cells.is_empty() {
            let position = match first {
                Some(Stance::Supports) => Position::Supports,
                Some(Stance::Qualifies) => Position::Mixed,
                Some(Stance::Contradicts) => Position::Contradicts,
                Some(Stance::Neutral) | None => Position::Neutral,
            };
            return (position, false, true);
        }
        let judged = self.judged(said);
        let (position, disputed) = combined(&by_coder(said, &judged, self.tau));
        (position, disputed, false)
    }

    /// The judgements that hold in a unit: of coders with a coding of their own there in the source judged.
    ///
    /// What was agreed on in a reconciliation stands over a judgement.
    /// A table whose rows are voices of their own is judged as a whole, so that no row takes it over.
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
        by_coder(&mut said, &judged, self.tau)
    }

    /// The sets of cases and categories in which a unit stands.
    fn stands_in(&mut self, parts: &[Ordinal], cases: Vec<Ordinal>) -> (Ordinal, Ordinal) {
        let roster = self.roster;
        if let ([part], true) = (parts, cases.is_empty()) {
            let part = &roster.parts[*part as usize];
            return (part.case_set, part.category_set);
        }
        let mut cases = cases;
        let mut categories = Vec::new();
        for &part in parts {
            let part = &roster.parts[part as usize];
            cases.extend(self.sets.members(part.case_set));
            categories.extend(self.sets.members(part.category_set));
        }
        (self.sets.place(&tidy(cases)), self.sets.place(&tidy(categories)))
    }

    /// Returns how far the asked sources of each kind are read. A table of many voices is one source.
    pub(crate) fn readings(&self, cut: Cut<'_>) -> Vec<Reading> {
        let mut readings = vec![Reading::default(); self.roster.kinds.len()];
        for (source, at) in self.roster.sources.iter().zip(0..) {
            if !self.is_asked(at) {
                continue;
            }
            let mut left =
                self.roster.parts_of(at).map(super::evidence::ordinal).filter(|&p| !self.cuts_part(cut, p)).peekable();
            if left.peek().is_none() {
                continue;
            }
            let reading = &mut readings[source.kind as usize];
            reading.asked += 1;
            if !self.done[at as usize] {
                reading.undone += 1;
                reading.pending += u32::from(left.any(|part| self.is_pending(part, cut)));
            }
        }
        readings
    }

    /// Tells whether a part was asked, is not read to its end, and holds no coding.
    pub(crate) fn is_pending(&self, part: Ordinal, cut: Cut<'_>) -> bool {
        self.idle(part) == Idle::Pending && !self.speaks(part, cut)
    }

    /// Returns for each case how many parts and codings that exist for the theme name it.
    pub(crate) fn known_cases(&self, cut: Cut<'_>) -> Vec<u32> {
        let mut known = vec![0; self.roster.cases.len()];
        for (part, at) in self.roster.parts.iter().zip(0..) {
            if !part.cases.is_empty() && self.exists(at, cut) {
                for &case in &part.cases {
                    known[case as usize] += 1;
                }
            }
        }
        for coding in self.evidence.codings.iter().filter(|coding| !coding.interviewer) {
            if let Some(case) = coding.case.filter(|_| !self.cuts_coding(cut, coding)) {
                known[case as usize] += 1;
            }
        }
        known
    }
}
