//! The fold of entries to a state: total, and the same whatever the order of the files.

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::clock::Moment;
use crate::base::ids::{Coder, EntryId};
use crate::base::problem::Problem;

use super::entry::{Act, Changes, Entry};
use super::line::print;
use super::state::{Cell, Coding, Line, Memo, Origin, Reconciliation, Refusal, Ruling, Spot, State, Written};

/// An entry and where it stands.
#[derive(Clone, Debug)]
pub struct Filed<'a> {
    /// The journal that it stands in, for messages.
    pub path: &'a str,
    /// The line that holds it, from which its words can be read again.
    pub line: Option<Line>,
    /// The entry.
    pub entry: Entry,
}

impl<'a> Filed<'a> {
    /// Makes an entry whose words are kept with it.
    #[must_use]
    pub fn held(path: &'a str, entry: Entry) -> Self {
        Self { path, line: None, entry }
    }
}

/// Folds entries to a state.
///
/// What makes something (`code`, `memo`, `reconcile`, `verdict`, `cell`, `refuse`) is collected by id; then all
/// others are applied in the order of their ids. Equal entries count once. Of different ones with one
/// id the one whose line is greater in its bytes stands, and both are reported.
#[must_use]
pub fn fold<'a>(entries: impl IntoIterator<Item = Filed<'a>>) -> (State, Vec<Problem>) {
    let mut problems = Vec::new();
    let entries = in_order(entries, &mut problems);
    let mut folding = Folding { state: State::default(), problems, origins: HashSet::new() };
    folding.state.greatest = entries.last().map(|filed| filed.entry.id);
    folding.state.codings.reserve(entries.len());
    // Most entries are codings, and each of these is made of its entry alone: on all cores.
    let steps: Vec<Step<'_>> = entries.into_par_iter().map(Step::of).collect();
    let mut applied = Vec::new();
    for step in steps {
        match step {
            Step::Coded(coding) => folding.add_coding(coding),
            Step::Other(filed) if makes(&filed.entry.act) => folding.make(filed),
            Step::Other(filed) => applied.push(filed),
        }
    }
    for filed in applied {
        folding.apply(filed);
    }
    folding.problems.sort();
    (folding.state, folding.problems)
}

impl State {
    /// Adds entries that were made after everything that was read.
    ///
    /// Returns the problems, or nothing where an entry is not newer than the state: the whole has to be
    /// folded anew then.
    #[must_use]
    pub fn add<'a>(&mut self, entries: impl IntoIterator<Item = Filed<'a>>) -> Option<Vec<Problem>> {
        let mut problems = Vec::new();
        let entries = in_order(entries, &mut problems);
        if entries.first().is_some_and(|filed| Some(filed.entry.id) <= self.greatest) {
            return None;
        }
        let mut folding = Folding { state: std::mem::take(self), problems, origins: HashSet::new() };
        for filed in entries {
            folding.state.greatest = folding.state.greatest.max(Some(filed.entry.id));
            if makes(&filed.entry.act) {
                folding.make(filed);
            } else {
                folding.apply(filed);
            }
        }
        *self = folding.state;
        Some(folding.problems)
    }
}

/// Sorts entries by id, each id once.
fn in_order<'a>(entries: impl IntoIterator<Item = Filed<'a>>, problems: &mut Vec<Problem>) -> Vec<Filed<'a>> {
    let mut entries: Vec<Filed<'a>> = entries.into_iter().collect();
    entries.sort_by(|one, other| {
        let by_bytes = || print(&one.entry, "").cmp(&print(&other.entry, "")).then_with(|| one.path.cmp(other.path));
        one.entry.id.cmp(&other.entry.id).then_with(by_bytes)
    });
    entries.dedup_by(|filed, last| {
        let is_twice = last.entry.id == filed.entry.id;
        if is_twice && last.entry != filed.entry {
            let (id, other) = (filed.entry.id, last.path);
            let message = format!("two different entries have the id {id}; the other is in {other}");
            problems.push(Problem::warning("id-twice", filed.path, message));
            std::mem::swap(last, filed);
        }
        is_twice
    });
    entries
}

/// Tells whether an act makes something that others can refer to.
fn makes(act: &Act) -> bool {
    matches!(
        act,
        Act::Code(_) | Act::Memo(..) | Act::Reconcile(..) | Act::Verdict(_) | Act::Cell { .. } | Act::Refuse(_)
    )
}

/// An entry on its way into a state.
enum Step<'a> {
    Coded(Coding),
    Other(Filed<'a>),
}

