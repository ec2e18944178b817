//! The state that a fold of journals gives: codings, memos, cells, verdicts, what is done.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::base::clock::Moment;
use crate::base::ids::{Case, CodeId, Coder, EntryId, SourceId, Voice};
use crate::base::text::{Span, TextHash};

use super::entry::{About, Coded, Decimal, Done, Outcome, Place, Quoted, Refused, Stance, Verdict};
use super::reads::{Readings, Reads};

/// Who wrote something, when, and whether it was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The entry that made it.
    pub id: EntryId,
    /// Who made it.
    pub by: Coder,
    /// When.
    pub at: Moment,
    /// Whether it was taken back.
    pub removed: bool,
}

/// A line of a journal, as a place in the study's list of journals and in the file. Holds for one reading
/// of the study only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The journal's place in the list.
    pub journal: u16,
    /// The line's first byte.
    pub at: u64,
    /// Its length in bytes, without its end.
    pub length: u32,
}

/// The words of a place: at hand, or in the line that gave the place. There may be a million, and they
/// are needed only where a text has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// The words.
    Held(Box<Quoted>),
    /// Where they are to be read.
    Filed {
        /// The journal's place in the list.
        journal: u16,
        /// The line's length in bytes.
        length: u32,
        /// The line's first byte.
        at: u64,
    },
}

/// Where a coding stands in one state of a text, its words within reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The text's hash.
    pub text: TextHash,
    /// The coded words, in code points.
    pub span: Span,
    /// The words.
    pub words: Words,
}

impl Spot {
    /// Makes a spot of a place; the words are left in the line that holds them, where there is one.
    #[must_use]
    pub(super) fn new(place: Place, line: Option<Line>) -> Self {
        let words = match line {
            Some(Line { journal, at, length }) => Words::Filed { journal, length, at },
            None => Words::Held(Box::new(place.quoted)),
        };
        Self { text: place.text, span: place.span, words }
    }
}

/// A coding as it stands after all changes.
///
/// There may be a million of them, so that what few have stands apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coding {
    /// Who made it, and when.
    pub written: Written,
    /// The source that it was made in.
    pub source: SourceId,
    /// The place that its coder gave it.
    pub place: Spot,
    /// The code, as written: it may be an alias, or unknown.
    pub code: CodeId,
    /// The stance towards the claim.
    pub stance: Stance,
    /// What its coder had before the eyes, and who brought it in: the same for most codings of a code.
    pub origin: Arc<Origin>,
    pub(super) more: Option<Box<More>>,
}

/// Under which claim and rules a coding was made, and who brought it in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Origin {
    /// Who imported it.
    pub via: Option<String>,
    /// Hash of the claim when it was coded.
    pub claim: Option<String>,
    /// Hash of the rules when it was coded.
    pub rules: Option<String>,
}

/// What few codings have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct More {
    pub(super) anchors: Vec<Spot>,
    pub(super) weight: Option<Decimal>,
    pub(super) memo: Option<String>,
    pub(super) voice: Option<Voice>,
    pub(super) case: Option<Case>,
    pub(super) auto: Option<String>,
}

impl Coding {
    /// Makes a coding of what an entry says, which stands in `line` where it was read from a file.
    pub(super) fn new(written: Written, coded: Coded, line: Option<Line>) -> Self {
        let Coded { source, place, code, claim, rules, stance, weight, memo, voice, case, auto, via } = coded;
        let more = More { anchors: Vec::new(), weight, memo, voice, case, auto };
        Self {
            written,
            source,
            place: Spot::new(place, line),
            code,
            stance,
            origin: Arc::new(Origin { via, claim, rules }),
            more: (more != More::default()).then(|| Box::new(more)),
        }
    }

    /// Changes what few codings have.
    pub(super) fn set_more(&mut self, set: impl FnOnce(&mut More)) {
        let mut more = self.more.take().map_or_else(More::default, |more| *more);
        set(&mut more);
        self.more = (more != More::default()).then(|| Box::new(more));
    }

    /// Returns its id.
    #[must_use]
    pub fn id(&self) -> EntryId {
        self.written.id
    }

    /// Returns who made it.
    #[must_use]
    pub fn by(&self) -> &Coder {
        &self.written.by
    }

    /// Tells whether it counts.
    #[must_use]
    pub fn is_live(&self) -> bool {
        !self.written.removed
    }

    /// Returns the weight; 1 where none is named.
    #[must_use]
    pub fn weight(&self) -> Decimal {
        self.more.as_ref().and_then(|more| more.weight).unwrap_or(Decimal::ONE)
    }

