//! Prints a tree as a query that reads back as the same tree.

use std::fmt;

use super::{Codes, Filter, Near, Query, Relation, Sense, Words};

/// How tightly the place holds its query: brackets stand where the query is looser.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Hold {
    Either,
    Both,
    One,
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        print(self, Hold::Either, f)
    }
}

fn print(query: &Query, hold: Hold, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match query {
        Query::All => Ok(()),
        Query::Either(parts) => bracketed(hold > Hold::Either, f, |f| join(parts, " OR ", Hold::Both, f)),
        Query::Both(parts) => bracketed(hold > Hold::Both, f, |f| join(parts, " ", Hold::One, f)),
        Query::Not(inner) => {
            f.write_str("-")?;
            print(inner, Hold::One, f)
        }
        Query::Words(words) => write!(f, "{words}"),
        Query::Near(near) => write!(f, "{near}"),
        Query::Filter(filter) => write!(f, "{filter}"),
        Query::Codes(codes) => write!(f, "{codes}"),
        Query::Saved(name) => write!(f, "@{name}"),
    }
}

fn bracketed(
    needed: bool,
    f: &mut fmt::Formatter<'_>,
    inside: impl FnOnce(&mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    if needed {
        f.write_str("(")?;
    }
    inside(f)?;
    if needed {
        f.write_str(")")?;
    }
    Ok(())
}

fn join(parts: &[Query], between: &str, hold: Hold, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (number, part) in parts.iter().enumerate() {
        if number > 0 {
            f.write_str(between)?;
        }
        print(part, hold, f)?;
    }
    Ok(())
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.sense {
            Sense::Word => f.write_str(&self.text),
            Sense::Phrase => write!(f, "\"{}\"", self.text),
            Sense::PhraseBeginning => write!(f, "\"{}\"*", self.text),
            Sense::Beginning => write!(f, "{}*", self.text),
            Sense::Typo => write!(f, "{}~", self.text),
        }
    }
}

impl fmt::Display for Near {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        alternatives(&self.first, f)?;
        for (distance, words) in &self.steps {
            write!(f, " NEAR/{distance} ")?;
            alternatives(words, f)?;
        }
        Ok(())
    }
}

fn alternatives(words: &[Words], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    bracketed(words.len() > 1, f, |f| {
        for (number, word) in words.iter().enumerate() {
            if number > 0 {
                f.write_str(" OR ")?;
            }
            write!(f, "{word}")?;
        }
        Ok(())
    })
}

impl fmt::Display for Codes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.left)?;
        match self.relation {
            Relation::Within => f.write_str("WITHIN")?,
            Relation::Overlaps => f.write_str("OVERLAPS")?,
            Relation::Near(passages) => write!(f, "NEAR/{passages}")?,
        }
        write!(f, " {}", self.right)
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (key, exactly, value) = self.parts();
        let plain = value
            .chars()
            .all(|ch| !ch.is_whitespace() && !matches!(ch, '(' | ')' | '"' | '“' | '”' | '„' | '«' | '「' | '='));
        if plain { write!(f, "{key}:{exactly}{value}") } else { write!(f, "{key}:{exactly}\"{value}\"") }
    }
}
