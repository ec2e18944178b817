//! What keys do on the screen Themes.

use super::columns::{Arrangement, columns};
use super::state::Open;
use crate::base::ids::{CodeId, Kind};
use crate::coding::About;
use crate::tui::desk::{Evidence, Piece, Themes};
use crate::tui::dialog::Dialog;
use crate::tui::dialog::code::{Purpose as CodeFor, Recoding};
use crate::tui::dialog::pick_code;
use crate::tui::dialog::sheet::{Sheet, What};
use crate::tui::dialog::stance::{AskStance, Purpose as StanceFor};
use crate::tui::dialog::writing::{MemoFor, WriteMemo};
use crate::tui::draft;
use crate::tui::keys::action::Action;
use crate::tui::list::ListPlace;
use crate::tui::message::{Aim, Change, Effect, Mouse};
use crate::tui::model::{Model, Screen};
use crate::tui::reading::motion::Way;

/// How many pieces Page moves by.
const PAGE: usize = 5;

/// Takes the themes as they were judged; the chosen one stays chosen.
pub fn assessed(model: &mut Model, themes: Themes) {
    let screen = &mut model.themes;
    let chosen: Option<CodeId> = screen.chosen().map(|row| row.code.clone());
    if let Some(at) = chosen.and_then(|code| themes.rows.iter().position(|row| row.code == code)) {
        screen.place.at = at;
    }
    screen.table = Some(themes);
    screen.judging = false;
    keep(model);
}

/// Takes the evidence of the open theme; the chosen piece stays chosen.
pub fn gathered(model: &mut Model, evidence: Evidence) {
    let Some(open) = model.themes.open.as_mut().filter(|open| open.code == evidence.code) else { return };
    open.evidence = Some(evidence);
    settle(open);
    let missing = open.wanted.take().and_then(|wanted| missing(open.evidence.as_ref()?, &wanted));
    if let Some(words) = missing {
        model.say(words);
    }
}

/// Says that nothing of a kind is among the evidence, where that is so and there is other evidence.
fn missing(evidence: &Evidence, kind: &Kind) -> Option<String> {
    if evidence.entries.is_empty() || evidence.entries.iter().any(|piece| piece.kind == *kind) {
        return None;
    }
    let filtered = if evidence.left_out > 0 { " that the filter shows" } else { "" };
    Some(format!("{kind}: no coding of this theme{filtered}; these are the other kinds"))
}

/// Makes the places fit the columns, on the chosen piece if it is still there.
fn settle(open: &mut Open) {
    let Some(evidence) = &open.evidence else { return };
    let columns = columns(evidence, open.arrangement);
    open.places.resize(columns.len(), ListPlace::default());
    if let Some(chosen) = open.chosen {
        for (at, column) in columns.iter().enumerate() {
            if let Some(row) = column.pieces.iter().position(|(_, piece)| piece.id == chosen) {
                open.column = at;
                open.places[at].at = row;
            }
        }
    }
    open.column = open.column.min(columns.len().saturating_sub(1));
    for (place, column) in open.places.iter_mut().zip(&columns) {
        place.at = place.at.min(column.pieces.len().saturating_sub(1));
    }
    if let Some(wanted) = &open.wanted
        && open.chosen.is_none()
        && let Some(at) = columns.iter().position(|column| column.title == wanted.as_str())
    {
        open.column = at;
    }
    if columns.get(open.column).is_none_or(|column| column.pieces.is_empty())
        && let Some(full) = columns.iter().position(|column| !column.pieces.is_empty())
        && open.chosen.is_none()
    {
        open.column = full;
    }
}

/// Opens a theme from another screen; its evidence is asked for as with every way that leads here.
pub fn open(model: &mut Model, code: &CodeId) {
    model.themes.open = Some(Open { is_aside: true, ..Open::new(code.clone()) });
    let rows = model.themes.table.iter().flat_map(|table| &table.rows);
    if let Some(at) = rows.map(|row| &row.code).position(|of| of == code) {
        model.themes.place.at = at;
    }
    model.show(Screen::Themes);
}