    /// Returns the memo on it.
    #[must_use]
    pub fn memo(&self) -> Option<&str> {
        self.more.as_ref()?.memo.as_deref()
    }

    /// Returns who really says it, where that is not the source.
    #[must_use]
    pub fn voice(&self) -> Option<&Voice> {
        self.more.as_ref()?.voice.as_ref()
    }

    /// Returns which case it speaks of, where it says so.
    #[must_use]
    pub fn case(&self) -> Option<&Case> {
        self.more.as_ref()?.case.as_ref()
    }

    /// Returns the query that made it.
    #[must_use]
    pub fn auto(&self) -> Option<&str> {
        self.more.as_ref()?.auto.as_deref()
    }

    /// Returns the places at which its words were found again since, oldest first.
    #[must_use]
    pub fn anchors(&self) -> &[Spot] {
        self.more.as_ref().map_or(&[], |more| &more.anchors)
    }

    /// Returns all places that are known of it, oldest first.
    pub fn places(&self) -> impl DoubleEndedIterator<Item = &Spot> {
        std::iter::once(&self.place).chain(self.anchors())
    }

    /// Returns the newest known place.
    #[must_use]
    pub fn newest_place(&self) -> &Spot {
        self.anchors().last().unwrap_or(&self.place)
    }
}

/// A memo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memo {
    /// Who wrote it, and when.
    pub written: Written,
    /// What it is about.
    pub about: About,
    /// Its text.
    pub text: String,
}

/// A coder's judgement of a whole source on a theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Who made it, and when.
    pub written: Written,
    /// The source.
    pub source: SourceId,
    /// The theme's code, as written.
    pub code: CodeId,
    /// The stance towards its claim.
    pub stance: Stance,
    /// What the source says on it.
    pub summary: String,
}

/// A person's verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    /// Who gave it, and when.
    pub written: Written,
    /// The verdict.
    pub verdict: Verdict,
}

/// A suggestion that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Who refused it, and when: it holds for this coder alone.
    pub written: Written,
    /// What was refused, for which code.
    pub refused: Refused,
}

/// A reconciliation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Reconciliation {
    pub(super) written: Written,
    pub(super) of: Vec<EntryId>,
    pub(super) outcome: Outcome,
    /// Places at which the agreed words were found again since.
    pub(super) anchors: Vec<Place>,
}

/// That a coder has read a source for a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    /// The entry that says so.
    pub id: EntryId,
    /// The hash of the text that was read.
    pub text: Option<TextHash>,
    /// Whether the code was named, rather than being one of all.
    pub by_name: bool,
}

/// What all journals together say. The same whatever the order of the files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// All codings in the order of their ids, taken back ones too.
    #[serde(skip)]
    pub(super) codings: Vec<Coding>,
    pub(super) memos: BTreeMap<EntryId, Memo>,
    pub(super) cells: BTreeMap<EntryId, Cell>,
    pub(super) rulings: BTreeMap<EntryId, Ruling>,
    pub(super) reconciliations: BTreeMap<EntryId, Reconciliation>,
    pub(super) refusals: BTreeMap<EntryId, Refusal>,
    pub(super) done: Readings,
    pub(super) greatest: Option<EntryId>,
}

impl State {
    /// Returns the greatest id that was read.
    #[must_use]
    pub fn greatest(&self) -> Option<EntryId> {
        self.greatest
    }

    /// Returns all codings in the order of their ids, taken back ones too.
    #[must_use]
    pub fn all_codings(&self) -> &[Coding] {
        &self.codings
    }

    /// Returns the codings as they were coded: without those that were taken back.
    pub fn coded(&self) -> impl Iterator<Item = &Coding> {
        self.codings.iter().filter(|coding| coding.is_live())
    }

    /// Returns the coding with this id, taken back or not.
    #[must_use]
    pub fn coding(&self, id: EntryId) -> Option<&Coding> {
        self.codings.binary_search_by_key(&id, Coding::id).ok().map(|at| &self.codings[at])
    }

    pub(super) fn coding_mut(&mut self, id: EntryId) -> Option<&mut Coding> {
        self.codings.binary_search_by_key(&id, Coding::id).ok().map(|at| &mut self.codings[at])
    }

