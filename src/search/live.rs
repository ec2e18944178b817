//! Search as you type: questions go to a thread of their own, and only the latest one is answered.
//!
//! A second thread keeps the index. While there is none yet the texts are read, which is slower and
//! finds the same. What coders did a moment ago is in the study that the next question is asked of.

use std::cell::Cell;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::answer::{Answer, Question, answer, joined};
use super::corpus::Studied;
use super::index::{Index, IndexError, Joined, Progress, update};

/// The number of a question: later ones are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(u64);

/// Work on a study beside the questions: it is done where the index is at hand, and told to do without where that
/// fails. It says itself what came of it, unless it is told to stop: then it gives up and says nothing. If it was
/// only to let a question pass, it is called once more when that is answered.
///
/// # Errors
/// When the index fails: it is called once more, without one.
pub type Errand<S> = Box<dyn FnMut(&S, Option<&Joined>, &dyn Fn() -> bool) -> Result<(), IndexError> + Send>;

/// An answer, and what was asked.
pub struct Answered<S> {
    /// The number of the question.
    pub ticket: Ticket,
    /// The study that it was asked of: the numbers of sources and passages are its.
    pub study: Arc<S>,
    /// What was found.
    pub answer: Answer,
}

/// Answers questions to a study on threads of its own; they end when this is dropped.
pub struct Live<S> {
    shared: Arc<Shared<S>>,
    threads: Vec<JoinHandle<()>>,
}

struct Shared<S> {
    state: Mutex<State<S>>,
    changed: Condvar,
    /// Called when an answer or progress is there; from any thread.
    wake: Box<dyn Fn() + Send + Sync>,
    folder: Option<PathBuf>,
}

struct State<S> {
    study: Option<Arc<S>>,
    /// The question that is not answered yet.
    question: Option<(Ticket, Question)>,
    /// The errand that is not done yet: a newer one takes its place.
    errand: Option<(Ticket, Errand<S>)>,
    last: Ticket,
    last_errand: Ticket,
    answer: Option<Answered<S>>,
    index: Option<Arc<Index>>,
    /// The edition that the keeper is done with, well or not.
    kept: Option<u64>,
    is_distrusted: bool,
    /// How often an index failed that had been found whole.
    failures: u32,
    progress: Option<Progress>,
    is_closing: bool,
}

/// A question or an errand with what it is asked of.
struct Asked<S> {
    ticket: Ticket,
    work: Work<S>,
    study: Arc<S>,
    index: Option<Arc<Index>>,
}

enum Work<S> {
    Question(Question),
    Errand(Errand<S>),
}

/// How often a failed index is made anew in one run.
const RETRIES: u32 = 2;

/// How long the keeper waits while another process writes the index.
const PATIENCE: Duration = Duration::from_secs(2);