/// Shows the table with a cell of it chosen: that of a theme, if it is still there, and of a kind or the verdict.
pub fn choose(model: &mut Model, code: Option<&CodeId>, kind: Option<Kind>) {
    let screen = &mut model.themes;
    screen.open = None;
    screen.kind = kind;
    let rows = screen.table.iter().flat_map(|table| &table.rows);
    if let Some(at) = code.and_then(|code| rows.map(|row| &row.code).position(|of| of == code)) {
        screen.place.at = at;
    }
    keep(model);
}

/// Closes the open theme; tells whether the table is to be seen now.
pub fn close(model: &mut Model) -> bool {
    let open = model.themes.open.take();
    open.is_some_and(|open| !(open.is_aside && model.before.last() == Some(&Screen::Codebook)))
}

/// Returns the chosen piece of the open theme.
#[must_use]
fn chosen(open: &Open) -> Option<&Piece> {
    let columns = columns(open.evidence.as_ref()?, open.arrangement);
    let place = open.places.get(open.column)?;
    columns.get(open.column)?.pieces.get(place.at).map(|(_, piece)| *piece)
}

/// Does what an action asks for on this screen.
pub fn act(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    if action == Action::Reasons {
        show_reasons(model);
        return Vec::new();
    }
    if model.themes.open.is_some() { act_in_theme(model, action, count) } else { act_in_table(model, action, count) }
}

/// Shows all that is said of the theme that is open or chosen.
fn show_reasons(model: &mut Model) {
    let open = model.themes.open.as_ref().map(|open| open.code.clone());
    let chosen = || Some(model.themes.chosen()?.code.clone());
    match open.or_else(chosen) {
        Some(code) => model.dialogs.push(Dialog::Sheet(Sheet::new(What::Reasons(code)))),
        None => model.say("there is no theme yet"),
    }
}

fn act_in_table(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    let height = super::table::table_height(model);
    let Some(table) = &model.themes.table else { return Vec::new() };
    if model.themes.place.act(action, count, table.rows.len(), height) {
        return Vec::new();
    }
    match action {
        Action::ColumnLeft => walk(model, Way::Back, count),
        Action::ColumnRight => walk(model, Way::On, count),
        Action::Open => return open_chosen(model),
        _ => {}
    }
    Vec::new()
}

/// Chooses the cell so many columns to a side: left of the kinds stands the theme as a whole, with its verdict.
fn walk(model: &mut Model, way: Way, count: usize) {
    if way == Way::On && !super::table::shows_kinds(model) {
        model.say("there is no room for the kinds on so narrow a screen");
        return;
    }
    let Some(table) = &model.themes.table else { return };
    // The column of the verdict comes before those of the kinds.
    let at = model.themes.chosen_kind().map_or(0, |at| at + 1);
    let to = match way {
        Way::Back => at.saturating_sub(count),
        Way::On => at.saturating_add(count).min(table.kinds.len()),
    };
    model.themes.kind = to.checked_sub(1).and_then(|at| table.kinds.get(at)).cloned();
    if to == at {
        model.say(match way {
            Way::Back => "this is the first column: the theme as a whole, with its verdict",
            Way::On => "this is the last kind",
        });
    }
}

/// Opens the evidence of the chosen theme; from the cell of a kind, on what that kind says.
fn open_chosen(model: &mut Model) -> Vec<Effect> {
    let Some(code) = model.themes.chosen().map(|row| row.code.clone()) else {
        model.say("there is no theme to open");
        return Vec::new();
    };
    let kind = model.themes.chosen_cell().map(|(kind, _)| kind.clone());
    model.themes.open = Some(match kind {
        Some(kind) => Open::at_kind(code.clone(), kind),
        None => Open::new(code.clone()),
    });
    vec![Effect::Gather(code)]
}

