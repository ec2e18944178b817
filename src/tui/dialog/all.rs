//! Coding all hits of the search: what would be coded is counted and shown, and then it is done or not.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Dialog;
use crate::base::count::plural;
use crate::base::ids::CodeId;
use crate::coding::Stance;
use crate::search::autocode::{Count, Unit};
use crate::tui::colours::Look;
use crate::tui::desk::Desk;
use crate::tui::foot::Unseen;
use crate::tui::keys::action::Action;
use crate::tui::message::{AllAsked, AllPlanned, Effect};
use crate::tui::model::Model;
use crate::tui::pen;

/// A screen of fewer rows has no room beside the dialog.
const SMALL: u16 = 14;

/// The question whether all hits are to be coded.
#[derive(Clone, Debug)]
pub struct CodeAll {
    /// What would be coded, and how.
    pub asked: AllAsked,
    /// What it comes to; nothing while that is being looked for.
    pub planned: Option<AllPlanned>,
}

/// Asks for what coding all hits of a query would come to, and opens the dialog on it.
pub(super) fn open(model: &mut Model, query: String, code: CodeId) -> Vec<Effect> {
    let asked =
        AllAsked { ticket: 0, query, code, unit: Unit::default(), stance: Stance::Neutral, with_interviewer: false };
    model.dialogs.push(Dialog::CodeAll(Box::new(CodeAll { asked, planned: None })));
    ask(model)
}

fn ask(model: &mut Model) -> Vec<Effect> {
    model.search.planned += 1;
    let ticket = model.search.planned;
    let Some(dialog) = top(model) else { return Vec::new() };
    dialog.asked.ticket = ticket;
    dialog.planned = None;
    vec![Effect::PlanAll(Box::new(dialog.asked.clone()))]
}

fn top(model: &mut Model) -> Option<&mut CodeAll> {
    match model.dialogs.last_mut() {
        Some(Dialog::CodeAll(dialog)) => Some(dialog),
        _ => None,
    }
}

/// Takes what the hits come to, unless something else was asked meanwhile.
pub fn planned(model: &mut Model, planned: AllPlanned) {
    let open = model.dialogs.iter_mut().find_map(|dialog| match dialog {
        Dialog::CodeAll(dialog) => Some(dialog),
        _ => None,
    });
    if let Some(dialog) = open.filter(|dialog| dialog.asked.ticket == planned.ticket) {
        dialog.planned = Some(planned);
    }
}

/// Does what an action asks for.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let stance = match action {
        Action::Supports => Some(Stance::Supports),
        Action::Qualifies => Some(Stance::Qualifies),
        Action::Contradicts => Some(Stance::Contradicts),
        Action::Neutral => Some(Stance::Neutral),
        _ => None,
    };
    let Some(dialog) = top(model) else { return Vec::new() };
    if let Some(stance) = stance {
        let code = dialog.asked.code.clone();
        if model.desk.theme_of(&code).is_none() && stance != Stance::Neutral {
            model.warn("the code has no claim: nothing can be for or against it");
        } else if let Some(dialog) = top(model) {
            dialog.asked.stance = stance;
            return ask(model);
        }
        return Vec::new();
    }
    match action {
        Action::Turn => {
            let at = Unit::ALL.iter().position(|unit| *unit == dialog.asked.unit).unwrap_or(0);
            dialog.asked.unit = Unit::ALL[(at + 1) % Unit::ALL.len()];
            ask(model)
        }
        Action::WithInterviewer => {
            dialog.asked.with_interviewer = !dialog.asked.with_interviewer;
            ask(model)
        }
        Action::Accept => accept(model),
        _ => Vec::new(),
    }
}

fn accept(model: &mut Model) -> Vec<Effect> {
    let Some(dialog) = top(model) else { return Vec::new() };
    match &dialog.planned {
        None => model.say("still counting: one moment"),
        Some(planned) if planned.problem.is_some() => model.warn("the query cannot be read whole: nothing is coded"),
        Some(AllPlanned { codings: 0, .. }) => model.say("there is nothing to code"),
        Some(_) => {
            let ticket = dialog.asked.ticket;
            model.dialogs.pop();
            return vec![Effect::CodeAll(ticket)];
        }
    }
    Vec::new()
}

