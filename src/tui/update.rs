//! From a message to the next state and what is to be done: pure, no disk, no clock, no threads.

use std::sync::Arc;

use crate::base::count::plural;
use crate::coding::About;

use super::alike;
use super::behind;
use super::book;
use super::bookmark;
use super::code;
use super::dialog::sheet::{Sheet, What};
use super::dialog::{self, Dialog};
use super::draft;
use super::entry::picker::Picker;
use super::filter;
use super::framework;
use super::history;
use super::keeping;
use super::keys::action::Action;
use super::keys::chord::Chord;
use super::keys::layouts::latin;
use super::keys::lookup::{Found, is_writing};
use super::keys::table::Scope;
use super::message::{Aim, Effect, Ending, Message, MouseAct};
use super::model::{Model, Screen};
use super::outcome::taken;
use super::reading::motion::Way;
use super::search;
use super::themes;
use super::tour;
use super::walk;
use super::words;

/// Takes a message in.
///
/// Whichever way a screen that counts codings comes to be shown, it is made anew: something may have been
/// coded since.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let (before, place) = (model.screen, history::here(model));
    let learns = matches!(message, Message::Done(_));
    let is_time = matches!(message, Message::TimeToKeep);
    let mut effects = taken_in(model, message);
    if learns {
        super::veil::learn(model);
    }
    history::follow(model, place);
    let ends = |effect: &Effect| matches!(effect, Effect::Quit(_) | Effect::Suspend);
    let kept = keeping::follow(model, before, is_time || effects.iter().any(ends));
    // What is to be kept is kept before the end.
    effects.splice(..0, kept);
    effects.extend(tour::follow(model));
    if model.screen != before {
        let anew = refresh(model);
        if !anew.first().is_some_and(|first| effects.contains(first)) {
            effects.extend(anew);
        }
        if before == Screen::Codebook {
            model.book.refused = None;
        }
    }
    if effects.contains(&Effect::Assess) {
        model.themes.judging = true;
    }
    model.framework.waiting |= effects.contains(&Effect::LayOut);
    effects
}

