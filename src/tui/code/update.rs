//! What keys and the mouse do on the screen Code.

use std::time::Duration;

use super::areas::{areas, inside};
use super::rows::{SourceLine, code_lines, source_lines};
use super::state::{Mode, Panel};
use crate::base::ids::EntryId;
use crate::base::text::Span;
use crate::tui::desk::{Page, Progress};
use crate::tui::dialog::code::Purpose as CodeFor;
use crate::tui::dialog::stance::{AskStance, Purpose as StanceFor};
use crate::tui::dialog::writing::{MemoFor, WriteLine, WriteMemo};
use crate::tui::dialog::{Dialog, Quick, code_with, pick_code};
use crate::tui::entry::line::LineEditor;
use crate::tui::keys::action::Action;
use crate::tui::message::{Aim, Change, Effect, Mouse, MouseAct, Spot};
use crate::tui::model::{Model, Screen};
use crate::tui::reading::motion::{Unit, Way};
use crate::tui::walk;

/// Two presses within this time are a double click.
const DOUBLE: Duration = Duration::from_millis(400);

/// How many rows one turn of the wheel scrolls.
const WHEEL: i64 = 3;

/// The longest name that an in-vivo code takes from its words, in code points.
const NAME: usize = 60;

/// Takes a source that was read, and shows what was aimed at.
pub fn opened(model: &mut Model, page: Page, aim: Aim) {
    model.show(Screen::Code);
    model.code.set_page(page);
    model.code.focus = Panel::Text;
    model.code.fit();
    match aim {
        Aim::Last => {}
        Aim::Coding(id) => place_of_mark(model, id),
        Aim::Stance(id) => walk::ask(model, id),
        Aim::Hits(passage, hits) => {
            let first = hits.first().map_or(passage.start, |hit| hit.start);
            model.code.landmarks.hits = hits;
            model.code.pane.clear_selection();
            model.code.pane.show(first);
        }
    }
    choose_source_line(model);
}

/// Puts the cursor on a coding and chooses it.
pub fn place_of_mark(model: &mut Model, id: EntryId) {
    let Some(start) = model.code.page.as_ref().and_then(|page| page.mark(id)).map(|mark| mark.span.start) else {
        model.warn("this coding has lost its words: 'tripod check' tells more");
        return;
    };
    model.code.chosen = Some(id);
    model.code.pane.clear_selection();
    model.code.pane.show(start);
}

/// Chooses a coding that was just saved, where the cursor is on it.
pub fn coded(model: &mut Model, id: EntryId) {
    let at = model.code.pane.cursor();
    if model.code.page.as_ref().and_then(|page| page.mark(id)).is_some_and(|mark| mark.span.has(at)) {
        model.code.chosen = Some(id);
    }
}

/// Does what an action asks for on this screen.
pub fn act(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    if let Some(effects) = act_on_source(model, action) {
        return effects;
    }
    match model.code.focus {
        Panel::Sources => act_in_sources(model, action, count),
        Panel::Codebook => act_in_codebook(model, action, count),
        Panel::Here => act_here(model, action, count),
        Panel::Text => act_in_text(model, action, count),
    }
}

/// Actions of the whole screen, whichever panel has the keys.
fn act_on_source(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::NextPanel => turn_panel(model, 1),
        Action::PreviousPanel => turn_panel(model, Panel::ALL.len() - 1),
        Action::NextSource => return Some(neighbour(model, Way::On)),
        Action::PreviousSource => return Some(neighbour(model, Way::Back)),
        Action::Done | Action::DoneForTheme | Action::SourceMemo | Action::Judge => {
            return Some(act_on_whole(model, action));
        }
        Action::Stance => ask_stance(model),
        Action::Recode => {
            if let Some(id) = own_coding(model) {
                pick_code(model, CodeFor::Recode(id));
            }
        }
        Action::Memo => write_memo(model),
        Action::Remove => {
            return Some(own_coding(model).map(|id| Effect::Write(vec![Change::Remove(id)])).into_iter().collect());
        }
        _ => return None,
    }
    Some(Vec::new())
}

