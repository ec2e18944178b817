//! Undo and redo: new entries that take back what a step did. Nothing is ever taken out of a journal.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::ids::{CodeId, EntryId, SourceId};

use super::entry::{Act, Changes, Coded, Done, Entry};
use super::journal::Marks;

/// The entries of one coder, in the order of their files.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// Those made on this device: the ones that undo takes back.
    pub here: Vec<Entry>,
    /// Those made on other devices: what a field was before may stand there.
    pub elsewhere: Vec<Entry>,
}

/// What undo or redo is about to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The step that is taken back.
    pub step: EntryId,
    /// The entries of the action behind it: where the step is itself an undo or a redo, those that it
    /// took back or brought back in the end.
    pub of: Vec<Entry>,
    /// What to write.
    pub acts: Vec<Act>,
    /// How to mark it.
    pub marks: Marks,
}

/// Plans the undo of this coder's newest step on this device that is no undo and is not undone.
///
/// Steps without effect of their own are passed over: those that only found words again (`anchor`), or
/// that marked as done what was done already.
#[must_use]
pub fn plan_undo(own: &Own) -> Option<Plan> {
    let undone: BTreeSet<EntryId> = own.here.iter().filter_map(|entry| entry.undoes).collect();
    let open = |entry: &&Entry| entry.undoes.is_none() && !undone.contains(&entry.step);
    let plan = |entry: &Entry| plan(own, entry.step, Marks { undoes: Some(entry.step), redoes: None });
    own.here.iter().rev().filter(open).map(plan).find(|plan| !plan.acts.is_empty())
}

/// Plans the redo of the newest undo that is not redone, if only undos and redos were written since.
#[must_use]
pub fn plan_redo(own: &Own) -> Option<Plan> {
    let redone: BTreeSet<EntryId> = own.here.iter().filter_map(|entry| entry.redoes).collect();
    let since = own
        .here
        .iter()
        .rev()
        .filter(|entry| !matches!(entry.act, Act::Anchor(..)))
        .take_while(|entry| entry.undoes.is_some() || entry.redoes.is_some());
    let open = |entry: &&Entry| entry.undoes.is_some() && !redone.contains(&entry.step);
    let plan = |entry: &Entry| plan(own, entry.step, Marks { undoes: None, redoes: Some(entry.step) });
    since.filter(open).map(plan).find(|plan| !plan.acts.is_empty())
}

fn plan(own: &Own, step: EntryId, marks: Marks) -> Plan {
    let entries = |step| own.here.iter().filter(move |entry| entry.step == step);
    let acts = entries(step).rev().flat_map(|entry| inverse(own, entry)).collect();
    let mut action = step;
    while let Some(before) = entries(action).find_map(|entry| entry.undoes.or(entry.redoes)) {
        // Ids rise, so a damaged journal cannot make this go round.
        if before >= action {
            break;
        }
        action = before;
    }
    Plan { step, of: entries(action).cloned().collect(), acts, marks }
}

/// Returns what takes an entry back.
fn inverse(own: &Own, entry: &Entry) -> Vec<Act> {
    match &entry.act {
        Act::Code(_) | Act::Memo(..) | Act::Cell { .. } | Act::Reconcile(..) | Act::Verdict(_) | Act::Refuse(_) => {
            vec![Act::Remove(entry.id)]
        }
        Act::Remove(of) if was_removed(own, entry.id, *of) => Vec::new(),
        Act::Remove(of) => vec![Act::Restore(*of)],
        Act::Restore(of) if was_removed(own, entry.id, *of) => vec![Act::Remove(*of)],
        Act::Change(of, changes) => vec![Act::Change(*of, Box::new(before(own, entry.id, *of, changes)))],
        Act::Done(done) | Act::Reopen(done) => inverse_done(own, entry, &done.source),
        Act::Restore(_) | Act::Anchor(..) => Vec::new(),
    }
}

impl Own {
    /// Returns all entries before `id`, in the order of their ids.
    fn before(&self, id: EntryId) -> Vec<&Entry> {
        let mut entries: Vec<&Entry> = self.here.iter().chain(&self.elsewhere).filter(|entry| entry.id < id).collect();
        entries.sort_by_key(|entry| entry.id);
        entries
    }
}

