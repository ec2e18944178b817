//! Finding words in the open text: while they are typed the cursor shows the first match from where it stood;
//! taken, they are matches to go through with the keys of a search.

use unicode_normalization::char::is_combining_mark;

use super::found::Found;
use crate::base::text::Span;
use crate::tui::dialog::Dialog;
use crate::tui::entry::line::LineEditor;
use crate::tui::message::Effect;
use crate::tui::model::Model;
use crate::tui::reading::find::{Finder, MOST};
use crate::tui::reading::motion::{Unit, Way};
use crate::tui::reading::pane::Place;

/// Words are being typed that are to be found in the open text.
#[derive(Clone, Debug)]
pub struct FindLine {
    /// What is typed.
    pub line: LineEditor,
    /// What came of it so far.
    pub sight: Sight,
    /// What was looked for last, and the first match of it.
    last: Option<(String, Option<Span>)>,
    /// Where the pane stood.
    from: Place,
    /// The hits that were there, and what they were found by.
    before: (Vec<Span>, Option<Found>),
}

/// Tells whether every match of what is typed now is one of the words that were typed before.
fn goes_on(before: &str, now: &str) -> bool {
    // A mark makes another letter of the one before it.
    now.strip_prefix(before).is_some_and(|more| !more.starts_with(is_combining_mark))
}

/// What is seen of the words that are typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sight {
    /// Nothing is typed yet.
    #[default]
    Nothing,
    /// The first match from where the cursor stood.
    Ahead,
    /// No match from there on, but one from the beginning of the text.
    Round,
    /// The words do not stand in the text.
    Missing,
}

impl Sight {
    /// Returns what the line says of it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Nothing | Self::Ahead => "",
            Self::Round => "from the beginning",
            Self::Missing => "not in this text",
        }
    }
}

/// Opens the line.
pub(super) fn open(model: &mut Model) {
    let code = &model.code;
    if code.page.is_none() {
        model.say("no source is open: Enter on the list of sources opens one");
        return;
    }
    let before = (code.landmarks.hits.clone(), code.found.clone());
    let line = LineEditor::default();
    let find = FindLine { line, sight: Sight::Nothing, last: None, from: code.pane.place(), before };
    model.dialogs.push(Dialog::Find(Box::new(find)));
}

/// Shows the first match of what is typed now.
pub fn typed(model: &mut Model) {
    let Some(Dialog::Find(find)) = model.dialogs.last_mut() else { return };
    let code = &mut model.code;
    let Some(finder) = Finder::new(find.line.text()) else {
        find.sight = Sight::Nothing;
        find.last = None;
        code.set_hits(Vec::new(), None);
        code.pane.go_back(find.from);
        return;
    };
    // Where what is typed goes on from what was looked for last, no match lies before the first one of that, and
    // none anywhere if there was none: so a long text is looked through only once.
    let first = match find.last.as_ref().filter(|(words, _)| goes_on(words, find.line.text())) {
        Some((_, None)) => None,
        Some((_, Some(span))) => finder.first(code.pane.text(), span.start),
        None => finder.first(code.pane.text(), find.from.cursor()),
    };
    find.last = Some((find.line.text().to_owned(), first));
    find.sight = match first {
        Some(span) if span.start >= find.from.cursor() => Sight::Ahead,
        Some(_) => Sight::Round,
        None => Sight::Missing,
    };
    code.set_hits(first.into_iter().collect(), None);
    code.pane.go_back(find.from);
    if let Some(span) = first {
        code.pane.show(span.start);
    }
}

/// Takes what is typed: all its matches become hits.
pub fn accept(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Find(find)) = model.dialogs.pop() else { return Vec::new() };
    let Some(finder) = Finder::new(find.line.text()) else {
        put_back(model, *find);
        return Vec::new();
    };
    let words = find.line.text().trim().to_owned();
    if find.sight == Sight::Missing {
        put_back(model, *find);
        model.say(format!("“{words}” is not in this text; / searches all sources"));
        return Vec::new();
    }
    let hits = finder.all(model.code.pane.text());
    model.code.set_hits(hits, Some(Found::Words(words)));
    say_which(model, "");
    Vec::new()
}

/// Goes back to where the pane stood before the words were typed.
pub fn back(model: &mut Model) {
    if let Some(Dialog::Find(find)) = model.dialogs.pop() {
        put_back(model, *find);
    }
}

fn put_back(model: &mut Model, find: FindLine) {
    let (hits, found) = find.before;
    model.code.set_hits(hits, found);
    model.code.pane.go_back(find.from);
}

/// Goes `count` matches on or back, and round the ends of the text unless something is selected.
pub(super) fn go(model: &mut Model, way: Way, count: usize) {
    let code = &mut model.code;
    let hits = &code.landmarks.hits;
    if code.pane.selection().is_some() {
        if !code.pane.go(Unit::Hit, way, count, &code.landmarks) {
            model.say("no further match; Esc lets go of the selection");
        }
        return;
    }
    let at = code.pane.cursor();
    let ahead = match way {
        Way::On => hits.len() - hits.partition_point(|hit| hit.start <= at),
        Way::Back => hits.partition_point(|hit| hit.start < at),
    };
    let (round, length) = (count > ahead, hits.len().max(1));
    let steps = (count - 1) % length;
    let next = match way {
        Way::On => (length - ahead + steps) % length,
        Way::Back => (ahead + length - 1 - steps) % length,
    };
    let Some(hit) = hits.get(next) else { return };
    code.pane.show(hit.start);
    let told = match (round, way) {
        (false, _) => "",
        (true, Way::On) => "; after the last comes the first again",
        (true, Way::Back) => "; before the first comes the last again",
    };
    say_which(model, told);
}

/// Says which match the cursor stands on.
fn say_which(model: &mut Model, more: &str) {
    let code = &model.code;
    let hits = &code.landmarks.hits;
    let Some(found) = &code.found else { return };
    let at = hits.partition_point(|hit| hit.start <= code.pane.cursor());
    let count = if hits.len() == MOST { format!("the first {MOST}") } else { hits.len().to_string() };
    let told = format!("{}{more}", found.which(&model.desk, at, &count));
    model.say(told);
}
