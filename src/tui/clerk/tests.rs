//! What threads make of a study that changes meanwhile.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};

use super::picturing::Pictures;
use super::seeking::{self, Seeker, question};
use super::{Clerk, coding_all};
use crate::base::disk::MemoryDisk;
use crate::coding::Stance;
use crate::search::answer;
use crate::search::arranged::By;
use crate::search::autocode::{Unit, Wish, plan};
use crate::search::query::Query;
use crate::search::searchable::Searchable;
use crate::study::{Host, Study, View};
use crate::tui::message::{AllAsked, Effect, Message, Outcome};
use crate::tui::words::{Ask, Kept};

/// Two interviews in which money is spoken of.
fn disk() -> MemoryDisk {
    let disk = MemoryDisk::new();
    disk.put("/s/study.toml", "title = \"T\"");
    disk.put("/s/codebooks/a.toml", "[[code]]\nid = \"money\"\n");
    disk.put("/s/interviews/a.md", "The money came late.\n\nNothing else.\n");
    disk.put("/s/interviews/b.md", "There was little money.\n");
    disk
}

fn open(disk: &MemoryDisk) -> Study {
    Study::open(Host::in_memory(disk), Path::new("/s")).unwrap()
}

fn clerk(to: Sender<Message>) -> Clerk {
    Clerk::open(Host::in_memory(&disk()), Path::new("/s"), "ana".into(), to).unwrap()
}

/// Waits until something holds.
fn wait(what: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Waits for an outcome.
fn wait_for<T>(news: &Receiver<Message>, taken: impl Fn(Outcome) -> Option<T>) -> T {
    loop {
        if let Message::Done(outcome) = news.recv_timeout(Duration::from_secs(20)).unwrap()
            && let Some(found) = taken(outcome)
        {
            return found;
        }
    }
}

fn wish() -> Wish {
    Wish {
        query: "money".to_owned(),
        within: Query::All,
        unit: Unit::Passage,
        code: "money".into(),
        stance: Stance::Neutral,
        by: "ana".into(),
        interviewer: false,
    }
}

#[test]
fn a_hit_in_a_text_that_was_read_anew_since_is_none_to_be_coded() {
    for by in [None, Some(By::Kind)] {
        let disk = disk();
        let mut study = open(&disk);
        let picture = Searchable::new(&study, View::Reconciled);
        let found = answer::answer(&picture, None, &question("money".to_owned(), false, Query::All, by), &|| false);
        let found = found.unwrap();
        let words = |study: &Study| {
            let shown = seeking::answer(study, &picture, &found).hits.into_iter().flat_map(|mut hit| {
                let folded = hit.evidence.take().map(|evidence| evidence.hidden).unwrap_or_default();
                std::iter::once(hit).chain(folded)
            });
            let mut words: Vec<String> = shown.map(|hit| hit.words).collect();
            words.sort();
            words
        };
        assert_eq!(words(&study), ["The money came late.", "There was little money."]);
        disk.put("/s/interviews/a.md", "Some other words here, and more.\n\nNothing else.\n");
        study.reopen().unwrap();
        assert_eq!(words(&study), ["There was little money."]);
        // Nor is it coded with all hits.
        let planned = plan(&study, &picture, None, &wish(), &|| false).unwrap();
        let coded: Vec<&str> = planned.codings.iter().map(|coded| coded.source.as_str()).collect();
        assert_eq!(coded, ["interviews/b.md"]);
    }
}

#[test]
fn while_a_picture_is_taken_the_one_before_is_not_taken_for_it() {
    let study = Arc::new(RwLock::new(open(&disk())));
    let pictures = Arc::new(Pictures::default());
    let before = pictures.take(&study);
    assert!(Arc::ptr_eq(&before, &pictures.fresh().unwrap()));
    pictures.codebook_changed();
    let held = study.write().unwrap();
    let takers = [(); 2].map(|()| {
        let (study, pictures) = (Arc::clone(&study), Arc::clone(&pictures));
        std::thread::spawn(move || pictures.take(&study))
    });
    wait("taking", || pictures.is_taking());
    assert!(pictures.fresh().is_none());
    drop(held);
    let [one, other] = takers.map(|taker| taker.join().unwrap());
    assert!(!Arc::ptr_eq(&one, &before));
    assert!(Arc::ptr_eq(&one, &other), "one takes it, and the other waits for it");
}

#[test]
fn a_question_that_comes_while_a_picture_is_taken_is_asked_of_that_one() {
    let (to, _news) = channel();
    let study = Arc::new(RwLock::new(open(&disk())));
    let seeker = Seeker::begin(&study.read().unwrap(), &to);
    let ask = |number| seeker.ask(&study, number, question("money".to_owned(), false, Query::All, None));
    let is_waiting = || seeker.waiting() == Some(2);
    let held = study.write().unwrap();
    ask(1);
    ask(2);
    assert!(is_waiting());
    drop(held);
    wait("the picture", || !is_waiting());
    wait("the answer", || {
        let found = seeker.news(&study.read().unwrap());
        found.iter().any(|outcome| matches!(outcome, Outcome::Found { ticket: 2, answer } if answer.count == 2))
    });
    // Once more, with a picture of before at hand and another one under way.
    seeker.pictures().texts_changed();
    let held = study.write().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| seeker.pictures().take(&study));
        wait("taking", || seeker.pictures().is_taking());
        ask(2);
        assert!(is_waiting());
        drop(held);
    });
    wait("the second picture", || !is_waiting());
}

