//! The screen Words in words: the list that is shown, and what is known of the chosen line.

use super::{Sheet, joined};
use crate::base::count::plural;
use crate::tui::model::Model;
use crate::tui::words::{Found, Tab, told};

/// How many lines before and after the chosen one are written: more than any screen shows.
const AROUND: usize = 60;

pub(super) fn sheet(model: &Model) -> Sheet {
    let screen = &model.words;
    let about = match (screen.tab, screen.found()) {
        (Tab::Keyness, Some(Found::Keyness(names, _))) => {
            format!("by {}, {}", screen.by, names.get(screen.group).map_or("", String::as_str))
        }
        (tab, _) if tab.asks_word() => screen.query.clone(),
        _ => String::new(),
    };
    let lines = plural(screen.len(), "line", "lines");
    let title = joined(["Words", screen.tab.word(), about.as_str(), lines.as_str()]);
    if screen.is_empty() {
        return Sheet { title, notes: vec![told(model)], ..Sheet::default() };
    }
    let at = screen.place().at;
    let first = at.saturating_sub(AROUND);
    let lines = match screen.found() {
        Some(Found::Concordance(places)) => {
            let seen = places.lines.iter().skip(first).take(2 * AROUND + 1);
            seen.map(|line| {
                let words = line.words.concat();
                let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                let source = places.source(line).map_or("", |source| source.as_str());
                joined([format!("“{words}”").as_str(), source, format!("passage {}", line.passage + 1).as_str()])
            })
            .collect()
        }
        _ => screen.listed(first, 2 * AROUND + 1).map_or_else(Vec::new, |listed| {
            let said = |row: &Vec<String>| {
                let numbers = listed.header.iter().zip(row).skip(1).map(|(name, cell)| format!("{name} {cell}"));
                let parts: Vec<String> = std::iter::once(row[0].clone()).chain(numbers).collect();
                joined(parts.iter().map(String::as_str))
            };
            listed.rows.iter().map(said).collect()
        }),
    };
    Sheet { title, lines, at: (at - first, 0), notes: Vec::new() }
}
