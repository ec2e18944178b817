//! The panel Here: the codings at the cursor, and what was said of the source as a whole.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::coding::{ask_stance, say_how_to_attach};
use super::state::{Code, Mode, Panel};
use super::view::{foot_of, note, panel, stance_look};
use crate::base::ids::EntryId;
use crate::coding::Stance;
use crate::tui::colours::Look;
use crate::tui::desk::{CellRow, Lost, Mark};
use crate::tui::dialog::Dialog;
use crate::tui::dialog::stance::{AskStance, Purpose as StanceFor};
use crate::tui::dialog::writing::{MemoFor, WriteMemo};
use crate::tui::draft;
use crate::tui::foot::Unseen;
use crate::tui::keys::action::Action;
use crate::tui::list::ListPlace;
use crate::tui::message::{Change, Effect};
use crate::tui::model::Model;
use crate::tui::pen;

/// One thing of the panel that can be chosen.
#[derive(Clone, Copy, Debug)]
pub(super) enum Item<'p> {
    /// A coding at the cursor.
    Mark(&'p Mark),
    /// A judgement of the whole source.
    Cell(&'p CellRow),
    /// A coding that has lost its words.
    Lost(&'p Lost),
}

impl Item<'_> {
    fn id(self) -> Option<EntryId> {
        match self {
            Self::Mark(mark) => mark.id,
            Self::Cell(cell) => Some(cell.id),
            Self::Lost(lost) => lost.mark.id,
        }
    }

    /// Returns what stands above the first of its sort.
    fn heading(self) -> Option<&'static str> {
        match self {
            Self::Mark(_) => None,
            Self::Cell(_) => Some("The whole source"),
            Self::Lost(_) => Some("Unanchored (U, then A)"),
        }
    }
}

impl Code {
    /// Returns the things of the panel from top to bottom.
    fn items(&self) -> Vec<Item<'_>> {
        let cells = self.page.iter().flat_map(|page| &page.cells).map(Item::Cell);
        let lost = self.page.iter().flat_map(|page| &page.lost).map(Item::Lost);
        self.here().into_iter().map(Item::Mark).chain(cells).chain(lost).collect()
    }

    /// Returns the judgement that is chosen; one can only be chosen while the panel has the keys.
    pub(super) fn cell(&self) -> Option<&CellRow> {
        let id = self.cell.filter(|_| self.focus == Panel::Here)?;
        self.page.as_ref()?.cells.iter().find(|cell| cell.id == id)
    }

    /// Returns the id of the chosen thing.
    pub(in crate::tui) fn pointed(&self) -> Option<EntryId> {
        self.cell().map(|cell| cell.id).or_else(|| self.meant()?.id)
    }
}

/// Does what keys ask for in the panel.
pub(super) fn act(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    let items = model.code.items();
    let pointed = model.code.pointed();
    let at = items.iter().position(|item| item.id() == pointed && pointed.is_some());
    let mut place = ListPlace { at: at.unwrap_or(0), top: 0 };
    if place.act(action, count, items.len(), items.len()) {
        // The first step chooses where nothing was chosen yet.
        let to = if at.is_none() && action == Action::Down { Some(0) } else { Some(place.at) };
        let Some(item) = to.and_then(|to| items.get(to)).copied() else { return Vec::new() };
        let (id, is_mark, is_lost) = (item.id(), matches!(item, Item::Mark(_)), matches!(item, Item::Lost(_)));
        let code = &mut model.code;
        match (id.filter(|_| is_lost), code.mode) {
            (Some(id), _) => code.mode = Mode::Lost(id),
            (None, Mode::Lost(_)) => code.mode = Mode::Normal,
            (None, Mode::Normal | Mode::Boundary(_)) => {}
        }
        code.cell = id.filter(|_| !is_mark && !is_lost);
        if is_mark {
            code.chosen = id;
        }
        return Vec::new();
    }
    if action != Action::Open {
        return Vec::new();
    }
    if let Some(effects) = act_on_cell(model, Action::Stance) {
        return effects;
    }
    if model.code.lost().is_some() {
        model.code.focus = Panel::Text;
        model.code.fit();
        say_how_to_attach(model);
    } else {
        ask_stance(model);
    }
    Vec::new()
}

/// Does to the chosen judgement what would be done to a coding; nothing where none is chosen.
pub(super) fn act_on_cell(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    let cell = model.code.cell()?.clone();
    let source = model.code.page.as_ref()?.id.clone();
    if !cell.own {
        model.warn(format!("only {} changes this judgement; {} writes your own", cell.coder, model.key(Action::Judge)));
        return Some(Vec::new());
    }
    match action {
        Action::Remove => return Some(vec![Effect::Write(vec![Change::Remove(cell.id)])]),
        Action::Stance => {
            let words = model.desk.source(&source).map(|row| row.name.clone()).unwrap_or_default();
            let purpose = StanceFor::Judge(source);
            model.dialogs.push(Dialog::AskStance(AskStance { code: cell.code, words, purpose, walk: false }));
        }
        Action::Memo => {
            let title = format!("What does it say on {}?", model.desk.code_name(&cell.code));
            let purpose = MemoFor::Summary(source, cell.code.clone(), cell.stance);
            draft::open(model, WriteMemo::new(title, &cell.summary, purpose));
        }
        _ => model.say_with_keys("a judgement keeps its theme: [judge] judges the source on another one"),
    }
    Some(Vec::new())
}

