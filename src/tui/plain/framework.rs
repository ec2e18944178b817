//! The screen Framework in words: the sources one below the other, and what each says on the chosen theme.

use super::{Sheet, joined};
use crate::triangulation::words;
use crate::tui::framework::{Cell, paragraphs, waiting_words};
use crate::tui::model::Model;

/// How many sources before and after the chosen one are written: more than any screen shows.
const AROUND: usize = 60;

pub(super) fn sheet(model: &Model) -> Sheet {
    let screen = &model.framework;
    let Some((table, chosen)) = screen.table.as_deref().zip(screen.chosen()) else {
        let title = "Framework".to_owned();
        return Sheet { title, notes: vec![waiting_words(model)], ..Sheet::default() };
    };
    let theme = screen.columns[screen.column.at];
    let of = format!("theme {} of {}", screen.column.at + 1, screen.columns.len());
    let place = format!("source {} of {}", screen.source + 1, table.sources.len());
    let first = screen.source.saturating_sub(AROUND);
    let sources = table.sources.iter().enumerate().skip(first).take(2 * AROUND + 1);
    let lines = sources.map(|(at, source)| {
        let said = cell_words(table.cell(at, theme));
        format!("{}: {}", source.name, joined([said.as_str(), source.kind.as_str()]))
    });
    Sheet {
        title: joined(["Framework", &chosen.theme.name, &of, &place]),
        lines: lines.collect(),
        at: (screen.source - first, 0),
        notes: paragraphs(screen, &chosen).into_iter().map(|(words, _)| words).collect(),
    }
}

fn cell_words(cell: Cell<'_>) -> String {
    match (cell.shown(), cell.position) {
        (Some(judged), _) => format!("judged by {}, {}: {}", judged.coder, judged.stance.word(), judged.summary),
        (None, Some(position)) => words::position(position).to_owned(),
        (None, None) => "not asked".to_owned(),
    }
}
