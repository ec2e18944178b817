//! Drawing the screen Themes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation as _;

use super::about;
use super::columns::{Column, columns};
use super::state::Open;
use crate::base::count::plural;
use crate::triangulation::words;
use crate::tui::bookmark;
use crate::tui::code::stance_look;
use crate::tui::colours::Look;
use crate::tui::desk::{KindCell, Piece, ThemeRow, Themes};
use crate::tui::dialog::signs;
use crate::tui::foot::{self, Unseen};
use crate::tui::keys::action::Action;
use crate::tui::model::Model;
use crate::tui::pen;
use crate::tui::reading::cluster::width_of;

/// The columns that a kind takes in the table, at least and at most.
const KIND: std::ops::RangeInclusive<u16> = 8..=13;
/// The columns that a theme's name has before kinds are made wider.
const NAME: u16 = 20;
/// The columns of the number of voices.
const VOICES: u16 = 3;
/// The longest verdict in words.
const VERDICT: u16 = 33;
/// The columns of a kind's figures at least, and of a theme's name, where words are shortened.
const SHORT_KIND: usize = 6;
const SHORT_NAME: u16 = 13;
/// The columns that the side-by-side evidence needs at least for each.
const NARROWEST: u16 = 24;

/// Draws the table, or the open theme.
pub fn view(model: &Model, buffer: &mut Buffer) {
    let body = model.body();
    match &model.themes.open {
        Some(open) => theme(model, open, buffer, body),
        None => table(model, buffer),
    }
}

/// Returns how many rows of the table are visible.
#[must_use]
pub(super) fn table_height(model: &Model) -> usize {
    let upper = parts(model).0;
    let next = next_lines(model, upper.width.saturating_sub(2)).len();
    usize::from(upper.height.saturating_sub(3)).saturating_sub(next)
}

/// Divides the screen into the table and what it says of the chosen theme: as much as there is to say,
/// and half of the screen at most; a third where there is so little room that few themes would be seen.
fn parts(model: &Model) -> (Rect, Rect) {
    let body = model.body();
    let row = model.themes.table.as_ref().and_then(|table| table.rows.get(model.themes.place.at));
    let wanted = row.map_or(0, |row| about::lines(row, body.width.saturating_sub(2)).len() + 2);
    let most = match body.height {
        ..12 => 0,
        12..20 => body.height / 3,
        20.. => body.height / 2,
    };
    let below = u16::try_from(wanted).unwrap_or(u16::MAX).clamp(most.min(8), most);
    let upper = body.height - below;
    (Rect { height: upper, ..body }, Rect { y: body.y + upper, height: below, ..body })
}

fn table(model: &Model, buffer: &mut Buffer) {
    let (upper, lower) = parts(model);
    let colours = model.colours;
    let count = model.themes.table.as_ref().map(|table| plural(table.rows.len(), "theme", "themes"));
    let judging = if count.is_some() && model.themes.judging { "Judging …" } else { "" };
    let title = ["Themes", &model.desk.title, count.as_deref().unwrap_or_default(), judging];
    let title = title.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let inner = pen::frame(buffer, upper, &title, colours.of(Look::Focus), colours.of(Look::Focus));
    let Some(table) = &model.themes.table else {
        let words = match (&model.desk.coder, model.reading) {
            (None, _) => "Reading the study …".to_owned(),
            (Some(_), Some(share)) => {
                format!("Reading the texts: {share}%. {} opens one meanwhile", model.key(Action::GoCode))
            }
            (Some(_), None) => "Judging the themes …".to_owned(),
        };
        say(model, buffer, inner, &words);
        if goes_on(model).is_some() {
            last_lines(model, buffer, inner);
        }
        return;
    };
    if table.rows.is_empty() {
        say(model, buffer, inner, &model.with_keys(empty_words(model)));
        if goes_on(model).is_some() {
            last_lines(model, buffer, inner);
        }
    } else if inner.height > 0 {
        heading(model, table, buffer, Rect { height: 1, ..inner });
        let lines = (inner.top() + 1)..last_lines(model, buffer, inner);
        for (y, (at, row)) in lines.zip(table.rows.iter().enumerate().skip(model.themes.place.top)) {
            let line = Rect { y, height: 1, ..inner };
            theme_row(model, table, row, buffer, line);
            if at == model.themes.place.at {
                pen::paint(buffer, line, colours.of(Look::Chosen));
            }
        }
        let unseen = Unseen::around(model.themes.place.top, table_height(model), table.rows.len());
        foot::draw(buffer, upper, signs::THEMES, &unseen.words(), colours.of(Look::Focus));
    }
    if lower.height > 0 {
        let row = table.rows.get(model.themes.place.at);
        let is_short = widths(Rect { width: lower.width.saturating_sub(2), ..lower }, table).is_short;
        about::view(model, row, is_short, buffer, lower);
    }
}

