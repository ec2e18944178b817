//! What keys do on the screen Framework.

use std::sync::Arc;

use super::layout::layout;
use super::table::{Framework, Line, Passages};
use crate::tui::dialog::Dialog;
use crate::tui::dialog::stance::{AskStance, Purpose as StanceFor};
use crate::tui::keys::action::Action;
use crate::tui::list::ListPlace;
use crate::tui::message::{Aim, CellAim, Change, Effect, Mouse};
use crate::tui::model::Model;

/// The most passages of a cell whose words are read: more than stand below the matrix.
const TOLD: usize = 24;

/// Takes the matrix as it was made.
pub fn laid(model: &mut Model, table: Framework) -> Vec<Effect> {
    model.framework.whole = Some(Arc::new(table));
    model.framework.waiting = false;
    narrowed(model)
}

/// Leaves out the sources that the filter does not list; the chosen source and theme stay chosen.
pub fn narrowed(model: &mut Model) -> Vec<Effect> {
    let Some(whole) = model.framework.whole.clone() else { return Vec::new() };
    let table = if model.filter.is_some() { Arc::new(whole.only(|id| model.lists(id))) } else { whole };
    let screen = &mut model.framework;
    let before = screen.chosen().map(|chosen| (chosen.source.id.clone(), chosen.theme.code.clone()));
    screen.table = Some(Arc::clone(&table));
    screen.passages = None;
    show_columns(model);
    if let Some((source, theme)) = before {
        let screen = &mut model.framework;
        let row = table.sources.iter().position(|head| head.id == source);
        screen.source = row.unwrap_or(screen.source);
        let column = screen.columns.iter().position(|at| table.themes[*at].code == theme);
        screen.column.at = column.unwrap_or(screen.column.at);
    }
    keep(model);
    ask(model)
}

/// Takes the passages of a cell.
pub fn passages(model: &mut Model, read: Passages) {
    model.framework.passages = Some(read);
}

/// Chooses which themes are columns.
fn show_columns(model: &mut Model) {
    let screen = &mut model.framework;
    let Some(table) = &screen.table else { return };
    screen.columns = if screen.used_only { table.used() } else { (0..table.themes.len()).collect() };
}

/// Keeps the places inside the matrix and the chosen cell in sight.
pub fn keep(model: &mut Model) {
    let layout = layout(model);
    let screen = &mut model.framework;
    let Some(table) = &screen.table else { return };
    screen.source = screen.source.min(table.sources.len().saturating_sub(1));
    screen.column.keep(screen.columns.len(), layout.columns);
    screen.lines.at = table.line_of(screen.source);
    screen.lines.keep(table.lines(), layout.lines());
    // Whoever is on the first source of a kind sees the kind's name too.
    let top = screen.lines.top;
    let is_heading = |line: usize| matches!(table.line(line), Some(Line::Kind(_)));
    if top == screen.lines.at && layout.lines() > 1 && top.checked_sub(1).is_some_and(is_heading) {
        screen.lines.top = top - 1;
    }
}

/// Asks for the passages of the chosen cell, where it has some that are not read yet.
fn ask(model: &Model) -> Vec<Effect> {
    let screen = &model.framework;
    let Some(chosen) = screen.chosen() else { return Vec::new() };
    let ids = chosen.cell.codings;
    if ids.is_empty() || screen.read().is_some() {
        return Vec::new();
    }
    let ids = ids[..ids.len().min(TOLD)].to_vec();
    vec![Effect::Passages { source: chosen.source.id.clone(), theme: chosen.theme.code.clone(), ids }]
}

/// Does what an action asks for on this screen.
pub fn act(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    let Some(table) = model.framework.table.clone() else { return Vec::new() };
    let screen = &mut model.framework;
    match action {
        Action::ColumnLeft => screen.column.at = screen.column.at.saturating_sub(count),
        Action::ColumnRight => screen.column.at = screen.column.at.saturating_add(count),
        Action::Filled => turn(model, &table),
        Action::Open => return open(model),
        Action::Judge => return judge(model),
        Action::Stance => return change_stance(model),
        Action::Remove => return take_away(model),
        _ => {
            let height = layout(model).lines();
            let mut place = ListPlace { at: model.framework.source, top: 0 };
            place.act(action, count, table.sources.len(), height);
            model.framework.source = place.at;
        }
    }
    keep(model);
    ask(model)
}

