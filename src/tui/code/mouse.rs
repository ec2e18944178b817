//! What the mouse does on the screen Code: clicks, drags and the wheel.

use std::time::Duration;

use ratatui::layout::{Position, Rect};

use super::areas::inside;
use super::rows::{code_lines, source_lines};
use super::state::{Code, Grip, Mode, Panel};
use super::strip::{self, target};
use super::update::act;
use crate::base::text::Span;
use crate::tui::keys::action::Action;
use crate::tui::message::{Effect, Mouse, MouseAct};
use crate::tui::model::Model;

/// Two presses within this time are a double click.
const DOUBLE: Duration = Duration::from_millis(400);

/// How many rows one turn of the wheel scrolls.
const WHEEL: i64 = 3;

/// Does what the mouse asks for on this screen.
pub fn click(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    let place = Position { x: mouse.column, y: mouse.row };
    if mouse.act == MouseAct::Press {
        model.code.grip = None;
    }
    let areas = model.code.areas();
    let over = |area: Option<Rect>| area.map(inside).filter(|area| area.contains(place));
    if over(areas.beside).is_some() {
        return click_beside(model, mouse);
    }
    if model.code.page.is_some()
        && let Some(area) = areas.text
        && in_text(model, mouse, area)
    {
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
            Panel::Sources => source_lines(&model.desk, &model.code.folded, model.filter.as_ref()).len(),
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

/// Turns the other text, or gives it the keys.
fn click_beside(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    match (mouse.act, &mut model.code.beside) {
        (MouseAct::WheelDown, Some(beside)) => beside.pane.scroll_view(WHEEL),
        (MouseAct::WheelUp, Some(beside)) => beside.pane.scroll_view(-WHEEL),
        (MouseAct::Press, Some(_)) => {
            let mut effects = super::beside::act(model, Action::OtherText);
            effects.extend(click(model, mouse));
            return effects;
        }
        _ => {}
    }
    Vec::new()
}

/// Does what the mouse asks of the text and its strip; tells whether it was meant for them.
fn in_text(model: &mut Model, mouse: Mouse, area: Rect) -> bool {
    let place = Position { x: mouse.column, y: mouse.row };
    let (inner, strip) = (inside(area), strip::place(area));
    match (mouse.act, model.code.grip) {
        // What is held follows the mouse wherever it goes.
        (MouseAct::Drag, Some(Grip::Text)) => drag_text(&mut model.code, mouse, inner),
        (MouseAct::Drag, Some(Grip::Strip)) => click_strip(&mut model.code, mouse, strip),
        (MouseAct::Release, Some(_)) => model.code.grip = None,
        (MouseAct::Press, _) if strip.contains(place) => {
            model.code.grip = Some(Grip::Strip);
            click_strip(&mut model.code, mouse, strip);
        }
        _ if inner.contains(place) => click_text(model, mouse, inner),
        _ => return false,
    }
    true
}

/// Presses and the wheel over the text.
fn click_text(model: &mut Model, mouse: Mouse, area: Rect) {
    let code = &mut model.code;
    let at = point_at(code, mouse, area);
    match mouse.act {
        MouseAct::WheelDown => code.pane.scroll_view(WHEEL),
        MouseAct::WheelUp => code.pane.scroll_view(-WHEEL),
        MouseAct::Press => {
            let times = match code.pressed {
                Some((when, place, times)) if place == at && mouse.at.duration_since(when) < DOUBLE => times % 4 + 1,
                _ => 1,
            };
            code.pressed = Some((mouse.at, at, times));
            code.grip = Some(Grip::Text);
            take_keys(code);
            if times == 1 {
                let_go(code);
                code.pane.put(at);
            } else if let Some(unit) = unit(code, times, at) {
                code.pane.select(unit);
            }
        }
        MouseAct::Drag | MouseAct::Release => {}
    }
}

/// Selects from the unit that was pressed to the one under the mouse; beyond the edges of the panel the text
/// scrolls with each move of the mouse.
fn drag_text(code: &mut Code, mouse: Mouse, area: Rect) {
    let Some((_, from, times)) = code.pressed else { return };
    if mouse.row < area.y {
        code.pane.scroll_view(-1);
    } else if mouse.row >= area.bottom() {
        code.pane.scroll_view(1);
    }
    let at = point_at(code, mouse, area);
    if times == 1 && at == from && code.pane.selection().is_none() {
        return;
    }
    let (Some(first), Some(last)) = (unit(code, times, from), unit(code, times, at)) else { return };
    if last.start < first.start {
        code.pane.select_between(first.end.saturating_sub(1), last.start);
    } else {
        code.pane.select_between(first.start, last.end.saturating_sub(1).max(last.start));
    }
}

/// Goes where the strip is pressed.
fn click_strip(code: &mut Code, mouse: Mouse, strip: Rect) {
    let row = mouse.row.clamp(strip.y, strip.bottom().saturating_sub(1)) - strip.y;
    take_keys(code);
    let_go(code);
    code.pane.show(target(code, strip.height, row));
}

/// Returns the code point under the mouse, or the nearest one on the screen.
fn point_at(code: &Code, mouse: Mouse, area: Rect) -> usize {
    let row = mouse.row.clamp(area.y, area.bottom().saturating_sub(1).max(area.y)) - area.y;
    code.pane.point_at(row, mouse.column.saturating_sub(area.x.saturating_add(code.margin())))
}

/// Returns what so many presses on one place select.
fn unit(code: &Code, times: u8, at: usize) -> Option<Span> {
    let ground = code.pane.ground();
    match times {
        1 => Some(ground.cluster(at)),
        2 => Some(ground.word(at)),
        3 => code.landmarks.passage_at(at).map(|passage| code.landmarks.said(passage)),
        _ => {
            let turn = code.landmarks.turn_at(at).or_else(|| code.landmarks.passage_at(at));
            turn.map(|turn| code.landmarks.said(turn))
        }
    }
}

fn take_keys(code: &mut Code) {
    if code.focus != Panel::Text {
        code.focus = Panel::Text;
        code.fit();
    }
    code.chosen = None;
}

fn let_go(code: &mut Code) {
    if !matches!(code.mode, Mode::Lost(_)) {
        code.mode = Mode::Normal;
    }
    code.pane.clear_selection();
}