/// Says where the key to the text leads, if this coder stopped somewhere.
fn goes_on(model: &Model) -> Option<String> {
    let (source, passage) = bookmark::current(model).filter(|(source, _)| model.desk.source(source).is_some())?;
    Some(format!(" {} goes on in {source}, passage {}", model.key(Action::GoCode), passage + 1))
}

/// What to type first in a study without sources.
const NO_SOURCE: &str = "This study has no source yet. First bring your notes in; type in a shell:\n\
    tripod import FILE --as interview\n\
    Then C opens the texts, where c codes the words that you select.";

/// Writes what comes next at the bottom of the table, and returns the row at which that begins.
fn last_lines(model: &Model, buffer: &mut Buffer, inner: Rect) -> u16 {
    let next = next_lines(model, inner.width);
    let bottom = inner.bottom().saturating_sub(u16::try_from(next.len()).unwrap_or(u16::MAX)).max(inner.top() + 1);
    for (y, line) in (bottom..inner.bottom()).zip(&next) {
        pen::line(buffer, inner.x, y, inner.width, line, model.colours.of(Look::Text));
    }
    bottom
}

/// Returns what comes next: what to type first, with a blank line before it, where themes wait for sources;
/// else where the work goes on.
fn next_lines(model: &Model, width: u16) -> Vec<String> {
    // Before the study is read nobody knows of its sources.
    if model.desk.coder.is_none() || model.desk.sources().next().is_some() {
        return goes_on(model).into_iter().collect();
    }
    let words = pen::wrapped(NO_SOURCE, width.max(1));
    std::iter::once(String::new()).chain(words).collect()
}

/// Says what to do where there is no theme.
pub(in crate::tui) fn empty_words(model: &Model) -> &'static str {
    if model.desk.sources().next().is_none() {
        NO_SOURCE
    } else if model.desk.codebook.is_empty() {
        "There is no codebook yet. [go-code] opens the texts, where [in-vivo] makes a code of the selected words; or write codebooks/codebook.toml"
    } else {
        "No code has a claim yet. A sentence under 'claim' in the codebook makes a code a theme, and its evidence is weighed here"
    }
}

/// How a row is divided.
struct Widths {
    name: u16,
    verdict: u16,
    /// The columns of each kind that is shown.
    kinds: Vec<u16>,
    /// Whether words are shortened so that all that matters has room.
    is_short: bool,
}

/// Divides a row among name, verdict, kinds and voices: in full words where all kinds have room beside
/// them, else in short ones if more kinds have room then.
fn widths(row: Rect, table: &Themes) -> Widths {
    let full = full_widths(row, table);
    if full.kinds.len() == table.kinds.len() {
        return full;
    }
    let short = short_widths(row, table);
    if short.kinds.len() > full.kinds.len() { short } else { full }
}

/// Divides a row for full words; kinds give way first, then the verdict. The verdict stands close to the longest
/// name, however wide the screen is.
fn full_widths(row: Rect, table: &Themes) -> Widths {
    let kinds = table.kinds.len();
    let room = row.width.saturating_sub(VOICES + 1);
    let count = u16::try_from(kinds).unwrap_or(u16::MAX).max(1);
    let kind = (room.saturating_sub(NAME + VERDICT) / count).clamp(*KIND.start(), *KIND.end());
    let kinds = kinds.min(usize::from(room.saturating_sub(16 + 28) / kind));
    let rest = room - kind * u16::try_from(kinds).unwrap_or(0);
    let verdict = VERDICT.min(rest.saturating_sub(16).max(rest / 2));
    let longest = table.rows.iter().map(|row| width_of(&row.name)).max().unwrap_or(0);
    let wanted = u16::try_from(longest + 3).unwrap_or(u16::MAX).max(NAME);
    Widths { name: wanted.min(rest - verdict), verdict, kinds: vec![kind; kinds], is_short: false }
}