/// Shows all themes, or only those with something in them; the chosen theme stays chosen where it is shown.
fn turn(model: &mut Model, table: &Framework) {
    let screen = &mut model.framework;
    let before = screen.columns.get(screen.column.at).copied();
    screen.used_only = !screen.used_only;
    if screen.used_only && table.used().is_empty() {
        screen.used_only = false;
        model.say("no theme has anything in it yet");
        return;
    }
    show_columns(model);
    let screen = &mut model.framework;
    // Where it is not shown any more, the next one is.
    let column = screen.columns.iter().position(|at| Some(*at) >= before);
    screen.column.at = column.unwrap_or(screen.columns.len());
    let (shown, all) = (screen.columns.len(), table.themes.len());
    let words = if screen.used_only { "the themes with something in them" } else { "all themes" };
    model.say(format!("{words}: {shown} of {all}"));
}

/// Goes to the first passage of the cell, with all of them as hits; one without passages is judged.
fn open(model: &mut Model) -> Vec<Effect> {
    let screen = &model.framework;
    let Some(chosen) = screen.chosen() else { return nothing(model) };
    let codings = chosen.cell.codings.to_vec();
    if codings.is_empty() {
        return judge(model);
    }
    let pieces = screen.read().map_or(&[][..], |read| &read.pieces);
    let words = pieces.iter().filter_map(|piece| Some((piece.id, piece.span?))).collect();
    let aim = CellAim { theme: chosen.theme.code.clone(), codings, words };
    vec![Effect::Open(chosen.source.id.clone(), Aim::Cell(aim))]
}

/// Asks for a judgement of the source on the theme: the stance, then the sentence.
fn judge(model: &mut Model) -> Vec<Effect> {
    let Some(chosen) = model.framework.chosen() else { return nothing(model) };
    let purpose = StanceFor::Judge(chosen.source.id.clone());
    let (code, words) = (chosen.theme.code.clone(), chosen.source.name.clone());
    model.dialogs.push(Dialog::AskStance(AskStance { code, words, purpose, walk: false }));
    Vec::new()
}

/// Asks for another stance of the coder's own judgement, which keeps its sentence.
fn change_stance(model: &mut Model) -> Vec<Effect> {
    let Some(chosen) = model.framework.chosen() else { return nothing(model) };
    let Some(own) = chosen.cell.own() else { return no_judgement(model) };
    let purpose = StanceFor::Rejudge(chosen.source.id.clone(), own.summary.clone());
    let (code, words) = (chosen.theme.code.clone(), chosen.source.name.clone());
    model.dialogs.push(Dialog::AskStance(AskStance { code, words, purpose, walk: false }));
    Vec::new()
}

/// Takes the coder's own judgement away, with all that the coder said here before: else that would stand again.
fn take_away(model: &mut Model) -> Vec<Effect> {
    let Some(chosen) = model.framework.chosen() else { return nothing(model) };
    let Some(own) = chosen.cell.own() else { return no_judgement(model) };
    vec![Effect::Write(own.ids.iter().map(|id| Change::Remove(*id)).collect())]
}

fn no_judgement(model: &mut Model) -> Vec<Effect> {
    let other = model.framework.chosen().and_then(|chosen| chosen.cell.shown()).map(|judged| judged.coder.clone());
    match other {
        Some(coder) => {
            let key = model.key(Action::Judge);
            model.warn(format!("only {coder} changes this judgement; {key} writes your own"));
        }
        None => model.say_with_keys("you have not judged this source on this theme: [judge] does"),
    }
    Vec::new()
}

fn nothing(model: &mut Model) -> Vec<Effect> {
    model.say("there is no cell to choose yet");
    Vec::new()
}

/// Chooses the cell under the mouse; a press on the chosen one opens it.
pub fn click(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    let layout = layout(model);
    let inside = layout.inside();
    let Some(table) = model.framework.table.clone() else { return Vec::new() };
    let Some(row) = mouse.row.checked_sub(inside.y + layout.names).filter(|row| usize::from(*row) < layout.lines())
    else {
        return Vec::new();
    };
    let Some(Line::Source(source)) = table.line(model.framework.lines.top + usize::from(row)) else {
        return Vec::new();
    };
    let right = mouse.column.checked_sub(layout.column(0));
    let column = right.map(|right| usize::from(right / layout.each.max(1))).filter(|at| *at < layout.columns);
    let screen = &mut model.framework;
    let column = column.map_or(screen.column.at, |at| screen.column.top + at);
    let again = (screen.source, screen.column.at) == (source, column);
    (screen.source, screen.column.at) = (source, column);
    keep(model);
    if again { open(model) } else { ask(model) }
}
