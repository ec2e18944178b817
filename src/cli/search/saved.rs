//! `search --save` and `search --saved`: the searches that a study keeps.

use serde::Serialize;

use crate::base::problem::Severity;
use crate::base::shown::Shown;
use crate::search::answer::Question;
use crate::search::arranged::{Arrangement, By, Counts};
use crate::search::query::Query;
use crate::search::run::Limits;
use crate::search::saved::{trouble_with, whole};
use crate::search::searchable::Searchable;
use crate::study::Study;

use super::super::failure::{Answer, Failure};
use super::super::session::Session;
use super::finder::Finder;
use super::grouped::counted;
use super::refuse_misread;

/// A saved search with what it finds.
pub(in crate::cli) struct Counted {
    pub(in crate::cli) name: String,
    pub(in crate::cli) query: String,
    pub(in crate::cli) counts: Counts,
    /// What cannot be read in it, or leads nowhere.
    pub(in crate::cli) trouble: Option<String>,
    pub(in crate::cli) line: usize,
}

/// Runs the saved searches of a study, in the order of their names.
pub(in crate::cli) fn count_all(
    study: &Study,
    searchable: &Searchable,
    session: &mut Session,
) -> Result<Vec<Counted>, Failure> {
    let has_words = study.manifest().searches.values().any(|saved| whole(study, &saved.query).has_words());
    let finder = Finder::new(study, searchable, has_words, session)?;
    let mut all = Vec::new();
    for (name, saved) in &study.manifest().searches {
        let found = finder.find(&question(format!("@{name}"), 0))?;
        let trouble = found.troubles.iter().find(|trouble| trouble.severity == Severity::Error);
        all.push(Counted {
            name: name.clone(),
            query: saved.query.clone(),
            counts: found.arranged.map(|arranged| arranged.all).unwrap_or_default(),
            trouble: trouble.map(|trouble| trouble.message.clone()),
            line: saved.line,
        });
    }
    Ok(all)
}

fn question(query: String, limit: usize) -> Question {
    let arrangement = Some(Arrangement { by: By::Kind, voices: 1, passages: 1 });
    Question { query, limits: Limits::first(limit), typing: false, within: Query::All, arrangement }
}

#[derive(Serialize)]
struct ListedSaved<'a> {
    name: &'a str,
    query: &'a str,
    voices: usize,
    sources: usize,
    passages: usize,
    trouble: Option<&'a str>,
}

/// Lists the saved searches.
pub(super) fn list(study: &Study, searchable: &Searchable, session: &mut Session) -> Result<Answer, Failure> {
    let all = count_all(study, searchable, session)?;
    for saved in &all {
        if session.json() {
            session.print_json(&ListedSaved {
                name: &saved.name,
                query: &saved.query,
                voices: saved.counts.voices,
                sources: saved.counts.sources,
                passages: saved.counts.passages,
                trouble: saved.trouble.as_deref(),
            })?;
            continue;
        }
        session.print(Shown::line(&format!("@{}  {}", saved.name, saved.query)))?;
        session.print(Shown::line(&match &saved.trouble {
            Some(trouble) => format!("  cannot be run as it is: {trouble}"),
            None => format!("  {}", counted(&saved.counts)),
        }))?;
    }
    if all.is_empty() && !session.json() {
        session.say("no search is saved; save one with: tripod search --save NAME QUERY")?;
    }
    Ok(if all.is_empty() { Answer::No } else { Answer::Yes })
}

/// Saves a query under a name, if it can be read whole and does not name itself.
pub(super) fn save(
    study: &mut Study,
    searchable: &Searchable,
    (name, query, replace): (&str, &str, bool),
    session: &mut Session,
) -> Result<Answer, Failure> {
    let asked = question(query.to_owned(), 0);
    let found = Finder::new(study, searchable, false, session)?.find(&asked)?;
    refuse_misread(&found.troubles, query)?;
    if let Some(trouble) = trouble_with(study, name, query) {
        return Err(Failure::usage(format!("not saved as '{name}': {}", trouble.message))
            .hint("take another name, or leave that name out of the query"));
    }
    study.save_search(name, query, replace)?;
    session.say(Shown::line(&format!("saved: @{name} finds {query}")))?;
    Ok(Answer::Yes)
}
