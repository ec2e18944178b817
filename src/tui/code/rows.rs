//! The lists of the screen Code as lines: sources under their kinds, and codes as a tree.

use std::collections::BTreeSet;

use crate::base::ids::{CodeId, Kind};
use crate::tui::desk::{Desk, KindRow, Progress, SourceRow};
use crate::tui::filter::Filter;

/// A line of the list of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceLine<'d> {
    /// A kind, and whether its sources are shown.
    Kind(&'d KindRow, bool),
    /// A source.
    Source(&'d SourceRow),
}

/// Returns the lines of the list of sources, as the filter has it.
#[must_use]
pub fn source_lines<'d>(desk: &'d Desk, folded: &BTreeSet<Kind>, filter: Option<&Filter>) -> Vec<SourceLine<'d>> {
    let mut lines = Vec::new();
    for kind in &desk.kinds {
        let open = !folded.contains(&kind.kind);
        lines.push(SourceLine::Kind(kind, open));
        if open {
            lines.extend(
                kind.sources
                    .iter()
                    .filter(|row| filter.is_none_or(|filter| filter.lists(&row.id)))
                    .map(SourceLine::Source),
            );
        }
    }
    lines
}

/// Returns how far a source is: as a sign, and in a word or a share.
#[must_use]
pub fn progress(row: &SourceRow) -> (char, String) {
    let share = (row.coded * 100).checked_div(row.passages);
    match (row.progress, share) {
        (Progress::Done, _) => ('●', "done".to_owned()),
        (Progress::Part, Some(share)) => ('◐', format!("{}%", share.max(1))),
        // Its text is not read yet.
        (Progress::Part, None) => ('◐', String::new()),
        (Progress::Untouched, _) => ('○', String::new()),
    }
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
