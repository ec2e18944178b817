//! The framework matrix: what each source says on a theme.
//!
//! The verdict counts voices; a framework is read source by source. So a source stands here where its own
//! codings put it, by the rule that gives a unit its position, and what coders judged of the whole source
//! is told beside that, never mixed into it.

use std::collections::BTreeMap;

use super::evidence::{Cell, Evidence, Ordinal, Roster, ordinal};
use super::sensitivity::taus;
use super::sorting::{Idle, Sorting};
use super::thresholds::Thresholds;
use super::verdict::Position;
use crate::coding::Stance;

/// What one source says on one theme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Where its codings put it; without any, whether it is silent or not read yet. Nothing where it was
    /// neither asked nor raised the theme.
    pub position: Option<Position>,
    /// The number of passages in which the theme is coded.
    pub passages: u32,
    /// The codings, each once, by their numbers ([`super::evidence::Coding::number`]), in their order.
    pub codings: Vec<u32>,
    /// What coders judged of the whole source: of each the last word, the newest first.
    pub judged: Vec<Judgement>,
}

/// A coder's last word on a whole source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Who judged.
    pub coder: Ordinal,
    /// The stance towards the theme's claim.
    pub stance: Stance,
    /// All that the coder wrote here, as places in [`Evidence::cells`], the last word last.
    pub cells: Vec<usize>,
    /// Whether it stands in the place of the coder's codings when the verdict is formed.
    pub decides: bool,
}

/// Returns what each source of the roster says on a theme, in the order of the roster.
#[must_use]
pub fn column(roster: &Roster, evidence: &Evidence, thresholds: &Thresholds) -> Vec<Entry> {
    let sorting = Sorting::new(roster, evidence, taus(thresholds.tau));
    let mut judged = judgements(evidence);
    (0..ordinal(roster.sources.len()))
        .map(|source| {
            let mut entry = coded(&sorting, source);
            entry.judged = judged.remove(&source).unwrap_or_default();
            for judgement in &mut entry.judged {
                judgement.decides = !roster.is_split(source) && has_own_coding(&sorting, source, judgement.coder);
            }
            entry
        })
        .collect()
}

/// What the codings of a source say.
fn coded(sorting: &Sorting<'_>, source: Ordinal) -> Entry {
    let parts = sorting.roster.parts_of(source).map(ordinal);
    let codings: Vec<_> = parts.clone().flat_map(|part| sorting.codings_in(part)).collect();
    if codings.is_empty() {
        let idle = parts.clone().next().map_or(Idle::Absent, |part| sorting.idle(part));
        let position = match idle {
            Idle::Absent => None,
            Idle::Pending => Some(Position::Pending),
            Idle::Silent => Some(Position::Silent),
        };
        return Entry { position, ..Entry::default() };
    }
    let position = sorting.position_of(&codings);
    let mut passages: Vec<(Ordinal, u32)> = codings.iter().map(|coding| (coding.part, coding.passage)).collect();
    passages.sort_unstable();
    passages.dedup();
    let mut numbers: Vec<u32> = codings.iter().map(|coding| coding.number).collect();
    // What several coders agreed on is one coding that each of them holds.
    numbers.sort_unstable();
    numbers.dedup();
    Entry { position: Some(position), passages: ordinal(passages.len()), codings: numbers, judged: Vec::new() }
}

/// Tells whether a coder has a coding of the theme in a source that is not an agreed one.
fn has_own_coding(sorting: &Sorting<'_>, source: Ordinal, coder: Ordinal) -> bool {
    let parts = sorting.roster.parts_of(source).map(ordinal);
    parts.into_iter().flat_map(|part| sorting.codings_in(part)).any(|coding| coding.coder == coder && !coding.agreed)
}

/// Gathers the judgements by source, of each coder the last word, the newest first.
fn judgements(evidence: &Evidence) -> BTreeMap<Ordinal, Vec<Judgement>> {
    let mut places: Vec<(usize, &Cell)> = evidence.cells.iter().enumerate().collect();
    places.sort_by_key(|(_, cell)| cell.id);
    let mut by_source: BTreeMap<Ordinal, Vec<Judgement>> = BTreeMap::new();
    for (at, cell) in places {
        let judged = by_source.entry(cell.source).or_default();
        let mut cells = Vec::new();
        if let Some(before) = judged.iter().position(|judgement| judgement.coder == cell.coder) {
            cells = judged.remove(before).cells;
        }
        cells.push(at);
        judged.insert(0, Judgement { coder: cell.coder, stance: cell.stance, cells, decides: false });
    }
    by_source
}
