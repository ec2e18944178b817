//! The screen Codebook in words: the codes one below the other, and what the chosen one says.

use super::{Sheet, joined};
use crate::base::count::plural;
use crate::codebook::Code;
use crate::tui::book::{about, about_search, chosen, chosen_search, counted_words, last_words, uses};
use crate::tui::model::Model;

pub(super) fn sheet(model: &Model) -> Sheet {
    let (desk, screen) = (&model.desk, &model.book);
    let outline = desk.codebook.outline();
    let themes = outline.iter().filter(|(_, code)| code.claim.is_some()).count();
    let codes = outline.iter().map(|(depth, code)| code_words(model, *depth, code));
    let saved = desk.searches.iter().map(|row| {
        let (name, query) = (format!("saved search @{}", row.name), format!("looks for {}", row.query));
        joined([name.as_str(), &counted_words(row), &query])
    });
    let lines: Vec<String> = codes.chain(saved).collect();
    let mut notes: Vec<String> = last_words(screen).into_iter().map(|(words, _)| words).collect();
    match chosen(desk, screen) {
        None if chosen_search(desk, screen).is_some() => {
            let said = chosen_search(desk, screen).map(about_search).unwrap_or_default();
            notes.extend(said.into_iter().map(|(words, _)| words));
        }
        Some(code) => notes.extend(about(model, code).into_iter().map(|(words, _)| words.replace(" · ", ", "))),
        None => notes.push("There is no code yet: a adds one".to_owned()),
    }
    let (codes, themes) = (plural(outline.len(), "code", "codes"), plural(themes, "claim", "claims"));
    Sheet { title: joined(["Codebook", &codes, &themes]), lines, at: (screen.place.at, 0), notes }
}

/// Says what a code is: how deep it stands, what it counts, and what tells it from others.
fn code_words(model: &Model, depth: usize, code: &Code) -> String {
    let claim = if code.claim.is_some() { "has a claim" } else { "" };
    let draft = code.drafted_by().map(|coder| format!("draft by {coder}")).unwrap_or_default();
    let retired = if code.retired { "out of use" } else { "" };
    let key = code.key.map(|key| format!("quick key {key}")).unwrap_or_default();
    let level = format!("level {}", depth + 1);
    let count = plural(uses(&model.desk, code), "coding", "codings");
    joined([code.name.as_str(), &level, &count, claim, &draft, retired, &key])
}
