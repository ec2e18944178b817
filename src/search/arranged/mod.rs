//! What a query found, laid out as evidence: in groups by kind, case, category, voice or stance, each with the
//! independent voices behind it, the strongest first, and the passages of one voice folded together.
//!
//! [`Entry`] is one voice in one passage: `entry` makes them, `asked` tells which codings of a passage a query is
//! about, `strength` orders them, and this file groups and folds. Voices are those of the method: a coding's own,
//! else that of the row or source in which it begins; words of an interviewer and the heading of a table are nobody's
//! and are not counted. Nothing here reads a text.

mod asked;
mod entry;
mod strength;

use std::collections::{BTreeMap, BTreeSet, HashMap};

pub use entry::Entry;

use self::entry::Entries;
use super::codings::Codings;
use super::query::{Filter, Query};
use super::run::Hit;
use super::texts::Texts;
use crate::base::ids::Voice;
use crate::codebook::Codebook;
use crate::coding::Stance;
use crate::study::Manifest;

/// What passages are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The kind of the source, in the order of the study.
    Kind,
    /// The case that they speak of, those with the most voices first.
    Case,
    /// The category of who speaks, those with the most voices first.
    Category,
    /// The independent voice, by name.
    Voice,
    /// The stance towards the theme that was asked for.
    Stance,
}

impl By {
    /// All of them, as they are typed and in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Kind, Self::Case, Self::Category, Self::Voice, Self::Stance];

    /// Returns the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Case => "case",
            Self::Category => "category",
            Self::Voice => "voice",
            Self::Stance => "stance",
        }
    }

    /// Returns what a word means.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.word() == word)
    }

    /// Returns what the group of those is called that belong to none.
    #[must_use]
    pub fn none(self) -> &'static str {
        match self {
            Self::Kind => "of no kind",
            Self::Case => "of no one case",
            Self::Category => "of no category",
            Self::Voice => "nobody's voice",
            Self::Stance => "no stance towards it",
        }
    }
}

/// How what is found is to be laid out, and how much of it is listed; all of it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrangement {
    /// What it is grouped by.
    pub by: By,
    /// How many voices of a group are listed at most.
    pub voices: usize,
    /// How many passages of a voice are listed at most: 1 folds the rest.
    pub passages: usize,
}

/// What was found, laid out.
#[derive(Clone, Debug, PartialEq)]
pub struct Arranged {
    /// What it is grouped by.
    pub by: By,
    /// All of it, counted; a voice that is in several groups counts once.
    pub all: Counts,
    /// The groups. A passage can be in several.
    pub groups: Vec<Group>,
}

/// Passages that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What they have in common; nothing where they belong to none.
    pub name: Option<String>,
    /// All of them, counted.
    pub counts: Counts,
    /// The listed voices, those with the strongest passage first.
    pub voices: Vec<OfVoice>,
}

impl Group {
    /// Returns how many lists of passages there are, voices and what is nobody's, that are not listed.
    #[must_use]
    pub fn left_out(&self) -> usize {
        (self.counts.voices + usize::from(self.counts.is_unheard)).saturating_sub(self.voices.len())
    }
}

/// The passages of one voice in a group.
#[derive(Clone, Debug, PartialEq)]
pub struct OfVoice {
    /// The voice; nothing where it is nobody's that counts.
    pub voice: Option<Voice>,
    /// Those that are listed, the strongest first.
    pub entries: Vec<Entry>,
    /// How many there are beyond those.
    pub more: usize,
}

/// How much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Independent voices.
    pub voices: usize,
    /// Sources.
    pub sources: usize,
    /// Passages.
    pub passages: usize,
    /// Whether some of the passages are nobody's voice.
    pub is_unheard: bool,
}

impl Counts {
    /// Counts what entries hold.
    #[must_use]
    pub fn of<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Self {
        let (mut voices, mut sources, mut passages) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let mut is_unheard = false;
        for entry in entries {
            match &entry.voice {
                Some(voice) => drop(voices.insert(voice)),
                None => is_unheard = true,
            }
            sources.insert(entry.hit.source);
            passages.insert(entry.hit.number);
        }
        Self { voices: voices.len(), sources: sources.len(), passages: passages.len(), is_unheard }
    }
}

impl Arranged {
    /// Nothing found.
    #[must_use]
    pub fn nothing(by: By) -> Self {
        Self { by, all: Counts::default(), groups: Vec::new() }
    }

    /// Lays entries out anew by names that `named` gives them, as where some names must not be told. What then comes
    /// to one group from several stands there once.
    #[must_use]
    pub fn regrouped(&self, named: impl Fn(&Group, &Entry) -> Option<String>) -> Self {
        let mut groups: Vec<(Option<String>, Vec<Entry>)> = Vec::new();
        let mut seen = BTreeSet::new();
        for group in &self.groups {
            for entry in group.voices.iter().flat_map(|of| &of.entries) {
                let name = named(group, entry);
                if !seen.insert((name.clone(), entry.hit.number, &entry.voice, entry.stance)) {
                    continue;
                }
                match groups.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, entries)) => entries.push(entry.clone()),
                    None => groups.push((name, vec![entry.clone()])),
                }
            }
        }
        groups.sort_by_key(|(name, _)| name.is_none());
        Self {
            groups: groups.into_iter().map(|(name, entries)| folded(name, entries, &EVERYTHING)).collect(),
            ..self.clone()
        }
    }

    /// Folds the passages of each voice to the strongest.
    #[must_use]
    pub fn folded(mut self) -> Self {
        for of in self.groups.iter_mut().flat_map(|group| &mut group.voices) {
            of.more += of.entries.len().saturating_sub(1);
            of.entries.truncate(1);
        }
        self
    }

    /// Returns the passages that are listed, each once, as far as `limit`: the strongest of every voice first, so
    /// that a limit leaves no group without any.
    #[must_use]
    pub(super) fn hits(&self, limit: usize) -> Vec<Hit> {
        let deepest = self.voices().map(|of| of.entries.len()).max().unwrap_or(0);
        let mut seen = BTreeSet::new();
        let layers = (0..deepest).flat_map(|depth| self.voices().filter_map(move |of| of.entries.get(depth)));
        layers.map(|entry| entry.hit).filter(|hit| seen.insert(hit.number)).take(limit).collect()
    }

    fn voices(&self) -> impl Iterator<Item = &OfVoice> {
        self.groups.iter().flat_map(|group| &group.voices)
    }
}

