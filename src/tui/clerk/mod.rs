//! The clerk: the only part of the workbench that may touch the study, the disk, the clock or a thread.
//!
//! It performs effects and answers with outcomes. Failing one leaves what is shown as it was and says
//! what happened. What the disk refused is kept here under the ids that it was to have, so that saving
//! again never makes it twice.

mod book;
mod book_words;
mod bookmark;
mod cells;
mod coding_all;
mod counting;
pub mod desk;
mod drafts;
mod filtering;
mod first_look;
mod following;
mod framework;
mod gathering;
mod grouping;
mod jobs;
mod judging;
mod noting;
mod page;
mod paths;
mod picturing;
mod searches;
mod seeking;
mod setting;
mod state_file;
mod suggesting;
mod tally;
mod telling;
#[cfg(test)]
mod tests;
pub mod tour;
mod unsaved;
mod watch;
mod writing;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::sync::mpsc::Sender;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::message::{Aim, Change, Effect, Message, Outcome};
use crate::base::ids::{Coder, SourceId};
use crate::base::text::Span;
use crate::codebook::NewCode;
use crate::coding::Act;
use crate::report::citation::cited;
use crate::search::query::Query;
use crate::search::sieve::Sieve;
use crate::study::{Anchoring, Host, OpenError, Study, View};

use counting::Counting;
use judging::Ask;
use seeking::{Seeker, question};
use suggesting::Wanted;
use tally::Tally;
use unsaved::{Tried, Unsaved};

/// Performs effects on one study for one coder.
pub struct Clerk {
    study: Arc<RwLock<Study>>,
    coder: Coder,
    /// The source that is shown.
    open: Option<SourceId>,
    /// How often each code is used.
    tally: Tally,
    /// Whether something may have changed since the themes were last judged.
    verdicts_due: Cell<bool>,
    /// Whether places at which words were found again are still to be written down, with the next change.
    anchors_due: bool,
    /// What the disk refused, oldest first.
    unsaved: VecDeque<Unsaved>,
    /// The texts that were shown last.
    texts: RefCell<following::Texts>,
    /// Asks for the themes to be judged, or the evidence of one to be gathered.
    judge: Sender<Ask>,
    /// Searches.
    seeker: Seeker,
    /// Plans the coding of all hits.
    planner: coding_all::Planner,
    /// Counts words.
    counting: Counting,
    /// The filter that holds for evidence and searches.
    sieve: Option<Sieve>,
    /// What this session wrote or read, so that the watch takes it for no news.
    own: watch::Own,
    /// What runs behind.
    job: Option<jobs::Running>,
    to: Sender<Message>,
}

impl Clerk {
    /// Opens a study.
    ///
    /// # Errors
    /// When there is none, or its manifest cannot be read.
    pub fn open(host: Host, root: &Path, coder: Coder, to: Sender<Message>) -> Result<Self, OpenError> {
        let study = Study::open(host, root)?;
        let seeker = Seeker::begin(&study, &to);
        let study = Arc::new(RwLock::new(study));
        Ok(Self {
            judge: judging::begin(&study, &coder, &to),
            study,
            coder,
            open: None,
            tally: Tally::default(),
            verdicts_due: Cell::new(true),
            anchors_due: true,
            unsaved: VecDeque::new(),
            texts: RefCell::default(),
            seeker,
            planner: coding_all::Planner::default(),
            counting: Counting::default(),
            sieve: None,
            own: watch::Own::default(),
            job: None,
            to,
        })
    }

    /// Returns what is known at once, and has the texts read behind the scenes.
    #[must_use]
    pub fn begin(&mut self) -> Outcome {
        let study = Arc::clone(&self.study);
        let study = study.read().unwrap_or_else(PoisonError::into_inner);
        let placed = study.codings(View::Coded);
        self.tally = Tally::new(&placed);
        let mut desk = desk::desk(&study, &placed, self.tally.total().clone(), &self.coder);
        if study.has_outlines() {
            desk::fill(&study, &placed, &mut desk, &self.coder);
            return Outcome::Read(Box::new(desk));
        }
        let mut spans: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
        for placed in placed.iter().filter(|placed| placed.anchoring == Anchoring::Anchored) {
            if let Some(at) = placed.source {
                spans.entry(at).or_default().push(placed.span);
            }
        }
        self.read_texts(spans);
        Outcome::Read(Box::new(desk))
    }