/// A row of the panel.
enum Line {
    /// A sign, the name of a code, and who used it.
    Head { stance: Stance, sign: Option<char>, name: String, who: String },
    /// What more there is to say.
    Note(String),
    /// What the rows below it are about.
    Heading(&'static str),
    /// Nothing is coded at the cursor.
    Nothing(String),
}

/// Draws the panel, scrolled to what is chosen.
pub(super) fn view(model: &Model, buffer: &mut Buffer, area: Rect) {
    let inner = panel(model, buffer, area, "Here", Panel::Here);
    let code = &model.code;
    let items = code.items();
    if items.is_empty() {
        note(model, buffer, inner, NOTHING);
        return;
    }
    let pointed = code.pointed();
    let mut lines: Vec<(Line, bool)> = Vec::new();
    let mut shown = 0..0;
    if !matches!(items.first(), Some(Item::Mark(_))) {
        lines.extend(pen::wrapped(NOTHING, inner.width.max(1)).into_iter().map(|line| (Line::Nothing(line), false)));
    }
    for (at, item) in items.iter().enumerate() {
        let heading = item.heading();
        if heading != at.checked_sub(1).and_then(|before| items[before].heading()) {
            lines.extend(heading.map(|words| (Line::Heading(words), false)));
        }
        let is_pointed = pointed.is_some() && item.id() == pointed;
        let from = lines.len();
        let new = item_lines(model, *item, inner.width);
        lines.extend(new.into_iter().enumerate().map(|(at, line)| (line, at == 0 && is_pointed)));
        if is_pointed {
            shown = from..lines.len();
        }
    }
    let top = shown.end.saturating_sub(usize::from(inner.height)).min(shown.start);
    for (y, (line, chosen)) in (inner.top()..inner.bottom()).zip(lines.iter().skip(top)) {
        draw(model, buffer, Rect { y, height: 1, ..inner }, line);
        if *chosen {
            let stands_out = code.focus == Panel::Here || code.lost().is_some();
            let look = if stands_out { Look::Chosen } else { Look::Strong };
            pen::paint(buffer, Rect { y, height: 1, ..inner }, model.colours.of(look));
        }
    }
    let unseen = Unseen::around(top, usize::from(inner.height), lines.len());
    foot_of(model, buffer, area, &[], &unseen.words(), Panel::Here);
}

/// How many rows the words of a coding that has lost them take.
const QUOTED: usize = 6;

/// What stands in the panel where nothing is coded.
const NOTHING: &str = "No coding at the cursor";

fn draw(model: &Model, buffer: &mut Buffer, row: Rect, line: &Line) {
    let colours = model.colours;
    match line {
        Line::Head { stance, sign, name, who } => {
            let end = pen::line_at_right(buffer, row, &format!(" {who}"), colours.of(Look::Dim));
            let sign = format!("{} ", sign.unwrap_or(' '));
            let after = pen::line(buffer, row.x, row.y, 2, &sign, colours.of(stance_look(*stance)));
            pen::line(buffer, after, row.y, end.saturating_sub(after), name, colours.of(Look::Text));
        }
        Line::Note(words) => {
            pen::line(buffer, row.x + 2, row.y, row.width.saturating_sub(2), words, colours.of(Look::Dim));
        }
        Line::Heading(words) => {
            pen::line(buffer, row.x, row.y, row.width, words, colours.of(Look::Label));
        }
        Line::Nothing(words) => {
            pen::line(buffer, row.x, row.y, row.width, words, colours.of(Look::Dim));
        }
    }
}

fn item_lines(model: &Model, item: Item<'_>, width: u16) -> Vec<Line> {
    let width = width.saturating_sub(2).max(1);
    match item {
        Item::Mark(mark) => {
            let who = if mark.id.is_none() { "not saved".to_owned() } else { mark.coder.to_string() };
            let name = model.desk.code_name(&mark.code).to_owned();
            let sign = model.desk.sign(&mark.code, mark.stance);
            let head = Line::Head { stance: mark.stance, sign, name, who };
            std::iter::once(head).chain(mark_notes(mark, width).into_iter().map(Line::Note)).collect()
        }
        Item::Lost(lost) => {
            let name = model.desk.code_name(&lost.mark.code).to_owned();
            let (stance, who) = (lost.mark.stance, lost.mark.coder.to_string());
            let head = Line::Head { stance, sign: model.desk.sign(&lost.mark.code, stance), name, who };
            let words = lost.words.split_whitespace().collect::<Vec<_>>().join(" ");
            let mut quoted = pen::wrapped(&format!("“{words}”"), width);
            if quoted.len() > QUOTED {
                quoted.truncate(QUOTED - 1);
                quoted.push("…”".to_owned());
            }
            let notes = quoted.into_iter().chain(mark_notes(&lost.mark, width));
            std::iter::once(head).chain(notes.map(Line::Note)).collect()
        }
        Item::Cell(cell) => {
            let name = model.desk.code_name(&cell.code).to_owned();
            let (stance, who) = (cell.stance, cell.coder.to_string());
            let head = Line::Head { stance, sign: Some(stance.sign()), name, who };
            let parts = [cell.summary.clone(), cell.effect()];
            let notes =
                parts.into_iter().filter(|words| !words.is_empty()).flat_map(|words| pen::wrapped(&words, width));
            std::iter::once(head).chain(notes.map(Line::Note)).collect()
        }
    }
}

/// Returns what else there is to say of a coding: who speaks, its memo, others' memos.
fn mark_notes(mark: &Mark, width: u16) -> Vec<String> {
    let mut notes = Vec::new();
    if !mark.about.is_empty() {
        notes.push(mark.about.clone());
    }
    if let Some(memo) = &mark.memo {
        notes.extend(pen::wrapped(&format!("memo: {memo}"), width));
    }
    for (coder, remark) in &mark.remarks {
        notes.extend(pen::wrapped(&format!("{coder}: {remark}"), width));
    }
    notes
}
