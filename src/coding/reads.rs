//! Who has read which source for which codes: kept small, for on a large study there are millions of marks.
//!
//! Whoever says that a source is done says so of many codes at once, and mostly of the same: a list of codes
//! stands once, and each mark names the list.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::entry::Done;
use super::state::Read;
use crate::base::ids::{CodeId, Coder, EntryId, SourceId};

/// A list of codes in their order.
type Codes = Arc<[CodeId]>;

/// All marks, by source and coder.
#[derive(Clone, Debug, Default)]
pub(super) struct Readings {
    of: BTreeMap<SourceId, BTreeMap<Coder, Reads>>,
    lists: HashSet<Codes>,
}

/// The codes that a coder has read a source for, each with the entry that says so.
#[derive(Clone, Debug, Default)]
pub struct Reads {
    /// Readings with their codes; no code stands under two of them.
    marks: Vec<(Read, Codes)>,
}

impl Reads {
    /// Tells whether there is no code.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// Returns the codes in their order, each with what is known of its reading.
    pub fn iter(&self) -> impl Iterator<Item = (&CodeId, &Read)> {
        let mut all: Vec<(&CodeId, &Read)> =
            self.marks.iter().flat_map(|(read, codes)| codes.iter().map(move |code| (code, read))).collect();
        if self.marks.len() > 1 {
            all.sort_by_key(|(code, _)| *code);
        }
        all.into_iter()
    }

    /// Returns what is known of each reading with its codes in their order; lists that say the same are mostly one.
    pub fn by_list(&self) -> impl Iterator<Item = (&Read, &Arc<[CodeId]>)> {
        self.marks.iter().map(|(read, codes)| (read, codes))
    }

    fn get(&self, code: &CodeId) -> Option<&Read> {
        self.marks.iter().find(|(_, codes)| codes.binary_search(code).is_ok()).map(|(read, _)| read)
    }
}

impl PartialEq for Reads {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Reads {}

impl Readings {
    /// Returns who has read a source for which codes.
    pub(super) fn of(&self, source: &SourceId) -> Option<&BTreeMap<Coder, Reads>> {
        self.of.get(source)
    }

    /// Returns all sources with who has read them.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&SourceId, &BTreeMap<Coder, Reads>)> {
        self.of.iter()
    }

    /// Marks codes as read; that a code was named once is not forgotten.
    pub(super) fn mark(&mut self, id: EntryId, by: &Coder, done: &Done) {
        let mut codes = done.codes.clone();
        codes.sort();
        codes.dedup();
        let reads = self.of.entry(done.source.clone()).or_default().entry(by.clone()).or_default();
        let was_named = |code: &CodeId| reads.get(code).is_some_and(|before| before.by_name);
        let (named, others): (Vec<CodeId>, Vec<CodeId>) =
            codes.iter().cloned().partition(|code| !done.all || was_named(code));
        take_out(reads, &mut self.lists, |code| codes.binary_search(code).is_ok());
        for (by_name, codes) in [(true, named), (false, others)] {
            if !codes.is_empty() {
                let codes = kept_once(&mut self.lists, codes);
                reads.marks.push((Read { id, text: done.text, by_name }, codes));
            }
        }
    }

    /// Takes marks back.
    pub(super) fn unmark(&mut self, by: &Coder, reopened: &Done) {
        let Some(reads) = self.of.get_mut(&reopened.source).and_then(|coders| coders.get_mut(by)) else { return };
        take_out(reads, &mut self.lists, |code| reopened.all || reopened.codes.contains(code));
    }
}

fn take_out(reads: &mut Reads, lists: &mut HashSet<Codes>, is_out: impl Fn(&CodeId) -> bool) {
    for (_, codes) in &mut reads.marks {
        if codes.iter().any(&is_out) {
            let left = codes.iter().filter(|code| !is_out(code)).cloned().collect();
            *codes = kept_once(lists, left);
        }
    }
    reads.marks.retain(|(_, codes)| !codes.is_empty());
}

