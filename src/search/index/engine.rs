//! Runs a plan in the engine: words by its own queries, neighbours by positions, filters as sets of
//! documents that it joins while it searches.

mod begun;
mod filter;
mod lists;
mod patient;
mod positional;
mod rows;
mod slots;
mod terms;
mod top;

use tantivy::BitSet;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, EmptyQuery, EnableScoring, Occur, PhraseQuery, Query as EngineQuery, TermQuery,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use self::filter::DocumentsQuery;
use self::patient::Patient;
use self::positional::ChainQuery;
use self::slots::{SlotQuery, Within};
use self::terms::{Slot, slots};
use self::top::Top;
use super::schema::form_term;
use super::{GONE, IndexError, Joined};
use crate::search::passages::{PassageSet, Places};
use crate::search::pattern::{Chain, Pattern, Test};
use crate::search::plan::{Node, Plan};
use crate::search::run::{Hit, Limits};
use crate::search::words::Lent;

/// What an exact form weighs, and what any form of the word does: far enough apart that neither a passage's
/// length nor how often a form stands in it puts another form before the exact one.
const EXACT: f32 = 2.0;
const AKIN: f32 = 0.1;

impl Joined {
    /// Returns what a plan finds in the index, best first, and the number of all where it is asked for.
    ///
    /// The number of hits is that of [`Limits`] at most; sources that are [`Joined::behind`] are not in.
    ///
    /// # Errors
    /// When the engine fails, even by a panic: the index is then no longer to be trusted.
    pub fn find(&self, plan: &Plan, places: &Places, limits: Limits) -> Result<(Vec<Hit>, Option<usize>), IndexError> {
        let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.run(plan, places, limits)));
        found.unwrap_or(Err(IndexError::Unusable))
    }

    fn run(&self, plan: &Plan, places: &Places, limits: Limits) -> Result<(Vec<Hit>, Option<usize>), IndexError> {
        let searcher = &self.index.searcher;
        let mut compiler = Compiler { joined: self, analyser: Lent::new() };
        let unseen = self.unseen(&plan.hidden);
        let wanted = limits.offset.saturating_add(limits.limit);
        if let Some(senses) = senses(&plan.node) {
            return self.begun(compiler, &senses, places, &unseen, wanted, limits.count);
        }
        let query = compiler.node(&plan.node, &Within::default());
        let mut hits = Vec::new();
        if wanted > 0 {
            let top = Top::new(wanted, unseen.clone());
            let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
            for (score, address) in top.collect(searcher, weight.as_ref())? {
                hits.extend(self.hit(score, address, places));
            }
        }
        let total = if limits.count {
            let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
            Some(top::count(searcher, weight.as_ref(), &unseen)?)
        } else {
            None
        };
        Ok((hits, total))
    }

    fn hit(&self, score: f32, address: DocAddress, places: &Places) -> Option<Hit> {
        let number = *self.numbers.get(address.segment_ord as usize)?.get(address.doc_id as usize)?;
        let (source, passage) = places.place(number as usize)?;
        Some(Hit { source, passage, number: number as usize, score })
    }

    /// Documents that no query may find: of changed sources, and hidden ones.
    fn unseen(&self, hidden: &PassageSet) -> Vec<Option<BitSet>> {
        let mut unseen = self.stale.clone();
        for number in hidden.iter() {
            let Some(&(segment, doc)) = self.documents.get(number).filter(|(segment, _)| *segment != GONE) else {
                continue;
            };
            let length = u32::try_from(self.numbers[segment as usize].len()).unwrap_or(u32::MAX);
            unseen[segment as usize].get_or_insert_with(|| BitSet::with_max_value(length)).insert(doc);
        }
        unseen
    }

    /// Returns the documents of passages, for each segment.
    fn documents(&self, passages: &PassageSet) -> Vec<BitSet> {
        let mut sets: Vec<BitSet> = self
            .numbers
            .iter()
            .map(|numbers| BitSet::with_max_value(u32::try_from(numbers.len()).unwrap_or(u32::MAX)))
            .collect();
        for number in passages.iter() {
            if let Some(&(segment, doc)) = self.documents.get(number).filter(|(segment, _)| *segment != GONE) {
                sets[segment as usize].insert(doc);
            }
        }
        sets
    }
}

