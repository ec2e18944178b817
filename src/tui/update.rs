//! From a message to the next state and what is to be done: pure, no disk, no clock, no threads.

use std::collections::BTreeMap;

use super::code;
use super::desk::{Desk, Mark, Page, SourceRow};
use super::dialog::{self, Dialog};
use super::entry::picker::Picker;
use super::keys::action::Action;
use super::keys::chord::Chord;
use super::keys::lookup::{Found, latin};
use super::keys::table::Scope;
use super::message::{Change, Effect, Ending, Message, MouseAct, News, Outcome};
use super::model::{Model, Screen};
use super::search;
use super::themes;
use super::walk;
use crate::base::ids::SourceId;

/// Takes a message in.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    match message {
        Message::Key(chord) => press(model, chord),
        Message::Paste(text) => paste(model, &text),
        Message::Mouse(mouse) => {
            if mouse.act != MouseAct::Drag {
                model.notice = None;
            }
            match (model.dialogs.is_empty(), model.screen) {
                (true, Screen::Code) => code::click(model, mouse),
                (true, _) => wheel(model, mouse.act),
                (false, _) => Vec::new(),
            }
        }
        Message::Resize { width, height } => {
            model.size = (width, height);
            fit(model);
            Vec::new()
        }
        Message::Done(outcome) => done(model, outcome),
        Message::SearchNews => vec![Effect::Collect],
        Message::Changed => vec![Effect::Reload],
        Message::InputGone => vec![Effect::Quit(Ending::Quit)],
        Message::Signal(signal) => vec![Effect::Quit(Ending::Signal(signal))],
        Message::Stop => vec![Effect::Suspend],
        Message::Continued => vec![Effect::TakeAgain],
    }
}

impl Model {
    /// Shows a screen, and remembers the one before.
    pub fn show(&mut self, screen: Screen) {
        if self.screen != screen {
            self.before.retain(|before| *before != screen);
            self.before.push(self.screen);
            self.screen = screen;
        }
        fit(self);
    }
}

/// Fits everything into the size of the terminal.
fn fit(model: &mut Model) {
    model.code.body = model.body();
    model.code.fit();
    code::keep_lists(model);
    themes::keep(model);
}

fn press(model: &mut Model, chord: Chord) -> Vec<Effect> {
    model.notice = None;
    let live = model.live();
    let writes = live
        .iter()
        .any(|scope| matches!(scope, Scope::Picker | Scope::Line | Scope::Memo | Scope::SearchLine | Scope::Quick));
    let counted = live.contains(&Scope::Text) || live.contains(&Scope::List);
    let key = if writes { chord } else { latin(chord) };
    if !writes && chord == CANCEL {
        return cancel(model);
    }
    match model.pending.press(key, live, counted && !writes) {
        Found::Action(action, count) => perform(model, action, count),
        Found::Waiting => Vec::new(),
        Found::Nothing if !model.dialogs.is_empty() => dialog::type_key(model, chord).unwrap_or_default(),
        Found::Nothing if writes => search::type_key(model, chord),
        Found::Nothing => {
            if chord.typed().is_some() {
                model.say(format!("{chord} does nothing here; ? shows the keys"));
            }
            Vec::new()
        }
    }
}

/// The key that means stop in every program.
const CANCEL: Chord = Chord { key: super::keys::chord::Key::Char('c'), ctrl: true, alt: false };

fn cancel(model: &mut Model) -> Vec<Effect> {
    model.pending.clear();
    model.say("Ctrl-q quits");
    Vec::new()
}

fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    if !model.dialogs.is_empty() {
        dialog::paste(model, text);
    } else if model.screen == Screen::Search && model.search.typing {
        return search::paste(model, text);
    }
    Vec::new()
}

fn wheel(model: &mut Model, act: MouseAct) -> Vec<Effect> {
    match act {
        MouseAct::WheelDown => on_screen(model, Action::Down, 3),
        MouseAct::WheelUp => on_screen(model, Action::Up, 3),
        MouseAct::Press | MouseAct::Drag | MouseAct::Release => Vec::new(),
    }
}

