use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::base::disk::MemoryDisk;
use crate::base::ids::CodeId;
use crate::base::rounds;
use crate::coding::{Act, Stance};
use crate::search::index::{Index, update};
use crate::search::searchable::Searchable;
use crate::study::{Host, Study, View};

const BOOK: &str = "[[code]]\nid = \"supply\"\nname = \"Supply\"\n[[code]]\nid = \"reagents\"\nparent = \"supply\"\n\
    [[code]]\nid = \"money\"\nname = \"Money\"\ndefinition = \"The budget that the donors hold back.\"\n";

const FIRST: &str = "---\nspeakers: [Q, A]\ninterviewer: Q\nlanguage: en\n---\n# Reagents and supplies\n\n\
    Q: Did the reagents stop at the laboratory?\n\n\
    A: The reagents stopped in March and the laboratory stood still.\n\n\
    A: Reagents were never delivered to the laboratory again.\n\n\
    A: The budget was held back by the donors.\n\n\
    A: We have a garden and the weather was good.\n";

const SECOND: &str = "---\nlanguage: en\n---\nNobody pays for a reagent in our laboratory now.\n\n\
    Trees grow behind the house.\n\nA donor asked for the budget twice.\n\nDogs bark.\n";

const FRENCH: &str = "---\nlanguage: fr\n---\nLes réactifs du laboratoire sont épuisés depuis mars.\n\n\
    Le laboratoire attend des réactifs.\n\nIl pleut souvent.\n\nLa route est longue.\n";

const CHINESE: &str = "---\nlanguage: zh\n---\n实验室没有试剂。\n\n试剂在三月用完了。\n\n天气很好。\n";

struct Desk {
    study: Study,
}

impl Desk {
    fn new() -> Self {
        let disk = MemoryDisk::new();
        disk.put("/s/study.toml", "languages = [\"en\", \"fr\", \"zh\"]\n");
        disk.put("/s/codebooks/a.toml", BOOK);
        for (name, text) in [("a", FIRST), ("b", SECOND), ("f", FRENCH), ("z", CHINESE)] {
            disk.put(format!("/s/interviews/{name}.md"), text);
        }
        Self { study: Study::open(Host::in_memory(&disk), Path::new("/s")).unwrap() }
    }

    fn spot(&self, words: &str) -> (usize, Span) {
        let texts = self.study.sources().iter().enumerate();
        let mut found = texts.filter_map(|(at, source)| Some((at, self.study.text(source).unwrap().find(words)?)));
        found.next().expect("words of a source")
    }

    fn code(&mut self, by: &str, words: &str, code: &str) {
        let (at, span) = self.spot(words);
        let code = self.study.codebook().find(code).unwrap();
        let coded = self.study.coded(&self.study.sources()[at], span, code, Stance::Neutral).unwrap();
        self.study.write(&by.into(), vec![Act::Code(Box::new(coded))]).unwrap();
    }

    fn refuse(&mut self, by: &str, words: &str, code: &str) {
        let (at, span) = self.spot(words);
        let code = self.study.codebook().find(code).unwrap();
        let act = self.study.refusal(&by.into(), &self.study.sources()[at], span, code).unwrap();
        self.study.write(&by.into(), act.into_iter().collect()).unwrap();
    }

    fn request(&self, code: &str) -> Request {
        like_code(&self.study, self.study.codebook().find(code).unwrap(), &"ana".into(), 20)
    }

    fn asked(&self, request: &Request) -> Suggestions {
        let searchable = Searchable::new(&self.study, View::Reconciled);
        suggest(&searchable, None, request, Weighting::default(), &|| false).unwrap()
    }

    /// Returns the beginning of each passage that is like a code.
    fn like(&self, code: &str) -> Vec<String> {
        let words = |found: &Suggestion| found.text.slice(found.span).chars().take(14).collect();
        self.asked(&self.request(code)).passages.iter().map(words).collect()
    }

    fn like_words(&self, words: &str) -> Suggestions {
        let (at, span) = self.spot(words);
        self.asked(&Request::like_words(vec![(self.study.sources()[at].id.clone(), span)], 20))
    }
}

#[test]
fn passages_like_the_coded_ones_come_in_the_order_of_what_they_share() {
    let mut desk = Desk::new();
    desk.code("ana", "The reagents stopped in March", "reagents");
    // No heading, no question of the interviewer, nothing in another language, and not the coded passage itself.
    assert_eq!(desk.like("reagents"), ["Nobody pays fo", "A: Reagents we"], "of equals the shorter one");
    assert_eq!(desk.like("supply"), desk.like("reagents"), "a code with its sub-codes");
    desk.code("ben", "Reagents were never delivered", "reagents");
    assert_eq!(desk.like("reagents")[0], "Nobody pays fo");
    assert!(!desk.like("reagents").iter().any(|words| words == "A: Reagents we"), "coded by somebody else");
}

#[test]
fn the_words_that_made_it_so_are_marked_where_they_stand() {
    let desk = Desk::new();
    let found = desk.like_words("The reagents stopped in March and the laboratory stood still.");
    let last = found.passages.iter().find(|found| found.source.as_str() == "interviews/b.md").unwrap();
    let words: Vec<&str> = last.because.iter().map(|because| because.word.as_str()).collect();
    assert_eq!(words[..2], ["reagent", "laboratory"], "{words:?}");
    let shares: f64 = last.because.iter().map(|because| because.share).sum();
    assert!((shares - 1.0).abs() < 1e-9 && last.because.is_sorted_by(|a, b| a.share >= b.share));
    for because in &last.because {
        assert_eq!(last.text.slice(because.marks[0]), because.word);
        assert!(because.marks.iter().all(|mark| last.span.holds(*mark)));
    }
    assert_eq!((found.examples, found.languages.as_slice()), (1, &[Language::En][..]));
}

