//! One voice in one passage, and what it says of what was asked for.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Ground;
use super::asked::Asked;
use crate::base::ids::{Case, Category, CodeId, Coder, Kind, Voice};
use crate::base::text::Span;
use crate::coding::{Decimal, Stance};
use crate::search::codings::CodingOf;
use crate::search::query::{Filter, Query};
use crate::search::run::Hit;
use crate::study::Speaks;

/// One voice in one passage.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The passage.
    pub hit: Hit,
    /// The voice; nothing where it is nobody's that counts.
    pub voice: Option<Voice>,
    /// The kind of the source.
    pub kind: Kind,
    /// The cases that it speaks for: those that its codings name, else the source's or row's where it has one only.
    pub cases: Vec<Case>,
    /// The categories of who speaks.
    pub categories: Vec<Category>,
    /// The codings that were asked for, with the stance of each towards what was asked for; without any asked for,
    /// those of the voice.
    pub codings: Vec<(CodingOf, Option<Stance>)>,
    /// The stance that weighs most; nothing where none was asked for or none is towards it.
    pub stance: Option<Stance>,
    /// The weight of the heaviest coding with that stance; without codings asked for the least there is.
    pub weight: Option<Decimal>,
    /// How many coders hold that stance.
    pub coders: usize,
}

impl Entry {
    /// Returns what of the passage its codings cover, in order and apart; nothing where that is all of it.
    #[must_use]
    pub fn coded(&self, passage: Span) -> Vec<Span> {
        let inside = |coding: &CodingOf| {
            let start = coding.span.start.max(passage.start);
            Span::new(start, coding.span.end.min(passage.end).max(start))
        };
        let spans = self.codings.iter().map(|(coding, _)| inside(coding));
        let mut spans: Vec<Span> = spans.filter(|span| !span.is_empty() && *span != passage).collect();
        spans.sort();
        let mut apart: Vec<Span> = Vec::new();
        for span in spans {
            match apart.last_mut() {
                Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
                _ => apart.push(span),
            }
        }
        apart
    }

    /// Takes the entry apart by the stances of its codings.
    pub(super) fn by_stance(self) -> Vec<Self> {
        let stances: BTreeSet<Option<Stance>> = self.codings.iter().map(|(_, stance)| *stance).collect();
        if stances.len() < 2 {
            return vec![self];
        }
        let of = |stance| {
            let codings = self.codings.iter().filter(|(_, own)| *own == stance).cloned().collect();
            Self { codings, ..self.clone() }.led()
        };
        stances.into_iter().map(of).collect()
    }

    /// Finds the stance that weighs most: one for or against before no position; the heaviest, then the one that
    /// most coders hold.
    fn led(mut self) -> Self {
        let held = |stance: Option<Stance>| {
            let of = self.codings.iter().filter(move |(_, own)| *own == stance);
            let weight = of.clone().map(|(coding, _)| coding.weight).max()?;
            let coders: BTreeSet<&Coder> = of.flat_map(|(coding, _)| &coding.coders).collect();
            Some((weight, coders.len(), stance))
        };
        let takes = [Stance::Supports, Stance::Qualifies, Stance::Contradicts].map(Some);
        // Of equals the first is taken.
        let lead = takes.into_iter().filter_map(held).rev().max_by_key(|(weight, coders, _)| (*weight, *coders));
        let lead = lead.or_else(|| held(Some(Stance::Neutral))).or_else(|| held(None));
        if let Some((weight, coders, stance)) = lead {
            (self.weight, self.coders, self.stance) = (Some(weight), coders, stance);
        }
        self
    }
}

/// Makes entries of hits.
pub(super) struct Entries<'g, 's> {
    ground: &'g Ground<'s>,
    asked: Option<Asked>,
    /// The one theme that is asked for, where it is one with a claim.
    theme: Option<CodeId>,
    /// For each code, whether its stance is towards what is asked for, and whether it turns round on the way.
    bearings: RefCell<HashMap<CodeId, Option<bool>>>,
}

impl<'g, 's> Entries<'g, 's> {
    pub(super) fn new(ground: &'g Ground<'s>, query: &Query) -> Self {
        let named = RefCell::new(BTreeSet::new());
        let codes = |filter: &Filter| {
            let Filter::Code { code, subs } = filter else { return Vec::new() };
            match ground.codebook.find(code) {
                Ok(found) => {
                    named.borrow_mut().insert(found.id.clone());
                    if *subs {
                        ground.codebook.with_sub_codes(&found.id).iter().map(|code| code.id.clone()).collect()
                    } else {
                        vec![found.id.clone()]
                    }
                }
                // Codings of a code that no codebook holds are kept, and found.
                Err(_) => vec![CodeId::from(code.as_str())],
            }
        };
        let asked = Asked::read(query, &codes);
        let named = named.into_inner();
        let one = if named.len() == 1 { named.into_iter().next() } else { None };
        let theme = one.filter(|id| ground.codebook.get(id).is_some_and(|code| code.claim.is_some()));
        Self { ground, asked, theme, bearings: RefCell::default() }
    }

