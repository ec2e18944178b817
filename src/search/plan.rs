//! From a query to what is looked for: filters become sets of passages, words become patterns.

use super::corpus::{Facts, Unknown};
use super::passages::PassageSet;
use super::pattern::{Chain, Fit, Match, Pattern};
use super::query::{Filter, Query};
use super::together::Together;
use super::words::{Lent, Token};
use crate::base::language::Language;

/// A query made ready for one state of a study.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What is looked for.
    pub node: Node,
    /// Passages that are never found, whatever the node says.
    pub hidden: PassageSet,
    /// Names that lead nowhere: their filters find nothing.
    pub unknown: Vec<Unknown>,
}

/// What is looked for: sets only, or with words. A tree with words holds words in each of its nodes
/// but for sets.
#[derive(Clone, Debug)]
pub enum Node {
    /// These passages.
    Set(PassageSet),
    /// All of these; never empty.
    Both(Vec<Self>),
    /// At least one of these; never empty.
    Either(Vec<Self>),
    /// Not this.
    Not(Box<Self>),
    /// Words side by side.
    Words(Pattern),
    /// Words near each other.
    Near(Chain),
}

impl Plan {
    /// Makes a query ready; `length` is the number of all passages.
    #[must_use]
    pub fn new(query: &Query, facts: &dyn Facts, length: usize) -> Self {
        let mut planner = Planner { facts, length, analyser: Lent::new(), unknown: Vec::new() };
        let node = planner.node(query);
        let mut named = Vec::new();
        query.each_filter(&mut |filter| {
            if matches!(filter, Filter::Source(_)) {
                named.push(filter.clone());
            }
        });
        let hidden = facts.hidden(&named.iter().collect::<Vec<_>>());
        Self { node, hidden, unknown: planner.unknown }
    }
}

struct Planner<'a> {
    facts: &'a dyn Facts,
    length: usize,
    analyser: Lent,
    unknown: Vec<Unknown>,
}

impl Planner<'_> {
    fn node(&mut self, query: &Query) -> Node {
        match query {
            Query::All => Node::Set(PassageSet::all(self.length)),
            // A saved search that nobody put in the place of its name.
            Query::Saved(_) => Node::Set(PassageSet::none(self.length)),
            Query::Filter(filter) if filter.is_of_coding() => {
                let found = self.facts.coded(&[filter]);
                self.known(found)
            }
            Query::Filter(filter) => {
                let found = self.facts.passages(filter);
                self.known(found)
            }
            Query::Codes(codes) => {
                let found = self.facts.codes(codes);
                self.known(found)
            }
            Query::Words(words) => match Pattern::new(words, &mut self.analyser) {
                Some(pattern) => Node::Words(pattern),
                None => Node::Set(PassageSet::all(self.length)),
            },
            Query::Near(near) => Node::Near(Chain::new(near, &mut self.analyser)),
            Query::Not(inner) => match self.node(inner) {
                Node::Set(mut set) => {
                    set.invert();
                    Node::Set(set)
                }
                other => Node::Not(Box::new(other)),
            },
            Query::Both(parts) => {
                let (coded, rest) = self.coded(parts);
                self.joined(coded, &rest, &PassageSet::all(self.length), PassageSet::intersect, Node::Both)
            }
            Query::Either(parts) => {
                let parts: Vec<&Query> = parts.iter().collect();
                self.joined(None, &parts, &PassageSet::none(self.length), PassageSet::unite, Node::Either)
            }
        }
    }

    /// Finds what the parts of a conjunction ask of codings together; returns the other parts too.
    fn coded<'q>(&mut self, parts: &'q [Query]) -> (Option<PassageSet>, Vec<&'q Query>) {
        let Together { codings, ways, rest } = Together::new(parts);
        if ways.is_empty() {
            return (None, rest);
        }
        let found: Vec<PassageSet> = codings.iter().map(|filters| self.of_one_coding(filters)).collect();
        let mut set = PassageSet::none(self.length);
        for way in &ways {
            let mut all = PassageSet::all(self.length);
            for &coding in way {
                all.intersect(&found[coding]);
            }
            set.unite(&all);
        }
        (Some(set), rest)
    }

    /// Returns the passages with a coding that meets all of these filters.
    fn of_one_coding(&mut self, filters: &[&Filter]) -> PassageSet {
        self.facts.coded(filters).unwrap_or_else(|unknown| {
            if !self.unknown.contains(&unknown) {
                self.unknown.push(unknown);
            }
            PassageSet::none(self.length)
        })
    }

    /// Joins all sets among the parts to one, which decides alone where it is empty (for both) or
    /// whole (for either).
    fn joined(
        &mut self,
        first: Option<PassageSet>,
        parts: &[&Query],
        neutral: &PassageSet,
        join: fn(&mut PassageSet, &PassageSet),
        make: fn(Vec<Node>) -> Node,
    ) -> Node {
        let mut set = first.unwrap_or_else(|| neutral.clone());
        let mut nodes = Vec::new();
        for part in parts {
            match self.node(part) {
                Node::Set(one) => join(&mut set, &one),
                other => nodes.push(other),
            }
        }
        let mut deciding = neutral.clone();
        deciding.invert();
        if nodes.is_empty() || set == deciding {
            return Node::Set(set);
        }
        if set != *neutral {
            nodes.push(Node::Set(set));
        }
        if nodes.len() == 1 { nodes.swap_remove(0) } else { make(nodes) }
    }

    fn known(&mut self, found: Result<PassageSet, Unknown>) -> Node {
        Node::Set(found.unwrap_or_else(|unknown| {
            self.unknown.push(unknown);
            PassageSet::none(self.length)
        }))
    }
}

