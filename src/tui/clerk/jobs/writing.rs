//! Writing reports and exports, as the commands do: nothing stands under the file's name before it is whole.

use std::path::Path;

use super::{ended, failed};
use crate::base::disk::Access;
use crate::base::problem::Problem;
use crate::base::stopped::{Halt, Step};
use crate::interchange::codings::export_to;
use crate::report::build::What;
use crate::report::making::{Format, make, refuse_study_file};
use crate::study::{Study, View};
use crate::tui::behind::{Ended, Writing};

/// Writes what was asked for to a file.
pub(super) fn write(study: &Study, what: &Writing, file: &Path, step: &mut Step<'_>) -> Ended {
    let written = match what {
        Writing::Report(what) => report(study, what, file, step),
        Writing::Codings => codings(study, file, step),
    };
    match written {
        Ok(ended) => ended,
        Err(Halt::Stopped) => {
            Ended { words: format!("stopped: nothing was written to {}", file.display()), ..Ended::default() }
        }
        Err(Halt::Failed(problem)) => failed(problem),
    }
}

fn report(study: &Study, what: &What, file: &Path, step: &mut Step<'_>) -> Result<Ended, Halt> {
    let format = Format::of(file)?;
    refuse_study_file(file, study)?;
    let made = make(study, (what, &[]), View::Reconciled, &[], step)?;
    let in_json = |error: serde_json::Error| Problem::error("internal", "", error.to_string());
    let written = format.write(&made.report).map_err(in_json)?;
    step(99, 100)?;
    let disk = &study.host().disk;
    disk.replace(file, written.as_bytes(), Access::Shared)
        .map_err(|error| Problem::error("io", "", error.to_string()))?;
    // The whole of each mark stands in the report.
    let marks = made.report.marks.iter().map(|mark| mark.split(':').next().unwrap_or_default());
    let words = format!("written: {} · {}", file.display(), marks.collect::<Vec<_>>().join(" · "));
    Ok(Ended { is_well: true, ..ended(study, words, made.problems) })
}

fn codings(study: &Study, file: &Path, step: &mut Step<'_>) -> Result<Ended, Halt> {
    let exported = export_to(study, file, false, step)?;
    let notes = exported.remarks().map(|remark| Problem::note("export", "", remark));
    let words = format!("{} · {}", exported.summary(file), exported.marks());
    Ok(ended(study, words, notes.collect()))
}
