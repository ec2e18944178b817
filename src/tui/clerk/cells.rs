//! Judgements of whole sources: what coders said, and where it counts in place of their codings.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::ids::{CodeId, Coder, Kind, SourceId, Voice};
use crate::coding::Cell;
use crate::source::{Outline, Reading};
use crate::study::{Anchoring, Placed, Source, Study};
use crate::tui::desk::CellRow;

/// Lists the judgements of one source: of each coder the last word on each theme, by theme and coder.
///
/// `placed` are all codings of the source, as they were coded.
#[must_use]
pub(super) fn rows(study: &Study, at: usize, outline: &Outline, placed: &[Placed<'_>], coder: &Coder) -> Vec<CellRow> {
    let of_source = study.state().cells().filter(|cell| study.source_of(&cell.source) == Some(at));
    let mut last: BTreeMap<(CodeId, &Coder), &Cell> = BTreeMap::new();
    for cell in of_source {
        // They come oldest first.
        last.insert((known(study, &cell.code), &cell.written.by), cell);
    }
    if last.is_empty() {
        return Vec::new();
    }
    let source = &study.sources()[at];
    let replaced = study.state().replaced();
    let mut coded: BTreeSet<(&Coder, CodeId)> = BTreeSet::new();
    let counts = |placed: &&Placed<'_>| !replaced.contains(&placed.coding.id()) && !interviewer_says(outline, placed);
    for placed in placed.iter().filter(|_| is_one(source, outline)).filter(counts) {
        let themes = study.codebook().themes_of(&placed.coding.code);
        coded.extend(themes.into_iter().map(|theme| (placed.coding.by(), theme.code)));
    }
    let decides = |cell: &Cell| {
        let themes = study.codebook().themes_of(&cell.code);
        themes.into_iter().any(|theme| coded.contains(&(&cell.written.by, theme.code)))
    };
    last.into_iter()
        .map(|((code, _), cell)| CellRow {
            id: cell.written.id,
            code,
            stance: cell.stance,
            summary: cell.summary.clone(),
            coder: cell.written.by.clone(),
            own: cell.written.by == *coder,
            decides: decides(cell),
        })
        .collect()
}

fn known(study: &Study, code: &CodeId) -> CodeId {
    study.codebook().resolve(code).unwrap_or(code).clone()
}

/// Tells whether a source is judged as one: a table whose rows are voices of their own is not.
fn is_one(source: &Source, outline: &Outline) -> bool {
    source.reading != Reading::Table || outline.rows.is_empty()
}

fn interviewer_says(outline: &Outline, placed: &Placed<'_>) -> bool {
    placed.anchoring == Anchoring::Anchored
        && outline.passage_at(placed.span.start).is_some_and(|at| outline.is_interviewer(&outline.passages[at]))
}

/// One coder's share in what one voice says in one kind of source.
type Share = (Kind, Voice, Coder);

/// Which codings of a theme a judgement of the whole source replaces.
pub(super) struct Judgements<'s> {
    /// For each share the sources that its coder coded the theme in.
    coded: BTreeMap<Share, BTreeSet<usize>>,
    /// The judgements on the theme, the newest first, with the source, and whether the stance turns round.
    cells: Vec<(usize, &'s Cell, bool)>,
}

impl<'s> Judgements<'s> {
    /// Gathers the judgements on a theme; `counts` are the codes that count for it, and whether their stances
    /// turn round.
    pub(super) fn of(study: &'s Study, counts: &BTreeMap<&CodeId, bool>) -> Self {
        let mut cells: Vec<(usize, &Cell, bool)> = study
            .state()
            .cells()
            .filter_map(|cell| {
                let reversed = *counts.get(study.codebook().resolve(&cell.code)?)?;
                let at = study.source_of(&cell.source)?;
                let source = &study.sources()[at];
                let outline = study.outline(source).ok()?;
                is_one(source, outline).then_some((at, cell, reversed))
            })
            .collect();
        cells.sort_by_key(|(_, cell, _)| std::cmp::Reverse(cell.written.id));
        Self { coded: BTreeMap::new(), cells }
    }

    /// Takes a coding of the theme in. What was agreed on is replaced by no judgement.
    pub(super) fn add(&mut self, study: &Study, placed: &Placed<'_>) {
        let Some(at) = placed.source.filter(|_| !self.cells.is_empty()) else { return };
        let source = &study.sources()[at];
        let outline = study.outline(source).ok();
        let agreed = study.state().is_reconciliation(placed.coding.id());
        if !agreed && !outline.is_some_and(|outline| interviewer_says(outline, placed)) {
            self.coded.entry(share(source, placed)).or_default().insert(at);
        }
    }

    /// Says which judgement counts in the place of a coding that was taken in.
    pub(super) fn on(&self, study: &Study, placed: &Placed<'_>) -> Option<String> {
        let at = placed.source.filter(|_| !self.cells.is_empty())?;
        let share = share(&study.sources()[at], placed);
        let sources = self.coded.get(&share).filter(|sources| sources.contains(&at))?;
        let holds = |of: &&(usize, &Cell, bool)| sources.contains(&of.0) && of.1.written.by == share.2;
        let (judged, cell, reversed) = self.cells.iter().find(holds)?;
        let stance = if *reversed { cell.stance.reversed() } else { cell.stance };
        let whole: &SourceId = &study.sources()[*judged].id;
        let of = if *judged == at { "the whole source".to_owned() } else { whole.to_string() };
        let summary = if cell.summary.is_empty() { String::new() } else { format!(": {}", cell.summary) };
        Some(format!("counts as {} {}, as {} judged {of}{summary}", stance.sign(), stance.word(), cell.written.by))
    }
}

fn share(source: &Source, placed: &Placed<'_>) -> Share {
    let voice = placed.coding.voice().cloned().unwrap_or_else(|| source.voice());
    (source.kind.clone(), voice, placed.coding.by().clone())
}
