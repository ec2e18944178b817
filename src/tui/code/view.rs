//! Drawing the screen Code.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::rows::{SourceLine, code_lines, progress, source_lines};
use super::state::Panel;
use crate::coding::Stance;
use crate::tui::colours::Look;
use crate::tui::dialog::signs;
use crate::tui::foot::{self, Unseen};
use crate::tui::model::Model;
use crate::tui::pen;

/// Draws all panels that there is room for.
pub fn view(model: &Model, buffer: &mut Buffer) {
    let areas = model.code.areas();
    if let Some(area) = areas.sources {
        sources(model, buffer, area);
    }
    if let Some(area) = areas.text {
        super::text::view(model, &model.code, buffer, area);
    }
    if let (Some(area), Some(beside)) = (areas.beside, &model.code.beside) {
        super::text::view(model, beside, buffer, area);
    }
    if let Some(area) = areas.here {
        super::here::view(model, buffer, area);
    }
    if let Some(area) = areas.book {
        codebook(model, buffer, area);
    }
}

/// Returns the look of a stance.
#[must_use]
pub fn stance_look(stance: Stance) -> Look {
    match stance {
        Stance::Supports => Look::Supports,
        Stance::Qualifies => Look::Qualifies,
        Stance::Contradicts => Look::Contradicts,
        Stance::Neutral => Look::Neutral,
    }
}

pub(super) fn panel(model: &Model, buffer: &mut Buffer, area: Rect, title: &str, of: Panel) -> Rect {
    panel_with(model, buffer, area, title, model.code.focus == of)
}

pub(super) fn panel_with(model: &Model, buffer: &mut Buffer, area: Rect, title: &str, has_keys: bool) -> Rect {
    let (look, words) = if has_keys { (Look::Focus, Look::Focus) } else { (Look::Frame, Look::Strong) };
    pen::frame(buffer, area, title, model.colours.of(look), model.colours.of(words))
}

fn sources(model: &Model, buffer: &mut Buffer, area: Rect) {
    let inner = panel(model, buffer, area, &model.titled("Sources"), Panel::Sources);
    let lines = source_lines(&model.desk, &model.code.folded, model.filter.as_ref());
    if lines.is_empty() {
        note(model, buffer, inner, "No source yet: 'tripod import FILE --as interview' brings one in");
    }
    let open = model.code.page.as_ref().map(|page| &page.id);
    for (y, (at, line)) in rows(inner).zip(lines.iter().enumerate().skip(model.code.sources.top)) {
        let row = Rect { y, height: 1, ..inner };
        match line {
            SourceLine::Kind(kind, shown) => {
                let all = kind.sources.len();
                let count = match kind.sources.iter().filter(|row| model.lists(&row.id)).count() {
                    listed if model.filter.is_some() => format!(" {listed} of {all} "),
                    _ => format!("{all} "),
                };
                let end = pen::line_at_right(buffer, row, &count, model.colours.of(Look::Dim));
                let sign = if *shown { '▾' } else { '▸' };
                pen::line(
                    buffer,
                    row.x,
                    y,
                    end - row.x,
                    &format!(" {sign} {}", kind.kind),
                    model.colours.of(Look::Strong),
                );
            }
            SourceLine::Source(source) => {
                let (sign, note) = progress(source);
                let end = pen::line_at_right(buffer, row, &format!(" {note} "), model.colours.of(Look::Dim));
                let look = if Some(&source.id) == open { Look::Strong } else { Look::Text };
                pen::line(buffer, row.x, y, end - row.x, &format!("   {sign} {}", source.name), model.colours.of(look));
            }
        }
        if at == model.code.sources.at && model.code.focus == Panel::Sources {
            pen::paint(buffer, row, model.colours.of(Look::Chosen));
        }
    }
    let unseen = Unseen::around(model.code.sources.top, usize::from(inner.height), lines.len());
    foot_of(model, buffer, area, signs::SOURCES, &unseen.words(), Panel::Sources);
}

/// Draws the lower border of a panel in the look of its frame.
pub(super) fn foot_of(model: &Model, buffer: &mut Buffer, area: Rect, left: &[&str], right: &[String], of: Panel) {
    foot_with(model, buffer, area, left, right, model.code.focus == of);
}

pub(super) fn foot_with(
    model: &Model,
    buffer: &mut Buffer,
    area: Rect,
    left: &[&str],
    right: &[String],
    has_keys: bool,
) {
    let look = if has_keys { Look::Focus } else { Look::Frame };
    foot::draw(buffer, area, left, right, model.colours.of(look));
}

fn codebook(model: &Model, buffer: &mut Buffer, area: Rect) {
    let inner = panel(model, buffer, area, "Codebook", Panel::Codebook);
    let lines = code_lines(&model.desk);
    if lines.is_empty() {
        note(model, buffer, inner, &model.with_keys("No code yet: [in-vivo] makes one of the selected words"));
    }
    for (y, (at, line)) in rows(inner).zip(lines.iter().enumerate().skip(model.code.book.top)) {
        let row = Rect { y, height: 1, ..inner };
        let end = pen::line_at_right(buffer, row, &format!(" {} ", line.uses), model.colours.of(Look::Dim));
        let key = line.key.map_or(' ', |key| key);
        let indent = "  ".repeat(line.depth.min(8));
        let start = pen::line(buffer, row.x, y, row.width, &format!("{key} {indent}"), model.colours.of(Look::Key));
        let look = if line.theme { Look::Strong } else { Look::Text };
        pen::line(buffer, start, y, end.saturating_sub(start), &line.name, model.colours.of(look));
        if at == model.code.book.at && model.code.focus == Panel::Codebook {
            pen::paint(buffer, row, model.colours.of(Look::Chosen));
        }
    }
    let unseen = Unseen::around(model.code.book.top, usize::from(inner.height), lines.len());
    let legend = if lines.is_empty() { &[] } else { signs::CODEBOOK };
    foot_of(model, buffer, area, legend, &unseen.words(), Panel::Codebook);
}

/// Writes a sentence into an empty panel.
pub(super) fn note(model: &Model, buffer: &mut Buffer, area: Rect, text: &str) {
    for (y, line) in rows(area).zip(pen::wrapped(text, area.width.max(1))) {
        pen::line(buffer, area.x, y, area.width, &line, model.colours.of(Look::Dim));
    }
}

pub(super) fn rows(area: Rect) -> std::ops::Range<u16> {
    area.top()..area.bottom()
}
