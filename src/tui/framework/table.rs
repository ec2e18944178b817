//! The framework as plain data: what each source says on each theme, made by the clerk.
//!
//! A large study has half a million cells and a million codings, so that a cell is a few numbers, and the
//! codings of all cells stand in one list.

use std::collections::BTreeMap;

use crate::base::ids::{CodeId, Coder, EntryId, Kind, SourceId};
use crate::coding::Stance;
use crate::triangulation::verdict::Position;
use crate::tui::desk::Piece;

/// The whole matrix: a row a source, a column a theme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Framework {
    /// The sources, those of one kind side by side.
    pub sources: Vec<SourceHead>,
    /// The themes, in the order of the codebook.
    pub themes: Vec<ThemeHead>,
    /// The kinds in the order of the rows, with the first row of each.
    kinds: Vec<(Kind, usize)>,
    /// What is coded in each cell, row by row.
    coded: Vec<Coded>,
    /// The codings of all cells, those of one cell side by side.
    codings: Vec<EntryId>,
    /// What was judged, by row and column.
    judged: BTreeMap<(usize, usize), Vec<Judged>>,
}

/// The heading of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceHead {
    /// The source.
    pub id: SourceId,
    /// The file's name without its ending.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
}

/// The heading of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeHead {
    /// The theme's code.
    pub code: CodeId,
    /// Its name.
    pub name: String,
}

/// What is coded in a cell: its codings are a stretch of the list of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Coded {
    position: Option<Position>,
    passages: u32,
    first: u32,
    count: u32,
}

/// What is to be put into a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filling {
    /// Where the source stands by its codings; nothing where it was neither asked nor raised the theme.
    pub position: Option<Position>,
    /// The number of passages in which the theme is coded.
    pub passages: u32,
    /// The codings, by their places.
    pub codings: Vec<EntryId>,
    /// What coders judged of the whole source, the newest first.
    pub judged: Vec<Judged>,
}

/// A coder's judgement of a whole source on a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The stance towards the claim.
    pub stance: Stance,
    /// What the source says on it.
    pub summary: String,
    /// Whose judgement it is.
    pub coder: Coder,
    /// Whether that is the coder of this session.
    pub own: bool,
    /// Whether it stands in the place of what its coder's codings say.
    pub decides: bool,
    /// The entries that say it: the last word, and what the same coder said before.
    pub ids: Vec<EntryId>,
}

/// One cell.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'f> {
    /// Where the source stands by its codings; nothing where it was neither asked nor raised the theme.
    pub position: Option<Position>,
    /// The number of passages in which the theme is coded.
    pub passages: u32,
    /// The codings, by their places.
    pub codings: &'f [EntryId],
    /// What coders judged of the whole source, the newest first.
    pub judged: &'f [Judged],
}

impl<'f> Cell<'f> {
    /// Returns this coder's own judgement.
    #[must_use]
    pub fn own(self) -> Option<&'f Judged> {
        self.judged.iter().find(|judged| judged.own)
    }

    /// Returns the judgement that the matrix shows: the coder's own, else the newest of another.
    #[must_use]
    pub fn shown(self) -> Option<&'f Judged> {
        self.own().or_else(|| self.judged.first())
    }
}

/// A row of the screen: what stands above the sources of a kind, or a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'f> {
    /// The kind of the rows below.
    Kind(&'f Kind),
    /// A source, by its place.
    Source(usize),
}

impl Framework {
    /// Makes an empty matrix. `sources` of one kind stand side by side.
    #[must_use]
    pub fn new(sources: Vec<SourceHead>, themes: Vec<ThemeHead>) -> Self {
        let mut kinds: Vec<(Kind, usize)> = Vec::new();
        for (at, source) in sources.iter().enumerate() {
            if kinds.last().is_none_or(|(kind, _)| *kind != source.kind) {
                kinds.push((source.kind.clone(), at));
            }
        }
        let coded = vec![Coded::default(); sources.len() * themes.len()];
        Self { sources, themes, kinds, coded, codings: Vec::new(), judged: BTreeMap::new() }
    }

    /// Returns the coders whose judgements stand here.
    pub fn coders(&self) -> impl Iterator<Item = &Coder> {
        self.judged.values().flatten().map(|judged| &judged.coder)
    }

    /// Puts other names in the place of those of sources and coders.
    pub fn rename(&mut self, source: impl Fn(&SourceId) -> SourceId, coder: impl Fn(&Coder) -> Coder) {
        for head in &mut self.sources {
            head.id = source(&head.id);
            head.id.as_str().clone_into(&mut head.name);
        }
        for judged in self.judged.values_mut().flatten() {
            judged.coder = coder(&judged.coder);
        }
    }

    /// Fills a cell, once; one that is not there is left out.
    pub fn put(&mut self, source: usize, theme: usize, filling: Filling) {
        let Some(at) = self.place(source, theme) else { return };
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        self.coded[at] = Coded {
            position: filling.position,
            passages: filling.passages,
            first: number(self.codings.len()),
            count: number(filling.codings.len()),
        };
        self.codings.extend(filling.codings);
        if !filling.judged.is_empty() {
            self.judged.insert((source, theme), filling.judged);
        }
    }

