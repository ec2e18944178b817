use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::base::language::Language;
use crate::search::plan::{Node, Plan};
use crate::search::query::{Query, parse, parse_typing};
use crate::search::run::{Found, Limits, Marker, run};
use crate::search::samples::Sample;
use crate::search::scan::scan;

const ALL: Limits = Limits { offset: 0, limit: usize::MAX / 2, count: true };

fn built(sample: &Sample) -> (tempfile::TempDir, Joined) {
    let folder = tempfile::tempdir().unwrap();
    update(folder.path(), sample, false, &mut |_| true).unwrap();
    let joined = joined(folder.path(), sample);
    (folder, joined)
}

fn joined(folder: &Path, sample: &Sample) -> Joined {
    Arc::new(Index::open(folder).unwrap()).join(sample).unwrap()
}

fn plan(sample: &Sample, query: &Query) -> Plan {
    Plan::new(query, sample, sample.places().len())
}

fn numbers(found: &Found) -> Vec<usize> {
    let mut numbers: Vec<usize> = found.hits.iter().map(|hit| hit.number).collect();
    assert_eq!(found.total, Some(numbers.len()), "the count is that of the hits");
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), found.hits.len(), "no passage is found twice");
    numbers
}

/// Searches in the index and in the texts, and holds that both find the same.
fn both_ways(sample: &Sample, joined: &Joined, query: &Query) -> Vec<usize> {
    let plan = plan(sample, query);
    let indexed = numbers(&run(&plan, sample, joined, ALL).unwrap());
    let scanned = numbers(&scan(&plan, sample, ALL, &|| false));
    assert_eq!(indexed, scanned, "{query}");
    marked(sample, &plan, &indexed);
    indexed
}

/// Holds that the best few are the first of all.
fn best_first(sample: &Sample, joined: &Joined, query: &Query) {
    let plan = plan(sample, query);
    let scores = |limits| {
        let found = run(&plan, sample, joined, limits).unwrap();
        found.hits.iter().map(|hit| hit.score).collect::<Vec<_>>()
    };
    let all = scores(ALL);
    for few in 1..4 {
        let best = scores(Limits::first(few));
        let is_near = |(one, other): (&f32, &f32)| (one - other).abs() < 1e-4;
        assert!(best.len() == few.min(all.len()) && best.iter().zip(&all).all(is_near), "{query}: {best:?} {all:?}");
    }
}

/// Holds that what is found for its words alone is marked, and inside its passage.
fn marked(sample: &Sample, plan: &Plan, numbers: &[usize]) {
    let mut marker = Marker::new(plan);
    for &number in numbers {
        let (source, passage) = sample.places().place(number).unwrap();
        let document = sample.load(source).unwrap();
        let (span, language) = document.passages[passage];
        let marks = marker.marks(&document.text, span, language);
        assert!(marks.iter().all(|mark| span.holds(*mark) && !mark.is_empty()));
        assert!(marks.windows(2).all(|pair| pair[0].end <= pair[1].start));
        assert!(!marks.is_empty() || !matches!(plan.node, Node::Words(_) | Node::Near(_)));
    }
}