    /// Returns the codings that were agreed on in reconciliations and stand, under the reconciliation's id
    /// and coder. In the reconciled view they stand in the place of those that are [`Self::replaced`].
    #[must_use]
    pub fn agreed(&self) -> Vec<Coding> {
        // Of two reconciliations for one coding the greater id stands: later ones overwrite.
        let mut decided: BTreeMap<EntryId, EntryId> = BTreeMap::new();
        for (id, reconciliation) in self.reconciliations.iter().filter(|(_, found)| !found.written.removed) {
            decided.extend(reconciliation.of.iter().map(|of| (*of, *id)));
        }
        let standing: BTreeSet<EntryId> = decided.into_values().collect();
        let agreed = standing.into_iter().filter_map(|id| {
            let reconciliation = self.reconciliations.get(&id)?;
            let Outcome::Agreed(coded) = &reconciliation.outcome else { return None };
            let mut coding = Coding::new(reconciliation.written.clone(), (**coded).clone(), None);
            let anchors = reconciliation.anchors.iter().map(|place| Spot::new(place.clone(), None)).collect();
            coding.set_more(|more| more.anchors = anchors);
            Some(coding)
        });
        agreed.collect()
    }

    /// Tells whether a coding is the outcome of a reconciliation.
    #[must_use]
    pub fn is_reconciliation(&self, id: EntryId) -> bool {
        self.reconciliations.contains_key(&id)
    }

    /// Returns the codings in whose place a reconciliation stands.
    #[must_use]
    pub fn replaced(&self) -> BTreeSet<EntryId> {
        let standing = self.reconciliations.values().filter(|found| !found.written.removed);
        standing.flat_map(|found| found.of.iter().copied()).collect()
    }

    /// Returns the coders whose codings a reconciliation replaced, in order; nobody where `id` is none.
    #[must_use]
    pub fn reconciled_coders(&self, id: EntryId) -> Vec<Coder> {
        let of = self.reconciliations.get(&id).map_or(&[][..], |found| &found.of);
        let mut coders: Vec<Coder> =
            of.iter().filter_map(|id| self.coding(*id)).map(|coding| coding.by().clone()).collect();
        coders.sort();
        coders.dedup();
        coders
    }

    /// Returns the memos that were not taken back, oldest first.
    pub fn memos(&self) -> impl Iterator<Item = &Memo> {
        self.memos.values().filter(|memo| !memo.written.removed)
    }

    /// Returns the cells that were not taken back, oldest first.
    pub fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.cells.values().filter(|cell| !cell.written.removed)
    }

    /// Returns the refused suggestions that were not taken back, oldest first.
    pub fn refusals(&self) -> impl Iterator<Item = &Refusal> {
        self.refusals.values().filter(|refusal| !refusal.written.removed)
    }

    /// Returns the refusal with this id, taken back or not.
    #[must_use]
    pub fn refusal(&self, id: EntryId) -> Option<&Refusal> {
        self.refusals.get(&id)
    }

    /// Tells whether an entry is a judgement of a whole source, taken back or not.
    #[must_use]
    pub fn is_cell(&self, id: EntryId) -> bool {
        self.cells.contains_key(&id)
    }

    /// Returns the source that a judgement or a memo is about, taken back or not.
    #[must_use]
    pub fn source_of_note(&self, id: EntryId) -> Option<&SourceId> {
        if let Some(cell) = self.cells.get(&id) {
            return Some(&cell.source);
        }
        match &self.memos.get(&id)?.about {
            About::Source(source) => Some(source),
            About::Coding(coding) => self.coding(*coding).map(|coding| &coding.source),
            About::Study | About::Code(_) | About::Finding(_) => None,
        }
    }

    /// Returns the persons' verdicts that were not taken back, oldest first.
    pub fn rulings(&self) -> impl Iterator<Item = &Ruling> {
        self.rulings.values().filter(|ruling| !ruling.written.removed)
    }

    /// Returns who has read a source for which codes.
    #[must_use]
    pub fn done(&self, source: &SourceId) -> Option<&BTreeMap<Coder, Reads>> {
        self.done.of(source)
    }

    /// Returns the sources that somebody has read for some code.
    pub fn done_sources(&self) -> impl Iterator<Item = &SourceId> {
        self.done.iter().filter(|(_, coders)| coders.values().any(|codes| !codes.is_empty())).map(|(source, _)| source)
    }

    /// Returns the codes that a coder has read a source for.
    pub fn done_by(&self, source: &SourceId, coder: &Coder) -> impl Iterator<Item = (&CodeId, &Read)> {
        self.done.of(source).and_then(|coders| coders.get(coder)).into_iter().flat_map(Reads::iter)
    }

    pub(super) fn mark_done(&mut self, id: EntryId, by: &Coder, done: &Done) {
        self.done.mark(id, by, done);
    }

    pub(super) fn mark_reopened(&mut self, by: &Coder, reopened: &Done) {
        self.done.unmark(by, reopened);
    }
}
