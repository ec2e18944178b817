//! What the mouse does on the screen Code: clicks, drags and the wheel.

use std::time::Duration;

use ratatui::layout::{Position, Rect};

use super::areas::{areas, inside};
use super::rows::{code_lines, source_lines};
use super::state::{Mode, Panel};
use super::update::act;
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
    let areas = areas(model.code.body, model.code.focus);
    let over = |area: Option<Rect>| area.map(inside).filter(|area| area.contains(place));
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

fn click_text(model: &mut Model, mouse: Mouse, area: Rect) {
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
                    if !matches!(code.mode, Mode::Lost(_)) {
                        code.mode = Mode::Normal;
                    }
                    code.pane.clear_selection();
                    code.pane.put(at);
                }
                2 => code.pane.select(code.pane.ground().word(at)),
                _ => {
                    if let Some(passage) = code.landmarks.passage_at(at) {
                        code.pane.select(code.landmarks.said(passage));
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
