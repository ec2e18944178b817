//! `search` and `index` as a user meets them.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::study::Study;

const CODES: &str = r#"
[[code]]
id = "capacity"
name = "Capacity of counterparts"
claim = "Training raised what counterparts can do."
[[code]]
id = "donor"
name = "Donor steering"
"#;

fn study() -> Study {
    Study::new()
        .with("study.toml", "languages = [\"en\", \"fr\", \"zh\"]\n[searches]\nlate = 'late OR theme:donor'\n")
        .with("codebooks/a.toml", CODES)
        .with(
            "interviews/a.md",
            "---\ncase: varsk\nlanguage: en\n---\nThe lab answers within a week.\n\nThe money came late.\n",
        )
        .with(
            "interviews/b.md",
            "---\nlanguage: fr\n---\nL'évaluation des laboratoires.\n\nL’argent est arrivé tard.\n",
        )
        .with("desk-review/c.md", "---\nlanguage: zh\n---\n联合国教科文组织的实验室。\n")
}

fn lines(json: &str) -> Vec<Value> {
    json.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Returns the hits of a query as `source:passage`, best first.
fn hits(study: &Study, query: &[&str]) -> String {
    let run = study.run([&["search", "--json"], query].concat());
    assert!(matches!(run.code, Some(0 | 1)), "{query:?} {run:?}");
    assert_eq!(run.code == Some(1), run.stdout.is_empty(), "{query:?} {run:?}");
    let place = |line: &Value| format!("{}:{}", line["source"].as_str().unwrap(), line["passage"]);
    lines(&run.stdout).iter().map(place).collect::<Vec<_>>().join(" ")
}

#[test]
fn passages_are_found_and_told_as_json() {
    let study = study();
    study.run(["code", "a", "--quote", "money came late", "donor", "--stance", "contradicts"]).done();
    let found = lines(&study.run(["search", "--json", "late", "theme:donor"]).done());
    assert_eq!(found.len(), 1);
    let mut line = found[0].clone();
    let coding = line["codings"][0].take();
    assert_eq!(coding["code"], "donor");
    assert_eq!((&coding["stance"], &coding["coder"]), (&Value::from("contradicts"), &Value::from("ana")));
    assert_eq!((&coding["start"], &coding["end"]), (&Value::from(36), &Value::from(51)));
    assert!(line["score"].as_f64().unwrap() > 0.0);
    line["score"] = Value::Null;
    line["codings"] = Value::Null;
    let expected = serde_json::json!({
        "source": "interviews/a.md", "kind": "interview", "passage": 2, "start": 32, "end": 52, "language": "en",
        "score": null, "text": "The money came late.", "matches": [[47, 51]],
        "attributes": {"case": ["varsk"], "language": ["en"]}, "codings": null,
    });
    assert_eq!(line, expected);
}

#[test]
fn a_coding_made_a_moment_ago_is_found_by_the_next_query() {
    let study = study();
    assert_eq!(hits(&study, &["theme:capacity", "lab"]), "");
    study.run(["code", "a", "--quote", "lab answers", "capacity"]).done();
    assert_eq!(hits(&study, &["theme:capacity", "lab"]), "interviews/a.md:1");
    study.run(["undo"]).done();
    assert_eq!(hits(&study, &["theme:capacity", "lab"]), "");
}

#[test]
fn words_are_found_by_the_rules_of_their_language() {
    let study = study();
    for (query, expected) in [
        (&["evaluations"][..], "interviews/b.md:1"),
        (&["laborat*"], "interviews/b.md:1"),
        (&["教科文"], "desk-review/c.md:1"),
        (&["lab", "came late"], ""),
        (&["money", "came late"], "interviews/a.md:2"),
        (&["@late"], "interviews/a.md:2"),
        (&["kind:interview", "is:uncoded", "-language:fr"], "interviews/a.md:1 interviews/a.md:2"),
        (&["mnoey~"], "interviews/a.md:2"),
        (&["-late", "case:varsk"], "interviews/a.md:1"),
        (&["case:varsk", "-late", "--limit", "5"], "interviews/a.md:1"),
        (&["-hospital", "case:varsk", "-vanished", "--limit=1"], "interviews/a.md:1"),
        (&["--limit", "5", "--", "-late", "case:varsk"], "interviews/a.md:1"),
    ] {
        assert_eq!(hits(&study, query), expected, "{query:?}");
    }
}

#[test]
fn a_reader_sees_the_words_in_their_place() {
    let study = study();
    study.run(["code", "a", "--quote", "money came late", "donor", "--stance", "contradicts"]).done();
    let run = study.run(["search", "money"]).ended(0);
    assert_eq!(run.stdout, "interviews/a.md  passage 2  interview\n  The »money« came late.\n  ▎- donor ana\n\n");
    assert_eq!(run.stderr, "1 passage\n");
    assert_eq!(study.run(["search", "--count", "l*"]).done(), "4\n");
    assert_eq!(study.run(["search", "--count", "--json", "l*"]).done(), "{\"hits\":4}\n");
    assert_eq!(study.run(["search", "nowhere", "--count"]).ended(1).stdout, "0\n");
    let run = study.run(["search", "--limit", "1", "l*"]).ended(0);
    assert_eq!(run.stderr, "4 passages, 1 is shown; see more with: --limit 4\n");
}

#[test]
fn a_reader_sees_the_memos_of_a_passage() {
    let study = study();
    study.run(["code", "a", "--quote", "money came late", "donor", "--memo", "Ask\nthe donor."]).done();
    let coding = study.read("codings/ana.testtest.jsonl")[7..43].to_owned();
    study.run(["memo", "--coder", "ben", &format!("coding:{coding}"), "I did \u{1b}[31m."]).done();
    let found = study.run(["search", "has:memo"]).done();
    let expected = "interviews/a.md  passage 2  interview\n  The money came late.\n  ▎0 donor ana\n    \
                    memo: Ask the donor.\n    memo by ben: I did ␛[31m.\n\n";
    assert_eq!(found, expected);
}

#[test]
fn a_query_that_cannot_be_read_is_refused_with_the_nearest_that_can() {
    let study = study();
    assert_eq!(
        study.run(["search", "money (late"]).refused(),
        "error: at character 7, '(': this bracket is not closed\n  hint: type a ')' where it ends\n"
    );
    assert_eq!(
        study.run(["search", "money OR"]).refused(),
        "error: OR stands between two things, and one is missing\n  hint: the nearest that can be read: money\n"
    );
    assert_eq!(
        study.run(["search", "theme:donro"]).refused(),
        "error: there is no code 'donro'\n  hint: did you mean 'donor'?\n"
    );
    let run = study.run(["search", "thme:money"]).ended(1);
    assert!(run.stderr.contains("there is no filter 'thme:'") && run.stderr.contains("'theme'"), "{}", run.stderr);
}

#[test]
fn restricted_sources_are_found_by_name_only() {
    let study = study().with("interviews/secret.md", "---\nrestricted: true\n---\nMoney was taken.\n");
    assert_eq!(hits(&study, &["money"]), "interviews/a.md:2");
    assert_eq!(hits(&study, &["money", "source:secret"]), "interviews/secret.md:1");
}

#[test]
fn no_control_character_reaches_the_reader() {
    let study = study().with("interviews/bad.md", "Bad \u{1b}[31m money\u{202e} \u{200b}here\n");
    let run = study.run(["search", "money"]).ended(0);
    assert!(!run.stdout.contains(['\u{1b}', '\u{202e}', '\u{200b}']), "{:?}", run.stdout);
    let json = study.run(["search", "--json", "money source:bad"]).done();
    assert!(json.contains("\\u001b") && json.contains("\\u202e") && json.contains("\\u200b"), "{json}");
}

fn index_folder(study: &Study) -> PathBuf {
    let answer: Value = serde_json::from_str(&study.run(["index", "--json"]).done()).unwrap();
    PathBuf::from(answer["folder"].as_str().unwrap())
}

#[test]
fn the_index_is_a_cache_of_the_users_own() {
    let study = study();
    assert!(study.run(["index"]).done().starts_with("the search index is made; it holds 5 passages of 3 sources"));
    assert!(study.run(["index"]).done().starts_with("the search index is current"));
    study.write("interviews/a.md", "A new word: zyloquent.\n");
    assert!(study.run(["index"]).done().contains("1 put in, 1 taken out"));
    assert!(study.run(["index", "--rebuild"]).done().contains("is made"));
    let folder = index_folder(&study);
    assert!(!folder.starts_with(study.path()), "nothing is kept in the study");
    assert!(study.files().iter().all(|file| !file.contains("index")));
    // Deleted, or damaged in any file: the answers are the same.
    for file in std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).step_by(3) {
        let Ok(mut bytes) = std::fs::read(&file) else { continue };
        for byte in bytes.iter_mut().step_by(7) {
            *byte ^= 0x55;
        }
        std::fs::write(&file, bytes).unwrap();
        assert_eq!(hits(&study, &["zylo*"]), "interviews/a.md:1", "{}", file.display());
    }
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(hits(&study, &["zyloquent"]), "interviews/a.md:1");
}

