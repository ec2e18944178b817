//! Verdict and position: the scales in which a theme and its evidence are judged, with their JSON names.
//!
//! Words for people stand in [`super::words`].

use std::fmt;

use serde::{Serialize, Serializer};

use crate::coding::Direction;

/// What the evidence says of a claim as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nobody was asked and nobody raised it.
    NotAsked,
    /// Some who were asked are not read yet, and all others are silent.
    Pending,
    /// Asked, all read, nothing found.
    Silence,
    /// Only mentions without a stance.
    NoStance,
    /// One voice only, even if it appears in two kinds.
    SingleSource,
    /// All kinds with a stance stand on one leg.
    SingleKind,
    /// The kinds oppose each other, or are divided within.
    Dissonance,
    /// A direction with reservations, or none with qualifications.
    PartialAgreement,
    /// A direction that nothing speaks against.
    Agreement,
}

impl Verdict {
    /// All verdicts, from the least known to the most.
    pub const ALL: [Self; 9] = [
        Self::NotAsked,
        Self::Pending,
        Self::Silence,
        Self::NoStance,
        Self::SingleSource,
        Self::SingleKind,
        Self::Dissonance,
        Self::PartialAgreement,
        Self::Agreement,
    ];

    /// Returns the name in files and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NotAsked => "not_asked",
            Self::Pending => "pending",
            Self::Silence => "silence",
            Self::NoStance => "no_stance",
            Self::SingleSource => "single_source",
            Self::SingleKind => "single_kind",
            Self::Dissonance => "dissonance",
            Self::PartialAgreement => "partial_agreement",
            Self::Agreement => "agreement",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }
}

/// Returns the direction of a number's sign.
#[must_use]
pub fn of_sign(sign: i32) -> Direction {
    match sign.signum() {
        1 => Direction::Plus,
        -1 => Direction::Minus,
        _ => Direction::Zero,
    }
}

/// Returns the other direction.
#[must_use]
pub fn opposite(direction: Direction) -> Direction {
    match direction {
        Direction::Plus => Direction::Minus,
        Direction::Minus => Direction::Plus,
        Direction::Zero => Direction::Zero,
    }
}

/// Where a unit, a kind, a case or a category stands towards a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Position {
    /// It supports the claim.
    Supports,
    /// It speaks for and against, or qualifies.
    Mixed,
    /// It contradicts the claim.
    Contradicts,
    /// It speaks of the matter and takes no side.
    Neutral,
    /// It was asked, read to the end, and says nothing.
    Silent,
    /// It was asked and is not read yet.
    Pending,
}

impl Position {
    /// Returns the name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::Mixed => "mixed",
            Self::Contradicts => "contradicts",
            Self::Neutral => "neutral",
            Self::Silent => "silent",
            Self::Pending => "pending",
        }
    }

    /// Returns the position on the side of a direction, if it has a side.
    #[must_use]
    pub fn on(direction: Direction) -> Option<Self> {
        match direction {
            Direction::Plus => Some(Self::Supports),
            Direction::Minus => Some(Self::Contradicts),
            Direction::Zero => None,
        }
    }

    /// Returns the position against a direction, if it has a side.
    #[must_use]
    pub fn against(direction: Direction) -> Option<Self> {
        Self::on(opposite(direction))
    }

    /// Returns the letter of coverage tables: `S`, `M`, `C`, `n`, `-` or `?`.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Supports => 'S',
            Self::Mixed => 'M',
            Self::Contradicts => 'C',
            Self::Neutral => 'n',
            Self::Silent => '-',
            Self::Pending => '?',
        }
    }

    /// Tells whether this is a stance: for, against or in between.
    #[must_use]
    pub fn is_stance(self) -> bool {
        matches!(self, Self::Supports | Self::Mixed | Self::Contradicts)
    }
}

macro_rules! by_name {
    ($($type:ty),*) => {$(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.name())
            }
        }
    )*};
}

by_name!(Verdict, Position);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for verdict in Verdict::ALL {
            assert_eq!(Verdict::parse(verdict.name()), Some(verdict));
        }
        for direction in [Direction::Plus, Direction::Minus, Direction::Zero] {
            assert_eq!(opposite(opposite(direction)), direction);
            assert_eq!(Position::on(direction), Position::against(opposite(direction)));
        }
        assert_eq!(Verdict::parse("Agreement"), None);
    }
}
