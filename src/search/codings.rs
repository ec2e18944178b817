//! The codings of a study as a search sees them: numbers of passages, ready to be joined.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::passages::PassageSet;
use super::query::{Filter, Relation};
use super::texts::{Texts, plain};
use crate::base::ids::{Case, CodeId, Coder, EntryId, Voice};
use crate::base::text::Span;
use crate::coding::{Coding, Decimal, Stance};
use crate::study::{Anchoring, Placed, Study, View};

/// The live codings of a view: those of one moment, and what changed since.
#[derive(Clone)]
pub(super) struct Codings {
    base: Arc<Base>,
    /// Codings made or changed since; nothing for those that were removed.
    changed: BTreeMap<EntryId, Option<Record>>,
    names: Arc<Names>,
    view: View,
}

/// The codings of one moment, by source and place.
struct Base {
    records: Vec<Record>,
    /// Where each source's codings begin among the records; at the end the number of all.
    firsts: Vec<usize>,
    /// The records of each code.
    by_code: HashMap<u32, Vec<u32>>,
    /// The greatest id of any entry then.
    greatest: Option<EntryId>,
}

/// How many changes are kept beside the codings of one moment.
const CHANGES: usize = 2_000;

/// A coding in its place.
#[derive(Clone, Debug)]
pub(super) struct Record {
    id: EntryId,
    source: u32,
    span: (u32, u32),
    /// Numbers of the passages that it touches.
    passages: (u32, u32),
    code: u32,
    coder: u32,
    stance: Stance,
    is_anchored: bool,
    is_auto: bool,
    has_memo: bool,
    rare: Option<Box<Rare>>,
}

/// What few codings have: there may be a million, and each is small.
#[derive(Clone, Debug)]
struct Rare {
    /// The case and the voice that it names, folded.
    case: u32,
    voice: u32,
    /// The two as they are written.
    case_name: u32,
    voice_name: u32,
    weight: Decimal,
    /// Of what was agreed on: whose codings it took the place of.
    agreed: Vec<u32>,
}

const NONE: u32 = u32::MAX;

/// Names by number.
#[derive(Clone, Default)]
struct Names {
    names: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(NONE);
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", String::as_str)
    }

    fn named(&self, number: u32) -> Option<&str> {
        self.names.get(number as usize).map(String::as_str)
    }

    fn find(&self, name: &str) -> u32 {
        self.numbers.get(name).copied().unwrap_or(NONE)
    }
}

/// A coding of a passage, to show beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodingOf {
    /// Its entry.
    pub id: EntryId,
    /// Its code: aliases are resolved, unknown ones stand as written.
    pub code: CodeId,
    /// Its stance.
    pub stance: Stance,
    /// Who made it.
    pub coder: Coder,
    /// Where it stands in the text.
    pub span: Span,
    /// Whose word it says that it is.
    pub voice: Option<Voice>,
    /// The case that it says it speaks of.
    pub case: Option<Case>,
    /// How much it weighs.
    pub weight: Decimal,
    /// Whose coding it counts as: who made it, or of what was agreed on, those whose codings it took the place of.
    pub coders: Vec<Coder>,
    /// Whether a query made it.
    pub is_auto: bool,
    /// Whether it has a memo.
    pub has_memo: bool,
}

impl Codings {
    /// Takes a picture of a view's codings.
    pub(super) fn new(study: &Study, view: View, texts: &Texts) -> Self {
        let mut names = Names::default();
        let in_view = study.in_view(view);
        let mut records = Vec::with_capacity(study.state().all_codings().len());
        let mut firsts = Vec::with_capacity(texts.sources.len() + 1);
        for source in 0..texts.sources.len() {
            firsts.push(records.len());
            let placed = in_view.of_source(source);
            records.extend(placed.iter().filter_map(|placed| record(study, placed, texts, &mut names)));
        }
        firsts.push(records.len());
        let mut by_code: HashMap<u32, Vec<u32>> = HashMap::new();
        for (at, record) in (0_u32..).zip(&records) {
            by_code.entry(record.code).or_default().push(at);
        }
        let base = Base { records, firsts, by_code, greatest: study.state().greatest() };
        Self { base: Arc::new(base), changed: BTreeMap::new(), names: Arc::new(names), view }
    }

