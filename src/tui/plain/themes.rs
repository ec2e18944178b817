//! The screen Themes in words.

use super::{Sheet, joined};
use crate::base::count::plural;
use crate::tui::desk::{Piece, ThemeRow};
use crate::tui::model::Model;
use crate::tui::themes::{Open, cell_words, columns, empty_words, unfiltered};

pub(super) fn sheet(model: &Model) -> Sheet {
    match &model.themes.open {
        Some(open) => theme(model, open),
        None => table(model),
    }
}

fn table(model: &Model) -> Sheet {
    let place = "Themes";
    let Some(table) = &model.themes.table else {
        let words = match model.reading {
            _ if model.desk.coder.is_none() => "Reading the study".to_owned(),
            Some(share) => format!("Reading the texts: {share} percent"),
            None => "Judging the themes".to_owned(),
        };
        return Sheet { title: joined([place, &model.desk.title]), notes: vec![words], ..Sheet::default() };
    };
    let count = plural(table.rows.len(), "theme", "themes");
    let judging = if model.themes.judging { "being judged anew" } else { "" };
    let title = joined([place, &model.desk.title, &count, judging]);
    let mut lines: Vec<String> = table.rows.iter().map(line).collect();
    // The cell that is chosen is read where one reads.
    if let (Some((kind, cell)), Some(row)) = (model.themes.chosen_cell(), model.themes.chosen())
        && let Some(line) = lines.get_mut(model.themes.place.at)
    {
        *line = format!("{}, {kind}: {}", row.name, cell_words(cell));
    }
    let mut notes = match table.rows.get(model.themes.place.at) {
        Some(row) => about(row, &table.kinds.iter().map(ToString::to_string).collect::<Vec<_>>()),
        None => vec![model.with_keys(empty_words(model))],
    };
    if let Some(filter) = model.filter.as_ref().filter(|_| !table.rows.is_empty()) {
        notes.push(unfiltered(&filter.words));
    }
    Sheet { title, lines, at: (model.themes.place.at, 0), notes }
}

/// Says of a theme what its verdict is, and how many voices take a position.
fn line(row: &ThemeRow) -> String {
    let voices = plural(row.voices, "voice", "voices");
    let decided = if row.decided.is_some() { "decided otherwise" } else { "" };
    format!("{}: {}", row.name, joined([row.verdict.as_str(), &voices, decided]))
}

/// Says what the chosen theme claims, what each kind says of it, and why its verdict is what it is.
fn about(row: &ThemeRow, kinds: &[String]) -> Vec<String> {
    let said = kinds.iter().zip(&row.kinds).map(|(kind, cell)| format!("{kind}: {}", cell_words(*cell)));
    let mut notes = vec![format!("Claim: {}", row.claim), format!("{}.", said.collect::<Vec<_>>().join("; "))];
    notes.extend(row.decided.clone());
    notes.extend(row.reasons.iter().map(|reason| format!("Reason: {}", reason.trim_end_matches('.'))));
    notes
}

fn theme(model: &Model, open: &Open) -> Sheet {
    let row = model.themes.table.as_ref().and_then(|table| table.rows.iter().find(|row| row.code == open.code));
    let name = model.desk.code_name(&open.code);
    let claim = row.map(|row| format!("Claim: {}", row.claim));
    let verdict = row.map_or("", |row| row.verdict.as_str());
    let Some(evidence) = &open.evidence else {
        let notes = vec!["Gathering the evidence".to_owned()];
        return Sheet { title: joined([name, verdict]), notes, ..Sheet::default() };
    };
    let columns = columns(evidence, open.arrangement);
    let column = columns.get(open.column);
    let head = column.map_or(String::new(), |column| {
        // The sign of a stance is said by the words behind it.
        let words = if column.stance.is_some() { column.title.get(2..).unwrap_or_default() } else { &column.title };
        let pieces = plural(column.pieces.len(), "piece", "pieces");
        format!("{words}, {pieces}, list {} of {}", open.column + 1, columns.len())
    });
    let lines = column.map(|column| column.pieces.iter().map(|(_, piece)| piece_words(piece)).collect());
    let at = open.places.get(open.column).map_or(0, |place| place.at);
    let mut notes: Vec<String> = claim.into_iter().collect();
    if evidence.entries.is_empty() {
        notes.push("No coding speaks of this theme yet".to_owned());
    }
    Sheet { title: joined([&head, name, verdict]), lines: lines.unwrap_or_default(), at: (at, 0), notes }
}

fn piece_words(piece: &Piece) -> String {
    let words = piece.words.split_whitespace().collect::<Vec<_>>().join(" ");
    let coder = format!("coded by {}", piece.coder);
    let memo = piece.memo.as_ref().map(|memo| format!("memo: {memo}")).unwrap_or_default();
    let (through, judged) = (piece.through.as_deref(), piece.judged.as_deref());
    let about = joined([
        piece.stance.word(),
        piece.kind.as_str(),
        piece.source.as_str(),
        piece.about.as_str(),
        &coder,
        through.unwrap_or_default(),
        judged.unwrap_or_default(),
        &memo,
    ]);
    format!("“{words}”, {about}")
}
