//! `autocode` as a user meets it: all that a query finds, coded as one step after a look at it.

use serde_json::Value;

use super::study::Study;

const CODES: &str = r#"
[[code]]
id = "capacity"
name = "Capacity of counterparts"
claim = "Training raised what counterparts can do."
[[code]]
id = "money"
name = "Money"
"#;

fn study() -> Study {
    Study::new()
        .with("study.toml", "languages = [\"en\", \"ar\", \"zh\"]\n")
        .with("codebooks/a.toml", CODES)
        .with(
            "interviews/a.md",
            "---\nlanguage: en\nspeakers: [Q, A]\ninterviewer: Q\n---\n# Money matters\n\nQ: Was there money?\n\nA: The money came late.\n\nIt was little money.\n\nQ: And now?\n\nA: Nothing.\n",
        )
        .with("interviews/zh.md", "---\nlanguage: zh\n---\n资金来得太晚。\n\n没有实验室。\n")
        .with("interviews/ar.md", "---\nlanguage: ar\n---\nوصلت الأموال متأخرة.\n\nلا شيء.\n")
        .with("desk-review/t.md", "---\nlanguage: en\n---\nAll money.\n\n| year | money |\n|---|---|\n| 2019 | money late |\n")
        .with("observations/s.csv", "voice,words\nr1,money for training\nr2,nothing\nr3,no money\n")
}

/// Returns the codings of the journal as `source:words`, by source and place.
fn coded(study: &Study) -> Vec<String> {
    let table = study.run(["export", "-"]).done();
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    rows.records().map(|row| row.unwrap()).map(|row| format!("{}:{}", &row[0], &row[3])).collect()
}

#[test]
fn all_hits_are_one_step_marked_with_their_query() {
    let study = study();
    let run = study.run(["autocode", "money", "money", "--yes"]).ended(0);
    assert_eq!(
        run.stdout,
        "9 passages found; to be coded as Money: 6 codings in 3 sources, of 4 voices\n\
         \u{20} desk-review: 2 codings in 1 source\n\
         \u{20} interview: 2 codings in 1 source\n\
         \u{20} observation: 2 codings in 1 source\n\
         \u{20} left out: 1 passage of the interviewer; --interviewer takes them too\n\
         \u{20} left out: 2 headings\n\
         \u{20} desk-review/t.md 0..10  All money.\n\
         \u{20} desk-review/t.md 39..60  | 2019 | money late |\n\
         \u{20} interviews/a.md 41..61  The money came late.\n\
         \u{20} interviews/a.md 63..83  It was little money.\n\
         \u{20} observations/s.csv 12..33  r1,money for training\n\
         \u{20} and 1 more\n"
    );
    let found = lines(&study.run(["search", "--json", "is:auto"]).done());
    assert_eq!(found.len(), 6);
    let journal = study.read("codings/ana.testtest.jsonl");
    assert!(journal.lines().all(|line| line.contains("\"auto\":\"money\"")), "{journal}");
    let steps: std::collections::BTreeSet<String> =
        lines(&journal).iter().map(|line| line["step"].to_string()).collect();
    assert_eq!(steps.len(), 1);
    study.run(["undo"]).done();
    assert_eq!(coded(&study), [""; 0]);
    study.run(["redo"]).done();
    assert_eq!(coded(&study).len(), 6);
    // What is coded so already is no second piece of evidence.
    let again = study.run(["autocode", "money", "money", "--yes"]).ended(1);
    assert!(again.stdout.contains("left out: 6 places coded with it already"), "{again:?}");
    assert_eq!(coded(&study).len(), 6);
}

fn lines(json: &str) -> Vec<Value> {
    json.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn nothing_is_written_before_somebody_says_so() {
    let study = study();
    let run = study.run(["autocode", "money", "money", "--unit", "match"]).ended(1);
    assert!(run.stderr.contains("to write them, say so: --yes\nnothing was written\n"), "{run:?}");
    let run = study.run(["autocode", "money", "money", "--dry-run", "--json"]).ended(0);
    let told: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&told["codings"], &told["step"]), (&Value::from(6), &Value::Null), "{told}");
    assert!(!study.path().join("codings").exists());
}

