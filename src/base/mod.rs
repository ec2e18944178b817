//! Leaf ground: knows nothing of research or of terminals.
//!
//! Ids and names as types of their own, text addressed by code points, problems, the disk, the clock
//! and randomness behind small traits, and the one type through which text from files may be shown.

pub mod chance;
pub mod clock;
pub mod count;
pub mod disk;
pub mod ids;
pub mod language;
pub mod lent;
pub mod nearest;
pub mod problem;
#[cfg(test)]
#[allow(dead_code, reason = "the tests in tests/suite use the rest of it")]
pub(crate) mod rounds;
pub mod settings;
pub mod shown;
pub mod stopped;
pub mod text;