    /// Returns what was kept of this coder's earlier sessions in the study: where the last one stopped, and what was
    /// written and not saved.
    #[must_use]
    pub fn kept(&self) -> Vec<Outcome> {
        let study = self.read();
        let (host, root) = (study.host(), study.layout().root());
        let stopped = bookmark::kept(host, root, &self.coder).map(Outcome::Stopped);
        stopped.into_iter().chain([Outcome::Drafts(drafts::kept(host, root, &self.coder))]).collect()
    }

    /// Returns how this user has the text set, if that was kept.
    #[must_use]
    pub fn setting(host: &Host) -> Option<Outcome> {
        setting::kept(host).map(Outcome::Set)
    }

    /// Returns what this coder saw of a study as it is, if that was kept: to be shown until the study is open.
    #[must_use]
    pub fn first_look(host: &Host, root: &Path, coder: &Coder) -> Vec<Outcome> {
        let Some((desk, themes)) = first_look::read(host, root, coder) else { return Vec::new() };
        let stopped = bookmark::kept(host, root, coder).map(Outcome::Stopped);
        [Outcome::Read(Box::new(desk)), Outcome::Assessed(Box::new(themes))].into_iter().chain(stopped).collect()
    }

    /// Performs an effect. Those that need long answer later, through the channel.
    pub fn perform(&mut self, effect: Effect) -> Vec<Outcome> {
        match effect {
            // The time before counts for the source that was open before.
            Effect::Open(id, aim) => vec![self.time(), self.open_source(&id, Some(aim))],
            Effect::Reread(id) => vec![self.open_source(&id, None)],
            Effect::RereadBeside(id) => vec![match self.page(&id) {
                Ok(page) => Outcome::RereadBeside(Box::new(page)),
                Err(reason) => Outcome::Failed(reason),
            }],
            Effect::Write(changes) => self.write(changes),
            Effect::SaveAgain => self.save_again(),
            Effect::SaveLater => {
                self.later("save", UNTIL_SAVED_AGAIN, Message::TimeToSave);
                Vec::new()
            }
            Effect::KeepLater => {
                self.later("keep", UNTIL_KEPT, Message::TimeToKeep);
                Vec::new()
            }
            Effect::ChangeBook(edit) => self.change_book(edit),
            Effect::CountCodes => {
                self.count_searches();
                vec![self.count_codes()]
            }
            Effect::GatherSplit(code) => vec![self.to_split(code)],
            Effect::NewCode { code, changes } => self.new_code(*code, changes),
            Effect::FindMemo { about, title } => {
                let study = self.read();
                let before = writing::own_memo(&study, &self.coder, &about).map(|memo| memo.text.clone());
                vec![Outcome::Memo { about, title, before: before.unwrap_or_default() }]
            }
            Effect::Undo(count) => self.undo(true, count),
            Effect::Redo(count) => self.undo(false, count),
            Effect::Reload => self.reload(),
            Effect::Assess => {
                // Without the thread there is no answer, and a message has said why.
                let anew = self.verdicts_due.take();
                self.judge.send(Ask::Judge { anew }).unwrap_or_default();
                if anew {
                    self.count_problems(&self.read());
                }
                Vec::new()
            }
            Effect::Filter { text, holds } => {
                let (filtered, sieve) = filtering::filtered(&self.read(), text, holds);
                if holds {
                    self.sieve = sieve;
                }
                vec![Outcome::Filtered(Box::new(filtered))]
            }
            Effect::TellTime => vec![self.time()],
            Effect::Gather(code) => {
                self.judge.send(Ask::Gather(code, self.sieve.clone())).unwrap_or_default();
                Vec::new()
            }
            Effect::LayOut => {
                self.judge.send(Ask::LayOut).unwrap_or_default();
                Vec::new()
            }
            Effect::Passages { source, theme, ids } => {
                let read = framework::passages(&self.read(), &source, &theme, &ids, &self.coder);
                vec![Outcome::Passages(Box::new(read))]
            }
            Effect::Cite(source, span) => vec![self.cite(&source, span)],
            Effect::ListNotes => {
                self.judge.send(Ask::List).unwrap_or_default();
                Vec::new()
            }
            Effect::SaveSearch { name, query, replace } => self.save_search(&name, &query, replace),
            Effect::Search { ticket, query, typing, by } => {
                let within = self.sieve.as_ref().map_or(Query::All, |sieve| sieve.query().clone());
                self.seeker.ask(&self.study, ticket, question(query, typing, within, by));
                Vec::new()
            }
            Effect::PlanAll(asked) => {
                let within = self.sieve.as_ref().map_or(Query::All, |sieve| sieve.query().clone());
                self.planner.ask(&self.study, self.seeker.view(), &self.coder, within, *asked, &self.to);
                Vec::new()
            }
            Effect::CodeAll(ticket) => self.code_all(ticket),
            Effect::ForgetPlan => {
                self.planner.forget();
                Vec::new()
            }
            Effect::CountWords(ask) => {
                let within = self.sieve.as_ref().map_or(Query::All, |sieve| sieve.query().clone());
                self.counting.ask(&self.study, self.seeker.view(), within, *ask, &self.to);
                Vec::new()
            }
            Effect::Suggest { ticket, like } => {
                let within = self.sieve.as_ref().map_or(Query::All, |sieve| sieve.query().clone());
                self.seeker.suggest(&self.study, Wanted { ticket, like, within, coder: self.coder.clone() });
                Vec::new()
            }
            Effect::Collect => self.seeker.news(&self.read()),
            Effect::KeepBookmark(mark) => {
                let study = self.read();
                bookmark::keep(study.host(), study.layout().root(), &self.coder, &mark);
                Vec::new()
            }
            Effect::KeepDraft(draft) => {
                let study = self.read();
                drafts::keep(study.host(), study.layout().root(), &self.coder, draft);
                Vec::new()
            }
            Effect::DropDraft(on) => {
                let study = self.read();
                drafts::drop(study.host(), study.layout().root(), &self.coder, &on);
                Vec::new()
            }
            Effect::KeepSetting(setting) => {
                setting::keep(self.read().host(), setting);
                Vec::new()
            }
            Effect::KeepTour(tour) => {
                tour::keep(self.read().host(), &tour);
                Vec::new()
            }
            Effect::LookAt(look) => vec![Outcome::Looked(Box::new(paths::look(&self.read(), *look)))],
            Effect::Begin(order) => self.begin_job(*order),
            Effect::StopBehind => {
                self.stop_job();
                Vec::new()
            }
            // The loop's own.
            Effect::Copy(_) | Effect::Suspend | Effect::TakeAgain | Effect::Redraw | Effect::Quit(_) => Vec::new(),
        }
    }

