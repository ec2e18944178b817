//! Drawing dialogs: a frame over the screen, never larger than it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget as _;
use unicode_segmentation::UnicodeSegmentation as _;

use super::Dialog;
use super::code::rules;
use super::stance::AskStance;
use super::writing::WriteMemo;
use crate::base::count::plural;
use crate::coding::Stance;
use crate::tui::code::{foot, stance_look};
use crate::tui::colours::Look;
use crate::tui::draft::Draft;
use crate::tui::entry::line::LineEditor;
use crate::tui::entry::picker::{Item, Picker};
use crate::tui::filter::{Walk, WriteFilter};
use crate::tui::foot::{self, Unseen};
use crate::tui::keys::action::Action;
use crate::tui::keys::table::Scope;
use crate::tui::model::Model;
use crate::tui::pen;
use crate::tui::plain;
use crate::tui::reading::cluster::width_of;
use crate::tui::reading::motion::Way;

/// The widest that a dialog becomes.
const WIDEST: u16 = 76;

/// Draws the dialog on top.
pub fn view(model: &Model, buffer: &mut Buffer) {
    let (body, text) = (model.body(), model.colours.of(Look::Text));
    match model.dialogs.last() {
        Some(Dialog::Sheet(sheet)) => super::sheet::view(model, buffer, body, sheet),
        Some(Dialog::Palette(picker)) => pick(model, buffer, body, "All commands", picker, |_| text),
        Some(Dialog::PickCode(dialog)) => super::code_view::view(model, buffer, body, dialog),
        Some(Dialog::NewCode(form)) => super::new_code::view(model, buffer, body, form),
        Some(Dialog::AskStance(ask)) => stance(model, buffer, body, ask),
        Some(Dialog::WriteLine(write)) => {
            let inner = open(model, buffer, middle(body, 5), "A code of these words: its name");
            line(model, buffer, Rect { height: inner.height.min(1), ..inner }, &write.line);
            let words = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
            say(model, buffer, words, "It goes to your drafts in codebooks/, without a claim", Look::Dim);
        }
        Some(Dialog::SaveSearch(save)) => {
            let inner = open(model, buffer, middle(body, 6), "Save the search: its name");
            line(model, buffer, Rect { height: inner.height.min(1), ..inner }, &save.line);
            let rest = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
            let (words, look) = save.words();
            say(model, buffer, rest, &words, look);
        }
        Some(Dialog::WriteMemo(write)) => memo(model, buffer, body, write),
        Some(Dialog::TakeUp(draft)) => take_up(model, buffer, body, draft),
        Some(Dialog::Notes) => super::notes::view(model, buffer, body),
        Some(Dialog::Filter(write)) => filter(model, buffer, body, write),
        Some(Dialog::Word(word)) => {
            let inner = open(model, buffer, middle(body, 5), "Words: a word in any form, or a \"phrase\"");
            line(model, buffer, Rect { height: inner.height.min(1), ..inner }, word);
            let words = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
            say(model, buffer, words, "begin*   a NEAR/5 b   a OR b   lab theme:capacity", Look::Dim);
        }
        Some(Dialog::Progress) => super::progress::view(model, buffer, body),
        Some(Dialog::Find(find)) => {
            let row = foot(model, buffer, " find: ", find.sight.words());
            line(model, buffer, row, &find.line);
        }
        Some(Dialog::Character(way, _)) => {
            let words = if *way == Way::On { " on to the character: " } else { " back to the character: " };
            let row = foot(model, buffer, words, "");
            line(model, buffer, row, &LineEditor::default());
        }
        Some(Dialog::Quick(quick)) => super::quick::view(model, buffer, body, quick),
        Some(Dialog::CodeAll(dialog)) => super::all::view(model, buffer, body, dialog),
        Some(Dialog::Book(dialog)) => crate::tui::book::view_dialog(model, buffer, dialog),
        Some(Dialog::Behind(dialog)) => crate::tui::behind::view(model, buffer, dialog),
        None => {}
    }
}

/// Returns a place in the middle for a dialog of a height, frame included.
pub(in crate::tui) fn middle(body: Rect, height: u16) -> Rect {
    let width = body.width.saturating_sub(4).min(WIDEST).max(body.width.min(20));
    let height = height.min(body.height);
    Rect { x: body.x + (body.width - width) / 2, y: body.y + (body.height - height) / 3, width, height }
}

/// The rows of a list of a few things, frame and line included, and two for what is above and below.
pub(in crate::tui) const SHORT_LIST: u16 = 12;

