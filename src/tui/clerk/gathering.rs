//! Gathering the evidence of one theme.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::base::ids::{CodeId, Coder};
use crate::coding::Stance;
use crate::search::sieve::Sieve;
use crate::source::Quoted;
use crate::study::{Anchoring, Placed, Study, View};
use crate::tui::desk::{Evidence, Piece};

use super::cells::Judgements;
use super::desk::{about, code_of, words};

/// The most pieces of each stance that are listed: more than anyone reads on a screen.
pub(super) const ALL: usize = 500;

/// As many of each stance as a screen shows at once.
pub(super) const FIRST: usize = 16;

/// Which part of the most pieces of a stance every kind has room for, however many the kinds before it have: who
/// comes from the cell of a kind finds its passages.
const OF_KIND: usize = 8;

/// Gathers the codings that are evidence for a theme's claim, by kind, source and place: the first `most` of each
/// stance and the first few of each stance and kind, of those that a sieve takes.
#[must_use]
pub(super) fn gather(study: &Study, theme: &CodeId, coder: &Coder, most: usize, sieve: Option<&Sieve>) -> Evidence {
    let mut entries: Vec<Piece> = Vec::new();
    let (mut more, mut left_out) = (0, 0);
    let mut of_stance = [0; Stance::ALL.len()];
    let mut of_kind: BTreeMap<(Option<usize>, usize), usize> = BTreeMap::new();
    // Whether a code counts for the theme, and whether its stance turns round: the same for all its codings.
    let counts: BTreeMap<&CodeId, bool> = study
        .codebook()
        .codes()
        .iter()
        .filter_map(|code| {
            let found = study.codebook().themes_of(&code.id).into_iter().find(|found| found.code == *theme)?;
            Some((&code.id, found.reversed))
        })
        .collect();
    let mut judgements = Judgements::of(study, &counts);
    let kinds = &study.manifest().kinds;
    let kind = |placed: &Placed<'_>| {
        placed.source.and_then(|at| kinds.iter().position(|rule| rule.name == study.sources()[at].kind))
    };
    let codes: BTreeSet<&CodeId> = counts.keys().copied().collect();
    // The codings come by source and place; the sort is stable.
    let mut placed = study.codings_of(View::Reconciled, &codes);
    placed.sort_by_cached_key(|placed| kind(placed).unwrap_or(usize::MAX));
    let mut listed: Vec<(Placed<'_>, bool)> = Vec::new();
    for placed in placed {
        let Some(reversed) = placed.code.and_then(|code| counts.get(&code.id)).copied() else { continue };
        judgements.add(study, &placed);
        if sieve.is_some_and(|sieve| !sieve.takes(study, &placed)) {
            left_out += 1;
            continue;
        }
        let stance = Stance::ALL.iter().position(|stance| *stance == placed.coding.stance).unwrap_or(0);
        let of_kind = of_kind.entry((kind(&placed), stance)).or_default();
        if of_stance[stance] >= most && *of_kind >= most.div_ceil(OF_KIND) {
            more += 1;
            continue;
        }
        of_stance[stance] += 1;
        *of_kind += 1;
        listed.push((placed, reversed));
    }
    // The words of each stand in a journal: they are read on all cores.
    let read = |(placed, reversed): &(Placed<'_>, bool)| piece(study, placed, theme, *reversed, coder);
    let pieces: Vec<Option<Piece>> = listed.par_iter().map(read).collect();
    for ((placed, _), piece) in listed.iter().zip(pieces) {
        entries.extend(piece.map(|piece| Piece { judged: judgements.on(study, placed), ..piece }));
    }
    Evidence { code: theme.clone(), entries, more, left_out }
}

/// Makes the piece of a coding that is evidence for a theme; nothing where its source is gone.
pub(super) fn piece(
    study: &Study,
    placed: &Placed<'_>,
    theme: &CodeId,
    reversed: bool,
    coder: &Coder,
) -> Option<Piece> {
    let coding = &placed.coding;
    let source = &study.sources()[placed.source?];
    let stance = if reversed { coding.stance.reversed() } else { coding.stance };
    let code = code_of(placed);
    let through = (code != theme).then(|| {
        let name = placed.code.map_or(code.as_str(), |code| code.name.as_str());
        if reversed { format!("against, through {name}") } else { format!("through {name}") }
    });
    let anchored = placed.anchoring == Anchoring::Anchored;
    let kept = words(study, placed);
    let outline = study.outline(source).ok().filter(|_| anchored);
    let whole = Quoted { speaker: None, words: &kept };
    let quoted = outline.map_or(whole, |outline| outline.quoted(placed.span, &kept));
    Some(Piece {
        id: coding.id(),
        kind: source.kind.clone(),
        source: source.id.clone(),
        span: anchored.then_some(placed.span),
        speaker: quoted.speaker.map(str::to_owned),
        words: quoted.words.to_owned(),
        about: about(source),
        coder: coding.by().clone(),
        own: coding.by() == coder && !study.state().is_reconciliation(coding.id()),
        stance,
        through,
        judged: None,
        memo: coding.memo().map(str::to_owned),
    })
}
