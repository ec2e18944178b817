//! Saving the search under a name.

use crate::study::is_search_name;
use crate::tui::colours::Look;
use crate::tui::dialog::Dialog;
use crate::tui::entry::line::LineEditor;
use crate::tui::keys::chord::Chord;
use crate::tui::message::Effect;
use crate::tui::model::Model;

/// A name for the search is being typed.
#[derive(Clone, Debug)]
pub struct SaveSearch {
    /// What is typed.
    pub line: LineEditor,
    /// The search.
    pub query: String,
    /// What another search of that name looks for, once that was told: the next Enter puts this one in its place.
    pub taken: Option<String>,
}

impl SaveSearch {
    /// Types a key; tells whether it was taken.
    pub fn press(&mut self, chord: Chord) -> bool {
        self.taken = None;
        self.line.press(chord)
    }

    /// Puts pasted text into the line.
    pub fn insert(&mut self, text: &str) {
        self.taken = None;
        self.line.insert(text);
    }

    /// Says what Enter does.
    #[must_use]
    pub fn words(&self) -> (String, Look) {
        if let Some(there) = &self.taken {
            let words = format!("The name is taken by: {there}. Enter again puts this search in its place");
            return (words, Look::Warning);
        }
        let name = self.line.text().trim();
        let name = if name.is_empty() { "NAME" } else { name };
        (format!("{} is kept in study.toml; @{name} and theme:@{name} find it", self.query), Look::Dim)
    }
}

/// Asks for a name, if the query can be saved.
pub(super) fn ask(model: &mut Model) {
    let query = model.search.line.text().trim().to_owned();
    if query.is_empty() {
        model.say("there is no search to save yet");
    } else if let Some(problem) = &model.search.answer.problem {
        let problem = format!("not saved, for it is not read as it was meant: {problem}");
        model.warn(problem);
    } else {
        let line = LineEditor::default();
        model.dialogs.push(Dialog::SaveSearch(Box::new(SaveSearch { line, query, taken: None })));
    }
}

/// Saves the search under what is typed. Another search of the name is told before it is replaced.
pub fn save(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::SaveSearch(save)) = model.dialogs.last_mut() else { return Vec::new() };
    let name = save.line.text().trim().trim_start_matches('@').to_owned();
    if !is_search_name(&name) {
        model.warn("a name is letters, digits, - and _, such as: late-money");
        return Vec::new();
    }
    let there = model.desk.searches.iter().find(|saved| saved.name == name).map(|saved| &saved.query);
    if let Some(there) = there.filter(|there| **there != save.query && save.taken.is_none()) {
        save.taken = Some(there.clone());
        return Vec::new();
    }
    let (query, replace) = (save.query.clone(), there.is_some());
    model.dialogs.pop();
    vec![Effect::SaveSearch { name, query, replace }]
}
