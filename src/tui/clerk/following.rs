//! Following words into a text that changed between their being chosen and their being coded.

use std::collections::VecDeque;

use crate::base::text::{Text, TextHash};
use crate::coding::Place;
use crate::coding::anchor::{Closeness, Found, find};
use crate::study::Study;
use crate::tui::message::{Change, Spot};

/// How many texts are remembered: the open one and that beside it, each with some that it was before.
const KEPT: usize = 8;

/// The texts that were shown last, the newest last.
#[derive(Default)]
pub(super) struct Texts(VecDeque<(TextHash, Text)>);

impl Texts {
    /// Remembers a text that is shown.
    pub(super) fn note(&mut self, hash: TextHash, text: &Text) {
        self.0.retain(|(known, _)| *known != hash);
        self.0.push_back((hash, text.clone()));
        if self.0.len() > KEPT {
            self.0.pop_front();
        }
    }

    fn get(&self, hash: TextHash) -> Option<&Text> {
        self.0.iter().find(|(known, _)| *known == hash).map(|(_, text)| text)
    }
}

/// Puts words on their place in the text as it is now, where they are found exactly; others stay as they are.
pub(super) fn followed(study: &Study, texts: &Texts, changes: Vec<Change>) -> Vec<Change> {
    let follow = |at: Spot| spot(study, texts, &at).unwrap_or(at);
    let follow = |change| match change {
        Change::Code(at, code, stance) => Change::Code(follow(at), code, stance),
        Change::Refuse(at, code) => Change::Refuse(follow(at), code),
        Change::Move(id, at) => Change::Move(id, follow(at)),
        other => other,
    };
    changes.into_iter().map(follow).collect()
}

fn spot(study: &Study, texts: &Texts, at: &Spot) -> Option<Spot> {
    let source = &study.sources()[study.position(&at.source)?];
    let now = study.outline(source).ok()?.hash;
    if now == at.text {
        return None;
    }
    let place = Place::of(texts.get(at.text)?, at.text, at.span);
    match find(&study.text(source).ok()?, &place) {
        Found::At(span, Closeness::Exact) => Some(Spot { source: at.source.clone(), text: now, span }),
        Found::At(_, Closeness::Close) | Found::Ambiguous | Found::Lost => None,
    }
}
