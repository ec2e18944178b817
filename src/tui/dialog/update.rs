//! What dialogs do with keys. Answers become effects; a dialog closes when it is answered.

use super::Dialog;
use super::code::{PickCode, Purpose as CodeFor};
use super::new_code::{self, NewCodeForm};
use super::stance::{AskStance, Purpose as StanceFor};
use super::taking::{self, Taking};
use super::writing::{MemoFor, WriteMemo};
use crate::base::ids::{CodeId, SourceId};
use crate::coding::{About, Stance};
use crate::tui::behind;
use crate::tui::book;
use crate::tui::code::{finding, go_to_character};
use crate::tui::draft;
use crate::tui::entry::picker::Picker;
use crate::tui::filter;
use crate::tui::keys::action::Action;
use crate::tui::keys::chord::Chord;
use crate::tui::message::{Change, Effect};
use crate::tui::model::{Model, Screen};
use crate::tui::search;
use crate::tui::walk;

/// How many lines Page moves in a picker.
const PAGE: i64 = 8;

/// Types a key that is bound to nothing into the dialog on top; tells whether it took it.
pub fn type_key(model: &mut Model, chord: Chord) -> Option<Vec<Effect>> {
    let taken = match model.dialogs.last_mut()? {
        Dialog::Palette(picker) => picker.press(chord),
        Dialog::PickCode(pick) => pick.picker.press(chord),
        Dialog::WriteLine(write) => write.line.press(chord),
        Dialog::SaveSearch(save) => save.press(chord),
        Dialog::Word(line) => line.press(chord),
        Dialog::Filter(write) => {
            write.line.press(chord);
            write.walk = None;
            return Some(filter::look(model));
        }
        Dialog::WriteMemo(write) => {
            write.warned = false;
            write.editor.press(chord)
        }
        Dialog::NewCode(_) => new_code::type_key(model, chord),
        Dialog::Quick(_) => return Some(super::quick::press(model, chord)),
        Dialog::Find(find) => {
            let taken = find.line.press(chord);
            if taken {
                finding::typed(model);
            }
            taken
        }
        Dialog::Character(way, count) => {
            let (way, count) = (*way, *count);
            model.dialogs.pop();
            match chord.typed() {
                Some(character) => go_to_character(model, character, way, count),
                None => model.say(format!("{chord} is no character to go to")),
            }
            true
        }
        Dialog::Book(_) => return book::type_key(model, chord),
        Dialog::Behind(_) => return behind::type_key(model, chord),
        Dialog::Sheet(_)
        | Dialog::AskStance(_)
        | Dialog::TakeUp(_)
        | Dialog::Notes
        | Dialog::Progress
        | Dialog::CodeAll(_) => false,
    };
    taken.then(Vec::new)
}

/// Puts pasted text into the dialog on top.
pub fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    match model.dialogs.last_mut() {
        Some(Dialog::Palette(picker)) => picker.insert(text),
        Some(Dialog::PickCode(pick)) => pick.picker.insert(text),
        Some(Dialog::WriteLine(write)) => write.line.insert(text),
        Some(Dialog::SaveSearch(save)) => save.insert(text),
        Some(Dialog::Word(line)) => line.insert(text),
        Some(Dialog::Filter(write)) => {
            write.line.insert(text);
            write.walk = None;
            return filter::look(model);
        }
        Some(Dialog::WriteMemo(write)) => write.editor.insert(text),
        Some(Dialog::NewCode(form)) => form.insert(text),
        Some(Dialog::Find(find)) => {
            find.line.insert(text);
            finding::typed(model);
        }
        Some(Dialog::Book(dialog)) => dialog.insert(text),
        Some(Dialog::Behind(_)) => return behind::paste(model, text),
        Some(
            Dialog::Sheet(_)
            | Dialog::AskStance(_)
            | Dialog::TakeUp(_)
            | Dialog::Notes
            | Dialog::Progress
            | Dialog::Quick(_)
            | Dialog::CodeAll(_)
            | Dialog::Character(..),
        )
        | None => {}
    }
    Vec::new()
}

