//! A filter that holds on whole screens: held against sources and codings one by one, without an index.
//!
//! It is written in the query language, of which it takes what can be asked of a source as a whole and of
//! who coded: a list of sources, the evidence of a theme and the hits of a search then speak of the same.

use std::collections::BTreeSet;

use super::corpus::Unknown;
use super::query::{Filter, PartialDate, Query, parse};
use super::searchable::find_source;
use super::texts::plain;
use crate::base::ids::Coder;
use crate::base::nearest::did_you_mean;
use crate::base::problem::Severity;
use crate::coding::Coding;
use crate::source::{Outline, Reading, Row};
use crate::study::{Placed, Source, Study};

/// The keys that every study has.
const KEYS: [&str; 8] = ["kind", "leg", "case", "category", "coder", "source", "voice", "date"];

/// How many values are named where one is asked for.
const NAMED: usize = 12;

/// A filter that was read; its names lead somewhere in the study that it was read for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sieve {
    query: Query,
}

impl Sieve {
    /// Reads a filter; nothing where the text is blank.
    ///
    /// # Errors
    /// Says in one sentence what it cannot take, and what to type instead.
    pub fn read(study: &Study, text: &str) -> Result<Option<Self>, String> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let attributes = attributes(study);
        let parsed = parse(text, &attributes.iter().map(String::as_str).collect::<Vec<_>>());
        if let Some(trouble) = parsed.troubles.iter().find(|trouble| trouble.severity == Severity::Error) {
            return Err(with_hint(trouble.message.clone(), trouble.hint.clone()));
        }
        check(study, &parsed.query)?;
        Ok(Some(Self { query: parsed.query }))
    }

    /// Returns the filter as a query.
    #[must_use]
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// Tells whether it asks who coded, so that every coding may change what it lists.
    #[must_use]
    pub fn asks_who_coded(&self) -> bool {
        any(&self.query, &|filter| matches!(filter, Filter::Coder(_)))
    }

    /// Returns the sources that it lists, as their places in the study: by what is known of the source, of any
    /// row of a table, and by what the codings in it say of themselves.
    #[must_use]
    pub fn sources(&self, study: &Study) -> BTreeSet<usize> {
        let asks_codings = |filter: &Filter| matches!(filter, Filter::Coder(_) | Filter::Case(_) | Filter::Voice(_));
        let said = if any(&self.query, &asks_codings) { said_by_codings(study) } else { BTreeSet::new() };
        let says = |at: usize, key: &'static str, values: Vec<String>| {
            values.into_iter().any(|value| said.contains(&(at, key, value)))
        };
        let lists = |at: &usize| {
            let source = &study.sources()[*at];
            let rows = rows(study, source);
            self.holds(&|filter| {
                let by_coding = match filter {
                    Filter::Coder(coder) => says(*at, "coder", vec![plain(coder)]),
                    Filter::Case(case) => says(*at, "case", meant(study, "case", case)),
                    Filter::Voice(voice) => says(*at, "voice", vec![plain(voice)]),
                    _ => false,
                };
                by_coding
                    || has(study, source, None, filter)
                    || rows.iter().any(|row| has(study, source, Some(row), filter))
            })
        };
        (0..study.sources().len()).filter(lists).collect()
    }

    /// Tells whether it shows a coding: by its source, or its row of a table, by the case and voice that it
    /// speaks of, and by its coder.
    #[must_use]
    pub fn takes(&self, study: &Study, placed: &Placed<'_>) -> bool {
        let Some(source) = placed.source.map(|at| &study.sources()[at]) else { return false };
        let coding = &placed.coding;
        let row = row_at(study, source, placed.span.start);
        self.holds(&|filter| match filter {
            Filter::Coder(coder) => plain(coding.by().as_str()) == plain(coder),
            Filter::Case(case) if coding.case().is_some() => {
                let own = coding.case().map(|case| plain(case.as_str()));
                own.is_some_and(|own| meant(study, "case", case).contains(&own)) || has(study, source, row, filter)
            }
            Filter::Voice(voice) if coding.voice().is_some() => {
                coding.voice().is_some_and(|own| plain(own.as_str()) == plain(voice)) || has(study, source, row, filter)
            }
            _ => has(study, source, row, filter),
        })
    }

    fn holds(&self, has: &dyn Fn(&Filter) -> bool) -> bool {
        holds(&self.query, has)
    }
}

/// Says what can be typed at the end of a filter: the keys, or the values of the key that is begun.
#[must_use]
pub fn hint(study: &Study, text: &str) -> String {
    let last = text.rsplit([' ', '(']).next().unwrap_or_default().trim_start_matches('-');
    let Some((key, begun)) = last.split_once(':') else {
        let keys = keys(study);
        let fitting: Vec<String> = keys.iter().filter(|key| key.starts_with(last)).cloned().collect();
        let keys = if fitting.is_empty() { keys } else { fitting };
        return keys.into_iter().map(|key| format!("{key}:")).collect::<Vec<_>>().join(" ");
    };
    let begun = plain(begun.trim_matches('"'));
    let values: Vec<String> =
        values(study, &plain(key)).into_iter().filter(|value| plain(value).starts_with(&begun)).collect();
    let more = if values.len() > NAMED { " …" } else { "" };
    format!("{}{more}", values.into_iter().take(NAMED).collect::<Vec<_>>().join(", "))
}

