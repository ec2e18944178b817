//! The workbench: what the program does without a command on a terminal.

use std::io::IsTerminal as _;

use crate::tui::colours::Colours;
use crate::tui::run::{Opening, RunError, run};

use super::args::When;
use super::failure::{Answer, Failure};
use super::session::Session;
use super::status;

/// Opens the workbench on a terminal, else prints the study's status.
pub(super) fn open(session: &mut Session) -> Result<Answer, Failure> {
    if session.json() || !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return status::run(session);
    }
    let root = session.root()?;
    let coder = session.coder()?;
    let colours = match session.color() {
        When::Never => Colours::None,
        When::Auto | When::Always => Colours::detect(|name| std::env::var(name).ok()),
    };
    run(Opening { host: session.host().clone(), root, coder, colours })?;
    Ok(Answer::Yes)
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Open(error) => Self::from(error),
            RunError::Terminal(error) => Self::usage(format!("the workbench cannot be shown: {error}"))
                .hint("open it in a terminal, or see the study with: tripod status"),
        }
    }
}