/// Does what an action asks of the dialog on top, `count` times where that makes sense.
pub fn act(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    if matches!(model.dialogs.last(), Some(Dialog::Book(_))) {
        return book::answer(model, action);
    }
    if matches!(model.dialogs.last(), Some(Dialog::Behind(_))) {
        return behind::answer(model, action);
    }
    if action == Action::Back {
        return back(model);
    }
    match model.dialogs.last_mut() {
        Some(Dialog::Sheet(_)) => {
            super::sheet::act(model, action);
            Vec::new()
        }
        Some(Dialog::CodeAll(_)) => super::all::act(model, action),
        Some(Dialog::Progress) => super::progress::act(model, action, count),
        Some(Dialog::Notes) => super::notes::act(model, action, count),
        Some(Dialog::Palette(picker)) => {
            if action != Action::Accept {
                step(picker, action);
                return Vec::new();
            }
            let picked = picker.picked().map(|item| item.value);
            model.dialogs.pop();
            let Some(action) = picked else { return Vec::new() };
            model.commands.retain(|before| *before != action);
            model.commands.insert(0, action);
            crate::tui::update::perform(model, action, 1)
        }
        Some(Dialog::PickCode(pick)) => {
            match action {
                Action::Accept => return accept_codes(model),
                Action::Mark => pick.picker.mark(),
                _ => step(&mut pick.picker, action),
            }
            Vec::new()
        }
        Some(Dialog::NewCode(form)) => {
            match action {
                Action::Accept | Action::Save => return new_code::accept(model),
                Action::Down => form.turn(false),
                Action::Up => form.turn(true),
                _ => {}
            }
            Vec::new()
        }
        Some(Dialog::AskStance(ask)) => {
            let ask = ask.clone();
            stance(model, ask, action)
        }
        Some(Dialog::Filter(_)) if action == Action::Accept => filter::accept(model),
        Some(Dialog::Filter(_)) if action == Action::Complete => filter::complete(model),
        Some(Dialog::SaveSearch(_)) if action == Action::Accept => search::save(model),
        Some(Dialog::Word(_)) if action == Action::Accept => crate::tui::words::take_word(model),
        Some(Dialog::WriteLine(write)) if action == Action::Accept => {
            let name = write.line.text().trim().to_owned();
            let (at, words) = (write.at.clone(), write.words.clone());
            if name.is_empty() {
                model.warn("a code needs a name");
                return Vec::new();
            }
            model.dialogs.pop();
            taking::code_in_vivo(model, &name, at, words)
        }
        Some(Dialog::TakeUp(_)) => draft::act(model, action),
        Some(Dialog::Find(_)) if action == Action::Accept => finding::accept(model),
        Some(Dialog::WriteMemo(write)) if action == Action::Save => {
            let (text, purpose) = (write.editor.text(), write.purpose.clone());
            if text.trim().is_empty() && !write.takes_away() {
                model.warn(model.with_keys(purpose.when_empty()));
                return Vec::new();
            }
            model.dialogs.pop();
            draft::saves(model, purpose.clone());
            vec![Effect::Write(vec![memo(purpose, text.trim().to_owned())])]
        }
        _ => Vec::new(),
    }
}

fn back(model: &mut Model) -> Vec<Effect> {
    if let Some(Dialog::WriteMemo(write)) = model.dialogs.last_mut()
        && !write.warned
        && write.is_changed()
    {
        write.warned = true;
        let (save, back) = (model.key(Action::Save), model.key(Action::Back));
        model.warn(format!("not saved: {save} saves, {back} again throws it away"));
        return Vec::new();
    }
    match model.dialogs.last() {
        Some(Dialog::Find(_)) => {
            finding::back(model);
            return Vec::new();
        }
        Some(Dialog::TakeUp(_)) => {
            draft::leave(model);
            return Vec::new();
        }
        _ => {}
    }
    if let Some(Dialog::NewCode(form)) = model.dialogs.last_mut()
        && !form.warned
        && form.is_begun()
    {
        form.warned = true;
        model.warn("the code is not made: Enter makes it, Esc again throws it away");
        return Vec::new();
    }
    match model.dialogs.pop() {
        Some(Dialog::WriteMemo(write)) => {
            if matches!(write.purpose, MemoFor::Summary(..)) && write.before.is_empty() {
                model.say("the source was not judged: nothing is saved");
            }
            return draft::given_up(model, &write.purpose);
        }
        Some(Dialog::AskStance(ask)) if !ask.progress().is_empty() => model.say("nothing was coded"),
        Some(Dialog::CodeAll(_)) => return vec![Effect::ForgetPlan],
        _ => {}
    }
    Vec::new()
}

pub(in crate::tui) fn step<T>(picker: &mut Picker<T>, action: Action) {
    match action {
        Action::Up => picker.step(-1),
        Action::Down => picker.step(1),
        Action::PageUp => picker.step(-PAGE),
        Action::PageDown => picker.step(PAGE),
        _ => {}
    }
}

/// Takes what is marked in the list on top and what letters chose since, else what is chosen; opens the form for a code that is not there.
fn accept_codes(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::PickCode(pick)) = model.dialogs.last() else { return Vec::new() };
    let marked: Vec<CodeId> = pick.picker.marked().map(|item| item.value.clone()).collect();
    let purpose = pick.purpose.clone();
    if let (Some(name), CodeFor::Code(at, words)) = (pick.picker.offered_and_chosen(), &purpose) {
        let form = NewCodeForm::new(name, at.clone(), words.clone(), marked);
        model.dialogs.push(Dialog::NewCode(Box::new(form)));
        return Vec::new();
    }
    let chosen = pick.picker.picked().map(|item| item.value.clone());
    if let (CodeFor::Code(at, words), false) = (&purpose, marked.is_empty()) {
        let taken: Vec<CodeId> = pick.picker.taken().map(|item| item.value.clone()).collect();
        let taking = Taking::new(at.clone(), words.clone(), taken);
        model.dialogs.pop();
        return taking::go_on(model, taking);
    }
    let Some(code) = chosen else { return Vec::new() };
    model.dialogs.pop();
    picked(model, code, purpose)
}

