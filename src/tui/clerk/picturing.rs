//! The picture of the study that searches work on: taken when it is asked for after something changed, by one thread
//! at a time, and kept for all.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};

use crate::base::ids::EntryId;
use crate::search::searchable::Searchable;
use crate::study::{Study, View};

/// The newest picture of a study.
#[derive(Default)]
pub(super) struct Pictures {
    kept: Mutex<Kept>,
    /// A picture was taken, or could not be.
    taken: Condvar,
}

#[derive(Default)]
struct Kept {
    picture: Option<Arc<Searchable>>,
    /// What changed since it was taken; while one is being taken, since that was begun.
    stale: Stale,
    is_taking: bool,
}

/// Not out of date.
const FRESH: Stale = Stale::Codings(Vec::new());

/// How far a picture is out of date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Stale {
    /// Entries were written about these codings; none: not at all.
    Codings(Vec<EntryId>),
    /// The codebook changed.
    Codebook,
    /// The study was read anew.
    #[default]
    Texts,
}

impl Pictures {
    /// Says that entries about some codings were written.
    pub(super) fn codings_changed(&self, touched: impl IntoIterator<Item = EntryId>) {
        // Where more than codings changed already, that is what counts.
        if let Stale::Codings(ids) = &mut self.lock().stale {
            ids.extend(touched);
        }
    }

    /// Says that the codebook changed.
    pub(super) fn codebook_changed(&self) {
        let mut kept = self.lock();
        if kept.stale != Stale::Texts {
            kept.stale = Stale::Codebook;
        }
    }

    /// Says that the study was read anew; to be called before anybody can look at it.
    pub(super) fn texts_changed(&self) {
        self.lock().stale = Stale::Texts;
    }

    /// Returns the picture if it is one of the study as it is.
    pub(super) fn fresh(&self) -> Option<Arc<Searchable>> {
        self.lock().fresh()
    }

    /// Takes pictures until one is of the study as it is. Where another thread takes one, that is waited for.
    ///
    /// This may take long: it is never called with the study locked, nor by who hears keys.
    pub(super) fn take(&self, study: &RwLock<Study>) -> Arc<Searchable> {
        let mut kept = self.lock();
        loop {
            if kept.is_taking {
                kept = self.taken.wait(kept).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            if let Some(picture) = kept.fresh() {
                return picture;
            }
            kept.is_taking = true;
            let stale = std::mem::replace(&mut kept.stale, FRESH);
            let before = kept.picture.clone();
            drop(kept);
            let taking = Taking(self);
            let picture = {
                let study = study.read().unwrap_or_else(PoisonError::into_inner);
                taken(before.as_deref(), stale, &study)
            };
            self.lock().picture = Some(Arc::new(picture));
            drop(taking);
            kept = self.lock();
        }
    }

    /// Does short work on the study while it stays as it is, with a picture whose passages are the study's.
    pub(super) fn with<T>(&self, study: &RwLock<Study>, work: impl FnOnce(&Study, Arc<Searchable>) -> T) -> T {
        loop {
            let picture = self.take(study);
            let study = study.read().unwrap_or_else(PoisonError::into_inner);
            if self.lock().stale != Stale::Texts {
                return work(&study, picture);
            }
        }
    }

    /// Tells whether a picture is being taken.
    #[cfg(test)]
    pub(super) fn is_taking(&self) -> bool {
        self.lock().is_taking
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// While a picture is being taken, the one before is not what it would be.
    fn fresh(&self) -> Option<Arc<Searchable>> {
        if self.stale == FRESH && !self.is_taking { self.picture.clone() } else { None }
    }
}

/// A picture is being taken for as long as this lives.
struct Taking<'p>(&'p Pictures);

impl Drop for Taking<'_> {
    fn drop(&mut self) {
        let mut kept = self.0.lock();
        kept.is_taking = false;
        if std::thread::panicking() {
            // There is none of what changed until then.
            kept.stale = Stale::Texts;
        }
        drop(kept);
        self.0.taken.notify_all();
    }
}

/// Takes a picture of a study, from the last one where that is cheaper.
fn taken(before: Option<&Searchable>, stale: Stale, study: &Study) -> Searchable {
    match (before, stale) {
        (Some(before), Stale::Codings(touched)) => before.followed(study, &touched),
        (Some(before), Stale::Codebook) => before.recoded(study, View::Reconciled),
        _ => Searchable::new(study, View::Reconciled),
    }
}
