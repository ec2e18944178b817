//! What the screen Words remembers.

use super::asking::{Ask, Kept};
use super::found::{Answer, Found, Places};
use crate::base::ids::SourceId;
use crate::content::groups::By;
use crate::content::kwic::{Line, Order};
use crate::tui::list::ListPlace;

/// The lists of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tab {
    /// Each place of a word.
    Concordance,
    /// How often words stand.
    #[default]
    Frequency,
    /// What sets a theme, kind, case or category apart.
    Keyness,
    /// What stands near a word.
    Collocations,
}

impl Tab {
    /// All, in the order of Tab.
    pub const ALL: [Self; 4] = [Self::Concordance, Self::Frequency, Self::Keyness, Self::Collocations];

    /// Returns its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Concordance => "Concordance",
            Self::Frequency => "Frequency",
            Self::Keyness => "Keywords",
            Self::Collocations => "Collocations",
        }
    }

    /// Tells whether a word has to be named for it.
    #[must_use]
    pub fn asks_word(self) -> bool {
        matches!(self, Self::Concordance | Self::Collocations)
    }
}

/// The state of the screen Words.
#[derive(Clone, Debug, Default)]
pub struct WordsScreen {
    /// The list that is shown.
    pub tab: Tab,
    /// The word whose places and neighbours are shown.
    pub query: String,
    /// How the places are ordered.
    pub order: Order,
    /// By what texts are divided.
    pub by: By,
    /// The group whose keywords are shown.
    pub group: usize,
    /// Which words are counted and listed.
    pub kept: Kept,
    /// The newest answers, one a list at most.
    pub answers: [Option<Answer>; 4],
    /// How much is counted, in hundredths, while an answer is awaited.
    pub counting: Option<u8>,
    /// The places in the lists.
    pub places: [ListPlace; 4],
    /// The lists that words were opened from, each with the word that it was on.
    pub from: Vec<(Tab, String)>,
}

impl WordsScreen {
    /// Returns what the list that is shown asks; nothing while it has no word to ask about.
    #[must_use]
    pub fn ask(&self) -> Option<Ask> {
        let query = self.query.clone();
        match self.tab {
            tab if tab.asks_word() && self.query.trim().is_empty() => None,
            Tab::Concordance => Some(Ask::Concordance(query, self.kept.turns)),
            Tab::Frequency => Some(Ask::Frequency(self.kept)),
            Tab::Keyness => Some(Ask::Keyness(self.by.clone(), self.kept)),
            Tab::Collocations => Some(Ask::Collocations(query, self.kept)),
        }
    }

    /// Returns the answer to it, once it is there.
    #[must_use]
    pub fn answer(&self) -> Option<&Answer> {
        let ask = self.ask()?;
        self.answers[self.tab as usize].as_ref().filter(|answer| answer.ask == ask)
    }

    /// Returns what was found.
    #[must_use]
    pub fn found(&self) -> Option<&Found> {
        self.answer()?.found.as_ref().ok()
    }

    /// Returns the number of lines of the list.
    #[must_use]
    pub fn len(&self) -> usize {
        match self.found() {
            Some(Found::Concordance(places)) => places.lines.len(),
            Some(Found::Frequency(rows, _)) => rows.len(),
            Some(Found::Keyness(_, groups)) => groups.get(self.group).map_or(0, |found| found.rows.len()),
            Some(Found::Collocations(rows, _)) => rows.len(),
            None => 0,
        }
    }

    /// Tells whether the list has no line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the place in the list that is shown.
    #[must_use]
    pub fn place(&self) -> ListPlace {
        self.places[self.tab as usize]
    }

    /// Returns the word of the chosen line of a list of words.
    #[must_use]
    pub fn word(&self) -> Option<&str> {
        let at = self.place().at;
        match self.found()? {
            Found::Concordance(_) => None,
            Found::Frequency(rows, _) => rows.get(at).map(|row| row.word.as_str()),
            Found::Keyness(_, groups) => groups.get(self.group)?.rows.get(at).map(|row| row.word.as_str()),
            Found::Collocations(rows, _) => rows.get(at).map(|row| row.word.as_str()),
        }
    }

    /// Returns the names of the groups whose keywords were found, but for those of themes.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        let found = self.answers[Tab::Keyness as usize].as_ref();
        let names = found.and_then(|answer| match (&answer.ask, &answer.found) {
            (Ask::Keyness(by, _), Ok(Found::Keyness(names, _))) if *by != By::Theme => Some(names),
            _ => None,
        });
        names.into_iter().flatten().map(String::as_str)
    }

    /// Puts other names in the place of those of sources, and of groups but themes.
    pub fn rename(&mut self, source: impl Fn(&SourceId) -> SourceId, group: impl Fn(&str) -> String) {
        for answer in self.answers.iter_mut().flatten() {
            match (&answer.ask, &mut answer.found) {
                (_, Ok(Found::Concordance(places))) => {
                    places.sources.values_mut().for_each(|id| *id = source(id));
                }
                (Ask::Keyness(by, _), Ok(Found::Keyness(names, _))) if *by != By::Theme => {
                    for name in names {
                        *name = group(name);
                    }
                }
                _ => {}
            }
        }
    }

    /// Returns the chosen place of the word.
    #[must_use]
    pub fn line(&self) -> Option<(&Places, &Line)> {
        let Found::Concordance(places) = self.found()? else { return None };
        Some((places, places.lines.get(self.place().at)?))
    }
}
