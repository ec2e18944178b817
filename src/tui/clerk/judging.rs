//! Judging all themes, gathering the evidence of one and listing what is wrong, behind the scenes.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use rayon::prelude::*;

use crate::base::ids::{CodeId, Coder, Kind};
use crate::search::sieve::Sieve;
use crate::study::{Study, View};
use crate::triangulation::assessment::Assessment;
use crate::triangulation::gather::{Gathered, Theme};
use crate::triangulation::words;
use crate::tui::desk::{KindCell, ThemeRow, Themes};
use crate::tui::message::{Message, Outcome};

use super::framework::framework;
use super::gathering::{ALL, FIRST, gather};
use super::noting::{count_problems, notes};
use super::{desk, first_look};

/// What can be asked of the thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// The verdicts of all themes.
    Judge {
        /// Whether something may have changed since they were last judged.
        anew: bool,
    },
    /// Gather the evidence of a theme, as far as the filter that holds takes it.
    Gather(CodeId, Option<Sieve>),
    /// Make the framework.
    LayOut,
    /// List the problems and the memos.
    List,
    /// Count the problems: once for all that changed before.
    Count,
    /// Nothing: something was written.
    Changed,
}

/// How long nobody may have asked for anything before a large study is gone through once more: its problems
/// are counted, and what the first screen shows is kept.
const QUIET: Duration = Duration::from_secs(2);

/// How long it must be after something was written: more is likely to follow.
const QUIET_AFTER_CHANGE: Duration = Duration::from_secs(20);

/// Returns the next question. When nobody asks for as long as `quiet`, the problems are counted and the first
/// look is kept meanwhile, where that takes long.
fn next(
    study: &RwLock<Study>,
    coder: &Coder,
    asked: &Receiver<Ask>,
    quiet: Option<Duration>,
    to: &Sender<Message>,
) -> Option<Ask> {
    let Some(quiet) = quiet else { return asked.recv().ok() };
    match asked.recv_timeout(quiet) {
        Ok(question) => Some(question),
        Err(RecvTimeoutError::Disconnected) => None,
        Err(RecvTimeoutError::Timeout) => {
            super::guarded("first look", to, || {
                let study = study.read().unwrap_or_else(PoisonError::into_inner);
                if first_look::is_worth_keeping(&study) {
                    // Nobody may listen any more.
                    drop(to.send(Message::Done(Outcome::Counted(count_problems(&study)))));
                    first_look::keep(&study, &desk::whole_desk(&study, coder), &themes(&study));
                }
            });
            asked.recv().ok()
        }
    }
}

/// Answers until nobody asks any more. Of equal questions that wait, one is answered.
fn answer_when_asked(study: &RwLock<Study>, coder: &Coder, asked: &Receiver<Ask>, to: &Sender<Message>) {
    let (mut quiet, mut last) = (None, None);
    while let Some(first) = next(study, coder, asked, quiet.take(), to) {
        let mut questions = vec![first];
        while let Ok(next) = asked.try_recv() {
            questions.retain(|earlier| *earlier != next);
            questions.push(next);
        }
        // What a person opened is looked at now; the table can wait.
        let judges = |question: &Ask| matches!(question, Ask::Judge { .. });
        questions.sort_by_key(|question| (*question == Ask::Count, judges(question)));
        if questions.contains(&Ask::Changed) {
            quiet = Some(QUIET_AFTER_CHANGE);
        } else if questions.iter().any(judges) {
            quiet = Some(QUIET);
        }
        for question in questions {
            // One question that fails does not take the next ones with it.
            let mut verdicts = last.take();
            let outcome = super::guarded("themes", to, || {
                let outcome = answer(study, coder, &question, &mut verdicts, to);
                (outcome, verdicts)
            });
            let outcome = outcome.map(|(outcome, verdicts)| {
                last = verdicts;
                outcome
            });
            if let Some(outcome) = outcome.flatten()
                && to.send(Message::Done(outcome)).is_err()
            {
                return;
            }
        }
        // Nobody waits for that: it saves time at the next opening.
        super::guarded("caches", to, || study.read().unwrap_or_else(PoisonError::into_inner).keep_caches());
    }
}

/// Answers a question; nothing where it is none. `last` are the verdicts as they were last judged.
fn answer(
    study: &RwLock<Study>,
    coder: &Coder,
    question: &Ask,
    last: &mut Option<Themes>,
    to: &Sender<Message>,
) -> Option<Outcome> {
    match question {
        Ask::Gather(code, sieve) => {
            let gathered = |most| {
                let study = study.read().unwrap_or_else(PoisonError::into_inner);
                gather(&study, code, coder, most, sieve.as_ref())
            };
            let first = gathered(FIRST);
            if first.more == 0 {
                return Some(Outcome::Gathered(Box::new(first)));
            }
            // The rest takes longer; nobody waits for it to see the first.
            drop(to.send(Message::Done(Outcome::Gathered(Box::new(first)))));
            Some(Outcome::Gathered(Box::new(gathered(ALL))))
        }
        Ask::LayOut => {
            read_outlines(study, to);
            let study = study.read().unwrap_or_else(PoisonError::into_inner);
            Some(Outcome::LaidOut(Box::new(framework(&study, coder))))
        }
        Ask::List => {
            read_outlines(study, to);
            Some(Outcome::Listed(Box::new(notes(&study.read().unwrap_or_else(PoisonError::into_inner)))))
        }
        Ask::Count => {
            read_outlines(study, to);
            Some(Outcome::Counted(count_problems(&study.read().unwrap_or_else(PoisonError::into_inner))))
        }
        Ask::Judge { anew } => {
            if *anew || last.is_none() {
                read_outlines(study, to);
                *last = Some(themes(&study.read().unwrap_or_else(PoisonError::into_inner)));
            }
            last.clone().map(|themes| Outcome::Assessed(Box::new(themes)))
        }
        Ask::Changed => None,
    }
}