#[test]
fn a_withdrawn_source_is_no_fault_of_the_index_and_does_not_count() {
    let study = study();
    study.run(["index"]).done();
    study.write("sources.csv", "source,use\na.md,withdrawn\n");
    let run = study.run(["index"]).ended(0);
    assert_eq!(
        run.stdout,
        "the search index is brought up to date: 0 put in, 1 taken out; it holds 3 passages of 2 sources\n"
    );
    assert_eq!(run.stderr, "");
    let run = study.run(["index"]).ended(0);
    assert_eq!(run.stdout, "the search index is current; it holds 3 passages of 2 sources\n");
    assert_eq!(study.run(["search", "money"]).ended(1).stderr, "0 passages\n");
    study.write("sources.csv", "source,use\na.md,anonymous\n");
    assert_eq!(hits(&study, &["money"]), "interviews/a.md:2");
}

#[test]
fn without_a_folder_for_caches_the_texts_are_read() {
    let study = study();
    let read = |cache: &str| {
        let run = study.run_with(
            ["search", "--json", "money OR 教科 OR \"within a week\""],
            &[("XDG_CACHE_HOME", cache)],
            "",
        );
        lines(&run.done()).iter().map(|line| line["source"].to_string()).collect::<std::collections::BTreeSet<_>>()
    };
    let outside = study.outside("file", "no folder");
    let found = read(&outside.to_string_lossy());
    assert_eq!(found.len(), 2);
    assert_eq!(found, read(&study.outside("x", "").parent().unwrap().join("cache").to_string_lossy()));
}

