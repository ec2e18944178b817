//! Drawing the screen Words.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::found::{Found, Places};
use super::state::{Tab, WordsScreen};
use super::table::Listed;
use crate::base::count::plural;
use crate::base::shown::Shown;
use crate::content::frequency::Words;
use crate::content::kwic::Line;
use crate::content::material::Turns;
use crate::tui::colours::Look;
use crate::tui::foot::{self, Unseen};
use crate::tui::model::Model;
use crate::tui::pen;
use crate::tui::reading::cluster::width_of;
use crate::tui::reading::fit::{at_right, beginning, end, filled};

/// The row of the first line: below the frame, the names of the lists, and the names of the columns.
pub(super) const TOP: u16 = 3;

/// Returns how many lines of the list are in sight.
#[must_use]
pub(super) fn height(model: &Model) -> usize {
    usize::from(model.body().height.saturating_sub(TOP + 1)).max(1)
}

/// Draws the screen.
pub fn view(model: &Model, buffer: &mut Buffer) {
    let (body, colours, screen) = (model.body(), model.colours, &model.words);
    let inner = pen::frame(buffer, body, &title(model), colours.of(Look::Focus), colours.of(Look::Focus));
    if inner.height == 0 {
        return;
    }
    tabs(model, buffer, Rect { height: 1, ..inner });
    let rest = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
    if screen.is_empty() {
        for (y, line) in (rest.top()..rest.bottom()).zip(pen::wrapped(&told(model), rest.width.max(1))) {
            pen::line(buffer, rest.x, y, rest.width, &line, colours.of(Look::Dim));
        }
        return;
    }
    match screen.found() {
        Some(Found::Concordance(places)) => concordance(model, places, buffer, rest),
        _ => list(model, buffer, rest),
    }
    let unseen = Unseen::around(screen.place().top, height(model), screen.len());
    foot::draw(buffer, body, &[&below(screen)], &unseen.words(), colours.of(Look::Frame));
}

/// Says what is shown: the word, how many places or words, and what is left out.
fn title(model: &Model) -> String {
    let screen = &model.words;
    let what = match (screen.tab, screen.found()) {
        (Tab::Concordance, Some(Found::Concordance(places))) => {
            let shown = places.lines.len();
            let first = if shown < places.count { format!(", the first {shown}") } else { String::new() };
            format!(
                "{} · {}{first} · by {}",
                screen.query,
                plural(places.count, "place", "places"),
                screen.order.word()
            )
        }
        (Tab::Collocations, Some(Found::Collocations(_, found))) => {
            format!("near {} · {}", screen.query, plural(*found, "place", "places"))
        }
        (Tab::Frequency, Some(Found::Frequency(_, words))) => plural(*words, "word", "words"),
        (Tab::Keyness, Some(Found::Keyness(names, groups))) => match names.get(screen.group) {
            Some(name) => {
                let (own, other) = groups.get(screen.group).map_or((0, 0), |found| found.words);
                format!("{} {name} · {own} against {other} words", screen.by)
            }
            None => format!("by {}", screen.by),
        },
        (Tab::Keyness, _) => format!("by {}", screen.by),
        _ if screen.tab.asks_word() => screen.query.clone(),
        _ => String::new(),
    };
    let what = if what.is_empty() { "Words".to_owned() } else { format!("Words · {what}") };
    let with = if screen.kept.turns == Turns::All { " · with interviewers" } else { "" };
    let anew = match screen.counting {
        Some(share) if share > 0 => format!(" · counting {share}%"),
        _ => String::new(),
    };
    format!("{}{with}{anew}", model.titled(&what))
}

/// Says what has no line to show: what is waited for, or what to do.
#[must_use]
pub fn told(model: &Model) -> String {
    let screen = &model.words;
    if screen.ask().is_none() {
        return model
            .with_keys("[ask-word] asks for a word; on a list of words [open] shows the places of the chosen one");
    }
    match screen.answer().map(|answer| &answer.found) {
        Some(Err(reason)) => reason.clone(),
        Some(Ok(_)) if screen.tab == Tab::Concordance => "It is not found in what counts as text here".to_owned(),
        Some(Ok(_)) => nothing_listed(model),
        None if model.desk.coder.is_none() => "Reading the study …".to_owned(),
        None => match model.reading {
            Some(share) => format!("Reading the texts: {share}%"),
            None => format!("Counting: {}%", screen.counting.unwrap_or(0)),
        },
    }
}

fn nothing_listed(model: &Model) -> String {
    match model.words.tab {
        Tab::Keyness => "No word is more frequent here, in three or more sources, with a G2 of 3.84 or more".to_owned(),
        Tab::Collocations => "No word stands near it, in three or more sources, with a G2 of 3.84 or more".to_owned(),
        Tab::Concordance | Tab::Frequency => "There are no words yet".to_owned(),
    }
}