    fn place(&self, source: usize, theme: usize) -> Option<usize> {
        let is_inside = source < self.sources.len() && theme < self.themes.len();
        is_inside.then(|| source * self.themes.len() + theme)
    }

    /// Returns a cell; an empty one where there is none.
    #[must_use]
    pub fn cell(&self, source: usize, theme: usize) -> Cell<'_> {
        let coded = self.place(source, theme).map(|at| self.coded[at]).unwrap_or_default();
        let (first, count) = (coded.first as usize, coded.count as usize);
        Cell {
            position: coded.position,
            passages: coded.passages,
            codings: self.codings.get(first..first + count).unwrap_or_default(),
            judged: self.judged.get(&(source, theme)).map_or(&[], Vec::as_slice),
        }
    }

    /// Returns the themes in which something is coded or judged, in their order.
    #[must_use]
    pub fn used(&self) -> Vec<usize> {
        let is_coded =
            |theme: usize| self.coded.iter().skip(theme).step_by(self.themes.len()).any(|coded| coded.count > 0);
        let is_judged = |theme: usize| self.judged.keys().any(|(_, judged)| *judged == theme);
        (0..self.themes.len()).filter(|theme| is_coded(*theme) || is_judged(*theme)).collect()
    }

    /// Returns the matrix with only some of its sources.
    #[must_use]
    pub fn only(&self, is_kept: impl Fn(&SourceId) -> bool) -> Self {
        let rows: Vec<usize> = (0..self.sources.len()).filter(|row| is_kept(&self.sources[*row].id)).collect();
        let heads = rows.iter().map(|row| self.sources[*row].clone()).collect();
        let mut kept = Self::new(heads, self.themes.clone());
        for (source, row) in rows.into_iter().enumerate() {
            for theme in 0..self.themes.len() {
                let cell = self.cell(row, theme);
                let (codings, judged) = (cell.codings.to_vec(), cell.judged.to_vec());
                kept.put(source, theme, Filling { position: cell.position, passages: cell.passages, codings, judged });
            }
        }
        kept
    }

    /// Returns how many lines the rows take, with a heading for each kind.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.sources.len() + self.kinds.len()
    }

    /// Returns the line that a source stands on.
    #[must_use]
    pub fn line_of(&self, source: usize) -> usize {
        source + self.kinds.partition_point(|(_, first)| *first <= source)
    }

    /// Returns what stands on a line; nothing past the last.
    #[must_use]
    pub fn line(&self, line: usize) -> Option<Line<'_>> {
        // Each kind before it has taken one line for its heading.
        let before = (0..self.kinds.len()).take_while(|at| self.kinds[*at].1 + at <= line).count();
        let (kind, first) = self.kinds.get(before.checked_sub(1)?)?;
        if first + before - 1 == line {
            return Some(Line::Kind(kind));
        }
        let source = line - before;
        (source < self.sources.len()).then_some(Line::Source(source))
    }
}

/// The passages behind one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passages {
    /// The source.
    pub source: SourceId,
    /// The theme.
    pub theme: CodeId,
    /// The first of them, by their places.
    pub pieces: Vec<Piece>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix() -> Framework {
        let head = |kind: &str, name: &str| SourceHead { id: name.into(), name: name.to_owned(), kind: kind.into() };
        let sources = vec![head("interview", "a"), head("interview", "b"), head("observation", "c")];
        let theme = |name: &str| ThemeHead { code: name.into(), name: name.to_owned() };
        Framework::new(sources, vec![theme("x"), theme("y")])
    }

    #[test]
    fn each_kind_has_a_line_of_its_own() {
        let matrix = matrix();
        let (interview, observation) = (Kind::from("interview"), Kind::from("observation"));
        let lines: Vec<Line<'_>> = (0..9).map_while(|line| matrix.line(line)).collect();
        assert_eq!(
            lines,
            [Line::Kind(&interview), Line::Source(0), Line::Source(1), Line::Kind(&observation), Line::Source(2)]
        );
        assert_eq!(matrix.lines(), lines.len());
        for source in 0..3 {
            assert_eq!(matrix.line(matrix.line_of(source)), Some(Line::Source(source)));
        }
        assert_eq!(Framework::default().line(0), None);
    }

    #[test]
    fn only_what_is_there_is_filled() {
        let mut matrix = matrix();
        let at = |position| Filling { position: Some(position), ..Filling::default() };
        let ids = [EntryId::from_parts(1, 1), EntryId::from_parts(2, 2)];
        matrix.put(1, 1, Filling { passages: 2, codings: ids.to_vec(), ..at(Position::Supports) });
        matrix.put(2, 0, at(Position::Pending));
        matrix.put(9, 0, at(Position::Silent));
        let cell = matrix.cell(1, 1);
        assert_eq!((cell.position, cell.passages, cell.codings), (Some(Position::Supports), 2, &ids[..]));
        assert_eq!((matrix.cell(2, 0).position, matrix.cell(0, 0).position), (Some(Position::Pending), None));
        assert!(matrix.cell(0, 2).position.is_none() && matrix.cell(9, 9).codings.is_empty());
        assert_eq!(matrix.used(), [1]);
        let only = matrix.only(|id| id != "a");
        assert_eq!((only.sources.len(), only.cell(0, 1).codings), (2, &ids[..]));
    }
}
