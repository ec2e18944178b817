//! Counting on a small study of several languages, speakers and kinds.

mod places;

use std::path::Path;
use std::sync::Arc;

use super::Merging;
use super::collocation::{self, Windows};
use super::frequency::{self, Words};
use super::groups::{By, groups, names};
use super::keyness::{self, Compared, Listing, Side};
use super::kwic::{self, Line, Order, Wanted};
use super::material::{Material, Turns};
use super::question::found;
use super::tally::{Counts, InGroups, Watch, count};
use crate::base::chance::Seeded;
use crate::base::clock::SetClock;
use crate::base::disk::MemoryDisk;
use crate::base::ids::Coder;
use crate::base::text::Span;
use crate::coding::{Act, Stance};
use crate::search::answer::ask;
use crate::search::corpus::Corpus as _;
use crate::search::passages::PassageSet;
use crate::search::query::Query;
use crate::search::searchable::Searchable;
use crate::study::{Host, Study, View};

const CODES: &str = r#"
[[code]]
id = "labs"
name = "Laboratories"
claim = "Laboratories work."
[[code]]
id = "supply"
name = "Supply"
parent = "labs"
"#;

/// Twelve words of an interview that speaks of nothing else.
const OTHER: &str = "The visit went on as planned and nobody asked for anything else. ";

/// Sources of three kinds: the interviewer's turns, labels and a table's header must count nowhere.
const SOURCES: [(&str, &str); 8] = [
    (
        "interviews/a.md",
        "---\ninterviewer: Q\nlanguage: en\ncase: varsk\n---\n# Visit\n\nQ: Does the laboratory laboratory work?\n\nA: The lab works, but the reagents stopped.\n\nQ: And now?\n\nA: No reagents came; the labs wait.\n",
    ),
    (
        "interviews/b.md",
        "---\nlanguage: en\ncase: [varsk, sund]\n---\nNew reagents came late to the lab.\n\nMoney came on time.\n",
    ),
    ("interviews/c.md", "---\nlanguage: en\ncase: sund\n---\nThe reagents came from the capital. Late, as always.\n"),
    ("interviews/d.md", "---\nlanguage: zh\n---\n实验室一周内就能给出结果。实验室很忙。\n"),
    ("interviews/e.md", "---\nlanguage: ar\n---\nالمختبر يعمل الآن كل يوم، والمختبر ينتظر.\n"),
    (
        "desk-review/f.md",
        "---\nlanguage: es\n---\nEl laboratorio funciona; l\u{2019}État no.\n\n1. Los laboratorios esperan.\n",
    ),
    ("desk-review/g.md", "---\nlanguage: en\n---\nThe report says that money came on time.\n\nMoney, money, money.\n"),
    ("observations/h.csv", "voice,words\nr1,The lab was closed\nr2,cafe\u{301} 👨\u{200d}👩\u{200d}👧 reagents\n"),
];

fn study() -> Study {
    let disk = MemoryDisk::new();
    disk.put(
        "/s/study.toml",
        "languages = [\"en\", \"es\", \"ar\", \"zh\"]\n[attributes.case]\nvalues = [\"varsk\", \"sund\"]\n",
    );
    disk.put("/s/codebooks/a.toml", CODES);
    for (path, text) in SOURCES {
        disk.put(format!("/s/{path}"), text);
    }
    disk.put("/s/interviews/i.md", format!("---\nlanguage: en\n---\n{}\n", OTHER.repeat(6)));
    let host = Host {
        disk: Arc::new(disk),
        clock: Arc::new(SetClock::new(1_700_000_000_000)),
        chance: Arc::new(Seeded::new(7)),
        cache: None,
        state: None,
        device: Some("abcdefgh".to_owned()),
    };
    let mut study = Study::open(host, Path::new("/s")).unwrap();
    for (source, words, code) in [
        ("a.md", "reagents stopped", "supply"),
        ("a.md", "No reagents came", "labs"),
        ("b.md", "New reagents", "labs"),
        ("c.md", "The reagents", "supply"),
    ] {
        let at = study.find_source(source).unwrap();
        let text = study.text(&study.sources()[at]).unwrap();
        let span = text.find(words).unwrap();
        let code = study.codebook().find(code).unwrap().clone();
        let coded = study.coded(&study.sources()[at], span, &code, Stance::Neutral).unwrap();
        study.write(&Coder::from("ana"), vec![Act::Code(Box::new(coded))]).unwrap();
    }
    study
}

