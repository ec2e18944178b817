//! Finding passages like others, on the thread that answers searches, where the index is at hand.

use std::sync::mpsc::Sender;
use std::sync::{Arc, PoisonError, RwLock};

use crate::base::ids::Coder;
use crate::search::alike::{self, Request, Suggestion, Weighting, like_code};
use crate::search::answer::Line;
use crate::search::live::Live;
use crate::search::query::Query;
use crate::search::searchable::Searchable;
use crate::study::Study;
use crate::tui::alike::{Candidate, Like, Suggested};
use crate::tui::message::{Message, Outcome};

use super::seeking::hit;

/// How many passages are suggested at once: more than anyone goes through without making the list anew.
const MOST: usize = 40;

/// What is asked for.
pub(super) struct Wanted {
    /// The number of the question.
    pub(super) ticket: u64,
    /// What passages are to be like.
    pub(super) like: Like,
    /// What the filter that holds asks of them.
    pub(super) within: Query,
    /// Who asks: what this coder refused is left out.
    pub(super) coder: Coder,
}

/// Finds what is wanted; called with a fresh picture of the study, and off the thread that hears keys.
pub(super) fn suggest(study: &Arc<RwLock<Study>>, live: &Live<Searchable>, wanted: &Wanted, to: &Sender<Message>) {
    let request = {
        let study = study.read().unwrap_or_else(PoisonError::into_inner);
        request(&study, wanted)
    };
    let (study, to, ticket) = (Arc::clone(study), to.clone(), wanted.ticket);
    live.run(Box::new(move |picture, index, stop| {
        let found = alike::suggest(picture, index, &request, Weighting::default(), stop)?;
        if found.is_stopped {
            return Ok(());
        }
        let study = study.read().unwrap_or_else(PoisonError::into_inner);
        let found = Box::new(Suggested {
            passages: found.passages.iter().filter_map(|one| candidate(&study, picture, one)).collect(),
            examples: found.examples,
            languages: found.languages.iter().map(|language| language.tag().to_owned()).collect(),
        });
        // The loop may have ended meanwhile.
        drop(to.send(Message::Done(Outcome::Suggested { ticket, found })));
        Ok(())
    }));
}

fn request(study: &Study, wanted: &Wanted) -> Request {
    let code = wanted.like.code().and_then(|code| study.codebook().get(code));
    let of_code = code.map(|code| like_code(study, code, &wanted.coder, MOST));
    let mut request = match (of_code, &wanted.like) {
        (of_code, Like::Words(at, _)) => Request {
            left_out: of_code.map(|request| request.left_out).unwrap_or_default(),
            ..Request::like_words(vec![(at.source.clone(), at.span)], MOST)
        },
        (Some(request), Like::Code(_)) => request,
        // The code is gone: nothing is like it.
        (None, Like::Code(_)) => Request::like_words(Vec::new(), MOST),
    };
    request.within = wanted.within.clone();
    request
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share lies between 0 and 1")]
fn candidate(study: &Study, picture: &Searchable, one: &Suggestion) -> Option<Candidate> {
    let marks = one.marks();
    let line = Line {
        hit: one.hit,
        source: one.source.clone(),
        text: one.text.clone(),
        span: one.span,
        language: one.language,
        marks,
    };
    let share = |share: f64| (share * 100.0).round().clamp(0.0, 100.0) as u8;
    let because = one.because.iter().map(|because| (because.word.clone(), share(because.share)));
    Some(Candidate { hit: hit(study, picture, &line)?, because: because.collect() })
}
