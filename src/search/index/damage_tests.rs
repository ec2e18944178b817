//! Damaged indexes: whatever becomes of the files, what is found is what reading the texts finds.

use std::path::Path;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use super::*;
use crate::base::disk::{Access, Disk as _, RealDisk};
use crate::base::language::Language;
use crate::base::rounds::{self, Dice};
use crate::search::answer::{Question, answer};
use crate::search::query::Query;
use crate::search::run::Limits;
use crate::search::samples::Sample;

/// No answer may take longer.
const PATIENCE: Duration = Duration::from_secs(5);

/// One query of each kind.
const KINDS: [&str; 9] = [
    "money",
    "\"late money\"",
    "лаб*",
    "مدرسة",
    "教科",
    "-money case:even",
    "evaluacoin~",
    "(money NEAR/2 late) OR formation",
    "train source:en.md",
];

/// Files by their names.
type Files = Vec<(String, Vec<u8>)>;

/// A study, its sound index, and what is found in it.
struct Scene {
    sample: Sample,
    sound: Files,
    /// The index as it was before the study changed, and that of another study.
    older: Files,
    foreign: Files,
    queries: Vec<String>,
    /// What reading the texts finds for each query.
    right: Vec<String>,
}

impl Scene {
    fn new(queries: usize) -> Arc<Self> {
        let folder = rounds::quick_folder();
        let mut sample = Sample::seven();
        update(folder.path(), &sample, false, &mut |_| true).unwrap();
        let older = files(folder.path());
        sample.set(0, "Training helped the trained staff\nThe money came late again\nA follow-up on late money\nMore");
        update(folder.path(), &sample, false, &mut |_| true).unwrap();
        let sound = files(folder.path());
        let other = Sample::new([("en.md", "money money late\ntrain", Language::En)]);
        update(folder.path(), &other, true, &mut |_| true).unwrap();
        let foreign = files(folder.path());
        let mut dice = Dice::new(7);
        let mut all: Vec<String> = KINDS.iter().map(|&query| query.to_owned()).collect();
        while all.len() < queries {
            all.push(typed(&mut dice));
        }
        let right = all.iter().map(|query| told(&sample, None, query)).collect();
        let scene = Self { sample, sound, older, foreign, queries: all, right };
        assert_eq!(scene.answers(folder.path(), scene.queries.len()), scene.right, "the sound index");
        let found = scene.right.iter().filter(|right| right.contains(".md")).count();
        assert!(found > scene.right.len() / 2, "{:?}", scene.right);
        Arc::new(scene)
    }

    /// Answers the first queries as a search does that finds the index in any state: it is opened, or
    /// made anew, and where it fails the texts are read.
    fn answers(&self, folder: &Path, queries: usize) -> Vec<String> {
        let opened = Index::open(folder)
            .ok()
            .filter(|index| index.is_current(&self.sample))
            .map_or_else(|| update(folder, &self.sample, false, &mut |_| true).and_then(|_| Index::open(folder)), Ok);
        let joined = opened.map(Arc::new).and_then(|index| index.join(&self.sample)).unwrap();
        self.queries[..queries].iter().map(|query| told(&self.sample, Some(&joined), query)).collect()
    }

    /// Holds that the answers are right, and come in time.
    fn holds(self: &Arc<Self>, folder: &Path, queries: usize, what: &str) {
        let (to, from) = mpsc::channel();
        let (scene, path) = (Arc::clone(self), folder.to_owned());
        std::thread::spawn(move || to.send(scene.answers(&path, queries)));
        match from.recv_timeout(PATIENCE) {
            Ok(answers) => assert_eq!(answers, self.right[..queries], "{what}"),
            Err(error) => panic!("{what}: no answer, {error}"),
        }
    }
}

/// What is found, in the order of places: source, passage, marks; and how much.
fn told(sample: &Sample, index: Option<&Joined>, query: &str) -> String {
    let limits = Limits { offset: 0, limit: 1_000, count: true };
    let question = Question { query: query.to_owned(), limits, typing: false, within: Query::All, arrangement: None };
    let answer = answer(sample, index, &question, &|| false).unwrap();
    let mut lines: Vec<String> = answer
        .lines
        .iter()
        .map(|line| format!("{}:{} {:?} {:?}", line.source, line.hit.passage, line.span, line.marks))
        .collect();
    lines.sort();
    format!("{query}: {:?} {lines:?}", answer.total)
}

