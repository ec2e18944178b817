//! Sheets: what is only read, page by page. The help, and all that is said of a theme.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::help::{self, HelpLine};
use super::signs::SIGNS;
use crate::base::ids::CodeId;
use crate::tui::alike::because_lines;
use crate::tui::colours::Look;
use crate::tui::keys::action::Action;
use crate::tui::keys::table::Scope;
use crate::tui::model::Model;
use crate::tui::pen;
use crate::tui::reading::cluster::width_of;
use crate::tui::themes::about;

/// A sheet that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// What it tells.
    pub what: What,
    /// The page, from 0.
    page: usize,
}

/// What a sheet tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The keys: first of the scopes that were live, then what signs mean, then the keys of all places.
    Keys(&'static [Scope]),
    /// The claim of a theme, and the reasons for its verdict.
    Reasons(CodeId),
    /// The words that made the chosen passage a suggestion.
    Suggestion,
}

/// A part of a sheet; it begins on a page of its own.
struct Part {
    title: String,
    rows: Vec<Row>,
}

/// A row: stretches of words in one look each.
type Row = Vec<(String, Look)>;

/// A page: the part that it belongs to, and its rows.
struct Page<'p> {
    part: usize,
    title: &'p str,
    rows: &'p [Row],
}

/// The most rows that a sheet takes, its frame included.
const HIGHEST: u16 = 22;
/// Where the words of a sign or a key begin, unless these are longer.
const WORDS: usize = 12;
/// From this width on, inside the frame, keys stand in two columns.
const TWO_COLUMNS: u16 = 60;

impl Sheet {
    /// Opens a sheet on its first page.
    #[must_use]
    pub fn new(what: What) -> Self {
        Self { what, page: 0 }
    }

    fn parts(&self, model: &Model, width: u16) -> Vec<Part> {
        match &self.what {
            What::Keys(scopes) => {
                let part = |title: &str, lines: Vec<HelpLine>| Part {
                    title: title.to_owned(),
                    rows: lines.iter().flat_map(|line| key_rows(line, width)).collect(),
                };
                vec![
                    part("Keys here", help::lines(&model.keys, scopes)),
                    part("Signs", SIGNS.iter().map(sign_line).collect()),
                    part("All keys", help::all_lines(&model.keys, scopes.contains(&Scope::Tour))),
                ]
            }
            What::Suggestion => {
                let line = |(words, look): (String, Look)| {
                    pen::wrapped(&words, width.max(1)).into_iter().map(move |line| vec![(line, look)])
                };
                let rows = because_lines(model).into_iter().flat_map(line).collect();
                vec![Part { title: "Why this passage".to_owned(), rows }]
            }
            What::Reasons(code) => {
                let row = model.themes.table.as_ref().and_then(|table| table.rows.iter().find(|row| row.code == *code));
                let title = row.map_or_else(
                    || model.desk.code_name(code).to_owned(),
                    |row| format!("{} · {}", row.name, row.verdict),
                );
                let rows = row.map(|row| about::lines(row, width)).unwrap_or_default();
                vec![Part { title, rows: rows.into_iter().map(|line| vec![line]).collect() }]
            }
        }
    }

    /// Returns the place of the dialog, and how many columns of rows it has.
    fn place(&self, model: &Model, body: Rect) -> (Rect, u16) {
        if model.plain {
            // A screen reader reads one column at a time, and has the whole screen for it.
            return (body, 1);
        }
        let area = super::view::middle(body, HIGHEST);
        let inside = area.width.saturating_sub(2);
        match self.what {
            What::Keys(_) if inside >= TWO_COLUMNS => (area, 2),
            What::Keys(_) => (area, 1),
            What::Reasons(_) | What::Suggestion => {
                let rows: usize = self.parts(model, inside).iter().map(|part| part.rows.len()).sum();
                let height = u16::try_from(rows + 2).unwrap_or(HIGHEST).min(HIGHEST);
                (super::view::middle(body, height), 1)
            }
        }
    }
}

/// Divides parts into pages of at most `rows` rows.
fn pages(parts: &[Part], rows: usize) -> Vec<Page<'_>> {
    let of_part = |(part, of): (usize, &'_ Part)| -> Vec<(usize, usize)> {
        (0..of.rows.len().div_ceil(rows).max(1)).map(|page| (part, page * rows)).collect()
    };
    let places = parts.iter().enumerate().flat_map(of_part);
    places
        .filter_map(|(part, from)| {
            let of = parts.get(part)?;
            let rows = of.rows.get(from..of.rows.len().min(from + rows))?;
            Some(Page { part, title: &of.title, rows })
        })
        .collect()
}

