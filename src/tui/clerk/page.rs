//! Making a page: one source with its text and codings, as the screen Code shows it.

use std::collections::BTreeMap;

use crate::base::ids::{Coder, EntryId};
use crate::base::text::{Span, Text};
use crate::coding::About;
use crate::source::{Form, Outline};
use crate::study::{Anchoring, Placed, Study};
use crate::tui::desk::{Lost, Mark, Page, PassageRow};

use super::desk::{about, code_of, words};

/// Makes the page of a source.
#[must_use]
pub(super) fn page(
    study: &Study,
    at: usize,
    text: Text,
    outline: &Outline,
    placed: &[Placed<'_>],
    coder: &Coder,
) -> Page {
    let source = &study.sources()[at];
    let passages = outline
        .passages
        .iter()
        .map(|passage| PassageRow {
            span: passage.span,
            said: passage.said(&text),
            label: passage.label.map(usize::from),
            heading: matches!(passage.form, Form::Heading(_)),
            interviewer: outline.is_interviewer(passage),
            row: passage.form == Form::Row,
        })
        .collect();
    let mut memos = Vec::new();
    let mut remarks: BTreeMap<EntryId, Vec<(Coder, String)>> = BTreeMap::new();
    for memo in study.state().memos() {
        let said = || (memo.written.by.clone(), memo.text.clone());
        match &memo.about {
            About::Source(id) if *id == source.id => memos.push(said()),
            About::Coding(id) => remarks.entry(*id).or_default().push(said()),
            _ => {}
        }
    }
    let (mut marks, mut lost) = (Vec::new(), Vec::new());
    for placed in placed {
        let mark = || mark(placed, remarks.get(&placed.coding.id()).cloned().unwrap_or_default(), coder);
        match placed.anchoring {
            Anchoring::Anchored => marks.push(mark()),
            Anchoring::Unanchored => lost.push(Lost { mark: mark(), words: words(study, placed) }),
            Anchoring::Unread => {}
        }
    }
    Page {
        id: source.id.clone(),
        about: about(source),
        text,
        hash: outline.hash,
        passages,
        turns: turns(outline),
        marks,
        lost,
        cells: super::cells::rows(study, at, outline, placed, coder),
        memos,
    }
}

fn mark(placed: &Placed<'_>, remarks: Vec<(Coder, String)>, coder: &Coder) -> Mark {
    let coding = &placed.coding;
    let voice = coding.voice().map(|voice| format!("voice: {voice}"));
    let case = coding.case().map(|case| format!("case: {case}"));
    let auto = coding.auto().map(|query| format!("by the query {query}"));
    Mark {
        id: Some(coding.id()),
        span: placed.span,
        code: code_of(placed).clone(),
        stance: coding.stance,
        coder: coding.by().clone(),
        own: coding.by() == coder,
        memo: coding.memo().map(str::to_owned),
        remarks,
        about: voice.into_iter().chain(case).chain(auto).collect::<Vec<_>>().join(" · "),
    }
}

/// Returns the turns of speakers, each from its first passage to its last; none without speakers.
fn turns(outline: &Outline) -> Vec<Span> {
    let mut turns: Vec<(u32, Span)> = Vec::new();
    for passage in outline.passages.iter().filter(|passage| passage.speaker.is_some()) {
        match turns.last_mut() {
            Some((turn, span)) if *turn == passage.turn => span.end = passage.span.end,
            _ => turns.push((passage.turn, passage.span)),
        }
    }
    turns.into_iter().map(|(_, span)| span).collect()
}
