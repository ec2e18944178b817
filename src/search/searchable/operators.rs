//! Every operator of the query language on random studies: what is found and marked, by the index and by
//! reading, is what plain loops over the words and codings find ([`super::naive`]).

use super::naive::lexicon::{Entry, LEXICON};
use super::naive::{Asked, Fact, Near, Need, World};
use super::stage::Stage;
use super::worlds::{self, CASES, CODERS, DATES, REGIONS, VOICES};
use crate::base::rounds::{self, Dice};
use crate::coding::Stance;

/// The saved searches of the small worlds' `study.toml`, as trees.
fn saved(dice: &mut Dice) -> Asked {
    if dice.below(2) == 0 {
        let money = LEXICON.iter().find(|entry| entry.raw == "money").unwrap();
        let words = Asked::Words(Need::of(money, false), "money".to_owned());
        Asked::Saved("money", Box::new(Asked::Any(vec![words, Asked::Fact(Fact::Code("donor", true))])))
    } else {
        let facts = [Fact::Stance(Stance::Supports), Fact::Coder("ana")];
        Asked::Saved("sure", Box::new(Asked::All(facts.map(Asked::Fact).to_vec())))
    }
}

fn entry(dice: &mut Dice) -> &'static Entry {
    dice.pick(&LEXICON)
}

/// An entry as it may be typed: as it stands, in capitals, or folded.
fn typed(entry: &Entry, dice: &mut Dice) -> String {
    match dice.below(3) {
        0 => entry.raw.to_uppercase(),
        1 if entry.pieces.len() == 1 => entry.pieces[0].0.to_owned(),
        _ => entry.raw.to_owned(),
    }
}

/// Words of every sense.
fn words(dice: &mut Dice) -> (Vec<Need>, String) {
    let one = entry(dice);
    let plain = |dice: &mut Dice| loop {
        let one = entry(dice);
        if one.is_plain() {
            return one.pieces[0].0;
        }
    };
    match dice.below(8) {
        0 => {
            let other = entry(dice);
            let needs = [one, other].into_iter().flat_map(|entry| Need::of(entry, true)).collect();
            (needs, format!("\"{} {}\"", typed(one, dice), typed(other, dice)))
        }
        1 => (Need::of(one, true), format!("\"{}\"", typed(one, dice))),
        2 => {
            let fold = plain(dice);
            let head: String = fold.chars().take(2 + dice.below(4)).collect();
            (vec![Need::Begins(head.clone())], format!("{head}*"))
        }
        3 => {
            let head: String = plain(dice).chars().take(3).collect();
            let mut needs = Need::of(one, true);
            needs.push(Need::Begins(head.clone()));
            (needs, format!("\"{} {head}\"*", typed(one, dice)))
        }
        4 => {
            let mistyped = mistyped(plain(dice), dice);
            (vec![Need::Typo(mistyped.clone())], format!("{mistyped}~"))
        }
        _ => (Need::of(one, false), typed(one, dice)),
    }
}

fn mistyped(word: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = dice.below(letters.len() - 1);
    let other = *dice.pick(&letters);
    match dice.below(5) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, other),
        2 => letters[at] = other,
        3 => letters.swap(at, at + 1),
        _ => {}
    }
    letters.into_iter().collect()
}

fn code(dice: &mut Dice) -> Fact {
    Fact::Code(dice.word(&["effect", "capacity", "skill", "donor"]), dice.below(2) == 0)
}

fn of_coding(dice: &mut Dice) -> Fact {
    match dice.below(6) {
        0 | 1 => code(dice),
        2 => Fact::Stance(*dice.pick(&Stance::ALL)),
        3 => Fact::Coder(dice.word(&CODERS)),
        4 => Fact::Auto,
        _ => Fact::Memo,
    }
}

fn of_source(dice: &mut Dice) -> Fact {
    match dice.below(13) {
        0 => Fact::Kind(dice.word(&["interview", "desk-review", "observation"])),
        1 => Fact::Leg(dice.word(&["said", "written", "seen"])),
        2 | 3 => Fact::Case(dice.word(&[CASES[0], CASES[1], CASES[2], "north"])),
        4 => Fact::Region(dice.word(&REGIONS)),
        5 => Fact::Source(dice.word(&worlds::IDS)),
        6 => Fact::Speaker(dice.word(&["Q", "A"])),
        7 => Fact::Language(dice.word(&["en", "fr", "es", "pt", "ru", "ar", "zh", "und"])),
        8 => Fact::Voice(dice.word(&VOICES)),
        9 => {
            let mut ends = [dice.word(&DATES), dice.word(&DATES)];
            ends.sort_unstable();
            match dice.below(3) {
                0 => Fact::Date(ends[0], ends[0]),
                1 => Fact::Date(ends[0], ""),
                _ if ends[0] == ends[1] => Fact::Date("", ends[1]),
                _ => Fact::Date(ends[0], ends[1]),
            }
        }
        10 => Fact::Coded,
        11 => Fact::Uncoded,
        _ => Fact::Unanchored,
    }
}