/// The study made ready for counting.
struct Desk {
    study: Study,
    picture: Searchable,
    material: Material,
}

impl Desk {
    fn new(turns: Turns) -> Self {
        let study = study();
        let picture = Searchable::new(&study, View::Reconciled);
        let material = Material::new(&study, picture.places(), turns);
        Self { study, picture, material }
    }

    fn range(&self, query: &str) -> PassageSet {
        let asked = ask(&self.picture, query, false, &Query::All);
        assert_eq!(asked.troubles, [], "{query}");
        let mut passages = found(&self.picture, &asked.plan, None, &|| false).unwrap();
        passages.intersect(self.material.counted());
        passages
    }

    fn counts(&self, query: &str, groups: Vec<&PassageSet>, merging: Merging) -> Counts {
        let base = self.range(query);
        let sorter = InGroups { base: &base, groups };
        count(&self.picture, &self.material, &sorter, merging, &Watch::NOTHING).unwrap()
    }

    /// Returns how often a word of a list stands, and in how many sources.
    fn often(&self, query: &str, word: &str) -> (u64, u32) {
        let counts = self.counts(query, Vec::new(), Merging::Stems);
        let rows = frequency::list(&counts, &counts.whole(), Words::All);
        rows.iter().find(|row| row.word == word).map_or((0, 0), |row| (row.count, row.sources))
    }

    fn lines(&self, query: &str, window: usize) -> Vec<Line> {
        let asked = ask(&self.picture, query, false, &Query::All);
        let mut hits = found(&self.picture, &asked.plan, None, &|| false).unwrap();
        hits.intersect(self.material.counted());
        let wanted = Wanted { window, order: Order::Source, most: usize::MAX };
        let node = &asked.plan.node;
        kwic::lines(&self.picture, &self.material, node, &hits, wanted, &Watch::NOTHING).unwrap().0
    }

    fn contexts(&self, query: &str, window: usize, order: Order) -> Vec<String> {
        let mut lines = self.lines(query, window);
        kwic::sort(&mut lines, order);
        lines.iter().map(|line| line.words.join("|")).collect()
    }
}

#[test]
fn what_respondents_say_counts_and_nothing_else() {
    let desk = Desk::new(Turns::Respondents);
    assert_eq!(desk.often("", "reagents"), (5, 4));
    assert_eq!(desk.often("source:a.md", "laboratory"), (0, 0), "the interviewer says it");
    assert_eq!(desk.often("source:a.md", "A"), (0, 0), "a label is no word");
    assert_eq!(desk.often("source:f.md", "1"), (0, 0), "nor is a list's number");
    assert_eq!(desk.often("source:h.csv", "voice"), (0, 0), "nor the header of a table");
    let with_all = Desk::new(Turns::All);
    assert_eq!(with_all.often("source:a.md", "laboratory"), (2, 1));
}

#[test]
fn forms_of_a_word_are_one_term_in_its_commonest_spelling() {
    let desk = Desk::new(Turns::Respondents);
    assert_eq!(desk.often("kind:interview", "lab"), (3, 2));
    assert_eq!(desk.often("", "money"), (5, 2), "Money stands twice");
    let counts = desk.counts("kind:interview", Vec::new(), Merging::Forms);
    let rows = frequency::list(&counts, &counts.whole(), Words::All);
    let of = |word: &str| rows.iter().find(|row| row.word == word).map(|row| row.count);
    assert_eq!((of("lab"), of("labs")), (Some(2), Some(1)));
    assert_eq!(desk.often("language:zh", "实验"), (2, 1), "two characters are a word");
    assert_eq!(desk.often("language:zh", "室一"), (1, 1));
    assert_eq!(desk.often("language:ar", "المختبر"), (2, 1));
}

