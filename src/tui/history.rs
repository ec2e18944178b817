//! The places that one came from, and the way back and on through them, as in a browser.
//!
//! Every jump leaves the place that it began at: opening a source, a hit or a passage of evidence, a theme, a
//! screen. Motions in a text are no jumps. A step back by Esc to the place that one came from is a step back
//! here too, so that the way on leads there again.

use super::code::Panel;
use super::list::ListPlace;
use super::message::{Aim, Effect};
use super::model::{Model, Screen};
use super::reading::motion::Way;
use super::search;
use super::themes::{self, Open};
use super::update::fit;
use super::words::{self, Tab};
use crate::base::ids::{CodeId, Kind, SourceId};

/// How many places are remembered on each side.
const MOST: usize = 100;

/// A place in the workbench.
#[derive(Clone, Debug)]
pub enum Place {
    /// The table of the themes: the chosen one, and the kind whose cell is.
    Themes(Option<CodeId>, Option<Kind>),
    /// A theme, without its evidence, which is gathered again.
    Theme(Box<Open>),
    /// The screen Code before a source is open.
    Sources,
    /// A code point of a source.
    Text(SourceId, usize),
    /// The codebook, which keeps its own place.
    Codebook,
    /// What each source says on each theme.
    Framework,
    /// A list of words, the word that it is about, and the chosen line.
    Words(Tab, String, usize),
    /// The suggestions, which keep their own place.
    Suggestions,
    /// The search: what is typed, the chosen hit, and whether keys go into the line.
    Search(String, usize, bool),
}

impl Place {
    /// Tells whether both are on the same page of the workbench, wherever on it.
    fn is_same_page(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Themes(..), Self::Themes(..))
            | (Self::Sources, Self::Sources)
            | (Self::Codebook, Self::Codebook)
            | (Self::Framework, Self::Framework)
            | (Self::Suggestions, Self::Suggestions)
            | (Self::Search(..), Self::Search(..)) => true,
            (Self::Theme(one), Self::Theme(two)) => one.code == two.code,
            (Self::Words(one, word, _), Self::Words(two, other, _)) => one == two && word == other,
            (Self::Text(one, _), Self::Text(two, _)) => one == two,
            _ => false,
        }
    }

    fn is_elsewhere_in_text(&self, other: &Self) -> bool {
        matches!((self, other), (Self::Text(_, one), Self::Text(_, two)) if one != two)
    }

    /// Says where it is.
    fn words(&self, model: &Model) -> String {
        match self {
            Self::Themes(..) => "themes".to_owned(),
            Self::Theme(open) => format!("theme {}", model.desk.code_name(&open.code)),
            Self::Sources => "sources".to_owned(),
            Self::Codebook => "codebook".to_owned(),
            Self::Framework => "framework".to_owned(),
            Self::Words(tab, word, _) if tab.asks_word() => format!("{} {word}", tab.word().to_lowercase()),
            Self::Words(tab, ..) => format!("words, {}", tab.word().to_lowercase()),
            Self::Suggestions => "suggestions".to_owned(),
            Self::Text(source, _) => source.to_string(),
            Self::Search(query, ..) => format!("search {query}").trim_end().to_owned(),
        }
    }
}

/// How the place changes with the message that is being taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Manner {
    /// By itself, or by a key that opens something.
    #[default]
    Plain,
    /// To a certain place of a source.
    Aimed,
    /// One step back.
    StepBack,
    /// Through the history: nothing is to be remembered.
    Travel,
}

/// The places before and after the one that is shown.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The places that one came from, the last one at the end.
    before: Vec<Place>,
    /// The places that one went back from, the nearest at the end.
    after: Vec<Place>,
    manner: Manner,
}

impl History {
    /// Says that the present key asks for one step back.
    pub(super) fn steps_back(&mut self) {
        self.manner = Manner::StepBack;
    }

    /// Says that the present key leads to no other place, although another one is shown.
    pub(super) fn stays(&mut self) {
        self.manner = Manner::Travel;
    }

    /// Says that a certain place in a source is being shown: a jump, even in the same source.
    pub(super) fn aims(&mut self) {
        self.manner = Manner::Aimed;
    }

    fn side(&mut self, way: Way) -> &mut Vec<Place> {
        match way {
            Way::Back => &mut self.before,
            Way::On => &mut self.after,
        }
    }

    fn push(&mut self, way: Way, place: Place) {
        let side = self.side(way);
        if side.len() == MOST {
            side.remove(0);
        }
        side.push(place);
    }
}

