//! A study as a search sees it: its texts, its codings, and what every filter finds in them.

use std::path::PathBuf;
use std::sync::Arc;

use super::alike;
use super::arranged::{Arranged, Arrangement, Ground, arranged};
use super::codings::{CodingOf, Codings};
use super::corpus::{Corpus, Document, Facts, Unknown};
use super::passages::{PassageSet, Places};
use super::query::{Codes, Filter, Query};
use super::run::Hit;
use super::texts::{SourceView, Texts, plain};
use crate::base::ids::{CodeId, EntryId, SourceId, Voice};
use crate::base::language::Language;
use crate::base::nearest::did_you_mean;
use crate::base::problem::Problem;
use crate::base::text::{Span, TextHash};
use crate::codebook::Codebook;
use crate::study::{Manifest, Study, View};

/// How many names a hint has at most.
const NAMED: usize = 8;

/// A picture of a study for searching, which other threads can hold while the study goes on.
pub struct Searchable {
    texts: Arc<Texts>,
    codings: Codings,
    codebook: Arc<Codebook>,
    manifest: Arc<Manifest>,
}

impl Searchable {
    /// Takes a picture of a study, with the codings of a view. Reads what was not read yet.
    #[must_use]
    pub fn new(study: &Study, view: View) -> Self {
        Self::over(study, view, Arc::new(Texts::new(study)))
    }

    /// Takes a picture after entries about these codings were written: made, changed or removed. What is
    /// known of the texts is taken from this one: use [`Self::new`] after [`Study::reopen`].
    #[must_use]
    pub fn followed(&self, study: &Study, touched: &[EntryId]) -> Self {
        match self.codings.with(study, touched, &self.texts) {
            Some(codings) => Self {
                texts: Arc::clone(&self.texts),
                codings,
                codebook: Arc::clone(&self.codebook),
                manifest: Arc::clone(&self.manifest),
            },
            None => self.recoded(study, self.codings.view()),
        }
    }

    /// Takes a picture after the codebook or any codings changed, but no text; for single codings
    /// [`Self::followed`] is cheaper.
    #[must_use]
    pub fn recoded(&self, study: &Study, view: View) -> Self {
        Self::over(study, view, Arc::clone(&self.texts))
    }

    fn over(study: &Study, view: View, texts: Arc<Texts>) -> Self {
        Self {
            codings: Codings::new(study, view, &texts),
            texts,
            codebook: Arc::new(study.codebook().clone()),
            manifest: Arc::new(study.manifest().clone()),
        }
    }

    /// Returns the anchored codings that touch a passage, by place.
    #[must_use]
    pub fn codings(&self, source: usize, passage: usize) -> Vec<CodingOf> {
        let number = self.texts.places.number(source, passage);
        number.map(|number| self.codings.of_passage(source, number)).unwrap_or_default()
    }

    /// Returns the voice of a passage; nothing where it is nobody's that counts, as the interviewer's is.
    pub(super) fn heard(&self, source: usize, passage: usize) -> Option<Voice> {
        self.texts.sources.get(source)?.heard(passage).map(|own| own.voice.clone())
    }

    /// Returns the codes that a filter means: the code and, where asked for, its sub-codes.
    fn codes_of(&self, wanted: &str, subs: bool) -> Result<Vec<CodeId>, Unknown> {
        match self.codebook.find(wanted) {
            Ok(code) if subs => Ok(self.codebook.with_sub_codes(&code.id).iter().map(|code| code.id.clone()).collect()),
            Ok(code) => Ok(vec![code.id.clone()]),
            // Codings of a code that no codebook holds are kept, and found.
            Err(_) if self.codings.has_code(wanted) => Ok(vec![CodeId::from(wanted)]),
            Err(problem) => Err(unknown(problem)),
        }
    }

    fn find_source(&self, wanted: &str) -> Result<usize, Unknown> {
        find_source(&self.texts.sources.iter().map(|source| source.id.as_str()).collect::<Vec<_>>(), wanted)
    }

    /// Adds all passages of the sources that `is` tells of.
    fn of_sources(&self, is: impl Fn(&SourceView) -> bool, to: &mut PassageSet) {
        for (at, source) in self.texts.sources.iter().enumerate() {
            if is(source) {
                to.insert_range(self.texts.places.of_source(at));
            }
        }
    }

