//! Where codings stand in today's texts. Nothing is written here: places are computed in memory.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::base::ids::{CodeId, EntryId, SourceId};
use crate::base::text::{Span, TextHash};
use crate::codebook::Code;
use crate::coding::anchor::{Found, Searchable};
use crate::coding::{self, Act, Coding, Place, Quoted, Spot, Words};
use crate::source::Unreadable;

use super::open::Study;
use super::sources::Source;

/// Whether a coding stands on its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Anchoring {
    /// It stands on the words that it was made on.
    Anchored,
    /// Its words were not found again: it has no place until a person gives it one.
    Unanchored,
    /// Its source cannot be read, or is gone.
    Unread,
}

impl Anchoring {
    /// Returns the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Anchored => "anchored",
            Self::Unanchored => "unanchored",
            Self::Unread => "unread",
        }
    }
}

/// Which codings a view shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum View {
    /// As they were coded by each coder.
    Coded,
    /// Where codings were reconciled, what was agreed on stands in their place.
    #[default]
    Reconciled,
}

/// A coding: as it was coded, or as it was agreed on.
#[derive(Clone, Debug)]
pub enum CodingRef<'s> {
    /// One of the study's codings.
    Coded(&'s Coding),
    /// The outcome of a reconciliation.
    Agreed(Box<Coding>),
}

impl std::ops::Deref for CodingRef<'_> {
    type Target = Coding;

    fn deref(&self) -> &Coding {
        match self {
            Self::Coded(coding) => coding,
            Self::Agreed(coding) => coding,
        }
    }
}

/// A coding in its place.
#[derive(Clone, Debug)]
pub struct Placed<'s> {
    /// The coding.
    pub coding: CodingRef<'s>,
    /// Its code; nothing where no codebook holds it.
    pub code: Option<&'s Code>,
    /// The position of its source in [`Study::sources`]; nothing where the source is gone.
    pub source: Option<usize>,
    /// Whether it stands on its words.
    pub anchoring: Anchoring,
    /// Its words in today's text, in code points; where it is not anchored, those of the text it was made in.
    pub span: Span,
    /// Whether its words were found again in a changed text, rather than standing where it was made.
    pub moved: bool,
}

/// Where all codings stand, taken back ones too. Kept up to date entry by entry.
#[derive(Debug)]
pub(super) struct Placements {
    /// In the order of [`crate::coding::State::all_codings`].
    of: Vec<Placement>,
    /// For each source the positions of its codings in that order.
    in_source: Vec<Vec<u32>>,
    /// The positions of the codings whose source is gone.
    nowhere: Vec<u32>,
    /// For each code, as written, the positions of the codings that have it, and of some that had it.
    of_code: HashMap<CodeId, Vec<u32>>,
    /// The positions of the codings whose words were found again in a text for which no place of them is
    /// written down.
    adrift: Vec<u32>,
    paths: Paths,
}

/// No source.
const NOWHERE: u32 = u32::MAX;

/// Returns a place in a list as it is kept: there are no four thousand million codings or sources.
fn ordinal(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NOWHERE)
}

/// Where a coding stands, without the coding. There may be a million.
#[derive(Clone, Copy, Debug)]
struct Placement {
    source: u32,
    start: u32,
    end: u32,
    anchoring: Anchoring,
    moved: bool,
    /// Whether no place in today's text is written down.
    adrift: bool,
}

impl Placement {
    /// A text has fewer code points than 32 bits can count: longer files are not read.
    fn new(source: u32, anchoring: Anchoring, span: Span, moved: bool) -> Self {
        Self { source, start: ordinal(span.start), end: ordinal(span.end), anchoring, moved, adrift: false }
    }

    fn span(self) -> Span {
        Span { start: self.start as usize, end: self.end as usize }
    }
}

