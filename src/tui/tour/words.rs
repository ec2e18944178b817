//! What the tour says, with the keys of the table of keys and the names of the study in it.
//!
//! `[open]` stands for the key of that action, `[down*]` for all its keys, `{labs}` for a theme's name,
//! `{=labs}` for its verdict as the table shows it.

use super::steps::verdict;
use crate::tui::colours::Look;
use crate::tui::keys::action::Action;
use crate::tui::keys::effective::Keys;
use crate::tui::keys::table::Scope;
use crate::tui::model::Model;
use crate::tui::reading::cluster::width_of;

/// What is said, before keys and names are put in.
pub type Words = &'static str;

/// What a key is called in [`Words`], and where and what it does.
const KEYS: &[(&str, Scope, Action)] = &[
    ("open", Scope::List, Action::Open),
    ("down", Scope::List, Action::Down),
    ("right", Scope::Verdict, Action::ColumnRight),
    ("leave", Scope::Screen, Action::Leave),
    ("themes", Scope::Screen, Action::GoThemes),
    ("search", Scope::Screen, Action::GoSearch),
    ("help", Scope::Screen, Action::Help),
    ("undo", Scope::Screen, Action::Undo),
    ("redo", Scope::Screen, Action::Redo),
    ("hits", Scope::SearchLine, Action::Accept),
    ("back", Scope::SearchLine, Action::Back),
    ("code", Scope::Codable, Action::Code),
    ("take", Scope::Picker, Action::Accept),
    ("against", Scope::Stance, Action::Contradicts),
    ("stance", Scope::Coding, Action::Stance),
    ("lead", Scope::Tour, Action::TourLead),
    ("quit", Scope::Everywhere, Action::Quit),
    ("pass", Scope::Tour, Action::TourNext),
];

/// Returns what a name in square brackets stands for.
fn keys_of(keys: &Keys, name: &str) -> Option<String> {
    let (name, all) = name.strip_suffix('*').map_or((name, false), |name| (name, true));
    let (_, scope, action) = KEYS.iter().find(|(known, ..)| *known == name)?;
    if !all {
        return Some(keys.key(*scope, *action));
    }
    let keys: Vec<String> = keys.row(*scope, *action)?.written().collect();
    Some(keys.join(" or "))
}

/// A stretch of what is said, in one look.
pub(super) type Piece = (String, Look);

/// Puts keys and names in. What stands for nothing stays as it is written.
pub(super) fn pieces(model: &Model, words: Words) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = words;
    while let Some(at) = rest.find(['[', '{']) {
        let close = if rest[at..].starts_with('[') { ']' } else { '}' };
        let Some(end) = rest[at..].find(close).map(|end| at + end) else { break };
        let name = &rest[at + 1..end];
        let found = match (close, name.strip_prefix('=')) {
            (']', _) => keys_of(&model.keys, name).map(|keys| (keys, Look::Key)),
            (_, Some(theme)) => Some((verdict(model, theme).to_owned(), Look::Text)),
            (_, None) => Some((model.desk.code_name(&name.into()).to_owned(), Look::Strong)),
        };
        pieces.push((rest[..at].to_owned(), Look::Text));
        pieces.push(found.unwrap_or_else(|| (rest[at..=end].to_owned(), Look::Text)));
        rest = &rest[end + 1..];
    }
    pieces.push((rest.to_owned(), Look::Text));
    pieces
}

/// Breaks what is said into lines of a width, at blanks.
pub(super) fn lines(pieces: &[Piece], width: u16) -> Vec<Vec<Piece>> {
    let width = usize::from(width.max(1));
    let mut lines: Vec<Vec<Piece>> = vec![Vec::new()];
    let mut used = 0;
    for word in unbroken(pieces) {
        let wide: usize = word.iter().map(|(text, _)| width_of(text)).sum();
        if used > 0 && used + 1 + wide > width {
            lines.push(Vec::new());
            used = 0;
        }
        let Some(line) = lines.last_mut() else { continue };
        if used > 0 {
            line.push((" ".to_owned(), Look::Text));
            used += 1;
        }
        used += wide;
        line.extend(word);
    }
    lines
}

/// Takes pieces apart at their blanks: what stands between two of them may be of several looks.
fn unbroken(pieces: &[Piece]) -> Vec<Vec<Piece>> {
    let mut words: Vec<Vec<Piece>> = vec![Vec::new()];
    for (text, look) in pieces {
        for (at, part) in text.split(' ').enumerate() {
            if at > 0 {
                words.push(Vec::new());
            }
            if let (Some(word), false) = (words.last_mut(), part.is_empty()) {
                word.push((part.to_owned(), *look));
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