fn turn_panel(model: &mut Model, by: usize) {
    let at = Panel::ALL.iter().position(|panel| *panel == model.code.focus).unwrap_or(0);
    model.code.focus = Panel::ALL[(at + by) % Panel::ALL.len()];
    model.code.fit();
    keep_lists(model);
}

/// Opens the next source in the order of the list.
fn neighbour(model: &mut Model, way: Way) -> Vec<Effect> {
    let ids: Vec<_> = model.desk.sources().map(|row| &row.id).collect();
    let at = model.code.page.as_ref().and_then(|page| ids.iter().position(|id| **id == page.id));
    let next = match (at, way) {
        (None, _) => ids.first(),
        (Some(at), Way::On) => ids.get(at + 1),
        (Some(at), Way::Back) => at.checked_sub(1).and_then(|at| ids.get(at)),
    };
    let Some(id) = next else {
        model.say("there is no further source in the list");
        return Vec::new();
    };
    vec![Effect::Open((*id).clone(), Aim::Last)]
}

/// Actions on the open source as a whole.
fn act_on_whole(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(page) = &model.code.page else {
        model.say("no source is open: Enter on the list of sources opens one");
        return Vec::new();
    };
    let id = page.id.clone();
    match action {
        Action::Done => {
            let done = model.desk.source(&id).is_some_and(|row| row.progress == Progress::Done);
            let change = if done { Change::Reopen(id, None) } else { Change::Done(id, None) };
            return vec![Effect::Write(vec![change])];
        }
        Action::DoneForTheme => pick_code(model, CodeFor::DoneFor(id)),
        Action::Judge => pick_code(model, CodeFor::Judge(id)),
        _ => {
            let memos: Vec<String> = page.memos.iter().map(|(coder, memo)| format!("{coder}: {memo}")).collect();
            if let Some(last) = memos.last() {
                let text = last.clone();
                model.say(text);
            }
            let title = format!("Memo on {id}");
            model.dialogs.push(Dialog::WriteMemo(Box::new(WriteMemo::new(title, "", MemoFor::Source(id)))));
        }
    }
    Vec::new()
}