    /// Makes the entries of hits, in any order.
    pub(super) fn of(&self, hits: &[Hit]) -> Vec<Entry> {
        let mut by_source: BTreeMap<usize, Vec<&Hit>> = BTreeMap::new();
        for hit in hits {
            by_source.entry(hit.source).or_default().push(hit);
        }
        let mut entries = Vec::with_capacity(hits.len());
        for (source, hits) in by_source {
            let first = self.ground.texts.places.of_source(source).start;
            let records = self.ground.codings.of_source(source);
            for hit in hits {
                let touching = records.iter().filter(|record| record.touches(hit.number));
                let codings =
                    touching.map(|record| (record.begins().saturating_sub(first), self.ground.codings.shown(record)));
                entries.extend(self.of_passage(hit, codings));
            }
        }
        entries
    }

    /// Makes the entries of a passage from the codings that touch it, each with the passage in which it begins.
    fn of_passage(&self, hit: &Hit, codings: impl Iterator<Item = (usize, CodingOf)>) -> Vec<Entry> {
        let Some(source) = self.ground.texts.sources.get(hit.source) else { return Vec::new() };
        let is_asked = |coding: &CodingOf| self.asked.as_ref().is_none_or(|asked| asked.is_about(coding));
        let mut by_voice: BTreeMap<Option<Voice>, Said> = BTreeMap::new();
        for (begins, coding) in codings.filter(|(_, coding)| is_asked(coding)) {
            // A coding that is asked for is the word of whom it begins with, as for the verdict. Where none is, the
            // words of this very passage were looked for.
            let heard = source.heard(if self.asked.is_some() { begins } else { hit.passage });
            let voice = heard.as_ref().map(|own| coding.voice.clone().unwrap_or_else(|| own.voice.clone()));
            let stance = self.stance(&coding);
            let own = heard.as_deref().unwrap_or_else(|| source.speaks());
            by_voice.entry(voice).or_default().add(own, Some((coding, stance)));
        }
        if by_voice.is_empty() {
            // A heading names what is said below it, and says nothing itself.
            let heard = source.heard(hit.passage).filter(|_| source.is_said(hit.passage));
            let own = heard.as_deref().unwrap_or_else(|| source.speaks());
            by_voice.entry(heard.as_ref().map(|own| own.voice.clone())).or_default().add(own, None);
        }
        let of_voice = |(voice, said): (Option<Voice>, Said)| {
            let entry = Entry {
                hit: *hit,
                voice,
                kind: source.kind_name.clone(),
                cases: said.cases.into_iter().collect(),
                categories: said.categories,
                codings: said.codings,
                stance: None,
                weight: None,
                coders: 0,
            };
            if self.asked.is_some() { entry.led() } else { entry }
        };
        by_voice.into_iter().map(of_voice).collect()
    }

    /// Returns the stance of a coding towards what is asked for: of one theme towards its claim, where the coding
    /// counts for it; else towards its own.
    fn stance(&self, coding: &CodingOf) -> Option<Stance> {
        self.asked.as_ref()?;
        let mut bearings = self.bearings.borrow_mut();
        let bearing = bearings.entry(coding.code.clone()).or_insert_with(|| {
            let themes = self.ground.codebook.themes_of(&coding.code);
            let towards = themes.iter().find(|theme| self.theme.as_ref().is_none_or(|wanted| theme.code == *wanted));
            towards.map(|theme| theme.reversed)
        });
        bearing.map(|reversed| if reversed { coding.stance.reversed() } else { coding.stance })
    }
}

/// What one voice says in a passage.
#[derive(Default)]
struct Said {
    cases: BTreeSet<Case>,
    categories: Vec<Category>,
    codings: Vec<(CodingOf, Option<Stance>)>,
}

impl Said {
    /// Adds a coding, or the passage where there is none; `own` tells of who says it.
    fn add(&mut self, own: &Speaks, coding: Option<(CodingOf, Option<Stance>)>) {
        let named = coding.as_ref().and_then(|(coding, _)| coding.case.as_ref());
        // What covers several cases speaks for one only where a coding names it.
        let only = if let [case] = own.cases.as_slice() { Some(case) } else { None };
        self.cases.extend(named.or(only).cloned());
        for category in &own.categories {
            if !self.categories.contains(category) {
                self.categories.push(category.clone());
            }
        }
        self.codings.extend(coding);
    }
}
