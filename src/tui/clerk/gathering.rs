//! Gathering the evidence of one theme.

use crate::base::ids::{CodeId, Coder};
use crate::coding::Stance;
use crate::study::{Placed, Study, View};
use crate::tui::desk::{Evidence, Piece};

use super::desk::{about, code_of};

/// The most pieces that are listed: more than anyone reads on a screen.
const MOST: usize = 5_000;

/// Gathers the codings that are evidence for a theme's claim, by kind, source and place.
#[must_use]
pub(super) fn gather(study: &Study, theme: &CodeId, coder: &Coder) -> Evidence {
    let mut entries: Vec<Piece> = Vec::new();
    let mut more = 0;
    for placed in study.codings(View::Reconciled) {
        let code = code_of(&placed);
        let Some(found) = study.codebook().themes_of(&code).into_iter().find(|found| found.code == *theme) else {
            continue;
        };
        if entries.len() == MOST {
            more += 1;
            continue;
        }
        entries.extend(piece(study, &placed, theme, found.reversed, coder));
    }
    let order = |piece: &Piece| study.manifest().kinds.iter().position(|rule| rule.name == piece.kind);
    // The codings come by source and place; the sort is stable.
    entries.sort_by_key(|piece| order(piece).unwrap_or(usize::MAX));
    Evidence { code: theme.clone(), entries, more }
}

fn piece(study: &Study, placed: &Placed<'_>, theme: &CodeId, reversed: bool, coder: &Coder) -> Option<Piece> {
    let coding = &placed.coding;
    let source = &study.sources()[placed.source?];
    let quoted = &coding.newest_place().quoted;
    let words = match &quoted.tail {
        Some(tail) => format!("{} … {tail}", quoted.quote),
        None => quoted.quote.to_string(),
    };
    let stance = if reversed { reverse(coding.stance) } else { coding.stance };
    let code = code_of(placed);
    let through = (code != *theme).then(|| {
        let name = placed.code.map_or(code.as_str(), |code| code.name.as_str());
        if reversed { format!("against, through {name}") } else { format!("through {name}") }
    });
    Some(Piece {
        id: coding.id(),
        kind: source.kind.clone(),
        source: source.id.clone(),
        span: placed.span,
        words,
        about: about(source),
        coder: coding.by().clone(),
        own: coding.by() == coder && !study.state().is_reconciliation(coding.id()),
        stance,
        through,
        memo: coding.memo.clone(),
    })
}

fn reverse(stance: Stance) -> Stance {
    stance.reversed()
}