fn typed(dice: &mut Dice) -> String {
    const WORDS: [&str; 24] = [
        "money",
        "late",
        "train",
        "trained",
        "staff",
        "follow-up",
        "formation",
        "l'état",
        "evaluación",
        "dinero",
        "avaliação",
        "отчёты",
        "лаборатории",
        "ёлка",
        "مدرسة",
        "القرية",
        "教科",
        "实验室",
        "2019年",
        "unodc",
        "lab*",
        "отч*",
        "monye~",
        "\"came late\"",
    ];
    let one = |dice: &mut Dice| (*dice.pick(&WORDS)).to_owned();
    match dice.below(6) {
        0 => format!("{} OR {}", one(dice), one(dice)),
        1 => format!("{} -{}", one(dice), one(dice)),
        2 => format!("{} case:{}", one(dice), dice.pick(&["even", "odd"])),
        3 => format!("({} OR {}) -({} case:odd)", one(dice), one(dice), one(dice)),
        4 => {
            format!("{} NEAR/{} {} OR {}", dice.pick(&WORDS[..5]), dice.below(4) + 1, dice.pick(&WORDS[..5]), one(dice))
        }
        _ => one(dice),
    }
}

fn files(folder: &Path) -> Files {
    let named = RealDisk.list(folder).unwrap();
    named.into_iter().map(|named| (named.name, RealDisk.read(&named.path).unwrap())).collect()
}

/// Makes a folder hold just these files.
fn lay(folder: &Path, files: &[(String, Vec<u8>)]) {
    for named in RealDisk.list(folder).unwrap() {
        remove(&named.path);
    }
    for (name, bytes) in files {
        put(&folder.join(name), bytes);
    }
}

fn put(path: &Path, bytes: &[u8]) {
    RealDisk.replace(path, bytes, Access::Private).unwrap();
}

#[allow(clippy::disallowed_methods, reason = "the test damages a folder that is no study")]
fn remove(path: &Path) {
    std::fs::remove_file(path).unwrap();
}

/// What becomes of a file.
#[derive(Clone, Copy, Debug)]
enum Harm {
    Gone,
    Cut,
    Empty,
    Older,
    Foreign,
}

const HARMS: [Harm; 5] = [Harm::Gone, Harm::Cut, Harm::Empty, Harm::Older, Harm::Foreign];

fn do_harm(scene: &Scene, folder: &Path, at: usize, harm: Harm, dice: &mut Dice) {
    let (name, bytes) = &scene.sound[at];
    let ending = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    let same = |files: &Files| {
        let by_name = files.iter().find(|(other, _)| other == name);
        // Files of other segments have other names, and the same part to play.
        let like = by_name.or_else(|| files.iter().find(|(other, _)| ending(other) == ending(name)));
        like.map(|(_, bytes)| bytes.clone()).unwrap_or_default()
    };
    let path = folder.join(name);
    match harm {
        Harm::Gone => remove(&path),
        Harm::Cut => put(&path, &bytes[..dice.below(bytes.len())]),
        Harm::Empty => put(&path, b""),
        Harm::Older => put(&path, &same(&scene.older)),
        Harm::Foreign => put(&path, &same(&scene.foreign)),
    }
}

#[test]
fn each_file_may_be_gone_cut_old_or_foreign() {
    let queries = if rounds::is_full() { 200 } else { KINDS.len() };
    let scene = Scene::new(queries);
    let folder = rounds::quick_folder();
    rounds::each("C1", "one file of an index gone, cut, empty, older or foreign", 1, 1, |dice| {
        for at in 0..scene.sound.len() {
            for harm in HARMS {
                lay(folder.path(), &scene.sound);
                do_harm(&scene, folder.path(), at, harm, dice);
                scene.holds(folder.path(), queries, &format!("{} {harm:?}", scene.sound[at].0));
                dice.cases(1);
            }
        }
    });
}

#[test]
fn any_files_may_be_gone_cut_old_or_foreign() {
    let scene = Scene::new(16);
    let folder = rounds::quick_folder();
    rounds::each("C1", "any files of an index gone, cut, empty, older or foreign", 60, 200, |dice| {
        lay(folder.path(), &scene.sound);
        let chosen = dice.bits();
        for at in (0..scene.sound.len()).filter(|at| chosen >> at & 1 == 1) {
            let harm = *dice.pick(&HARMS);
            do_harm(&scene, folder.path(), at, harm, dice);
        }
        scene.holds(folder.path(), scene.queries.len(), &format!("{chosen:b}"));
    });
    if rounds::is_full() {
        let mut tally = rounds::Tally::new("C1", "every subset of an index's files deleted");
        update(folder.path(), &scene.sample, true, &mut |_| true).unwrap();
        // Locks are empty: that they are gone is tried above.
        let (whole, locks): (Files, Files) = files(folder.path()).into_iter().partition(|(_, bytes)| !bytes.is_empty());
        assert!((6..13).contains(&whole.len()));
        for chosen in 0_u64..1 << whole.len() {
            let mut left = locks.clone();
            left.extend(whole.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 0).map(|(_, file)| file.clone()));
            lay(folder.path(), &left);
            scene.holds(folder.path(), KINDS.len(), &format!("{chosen:b}"));
            tally.add(1);
        }
    }
}