impl<S: Studied + Send + Sync + 'static> Live<S> {
    /// Starts; the index is kept in `folder`, or nowhere. `wake` is called when there is an answer or
    /// progress to look at.
    #[must_use]
    pub fn start(folder: Option<PathBuf>, wake: impl Fn() + Send + Sync + 'static) -> Self {
        let state = State {
            study: None,
            question: None,
            errand: None,
            last: Ticket(0),
            last_errand: Ticket(0),
            answer: None,
            index: None,
            kept: None,
            is_distrusted: false,
            failures: 0,
            progress: None,
            is_closing: false,
        };
        let shared =
            Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new(), wake: Box::new(wake), folder });
        let mut threads = Vec::new();
        for (name, work) in [("search", Shared::search as fn(&Shared<S>)), ("index", Shared::keep)] {
            let shared = Arc::clone(&shared);
            // Without a thread there are no answers, but the program goes on.
            threads.extend(std::thread::Builder::new().name(name.to_owned()).spawn(move || work(&shared)));
        }
        Self { shared, threads }
    }

    /// Says what the study is now; questions from here on are asked of it.
    pub fn set_study(&self, study: Arc<S>) {
        self.shared.lock().study = Some(study);
        self.shared.changed.notify_all();
    }

    /// Asks; a question that is not answered yet is forgotten.
    pub fn ask(&self, question: Question) -> Ticket {
        let mut state = self.shared.lock();
        state.last = Ticket(state.last.0 + 1);
        let ticket = state.last;
        state.question = Some((ticket, question));
        drop(state);
        self.shared.changed.notify_all();
        ticket
    }

    /// Has an errand done while no question waits; one that is not done yet is forgotten.
    pub fn run(&self, errand: Errand<S>) {
        let mut state = self.shared.lock();
        state.last_errand = Ticket(state.last_errand.0 + 1);
        state.errand = Some((state.last_errand, errand));
        drop(state);
        self.shared.changed.notify_all();
    }

    /// Takes the newest answer that was not taken yet.
    #[must_use]
    pub fn answer(&self) -> Option<Answered<S>> {
        self.shared.lock().answer.take()
    }

    /// Returns the index, once there is one.
    #[must_use]
    pub fn index(&self) -> Option<Arc<Index>> {
        self.shared.lock().index.clone()
    }

    /// Returns how far the making of the index is, while it is being made.
    #[must_use]
    pub fn progress(&self) -> Option<Progress> {
        self.shared.lock().progress
    }
}

impl<S> Drop for Live<S> {
    fn drop(&mut self) {
        self.shared.lock().is_closing = true;
        self.shared.changed.notify_all();
        for thread in self.threads.drain(..) {
            // A thread that panicked has told so already, and has nothing left to give.
            drop(thread.join());
        }
    }
}

