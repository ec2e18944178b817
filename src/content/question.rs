//! Which passages a query means, for counting: found in the index where there is one.

use crate::search::corpus::Studied;
use crate::search::index::{IndexError, Joined};
use crate::search::passages::PassageSet;
use crate::search::plan::{Node, Plan};
use crate::search::run::{Limits, run};
use crate::search::scan::scan;

/// Returns the passages that a plan finds, hidden ones left out.
///
/// # Errors
/// When the index fails.
pub fn found(
    study: &dyn Studied,
    plan: &Plan,
    index: Option<&Joined>,
    stop: &dyn Fn() -> bool,
) -> Result<PassageSet, IndexError> {
    let length = study.places().len();
    let mut passages = PassageSet::none(length);
    if let Node::Set(set) = &plan.node {
        passages = plan.hidden.clone();
        passages.invert();
        passages.intersect(set);
        return Ok(passages);
    }
    let all = Limits::first(length);
    let hits = match index {
        Some(index) => run(plan, study, index, all)?.hits,
        None => scan(plan, study, all, stop).hits,
    };
    for hit in &hits {
        passages.insert(hit.number);
    }
    Ok(passages)
}