/// Returns what stands on the lower border.
fn below(screen: &WordsScreen) -> String {
    match screen.tab {
        Tab::Concordance => screen
            .line()
            .and_then(|(places, line)| Some(format!(" {} · passage {} ", places.source(line)?, line.passage + 1)))
            .unwrap_or_default(),
        _ if screen.kept.words == Words::OfContent => " without function words ".to_owned(),
        _ => String::new(),
    }
}

fn tabs(model: &Model, buffer: &mut Buffer, row: Rect) {
    let mut x = row.x;
    for tab in Tab::ALL {
        let is_shown = tab == model.words.tab;
        let look = if is_shown { Look::Strong } else { Look::Dim };
        // Without colour, too, it is seen which one is shown.
        let words = if is_shown { format!("[{}]", tab.word()) } else { format!(" {} ", tab.word()) };
        x = pen::line(buffer, x, row.y, row.right().saturating_sub(x), &words, model.colours.of(look)) + 1;
    }
}

/// Draws the places of a word, the word below itself.
fn concordance(model: &Model, places: &Places, buffer: &mut Buffer, area: Rect) {
    let (screen, colours) = (&model.words, model.colours);
    let seen = || places.lines.iter().enumerate().skip(screen.place().top).take(height(model));
    let name = |line: &Line| places.source(line).map(|source| stem(source.as_str())).unwrap_or_default();
    let widest = |of: &dyn Fn(&Line) -> usize| seen().map(|(_, line)| of(line)).max().unwrap_or(0);
    let all = usize::from(area.width);
    let names = widest(&|line| width_of(&name(line))).min((all / 6).max(6));
    let word = widest(&|line| width_of(&one_line(&line.words[1]))).min(all / 4);
    let side = all.saturating_sub(names + word + 4) / 2;
    let heads = [("source", names), ("", side.saturating_sub(6)), ("before", 6), ("word", word), ("after", side)];
    let head: Vec<String> = heads.map(|(words, width)| filled(&beginning(words, width), width)).into();
    let head = format!("{}  {}{} {} {}", head[0], head[1], head[2], head[3], head[4]);
    pen::line(buffer, area.x, area.y, area.width, head.trim_end(), colours.of(Look::Dim));
    for (y, (at, line)) in (area.top() + 1..area.bottom()).zip(seen()) {
        let [before, found, after] = line.words.each_ref().map(|words| one_line(words));
        let row = Rect { y, height: 1, ..area };
        let parts = [
            (format!("{}  ", filled(&beginning(&name(line), names), names)), Look::Dim),
            (format!("{} ", at_right(&end(before.trim_end(), side), side)), Look::Text),
            (filled(&beginning(&found, word), word), Look::Hit),
            (format!(" {}", beginning(after.trim_start(), side)), Look::Text),
        ];
        let mut x = row.x;
        for (words, look) in parts {
            x = pen::line(buffer, x, y, row.right().saturating_sub(x), &words, colours.of(look));
        }
        if at == screen.place().at {
            pen::paint(buffer, row, colours.of(Look::Chosen));
        }
    }
}

/// Returns a file's name without folder and ending.
fn stem(id: &str) -> String {
    let file = id.rsplit('/').next().unwrap_or(id);
    Shown::line(file.rsplit_once('.').map_or(file, |(stem, _)| stem)).into_string()
}

/// Returns words on one line: blanks in the place of line ends and tabs.
pub(super) fn one_line(words: &str) -> String {
    Shown::line(&words.split(['\n', '\r', '\t']).collect::<Vec<_>>().join(" ")).into_string()
}

/// The columns of a word at most.
const WORD: usize = 28;

/// Draws a list of words with their numbers.
fn list(model: &Model, buffer: &mut Buffer, area: Rect) {
    let (screen, colours) = (&model.words, model.colours);
    let first = screen.place().top;
    let Some(Listed { header, rows }) = screen.listed(first, height(model)) else { return };
    let width = |at: usize| {
        let cells = rows.iter().map(|row| width_of(&row[at]));
        cells.chain([width_of(header[at])]).max().unwrap_or(0)
    };
    let numbers: usize = (1..header.len()).map(|at| width(at) + 2).sum();
    // What is narrower than its numbers gives up the last ones.
    let word = width(0).min(WORD).min(usize::from(area.width).saturating_sub(numbers).max(8));
    let written = |cells: &[&str]| {
        let mut line = filled(&beginning(&one_line(cells[0]), word), word);
        for (at, cell) in cells.iter().enumerate().skip(1) {
            line.push_str("  ");
            // The language is a word, what follows it are numbers.
            line.push_str(&if at == 1 { filled(cell, width(at)) } else { at_right(cell, width(at)) });
        }
        line
    };
    pen::line(buffer, area.x, area.y, area.width, &written(&header), colours.of(Look::Dim));
    for (y, (at, row)) in (area.top() + 1..area.bottom()).zip(rows.iter().enumerate()) {
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        pen::line(buffer, area.x, y, area.width, &written(&cells), colours.of(Look::Text));
        if first + at == screen.place().at {
            pen::paint(buffer, Rect { y, height: 1, ..area }, colours.of(Look::Chosen));
        }
    }
}