fn taken_in(model: &mut Model, message: Message) -> Vec<Effect> {
    match message {
        Message::Key(chord) => press(model, chord),
        Message::Paste(text) => paste(model, &text),
        Message::Mouse(mouse) => {
            if mouse.act != MouseAct::Drag {
                model.notice = None;
                book::let_go(model);
            }
            if mouse.act == MouseAct::Press && mouse.row >= model.body().bottom() {
                return Vec::new();
            }
            match (model.dialogs.is_empty(), model.screen) {
                // What is drawn for a screen reader stands elsewhere than what clicks are meant for.
                (true, _) if model.plain => wheel(model, mouse.act),
                (true, Screen::Code) => code::click(model, mouse),
                (true, Screen::Themes) if mouse.act == MouseAct::Press => themes::click(model, mouse),
                (true, Screen::Search) if mouse.act == MouseAct::Press => search::click(model, mouse),
                (true, Screen::Codebook) if mouse.act == MouseAct::Press => book::click(model, mouse),
                (true, Screen::Alike) if mouse.act == MouseAct::Press => alike::click(model, mouse),
                (true, Screen::Framework) if mouse.act == MouseAct::Press => framework::click(model, mouse),
                (true, Screen::Words) if mouse.act == MouseAct::Press => words::click(model, mouse),
                (true, _) => wheel(model, mouse.act),
                (false, _) => Vec::new(),
            }
        }
        Message::Resize { width, height } => {
            model.size = (width, height);
            fit(model);
            Vec::new()
        }
        Message::Done(outcome) => taken(model, outcome),
        // The session takes it before it comes here.
        Message::StudyRead => Vec::new(),
        Message::TimeToSave => {
            model.saves_later = false;
            if model.left > 0 { save_again(model) } else { Vec::new() }
        }
        Message::TimeToKeep => {
            model.keeps_later = false;
            Vec::new()
        }
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
pub(super) fn fit(model: &mut Model) {
    model.code.body = model.body();
    model.code.fit();
    code::keep_lists(model);
    themes::keep(model);
    book::keep(model);
    framework::keep(model);
    words::keep(model);
    alike::keep(model);
}

fn press(model: &mut Model, chord: Chord) -> Vec<Effect> {
    model.notice = None;
    book::let_go(model);
    let live = model.live();
    let writes = is_writing(live);
    let counted = live.contains(&Scope::Text) || live.contains(&Scope::List);
    let key = match writes {
        false => model.pending.read(chord),
        true if chord.typed().is_some() => chord,
        true => latin(chord),
    };
    if !writes && chord == CANCEL {
        return cancel(model);
    }
    let keys = Arc::clone(&model.keys);
    match model.pending.press(key, &keys, live, counted && !writes) {
        Found::Action(action, count) => perform(model, action, count),
        Found::Waiting => Vec::new(),
        Found::Nothing if !model.dialogs.is_empty() => dialog::type_key(model, chord).unwrap_or_default(),
        Found::Nothing if writes => search::type_key(model, chord),
        Found::Nothing => {
            if chord.typed().is_some() {
                model.say(format!("{chord} does nothing here; {} shows the keys", model.key(Action::Help)));
            }
            Vec::new()
        }
    }
}

/// The key that means stop in every program.
const CANCEL: Chord = Chord { key: super::keys::chord::Key::Char('c'), ctrl: true, alt: false };

fn cancel(model: &mut Model) -> Vec<Effect> {
    model.pending.clear();
    let stops = model
        .behind
        .running
        .as_ref()
        .map(|running| format!("{} stops the {}, ", model.key(Action::StopBehind), running.noun));
    model.say(format!("{}{} quits", stops.unwrap_or_default(), model.key(Action::Quit)));
    Vec::new()
}

fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    if !model.dialogs.is_empty() {
        return dialog::paste(model, text);
    }
    if model.screen == Screen::Search && model.search.typing {
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
            if matches!(model.dialogs.last(), Some(Dialog::Sheet(Sheet { what: What::Keys(_), .. }))) {
                model.say_with_keys("these are the keys; [back] leads back");
            } else {
                model.dialogs.push(Dialog::Sheet(Sheet::new(What::Keys(model.live()))));
            }
            return Vec::new();
        }
        Action::Tour | Action::TourNext | Action::TourLead => return tour::act(model, action),
        Action::OpenBeside => return open_beside(model, count),
        Action::StopBehind => return behind::act(model, action),
        _ if !model.dialogs.is_empty() => return dialog::act(model, action, count),
        Action::Palette => {
            let commands = dialog::help::commands(&model.keys, model.live(), &model.commands);
            model.dialogs.push(Dialog::Palette(Picker::new(commands)));
        }
        Action::Back => {
            model.history.steps_back();
            return back(model);
        }
        Action::Leave => {
            model.history.steps_back();
            return leave(model);
        }
        Action::PlaceBack => return history::go(model, Way::Back, count),
        Action::PlaceOn => return history::go(model, Way::On, count),
        Action::GoThemes => {
            model.show(Screen::Themes);
            model.themes.open = None;
            return vec![Effect::Assess];
        }
        Action::Filter => return filter::open(model),
        Action::Suggestions => return alike::open(model),
        Action::WriteReport | Action::BringIn => return behind::act(model, action),
        Action::GoProgress => return dialog::progress::open(model),
        Action::GoNotes => return dialog::notes::open(model),
        Action::GoCodebook => {
            book::open(model, code::book_choice(model));
            return vec![Effect::CountCodes];
        }
        Action::GoFramework => {
            model.show(Screen::Framework);
            return vec![Effect::LayOut];
        }
        Action::GoWords => return words::open(model),
        Action::GoCode => return go_code(model),
        Action::GoSearch => {
            if model.screen != Screen::Search {
                let text = model.code.page.as_ref().filter(|_| model.screen == Screen::Code);
                model.search.from = text.map(|page| (page.id.clone(), model.code.pane.cursor()));
            }
            model.show(Screen::Search);
            return search::select(model);
        }
        Action::Undo => return vec![Effect::Undo(count)],
        Action::Redo => return vec![Effect::Redo(count)],
        Action::Retry if model.left == 0 => model.say("all is saved"),
        Action::Retry => return save_again(model),
        Action::StudyMemo => {
            return vec![Effect::FindMemo { about: About::Study, title: "Memo on the study".to_owned() }];
        }
        Action::HideNames => super::veil::turn(model),
        Action::NextWithoutStance => return walk::next(model),
        _ => return on_screen(model, action, count),
    }
    Vec::new()
}

fn save_again(model: &mut Model) -> Vec<Effect> {
    // What is refused again comes back with the answer.
    model.unsaved.clear();
    vec![Effect::SaveAgain]
}

fn on_screen(model: &mut Model, action: Action, count: usize) -> Vec<Effect> {
    match model.screen {
        Screen::Themes => themes::act(model, action, count),
        Screen::Code => code::act(model, action, count),
        Screen::Search => search::act(model, action, count),
        Screen::Codebook => book::act(model, action, count),
        Screen::Framework => framework::act(model, action, count),
        Screen::Words => words::act(model, action, count),
        Screen::Alike => alike::act(model, action, count),
    }
}

/// Opens what is chosen in a second text, if it is something in a source.
fn open_beside(model: &mut Model, count: usize) -> Vec<Effect> {
    let effects = perform(model, Action::Open, count);
    if effects.iter().any(|effect| matches!(effect, Effect::Open(..))) {
        // Whoever comes back to the search has both texts, and no place in one to go back to.
        model.search.from = None;
        code::make_room(model);
    }
    effects
}

