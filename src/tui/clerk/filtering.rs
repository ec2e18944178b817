//! Reading the filter that holds on every screen.

use crate::search::completion::choices;
use crate::search::sieve::{Sieve, hint};
use crate::study::Study;
use crate::tui::filter::{Filter, Filtered};

/// Reads a filter, and says what came of it; the sieve is given where it can be taken.
pub(super) fn filtered(study: &Study, text: String, holds: bool) -> (Filtered, Option<Sieve>) {
    let sieve = Sieve::read(study, &text);
    let filter = |sieve: &Sieve| Filter {
        words: sieve.query().to_string(),
        sources: sieve.sources(study).into_iter().map(|at| study.sources()[at].id.clone()).collect(),
        asks_who_coded: sieve.asks_who_coded(),
    };
    let read = sieve.as_ref().map(|sieve| sieve.as_ref().map(filter)).map_err(Clone::clone);
    let hint = hint(study, &text);
    let choices = choices(study, &text);
    (Filtered { text, holds, read, hint, choices }, sieve.unwrap_or_default())
}