/// Divides a row for short words: a kind takes what its figures need, and the names take what is left.
fn short_widths(row: Rect, table: &Themes) -> Widths {
    let verdict = u16::try_from(words::SHORT + 1).unwrap_or(VERDICT);
    let mut name = row.width.saturating_sub(VOICES + 1 + verdict);
    let mut kinds = Vec::new();
    for at in 0..table.kinds.len() {
        let figures = table.rows.iter().filter_map(|row| row.kinds.get(at)).map(|cell| width_of(&short_cell(*cell)));
        let figures = figures.max().unwrap_or(0).clamp(SHORT_KIND, usize::from(*KIND.end()) - 1);
        let kind = u16::try_from(figures + 1).unwrap_or(*KIND.end());
        if name < SHORT_NAME + kind {
            break;
        }
        name -= kind;
        kinds.push(kind);
    }
    Widths { name, verdict, kinds, is_short: true }
}

fn heading(model: &Model, table: &Themes, buffer: &mut Buffer, row: Rect) {
    let look = model.colours.of(Look::Dim);
    let widths = widths(row, table);
    pen::line(buffer, row.x, row.y, widths.name, " theme", look);
    pen::line(buffer, row.x + widths.name, row.y, widths.verdict, "verdict", look);
    let mut x = row.x + widths.name + widths.verdict;
    for (kind, &width) in table.kinds.iter().zip(&widths.kinds) {
        let name = if widths.is_short { abbreviated(kind.as_str(), width - 1) } else { kind.to_string() };
        pen::line(buffer, x, row.y, width - 1, &name, look);
        x += width;
    }
    pen::line(buffer, x, row.y, VOICES, " n", look);
}

/// Cuts a name as one abbreviates by hand: `interv.`.
fn abbreviated(name: &str, width: u16) -> String {
    let room = usize::from(width);
    if width_of(name) <= room {
        return name.to_owned();
    }
    let mut short = String::new();
    for cluster in name.graphemes(true) {
        if width_of(&short) + width_of(cluster) >= room {
            break;
        }
        short.push_str(cluster);
    }
    format!("{}.", short.trim_end_matches(['-', '_', ' ']))
}

fn theme_row(model: &Model, table: &Themes, theme: &ThemeRow, buffer: &mut Buffer, row: Rect) {
    let colours = model.colours;
    let widths = widths(row, table);
    let (y, mut x) = (row.y, row.x + widths.name);
    // The mark of a person's verdict stands where no cut takes it away; short verdicts leave no room for it.
    let is_decided = theme.decided.is_some();
    let name = format!("{}{}", if is_decided && widths.is_short { '*' } else { ' ' }, theme.name);
    pen::line(buffer, row.x, y, widths.name.saturating_sub(1), &name, colours.of(Look::Strong));
    let look = colours.of(direction_look(theme.direction));
    let verdict = if widths.is_short { &theme.short } else { &theme.verdict };
    let mark = if is_decided && !widths.is_short { " *" } else { "" };
    let room = widths.verdict.saturating_sub(1 + u16::try_from(mark.len()).unwrap_or(0));
    let end = pen::line(buffer, x, y, room, verdict, look);
    pen::line(buffer, end, y, 2, mark, look);
    x += widths.verdict;
    let cell_words = if widths.is_short { short_cell } else { cell_words };
    for (cell, &width) in theme.kinds.iter().zip(&widths.kinds) {
        pen::line(buffer, x, y, width - 1, &cell_words(*cell), colours.of(cell_look(*cell)));
        x += width;
    }
    let voices = format!("{:>2}", theme.voices);
    pen::line(buffer, x, y, VOICES, &voices, colours.of(Look::Text));
}

fn direction_look(direction: char) -> Look {
    match direction {
        '+' => Look::Supports,
        '-' => Look::Contradicts,
        _ => Look::Text,
    }
}

