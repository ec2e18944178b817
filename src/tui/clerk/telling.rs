//! What is told after entries were saved: everything on the screens that they make different.

use std::sync::{Arc, PoisonError};

use super::judging::Ask;
use super::{Clerk, desk, first_look, page, writing};
use crate::base::clock::rfc3339;
use crate::base::ids::EntryId;
use crate::coding::{Act, Entry};
use crate::study::Study;
use crate::tui::message::{News, Outcome};

impl Clerk {
    /// Has the problems counted; those of a large study only when nobody codes, who would wait for it.
    pub(super) fn count_problems(&self, study: &Study) {
        if !first_look::is_worth_keeping(study) {
            // Without the thread there is no answer, and a message has said why.
            self.judge.send(Ask::Count).unwrap_or_default();
        }
    }

    /// Works out what is different after entries were saved.
    pub(super) fn saved(&mut self, entries: &[Entry], what: String) -> Outcome {
        let study = Arc::clone(&self.study);
        let study = study.read().unwrap_or_else(PoisonError::into_inner);
        let mut sources: Vec<usize> =
            entries.iter().filter_map(|entry| writing::source_of(&study, &entry.act)).collect();
        sources.sort_unstable();
        sources.dedup();
        self.seeker.pictures().codings_changed(entries.iter().flat_map(writing::codings_of));
        self.judge.send(Ask::Changed).unwrap_or_default();
        self.count_problems(&study);
        // What undo brings back was told when it was written.
        let is_unheard = what.is_empty() && study.is_unheard(entries);
        let written = writing::written(&study, entries);
        let mut news = News {
            written,
            settled: writing::settled(entries),
            chosen: chosen(entries),
            left: self.unsaved.len(),
            is_unheard,
            ..News::default()
        };
        for at in sources {
            let source = &study.sources()[at];
            let placed = study.codings_in(at);
            news.uses.extend(self.tally.recount(at, &placed));
            news.waiting.push(desk::waiting_in(&study, at, &placed, &self.coder));
            let Ok(outline) = study.outline(source) else { continue };
            news.sources.push(desk::row(&study, at, outline, &desk::spans(&placed), &self.coder));
            if self.open.as_ref() == Some(&source.id)
                && let Ok(text) = study.text(source)
            {
                news.page = Some(page::page(&study, at, text, outline, &placed, &self.coder));
            }
        }
        news.unanchored = self.tally.lost();
        let what = if what.is_empty() { writing::step_words(&study, entries) } else { what };
        let at = rfc3339(study.host().clock.millis()).get(11..19).unwrap_or_default().to_owned();
        Outcome::Saved { at, what, news: Box::new(news) }
    }
}

/// Returns the coding that entries made or changed.
fn chosen(entries: &[Entry]) -> Option<EntryId> {
    entries.iter().rev().find_map(|entry| match &entry.act {
        Act::Code(_) => Some(entry.id),
        Act::Change(id, _) | Act::Restore(id) => Some(*id),
        _ => None,
    })
}