    /// Takes the picture anew after entries about these codings were written; what it costs does not
    /// depend on how many other codings there are. Nothing where only a whole new picture will do.
    pub(super) fn with(&self, study: &Study, touched: &[EntryId], texts: &Texts) -> Option<Self> {
        let mut with = self.clone();
        for &id in touched {
            let is_known = self.changed.contains_key(&id) || self.base.has(study, id);
            let is_new = self.base.greatest.is_none_or(|greatest| id > greatest);
            // Reconciled ones hide others, and one that was hidden or gone may come back.
            if study.state().is_reconciliation(id) || !is_known && !is_new {
                return None;
            }
            let placed = study.placed(id);
            let now = placed.and_then(|placed| record(study, &placed, texts, Arc::make_mut(&mut with.names)));
            with.changed.insert(id, now);
        }
        (with.changed.len() <= CHANGES).then_some(with)
    }

    /// Returns the view that was taken.
    pub(super) fn view(&self) -> View {
        self.view
    }

    /// Returns all codings, in no order that matters.
    fn each(&self) -> impl Iterator<Item = &Record> {
        self.unchanged(self.base.records.iter()).chain(self.changed.values().flatten())
    }

    /// Leaves out what changed since.
    fn unchanged<'a>(&'a self, records: impl Iterator<Item = &'a Record>) -> impl Iterator<Item = &'a Record> {
        records.filter(|record| self.changed.is_empty() || !self.changed.contains_key(&record.id))
    }

    /// Returns the anchored codings that touch a passage, by place.
    pub(super) fn of_passage(&self, source: usize, number: usize) -> Vec<CodingOf> {
        self.of_source(source).into_iter().filter(|record| record.touches(number)).map(|one| self.shown(one)).collect()
    }

    /// Returns the anchored codings of a source, by place, and maybe of others that changed since.
    pub(super) fn of_source(&self, source: usize) -> Vec<&Record> {
        let (Some(&first), Some(&end)) = (self.base.firsts.get(source), self.base.firsts.get(source + 1)) else {
            return Vec::new();
        };
        let all = self.unchanged(self.base.records[first..end].iter()).chain(self.changed.values().flatten());
        let mut records: Vec<&Record> = all.filter(|record| record.is_anchored).collect();
        records.sort_by_key(|record| (record.span, record.id));
        records
    }

    /// Returns a coding as it is shown.
    pub(super) fn shown(&self, record: &Record) -> CodingOf {
        let coder = Coder::from(self.names.name(record.coder));
        let rare = record.rare.as_deref();
        let agreed: Vec<Coder> =
            rare.iter().flat_map(|rare| &rare.agreed).map(|&coder| Coder::from(self.names.name(coder))).collect();
        let named = |of: fn(&Rare) -> u32| rare.and_then(|rare| self.names.named(of(rare)));
        CodingOf {
            id: record.id,
            code: CodeId::from(self.names.name(record.code)),
            stance: record.stance,
            span: record.span(),
            voice: named(|rare| rare.voice_name).map(Voice::from),
            case: named(|rare| rare.case_name).map(Case::from),
            weight: rare.map_or(Decimal::ONE, |rare| rare.weight),
            coders: if agreed.is_empty() { vec![coder.clone()] } else { agreed },
            coder,
            is_auto: record.is_auto,
            has_memo: record.has_memo,
        }
    }

    /// Tells whether any coding has this code, as it stands in the journal.
    pub(super) fn has_code(&self, code: &str) -> bool {
        let number = self.names.find(code);
        self.base.by_code.contains_key(&number) || self.changed.values().flatten().any(|record| record.code == number)
    }

