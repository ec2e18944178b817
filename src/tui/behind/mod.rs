//! What runs behind the screens: a report that is written, sources or codings that are brought in.
//!
//! One at a time, on a thread and a study of its own, so that nothing that a key does waits for it. Here are the
//! questions before it begins, how far it is, and what it came to; the clerk's `jobs` do the work.

mod dialog;
mod update;
mod view;

pub use dialog::{BehindDialog, TableAs, WritePath};
pub use update::{act, answer, looked, paste, quits, taken, type_key};
pub use view::view;

use std::path::PathBuf;

use super::desk::Note;
use super::keys::action::Action;
use super::model::Model;
use crate::base::ids::Kind;
use crate::report::build::What;

/// What runs behind, and what the last one had to tell.
#[derive(Clone, Debug, Default)]
pub struct Behind {
    /// What runs.
    pub running: Option<Running>,
    /// What the last one told, for the list of problems.
    pub told: Vec<Note>,
}

/// Something that runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// What it is called: a report, an export, an import.
    pub noun: &'static str,
    /// How much is done, in hundredths.
    pub share: u8,
    /// Whether it was told to stop.
    pub stops: bool,
}

/// What is to be done behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Writes a report, or all codings, to a file.
    Write(Writing, PathBuf),
    /// Brings files in as sources of a kind.
    Sources {
        /// The files.
        files: Vec<PathBuf>,
        /// The kind of source that they are.
        kind: Kind,
        /// Whether each record of a table is a source of its own.
        rows: bool,
    },
    /// Brings a table of codings in.
    Codings {
        /// The table.
        file: PathBuf,
        /// Whether codes are made that no codebook holds.
        create_codes: bool,
    },
}

impl Order {
    /// Returns what it is called.
    #[must_use]
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Write(Writing::Report(_), _) => "report",
            Self::Write(Writing::Codings, _) => "export",
            Self::Sources { .. } | Self::Codings { .. } => "import",
        }
    }
}

/// What can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Writing {
    /// A report.
    Report(What),
    /// A table of all codings.
    Codings,
}

/// A path that was typed, to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// What was typed.
    pub text: String,
    /// What the path is for.
    pub aim: PathFor,
    /// What is to be done with it.
    pub then: Then,
}

/// What a path is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathFor {
    /// For writing.
    Write(Writing),
    /// For bringing in.
    Read,
}

/// What is to be done with a path that was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It is only told what it leads to.
    Show,
    /// It is completed.
    Complete,
    /// It is taken.
    Take,
}

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// What was asked.
    pub look: Look,
    /// The path as far as it could be completed.
    pub text: String,
    /// What it leads to; or why it cannot be taken, and what to do.
    pub found: Result<Found, String>,
    /// What there is to know of it.
    pub words: String,
}

/// What can be done with a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// It can be written to.
    ToWrite {
        /// The file.
        file: PathBuf,
        /// Whether something is there that will be replaced.
        is_there: bool,
    },
    /// It can be brought in.
    ToRead {
        /// The files.
        files: Vec<PathBuf>,
        /// Whether the first is a table, and looks like one of codings.
        table: Option<bool>,
        /// The kinds of sources that the study has, with the folder of each.
        kinds: Vec<(Kind, String)>,
    },
}

/// Something that runs behind has to say something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// It has begun, and is called so.
    Begun(&'static str),
    /// So much is done, in hundredths.
    At(u8),
    /// It is over.
    Ended(Box<Ended>),
}

/// How something that ran behind ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// What it came to, in a sentence; empty where that was told.
    pub words: String,
    /// Whether it did all that it was to do.
    pub is_well: bool,
    /// What else there is to tell.
    pub notes: Vec<Note>,
    /// Whether the study may be another now.
    pub is_changed: bool,
    /// How many codings of this coder's came in as one step, and how many of others.
    pub steps: Option<(usize, usize)>,
}

/// Says what runs behind, how far it is and which key stops it, for the footer.
#[must_use]
pub fn words(model: &Model) -> Option<String> {
    let running = model.behind.running.as_ref()?;
    if running.stops {
        return Some(format!("{}: stopping", running.noun));
    }
    Some(format!("{} {}%: {} stops", running.noun, running.share, model.key(Action::StopBehind)))
}
