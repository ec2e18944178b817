//! The study folder: its manifest, every path in it, opening, checking, and the one door for changes.
//!
//! Reading order: `manifest` (`study.toml`), `layout` (paths), `sources` (which files are sources),
//! `cache`, `source_table` and `snapshot` (what need not be computed again), `open`, `outlines` (what is computed of the
//! texts), `library` (a study without its codings), `placing` (where codings stand in today's texts), `glance` (what
//! can be shown before it is open), `questions` (who was asked what, who has read what), `voices` (whose word a source
//! is), `searches` (searches that are saved), `writing` (the one door for changes), `check`.

mod cache;
mod check;
mod codebook_edits;
mod codebook_files;
mod device;
mod glance;
mod host;
mod layout;
mod library;
mod locking;
mod manifest;
mod open;
mod outlines;
mod past;
mod placing;
mod questions;
mod refusals;
mod searches;
mod snapshot;
mod source_table;
mod sources;
mod viewed;
mod voices;
mod writing;

pub use check::INTERVIEWERS_WORDS;
pub use codebook_edits::CHANGED_MEANWHILE;
pub use glance::{Files, Glance};
pub use host::Host;
pub use layout::{Layout, find_root};
pub use library::Library;
pub use manifest::{Attribute, Disclosure, KindRule, Manifest, Question, SavedSearch};
pub use open::{OpenError, Study};
pub use placing::{Anchoring, CodingRef, Placed, View};
pub use questions::ReadBy;
pub use refusals::PlacedRefusal;
pub use searches::{SEARCH_TAKEN, is_search_name};
pub use snapshot::JournalCheck;
pub use sources::{Planned, Source};
pub use viewed::InView;
pub use voices::Speaks;
pub use writing::{Undone, WriteError};
