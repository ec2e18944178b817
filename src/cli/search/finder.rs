//! Finds passages for a command: in the index, made current first; by reading the texts where there is none.

use std::sync::Arc;

use crate::base::problem::Problem;
use crate::search::answer::{Answer as Found, Question, answer};
use crate::search::index::{Index, IndexError, Joined};
use crate::search::searchable::{Searchable, index_folder};
use crate::study::Study;

use super::super::failure::Failure;
use super::super::index::bring_up_to_date;
use super::super::session::Session;

/// Answers questions to one state of a study.
pub(in crate::cli) struct Finder<'s> {
    searchable: &'s Searchable,
    index: Option<Joined>,
}

impl<'s> Finder<'s> {
    /// Begins. The index is made current where words are to be looked for.
    pub(in crate::cli) fn new(
        study: &Study,
        searchable: &'s Searchable,
        has_words: bool,
        session: &mut Session,
    ) -> Result<Self, Failure> {
        let index = if has_words { current_index(study, searchable, session)? } else { None };
        Ok(Self { searchable, index })
    }

    /// Answers a question.
    pub(in crate::cli) fn find(&self, question: &Question) -> Result<Found, Failure> {
        if let Some(index) = &self.index
            && let Ok(found) = answer(self.searchable, Some(index), question, &|| false)
        {
            return Ok(found);
        }
        answer(self.searchable, None, question, &|| false).map_err(|error| Failure::internal(error.to_string()))
    }
}

/// Returns a current index; nothing where none can be kept.
pub(in crate::cli) fn current_index(
    study: &Study,
    searchable: &Searchable,
    session: &mut Session,
) -> Result<Option<Joined>, Failure> {
    let Some(folder) = index_folder(study) else { return Ok(None) };
    let opened = Index::open(&folder).ok().filter(|index| index.is_current(searchable));
    let opened = match opened {
        Some(index) => Ok(index),
        None => bring_up_to_date(&folder, searchable, false, session).and_then(|_| Index::open(&folder)),
    };
    match opened.map(Arc::new).and_then(|index| index.join(searchable)) {
        Ok(joined) => Ok(Some(joined)),
        Err(IndexError::Busy) => {
            session.tell(&Problem::note(
                "index-busy",
                "",
                "another program is writing the search index; the texts are read instead",
            ))?;
            Ok(None)
        }
        Err(error) => {
            session.tell(&Problem::warning("index", "", format!("{error}; the texts are read instead")))?;
            Ok(None)
        }
    }
}
