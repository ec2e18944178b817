//! Coding all hits of a search: planned on a thread, and written as one step when somebody has looked at it.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use super::seeking::Seeker;
use super::unsaved::Tried;
use super::{Clerk, spawn, writing};
use crate::base::ids::Coder;
use crate::base::problem::Severity;
use crate::coding::Act;
use crate::search::autocode::{AutoPlan, Wish, plan};
use crate::search::query::Query;
use crate::study::Study;
use crate::tui::message::{AllAsked, AllPlanned, Message, Outcome};

/// What was planned last.
#[derive(Clone, Default)]
pub(super) struct Planner(Arc<Mutex<Planned>>);

#[derive(Default)]
struct Planned {
    /// The number of what was asked last.
    asked: u64,
    /// What it comes to, once that is known.
    plan: Option<AutoPlan>,
}

impl Planner {
    fn lock(&self) -> MutexGuard<'_, Planned> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Plans on a thread of its own; what was asked before is of no use any more.
    pub(super) fn ask(
        &self,
        study: &Arc<RwLock<Study>>,
        seeker: &Seeker,
        by: &Coder,
        within: Query,
        asked: AllAsked,
        to: &Sender<Message>,
    ) {
        *self.lock() = Planned { asked: asked.ticket, plan: None };
        let (planner, study, view) = (self.clone(), Arc::clone(study), seeker.view());
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
            let stop = || planner.lock().asked != ticket;
            let study = study.read().unwrap_or_else(PoisonError::into_inner);
            let (picture, index) = view.taken(&study);
            let with_index = index.as_ref().and_then(|index| plan(&study, &picture, Some(index), &wish, &stop).ok());
            let planned = with_index.unwrap_or_else(|| {
                // Without an index the texts are read, which cannot fail as the index can.
                plan(&study, &picture, None, &wish, &stop).unwrap_or_default()
            });
            drop(study);
            if stop() {
                return;
            }
            let told = told(ticket, &planned);
            planner.lock().plan = Some(planned);
            // The loop may have ended meanwhile.
            drop(news.send(Message::Done(Outcome::AllPlanned(Box::new(told)))));
        });
    }

    fn take(&self, ticket: u64) -> Option<AutoPlan> {
        let mut planned = self.lock();
        if planned.asked == ticket { planned.plan.take() } else { None }
    }
}

fn told(ticket: u64, planned: &AutoPlan) -> AllPlanned {
    let problem = planned.troubles.iter().find(|trouble| trouble.severity == Severity::Error);
    let problem = problem.map(|trouble| match &trouble.hint {
        Some(hint) => format!("{}; {hint}", trouble.message),
        None => trouble.message.clone(),
    });
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
