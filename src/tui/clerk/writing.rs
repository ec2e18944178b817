//! From what the screens ask to be written to the journal's acts, and what to say of it.

use crate::base::ids::{CodeId, Coder, EntryId, SourceId};
use crate::base::text::TextHash;
use crate::codebook::Code;
use crate::coding::{About, Act, Changes, Entry, Memo, Outcome, Place, Stance};
use crate::study::{Anchoring, Placed, Source, Study};
use crate::tui::message::{Change, Settled, Spot};
use crate::tui::sitting::Written;

use super::desk::code_of;

/// Returns the acts that a change is in the journal, mostly one.
///
/// # Errors
/// Says in one sentence why it cannot be made: the text was changed meanwhile, or something is gone.
pub(super) fn acts(study: &Study, by: &Coder, change: &Change) -> Result<Vec<Act>, String> {
    let act = match change {
        Change::Code(at, id, stance) => {
            let code = code(study, id)?;
            let source = source(study, &at.source)?;
            check_text(study, source, at.text)?;
            if let Some((id, before)) = own_coding(study, by, at, id) {
                // The same words are no second piece of evidence.
                let other = (before != *stance).then_some(Changes { stance: Some(*stance), ..Changes::default() });
                return Ok(other.map(|changes| change_of(id, changes)).into_iter().collect());
            }
            let coded = study.coded(source, at.span, code, *stance).map_err(|error| error.to_string())?;
            Act::Code(Box::new(coded))
        }
        Change::Refuse(at, id) => {
            let code = code(study, id)?;
            let source = source(study, &at.source)?;
            check_text(study, source, at.text)?;
            let refusal = study.refusal(by, source, at.span, code).map_err(|error| error.to_string())?;
            return Ok(refusal.into_iter().collect());
        }
        Change::Stance(id, stance) => change_of(*id, Changes { stance: Some(*stance), ..Changes::default() }),
        Change::Recode(id, wanted, stance) => {
            let changes = study.recode(*id, code(study, wanted)?);
            change_of(*id, Changes { stance: stance.or(changes.stance), ..changes })
        }
        Change::Agree(id, wanted) => {
            let agreed = study.agreed_as(*id, code(study, wanted)?);
            let agreed = agreed.ok_or_else(|| "the coding is gone, or has lost its words".to_owned())?;
            Act::Reconcile(vec![*id], Outcome::Agreed(Box::new(agreed)))
        }
        Change::Move(id, at) => {
            let place = place(study, at)?;
            change_of(*id, Changes { place: Some(place), ..Changes::default() })
        }
        Change::CodingMemo(id, text) => {
            let memo = (!text.is_empty()).then(|| text.clone());
            change_of(*id, Changes { memo: Some(memo), ..Changes::default() })
        }
        Change::Memo(about, text) => return Ok(memo_acts(study, by, about, text)),
        Change::Cell(id, theme, stance, summary) => Act::Cell {
            source: source(study, id)?.id.clone(),
            code: theme.clone(),
            stance: *stance,
            summary: summary.clone(),
        },
        Change::Done(id, theme) => study.done_act(source(study, id)?, named(theme.as_ref()).as_slice()),
        Change::Reopen(id, theme) => {
            return Ok(study.reopen_acts(source(study, id)?, named(theme.as_ref()).as_slice()));
        }
        Change::Remove(id) => Act::Remove(*id),
    };
    Ok(vec![act])
}

/// Returns what this coder last wrote on something.
#[must_use]
pub(super) fn own_memo<'s>(study: &'s Study, by: &Coder, about: &About) -> Option<&'s Memo> {
    study.state().memos().filter(|memo| memo.written.by == *by && memo.about == *about).last()
}

/// Returns the acts that put a text in the place of what a coder wrote on something before; none where that
/// is the same.
fn memo_acts(study: &Study, by: &Coder, about: &About, text: &str) -> Vec<Act> {
    match own_memo(study, by, about) {
        Some(before) if before.text == text => Vec::new(),
        Some(before) if text.is_empty() => vec![Act::Remove(before.written.id)],
        Some(before) => {
            let memo = Some(Some(text.to_owned()));
            vec![change_of(before.written.id, Changes { memo, ..Changes::default() })]
        }
        None if text.is_empty() => Vec::new(),
        None => vec![Act::Memo(about.clone(), text.to_owned())],
    }
}

fn change_of(id: EntryId, changes: Changes) -> Act {
    Act::Change(id, Box::new(changes))
}

fn named(theme: Option<&CodeId>) -> Vec<CodeId> {
    theme.cloned().into_iter().collect()
}

fn code<'s>(study: &'s Study, id: &CodeId) -> Result<&'s Code, String> {
    study.codebook().get(id).ok_or_else(|| format!("the codebook holds no code '{id}' any more"))
}