/// Reads the texts that were not read yet, on all cores.
///
/// The study is locked for a few sources at a time, so that a coding never waits for all of them, and
/// never inside the work that the cores share: who holds the study may be waiting for just that work. How
/// much is read is told on the way, in hundredths.
pub(super) fn read_outlines(study: &RwLock<Study>, to: &Sender<Message>) {
    let lock = || study.read().unwrap_or_else(PoisonError::into_inner);
    let count = lock().sources().len();
    let mut told = 0;
    for from in (0..count).step_by(AT_A_TIME) {
        let study = lock();
        let sources = study.sources();
        let few = sources.get(from..(from + AT_A_TIME).min(sources.len())).unwrap_or_default();
        // Made once and kept there; one that cannot be made is told by the check of the study.
        few.par_iter().for_each(|source| _ = study.outline(source));
        drop(study);
        let share = (from + AT_A_TIME).min(count) * 100 / count;
        if count > FEW && share != told {
            told = share;
            drop(to.send(Message::Done(Outcome::Reading(u8::try_from(share).unwrap_or(100)))));
        }
    }
}

/// How many texts are read while the study is locked.
const AT_A_TIME: usize = 8;

/// Up to this many texts are read before anybody could read how far it is.
const FEW: usize = 100;

/// Judges all themes, in the order of the codebook.
#[must_use]
pub(super) fn themes(study: &Study) -> Themes {
    let gathered = Gathered::new(study, View::Reconciled);
    let assessed = gathered.assess_all();
    let used: Vec<_> = assessed.iter().flat_map(|found| found.kinds.iter().map(|kind| kind.kind.clone())).collect();
    let mut kinds: Vec<_> =
        study.manifest().kinds.iter().map(|rule| rule.name.clone()).filter(|kind| used.contains(kind)).collect();
    let mut others: Vec<_> = used.into_iter().filter(|kind| !kinds.contains(kind)).collect();
    others.sort();
    others.dedup();
    kinds.extend(others);
    let rows = gathered.themes.iter().zip(&assessed).map(|(theme, found)| row(study, theme, found, &kinds)).collect();
    Themes { kinds, rows }
}

fn row(study: &Study, theme: &Theme<'_>, found: &Assessment, kinds: &[Kind]) -> ThemeRow {
    let judgement = &found.judgement;
    let (verdict, direction) = (judgement.verdict, judgement.direction);
    let mut reasons = vec![words::meaning(verdict, direction).to_owned()];
    reasons.extend(words::side(verdict, direction).map(str::to_owned));
    reasons.extend(judgement.reasons.iter().map(words::reason));
    reasons.extend(found.flags.iter().map(|flag| words::flag(flag, &|_| true)));
    reasons.extend(words::sensitivity(&found.sensitivity, found.legs, &|_| true));
    ThemeRow {
        code: theme.code.id.clone(),
        name: theme.code.name.clone(),
        claim: theme.code.claim.clone().unwrap_or_default(),
        verdict: words::verdict(verdict, direction).to_owned(),
        short: words::short(verdict, direction).to_owned(),
        direction: direction.sign().chars().next().unwrap_or('0'),
        reasons,
        voices: count(found.voices),
        kinds: kinds
            .iter()
            .map(|kind| {
                let coverage = found.kinds.iter().find(|coverage| coverage.kind == *kind);
                coverage.map_or_else(KindCell::default, |coverage| KindCell {
                    supports: count(coverage.units.supports),
                    mixed: count(coverage.units.mixed),
                    contradicts: count(coverage.units.contradicts),
                    neutral: count(coverage.units.neutral),
                    silent: count(coverage.units.silent),
                    pending: count(coverage.pending),
                })
            })
            .collect(),
        decided: decided(study, theme),
    }
}

fn count(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Says what a person decided on the theme last; the computed verdict stays beside it.
fn decided(study: &Study, theme: &Theme<'_>) -> Option<String> {
    let rulings = study.state().rulings();
    let last =
        rulings.filter(|ruling| study.codebook().resolve(&ruling.verdict.theme) == Some(&theme.code.id)).last()?;
    Some(format!("* {} decided: {}. {}", last.written.by, words::given(&last.verdict), last.verdict.reason))
}

/// Begins the thread that judges, and returns how to ask it.
pub(super) fn begin(study: &Arc<RwLock<Study>>, coder: &Coder, to: &Sender<Message>) -> Sender<Ask> {
    let (ask, asked) = std::sync::mpsc::channel();
    let (study, coder, answers) = (Arc::clone(study), coder.clone(), to.clone());
    super::spawn("themes", to, move || answer_when_asked(&study, &coder, &asked, &answers));
    ask
}
