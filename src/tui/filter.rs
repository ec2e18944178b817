//! The filter that holds on every screen: which sources are listed, and whose passages are shown.
//!
//! The clerk reads it and knows what it lists; the screens say beside every count that it holds. Verdicts are of
//! the whole study whatever it is.

use std::collections::BTreeSet;

use super::desk::SourceRow;
use super::dialog::Dialog;
use super::entry::line::LineEditor;
use super::framework;
use super::keys::action::Action;
use super::keys::table::Scope;
use super::message::Effect;
use super::model::{Model, Screen};
use super::{code, search, words};
use crate::base::ids::SourceId;
use crate::search::completion::Choices;

/// A filter that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The filter, as the query language writes it.
    pub words: String,
    /// The sources that it lists.
    pub sources: BTreeSet<SourceId>,
    /// Whether a coding may change what it lists.
    pub asks_who_coded: bool,
}

impl Filter {
    /// Tells whether it lists a source.
    #[must_use]
    pub fn lists(&self, source: &SourceId) -> bool {
        self.sources.contains(source)
    }
}

/// What came of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filtered {
    /// What was typed.
    pub text: String,
    /// Whether it holds from now on; else it is only looked at while it is typed.
    pub holds: bool,
    /// The filter, nothing where the text is blank; or why it cannot be taken, and what to type.
    pub read: Result<Option<Filter>, String>,
    /// What can be typed at its end.
    pub hint: String,
    /// What the word at its end can become.
    pub choices: Choices,
}

/// A filter is being typed.
#[derive(Clone, Debug)]
pub struct WriteFilter {
    /// What is typed.
    pub line: LineEditor,
    /// What came of it so far.
    pub filtered: Option<Filtered>,
    /// The words that its last one is being completed by.
    pub walk: Option<Walk>,
}

/// The words that complete a filter, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    /// What was typed.
    text: String,
    /// What its last word can become.
    choices: Choices,
    /// The one that stands in the line.
    at: usize,
}

impl Walk {
    /// Returns the words, and which of them stands in the line.
    #[must_use]
    pub fn words(&self) -> (&[String], usize) {
        (&self.choices.words, self.at)
    }

    /// Gives every word another name, as it is shown while names are hidden.
    pub fn rename(&mut self, hide: impl Fn(&mut String)) {
        self.choices.words.iter_mut().for_each(hide);
    }

    /// Returns the filter with the word that is meant.
    fn line(&self) -> Option<String> {
        self.choices.taken(&self.text, self.at)
    }
}

/// Opens the line, empty: to lift the filter that holds is one more key.
pub fn open(model: &mut Model) -> Vec<Effect> {
    model.dialogs.push(Dialog::Filter(Box::new(WriteFilter {
        line: LineEditor::default(),
        filtered: None,
        walk: None,
    })));
    look(model)
}

/// Asks what comes of what is typed.
pub(super) fn look(model: &Model) -> Vec<Effect> {
    let Some(Dialog::Filter(write)) = model.dialogs.last() else { return Vec::new() };
    vec![Effect::Filter { text: write.line.text().to_owned(), holds: false }]
}

/// Completes the word at the end of the line; where it can become several, again the next one.
pub(super) fn complete(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Filter(write)) = model.dialogs.last_mut() else { return Vec::new() };
    let text = write.line.text();
    let going_on = write.walk.take().filter(|walk| walk.line().as_deref() == Some(text));
    let seen = || write.filtered.as_ref().filter(|filtered| filtered.text == text);
    let begun = || seen().map(|filtered| Walk { text: text.to_owned(), choices: filtered.choices.clone(), at: 0 });
    let next = |walk: Walk| Walk { at: (walk.at + 1) % walk.choices.words.len().max(1), ..walk };
    let walk = going_on.map(next).or_else(begun);
    let Some((walk, line)) = walk.and_then(|walk| walk.line().map(|line| (walk, line))) else {
        model.say("nothing in this study begins like this");
        return Vec::new();
    };
    write.line = LineEditor::new(line);
    // What can become one thing only is completed, and the next press completes what follows it.
    write.walk = Some(walk).filter(|walk| walk.choices.words.len() > 1);
    look(model)
}

/// Has what is typed hold, if it can be taken.
pub(super) fn accept(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Filter(write)) = model.dialogs.last() else { return Vec::new() };
    let text = write.line.text().to_owned();
    let seen = write.filtered.as_ref().filter(|filtered| filtered.text == text);
    if let Some(Filtered { read: Err(problem), .. }) = seen {
        let problem = problem.clone();
        model.warn(problem);
        return Vec::new();
    }
    model.dialogs.pop();
    vec![Effect::Filter { text, holds: true }]
}

/// Asks again for what the filter lists, after something changed.
pub(super) fn again(model: &Model) -> Option<Effect> {
    let filter = model.filter.as_ref()?;
    Some(Effect::Filter { text: filter.words.clone(), holds: true })
}

/// Takes what came of a filter; what it changes is asked for anew.
pub(super) fn taken(model: &mut Model, filtered: Filtered) -> Vec<Effect> {
    if !filtered.holds {
        if let Some(Dialog::Filter(write)) = model.dialogs.last_mut()
            && write.line.text() == filtered.text
        {
            write.filtered = Some(filtered);
        }
        return Vec::new();
    }
    match filtered.read {
        Ok(filter) if filter == model.filter => return Vec::new(),
        Ok(filter) => {
            match &filter {
                Some(filter) => {
                    let (key, take) = (model.key(Action::Filter), model.keys.key(Scope::Line, Action::Accept));
                    let told = format!("{} holds on every screen; {key} and {take} lift it", filter.words);
                    model.say(told);
                }
                None => model.say("no filter holds any more"),
            }
            model.filter = filter;
        }
        Err(problem) => {
            model.warn(format!("the filter is lifted: {problem}"));
            model.filter = None;
            return vec![Effect::Filter { text: String::new(), holds: true }];
        }
    }
    code::keep_lists(model);
    let mut effects = framework::narrowed(model);
    if let Some(open) = &model.themes.open {
        effects.push(Effect::Gather(open.code.clone()));
    }
    if model.screen == Screen::Words {
        effects.extend(words::again(model));
    }
    if model.screen == Screen::Search || !model.search.answer.hits.is_empty() {
        effects.extend(search::ask_again(model));
    }
    effects
}

impl Model {
    /// Returns the sources that are listed, in the order of the list.
    pub fn listed(&self) -> impl Iterator<Item = &SourceRow> {
        self.desk.sources().filter(|row| self.lists(&row.id))
    }

    /// Tells whether a source is listed.
    #[must_use]
    pub fn lists(&self, source: &SourceId) -> bool {
        self.filter.as_ref().is_none_or(|filter| filter.lists(source))
    }

    /// Returns a title with the filter that holds.
    #[must_use]
    pub fn titled(&self, title: &str) -> String {
        match &self.filter {
            Some(filter) => format!("{title} · {}", filter.words),
            None => title.to_owned(),
        }
    }
}