fn source<'s>(study: &'s Study, id: &SourceId) -> Result<&'s Source, String> {
    let at = study.position(id).ok_or_else(|| format!("the source {id} is gone"))?;
    Ok(&study.sources()[at])
}

/// What is said where words were chosen in a text that is gone.
const CHANGED: &str = "the text changed meanwhile: select the words again";

/// Returns this coder's coding of exactly these words with a code, and its stance.
fn own_coding(study: &Study, by: &Coder, at: &Spot, id: &CodeId) -> Option<(EntryId, Stance)> {
    let placed = study.codings_in(study.position(&at.source)?);
    let is_it = |placed: &&Placed<'_>| {
        let is_own = placed.coding.by() == by && placed.anchoring == Anchoring::Anchored;
        is_own && placed.span == at.span && code_of(placed) == id
    };
    placed.iter().find(is_it).map(|placed| (placed.coding.id(), placed.coding.stance))
}

/// Says that words are coded as they were to be, where that is all that was asked for.
#[must_use]
pub(super) fn coded_so(study: &Study, changes: &[Change]) -> Option<String> {
    let name = |change: &Change| match change {
        Change::Code(_, id, stance) => Some(coded_as(study, id, *stance)),
        _ => None,
    };
    let names: Vec<String> = changes.iter().map(name).collect::<Option<_>>()?;
    (!names.is_empty()).then(|| format!("already coded so: {}", names.join(", ")))
}

/// Names a code with a stance; where it has no claim there is none to take.
fn coded_as(study: &Study, id: &CodeId, stance: Stance) -> String {
    let name = study.codebook().get(id).map_or(id.as_str(), |code| code.name.as_str());
    match stance {
        Stance::Neutral if study.codebook().theme_of(id).is_none() => name.to_owned(),
        _ => format!("{name} {}", stance.sign()),
    }
}

/// Sees that the words were chosen in the text that is there now.
fn check_text(study: &Study, source: &Source, shown: TextHash) -> Result<(), String> {
    let outline = study.outline(source).map_err(ToString::to_string)?;
    if outline.hash == shown {
        return Ok(());
    }
    Err(CHANGED.to_owned())
}

fn place(study: &Study, at: &Spot) -> Result<Place, String> {
    let source = source(study, &at.source)?;
    check_text(study, source, at.text)?;
    let text = study.text(source).map_err(|error| error.to_string())?;
    Ok(Place::of(&text, at.text, at.span))
}

/// Returns the source that an act touches, where it touches one.
#[must_use]
pub(super) fn source_of(study: &Study, act: &Act) -> Option<usize> {
    let of_coding = |id: &EntryId| {
        let state = study.state();
        let source = state.coding(*id).map(|coding| &coding.source).or_else(|| state.source_of_note(*id));
        source.and_then(|source| study.source_of(source))
    };
    match act {
        Act::Code(coded) => study.source_of(&coded.source),
        Act::Change(id, _)
        | Act::Remove(id)
        | Act::Restore(id)
        | Act::Anchor(id, _)
        | Act::Memo(About::Coding(id), _) => of_coding(id),
        Act::Memo(About::Source(id), _) => study.source_of(id),
        Act::Cell { source, .. } => study.source_of(source),
        Act::Done(done) | Act::Reopen(done) => study.source_of(&done.source),
        Act::Refuse(refused) => study.source_of(&refused.source),
        Act::Memo(..) | Act::Reconcile(..) | Act::Verdict(_) => None,
    }
}

/// Returns which words entries coded or refused.
#[must_use]
pub(super) fn settled(entries: &[Entry]) -> Vec<Settled> {
    let of = |entry: &Entry| {
        let (code, source, place) = match &entry.act {
            Act::Code(coded) => (&coded.code, &coded.source, &coded.place),
            Act::Refuse(refused) => (&refused.code, &refused.source, &refused.place),
            _ => return None,
        };
        Some(Settled { id: entry.id, code: code.clone(), source: source.clone(), span: place.span })
    };
    entries.iter().filter_map(of).collect()
}

/// Returns the codings that an entry makes, changes or takes away.
#[must_use]
pub(super) fn codings_of(entry: &Entry) -> Vec<EntryId> {
    match &entry.act {
        Act::Code(_) => vec![entry.id],
        Act::Change(id, _) | Act::Remove(id) | Act::Restore(id) | Act::Anchor(id, _) => vec![*id],
        Act::Reconcile(of, _) => of.iter().copied().chain([entry.id]).collect(),
        Act::Cell { .. } | Act::Done(_) | Act::Reopen(_) | Act::Memo(..) | Act::Verdict(_) | Act::Refuse(_) => {
            Vec::new()
        }
    }
}

/// How what is said of a coding begins.
pub(super) const CODED: &str = "coded: ";

