//! The framework matrix: what each source says on each theme, in a coder's sentence where there is one.

use std::collections::BTreeMap;

use crate::base::count::plural;
use crate::base::ids::Kind;
use crate::study::Source;
use crate::triangulation::framework::{Entry, Judgement, column};
use crate::triangulation::gather::Theme;
use crate::triangulation::words;

use super::block::{Block, Table};
use super::build::Material;
use super::quotes::{Quotes, Withheld};

/// The matrix with all that decides what of it may be told.
struct Matrix<'m> {
    material: &'m Material<'m>,
    /// By theme, then by source of the roster.
    columns: Vec<Vec<Entry>>,
    rows: Vec<Row>,
    /// The number of restricted sources that are not shown.
    hidden: usize,
}

/// A source that is shown.
#[derive(Clone, Copy)]
struct Row {
    /// Its place in the roster.
    at: usize,
    /// Why its words are not shown.
    withheld: Option<Withheld>,
}

impl<'m> Matrix<'m> {
    fn new(material: &'m Material<'m>, quotes: &Quotes<'_>) -> Self {
        let gathered = material.gathered;
        let columns =
            gathered.themes.iter().map(|theme| column(&gathered.roster, &theme.evidence, &gathered.thresholds));
        let withheld = gathered.sources.iter().map(|&at| quotes.withheld(at, &material.study.sources()[at]));
        let all = withheld.enumerate().map(|(at, withheld)| Row { at, withheld });
        let rows: Vec<Row> = all.filter(|row| row.withheld != Some(Withheld::Restricted)).collect();
        Self { material, columns: columns.collect(), hidden: gathered.sources.len() - rows.len(), rows }
    }

    fn themes(&self) -> &'m [Theme<'m>] {
        &self.material.gathered.themes
    }

    fn source(&self, row: Row) -> &'m Source {
        &self.material.study.sources()[self.material.gathered.sources[row.at]]
    }

    /// Names a source as its use allows.
    fn name(&self, row: Row) -> String {
        self.material.attributions.of(self.source(row))
    }

    /// The cells of a row, a theme each.
    fn cells(&self, row: Row) -> impl Iterator<Item = String> + '_ {
        let themes = self.themes().iter().zip(&self.columns);
        themes.map(move |(theme, entries)| cell(theme, &entries[row.at], row.withheld))
    }
}

/// Writes a cell: what was judged of the whole source, else where it stands by its codings.
fn cell(theme: &Theme<'_>, entry: &Entry, withheld: Option<Withheld>) -> String {
    if !entry.judged.is_empty() {
        let told: Vec<String> = entry.judged.iter().map(|judgement| judged(theme, judgement, withheld)).collect();
        return told.join(" / ");
    }
    let Some(position) = entry.position else { return String::new() };
    let stands = words::position(position);
    if entry.passages == 0 {
        return stands.to_owned();
    }
    format!("{stands} ({})", plural(entry.passages, "passage", "passages"))
}

/// Writes a coder's judgement; of a source that may not be quoted without its sentence.
fn judged(theme: &Theme<'_>, judgement: &Judgement, withheld: Option<Withheld>) -> String {
    let Some(cell) = judgement.cells.last().and_then(|at| theme.cells.get(*at)) else { return String::new() };
    let by = format!("judged by {}", cell.written.by);
    match withheld {
        Some(_) => format!("{} ({by}; not quoted)", judgement.stance),
        None if cell.summary.is_empty() => format!("{} ({by})", judgement.stance),
        None => format!("{}: {} ({by})", judgement.stance, cell.summary),
    }
}

/// The matrix as a chapter: a table a kind of source, in the order in which the study declares the kinds.
pub(super) fn blocks(material: &Material<'_>, quotes: &Quotes<'_>) -> Vec<Block> {
    let matrix = Matrix::new(material, quotes);
    let mut blocks = vec![Block::paragraph(
        "A row a source, a column a theme. What a coder judged of the whole source stands as a sentence with the \
         coder's name; else where the source stands by its codings, with the number of coded passages. An empty cell: \
         the source was not asked about the theme, and does not raise it.",
    )];
    let header = || {
        let names = matrix.themes().iter().map(|theme| theme.code.name.clone());
        std::iter::once("Source".to_owned()).chain(names)
    };
    for (kind, rows) in by_kind(&matrix) {
        let mut table = Table::new(kind.as_str(), header());
        for row in rows {
            table.add(std::iter::once(matrix.name(row)).chain(matrix.cells(row)));
        }
        blocks.push(Block::Table(table));
    }
    if matrix.hidden > 0 {
        let sources = plural(matrix.hidden, "restricted source is", "restricted sources are");
        blocks.push(Block::paragraph(format!("{sources} not shown.")));
    }
    blocks
}

/// The rows by kind: declared kinds in their order, then the others by name.
fn by_kind<'m>(matrix: &Matrix<'m>) -> Vec<(&'m Kind, Vec<Row>)> {
    let declared = &matrix.material.study.manifest().kinds;
    let mut kinds: BTreeMap<(usize, &Kind), Vec<Row>> = BTreeMap::new();
    for row in &matrix.rows {
        let kind = &matrix.source(*row).kind;
        let at = declared.iter().position(|rule| rule.name == *kind).unwrap_or(usize::MAX);
        kinds.entry((at, kind)).or_default().push(*row);
    }
    kinds.into_iter().map(|((_, kind), rows)| (kind, rows)).collect()
}

/// The matrix as data: a row a source, a column a theme.
pub(super) fn data(material: &Material<'_>, quotes: &Quotes<'_>) -> Table {
    let matrix = Matrix::new(material, quotes);
    let themes = matrix.themes().iter().map(|theme| theme.code.id.to_string());
    let mut table = Table::new("", ["kind".to_owned(), "source".to_owned()].into_iter().chain(themes));
    for (kind, rows) in by_kind(&matrix) {
        for row in rows {
            let heads = [kind.to_string(), matrix.name(row)];
            table.add(heads.into_iter().chain(matrix.cells(row)));
        }
    }
    table
}