#[test]
fn the_parts_sum_to_the_whole() {
    let desk = Desk::new(Turns::Respondents);
    let kinds = groups(&desk.picture, &By::Kind, names(&desk.study, &By::Kind)).unwrap();
    assert_eq!(kinds.len(), 3);
    let counts = desk.counts("", kinds.iter().map(|kind| &kind.passages).collect(), Merging::Stems);
    let whole = counts.whole();
    assert_eq!(counts.groups.iter().map(|group| group.words).sum::<u64>(), whole.words);
    assert_eq!(counts.groups.iter().map(|group| group.sources).sum::<u32>(), whole.sources);
    for term in whole.terms() {
        let cell = whole.cell(term);
        let parts: Vec<_> = counts.groups.iter().map(|group| group.cell(term)).collect();
        assert_eq!(parts.iter().map(|part| part.count).sum::<u64>(), cell.count);
        assert_eq!(parts.iter().map(|part| part.sources).sum::<u32>(), cell.sources);
        assert!(parts.iter().all(|part| part.only == part.sources), "a source is of one kind");
    }
    for kind in &counts.kinds {
        assert_eq!(kind.terms().iter().map(|term| kind.cell(*term).count).sum::<u64>(), kind.words);
    }
    let every: u64 = crate::base::language::Language::KNOWN.iter().map(|one| whole.words_in(*one)).sum();
    assert_eq!(every + whole.words_in(crate::base::language::Language::Other), whole.words);
}

#[test]
fn each_word_in_its_context_is_the_text_at_its_place() {
    let desk = Desk::new(Turns::Respondents);
    for window in [0, 1, 3, 40] {
        let mut seen = 0;
        for query in
            ["reagents", "lab*", "\"came\"", "money", "实验", "室", "المختبر", "laboratorio", "État", "cafe", "closed"]
        {
            for line in desk.lines(query, window) {
                let source = &desk.study.sources()[line.source];
                let text = desk.study.text(source).unwrap();
                let [left, word, right] = &line.words;
                assert_eq!(text.slice(line.left), left);
                assert_eq!(text.slice(line.span), word);
                assert_eq!(text.slice(line.right), right);
                let whole = Span::new(line.left.start, line.right.end);
                assert_eq!(text.slice(whole), line.words.concat());
                assert!(line.passage_span.holds(whole), "{query} {line:?}");
                seen += 1;
            }
        }
        assert_eq!(seen, 5 + 6 + 5 + 5 + 2 + 2 + 2 + 2 + 1 + 1 + 1, "window {window}");
    }
}

#[test]
fn every_word_that_is_counted_is_found_in_its_context_as_often() {
    let desk = Desk::new(Turns::Respondents);
    let counts = desk.counts("", Vec::new(), Merging::Forms);
    for row in frequency::list(&counts, &counts.whole(), Words::All) {
        let of_language = format!("\"{}\" language:{}", row.word, row.language);
        assert_eq!(desk.lines(&of_language, 2).len() as u64, row.count, "{of_language}");
    }
}

#[test]
fn contexts_are_sorted_by_what_is_before_and_after() {
    let desk = Desk::new(Turns::Respondents);
    let by = |order| desk.contexts("reagents kind:interview", 2, order);
    assert_eq!(
        by(Order::Source),
        [
            "but the |reagents| stopped.",
            "No |reagents| came; the",
            "New |reagents| came late",
            "The |reagents| came from"
        ]
    );
    assert_eq!(by(Order::Left)[0], "New |reagents| came late");
    assert_eq!(by(Order::Left)[2], "The |reagents| came from", "the nearest word first, then the next");
    assert_eq!(by(Order::Right)[0], "The |reagents| came from");
    assert_eq!(by(Order::Right)[3], "but the |reagents| stopped.");
    assert_eq!(desk.contexts("实验室", 1, Order::Source), ["|实验室|一周", "结果。|实验室|很忙。"]);
}