/// A code was picked.
fn picked(model: &mut Model, code: CodeId, purpose: CodeFor) -> Vec<Effect> {
    match purpose {
        CodeFor::Code(at, words) => taking::code_with(model, code, at, words),
        CodeFor::Recode(coding) if !coding.is_evidence && model.desk.theme_of(&code).is_some() => {
            let purpose = StanceFor::Recode(coding.id);
            model.dialogs.push(Dialog::AskStance(AskStance { code, words: coding.words, purpose, walk: false }));
            Vec::new()
        }
        CodeFor::Recode(coding) => vec![Effect::Write(vec![Change::Recode(coding.id, code, None)])],
        CodeFor::All(query) => super::all::open(model, query, code),
        CodeFor::Parent => {
            if let Some(Dialog::NewCode(form)) = model.dialogs.last_mut() {
                form.set_parent(code);
            }
            Vec::new()
        }
        CodeFor::Judge(source) => {
            let words = model.desk.source(&source).map(|row| row.name.clone()).unwrap_or_default();
            let purpose = StanceFor::Judge(source);
            model.dialogs.push(Dialog::AskStance(AskStance { code, words, purpose, walk: false }));
            Vec::new()
        }
        CodeFor::DoneFor(source) => {
            let done = model.desk.source(&source).is_some_and(|row| row.done_for.contains(&code));
            let change = if done { Change::Reopen(source, Some(code)) } else { Change::Done(source, Some(code)) };
            vec![Effect::Write(vec![change])]
        }
    }
}

fn stance(model: &mut Model, ask: AskStance, action: Action) -> Vec<Effect> {
    let stance = match action {
        Action::Supports => Stance::Supports,
        Action::Qualifies => Stance::Qualifies,
        Action::Contradicts => Stance::Contradicts,
        Action::Neutral => Stance::Neutral,
        // On the way through codings without a stance; a coding that is just being made is not thrown away.
        Action::Skip if ask.walk => {
            model.dialogs.pop();
            return walk::next(model);
        }
        _ => return Vec::new(),
    };
    model.dialogs.pop();
    match ask.purpose {
        StanceFor::Code(taking) => taking::answered(model, *taking, ask.code, stance),
        StanceFor::Change(id) => {
            let mut effects = vec![Effect::Write(vec![Change::Stance(id, stance)])];
            if ask.walk {
                effects.extend(walk::next(model));
            }
            effects
        }
        StanceFor::Rejudge(source, summary) => {
            vec![Effect::Write(vec![Change::Cell(source, ask.code, stance, summary)])]
        }
        StanceFor::Recode(id) => vec![Effect::Write(vec![Change::Recode(id, ask.code, Some(stance))])],
        StanceFor::Judge(source) => {
            let name = model.desk.code_name(&ask.code);
            let title = format!("What does it say on {name}? ({} {})", stance.sign(), stance.word());
            // What this coder wrote before is there to be changed.
            let before = judged_before(model, &source, &ask.code);
            let purpose = MemoFor::Summary(source, ask.code, stance);
            draft::open(model, WriteMemo::new(title, &before, purpose));
            Vec::new()
        }
    }
}

/// Opens the editor on a memo of this coder's that was looked up.
pub fn edit_memo(model: &mut Model, about: About, title: String, before: &str) {
    draft::open(model, WriteMemo::new(title, before, MemoFor::About(about)));
}

/// Returns what this coder wrote of a source and a theme before, as the screen shows it.
fn judged_before(model: &Model, source: &SourceId, code: &CodeId) -> String {
    let summary = if model.screen == Screen::Framework {
        let chosen = model.framework.chosen();
        let chosen = chosen.filter(|chosen| chosen.source.id == *source && chosen.theme.code == *code);
        chosen.and_then(|chosen| chosen.cell.own()).map(|judged| &judged.summary)
    } else {
        let page = model.code.page.as_ref().filter(|page| page.id == *source);
        let cell = page.and_then(|page| page.cells.iter().find(|cell| cell.own && cell.code == *code));
        cell.map(|cell| &cell.summary)
    };
    summary.cloned().unwrap_or_default()
}

fn memo(purpose: MemoFor, text: String) -> Change {
    match purpose {
        MemoFor::Coding(id) => Change::CodingMemo(id, text),
        MemoFor::About(about) => Change::Memo(about, text),
        MemoFor::Summary(source, code, stance) => Change::Cell(source, code, stance, text),
    }
}

/// Opens the list of codes; says so where there is no codebook.
pub fn pick_code(model: &mut Model, purpose: CodeFor) {
    let pick = PickCode::new(model, purpose);
    if pick.picker.count() == 0 {
        let what = if model.desk.codebook.is_empty() {
            let key = model.key(Action::InVivo);
            format!("there is no code yet: {key} makes one of the selected words, or write codebooks/codebook.toml")
        } else {
            "no code has a claim yet: 'claim' in the codebook makes a code a theme".to_owned()
        };
        model.warn(what);
        return;
    }
    model.dialogs.push(Dialog::PickCode(pick));
}