/// Returns the part of the screen in which a dialog of so many rows stands as others do.
#[must_use]
pub(in crate::tui) fn lowered(body: Rect, height: u16) -> Rect {
    let height = height.min(body.height);
    Rect { y: body.y + (body.height - height) / 3, height, ..body }
}

/// Clears the place of a dialog and draws its frame.
pub(in crate::tui) fn open(model: &Model, buffer: &mut Buffer, area: Rect, title: &str) -> Rect {
    if model.plain {
        let body = model.body().intersection(buffer.area);
        pen::fill(buffer, body, model.colours.of(Look::Text));
        plain::title(model, buffer, body, title);
        return Rect { y: body.y + body.height.min(1), height: body.height.saturating_sub(1), ..body };
    }
    pen::fill(buffer, area, model.colours.of(Look::Text));
    pen::frame(buffer, area, title, model.colours.of(Look::Focus), model.colours.of(Look::Focus))
}

pub(in crate::tui) fn say(model: &Model, buffer: &mut Buffer, area: Rect, words: &str, look: Look) -> u16 {
    let mut y = area.y;
    for line in pen::wrapped(words, area.width.max(1)) {
        if y >= area.bottom() {
            break;
        }
        pen::line(buffer, area.x, y, area.width, &line, model.colours.of(look));
        y += 1;
    }
    y
}

/// Draws a line that is being written, so that its cursor is seen.
pub(in crate::tui) fn line(model: &Model, buffer: &mut Buffer, row: Rect, line: &LineEditor) {
    if row.height == 0 {
        return;
    }
    let typed = line.before_cursor();
    let mut seen = typed.graphemes(true);
    while width_of(seen.as_str()) >= usize::from(row.width) && seen.next().is_some() {}
    let (whole, typed) = (typed.len(), seen.as_str());
    let x = pen::line(buffer, row.x, row.y, row.width.saturating_sub(1), typed, model.colours.of(Look::Text));
    if line.is_selected() {
        pen::paint(buffer, Rect { width: x - row.x, height: 1, ..row }, model.colours.of(Look::Selected));
    }
    let after = &line.text()[whole..];
    pen::line(buffer, x, row.y, row.right().saturating_sub(x), after, model.colours.of(Look::Text));
    if x < row.right() {
        pen::paint(buffer, Rect { x, width: 1, ..row }, model.colours.of(Look::Cursor));
    }
}

/// Draws a list that letters filter; `look` is that of a line's name.
pub(in crate::tui) fn pick<T>(
    model: &Model,
    buffer: &mut Buffer,
    body: Rect,
    title: &str,
    picker: &Picker<T>,
    look: impl Fn(&Item<T>) -> Style,
) {
    let area = middle(body, body.height.saturating_sub(2).clamp(6, 22));
    let title = format!("{title} · {}", picker.count());
    let inner = open(model, buffer, area, &title);
    let unseen = pick_list(model, buffer, inner, picker, look);
    draw_unseen(model, buffer, area, &unseen);
}

/// Tells on the line below a list how much of it is out of sight; a screen reader hears that from the count.
pub(super) fn draw_unseen(model: &Model, buffer: &mut Buffer, border: Rect, unseen: &Unseen) {
    if !model.plain {
        foot::draw(buffer, border, &[], &unseen.words(), model.colours.of(Look::Focus));
    }
}

/// Draws what is typed and the list below it, scrolled to what is chosen; returns how much of it is out of sight.
#[must_use]
pub(super) fn pick_list<T>(
    model: &Model,
    buffer: &mut Buffer,
    inner: Rect,
    picker: &Picker<T>,
    look: impl Fn(&Item<T>) -> Style,
) -> Unseen {
    let colours = model.colours;
    if inner.height == 0 {
        return Unseen::default();
    }
    let prompt = pen::line(buffer, inner.x, inner.y, 2, "> ", colours.of(Look::Key));
    line(
        model,
        buffer,
        Rect { x: prompt, width: inner.right().saturating_sub(prompt), height: 1, ..inner },
        picker.line(),
    );
    let list = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
    let top = (picker.chosen() + 1).saturating_sub(usize::from(list.height));
    let typed = !picker.line().text().trim().is_empty();
    for (y, (at, item)) in (list.top()..list.bottom()).zip(picker.fitting().enumerate().skip(top)) {
        let row = Rect { y, height: 1, ..list };
        let end = pen::line_at_right(buffer, row, &format!(" {}", item.note), colours.of(Look::Dim));
        // A filtered list is in the order of fit: setting in would say nothing.
        let indent = if typed { String::new() } else { "  ".repeat(item.depth.min(8)) };
        let mark = if picker.is_marked(at) { "✓ " } else { "" };
        let name = format!("{mark}{indent}{}", item.name);
        pen::line(buffer, row.x, y, end.saturating_sub(row.x), &name, look(item));
        if at == picker.chosen() {
            pen::paint(buffer, row, colours.of(Look::Chosen));
        }
    }
    if let Some(name) = picker.offered()
        && let Some(row) = list.rows().nth(picker.count() - top.min(picker.count()))
    {
        pen::line(buffer, row.x, row.y, row.width, &format!("make a new code: {name}"), colours.of(Look::Strong));
        if picker.chosen() == picker.count() {
            pen::paint(buffer, row, colours.of(Look::Chosen));
        }
    } else if picker.count() == 0 {
        say(model, buffer, list, "nothing fits these letters", Look::Dim);
    }
    Unseen::around(top, usize::from(list.height), picker.count())
}

