//! What parts of a query ask that stand side by side: which of them speak of the same coding, and which of others.
//!
//! Filters of several keys speak of one coding, filters of one key of several: `theme:a theme:b stance:supports`
//! asks for a coding of a that supports, and for one of b that does. A bracket that offers nothing but such filters
//! stands for each of them in turn: `(theme:a OR theme:b) theme:c` is `theme:a theme:c` or `theme:b theme:c`. All
//! other parts are asked for themselves.

use std::collections::BTreeMap;

use super::query::{Filter, Query};

/// How many different codings are asked for at most; beyond that, parts stand alone.
const MOST: usize = 256;

/// How many codings at most, with each as often as a way asks for it.
const MOST_IN_WAYS: usize = 4096;

/// Parts side by side.
#[derive(Default)]
pub(super) struct Together<'q> {
    /// The codings that are asked for, each once: a coding has to meet all of these filters.
    pub(super) codings: Vec<Vec<&'q Filter>>,
    /// The ways to take one filter of each part that asks of codings only, each with the places, in the list above, of
    /// the codings that have to be there. One way that is met is enough; without any, nothing is asked of codings here.
    pub(super) ways: Vec<Vec<usize>>,
    /// Parts that are asked for themselves, beside that.
    pub(super) rest: Vec<&'q Query>,
}

impl<'q> Together<'q> {
    /// Tells the parts of a conjunction apart.
    pub(super) fn new(parts: &'q [Query]) -> Self {
        let mut together = Self::default();
        let mut brackets = Vec::new();
        for part in parts {
            match alternatives(part) {
                Some(filters) => brackets.push(filters),
                None => together.rest.push(part),
            }
        }
        if brackets.is_empty() || together.read(&brackets).is_none() {
            return Self { rest: parts.iter().collect(), ..Self::default() };
        }
        together
    }

    /// Finds the ways and their codings; nothing where there are too many.
    fn read(&mut self, brackets: &[Vec<&'q Filter>]) -> Option<()> {
        let mut left = MOST_IN_WAYS;
        for filters in choices(brackets, left)? {
            let codings = choices(&by_key(&filters), left)?;
            left -= codings.len();
            let way = codings.into_iter().map(|coding| self.place(coding)).collect();
            self.ways.push(way);
            if self.codings.len() > MOST {
                return None;
            }
        }
        Some(())
    }

    /// Returns the place of a coding in the list of all.
    fn place(&mut self, coding: Vec<&'q Filter>) -> usize {
        self.codings.iter().position(|known| *known == coding).unwrap_or_else(|| {
            self.codings.push(coding);
            self.codings.len() - 1
        })
    }
}

/// Returns the filters of which one is asked of a coding, where a part says only that.
fn alternatives(part: &Query) -> Option<Vec<&Filter>> {
    match part {
        Query::Either(parts) => parts.iter().map(of_coding).collect(),
        one => of_coding(one).map(|filter| vec![filter]),
    }
}

fn of_coding(part: &Query) -> Option<&Filter> {
    if let Query::Filter(filter) = part { Some(filter).filter(|filter| filter.is_of_coding()) } else { None }
}

/// Puts filters of one key together.
fn by_key<'q>(filters: &[&'q Filter]) -> Vec<Vec<&'q Filter>> {
    let mut keys: BTreeMap<&str, Vec<&Filter>> = BTreeMap::new();
    for &filter in filters {
        let same = keys.entry(filter.key()).or_default();
        if !same.contains(&filter) {
            same.push(filter);
        }
    }
    keys.into_values().collect()
}

/// Returns every way to take one of each list; nothing where there are more than `most`.
fn choices<'q>(lists: &[Vec<&'q Filter>], most: usize) -> Option<Vec<Vec<&'q Filter>>> {
    let number = lists.iter().map(Vec::len).try_fold(1_usize, usize::checked_mul);
    number.filter(|number| *number <= most)?;
    let longer = |ways: Vec<Vec<&'q Filter>>, list: &Vec<&'q Filter>| {
        ways.iter().flat_map(|way| list.iter().map(|&one| way.iter().copied().chain([one]).collect())).collect()
    };
    Some(lists.iter().fold(vec![Vec::new()], longer))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::parse;

    fn told(query: &str) -> String {
        let Query::Both(parts) = parse(query, &[]).query else { panic!("{query}") };
        let together = Together::new(&parts);
        let coding = |at: &usize| together.codings[*at].iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let way = |codings: &Vec<usize>| codings.iter().map(coding).collect::<Vec<_>>().join(" + ");
        let ways: Vec<String> = together.ways.iter().map(way).collect();
        let rest: Vec<String> = together.rest.iter().map(ToString::to_string).collect();
        format!("{} | {}", ways.join(" or "), rest.join(", "))
    }

    #[test]
    fn filters_are_of_one_coding_or_of_several() {
        for (query, expected) in [
            ("theme:a stance:supports late", "stance:supports theme:a | late"),
            ("theme:a theme:b", "theme:a + theme:b | "),
            ("theme:a theme:a", "theme:a | "),
            (
                "(theme:a OR theme:b) theme:c coder:ana",
                "coder:ana theme:a + coder:ana theme:c or coder:ana theme:b + coder:ana theme:c | ",
            ),
            ("(theme:a OR late) theme:c", "theme:c | theme:a OR late"),
            ("late money", " | late, money"),
        ] {
            assert_eq!(told(query), expected, "{query}");
        }
    }

    #[test]
    fn too_many_codings_are_asked_for_part_by_part() {
        let bracket = |number: usize| {
            let filters: Vec<String> = (0..number).map(|code| format!("theme:c{code}")).collect();
            format!("({})", filters.join(" OR "))
        };
        assert!(told(&format!("{} theme:a", bracket(255))).ends_with("theme:c254 + theme:a | "));
        assert!(told(&format!("{} theme:a", bracket(256))).starts_with(" | theme:c0 OR "));
        // Each coding is asked for once, in however many ways.
        assert!(told(&[bracket(32), bracket(32)].join(" ")).ends_with(" or theme:c31 | "));
        assert!(told(&[bracket(64), bracket(64)].join(" ")).starts_with(" | "));
    }
}
