//! Searching as the user types: the latest question alone is answered, on other threads.
//!
//! The search works on a picture of the study. A picture is taken when a question comes after something
//! was coded, and not before: who never searches never waits for one.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use crate::base::ids::CodeId;
use crate::base::problem::Severity;
use crate::coding::Stance;
use crate::search::answer::{Answer as Found, Line, Question};
use crate::search::arranged::By;
use crate::search::index::Joined;
use crate::search::live::{Answered, Live, Ticket};
use crate::search::query::{Query, Trouble};
use crate::search::run::Limits;
use crate::search::searchable::{Searchable, index_folder};
use crate::source::{Outline, Passage};
use crate::study::{Source, Study};
use crate::tui::desk::{Hit, sign};
use crate::tui::message::{Answer, Message, Outcome};

use super::desk::about;
use super::grouping;
use super::picturing::Pictures;
use super::suggesting::{self, Wanted};

/// The most hits that are shown; the number of all is told.
const MOST: usize = 100;

/// The search of one session.
pub(super) struct Seeker {
    live: Arc<Live<Searchable>>,
    pictures: Arc<Pictures>,
    shared: Arc<Mutex<Shared>>,
    to: Sender<Message>,
}

#[derive(Default)]
struct Shared {
    /// The question that waits for a picture to be taken.
    waiting: Option<(u64, Question)>,
    /// The suggestions that wait for one.
    wanted: Option<Wanted>,
    /// Whether a thread has one taken for them.
    is_served: bool,
    /// The question that was asked last, by its number there and here.
    asked: Option<(Ticket, u64)>,
}

impl Seeker {
    /// Begins; the index is brought up to date with the first question.
    pub(super) fn begin(study: &Study, to: &Sender<Message>) -> Self {
        let news = to.clone();
        // When nobody listens any more there is no use for the answer.
        let wake = move || drop(news.send(Message::SearchNews));
        let live = Arc::new(Live::start(index_folder(study), wake));
        Self { live, pictures: Arc::default(), shared: Arc::default(), to: to.clone() }
    }

    /// Returns what other threads need to search as this does.
    pub(super) fn view(&self) -> Outlook {
        Outlook { live: Arc::clone(&self.live), pictures: Arc::clone(&self.pictures) }
    }

    /// Returns the pictures of the study, to be told of every change.
    pub(super) fn pictures(&self) -> &Pictures {
        &self.pictures
    }

    /// Asks. The answer comes as news.
    pub(super) fn ask(&self, study: &Arc<RwLock<Study>>, ticket: u64, question: Question) {
        let mut shared = lock(&self.shared);
        if let Some(picture) = self.pictures.fresh() {
            // What waits is older than this.
            shared.waiting = None;
            self.live.set_study(picture);
            shared.asked = Some((self.live.ask(question), ticket));
            return;
        }
        shared.waiting = Some((ticket, question));
        self.serve(shared, study);
    }

    /// Asks for passages like others. They come as an outcome of their own.
    pub(super) fn suggest(&self, study: &Arc<RwLock<Study>>, wanted: Wanted) {
        let mut shared = lock(&self.shared);
        shared.wanted = Some(wanted);
        self.serve(shared, study);
    }

    /// Has what waits done with a fresh picture, unless that is under way.
    fn serve(&self, mut shared: MutexGuard<'_, Shared>, study: &Arc<RwLock<Study>>) {
        if !std::mem::replace(&mut shared.is_served, true) {
            drop(shared);
            let (view, shared) = (self.view(), Arc::clone(&self.shared));
            let (study, to) = (Arc::clone(study), self.to.clone());
            super::spawn("search", &self.to, move || serve(&study, &view, &shared, &to));
        }
    }

    /// Returns the number of the question that waits for a picture.
    #[cfg(test)]
    pub(super) fn waiting(&self) -> Option<u64> {
        lock(&self.shared).waiting.as_ref().map(|(number, _)| *number)
    }

    /// Returns what there is to tell: how far the index is, and an answer.
    pub(super) fn news(&self, study: &Study) -> Vec<Outcome> {
        let progress = self.live.progress();
        let share = progress.map(|progress| u8::try_from(progress.done * 100 / progress.of.max(1)).unwrap_or(100));
        let mut outcomes = vec![Outcome::Indexing(share)];
        let Some(Answered { ticket, study: picture, answer: found }) = self.live.answer() else { return outcomes };
        let asked = lock(&self.shared).asked;
        if let Some((_, number)) = asked.filter(|(asked, _)| *asked == ticket) {
            let answer = Box::new(answer(study, &picture, &found));
            outcomes.push(Outcome::Found { ticket: number, answer });
        }
        outcomes
    }
}

/// The search as work on another thread uses it, for an answer that is not shown as hits.
pub(super) struct Outlook {
    live: Arc<Live<Searchable>>,
    pictures: Arc<Pictures>,
}