/// Writes what a kind says: units for and against, else why there is neither.
fn cell_words(cell: KindCell) -> String {
    let mut words = String::new();
    for (count, sign) in [(cell.supports, '+'), (cell.mixed, '~'), (cell.contradicts, '-')] {
        if count > 0 {
            words.push(sign);
            words.push_str(&count.to_string());
        }
    }
    if !words.is_empty() {
        return words;
    }
    match cell {
        _ if cell.neutral > 0 => "neutral".to_owned(),
        _ if cell.pending > 0 => "unread".to_owned(),
        _ if cell.silent > 0 => "silent".to_owned(),
        _ => String::new(),
    }
}

/// Writes what a kind says in at most six columns, if there are no figures to tell.
fn short_cell(cell: KindCell) -> String {
    let words = cell_words(cell);
    if words == "neutral" { "neutr.".to_owned() } else { words }
}

fn cell_look(cell: KindCell) -> Look {
    match cell.supports.cmp(&cell.contradicts) {
        std::cmp::Ordering::Greater => Look::Supports,
        std::cmp::Ordering::Less => Look::Contradicts,
        std::cmp::Ordering::Equal if cell.mixed > 0 || cell.supports > 0 => Look::Qualifies,
        std::cmp::Ordering::Equal => Look::Dim,
    }
}

fn theme(model: &Model, open: &Open, buffer: &mut Buffer, body: Rect) {
    let colours = model.colours;
    let row = model.themes.table.as_ref().and_then(|table| table.rows.iter().find(|row| row.code == open.code));
    let name = model.desk.code_name(&open.code);
    let title = row.map_or(name.to_owned(), |row| format!("{name} · {}", row.verdict));
    let title = match (&model.filter, &open.evidence) {
        // The verdict is that of all evidence.
        (Some(filter), Some(evidence)) => {
            let shown = evidence.entries.len() + evidence.more;
            let of = format!("{name} · {} · {shown} of {}", filter.words, shown + evidence.left_out);
            row.map_or(of.clone(), |row| format!("{of} · all: {}", row.verdict))
        }
        _ => title,
    };
    let inner = pen::frame(buffer, body, &title, colours.of(Look::Focus), colours.of(Look::Focus));
    let claim = row.map_or("", |row| row.claim.as_str());
    let mut y = inner.y;
    for line in pen::wrapped(claim, inner.width.max(1)).iter().take(2) {
        if y < inner.bottom() {
            pen::line(buffer, inner.x, y, inner.width, line, colours.of(Look::Text));
            y += 1;
        }
    }
    let rest = Rect { y, height: inner.bottom().saturating_sub(y), ..inner };
    let Some(evidence) = &open.evidence else {
        say(model, buffer, rest, "Gathering the evidence …");
        return;
    };
    if evidence.entries.is_empty() {
        let words = match evidence.left_out {
            0 => "No coding speaks of this theme yet".to_owned(),
            left_out => format!("The filter leaves out all {}", plural(left_out, "passage", "passages")),
        };
        say(model, buffer, rest, &words);
        return;
    }
    let columns = columns(evidence, open.arrangement);
    let shown = visible_columns(columns.len(), open.column, rest.width);
    let each = rest.width / u16::try_from(shown.len().max(1)).unwrap_or(1);
    for (place, at) in shown.clone().enumerate() {
        let x = rest.x + u16::try_from(place).unwrap_or(0) * each;
        let width = if at + 1 == shown.end { rest.right() - x } else { each };
        column(model, open, &columns[at], at, buffer, Rect { x, width, ..rest });
    }
    let beside = beside(&shown, columns.len());
    let beside: Vec<&str> = beside.iter().map(String::as_str).collect();
    let more = if evidence.more > 0 { vec![format!(" {} more ", evidence.more)] } else { Vec::new() };
    foot::draw(buffer, body, &beside, &more, colours.of(Look::Focus));
}

/// Returns the columns that there is room for, the chosen one among them.
fn visible_columns(count: usize, chosen: usize, width: u16) -> std::ops::Range<usize> {
    let fit = usize::from(width / NARROWEST).clamp(1, count.max(1));
    let first = (chosen + 1).saturating_sub(fit).min(count.saturating_sub(fit));
    first..(first + fit).min(count)
}