fn found(sample: &Sample, joined: &Joined, query: &str) -> String {
    let parsed = parse(query, &[]);
    let numbers = both_ways(sample, joined, &parsed.query);
    let place = |number| sample.places().place(number).unwrap();
    numbers
        .into_iter()
        .map(place)
        .map(|(source, passage)| format!("{}{}", &sample.id(source).as_str()[..2], passage + 1))
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn words_are_found_in_seven_languages() {
    let sample = Sample::seven();
    let (_folder, joined) = built(&sample);
    for (query, expected) in [
        ("train", "en1"),
        ("\"train\"", ""),
        ("money late", "en2 en3"),
        ("follow-up", "en3"),
        ("money NEAR/1 late", "en3"),
        ("money NEAR/2 late", "en2 en3"),
        ("\"late money\"", "en3"),
        ("formation", "fr1"),
        ("ETAT", "fr2"),
        ("l'état", "fr2"),
        ("evaluacion", "es1"),
        ("evalua*", "fr1 es1"),
        ("laborat*", "fr2 pt1"),
        ("avaliação", "pt1"),
        ("dinherio~", "pt2"),
        ("отчета", "ru1"),
        ("пришёл", "ru2"),
        ("елка OR лаборатория", "ru1 ru2"),
        ("مدرسة", "ar1 ar2"),
        ("قرية", "ar2"),
        ("教科文", "zh1"),
        ("科", "zh1"),
        ("2019年 unodc", "zh2"),
        ("\"2019年\"", "zh2"),
        ("-a* case:even", "en1 fr2 es2 pt2 ru2 ar2 zh2"),
        ("late -money", ""),
        ("2019年 -\"late money\"", "zh2"),
        ("(money OR 2019年) -\"money came\" -(follow NEAR/9 nowhere)", "en3 zh2"),
        ("(late OR dinero) case:odd", "en2"),
        ("nowhere", ""),
    ] {
        assert_eq!(found(&sample, &joined, query), expected, "{query}");
    }
}

#[test]
fn every_form_of_a_word_finds_the_same_passages() {
    let portuguese = "A nação decide.\nAs nações decidem.\nUMA NACAO\nAs mães\na mãe\na mão\nas mãos";
    let arabic = "حق\nالحق\nوحق\nوالحق\nجد\nوجد";
    let sample = Sample::new([("pt.md", portuguese, Language::Pt), ("ar.md", arabic, Language::Ar)]);
    let (_folder, joined) = built(&sample);
    for (queries, expected) in [
        (&["nação", "nações", "nacao", "NACOES"][..], "pt1 pt2 pt3"),
        (&["mãe", "mães"], "pt4 pt5"),
        (&["mão", "mãos"], "pt6 pt7"),
        (&["حق", "وحق", "الحق", "والحق"], "ar1 ar2 ar3 ar4"),
        (&["جد"], "ar5"),
        (&["وجد"], "ar6"),
    ] {
        for query in queries {
            assert_eq!(found(&sample, &joined, query), expected, "{query}");
        }
    }
}

#[test]
fn exact_forms_come_first() {
    let text = "trains trains\nthe train\nhe trained a train and trains\ntrained";
    let sample = Sample::new([("en.md", text, Language::En)]);
    let (_folder, joined) = built(&sample);
    let plan = plan(&sample, &parse("trained", &[]).query);
    let found = run(&plan, &sample, &joined, Limits::first(2)).unwrap();
    let best: Vec<usize> = found.hits.iter().map(|hit| hit.number).collect();
    assert_eq!(best, [3, 2]);
    assert_eq!(found.total, None);
}

/// Chinese has no other forms; in the others neither length nor number puts another form first.
#[test]
fn exact_forms_come_first_in_every_language() {
    for (language, exact, other) in [
        (Language::Ar, "حق", "الحق"),
        (Language::En, "trained", "training"),
        (Language::Es, "evaluación", "evaluaciones"),
        (Language::Fr, "égal", "égaux"),
        (Language::Pt, "opinião", "opiniões"),
        (Language::Ru, "право", "права"),
    ] {
        let long = format!("{exact} {}", "x y z ".repeat(40));
        let often = format!("{other} ").repeat(4);
        let text = [often.as_str(), &long, "x y z", "x", exact].join("\n");
        let sample = Sample::new([("a.md", text.as_str(), language)]);
        let (_folder, joined) = built(&sample);
        for query in [exact, other] {
            let plan = plan(&sample, &parse(query, &[]).query);
            let found = [run(&plan, &sample, &joined, ALL).unwrap(), scan(&plan, &sample, ALL, &|| false)];
            for hits in found.map(|found| found.hits) {
                let is_exact = |number: usize| (number == 0) == (query == other);
                assert_eq!(hits.len(), 3, "{query}");
                assert!(hits.is_sorted_by_key(|hit| !is_exact(hit.number)), "{query} {hits:?}");
            }
        }
    }
}

#[test]
fn pages_follow_each_other() {
    let text = "report ".repeat(3) + &"\nreport and more".repeat(40);
    let sample = Sample::new([("a.md", text.as_str(), Language::En)]);
    let (_folder, joined) = built(&sample);
    for query in ["report", "case:even", "report case:odd"] {
        let plan = plan(&sample, &parse(query, &[]).query);
        let all = run(&plan, &sample, &joined, ALL).unwrap();
        let mut paged = Vec::new();
        while let page = run(&plan, &sample, &joined, Limits { offset: paged.len(), limit: 7, count: true }).unwrap()
            && !page.hits.is_empty()
        {
            assert_eq!(page.total, all.total);
            paged.extend(page.hits);
        }
        let mut paged: Vec<usize> = paged.into_iter().map(|hit| hit.number).collect();
        paged.sort_unstable();
        assert_eq!(paged, numbers(&all), "{query}");
    }
}

#[test]
fn hidden_sources_are_found_only_by_name() {
    let mut sample = Sample::seven();
    sample.hidden = sample.places().of_source(0).collect();
    let (_folder, joined) = built(&sample);
    assert_eq!(found(&sample, &joined, "money"), "");
    assert_eq!(found(&sample, &joined, "case:odd -dinero -x*"), "fr1 es1 pt1 ru1 ar1 zh1");
    assert_eq!(found(&sample, &joined, "money source:en.md"), "en2 en3");
    assert_eq!(found(&sample, &joined, "money -source:en.md"), "");
}

#[test]
fn a_change_costs_its_own_source_and_is_found_before_it_is_indexed() {
    let mut sample = Sample::seven();
    let (folder, old) = built(&sample);
    sample.set(2, "Nada\nnada más\nnueva evaluación");
    sample.remove(4);
    // Not indexed yet: what changed is read, what is gone is not found.
    let behind = Arc::clone(&old.index).join(&sample).unwrap();
    assert_eq!(behind.behind(), [2]);
    for (query, expected) in [("evaluación", "es3"), ("dinero", ""), ("отчёты", ""), ("مدرسة -x", "ar1 ar2")]
    {
        assert_eq!(found(&sample, &behind, query), expected, "{query}");
    }
    let updated = update(folder.path(), &sample, false, &mut |_| true).unwrap();
    assert_eq!(updated, Updated { added: 1, removed: 2, unread: 0, anew: false });
    let new = joined(folder.path(), &sample);
    assert_eq!(new.behind(), [0_usize; 0]);
    assert_eq!(found(&sample, &new, "evaluación"), "es3");
    assert_eq!(found(&sample, &new, "教科文 OR нет OR مدرسة"), "ar1 ar2 zh1");
    assert_eq!(update(folder.path(), &sample, false, &mut |_| true).unwrap(), Updated::default());
}

#[test]
fn one_that_is_stopped_is_as_it_was() {
    let mut sample = Sample::seven();
    let (folder, _joined) = built(&sample);
    sample.set(0, "new words");
    sample.set(1, "other words");
    let mut calls = 0;
    let stopped = update(folder.path(), &sample, false, &mut |_| {
        calls += 1;
        calls < 2
    });
    assert!(matches!(stopped, Err(IndexError::Stopped)));
    let index = Index::open(folder.path()).unwrap();
    assert!(!index.is_current(&sample) && index.is_current(&Sample::seven()));
}

#[test]
fn two_do_not_write_at_once() {
    let sample = Sample::seven();
    let folder = tempfile::tempdir().unwrap();
    let first = update(folder.path(), &sample, false, &mut |_| {
        assert!(matches!(update(folder.path(), &sample, false, &mut |_| true), Err(IndexError::Busy)));
        true
    });
    assert!(first.unwrap().anew);
}

#[test]
fn an_index_is_the_users_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, _joined) = built(&Sample::seven());
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(folder.path()), 0o700);
    let mut files = 0;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let path = file.unwrap().path();
        assert_eq!(mode(&path) & 0o077, 0, "{}", path.display());
        files += 1;
    }
    assert!(files > 5);
}

