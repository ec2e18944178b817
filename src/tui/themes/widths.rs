//! How a row of the table of themes is divided among name, verdict, kinds and voices.

use super::cell::short_figures;
use crate::triangulation::words;
use crate::tui::desk::Themes;
use crate::tui::reading::cluster::width_of;

/// The columns that a kind takes in the table, at least and at most.
const KIND: std::ops::RangeInclusive<u16> = 8..=13;
/// The columns that a theme's name has before kinds are made wider.
const NAME: u16 = 20;
/// The columns of the number of voices.
pub(super) const VOICES: u16 = 3;
/// The longest verdict in words.
const VERDICT: u16 = 33;
/// The columns of a kind's figures at least, and of a theme's name, where words are shortened.
const SHORT_KIND: usize = 6;
const SHORT_NAME: u16 = 13;

/// How a row is divided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Widths {
    pub(super) name: u16,
    pub(super) verdict: u16,
    /// The first kind that is shown, as its place among the kinds of the table.
    pub(super) first: usize,
    /// The columns of each kind that is shown.
    pub(super) kinds: Vec<u16>,
    /// Whether words are shortened so that all that matters has room.
    pub(super) is_short: bool,
}

impl Widths {
    /// Returns the kinds that are shown, as places among the kinds of the table, with the column of the row at
    /// which each begins and its columns.
    pub(super) fn shown(&self) -> impl Iterator<Item = (usize, u16, u16)> + '_ {
        let mut x = self.name + self.verdict;
        self.kinds.iter().enumerate().map(move |(number, width)| {
            let from = x;
            x += width;
            (self.first + number, from, *width)
        })
    }

    /// Returns how many kinds have no room at the left and at the right.
    pub(super) fn hidden(&self, table: &Themes) -> (usize, usize) {
        (self.first, table.kinds.len().saturating_sub(self.first + self.kinds.len()))
    }

    fn shows(&self, kind: usize) -> bool {
        (self.first..self.first + self.kinds.len()).contains(&kind)
    }
}

/// Divides a row of `width` columns: in full words where all kinds have room beside them, else in short ones if
/// more kinds have room then. The kind at place `chosen` is among those that are shown, if any is.
pub(super) fn widths(width: u16, table: &Themes, chosen: Option<usize>) -> Widths {
    let full = full_widths(width, table);
    if full.kinds.len() == table.kinds.len() {
        return full;
    }
    let short = short_widths(width, table, 0);
    if short.kinds.len() <= full.kinds.len() {
        let first = chosen.map_or(0, |chosen| (chosen + 1).saturating_sub(full.kinds.len()));
        return Widths { first: first.min(table.kinds.len() - full.kinds.len()), ..full };
    }
    let Some(chosen) = chosen.filter(|chosen| !short.shows(*chosen)) else { return short };
    let from = |first| short_widths(width, table, first);
    (1..=chosen).map(from).find(|widths| widths.shows(chosen)).unwrap_or(short)
}

/// Divides a row for full words; kinds give way first, then the verdict. The verdict stands close to the longest
/// name, however wide the screen is.
fn full_widths(width: u16, table: &Themes) -> Widths {
    let kinds = table.kinds.len();
    let room = width.saturating_sub(VOICES + 1);
    let count = u16::try_from(kinds).unwrap_or(u16::MAX).max(1);
    let kind = (room.saturating_sub(NAME + VERDICT) / count).clamp(*KIND.start(), *KIND.end());
    let kinds = kinds.min(usize::from(room.saturating_sub(16 + 28) / kind));
    let rest = room - kind * u16::try_from(kinds).unwrap_or(0);
    let verdict = VERDICT.min(rest.saturating_sub(16).max(rest / 2));
    let longest = table.rows.iter().map(|row| width_of(&row.name)).max().unwrap_or(0);
    let wanted = u16::try_from(longest + 3).unwrap_or(u16::MAX).max(NAME);
    Widths { name: wanted.min(rest - verdict), verdict, first: 0, kinds: vec![kind; kinds], is_short: false }
}

/// Divides a row for short words: a kind takes what its figures need, and the names take what is left.
fn short_widths(width: u16, table: &Themes, first: usize) -> Widths {
    let verdict = u16::try_from(words::SHORT + 1).unwrap_or(VERDICT);
    let mut name = width.saturating_sub(VOICES + 1 + verdict);
    let mut kinds = Vec::new();
    for at in first..table.kinds.len() {
        let figures = table.rows.iter().filter_map(|row| row.kinds.get(at)).map(|cell| width_of(&short_figures(*cell)));
        let figures = figures.max().unwrap_or(0).clamp(SHORT_KIND, usize::from(*KIND.end()) - 1);
        let kind = u16::try_from(figures + 1).unwrap_or(*KIND.end());
        if name < SHORT_NAME + kind {
            break;
        }
        name -= kind;
        kinds.push(kind);
    }
    Widths { name, verdict, first, kinds, is_short: true }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::desk::{KindCell, ThemeRow};

    fn table(kinds: usize) -> Themes {
        let row = ThemeRow {
            code: "labs".into(),
            name: "Laboratories after hand-over".to_owned(),
            claim: String::new(),
            verdict: "One kind of evidence: unverified".to_owned(),
            short: "One kind: unverified".to_owned(),
            direction: '-',
            reasons: Vec::new(),
            voices: 3,
            kinds: vec![KindCell { supports: 12, ..KindCell::default() }; kinds],
            decided: None,
        };
        Themes { kinds: (0..kinds).map(|at| format!("kind-{at}").as_str().into()).collect(), rows: vec![row] }
    }

    #[test]
    fn the_chosen_kind_has_room_wherever_one_has() {
        for kinds in [1, 2, 5, 9] {
            let table = table(kinds);
            for width in 1..200 {
                for chosen in 0..kinds {
                    let widths = widths(width, &table, Some(chosen));
                    assert!(widths.kinds.is_empty() || widths.shows(chosen), "{chosen} of {kinds} in {width}");
                    let end = widths.shown().map(|(_, x, width)| x + width).max().unwrap_or(0);
                    assert!(widths.kinds.is_empty() || end + VOICES < width + 1, "{kinds} in {width}: {widths:?}");
                    let (left, right) = widths.hidden(&table);
                    assert_eq!(left + widths.kinds.len() + right, kinds);
                }
            }
        }
    }
}
