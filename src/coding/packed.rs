//! A state as bytes and back, for the cache: a million codings in a tenth of a second.
//!
//! Names stand once, in a table; codings are rows of numbers, in chunks that are read on all cores. The
//! words of a coding stay in the journals. What is no packed state of this very edition is nothing: the
//! journals are read again then.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::entry::{Decimal, Quoted, Stance};
use super::state::{Coding, More, Origin, Spot, State, Words, Written};
use crate::base::clock::Moment;
use crate::base::ids::{Case, CodeId, Coder, EntryId, SourceId, Voice};
use crate::base::text::{Span, TextHash};

/// Codings in one chunk.
const CHUNK: usize = 1 << 14;

/// A place in a table, from 1.
type Number = u32;

#[derive(Serialize, Deserialize)]
enum PackedWords {
    Filed(u16, u32, u64),
    Held(Box<Quoted>),
}

#[derive(Serialize, Deserialize)]
struct PackedSpot(u64, usize, usize, PackedWords);

#[derive(Serialize, Deserialize)]
struct PackedMore {
    anchors: Vec<PackedSpot>,
    weight: Option<Decimal>,
    memo: Option<String>,
    voice: Option<Voice>,
    case: Option<Case>,
    auto: Option<String>,
}

/// A coding as numbers.
#[derive(Serialize, Deserialize)]
struct Row {
    id: (u64, u64),
    at: Moment,
    removed: bool,
    by: Number,
    source: Number,
    place: PackedSpot,
    code: Number,
    stance: Stance,
    origin: Number,
    more: Option<Box<PackedMore>>,
}

/// All but the rows of codings.
#[derive(Serialize, Deserialize)]
struct Rest<S> {
    names: Vec<String>,
    origins: Vec<Origin>,
    /// The length in bytes of each chunk of codings.
    chunks: Vec<usize>,
    codings: usize,
    /// The state without its codings.
    state: S,
}

impl State {
    /// Writes the state as bytes.
    #[must_use]
    pub fn pack(&self) -> Option<Vec<u8>> {
        let mut names = Names::default();
        let mut rows = Vec::new();
        let mut chunks = Vec::new();
        for chunk in self.codings.chunks(CHUNK) {
            let before = rows.len();
            for coding in chunk {
                rows = postcard::to_extend(&names.row(coding), rows).ok()?;
            }
            chunks.push(rows.len() - before);
        }
        let rest = Rest { names: names.list, origins: names.origins, chunks, codings: self.codings.len(), state: self };
        let mut bytes = postcard::to_stdvec(&rest).ok()?;
        bytes.extend_from_slice(&rows);
        Some(bytes)
    }

    /// Reads a state that was packed by the same edition of the program.
    #[must_use]
    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        let (rest, mut rows): (Rest<Self>, &[u8]) = postcard::take_from_bytes(bytes).ok()?;
        let mut chunks = Vec::new();
        for length in &rest.chunks {
            let (chunk, others) = rows.split_at_checked(*length)?;
            chunks.push(chunk);
            rows = others;
        }
        // Each core has names of its own: counting who shares one would cost more than all the rest.
        let share = chunks.len().div_ceil(rayon::current_num_threads()).max(1);
        let parts: Option<Vec<Vec<Coding>>> = chunks
            .par_chunks(share)
            .map(|chunks| {
                let names: Vec<Arc<str>> = rest.names.iter().map(|name| Arc::from(name.as_str())).collect();
                let origins: Vec<Arc<Origin>> = rest.origins.iter().cloned().map(Arc::new).collect();
                let mut codings = Vec::with_capacity(chunks.len() * CHUNK);
                for mut chunk in chunks.iter().copied() {
                    while !chunk.is_empty() {
                        let (row, others): (Row, &[u8]) = postcard::take_from_bytes(chunk).ok()?;
                        codings.push(row.coding(&names, &origins)?);
                        chunk = others;
                    }
                }
                Some(codings)
            })
            .collect();
        let mut state = rest.state;
        state.codings = Vec::with_capacity(rest.codings.min(bytes.len()));
        for part in parts? {
            state.codings.extend(part);
        }
        (state.codings.len() == rest.codings).then_some(state)
    }
}

/// Names and their numbers, from 1.
#[derive(Default)]
struct Names {
    list: Vec<String>,
    numbers: HashMap<Arc<str>, Number>,
    origins: Vec<Origin>,
    of_origins: HashMap<Arc<Origin>, Number>,
}

