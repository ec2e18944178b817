//! What a cell says: in a few columns of the matrix, and in full below it.

use super::state::{Chosen, FrameworkScreen};
use super::table::{Cell, Judged};
use crate::base::count::plural;
use crate::coding::Stance;
use crate::triangulation::verdict::Position;
use crate::tui::code::stance_look;
use crate::tui::colours::Look;
use crate::tui::desk::{Piece, effect};

/// Marks what a person judged, as it marks a person's verdict in the table of themes.
const JUDGED: char = '*';

/// Returns the sign of a position that codings come to.
fn sign(position: Position) -> &'static str {
    match position {
        Position::Supports => "+",
        Position::Mixed => "~",
        Position::Contradicts => "-",
        Position::Neutral => "0",
        Position::Silent | Position::Pending => "",
    }
}

/// Returns what the matrix shows of a cell, and how it looks: only what a person judged stands out.
pub(super) fn short(cell: Cell<'_>) -> (String, Look) {
    if let Some(judged) = cell.shown() {
        let words = format!("{}{JUDGED} {}", judged.stance.sign(), one_line(&judged.summary));
        return (words, stance_look(judged.stance));
    }
    let words = match cell.position {
        None => String::new(),
        Some(Position::Silent) => "silent".to_owned(),
        Some(Position::Pending) => "unread".to_owned(),
        Some(position) => format!("{} {}", sign(position), plural(cell.passages, "passage", "passages")),
    };
    (words, Look::Dim)
}

/// Returns all that is said of the chosen cell, a paragraph each.
#[must_use]
pub fn paragraphs(screen: &FrameworkScreen, chosen: &Chosen<'_>) -> Vec<(String, Look)> {
    // The coder's own judgement comes first, as in the matrix.
    let (own, others): (Vec<&Judged>, Vec<&Judged>) = chosen.cell.judged.iter().partition(|judged| judged.own);
    let judgements = own.into_iter().chain(others).map(|judged| (judgement(judged), stance_look(judged.stance)));
    let codings = std::iter::once((by_codings(chosen.cell), Look::Dim));
    let pieces = screen.read().map_or(&[][..], |read| &read.pieces);
    let more = chosen.cell.codings.len().saturating_sub(pieces.len());
    let more = (more > 0 && !pieces.is_empty()).then(|| (format!("  … and {more} more in the text"), Look::Dim));
    let passages = pieces.iter().map(|piece| (passage(piece), Look::Text));
    judgements.chain(codings).chain(passages).chain(more).collect()
}

/// Writes a judgement in full.
fn judgement(judged: &Judged) -> String {
    let stance = format!("{}{JUDGED} {}", judged.stance.sign(), judged.stance.word());
    let summary = if judged.summary.is_empty() { String::new() } else { format!(": {}", judged.summary) };
    format!("{stance}{summary} ({}; {})", judged.coder, effect(judged.decides, &judged.coder))
}

/// Says where the source stands by its codings, or why it has none.
fn by_codings(cell: Cell<'_>) -> String {
    let passages = plural(cell.passages, "passage", "passages");
    let stands = |sign: Stance, words: &str| format!("By its codings: {} {words}, {passages}", sign.sign());
    match cell.position {
        None => "Not asked about it, and does not raise it".to_owned(),
        Some(Position::Pending) => "Asked, not read to its end yet: nothing is coded".to_owned(),
        Some(Position::Silent) => "Read to its end: it says nothing of it".to_owned(),
        Some(Position::Supports) => stands(Stance::Supports, "for the claim"),
        Some(Position::Contradicts) => stands(Stance::Contradicts, "against it"),
        Some(Position::Mixed) => stands(Stance::Qualifies, "mixed"),
        Some(Position::Neutral) => stands(Stance::Neutral, "no position"),
    }
}

/// Writes a passage: its stance, who speaks, and its words in one line.
fn passage(piece: &Piece) -> String {
    let speaker = piece.speaker.as_ref().map(|speaker| format!("{speaker}: ")).unwrap_or_default();
    format!("  {} {speaker}{}", piece.stance.sign(), one_line(&piece.words))
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
