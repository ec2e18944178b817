//! The searches that a study keeps: what is wrong with them, and how much they find.

use super::query::{Query, Trouble, expand, parse};
use crate::base::problem::{Problem, Severity};
use crate::study::{Layout, Manifest, SavedSearch, Study, is_search_name};

/// Returns what is wrong with the saved searches of a study: what cannot be read in them, and names that cannot be
/// typed as `@name`. Whether what they look for is there is told where they are run.
#[must_use]
pub fn problems(study: &Study) -> Vec<Problem> {
    let manifest = study.manifest();
    manifest.searches.iter().flat_map(|(name, search)| problems_of(manifest, name, search)).collect()
}

fn problems_of(manifest: &Manifest, name: &str, search: &SavedSearch) -> Vec<Problem> {
    let mut problems: Vec<Problem> = troubles(manifest, &search.query)
        .into_iter()
        .map(|trouble| {
            let message = format!("the saved search '{name}' cannot be read whole: {}", trouble.message);
            let problem = Problem::error("saved-search", Layout::MANIFEST, message).at(search.line);
            Problem { hint: trouble.hint, ..problem }
        })
        .collect();
    if !is_search_name(name) {
        let message = format!("the saved search '{name}' cannot be typed as @{name} in a query");
        let problem = Problem::warning("saved-search", Layout::MANIFEST, message).at(search.line);
        problems.push(problem.hint("take letters, digits, - and _ for its name"));
    }
    problems
}

fn attributes(manifest: &Manifest) -> Vec<&str> {
    manifest.attributes.keys().map(String::as_str).collect()
}

/// Returns the names and the queries of the saved searches.
fn texts(manifest: &Manifest) -> Vec<(&str, &str)> {
    manifest.searches.iter().map(|(name, saved)| (name.as_str(), saved.query.as_str())).collect()
}

/// Returns what cannot be read in a query and in the saved searches that it names.
fn troubles(manifest: &Manifest, query: &str) -> Vec<Trouble> {
    let attributes = attributes(manifest);
    let parsed = parse(query, &attributes);
    let (_, more) = expand(&parsed.query, &texts(manifest), &attributes);
    parsed.troubles.into_iter().chain(more).filter(|trouble| trouble.severity == Severity::Error).collect()
}

/// Reads a query as the study reads it: every saved search in the place of its name. What cannot be read in it is
/// left out; whoever runs it is told.
#[must_use]
pub fn whole(study: &Study, query: &str) -> Query {
    let manifest = study.manifest();
    let attributes = attributes(manifest);
    expand(&parse(query, &attributes).query, &texts(manifest), &attributes).0
}

/// Returns what would be wrong with a search that is saved under a name: it cannot be read whole, or it would name
/// itself.
#[must_use]
pub fn trouble_with(study: &Study, name: &str, query: &str) -> Option<Trouble> {
    let mut manifest = study.manifest().clone();
    manifest.searches.insert(name.to_owned(), SavedSearch { query: query.to_owned(), line: 0 });
    let (_, troubles) = expand(&Query::Saved(name.to_owned()), &texts(&manifest), &attributes(&manifest));
    troubles.into_iter().find(|trouble| trouble.severity == Severity::Error)
}