impl Names {
    fn number(&mut self, name: &str) -> Number {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        self.list.push(name.to_owned());
        let number = Number::try_from(self.list.len()).unwrap_or(Number::MAX);
        self.numbers.insert(Arc::from(name), number);
        number
    }

    fn origin(&mut self, origin: &Arc<Origin>) -> Number {
        if let Some(number) = self.of_origins.get(origin) {
            return *number;
        }
        self.origins.push((**origin).clone());
        let number = Number::try_from(self.origins.len()).unwrap_or(Number::MAX);
        self.of_origins.insert(Arc::clone(origin), number);
        number
    }

    fn row(&mut self, coding: &Coding) -> Row {
        let Coding { written, source, place, code, stance, origin, more } = coding;
        Row {
            id: halves(written.id.as_u128()),
            at: written.at,
            removed: written.removed,
            by: self.number(written.by.as_str()),
            source: self.number(source.as_str()),
            place: PackedSpot::of(place),
            code: self.number(code.as_str()),
            stance: *stance,
            origin: self.origin(origin),
            more: more.as_deref().map(|more| Box::new(PackedMore::of(more))),
        }
    }
}

impl Row {
    /// Returns the coding; nothing where a number names nothing.
    fn coding(self, names: &[Arc<str>], origins: &[Arc<Origin>]) -> Option<Coding> {
        let name = |number| at(names, number);
        let id = EntryId::from_u128(u128::from(self.id.0) << 64 | u128::from(self.id.1));
        Some(Coding {
            written: Written { id, by: Coder::from(name(self.by)?), at: self.at, removed: self.removed },
            source: SourceId::from(name(self.source)?),
            place: self.place.spot(),
            code: CodeId::from(name(self.code)?),
            stance: self.stance,
            origin: at(origins, self.origin)?,
            more: self.more.map(|more| Box::new(more.more())),
        })
    }
}

/// Returns what a number stands for, from 1.
fn at<T: ?Sized>(list: &[Arc<T>], number: Number) -> Option<Arc<T>> {
    list.get(usize::try_from(number).ok()?.checked_sub(1)?).cloned()
}

impl PackedSpot {
    fn of(spot: &Spot) -> Self {
        let words = match &spot.words {
            &Words::Filed { journal, length, at } => PackedWords::Filed(journal, length, at),
            Words::Held(quoted) => PackedWords::Held(quoted.clone()),
        };
        Self(spot.text.as_u64(), spot.span.start, spot.span.end, words)
    }

    fn spot(self) -> Spot {
        let Self(text, start, end, words) = self;
        let words = match words {
            PackedWords::Filed(journal, length, at) => Words::Filed { journal, length, at },
            PackedWords::Held(quoted) => Words::Held(quoted),
        };
        Spot { text: TextHash::from_u64(text), span: Span { start, end }, words }
    }
}

impl PackedMore {
    fn of(more: &More) -> Self {
        let More { anchors, weight, memo, voice, case, auto } = more.clone();
        Self { anchors: anchors.iter().map(PackedSpot::of).collect(), weight, memo, voice, case, auto }
    }

    fn more(self) -> More {
        let Self { anchors, weight, memo, voice, case, auto } = self;
        More { anchors: anchors.into_iter().map(PackedSpot::spot).collect(), weight, memo, voice, case, auto }
    }
}

fn halves(number: u128) -> (u64, u64) {
    let low = u64::try_from(number & u128::from(u64::MAX)).unwrap_or(0);
    (u64::try_from(number >> 64).unwrap_or(0), low)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fold::{Filed, fold};
    use super::super::line::tests::entry;
    use super::super::state::Line;
    use super::*;

    proptest! {
        #![proptest_config(crate::base::rounds::cases(256, 256))]

        #[test]
        fn what_was_packed_is_unpacked(entries in proptest::collection::vec(entry(), 0..40), filed: bool) {
            let line = filed.then_some(Line { journal: 3, at: 1 << 40, length: 300 });
            let (state, _) = fold(entries.into_iter().map(|entry| Filed { path: "j", line, entry }));
            let bytes = state.pack().unwrap();
            prop_assert_eq!(State::unpack(&bytes), Some(state));
        }

        #[test]
        fn anything_else_is_no_state_and_no_panic(bytes: Vec<u8>) {
            let _state = State::unpack(&bytes);
        }
    }
}
