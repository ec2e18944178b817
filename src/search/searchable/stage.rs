//! A study in memory with an index of its own, asked with the index and without.

use std::sync::Arc;

use tempfile::TempDir;

use super::Searchable;
use crate::base::chance::Seeded;
use crate::base::clock::SetClock;
use crate::base::disk::MemoryDisk;
use crate::base::rounds;
use crate::search::answer::{Answer, Question, answer};
use crate::search::index::{Index, Joined, update};
use crate::search::query::Query;
use crate::search::run::Limits;
use crate::study::{Host, Study, View};

/// Opens the study that a disk holds in `/s`.
pub(super) fn open(disk: &MemoryDisk) -> Study {
    let host = Host {
        disk: Arc::new(disk.clone()),
        clock: Arc::new(SetClock::new(1_700_000_000_000)),
        chance: Arc::new(Seeded::new(7)),
        cache: None,
        state: None,
        device: Some("abcdefgh".to_owned()),
    };
    let study = Study::open(host, std::path::Path::new("/s")).unwrap();
    assert_eq!(study.problems(), []);
    study
}

/// Asks for all that a query finds.
pub(super) fn question(query: &str) -> Question {
    Question {
        query: query.to_owned(),
        limits: Limits::first(10_000).counted(),
        typing: false,
        within: Query::All,
        arrangement: None,
    }
}

/// A study and its index.
pub(super) struct Stage {
    pub(super) searchable: Searchable,
    joined: Joined,
    _folder: TempDir,
}

impl Stage {
    pub(super) fn new(study: &Study) -> Self {
        let searchable = Searchable::new(study, View::Reconciled);
        let folder = rounds::quick_folder();
        update(folder.path(), &searchable, false, &mut |_| true).unwrap();
        let joined = Arc::new(Index::open(folder.path()).unwrap()).join(&searchable).unwrap();
        assert_eq!(joined.behind(), [0_usize; 0]);
        Self { searchable, joined, _folder: folder }
    }

    /// Answers a query by the index, and holds that reading the texts finds the same and marks the same.
    pub(super) fn ask(&self, query: &str) -> Answer {
        let by_index = self.by_index(query);
        let by_reading = self.by_reading(query);
        let told = |answer: &Answer| {
            let mut lines: Vec<_> =
                answer.lines.iter().map(|line| (line.source.clone(), line.hit.passage, line.marks.clone())).collect();
            lines.sort();
            (answer.total, lines)
        };
        assert_eq!(told(&by_index), told(&by_reading), "{query}");
        by_index
    }

    pub(super) fn by_index(&self, query: &str) -> Answer {
        answer(&self.searchable, Some(&self.joined), &question(query), &|| false).unwrap()
    }

    pub(super) fn by_reading(&self, query: &str) -> Answer {
        answer(&self.searchable, None, &question(query), &|| false).unwrap()
    }
}
