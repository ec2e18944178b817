//! What has to be found in the Universal Declaration of Human Rights in seven languages: the cases of
//! `tests/cases/udhr`, which say what and why. The texts are no part of the project: `TRIPOD_SHARED` names
//! the folder that has them in `corpora/udhr`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::Deserialize;

use super::stage::{Stage, open};
use crate::base::disk::{Disk as _, MemoryDisk, RealDisk};
use crate::base::language::Language;
use crate::search::answer::{Answer, Line};

/// The cases of each language.
const CASES: [(Language, &str); 7] = [
    (Language::Ar, include_str!("../../../tests/cases/udhr/ar.toml")),
    (Language::En, include_str!("../../../tests/cases/udhr/en.toml")),
    (Language::Es, include_str!("../../../tests/cases/udhr/es.toml")),
    (Language::Fr, include_str!("../../../tests/cases/udhr/fr.toml")),
    (Language::Pt, include_str!("../../../tests/cases/udhr/pt.toml")),
    (Language::Ru, include_str!("../../../tests/cases/udhr/ru.toml")),
    (Language::Zh, include_str!("../../../tests/cases/udhr/zh.toml")),
];

/// How many cases each language has at least.
const LEAST: usize = 40;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    why: String,
    query: String,
    /// The articles that are found, and no others: `T` is the title, `P` the preamble.
    found: String,
    /// Some that are not, because one might think they are.
    #[serde(default)]
    not: String,
    /// All that is marked in them, as it stands there.
    marked: Vec<String>,
}

fn cases(text: &str) -> Vec<Case> {
    let Cases { case } = toml::from_str(text).unwrap();
    case
}