    /// Adds the passages that `is` tells of.
    fn of_passages(&self, is: impl Fn(&SourceView, usize) -> bool, to: &mut PassageSet) {
        for (at, source) in self.texts.sources.iter().enumerate() {
            for (passage, number) in self.texts.places.of_source(at).enumerate() {
                if is(source, passage) {
                    to.insert(number);
                }
            }
        }
    }

    /// Returns the folded values that a value of an attribute means: itself, or a group's members.
    fn meant(&self, attribute: &str, value: &str) -> Vec<String> {
        let wanted = plain(value);
        let declared = self.manifest.attributes.iter().find(|(name, _)| plain(name) == plain(attribute));
        let group = declared.and_then(|(_, attribute)| {
            attribute.groups.iter().find(|(name, _)| plain(name) == wanted).map(|(_, members)| members)
        });
        let members = group.into_iter().flatten().map(|member| plain(member));
        std::iter::once(wanted.clone()).chain(members).collect()
    }

    /// Says that a name is none of those that there are.
    fn check(
        what: &str,
        value: &str,
        wanted: &[String],
        known: impl IntoIterator<Item = String>,
    ) -> Result<(), Unknown> {
        let known: std::collections::BTreeSet<String> = known.into_iter().collect();
        if wanted.iter().any(|value| known.contains(value)) {
            return Ok(());
        }
        let list: Vec<&str> = known.iter().map(String::as_str).collect();
        let more = if list.len() > NAMED { " …" } else { "" };
        let few = || format!("there are {}{more}", list[..list.len().min(NAMED)].join(", "));
        let hint = did_you_mean(value, list.iter().copied()).or_else(|| (!list.is_empty()).then(few));
        Err(Unknown { message: format!("there is no {what} '{value}'"), hint })
    }

    /// Adds the passages with a value of an attribute, by their source or their row of a table.
    fn attribute(&self, name: &str, value: &str, to: &mut PassageSet) -> Result<(), Unknown> {
        let key = plain(name);
        let meant = self.meant(name, value);
        let declared = self.manifest.attributes.iter().find(|(known, _)| plain(known) == key);
        let mut known: Vec<String> =
            self.texts.sources.iter().flat_map(|source| source.members(&key)).cloned().collect();
        known.extend(declared.into_iter().flat_map(|(_, one)| &one.values).map(|value| plain(value)));
        let rows = self.texts.sources.iter().flat_map(|source| source.rows.values());
        known.extend(rows.flat_map(|row| row_members(row, &key)));
        Self::check(name, value, &meant, known)?;
        let has = |members: &[String]| members.iter().any(|member| meant.contains(member));
        self.of_passages(
            |source, passage| match source.rows.get(&passage).map(|row| row_members(row, &key)) {
                Some(members) if !members.is_empty() => has(&members),
                _ => has(source.members(&key)),
            },
            to,
        );
        Ok(())
    }

    fn case(&self, value: &str, to: &mut PassageSet) -> Result<(), Unknown> {
        let by_source = self.attribute("case", value, to);
        let before = to.count();
        for case in self.meant("case", value) {
            self.codings.of_case(&case, to);
        }
        // A case that only codings name is known all the same.
        if to.count() > before { Ok(()) } else { by_source }
    }

    fn voice(&self, value: &str, to: &mut PassageSet) -> Result<(), Unknown> {
        let wanted = plain(value);
        self.of_passages(
            |source, passage| match source.rows.get(&passage).and_then(|row| row.voice.as_ref()) {
                Some(voice) => plain(voice.as_str()) == wanted,
                None => source.voice == wanted,
            },
            to,
        );
        self.codings.of_voice(&wanted, to);
        if !to.is_empty() {
            return Ok(());
        }
        Self::check("voice", value, &[wanted], self.texts.sources.iter().map(|source| source.voice.clone()))
    }
}

