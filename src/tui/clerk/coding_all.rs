//! Coding all hits of a search: planned on a thread, and written as one step when somebody has looked at it.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use super::seeking::Outlook;
use super::unsaved::Tried;
use super::{Clerk, spawn, writing};
use crate::base::ids::Coder;
use crate::base::problem::Severity;
use crate::coding::Act;
use crate::search::autocode::{AutoPlan, Planning, Wish, find};
use crate::search::query::{Query, Trouble};
use crate::study::Study;
use crate::tui::message::{AllAsked, AllPlanned, Message, Outcome};

/// What was planned last.
#[derive(Clone, Default)]
pub(super) struct Planner(Arc<Mutex<Planned>>);

#[derive(Default)]
struct Planned {
    /// The number of what was asked last; nothing where nobody waits for it any more.
    asked: Option<u64>,
    /// What it comes to, once that is known.
    plan: Option<AutoPlan>,
}

impl Planner {
    fn lock(&self) -> MutexGuard<'_, Planned> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells whether somebody waits for what was asked under this number.
    pub(super) fn is_wanted(&self, ticket: u64) -> bool {
        self.lock().asked == Some(ticket)
    }

    /// Plans on a thread of its own; what was asked before is of no use any more.
    pub(super) fn ask(
        &self,
        study: &Arc<RwLock<Study>>,
        view: Outlook,
        by: &Coder,
        within: Query,
        asked: AllAsked,
        to: &Sender<Message>,
    ) {
        *self.lock() = Planned { asked: Some(asked.ticket), plan: None };
        let (planner, study) = (self.clone(), Arc::clone(study));
        let wish = Wish {
            query: asked.query.trim().to_owned(),
            within,
            unit: asked.unit,
            code: asked.code,
            stance: asked.stance,
            by: by.clone(),
            interviewer: asked.with_interviewer,
        };
        let (ticket, news) = (asked.ticket, to.clone());
        spawn("codings", to, move || {
            let is_wanted = || planner.is_wanted(ticket);
            let Some(planned) = planned(&study, &view, &wish, &is_wanted, &news) else { return };
            let told = told(ticket, &planned);
            {
                let mut kept = planner.lock();
                if kept.asked != Some(ticket) {
                    return;
                }
                kept.plan = Some(planned);
            }
            // The loop may have ended meanwhile.
            drop(news.send(Message::Done(Outcome::AllPlanned(Box::new(told)))));
        });
    }

    /// Gives up what was asked, and forgets what it came to.
    pub(super) fn forget(&self) {
        *self.lock() = Planned::default();
    }

    fn take(&self, ticket: u64) -> Option<AutoPlan> {
        let mut planned = self.lock();
        if planned.asked == Some(ticket) { planned.plan.take() } else { None }
    }
}

/// Plans what is wished; nothing where that is not wanted any more.
///
/// Finding the hits may take long, and the study is not locked meanwhile. Then it is locked for one source at a time,
/// so that a coding never waits for more than that.
pub(super) fn planned(
    study: &RwLock<Study>,
    view: &Outlook,
    wish: &Wish,
    is_wanted: &dyn Fn() -> bool,
    to: &Sender<Message>,
) -> Option<AutoPlan> {
    super::judging::read_outlines(study, to);
    let (picture, index) = view.taken(study);
    let stop = || !is_wanted();
    let with_index = index.and_then(|index| find(&picture, Some(&index), wish, &stop).ok());
    // Without an index the texts are read, which cannot fail as the index can.
    let finds = with_index.or_else(|| find(&picture, None, wish, &stop).ok())?;
    let mut planning = Planning::new(&finds, &picture, wish);
    while is_wanted() && planning.step(&study.read().unwrap_or_else(PoisonError::into_inner)) {}
    is_wanted().then(|| planning.plan())
}

fn told(ticket: u64, planned: &AutoPlan) -> AllPlanned {
    let problem = planned.troubles.iter().find(|trouble| trouble.severity == Severity::Error);
    let problem = problem.map(Trouble::sentence);
    AllPlanned { ticket, codings: planned.codings.len(), count: planned.count.clone(), problem }
}

impl Clerk {
    /// Writes what was planned as one step.
    pub(super) fn code_all(&mut self, ticket: u64) -> Vec<Outcome> {
        let Some(planned) = self.planner.take(ticket) else {
            return vec![Outcome::Failed("what was to be coded is not known any more: ask for it again".to_owned())];
        };
        let acts: Vec<Act> = planned.codings.into_iter().map(|coded| Act::Code(Box::new(coded))).collect();
        let what = writing::act_words(&self.read(), &acts);
        let written = self.change().write(&self.coder, acts);
        self.note_own();
        vec![self.told(Tried::of(written, Vec::new(), what))]
    }
}