/// Parts of a query, and what each has to do with it.
type Clauses = Vec<(Occur, Box<dyn EngineQuery>)>;

struct Compiler<'a> {
    joined: &'a Joined,
    analyser: Lent,
}

impl Compiler<'_> {
    /// Makes a query of a node. Documents that are not `within` need not be looked for: they are left out elsewhere.
    fn node(&mut self, node: &Node, within: &Within) -> Box<dyn EngineQuery> {
        if let Some(senses) = senses(node) {
            return self.word_in_senses(&senses, within);
        }
        match node {
            Node::Set(set) if set.is_empty() => Box::new(EmptyQuery),
            Node::Set(set) => Box::new(DocumentsQuery::new(self.joined.documents(set))),
            Node::Both(parts) => self.both(parts, within),
            Node::Either(parts) => {
                Box::new(BooleanQuery::new(parts.iter().map(|part| (Occur::Should, self.node(part, within))).collect()))
            }
            Node::Not(inner) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, Box::new(AllQuery)),
                (Occur::MustNot, self.excluded(inner)),
            ])),
            Node::Words(pattern) => self.pattern(pattern, within),
            Node::Near(chain) => self.chain(chain, within),
        }
    }

    /// All of the parts. Those that stand for very many terms are asked only about the documents of the others.
    fn both(&mut self, parts: &[Node], within: &Within) -> Box<dyn EngineQuery> {
        let (wide, narrow): (Vec<&Node>, Vec<&Node>) = parts.iter().partition(|part| is_wide(part));
        let mut clauses: Clauses = narrow
            .into_iter()
            .map(|part| match part {
                Node::Not(inner) => (Occur::MustNot, self.excluded(inner)),
                other => (Occur::Must, self.node(other, within)),
            })
            .collect();
        let must = clauses.iter().filter(|(occur, _)| *occur == Occur::Must);
        let must: Clauses = must.map(|(occur, query)| (*occur, query.box_clone())).collect();
        let narrower = (!must.is_empty()).then(|| Within::new(Box::new(BooleanQuery::new(must))));
        for part in wide {
            clauses.push((Occur::Must, self.node(part, narrower.as_ref().unwrap_or(within))));
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        Box::new(BooleanQuery::new(clauses))
    }

    fn excluded(&mut self, node: &Node) -> Box<dyn EngineQuery> {
        Box::new(Patient::new(self.node(node, &Within::default())))
    }

    fn pattern(&mut self, pattern: &Pattern, within: &Within) -> Box<dyn EngineQuery> {
        if let [step] = pattern.steps.as_slice() {
            return either(self.word(&step.test));
        }
        if pattern.steps.iter().all(|step| matches!(step.test, Test::Form(_))) {
            return self.phrase(pattern);
        }
        self.chain(&Chain { first: vec![pattern.clone()], steps: Vec::new() }, within)
    }

    /// The terms of one word: its own form weighs more than its other forms. Of a word that stands for many, the
    /// very form.
    fn word(&mut self, test: &Test) -> Clauses {
        let form = match test {
            Test::Beginning { typed, .. } => Some(Test::Form(typed.clone())),
            Test::Typo(typo) => Some(Test::Form(typo.form().into())),
            Test::Form(_) | Test::Akin(_) => None,
        };
        let mut clauses: Clauses = Vec::new();
        for slot in self.slots(form.as_ref().unwrap_or(test)) {
            let Slot::Terms(terms) = slot else { continue };
            for (at, term) in terms.iter().enumerate() {
                let term = Term::from_field_text(self.joined.index.fields.words, term);
                if self.joined.index.searcher.doc_freq(&term).is_ok_and(|count| count == 0) {
                    continue;
                }
                let query = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
                let weight = if at == 0 { EXACT } else { AKIN };
                clauses.push((Occur::Should, Box::new(BoostQuery::new(query, weight))));
            }
        }
        clauses
    }

    /// A word's beginning or a typo, beside other senses of the same word: all terms that are meant, and above
    /// them the forms that the word has for itself.
    fn word_in_senses(&mut self, senses: &[&Test], within: &Within) -> Box<dyn EngineQuery> {
        let slots = senses.iter().flat_map(|test| self.slots(test)).collect();
        let all = SlotQuery::new(self.joined.index.fields.words, slots).within(within);
        let forms: Clauses = senses.iter().flat_map(|test| self.word(test)).collect();
        // One inside the other: so each is asked about the documents that are found, and about no others.
        forms
            .into_iter()
            .fold(Box::new(all), |found, form| Box::new(BooleanQuery::new(vec![(Occur::Must, found), form])))
    }

    fn slots(&mut self, test: &Test) -> Vec<Slot> {
        slots(test, &self.joined.index.manifest.languages, &mut self.analyser)
    }

    /// Exact forms side by side, in any one language.
    fn phrase(&mut self, pattern: &Pattern) -> Box<dyn EngineQuery> {
        let words = self.joined.index.fields.words;
        let mut clauses: Clauses = Vec::new();
        for &language in &self.joined.index.manifest.languages {
            let terms: Vec<(usize, Term)> = terms::units(pattern)
                .into_iter()
                .map(|(at, unit)| {
                    let form = match unit {
                        terms::Unit::Step(Test::Form(form)) => form.to_string(),
                        terms::Unit::Step(_) => String::new(),
                        terms::Unit::Pair(pair) => pair,
                    };
                    (at, Term::from_field_text(words, &form_term(language, &form)))
                })
                .collect();
            let is_there =
                terms.iter().all(|(_, term)| self.joined.index.searcher.doc_freq(term).is_ok_and(|count| count > 0));
            if !is_there {
                continue;
            }
            let query: Box<dyn EngineQuery> = match terms.as_slice() {
                [(_, term)] => Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs)),
                _ => Box::new(PhraseQuery::new_with_offset(terms)),
            };
            clauses.push((Occur::Should, query));
        }
        either(clauses)
    }

    fn chain(&mut self, chain: &Chain, within: &Within) -> Box<dyn EngineQuery> {
        let languages = self.joined.index.manifest.languages.clone();
        // A passage is in one language: a chain is looked for in each language by itself.
        let clauses: Clauses = languages
            .iter()
            .map(|&language| {
                let query = ChainQuery::new(self.joined.index.fields.words, chain, language, &mut self.analyser);
                (Occur::Should, Box::new(query.within(within)) as Box<dyn EngineQuery>)
            })
            .collect();
        either(clauses)
    }
}

