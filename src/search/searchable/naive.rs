//! The query language by its description alone: plain loops over the words and codings of a small world.
//!
//! Nothing of the search is used here, neither its words nor its sets: what words are, how they fold and
//! which of them are forms of one word is written down in [`lexicon`]. What the search finds is compared
//! with this.

mod facts;
pub(super) mod lexicon;
mod text;

use std::fmt;

pub(super) use facts::{Coding, Fact, Near, Source, World};
pub(super) use text::{Need, Passage, Token};

/// A query.
#[derive(Clone, Debug)]
pub(super) enum Asked {
    /// Words, and how they are printed.
    Words(Vec<Need>, String),
    /// Alternatives for each place, and how far from one to the next.
    Near(Vec<Vec<(Vec<Need>, String)>>, Vec<usize>),
    Fact(Fact),
    Codes(Fact, Near, Fact),
    /// A saved search: its name and what it says.
    Saved(&'static str, Box<Self>),
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
}

impl Asked {
    /// Puts saved searches in their places, and what stands in brackets of the same kind beside the rest.
    pub(super) fn flat(&self) -> Self {
        match self {
            Self::Saved(_, says) => says.flat(),
            Self::Not(inner) => Self::Not(Box::new(inner.flat())),
            Self::All(parts) => {
                let inner = |part: Self| if let Self::All(inner) = part { inner } else { vec![part] };
                Self::All(parts.iter().map(Self::flat).flat_map(inner).collect())
            }
            Self::Any(parts) => {
                let inner = |part: Self| if let Self::Any(inner) = part { inner } else { vec![part] };
                Self::Any(parts.iter().map(Self::flat).flat_map(inner).collect())
            }
            other => other.clone(),
        }
    }

    /// Tells whether a passage is found by a query without saved searches.
    pub(super) fn finds(&self, world: &World, source: usize, passage: usize) -> bool {
        let text = &world.sources[source].passages[passage];
        match self {
            Self::Words(needs, _) => !text.places(needs).is_empty(),
            Self::Near(links, distances) => !text.chains(&links_of(links), distances).is_empty(),
            Self::Fact(fact) => world.holds(fact, source, passage),
            Self::Codes(left, near, right) => world.related(left, *near, right, source, passage),
            Self::Saved(..) => unreachable!("it is flat"),
            Self::Not(inner) => !inner.finds(world, source, passage),
            Self::Any(parts) => parts.iter().any(|part| part.finds(world, source, passage)),
            Self::All(parts) => {
                let (coded, rest): (Vec<&Self>, Vec<&Self>) =
                    parts.iter().partition(|part| part.coding_facts().is_some());
                let brackets: Vec<Vec<&Fact>> = coded.iter().filter_map(|part| part.coding_facts()).collect();
                let codings: Vec<&Coding> = world.touching(source, passage).collect();
                rest.iter().all(|part| part.finds(world, source, passage))
                    && (brackets.is_empty() || assignments(&brackets).iter().any(|facts| side_by_side(facts, &codings)))
            }
        }
    }

    /// The facts of which a coding has to meet one, where nothing else is asked.
    fn coding_facts(&self) -> Option<Vec<&Fact>> {
        match self {
            Self::Fact(fact) => fact.is_of_coding().then(|| vec![fact]),
            Self::Any(parts) => {
                let is_one = |part: &Self| matches!(part, Self::Fact(fact) if fact.is_of_coding());
                let all = parts.iter().all(is_one);
                all.then(|| parts.iter().filter_map(Self::coding_facts).flatten().collect())
            }
            _ => None,
        }
    }

    /// Adds what is marked in a passage: the places of all words that are not under a NOT.
    pub(super) fn marks(&self, text: &Passage, to: &mut Vec<(usize, usize)>) {
        match self {
            Self::Words(needs, _) => to.extend(text.places(needs)),
            Self::Near(links, distances) => to.extend(text.chains(&links_of(links), distances)),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.marks(text, to)),
            _ => {}
        }
    }

    /// Tells whether nothing but words is asked.
    pub(super) fn is_of_words(&self) -> bool {
        match self {
            Self::Words(..) | Self::Near(..) => true,
            Self::Fact(_) | Self::Codes(..) | Self::Saved(..) => false,
            Self::Not(inner) => inner.is_of_words(),
            Self::All(parts) | Self::Any(parts) => parts.iter().all(Self::is_of_words),
        }
    }

    /// Tells whether a source is asked for by name, not under a NOT.
    pub(super) fn names(&self, id: &str) -> bool {
        match self {
            Self::Fact(Fact::Source(wanted)) => id == *wanted,
            Self::All(parts) | Self::Any(parts) => parts.iter().any(|part| part.names(id)),
            _ => false,
        }
    }
}

fn links_of(links: &[Vec<(Vec<Need>, String)>]) -> Vec<Vec<&[Need]>> {
    links.iter().map(|link| link.iter().map(|(needs, _)| needs.as_slice()).collect()).collect()
}

/// Every way to take one of each bracket; a filter without one is a bracket of one.
fn assignments<'f>(brackets: &[Vec<&'f Fact>]) -> Vec<Vec<&'f Fact>> {
    let number: usize = brackets.iter().map(Vec::len).product();
    let assignment = |mut digits: usize| {
        let one_of = |bracket: &Vec<&'f Fact>| {
            let fact = bracket[digits % bracket.len()];
            digits /= bracket.len();
            fact
        };
        brackets.iter().map(one_of).collect()
    };
    (0..number).map(assignment).collect()
}

/// Filters side by side, without brackets. Those of one key ask for several codings: whichever of each key is
/// taken, there is a coding that meets all that were taken.
fn side_by_side(facts: &[&Fact], codings: &[&Coding]) -> bool {
    let Some(first) = facts.first() else { return !codings.is_empty() };
    let (same, others): (Vec<&Fact>, Vec<&Fact>) = facts.iter().partition(|fact| fact.key() == first.key());
    same.iter().all(|fact| {
        let meeting: Vec<&Coding> = codings.iter().filter(|coding| coding.meets(fact)).copied().collect();
        side_by_side(&others, &meeting)
    })
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, parts: &[Self], between: &str| {
            for (at, part) in parts.iter().enumerate() {
                let mark = if at == 0 { "" } else { between };
                match part {
                    Self::All(_) | Self::Any(_) => write!(f, "{mark}({part})")?,
                    _ => write!(f, "{mark}{part}")?,
                }
            }
            Ok(())
        };
        match self {
            Self::Words(_, typed) => f.write_str(typed),
            Self::Near(links, distances) => {
                for (at, link) in links.iter().enumerate() {
                    if at > 0 {
                        write!(f, " NEAR/{} ", distances[at - 1])?;
                    }
                    let typed: Vec<&str> = link.iter().map(|(_, typed)| typed.as_str()).collect();
                    if typed.len() > 1 { write!(f, "({})", typed.join(" OR "))? } else { f.write_str(typed[0])? }
                }
                Ok(())
            }
            Self::Fact(fact) => write!(f, "{fact}"),
            Self::Codes(left, near, right) => write!(f, "{left} {near} {right}"),
            Self::Saved(name, _) => write!(f, "@{name}"),
            Self::All(parts) => list(f, parts, " "),
            Self::Any(parts) => list(f, parts, " OR "),
            Self::Not(inner) => match &**inner {
                Self::All(_) | Self::Any(_) | Self::Near(..) | Self::Codes(..) => write!(f, "-({inner})"),
                _ => write!(f, "-{inner}"),
            },
        }
    }
}