/// Tells whether the entry `of` was taken back before the entry `id`.
fn was_removed(own: &Own, id: EntryId, of: EntryId) -> bool {
    let decided = |entry: &&Entry| match entry.act {
        Act::Remove(about) => (about == of).then_some(true),
        Act::Restore(about) => (about == of).then_some(false),
        _ => None,
    };
    own.before(id).iter().rev().find_map(decided).unwrap_or(false)
}

/// Returns the values that the fields of `changes` had before the entry `id`.
fn before(own: &Own, id: EntryId, of: EntryId, changes: &Changes) -> Changes {
    let mut was = Changes::default();
    for entry in own.before(id) {
        match &entry.act {
            Act::Code(coded) if entry.id == of => was = all_fields(coded),
            Act::Memo(_, memo) if entry.id == of => was.memo = Some(Some(memo.clone())),
            Act::Cell { stance, summary, .. } if entry.id == of => {
                (was.stance, was.summary) = (Some(*stance), Some(summary.clone()));
            }
            Act::Change(about, set) if *about == of => lay_over(&mut was, set),
            _ => {}
        }
    }
    Changes {
        place: was.place.filter(|_| changes.place.is_some()),
        code: was.code.filter(|_| changes.code.is_some()),
        stance: was.stance.filter(|_| changes.stance.is_some()),
        weight: was.weight.filter(|_| changes.weight.is_some()),
        memo: was.memo.filter(|_| changes.memo.is_some()),
        voice: was.voice.filter(|_| changes.voice.is_some()),
        case: was.case.filter(|_| changes.case.is_some()),
        claim: was.claim.filter(|_| changes.claim.is_some()),
        rules: was.rules.filter(|_| changes.rules.is_some()),
        summary: was.summary.filter(|_| changes.summary.is_some()),
    }
}

fn all_fields(coded: &Coded) -> Changes {
    Changes {
        place: Some(coded.place.clone()),
        code: Some(coded.code.clone()),
        stance: Some(coded.stance),
        weight: Some(coded.weight),
        memo: Some(coded.memo.clone()),
        voice: Some(coded.voice.clone()),
        case: Some(coded.case.clone()),
        claim: Some(coded.claim.clone()),
        rules: Some(coded.rules.clone()),
        summary: None,
    }
}

fn lay_over(was: &mut Changes, set: &Changes) {
    fn lay<T: Clone>(was: &mut Option<T>, set: Option<&T>) {
        if let Some(value) = set {
            *was = Some(value.clone());
        }
    }
    lay(&mut was.place, set.place.as_ref());
    lay(&mut was.code, set.code.as_ref());
    lay(&mut was.stance, set.stance.as_ref());
    lay(&mut was.weight, set.weight.as_ref());
    lay(&mut was.memo, set.memo.as_ref());
    lay(&mut was.voice, set.voice.as_ref());
    lay(&mut was.case, set.case.as_ref());
    lay(&mut was.claim, set.claim.as_ref());
    lay(&mut was.rules, set.rules.as_ref());
    lay(&mut was.summary, set.summary.as_ref());
}

/// Returns what brings back the codes that were done in a source before an entry.
fn inverse_done(own: &Own, entry: &Entry, source: &SourceId) -> Vec<Act> {
    let mut marks: BTreeMap<CodeId, bool> = BTreeMap::new();
    for earlier in own.before(entry.id) {
        apply_done(&mut marks, &earlier.act, source);
    }
    let was = marks.clone();
    apply_done(&mut marks, &entry.act, source);
    let text = match &entry.act {
        Act::Done(done) | Act::Reopen(done) => done.text,
        _ => None,
    };
    let done = |codes: Vec<CodeId>, all| Done { source: source.clone(), text, codes, all };
    let changed = |code: &&CodeId| was.get(*code) != marks.get(*code);
    let reopened: Vec<CodeId> = marks.keys().filter(changed).cloned().collect();
    let again = |by_name: bool| -> Vec<CodeId> {
        was.iter().filter(|(code, named)| **named == by_name && changed(code)).map(|(code, _)| code.clone()).collect()
    };
    let (named, all) = (again(true), again(false));
    let mut acts = Vec::new();
    if !reopened.is_empty() {
        acts.push(Act::Reopen(done(reopened, false)));
    }
    if !all.is_empty() {
        acts.push(Act::Done(done(all, true)));
    }
    if !named.is_empty() {
        acts.push(Act::Done(done(named, false)));
    }
    acts
}