fn act_in_theme(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    let Some(open) = &mut model.themes.open else { return Vec::new() };
    let Some(evidence) = &open.evidence else { return Vec::new() };
    let lengths: Vec<usize> = columns(evidence, open.arrangement).iter().map(|column| column.pieces.len()).collect();
    let last = lengths.len().saturating_sub(1);
    match action {
        Action::ColumnLeft => open.column = open.column.saturating_sub(count),
        Action::ColumnRight => open.column = open.column.saturating_add(count).min(last),
        Action::Arrange => {
            open.chosen = chosen(open).map(|piece| piece.id);
            open.arrangement = match open.arrangement {
                Arrangement::ByStance => Arrangement::ByKind,
                Arrangement::ByKind => Arrangement::ByStance,
            };
            open.places.clear();
            settle(open);
        }
        Action::Open => return open_piece(model),
        Action::Cite => return copy_piece(model),
        Action::Stance | Action::Recode | Action::Memo | Action::Remove => return act_on_piece(model, action),
        _ => {
            let length = lengths.get(open.column).copied().unwrap_or(0);
            if let Some(place) = open.places.get_mut(open.column) {
                place.act(action, count, length, PAGE);
            }
        }
    }
    if let Some(open) = &mut model.themes.open {
        open.chosen = chosen(open).map(|piece| piece.id);
    }
    Vec::new()
}

fn open_piece(model: &mut Model) -> Vec<Effect> {
    let Some(piece) = model.themes.open.as_ref().and_then(chosen) else {
        model.say("there is nothing to open in this column");
        return Vec::new();
    };
    vec![Effect::Open(piece.source.clone(), Aim::Coding(piece.id, piece.span))]
}

/// Copies the words of the chosen piece.
fn copy_piece(model: &mut Model) -> Vec<Effect> {
    match model.themes.open.as_ref().and_then(chosen).map(|piece| (piece.source.clone(), piece.span)) {
        Some((source, Some(span))) => return vec![Effect::Cite(source, span)],
        Some((_, None)) => model.warn("not copied: these words are not found in the text any more"),
        None => model.say("there is nothing to copy in this column"),
    }
    Vec::new()
}

/// Changes the coding behind the chosen piece.
fn act_on_piece(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(open) = &model.themes.open else { return Vec::new() };
    let Some(piece) = chosen(open).cloned() else {
        model.say("there is no coding in this column");
        return Vec::new();
    };
    if action == Action::Memo {
        let title = format!("Memo on a coding in {}", piece.source);
        if !piece.own {
            return vec![Effect::FindMemo { about: About::Coding(piece.id), title }];
        }
        let before = piece.memo.as_deref().unwrap_or_default();
        let write = WriteMemo::new(title, before, MemoFor::Coding(piece.id));
        draft::open(model, write);
        return Vec::new();
    }
    if !piece.own {
        model.warn(format!(
            "only {} changes this coding; {} writes a memo on it",
            piece.coder,
            model.key(Action::Memo)
        ));
        return Vec::new();
    }
    match action {
        Action::Remove => return vec![Effect::Write(vec![Change::Remove(piece.id)])],
        Action::Recode => {
            // What is evidence here has a claim.
            let recoding = Recoding { id: piece.id, words: piece.words, is_evidence: true };
            pick_code(model, CodeFor::Recode(recoding));
        }
        _ => {
            let code = open.code.clone();
            let ask = AskStance { code, words: piece.words, purpose: StanceFor::Change(piece.id), walk: false };
            model.dialogs.push(Dialog::AskStance(ask));
        }
    }
    Vec::new()
}

/// Chooses the cell under the mouse; a press on the chosen one opens it.
pub fn click(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    if model.themes.open.is_some() {
        return Vec::new();
    }
    let length = model.themes.table.as_ref().map_or(0, |table| table.rows.len());
    // The frame and the headings stand above the first row.
    let Some(row) = usize::from(mouse.row).checked_sub(2).filter(|row| *row < super::table::table_height(model)) else {
        return Vec::new();
    };
    let at = model.themes.place.top + row;
    if at >= length {
        return Vec::new();
    }
    let kind = super::table::kind_at(model, mouse.column);
    if (model.themes.place.at, model.themes.chosen_kind()) == (at, kind) {
        return act(model, Action::Open, 1);
    }
    model.themes.place.at = at;
    model.themes.kind = kind.and_then(|kind| model.themes.table.as_ref()?.kinds.get(kind)).cloned();
    keep(model);
    Vec::new()
}

/// Keeps the chosen theme inside the table.
pub fn keep(model: &mut Model) {
    let height = super::table::table_height(model);
    let length = model.themes.table.as_ref().map_or(0, |table| table.rows.len());
    model.themes.place.keep(length, height);
}