impl<'a> Step<'a> {
    fn of(filed: Filed<'a>) -> Self {
        let Filed { path, line, entry } = filed;
        match entry {
            Entry { id, at, by, act: Act::Code(coded), .. } => {
                let written = Written { id, by, at: Moment::of(&at), removed: false };
                Self::Coded(Coding::new(written, *coded, line))
            }
            entry => Self::Other(Filed { path, line, entry }),
        }
    }
}

struct Folding {
    state: State,
    problems: Vec<Problem>,
    /// Origins that codings share.
    origins: HashSet<Arc<Origin>>,
}

impl Folding {
    /// Adds a coding: ids rise, so the codings stay sorted.
    fn add_coding(&mut self, mut coding: Coding) {
        match self.origins.get(&coding.origin) {
            Some(origin) => coding.origin = Arc::clone(origin),
            None => _ = self.origins.insert(Arc::clone(&coding.origin)),
        }
        self.state.codings.push(coding);
    }

    fn make(&mut self, filed: Filed<'_>) {
        let Filed { line, entry, .. } = filed;
        let id = entry.id;
        let written = Written { id, by: entry.by, at: Moment::of(&entry.at), removed: false };
        match entry.act {
            Act::Code(coded) => self.add_coding(Coding::new(written, *coded, line)),
            Act::Memo(about, text) => {
                self.state.memos.insert(id, Memo { written, about, text });
            }
            Act::Cell { source, code, stance, summary } => {
                self.state.cells.insert(id, Cell { written, source, code, stance, summary });
            }
            Act::Verdict(verdict) => {
                self.state.rulings.insert(id, Ruling { written, verdict });
            }
            Act::Reconcile(of, outcome) => {
                self.state.reconciliations.insert(id, Reconciliation { written, of, outcome, anchors: Vec::new() });
            }
            Act::Refuse(refused) => {
                self.state.refusals.insert(id, Refusal { written, refused: *refused });
            }
            Act::Change(..) | Act::Remove(_) | Act::Restore(_) | Act::Anchor(..) | Act::Done(_) | Act::Reopen(_) => {}
        }
    }

    fn apply(&mut self, filed: Filed<'_>) {
        let Filed { path, line, entry } = filed;
        match entry.act {
            Act::Change(of, changes) => {
                if self.may(path, entry.id, &entry.by, of) {
                    self.change(of, *changes, line);
                }
            }
            Act::Remove(of) => self.set_removed(path, entry.id, &entry.by, of, true),
            Act::Restore(of) => self.set_removed(path, entry.id, &entry.by, of, false),
            Act::Anchor(of, place) => {
                if let Some(coding) = self.state.coding_mut(of) {
                    coding.set_more(|more| more.anchors.push(Spot::new(place, line)));
                } else if let Some(reconciliation) = self.state.reconciliations.get_mut(&of) {
                    reconciliation.anchors.push(place);
                } else {
                    self.waits(path, entry.id, of);
                }
            }
            Act::Done(done) => self.state.mark_done(entry.id, &entry.by, &done),
            Act::Reopen(done) => self.state.mark_reopened(&entry.by, &done),
            Act::Code(_) | Act::Memo(..) | Act::Cell { .. } | Act::Reconcile(..) | Act::Verdict(_) | Act::Refuse(_) => {
            }
        }
    }

    fn change(&mut self, of: EntryId, changes: Changes, line: Option<Line>) {
        if let Some(coding) = self.state.coding_mut(of) {
            change_coding(coding, changes, line);
        } else if let Some(cell) = self.state.cells.get_mut(&of) {
            cell.stance = changes.stance.unwrap_or(cell.stance);
            cell.summary = changes.summary.unwrap_or_else(|| std::mem::take(&mut cell.summary));
        } else if let Some(memo) = self.state.memos.get_mut(&of)
            && let Some(Some(text)) = changes.memo
        {
            memo.text = text;
        }
    }

    fn written_mut(&mut self, of: EntryId) -> Option<&mut Written> {
        if let Ok(at) = self.state.codings.binary_search_by_key(&of, Coding::id) {
            return Some(&mut self.state.codings[at].written);
        }
        let state = &mut self.state;
        state
            .memos
            .get_mut(&of)
            .map(|memo| &mut memo.written)
            .or_else(|| state.cells.get_mut(&of).map(|cell| &mut cell.written))
            .or_else(|| state.rulings.get_mut(&of).map(|ruling| &mut ruling.written))
            .or_else(|| state.reconciliations.get_mut(&of).map(|found| &mut found.written))
            .or_else(|| state.refusals.get_mut(&of).map(|refusal| &mut refusal.written))
    }

    fn set_removed(&mut self, path: &str, id: EntryId, by: &Coder, of: EntryId, removed: bool) {
        if self.may(path, id, by, of)
            && let Some(written) = self.written_mut(of)
        {
            written.removed = removed;
        }
    }