#[test]
fn turns_rows_and_matches_are_coded_each_once() {
    for (query, unit, expected) in [
        ("speaker:A", "turn", "interviews/a.md:The money came late.\n\nIt was little money.|interviews/a.md:Nothing."),
        ("money", "turn", "interviews/a.md:The money came late.\n\nIt was little money."),
        (
            "money",
            "row",
            "desk-review/t.md:| 2019 | money late ||observations/s.csv:r1,money for training|observations/s.csv:r3,no money",
        ),
        ("little OR 资金 OR الأموال", "match", "interviews/a.md:little|interviews/ar.md:الأموال|interviews/zh.md:资金"),
        ("language:zh late", "match", ""),
        ("资金", "passage", "interviews/zh.md:资金来得太晚。"),
    ] {
        let study = study();
        let run = study.run(["autocode", "money", query, "--unit", unit, "--yes"]);
        assert!(matches!(run.code, Some(0 | 1)), "{query} {run:?}");
        assert_eq!(coded(&study).join("|"), expected, "{query} {unit}");
    }
}

#[test]
fn the_interviewers_words_are_taken_only_when_asked_for() {
    let study = study();
    let run = study.run(["autocode", "money", "there", "--yes"]).ended(1);
    assert!(run.stdout.contains("left out: 1 passage of the interviewer; --interviewer takes them too"), "{run:?}");
    study.run(["autocode", "money", "there", "--yes", "--interviewer"]).done();
    assert_eq!(coded(&study), ["interviews/a.md:Was there money?"]);
}

#[test]
fn what_was_agreed_on_is_looked_for_as_search_shows_it() {
    let study = study();
    study.run(["autocode", "capacity", "little", "--yes"]).done();
    let found = || study.run(["autocode", "money", "theme:capacity", "--dry-run", "--json"]);
    found().done();
    let own = study.read("codings/ana.testtest.jsonl");
    let id = lines(&own)[0]["id"].as_str().unwrap().to_owned();
    let agreed = id.replacen('0', "1", 1);
    let line = serde_json::json!({
        "v": 1, "id": agreed, "step": agreed, "op": "reconcile", "by": "lead", "at": lines(&own)[0]["at"],
        "of": [id], "result": "none",
    });
    study.write("codings/lead.leadlead.jsonl", format!("{line}\n"));
    study.run(["check"]).done();
    let run = study.run(["search", "--count", "theme:capacity"]).ended(1);
    assert_eq!(run.stdout, "0\n");
    let run = found().ended(1);
    let told: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&told["hits"], &told["codings"]), (&Value::from(0), &Value::from(0)), "{told}");
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let study = study();
    for (arguments, said) in [
        (&["autocode", "nothing", "money", "--yes"][..], "nothing"),
        (&["autocode", "money", "(money", "--yes"], "bracket"),
        (&["autocode", "money", "case:nowhere", "--yes"], "nowhere"),
        (&["autocode", "money", "money", "--stance", "supports", "--yes"], "has no claim"),
        (&["autocode", "money", "money", "--unit", "page"], "a unit is passage, match, turn or row"),
        (&["autocode", "money"], "QUERY"),
        (&["autocode", "money", " ", "--yes"], "the query is empty"),
    ] {
        let run = study.run(arguments);
        assert_eq!(run.code, Some(2), "{arguments:?} {run:?}");
        assert!(run.stderr.contains(said), "{arguments:?} {run:?}");
    }
    study.run(["autocode", "capacity", "-late", "money", "--stance", "supports", "--yes"]).done();
    let found = lines(&study.run(["search", "--json", "theme:capacity", "stance:supports"]).done());
    assert!(!found.is_empty());
}

#[test]
fn voices_are_counted_as_verdicts_count_them() {
    let study = study().with("observations/s.csv", "voice,words\n,money for training\n,money again\nr3,nothing\n");
    let run = study.run(["autocode", "money", "kind:observation money", "--yes"]).ended(0);
    assert!(run.stdout.contains("2 codings in 1 source, of 2 voices"), "a row without a name is its own: {run:?}");
    let run = study.run(["autocode", "money", "there", "--yes", "--interviewer"]).ended(0);
    assert!(run.stdout.contains("1 coding in 1 source, of 0 voices"), "the interviewer is none: {run:?}");
}
