//! How texts are divided to be compared: by theme, kind, case, category, or another attribute.

use std::collections::BTreeSet;
use std::fmt;

use crate::search::corpus::{Facts, Unknown};
use crate::search::passages::PassageSet;
use crate::search::query::Filter;
use crate::study::Study;

/// By what texts are divided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// The themes that passages are coded with, sub-codes counted. A passage may be of several.
    #[default]
    Theme,
    /// The kind of the source.
    Kind,
    /// The case that the source, the row of a table, or a coding speaks of. A passage may be of several.
    Case,
    /// The category of the respondent. A passage may be of several.
    Category,
    /// An attribute that the study declares.
    Attribute(String),
}

impl By {
    /// What every study can be divided by, in the order in which it is offered.
    pub const USUAL: [Self; 4] = [Self::Theme, Self::Kind, Self::Case, Self::Category];

    /// Reads what was typed: one of the usual ones, or an attribute among `declared`.
    #[must_use]
    pub fn read(word: &str, declared: &[&str]) -> Option<Self> {
        let usual = Self::USUAL.into_iter().find(|by| by.word() == word);
        usual.or_else(|| declared.contains(&word).then(|| Self::Attribute(word.to_owned())))
    }

    /// Returns the word for it.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Theme => "theme",
            Self::Kind => "kind",
            Self::Case => "case",
            Self::Category => "category",
            Self::Attribute(name) => name,
        }
    }

    /// Returns the filter that finds the passages of a group.
    #[must_use]
    pub fn filter(&self, value: &str) -> Filter {
        let value = value.to_owned();
        match self {
            Self::Theme => Filter::Code { code: value, subs: true },
            Self::Kind => Filter::Kind(value),
            Self::Case => Filter::Case(value),
            Self::Category => Filter::Attribute { name: "category".to_owned(), value },
            Self::Attribute(name) => Filter::Attribute { name: name.clone(), value },
        }
    }
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// One group of passages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What it is known by: the id of a theme, or the value.
    pub id: String,
    /// Its name: that of the theme, or the value.
    pub name: String,
    /// Its passages.
    pub passages: PassageSet,
}

/// Returns the ids and names of the groups that a study has, in its own order.
#[must_use]
pub fn names(study: &Study, by: &By) -> Vec<(String, String)> {
    let alike = |value: String| (value.clone(), value);
    match by {
        By::Theme => study.codebook().themes().map(|code| (code.id.to_string(), code.name.clone())).collect(),
        By::Kind => {
            let is_used = |kind: &str| study.sources().iter().any(|source| source.kind == *kind);
            let kinds = study.manifest().kinds.iter().map(|rule| rule.name.to_string());
            kinds.filter(|kind| is_used(kind)).map(alike).collect()
        }
        By::Case | By::Category | By::Attribute(_) => values(study, by.word()).into_iter().map(alike).collect(),
    }
}

/// Returns the values of an attribute: the declared ones in their order, then others that were met, by name.
fn values(study: &Study, key: &str) -> Vec<String> {
    let mut met: BTreeSet<String> = BTreeSet::new();
    for source in study.sources().iter().filter(|source| !source.is_withdrawn()) {
        met.extend(source.about.keys.texts(key).iter().cloned());
        let Ok(outline) = study.outline(source) else { continue };
        for row in &outline.rows {
            match key {
                "case" => met.extend(row.cases.iter().map(ToString::to_string)),
                "category" => met.extend(row.categories.iter().map(ToString::to_string)),
                _ => {}
            }
        }
    }
    let declared = study.manifest().attributes.get(key).map_or(&[][..], |attribute| attribute.values.as_slice());
    let mut values: Vec<String> = declared.iter().filter(|value| met.remove(*value)).cloned().collect();
    values.extend(met);
    values
}

/// Finds the passages of groups.
///
/// # Errors
/// When a name leads nowhere.
pub fn groups(facts: &dyn Facts, by: &By, names: Vec<(String, String)>) -> Result<Vec<Group>, Unknown> {
    let find = |(id, name): (String, String)| {
        let filter = by.filter(&id);
        let passages = if filter.is_of_coding() { facts.coded(&[&filter])? } else { facts.passages(&filter)? };
        Ok(Group { id, name, passages })
    };
    names.into_iter().map(find).collect()
}
