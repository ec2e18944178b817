//! Randomness, behind a trait so that tests can repeat it.

use std::sync::atomic::{AtomicU64, Ordering};

/// Gives random numbers.
pub trait Chance: Send + Sync {
    /// Returns 64 random bits.
    fn bits(&self) -> u64;
}

/// The operating system's randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    fn bits(&self) -> u64 {
        getrandom::u64().unwrap_or_else(|_| {
            // Without the system's source an id still has to be new: the address space and the time
            // differ from run to run.
            use std::hash::{BuildHasher as _, Hasher as _};
            std::collections::hash_map::RandomState::new().build_hasher().finish()
        })
    }
}

/// A seeded sequence (`SplitMix64`), for tests.
#[derive(Debug)]
pub struct Seeded(AtomicU64);

impl Seeded {
    /// Starts a sequence.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }
}

impl Chance for Seeded {
    fn bits(&self) -> u64 {
        let state = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst).wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