impl Placements {
    /// Puts codings in the order of their places, by source, place and id: numbers rise with ids. Nothing of the
    /// codings themselves is looked at.
    fn in_order(&self, numbers: impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
        let place = |at: u32| {
            let Placement { source, start, end, .. } = self.of[at as usize];
            (source, start, end, at)
        };
        let mut places: Vec<(u32, u32, u32, u32)> = numbers.map(place).collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|(.., at)| at)
    }

    /// Enters the coding at a place in the list under its source and its code.
    fn enter(&mut self, at: usize, coding: &Coding) {
        self.note(at, coding);
        match self.in_source.get_mut(self.of[at].source as usize) {
            Some(codings) => codings.push(ordinal(at)),
            None => self.nowhere.push(ordinal(at)),
        }
    }

    /// Notes what a change may change: the code, and whether its place is written down.
    fn note(&mut self, at: usize, coding: &Coding) {
        let is_adrift = self.of[at].adrift;
        let at = ordinal(at);
        if is_adrift {
            self.adrift.push(at);
        }
        match self.of_code.get_mut(&coding.code) {
            Some(codings) => codings.push(at),
            None => drop(self.of_code.insert(coding.code.clone(), vec![at])),
        }
    }
}

impl Study {
    /// Returns the live codings of a view in their places: by source, then by place, then by id. Those of
    /// withdrawn sources are left out; those whose source is gone come last.
    #[must_use]
    pub fn codings(&self, view: View) -> Vec<Placed<'_>> {
        let (replaced, agreed) = self.reconciled(view);
        let placements = self.placements();
        let is_shown = |placed: &Placed<'_>| !replaced.contains(&placed.coding.id());
        let sources = (0..self.sources.len()).into_par_iter().filter(|&at| !self.sources[at].is_withdrawn());
        let mut placed: Vec<Placed<'_>> =
            sources.flat_map_iter(|at| self.codings_in(at).into_iter().filter(is_shown)).collect();
        let gone = placements.nowhere.iter().filter_map(|&at| self.live(at)).filter(is_shown);
        let from = placed.len();
        placed.extend(gone);
        placed[from..].sort_by_key(|placed| (placed.span, placed.coding.id()));
        if !agreed.is_empty() {
            let put = |coding: Coding| self.put_agreed(coding);
            let is_in = |placed: &Placed<'_>| placed.source.is_none_or(|at| !self.sources[at].is_withdrawn());
            placed.extend(agreed.into_iter().map(put).filter(is_in));
            placed.sort_by_key(|placed| (placed.source.unwrap_or(usize::MAX), placed.span, placed.coding.id()));
        }
        placed
    }

    /// Returns the live codings of a view that have one of some codes, as [`Self::codings`] lists them, without
    /// looking at the others.
    #[must_use]
    pub fn codings_of(&self, view: View, codes: &BTreeSet<&CodeId>) -> Vec<Placed<'_>> {
        let (replaced, agreed) = self.reconciled(view);
        let placements = self.placements();
        let is_shown = |placed: &Placed<'_>| {
            placed.code.is_some_and(|code| codes.contains(&code.id))
                && !replaced.contains(&placed.coding.id())
                && placed.source.is_none_or(|at| !self.sources[at].is_withdrawn())
        };
        let ids = self.codebook.codes().iter().filter(|code| codes.contains(&code.id));
        let written = ids.flat_map(|code| std::iter::once(&code.id).chain(&code.aliases));
        let numbers = written.filter_map(|id| placements.of_code.get(id)).flatten().copied();
        let coded = placements.in_order(numbers).filter_map(|at| self.live(at));
        let mut placed: Vec<Placed<'_>> = coded.filter(is_shown).collect();
        if !agreed.is_empty() {
            placed.extend(agreed.into_iter().map(|coding| self.put_agreed(coding)).filter(is_shown));
            placed.sort_by_key(|placed| (placed.source.unwrap_or(usize::MAX), placed.span, placed.coding.id()));
        }
        placed
    }

    /// Returns what a view leaves out, and what stands there instead.
    pub(super) fn reconciled(&self, view: View) -> (BTreeSet<EntryId>, Vec<Coding>) {
        match view {
            View::Coded => (BTreeSet::new(), Vec::new()),
            View::Reconciled => (self.state.replaced(), self.state.agreed()),
        }
    }

    pub(super) fn put_agreed(&self, coding: Coding) -> Placed<'_> {
        let at = self.place(&coding, &self.placements().paths);
        self.put(CodingRef::Agreed(Box::new(coding)), at)
    }

    /// Returns the live codings of one source, as they were coded, by place and then by id.
    #[must_use]
    pub fn codings_in(&self, source: usize) -> Vec<Placed<'_>> {
        let placements = self.placements();
        let in_source = placements.in_source.get(source).into_iter().flatten().copied();
        placements.in_order(in_source).filter_map(|at| self.live(at)).collect()
    }

    /// Returns the coding at a place in the list of all in its place, if it counts.
    fn live(&self, at: u32) -> Option<Placed<'_>> {
        let coding = &self.state.all_codings()[at as usize];
        coding.is_live().then(|| self.put(CodingRef::Coded(coding), self.placements().of[at as usize]))
    }

    /// Returns a live coding in its place.
    #[must_use]
    pub fn placed(&self, id: EntryId) -> Option<Placed<'_>> {
        let at = self.state.all_codings().binary_search_by_key(&id, Coding::id).ok()?;
        self.live(ordinal(at))
    }

    fn put<'s>(&'s self, coding: CodingRef<'s>, at: Placement) -> Placed<'s> {
        let code = self.codebook.get(&coding.code);
        let source = (at.source != NOWHERE).then_some(at.source as usize);
        Placed { coding, code, source, anchoring: at.anchoring, span: at.span(), moved: at.moved }
    }

    fn placements(&self) -> &Placements {
        self.placements.get_or_init(|| {
            let paths = Paths::of(self);
            let of: Vec<Placement> =
                self.state.all_codings().par_iter().map(|coding| self.place(coding, &paths)).collect();
            let mut placements = Placements {
                of,
                in_source: vec![Vec::new(); self.sources.len()],
                nowhere: Vec::new(),
                of_code: HashMap::new(),
                adrift: Vec::new(),
                paths,
            };
            for (at, coding) in self.state.all_codings().iter().enumerate() {
                placements.enter(at, coding);
            }
            placements
        })
    }

    /// Brings the placements up to date after entries were added to the state.
    pub(super) fn place_added(&mut self, touched: &BTreeSet<EntryId>) {
        let Some(mut placements) = self.placements.take() else { return };
        let all = self.state.all_codings();
        if !placements.paths.moved.is_empty() {
            // A new coding may settle which source a path that is gone has become: all is placed anew.
            return;
        }
        for (at, coding) in all.iter().enumerate().skip(placements.of.len()) {
            let placement = self.place(coding, &placements.paths);
            placements.of.push(placement);
            placements.enter(at, coding);
        }
        for id in touched {
            // A change or an anchor moves a coding inside its source, never to another.
            if let Ok(at) = all.binary_search_by_key(id, Coding::id) {
                placements.of[at] = self.place(&all[at], &placements.paths);
                placements.note(at, &all[at]);
            }
        }
        self.placements = placements.into();
    }

    fn place(&self, coding: &Coding, paths: &Paths) -> Placement {
        let newest = coding.newest_place();
        let nowhere = |source, anchoring| Placement::new(source, anchoring, newest.span, false);
        let Some(at) = paths.source(self, &coding.source) else { return nowhere(NOWHERE, Anchoring::Unread) };
        let source = ordinal(at);
        let Ok((hash, length)) = self.extent(&self.sources[at]) else {
            return nowhere(source, Anchoring::Unread);
        };
        let stands = coding.places().rev().find(|place| place.text == hash && place.span.end <= length);
        if let Some(place) = stands {
            let moved = *place != coding.place;
            return Placement::new(source, Anchoring::Anchored, place.span, moved);
        }
        match self.find_again(at, [newest, &coding.place], paths) {
            Ok(Some(span)) => Placement { adrift: true, ..Placement::new(source, Anchoring::Anchored, span, true) },
            Ok(None) => nowhere(source, Anchoring::Unanchored),
            Err(_) => nowhere(source, Anchoring::Unread),
        }
    }

    /// Looks for words in today's text of a source, from the newest known place and then the original.
    fn find_again(&self, source: usize, places: [&Spot; 2], paths: &Paths) -> Result<Option<Span>, Unreadable> {
        let ready = paths.searchable(self, source)?;
        Ok(places.into_iter().find_map(|place| match ready.find_quoted(&*self.quoted(place)?, place.span.len()) {
            Found::At(span, _) => Some(span),
            _ => None,
        }))
    }

    /// Returns the source in which words stand today, and where: they are found again as those of codings are.
    /// Nothing where they are not found, or the source cannot be read.
    #[must_use]
    pub(super) fn stands(&self, source: &SourceId, place: &Place) -> Option<(usize, Span)> {
        let paths = &self.placements().paths;
        let at = paths.source(self, source)?;
        let (hash, length) = self.extent(&self.sources[at]).ok()?;
        if place.text == hash && place.span.end <= length {
            return Some((at, place.span));
        }
        match paths.searchable(self, at).ok()?.find_quoted(&place.quoted, place.span.len()) {
            Found::At(span, _) => Some((at, span)),
            _ => None,
        }
    }

    /// Returns the words of a place and those around them; nothing where the journal's line that holds
    /// them is no longer there.
    #[must_use]
    pub fn quoted<'p>(&self, place: &'p Spot) -> Option<Cow<'p, Quoted>> {
        match &place.words {
            Words::Held(quoted) => Some(Cow::Borrowed(quoted)),
            &Words::Filed { journal, length, at } => {
                let path = self.layout.at(&self.journals.get(usize::from(journal))?.path);
                let line = self.host.disk.read_range(&path, at, usize::try_from(length).ok()?).ok()?;
                let (entry, _) = coding::parse(std::str::from_utf8(&line).ok()?).ok()?;
                let found = entry.act.into_place()?;
                (found.text == place.text && found.span == place.span).then_some(Cow::Owned(found.quoted))
            }
        }
    }

    /// Returns the words of a place as far as they were kept, with `between` for what was left out.
    #[must_use]
    pub fn kept_words(&self, place: &Spot, between: &str) -> String {
        let Some(quoted) = self.quoted(place) else { return String::new() };
        match &quoted.tail {
            None => quoted.quote.to_string(),
            Some(tail) => format!("{} {between} {tail}", quoted.quote),
        }
    }

    /// Returns the source that stands at a path, or that has moved from it.
    #[must_use]
    pub fn source_of(&self, id: &SourceId) -> Option<usize> {
        self.position(id).or_else(|| self.placements().paths.source(self, id))
    }

    /// Returns the paths that a source has moved from.
    pub(super) fn former_paths(&self, source: &SourceId) -> impl Iterator<Item = &SourceId> {
        let at = self.position(source);
        let moved = self.placements().paths.moved.iter();
        moved.filter(move |(_, to)| to.is_some() && **to == at).map(|(id, _)| id)
    }

    /// Returns the `anchor` entries that would record where the moved codings of one source stand now. The
    /// cost does not depend on the other sources.
    #[must_use]
    pub fn anchors_in(&self, source: usize) -> Vec<Act> {
        let source_of = &self.sources[source];
        let (Ok(outline), Ok(text)) = (self.outline(source_of), self.text(source_of)) else { return Vec::new() };
        let paths = Paths::default();
        let moved = self
            .state
            .coded()
            .filter(|coding| coding.source == source_of.id && coding.newest_place().text != outline.hash);
        moved
            .map(|coding| (coding, self.place(coding, &paths)))
            .filter(|(_, at)| at.anchoring == Anchoring::Anchored)
            .map(|(coding, at)| Act::Anchor(coding.id(), Place::of(&text, outline.hash, at.span())))
            .collect()
    }

    /// Returns the `anchor` entries that would record where moved codings stand now.
    #[must_use]
    pub fn anchors_to_write(&self) -> Vec<Act> {
        let mut texts: BTreeMap<usize, crate::base::text::Text> = BTreeMap::new();
        let mut acts = Vec::new();
        let placements = self.placements();
        let adrift: BTreeSet<u32> = placements.adrift.iter().copied().collect();
        for number in adrift {
            let (coding, at) = (&self.state.all_codings()[number as usize], placements.of[number as usize]);
            if !coding.is_live() || at.anchoring != Anchoring::Anchored {
                continue;
            }
            let source = at.source as usize;
            let source_of = &self.sources[source];
            let Ok((hash, _)) = self.extent(source_of) else { continue };
            if coding.newest_place().text == hash {
                continue;
            }
            let text = match texts.entry(source) {
                std::collections::btree_map::Entry::Occupied(text) => text.into_mut(),
                std::collections::btree_map::Entry::Vacant(free) => match self.text(source_of) {
                    Ok(text) => free.insert(text),
                    Err(_) => continue,
                },
            };
            acts.push(Act::Anchor(coding.id(), Place::of(text, hash, at.span())));
        }
        acts
    }
}

