//! Taking in what effects came to: what was read, saved, refused, judged and found.

use std::collections::BTreeMap;

use super::alike;
use super::behind;
use super::book;
use super::code;
use super::desk::{Desk, Hint, Mark, Note, Page, SourceRow, Whereto};
use super::dialog::Dialog;
use super::draft;
use super::filter;
use super::framework;
use super::message::{Change, Effect, News, Outcome};
use super::model::{Model, Screen};
use super::search;
use super::themes;
use super::update::{fit, refresh};
use super::words;
use crate::base::count::plural;
use crate::base::ids::SourceId;
use crate::study::INTERVIEWERS_WORDS;

/// Takes in what an effect came to.
pub(super) fn taken(model: &mut Model, outcome: Outcome) -> Vec<Effect> {
    match outcome {
        Outcome::Read(desk) => return read(model, *desk),
        Outcome::Filtered(filtered) => return filter::taken(model, *filtered),
        Outcome::Words(answer) => words::answered(model, *answer),
        Outcome::Counting(share) => {
            model.words.counting = model.words.counting.map(|_| share);
        }
        Outcome::Time(now) => model.sitting.tick(now, model.code.page.as_ref().map(|page| &page.id)),
        Outcome::Stopped(mark) => model.bookmark = Some(mark),
        Outcome::Drafts(drafts) => model.drafts.take(drafts),
        Outcome::Set(setting) => {
            model.code.setting = setting;
            fit(model);
        }
        Outcome::Opened(page, aim) => code::opened(model, *page, aim),
        Outcome::Reread(page) => {
            if model.code.page.as_ref().is_some_and(|open| open.id == page.id) {
                take_page(model, *page);
                fit(model);
            }
        }
        Outcome::RereadBeside(page) => model.code.set_page_beside(*page),
        Outcome::Saved { at, what, news } => return saved(model, at, what, *news),
        Outcome::NotSaved { changes, reason, count } => {
            alike::unsaved(model, &changes);
            model.unsaved.extend(changes);
            model.reason = reason;
            model.left = count;
            mark_unsaved(model);
            fit(model);
            let listed = list_again(model);
            if !std::mem::replace(&mut model.saves_later, true) {
                return listed.into_iter().chain([Effect::SaveLater]).collect();
            }
            return listed.into_iter().collect();
        }
        Outcome::StillUnsaved { changes, count } => {
            model.unsaved = changes;
            model.left = count;
            model.warned = false;
            mark_unsaved(model);
            fit(model);
            return list_again(model).into_iter().collect();
        }
        Outcome::UndoWaits { back } => {
            let words = if back {
                "[undo] waits until all is saved: [retry] saves again"
            } else {
                "[redo] waits until all is saved: [retry] saves again"
            };
            model.warn(model.with_keys(words));
        }
        Outcome::Rows(rows) => {
            // Rows are sent when all texts are read; shares from several threads may come out of order.
            model.reading = None;
            let rows = rows.into_iter().filter(|row| !model.fresh.contains(&row.id)).collect();
            put_rows(model, rows);
        }
        Outcome::BookChanged(done) => book::changed(model, *done),
        Outcome::BookRefused(reason) => book::refused(model, &reason),
        Outcome::CodesCounted(counts) => book::counted(model, *counts),
        Outcome::Searches(searches) => book::searches_read(model, searches),
        Outcome::ToSplit(found) => book::split_begun(model, *found),
        Outcome::Coined(codebook) => model.desk.codebook = codebook,
        Outcome::Memo { about, title, before } => super::dialog::edit_memo(model, about, title, &before),
        Outcome::Reading(share) => model.reading = Some(share).filter(|share| *share < 100),
        Outcome::Assessed(table) => themes::assessed(model, *table),
        Outcome::Gathered(evidence) => themes::gathered(model, *evidence),
        Outcome::LaidOut(table) => return framework::laid(model, *table),
        Outcome::Passages(read) => framework::passages(model, *read),
        Outcome::Cited(text) => return super::copying::cited(model, text),
        Outcome::Counted(problems) => model.desk.problems = Some(problems),
        Outcome::Listed(mut notes) => {
            // What the footer tells is what the list shows of the study.
            model.desk.problems = Some(notes.serious());
            let own = model.behind.told.iter().chain(&model.faults).cloned();
            notes.problems.splice(0..0, unsaved_note(model).into_iter().chain(own));
            model.notes.found = Some(*notes);
        }
        Outcome::Suggested { ticket, found } => alike::suggested(model, ticket, *found),
        Outcome::Found { ticket, answer } => return search::answered(model, ticket, *answer),
        Outcome::AllPlanned(planned) => super::dialog::all_planned(model, *planned),
        Outcome::Indexing(share) => {
            let ready = model.search.indexing.is_some() && share.is_none();
            model.search.indexing = share;
            if ready && model.screen == Screen::Search {
                return search::ask_again(model);
            }
        }
        Outcome::Looked(looked) => return behind::looked(model, *looked),
        Outcome::Behind(news) => return behind::taken(model, news),
        Outcome::Failed(reason) => {
            draft::not_saved(model);
            model.warn(reason);
        }
        Outcome::Told(words) => model.say(words),
    }
    Vec::new()
}

/// Asks for the list of problems once more where it is shown: what waits to be saved is another now.
fn list_again(model: &Model) -> Option<Effect> {
    matches!(model.dialogs.last(), Some(Dialog::Notes)).then_some(Effect::ListNotes)
}

