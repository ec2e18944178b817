//! The evidence of a theme in columns: for and against side by side, or kind beside kind.

use crate::base::ids::Kind;
use crate::coding::Stance;
use crate::tui::desk::{Evidence, Piece};

/// What makes a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrangement {
    /// A column for, one against, one that qualifies; in each, the kinds in turn.
    #[default]
    ByStance,
    /// A column a kind; in each, for, against, qualifying in turn.
    ByKind,
}

/// A column with its pieces in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column<'e> {
    /// What stands above it.
    pub title: String,
    /// The stance of the whole column, where it has one.
    pub stance: Option<Stance>,
    /// The pieces, with the heading that begins before a piece, where one does.
    pub pieces: Vec<(Option<&'e str>, &'e Piece)>,
}

/// The order of stances on the screen: for and against stand side by side.
const ORDER: [Stance; 4] = [Stance::Supports, Stance::Contradicts, Stance::Qualifies, Stance::Neutral];

/// Returns the words above the pieces of a stance.
fn title(stance: Stance) -> &'static str {
    match stance {
        Stance::Supports => "+ for the claim",
        Stance::Contradicts => "- against it",
        Stance::Qualifies => "~ qualifying it",
        Stance::Neutral => "0 no position",
    }
}

/// Arranges the evidence. By stance, For and Against are always there, even empty: what nobody says
/// against a claim is to be seen too.
#[must_use]
pub fn columns(evidence: &Evidence, arrangement: Arrangement) -> Vec<Column<'_>> {
    match arrangement {
        Arrangement::ByStance => ORDER
            .into_iter()
            .map(|stance| {
                let pieces = evidence.entries.iter().filter(|piece| piece.stance == stance).collect();
                Column {
                    title: title(stance).to_owned(),
                    stance: Some(stance),
                    pieces: headed(pieces, |piece| piece.kind.as_str()),
                }
            })
            .filter(|column| {
                !column.pieces.is_empty() || matches!(column.stance, Some(Stance::Supports | Stance::Contradicts))
            })
            .collect(),
        Arrangement::ByKind => {
            let mut kinds: Vec<&Kind> = Vec::new();
            for piece in &evidence.entries {
                if !kinds.contains(&&piece.kind) {
                    kinds.push(&piece.kind);
                }
            }
            let of_kind = |kind: &Kind| {
                let mut pieces: Vec<&Piece> = evidence.entries.iter().filter(|piece| piece.kind == *kind).collect();
                // The sort is stable, so that sources keep their order within a stance.
                pieces.sort_by_key(|piece| ORDER.iter().position(|stance| *stance == piece.stance));
                headed(pieces, |piece| title(piece.stance))
            };
            kinds
                .into_iter()
                .map(|kind| Column { title: kind.to_string(), stance: None, pieces: of_kind(kind) })
                .collect()
        }
    }
}

/// Puts a heading before each piece whose heading differs from the one before.
fn headed<'e>(pieces: Vec<&'e Piece>, heading: impl Fn(&'e Piece) -> &'e str) -> Vec<(Option<&'e str>, &'e Piece)> {
    let mut before = None;
    pieces
        .into_iter()
        .map(|piece| {
            let own = heading(piece);
            let new = before.replace(own) != Some(own);
            (new.then_some(own), piece)
        })
        .collect()
}