/// Sources whose path is gone, and the one other source that has their text; and changed texts that are
/// ready to be searched.
#[derive(Default)]
struct Paths {
    moved: BTreeMap<SourceId, Option<usize>>,
    searchable: Mutex<BTreeMap<usize, Result<Arc<Searchable>, Unreadable>>>,
}

impl std::fmt::Debug for Paths {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Paths").field("moved", &self.moved).finish_non_exhaustive()
    }
}

impl Paths {
    /// Finds out where the sources went whose paths are gone.
    ///
    /// A path that is gone is the one other source with its text hash and no codings of its own, if
    /// there is exactly one.
    fn of(study: &Study) -> Self {
        let mut gone: BTreeMap<&SourceId, BTreeSet<TextHash>> = BTreeMap::new();
        for coding in study.state.all_codings() {
            if study.position(&coding.source).is_none() {
                // Anchors are written for some codings and not for others (a removed one has none), so
                // any text that one of them is known by may be the one that the file has now.
                gone.entry(&coding.source).or_default().extend(coding.places().map(|place| place.text));
            }
        }
        for source in study.state.done_sources().filter(|id| study.position(id).is_none()) {
            let reads = study.state.done(source).into_iter().flatten().flat_map(|(_, codes)| codes.iter());
            gone.entry(source).or_default().extend(reads.filter_map(|(_, read)| read.text));
        }
        for refusal in study.state.refusals().map(|refusal| &refusal.refused) {
            if study.position(&refusal.source).is_none() {
                gone.entry(&refusal.source).or_default().insert(refusal.place.text);
            }
        }
        if gone.is_empty() {
            return Self::default();
        }
        study.sources.par_iter().for_each(|source| {
            let _known = study.extent(source);
        });
        let coded: BTreeSet<&SourceId> = study.state.all_codings().iter().map(|coding| &coding.source).collect();
        let at_hash = |hashes: &BTreeSet<TextHash>| {
            let fits = |source: &Source| {
                !coded.contains(&source.id) && study.extent(source).is_ok_and(|(hash, _)| hashes.contains(&hash))
            };
            let mut found = study.sources.iter().enumerate().filter(|(_, source)| fits(source)).map(|(at, _)| at);
            let first = found.next();
            if found.next().is_some() { None } else { first }
        };
        let moved = gone.into_iter().map(|(id, hashes)| (id.clone(), at_hash(&hashes))).collect();
        Self { moved, searchable: Mutex::default() }
    }

