//! A list that letters filter and Enter takes from: one item, or all that were marked.

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
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
    /// What finds it beside its name, and is not shown.
    pub also: Vec<(Clue, String)>,
}

/// What a text that finds an item is to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clue {
    /// What it is called: its name, its id.
    Name,
    /// What it was called before, or is called elsewhere.
    Alias,
    /// Where it belongs.
    Path,
    /// The claim that it speaks to.
    Claim,
    /// What it means, in sentences.
    Meaning,
}

impl Clue {
    /// How much a hit counts here: a bad one in a name is still worth more than a good one in a sentence.
    fn weight(self) -> u32 {
        match self {
            Self::Name => 8,
            Self::Alias => 7,
            Self::Path => 5,
            Self::Claim => 2,
            Self::Meaning => 1,
        }
    }

    /// Tells whether letters may be left out: in sentences nearly all letters would be found that way.
    fn is_fuzzy(self) -> bool {
        matches!(self, Self::Name | Self::Alias | Self::Path)
    }
}

/// The list, what is typed, and what is chosen.
#[derive(Clone, Debug)]
pub struct Picker<T> {
    items: Vec<Item<T>>,
    line: LineEditor,
    /// Positions of the items that fit, best first; all in their order while nothing is typed.
    fitting: Vec<usize>,
    chosen: usize,
    /// Positions of the items that are marked, in the order of marking.
    marked: Vec<usize>,
    /// Whether the line itself can be taken, as what is not in the list yet.
    offers_line: bool,
}

impl<T> Picker<T> {
    /// Opens a picker on a list.
    #[must_use]
    pub fn new(items: Vec<Item<T>>) -> Self {
        let fitting = (0..items.len()).collect();
        let line = LineEditor::default();
        Self { items, line, fitting, chosen: 0, marked: Vec::new(), offers_line: false }
    }

    /// Offers what is typed as a last row of the list, unless an item has this very name.
    #[must_use]
    pub fn offering_line(self) -> Self {
        Self { offers_line: true, ..self }
    }