impl Node {
    /// Tells whether a passage is found, by its words; returns a score, higher where it fits better.
    #[must_use]
    pub fn holds(&self, passage: usize, tokens: &[Token], language: Language) -> Option<f32> {
        match self {
            Self::Set(set) => set.contains(passage).then_some(0.0),
            Self::Not(inner) => inner.holds(passage, tokens, language).is_none().then_some(0.0),
            Self::Both(parts) => {
                // Sets stand last and cost least.
                parts.iter().rev().try_fold(0.0, |sum, part| Some(sum + part.holds(passage, tokens, language)?))
            }
            Self::Either(parts) => parts
                .iter()
                .filter_map(|part| part.holds(passage, tokens, language))
                .fold(None, |sum, score| Some(sum.unwrap_or(0.0) + score)),
            Self::Words(pattern) => worth(&pattern.matches(tokens, language)),
            Self::Near(chain) => worth(&chain.matches(tokens, language)),
        }
    }

    /// Adds the matches of all words that a passage may owe its being found to.
    pub fn marks(&self, tokens: &[Token], language: Language, to: &mut Vec<Match>) {
        match self {
            Self::Set(_) | Self::Not(_) => {}
            Self::Both(parts) | Self::Either(parts) => {
                for part in parts {
                    part.marks(tokens, language, to);
                }
            }
            Self::Words(pattern) => to.extend(pattern.matches(tokens, language)),
            Self::Near(chain) => to.extend(chain.matches(tokens, language)),
        }
    }

    /// Tells whether words are looked for.
    #[must_use]
    pub fn has_words(&self) -> bool {
        !matches!(self, Self::Set(_))
    }
}

/// A score without an index: more matches weigh more, each further one less; exact forms twenty times as much.
fn worth(matches: &[Match]) -> Option<f32> {
    if matches.is_empty() {
        return None;
    }
    let sum: f32 = matches.iter().map(|found| if found.fit == Fit::Exact { 2.0 } else { 0.1 }).sum();
    Some(sum / (sum + 1.2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::Stance;
    use crate::search::corpus::Corpus as _;
    use crate::search::query::parse;
    use crate::search::samples::Sample;

    #[test]
    fn filters_side_by_side_speak_of_one_coding() {
        let mut sample = Sample::seven();
        sample.codings = vec![
            (0, "a", Stance::Supports),
            (0, "b", Stance::Contradicts),
            (1, "a", Stance::Contradicts),
            (2, "a", Stance::Supports),
            (2, "b", Stance::Supports),
        ];
        for (query, expected) in [
            ("theme:a stance:contradicts", &[1][..]),
            ("theme:a theme:b", &[0, 2]),
            ("theme:a theme:b stance:supports", &[2]),
            ("(theme:a OR theme:b) stance:contradicts", &[0, 1]),
            ("theme:a (stance:contradicts OR stance:supports)", &[0, 1, 2]),
            ("theme:a stance:supports stance:contradicts", &[]),
            ("theme:a -stance:contradicts", &[2]),
            ("theme:b OR (theme:a case:odd)", &[0, 1, 2]),
            // Alternatives beside a filter of their key are of another coding.
            ("(theme:a OR theme:b) theme:a", &[0, 1, 2]),
            ("(theme:a OR theme:c) theme:b", &[0, 2]),
            ("(theme:a OR theme:c) theme:b stance:supports", &[2]),
            ("(theme:a OR theme:c) (theme:b OR theme:d)", &[0, 2]),
            ("(theme:b OR stance:contradicts) theme:a", &[0, 1, 2]),
            // A bracket of alternatives means the same as all of them, each in its place.
            ("theme:a theme:b (stance:supports OR stance:contradicts)", &[2]),
            ("(theme:a theme:b stance:supports) OR (theme:a theme:b stance:contradicts)", &[2]),
            ("theme:a is:coded", &[]),
        ] {
            let plan = Plan::new(&parse(query, &[]).query, &sample, sample.places().len());
            let Node::Set(set) = &plan.node else { panic!("{query}") };
            assert_eq!(set.iter().collect::<Vec<_>>(), expected, "{query}");
            assert_eq!(plan.unknown.len(), usize::from(query.ends_with("is:coded")));
        }
    }
}