/// At least one of the clauses.
fn either(mut clauses: Clauses) -> Box<dyn EngineQuery> {
    match clauses.len() {
        0 => Box::new(EmptyQuery),
        1 => clauses.swap_remove(0).1,
        _ => Box::new(BooleanQuery::new(clauses)),
    }
}

/// Tells whether a test stands for as many words as there may be.
fn is_expanded(test: &Test) -> bool {
    matches!(test, Test::Beginning { .. } | Test::Typo(_))
}

/// Returns what one word may be, where it stands alone and may be more than forms of itself: a word that is being
/// typed is looked for as it is, and as one that may go on.
fn senses(node: &Node) -> Option<Vec<&Test>> {
    let sense = |node: &'_ Node| matches!(node, Node::Words(pattern) if pattern.steps.len() == 1);
    let parts = match node {
        Node::Either(parts) => parts.as_slice(),
        other => std::slice::from_ref(other),
    };
    if !parts.iter().all(sense) {
        return None;
    }
    let tests = parts.iter().filter_map(|part| match part {
        Node::Words(pattern) => pattern.steps.first().map(|step| &step.test),
        _ => None,
    });
    let tests: Vec<&Test> = tests.collect();
    tests.iter().any(|test| is_expanded(test)).then_some(tests)
}

/// Tells whether a part has a word that stands for as many as there may be.
fn is_wide(node: &Node) -> bool {
    let pattern = |pattern: &Pattern| pattern.steps.iter().any(|step| is_expanded(&step.test));
    match node {
        Node::Words(words) => pattern(words),
        Node::Near(chain) => {
            chain.first.iter().chain(chain.steps.iter().flat_map(|(_, patterns)| patterns)).any(pattern)
        }
        Node::Either(parts) => parts.iter().any(is_wide),
        Node::Set(_) | Node::Both(_) | Node::Not(_) => false,
    }
}