/// Does what an action asks for, wherever it is bound.
pub fn perform(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    match action {
        Action::Quit => return quit(model),
        Action::Suspend => return vec![Effect::Suspend],
        Action::Redraw => return vec![Effect::Redraw],
        Action::Help => {
            if !matches!(model.dialogs.last(), Some(Dialog::Help { .. })) {
                model.dialogs.push(Dialog::Help { scopes: model.live(), page: 0 });
            }
            return Vec::new();
        }
        _ if !model.dialogs.is_empty() => return dialog::act(model, action),
        Action::Palette => {
            model.dialogs.push(Dialog::Palette(Picker::new(dialog::help::commands(model.live()))));
        }
        Action::Back => return back(model),
        Action::Leave => return leave(model),
        Action::GoThemes => {
            model.show(Screen::Themes);
            model.themes.open = None;
            return vec![Effect::Assess];
        }
        Action::GoCode => return go_code(model),
        Action::GoSearch => {
            model.show(Screen::Search);
            model.search.typing = true;
            return search::ask_again(model);
        }
        Action::Undo => return vec![Effect::Undo],
        Action::Redo => return vec![Effect::Redo],
        Action::Retry if model.left == 0 => model.say("all is saved"),
        Action::Retry => {
            // What is refused again comes back with the answer.
            model.unsaved.clear();
            return vec![Effect::SaveAgain];
        }
        Action::NextWithoutStance => return walk::next(model),
        _ => return on_screen(model, action, count),
    }
    Vec::new()
}

fn on_screen(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    match model.screen {
        Screen::Themes => themes::act(model, action, count),
        Screen::Code => code::act(model, action, count),
        Screen::Search => search::act(model, action, count),
    }
}

fn go_code(model: &mut Model) -> Vec<Effect> {
    model.show(Screen::Code);
    if model.code.page.is_some() {
        return Vec::new();
    }
    model.code.focus = code::Panel::Sources;
    fit(model);
    Vec::new()
}

/// One step back: what was begun first, then the panel, then the screen.
fn back(model: &mut Model) -> Vec<Effect> {
    if model.pending.clear() {
        return Vec::new();
    }
    match model.screen {
        Screen::Code => {
            let code = &mut model.code;
            if code.mode != code::Mode::Normal || code.pane.selection().is_some() {
                code.mode = code::Mode::Normal;
                code.pane.clear_selection();
                return Vec::new();
            }
            if code.focus != code::Panel::Text && code.page.is_some() {
                code.focus = code::Panel::Text;
                code.fit();
                return Vec::new();
            }
        }
        Screen::Themes if model.themes.open.take().is_some() => return vec![Effect::Assess],
        Screen::Search if !model.search.typing => {
            model.search.typing = true;
            return Vec::new();
        }
        Screen::Themes | Screen::Search => {}
    }
    screen_back(model);
    Vec::new()
}

/// Goes to the screen before; tells whether there was one.
fn screen_back(model: &mut Model) -> bool {
    let Some(before) = model.before.pop() else { return false };
    model.code.remember();
    model.screen = before;
    fit(model);
    true
}

fn leave(model: &mut Model) -> Vec<Effect> {
    if model.screen == Screen::Themes && model.themes.open.take().is_some() {
        return vec![Effect::Assess];
    }
    if screen_back(model) {
        return refresh(model);
    }
    quit(model)
}

/// Asks again for what a screen shows, because something may have been coded since.
fn refresh(model: &Model) -> Vec<Effect> {
    match (model.screen, &model.themes.open) {
        (Screen::Themes, Some(open)) => vec![Effect::Assess, Effect::Gather(open.code.clone())],
        (Screen::Themes, None) => vec![Effect::Assess],
        (Screen::Code | Screen::Search, _) => Vec::new(),
    }
}

fn quit(model: &mut Model) -> Vec<Effect> {
    let writing = model
        .dialogs
        .iter()
        .any(|dialog| matches!(dialog, Dialog::WriteMemo(write) if write.editor.text() != write.before));
    if model.warned || model.left == 0 && !writing {
        return vec![Effect::Quit(Ending::Quit)];
    }
    model.warned = true;
    if writing {
        model.warn("what you are writing is not saved: Ctrl-s saves it, Ctrl-q again throws it away");
    } else {
        let count = model.left;
        model.warn(format!("{count} not saved: ! saves again, Ctrl-q again throws them away"));
    }
    Vec::new()
}