/// The folder of texts that are shared with this project's other checks, if it is at hand.
fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("TRIPOD_SHARED").map(PathBuf::from);
    if folder.is_none() {
        // The one word to a person who wonders why so little ran.
        drop(writeln!(std::io::stderr(), "skipped: TRIPOD_SHARED is not set"));
    }
    folder
}

#[test]
fn seven_languages_of_one_text_are_searched() {
    let Some(shared) = shared() else { return };
    let mut study = Study::new().with("study.toml", "");
    for language in ["ar", "en", "es", "fr", "pt", "ru", "zh"] {
        let text = std::fs::read_to_string(shared.join(format!("corpora/udhr/{language}.md"))).unwrap();
        study = study.with(&format!("desk-review/{language}.md"), text);
    }
    for (query, language) in [
        ("education", "en"),
        ("éducations", "fr"),
        ("educacion -lang*", "es"),
        ("educação", "pt"),
        ("образования", "ru"),
        ("التعليم", "ar"),
        ("教育", "zh"),
        ("\"everyone has the right\"", "en"),
        ("toute NEAR/3 personne", "fr"),
        ("свобод*", "ru"),
        ("人人有权", "zh"),
        ("الانسان", "ar"),
    ] {
        let found = hits(&study, &[&format!("{query} source:desk-review/{language}.md")]);
        assert!(!found.is_empty(), "{query} finds nothing in {language}");
    }
    study.run(["index"]).done();
}

/// Every string of two to four characters that stands in a Chinese text is found.
#[test]
fn every_chinese_substring_is_found() {
    let Some(shared) = shared() else { return };
    let text = std::fs::read_to_string(shared.join("corpora/unodc-evaluation-2021.zh.md")).unwrap();
    let study = Study::new().with("desk-review/zh.md", &text);
    let chars: Vec<char> = text.chars().collect();
    let is_han = |ch: &char| ('\u{4e00}'..='\u{9fff}').contains(ch);
    let mut seen = 0;
    for start in (0..chars.len() - 4).step_by(chars.len() / 40) {
        let length = 2 + start % 3;
        let Some(part) = chars.get(start..start + length).filter(|part| part.iter().all(is_han)) else { continue };
        let part: String = part.iter().collect();
        let found = study.run(["search", "--json", "--limit", "10000", &part]).done();
        let expected = text.lines().filter(|line| line.contains(&part)).count();
        // A passage may hold several lines, never part of one.
        let lines: usize = lines(&found)
            .iter()
            .map(|line| line["text"].as_str().unwrap().lines().filter(|line| line.contains(&part)).count())
            .sum();
        assert_eq!(lines, expected, "{part}");
        seen += 1;
    }
    assert!(seen > 10, "only {seen} were tried");
}

#[test]
fn real_interviews_are_searched() {
    let Some(shared) = shared() else { return };
    let mut study = Study::new();
    for name in ["10", "12", "19", "21", "32", "34"] {
        let path = shared.join(format!("corpora/interviews-ml/interview-{name}.txt"));
        study = study.with(&format!("interviews/{name}.txt"), std::fs::read(Path::new(&path)).unwrap());
    }
    let found = study.run(["search", "--json", "--limit", "1000", "data"]).done();
    let found = lines(&found);
    assert!(found.len() > 20);
    for line in &found {
        let text: Vec<char> = line["text"].as_str().unwrap().chars().collect();
        let start = usize::try_from(line["start"].as_u64().unwrap()).unwrap();
        for mark in line["matches"].as_array().unwrap() {
            let at = |end: usize| usize::try_from(mark[end].as_u64().unwrap()).unwrap() - start;
            let word: String = text[at(0)..at(1)].iter().collect();
            assert!(word.to_lowercase().starts_with("dat"), "{word}");
        }
    }
}

#[test]
fn words_for_background_are_marked_in_every_list() {
    let study = study().with("interviews/back.md", "---\nuse: background\n---\nA secret minister.\n");
    for how in [&[][..], &["--by", "kind"]] {
        let told = study.run([&["search", "minister"], how].concat()).done();
        assert!(told.contains("interviews/back.md  passage 1  interview  BACKGROUND, not to be quoted"), "{told}");
    }
}