    /// Returns the names of all coders who have codings.
    pub(super) fn coders(&self) -> Vec<&str> {
        let mut numbers: Vec<u32> = self.each().map(|record| record.coder).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().map(|number| self.names.name(number)).collect()
    }

    /// Puts the passages of codings into a set that are of one of the codes, where codes are asked for,
    /// and meet all filters. Coders among the filters are names as they stand in journals.
    pub(super) fn coded(&self, codes: Option<&[CodeId]>, filters: &[&Filter], to: &mut PassageSet) {
        let meets = |record: &Record| {
            record.is_anchored
                && filters.iter().all(|filter| match filter {
                    Filter::Stance(stance) => record.stance == *stance,
                    Filter::Coder(coder) => record.coder == self.names.find(coder),
                    Filter::Auto => record.is_auto,
                    Filter::Memo => record.has_memo,
                    _ => false,
                })
        };
        let mut add = |record: &Record| {
            if meets(record) {
                to.insert_range(record.passages.0 as usize..record.passages.1 as usize);
            }
        };
        match codes {
            None => self.each().for_each(&mut add),
            Some(codes) => self.of_codes(codes).for_each(&mut add),
        }
    }

    fn of_codes<'a>(&'a self, codes: &'a [CodeId]) -> impl Iterator<Item = &'a Record> {
        let numbers: Vec<u32> = codes.iter().map(|code| self.names.find(code.as_str())).collect();
        let lists = numbers.clone().into_iter().filter_map(|number| self.base.by_code.get(&number));
        let changed = self.changed.values().flatten().filter(move |record| numbers.contains(&record.code));
        self.unchanged(lists.flatten().map(|&at| &self.base.records[at as usize])).chain(changed)
    }

    /// Adds the passages of all anchored codings.
    pub(super) fn all(&self, to: &mut PassageSet) {
        self.coded(None, &[], to);
    }

    /// Adds the passages where codings stood that find their words no more.
    pub(super) fn unanchored(&self, to: &mut PassageSet) {
        for record in self.each().filter(|record| !record.is_anchored) {
            to.insert_range(record.passages.0 as usize..record.passages.1 as usize);
        }
    }

    /// Adds the passages of codings that name this case, folded.
    pub(super) fn of_case(&self, case: &str, to: &mut PassageSet) {
        let number = self.names.find(&format!("case {case}"));
        self.named(number, |rare| rare.case, to);
    }

    /// Adds the passages of codings that name this voice, folded.
    pub(super) fn of_voice(&self, voice: &str, to: &mut PassageSet) {
        let number = self.names.find(&format!("voice {voice}"));
        self.named(number, |rare| rare.voice, to);
    }

    fn named(&self, number: u32, of: impl Fn(&Rare) -> u32, to: &mut PassageSet) {
        let is_named = |record: &&Record| record.rare.as_deref().is_some_and(|rare| of(rare) == number);
        for record in self.each().filter(|_| number != NONE).filter(is_named) {
            if record.is_anchored {
                to.insert_range(record.passages.0 as usize..record.passages.1 as usize);
            }
        }
    }

    /// Adds the passages of codings of the left codes that lie as asked to one of the right codes.
    pub(super) fn related(&self, left: &[CodeId], relation: Relation, right: &[CodeId], to: &mut PassageSet) {
        let mut others: HashMap<u32, Vec<&Record>> = HashMap::new();
        for record in self.of_codes(right).filter(|record| record.is_anchored) {
            others.entry(record.source).or_default().push(record);
        }
        for record in self.of_codes(left).filter(|record| record.is_anchored) {
            let Some(others) = others.get(&record.source) else { continue };
            let lies = |other: &&Record| {
                other.id != record.id
                    && match relation {
                        Relation::Within => other.span().holds(record.span()),
                        Relation::Overlaps => other.span().overlaps(record.span()),
                        Relation::Near(most) => record.gap(other) <= most,
                    }
            };
            if others.iter().any(lies) {
                to.insert_range(record.passages.0 as usize..record.passages.1 as usize);
            }
        }
    }
}