fn act_in_sources(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    let lines = source_lines(&model.desk, &model.code.folded);
    let height = panel_height(model, Panel::Sources);
    if model.code.sources.act(action, count, lines.len(), height) {
        return Vec::new();
    }
    match (action, lines.get(model.code.sources.at)) {
        (Action::Open, Some(SourceLine::Source(row))) => vec![Effect::Open(row.id.clone(), Aim::Last)],
        (Action::Open, Some(SourceLine::Kind(row, open))) => {
            let kind = row.kind.clone();
            if *open {
                model.code.folded.insert(kind);
            } else {
                model.code.folded.remove(&kind);
            }
            keep_lists(model);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn act_in_codebook(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    let lines = code_lines(&model.desk);
    let height = panel_height(model, Panel::Codebook);
    if model.code.book.act(action, count, lines.len(), height) || action != Action::Open {
        return Vec::new();
    }
    match (lines.get(model.code.book.at), spot(model)) {
        (Some(line), Some((at, words))) => code_with(model, line.id.clone(), at, words),
        _ => Vec::new(),
    }
}

fn act_here(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    let ids: Vec<_> = model.code.here().iter().map(|mark| mark.id).collect();
    let current = model.code.current().and_then(|mark| mark.id);
    let mut place = crate::tui::list::ListPlace {
        at: ids.iter().position(|id| *id == current && current.is_some()).unwrap_or(0),
        top: 0,
    };
    if place.act(action, count, ids.len(), ids.len()) {
        model.code.chosen = ids.get(place.at).copied().flatten();
    } else if action == Action::Open {
        ask_stance(model);
    }
    Vec::new()
}

fn act_in_text(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    let code = &mut model.code;
    match action {
        Action::Move(unit, way) => move_cursor(model, unit, way, count),
        Action::Select => match code.pane.selection() {
            Some(_) => code.pane.clear_selection(),
            None => code.pane.start_selection(),
        },
        Action::SelectPassage => {
            if let Some(passage) = code.landmarks.passage_at(code.pane.cursor()) {
                code.pane.select(passage);
            }
        }
        Action::Grow => code.pane.grow(&code.landmarks),
        Action::Shrink => code.pane.shrink(),
        Action::SwapEnds => code.pane.swap_ends(),
        Action::NextHere => next_here(model),
        Action::Boundary => take_boundaries(model),
        Action::Accept => return accept(model),
        Action::Code => pick_for_text(model),
        Action::CodeAgain => match (code.last_code.clone(), spot(model)) {
            (Some(last), Some((at, words))) => return code_with(model, last, at, words),
            (None, _) => model.say("nothing was coded yet: c opens the list of codes"),
            (_, None) => {}
        },
        Action::QuickCode => {
            if let Some((at, words)) = spot(model) {
                model.dialogs.push(Dialog::Quick(Quick { at, words }));
            }
        }
        Action::InVivo => name_in_vivo(model),
        _ => {}
    }
    Vec::new()
}

fn move_cursor(model: &mut Model, unit: Unit, way: Way, count: usize) {
    let code = &mut model.code;
    let moved = code.pane.go(unit, way, count, &code.landmarks);
    if code.chosen.is_some_and(|id| {
        !code.page.as_ref().and_then(|page| page.mark(id)).is_some_and(|mark| mark.span.has(code.pane.cursor()))
    }) {
        code.chosen = None;
    }
    if moved {
        return;
    }
    let none = match unit {
        Unit::Hit if code.landmarks.hits.is_empty() => "no search has led here: / searches",
        Unit::Hit => "no further hit in this source",
        Unit::Coding => "no further coding in this source",
        Unit::Uncoded => "no further uncoded passage in this source",
        Unit::Turn if code.landmarks.turns.is_empty() => "this source has no speakers",
        _ => return,
    };
    model.say(none);
}

/// Keeps moved boundaries; without any, picks a code as `c` does.
fn accept(model: &mut Model) -> Vec<Effect> {
    let Mode::Boundary(id) = model.code.mode else {
        pick_for_text(model);
        return Vec::new();
    };
    let Some((at, _)) = spot(model) else { return Vec::new() };
    model.code.mode = Mode::Normal;
    model.code.pane.clear_selection();
    vec![Effect::Write(vec![Change::Move(id, at)])]
}

fn pick_for_text(model: &mut Model) {
    if let Some((at, words)) = spot(model) {
        pick_code(model, CodeFor::Code(at, words));
    }
}

/// Returns the words that would be coded: the selection, else the passage at the cursor.
pub fn spot(model: &mut Model) -> Option<(Spot, String)> {
    let Some(page) = &model.code.page else {
        model.say("no source is open: Enter on the list of sources opens one");
        return None;
    };
    let passage = model.code.landmarks.passage_at(model.code.pane.cursor());
    let Some(span) = model.code.pane.selection().map(|span| trimmed(page, span)).or(passage) else {
        model.say("this text has no words to code");
        return None;
    };
    if span.is_empty() {
        model.say("the selection holds no words");
        return None;
    }
    let words = page.text.slice(span).to_owned();
    Some((Spot { source: page.id.clone(), text: page.hash, span }, words))
}

/// Takes blanks and line ends off both ends of a span: nobody means to code them.
fn trimmed(page: &Page, span: Span) -> Span {
    let words = page.text.slice(span);
    let before = words.chars().take_while(|ch| ch.is_whitespace()).count();
    let after = words.chars().rev().take_while(|ch| ch.is_whitespace()).count();
    if before == span.len() {
        Span::new(span.start, span.start)
    } else {
        Span::new(span.start + before, span.end - after)
    }
}

fn next_here(model: &mut Model) {
    let ids: Vec<EntryId> = model.code.here().iter().filter_map(|mark| mark.id).collect();
    if ids.is_empty() {
        model.say("no coding here");
        return;
    }
    let current = model.code.current().and_then(|mark| mark.id);
    let at = ids.iter().position(|id| Some(*id) == current).map_or(0, |at| (at + 1) % ids.len());
    model.code.chosen = ids.get(at).copied();
}

/// Returns the current coding if it is this coder's own, and says so if it is not.
fn own_coding(model: &mut Model) -> Option<EntryId> {
    let Some(mark) = model.code.current() else {
        let waits = model.code.here().iter().any(|mark| mark.id.is_none());
        model.say(if waits { "this coding is not saved yet: ! saves again" } else { "no coding here: c codes" });
        return None;
    };
    if !mark.own {
        let message = format!("only {} changes this coding; m writes a memo on it", mark.coder);
        model.warn(message);
        return None;
    }
    mark.id
}

fn ask_stance(model: &mut Model) {
    let Some(id) = own_coding(model) else { return };
    let Some(page) = &model.code.page else { return };
    let Some(mark) = page.mark(id) else { return };
    if model.desk.theme_of(&mark.code).is_none() {
        model.say("this code has no claim at or above it, so there is nothing to take a stance towards");
        return;
    }
    let (code, words) = (mark.code.clone(), page.text.slice(mark.span).to_owned());
    model.dialogs.push(Dialog::AskStance(AskStance { code, words, purpose: StanceFor::Change(id), walk: false }));
}

fn write_memo(model: &mut Model) {
    let Some(mark) = model.code.current() else {
        model.say("no coding here: M writes a memo on the source");
        return;
    };
    let Some(id) = mark.id else { return };
    let name = model.desk.code_name(&mark.code);
    let (title, before, purpose) = if mark.own {
        (format!("Memo on {name}"), mark.memo.clone().unwrap_or_default(), MemoFor::Coding(id))
    } else {
        (format!("Memo on {}'s coding {name}", mark.coder), String::new(), MemoFor::Remark(id))
    };
    model.dialogs.push(Dialog::WriteMemo(Box::new(WriteMemo::new(title, &before, purpose))));
}

/// Selects the current coding's words, so that motions move its boundaries.
fn take_boundaries(model: &mut Model) {
    let Some(id) = own_coding(model) else { return };
    let Some(span) = model.code.page.as_ref().and_then(|page| page.mark(id)).map(|mark| mark.span) else { return };
    model.code.pane.select(span);
    model.code.chosen = Some(id);
    model.code.mode = Mode::Boundary(id);
    model.say("move the end, o takes the other end, Enter keeps, Esc leaves it as it was");
}

fn name_in_vivo(model: &mut Model) {
    let selected = model.code.pane.selection().is_some();
    let Some((mut at, mut words)) = spot(model) else { return };
    if !selected && let Some(page) = &model.code.page {
        // Without a selection the word at the cursor is meant: a passage makes no name.
        at.span = model.code.pane.ground().word(model.code.pane.cursor());
        page.text.slice(at.span).clone_into(&mut words);
    }
    let name: String = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(NAME).collect();
    if !name.chars().any(char::is_alphanumeric) {
        model.say("there is no word here: select some with v");
        return;
    }
    model.dialogs.push(Dialog::WriteLine(WriteLine { line: LineEditor::new(name), at }));
}

/// Does what the mouse asks for on this screen.
pub fn click(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    let place = ratatui::layout::Position { x: mouse.column, y: mouse.row };
    let areas = areas(model.code.body, model.code.focus);
    let over = |area: Option<ratatui::layout::Rect>| area.map(inside).filter(|area| area.contains(place));
    if let Some(area) = over(areas.text) {
        click_text(model, mouse, area);
        return Vec::new();
    }
    let wheel = match mouse.act {
        MouseAct::WheelDown => Some(Action::Down),
        MouseAct::WheelUp => Some(Action::Up),
        _ => None,
    };
    for (panel, area) in [(Panel::Sources, areas.sources), (Panel::Codebook, areas.book)] {
        let Some(area) = over(area) else { continue };
        let height = usize::from(area.height);
        let length = match panel {
            Panel::Sources => source_lines(&model.desk, &model.code.folded).len(),
            _ => code_lines(&model.desk).len(),
        };
        let list = if panel == Panel::Sources { &mut model.code.sources } else { &mut model.code.book };
        if let Some(action) = wheel {
            list.act(action, 3, length, height);
        } else if mouse.act == MouseAct::Press {
            let at = list.top + usize::from(mouse.row - area.y);
            if at < length {
                let again = list.at == at && model.code.focus == panel;
                list.at = at;
                model.code.focus = panel;
                model.code.fit();
                if again {
                    return act(model, Action::Open, 1);
                }
            }
        }
    }
    Vec::new()
}

fn click_text(model: &mut Model, mouse: Mouse, area: ratatui::layout::Rect) {
    let code = &mut model.code;
    let margin = code.margin();
    let column = mouse.column.saturating_sub(area.x + margin);
    let at = code.pane.point_at(mouse.row - area.y, column);
    match mouse.act {
        MouseAct::WheelDown => code.pane.scroll_view(WHEEL),
        MouseAct::WheelUp => code.pane.scroll_view(-WHEEL),
        MouseAct::Press => {
            let times = match code.pressed {
                Some((when, place, times)) if place == at && mouse.at.duration_since(when) < DOUBLE => times % 3 + 1,
                _ => 1,
            };
            code.pressed = Some((mouse.at, at, times));
            if code.focus != Panel::Text {
                code.focus = Panel::Text;
                code.fit();
            }
            match times {
                1 => {
                    code.mode = Mode::Normal;
                    code.pane.clear_selection();
                    code.pane.put(at);
                }
                2 => code.pane.select(code.pane.ground().word(at)),
                _ => {
                    if let Some(passage) = code.landmarks.passage_at(at) {
                        code.pane.select(passage);
                    }
                }
            }
            code.chosen = None;
        }
        MouseAct::Drag => {
            if let Some((_, from, 1)) = code.pressed {
                if code.pane.selection().is_none() && at != from {
                    code.pane.put(from);
                    code.pane.start_selection();
                }
                if code.pane.selection().is_some() {
                    code.pane.put(at);
                }
            }
        }
        MouseAct::Release => {}
    }
}

fn panel_height(model: &Model, panel: Panel) -> usize {
    let areas = areas(model.code.body, model.code.focus);
    let area = match panel {
        Panel::Sources => areas.sources,
        Panel::Text => areas.text,
        Panel::Here => areas.here,
        Panel::Codebook => areas.book,
    };
    usize::from(area.map(inside).unwrap_or_default().height)
}

/// Keeps the lists inside their panels after these changed.
pub fn keep_lists(model: &mut Model) {
    let (sources, codes) = (source_lines(&model.desk, &model.code.folded).len(), code_lines(&model.desk).len());
    let (high, low) = (panel_height(model, Panel::Sources), panel_height(model, Panel::Codebook));
    model.code.sources.keep(sources, high);
    model.code.book.keep(codes, low);
}

/// Chooses the open source in the list.
fn choose_source_line(model: &mut Model) {
    let Some(page) = &model.code.page else { return };
    let lines = source_lines(&model.desk, &model.code.folded);
    let at = lines.iter().position(|line| matches!(line, SourceLine::Source(row) if row.id == page.id));
    if let Some(at) = at {
        model.code.sources.at = at;
    }
    keep_lists(model);
}
