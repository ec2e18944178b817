//! The model and the clerk together: a message goes in, what it asks for is done, until nothing is left.
//!
//! The loop on a terminal and the key scripts of tests run this very session.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};

use super::clerk::Clerk;
use super::colours::Colours;
use super::comfort::Comfort;
use super::message::{Effect, Ending, Message, Outcome};
use super::model::Model;
use super::tour::Tour;
use super::update::update;
use crate::base::ids::Coder;
use crate::study::{Host, OpenError};

/// A study on the workbench.
pub struct Session {
    /// What is shown.
    pub model: Model,
    clerk: Option<Clerk>,
    to: Sender<Message>,
    messages: Receiver<Message>,
    /// Where the clerk comes from once the study is read.
    opening: Option<Receiver<Opened>>,
    /// What was asked for before.
    asked: Vec<Effect>,
    /// Why there is no study.
    failed: Option<OpenError>,
}

/// A clerk with what it has to say first, or why there is none.
type Opened = Result<(Clerk, Vec<Outcome>), OpenError>;

/// What the session cannot do itself: the terminal's part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Give the terminal back and stop until the shell lets the program go on.
    Suspend,
    /// Set the terminal's modes again, and draw everything.
    TakeAgain,
    /// Draw everything.
    Redraw,
    /// Hand a text to the terminal's clipboard.
    Copy(String),
    /// End.
    End(Ending),
}

impl Session {
    /// Begins before the study is read, so that there is a frame at once.
    #[must_use]
    pub fn new(colours: Colours) -> Self {
        let (to, messages) = channel();
        Self {
            model: Model { colours, ..Model::default() },
            clerk: None,
            to,
            messages,
            opening: None,
            asked: Vec::new(),
            failed: None,
        }
    }

    /// Has a tour, which only a copy of the sample study has.
    #[must_use]
    pub fn with_tour(mut self, tour: Option<Tour>) -> Self {
        self.model.tour = tour;
        self
    }

    /// Has what the user set.
    #[must_use]
    pub fn with_comfort(mut self, comfort: Comfort) -> Self {
        comfort.give(&mut self.model);
        self
    }

    /// Returns where messages can be sent to from other threads.
    #[must_use]
    pub fn sender(&self) -> Sender<Message> {
        self.to.clone()
    }

    /// Reads the study.
    ///
    /// # Errors
    /// When there is none, or its manifest cannot be read.
    pub fn open(&mut self, host: Host, root: &Path, coder: Coder) -> Result<(), OpenError> {
        let setting = Clerk::setting(&host);
        let (clerk, first) = opened(host, root, coder, &self.to)?;
        self.clerk = Some(clerk);
        // Nothing can be asked of the terminal by reading a study.
        for outcome in setting.into_iter().chain(first) {
            self.take(Message::Done(outcome));
        }
        Ok(())
    }

    /// Reads the study on a thread of its own, so that keys are heard meanwhile.
    pub fn open_behind(&mut self, host: Host, root: PathBuf, coder: Coder) {
        let (give, opening) = channel();
        self.opening = Some(opening);
        let to = self.to.clone();
        super::clerk::spawn("study", &self.to, move || {
            for outcome in Clerk::setting(&host).into_iter().chain(Clerk::first_look(&host, &root, &coder)) {
                drop(to.send(Message::Done(outcome)));
            }
            // Where the session has ended there is nobody to give it to.
            drop(give.send(opened(host, &root, coder, &to)));
            drop(to.send(Message::StudyRead));
        });
    }

    /// Takes why there is no study, if that is so.
    pub fn failure(&mut self) -> Option<OpenError> {
        self.failed.take()
    }

    /// Takes the clerk over once the study is read.
    fn take_over(&mut self) -> Vec<Request> {
        match self.opening.take().and_then(|opening| opening.try_recv().ok()) {
            Some(Ok((clerk, first))) => {
                self.clerk = Some(clerk);
                let mut requests = Vec::new();
                for outcome in first {
                    requests.extend(self.take(Message::Done(outcome)));
                }
                for effect in std::mem::take(&mut self.asked) {
                    for outcome in self.perform(effect) {
                        requests.extend(self.take(Message::Done(outcome)));
                    }
                }
                requests
            }
            Some(Err(error)) => {
                self.failed = Some(error);
                vec![Request::End(Ending::Quit)]
            }
            None => Vec::new(),
        }
    }

    /// Takes a message, does what it asks for, and returns what the terminal has to do.
    pub fn take(&mut self, message: Message) -> Vec<Request> {
        if matches!(message, Message::StudyRead) {
            return self.take_over();
        }
        let mut requests = Vec::new();
        let mut effects: VecDeque<Effect> = update(&mut self.model, message).into();
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Suspend => requests.push(Request::Suspend),
                Effect::TakeAgain => requests.push(Request::TakeAgain),
                Effect::Redraw => requests.push(Request::Redraw),
                Effect::Copy(text) => requests.push(Request::Copy(text)),
                Effect::Quit(ending) => {
                    if let Some(clerk) = &self.clerk {
                        clerk.end_job();
                    }
                    requests.push(Request::End(ending));
                }
                other => {
                    for outcome in self.perform(other) {
                        effects.extend(update(&mut self.model, Message::Done(outcome)));
                    }
                }
            }
        }
        requests
    }

    /// Has the clerk do something; as long as the study is being opened, it is done then.
    fn perform(&mut self, effect: Effect) -> Vec<Outcome> {
        if let Some(clerk) = &mut self.clerk {
            return clerk.perform(effect);
        }
        if self.opening.is_none() {
            return Vec::new();
        }
        // What changes something has to be seen by who asks for it.
        let changes = matches!(
            effect,
            Effect::Write(_)
                | Effect::NewCode { .. }
                | Effect::ChangeBook(_)
                | Effect::Undo(_)
                | Effect::Redo(_)
                | Effect::SaveAgain
                | Effect::Begin(_)
        );
        if changes {
            return vec![Outcome::Failed("the study is still being opened: try again in a moment".to_owned())];
        }
        self.asked.push(effect);
        Vec::new()
    }

    /// Waits for the next message; nothing when none can come any more.
    #[must_use]
    pub fn wait(&self) -> Option<Message> {
        self.messages.recv().ok()
    }

    /// Waits for the next message for a while.
    #[must_use]
    pub fn wait_for(&self, time: std::time::Duration) -> Option<Message> {
        self.messages.recv_timeout(time).ok()
    }

    /// Returns the next message, if one is there.
    #[must_use]
    pub fn next(&self) -> Option<Message> {
        self.messages.try_recv().ok()
    }
}

fn opened(host: Host, root: &Path, coder: Coder, to: &Sender<Message>) -> Opened {
    let mut clerk = Clerk::open(host, root, coder, to.clone())?;
    let first = std::iter::once(clerk.begin()).chain(clerk.kept()).collect();
    clerk.watch();
    Ok((clerk, first))
}