fn go_code(model: &mut Model) -> Vec<Effect> {
    let is_shown = model.screen == Screen::Code;
    model.show(Screen::Code);
    if model.code.page.is_some() {
        if is_shown && model.code.focus == code::Panel::Text {
            model.say("this is the text");
        } else if is_shown {
            model.code.focus = code::Panel::Text;
            fit(model);
        }
        return Vec::new();
    }
    if let Some(effect) = bookmark::go_on(model) {
        return vec![effect];
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
            let is_at_hits = code.focus == code::Panel::Text && code.found.is_some();
            // The passages of a cell lead back to it with one step.
            let leads_back = matches!(code.found, Some(code::Found::Theme(_))) && came_from_elsewhere(model);
            let code = &mut model.code;
            if is_at_hits && !leads_back {
                code.set_hits(Vec::new(), None);
                return Vec::new();
            }
            if code.focus != code::Panel::Text && code.page.is_some() {
                code.focus = code::Panel::Text;
                code.fit();
                return Vec::new();
            }
            if !came_from_elsewhere(model) {
                model.say("T shows the themes");
                return Vec::new();
            }
        }
        Screen::Themes => {
            if themes::close(model) {
                return vec![Effect::Assess];
            }
        }
        Screen::Search if !model.search.typing && !model.search.is_given => return search::go_on(model),
        Screen::Words => {
            if let Some(effects) = words::back(model) {
                return effects;
            }
        }
        Screen::Search | Screen::Codebook | Screen::Framework | Screen::Alike => {}
    }
    screen_back(model).unwrap_or_else(|| {
        model.say(format!("this is the first screen; {} leaves the program", model.key(Action::Leave)));
        Vec::new()
    })
}

/// Tells whether the text was opened from another screen than the themes, or from the evidence of a theme: one
/// goes back there.
fn came_from_elsewhere(model: &Model) -> bool {
    match model.before.last() {
        Some(Screen::Search | Screen::Codebook | Screen::Framework | Screen::Words | Screen::Alike) => true,
        Some(Screen::Themes) => model.themes.open.is_some(),
        Some(Screen::Code) | None => false,
    }
}

/// Goes to the screen before, if there is one; from the search, to the place in the text that it began at.
fn screen_back(model: &mut Model) -> Option<Vec<Effect>> {
    if model.screen == Screen::Search
        && let Some((source, at)) = model.search.from.take()
    {
        model.before.retain(|before| *before != Screen::Code);
        model.screen = Screen::Code;
        fit(model);
        if model.code.page.as_ref().is_some_and(|page| page.id == source) {
            model.code.pane.show(at);
            return Some(Vec::new());
        }
        return Some(vec![Effect::Open(source, Aim::Place(at))]);
    }
    let before = model.before.pop()?;
    model.code.remember();
    model.screen = before;
    fit(model);
    Some(Vec::new())
}

fn leave(model: &mut Model) -> Vec<Effect> {
    if model.screen == Screen::Themes && themes::close(model) {
        return vec![Effect::Assess];
    }
    screen_back(model).unwrap_or_else(|| quit(model))
}

/// Asks again for what the screen shows, where that is counted.
pub(super) fn refresh(model: &mut Model) -> Vec<Effect> {
    match (model.screen, &model.themes.open) {
        (Screen::Themes, Some(open)) => vec![Effect::Assess, Effect::Gather(open.code.clone())],
        (Screen::Themes, None) => vec![Effect::Assess],
        (Screen::Codebook, _) => vec![Effect::CountCodes],
        (Screen::Framework, _) => vec![Effect::LayOut],
        (Screen::Words, _) => words::again(model),
        (Screen::Code | Screen::Search | Screen::Alike, _) => Vec::new(),
    }
}

fn quit(model: &mut Model) -> Vec<Effect> {
    let writing = model.dialogs.iter().any(|dialog| match dialog {
        Dialog::WriteMemo(write) => write.is_changed(),
        Dialog::Book(dialog) => dialog.is_unsaved(),
        Dialog::NewCode(form) => form.is_begun(),
        _ => false,
    });
    let runs = behind::quits(model);
    if model.warned || model.left == 0 && !writing && runs.is_none() {
        let given_up = draft::all_given_up(model);
        return given_up.into_iter().chain([Effect::Quit(Ending::Quit)]).collect();
    }
    model.warned = true;
    if writing {
        let (save, quit) = (model.key(Action::Save), model.key(Action::Quit));
        model.warn(format!("what you are writing is not saved: {save} saves it, {quit} again throws it away"));
    } else if let Some(words) = runs.filter(|_| model.left == 0) {
        model.warn(words);
    } else {
        let count = plural(model.left, "change is", "changes are");
        let them = if model.left == 1 { "it" } else { "them" };
        let (again, quit) = (model.key(Action::Retry), model.key(Action::Quit));
        model.warn(format!("{count} not saved: {again} saves again, {quit} again throws {them} away"));
    }
    Vec::new()
}
