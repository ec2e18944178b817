//! Long work that tells how far it is and ends early when nobody wants it any more.
//!
//! Whoever starts such work hands a *step* in: a function that hears how much is done and of how much, and
//! answers whether to go on. Work asks between whole things alone, so that what is done by then is whole.

use super::problem::Problem;

/// Nobody wants the rest: what was done stays, and nothing is half done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stopped")]
pub struct Stopped;

/// Hears how much is done of how much; an error ends the work.
pub type Step<'s> = dyn FnMut(usize, usize) -> Result<(), Stopped> + 's;

/// The step of whoever waits to the end.
///
/// # Errors
/// None.
pub fn to_the_end(_done: usize, _all: usize) -> Result<(), Stopped> {
    Ok(())
}

/// Why work came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Halt {
    /// It was stopped.
    Stopped,
    /// It could not be done.
    Failed(Problem),
}

impl From<Stopped> for Halt {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

impl From<Problem> for Halt {
    fn from(problem: Problem) -> Self {
        Self::Failed(problem)
    }
}

impl Halt {
    /// Returns it as a problem.
    #[must_use]
    pub fn problem(self) -> Problem {
        match self {
            Self::Stopped => Problem::error("stopped", "", Stopped.to_string()),
            Self::Failed(problem) => problem,
        }
    }
}
