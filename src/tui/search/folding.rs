//! The weaker passages of a voice: folded behind its strongest, and shown after it.

use crate::tui::desk::Hit;
use crate::tui::message::Answer;

/// Shows the weaker passages of a hit's voice after it; tells whether there were any to show.
pub(super) fn unfold(answer: &mut Answer, at: usize) -> bool {
    let Some(evidence) = answer.hits.get_mut(at).and_then(|hit| hit.evidence.as_mut()) else { return false };
    let hidden = std::mem::take(&mut evidence.hidden);
    evidence.open = hidden.len().max(evidence.open);
    let count = hidden.len();
    let rest = answer.hits.split_off(at + 1);
    answer.hits.extend(hidden.into_iter().chain(rest));
    for heading in answer.headings.iter_mut().filter(|heading| heading.at > at) {
        heading.at += count;
    }
    count > 0
}

/// Folds the passages of the voice that a hit is of, and returns the place of its strongest; nothing where they are
/// not shown.
pub(super) fn fold(answer: &mut Answer, at: usize) -> Option<usize> {
    let is_weaker = |hit: &Hit| hit.evidence.as_ref().is_some_and(|evidence| evidence.is_weaker);
    let first = (0..=at).rev().find(|&at| answer.hits.get(at).is_some_and(|hit| !is_weaker(hit)))?;
    let open = answer.hits[first].evidence.as_mut().map(|evidence| std::mem::take(&mut evidence.open))?;
    if open == 0 {
        return None;
    }
    let upto = (first + 1 + open).min(answer.hits.len());
    let hidden: Vec<Hit> = answer.hits.drain(first + 1..upto).collect();
    for heading in answer.headings.iter_mut().filter(|heading| heading.at > first) {
        heading.at -= hidden.len();
    }
    if let Some(evidence) = &mut answer.hits[first].evidence {
        evidence.hidden = hidden;
    }
    Some(first)
}

/// Shows in a new answer what was shown in the one before: the weaker passages of the same voices.
pub(super) fn unfold_as(answer: &mut Answer, before: &Answer) {
    let is_open = |hit: &Hit| {
        let is_same = |other: &&Hit| (&other.source, other.span) == (&hit.source, hit.span);
        let other = before.hits.iter().find(is_same).and_then(|other| other.evidence.as_ref());
        other.is_some_and(|evidence| evidence.open > 0)
    };
    let mut at = 0;
    while at < answer.hits.len() {
        if is_open(&answer.hits[at]) {
            unfold(answer, at);
        }
        at += 1;
    }
}
