//! Where a coder stopped, so that the work goes on there the next time.
//!
//! A bookmark names a place in a text that may change or go while nobody looks. It therefore knows the
//! passage by its number and by a hash of its words, and finds the nearest sensible place in what is there.

use serde::{Deserialize, Serialize};

use super::desk::{Desk, Page, SourceRow};
use super::message::{Aim, Effect};
use super::model::{Model, Screen};
use crate::base::ids::SourceId;
use crate::base::text::TextHash;

/// A place in a source. It holds no words of the source, only hashes of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bookmark {
    /// The source.
    pub source: SourceId,
    /// The passage that holds the place, from 0.
    pub passage: usize,
    /// The place in the passage, in code points from its beginning.
    pub into: usize,
    /// The hash of the passage's words, as 16 hex digits.
    pub words: String,
}

impl Bookmark {
    /// Marks a code point of an open source.
    #[must_use]
    pub fn of(page: &Page, at: usize) -> Self {
        let passage = passage_at(page, at);
        let start = page.passages.get(passage).map_or(0, |row| row.span.start);
        Self { source: page.id.clone(), passage, into: at.saturating_sub(start), words: words_of(page, passage) }
    }

    /// Returns the place in today's text, and whether it is the very one: the passage with the same words, of
    /// several the nearest; else the passage with the same number, or the last one.
    #[must_use]
    pub fn place_in(&self, page: &Page) -> (usize, bool) {
        let same = |at: &usize| words_of(page, *at) == self.words;
        let found = (0..page.passages.len()).filter(same).min_by_key(|at| at.abs_diff(self.passage));
        if let Some(passage) = found.and_then(|at| page.passages.get(at)) {
            return ((passage.span.start + self.into).min(passage.span.end), true);
        }
        let nearest = page.passages.get(self.passage).or(page.passages.last());
        (nearest.map_or(0, |passage| passage.span.start), nearest.is_none())
    }
}

/// Returns the number of the passage that holds a code point, from 0.
fn passage_at(page: &Page, at: usize) -> usize {
    page.passages.partition_point(|passage| passage.span.start <= at).saturating_sub(1)
}

fn words_of(page: &Page, passage: usize) -> String {
    let words = page.passages.get(passage).map_or("", |passage| page.text.slice(passage.span));
    TextHash::of(words).to_string()
}

/// Returns the source and the number of the passage, from 0, that the key to the text leads to: those of the
/// open source, else those that were kept.
#[must_use]
pub fn current(model: &Model) -> Option<(&SourceId, usize)> {
    match &model.code.page {
        Some(page) => Some((&page.id, passage_at(page, model.code.pane.cursor()))),
        None => model.bookmark.as_ref().map(|mark| (&mark.source, mark.passage)),
    }
}

/// Opens the source in which this coder stopped; where it is gone, the one that stands where it stood.
pub(super) fn go_on(model: &mut Model) -> Option<Effect> {
    let mark = model.bookmark.clone()?;
    let id = nearest(&model.desk, &mark.source)?.id.clone();
    if id == mark.source {
        return Some(Effect::Open(id, Aim::Bookmark(mark)));
    }
    model.say(format!("{} is gone: this is the source in its place", mark.source));
    Some(Effect::Open(id, Aim::Last))
}

/// Returns the row of a source; where there is none, that of the next one by name, else of the last.
fn nearest<'d>(desk: &'d Desk, id: &SourceId) -> Option<&'d SourceRow> {
    let after = || desk.sources().filter(|row| row.id > *id).min_by_key(|row| &row.id);
    let last = || desk.sources().max_by_key(|row| &row.id);
    desk.source(id).or_else(after).or_else(last)
}

/// Shows the place of a bookmark in the source that was opened for it.
pub(super) fn show(model: &mut Model, mark: &Bookmark) {
    let Some(page) = &model.code.page else { return };
    let (at, is_same) = mark.place_in(page);
    model.code.pane.clear_selection();
    model.code.pane.show(at);
    if !is_same {
        model.say("the passage in which you stopped was changed: this is the one in its place");
    }
}

/// Tells whether the cursor has moved since it was last looked at what is to be kept.
pub(super) fn is_behind(model: &Model) -> bool {
    model.code.page.is_some() && model.marked != Some(model.code.pane.cursor())
}

/// Has the place kept where it is another one than was kept: when a source is opened, when a screen is left, and
/// when it is time to, or the program ends or stops. With every motion it would be a write to the disk too often.
pub(super) fn follow(model: &mut Model, before: Screen, is_time: bool) -> Option<Effect> {
    let page = model.code.page.as_ref()?;
    let is_other_source = model.bookmark.as_ref().is_none_or(|kept| kept.source != page.id);
    if !is_other_source && !is_time && before == model.screen {
        return None;
    }
    // A passage may be long, and its words are hashed: not for every key.
    let now = Bookmark::of(page, model.code.pane.cursor());
    model.marked = Some(model.code.pane.cursor());
    if model.bookmark.as_ref() == Some(&now) {
        return None;
    }
    model.bookmark = Some(now.clone());
    Some(Effect::KeepBookmark(now))
}
