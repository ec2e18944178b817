//! How a command ends: its answer, or why there is none.

use crate::base::problem::Problem;
use crate::base::stopped::{Halt, Stopped};
use crate::source::Unreadable;
use crate::study::{OpenError, WriteError};

/// A command that worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is done, or the answer is yes: exit code 0.
    Yes,
    /// It worked and the answer is no (nothing found, some rows refused, errors in the study): exit code 1.
    No,
}

/// What sort of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// What was typed, or the study: exit code 2.
    Usage,
    /// A fault of the program: exit code 70.
    Internal,
    /// Whoever read the output has closed it: exit code 0.
    ClosedPipe,
}

/// A command that did not work.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What sort it is.
    pub kind: FailureKind,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

impl Failure {
    /// What was typed, or the study, is wrong.
    #[must_use]
    pub fn usage(message: impl Into<String>) -> Self {
        Self { kind: FailureKind::Usage, problems: vec![Problem::error("usage", "", message)] }
    }

    /// A fault of the program.
    #[must_use]
    pub fn internal(message: impl Into<String>) -> Self {
        Self { kind: FailureKind::Internal, problems: vec![Problem::error("internal", "", message)] }
    }

    /// Says what to type next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        if let Some(last) = self.problems.last_mut() {
            last.hint = Some(hint.into());
        }
        self
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self { kind: FailureKind::Usage, problems: vec![problem] }
    }
}

impl From<Halt> for Failure {
    fn from(halt: Halt) -> Self {
        Self::from(halt.problem())
    }
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Self {
        Self::from(Halt::from(stopped))
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        let kind =
            if error.kind() == std::io::ErrorKind::BrokenPipe { FailureKind::ClosedPipe } else { FailureKind::Usage };
        Self { kind, problems: vec![Problem::error("io", "", error.to_string())] }
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        let failure = Self::usage(error.to_string());
        match error {
            OpenError::NoStudy(folder) => failure.hint(format!("make one with: tripod init '{}'", folder.display())),
            OpenError::NoFolder(_) | OpenError::Unreadable(_) => failure,
        }
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        let failure = Self::usage(error.to_string());
        match error {
            WriteError::Newer(_) => failure.hint("update tripod"),
            WriteError::Folder(_) | WriteError::Unsaved(_) => {
                failure.hint("make the folder 'codings' writable, or free some space, and try again")
            }
        }
    }
}

impl From<Unreadable> for Failure {
    fn from(error: Unreadable) -> Self {
        Self::usage(error.to_string())
    }
}
