//! Searching as the user types: the latest question alone is answered, on other threads.
//!
//! The search works on a picture of the study. A picture is taken when a question comes after something
//! was coded, and not before: who never searches never waits for one.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use crate::base::ids::{CodeId, EntryId};
use crate::base::problem::Severity;
use crate::coding::Stance;
use crate::search::answer::{Answer as Found, Line, Question};
use crate::search::arranged::By;
use crate::search::index::Joined;
use crate::search::live::{Live, Ticket};
use crate::search::query::Query;
use crate::search::run::Limits;
use crate::search::searchable::{Searchable, index_folder};
use crate::study::{Study, View};
use crate::tui::desk::{Hit, sign};
use crate::tui::message::{Answer, Message, Outcome};

use super::desk::about;
use super::grouping;
use super::suggesting::{self, Wanted};

/// The most hits that are shown; the number of all is told.
const MOST: usize = 100;

/// The search of one session.
pub(super) struct Seeker {
    live: Arc<Live<Searchable>>,
    shared: Arc<Mutex<Shared>>,
    to: Sender<Message>,
}

#[derive(Default)]
struct Shared {
    /// The picture that questions are asked of.
    picture: Option<Arc<Searchable>>,
    /// Whether codings, or texts too, changed since it was taken.
    stale: Stale,
    /// The question that waits for a picture to be taken.
    waiting: Option<(u64, Question)>,
    /// The suggestions that wait for one.
    wanted: Option<Wanted>,
    is_taking: bool,
    /// The question that was asked last, by its number there and here.
    asked: Option<(Ticket, u64)>,
}

/// Not out of date.
const FRESH: Stale = Stale::Codings(Vec::new());

/// How far a picture is out of date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Stale {
    /// Entries were written about these codings; none: not at all.
    Codings(Vec<EntryId>),
    /// The codebook changed.
    Codebook,
    /// The study was read anew.
    #[default]
    Texts,
}

impl Seeker {
    /// Begins; the index is brought up to date with the first question.
    pub(super) fn begin(study: &Study, to: &Sender<Message>) -> Self {
        let news = to.clone();
        // When nobody listens any more there is no use for the answer.
        let wake = move || drop(news.send(Message::SearchNews));
        let live = Arc::new(Live::start(index_folder(study), wake));
        Self { live, shared: Arc::default(), to: to.clone() }
    }

    /// Returns what other threads need to search as this does.
    pub(super) fn view(&self) -> Outlook {
        Outlook { live: Arc::clone(&self.live), shared: Arc::clone(&self.shared) }
    }

    /// Says that entries about some codings were written.
    pub(super) fn codings_changed(&self, touched: impl IntoIterator<Item = EntryId>) {
        // Where more than codings changed already, that is what counts.
        if let Stale::Codings(ids) = &mut lock(&self.shared).stale {
            ids.extend(touched);
        }
    }

    /// Says that the codebook changed.
    pub(super) fn codebook_changed(&self) {
        let mut shared = lock(&self.shared);
        if shared.stale != Stale::Texts {
            shared.stale = Stale::Codebook;
        }
    }

    /// Says that the study was read anew.
    pub(super) fn texts_changed(&self) {
        lock(&self.shared).stale = Stale::Texts;
    }

    /// Asks. The answer comes as news.
    pub(super) fn ask(&self, study: &Arc<RwLock<Study>>, ticket: u64, question: Question) {
        let mut shared = lock(&self.shared);
        if shared.picture.is_some() && shared.stale == FRESH {
            shared.asked = Some((self.live.ask(question), ticket));
            return;
        }
        shared.waiting = Some((ticket, question));
        self.take_picture(shared, study);
    }

    /// Asks for passages like others. They come as an outcome of their own.
    pub(super) fn suggest(&self, study: &Arc<RwLock<Study>>, wanted: Wanted) {
        let mut shared = lock(&self.shared);
        shared.wanted = Some(wanted);
        self.take_picture(shared, study);
    }

    /// Has a fresh picture taken, unless that is under way.
    fn take_picture(&self, mut shared: MutexGuard<'_, Shared>, study: &Arc<RwLock<Study>>) {
        if !std::mem::replace(&mut shared.is_taking, true) {
            drop(shared);
            let (study, live, shared) = (Arc::clone(study), Arc::clone(&self.live), Arc::clone(&self.shared));
            let to = self.to.clone();
            super::spawn("search", &self.to, move || take_picture(&study, &live, &shared, &to));
        }
    }

