//! The screen Code in words: the panel that has the keys alone.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Sheet, joined, notes, text_area, title};
use crate::base::count::plural;
use crate::tui::code::rows::{SourceLine, code_lines, source_lines};
use crate::tui::code::{Panel, TextLook};
use crate::tui::desk::{CellRow, Mark, Page, Progress, SourceRow};
use crate::tui::model::Model;

/// How many characters of a selection are said.
const SELECTED: usize = 80;

pub(super) fn panel(model: &Model) -> Sheet {
    match model.code.focus {
        Panel::Sources => sources(model),
        Panel::Here => here(model),
        Panel::Codebook => codebook(model),
        Panel::Text => Sheet {
            title: "Text".to_owned(),
            notes: vec!["No source is open: choose one in the list of sources and open it".to_owned()],
            ..Sheet::default()
        },
    }
}

fn sources(model: &Model) -> Sheet {
    let open = model.code.page.as_ref().map(|page| &page.id);
    let lines: Vec<String> = source_lines(&model.desk, &model.code.folded, model.filter.as_ref())
        .into_iter()
        .map(|line| match line {
            SourceLine::Kind(kind, shown) => {
                let folded = if shown { "" } else { "folded" };
                joined([kind.kind.as_str(), &plural(kind.sources.len(), "source", "sources"), folded])
            }
            SourceLine::Source(row) => {
                let here = if Some(&row.id) == open { "open" } else { "" };
                joined([row.name.as_str(), &progress(row), &row.about, here])
            }
        })
        .collect();
    let mut notes = Vec::new();
    if lines.is_empty() {
        notes.push("No source yet: 'tripod import FILE --as interview' brings one in".to_owned());
    }
    Sheet { title: joined(["Sources", &count(lines.len())]), at: (model.code.sources.at, 0), lines, notes }
}

fn count(lines: usize) -> String {
    plural(lines, "line", "lines")
}

fn progress(row: &SourceRow) -> String {
    match row.progress {
        Progress::Done => "done".to_owned(),
        Progress::Part => format!("{} of {} coded", row.coded, plural(row.passages, "passage", "passages")),
        Progress::Untouched => "not begun".to_owned(),
    }
}

fn codebook(model: &Model) -> Sheet {
    let lines: Vec<String> = code_lines(&model.desk)
        .into_iter()
        .map(|line| {
            let theme = if line.theme { "theme" } else { "" };
            let key = line.key.map(|key| format!("quick key {key}")).unwrap_or_default();
            let level = format!("level {}", line.depth + 1);
            joined([line.name.as_str(), theme, &level, &key, &plural(line.uses, "coding", "codings")])
        })
        .collect();
    Sheet { title: joined(["Codebook", &count(lines.len())]), at: (model.code.book.at, 0), lines, notes: Vec::new() }
}

fn here(model: &Model) -> Sheet {
    let code = &model.code;
    let (cells, lost) = match &code.page {
        Some(page) => (page.cells.as_slice(), page.lost.as_slice()),
        None => (&[][..], &[][..]),
    };
    let mut ids = Vec::new();
    let mut lines = Vec::new();
    for mark in code.here() {
        ids.push(mark.id);
        lines.push(mark_words(model, mark));
    }
    for cell in cells {
        ids.push(Some(cell.id));
        lines.push(cell_words(model, cell));
    }
    for lost in lost {
        ids.push(lost.mark.id);
        let words = lost.words.split_whitespace().collect::<Vec<_>>().join(" ");
        lines.push(format!("unanchored: {}, “{words}”", mark_words(model, &lost.mark)));
    }
    let chosen = code.pointed();
    let at = ids.iter().position(|id| chosen.is_some() && *id == chosen).unwrap_or(0);
    let notes = if lines.is_empty() { vec!["No coding at the cursor".to_owned()] } else { Vec::new() };
    Sheet { title: joined(["Codings here", &count(lines.len())]), lines, at: (at, 0), notes }
}

/// Says what a coding is: its code, its stance, who made it, and what there is beside it.
fn mark_words(model: &Model, mark: &Mark) -> String {
    let by = if mark.id.is_none() { "not saved".to_owned() } else { format!("by {}", mark.coder) };
    let memo = mark.memo.as_ref().map(|memo| format!("memo: {memo}")).unwrap_or_default();
    let remarks = mark.remarks.iter().map(|(coder, text)| format!("memo by {coder}: {text}"));
    let remarks = remarks.collect::<Vec<_>>().join(", ");
    let stance = model.desk.sign(&mark.code, mark.stance).map_or("", |_| mark.stance.word());
    joined([model.desk.code_name(&mark.code), stance, &by, &mark.about, &memo, &remarks])
}

fn cell_words(model: &Model, cell: &CellRow) -> String {
    let by = format!("by {}", cell.coder);
    let name = model.desk.code_name(&cell.code);
    format!("the whole source: {}", joined([name, cell.stance.word(), &by, &cell.summary, &cell.effect()]))
}

/// Draws the open text with what is coded in the line of the cursor.
pub(super) fn text(model: &Model, buffer: &mut Buffer) {
    let Some(page) = &model.code.page else { return };
    let body = model.body();
    let area = text_area(body);
    title(model, buffer, body, &text_title(model, page));
    let words = TextLook::new(model, &model.code, page);
    for (y, row) in (area.top()..area.bottom()).zip(model.code.pane.visible()) {
        words.row(buffer, Rect { y, height: 1, ..area }, &row);
    }
    let below = Rect { y: area.bottom(), height: body.bottom().saturating_sub(area.bottom()), ..body };
    notes(model, buffer, below, &state(model, page));
}

fn text_title(model: &Model, page: &Page) -> String {
    let coded = model.desk.source(&page.id).map(progress).unwrap_or_default();
    let lost = if page.lost.is_empty() { String::new() } else { format!("{} unanchored", page.lost.len()) };
    joined([page.id.as_str(), &page.about, &coded, &lost, &format!("reading at {} percent", model.code.pane.percent())])
}

/// Says what is selected, what is coded at the cursor, and what else in its line.
fn state(model: &Model, page: &Page) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(span) = model.code.pane.selection() {
        let words = page.text.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
        let cut = words.chars().count() > SELECTED;
        let words: String = words.chars().take(SELECTED).collect();
        said.push(format!("selected: “{words}{}”", if cut { " …" } else { "" }));
    }
    let here = model.code.here();
    if here.is_empty() {
        said.push("not coded at the cursor".to_owned());
    }
    let meant = model.code.meant().and_then(|mark| mark.id);
    for mark in &here {
        let chosen = if here.len() > 1 && mark.id == meant { "coded, chosen" } else { "coded" };
        said.push(format!("{chosen}: {}", mark_words(model, mark)));
    }
    if let Some(row) = row_span(model, page) {
        let beside = page.marks.iter().filter(|mark| mark.span.overlaps(row));
        let beside = beside.filter(|mark| here.iter().all(|here| here.span != mark.span || here.id != mark.id));
        said.extend(beside.map(|mark| format!("also in this line: {}", mark_words(model, mark))));
    }
    said
}

/// Returns the words of the line that the cursor is in.
fn row_span(model: &Model, page: &Page) -> Option<crate::base::text::Span> {
    let (row, _) = model.code.pane.place_of(model.code.pane.cursor())?;
    let row = model.code.pane.visible().into_iter().nth(usize::from(row))?;
    Some(page.text.span_of(row.bytes))
}
