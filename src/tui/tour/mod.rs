//! The tour of a copy of the sample study: a panel that says what to do now and goes on when it is done.
//!
//! `steps` is the tour as data: when a step is done and what it says, both read off the model. `words`
//! puts today's keys and names into what is said, `view` draws the panel. How far the tour is belongs to
//! the copy and is kept by the clerk. Only a copy of the sample has a tour.

mod steps;
mod view;
mod words;

pub use steps::{LIVE_SENTENCE, LIVE_SOURCE, STEPS, Step};
pub use view::{height, view};
pub use words::Words;

use steps::{is_counter_evidence_coded, live_span};

use super::keys::action::Action;
use super::keys::table::Scope;
use super::message::{Aim, Effect};
use super::model::Model;

/// How far the tour of a copy is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tour {
    /// Which copy of the sample it leads through.
    pub copy: String,
    /// The step, as its place in [`STEPS`]; behind the last one when the tour is at its end.
    pub at: usize,
    /// Whether its panel is shown; it waits while it is not.
    pub shown: bool,
}

impl Tour {
    /// Begins the tour of a copy.
    #[must_use]
    pub fn new(copy: impl Into<String>) -> Self {
        Self { copy: copy.into(), at: 0, shown: true }
    }

    /// Returns the step; nothing at the end.
    #[must_use]
    pub fn step(&self) -> Option<&'static Step> {
        STEPS.get(self.at)
    }
}

/// Goes on while the step is done, and marks the sentence that it is about.
pub fn follow(model: &mut Model) -> Vec<Effect> {
    let Some(mut tour) = model.tour.clone().filter(|tour| tour.shown) else { return Vec::new() };
    while tour.step().is_some_and(|step| (step.done)(model)) {
        tour.at += 1;
    }
    if tour.step().is_some_and(|step| step.leads) {
        mark_sentence(model);
    }
    keep(model, tour)
}

/// Does what the keys of the tour ask for.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(mut tour) = model.tour.clone() else { return Vec::new() };
    match action {
        Action::TourLead => return lead(model, &tour),
        Action::Tour => {
            tour.shown = !tour.shown;
            if !tour.shown {
                let key = |scope, action| model.keys.key(scope, action);
                let (tour, quit) = (key(Scope::Tour, Action::Tour), key(Scope::Everywhere, Action::Quit));
                model.say(format!("the tour waits: {tour} takes it up again; {quit} quits, and your copy is kept"));
            }
        }
        // What is hidden is shown first: nobody passes over what they do not see.
        _ if !tour.shown => tour.shown = true,
        _ => tour.at = if tour.step().is_some() { tour.at + 1 } else { 0 },
    }
    let effects = keep(model, tour);
    super::update::fit(model);
    effects
}

/// Opens what the step is about.
fn lead(model: &mut Model, tour: &Tour) -> Vec<Effect> {
    if !tour.shown || !tour.step().is_some_and(|step| step.leads) {
        model.say("the tour has nothing to open here");
        return Vec::new();
    }
    if !model.dialogs.is_empty() {
        model.say(format!("answer this first, or leave it with {}", model.key(Action::Back)));
        return Vec::new();
    }
    vec![Effect::Open(LIVE_SOURCE.into(), Aim::Words(LIVE_SENTENCE.to_owned()))]
}

/// Takes the tour as it is now, and has it kept where it is another one.
fn keep(model: &mut Model, tour: Tour) -> Vec<Effect> {
    if model.tour.as_ref() == Some(&tour) {
        return Vec::new();
    }
    model.tour = Some(tour.clone());
    vec![Effect::KeepTour(tour)]
}

/// Marks the sentence as a place that was found, however its source came to be opened.
fn mark_sentence(model: &mut Model) {
    let Some(span) = live_span(model).filter(|_| !is_counter_evidence_coded(model)) else { return };
    if model.code.landmarks.hits.is_empty() {
        model.code.landmarks.hits = vec![span];
    }
}

#[cfg(test)]
mod tests;
