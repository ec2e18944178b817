//! What was done in this session, and how long it took: since the start, and in each source.
//!
//! The time comes in with what the clerk says; nothing here looks at a clock.

use std::collections::BTreeMap;

use crate::base::count::plural;
use crate::base::ids::{EntryId, SourceId};

/// The longest time between two looks at the clock that counts, in milliseconds: after a longer one the
/// machine slept, or the program was stopped.
const LONGEST: u64 = 5 * 60 * 1000;

/// One session.
#[derive(Clone, Debug, Default)]
pub struct Sitting {
    /// The last look at the clock, in milliseconds since 1970.
    now: Option<u64>,
    /// The time since the start, in milliseconds.
    spent: u64,
    /// The time with each source open, in milliseconds.
    in_source: BTreeMap<SourceId, u64>,
    /// The codings that were made, with their sources, and whether they stand.
    made: BTreeMap<EntryId, (SourceId, bool)>,
}

/// What was written about codings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// New codings with their sources.
    pub made: Vec<(EntryId, SourceId)>,
    /// Codings that were taken away.
    pub removed: Vec<EntryId>,
    /// Codings that were put back.
    pub restored: Vec<EntryId>,
}

impl Sitting {
    /// Takes the time in milliseconds since 1970, and the source that was open meanwhile.
    pub fn tick(&mut self, now: u64, open: Option<&SourceId>) {
        let passed = self.now.map_or(0, |before| now.saturating_sub(before));
        self.now = Some(now);
        if passed > LONGEST {
            return;
        }
        self.spent += passed;
        if let Some(open) = open {
            *self.in_source.entry(open.clone()).or_default() += passed;
        }
    }

    /// Takes what was written. A coding that is taken away again is none that was made.
    pub fn take(&mut self, written: Written) {
        self.made.extend(written.made.into_iter().map(|(id, source)| (id, (source, true))));
        for (ids, stands) in [(written.removed, false), (written.restored, true)] {
            for id in ids {
                if let Some(made) = self.made.get_mut(&id) {
                    made.1 = stands;
                }
            }
        }
    }

    /// Gives every source another name, as it is shown while names are hidden.
    pub fn rename(&mut self, to: impl Fn(&SourceId) -> SourceId) {
        self.in_source = self.in_source.iter().map(|(source, time)| (to(source), *time)).collect();
        self.made.values_mut().for_each(|(source, _)| *source = to(source));
    }

    /// Returns how many codings were made, in all sources or in one.
    #[must_use]
    pub fn codings(&self, source: Option<&SourceId>) -> usize {
        let counts = |made: &&(SourceId, bool)| made.1 && source.is_none_or(|source| made.0 == *source);
        self.made.values().filter(counts).count()
    }

    /// Says what was done and how long it took, as `3 codings in 25 min`.
    #[must_use]
    pub fn words(&self) -> String {
        format!("{} in {}", plural(self.codings(None), "coding", "codings"), minutes(self.spent))
    }

    /// Says the same of each source that took a minute or has a coding of this session, the longest first.
    #[must_use]
    pub fn by_source(&self) -> Vec<(SourceId, String)> {
        let mut rows: Vec<(&SourceId, u64, usize)> =
            self.in_source.iter().map(|(id, spent)| (id, *spent, self.codings(Some(id)))).collect();
        let elsewhere = self.made.values().map(|made| &made.0).filter(|id| !self.in_source.contains_key(*id));
        let elsewhere: std::collections::BTreeSet<&SourceId> = elsewhere.collect();
        rows.extend(elsewhere.into_iter().map(|id| (id, 0, self.codings(Some(id)))));
        rows.retain(|(_, spent, codings)| *spent >= MINUTE || *codings > 0);
        rows.sort_by_key(|(_, spent, codings)| std::cmp::Reverse((*spent, *codings)));
        let words = |spent, codings| format!("{} in {}", plural(codings, "coding", "codings"), minutes(spent));
        rows.into_iter().map(|(id, spent, codings)| (id.clone(), words(spent, codings))).collect()
    }
}

const MINUTE: u64 = 60 * 1000;

fn minutes(millis: u64) -> String {
    match millis / MINUTE {
        minutes @ 0..60 => format!("{minutes} min"),
        minutes => format!("{} h {:02} min", minutes / 60, minutes % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_counts_for_the_source_that_was_open_and_not_while_the_machine_slept() {
        let (a, b) = (SourceId::from("a.md"), SourceId::from("b.md"));
        let mut sitting = Sitting::default();
        sitting.tick(1_000, None);
        sitting.tick(1_000 + MINUTE, None);
        sitting.tick(1_000 + 3 * MINUTE, Some(&a));
        sitting.tick(1_000 + 4 * MINUTE, Some(&b));
        sitting.tick(1_000 + 500 * MINUTE, Some(&b));
        assert_eq!(sitting.words(), "0 codings in 4 min");
        let rows = sitting.by_source();
        assert_eq!(rows, [(a, "0 codings in 2 min".to_owned()), (b, "0 codings in 1 min".to_owned())]);
        sitting.tick(0, None);
        assert_eq!(minutes(61 * MINUTE), "1 h 01 min");
    }

    #[test]
    fn a_coding_that_is_taken_away_was_not_made() {
        let (one, two) = (EntryId::from_parts(1, 1), EntryId::from_parts(2, 2));
        let made = |id| Written { made: vec![(id, "a.md".into())], ..Written::default() };
        let mut sitting = Sitting::default();
        sitting.take(made(one));
        sitting.take(made(two));
        sitting.take(Written { removed: vec![one], ..Written::default() });
        assert_eq!(sitting.words(), "1 coding in 0 min");
        sitting.take(Written { restored: vec![one, EntryId::from_parts(3, 3)], ..Written::default() });
        assert_eq!(sitting.codings(Some(&"a.md".into())), 2, "an old coding that is put back is not new");
        assert_eq!(sitting.codings(Some(&"b.md".into())), 0);
    }
}