/// Returns the keys of filters that a study has, each once.
pub(super) fn keys(study: &Study) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let keys = KEYS.iter().map(ToString::to_string).chain(attributes(study));
    keys.filter(|key| seen.insert(key.clone())).collect()
}

/// Returns the names of the attributes that filters may name: those of the study, and the two that every source
/// may have.
fn attributes(study: &Study) -> Vec<String> {
    let mut names: Vec<String> = study.manifest().attributes.keys().cloned().collect();
    for name in ["case", "category"] {
        if !names.iter().any(|known| plain(known) == name) {
            names.push(name.to_owned());
        }
    }
    names
}

fn any(query: &Query, is: &dyn Fn(&Filter) -> bool) -> bool {
    match query {
        Query::Filter(filter) => is(filter),
        Query::Both(parts) | Query::Either(parts) => parts.iter().any(|part| any(part, is)),
        Query::Not(inner) => any(inner, is),
        _ => false,
    }
}

fn holds(query: &Query, has: &dyn Fn(&Filter) -> bool) -> bool {
    match query {
        Query::Filter(filter) => has(filter),
        Query::Both(parts) => parts.iter().all(|part| holds(part, has)),
        Query::Either(parts) => parts.iter().any(|part| holds(part, has)),
        Query::Not(inner) => !holds(inner, has),
        // Nothing else passes the check.
        Query::All | Query::Words(_) | Query::Near(_) | Query::Codes(_) | Query::Saved(_) => true,
    }
}

/// Sees that there are only filters of sources and coders, and that their names lead somewhere.
fn check(study: &Study, query: &Query) -> Result<(), String> {
    match query {
        Query::All => Ok(()),
        Query::Both(parts) | Query::Either(parts) => parts.iter().try_for_each(|part| check(study, part)),
        Query::Not(inner) => check(study, inner),
        Query::Words(words) => {
            let message = format!("'{}' is a word of the text", words.text);
            Err(with_hint(message, Some("a filter is like kind:interview".to_owned())))
        }
        Query::Filter(filter) => check_filter(study, filter),
        Query::Near(_) | Query::Codes(_) | Query::Saved(_) => {
            Err("only filters stand here, such as kind: case: coder:; the search takes the rest".to_owned())
        }
    }
}

fn check_filter(study: &Study, filter: &Filter) -> Result<(), String> {
    let (key, value) = match filter {
        Filter::Date(_) => return Ok(()),
        Filter::Kind(value)
        | Filter::Leg(value)
        | Filter::Case(value)
        | Filter::Coder(value)
        | Filter::Voice(value)
        | Filter::Source(value) => (plain(filter.key()), value),
        Filter::Attribute { name, value } => (plain(name), value),
        other => {
            let message = format!("{}: asks about passages, which the search does", other.key());
            return Err(with_hint(message, Some(format!("a filter takes {}:", KEYS.join(":, ")))));
        }
    };
    let known = values(study, &key);
    let wanted = plain(value);
    if matches!(filter, Filter::Source(_)) {
        return named_source(study, value).map(|_| ()).map_err(|unknown| with_hint(unknown.message, unknown.hint));
    }
    if known.iter().any(|known| plain(known) == wanted) {
        return Ok(());
    }
    let names: Vec<&str> = known.iter().map(String::as_str).collect();
    let few = || (!names.is_empty() && names.len() <= NAMED).then(|| format!("there are {}", names.join(", ")));
    Err(with_hint(format!("there is no {key} '{value}'"), did_you_mean(value, names.iter().copied()).or_else(few)))
}

fn with_hint(message: String, hint: Option<String>) -> String {
    match hint {
        Some(hint) => format!("{message}; {hint}"),
        None => message,
    }
}

