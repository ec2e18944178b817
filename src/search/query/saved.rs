//! Puts saved searches in the place of their names.

use super::{Query, Trouble, parse};
use crate::base::nearest::did_you_mean;
use crate::base::text::Span;

/// How many saved searches may name each other in a row.
const DEEPEST: usize = 20;

/// How many names are replaced in one query: saved searches that name each other twice would grow
/// without end.
const MOST: usize = 1_000;

/// Returns the query with every saved search in the place of its name.
///
/// `saved` are names with their queries. Names that do not exist and searches that name themselves
/// become troubles over the span of the whole name's query, and find nothing; a search that can be
/// read only in part is a trouble too, and its readable part is taken.
#[must_use]
pub fn expand(query: &Query, saved: &[(&str, &str)], attributes: &[&str]) -> (Query, Vec<Trouble>) {
    let mut expander = Expander { saved, attributes, open: Vec::new(), made: 0, troubles: Vec::new() };
    let expanded = expander.expand(query);
    (expanded, expander.troubles)
}

struct Expander<'a> {
    saved: &'a [(&'a str, &'a str)],
    attributes: &'a [&'a str],
    open: Vec<&'a str>,
    made: usize,
    troubles: Vec<Trouble>,
}

impl Expander<'_> {
    fn expand(&mut self, query: &Query) -> Query {
        match query {
            Query::Both(parts) => Query::both(parts.iter().map(|part| self.expand(part)).collect()),
            Query::Either(parts) => {
                let parts: Vec<Query> = parts.iter().map(|part| self.expand(part)).collect();
                // An alternative that finds every passage makes the whole find every passage.
                if parts.contains(&Query::All) { Query::All } else { Query::either(parts) }
            }
            Query::Not(inner) => Query::negated(self.expand(inner)),
            Query::Saved(name) => self.named(name),
            other => other.clone(),
        }
    }

    fn named(&mut self, name: &str) -> Query {
        let Some(&(known, text)) = self.saved.iter().find(|(known, _)| *known == name) else {
            let mut trouble = Trouble::error(Span::default(), format!("there is no saved search '@{name}'"));
            trouble.hint = did_you_mean(name, self.saved.iter().map(|(known, _)| *known))
                .or_else(|| Some(format!("keep one with: tripod search --save {name} QUERY")));
            self.troubles.push(trouble);
            return nothing();
        };
        if self.open.contains(&known) || self.open.len() >= DEEPEST || self.made >= MOST {
            let way: Vec<String> = self.open.iter().chain([&known]).map(|name| format!("@{name}")).collect();
            let trouble =
                Trouble::error(Span::default(), format!("saved searches name each other: {}", way.join(" → ")));
            self.troubles.push(trouble.hint("change [searches] in study.toml"));
            return nothing();
        }
        self.made += 1;
        let parsed = parse(text, self.attributes);
        self.troubles.extend(parsed.troubles.into_iter().map(|mut trouble| {
            trouble.message = format!("in the saved search '@{known}': {}", trouble.message);
            trouble
        }));
        self.open.push(known);
        let expanded = self.expand(&parsed.query);
        self.open.pop();
        expanded
    }
}

/// A query that finds no passage.
fn nothing() -> Query {
    Query::negated(Query::All)
}