impl<S> Shared<S> {
    /// The state stays good when a thread panics: each change of it is one assignment.
    fn lock(&self) -> MutexGuard<'_, State<S>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: Studied + Send + Sync + 'static> Shared<S> {
    /// The thread that answers.
    fn search(&self) {
        let mut last: Option<Joined> = None;
        while let Some(Asked { ticket, work, study, index }) = self.next_work() {
            let question = match work {
                Work::Question(question) => question,
                Work::Errand(errand) => {
                    self.errand(errand, study.as_ref(), index, &mut last, ticket);
                    continue;
                }
            };
            let answer = self.answered(&question, study.as_ref(), index, &mut last, ticket);
            let mut state = self.lock();
            if !answer.is_stopped {
                state.answer = Some(Answered { ticket, study, answer });
            }
            drop(state);
            (self.wake)();
        }
    }

    /// Waits for a question or an errand; nothing when it is time to end.
    fn next_work(&self) -> Option<Asked<S>> {
        let mut state = self.lock();
        loop {
            if state.is_closing {
                return None;
            }
            if let Some(study) = state.study.clone() {
                let index = state.index.clone();
                let question = state.question.take().map(|(ticket, question)| (ticket, Work::Question(question)));
                let errand = || state.errand.take().map(|(ticket, errand)| (ticket, Work::Errand(errand)));
                if let Some((ticket, work)) = question.or_else(errand) {
                    return Some(Asked { ticket, work, study, index });
                }
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn answered(
        &self,
        question: &Question,
        study: &S,
        mut index: Option<Arc<Index>>,
        last: &mut Option<Joined>,
        ticket: Ticket,
    ) -> Answer {
        let is_unwanted = || {
            let state = self.lock();
            state.is_closing || state.last != ticket
        };
        loop {
            if let Some(index) = &index {
                let found = joined(last.take(), index, study).and_then(|joined| {
                    let found = answer(study, Some(&joined), question, &is_unwanted);
                    *last = Some(joined);
                    found
                });
                match found {
                    Ok(found) => return found,
                    Err(_) => self.distrust(),
                }
            }
            // Reading all texts takes long: where an index comes meanwhile, it is asked instead.
            let stop = || is_unwanted() || self.lock().index.is_some();
            let read = answer(study, None, question, &stop).unwrap_or_default();
            index.clone_from(&self.lock().index);
            if !read.is_stopped || index.is_none() || is_unwanted() {
                return read;
            }
        }
    }

    /// Does an errand; where a question comes meanwhile, it gives way and is put back to be done after it.
    fn errand(
        &self,
        mut errand: Errand<S>,
        study: &S,
        index: Option<Arc<Index>>,
        last: &mut Option<Joined>,
        ticket: Ticket,
    ) {
        // Once told to stop it is told so to the end: else it might leave something out and not know it.
        let gave_way = Cell::new(false);
        let stop = || {
            let state = self.lock();
            gave_way.set(gave_way.get() || state.question.is_some());
            gave_way.get() || state.is_closing || state.last_errand != ticket
        };
        self.run_errand(&mut errand, study, index, last, &stop);
        let mut state = self.lock();
        if gave_way.get() && state.last_errand == ticket {
            state.errand = Some((ticket, errand));
        }
    }

    fn run_errand(
        &self,
        errand: &mut Errand<S>,
        study: &S,
        index: Option<Arc<Index>>,
        last: &mut Option<Joined>,
        stop: &dyn Fn() -> bool,
    ) {
        if let Some(index) = index {
            let done = joined(last.take(), &index, study).and_then(|joined| {
                let done = errand(study, Some(&joined), stop);
                *last = Some(joined);
                done
            });
            match done {
                Ok(()) => return,
                Err(_) => self.distrust(),
            }
        }
        if errand(study, None, stop).is_err() {
            self.distrust();
        }
    }

    /// Puts an index away that failed; the keeper makes another one, unless that did not help before.
    fn distrust(&self) {
        let mut state = self.lock();
        state.index = None;
        state.failures += 1;
        if state.failures <= RETRIES {
            state.kept = None;
            state.is_distrusted = true;
        }
        drop(state);
        self.changed.notify_all();
    }

    /// The thread that keeps the index.
    fn keep(&self) {
        let Some(folder) = self.folder.clone() else { return };
        while let Some((study, anew)) = self.next_edition() {
            if self.lock().index.is_none() && !anew {
                // An older one is better than none until the new one is there.
                let opened = Index::open(&folder).ok().map(Arc::new);
                let is_current = opened.as_ref().is_some_and(|index| index.is_current(study.as_ref()));
                let mut state = self.lock();
                state.index = opened;
                if is_current {
                    state.kept = Some(study.edition());
                    drop(state);
                    (self.wake)();
                    continue;
                }
            }
            let made = update(&folder, study.as_ref(), anew, &mut |progress| {
                let mut state = self.lock();
                state.progress = Some(progress);
                let is_wanted = !state.is_closing;
                drop(state);
                (self.wake)();
                is_wanted
            });
            let opened = made.and_then(|_| Index::open(&folder));
            let mut state = self.lock();
            state.progress = None;
            match opened {
                Ok(index) => state.index = Some(Arc::new(index)),
                Err(IndexError::Busy) => {
                    // Another process makes it: look again in a while, and read the texts till then.
                    drop(self.changed.wait_timeout(state, PATIENCE).unwrap_or_else(PoisonError::into_inner));
                    continue;
                }
                // It cannot be kept: the texts are read from now on.
                Err(_) => {}
            }
            state.is_distrusted = false;
            state.kept = Some(study.edition());
            drop(state);
            (self.wake)();
        }
    }

    /// Waits for a study that the index does not hold; nothing when it is time to end.
    fn next_edition(&self) -> Option<(Arc<S>, bool)> {
        let mut state = self.lock();
        loop {
            if state.is_closing {
                return None;
            }
            if let Some(study) = &state.study
                && state.kept != Some(study.edition())
            {
                return Some((Arc::clone(study), state.is_distrusted));
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

#[cfg(test)]
mod tests;