/// Draws the dialog.
pub(super) fn view(model: &Model, buffer: &mut Buffer, body: Rect, dialog: &CodeAll) {
    // On a small screen the dialog has all of it, and what it comes to stands first.
    let height = if body.height < SMALL { body.height } else { (body.height - 2).min(20) };
    let area = super::view::middle(body, height);
    let inner = super::view::open(model, buffer, area, "Code all hits");
    let mut y = inner.y;
    let mut below = 0;
    for (words, look) in lines(model, dialog) {
        let rest = Rect { y, height: inner.bottom().saturating_sub(y), ..inner };
        y = super::view::say(model, buffer, rest, &words, look);
        let rows = pen::wrapped(&words, inner.width.max(1)).len();
        below += rows.saturating_sub(usize::from(y - rest.y));
    }
    // As many of the first codings as there is room for, a line each.
    let sample: Vec<_> = dialog.planned.iter().flat_map(|planned| &planned.count.sample).collect();
    let room = usize::from(inner.bottom().saturating_sub(y.saturating_add(1)));
    below += sample.len().saturating_sub(room);
    super::view::draw_unseen(model, buffer, area, &Unseen { above: 0, below });
    for ((source, _, words), y) in sample.into_iter().zip(y.saturating_add(1)..inner.bottom()) {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let x = pen::line(buffer, inner.x, y, inner.width / 3, source.as_str(), model.colours.of(Look::Dim));
        let room = inner.right().saturating_sub(x + 1);
        pen::line(buffer, x + 1, y, room, &words, model.colours.of(Look::Text));
    }
}

fn lines(model: &Model, dialog: &CodeAll) -> Vec<(String, Look)> {
    let asked = &dialog.asked;
    let comes_to = match &dialog.planned {
        None => ("counting …".to_owned(), Look::Dim),
        Some(AllPlanned { problem: Some(problem), .. }) => (problem.clone(), Look::Warning),
        Some(planned) => (summary(planned.codings, &planned.count), Look::Strong),
    };
    let has_claim = model.desk.theme_of(&asked.code).is_some();
    let stances = if has_claim { "; [supports] [qualifies] [contradicts] [neutral] set the stance" } else { "" };
    let keys = format!("{}{}", model.with_keys("[turn] takes another unit"), model.with_keys(stances));
    let mut lines = vec![
        comes_to,
        (format!("as {}", coded_as(&model.desk, &asked.code, asked.stance)), Look::Strong),
        (format!("all that {} finds: {} ({keys})", asked.query, what(asked.unit)), Look::Text),
    ];
    let Some(planned) = dialog.planned.as_ref().filter(|planned| planned.problem.is_none()) else { return lines };
    let kinds = planned
        .count
        .kinds
        .iter()
        .map(|(kind, (codings, sources))| format!("{kind} {codings} in {}", plural(*sources, "source", "sources")));
    lines.push((kinds.collect::<Vec<_>>().join(" · "), Look::Text));
    let left_out = planned.count.left_out(asked.unit, &model.with_keys("[with-interviewer]"));
    lines.extend(left_out.into_iter().map(|line| (format!("left out: {line}"), Look::Dim)));
    if planned.codings > 0 {
        let caution =
            "A query made them, no reader: look at some first, and at all before they stand behind a finding.";
        lines.push((caution.to_owned(), Look::Dim));
    }
    lines
}

fn coded_as(desk: &Desk, code: &CodeId, stance: Stance) -> String {
    let name = desk.code_name(code);
    match desk.theme_of(code) {
        Some(_) => format!("{name}, {} ({})", stance.word(), stance.sign()),
        None => name.to_owned(),
    }
}

fn what(unit: Unit) -> &'static str {
    match unit {
        Unit::Passage => "the whole passage",
        Unit::Match => "the words that match",
        Unit::Turn => "the whole turn of the speaker",
        Unit::Row => "rows of tables",
    }
}

fn summary(codings: usize, count: &Count) -> String {
    let voices = plural(count.voices, "voice", "voices");
    let sources = plural(count.sources(), "source", "sources");
    let hits = plural(count.hits, "passage is found", "passages are found");
    format!("{hits}: {} in {sources}, of {voices}", plural(codings, "coding", "codings"))
}