    /// Returns what there is to tell: how far the index is, and an answer.
    pub(super) fn news(&self, study: &Study) -> Vec<Outcome> {
        let progress = self.live.progress();
        let share = progress.map(|progress| u8::try_from(progress.done * 100 / progress.of.max(1)).unwrap_or(100));
        let mut outcomes = vec![Outcome::Indexing(share)];
        let Some((ticket, found)) = self.live.answer() else { return outcomes };
        let shared = lock(&self.shared);
        if let (Some((asked, number)), Some(picture)) = (shared.asked, shared.picture.clone())
            && asked == ticket
        {
            drop(shared);
            let answer = Box::new(answer(study, &picture, &found));
            outcomes.push(Outcome::Found { ticket: number, answer });
        }
        outcomes
    }
}

/// The search as work on another thread uses it, for an answer that is not shown as hits.
pub(super) struct Outlook {
    live: Arc<Live<Searchable>>,
    shared: Arc<Mutex<Shared>>,
}

impl Outlook {
    /// Returns a picture of the study as it is, with the index laid beside it where there is one.
    pub(super) fn taken(&self, study: &Study) -> (Arc<Searchable>, Option<Joined>) {
        let (before, stale) = {
            let shared = lock(&self.shared);
            (shared.picture.clone(), shared.stale.clone())
        };
        let picture = match before {
            Some(before) if stale == FRESH => before,
            before => Arc::new(taken(before.as_deref(), stale, study)),
        };
        let joined = self.live.index().and_then(|index| index.join(&*picture).ok());
        (picture, joined)
    }
}

/// Takes a picture of a study, from the last one where that is cheaper.
fn taken(before: Option<&Searchable>, stale: Stale, study: &Study) -> Searchable {
    match (before, stale) {
        (Some(before), Stale::Codings(touched)) => before.followed(study, &touched),
        (Some(before), Stale::Codebook) => before.recoded(study, View::Reconciled),
        _ => Searchable::new(study, View::Reconciled),
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

/// Takes pictures until one is fresh, then asks what was asked last.
fn take_picture(study: &Arc<RwLock<Study>>, live: &Live<Searchable>, shared: &Mutex<Shared>, to: &Sender<Message>) {
    super::judging::read_outlines(study, to);
    loop {
        let (before, stale) = {
            let mut shared = lock(shared);
            let stale = std::mem::replace(&mut shared.stale, FRESH);
            (shared.picture.clone(), stale)
        };
        let picture = {
            let study = study.read().unwrap_or_else(PoisonError::into_inner);
            taken(before.as_deref(), stale, &study)
        };
        let picture = Arc::new(picture);
        live.set_study(Arc::clone(&picture));
        let mut shared = lock(shared);
        shared.picture = Some(picture);
        if shared.stale == FRESH {
            shared.is_taking = false;
            if let Some((ticket, question)) = shared.waiting.take() {
                shared.asked = Some((live.ask(question), ticket));
            }
            let wanted = shared.wanted.take();
            drop(shared);
            if let Some(wanted) = wanted {
                suggesting::suggest(study, live, &wanted, to);
            }
            return;
        }
    }
}

fn answer(study: &Study, picture: &Searchable, found: &Found) -> Answer {
    let serious = found.troubles.iter().find(|trouble| trouble.severity == Severity::Error);
    let problem = serious.or(found.troubles.first()).map(|trouble| match &trouble.hint {
        Some(hint) => format!("{}; {hint}", trouble.message),
        None => trouble.message.clone(),
    });
    if let Some(arranged) = &found.arranged {
        return grouping::answer(study, found, arranged, problem);
    }
    let hits: Vec<Hit> = found.lines.iter().filter_map(|line| hit(study, picture, line)).collect();
    let count = found.total.unwrap_or(hits.len());
    Answer { count, hits, is_begun: found.is_begun, problem, ..Answer::default() }
}

/// Reads what is shown of a passage that was found; nothing where it is gone.
pub(super) fn hit(study: &Study, picture: &Searchable, line: &Line) -> Option<Hit> {
    let source = &study.sources()[study.position(&line.source)?];
    let codings = picture.codings(line.hit.source, line.hit.passage).into_iter();
    let codings = codings.map(|coding| coded_as(study, &coding.code, coding.stance));
    let outline = study.outline(source).ok()?;
    let passage = outline.passages.get(outline.passage_at(line.span.start)?)?;
    Some(Hit {
        source: line.source.clone(),
        span: line.span,
        said: passage.said(&line.text),
        hash: outline.hash,
        words: line.text.slice(line.span).to_owned(),
        matches: line.marks.clone(),
        codings: codings.collect(),
        about: about(source),
        evidence: None,
    })
}

/// Names a code with a stance towards its claim, if it has one.
pub(super) fn coded_as(study: &Study, code: &CodeId, stance: Stance) -> String {
    let name = study.codebook().get(code).map_or(code.as_str(), |code| code.name.as_str());
    match sign(study.codebook(), code, stance) {
        Some(sign) => format!("{name} {sign}"),
        None => name.to_owned(),
    }
}
