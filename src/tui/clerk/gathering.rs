//! Gathering the evidence of one theme.

use std::collections::BTreeMap;

use crate::base::ids::{CodeId, Coder};
use crate::study::{Anchoring, Placed, Study, View};
use crate::tui::desk::{Evidence, Piece};

use super::cells::Judgements;
use super::desk::{about, code_of, words};

/// The most pieces that are listed: more than anyone reads on a screen.
const MOST: usize = 5_000;

/// Gathers the codings that are evidence for a theme's claim, by kind, source and place.
#[must_use]
pub(super) fn gather(study: &Study, theme: &CodeId, coder: &Coder) -> Evidence {
    let mut entries: Vec<Piece> = Vec::new();
    let mut more = 0;
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
    let mut listed: Vec<(Placed<'_>, bool)> = Vec::new();
    for placed in study.codings(View::Reconciled) {
        let Some(reversed) = placed.code.and_then(|code| counts.get(&code.id)).copied() else { continue };
        judgements.add(study, &placed);
        if listed.len() == MOST {
            more += 1;
            continue;
        }
        listed.push((placed, reversed));
    }
    for (placed, reversed) in &listed {
        let piece = piece(study, placed, theme, *reversed, coder);
        entries.extend(piece.map(|piece| Piece { judged: judgements.on(study, placed), ..piece }));
    }
    let order = |piece: &Piece| study.manifest().kinds.iter().position(|rule| rule.name == piece.kind);
    // The codings come by source and place; the sort is stable.
    entries.sort_by_key(|piece| order(piece).unwrap_or(usize::MAX));
    Evidence { code: theme.clone(), entries, more }
}

fn piece(study: &Study, placed: &Placed<'_>, theme: &CodeId, reversed: bool, coder: &Coder) -> Option<Piece> {
    let coding = &placed.coding;
    let source = &study.sources()[placed.source?];
    let stance = if reversed { coding.stance.reversed() } else { coding.stance };
    let code = code_of(placed);
    let through = (code != *theme).then(|| {
        let name = placed.code.map_or(code.as_str(), |code| code.name.as_str());
        if reversed { format!("against, through {name}") } else { format!("through {name}") }
    });
    Some(Piece {
        id: coding.id(),
        kind: source.kind.clone(),
        source: source.id.clone(),
        span: (placed.anchoring == Anchoring::Anchored).then_some(placed.span),
        words: words(study, placed),
        about: about(source),
        coder: coding.by().clone(),
        own: coding.by() == coder && !study.state().is_reconciliation(coding.id()),
        stance,
        through,
        judged: None,
        memo: coding.memo().map(str::to_owned),
    })
}
