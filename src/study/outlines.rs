//! What is computed from the sources' texts: made when first asked for, or taken out of the cache.

use std::sync::atomic::Ordering;

use rayon::prelude::*;

use super::cache::has_rested;
use super::open::Study;
use super::sources::Source;
use crate::base::text::TextHash;
use crate::source::{Outline, Unreadable};

impl Study {
    /// Returns what is computed from a source's text; reads it when first asked.
    ///
    /// # Errors
    /// When the text cannot be read.
    pub fn outline<'s>(&self, source: &'s Source) -> Result<&'s Outline, &'s Unreadable> {
        let make = || {
            if let Some(outline) = self.kept_outline(source) {
                return Ok(outline);
            }
            let text = self.read_text(source)?;
            if has_rested(&source.stat, self.looked) {
                self.is_table_behind.store(true, Ordering::Relaxed);
            }
            Ok(Outline::new(&text, source.reading, &source.about, &self.detector))
        };
        source.outline.get_or_init(make).as_ref()
    }

    /// Returns the hash and the length (in code points) of a source's text; where the cache knows them,
    /// without its outline.
    ///
    /// # Errors
    /// When the text cannot be read.
    pub fn extent<'s>(&self, source: &'s Source) -> Result<(TextHash, usize), &'s Unreadable> {
        match (source.outline.get(), &source.kept) {
            (None, Some(kept)) => Ok((kept.hash, kept.length)),
            _ => self.outline(source).map(|outline| (outline.hash, outline.length)),
        }
    }

    /// Tells whether no text has to be read for the outlines of the sources.
    #[must_use]
    pub fn has_outlines(&self) -> bool {
        self.sources.iter().all(|source| source.kept.is_some() || source.outline.get().is_some())
    }

    /// Computes the outlines of all sources, on all cores. `each` is called after each source.
    pub fn load_outlines(&self, each: impl Fn() + Sync) {
        self.sources.par_iter().for_each(|source| {
            let _outline = self.outline(source);
            each();
        });
        self.keep_caches();
    }

    /// Makes something of the outline of each source, on all cores; nothing stands for one that cannot be made.
    ///
    /// Outlines that the cache holds are given back at once: those of a large study take much memory.
    pub fn each_outline<T: Send>(&self, make: impl Fn(&Source, Option<&Outline>) -> T + Sync) -> Vec<T> {
        let made = self.sources.par_iter().map(|source| {
            let kept = if source.outline.get().is_none() { self.kept_outline(source) } else { None };
            match kept {
                Some(outline) => make(source, Some(&outline)),
                None => make(source, self.outline(source).ok()),
            }
        });
        let made = made.collect();
        self.keep_caches();
        made
    }

    /// Takes an outline out of the cache.
    fn kept_outline(&self, source: &Source) -> Option<Outline> {
        source.kept.as_ref().and_then(|kept| self.table.outline(kept))
    }

    /// Keeps what was computed of the texts and the journals, so that the next opening need not read them.
    pub fn keep_caches(&self) {
        self.keep_journals();
        if let Some(cache) = &self.cache
            && self.is_table_behind.swap(false, Ordering::Relaxed)
        {
            self.table.keep(cache, &self.sources, self.looked);
        }
    }
}