#[test]
fn no_words_of_a_passage_stand_in_the_index() {
    let secret = "the minister Zyloquent paid";
    let (folder, _joined) = built(&Sample::new([("a.md", secret, Language::En)]));
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let path = file.unwrap().path();
        let bytes = crate::base::disk::Disk::read(&crate::base::disk::RealDisk, &path).unwrap();
        for part in ["minister Zyloquent", "Zyloquent paid"] {
            assert!(!bytes.windows(part.len()).any(|window| window == part.as_bytes()), "{}", path.display());
        }
    }
}

/// What a search does that finds an index in any state: opens it, or makes it anew.
fn opened(folder: &Path, sample: &Sample) -> Joined {
    let index = Index::open(folder).or_else(|_| {
        update(folder, sample, false, &mut |_| true)?;
        Index::open(folder)
    });
    Arc::new(index.unwrap()).join(sample).unwrap()
}

fn overwrite(path: &Path, bytes: &[u8]) {
    crate::base::disk::Disk::replace(&crate::base::disk::RealDisk, path, bytes, crate::base::disk::Access::Private)
        .unwrap();
}

/// A crash may take an update back and leave its files: they are in the way of the same update.
#[test]
fn an_update_that_was_taken_back_is_made_again() {
    use crate::base::disk::{Disk as _, RealDisk};
    let mut sample = Sample::seven();
    let (folder, _joined) = built(&sample);
    let names = RealDisk.list(folder.path()).unwrap();
    let old: Vec<_> = names.into_iter().map(|named| (RealDisk.read(&named.path).unwrap(), named.path)).collect();
    sample.set(0, "The money came late again");
    update(folder.path(), &sample, false, &mut |_| true).unwrap();
    for (bytes, path) in old {
        overwrite(&path, &bytes);
    }
    let updated = update(folder.path(), &sample, false, &mut |_| true).unwrap();
    assert!(updated.anew);
    assert_eq!(found(&sample, &joined(folder.path(), &sample), "money"), "en1");
}

