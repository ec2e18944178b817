//! What runs behind the screens, one at a time: a report that is written, sources or codings that come in.
//!
//! It has a thread and a study of its own: it reads the study's files as another program would, and writes to them
//! under the same locks. So nothing that a key does waits for it, and this session hears of what it changed as it
//! hears of all changes from outside.

mod bringing;
mod writing;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Duration;

use super::Clerk;
use crate::base::ids::Coder;
use crate::base::problem::{Problem, Severity};
use crate::base::stopped::{Step, Stopped};
use crate::study::{Host, Study};
use crate::tui::behind::{Ended, News, Order};
use crate::tui::message::{Message, Outcome};

/// A thread that does something behind.
pub(super) struct Running {
    /// Whether it is to stop.
    stop: Arc<AtomicBool>,
    /// Says nothing, and is closed when the work is over.
    over: Receiver<()>,
}

impl Running {
    fn is_over(&self) -> bool {
        self.over.try_recv() == Err(TryRecvError::Disconnected)
    }
}

/// How long the end of the program waits for work to stop: it stops between two whole things.
const PATIENCE: Duration = Duration::from_secs(2);

impl Clerk {
    /// Begins with something, if nothing else runs.
    pub(super) fn begin_job(&mut self, order: Order) -> Vec<Outcome> {
        if self.job.as_ref().is_some_and(|job| !job.is_over()) {
            return vec![Outcome::Failed("one thing at a time: something still runs behind".to_owned())];
        }
        let study = self.read();
        let (host, root) = (study.host().clone(), study.layout().root().to_owned());
        drop(study);
        let (coder, to, noun) = (self.coder.clone(), self.to.clone(), order.noun());
        let stop = Arc::new(AtomicBool::new(false));
        let (closes, over) = channel();
        self.job = Some(Running { stop: Arc::clone(&stop), over });
        super::spawn("behind", &self.to, move || {
            let tell = |news| to.send(Message::Done(Outcome::Behind(news)));
            let mut told = 0;
            let mut step = |done: usize, all: usize| {
                let share = u8::try_from(done.saturating_mul(100) / all.max(1)).unwrap_or(100);
                if std::mem::replace(&mut told, share) != share {
                    // The session may have ended: then this one is told to stop.
                    drop(tell(News::At(share)));
                }
                if stop.load(Ordering::Relaxed) { Err(Stopped) } else { Ok(()) }
            };
            // After a fault nobody knows what is on the disk.
            let fault = || Ended { is_changed: true, ..Ended::default() };
            let done = super::guarded(noun, &to, || carried_out(&order, host, &root, &coder, &mut step));
            drop(closes);
            drop(tell(News::Ended(Box::new(done.unwrap_or_else(fault)))));
        });
        vec![Outcome::Behind(News::Begun(noun))]
    }

    /// Tells what runs to stop.
    pub(super) fn stop_job(&self) {
        if let Some(job) = &self.job {
            job.stop.store(true, Ordering::Relaxed);
        }
    }

    /// Tells what runs to stop and waits until it has, so that nothing half written is left when the program ends.
    pub fn end_job(&self) {
        self.stop_job();
        if let Some(job) = &self.job {
            // A disk that does not answer keeps nobody here; what is being written has another name until it is whole.
            job.over.recv_timeout(PATIENCE).unwrap_or_default();
        }
    }
}

fn carried_out(order: &Order, host: Host, root: &Path, coder: &Coder, step: &mut Step<'_>) -> Ended {
    let mut study = match Study::open(host, root) {
        Ok(study) => study,
        Err(error) => return Ended { words: error.to_string(), ..Ended::default() },
    };
    match order {
        Order::Write(what, file) => writing::write(&study, what, file, step),
        Order::Sources { files, kind, rows } => bringing::sources(&mut study, files, kind, *rows, step),
        Order::Codings { file, create_codes } => bringing::codings(&mut study, file, *create_codes, coder, step),
    }
}

/// Ends with what went wrong, and what to do about it.
fn failed(problem: Problem) -> Ended {
    let place = problem.place();
    let place = if place.is_empty() { place } else { format!("{place}: ") };
    let hint = problem.hint.map(|hint| format!(" ({hint})")).unwrap_or_default();
    Ended { words: format!("{place}{}{hint}", problem.message), ..Ended::default() }
}

/// Ends with a sentence and all that a person should look at.
fn ended(study: &Study, words: String, problems: Vec<Problem>) -> Ended {
    let is_well = problems.iter().all(|problem| problem.severity == Severity::Note);
    let notes = problems.into_iter().map(|problem| super::noting::of_problem(study, problem)).collect();
    Ended { words, is_well, notes, ..Ended::default() }
}