impl Base {
    /// Tells whether a coding is in the picture.
    fn has(&self, study: &Study, id: EntryId) -> bool {
        let source = study.state().coding(id).and_then(|coding| study.source_of(&coding.source));
        let range = source.and_then(|source| Some(*self.firsts.get(source)?..*self.firsts.get(source + 1)?));
        range.is_some_and(|range| self.records[range].iter().any(|record| record.id == id))
    }
}

impl Record {
    fn span(&self) -> Span {
        Span::new(self.span.0 as usize, self.span.1 as usize)
    }

    /// Tells whether it touches a passage, by the passage's number among all.
    pub(super) fn touches(&self, number: usize) -> bool {
        (self.passages.0 as usize..self.passages.1 as usize).contains(&number)
    }

    /// Returns the number, among all passages, of the one in which it begins.
    pub(super) fn begins(&self) -> usize {
        self.passages.0 as usize
    }

    /// How many passages apart two codings of one source lie; 0 where they touch the same.
    fn gap(&self, other: &Self) -> u32 {
        let last = |record: &Self| record.passages.1.saturating_sub(1);
        self.passages.0.saturating_sub(last(other)).max(other.passages.0.saturating_sub(last(self)))
    }
}

/// Makes the record of a coding; nothing where its source cannot be read.
fn record(study: &Study, placed: &Placed<'_>, texts: &Texts, names: &mut Names) -> Option<Record> {
    let source = placed.source.filter(|_| placed.anchoring != Anchoring::Unread)?;
    let view = texts.sources.get(source).filter(|view| view.len() > 0)?;
    let is_anchored = placed.anchoring == Anchoring::Anchored;
    let mut touched = view.touched(placed.span);
    if touched.is_empty() && !is_anchored {
        // The text grew shorter: the nearest passage is shown.
        let near = touched.start.min(view.len() - 1);
        touched = near..near + 1;
    }
    let first = texts.places.of_source(source).start;
    let number = |passage: usize| u32::try_from(first + passage).unwrap_or(NONE);
    let point = |at: usize| u32::try_from(at).unwrap_or(NONE);
    let coding = &placed.coding;
    let code = placed.code.map_or(&coding.code, |code| &code.id);
    Some(Record {
        id: coding.id(),
        source: u32::try_from(source).ok()?,
        span: (point(placed.span.start), point(placed.span.end)),
        passages: (number(touched.start), number(touched.end)),
        code: names.number(code.as_str()),
        coder: names.number(coding.by().as_str()),
        rare: rare(study, coding, names).map(Box::new),
        stance: coding.stance,
        is_anchored,
        is_auto: coding.auto().is_some(),
        has_memo: coding.memo().is_some(),
    })
}

/// Returns what few codings have; nothing where this one has none of it.
fn rare(study: &Study, coding: &Coding, names: &mut Names) -> Option<Rare> {
    let agreed = study.state().reconciled_coders(coding.id());
    let is_plain = coding.case().is_none() && coding.voice().is_none() && coding.weight() == Decimal::ONE;
    (!is_plain || !agreed.is_empty()).then(|| Rare {
        case: coding.case().map_or(NONE, |case| names.number(&format!("case {}", plain(case.as_str())))),
        voice: coding.voice().map_or(NONE, |voice| names.number(&format!("voice {}", plain(voice.as_str())))),
        case_name: coding.case().map_or(NONE, |case| names.number(case.as_str())),
        voice_name: coding.voice().map_or(NONE, |voice| names.number(voice.as_str())),
        weight: coding.weight(),
        agreed: agreed.iter().map(|coder| names.number(coder.as_str())).collect(),
    })
}