#[test]
fn an_index_of_another_study_or_version_is_brought_up_to_date() {
    let (folder, _joined) = built(&Sample::new([("other.md", "money money", Language::En)]));
    let sample = Sample::seven();
    update(folder.path(), &sample, false, &mut |_| true).unwrap();
    assert_eq!(found(&sample, &joined(folder.path(), &sample), "money"), "en2 en3");
    // A foreign folder, with files that are no index.
    let foreign = tempfile::tempdir().unwrap();
    overwrite(&foreign.path().join("meta.json"), b"{}");
    overwrite(&foreign.path().join("seal"), b"x");
    assert!(matches!(Index::open(foreign.path()), Err(IndexError::Unusable)));
    assert_eq!(found(&sample, &opened(foreign.path(), &sample), "money"), "en2 en3");
}

fn corpus() -> impl Strategy<Value = Sample> {
    let word = prop_oneof![
        "(train|trains|trained|training|lab|labs|late|money)",
        "(évalué|evaluer|l'état|formation|formations)",
        "(отчёт|отчета|лаборатории)",
        "(مدرسة|المدرسة)",
        "[实验室]{1,4}",
        "(follow-up|2019年|x1)",
    ];
    let passage = prop::collection::vec((word, "( |, |—|\\. )"), 0..6)
        .prop_map(|words| words.into_iter().map(|(word, blank)| word + &blank).collect::<String>());
    let source = (prop::collection::vec(passage, 1..5), 0usize..8);
    (prop::collection::vec(source, 1..5), any::<u8>()).prop_map(|(sources, hidden)| {
        let texts: Vec<(String, String, Language)> = sources
            .into_iter()
            .enumerate()
            .map(|(at, (passages, language))| {
                (format!("s{at}.md"), passages.join("\n"), crate::search::pattern::LANGUAGES[language])
            })
            .collect();
        let mut sample = Sample::new(texts.iter().map(|(id, text, language)| (&**id, &**text, *language)));
        sample.hidden = if hidden % 4 == 0 { vec![0] } else { Vec::new() };
        sample
    })
}

fn typed() -> impl Strategy<Value = String> {
    let word = "(train|trained|labs|late|money|évaluée|etat|l'état|formation|отчеты|مدرسة|实|实验|验室实|follow-up|2019年|x1|tra\\*|отч\\*|trian~|monye~|\"late money\"|\"late mo\"\\*|\"l'état\"\\*|\"实验\"|\"train\")";
    let part = prop_oneof![
        4 => word.prop_map(String::from),
        1 => (word, 1u32..4, word).prop_map(|(a, n, b)| format!("{a} NEAR/{n} {b}")),
        1 => (word, word, 1u32..4, word).prop_map(|(a, b, n, c)| format!("({a} OR {b}) NEAR/{n} {c} NEAR/2 {a}")),
        1 => "(case:even|case:odd|source:s0\\.md|source:s1\\.md)".prop_map(String::from),
    ];
    prop::collection::vec((prop_oneof![3 => Just(""), 1 => Just("-"), 1 => Just("OR ")], part, any::<bool>()), 1..4)
        .prop_map(|parts| {
            let mut query = String::new();
            for (at, (mark, part, bracket)) in parts.iter().enumerate() {
                let mark = if at == 0 && *mark == "OR " { &"" } else { mark };
                let (open, close) = if *bracket { ("(", ")") } else { ("", "") };
                query.extend([*mark, open, part.as_str(), close, " "]);
            }
            query
        })
}

proptest! {
    #![proptest_config(crate::base::rounds::cases(24, 24))]
    #[test]
    fn the_index_finds_what_reading_finds(sample in corpus(), queries in prop::collection::vec(typed(), 8)) {
        let (_folder, joined) = built(&sample);
        for query in queries {
            let parsed = parse(&query, &[]);
            prop_assert!(parsed.is_whole(), "{query} {:?}", parsed.troubles);
            both_ways(&sample, &joined, &parsed.query);
            // While it is typed, the last word may go on.
            for end in 1..=query.chars().count() {
                let begun: String = query.chars().take(end).collect();
                let typed = parse_typing(&begun, &[]).query;
                both_ways(&sample, &joined, &typed);
                best_first(&sample, &joined, &typed);
            }
        }
    }
}
