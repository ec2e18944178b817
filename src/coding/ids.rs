//! New entry ids: greater than every id that was read, whatever the clock says.

use crate::base::chance::Chance;
use crate::base::clock::Clock;
use crate::base::ids::EntryId;

/// Makes ids that carry cause before effect.
///
/// The time part of a new id is the larger of the clock and one millisecond after the greatest id read;
/// the random part is fresh, and counts up inside a batch.
#[derive(Clone, Debug, Default)]
pub struct IdMaker {
    greatest: Option<EntryId>,
}

impl IdMaker {
    /// Remembers an id that was read.
    pub fn saw(&mut self, id: EntryId) {
        self.greatest = self.greatest.max(Some(id));
    }

    /// Returns the greatest id that was read or made.
    #[must_use]
    pub fn greatest(&self) -> Option<EntryId> {
        self.greatest
    }

    /// Makes `count` ids in rising order, all of one millisecond.
    pub fn batch(&mut self, count: usize, clock: &dyn Clock, chance: &dyn Chance) -> Vec<EntryId> {
        let after = self.greatest.map_or(0, |id| id.millis().saturating_add(1));
        let millis = clock.millis().max(after);
        // 73 of the 74 random bits, so that counting up never runs over.
        let random = ((u128::from(chance.bits()) << 64) | u128::from(chance.bits())) & ((1 << 73) - 1);
        let ids: Vec<EntryId> = (0..count).map(|at| EntryId::from_parts(millis, random + at as u128)).collect();
        if let Some(last) = ids.last() {
            self.saw(*last);
        }
        ids
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::chance::Seeded;
    use crate::base::clock::SetClock;

    #[test]
    fn ids_never_go_back_whatever_the_clock_does() {
        let clock = SetClock::new(1_700_000_000_000);
        let chance = Seeded::new(1);
        let mut maker = IdMaker::default();
        let mut last = None;
        for time in [1_700_000_000_000, 0, 1_600_000_000_000, 4_900_000_000_000, 1_700_000_000_001, 1_700_000_000_001] {
            clock.set(time);
            for id in maker.batch(3, &clock, &chance) {
                assert!(Some(id) > last, "{time}");
                last = Some(id);
            }
        }
    }

    #[test]
    fn an_id_that_was_read_comes_before_the_next() {
        let mut maker = IdMaker::default();
        let far = EntryId::from_parts(9_000_000_000_000, u128::MAX);
        maker.saw(far);
        assert!(maker.batch(1, &SetClock::new(5), &Seeded::new(2))[0] > far);
    }
}