fn stance(model: &Model, buffer: &mut Buffer, body: Rect, ask: &AskStance) {
    let title = format!("{}: what does it say of the claim?{}", ask.name(&model.desk), ask.progress());
    let inner = open(model, buffer, middle(body, 18), &title);
    let keys = key_rows(model, inner);
    let used = u16::try_from(keys.len()).unwrap_or(u16::MAX).min(inner.height);
    // A blank row before the keys where there is room for one.
    let gap = u16::from(inner.height > used + 2);
    let mut rest = Rect { height: inner.height - (used + gap).min(inner.height), ..inner };
    for (y, row) in (inner.bottom() - used..inner.bottom()).zip(&keys) {
        draw_keys(model, buffer, Rect { y, height: 1, ..inner }, row);
    }
    // The claim first: it is what the stance is taken towards, however small the screen.
    for (words, look, most) in stance_lines(model, ask) {
        let mut lines = pen::wrapped(&words, rest.width.max(1));
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                last.push_str(" …");
            }
        }
        for line in lines {
            if rest.height == 0 {
                break;
            }
            pen::line(buffer, rest.x, rest.y, rest.width, &line, model.colours.of(look));
            rest = Rect { y: rest.y + 1, height: rest.height - 1, ..rest };
        }
    }
}

/// A key of the stance dialog: what to press, what it says, and the stance that it is.
type StanceKey = (String, String, Stance);

/// Returns the keys in as many rows as they need with their words; without these, in one row, where they
/// would take more than half of the room.
fn key_rows(model: &Model, inner: Rect) -> Vec<Vec<StanceKey>> {
    let mut rows: Vec<Vec<StanceKey>> = vec![Vec::new()];
    let mut left = usize::from(inner.width);
    for key in Stance::ALL.into_iter().map(|stance| full_key(model, stance)) {
        let width = width_of(&key.0) + width_of(&key.1);
        // The blanks after the last words may be cut.
        if width_of(&key.0) + width_of(key.1.trim_end()) > left && rows.last().is_some_and(|row| !row.is_empty()) {
            rows.push(Vec::new());
            left = usize::from(inner.width);
        }
        left = left.saturating_sub(width);
        rows.last_mut().into_iter().for_each(|row| row.push(key.clone()));
    }
    if rows.len() > 1 && rows.len() * 2 > usize::from(inner.height) {
        let one = |keys: Vec<String>| keys.into_iter().filter(|key| width_of(key) == 1).collect::<String>();
        let short = |stance: Stance| (one(keys_of(model, stance)), " ".to_owned(), stance);
        return vec![Stance::ALL.into_iter().map(short).collect()];
    }
    rows
}

fn full_key(model: &Model, stance: Stance) -> StanceKey {
    (keys_of(model, stance).join(" "), format!(" {}   ", stance.word()), stance)
}

/// Returns the keys that take a stance.
fn keys_of(model: &Model, stance: Stance) -> Vec<String> {
    let action = match stance {
        Stance::Supports => Action::Supports,
        Stance::Qualifies => Action::Qualifies,
        Stance::Contradicts => Action::Contradicts,
        Stance::Neutral => Action::Neutral,
    };
    model.keys.row(Scope::Stance, action).map(|row| row.written().collect()).unwrap_or_default()
}

fn draw_keys(model: &Model, buffer: &mut Buffer, row: Rect, keys: &[StanceKey]) {
    let mut x = row.x;
    for (key, words, stance) in keys {
        x = pen::line(buffer, x, row.y, row.right().saturating_sub(x), key, model.colours.of(Look::Key));
        let look = model.colours.of(stance_look(*stance));
        x = pen::line(buffer, x, row.y, row.right().saturating_sub(x), words, look);
    }
}