    /// Sends the loop a message in a while.
    fn later(&self, name: &'static str, time: std::time::Duration, message: Message) {
        let to = self.to.clone();
        spawn(name, &self.to, move || {
            std::thread::sleep(time);
            // The session may have ended meanwhile.
            drop(to.send(message));
        });
    }

    /// Tells the time.
    #[must_use]
    pub fn time(&self) -> Outcome {
        Outcome::Time(self.read().host().clock.millis())
    }

    fn read(&self) -> RwLockReadGuard<'_, Study> {
        self.study.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self) -> RwLockWriteGuard<'_, Study> {
        self.verdicts_due.set(true);
        self.study.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the text of a source; with an aim as a source that is opened, without as the open one again.
    fn open_source(&mut self, id: &SourceId, aim: Option<Aim>) -> Outcome {
        match self.page(id) {
            Ok(page) => {
                self.open = Some(page.id.clone());
                match aim {
                    Some(aim) => Outcome::Opened(Box::new(page), aim),
                    None => Outcome::Reread(Box::new(page)),
                }
            }
            Err(reason) => Outcome::Failed(reason),
        }
    }

    fn page(&self, id: &SourceId) -> Result<super::desk::Page, String> {
        let study = self.read();
        let at = study.source_of(id).ok_or_else(|| format!("the source {id} is gone"))?;
        let source = &study.sources()[at];
        let outline = study.outline(source).map_err(|error| format!("{}: {error}", source.id))?;
        let text = study.text(source).map_err(|error| format!("{}: {error}", source.id))?;
        self.texts.borrow_mut().note(outline.hash, &text);
        Ok(page::page(&study, at, text, outline, &study.codings_in(at), &self.coder))
    }

    /// Writes words of a source down with their citation, if they may be quoted.
    fn cite(&self, id: &SourceId, span: Span) -> Outcome {
        let study = self.read();
        let Some(at) = study.source_of(id) else { return Outcome::Failed(format!("the source {id} is gone")) };
        match cited(&study, at, span) {
            Ok(text) => Outcome::Cited(text),
            Err(refusal) => Outcome::Failed(refusal.to_string()),
        }
    }

    /// Reads all texts on a thread of its own, one at a time, and sends the shares of coded passages.
    ///
    /// The study is locked for one source only, so that a coding never waits for more than that.
    fn read_texts(&self, spans: BTreeMap<usize, Vec<Span>>) {
        let (study, coder, to) = (Arc::clone(&self.study), self.coder.clone(), self.to.clone());
        let work = move || {
            judging::read_outlines(&study, &to);
            let mut rows = Vec::new();
            for at in 0.. {
                let study = study.read().unwrap_or_else(PoisonError::into_inner);
                let Some(source) = study.sources().get(at) else { break };
                if let Ok(outline) = study.outline(source) {
                    let coded = spans.get(&at).map_or(&[][..], Vec::as_slice);
                    rows.push(desk::row(&study, at, outline, coded, &coder));
                }
                drop(study);
                if rows.len() >= ROWS && to.send(Message::Done(Outcome::Rows(std::mem::take(&mut rows)))).is_err() {
                    return;
                }
            }
            // The loop may have ended meanwhile: then nobody wants the rest.
            drop(to.send(Message::Done(Outcome::Rows(rows))));
        };
        spawn("texts", &self.to, work);
    }

    fn write(&mut self, changes: Vec<Change>) -> Vec<Outcome> {
        if self.waits(&changes) {
            let words = "this is coded so already, and is not saved yet: it can be changed when it is".to_owned();
            return vec![Outcome::Failed(words)];
        }
        let (mut outcomes, tried) = self.attempt(changes);
        outcomes.push(self.told(tried));
        outcomes
    }

    /// Tries to write changes as one step. Where they do not fit the study as it was read, it is read again, and
    /// words that were chosen in a text of before are looked for in that of now.
    fn attempt(&mut self, mut changes: Vec<Change>) -> (Vec<Outcome>, Tried) {
        let mut outcomes = Vec::new();
        let mut acts = self.acts(&changes);
        if acts.is_err() {
            outcomes = self.reload();
            changes = following::followed(&self.read(), &self.texts.borrow(), changes);
            acts = self.acts(&changes);
        }
        let acts = match acts {
            Ok(acts) => acts,
            Err(reason) => return (outcomes, Tried::Failed(reason)),
        };
        if acts.is_empty()
            && let Some(words) = writing::coded_so(&self.read(), &changes)
        {
            return (outcomes, Tried::Nothing(words));
        }
        let what = writing::act_words(&self.read(), &acts);
        let acts = if self.anchors_due {
            let mut all = self.read().anchors_to_write();
            all.extend(acts);
            all
        } else {
            acts
        };
        let written = self.change().write(&self.coder, acts);
        self.anchors_due &= written.is_err();
        self.note_own();
        (outcomes, Tried::of(written, changes, what))
    }

    fn acts(&self, changes: &[Change]) -> Result<Vec<Act>, String> {
        let study = self.read();
        let acts: Result<Vec<Vec<Act>>, String> =
            changes.iter().map(|change| writing::acts(&study, &self.coder, change)).collect();
        acts.map(|acts| acts.concat())
    }

    /// Reads the study anew. If it is gone for the moment, what was read stays.
    fn reload(&mut self) -> Vec<Outcome> {
        let before = self.read().journal_paths();
        let reopened = {
            let mut study = self.change();
            let reopened = study.reopen();
            if reopened.is_ok() {
                self.seeker.pictures().texts_changed();
            }
            reopened
        };
        match reopened {
            Ok(()) => {
                self.anchors_due = true;
                self.own.note_read(self.read().files());
                let now = self.read().journal_paths();
                let gone: Vec<String> = before.into_iter().filter(|path| !now.contains(path)).collect();
                let mut outcomes = vec![self.begin()];
                if !gone.is_empty() {
                    let gone = gone.join(", ");
                    let words = format!("{gone} is gone: what it held is not counted any more; put it back");
                    outcomes.push(Outcome::Failed(words));
                }
                outcomes
            }
            Err(error) => vec![Outcome::Failed(error.to_string())],
        }
    }

    /// Has a thread look for changes that other programs make, and one compare the journals with what they
    /// were folded from.
    pub fn watch(&self) {
        let study = self.read();
        let (check, news) = (study.journal_check(), self.to.clone());
        spawn("journals", &self.to, move || {
            if !check.holds() {
                // The loop may have ended meanwhile.
                drop(news.send(Message::Changed));
            }
        });
        let (host, layout) = (study.host().clone(), study.layout().clone());
        let (manifest, read) = (study.manifest().clone(), study.files().cloned());
        drop(study);
        let (clock, tick) = (Arc::clone(&host.clock), self.to.clone());
        spawn("clock", &self.to, move || {
            while tick.send(Message::Done(Outcome::Time(clock.millis()))).is_ok() {
                std::thread::sleep(TICK);
            }
        });
        let (own, to) = (self.own.clone(), self.to.clone());
        spawn("watch", &self.to, move || watch::watch(&host, &layout, &manifest, read, &own, &to));
    }

    fn note_own(&self) {
        let study = self.read();
        self.own.note(study.host(), study.layout(), &self.coder);
    }

    /// Adds a code to the coder's drafts and writes what is coded with it.
    fn new_code(&mut self, code: NewCode, changes: Vec<Change>) -> Vec<Outcome> {
        if let Err(problem) = self.change().add_draft(&self.coder, code) {
            return vec![Outcome::Failed(problem.message)];
        }
        let codebook = Arc::new(self.read().codebook().clone());
        self.seeker.pictures().codebook_changed();
        let mut outcomes = vec![Outcome::Coined(codebook)];
        outcomes.extend(self.write(changes));
        outcomes
    }

    /// Takes steps back, or makes them again, and says what each was; at most [`STEPS`] at once.
    fn undo(&mut self, back: bool, count: usize) -> Vec<Outcome> {
        if !self.unsaved.is_empty() {
            // What is older than a step that waits is not touched before that one is safe.
            return if back { self.take_back(count) } else { vec![Outcome::UndoWaits { back }] };
        }
        let (mut written, mut told, mut refused) = (Vec::new(), Vec::new(), None);
        let count = count.clamp(1, STEPS);
        for _ in 0..count {
            let done = if back { self.change().undo(&self.coder) } else { self.change().redo(&self.coder) };
            self.note_own();
            match done {
                Ok(Some(undone)) => {
                    let study = self.read();
                    told.push(writing::step_words(&study, &undone.of));
                    written.extend(undone.written);
                }
                Ok(None) => break,
                Err(error) => {
                    refused = Some(error);
                    break;
                }
            }
        }
        let (verb, nothing) =
            if back { ("undone", "nothing to undo") } else { ("made again", "nothing to make again") };
        let mut outcomes = Vec::new();
        if !told.is_empty() {
            let how_many = if told.len() > 1 { format!(" {}", told.len()) } else { String::new() };
            let short = |what: &String| what.strip_prefix(writing::CODED).unwrap_or(what).to_owned();
            let told: Vec<String> = if told.len() > 1 { told.iter().map(short).collect() } else { told };
            let more = if told.len() < count && refused.is_none() { "; no more is left" } else { "" };
            outcomes.push(self.saved(&written, format!("{verb}{how_many}: {}{more}", told.join(" · "))));
        } else if refused.is_none() {
            outcomes.push(Outcome::Told(nothing.to_owned()));
        }
        if let Some(error) = refused {
            outcomes.push(self.told(Tried::of(Err(error), Vec::new(), String::new())));
        }
        outcomes
    }
}