/// Says how many columns have no room at the left and at the right.
fn beside(shown: &std::ops::Range<usize>, count: usize) -> Option<String> {
    let (left, right) = (shown.start, count.saturating_sub(shown.end));
    match (left, right) {
        (0, 0) => None,
        (0, _) => Some(format!(" {} more at the right ▶ ", plural(right, "column", "columns"))),
        (_, 0) => Some(format!(" ◀ {} more at the left ", plural(left, "column", "columns"))),
        (_, _) => Some(format!(" ◀ {left} and {right} ▶ more columns ")),
    }
}

fn column(model: &Model, open: &Open, column: &Column<'_>, at: usize, buffer: &mut Buffer, area: Rect) {
    let colours = model.colours;
    let focus = at == open.column;
    let chosen = open.places.get(at).map_or(0, |place| place.at);
    let look = column.stance.map_or(Look::Strong, stance_look);
    let title = format!("{} ({})", column.title, column.pieces.len());
    let frame = colours.of(if focus { Look::Focus } else { Look::Frame });
    let inner = pen::frame(buffer, area, &title, frame, colours.of(look));
    let width = inner.width;
    // Only what is in sight is broken into lines: a theme may have thousands of pieces.
    let lines_of = |at: usize| -> Vec<(String, Look)> {
        let Some((heading, piece)) = column.pieces.get(at) else { return Vec::new() };
        let heading = heading.map(|heading| (heading.to_owned(), Look::Label));
        heading.into_iter().chain(piece_lines(piece, width)).collect()
    };
    let mut first = chosen;
    let mut used = lines_of(chosen).len();
    while let Some(before) = first.checked_sub(1) {
        used += lines_of(before).len();
        if used > usize::from(inner.height) {
            break;
        }
        first = before;
    }
    let mut y = inner.top();
    let mut whole = 0;
    'pieces: for at in first..column.pieces.len() {
        let heading = usize::from(column.pieces[at].0.is_some());
        for (number, (line, look)) in lines_of(at).into_iter().enumerate() {
            if y >= inner.bottom() {
                break 'pieces;
            }
            pen::line(buffer, inner.x, y, width, &line, colours.of(look));
            if focus && at == chosen && number >= heading {
                pen::paint(buffer, Rect { y, height: 1, ..inner }, colours.of(Look::Chosen));
            }
            y += 1;
        }
        whole += 1;
    }
    let unseen = Unseen::around(first, whole, column.pieces.len());
    foot::draw(buffer, area, &[], &unseen.words(), frame);
}

/// How many rows of a piece's words are shown.
const WORDS: usize = 4;

/// Writes a piece: its words, then where they stand and who coded them.
fn piece_lines(piece: &Piece, width: u16) -> Vec<(String, Look)> {
    let words = piece.words.split_whitespace().collect::<Vec<_>>().join(" ");
    let rows = cut(pen::wrapped(&format!("{} {words}", piece.stance.sign()), width.max(1)), WORDS);
    let mut lines: Vec<(String, Look)> = rows.into_iter().map(|row| (row, Look::Text)).collect();
    let mut about: Vec<&str> = vec![piece.source.as_str()];
    about.extend(piece.speaker.as_deref());
    about.extend([piece.about.as_str(), piece.coder.as_str()].into_iter().filter(|part| !part.is_empty()));
    about.extend(piece.through.as_deref());
    let about = format!("  {}", about.join(" · "));
    lines.extend(pen::wrapped(&about, width.max(1)).into_iter().take(2).map(|row| (row, Look::Dim)));
    if let Some(judged) = &piece.judged {
        let rows = cut(pen::wrapped(&format!("  {judged}"), width.max(1)), WORDS);
        lines.extend(rows.into_iter().map(|row| (row, Look::Warning)));
    }
    lines
}

/// Leaves out the rows past the first ones, and says so.
fn cut(mut rows: Vec<String>, most: usize) -> Vec<String> {
    if rows.len() > most {
        rows.truncate(most);
        if let Some(last) = rows.last_mut() {
            last.push_str(" …");
        }
    }
    rows
}

fn say(model: &Model, buffer: &mut Buffer, area: Rect, words: &str) {
    for (y, line) in (area.top()..area.bottom()).zip(pen::wrapped(words, area.width.max(1))) {
        pen::line(buffer, area.x, y, area.width, &line, model.colours.of(Look::Dim));
    }
}