/// Applies `done` and `reopen` to the codes of one source, each with whether it was named.
fn apply_done(marks: &mut BTreeMap<CodeId, bool>, act: &Act, source: &SourceId) {
    match act {
        Act::Done(done) if done.source == *source => {
            for code in &done.codes {
                let named = marks.get(code).copied().unwrap_or(false) || !done.all;
                marks.insert(code.clone(), named);
            }
        }
        Act::Reopen(done) if done.source == *source => {
            if done.all {
                marks.clear();
            }
            for code in &done.codes {
                marks.remove(code);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::{About, Place, Quoted, Refused, Stance};
    use super::super::fold::{Filed, fold};
    use super::super::state::State;
    use super::*;
    use crate::base::text::{Span, TextHash};
    use proptest::prelude::*;

    /// A coder's desk: writes steps, undoes and redoes them, and keeps every state it was in.
    #[derive(Default)]
    struct Desk {
        own: Own,
        next: u64,
    }

    impl Desk {
        fn write(&mut self, acts: Vec<Act>, marks: Marks) -> EntryId {
            let step = EntryId::from_parts(self.next + 1, 0);
            for act in acts {
                self.next += 1;
                let id = EntryId::from_parts(self.next, 0);
                let (undoes, redoes) = (marks.undoes, marks.redoes);
                self.own.here.push(Entry { id, at: String::new(), by: "ana".into(), step, undoes, redoes, act });
            }
            step
        }

        fn act(&mut self, act: Act) -> EntryId {
            self.write(vec![act], Marks::default())
        }

        fn undo(&mut self) -> bool {
            let Some(plan) = plan_undo(&self.own) else { return false };
            self.write(plan.acts, plan.marks);
            true
        }

        fn redo(&mut self) -> bool {
            let Some(plan) = plan_redo(&self.own) else { return false };
            self.write(plan.acts, plan.marks);
            true
        }

        /// What counts, without the ids of the entries that made it so.
        fn view(&self) -> (Vec<String>, Vec<(CodeId, bool)>, usize, usize) {
            let state: State = fold(self.own.here.iter().map(|entry| Filed::held("j", entry.clone()))).0;
            let codings = state
                .coded()
                .map(|c| format!("{} {} {} {:?} {}", c.id(), c.code, c.stance, c.memo(), c.place.span))
                .collect();
            let done = state.done_by(&"a.md".into(), &"ana".into()).map(|(c, r)| (c.clone(), r.by_name)).collect();
            (codings, done, state.memos().count(), state.refusals().count())
        }
    }

    fn coded(start: usize) -> Act {
        let quoted = Quoted { quote: "q".into(), ..Quoted::default() };
        Act::Code(Box::new(Coded {
            source: "a.md".into(),
            place: Place { text: TextHash::of("t"), span: Span::new(start, start + 1), quoted },
            code: "a".into(),
            claim: None,
            rules: None,
            stance: Stance::Neutral,
            weight: None,
            memo: None,
            voice: None,
            case: None,
            auto: None,
            via: None,
        }))
    }

    fn refused() -> Act {
        let place = Place { text: TextHash::of("t"), span: Span::new(0, 1), quoted: Quoted::default() };
        Act::Refuse(Box::new(Refused { source: "a.md".into(), place, code: "a".into() }))
    }

    fn done(codes: &[&str], all: bool) -> Done {
        Done { source: "a.md".into(), text: None, codes: codes.iter().map(|c| (*c).into()).collect(), all }
    }

    #[test]
    fn undo_goes_back_step_by_step_and_redo_forth() {
        let mut desk = Desk::default();
        let mut views = vec![desk.view()];
        let first = desk.act(coded(0));
        views.push(desk.view());
        desk.act(Act::Change(first, Box::new(Changes { memo: Some(Some("m".into())), ..Changes::default() })));
        views.push(desk.view());
        desk.act(Act::Remove(first));
        views.push(desk.view());
        desk.act(refused());
        views.push(desk.view());
        desk.act(Act::Done(done(&["a", "b"], true)));
        views.push(desk.view());
        desk.act(Act::Done(done(&["b", "c"], false)));
        views.push(desk.view());
        for _ in 0..2 {
            for view in views.iter().rev().skip(1) {
                assert!(desk.undo());
                assert_eq!(&desk.view(), view);
            }
            assert!(!desk.undo());
            for view in views.iter().skip(1) {
                assert!(desk.redo());
                assert_eq!(&desk.view(), view);
            }
            assert!(!desk.redo());
        }
    }

    #[test]
    fn a_new_step_ends_redo_but_not_undo() {
        let mut desk = Desk::default();
        desk.act(coded(0));
        desk.act(coded(1));
        assert!(desk.undo());
        desk.act(coded(2));
        assert!(!desk.redo());
        assert!(desk.undo() && desk.undo());
        assert!(desk.view().0.is_empty());
        assert!(!desk.undo());
    }

    #[test]
    fn a_step_of_several_entries_is_one() {
        let mut desk = Desk::default();
        desk.write(vec![coded(0), coded(1), Act::Memo(About::Study, "m".into())], Marks::default());
        assert!(desk.undo());
        assert_eq!(desk.view(), (vec![], vec![], 0, 0));
        assert!(desk.redo());
        assert_eq!((desk.view().0.len(), desk.view().2), (2, 1));
    }

    #[test]
    fn a_change_made_on_another_device_is_what_undo_returns_to() {
        let mut desk = Desk::default();
        let first = desk.act(coded(0));
        let stance = |stance| Act::Change(first, Box::new(Changes { stance: Some(stance), ..Changes::default() }));
        desk.act(stance(Stance::Supports));
        let moved = desk.own.here.pop().unwrap();
        desk.own.elsewhere.push(moved);
        desk.act(stance(Stance::Contradicts));
        let plan = plan_undo(&desk.own).unwrap();
        assert_eq!(plan.acts, [stance(Stance::Supports)]);
    }

    proptest! {
        #![proptest_config(crate::base::rounds::cases(256, 256))]

        /// Whatever was done: undoing all gives the empty state, redoing all gives the last one.
        #[test]
        fn undo_and_redo_are_inverse(choices in proptest::collection::vec((0_u8..9, 0_usize..4), 1..20)) {
            let mut desk = Desk::default();
            let mut made = Vec::new();
            for (what, which) in choices {
                let of = made.get(which % made.len().max(1)).copied();
                let codes = [&["a"][..], &["b"], &["a", "c"], &["b", "c"]][which];
                match (what, of) {
                    (0 | 1, _) | (2..=4, None) => made.push(desk.act(coded(which))),
                    (2, Some(of)) => {
                        let stance = Some(Stance::ALL[which]);
                        desk.act(Act::Change(of, Box::new(Changes { stance, ..Changes::default() })));
                    }
                    (3, Some(of)) => { desk.act(Act::Remove(of)); }
                    (4, Some(of)) => { desk.act(Act::Restore(of)); }
                    (5, _) => { desk.act(Act::Done(done(codes, which % 2 == 0))); }
                    (6, _) => { desk.act(Act::Reopen(done(codes, which == 3))); }
                    (7, _) => made.push(desk.act(refused())),
                    _ => { desk.undo(); }
                }
            }
            let last = desk.view();
            let mut steps = 0;
            while desk.undo() {
                steps += 1;
                prop_assert!(steps < 100);
            }
            for _ in 0..steps { prop_assert!(desk.redo()); }
            prop_assert_eq!(desk.view(), last);
        }
    }
}
