//! The evidence for one theme as plain data: who could speak, who was asked, who has read what, and
//! what was coded.
//!
//! A [`Roster`] holds what is the same for all themes of a study, [`Evidence`] what differs. Both speak
//! in ordinals of the roster's lists, so that a large study is judged without comparing names. Nothing
//! here judges.

use std::collections::HashMap;
use std::hash::Hash;

use crate::base::ids::{Case, Category, Coder, EntryId, Kind, Leg, SourceId, Voice};
use crate::coding::{Decimal, Stance};

/// A place in one of the lists of a [`Roster`].
pub type Ordinal = u32;

/// A list of names, each once, addressed by ordinals.
#[derive(Clone, Debug)]
pub struct Names<T> {
    list: Vec<T>,
    places: HashMap<T, Ordinal>,
}

impl<T: Clone + Eq + Hash> Names<T> {
    /// Returns the ordinal of a name, adding it where it is new.
    pub fn place(&mut self, name: &T) -> Ordinal {
        if let Some(&place) = self.places.get(name) {
            return place;
        }
        let place = ordinal(self.list.len());
        self.list.push(name.clone());
        self.places.insert(name.clone(), place);
        place
    }

    /// Returns the ordinal of a name that is in the list.
    #[must_use]
    pub fn find(&self, name: &T) -> Option<Ordinal> {
        self.places.get(name).copied()
    }

    /// Returns all names in the order of their ordinals.
    #[must_use]
    pub fn list(&self) -> &[T] {
        &self.list
    }

    /// Returns the number of names.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Tells whether there is no name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { list: Vec::new(), places: HashMap::new() }
    }
}

impl<T> std::ops::Index<Ordinal> for Names<T> {
    type Output = T;

    fn index(&self, place: Ordinal) -> &T {
        &self.list[place as usize]
    }
}

/// Narrows a length to an ordinal; studies stay far below four thousand million of anything.
pub(crate) fn ordinal(length: usize) -> Ordinal {
    Ordinal::try_from(length).unwrap_or(Ordinal::MAX)
}

/// Who speaks in a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// One voice.
    #[default]
    One,
    /// One voice of at least two people, whose named speakers are judged one by one.
    Group,
    /// A table of which each row is a voice of its own.
    Rows,
}

/// A source as it stands in the roster.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// Its kind.
    pub kind: Ordinal,
    /// Who speaks in it.
    pub form: Form,
    /// The first of its parts in [`Roster::parts`].
    pub first_part: Ordinal,
    /// The number of its parts: one, or one for each row of a table whose rows are voices of their own.
    pub parts: Ordinal,
}

/// What speaks with one voice by default: a whole source, or one row of a table.
#[derive(Clone, Debug)]
pub struct Part {
    /// The source that it is, or is a row of.
    pub source: Ordinal,
    /// Its voice.
    pub voice: Ordinal,
    /// Its cases. It stands in a case only if it has just one; codings may name others.
    pub cases: Vec<Ordinal>,
    /// Its respondent categories.
    pub categories: Vec<Ordinal>,
    /// Whether it is the evaluated party's own word.
    pub own: bool,
    /// The unit in which its own voice speaks.
    pub(crate) home: Ordinal,
    /// The set of its cases if it has just one, else the empty set.
    pub(crate) case_set: Ordinal,
    /// The set of all its cases.
    pub(crate) named_set: Ordinal,
    pub(crate) category_set: Ordinal,
}

/// A description of one part, to be entered in a roster.
#[derive(Clone, Debug)]
pub struct NewPart {
    /// Its voice.
    pub voice: Voice,
    /// Its cases.
    pub cases: Vec<Case>,
    /// Its respondent categories.
    pub categories: Vec<Category>,
    /// Whether it is the evaluated party's own word.
    pub own: bool,
}

/// All that can speak in a study: its sources, and the names of kinds, voices, cases and coders.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    /// The kinds of sources.
    pub kinds: Names<Kind>,
    /// The legs that kinds stand on.
    pub legs: Names<Leg>,
    /// The leg of each kind.
    pub leg_of: Vec<Ordinal>,
    /// The independent voices.
    pub voices: Names<Voice>,
    /// The cases.
    pub cases: Names<Case>,
    /// The respondent categories.
    pub categories: Names<Category>,
    /// The coders.
    pub coders: Names<Coder>,
    /// The labels of named speakers.
    pub speakers: Names<String>,
    /// The sources.
    pub sources: Vec<Source>,
    /// Their parts, those of one source side by side.
    pub parts: Vec<Part>,
    /// The units that there can be: a kind and a voice each.
    pub(crate) units: Names<(Ordinal, Ordinal)>,
    pub(crate) sets: Sets,
}

impl Roster {
    /// Returns the ordinal of a kind; its leg is settled when it is first named.
    pub fn kind(&mut self, kind: &Kind, leg: &Leg) -> Ordinal {
        let place = self.kinds.place(kind);
        if self.leg_of.len() < self.kinds.len() {
            self.leg_of.push(self.legs.place(leg));
        }
        place
    }