/// Returns what the stance dialog says, with the look and the most lines of each part.
fn stance_lines(model: &Model, ask: &AskStance) -> Vec<(String, Look, usize)> {
    let own = model.desk.codebook.get(&ask.code);
    let mut parts = Vec::new();
    if let Some((theme, claim)) = ask.claim(&model.desk) {
        let of = if ask.name(&model.desk) == theme { String::new() } else { format!(" ({theme})") };
        parts.push((format!("Claim{of}: {claim}"), Look::Strong, 3));
    }
    let quoted = ask.words.split_whitespace().collect::<Vec<_>>().join(" ");
    parts.push((format!("“{quoted}”"), Look::Text, 5));
    parts.extend(own.map(rules).unwrap_or_default().into_iter().map(|rule| (rule, Look::Dim, 3)));
    parts
}

fn filter(model: &Model, buffer: &mut Buffer, body: Rect, write: &WriteFilter) {
    let inner = open(model, buffer, middle(body, 9), "Filter every screen");
    line(model, buffer, Rect { height: inner.height.min(1), ..inner }, &write.line);
    let mut rest = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    let Some(filtered) = &write.filtered else { return };
    let (words, look) = match &filtered.read {
        Ok(Some(filter)) => {
            let listed = model.desk.sources().filter(|row| filter.sources.contains(&row.id)).count();
            (format!("lists {listed} of {}", plural(model.desk.sources().count(), "source", "sources")), Look::Text)
        }
        Ok(None) => match &model.filter {
            Some(filter) => (format!("{} holds now: Enter lifts it", filter.words), Look::Text),
            None => ("all sources and passages are shown".to_owned(), Look::Text),
        },
        Err(problem) => (problem.clone(), Look::Warning),
    };
    let y = say(model, buffer, rest, &words, look);
    rest = Rect { y, height: rest.bottom().saturating_sub(y), ..rest };
    match &write.walk {
        Some(walk) => walked(model, buffer, rest, walk),
        None => {
            say(model, buffer, rest, &filtered.hint, Look::Dim);
        }
    }
}

/// Draws the words that a filter is completed by, with the one that stands in the line chosen and in sight.
fn walked(model: &Model, buffer: &mut Buffer, area: Rect, walk: &Walk) {
    let (words, chosen) = walk.words();
    let mut places: Vec<(usize, u16, u16)> = Vec::new();
    let (mut row, mut x) = (0, 0_u16);
    for word in words {
        let width = u16::try_from(width_of(word)).unwrap_or(u16::MAX).min(area.width);
        if x > 0 && x.saturating_add(width) > area.width {
            (row, x) = (row + 1, 0);
        }
        places.push((row, x, width));
        x = x.saturating_add(width).saturating_add(2);
    }
    let last = places.get(chosen).map_or(0, |place| place.0);
    let top = (last + 1).saturating_sub(usize::from(area.height));
    for (at, (word, (row, x, width))) in words.iter().zip(places).enumerate() {
        let Some(y) = row.checked_sub(top).and_then(|row| u16::try_from(row).ok()).filter(|y| *y < area.height) else {
            continue;
        };
        let place = Rect { x: area.x + x, y: area.y + y, width, height: 1 };
        pen::line(buffer, place.x, place.y, width, word, model.colours.of(Look::Dim));
        if at == chosen {
            pen::paint(buffer, place, model.colours.of(Look::Chosen));
        }
    }
}

/// Shows what was written and not saved; the footer says what can become of it.
fn take_up(model: &Model, buffer: &mut Buffer, body: Rect, draft: &Draft) {
    let inner = open(model, buffer, middle(body, 14), "You wrote this and did not save it. Take it up?");
    say(model, buffer, inner, &draft.text, Look::Text);
}

fn memo(model: &Model, buffer: &mut Buffer, body: Rect, write: &WriteMemo) {
    let mut inner = open(model, buffer, middle(body, 14), &write.title);
    // What is written comes first where there is little room.
    if let Some(asks) = write.purpose.asks().filter(|_| inner.height > 2) {
        let foot = Rect { y: inner.bottom() - 1, height: 1, ..inner };
        pen::line(buffer, foot.x, foot.y, foot.width, &model.with_keys(asks), model.colours.of(Look::Dim));
        inner.height -= 1;
    }
    if inner.width > 1 && inner.height > 0 {
        write.editor.widget().render(inner, buffer);
    }
}