fn done(model: &mut Model, outcome: Outcome) -> Vec<Effect> {
    match outcome {
        Outcome::Read(desk) => return read(model, *desk),
        Outcome::Opened(page, aim) => code::opened(model, *page, aim),
        Outcome::Reread(page) => {
            if model.code.page.as_ref().is_some_and(|open| open.id == page.id) {
                take_page(model, *page);
                fit(model);
            }
        }
        Outcome::Saved { at, what, news } => return saved(model, at, what, *news),
        Outcome::NotSaved { changes, reason, count } => {
            model.unsaved.extend(changes);
            model.reason = reason;
            model.left = count;
            mark_unsaved(model);
            fit(model);
        }
        Outcome::Rows(rows) => {
            let rows = rows.into_iter().filter(|row| !model.fresh.contains(&row.id)).collect();
            put_rows(model, rows);
        }
        Outcome::Codebook(codebook) => model.desk.codebook = codebook,
        Outcome::Assessed(table) => themes::assessed(model, *table),
        Outcome::Gathered(evidence) => themes::gathered(model, *evidence),
        Outcome::Found { ticket, answer } => search::answered(model, ticket, *answer),
        Outcome::Indexing(share) => {
            let ready = model.search.indexing.is_some() && share.is_none();
            model.search.indexing = share;
            if ready && model.screen == Screen::Search {
                return search::ask_again(model);
            }
        }
        Outcome::Failed(reason) => model.warn(reason),
        Outcome::Told(words) => model.say(words),
    }
    Vec::new()
}

/// Takes the study as it was read again; what is shown of it is asked for again too.
fn read(model: &mut Model, desk: Desk) -> Vec<Effect> {
    model.desk = desk;
    model.fresh.clear();
    let mut effects = vec![Effect::Assess];
    if let Some(page) = &model.code.page {
        effects.push(Effect::Reread(page.id.clone()));
    }
    if let Some(open) = &model.themes.open {
        effects.push(Effect::Gather(open.code.clone()));
    }
    fit(model);
    effects
}

fn saved(model: &mut Model, at: String, what: String, news: News) -> Vec<Effect> {
    model.saved = Some(at);
    model.warned = false;
    model.left = news.left;
    if news.left == 0 {
        model.unsaved.clear();
    }
    model.fresh.extend(news.sources.iter().map(|row| row.id.clone()));
    put_rows(model, news.sources);
    model.desk.uses.extend(news.uses);
    for (source, waiting) in news.waiting {
        put_waiting(&mut model.desk, &source, waiting);
    }
    if let Some(page) = news.page
        && model.code.page.as_ref().is_some_and(|open| open.id == page.id)
    {
        take_page(model, page);
    }
    if let Some(id) = news.chosen {
        code::coded(model, id);
    }
    // What a key has already said, such as that nothing is left to do, is not talked over.
    if !what.is_empty() && model.notice.is_none() {
        model.say(what);
    }
    fit(model);
    match (model.screen, &model.themes.open) {
        (Screen::Themes, Some(open)) => vec![Effect::Assess, Effect::Gather(open.code.clone())],
        (Screen::Themes, None) => vec![Effect::Assess],
        (Screen::Search, _) => search::ask_again(model),
        (Screen::Code, _) => Vec::new(),
    }
}

/// Puts a source's codings without a stance in the place of the old ones, in the order of the sources.
fn put_waiting(desk: &mut Desk, source: &SourceId, waiting: Vec<super::desk::Waiting>) {
    let order: BTreeMap<_, _> =
        desk.kinds.iter().flat_map(|kind| &kind.sources).map(|row| &row.id).zip(0usize..).collect();
    desk.waiting.retain(|old| old.source != *source);
    desk.waiting.extend(waiting);
    desk.waiting.sort_by_key(|waiting| (order.get(&waiting.source).copied(), waiting.start, waiting.id));
}

/// Puts rows of sources in the place of the old ones.
fn put_rows(model: &mut Model, rows: Vec<SourceRow>) {
    let mut rows: BTreeMap<SourceId, SourceRow> = rows.into_iter().map(|row| (row.id.clone(), row)).collect();
    for old in model.desk.kinds.iter_mut().flat_map(|kind| &mut kind.sources) {
        if let Some(row) = rows.remove(&old.id) {
            *old = row;
        }
    }
}

/// Takes the open source as it is now, with what could not be saved still on it.
fn take_page(model: &mut Model, page: Page) {
    model.code.set_page(page);
    mark_unsaved(model);
}

/// Shows codings that could not be saved on the text, as not saved.
fn mark_unsaved(model: &mut Model) {
    let Some(coder) = model.desk.coder.clone() else { return };
    let Some(page) = model.code.page.as_mut() else { return };
    page.marks.retain(|mark| mark.id.is_some());
    for change in &model.unsaved {
        let Change::Code(at, code, stance) = change else { continue };
        if page.id == at.source && page.hash == at.text {
            page.marks.push(Mark {
                id: None,
                span: at.span,
                code: code.clone(),
                stance: *stance,
                coder: coder.clone(),
                own: true,
                memo: None,
                remarks: Vec::new(),
                about: String::new(),
            });
        }
    }
    model.code.marks_changed();
}
