//! Small corpora in memory for the tests of this folder.

use super::arranged::{Arranged, Arrangement};
use super::corpus::{Corpus, Document, Facts, Unknown};
use super::passages::{PassageSet, Places};
use super::query::{Codes, Filter, Query};
use super::run::Hit;
use crate::base::ids::SourceId;
use crate::base::language::Language;
use crate::base::text::{Span, Text, TextHash};
use crate::coding::Stance;

/// Sources of passages, each passage a line.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    sources: Vec<(SourceId, Text, Language)>,
    places: Places,
    /// Codings: the passage, the code, the stance.
    pub(super) codings: Vec<(usize, &'static str, Stance)>,
    /// Passages that only searches by source may find.
    pub(super) hidden: Vec<usize>,
}

impl Sample {
    pub(super) fn new<'a>(sources: impl IntoIterator<Item = (&'a str, &'a str, Language)>) -> Self {
        let sources: Vec<_> =
            sources.into_iter().map(|(id, text, language)| (SourceId::from(id), Text::from(text), language)).collect();
        let places = Places::new(sources.iter().map(|(_, text, _)| lines(text).len()));
        Self { sources, places, codings: Vec::new(), hidden: Vec::new() }
    }

    /// Seven languages, a source each.
    pub(super) fn seven() -> Self {
        Self::new([
            (
                "en.md",
                "Training helped the trained staff\nThe money came late\nA follow-up on late money",
                Language::En,
            ),
            ("fr.md", "L'évaluation des formations\nLe laboratoire de l'État", Language::Fr),
            ("es.md", "La evaluación y las evaluaciones\nEl dinero llegó tarde", Language::Es),
            ("pt.md", "As avaliações do laboratório\nO dinheiro chegou", Language::Pt),
            ("ru.md", "Отчёты лаборатории\nПоезд пришел, ёлка", Language::Ru),
            ("ar.md", "المدرسة الجديدة\nمدرسة في القرية", Language::Ar),
            ("zh.md", "联合国教科文组织\n实验室在2019年得到UNODC的支持", Language::Zh),
        ])
    }

    pub(super) fn set(&mut self, source: usize, text: &str) {
        self.sources[source].1 = Text::from(text);
        self.places = Places::new(self.sources.iter().map(|(_, text, _)| lines(text).len()));
    }

    pub(super) fn remove(&mut self, source: usize) {
        self.sources.remove(source);
        self.places = Places::new(self.sources.iter().map(|(_, text, _)| lines(text).len()));
    }
}

fn lines(text: &Text) -> Vec<Span> {
    let mut start = 0;
    text.as_str()
        .split('\n')
        .map(|line| {
            let span = Span::new(start, start + line.chars().count());
            start = span.end + 1;
            span
        })
        .collect()
}

impl Corpus for Sample {
    fn places(&self) -> &Places {
        &self.places
    }

    fn id(&self, source: usize) -> &SourceId {
        &self.sources[source].0
    }

    fn stamp(&self, source: usize) -> TextHash {
        self.sources[source].1.hash()
    }

    fn edition(&self) -> u64 {
        let stamps = (0..self.sources.len()).map(|source| format!("{} {}", self.id(source), self.stamp(source)));
        let hash = blake3::hash(stamps.collect::<Vec<_>>().join(",").as_bytes());
        u64::from_le_bytes(hash.as_bytes()[..8].try_into().unwrap())
    }

    fn load(&self, source: usize) -> Option<Document> {
        let (_, text, language) = self.sources.get(source)?;
        let passages = lines(text).into_iter().map(|span| (span, *language)).collect();
        Some(Document { text: text.clone(), passages })
    }
}

/// `case:even` and `case:odd` are passages by number; `source:` is a source by id.
impl Facts for Sample {
    fn passages(&self, filter: &Filter) -> Result<PassageSet, Unknown> {
        let mut set = PassageSet::none(self.places.len());
        match filter {
            Filter::Case(case) => (0..self.places.len())
                .filter(|number| (number % 2 == 0) == (case == "even"))
                .for_each(|number| set.insert(number)),
            Filter::Source(id) => {
                let source = self.sources.iter().position(|(known, _, _)| known == id.as_str());
                let missing = || Unknown { message: format!("there is no source '{id}'"), hint: None };
                set.insert_range(self.places.of_source(source.ok_or_else(missing)?));
            }
            other => return Err(Unknown { message: format!("no {other}"), hint: None }),
        }
        Ok(set)
    }

    fn coded(&self, filters: &[&Filter]) -> Result<PassageSet, Unknown> {
        let mut set = PassageSet::none(self.places.len());
        for &(passage, code, stance) in &self.codings {
            let meets = filters.iter().all(|filter| match filter {
                Filter::Code { code: wanted, .. } => code == wanted,
                Filter::Stance(wanted) => stance == *wanted,
                _ => false,
            });
            if meets {
                set.insert(passage);
            }
        }
        Ok(set)
    }

    fn codes(&self, codes: &Codes) -> Result<PassageSet, Unknown> {
        Err(Unknown { message: format!("no {codes}"), hint: None })
    }

    fn hidden(&self, named: &[&Filter]) -> PassageSet {
        let mut hidden = PassageSet::none(self.places.len());
        self.hidden.iter().for_each(|&number| hidden.insert(number));
        let mut shown = PassageSet::none(self.places.len());
        named.iter().filter_map(|filter| self.passages(filter).ok()).for_each(|set| shown.unite(&set));
        shown.invert();
        hidden.intersect(&shown);
        hidden
    }

    fn arranged(&self, _: &Query, _: &[Hit], wanted: &Arrangement) -> Arranged {
        Arranged::nothing(wanted.by)
    }

    fn attributes(&self) -> Vec<&str> {
        vec!["category"]
    }

    fn saved(&self) -> Vec<(&str, &str)> {
        vec![("money", "money OR dinero")]
    }
}