/// Says what is not saved, why, and what can be done, as the gravest of all problems.
fn unsaved_note(model: &Model) -> Option<Note> {
    if model.left == 0 {
        return None;
    }
    let coding = |change: &Change| match change {
        Change::Code(at, code, _) => Some(format!("{} in {}", model.desk.code_name(code), at.source)),
        _ => None,
    };
    let codings: Vec<String> = model.unsaved.iter().filter_map(coding).collect();
    let which = if codings.is_empty() { String::new() } else { format!(" ({})", codings.join(", ")) };
    let count = plural(model.left, "change is", "changes are");
    Some(Note {
        head: "error · not saved".to_owned(),
        text: format!("{count} not saved{which}: {}", model.reason),
        hint: Some(Hint::Keys("it is tried again every few seconds; [retry] tries now; do not quit before")),
        serious: true,
        to: Whereto::Nowhere("this is on no disk yet".to_owned()),
    })
}

/// Takes the study as it was read again; what is shown of it is asked for again too.
fn read(model: &mut Model, desk: Desk) -> Vec<Effect> {
    model.desk = desk;
    model.fresh.clear();
    let mut effects: Vec<Effect> = filter::again(model).into_iter().chain([Effect::Assess]).collect();
    if let Some(page) = &model.code.page {
        effects.push(Effect::Reread(page.id.clone()));
    }
    effects.extend(model.code.source_beside().cloned().map(Effect::RereadBeside));
    if let Some(open) = &model.themes.open {
        effects.push(Effect::Gather(open.code.clone()));
    }
    if matches!(model.dialogs.last(), Some(Dialog::Notes)) {
        effects.push(Effect::ListNotes);
    }
    if model.screen == Screen::Codebook {
        effects.push(Effect::CountCodes);
    }
    fit(model);
    book::read_again(model);
    if model.screen == Screen::Framework {
        effects.push(Effect::LayOut);
    }
    if model.screen == Screen::Words {
        effects.extend(words::again(model));
    }
    if model.screen == Screen::Search {
        // What was typed before the study was there was not answered yet.
        effects.extend(search::ask_again(model));
    }
    effects
}

fn saved(model: &mut Model, at: String, what: String, news: News) -> Vec<Effect> {
    model.saved = Some(at);
    model.warned = false;
    model.left = news.left;
    model.desk.unanchored = news.unanchored;
    if news.left == 0 {
        model.unsaved.clear();
    }
    alike::settled(model, &news);
    model.sitting.take(news.written);
    model.fresh.extend(news.sources.iter().map(|row| row.id.clone()));
    let changed = |id: &&SourceId| news.sources.iter().any(|row| row.id == **id);
    let beside = model.code.source_beside().filter(changed).cloned().map(Effect::RereadBeside);
    put_rows(model, news.sources);
    model.desk.uses.extend(news.uses);
    for (source, waiting) in news.waiting {
        if waiting.is_empty() {
            model.desk.waiting.remove(&source);
        } else {
            model.desk.waiting.insert(source, waiting);
        }
    }
    if let Some(page) = news.page
        && model.code.page.as_ref().is_some_and(|open| open.id == page.id)
    {
        take_page(model, page);
    }
    if let Some(id) = news.chosen {
        code::coded(model, id);
    }
    // What a key has already said, such as that nothing is left to do, is not talked over.
    if news.is_unheard {
        model.warn(INTERVIEWERS_WORDS);
    } else if !what.is_empty() && model.notice.is_none() {
        model.say(what);
    }
    fit(model);
    let shown = if model.screen == Screen::Search { search::ask_again(model) } else { refresh(model) };
    let asks_who_coded = model.filter.as_ref().is_some_and(|filter| filter.asks_who_coded);
    let again = filter::again(model).filter(|_| asks_who_coded);
    let written = if model.left == 0 { draft::saved(model) } else { Vec::new() };
    written.into_iter().chain(again).chain(beside).chain(shown).chain(list_again(model)).collect()
}

/// Puts rows of sources in the place of the old ones.
fn put_rows(model: &mut Model, rows: Vec<SourceRow>) {
    let mut rows: BTreeMap<SourceId, SourceRow> = rows.into_iter().map(|row| (row.id.clone(), row)).collect();
    for old in model.desk.kinds.iter_mut().flat_map(|kind| &mut kind.sources) {
        if let Some(row) = rows.remove(&old.id) {
            *old = row;
        }
    }
}

/// Takes the open source as it is now, with what could not be saved still on it.
fn take_page(model: &mut Model, page: Page) {
    model.code.set_page(page);
    mark_unsaved(model);
}

/// Shows codings that could not be saved on the text, as not saved.
fn mark_unsaved(model: &mut Model) {
    let Some(coder) = model.desk.coder.clone() else { return };
    let Some(page) = model.code.page.as_mut() else { return };
    page.marks.retain(|mark| mark.id.is_some());
    for change in &model.unsaved {
        let Change::Code(at, code, stance) = change else { continue };
        if page.id == at.source && page.hash == at.text {
            page.marks.push(Mark {
                id: None,
                span: at.span,
                code: code.clone(),
                stance: *stance,
                coder: coder.clone(),
                own: true,
                memo: None,
                remarks: Vec::new(),
                about: String::new(),
            });
        }
    }
    model.code.marks_changed();
}
