//! What keys do before and while something runs behind, and what comes back from it.

use super::dialog::{BehindDialog, Chosen, TableAs, WritePath};
use super::{Ended, Found, Looked, News, Order, PathFor, Running, Then};
use crate::base::count::plural;
use crate::tui::desk::{Note, Whereto};
use crate::tui::dialog::{Dialog, step};
use crate::tui::entry::line::LineEditor;
use crate::tui::keys::action::Action;
use crate::tui::keys::chord::Chord;
use crate::tui::message::Effect;
use crate::tui::model::Model;

/// Does what a key asks for on any screen: begins with the questions, or stops what runs.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    if action == Action::StopBehind {
        return stop(model);
    }
    if let Some(running) = &model.behind.running {
        let stops = model.key(Action::StopBehind);
        model.warn(format!("one thing at a time: the {} still runs; {stops} stops it", running.noun));
        return Vec::new();
    }
    if action == Action::WriteReport {
        model.dialogs.push(Dialog::Behind(BehindDialog::report(&model.desk)));
        return Vec::new();
    }
    ask_for_path(model, PathFor::Read)
}

fn ask_for_path(model: &mut Model, aim: PathFor) -> Vec<Effect> {
    model.dialogs.push(Dialog::Behind(BehindDialog::Path(Box::new(WritePath::new(aim)))));
    look(model, Then::Show)
}

/// Has what is typed looked at.
fn look(model: &Model, then: Then) -> Vec<Effect> {
    match model.dialogs.last() {
        Some(Dialog::Behind(BehindDialog::Path(write))) => vec![Effect::LookAt(Box::new(write.look(then)))],
        _ => Vec::new(),
    }
}

fn stop(model: &mut Model) -> Vec<Effect> {
    let Some(running) = &mut model.behind.running else {
        model.say("nothing runs behind");
        return Vec::new();
    };
    running.stops = true;
    vec![Effect::StopBehind]
}

/// Types a key into the question on top; tells whether it took it.
pub fn type_key(model: &mut Model, chord: Chord) -> Option<Vec<Effect>> {
    let taken = match model.dialogs.last_mut() {
        Some(Dialog::Behind(BehindDialog::Report(picker))) => picker.press(chord),
        Some(Dialog::Behind(BehindDialog::Table(picker, _))) => picker.press(chord),
        Some(Dialog::Behind(BehindDialog::Kind(picker, ..))) => picker.press(chord),
        Some(Dialog::Behind(BehindDialog::Path(write))) => {
            write.line.press(chord);
            return Some(look(model, Then::Show));
        }
        _ => false,
    };
    taken.then(Vec::new)
}

/// Puts pasted text into the question on top. A path that was dragged into the terminal comes in quotes.
pub fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    match model.dialogs.last_mut() {
        Some(Dialog::Behind(BehindDialog::Report(picker))) => picker.insert(text),
        Some(Dialog::Behind(BehindDialog::Table(picker, _))) => picker.insert(text),
        Some(Dialog::Behind(BehindDialog::Kind(picker, ..))) => picker.insert(text),
        Some(Dialog::Behind(BehindDialog::Path(write))) => {
            let text = text.trim();
            let quoted = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
            write.line.insert(quoted.unwrap_or(text));
            return look(model, Then::Show);
        }
        _ => {}
    }
    Vec::new()
}

/// Does what an action asks of the question on top. Back leads to the question before.
pub fn answer(model: &mut Model, action: Action) -> Vec<Effect> {
    if action == Action::Back {
        model.dialogs.pop();
        return Vec::new();
    }
    match model.dialogs.last_mut() {
        Some(Dialog::Behind(BehindDialog::Report(picker))) if action != Action::Accept => step(picker, action),
        Some(Dialog::Behind(BehindDialog::Table(picker, _))) if action != Action::Accept => step(picker, action),
        Some(Dialog::Behind(BehindDialog::Kind(picker, ..))) if action != Action::Accept => step(picker, action),
        Some(Dialog::Behind(BehindDialog::Path(_))) => match action {
            Action::Complete => return look(model, Then::Complete),
            Action::Accept => return look(model, Then::Take),
            _ => {}
        },
        Some(Dialog::Behind(_)) if action == Action::Accept => return accept(model),
        _ => {}
    }
    Vec::new()
}

