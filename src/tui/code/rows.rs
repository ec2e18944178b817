//! The lists of the screen Code as lines: sources under their kinds, and codes as a tree.

use std::collections::BTreeSet;

use crate::base::ids::{CodeId, Kind, SourceId};
use crate::tui::desk::{Desk, Progress};

/// A line of the list of sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceLine {
    /// A kind, with the number of its sources and whether they are shown.
    Kind(Kind, usize, bool),
    /// A source.
    Source {
        /// Its id.
        id: SourceId,
        /// What it is called.
        name: String,
        /// How far it is, as a sign: `●`, `◐` or `○`.
        sign: char,
        /// How far it is, in a word or a share.
        note: String,
    },
}

/// Returns the lines of the list of sources.
#[must_use]
pub fn source_lines(desk: &Desk, folded: &BTreeSet<Kind>) -> Vec<SourceLine> {
    let mut lines = Vec::new();
    for kind in &desk.kinds {
        let open = !folded.contains(&kind.kind);
        lines.push(SourceLine::Kind(kind.kind.clone(), kind.sources.len(), open));
        if !open {
            continue;
        }
        for row in &kind.sources {
            let share = (row.coded * 100).checked_div(row.passages).unwrap_or(0);
            let (sign, note) = match row.progress {
                Progress::Done => ('●', "done".to_owned()),
                Progress::Part => ('◐', format!("{}%", share.max(1))),
                Progress::Untouched => ('○', String::new()),
            };
            lines.push(SourceLine::Source { id: row.id.clone(), name: row.name.clone(), sign, note });
        }
    }
    lines
}

/// A line of the codebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeLine {
    /// The code.
    pub id: CodeId,
    /// Its name.
    pub name: String,
    /// How deep it stands.
    pub depth: usize,
    /// Its quick key.
    pub key: Option<char>,
    /// Whether it has a claim.
    pub theme: bool,
    /// How many codings it has.
    pub uses: usize,
}

/// Returns the lines of the codebook; retired codes only where they are in use.
#[must_use]
pub fn code_lines(desk: &Desk) -> Vec<CodeLine> {
    let line = |(depth, code): (usize, &crate::codebook::Code)| {
        let uses = desk.uses.get(&code.id).copied().unwrap_or(0);
        (!code.retired || uses > 0).then(|| CodeLine {
            id: code.id.clone(),
            name: code.name.clone(),
            depth,
            key: code.key,
            theme: code.claim.is_some(),
            uses,
        })
    };
    desk.codebook.outline().into_iter().filter_map(line).collect()
}
