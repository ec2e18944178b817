//! The searches that the study keeps: saving one, and counting what each finds.

use std::sync::mpsc::Sender;
use std::sync::{Arc, RwLock};

use super::Clerk;
use super::seeking::{Outlook, question};
use crate::base::problem::{Problem, Severity};
use crate::search::answer::answer;
use crate::search::arranged::{Arrangement, By};
use crate::search::query::Query;
use crate::search::saved::trouble_with;
use crate::study::{SavedSearch, Study};
use crate::tui::desk::SavedRow;
use crate::tui::message::{Message, Outcome};

impl Clerk {
    /// Saves a search under a name, and tells what the study keeps then.
    pub(super) fn save_search(&mut self, name: &str, query: &str, replace: bool) -> Vec<Outcome> {
        let trouble = trouble_with(&self.read(), name, query);
        let saved = match trouble {
            Some(trouble) => Err(Problem::error("query", "", format!("not saved as '{name}': {}", trouble.message))),
            None => self.change().save_search(name, query, replace),
        };
        if let Err(problem) = saved {
            return vec![Outcome::Failed(problem.sentence())];
        }
        self.seeker.pictures().codebook_changed();
        let words = format!("saved: @{name} finds {query}");
        vec![Outcome::Searches(rows(&self.read())), Outcome::Told(words)]
    }

    /// Counts what each saved search finds, on a thread of its own; the rows come when all are counted.
    pub(super) fn count_searches(&self) {
        if self.read().manifest().searches.is_empty() {
            return;
        }
        let (study, view, to) = (Arc::clone(&self.study), self.seeker.view(), self.to.clone());
        super::spawn("saved searches", &self.to, move || count(&study, &view, &to));
    }
}

/// Returns the saved searches, not counted yet.
pub(super) fn rows(study: &Study) -> Vec<SavedRow> {
    let row = |(name, saved): (&String, &SavedSearch)| SavedRow {
        name: name.clone(),
        query: saved.query.clone(),
        ..SavedRow::default()
    };
    study.manifest().searches.iter().map(row).collect()
}

fn count(study: &RwLock<Study>, view: &Outlook, to: &Sender<Message>) {
    super::judging::read_outlines(study, to);
    let (mut rows, picture) = view.with(study, |study, picture| (rows(study), picture));
    let index = view.joined(&picture);
    for row in &mut rows {
        let mut asked = question(format!("@{}", row.name), false, Query::All, None);
        asked.limits.limit = 0;
        asked.arrangement = Some(Arrangement { by: By::Kind, voices: 1, passages: 1 });
        let found = answer(&*picture, index.as_ref(), &asked, &|| false)
            .or_else(|_| answer(&*picture, None, &asked, &|| false))
            .unwrap_or_default();
        row.found = found.arranged.map(|arranged| (arranged.all.passages, arranged.all.sources));
        let serious = found.troubles.into_iter().find(|trouble| trouble.severity == Severity::Error);
        row.trouble = serious.map(|trouble| trouble.message);
    }
    // The loop may have ended meanwhile.
    drop(to.send(Message::Done(Outcome::Searches(rows))));
}
