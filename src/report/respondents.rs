//! Who was heard: people and sources by kind and category. Small numbers of people are masked.

use std::collections::BTreeMap;

use crate::base::count::plural;
use crate::source::Status;

use super::block::{Block, Table};
use super::build::Material;

/// What stands in the place of a number of people under the minimum.
const MASKED: &str = "fewer";

/// People and sources that were heard, by kind and category; a number of people under the minimum is
/// masked.
///
/// A respondent of two categories stands in both, so that columns may add up to more than there are; and
/// so that no total gives a masked number away, there are no totals.
pub(super) fn table(material: &Material<'_>) -> Table {
    let mut numbers: BTreeMap<(String, String), (usize, usize)> = BTreeMap::new();
    for source in material.study.sources().iter().filter(|source| !source.is_withdrawn()) {
        let people = if source.leg == "said" { source.about.people.unwrap_or(1).max(1) } else { 0 };
        let mut categories: Vec<String> = source.categories().iter().map(ToString::to_string).collect();
        if categories.is_empty() {
            categories.push(String::new());
        }
        for category in categories {
            let number = numbers.entry((source.kind.to_string(), category)).or_default();
            number.0 += 1;
            number.1 += people;
        }
    }
    let minimum = material.study.manifest().disclosure.minimum;
    let mut table = Table::new("", ["Kind", "Category", "Sources", "People"]);
    for ((kind, category), (sources, people)) in numbers {
        let masked = (1..minimum).contains(&people);
        let sources = if masked { MASKED.to_owned() } else { sources.to_string() };
        let people = match people {
            0 => String::new(),
            _ if masked => MASKED.to_owned(),
            _ => people.to_string(),
        };
        table.add([kind, category, sources, people]);
    }
    table
}

/// The table with what a reader has to know of it, and those who could not be heard.
pub(super) fn blocks(material: &Material<'_>, table: Table) -> Vec<Block> {
    let minimum = material.study.manifest().disclosure.minimum;
    let mut blocks = vec![
        Block::Table(table),
        Block::paragraph(format!(
            "Where fewer than {minimum} people stand behind a row, their number is not shown. Who belongs to several \
             categories is counted in each."
        )),
    ];
    let with = |status: Status| material.study.planned().iter().filter(|row| row.status == Some(status)).count();
    let told: Vec<String> = [
        (with(Status::Planned), "planned and not heard yet"),
        (with(Status::Received), "received and without a file here"),
        (with(Status::Refused), "refused"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, what)| {
        let sources = plural(number, "source", "sources");
        format!("{sources} {what}.")
    })
    .collect();
    if !told.is_empty() {
        blocks.push(Block::list(told));
    }
    blocks
}
