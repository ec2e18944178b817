//! All that is wrong in a study, from every area that can tell: what `check` lists, and what every count and list
//! of problems on the screens is made of.

use crate::base::problem::Problem;
use crate::search::saved;
use crate::study::Study;
use crate::triangulation::gather::thresholds;

/// Returns all that is wrong in a study, the gravest first: in its files and codings, its thresholds, and the
/// searches that it keeps.
#[must_use]
pub fn problems(study: &Study) -> Vec<Problem> {
    let mut problems = study.check();
    problems.extend(thresholds(study).1);
    problems.extend(saved::problems(study));
    problems.sort();
    problems
}