    /// Goes through all items to change what is shown of them.
    pub fn items_mut(&mut self) -> impl Iterator<Item = &mut Item<T>> {
        self.items.iter_mut()
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

    /// Returns the place in the fitting list of the chosen one; behind the last one stands the line that is
    /// offered.
    #[must_use]
    pub fn chosen(&self) -> usize {
        self.chosen
    }

    /// Returns the chosen item.
    #[must_use]
    pub fn picked(&self) -> Option<&Item<T>> {
        self.fitting().nth(self.chosen)
    }

    /// Returns what is typed where it is offered as something new.
    #[must_use]
    pub fn offered(&self) -> Option<&str> {
        let typed = self.line.text().trim();
        let lower = typed.to_lowercase();
        let is_new = || !self.items.iter().any(|item| item.name.to_lowercase() == lower);
        (self.offers_line && !typed.is_empty() && is_new()).then_some(typed)
    }

    /// Returns what is typed where it is offered as something new and chosen.
    #[must_use]
    pub fn offered_and_chosen(&self) -> Option<&str> {
        self.offered().filter(|_| self.chosen == self.count())
    }

    /// Marks the chosen item, or takes its mark away, and goes on to the next. Letters that found it have done
    /// their work: the line is emptied for the next one, and the item stays chosen in the whole list.
    pub fn mark(&mut self) {
        let Some(&at) = self.fitting.get(self.chosen) else { return };
        match self.marked.iter().position(|marked| *marked == at) {
            Some(place) => drop(self.marked.remove(place)),
            None => self.marked.push(at),
        }
        if self.line.text().is_empty() {
            self.chosen = (self.chosen + 1).min(self.count() - 1);
        } else {
            self.line.clear();
            self.fitting = (0..self.items.len()).collect();
            self.chosen = at;
        }
    }

    /// Returns the chosen item where it is taken beside the marked ones: letters were typed since the last mark.
    #[must_use]
    pub fn besides(&self) -> Option<&Item<T>> {
        let is_typed = !self.line.text().trim().is_empty();
        self.picked().filter(|_| is_typed && !self.marked.is_empty() && !self.is_marked(self.chosen))
    }

    /// Returns what is taken: the marked items, in the order of marking, and the chosen one where letters were
    /// typed since; without a mark, the chosen one.
    pub fn taken(&self) -> impl Iterator<Item = &Item<T>> {
        let only = self.picked().filter(|_| self.marked.is_empty());
        self.marked().chain(self.besides()).chain(only)
    }

    /// Returns the marked items in the order of marking, whether they fit or not.
    pub fn marked(&self) -> impl Iterator<Item = &Item<T>> {
        self.marked.iter().filter_map(|&at| self.items.get(at))
    }

    /// Tells whether the item at a place of the fitting list is marked.
    #[must_use]
    pub fn is_marked(&self, place: usize) -> bool {
        self.fitting.get(place).is_some_and(|at| self.marked.contains(at))
    }

    /// Chooses the first item for which `wanted` holds.
    pub fn choose(&mut self, wanted: impl Fn(&T) -> bool) {
        let found = self.fitting().position(|item| wanted(&item.value));
        self.chosen = found.unwrap_or(self.chosen);
    }

    /// Moves the choice; at the ends it stops.
    pub fn step(&mut self, by: i64) {
        let rows = self.count() + usize::from(self.offered().is_some());
        let last = i64::try_from(rows).unwrap_or(i64::MAX) - 1;
        let at = i64::try_from(self.chosen).unwrap_or(0).saturating_add(by).clamp(0, last.max(0));
        self.chosen = usize::try_from(at).unwrap_or(0);
    }

    /// Takes a key for the line and filters again; tells whether it was one.
    pub fn press(&mut self, chord: Chord) -> bool {
        let before = self.line.text().to_owned();
        let taken = self.line.press(chord);
        if self.line.text() != before {
            self.filter(&before);
        }
        taken
    }

    /// Puts pasted text into the line.
    pub fn insert(&mut self, text: &str) {
        let before = self.line.text().to_owned();
        self.line.insert(text);
        self.filter(&before);
    }

    /// Finds what fits the line, which was `before` until now.
    fn filter(&mut self, before: &str) {
        self.chosen = 0;
        let typed = self.line.text().trim();
        if typed.is_empty() {
            self.fitting = (0..self.items.len()).collect();
            return;
        }
        // What did not fit the beginning does not fit the whole: long lists grow short with the first letters.
        let mut among = std::mem::take(&mut self.fitting);
        if before.trim().is_empty() || !typed.starts_with(before.trim()) {
            among = (0..self.items.len()).collect();
        }
        // Equal scores keep the order of the list: the same letters always give the same choice.
        among.sort_unstable();
        let mut search = Search::new(typed);
        let mut found: Vec<(u32, usize)> =
            among.into_iter().filter_map(|at| Some((search.score(self.items.get(at)?)?, at))).collect();
        found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        self.fitting = found.into_iter().map(|(_, at)| at).collect();
    }
}

/// The words that are looked for.
struct Search {
    /// Each word with gaps allowed, and as it stands.
    words: Vec<(Atom, Atom)>,
    matcher: Matcher,
    room: Vec<char>,
}

impl Search {
    fn new(typed: &str) -> Self {
        let atom = |word: &str, kind| Atom::new(word, CaseMatching::Ignore, Normalization::Smart, kind, false);
        let both = |word| (atom(word, AtomKind::Fuzzy), atom(word, AtomKind::Substring));
        let words = typed.split_whitespace().map(both).collect();
        Self { words, matcher: Matcher::new(Config::DEFAULT), room: Vec::new() }
    }