impl Outlook {
    /// Returns a picture of the study as it is, with the index laid beside it where there is one.
    ///
    /// As for [`Pictures::take`], the study may not be locked.
    pub(super) fn taken(&self, study: &RwLock<Study>) -> (Arc<Searchable>, Option<Joined>) {
        let picture = self.pictures.take(study);
        let joined = self.joined(&picture);
        (picture, joined)
    }

    /// As [`Pictures::with`].
    pub(super) fn with<T>(&self, study: &RwLock<Study>, work: impl FnOnce(&Study, Arc<Searchable>) -> T) -> T {
        self.pictures.with(study, work)
    }

    /// Lays the index beside a picture, where there is one.
    pub(super) fn joined(&self, picture: &Searchable) -> Option<Joined> {
        self.live.index().and_then(|index| index.join(picture).ok())
    }
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Asks for as many hits as are shown, and for the number of all.
pub(super) fn question(query: String, typing: bool, within: Query, by: Option<By>) -> Question {
    let most = if by.is_some() { grouping::MOST } else { MOST };
    let arrangement = by.map(grouping::arrangement);
    Question { query, limits: Limits::first(most).counted(), typing, within, arrangement }
}

/// What waits is served for as long as this lives, or until that is said otherwise.
struct Serving<'s>(&'s Mutex<Shared>);

impl Drop for Serving<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            lock(self.0).is_served = false;
        }
    }
}

/// Waits for a fresh picture, then asks what was asked last.
fn serve(study: &Arc<RwLock<Study>>, view: &Outlook, shared: &Mutex<Shared>, to: &Sender<Message>) {
    let serving = Serving(shared);
    super::judging::read_outlines(study, to);
    let wanted = loop {
        view.pictures.take(study);
        let mut shared = lock(shared);
        // Something may have changed before this question was asked and after the picture was taken.
        let Some(picture) = view.pictures.fresh() else { continue };
        view.live.set_study(picture);
        shared.is_served = false;
        if let Some((ticket, question)) = shared.waiting.take() {
            shared.asked = Some((view.live.ask(question), ticket));
        }
        break shared.wanted.take();
    };
    drop(serving);
    if let Some(wanted) = wanted {
        suggesting::suggest(study, &view.live, &wanted, to);
    }
}

/// Reads what is shown of what was found.
pub(super) fn answer(study: &Study, picture: &Searchable, found: &Found) -> Answer {
    let serious = found.troubles.iter().find(|trouble| trouble.severity == Severity::Error);
    let problem = serious.or(found.troubles.first()).map(Trouble::sentence);
    if let Some(arranged) = &found.arranged {
        return grouping::answer(study, found, arranged, problem);
    }
    let hits: Vec<Hit> = found.lines.iter().filter_map(|line| hit(study, picture, line)).collect();
    let count = found.total.unwrap_or(hits.len());
    Answer { count, hits, is_begun: found.is_begun, problem, ..Answer::default() }
}

/// Reads what is shown of a passage that was found; nothing where it is gone.
pub(super) fn hit(study: &Study, picture: &Searchable, line: &Line) -> Option<Hit> {
    let (source, outline, passage) = found_at(study, line)?;
    let codings = picture.codings(line.hit.source, line.hit.passage).into_iter();
    let codings = codings.map(|coding| coded_as(study, &coding.code, coding.stance));
    Some(Hit { codings: codings.collect(), ..bare_hit(line, source, outline, passage) })
}

/// Makes a hit of a passage where [`found_at`] found it, without its codings.
pub(super) fn bare_hit(line: &Line, source: &Source, outline: &Outline, passage: &Passage) -> Hit {
    Hit {
        source: line.source.clone(),
        span: line.span,
        said: passage.said(&line.text),
        hash: outline.hash,
        words: line.text.slice(line.span).to_owned(),
        matches: line.marks.clone(),
        codings: Vec::new(),
        about: about(source),
        evidence: None,
    }
}

/// Returns where a passage that was found stands in the study as it is; nothing where its text was read anew since
/// and is another, or is cut otherwise: else words would be coded that nobody was shown.
pub(super) fn found_at<'s>(study: &'s Study, line: &Line) -> Option<(&'s Source, &'s Outline, &'s Passage)> {
    let source = &study.sources()[study.position(&line.source)?];
    let outline = study.outline(source).ok()?;
    let passage = outline.passages.get(line.hit.passage)?;
    (outline.hash == line.text.hash() && passage.span == line.span).then_some((source, outline, passage))
}

/// Names a code with a stance towards its claim, if it has one.
pub(super) fn coded_as(study: &Study, code: &CodeId, stance: Stance) -> String {
    let name = study.codebook().get(code).map_or(code.as_str(), |code| code.name.as_str());
    match sign(study.codebook(), code, stance) {
        Some(sign) => format!("{name} {sign}"),
        None => name.to_owned(),
    }
}
