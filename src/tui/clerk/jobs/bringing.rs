//! Bringing in sources and codings, as the command does.

use std::path::{Path, PathBuf};

use super::{ended, failed};
use crate::base::ids::{Coder, Kind};
use crate::base::problem::Problem;
use crate::base::stopped::{Halt, Step};
use crate::interchange::codings::{Terms, import};
use crate::interchange::{BroughtIn, Destination, Wanted, bring_in, declared, folder_for, may_import};
use crate::study::Study;
use crate::tui::behind::Ended;

/// Brings files in as sources of a kind.
pub(super) fn sources(study: &mut Study, files: &[PathBuf], kind: &Kind, rows: bool, step: &mut Step<'_>) -> Ended {
    match brought_in(study, files, kind, rows, step) {
        Ok(came) => {
            let (words, is_whole, is_changed) = (came.summary(), came.left == 0, !came.added.is_empty());
            // With the new sources in it, so that what is told of one leads to it; if it is gone, nothing leads anywhere.
            drop(study.reopen());
            let problems = came.notes.into_iter().chain(came.refused).collect();
            let ended = ended(study, words, problems);
            Ended { is_well: ended.is_well && is_whole, is_changed, ..ended }
        }
        // Sources that were written before stay.
        Err(problem) => Ended { is_changed: true, ..failed(problem) },
    }
}

fn brought_in(
    study: &Study,
    files: &[PathBuf],
    kind: &Kind,
    rows: bool,
    step: &mut Step<'_>,
) -> Result<BroughtIn, Problem> {
    may_import(study)?;
    let mut wanted = Wanted { keys: Vec::new(), rows, declared: declared(study) };
    let folder = folder_for(study, kind.as_str(), &mut wanted)?;
    let to = Destination { disk: &*study.host().disk, root: study.layout().root(), folder };
    bring_in(&to, files, &wanted, step)
}

/// Brings a table of codings in. Until the first is written it can be stopped; then all are.
pub(super) fn codings(study: &mut Study, file: &Path, create_codes: bool, coder: &Coder, step: &mut Step<'_>) -> Ended {
    if let Err(problem) = may_import(study) {
        return failed(problem);
    }
    let terms = Terms { via: coder.to_string(), coder: coder.clone(), create_codes };
    match import(study, file, &terms, false, step) {
        Ok(imported) => {
            let (told, more) = imported.told();
            let remarks = more.into_iter().chain(imported.remarks());
            let remarks = remarks.map(|remark| Problem::note("codings", "", remark));
            let problems = imported.warnings.iter().chain(told).cloned().chain(remarks).collect();
            let own = imported.by.get(coder).copied().unwrap_or(0);
            let steps = Some((own, imported.count - own));
            Ended { is_changed: imported.count > 0, steps, ..ended(study, imported.summary(), problems) }
        }
        Err(Halt::Stopped) => Ended { words: "stopped: no coding was imported".to_owned(), ..Ended::default() },
        // Codes, and the codings of coders that came before, may be written.
        Err(Halt::Failed(problem)) => Ended { is_changed: true, ..failed(problem) },
    }
}
