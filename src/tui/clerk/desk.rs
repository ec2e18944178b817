//! Making the desk: the study as the lists show it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::tally::Tally;
use crate::base::ids::{CodeId, Coder, EntryId, SourceId};
use crate::base::text::Span;
use crate::coding::Stance;
use crate::source::{Form, Outline};
use crate::study::{Anchoring, Placed, Source, Study, View};
use crate::tui::desk::{Desk, KindRow, Progress, SourceRow, Waiting};

/// Makes the desk anew. Shares of coded passages are filled in by [`row`] as the texts are read.
///
/// `placed` are all codings in their places, `uses` how often each code is used.
#[must_use]
pub fn desk(study: &Study, placed: &[Placed<'_>], uses: BTreeMap<CodeId, usize>, coder: &Coder) -> Desk {
    let mut coded: Vec<usize> = vec![0; study.sources().len()];
    let mut waiting: Vec<Vec<Waiting>> = vec![Vec::new(); study.sources().len()];
    let mut unanchored = 0;
    let mut last_use: BTreeMap<&CodeId, EntryId> = BTreeMap::new();
    for placed in placed {
        if let Some(code) = placed.code.filter(|_| placed.coding.by() == coder) {
            let last = last_use.entry(&code.id).or_insert(placed.coding.id());
            *last = placed.coding.id().max(*last);
        }
        unanchored += usize::from(placed.anchoring == Anchoring::Unanchored);
        if let Some(at) = placed.source {
            coded[at] += 1;
            waiting[at].extend(waits(study, at, placed, coder));
        }
    }
    let mut kinds: Vec<KindRow> = Vec::new();
    for rule in &study.manifest().kinds {
        kinds.push(KindRow { kind: rule.name.clone(), sources: Vec::new() });
    }
    let rows = study.sources().par_iter().zip(coded).filter(|(source, _)| !source.is_withdrawn());
    let rows = rows.map(|(source, coded)| (source, bare_row(study, source, coder, coded > 0)));
    for (source, row) in rows.collect::<Vec<_>>() {
        match kinds.iter_mut().find(|kind| kind.kind == source.kind) {
            Some(kind) => kind.sources.push(row),
            None => kinds.push(KindRow { kind: source.kind.clone(), sources: vec![row] }),
        }
    }
    kinds.retain(|kind| !kind.sources.is_empty());
    let waiting = study.sources().iter().zip(waiting).filter(|(_, waiting)| !waiting.is_empty());
    let mut recent: Vec<(EntryId, &CodeId)> = last_use.into_iter().map(|(code, last)| (last, code)).collect();
    recent.sort_unstable_by_key(|(last, _)| std::cmp::Reverse(*last));
    Desk {
        title: study.title(),
        coder: Some(coder.clone()),
        read_only: study.write_barrier(),
        problems: None,
        unanchored,
        kinds,
        codebook: Arc::new(study.codebook().clone()),
        uses,
        recent: recent.into_iter().map(|(_, code)| code.clone()).collect(),
        waiting: waiting.map(|(source, waiting)| (source.id.clone(), waiting)).collect(),
        searches: super::searches::rows(study),
    }
}

/// Makes the desk with the shares of coded passages of all sources, whose outlines are computed or kept.
#[must_use]
pub fn whole_desk(study: &Study, coder: &Coder) -> Desk {
    let placed = study.codings(View::Coded);
    let mut whole = desk(study, &placed, Tally::new(&placed).total().clone(), coder);
    fill(study, &placed, &mut whole, coder);
    whole
}

/// Fills in the shares of coded passages.
pub fn fill(study: &Study, placed: &[Placed<'_>], desk: &mut Desk, coder: &Coder) {
    // Codings come by source.
    let of_source = |at: usize| {
        let from = placed.partition_point(|placed| placed.source.is_some_and(|source| source < at));
        let upto = placed.partition_point(|placed| placed.source.is_some_and(|source| source <= at));
        &placed[from..upto]
    };
    let rows: Vec<&mut SourceRow> = desk.kinds.iter_mut().flat_map(|kind| &mut kind.sources).collect();
    rows.into_par_iter().for_each(|old| {
        if let Some(at) = study.position(&old.id)
            && let Ok(outline) = study.outline(&study.sources()[at])
        {
            *old = row(study, at, outline, &spans(of_source(at)), coder);
        }
    });
}

/// Returns the code that a coding counts for: the known one, else the one that was written.
#[must_use]
pub fn code_of<'p>(placed: &'p Placed<'_>) -> &'p CodeId {
    placed.code.map_or(&placed.coding.code, |code| &code.id)
}

/// Returns the words that a coding was made on; of long ones the beginning and the end.
#[must_use]
pub fn words(study: &Study, placed: &Placed<'_>) -> String {
    study.kept_words(placed.coding.newest_place(), "…")
}

/// Returns the coding if it waits for this coder's stance.
#[must_use]
pub fn waits(study: &Study, source: usize, placed: &Placed<'_>, coder: &Coder) -> Option<Waiting> {
    let open = placed.coding.stance == Stance::Neutral
        && placed.coding.by() == coder
        && placed.anchoring == Anchoring::Anchored
        && placed.code.is_some_and(|code| study.codebook().theme_of(&code.id).is_some());
    open.then(|| Waiting {
        source: study.sources()[source].id.clone(),
        start: placed.span.start,
        id: placed.coding.id(),
    })
}

/// Returns the cases and categories of a source in one line.
#[must_use]
pub fn about(source: &Source) -> String {
    let cases = source.cases().iter().map(ToString::to_string);
    let categories = source.categories().iter().map(ToString::to_string);
    cases.chain(categories).collect::<Vec<_>>().join(" · ")
}

fn bare_row(study: &Study, source: &Source, coder: &Coder, has_codings: bool) -> SourceRow {
    let progress = match (study.is_done_by(source, coder), has_codings) {
        (true, _) => Progress::Done,
        (false, true) => Progress::Part,
        (false, false) => Progress::Untouched,
    };
    SourceRow {
        id: source.id.clone(),
        name: source.stem().to_owned(),
        about: about(source),
        cases: source.cases().to_vec(),
        passages: 0,
        coded: 0,
        progress,
        done_for: done_for(study, source, coder),
    }
}

/// Returns the codes for which a coder has said by name that a source is done.
fn done_for(study: &Study, source: &Source, coder: &Coder) -> Vec<CodeId> {
    let marks = study.marks(source, coder);
    marks.into_iter().filter(|(_, read)| read.by_name).map(|(code, _)| code.clone()).collect()
}

/// Makes the row of a source whose text was read, with its share of coded passages.
#[must_use]
pub fn row(study: &Study, at: usize, outline: &Outline, coded: &[Span], coder: &Coder) -> SourceRow {
    let source = &study.sources()[at];
    let mut covered = vec![false; outline.passages.len()];
    for span in coded {
        for passage in outline.touched(*span) {
            covered[passage] = true;
        }
    }
    let counts = |passage: &crate::source::Passage| {
        !matches!(passage.form, Form::Heading(_)) && !outline.is_interviewer(passage)
    };
    let counted: Vec<bool> = outline
        .passages
        .iter()
        .zip(&covered)
        .filter(|(passage, _)| counts(passage))
        .map(|(_, covered)| *covered)
        .collect();
    let done = counted.iter().filter(|covered| **covered).count();
    SourceRow { passages: counted.len(), coded: done, ..bare_row(study, source, coder, !coded.is_empty()) }
}

/// Returns the words of codings that are anchored.
#[must_use]
pub fn spans(placed: &[Placed<'_>]) -> Vec<Span> {
    placed.iter().filter(|placed| placed.anchoring == Anchoring::Anchored).map(|placed| placed.span).collect()
}

/// Returns the codings without a stance of one source.
#[must_use]
pub fn waiting_in(study: &Study, at: usize, placed: &[Placed<'_>], coder: &Coder) -> (SourceId, Vec<Waiting>) {
    let id = study.sources()[at].id.clone();
    (id, placed.iter().filter_map(|placed| waits(study, at, placed, coder)).collect())
}
