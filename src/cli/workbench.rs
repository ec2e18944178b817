//! The workbench: what the program does without a command on a terminal.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use crate::tui::clerk::tour;
use crate::tui::colours::Colours;
use crate::tui::comfort::Comfort;
use crate::tui::run::{Opening, RunError, run};
use crate::tui::tour::Tour;

use super::args::When;
use super::config;
use super::failure::{Answer, Failure};
use super::session::Session;
use super::{demo, status};

/// Opens the workbench on a terminal, else prints the study's status.
pub(super) fn open(session: &mut Session) -> Result<Answer, Failure> {
    if !is_possible(session) {
        return status::run(session);
    }
    let root = session.root()?;
    show(session, root, false)
}

/// Tells whether there is a terminal to open the workbench on.
pub(super) fn is_possible(session: &Session) -> bool {
    !session.json() && std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// Opens the workbench on a study. A copy of the sample has its tour, which may be taken up at once.
pub(super) fn show(session: &Session, root: PathBuf, take_up: bool) -> Result<Answer, Failure> {
    // What is wrong in the configuration is told in the workbench itself.
    let coder = session.coder_with_faults().0?;
    let config = config::read(&*session.host().disk);
    let colours = match session.color() {
        When::Never => Colours::None,
        color => Colours::choose(config.theme, color == When::Always, |name| std::env::var(name).ok()),
    };
    let plain = config.screen_reader || session.screen_reader();
    let comfort = Comfort { keys: config.keys, plain, faults: config.problems };
    let host = session.host().clone();
    let kept = demo::copy_name(&*host.disk, &root).map(|copy| tour::kept(&host, &copy));
    let tour = kept.map(|kept| Tour { shown: kept.shown || take_up, ..kept });
    run(Opening { host, root, coder, colours, comfort, tour })?;
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
