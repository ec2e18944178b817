//! How every two kinds compare: agreement, partial agreement, silence, dissonance, or one voice in both.

use std::fmt;

use serde::{Serialize, Serializer};

use super::ladder::{KindView, View};
use super::ratio::Ratio;
use super::sorting::Unit;
use super::verdict::Position;

/// How two kinds compare on a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// One takes a stance and the other none.
    Silence,
    /// One and the same voice supplies the stance of both.
    SameSource,
    /// They take opposite sides.
    Dissonance,
    /// They take the same side with the same prominence.
    Agreement,
    /// Anything else.
    PartialAgreement,
}

impl Relation {
    /// Returns the name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Silence => "silence",
            Self::SameSource => "same_source",
            Self::Dissonance => "dissonance",
            Self::Agreement => "agreement",
            Self::PartialAgreement => "partial_agreement",
        }
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Serialize for Relation {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

/// How much of those asked say anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Band {
    /// At least half.
    High,
    /// At least a fifth.
    Medium,
    /// Less.
    Low,
}

impl Band {
    /// Returns the band of a share.
    #[must_use]
    pub fn of(said: u32, asked: u32) -> Self {
        if Ratio::new(1, 2).reached_by(said.into(), asked.into()) {
            Self::High
        } else if Ratio::new(1, 5).reached_by(said.into(), asked.into()) {
            Self::Medium
        } else {
            Self::Low
        }
    }
}

/// Compares every two kinds of which at least one has a stance, by the order of their names.
pub(crate) fn pairs(view: &View<'_>, units: &[Unit]) -> Vec<(u32, u32, Relation)> {
    let mut pairs = Vec::new();
    for (at, a) in view.kinds.iter().enumerate() {
        for b in &view.kinds[at + 1..] {
            if a.position.is_stance() || b.position.is_stance() {
                pairs.push((a.kind, b.kind, relation(a, b, units)));
            }
        }
    }
    pairs
}

fn relation(a: &KindView<'_>, b: &KindView<'_>, units: &[Unit]) -> Relation {
    if !(a.position.is_stance() && b.position.is_stance()) {
        return Relation::Silence;
    }
    if sole_voice(a.kind, units).is_some_and(|voice| sole_voice(b.kind, units) == Some(voice)) {
        return Relation::SameSource;
    }
    match (a.position, b.position) {
        (Position::Supports, Position::Contradicts) | (Position::Contradicts, Position::Supports) => {
            Relation::Dissonance
        }
        (Position::Supports, Position::Supports) | (Position::Contradicts, Position::Contradicts)
            if same_band(a, b) =>
        {
            Relation::Agreement
        }
        _ => Relation::PartialAgreement,
    }
}

/// The one voice with a stance in a kind, if there is just one.
fn sole_voice(kind: u32, units: &[Unit]) -> Option<u32> {
    let mut voices = units.iter().filter(|unit| unit.kind == kind && unit.position.is_stance()).map(|unit| unit.voice);
    let voice = voices.next()?;
    voices.next().is_none().then_some(voice)
}

/// An undefined prominence fits any band.
fn same_band(a: &KindView<'_>, b: &KindView<'_>) -> bool {
    match (a.tally.prominence(), b.tally.prominence()) {
        (Some((said, asked)), Some((other_said, other_asked))) => {
            Band::of(said, asked) == Band::of(other_said, other_asked)
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_include_their_lower_bound() {
        assert_eq!(Band::of(1, 2), Band::High);
        assert_eq!(Band::of(499, 1000), Band::Medium);
        assert_eq!(Band::of(1, 5), Band::Medium);
        assert_eq!(Band::of(199, 1000), Band::Low);
    }
}