/// Returns how many rows a page has in an area with a frame.
fn rows_of(area: Rect, columns: u16) -> usize {
    usize::from(area.height.saturating_sub(2)).max(1) * usize::from(columns)
}

/// Turns the pages.
pub(super) fn act(model: &mut Model, action: Action) {
    let Some(super::Dialog::Sheet(sheet)) = model.dialogs.last() else { return };
    let (area, columns) = sheet.place(model, model.body());
    let parts = sheet.parts(model, area.width.saturating_sub(2) / columns);
    let pages = pages(&parts, rows_of(area, columns));
    let last = pages.len().saturating_sub(1);
    let page = sheet.page.min(last);
    let to = match action {
        Action::NextPage => (page + 1).min(last),
        Action::PreviousPage => page.saturating_sub(1),
        Action::Turn => {
            let next = pages.get(page).map_or(0, |page| page.part + 1) % parts.len().max(1);
            pages.iter().position(|page| page.part == next).unwrap_or(0)
        }
        _ => return,
    };
    if to == page {
        model.say("there is no further page");
    }
    if let Some(super::Dialog::Sheet(sheet)) = model.dialogs.last_mut() {
        sheet.page = to;
    }
}

/// Draws the page.
pub(super) fn view(model: &Model, buffer: &mut Buffer, body: Rect, sheet: &Sheet) {
    let (area, columns) = sheet.place(model, body);
    let width = area.width.saturating_sub(2) / columns;
    let parts = sheet.parts(model, width);
    let pages = pages(&parts, rows_of(area, columns));
    let at = sheet.page.min(pages.len().saturating_sub(1));
    let Some(page) = pages.get(at) else { return };
    let mut title = page.title.to_owned();
    if pages.len() > 1 {
        title = format!(
            "{title} · page {} of {} ({})",
            at + 1,
            pages.len(),
            model.keys.key(Scope::Sheet, Action::NextPage)
        );
    }
    if let Some(next) = parts.get((page.part + 1) % parts.len().max(1)).filter(|_| parts.len() > 1) {
        title = format!("{title} · {}: {}", model.keys.key(Scope::Help, Action::Turn), next.title.to_lowercase());
    }
    let inner = super::view::open(model, buffer, area, &title);
    let height = usize::from(inner.height.max(1));
    for (number, row) in page.rows.iter().enumerate() {
        let (column, down) = (number / height, number % height);
        let left = inner.x + u16::try_from(column).unwrap_or(0) * width;
        let y = inner.y + u16::try_from(down).unwrap_or(0);
        let (mut x, end) = (left, (left + width).min(inner.right()));
        for (words, look) in row {
            if y < inner.bottom() {
                x = pen::line(buffer, x, y, end.saturating_sub(x), words, model.colours.of(*look));
            }
        }
    }
}

fn sign_line((sign, words): &(&'static str, &'static str)) -> HelpLine {
    if words.is_empty() { HelpLine::Heading(sign) } else { HelpLine::Keys((*sign).to_owned(), words) }
}

/// Breaks a line of the help into rows: what it does stands beside the keys, or below where that is too wide.
fn key_rows(line: &HelpLine, width: u16) -> Vec<Row> {
    let wide = usize::from(width);
    let wrapped = |words: &str, indent: usize, look: Look| -> Vec<Row> {
        let room = width.saturating_sub(u16::try_from(indent).unwrap_or(0)).max(1);
        pen::wrapped(words, room).into_iter().map(|row| vec![(format!("{}{row}", " ".repeat(indent)), look)]).collect()
    };
    let (keys, words) = match line {
        HelpLine::Heading(words) => return wrapped(words, 0, Look::Heading),
        HelpLine::Keys(keys, words) => (keys, words),
    };
    let from = (1 + width_of(keys) + 1).max(WORDS);
    if from + width_of(words) < wide {
        let blanks = " ".repeat(from - 1 - width_of(keys));
        return vec![vec![(format!(" {keys}{blanks}"), Look::Key), ((*words).to_owned(), Look::Text)]];
    }
    let mut rows = wrapped(keys, 1, Look::Key);
    rows.extend(wrapped(words, 3, Look::Text));
    rows
}