/// The most steps that one key takes back: each is looked for in the coder's journals.
const STEPS: usize = 100;

/// How long after the disk refused something it is tried again without being asked for.
const UNTIL_SAVED_AGAIN: std::time::Duration = std::time::Duration::from_secs(4);

/// How long after the cursor moved, or something was written, that is kept: what a killed program loses.
const UNTIL_KEPT: std::time::Duration = std::time::Duration::from_secs(3);

/// How often the loop is told the time.
const TICK: std::time::Duration = std::time::Duration::from_secs(30);

/// How many rows of sources are sent at a time.
const ROWS: usize = 50;

/// Does work on a thread. If it panics, the loop is told, and the screen stays as it is.
pub(super) fn spawn(name: &'static str, to: &Sender<Message>, work: impl FnOnce() + Send + 'static) {
    let told = to.clone();
    let started = std::thread::Builder::new().name(name.to_owned()).spawn(move || {
        guarded(name, &told, work);
    });
    if let Err(error) = started {
        drop(to.send(Message::Done(Outcome::Failed(format!("no thread for the {name}: {error}")))));
    }
}

/// Does work; if it panics, tells the loop and returns nothing.
///
/// What the work shares with others is behind locks that are taken whatever happened to their holder, and
/// is changed by single assignments, so that nothing half done is seen.
fn guarded<T>(name: &str, to: &Sender<Message>, work: impl FnOnce() -> T) -> Option<T> {
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    if done.is_err() {
        let words = format!("a fault of the program stopped its work on the {name}; coding goes on");
        drop(to.send(Message::Done(Outcome::Failed(words))));
    }
    done.ok()
}