    /// Says how well an item fits: every word is found somewhere, and counts where it fits best.
    fn score<T>(&mut self, item: &Item<T>) -> Option<u32> {
        let Self { words, matcher, room } = self;
        let clues =
            || std::iter::once((Clue::Name, &item.name)).chain(item.also.iter().map(|(clue, text)| (*clue, text)));
        let mut sum: u32 = 0;
        for (fuzzy, whole) in words {
            let hits = clues().filter_map(|(clue, text)| {
                let atom = if clue.is_fuzzy() { &*fuzzy } else { &*whole };
                let score = atom.score(Utf32Str::new(text, room), matcher)?;
                Some(u32::from(score) * clue.weight())
            });
            sum = sum.saturating_add(hits.max()?);
        }
        Some(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keys::chord::script;

    fn item(value: u16, name: &str, also: &[(Clue, &str)]) -> Item<u16> {
        let also = also.iter().map(|(clue, text)| (*clue, (*text).to_owned())).collect();
        Item { value, name: name.to_owned(), note: String::new(), depth: 0, also }
    }

    fn picker() -> Picker<u16> {
        use Clue::{Alias, Meaning, Name, Path};
        Picker::new(vec![
            item(
                1,
                "Donor steering",
                &[(Name, "donor-steering"), (Meaning, "Who decides, and the capacity to say no")],
            ),
            item(2, "Capacity of counterparts", &[(Name, "capacity"), (Alias, "skills"), (Path, "Effectiveness")]),
            item(3, "能力建设", &[(Name, "nengli"), (Path, "Effectiveness")]),
            item(4, "Carpets", &[(Meaning, "Floors.")]),
        ])
    }

    fn found(typed: &str) -> Vec<u16> {
        let mut picker = picker();
        for chord in script(typed) {
            picker.press(chord);
        }
        picker.fitting().map(|item| item.value).collect()
    }

    #[test]
    fn letters_filter_names_before_definitions() {
        assert_eq!(found("capa"), [2, 1]);
        assert_eq!(found("cp"), [2, 4], "letters may be left out of a name, and of no sentence");
        assert_eq!(found("skil"), [2]);
        assert_eq!(found("effec"), [2, 3]);
        // Each word may be found somewhere else, in any order.
        assert_eq!(found("no stee"), [1]);
        assert_eq!(found("effect count"), [2]);
        assert!(found("capaz").is_empty());
        // A sign is a sign.
        assert!(found("!capa").is_empty() && found("^cap").is_empty());
    }

    #[test]
    fn taking_letters_back_finds_again_what_they_had_left_out() {
        assert_eq!(found("capx<BkSp>a"), [2, 1]);
        assert_eq!(found("xcapa<Home><Del>"), [2, 1]);
        assert_eq!(found("capa<Ctrl-u>").len(), 4);
    }

    #[test]
    fn names_in_other_scripts_are_found() {
        let mut picker = picker();
        picker.insert("建设");
        assert_eq!(picker.picked().map(|item| item.value), Some(3));
    }

    #[test]
    fn several_are_marked_whether_they_fit_or_not() {
        let mut picker = picker();
        picker.mark();
        picker.mark();
        picker.insert("carpe");
        picker.mark();
        assert_eq!((picker.line().text(), picker.chosen()), ("", 3), "the next code can be typed at once");
        assert!(picker.is_marked(3));
        assert_eq!(picker.marked().map(|item| item.value).collect::<Vec<_>>(), [1, 2, 4]);
        picker.mark();
        assert_eq!(picker.marked().map(|item| item.value).collect::<Vec<_>>(), [1, 2]);
        picker.insert("zzz");
        picker.mark();
        assert_eq!(picker.marked().count(), 2);
    }

    #[test]
    fn what_letters_chose_since_the_last_mark_is_taken_too() {
        let taken = |picker: &Picker<u16>| picker.taken().map(|item| item.value).collect::<Vec<_>>();
        let mut picker = picker();
        picker.insert("donor");
        assert_eq!(taken(&picker), [1], "without a mark, what is chosen");
        picker.mark();
        picker.step(1);
        assert_eq!(taken(&picker), [1], "a row that was only passed is not meant");
        picker.insert("carpe");
        assert_eq!(taken(&picker), [1, 4]);
        picker.press(script("<Ctrl-u>")[0]);
        picker.insert("donor");
        assert_eq!(taken(&picker), [1], "nothing is taken twice");
    }

    #[test]
    fn what_is_typed_is_offered_unless_it_is_there() {
        let mut picker = picker().offering_line();
        assert_eq!(picker.offered(), None);
        picker.insert("carpet");
        picker.step(9);
        assert_eq!(picker.offered_and_chosen(), Some("carpet"));
        assert_eq!(picker.picked(), None);
        picker.insert("S");
        assert_eq!(picker.offered(), None);
        picker.step(9);
        assert_eq!(picker.picked().map(|item| item.value), Some(4));
    }

    /// A list of the size of the largest codebooks: only that no letter makes it grow worse than in
    /// proportion is held here, for machines differ.
    #[test]
    fn thousands_of_codes_are_filtered_letter_by_letter() {
        let codes = (0..2_000).map(|number| {
            let meaning = format!("What was said of matter {number}, and by whom, where the note tells it.");
            item(number, &format!("Code of matter {number}"), &[(Clue::Meaning, &meaning)])
        });
        let mut picker = Picker::new(codes.collect());
        for chord in script("matter 1999") {
            picker.press(chord);
        }
        assert_eq!(picker.fitting().map(|item| item.value).collect::<Vec<_>>(), [1999]);
    }
}