fn two(desk: &Desk, one: &str, other: &str, side: Side) -> Compared {
    let listing = Listing { side, ..Listing::default() };
    let listing = Listing { words: Words::All, ..listing };
    let (one, other) = (desk.range(one), desk.range(other));
    keyness::two(&desk.picture, &desk.material, (&one, &other), listing, &Watch::NOTHING).unwrap()
}

#[test]
fn swapping_two_texts_turns_the_log_ratio_and_nothing_else() {
    let desk = Desk::new(Turns::Respondents);
    let more = two(&desk, "kind:interview", "kind:desk-review", Side::More);
    let less = two(&desk, "kind:desk-review", "kind:interview", Side::Less);
    assert_eq!(more.words, (less.words.1, less.words.0));
    assert_eq!(more.rows.len(), less.rows.len());
    for (one, two) in more.rows.iter().zip(&less.rows) {
        assert_eq!(
            (&one.word, one.contrast, one.sources),
            (&two.word, two.contrast.swapped(), (two.sources.1, two.sources.0))
        );
        assert!((one.log_ratio + two.log_ratio).abs() < 1e-12 && (one.g2 - two.g2).abs() < 1e-9);
    }
}

#[test]
fn a_keyword_of_a_theme_stands_in_three_sources_and_counts_sub_codes() {
    let desk = Desk::new(Turns::Respondents);
    let themes = groups(&desk.picture, &By::Theme, names(&desk.study, &By::Theme)).unwrap();
    let [labs] = themes.as_slice() else { panic!("{themes:?}") };
    assert_eq!(labs.passages.count(), 4);
    let range = desk.range("");
    let listing = Listing { words: Words::All, ..Listing::default() };
    let of = (&range, &By::Theme);
    let found = keyness::by_groups(&desk.picture, &desk.material, of, &themes, listing, &Watch::NOTHING).unwrap();
    let words: Vec<(&str, u32)> = found[0].rows.iter().map(|row| (row.word.as_str(), row.sources.0)).collect();
    assert_eq!(words, [("reagents", 3), ("came", 3)], "other words are in two sources, or as frequent elsewhere");
    let row = &found[0].rows[0];
    // English words of interviews: 7 + 6 + 7 + 9 in the theme; 1 + 4 + 72 besides.
    assert_eq!((row.contrast.a, row.contrast.n1, row.contrast.b, row.contrast.n2), (4, 29, 0, 77));
    let less = Listing { side: Side::Less, ..listing };
    let none = keyness::by_groups(&desk.picture, &desk.material, of, &themes, less, &Watch::NOTHING).unwrap();
    assert!(none[0].rows.is_empty());
}

#[test]
fn a_word_near_another_counts_once_and_the_word_itself_not_at_all() {
    let desk = Desk::new(Turns::Respondents);
    let asked = ask(&desk.picture, "reagents", false, &Query::All);
    let base = desk.range("");
    let mut hits = found(&desk.picture, &asked.plan, None, &|| false).unwrap();
    hits.intersect(&base);
    let windows = Windows::new(&asked.plan.node, &hits, &base, 2);
    let counts = count(&desk.picture, &desk.material, &windows, Merging::Stems, &Watch::NOTHING).unwrap();
    assert_eq!(windows.found(), 5);
    let whole = counts.whole();
    let every = desk.counts("", Vec::new(), Merging::Stems).whole();
    assert_eq!(whole.words, every.words - 5);
    let near = &counts.groups[0];
    assert_eq!(near.words, counts.groups[1].words + counts.groups[2].words);
    let rows = collocation::list(&counts, windows.found(), Words::All);
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((row.word.as_str(), row.before, row.after, row.sources), ("came", 0, 3, 3));
    assert_eq!((row.contrast.a, row.contrast.b), (3, 2));
    assert!(row.mutual_information > 0.0 && row.log_dice < 14.0);
}

#[test]
fn a_count_that_nobody_wants_any_more_ends() {
    let desk = Desk::new(Turns::Respondents);
    let base = desk.range("");
    let sorter = InGroups { base: &base, groups: Vec::new() };
    let watch = Watch { stop: &|| true, progress: &|_| () };
    assert!(count(&desk.picture, &desk.material, &sorter, Merging::Stems, &watch).is_none());
}