#[test]
fn suggestions_stay_in_the_languages_of_the_examples() {
    let desk = Desk::new();
    let sources = |words: &str| -> Vec<String> {
        desk.like_words(words).passages.iter().map(|found| found.source.to_string()).collect()
    };
    assert_eq!(sources("Le laboratoire attend des réactifs."), ["interviews/f.md"]);
    assert_eq!(sources("实验室没有试剂"), ["interviews/z.md"]);
    let found = desk.like_words("实验室没有试剂");
    assert_eq!(found.passages[0].because[0].word, "试剂");
}

#[test]
fn a_code_without_codings_begins_with_its_own_words() {
    let desk = Desk::new();
    let found = desk.asked(&desk.request("money"));
    assert_eq!((found.examples, found.languages.as_slice()), (0, &[Language::En][..]));
    assert_eq!(desk.like("money")[..2], ["A: The budget ", "A donor asked "]);
}

#[test]
fn what_was_refused_stays_away_for_its_coder_and_code() {
    let mut desk = Desk::new();
    desk.code("ana", "The reagents stopped in March", "reagents");
    desk.refuse("ben", "Nobody pays for a reagent in our laboratory now.", "reagents");
    desk.refuse("ana", "Nobody pays for a reagent in our laboratory now.", "money");
    assert_eq!(desk.like("reagents")[0], "Nobody pays fo", "refused by another coder, and for another code");
    desk.refuse("ana", "Nobody pays for a reagent in our laboratory now.", "reagents");
    assert_eq!(desk.like("reagents")[0], "A: Reagents we");
    desk.study.undo(&"ana".into()).unwrap();
    assert_eq!(desk.like("reagents")[0], "Nobody pays fo");
}

/// Whatever is coded and refused: the same answer twice, with an index and without one; never a passage that has the
/// code, by whomever, nor one that was refused; shares that add up to one, of words that stand in the passage.
#[test]
fn answers_are_the_same_with_and_without_index_and_keep_to_the_rules() {
    let words = [
        "The reagents stopped",
        "Reagents were never",
        "The budget was",
        "We have a garden",
        "Nobody pays for",
        "Trees grow behind",
        "A donor asked",
        "Les réactifs du",
        "Le laboratoire attend",
        "实验室没有试剂",
        "天气很好",
    ];
    for seed in 0..rounds::count(8, 60) {
        let mut dice = rounds::Dice::new(seed);
        let mut desk = Desk::new();
        for _ in 0..dice.below(9) {
            let (words, code) = (*dice.pick(&words), *dice.pick(&["reagents", "money", "supply"]));
            let by = *dice.pick(&["ana", "ben"]);
            if dice.below(3) == 0 { desk.refuse(by, words, code) } else { desk.code(by, words, code) }
        }
        let searchable = Searchable::new(&desk.study, View::Reconciled);
        let folder = tempfile::tempdir().unwrap();
        update(folder.path(), &searchable, true, &mut |_| true).unwrap();
        let joined = Arc::new(Index::open(folder.path()).unwrap()).join(&searchable).unwrap();
        for (code, weighting) in [("reagents", 0), ("money", 1), ("supply", 2)] {
            let weighting = Weighting::ALL[weighting];
            let request = desk.request(code);
            let asked = |index| suggest(&searchable, index, &request, weighting, &|| false).unwrap();
            let told = |found: &Suggestions| -> Vec<(usize, f32, Vec<Because>)> {
                found.passages.iter().map(|one| (one.hit.number, one.hit.score, one.because.clone())).collect()
            };
            let read = asked(None);
            assert_eq!(told(&read), told(&asked(None)));
            assert_eq!(told(&read), told(&asked(Some(&joined))), "seed {seed}, {code}");
            let left_out: BTreeSet<usize> = request
                .left_out
                .iter()
                .flat_map(|(source, span)| searchable.touched(desk.study.position(source).unwrap(), *span))
                .collect();
            for one in &read.passages {
                assert!(!left_out.contains(&one.hit.number) && searchable.said().contains(one.hit.number));
                let codes = searchable.codings(one.hit.source, one.hit.passage);
                let meant: Vec<&CodeId> =
                    desk.study.codebook().with_sub_codes(&code.into()).into_iter().map(|code| &code.id).collect();
                assert!(!codes.iter().any(|coding| meant.contains(&&coding.code)));
                let shares: f64 = one.because.iter().map(|because| because.share).sum();
                assert!((shares - 1.0).abs() < 1e-9);
            }
        }
    }
}

#[test]
fn a_source_is_read_once_however_many_of_its_passages_are_alike() {
    let disk = MemoryDisk::new();
    disk.put("/s/study.toml", "");
    disk.put("/s/interviews/a.md", "Reagents stopped in March.\n");
    // Longer than what is kept of texts that were read.
    let long = format!("Reagents came late.\n\n{}\n\nReagents never came.\n", "x".repeat(3 << 20));
    disk.put("/s/interviews/b.md", long);
    let study = Study::open(Host::in_memory(&disk), Path::new("/s")).unwrap();
    let desk = Desk { study };
    let found = desk.like_words("Reagents stopped in March.");
    let texts: BTreeSet<_> = found.passages.iter().map(|found| found.text.as_str().as_ptr()).collect();
    assert_eq!((found.passages.len(), texts.len()), (2, 1), "they share one text");
}
