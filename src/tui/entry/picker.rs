//! A list that letters filter and Enter takes from.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::line::LineEditor;
use crate::tui::keys::chord::Chord;

/// One thing that can be picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item<T> {
    /// What is picked.
    pub value: T,
    /// What is shown.
    pub name: String,
    /// What is shown beside it.
    pub note: String,
    /// How far it is set in, for trees.
    pub depth: usize,
    /// Words that find it and are not shown, best first: each counts less than the one before.
    pub also: Vec<String>,
}

/// The list, what is typed, and what is chosen.
#[derive(Clone, Debug)]
pub struct Picker<T> {
    items: Vec<Item<T>>,
    line: LineEditor,
    /// Positions of the items that fit, best first; all in their order while nothing is typed.
    fitting: Vec<usize>,
    chosen: usize,
}

/// How much less a hit in a hidden word is worth than one in the name, for each step down the list.
const STEP: u32 = 15;

impl<T> Picker<T> {
    /// Opens a picker on a list.
    #[must_use]
    pub fn new(items: Vec<Item<T>>) -> Self {
        let fitting = (0..items.len()).collect();
        Self { items, line: LineEditor::default(), fitting, chosen: 0 }
    }

    /// Returns what is typed.
    #[must_use]
    pub fn line(&self) -> &LineEditor {
        &self.line
    }

    /// Returns the items that fit, best first.
    pub fn fitting(&self) -> impl Iterator<Item = &Item<T>> {
        self.fitting.iter().filter_map(|&at| self.items.get(at))
    }

    /// Returns how many items fit.
    #[must_use]
    pub fn count(&self) -> usize {
        self.fitting.len()
    }

    /// Returns the place in the fitting list of the chosen one.
    #[must_use]
    pub fn chosen(&self) -> usize {
        self.chosen
    }

    /// Returns the chosen item.
    #[must_use]
    pub fn picked(&self) -> Option<&Item<T>> {
        self.fitting().nth(self.chosen)
    }

    /// Chooses the first item for which `wanted` holds.
    pub fn choose(&mut self, wanted: impl Fn(&T) -> bool) {
        let found = self.fitting().position(|item| wanted(&item.value));
        self.chosen = found.unwrap_or(self.chosen);
    }

    /// Moves the choice; at the ends it stops.
    pub fn step(&mut self, by: i64) {
        let last = i64::try_from(self.fitting.len()).unwrap_or(i64::MAX) - 1;
        let at = i64::try_from(self.chosen).unwrap_or(0).saturating_add(by).clamp(0, last.max(0));
        self.chosen = usize::try_from(at).unwrap_or(0);
    }

    /// Takes a key for the line and filters again; tells whether it was one.
    pub fn press(&mut self, chord: Chord) -> bool {
        let before = self.line.text().to_owned();
        let taken = self.line.press(chord);
        if self.line.text() != before {
            self.filter();
        }
        taken
    }

    /// Puts pasted text into the line.
    pub fn insert(&mut self, text: &str) {
        self.line.insert(text);
        self.filter();
    }

    fn filter(&mut self) {
        self.chosen = 0;
        let typed = self.line.text().trim();
        if typed.is_empty() {
            self.fitting = (0..self.items.len()).collect();
            return;
        }
        let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut room = Vec::new();
        let mut score = |words: &str| pattern.score(Utf32Str::new(words, &mut room), &mut matcher);
        let mut found: Vec<(u32, usize)> = Vec::new();
        for (at, item) in self.items.iter().enumerate() {
            let words = std::iter::once(&item.name).chain(&item.also);
            let best = words.enumerate().filter_map(|(rank, words)| {
                let less = STEP.saturating_mul(u32::try_from(rank).unwrap_or(u32::MAX));
                score(words).map(|score| score.saturating_sub(less).max(1))
            });
            if let Some(best) = best.max() {
                found.push((best, at));
            }
        }
        // Equal scores keep the order of the list: the same letters always give the same choice.
        found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        self.fitting = found.into_iter().map(|(_, at)| at).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keys::chord::script;

    fn picker() -> Picker<u8> {
        let item = |value, name: &str, also: &[&str]| Item {
            value,
            name: name.to_owned(),
            note: String::new(),
            depth: 0,
            also: also.iter().map(|word| (*word).to_owned()).collect(),
        };
        Picker::new(vec![
            item(1, "Donor steering", &["donor-steering", "Who decides, and the capacity to say no"]),
            item(2, "Capacity of counterparts", &["capacity", "capacity-building", "What they can do"]),
            item(3, "能力建设", &["nengli"]),
        ])
    }

    #[test]
    fn letters_filter_names_before_definitions() {
        let mut picker = picker();
        for chord in script("capa") {
            picker.press(chord);
        }
        assert_eq!(picker.fitting().map(|item| item.value).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(picker.picked().map(|item| item.value), Some(2));
        picker.step(9);
        assert_eq!(picker.picked().map(|item| item.value), Some(1));
        picker.press(script("z")[0]);
        assert_eq!((picker.count(), picker.picked()), (0, None));
    }

    #[test]
    fn names_in_other_scripts_are_found() {
        let mut picker = picker();
        picker.insert("建设");
        assert_eq!(picker.picked().map(|item| item.value), Some(3));
    }
}
