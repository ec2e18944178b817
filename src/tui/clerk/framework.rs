//! Making the framework: what each source says on each theme, and the passages behind one cell.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::base::ids::{CodeId, Coder, EntryId, SourceId};
use crate::study::{Placed, Study, View};
use crate::triangulation::framework::{Entry, column};
use crate::triangulation::gather::{Gathered, Theme};
use crate::tui::desk::Piece;
use crate::tui::framework::{Filling, Framework, Judged, Passages, SourceHead, ThemeHead};

use super::gathering::piece;

/// Makes the framework of a study, as a coder sees it. Kinds and sources come as they do in the list of sources.
#[must_use]
pub(super) fn framework(study: &Study, coder: &Coder) -> Framework {
    let gathered = Gathered::new(study, View::Reconciled);
    let columns: Vec<Vec<Entry>> = gathered
        .themes
        .par_iter()
        .map(|theme| column(&gathered.roster, &theme.evidence, &gathered.thresholds))
        .collect();
    let order = order(study, &gathered);
    let heads = order.iter().map(|&at| {
        let source = &study.sources()[gathered.sources[at]];
        SourceHead { id: source.id.clone(), name: source.stem().to_owned(), kind: source.kind.clone() }
    });
    let themes =
        gathered.themes.iter().map(|theme| ThemeHead { code: theme.code.id.clone(), name: theme.code.name.clone() });
    let mut made = Framework::new(heads.collect(), themes.collect());
    for (number, (theme, entries)) in gathered.themes.iter().zip(&columns).enumerate() {
        for (row, entry) in order.iter().map(|&at| &entries[at]).enumerate() {
            made.put(row, number, filling(&gathered, theme, entry, coder));
        }
    }
    made
}

/// Returns the sources of the roster by the order in which the study declares their kinds.
fn order(study: &Study, gathered: &Gathered<'_>) -> Vec<usize> {
    let kinds = &study.manifest().kinds;
    let mut order: Vec<usize> = (0..gathered.sources.len()).collect();
    order.sort_by_cached_key(|&at| {
        let kind = &study.sources()[gathered.sources[at]].kind;
        // Kinds that are not declared come last, by name.
        let declared = kinds.iter().position(|rule| rule.name == *kind);
        (declared.unwrap_or(usize::MAX), declared.is_none().then(|| kind.clone()), at)
    });
    order
}

fn filling(gathered: &Gathered<'_>, theme: &Theme<'_>, entry: &Entry, coder: &Coder) -> Filling {
    let codings = entry.codings.iter().filter_map(|number| gathered.placed.get(*number as usize));
    let judged = entry.judged.iter().filter_map(|judgement| {
        let cells: Vec<_> = judgement.cells.iter().filter_map(|at| theme.cells.get(*at)).collect();
        let last = cells.last()?;
        Some(Judged {
            stance: judgement.stance,
            summary: last.summary.clone(),
            coder: last.written.by.clone(),
            own: last.written.by == *coder,
            decides: judgement.decides,
            ids: cells.iter().map(|cell| cell.written.id).collect(),
        })
    });
    Filling {
        position: entry.position,
        passages: entry.passages,
        codings: codings.map(|placed| placed.coding.id()).collect(),
        judged: judged.collect(),
    }
}

/// Reads the words of passages of a cell; of a source that is gone there are none.
#[must_use]
pub(super) fn passages(study: &Study, source: &SourceId, theme: &CodeId, ids: &[EntryId], coder: &Coder) -> Passages {
    let reversed = |placed: &Placed<'_>| {
        let code = &placed.code?.id;
        let found = study.codebook().themes_of(code).into_iter().find(|found| found.code == *theme)?;
        Some(found.reversed)
    };
    let of = |placed: &Placed<'_>| piece(study, placed, theme, reversed(placed)?, coder);
    let pieces: Vec<Piece> = found(study, theme, ids).iter().filter_map(of).collect();
    Passages { source: source.clone(), theme: theme.clone(), pieces }
}

/// Returns codings in their places. What was agreed on in a reconciliation is only found among all of the theme's.
fn found<'s>(study: &'s Study, theme: &CodeId, ids: &[EntryId]) -> Vec<Placed<'s>> {
    let is_agreed = |id: &EntryId| study.state().is_reconciliation(*id);
    if !ids.iter().any(is_agreed) {
        return ids.iter().filter_map(|id| study.placed(*id)).collect();
    }
    let codebook = study.codebook();
    let bears = |code: &CodeId| codebook.themes_of(code).iter().any(|found| found.code == *theme);
    let codes: BTreeSet<&CodeId> = codebook.codes().iter().map(|code| &code.id).filter(|id| bears(id)).collect();
    let all = study.codings_of(View::Reconciled, &codes);
    all.into_iter().filter(|placed| ids.contains(&placed.coding.id())).collect()
}
