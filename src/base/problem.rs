//! What is wrong, where, and what to do about it.

use serde::{Deserialize, Serialize};

use super::ids::EntryId;

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something is not read or not counted.
    Error,
    /// All is counted, but a person should look.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// Returns the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One thing that is wrong in a study, a query or an imported file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// How much it matters.
    pub severity: Severity,
    /// A short stable name for this sort of problem, such as `code-cycle`.
    pub kind: &'static str,
    /// The file, as a path in the study; empty where no file is to blame.
    pub path: String,
    /// The line in that file, from 1.
    pub line: Option<usize>,
    /// One sentence without a final full stop.
    pub message: String,
    /// What to type or change next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The coding that it is about, if it is about one; boxed, since problems are returned as errors.
    #[serde(skip)]
    pub coding: Option<Box<EntryId>>,
}

/// The gravest first, then by file and line.
impl Ord for Problem {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |problem: &Self| {
            (problem.severity, problem.path.clone(), problem.line, problem.kind, problem.message.clone())
        };
        key(self).cmp(&key(other)).then_with(|| (&self.hint, &self.coding).cmp(&(&other.hint, &other.coding)))
    }
}

impl PartialOrd for Problem {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Problem {
    /// Makes a problem of severity `error`.
    #[must_use]
    pub fn error(kind: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, kind, path, message)
    }

    /// Makes a problem of severity `warning`.
    #[must_use]
    pub fn warning(kind: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, kind, path, message)
    }

    /// Makes a problem of severity `note`.
    #[must_use]
    pub fn note(kind: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, kind, path, message)
    }

    fn new(severity: Severity, kind: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity, kind, path: path.into(), line: None, message: message.into(), hint: None, coding: None }
    }

    /// Says in which line it is, from 1.
    #[must_use]
    pub fn at(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    /// Says which coding it is about.
    #[must_use]
    pub fn of_coding(mut self, coding: EntryId) -> Self {
        self.coding = Some(Box::new(coding));
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Returns what is wrong and what to do about it as one sentence, without where it is.
    #[must_use]
    pub fn sentence(&self) -> String {
        match &self.hint {
            Some(hint) => format!("{}; {hint}", self.message),
            None => self.message.clone(),
        }
    }

    /// Returns `path:line`, or the path alone, or nothing.
    #[must_use]
    pub fn place(&self) -> String {
        match (self.path.is_empty(), self.line) {
            (true, _) => String::new(),
            (false, None) => self.path.clone(),
            (false, Some(line)) => format!("{}:{line}", self.path),
        }
    }
}