fn leaf(dice: &mut Dice) -> Asked {
    match dice.below(12) {
        0 => {
            let mut link = |most: usize| (0..=dice.below(most)).map(|_| words(dice)).collect::<Vec<_>>();
            let links = vec![link(2), link(2), link(1)];
            let links: Vec<_> = links.into_iter().take(2 + dice.below(2)).collect();
            let distances = (1..links.len()).map(|_| 1 + dice.below(4)).collect();
            Asked::Near(links, distances)
        }
        1 => {
            let near = match dice.below(4) {
                0 => Near::Within,
                1 => Near::Overlaps,
                _ => Near::Passages(1 + dice.below(3)),
            };
            Asked::Codes(code(dice), near, code(dice))
        }
        2 => saved(dice),
        3..=5 => Asked::Fact(of_coding(dice)),
        6 | 7 => Asked::Fact(of_source(dice)),
        _ => {
            let (needs, typed) = words(dice);
            Asked::Words(needs, typed)
        }
    }
}

fn query(dice: &mut Dice, depth: usize) -> Asked {
    let parts = |dice: &mut Dice| (0..2 + dice.below(2)).map(|_| query(dice, depth - 1)).collect();
    match dice.below(8) {
        _ if depth == 0 => leaf(dice),
        0 | 1 => Asked::All(parts(dice)),
        2 => Asked::Any(parts(dice)),
        3 => Asked::Any((0..2).map(|_| Asked::Fact(of_coding(dice))).collect()),
        4 => {
            // Alternatives beside a filter of their own key.
            let mut parts = vec![Asked::Any(vec![Asked::Fact(code(dice)), Asked::Fact(code(dice))])];
            parts.extend((0..=dice.below(2)).map(|_| Asked::Fact(code(dice))));
            parts.extend((0..dice.below(2)).map(|_| Asked::Fact(of_coding(dice))));
            Asked::All(parts)
        }
        5 => match query(dice, depth - 1) {
            Asked::Not(inner) => *inner,
            other => Asked::Not(Box::new(other)),
        },
        _ => leaf(dice),
    }
}

/// A passage, and its marks.
type Found = (String, usize, Vec<(usize, usize)>);

/// What the loops find.
fn expected(world: &World, query: &Asked) -> Vec<Found> {
    let query = query.flat();
    let mut found = Vec::new();
    for (at, source) in world.sources.iter().enumerate() {
        if source.restricted && !query.names(&source.id) {
            continue;
        }
        for (passage, text) in source.passages.iter().enumerate() {
            if query.finds(world, at, passage) {
                let mut marks = Vec::new();
                query.marks(text, &mut marks);
                found.push((source.id.clone(), passage, apart(marks)));
            }
        }
    }
    found.sort();
    found
}

/// Joins marks that share a point.
fn apart(mut marks: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    marks.sort_unstable();
    let mut apart: Vec<(usize, usize)> = Vec::new();
    for (start, end) in marks {
        match apart.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => apart.push((start, end)),
        }
    }
    apart
}

fn told(stage: &Stage, query: &str) -> Vec<Found> {
    let answer = stage.ask(query);
    assert!(!answer.is_misread(), "{query} {:?}", answer.troubles);
    let marks = |line: &crate::search::answer::Line| line.marks.iter().map(|mark| (mark.start, mark.end)).collect();
    let mut found: Vec<_> =
        answer.lines.iter().map(|line| (line.source.to_string(), line.hit.passage, marks(line))).collect();
    found.sort();
    found
}

#[test]
fn every_operator_finds_what_plain_loops_find() {
    let mut seen = std::collections::BTreeMap::<&str, (usize, usize)>::new();
    rounds::each("S1", "queries of every operator on random studies, against plain loops", 12, 40, |dice| {
        let (world, stage) = worlds::make(dice);
        for _ in 0..120 {
            let query = query(dice, 3);
            let printed = query.to_string();
            let expected = expected(&world, &query);
            let found = told(&stage, &printed);
            let places = |all: &[Found]| all.iter().map(|(source, at, _)| (source.clone(), *at)).collect::<Vec<_>>();
            assert_eq!(places(&found), places(&expected), "{printed}");
            // Beside filters words may be passed over that decide nothing.
            let is_less = !query.is_of_words();
            for ((.., found), (.., expected)) in found.iter().zip(&expected) {
                let is_meant = |mark: &(usize, usize)| expected.iter().any(|one| one.0 <= mark.0 && mark.1 <= one.1);
                assert!(
                    if is_less { found.iter().all(is_meant) } else { found == expected },
                    "{printed} {found:?} {expected:?}"
                );
            }
            for operator in OPERATORS.iter().filter(|operator| printed.contains(**operator)) {
                let seen = seen.entry(operator).or_default();
                seen.0 += 1;
                seen.1 += usize::from(!expected.is_empty());
            }
            dice.cases(1);
        }
    });
    if std::env::var_os("TRIPOD_SEED").is_none() {
        for operator in OPERATORS {
            let (tried, found) = seen.get(operator).copied().unwrap_or_default();
            assert!(tried >= 5 && found > 0, "{operator} was tried {tried} times and found something {found} times");
        }
    }
}

/// Each of these is tried, and finds something.
const OPERATORS: [&str; 31] = [
    " OR ",
    "-",
    "*",
    "\"*",
    "~",
    "NEAR/",
    "WITHIN",
    "OVERLAPS",
    "@money",
    "@sure",
    "theme:=",
    "theme:effect",
    "stance:",
    "coder:",
    "kind:",
    "leg:",
    "case:\"north\"",
    "region:",
    "source:",
    "speaker:",
    "language:",
    "voice:",
    "date:",
    "..",
    "is:coded",
    "is:uncoded",
    "is:unanchored",
    "is:auto",
    "has:memo",
    "-is:",
    "-theme:",
];
