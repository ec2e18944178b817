//! A type for each id and name, so that none is taken for another.
//!
//! ```compile_fail
//! use tripod::base::ids::{CodeId, SourceId};
//! let code: CodeId = SourceId::from("interviews/a.md");
//! ```

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::lent::Lent;

macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Returns the name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                Self(name.into())
            }
        }

        impl From<Arc<str>> for $name {
            fn from(name: Arc<str>) -> Self {
                Self(name)
            }
        }

        impl From<String> for $name {
            fn from(name: String) -> Self {
                Self(name.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&*self.0, f)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                &*self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                &*self.0 == *other
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let name = Lent::deserialize(from)?;
                Ok(Self((&*name).into()))
            }
        }
    };
}

name! {
    /// A code's immutable id: letters and digits of any script in NFC, joined by `-`.
    CodeId
}
name! {
    /// A source's id: its path in the study, with `/` between the parts.
    SourceId
}
name! {
    /// A coder's name, as it stands in `by`.
    Coder
}
name! {
    /// A kind of source, such as `interview`.
    Kind
}
name! {
    /// A leg that kinds stand on: `said`, `written`, `seen`, `measured`, or the kind's own name.
    Leg
}
name! {
    /// An independent voice: all that one respondent, issuer or event says counts once.
    Voice
}
name! {
    /// A case of the evaluation, such as a country or an office.
    Case
}
name! {
    /// A category of respondents, such as `staff`.
    Category
}
name! {
    /// A device's name in the names of journals: 8 characters of base 32.
    Device
}

/// The id of a journal entry: a UUID of version 7, so that ids sort by time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(Uuid);

impl EntryId {
    /// Wraps a UUID.
    #[must_use]
    pub fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid)
    }

    /// Makes an id of version 7 from a time in milliseconds since 1970 and 74 random bits.
    #[must_use]
    pub fn from_parts(millis: u64, random: u128) -> Self {
        let time = u128::from(millis & 0xffff_ffff_ffff) << 80;
        let a = ((random >> 62) & 0xfff) << 64;
        let b = random & ((1 << 62) - 1);
        Self(Uuid::from_u128(time | (0x7 << 76) | a | (0b10 << 62) | b))
    }

    /// Returns the milliseconds since 1970 in the id's time part.
    #[must_use]
    pub fn millis(self) -> u64 {
        u64::try_from(self.0.as_u128() >> 80).unwrap_or(u64::MAX)
    }

    /// Reads the usual hyphenated form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Uuid::parse_str(text).ok().map(Self)
    }

    /// Makes an id of the number that [`Self::as_u128`] returns.
    #[must_use]
    pub fn from_u128(number: u128) -> Self {
        Self(Uuid::from_u128(number))
    }

    /// Returns the id as a 128-bit number, in which order and equality are those of the id.
    #[must_use]
    pub fn as_u128(self) -> u128 {
        self.0.as_u128()
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl fmt::Debug for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for EntryId {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EntryId {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Lent::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("an entry's id is a UUID"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_id_is_a_uuid_of_version_7() {
        let id = EntryId::from_parts(1_700_000_000_123, u128::MAX);
        assert_eq!(id.millis(), 1_700_000_000_123);
        assert_eq!(id.0.get_version_num(), 7);
        assert_eq!(EntryId::parse(&id.to_string()), Some(id));
        assert!(EntryId::from_parts(5, 1) < EntryId::from_parts(5, 2));
        assert!(EntryId::from_parts(5, u128::MAX) < EntryId::from_parts(6, 0));
    }
}