/// The seven declarations, if they are at hand.
fn declarations() -> Option<Vec<(Language, Vec<u8>)>> {
    let Some(shared) = std::env::var_os("TRIPOD_SHARED").map(PathBuf::from) else {
        #[allow(clippy::print_stderr, reason = "the one word to a person who wonders why so little ran")]
        {
            eprintln!("skipped: TRIPOD_SHARED is not set");
        }
        return None;
    };
    let read = |(language, _): &(Language, &str)| {
        let path = shared.join(format!("corpora/udhr/{language}.md"));
        (*language, RealDisk.read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
    };
    Some(CASES.iter().map(read).collect())
}

/// All of them in one folder, without a word on their languages.
fn stage(declarations: &[(Language, Vec<u8>)]) -> Stage {
    let disk = MemoryDisk::new();
    disk.put("/s/study.toml", "");
    for (language, text) in declarations {
        disk.put(format!("/s/desk-review/{language}.md"), text.clone());
    }
    Stage::new(&open(&disk))
}

/// Returns the article that a passage belongs to.
fn article(line: &Line) -> String {
    let above = &line.text.as_str()[..line.text.byte_of(line.span.end)];
    match above.lines().filter(|line| line.starts_with("## ")).count() {
        0 => "T".to_owned(),
        1 => "P".to_owned(),
        headings => (headings - 1).to_string(),
    }
}

fn words(list: &str) -> BTreeSet<String> {
    list.split_whitespace().map(str::to_owned).collect()
}

/// What is wrong with the answer to a case; nothing where all is well.
fn wrong(answer: &Answer, language: Language, case: &Case) -> Option<String> {
    assert!(!answer.is_misread(), "{language} {} {:?}", case.query, answer.troubles);
    let found: BTreeSet<String> = answer.lines.iter().map(article).collect();
    let marked: BTreeSet<&str> =
        answer.lines.iter().flat_map(|line| line.marks.iter().map(|&mark| line.text.slice(mark))).collect();
    let expected: BTreeSet<&str> = case.marked.iter().map(String::as_str).collect();
    let is_right = found == words(&case.found) && found.is_disjoint(&words(&case.not)) && marked == expected;
    let unmarked = answer.lines.iter().find(|line| line.marks.is_empty());
    (!is_right || unmarked.is_some()).then(|| {
        let (more, less): (Vec<_>, Vec<_>) =
            (marked.difference(&expected).collect(), expected.difference(&marked).collect());
        format!(
            "{language} {} ({}): found {found:?}, not {}; marked besides {more:?}, not marked {less:?}",
            case.query, case.why, case.found
        )
    })
}

#[test]
fn there_are_cases_enough_and_each_says_what_must_not_be_found() {
    for (language, text) in CASES {
        let cases = cases(text);
        let queries: BTreeSet<&str> = cases.iter().map(|case| case.query.as_str()).collect();
        assert!(queries.len() >= LEAST, "{language}");
        for case in &cases {
            assert!(words(&case.found).is_disjoint(&words(&case.not)) && !case.not.is_empty(), "{}", case.query);
            assert_eq!(case.found.is_empty(), case.marked.is_empty(), "{}", case.query);
        }
    }
}

#[test]
fn every_case_finds_its_articles_and_marks_its_words() {
    let Some(declarations) = declarations() else { return };
    let all = stage(&declarations);
    let mut all_wrong = Vec::new();
    for ((language, text), alone) in CASES.into_iter().zip(&declarations) {
        let alone = stage(std::slice::from_ref(alone));
        for case in cases(text) {
            all_wrong.extend(wrong(&alone.ask(&case.query), language, &case));
            // Beside the others it finds the same.
            let beside = all.by_index(&format!("({}) source:desk-review/{language}.md", case.query));
            all_wrong.extend(wrong(&beside, language, &case));
        }
    }
    assert!(all_wrong.is_empty(), "{} are wrong:\n{}", all_wrong.len(), all_wrong.join("\n"));
}

#[test]
fn one_query_finds_in_every_language() {
    let Some(declarations) = declarations() else { return };
    let stage = stage(&declarations);
    let query = "education OR éducation OR educación OR educação OR образование OR تعليم OR 教育";
    let answer = stage.ask(query);
    let languages: BTreeSet<Language> = answer.lines.iter().map(|line| line.language).collect();
    assert_eq!(languages, Language::KNOWN.into_iter().collect());
    for language in Language::KNOWN {
        let found = stage.ask(&format!("language:{language} ({query})"));
        assert!(found.lines.iter().all(|line| line.source.as_str().ends_with(&format!("/{language}.md"))));
    }
}

/// One source, its passages by turns in all languages, and nothing that says so.
#[test]
fn passages_of_one_source_have_a_language_each() {
    let Some(declarations) = declarations() else { return };
    let texts: Vec<(Language, String)> =
        declarations.into_iter().map(|(language, text)| (language, String::from_utf8(text).unwrap())).collect();
    let passages: Vec<Vec<&str>> = texts.iter().map(|(_, text)| text.split("\n\n").collect()).collect();
    let mut mixed = String::new();
    for at in 0..passages.iter().map(Vec::len).min().unwrap() {
        for passages in &passages {
            mixed.extend([passages[at].trim_start_matches(['#', '-', '\n']), "\n\n"]);
        }
    }
    let disk = MemoryDisk::new();
    disk.put("/s/study.toml", "");
    disk.put("/s/interviews/mixed.md", mixed);
    let stage = Stage::new(&open(&disk));
    let long = stage.ask("a* OR б* OR в* OR с* OR ا* OR 的 OR d* OR p*").lines;
    let (mut tried, mut untold) = (0, 0);
    for line in long.iter().filter(|line| line.span.len() > 80 || line.language == Language::Zh) {
        let words = line.text.slice(line.span);
        let (language, _) = texts.iter().find(|(_, text)| text.contains(words)).unwrap();
        // What Spanish and Portuguese share says nothing; a wrong language would be worse.
        assert!([*language, Language::Other].contains(&line.language), "{words} {}", line.language);
        tried += 1;
        untold += usize::from(line.language == Language::Other);
    }
    assert!(tried > 300 && untold * 50 < tried, "{untold} of {tried}");
    for (query, language) in [
        ("rights", Language::En),
        ("egaux", Language::Fr),
        ("derecho", Language::Es),
        ("nação", Language::Pt),
        ("человека", Language::Ru),
        ("الانسان", Language::Ar),
        ("人權", Language::Zh),
    ] {
        let found = stage.ask(query).lines;
        let is_told = |line: &&Line| line.language != Language::Other;
        let languages: BTreeSet<Language> = found.iter().filter(is_told).map(|line| line.language).collect();
        assert_eq!(languages, BTreeSet::from([language]), "{query}");
    }
}