/// Returns the values that a key can have in a study, each once, as they are written.
pub(super) fn values(study: &Study, key: &str) -> Vec<String> {
    let manifest = study.manifest();
    let sources = || study.sources().iter().filter(|source| !source.is_withdrawn());
    let rows_of_all = || sources().flat_map(|source| rows(study, source));
    let mut values: Vec<String> = match key {
        "kind" => manifest.kinds.iter().map(|kind| kind.name.to_string()).collect(),
        "leg" => manifest.kinds.iter().map(|kind| kind.leg.to_string()).collect(),
        "coder" => {
            let coded: BTreeSet<&Coder> = study.state().coded().map(Coding::by).collect();
            manifest.coders.keys().chain(coded).map(ToString::to_string).collect()
        }
        "source" => sources().map(|source| source.stem().to_owned()).collect(),
        "voice" => {
            let coded = study.state().coded().filter_map(|coding| coding.voice().map(ToString::to_string));
            sources()
                .map(|source| source.voice().to_string())
                .chain(rows_of_all().filter_map(|row| row.voice.as_ref()).map(ToString::to_string))
                .chain(coded)
                .collect()
        }
        "date" => vec!["2019".to_owned(), "2019-09".to_owned(), "2019-09..2019-12".to_owned()],
        _ => {
            let declared = manifest.attributes.iter().find(|(name, _)| plain(name) == key).map(|(_, one)| one);
            let groups = declared.into_iter().flat_map(|one| one.groups.keys());
            let named = declared.into_iter().flat_map(|one| &one.values).chain(groups).cloned();
            let used = sources().flat_map(|source| members(source, key));
            let rows = rows_of_all().flat_map(|row| row_members(row, key));
            let coded = study.state().coded().filter_map(|coding| coding.case().filter(|_| key == "case"));
            named.chain(used).chain(rows).chain(coded.map(ToString::to_string)).collect()
        }
    };
    let mut seen = BTreeSet::new();
    values.retain(|value| seen.insert(plain(value)));
    values
}

/// Returns the folded values that a value of an attribute means: itself, or a group's members.
fn meant(study: &Study, attribute: &str, value: &str) -> Vec<String> {
    let wanted = plain(value);
    let declared = study.manifest().attributes.iter().find(|(name, _)| plain(name) == plain(attribute));
    let groups = declared.into_iter().flat_map(|(_, attribute)| &attribute.groups);
    let members = groups.filter(|(name, _)| plain(name) == wanted).flat_map(|(_, members)| members);
    let members: Vec<String> = members.map(|member| plain(member)).collect();
    std::iter::once(wanted).chain(members).collect()
}

/// Tells whether a source, or its row of a table where one is given, meets a filter.
fn has(study: &Study, source: &Source, row: Option<&Row>, filter: &Filter) -> bool {
    let attribute = |key: &str, value: &str| {
        let wanted = meant(study, key, value);
        let own = row.map(|row| row_members(row, &plain(key))).filter(|members| !members.is_empty());
        own.unwrap_or_else(|| members(source, &plain(key))).iter().any(|member| wanted.contains(&plain(member)))
    };
    match filter {
        Filter::Kind(kind) => plain(source.kind.as_str()) == plain(kind),
        Filter::Leg(leg) => plain(source.leg.as_str()) == plain(leg),
        Filter::Source(name) => named_source(study, name).is_ok_and(|named| named.id == source.id),
        Filter::Voice(voice) => {
            let own = row.and_then(|row| row.voice.clone()).unwrap_or_else(|| source.voice());
            plain(own.as_str()) == plain(voice)
        }
        Filter::Date(dates) => {
            source.about.date.as_deref().and_then(PartialDate::parse).is_some_and(|date| dates.meets(date))
        }
        Filter::Case(case) => attribute("case", case),
        Filter::Attribute { name, value } => attribute(name, value),
        _ => false,
    }
}

fn named_source<'s>(study: &'s Study, name: &str) -> Result<&'s Source, Unknown> {
    let ids: Vec<&str> = study.sources().iter().map(|source| source.id.as_str()).collect();
    find_source(&ids, name).map(|at| &study.sources()[at])
}

fn members(source: &Source, key: &str) -> Vec<String> {
    source.about.keys.iter().filter(|(known, _)| plain(known) == key).flat_map(|(_, texts)| texts).cloned().collect()
}

fn row_members(row: &Row, key: &str) -> Vec<String> {
    match key {
        "case" => row.cases.iter().map(ToString::to_string).collect(),
        "category" => row.categories.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}

/// Returns the rows of a source that is a table; of others nothing is read.
fn rows<'s>(study: &'s Study, source: &'s Source) -> &'s [Row] {
    table(study, source).map_or(&[], |outline| &outline.rows)
}

fn row_at<'s>(study: &'s Study, source: &'s Source, at: usize) -> Option<&'s Row> {
    let outline = table(study, source)?;
    outline.row(outline.passage_at(at)?)
}

fn table<'s>(study: &'s Study, source: &'s Source) -> Option<&'s Outline> {
    (source.reading == Reading::Table).then(|| study.outline(source).ok()).flatten()
}

/// Returns what the codings of each source say of themselves: who made them, and the case and the voice that
/// they speak of; folded.
fn said_by_codings(study: &Study) -> BTreeSet<(usize, &'static str, String)> {
    let mut said = BTreeSet::new();
    for coding in study.state().coded() {
        let Some(at) = study.source_of(&coding.source) else { continue };
        said.insert((at, "coder", plain(coding.by().as_str())));
        said.extend(coding.case().map(|case| (at, "case", plain(case.as_str()))));
        said.extend(coding.voice().map(|voice| (at, "voice", plain(voice.as_str()))));
    }
    said
}