    /// Returns the text of a source, ready to be searched; made once for all codings of it.
    fn searchable(&self, study: &Study, source: usize) -> Result<Arc<Searchable>, Unreadable> {
        let mut ready = self.searchable.lock().unwrap_or_else(PoisonError::into_inner);
        let make = || study.text(&study.sources[source]).map(|text| Arc::new(Searchable::new(&text)));
        ready.entry(source).or_insert_with(make).clone()
    }

    fn source(&self, study: &Study, id: &SourceId) -> Option<usize> {
        study.position(id).or_else(|| self.moved.get(id).copied().flatten())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::base::disk::MemoryDisk;
    use crate::base::ids::Coder;
    use crate::base::rounds;
    use crate::coding::{Outcome, Stance};
    use crate::study::Host;

    /// Codings come by source, place and id, in whatever order they were made and changed; those of some codes
    /// as all of them do.
    #[test]
    fn codings_come_by_source_place_and_id() {
        for seed in 0..4 {
            let dice = &mut rounds::Dice::new(seed);
            let disk = MemoryDisk::new();
            disk.put("/s/study.toml", "");
            disk.put("/s/codebooks/a.toml", "[[code]]\nid = \"a\"\n[[code]]\nid = \"b\"\n[[code]]\nid = \"c\"\n");
            disk.put("/s/interviews/a.md", "One two three four five six.\n");
            disk.put("/s/interviews/b.md", "One two three four five six.\n");
            let mut study = Study::open(Host::in_memory(&disk), Path::new("/s")).unwrap();
            let ana = Coder::from("ana");
            for _ in 0..25 {
                let start = dice.below(20);
                let span = Span::new(start, start + 1 + dice.below(6));
                let (source, code) = (&study.sources()[dice.below(2)], &study.codebook().codes()[dice.below(3)]);
                let coded = Box::new(study.coded(source, span, code, Stance::Supports).unwrap());
                let ids: Vec<EntryId> = study.codings(View::Coded).iter().map(|placed| placed.coding.id()).collect();
                let act = match dice.below(6) {
                    0 if ids.len() > 1 => Act::Reconcile(ids[..2].to_vec(), Outcome::Agreed(coded)),
                    1 if !ids.is_empty() => {
                        let moved = study.placed(ids[dice.below(ids.len())]).unwrap();
                        let Some(at) = moved.source else { continue };
                        let text = study.text(&study.sources()[at]).unwrap();
                        let place = Some(Place::of(&text, text.hash(), span));
                        let changes = crate::coding::Changes { place, ..Default::default() };
                        Act::Change(moved.coding.id(), Box::new(changes))
                    }
                    _ => Act::Code(coded),
                };
                study.write(&ana, vec![act]).unwrap();
            }
            for view in [View::Coded, View::Reconciled] {
                let all = study.codings(view);
                let key = |placed: &Placed<'_>| (placed.source, placed.span, placed.coding.id());
                assert!(all.iter().map(key).is_sorted());
                let in_view = study.in_view(view);
                let by_source: Vec<_> = (0..study.sources().len())
                    .flat_map(|at| in_view.of_source(at))
                    .map(|placed| key(&placed))
                    .collect();
                let placed = all.iter().filter(|placed| placed.source.is_some());
                assert_eq!(by_source, placed.map(key).collect::<Vec<_>>());
                for codes in [BTreeSet::from(["a"]), BTreeSet::from(["b", "c"])] {
                    let ids: Vec<CodeId> = codes.into_iter().map(CodeId::from).collect();
                    let of: Vec<_> = study.codings_of(view, &ids.iter().collect()).iter().map(key).collect();
                    let wanted = all.iter().filter(|placed| ids.contains(&placed.coding.code));
                    assert_eq!(of, wanted.map(key).collect::<Vec<_>>());
                }
            }
        }
    }
}