/// Finds the one source that a name means: its id, its file's name or stem, or a part that only one id has.
pub(super) fn find_source(ids: &[&str], wanted: &str) -> Result<usize, Unknown> {
    let name = |id: &str| id.rsplit('/').next().unwrap_or_default().to_owned();
    let stem = |id: &str| name(id).rsplit_once('.').map_or_else(|| name(id), |(stem, _)| stem.to_owned());
    let rules: [&dyn Fn(&str) -> bool; 4] =
        [&|id| id == wanted, &|id| name(id) == wanted, &|id| stem(id) == wanted, &|id| id.contains(wanted)];
    for fits in rules {
        let found: Vec<usize> = (0..ids.len()).filter(|&at| fits(ids[at])).collect();
        match found.as_slice() {
            [] => {}
            [one] => return Ok(*one),
            several => {
                let names: Vec<&str> = several.iter().take(12).map(|&at| ids[at]).collect();
                let more = if several.len() > names.len() { " …" } else { "" };
                return Err(Unknown {
                    message: format!("'{wanted}' names several sources: {}{more}", names.join(", ")),
                    hint: Some("name one of them by its path".to_owned()),
                });
            }
        }
    }
    Err(Unknown { message: format!("there is no source '{wanted}'"), hint: did_you_mean(wanted, ids.iter().copied()) })
}

fn row_members(row: &crate::source::Row, key: &str) -> Vec<String> {
    match key {
        "case" => row.cases.iter().map(|case| plain(case.as_str())).collect(),
        "category" => row.categories.iter().map(|category| plain(category.as_str())).collect(),
        _ => Vec::new(),
    }
}

fn unknown(problem: Problem) -> Unknown {
    Unknown { message: problem.message, hint: problem.hint }
}

impl Corpus for Searchable {
    fn places(&self) -> &Places {
        self.texts.places()
    }

    fn id(&self, source: usize) -> &SourceId {
        self.texts.id(source)
    }

    fn stamp(&self, source: usize) -> TextHash {
        self.texts.stamp(source)
    }

    fn edition(&self) -> u64 {
        self.texts.edition()
    }

    fn load(&self, source: usize) -> Option<Document> {
        self.texts.load(source)
    }
}

impl Facts for Searchable {
    fn passages(&self, filter: &Filter) -> Result<PassageSet, Unknown> {
        let mut set = PassageSet::none(self.texts.places.len());
        let kinds = || self.manifest.kinds.iter();
        match filter {
            Filter::Kind(kind) => {
                let wanted = plain(kind);
                Self::check(
                    "kind",
                    kind,
                    std::slice::from_ref(&wanted),
                    kinds().map(|kind| plain(kind.name.as_str())),
                )?;
                self.of_sources(|source| source.kind == wanted, &mut set);
            }
            Filter::Leg(leg) => {
                let wanted = plain(leg);
                Self::check("leg", leg, std::slice::from_ref(&wanted), kinds().map(|kind| plain(kind.leg.as_str())))?;
                self.of_sources(|source| source.leg == wanted, &mut set);
            }
            Filter::Source(source) => set.insert_range(self.texts.places.of_source(self.find_source(source)?)),
            Filter::Case(case) => self.case(case, &mut set)?,
            Filter::Voice(voice) => self.voice(voice, &mut set)?,
            Filter::Attribute { name, value } => self.attribute(name, value, &mut set)?,
            Filter::Speaker(speaker) => {
                let wanted = plain(speaker);
                let known = self.texts.sources.iter().flat_map(SourceView::speakers).cloned();
                Self::check("speaker", speaker, std::slice::from_ref(&wanted), known)?;
                self.of_passages(|source, passage| source.speaker(passage) == Some(wanted.as_str()), &mut set);
            }
            Filter::Language(tag) => {
                let wanted = Language::from_tag(tag);
                let tags = Language::KNOWN.iter().map(|language| language.tag().to_owned()).chain(["und".to_owned()]);
                Self::check("language", tag, &[plain(tag.split(['-', '_']).next().unwrap_or_default())], tags)?;
                self.of_passages(|source, passage| source.language(passage) == Some(wanted), &mut set);
            }
            Filter::Date(dates) => {
                self.of_sources(|source| source.date.is_some_and(|date| dates.meets(date)), &mut set);
            }
            Filter::Coded => self.codings.all(&mut set),
            Filter::Uncoded => {
                self.codings.all(&mut set);
                set.invert();
            }
            Filter::Unanchored => self.codings.unanchored(&mut set),
            Filter::Code { .. } | Filter::Stance(_) | Filter::Coder(_) | Filter::Auto | Filter::Memo => {
                return self.coded(&[filter]);
            }
        }
        Ok(set)
    }

