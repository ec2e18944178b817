//! How far the study is coded: by kind, by case, and what this session added.

use std::collections::BTreeMap;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Dialog;
use crate::base::count::plural;
use crate::base::ids::SourceId;
use crate::tui::colours::Look;
use crate::tui::desk::{Desk, Progress, SourceRow};
use crate::tui::keys::action::Action;
use crate::tui::message::{Aim, Effect};
use crate::tui::model::Model;
use crate::tui::pen;

/// Opens the list; the time is told for it.
pub fn open(model: &mut Model) -> Vec<Effect> {
    model.dialogs.push(Dialog::Progress);
    vec![Effect::TellTime]
}

/// How far some sources are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Count {
    sources: usize,
    done: usize,
    begun: usize,
    coded: usize,
    passages: usize,
    /// The first source that is not done.
    next: Option<SourceId>,
}

impl Count {
    fn of<'d>(rows: impl IntoIterator<Item = &'d SourceRow>) -> Self {
        let mut count = Self::default();
        for row in rows {
            count.sources += 1;
            count.done += usize::from(row.progress == Progress::Done);
            count.begun += usize::from(row.progress == Progress::Part);
            count.coded += row.coded;
            count.passages += row.passages;
            if row.progress != Progress::Done && count.next.is_none() {
                count.next = Some(row.id.clone());
            }
        }
        count
    }
}

/// A line of the list.
enum Line {
    /// What the lines below it count.
    Heading(&'static str),
    /// A name and how far its sources are.
    Count(String, Count),
    /// What is said in words.
    Words(String, Look),
    /// A source and what this session did in it.
    Source(SourceId, String),
}

/// What stands for the case of sources without one.
const NO_CASE: &str = "(no case)";

fn lines(model: &Model) -> Vec<Line> {
    let desk = &model.desk;
    let mut lines = vec![Line::Heading("kind")];
    lines.extend(desk.kinds.iter().map(|kind| Line::Count(kind.kind.to_string(), Count::of(&kind.sources))));
    lines.push(Line::Count("all".to_owned(), Count::of(desk.sources())));
    let cases = by_case(desk);
    if cases.keys().any(|case| case != NO_CASE) {
        lines.push(Line::Heading("case"));
        lines.extend(cases.into_iter().map(|(case, rows)| Line::Count(case, Count::of(rows))));
    }
    lines.push(Line::Words(format!("This session: {}", model.sitting.words()), Look::Heading));
    lines.extend(model.sitting.by_source().into_iter().map(|(id, words)| Line::Source(id, words)));
    lines
}

/// Returns the sources of each case. One that belongs to several is counted in each.
fn by_case(desk: &Desk) -> BTreeMap<String, Vec<&SourceRow>> {
    let mut cases: BTreeMap<String, Vec<&SourceRow>> = BTreeMap::new();
    for row in desk.sources() {
        for case in &row.cases {
            cases.entry(case.to_string()).or_default().push(row);
        }
        if row.cases.is_empty() {
            cases.entry(NO_CASE.to_owned()).or_default().push(row);
        }
    }
    cases
}

/// How many lines Page moves by.
const PAGE: usize = 10;

/// Does what keys ask for in the list.
pub(super) fn act(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    let lines = lines(model);
    if model.progress.act(action, count, lines.len(), PAGE) || action != Action::Open {
        return Vec::new();
    }
    let id = match lines.get(model.progress.at) {
        Some(Line::Count(name, Count { next: None, .. })) => {
            model.say(format!("every source of {name} is done"));
            return Vec::new();
        }
        Some(Line::Count(_, Count { next: Some(id), .. }) | Line::Source(id, _)) => id.clone(),
        Some(Line::Heading(_) | Line::Words(..)) | None => {
            model.say("Enter opens the first source of a line that is not done");
            return Vec::new();
        }
    };
    model.dialogs.pop();
    vec![Effect::Open(id, Aim::Last)]
}

/// The columns of a name at least, of a number, and of the passages.
const NAME: u16 = 12;
const NUMBER: u16 = 9;
const PASSAGES: u16 = 20;

/// Draws the list.
pub(super) fn view(model: &Model, buffer: &mut Buffer, body: Rect) {
    let colours = model.colours;
    let lines = lines(model);
    let wanted = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2);
    let area = super::view::middle(body, wanted.min(body.height.saturating_sub(2)));
    let all = Count::of(model.desk.sources());
    let of = if model.filter.is_some() { ", whatever is filtered" } else { "" };
    let title = format!("Progress · {}, {} done by you{of}", plural(all.sources, "source", "sources"), all.done);
    let inner = super::view::open(model, buffer, area, &title);
    let at = model.progress.at.min(lines.len() - 1);
    let top = (at + 1).saturating_sub(usize::from(inner.height));
    for (y, (number, line)) in (inner.top()..inner.bottom()).zip(lines.iter().enumerate().skip(top)) {
        let row = Rect { y, height: 1, ..inner };
        draw(model, buffer, row, line);
        if number == at {
            pen::paint(buffer, row, colours.of(Look::Chosen));
        }
    }
}

fn draw(model: &Model, buffer: &mut Buffer, row: Rect, line: &Line) {
    let colours = model.colours;
    match line {
        Line::Heading(words) => {
            columns(buffer, row, words, ["sources", "done", "begun", "passages coded"], colours.of(Look::Dim));
        }
        Line::Count(name, count) => {
            let passages = match (count.coded * 100).checked_div(count.passages) {
                Some(share) => format!("{} of {} {share:>4}%", count.coded, count.passages),
                None => String::new(),
            };
            let [sources, done, begun] = [count.sources, count.done, count.begun].map(|number| number.to_string());
            columns(buffer, row, name, [&sources, &done, &begun, &passages], colours.of(Look::Text));
        }
        Line::Words(words, look) => {
            pen::line(buffer, row.x, row.y, row.width, words, colours.of(*look));
        }
        Line::Source(id, words) => {
            let end = pen::line_at_right(buffer, row, &format!(" {words} "), colours.of(Look::Dim));
            pen::line(buffer, row.x + 1, row.y, end.saturating_sub(row.x + 1), id.as_str(), colours.of(Look::Text));
        }
    }
}

/// Writes a name and four cells, each to the right; where there is no room for all, the first ones give way.
fn columns(buffer: &mut Buffer, row: Rect, name: &str, cells: [&str; 4], style: ratatui::style::Style) {
    let mut right = row.right().saturating_sub(1);
    for (cell, width) in cells.iter().rev().zip([PASSAGES, NUMBER, NUMBER, NUMBER]) {
        if right < row.x + NAME + width {
            break;
        }
        pen::line_at_right(buffer, Rect { x: right - width, width, ..row }, cell, style);
        right -= width;
    }
    pen::line(buffer, row.x + 1, row.y, right.saturating_sub(row.x + 2), name, style);
}