/// Returns the list that says the same.
fn kept_once(lists: &mut HashSet<Codes>, codes: Vec<CodeId>) -> Codes {
    if let Some(known) = lists.get(codes.as_slice()) {
        return Arc::clone(known);
    }
    let codes = Codes::from(codes);
    lists.insert(Arc::clone(&codes));
    codes
}

impl PartialEq for Readings {
    fn eq(&self, other: &Self) -> bool {
        self.of == other.of
    }
}

impl Eq for Readings {}

/// The marks of one coder on one source, with the places of their lists of codes.
type Packed = Vec<(Read, usize)>;

impl Serialize for Readings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut lists: Vec<&Codes> = Vec::new();
        let mut places: BTreeMap<&Codes, usize> = BTreeMap::new();
        let mut of: Vec<(&SourceId, Vec<(&Coder, Packed)>)> = Vec::new();
        for (source, coders) in &self.of {
            let mut packed = Vec::new();
            for (coder, reads) in coders {
                let marks = reads.marks.iter().map(|(read, codes)| {
                    let place = *places.entry(codes).or_insert_with(|| {
                        lists.push(codes);
                        lists.len() - 1
                    });
                    (read.clone(), place)
                });
                packed.push((coder, marks.collect()));
            }
            of.push((source, packed));
        }
        let lists: Vec<&[CodeId]> = lists.iter().map(|codes| &***codes).collect();
        (lists, of).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Readings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        type Whole = (Vec<Vec<CodeId>>, Vec<(SourceId, Vec<(Coder, Packed)>)>);
        let (lists, packed) = Whole::deserialize(deserializer)?;
        let lists: Vec<Codes> = lists.into_iter().map(Codes::from).collect();
        let mut of: BTreeMap<SourceId, BTreeMap<Coder, Reads>> = BTreeMap::new();
        for (source, coders) in packed {
            let coders_of = of.entry(source).or_default();
            for (coder, marks) in coders {
                let codes = |place: usize| lists.get(place).cloned().ok_or_else(|| D::Error::custom("no such list"));
                let marks: Result<Vec<_>, D::Error> =
                    marks.into_iter().map(|(read, place)| Ok((read, codes(place)?))).collect();
                coders_of.insert(coder, Reads { marks: marks? });
            }
        }
        Ok(Self { of, lists: lists.into_iter().collect() })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn done(codes: &[u8], all: bool) -> Done {
        Done {
            source: "a.md".into(),
            text: None,
            codes: codes.iter().map(|code| CodeId::from(format!("c{code}").as_str())).collect(),
            all,
        }
    }

    proptest! {
        #![proptest_config(crate::base::rounds::cases(256, 256))]

        /// What is kept is what a map from each code would keep.
        #[test]
        fn marks_are_those_of_each_code(
            acts in prop::collection::vec((any::<bool>(), any::<bool>(), prop::collection::vec(0u8..6, 0..6)), 0..12),
        ) {
            let by = Coder::from("ana");
            let mut marks = Readings::default();
            let mut plain: BTreeMap<CodeId, Read> = BTreeMap::new();
            for (at, (reopens, all, codes)) in (1_u128..).zip(&acts) {
                let (id, done) = (EntryId::from_u128(at), done(codes, *all));
                if *reopens {
                    marks.unmark(&by, &done);
                    plain.retain(|code, _| !done.all && !done.codes.contains(code));
                } else {
                    marks.mark(id, &by, &done);
                    for code in &done.codes {
                        let by_name = !done.all || plain.get(code).is_some_and(|before| before.by_name);
                        plain.insert(code.clone(), Read { id, text: done.text, by_name });
                    }
                }
                let reads = marks.of(&"a.md".into()).and_then(|coders| coders.get(&by)).cloned().unwrap_or_default();
                prop_assert!(reads.iter().eq(plain.iter()));
                prop_assert_eq!(reads.is_empty(), plain.is_empty());
            }
            let bytes = postcard::to_stdvec(&marks).unwrap();
            prop_assert_eq!(postcard::from_bytes::<Readings>(&bytes).unwrap(), marks);
        }
    }
}
