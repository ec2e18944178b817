use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

use super::*;
use crate::base::ids::SourceId;
use crate::base::rounds;
use crate::base::text::TextHash;
use crate::search::arranged::{Arranged, Arrangement};
use crate::search::corpus::{Corpus, Document, Facts, Unknown};
use crate::search::passages::{PassageSet, Places};
use crate::search::query::{Codes, Filter, Query};
use crate::search::run::{Hit, Limits};
use crate::search::samples::Sample;

fn question(query: &str) -> Question {
    Question { query: query.to_owned(), limits: Limits::first(10), typing: true, within: Query::All, arrangement: None }
}

/// Waits for the answer to a question, or for what `done` waits for.
fn wait<T>(what: &str, mut done: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = done() {
            return found;
        }
        assert!(start.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn asked<S: Studied + Send + Sync + 'static>(live: &Live<S>, query: &str) -> String {
    let ticket = live.ask(question(query));
    let answer = wait(query, || live.answer().filter(|answered| answered.ticket == ticket)).answer;
    let line = |line: &crate::search::answer::Line| {
        let marks: Vec<&str> = line.marks.iter().map(|mark| line.text.slice(*mark)).collect();
        format!("{}:{}", line.source, marks.join("|"))
    };
    answer.lines.iter().map(line).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_latest_question_is_answered_with_and_without_index() {
    let folder = tempfile::tempdir().unwrap();
    for folder in [None, Some(folder.path().join("index"))] {
        let live = Live::start(folder.clone(), || {});
        live.set_study(Arc::new(Sample::seven()));
        for query in ["m", "mo", "mon"] {
            live.ask(question(query));
        }
        assert_eq!(asked(&live, "mone"), "en.md:money en.md:money");
        if folder.is_some() {
            wait("the index", || live.shared.lock().kept);
            assert_eq!(asked(&live, "\"the mo"), "en.md:The money");
            assert!(live.shared.lock().index.is_some());
        }
        assert_eq!(asked(&live, "@money 教科"), "");
        assert_eq!(asked(&live, "教科 "), "zh.md:教科");
    }
}

#[test]
fn an_errand_is_done_with_and_without_index_and_only_the_newest() {
    let folder = tempfile::tempdir().unwrap();
    let live = Live::start(Some(folder.path().to_owned()), || {});
    let (give, take) = std::sync::mpsc::channel();
    let errand = |name: &'static str| -> Errand<Sample> {
        let give = give.clone();
        Box::new(move |_, index, _| {
            give.send((name, index.is_some())).unwrap();
            // An index that fails is done without.
            if index.is_some() { Err(IndexError::Unusable) } else { Ok(()) }
        })
    };
    // Nothing is done before there is a study.
    live.run(errand("old"));
    live.run(errand("new"));
    live.set_study(Arc::new(Sample::seven()));
    assert_eq!(take.recv().unwrap().0, "new");
    wait("the index", || live.shared.lock().kept);
    while take.try_recv().is_ok() {}
    live.run(errand("with"));
    assert_eq!(take.recv().unwrap(), ("with", true));
    assert_eq!(take.recv().unwrap(), ("with", false));
    assert_eq!(asked(&live, "mone"), "en.md:money en.md:money");
}

#[test]
fn an_errand_lets_a_question_pass_and_is_done_after_it() {
    let live = Live::start(None, || {});
    live.set_study(Arc::new(Sample::seven()));
    let (give, take) = std::sync::mpsc::channel();
    live.run(Box::new(move |_, _, stop| {
        give.send("begun").unwrap();
        let start = Instant::now();
        // Long work, unless it is told to stop.
        while !stop() {
            if start.elapsed() > Duration::from_millis(500) {
                give.send("done").unwrap();
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        assert!(stop(), "what was told to stop once is told so again");
        Ok(())
    }));
    assert_eq!(take.recv().unwrap(), "begun");
    assert_eq!(asked(&live, "mone"), "en.md:money en.md:money");
    assert_eq!(take.recv().unwrap(), "begun", "the question was answered first");
    assert_eq!(take.recv().unwrap(), "done");
    assert!(live.shared.lock().errand.is_none());
}

#[test]
fn a_changed_study_is_searched_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let live = Live::start(Some(folder.path().to_owned()), || {});
    let mut sample = Sample::seven();
    live.set_study(Arc::new(sample.clone()));
    wait("the index", || live.shared.lock().kept);
    let before = live.shared.lock().kept;
    sample.set(0, "a new word: zyloquent");
    live.set_study(Arc::new(sample.clone()));
    assert_eq!(asked(&live, "zylo"), "en.md:zyloquent");
    assert_eq!(asked(&live, "money "), "");
    wait("the new index", || live.shared.lock().kept.filter(|kept| Some(*kept) != before));
    assert_eq!(asked(&live, "zyloquent"), "en.md:zyloquent");
}

/// The workbench on an index with flipped bits: asked while it is looked at, and after.
#[test]
fn an_index_with_flipped_bits_is_never_asked() {
    use crate::base::disk::{Access, Disk as _, RealDisk};
    let folder = rounds::quick_folder();
    let sample = Arc::new(Sample::seven());
    update(folder.path(), &*sample, true, &mut |_| true).unwrap();
    let names = RealDisk.list(folder.path()).unwrap();
    let whole: Vec<_> = names.iter().map(|named| (&named.path, RealDisk.read(&named.path).unwrap())).collect();
    let whole: Vec<_> = whole.into_iter().filter(|(_, bytes)| !bytes.is_empty()).collect();
    let queries = ["mone", "\"the mo", "教科 ", "лаб* ", "evaluacoin~ ", "late -follow ", "مدرسة "];
    let reading = Live::start(None, || {});
    reading.set_study(Arc::clone(&sample));
    let right = queries.map(|query| asked(&reading, query));
    rounds::each("C2", "1 to 64 bits of an index flipped, in the workbench's search", 20, 50, |dice| {
        for (path, bytes) in &whole {
            RealDisk.replace(path, bytes, Access::Private).unwrap();
        }
        let (path, bytes) = dice.pick(&whole);
        let mut damaged = bytes.clone();
        let bits = 1 + dice.below(64);
        dice.flip(&mut damaged, bits);
        RealDisk.replace(path, &damaged, Access::Private).unwrap();
        let live = Live::start(Some(folder.path().to_owned()), || {});
        live.set_study(Arc::clone(&sample));
        assert_eq!(queries.map(|query| asked(&live, query)), right, "{}", path.display());
        wait("the index", || live.shared.lock().kept);
        assert!(live.shared.lock().index.is_some());
        assert_eq!(queries.map(|query| asked(&live, query)), right, "{}", path.display());
    });
}

#[test]
fn a_folder_that_cannot_be_written_is_done_without() {
    let folder = tempfile::NamedTempFile::new().unwrap();
    let live = Live::start(Some(folder.path().join("index")), || {});
    live.set_study(Arc::new(Sample::seven()));
    wait("giving up", || live.shared.lock().kept);
    assert_eq!(asked(&live, "money"), "en.md:money en.md:money");
}

/// A study whose texts are not read by the thread that answers before there is an index.
struct Gated {
    sample: Sample,
    is_open: AtomicBool,
    /// How often that thread has read a text.
    reads: AtomicUsize,
}

impl Corpus for Gated {
    fn places(&self) -> &Places {
        self.sample.places()
    }

    fn id(&self, source: usize) -> &SourceId {
        self.sample.id(source)
    }

    fn stamp(&self, source: usize) -> TextHash {
        self.sample.stamp(source)
    }

    fn edition(&self) -> u64 {
        self.sample.edition()
    }

    fn load(&self, source: usize) -> Option<Document> {
        if std::thread::current().name() == Some("search") {
            self.reads.fetch_add(1, Ordering::SeqCst);
            wait("the index", || self.is_open.load(Ordering::SeqCst).then_some(()));
        }
        self.sample.load(source)
    }
}

impl Facts for Gated {
    fn passages(&self, filter: &Filter) -> Result<PassageSet, Unknown> {
        self.sample.passages(filter)
    }

    fn coded(&self, filters: &[&Filter]) -> Result<PassageSet, Unknown> {
        self.sample.coded(filters)
    }

    fn codes(&self, codes: &Codes) -> Result<PassageSet, Unknown> {
        self.sample.codes(codes)
    }

    fn hidden(&self, named: &[&Filter]) -> PassageSet {
        self.sample.hidden(named)
    }

    fn arranged(&self, query: &Query, hits: &[Hit], wanted: &Arrangement) -> Arranged {
        self.sample.arranged(query, hits, wanted)
    }

    fn attributes(&self) -> Vec<&str> {
        self.sample.attributes()
    }

    fn saved(&self) -> Vec<(&str, &str)> {
        self.sample.saved()
    }
}

#[test]
fn who_reads_all_texts_stops_where_an_index_comes() {
    let folder = tempfile::tempdir().unwrap();
    let study =
        Arc::new(Gated { sample: Sample::seven(), is_open: AtomicBool::new(false), reads: AtomicUsize::new(0) });
    let live = Live::start(Some(folder.path().to_owned()), || {});
    // Asked before the study is there, so that the answer begins before the index does.
    let ticket = live.ask(question("教科 "));
    live.set_study(Arc::clone(&study));
    wait("the index", || live.shared.lock().index.clone());
    study.is_open.store(true, Ordering::SeqCst);
    let Answered { ticket: answered, answer, .. } = wait("the answer", || live.answer());
    assert_eq!(answered, ticket);
    assert_eq!(answer.lines.iter().map(|line| line.source.as_str()).collect::<Vec<_>>(), ["zh.md"]);
    // The text that it had begun with, and the one that is shown.
    assert!(study.reads.load(Ordering::SeqCst) <= 2);
}