fn accept(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Behind(dialog)) = model.dialogs.last() else { return Vec::new() };
    match dialog.clone() {
        BehindDialog::Report(picker) => match picker.picked() {
            Some(item) => ask_for_path(model, PathFor::Write(item.value.clone())),
            None => Vec::new(),
        },
        BehindDialog::Overwrite(order, _) => begin(model, order),
        BehindDialog::Table(picker, chosen) => match picker.picked().map(|item| item.value) {
            Some(TableAs::Codings { create_codes }) => {
                let Some(file) = chosen.files.into_iter().next() else { return Vec::new() };
                begin(model, Order::Codings { file, create_codes })
            }
            Some(as_what) => {
                let kind = BehindDialog::kind(chosen, as_what == TableAs::Sources);
                model.dialogs.push(Dialog::Behind(kind));
                Vec::new()
            }
            None => Vec::new(),
        },
        BehindDialog::Kind(picker, files, rows) => match picker.picked() {
            Some(item) => begin(model, Order::Sources { files, kind: item.value.clone(), rows }),
            None => Vec::new(),
        },
        BehindDialog::Path(_) => Vec::new(),
    }
}

/// All is answered.
fn begin(model: &mut Model, order: Order) -> Vec<Effect> {
    model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Behind(_)));
    vec![Effect::Begin(Box::new(order))]
}

/// Takes what a path leads to. What was typed meanwhile asks for itself.
pub fn looked(model: &mut Model, looked: Looked) -> Vec<Effect> {
    let Some(Dialog::Behind(BehindDialog::Path(write))) = model.dialogs.last_mut() else { return Vec::new() };
    if write.look(looked.look.then) != looked.look {
        return Vec::new();
    }
    if looked.look.then == Then::Complete && write.line.text() != looked.text {
        write.line = LineEditor::new(looked.text.clone());
    }
    let (takes, found, text) = (looked.look.then == Then::Take, looked.found.clone(), looked.look.text.clone());
    write.looked = Some(looked);
    let aim = write.aim.clone();
    match (takes, found, aim) {
        (true, Ok(Found::ToWrite { file, is_there }), PathFor::Write(writing)) => {
            let order = Order::Write(writing, file);
            if !is_there {
                return begin(model, order);
            }
            model.dialogs.push(Dialog::Behind(BehindDialog::Overwrite(order, text)));
        }
        (true, Ok(Found::ToRead { files, table, kinds }), _) => {
            let chosen = Chosen { files, kinds };
            let next = match table {
                Some(is_codings) => BehindDialog::table(chosen, is_codings),
                None => BehindDialog::kind(chosen, false),
            };
            model.dialogs.push(Dialog::Behind(next));
        }
        _ => {}
    }
    Vec::new()
}

/// Takes what comes from behind.
pub fn taken(model: &mut Model, news: News) -> Vec<Effect> {
    match news {
        News::Begun(noun) => {
            model.behind.running = Some(Running { noun, share: 0, stops: false });
            model.say(format!("the {noun} runs behind: coding goes on meanwhile"));
        }
        News::At(share) => {
            if let Some(running) = &mut model.behind.running {
                running.share = share;
            }
        }
        News::Ended(ended) => return over(model, *ended),
    }
    Vec::new()
}

/// Tells what something came to, in the footer and in the list of problems.
fn over(model: &mut Model, ended: Ended) -> Vec<Effect> {
    let noun = model.behind.running.take().map_or("", |running| running.noun);
    // Whoever was asked whether to quit is asked again for what is next.
    model.warned = false;
    let Ended { mut words, is_well, notes, is_changed, steps } = ended;
    words.extend(steps.map(|steps| taken_back(model, steps)));
    if !words.is_empty() {
        let more =
            if notes.is_empty() { String::new() } else { format!("; {} tells more", model.key(Action::GoNotes)) };
        let told = format!("{words}{more}");
        if is_well {
            model.say(told);
        } else {
            model.warn(told);
        }
        let to = Whereto::Nowhere("this is told of what ran behind".to_owned());
        let head = format!("{} · {noun}", if is_well { "note" } else { "warning" });
        let first = Note { head, text: words, hint: None, serious: false, to };
        // They are not of the study: its problems are counted without them.
        let told = std::iter::once(first).chain(notes).map(|note| Note { serious: false, ..note });
        model.behind.told = told.collect();
    }
    let again = matches!(model.dialogs.last(), Some(Dialog::Notes)).then_some(Effect::ListNotes);
    is_changed.then_some(Effect::Reload).into_iter().chain(again).collect()
}

/// Says who can take codings back that came in: each coder's are one step of theirs.
fn taken_back(model: &Model, (own, others): (usize, usize)) -> String {
    let undo = model.key(Action::Undo);
    match (own, others) {
        (0, 0) => String::new(),
        (_, 0) => format!("; {undo} takes them back"),
        (0, _) => "; who made them can take them back".to_owned(),
        _ => format!("; {undo} takes back {}, the others stay", plural(own, "that is yours", "that are yours")),
    }
}

/// Says what quitting would do to what runs; nothing where nothing runs.
pub fn quits(model: &Model) -> Option<String> {
    let running = model.behind.running.as_ref()?;
    let (stop, quit) = (model.key(Action::StopBehind), model.key(Action::Quit));
    Some(format!("the {} still runs: {quit} again stops it and quits, {stop} only stops it", running.noun))
}