/// How many acts of a step are told; of the others it is said how many they are.
const TOLD: usize = 3;

/// Says in a few words what a step did; several codings are said in one go. That words were found again is the
/// program's doing, not the user's, and is told only where nothing else was done.
#[must_use]
pub(super) fn step_words<'a>(study: &Study, entries: impl IntoIterator<Item = &'a Entry>) -> String {
    act_words(study, entries.into_iter().map(|entry| &entry.act))
}

/// Says in a few words what acts do, as [`step_words`] says it of entries.
#[must_use]
pub(super) fn act_words<'a>(study: &Study, acts: impl IntoIterator<Item = &'a Act>) -> String {
    let all: Vec<&Act> = acts.into_iter().collect();
    let own: Vec<&Act> = all.iter().copied().filter(|act| !matches!(act, Act::Anchor(..))).collect();
    let own = if own.is_empty() { all } else { own };
    if let Some(words) = all_alike(study, &own) {
        return words;
    }
    let mut said = String::new();
    for act in own.iter().take(TOLD) {
        let words = words(study, act);
        let again = words.strip_prefix(CODED).filter(|_| said.starts_with(CODED));
        said = if said.is_empty() { words } else { format!("{said}, {}", again.unwrap_or(&words)) };
    }
    match own.len().saturating_sub(TOLD) {
        0 => said,
        more => format!("{said} and {more} more"),
    }
}

/// Says in a few words how often the very same was coded, where that is all that was done and many times.
fn all_alike(study: &Study, acts: &[&Act]) -> Option<String> {
    let coded: Vec<(&CodeId, Stance)> = acts.iter().filter_map(|act| code_of_act(act)).collect();
    let first = *coded.first()?;
    let is_many = coded.len() > 1 && coded.len() == acts.len() && coded.iter().all(|other| *other == first);
    is_many.then(|| format!("{CODED}{} × {}", acts.len(), coded_as(study, first.0, first.1)))
}

fn code_of_act(act: &Act) -> Option<(&CodeId, Stance)> {
    match act {
        Act::Code(coded) => Some((&coded.code, coded.stance)),
        _ => None,
    }
}

/// Returns which codings entries made, took away and put back.
#[must_use]
pub(super) fn written(study: &Study, entries: &[Entry]) -> Written {
    let mut written = Written::default();
    for entry in entries {
        match &entry.act {
            Act::Code(_) => {
                let source = source_of(study, &entry.act).map(|at| study.sources()[at].id.clone());
                written.made.extend(source.map(|source| (entry.id, source)));
            }
            Act::Remove(id) => written.removed.push(*id),
            Act::Restore(id) => written.restored.push(*id),
            _ => {}
        }
    }
    written
}

/// Says in a few words what an act did.
fn words(study: &Study, act: &Act) -> String {
    let name = |id: &CodeId| study.codebook().get(id).map_or_else(|| id.to_string(), |code| code.name.clone());
    let of = |id: &EntryId| {
        let coding = study.state().coding(*id);
        let note = match study.state().refusal(*id) {
            Some(_) => "refusal of a suggestion",
            None if study.state().is_cell(*id) => "judgement",
            None => "memo",
        };
        coding.map_or_else(|| note.to_owned(), |coding| format!("coding of {}", name(&coding.code)))
    };
    match act {
        Act::Code(coded) => format!("{CODED}{}", coded_as(study, &coded.code, coded.stance)),
        Act::Change(id, changes) => match (&changes.code, changes.stance) {
            (Some(code), Some(Stance::Neutral)) if study.codebook().theme_of(code).is_none() => {
                format!("recoded as {}; it has no claim, so the stance is off", name(code))
            }
            (Some(code), Some(stance)) => format!("recoded as {} {}", name(code), stance.sign()),
            (Some(code), None) => format!("recoded as {}", name(code)),
            (None, Some(stance)) => format!("{}: {}", of(id), stance.word()),
            (None, None) if changes.place.is_some() => format!("{} put on other words", of(id)),
            (None, None) => format!("{} changed", of(id)),
        },
        Act::Remove(id) => format!("{} taken away", of(id)),
        Act::Restore(id) => format!("{} put back", of(id)),
        Act::Anchor(id, _) => format!("{} found again", of(id)),
        Act::Cell { source, code, stance, .. } => format!("{source} judged on {}: {}", name(code), stance.word()),
        Act::Done(done) => format!("{} is done", done.source),
        Act::Reopen(done) => format!("{} is open again", done.source),
        Act::Memo(..) => "memo written".to_owned(),
        Act::Reconcile(..) => "codings reconciled".to_owned(),
        Act::Verdict(verdict) => format!("verdict on {}", name(&verdict.theme)),
        Act::Refuse(refused) => format!("refused for {}", name(&refused.code)),
    }
}