    fn coded(&self, filters: &[&Filter]) -> Result<PassageSet, Unknown> {
        let mut codes: Option<Vec<CodeId>> = None;
        let mut rest: Vec<Filter> = Vec::new();
        for filter in filters {
            match filter {
                Filter::Code { code, subs } => {
                    let meant = self.codes_of(code, *subs)?;
                    codes = Some(match codes {
                        None => meant,
                        Some(codes) => codes.into_iter().filter(|code| meant.contains(code)).collect(),
                    });
                }
                Filter::Coder(name) => {
                    let declared = self.manifest.coders.keys().map(crate::base::ids::Coder::as_str);
                    let known: Vec<&str> = self.codings.coders().into_iter().chain(declared).collect();
                    let wanted = plain(name);
                    Self::check("coder", name, std::slice::from_ref(&wanted), known.iter().map(|coder| plain(coder)))?;
                    let one = known.iter().find(|coder| plain(coder) == wanted).copied().unwrap_or(name);
                    rest.push(Filter::Coder(one.to_owned()));
                }
                other => rest.push((*other).clone()),
            }
        }
        let mut set = PassageSet::none(self.texts.places.len());
        self.codings.coded(codes.as_deref(), &rest.iter().collect::<Vec<_>>(), &mut set);
        Ok(set)
    }

    fn codes(&self, codes: &Codes) -> Result<PassageSet, Unknown> {
        let meant = |filter: &Filter| match filter {
            Filter::Code { code, subs } => self.codes_of(code, *subs),
            other => Err(Unknown { message: format!("'{other}' is no code"), hint: None }),
        };
        let (left, right) = (meant(&codes.left)?, meant(&codes.right)?);
        let mut set = PassageSet::none(self.texts.places.len());
        self.codings.related(&left, codes.relation, &right, &mut set);
        Ok(set)
    }

    fn hidden(&self, named: &[&Filter]) -> PassageSet {
        let named: Vec<usize> = named
            .iter()
            .filter_map(|filter| match filter {
                Filter::Source(source) => self.find_source(source).ok(),
                _ => None,
            })
            .collect();
        let mut hidden = PassageSet::none(self.texts.places.len());
        for (at, source) in self.texts.sources.iter().enumerate() {
            if source.restricted && !named.contains(&at) {
                hidden.insert_range(self.texts.places.of_source(at));
            }
        }
        hidden
    }

    fn arranged(&self, query: &Query, hits: &[Hit], wanted: &Arrangement) -> Arranged {
        arranged(
            &Ground { texts: &self.texts, codings: &self.codings, codebook: &self.codebook, manifest: &self.manifest },
            query,
            hits,
            wanted,
        )
    }

    fn attributes(&self) -> Vec<&str> {
        self.manifest.attributes.keys().map(String::as_str).collect()
    }

    fn saved(&self) -> Vec<(&str, &str)> {
        self.manifest.searches.iter().map(|(name, saved)| (name.as_str(), saved.query.as_str())).collect()
    }
}

impl alike::Ground for Searchable {
    fn extent(&self, number: usize) -> (usize, Language) {
        let found = self.texts.places.place(number);
        let of = |(source, passage): (usize, usize)| {
            let view = &self.texts.sources[source];
            (view.length(passage), view.language(passage).unwrap_or_default())
        };
        found.map(of).unwrap_or_default()
    }

    fn said(&self) -> PassageSet {
        let mut said = PassageSet::none(self.texts.places.len());
        self.of_passages(SourceView::is_said, &mut said);
        said
    }

    fn touched(&self, source: usize, span: Span) -> std::ops::Range<usize> {
        let first = self.texts.places.of_source(source).start;
        let touched = self.texts.sources.get(source).map(|view| view.touched(span)).unwrap_or_default();
        first + touched.start..first + touched.end
    }
}

/// Returns the folder of a study's index; nothing where the user has no folder for caches.
#[must_use]
pub fn index_folder(study: &Study) -> Option<PathBuf> {
    study.cache_place("index")
}

#[cfg(test)]
mod declarations;
#[cfg(test)]
mod naive;
#[cfg(test)]
mod operators;
#[cfg(test)]
mod stage;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod worlds;
