//! The time of day, behind a trait so that tests can set it.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Returns milliseconds since 1970; never negative.
    fn millis(&self) -> u64;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn millis(&self) -> u64 {
        u64::try_from(Timestamp::now().as_millisecond()).unwrap_or(0)
    }
}

/// A clock that stands still until it is set, and moves one millisecond at each look.
#[derive(Debug, Default)]
pub struct SetClock(AtomicI64);

impl SetClock {
    /// Starts at `millis` since 1970.
    #[must_use]
    pub fn new(millis: i64) -> Self {
        Self(AtomicI64::new(millis))
    }

    /// Sets the time, forwards or backwards.
    pub fn set(&self, millis: i64) {
        self.0.store(millis, Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn millis(&self) -> u64 {
        u64::try_from(self.0.fetch_add(1, Ordering::SeqCst)).unwrap_or(0)
    }
}

/// Writes a time as RFC 3339 with milliseconds in UTC, such as `2026-03-02T09:14:07.120Z`.
#[must_use]
pub fn rfc3339(millis: u64) -> String {
    let at = i64::try_from(millis).ok().and_then(|m| Timestamp::from_millisecond(m).ok()).unwrap_or(Timestamp::MAX);
    format!("{at:.3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_with_milliseconds() {
        assert_eq!(rfc3339(1_772_442_847_120), "2026-03-02T09:14:07.120Z");
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00.000Z");
        assert!(rfc3339(u64::MAX).starts_with("9999-"));
    }
}
