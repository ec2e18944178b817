//! A seeded sequence of numbers (`SplitMix64`): one for each thing that is made, so that their order does not matter.

/// A seeded sequence.
pub(super) struct Chance(u64);

impl Chance {
    /// Begins the sequence of one thing.
    pub(super) fn of(seed: u64, what: &str, number: usize) -> Self {
        // FNV-1a over what names the thing; the sequence itself mixes well.
        let name = format!("{seed}:{what}:{number}");
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Self(hash)
    }

    /// Returns 64 random bits.
    pub(super) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn half(&mut self) -> u64 {
        self.bits() >> 32
    }

    /// Returns a number from 0 and below `count`.
    pub(super) fn below(&mut self, count: usize) -> usize {
        scaled(self.half(), count)
    }

    /// Returns a number from 0 and below `count`, small ones more often: the square of an even draw.
    pub(super) fn low(&mut self, count: usize) -> usize {
        let half = self.half();
        scaled((half * half) >> 32, count)
    }

    /// Tells with a probability in thousandths whether something is so.
    pub(super) fn is(&mut self, thousandths: usize) -> bool {
        self.below(1000) < thousandths
    }

    /// Returns one of several.
    pub(super) fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// Puts things in another order.
    pub(super) fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}

/// Takes a fraction in 2^32nds of a count.
fn scaled(fraction: u64, count: usize) -> usize {
    usize::try_from((fraction * count as u64) >> 32).unwrap_or(0)
}