#[test]
fn counting_words_keeps_the_picture_that_it_took() {
    let (to, news) = channel();
    let mut clerk = clerk(to);
    assert!(clerk.seeker.pictures().fresh().is_none());
    clerk.perform(Effect::CountWords(Box::new(Ask::Frequency(Kept::default()))));
    wait_for(&news, |outcome| matches!(outcome, Outcome::Words(_)).then_some(()));
    let kept = clerk.seeker.pictures().fresh().unwrap();
    clerk.perform(Effect::CountWords(Box::new(Ask::Frequency(Kept::default()))));
    wait_for(&news, |outcome| matches!(outcome, Outcome::Words(_)).then_some(()));
    assert!(Arc::ptr_eq(&kept, &clerk.seeker.pictures().fresh().unwrap()));
    // What was read anew has another.
    clerk.perform(Effect::Reload);
    assert!(clerk.seeker.pictures().fresh().is_none());
}

#[test]
fn nobody_who_codes_waits_while_all_hits_are_looked_for() {
    let (to, _news) = channel();
    let study = Arc::new(RwLock::new(open(&disk())));
    let seeker = Seeker::begin(&study.read().unwrap(), &to);
    let asked = std::cell::Cell::new(0);
    let is_wanted = || {
        asked.set(asked.get() + 1);
        assert!(study.try_write().is_ok(), "the study is locked");
        true
    };
    let planned = coding_all::planned(&study, &seeker.view(), &wish(), &is_wanted, &to).unwrap();
    assert_eq!(planned.codings.len(), 2);
    assert!(asked.get() > 3, "it is asked at each source");
    assert!(coding_all::planned(&study, &seeker.view(), &wish(), &|| false, &to).is_none());
}

#[test]
fn what_all_hits_come_to_is_forgotten_when_nobody_waits_for_it() {
    let (to, news) = channel();
    let mut clerk = clerk(to);
    let asked = AllAsked {
        ticket: 7,
        query: "money".to_owned(),
        code: "money".into(),
        unit: Unit::Passage,
        stance: Stance::Neutral,
        with_interviewer: false,
    };
    clerk.perform(Effect::PlanAll(Box::new(asked.clone())));
    let planned = wait_for(&news, |outcome| match outcome {
        Outcome::AllPlanned(planned) => Some(planned.codings),
        _ => None,
    });
    assert_eq!(planned, 2);
    assert!(clerk.planner.is_wanted(7));
    clerk.perform(Effect::ForgetPlan);
    assert!(!clerk.planner.is_wanted(7), "a plan that is being made stops");
    assert!(matches!(&clerk.perform(Effect::CodeAll(7))[..], [Outcome::Failed(_)]));
    clerk.perform(Effect::PlanAll(Box::new(asked)));
    wait_for(&news, |outcome| matches!(outcome, Outcome::AllPlanned(_)).then_some(()));
    assert!(matches!(&clerk.perform(Effect::CodeAll(7))[..], [Outcome::Saved { .. }]));
}