/// Returns the place that is shown.
#[must_use]
pub(super) fn here(model: &Model) -> Place {
    match model.screen {
        Screen::Themes => {
            let themes = &model.themes;
            let table = || Place::Themes(themes.chosen().map(|row| row.code.clone()), themes.kind.clone());
            themes.open.as_ref().map_or_else(table, |open| Place::Theme(Box::new(open.without_evidence())))
        }
        Screen::Code => match &model.code.page {
            Some(page) => Place::Text(page.id.clone(), model.code.pane.cursor()),
            None => Place::Sources,
        },
        Screen::Codebook => Place::Codebook,
        Screen::Framework => Place::Framework,
        Screen::Words => Place::Words(model.words.tab, model.words.query.clone(), model.words.place().at),
        Screen::Alike => Place::Suggestions,
        Screen::Search => {
            let search = &model.search;
            Place::Search(search.line.text().to_owned(), search.place.at, search.typing)
        }
    }
}

/// Remembers the place that was left, if another one is shown now.
pub(super) fn follow(model: &mut Model, left: Place) {
    let manner = std::mem::take(&mut model.history.manner);
    let now = here(model);
    let is_jump = !now.is_same_page(&left) || manner == Manner::Aimed && now.is_elsewhere_in_text(&left);
    if manner == Manner::Travel || !is_jump || matches!(left, Place::Sources) {
        return;
    }
    let history = &mut model.history;
    if manner == Manner::StepBack && history.before.last().is_some_and(|before| before.is_same_page(&now)) {
        history.before.pop();
        history.push(Way::On, left);
        return;
    }
    history.after.clear();
    history.push(Way::Back, left);
}

/// Goes back or on through the places, and says where that is.
pub(super) fn go(model: &mut Model, way: Way, count: usize) -> Vec<Effect> {
    let mut now = here(model);
    let mut is_moved = false;
    for _ in 0..count {
        let Some(next) = model.history.side(way).pop() else { break };
        let other = if way == Way::Back { Way::On } else { Way::Back };
        model.history.push(other, std::mem::replace(&mut now, next));
        is_moved = true;
    }
    if !is_moved {
        model.say(match way {
            Way::Back => "no place lies before this one",
            Way::On => "no place lies after this one: H goes back first",
        });
        return Vec::new();
    }
    model.history.manner = Manner::Travel;
    let (before, after) = (model.history.before.len(), model.history.after.len());
    let told = format!("place {} of {}: {}", before + 1, before + 1 + after, now.words(model));
    model.say(told);
    show(model, now, way)
}

/// Shows a screen on the way through the places. What one came back from is not what Esc leads to.
pub(super) fn arrive(model: &mut Model, screen: Screen, way: Way) {
    model.history.manner = Manner::Travel;
    match way {
        Way::Back => {
            model.before.retain(|before| *before != screen);
            model.screen = screen;
            fit(model);
        }
        Way::On => model.show(screen),
    }
}

fn show(model: &mut Model, place: Place, way: Way) -> Vec<Effect> {
    match place {
        Place::Themes(code, kind) => {
            arrive(model, Screen::Themes, way);
            themes::choose(model, code.as_ref(), kind);
            vec![Effect::Assess]
        }
        Place::Theme(open) => {
            arrive(model, Screen::Themes, way);
            let code = open.code.clone();
            model.themes.open = Some(*open);
            vec![Effect::Assess, Effect::Gather(code)]
        }
        Place::Sources => {
            arrive(model, Screen::Code, way);
            Vec::new()
        }
        Place::Codebook => {
            arrive(model, Screen::Codebook, way);
            Vec::new()
        }
        Place::Framework => {
            arrive(model, Screen::Framework, way);
            Vec::new()
        }
        Place::Words(tab, word, at) => {
            arrive(model, Screen::Words, way);
            words::travel(model, tab, word, at)
        }
        Place::Suggestions => {
            arrive(model, Screen::Alike, way);
            Vec::new()
        }
        Place::Text(source, at) if model.code.page.as_ref().is_some_and(|page| page.id == source) => {
            arrive(model, Screen::Code, way);
            model.code.focus = Panel::Text;
            model.code.fit();
            model.code.pane.clear_selection();
            model.code.pane.show(at);
            Vec::new()
        }
        Place::Text(source, at) => vec![Effect::Open(source, Aim::Return(at, way))],
        Place::Search(query, at, typing) => {
            arrive(model, Screen::Search, way);
            if model.search.line.text() != query {
                model.search.line.clear();
                model.search.line.insert(&query);
                model.search.answer = super::message::Answer::default();
            }
            model.search.typing = typing;
            model.search.place = ListPlace { at, ..model.search.place };
            search::ask_again(model)
        }
    }
}