const EVERYTHING: Arrangement = Arrangement { by: By::Kind, voices: usize::MAX, passages: usize::MAX };

/// What of a study is looked at.
pub(super) struct Ground<'s> {
    pub(super) texts: &'s Texts,
    pub(super) codings: &'s Codings,
    pub(super) codebook: &'s Codebook,
    pub(super) manifest: &'s Manifest,
}

/// Lays out what a query found; `query` has every saved search in the place of its name.
pub(super) fn arranged(ground: &Ground<'_>, query: &Query, hits: &[Hit], wanted: &Arrangement) -> Arranged {
    let entries = Entries::new(ground, query).of(hits);
    let all = Counts::of(&entries);
    let mut groups: HashMap<Key, Vec<Entry>> = HashMap::new();
    for entry in entries {
        for (key, entry) in placed(ground, wanted.by, entry) {
            groups.entry(key).or_default().push(entry);
        }
    }
    let mut groups: Vec<(Key, Group)> =
        groups.into_iter().map(|(key, entries)| (key.clone(), folded(key.name, entries, wanted))).collect();
    let most_first = matches!(wanted.by, By::Case | By::Category);
    groups.sort_by(|(a, one), (b, other)| {
        let voices = if most_first { other.counts.voices.cmp(&one.counts.voices) } else { std::cmp::Ordering::Equal };
        a.name.is_none().cmp(&b.name.is_none()).then(voices).then_with(|| a.cmp(b))
    });
    Arranged { by: wanted.by, all, groups: groups.into_iter().map(|(_, group)| group).collect() }
}

/// Which group: by its place in the study's order, then by its name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Key {
    order: usize,
    name: Option<String>,
}

/// Returns the groups that an entry belongs to, and what of it belongs there.
fn placed(ground: &Ground<'_>, by: By, entry: Entry) -> Vec<(Key, Entry)> {
    let named = |names: Vec<String>, entry: Entry| {
        let names: Vec<Option<String>> =
            if names.is_empty() { vec![None] } else { names.into_iter().map(Some).collect() };
        names.into_iter().map(|name| (Key { order: 0, name }, entry.clone())).collect()
    };
    match by {
        By::Kind => {
            let kinds = &ground.manifest.kinds;
            let order = kinds.iter().position(|kind| kind.name == entry.kind).unwrap_or(kinds.len());
            vec![(Key { order, name: Some(entry.kind.to_string()) }, entry)]
        }
        By::Case => named(entry.cases.iter().map(ToString::to_string).collect(), entry),
        By::Category => named(entry.categories.iter().map(ToString::to_string).collect(), entry),
        By::Voice => named(entry.voice.iter().map(ToString::to_string).collect(), entry),
        By::Stance => entry
            .by_stance()
            .into_iter()
            .map(|entry| {
                let order = Stance::ALL.iter().position(|stance| Some(*stance) == entry.stance).unwrap_or(usize::MAX);
                (Key { order, name: entry.stance.map(|stance| stance.word().to_owned()) }, entry)
            })
            .collect(),
    }
}

/// Puts the passages of each voice together, the strongest first.
fn folded(name: Option<String>, mut entries: Vec<Entry>, wanted: &Arrangement) -> Group {
    let counts = Counts::of(&entries);
    entries.sort_by(strength::strongest_first);
    let mut places: BTreeMap<Option<Voice>, usize> = BTreeMap::new();
    let mut voices: Vec<OfVoice> = Vec::new();
    for entry in entries {
        let at = *places.entry(entry.voice.clone()).or_insert_with(|| {
            voices.push(OfVoice { voice: entry.voice.clone(), entries: Vec::new(), more: 0 });
            voices.len() - 1
        });
        let of = &mut voices[at];
        if of.entries.len() < wanted.passages.max(1) {
            of.entries.push(entry);
        } else {
            of.more += 1;
        }
    }
    voices.truncate(wanted.voices.max(1));
    Group { name, counts, voices }
}

/// Tells whether a query, with every saved search in the place of its name, asks for a theme and for no words: what
/// it finds is evidence, which has no order of its own.
#[must_use]
pub fn asks_for_theme(query: &Query) -> bool {
    !query.has_words() && names_code(query)
}

/// Tells whether a query names a code whose passages it finds.
#[must_use]
pub fn names_code(query: &Query) -> bool {
    match query {
        Query::Filter(Filter::Code { .. }) | Query::Codes(_) => true,
        Query::Both(parts) | Query::Either(parts) => parts.iter().any(names_code),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
