//! The time of day, behind a trait so that tests can set it.

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

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

/// A time as an entry gives it, to the millisecond. Its `Display` is RFC 3339 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment(u64);

impl Moment {
    /// Reads RFC 3339; what is no time, or before 1970, becomes the beginning of 1970.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let millis = text.parse::<Timestamp>().map_or(0, |at| u64::try_from(at.as_millisecond()).unwrap_or(0));
        Self(millis)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&rfc3339(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_with_milliseconds() {
        assert_eq!(rfc3339(1_772_442_847_120), "2026-03-02T09:14:07.120Z");
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00.000Z");
        assert!(rfc3339(u64::MAX).starts_with("9999-"));
        assert_eq!(Moment::of("2026-03-02T10:14:07.120+01:00").to_string(), "2026-03-02T09:14:07.120Z");
        assert_eq!(Moment::of("yesterday").to_string(), "1970-01-01T00:00:00.000Z");
    }
}
