//! The one key that leads through the codings that still lack a stance.
//!
//! A neutral coding of a code with a claim says nothing for or against; most are left so because the
//! stance was put off. The way goes source by source from the cursor on, and round once.

use super::desk::{SourceRow, Waiting};
use super::dialog::Dialog;
use super::dialog::stance::{AskStance, Purpose};
use super::message::{Aim, Effect};
use super::model::{Model, Screen};
use crate::base::ids::EntryId;

/// Goes to the next coding without a stance and asks for it.
pub fn next(model: &mut Model) -> Vec<Effect> {
    let Some(waiting) = following(model).cloned() else {
        let where_to = if model.filter.is_some() { "in the sources that the filter lists, " } else { "" };
        model.say(format!(
            "{where_to}every coding of yours that could take a stance has one, or is meant to be neutral"
        ));
        return Vec::new();
    };
    let here = model.screen == Screen::Code
        && model.code.page.as_ref().is_some_and(|page| page.id == waiting.source && page.mark(waiting.id).is_some());
    if here {
        ask(model, waiting.id);
        return Vec::new();
    }
    vec![Effect::Open(waiting.source, Aim::Stance(waiting.id))]
}

/// Shows a coding of the open source and asks for its stance.
pub fn ask(model: &mut Model, id: EntryId) {
    let Some(page) = &model.code.page else { return };
    let Some(mark) = page.mark(id) else { return };
    let words = page.quoted(mark.span).to_owned();
    let ask = AskStance { code: mark.code.clone(), words, purpose: Purpose::Change(id), walk: true };
    let start = mark.span.start;
    model.code.chosen = Some(id);
    model.code.pane.clear_selection();
    model.code.pane.show(start);
    model.dialogs.push(Dialog::AskStance(ask));
}

/// Returns the coding that comes next after the cursor, the chosen one left out.
fn following(model: &Model) -> Option<&Waiting> {
    let desk = &model.desk;
    let page = model.code.page.as_ref().filter(|_| model.screen == Screen::Code);
    let chosen = model.code.chosen.filter(|_| page.is_some());
    let waiting = |row: &SourceRow| desk.waiting.get(&row.id).into_iter().flatten();
    let is_other = |waiting: &&Waiting| Some(waiting.id) != chosen;
    let mut all = model.listed().flat_map(waiting).filter(is_other);
    let Some(page) = page else { return all.next() };
    let at = (model.code.pane.cursor(), chosen);
    let from_here = desk
        .sources()
        .skip_while(|row| row.id != page.id)
        .filter(|row| model.lists(&row.id))
        .flat_map(waiting)
        .filter(is_other);
    let mut after = from_here.filter(|waiting| waiting.source != page.id || (waiting.start, Some(waiting.id)) > at);
    after.next().or_else(|| all.next())
}