    /// Tells whether `by` may change or take back the entry `of`, and reports it where not.
    fn may(&mut self, path: &str, id: EntryId, by: &Coder, of: EntryId) -> bool {
        let Some(owner) = self.written_mut(of).map(|written| written.by.clone()) else {
            self.waits(path, id, of);
            return false;
        };
        if owner == *by {
            return true;
        }
        let message = format!("{by} cannot change or take back the entry {of} of {owner}; entry {id} has no effect");
        self.problems.push(Problem::warning("not-the-owner", path, message));
        false
    }

    fn waits(&mut self, path: &str, id: EntryId, of: EntryId) {
        let message = format!("the entry {id} is about {of}, which no journal holds yet");
        self.problems.push(Problem::note("entry-waits", path, message));
    }
}

fn change_coding(coding: &mut Coding, changes: Changes, line: Option<Line>) {
    let Changes { place, code, stance, weight, memo, voice, case, claim, rules, summary: _ } = changes;
    if let Some(code) = code {
        coding.code = code;
    }
    if let Some(stance) = stance {
        coding.stance = stance;
    }
    if let Some(claim) = claim {
        Arc::make_mut(&mut coding.origin).claim = claim;
    }
    if let Some(rules) = rules {
        Arc::make_mut(&mut coding.origin).rules = rules;
    }
    coding.set_more(|more| {
        if place.is_some() {
            more.anchors.clear();
        }
        if let Some(weight) = weight {
            more.weight = weight;
        }
        if let Some(memo) = memo {
            more.memo = memo;
        }
        if let Some(voice) = voice {
            more.voice = voice;
        }
        if let Some(case) = case {
            more.case = case;
        }
    });
    if let Some(place) = place {
        coding.place = Spot::new(place, line);
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::{Coded, Place, Quoted, Stance};
    use super::super::line::tests::entry;
    use super::*;
    use crate::base::rounds;
    use crate::base::text::{Span, TextHash};
    use proptest::prelude::*;

    fn id(number: u64) -> EntryId {
        EntryId::from_parts(number, 0)
    }

    fn made(number: u64, by: &str, act: Act) -> Entry {
        let id = id(number);
        Entry { id, at: String::new(), by: by.into(), step: id, undoes: None, redoes: None, act }
    }

    fn coded(code: &str) -> Box<Coded> {
        let quoted = Quoted { quote: "q".into(), ..Quoted::default() };
        Box::new(Coded {
            source: "a.md".into(),
            place: Place { text: TextHash::of("t"), span: Span::new(0, 1), quoted },
            code: code.into(),
            claim: None,
            rules: None,
            stance: Stance::Neutral,
            weight: None,
            memo: None,
            voice: None,
            case: None,
            auto: None,
            via: None,
        })
    }

    fn fold_all(entries: &[Entry]) -> (State, Vec<Problem>) {
        fold(entries.iter().map(|entry| Filed::held("j", entry.clone())))
    }

    #[test]
    fn changes_are_decided_field_by_field_by_the_greater_id() {
        let stance = |stance| Box::new(Changes { stance: Some(stance), ..Changes::default() });
        let code = |code: &str| Box::new(Changes { code: Some(code.into()), ..Changes::default() });
        let entries = [
            made(4, "ana", Act::Change(id(1), stance(Stance::Contradicts))),
            made(3, "ana", Act::Change(id(1), code("b"))),
            made(2, "ana", Act::Change(id(1), stance(Stance::Supports))),
            made(1, "ana", Act::Code(coded("a"))),
        ];
        let (state, problems) = fold_all(&entries);
        let coding = state.coding(id(1)).unwrap();
        assert_eq!((coding.code.as_str(), coding.stance), ("b", Stance::Contradicts));
        assert!(problems.is_empty());
    }

    #[test]
    fn a_change_of_a_removed_coding_shows_after_restore() {
        let change = Changes { stance: Some(Stance::Supports), ..Changes::default() };
        let mut entries = vec![
            made(1, "ana", Act::Code(coded("a"))),
            made(2, "ana", Act::Remove(id(1))),
            made(3, "ana", Act::Change(id(1), Box::new(change))),
        ];
        assert_eq!(fold_all(&entries).0.coded().count(), 0);
        entries.push(made(4, "ana", Act::Restore(id(1))));
        assert_eq!(fold_all(&entries).0.coded().next().unwrap().stance, Stance::Supports);
    }

    #[test]
    fn only_its_own_coder_takes_an_entry_back() {
        let entries = [made(1, "ana", Act::Code(coded("a"))), made(2, "ben", Act::Remove(id(1)))];
        let (state, problems) = fold_all(&entries);
        assert_eq!(state.coded().count(), 1);
        assert_eq!(problems[0].kind, "not-the-owner");
    }

    #[test]
    fn an_entry_about_one_that_is_not_there_waits() {
        let entries = [made(2, "ana", Act::Remove(id(1)))];
        assert_eq!(fold_all(&entries).1[0].kind, "entry-waits");
    }

    #[test]
    fn one_id_with_two_contents_is_decided_by_bytes() {
        let (a, b) = (made(1, "ana", Act::Code(coded("a"))), made(1, "ana", Act::Code(coded("b"))));
        for entries in [[a.clone(), b.clone()], [b, a]] {
            let (state, problems) = fold_all(&entries);
            assert_eq!(state.coded().map(|c| c.code.as_str()).collect::<Vec<_>>(), ["b"]);
            assert_eq!(problems[0].kind, "id-twice");
        }
    }

    #[test]
    fn the_reconciled_view_puts_what_was_agreed_in_the_place_of_its_codings() {
        use super::super::entry::Outcome;
        let entries = [
            made(1, "ana", Act::Code(coded("a"))),
            made(2, "ben", Act::Code(coded("b"))),
            made(3, "ben", Act::Code(coded("c"))),
            made(4, "lead", Act::Reconcile(vec![id(1), id(2)], Outcome::None)),
            made(5, "lead", Act::Reconcile(vec![id(1), id(2)], Outcome::Agreed(coded("d")))),
        ];
        let (state, _) = fold_all(&entries);
        let reconciled = |state: &State| {
            let replaced = state.replaced();
            let left = state.coded().filter(|coding| !replaced.contains(&coding.id())).cloned();
            left.chain(state.agreed()).map(|coding| coding.code.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(reconciled(&state), ["c", "d"]);
        assert_eq!(state.coded().count(), 3);
        let mut taken_back = entries.to_vec();
        taken_back.push(made(6, "lead", Act::Remove(id(5))));
        assert_eq!(reconciled(&fold_all(&taken_back).0), ["c"]);
    }

    #[test]
    fn done_holds_until_reopened_and_a_name_stays_a_name() {
        use super::super::entry::Done;
        let done = |codes: &[&str], all| Done {
            source: "a.md".into(),
            text: None,
            codes: codes.iter().map(|code| (*code).into()).collect(),
            all,
        };
        let mut entries = vec![
            made(1, "ana", Act::Done(done(&["x"], false))),
            made(2, "ana", Act::Done(done(&["x", "y"], true))),
            made(3, "ben", Act::Reopen(done(&["x"], false))),
        ];
        let read = |entries: &[Entry]| {
            let (state, _) = fold_all(entries);
            state.done_by(&"a.md".into(), &"ana".into()).map(|(c, r)| (c.to_string(), r.by_name)).collect::<Vec<_>>()
        };
        assert_eq!(read(&entries), [("x".to_owned(), true), ("y".to_owned(), false)]);
        entries.push(made(4, "ana", Act::Reopen(done(&["x"], false))));
        assert_eq!(read(&entries), [("y".to_owned(), false)]);
    }

    /// One state for all orders, repeats included.
    #[test]
    fn the_order_of_entries_does_not_matter() {
        let values = (proptest::collection::vec(entry(), 0..24), any::<u64>());
        rounds::property("B7", "entries in any order, some twice", 256, 2_000, &values, |(entries, seed)| {
            let mut dice = rounds::Dice::new(seed);
            let mut shuffled = entries.clone();
            shuffled.extend(entries.iter().take(5).cloned());
            dice.shuffle(&mut shuffled);
            let (first, told) = fold_all(&entries);
            let (second, told_again) = fold_all(&shuffled);
            prop_assert_eq!(first, second);
            prop_assert_eq!(told, told_again);
            Ok(())
        });
    }

    proptest! {
        #![proptest_config(crate::base::rounds::cases(256, 256))]

        /// Adding entries one by one, in the order of their ids, gives what folding all of them gives.
        #[test]
        fn adding_is_folding(mut entries in proptest::collection::vec(entry(), 0..24)) {
            entries.sort_by_key(|entry| entry.id);
            entries.dedup_by_key(|entry| entry.id);
            // An act about a later entry waits for ever when added one by one: the caller folds anew then.
            let early = |of: &EntryId, entry: &Entry| *of >= entry.id;
            entries.retain(|entry| match &entry.act {
                Act::Change(of, _) | Act::Remove(of) | Act::Restore(of) | Act::Anchor(of, _) => !early(of, entry),
                _ => true,
            });
            let mut state = State::default();
            for entry in &entries {
                prop_assert!(state.add([Filed::held("j", entry.clone())]).is_some());
            }
            prop_assert_eq!(state, fold_all(&entries).0);
        }
    }
}
