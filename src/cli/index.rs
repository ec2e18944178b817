//! `index`: makes the search index, or brings it up to date.

use std::path::Path;

use clap::Args;
use serde::Serialize;

use crate::base::count::plural;
use crate::base::problem::Problem;
use crate::search::corpus::Corpus;
use crate::search::index::{IndexError, Updated, update};
use crate::search::searchable::index_folder;
use crate::search::texts::Texts;

use super::failure::{Answer, Failure};
use super::session::Session;

/// What `index` takes.
#[derive(Args, Debug)]
pub(super) struct IndexArgs {
    /// Make it from nothing, whatever is there
    #[arg(long)]
    rebuild: bool,
}

#[derive(Serialize)]
struct Done {
    folder: String,
    sources: usize,
    passages: usize,
    added: usize,
    removed: usize,
    unread: usize,
    anew: bool,
}

pub(super) fn run(args: &IndexArgs, session: &mut Session) -> Result<Answer, Failure> {
    let library = session.open_library()?;
    let folder = index_folder(library.study()).ok_or_else(|| {
        Failure::usage("there is no folder to keep the search index in").hint("set XDG_CACHE_HOME to a folder of yours")
    })?;
    let held = library.sources().iter().filter(|source| !source.is_withdrawn()).count();
    let texts = Texts::new(library.study());
    // What is needed of it is in the picture of the texts.
    drop(library);
    let updated =
        bring_up_to_date(&folder, &texts, args.rebuild, session).map_err(|error| Failure::usage(error.to_string()))?;
    let passages = texts.places().len();
    let sources = held.saturating_sub(updated.unread);
    if session.json() {
        let Updated { added, removed, unread, anew } = updated;
        let folder = folder.display().to_string();
        session.print_json(&Done { folder, sources, passages, added, removed, unread, anew })?;
    } else {
        let what = match updated {
            Updated { anew: true, .. } => "made".to_owned(),
            Updated { added: 0, removed: 0, .. } => "current".to_owned(),
            Updated { added, removed, .. } => format!("brought up to date: {added} put in, {removed} taken out"),
        };
        session.print(format!(
            "the search index is {what}; it holds {} of {}",
            plural(passages, "passage", "passages"),
            plural(sources, "source", "sources")
        ))?;
    }
    if updated.unread > 0 {
        let message = format!("{} could not be read", plural(updated.unread, "source", "sources"));
        session.tell(&Problem::warning("unread", "", message).hint("see what is wrong with: tripod check"))?;
    }
    Ok(Answer::Yes)
}

/// Brings the index in a folder up to date and shows how far it is.
///
/// # Errors
/// As [`update`].
pub(super) fn bring_up_to_date(
    folder: &Path,
    corpus: &dyn Corpus,
    anew: bool,
    session: &Session,
) -> Result<Updated, IndexError> {
    let bar = session.progress(corpus.places().sources() as u64, "indexing");
    let updated = update(folder, corpus, anew, &mut |progress| {
        bar.set_length(progress.of as u64);
        bar.set_position(progress.done as u64);
        true
    });
    bar.finish_and_clear();
    updated
}