/// A power cut may bring old files back beside new ones, the list of segments and the seal among them.
#[test]
fn old_files_may_come_back_beside_new_ones() {
    let scene = Scene::new(16);
    let folder = rounds::quick_folder();
    rounds::each("C1", "files of the index before the last update beside those of now", 40, 100, |dice| {
        let from = if dice.below(4) == 0 { &scene.foreign } else { &scene.older };
        let mut mixed: Files = scene.sound.iter().filter(|_| dice.below(3) > 0).cloned().collect();
        for file in from.iter().filter(|_| dice.below(3) > 0) {
            mixed.retain(|(name, _)| *name != file.0);
            mixed.push(file.clone());
        }
        lay(folder.path(), &mixed);
        scene.holds(folder.path(), scene.queries.len(), "mixed");
    });
    for whole in [&scene.older, &scene.foreign] {
        lay(folder.path(), whole);
        scene.holds(folder.path(), scene.queries.len(), "another state");
    }
}

/// An index that is whole and sealed, but of another version, older or newer, is made anew: its words were
/// taken apart by other rules.
#[test]
fn an_index_of_another_version_is_made_anew() {
    let scene = Scene::new(KINDS.len());
    let folder = rounds::quick_folder();
    let version = |shape: u32, rules: u32| format!("\\\"version\\\":[{shape},{rules}]");
    let (shape, rules) = (manifest::SHAPE, crate::search::words::RULES);
    let meta = |files: &Files| String::from_utf8(files.iter().find(|(name, _)| name == "meta.json").unwrap().1.clone());
    let now = meta(&scene.sound).unwrap();
    let mut tally = rounds::Tally::new("C1", "a sealed index of another version");
    for (shape, rules) in [(shape, rules - 1), (shape, rules + 1), (shape - 1, rules), (shape + 1, rules), (0, 0)] {
        lay(folder.path(), &scene.sound);
        let other = now.replace(&version(manifest::SHAPE, crate::search::words::RULES), &version(shape, rules));
        assert_ne!(other, now);
        put(&folder.path().join("meta.json"), other.as_bytes());
        let sealed = Folder::new(folder.path());
        let writing = sealed.lock().unwrap().unwrap();
        let segments: std::collections::BTreeSet<String> =
            scene.sound.iter().filter_map(|(name, _)| Some(name.split_once('.')?.0.to_owned())).collect();
        sealed.seal(&writing, &segments.into_iter().collect::<Vec<_>>()).unwrap();
        drop(writing);
        assert!(sealed.is_sealed().unwrap());
        assert!(matches!(Index::open(folder.path()), Err(IndexError::Unusable)), "{shape} {rules}");
        scene.holds(folder.path(), scene.queries.len(), &format!("version {shape} {rules}"));
        assert!(Index::open(folder.path()).is_ok_and(|index| index.is_current(&scene.sample)));
        tally.add(1);
    }
}

/// The list of segments of before an update lies over that of now, with the seal or without: nothing is
/// missing and nothing is found twice, and the next update finds its way.
#[test]
fn the_old_list_of_segments_may_come_back() {
    let scene = Scene::new(16);
    let folder = rounds::quick_folder();
    let is_list = |name: &str| ["meta.json", "seal", ".managed.json"].contains(&name);
    let lists: Vec<&(String, Vec<u8>)> = scene.older.iter().filter(|(name, _)| is_list(name)).collect();
    let mut tally = rounds::Tally::new("C3", "the list of segments, the seal or both of before the last update");
    for chosen in 1_u32..1 << lists.len() {
        for with_segments in [false, true] {
            let mut mixed = scene.sound.clone();
            if with_segments {
                mixed.extend(scene.older.iter().filter(|(name, _)| !is_list(name)).cloned());
            }
            for (_, (name, bytes)) in lists.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1) {
                mixed.retain(|(other, _)| other != name);
                mixed.push((name.clone(), bytes.clone()));
            }
            lay(folder.path(), &mixed);
            scene.holds(folder.path(), scene.queries.len(), &format!("{chosen:b} {with_segments}"));
            // Once more, by what the first search has left behind.
            scene.holds(folder.path(), scene.queries.len(), &format!("{chosen:b} {with_segments} again"));
            tally.add(1);
        }
    }
}

#[test]
fn no_flipped_bit_leads_to_a_wrong_answer() {
    let scene = Scene::new(if rounds::is_full() { 16 } else { KINDS.len() });
    let folder = rounds::quick_folder();
    let whole: Vec<&(String, Vec<u8>)> = scene.sound.iter().filter(|(_, bytes)| !bytes.is_empty()).collect();
    rounds::each("C2", "1 to 64 bits of an index flipped, queries of 9 kinds", 200, 500, |dice| {
        lay(folder.path(), &scene.sound);
        let bits = if dice.below(2) == 0 { 1 } else { 1 + dice.below(64) };
        let (name, bytes) = *dice.pick(&whole);
        let mut damaged = bytes.clone();
        dice.flip(&mut damaged, bits);
        put(&folder.path().join(name), &damaged);
        scene.holds(folder.path(), scene.queries.len(), &format!("{bits} bits of {name}"));
    });
}