    /// Enters a source with its parts and returns its ordinal.
    pub fn add_source(&mut self, id: SourceId, kind: Ordinal, form: Form, parts: Vec<NewPart>) -> Ordinal {
        let source = ordinal(self.sources.len());
        let first_part = ordinal(self.parts.len());
        self.sources.push(Source { id, kind, form, first_part, parts: ordinal(parts.len()) });
        for part in parts {
            let voice = self.voices.place(&part.voice);
            let cases: Vec<Ordinal> = part.cases.iter().map(|case| self.cases.place(case)).collect();
            let categories: Vec<Ordinal> = part.categories.iter().map(|name| self.categories.place(name)).collect();
            let cases = tidy(cases);
            let categories = tidy(categories);
            self.parts.push(Part {
                source,
                voice,
                home: self.units.place(&(kind, voice)),
                case_set: self.sets.place(if cases.len() == 1 { &cases } else { &[] }),
                named_set: self.sets.place(&cases),
                category_set: self.sets.place(&categories),
                cases,
                categories,
                own: part.own,
            });
        }
        source
    }

    /// Returns the unit to which a coding in `part` belongs, in which it names `voice` or nobody.
    pub fn unit(&mut self, part: Ordinal, voice: Option<&Voice>) -> Ordinal {
        let home = self.parts[part as usize].home;
        let Some(voice) = voice else { return home };
        let voice = self.voices.place(voice);
        let kind = self.units[home].0;
        self.units.place(&(kind, voice))
    }

    /// Returns the voice of a unit.
    #[must_use]
    pub fn unit_voice(&self, unit: Ordinal) -> Ordinal {
        self.units[unit].1
    }

    /// Returns the places of a source's parts in [`Self::parts`].
    pub(crate) fn parts_of(&self, source: Ordinal) -> std::ops::Range<usize> {
        let source = &self.sources[source as usize];
        source.first_part as usize..(source.first_part + source.parts) as usize
    }

    /// Returns the kind of a part.
    pub(crate) fn kind_of(&self, part: Ordinal) -> Ordinal {
        self.sources[self.parts[part as usize].source as usize].kind
    }

    /// Tells whether a source is a table whose rows are voices of their own.
    pub(crate) fn is_split(&self, source: Ordinal) -> bool {
        self.sources[source as usize].form == Form::Rows
    }
}

/// Sorts a set and takes out what is there twice.
pub(crate) fn tidy(mut set: Vec<Ordinal>) -> Vec<Ordinal> {
    set.sort_unstable();
    set.dedup();
    set
}

/// Small sorted sets of ordinals, each kept once, so that units are compared by one number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sets {
    names: Names<Vec<Ordinal>>,
}

impl Sets {
    /// Returns the number of a set that is sorted and holds nothing twice.
    pub(crate) fn place(&mut self, set: &[Ordinal]) -> Ordinal {
        match self.names.places.get(set) {
            Some(&place) => place,
            None => self.names.place(&set.to_vec()),
        }
    }

    /// Returns the members of a set.
    pub(crate) fn members(&self, set: Ordinal) -> &[Ordinal] {
        &self.names[set]
    }
}

/// One coding of the theme.
#[derive(Clone, Copy, Debug)]
pub struct Coding {
    /// The caller's own number for it, for opening the passage; not used in judging.
    pub number: u32,
    /// The part in which it stands.
    pub part: Ordinal,
    /// The unit that it speaks in, from [`Roster::unit`].
    pub unit: Ordinal,
    /// The case that it names.
    pub case: Option<Ordinal>,
    /// Who coded it.
    pub coder: Ordinal,
    /// What it says of the claim.
    pub stance: Stance,
    /// Its weight.
    pub weight: Decimal,
    /// The ordinal of the passage in which it begins.
    pub passage: u32,
    /// The named speaker in whose turn it begins.
    pub speaker: Option<Ordinal>,
    /// Whether it begins in a turn of the interviewer: then it is no evidence.
    pub interviewer: bool,
    /// Whether it is the result of a reconciliation, held by each coder whose coding it replaced.
    pub agreed: bool,
}

/// A coder's judgement of a whole source on the theme.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// Its id: of several that apply, the greatest decides.
    pub id: EntryId,
    /// The source.
    pub source: Ordinal,
    /// Who judged.
    pub coder: Ordinal,
    /// The judgement.
    pub stance: Stance,
}

/// That a coder has read a source to its end for the theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Done {
    /// The source.
    pub source: Ordinal,
    /// Who has read it.
    pub coder: Ordinal,
    /// Whether the theme was named (`done` without `all`).
    pub by_name: bool,
}

/// All that bears on one theme. The lists may stand in any order.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Whether each source of the roster was asked about the theme.
    pub asked: Vec<bool>,
    /// Who has read what.
    pub done: Vec<Done>,
    /// The codings.
    pub codings: Vec<Coding>,
    /// The judgements of whole sources.
    pub cells: Vec<Cell>,
}
