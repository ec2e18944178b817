//! What the screen Suggestions remembers.

use crate::base::ids::{CodeId, EntryId, SourceId};
use crate::base::text::Span;
use crate::tui::desk::Hit;
use crate::tui::list::ListPlace;
use crate::tui::message::Spot;

/// What passages are to be like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Like {
    /// The codings of a code and its sub-codes.
    Code(CodeId),
    /// Some words, which are looked for on behalf of a code once one is chosen.
    Words(Spot, Option<CodeId>),
}

impl Like {
    /// Returns the code that suggestions are for.
    #[must_use]
    pub fn code(&self) -> Option<&CodeId> {
        match self {
            Self::Code(code) => Some(code),
            Self::Words(_, code) => code.as_ref(),
        }
    }
}

/// A passage that is suggested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The passage; its matches are the words that made it one.
    pub hit: Hit,
    /// These words, each with its share in hundredths, the greatest first.
    pub because: Vec<(String, u8)>,
}

impl Candidate {
    /// Tells whether these are the words that it would be coded by.
    fn is_at(&self, source: &SourceId, span: Span) -> bool {
        self.hit.source == *source && self.hit.said == span
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggested {
    /// The passages, best first.
    pub passages: Vec<Candidate>,
    /// How many passages the examples stand in; 0 where they are what the codebook says of the code.
    pub examples: usize,
    /// The languages of the examples, as tags.
    pub languages: Vec<String>,
}

/// A suggestion that was accepted or refused.
#[derive(Clone, Debug)]
struct Settled {
    candidate: Candidate,
    /// Its place in the list.
    at: usize,
    /// The entry that says so; nothing where it is not saved yet.
    id: Option<EntryId>,
    /// Whether that was taken back.
    is_undone: bool,
}

/// The state of the screen Suggestions.
#[derive(Clone, Debug, Default)]
pub struct AlikeScreen {
    /// What the suggestions are like; nothing before the first time.
    pub like: Option<Like>,
    /// The number of the last question: answers to older ones are dropped.
    pub ticket: u64,
    /// Whether the answer is still awaited.
    pub waiting: bool,
    /// What was found, without what was accepted or refused since.
    pub found: Suggested,
    /// The place in it.
    pub place: ListPlace,
    settled: Vec<Settled>,
}

impl AlikeScreen {
    /// Returns the chosen suggestion.
    #[must_use]
    pub fn chosen(&self) -> Option<&Candidate> {
        self.found.passages.get(self.place.at)
    }

    /// Returns how many were accepted or refused since the list was made.
    #[must_use]
    pub fn done(&self) -> usize {
        self.settled.iter().filter(|settled| !settled.is_undone).count()
    }

    /// Tells whether suggestions may be for a code.
    pub(super) fn is_for(&self, code: &CodeId) -> bool {
        self.like.as_ref().is_some_and(|like| like.code().is_none_or(|wanted| wanted == code))
    }

    /// Takes a new list.
    pub(super) fn take(&mut self, found: Suggested) {
        self.found = found;
        self.place = ListPlace::default();
        self.settled.clear();
        self.waiting = false;
    }

    /// Takes a suggestion out of the list, which was coded or refused by an entry, or is to be once it is saved.
    pub(super) fn settle(&mut self, source: &SourceId, span: Span, id: Option<EntryId>) {
        if let Some(at) = self.found.passages.iter().position(|candidate| candidate.is_at(source, span)) {
            let candidate = self.found.passages.remove(at);
            if at < self.place.at {
                self.place.at -= 1;
            }
            self.settled.push(Settled { candidate, at, id, is_undone: false });
        } else if let Some(settled) = self.settled.iter_mut().find(|settled| settled.candidate.is_at(source, span)) {
            // It was waiting to be saved, and is.
            settled.id = id.or(settled.id);
        }
    }

    /// Puts suggestions back whose entries were taken back, and chooses the last of them; takes out again those
    /// whose entries were put back.
    pub(super) fn follow(&mut self, removed: &[EntryId], restored: &[EntryId]) {
        for settled in self.settled.iter_mut().rev() {
            let is_in = |ids: &[EntryId]| settled.id.is_some_and(|id| ids.contains(&id));
            if is_in(removed) && !settled.is_undone {
                settled.is_undone = true;
                let at = settled.at.min(self.found.passages.len());
                self.found.passages.insert(at, settled.candidate.clone());
                self.place.at = at;
            } else if is_in(restored) && settled.is_undone {
                settled.is_undone = false;
                self.found.passages.retain(|candidate| *candidate != settled.candidate);
            }
        }
    }
}
