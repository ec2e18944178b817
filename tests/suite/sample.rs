//! The sample study at the repository's root: what it holds, and that its table of verdicts comes out.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tripod::tui::tour::{LIVE_SENTENCE, LIVE_SOURCE};

use super::study::Study;

/// What a theme comes to: units by kind as for, mixed, against, neutral, silent; and sources not read yet.
struct Row {
    theme: &'static str,
    verdict: &'static str,
    direction: &'static str,
    reasons: &'static [&'static str],
    flags: &'static [&'static str],
    units: &'static [(&'static str, [u64; 6])],
}

/// The table of verdicts. What it expects of the sample's texts is decided there, not by what comes out.
const TABLE: &[Row] = &[
    Row {
        theme: "priorities",
        verdict: "partial_agreement",
        direction: "+",
        reasons: &["case_opposes:jaldun"],
        flags: &["exceptions:2/13"],
        units: &[("interview", [9, 0, 2, 0, 0, 0]), ("desk-review", [2, 0, 0, 0, 0, 0])],
    },
    Row {
        theme: "local-evidence",
        verdict: "partial_agreement",
        direction: "+",
        reasons: &["case_bound:2/8"],
        flags: &["category_silent:beneficiary"],
        units: &[("interview", [4, 1, 0, 0, 7, 0]), ("desk-review", [2, 0, 0, 0, 0, 0])],
    },
    Row {
        theme: "cyber",
        verdict: "no_stance",
        direction: "0",
        reasons: &[],
        flags: &["category_silent:government"],
        units: &[("interview", [0, 0, 0, 2, 3, 0]), ("desk-review", [0, 0, 0, 1, 1, 0])],
    },
    Row {
        theme: "capacity",
        verdict: "agreement",
        direction: "+",
        reasons: &[],
        flags: &["exceptions:1/20", "lone_opposition:qasra"],
        units: &[
            ("interview", [12, 0, 1, 0, 0, 0]),
            ("focus-group", [1, 0, 0, 0, 0, 0]),
            ("desk-review", [3, 0, 0, 0, 0, 0]),
            ("observation", [3, 0, 0, 0, 0, 0]),
        ],
    },
    Row {
        theme: "assets",
        verdict: "single_kind",
        direction: "+",
        reasons: &["consistent", "silent:desk-review"],
        flags: &[],
        units: &[
            ("interview", [3, 0, 0, 0, 0, 0]),
            ("focus-group", [1, 0, 0, 0, 0, 0]),
            ("desk-review", [0, 0, 0, 0, 2, 0]),
        ],
    },
    Row {
        theme: "authority",
        verdict: "agreement",
        direction: "-",
        reasons: &[],
        flags: &["coder_disagreement:interviews/hub-05.md"],
        units: &[("interview", [0, 1, 6, 0, 0, 0]), ("desk-review", [0, 0, 2, 0, 0, 0])],
    },
    Row {
        theme: "system-burden",
        verdict: "partial_agreement",
        direction: "+",
        reasons: &["case_opposes:hub", "category_opposes:management"],
        flags: &["exceptions:2/9"],
        units: &[("interview", [6, 0, 2, 0, 0, 0]), ("desk-review", [1, 0, 0, 0, 0, 0])],
    },
    Row {
        theme: "donor-steering",
        verdict: "agreement",
        direction: "+",
        reasons: &[],
        flags: &["exceptions:1/11", "lone_opposition:donor"],
        units: &[
            ("interview", [7, 0, 1, 0, 0, 0]),
            ("desk-review", [2, 0, 0, 0, 0, 0]),
            ("indicator", [1, 0, 0, 0, 0, 0]),
        ],
    },
    Row {
        theme: "pay-gap",
        verdict: "single_source",
        direction: "+",
        reasons: &[],
        flags: &[],
        units: &[("interview", [1, 0, 0, 0, 0, 0]), ("desk-review", [1, 0, 0, 0, 0, 0])],
    },
    Row {
        theme: "labs",
        verdict: "single_kind",
        direction: "-",
        reasons: &["consistent"],
        flags: &[],
        units: &[("interview", [0, 0, 3, 0, 0, 0])],
    },
    Row { theme: "impact", verdict: "not_asked", direction: "0", reasons: &[], flags: &[], units: &[] },
    Row {
        theme: "scopes",
        verdict: "dissonance",
        direction: "0",
        reasons: &["kinds_oppose"],
        flags: &[],
        units: &[("interview", [1, 0, 5, 0, 0, 0]), ("desk-review", [2, 0, 0, 0, 0, 0])],
    },
    Row {
        theme: "partners",
        verdict: "pending",
        direction: "0",
        reasons: &[],
        flags: &["category_silent:partner"],
        units: &[("interview", [0, 0, 0, 0, 4, 3])],
    },
    Row {
        theme: "gender-change",
        verdict: "silence",
        direction: "0",
        reasons: &[],
        flags: &["category_silent:beneficiary", "category_silent:government"],
        units: &[
            ("interview", [0, 0, 0, 0, 10, 0]),
            ("focus-group", [0, 0, 0, 0, 2, 0]),
            ("observation", [0, 0, 0, 0, 4, 0]),
            ("desk-review", [0, 0, 0, 0, 4, 0]),
        ],
    },
];

fn answer(study: &Study, arguments: &[&str]) -> Value {
    serde_json::from_str(&study.run(arguments).done()).unwrap()
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

/// Asserts what one theme comes to.
#[track_caller]
fn holds(row: &Row, found: &Value) {
    let Row { theme, verdict, direction, reasons, flags, units } = row;
    assert_eq!((&found["verdict"], &found["direction"]), (&json!(verdict), &json!(direction)), "{theme}");
    assert_eq!(texts(&found["reasons"]), *reasons, "{theme}");
    assert_eq!(texts(&found["flags"]), *flags, "{theme}");
    let kinds: BTreeSet<&str> = found["kinds"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(kinds, units.iter().map(|(kind, _)| *kind).collect(), "{theme}");
    for (kind, counts) in *units {
        let names = ["supports", "mixed", "contradicts", "neutral", "silent", "pending"];
        let counted = names.map(|name| found["kinds"][kind][name].as_u64().unwrap());
        assert_eq!(counted, *counts, "{theme} {kind}");
    }
}

#[test]
fn the_table_of_verdicts_comes_out() {
    let study = Study::sample();
    let judged = answer(&study, &["triangulate", "--json"]);
    let themes = judged["themes"].as_array().unwrap();
    let ids: BTreeSet<&str> = themes.iter().map(|theme| theme["code"].as_str().unwrap()).collect();
    assert_eq!(ids, TABLE.iter().map(|row| row.theme).collect());
    for row in TABLE {
        holds(row, themes.iter().find(|theme| theme["code"] == row.theme).unwrap());
    }
}

#[test]
fn coding_one_sentence_changes_a_verdict() {
    let study = Study::sample();
    let note = study.read(LIVE_SOURCE);
    assert_eq!(note.matches(LIVE_SENTENCE).count(), 1, "{note}");
    let shown = answer(&study, &["show", LIVE_SOURCE, "--json"]);
    assert_eq!(shown["codings"], json!([]), "nobody has coded it");
    let code = ["code", LIVE_SOURCE, "--quote", LIVE_SENTENCE, "labs", "--stance", "contradicts"];
    drop(study.run(code).done());
    let changed = Row {
        theme: "labs",
        verdict: "agreement",
        direction: "-",
        reasons: &[],
        flags: &[],
        units: &[("interview", [0, 0, 3, 0, 0, 0]), ("observation", [0, 0, 1, 0, 0, 0])],
    };
    holds(&changed, &answer(&study, &["triangulate", "labs", "--json"])["themes"][0]);
    drop(study.run(["undo"]).done());
    let before = TABLE.iter().find(|row| row.theme == "labs").unwrap();
    holds(before, &answer(&study, &["triangulate", "labs", "--json"])["themes"][0]);
}

#[test]
fn it_has_no_error_and_no_warning() {
    let study = Study::sample();
    let problems = answer(&study, &["check", "--json"])["problems"].clone();
    let worth: Vec<&Value> =
        problems.as_array().unwrap().iter().filter(|problem| problem["severity"] != "note").collect();
    assert!(worth.is_empty(), "{worth:#?}");
    let late = problems.as_array().unwrap().iter().any(|problem| {
        problem["severity"] == "note" && problem["message"].as_str().unwrap().contains("codes were made since")
    });
    assert!(late, "a code was made after sources were done: {problems:#}");
    assert_eq!(answer(&study, &["status", "--json"])["unanchored"], 0);
}

/// The sources, as `sources --json` lists them.
fn sources(study: &Study) -> Vec<Value> {
    study.run(["sources", "--json"]).done().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn it_holds_what_a_sample_has_to_show() {
    let study = Study::sample();
    let status = answer(&study, &["status", "--json"]);
    let kinds = &status["kinds"];
    let least = [("interview", 24), ("focus-group", 2), ("desk-review", 6), ("indicator", 2), ("observation", 13)];
    for (kind, least) in least {
        assert!(kinds[kind].as_u64() >= Some(least), "{kind}: {kinds}");
    }
    assert!(status["codings"].as_u64() >= Some(400) && status["codes"].as_u64() >= Some(30), "{status}");
    assert_eq!(status["coders"], json!(["ana", "ben"]));
    assert_eq!(study.read("study.toml").matches("[[questions]]").count(), 5);

    let sources = sources(&study);
    let count = |is: &dyn Fn(&Value) -> bool| sources.iter().filter(|source| is(source)).count();
    for language in ["ar", "en", "es", "fr", "ru", "zh"] {
        assert!(count(&|source| source["language"] == language) >= 2, "{language}");
    }
    let issuers: BTreeSet<&str> =
        sources.iter().filter_map(|source| source["attributes"]["issuer"][0].as_str()).collect();
    assert!(issuers.len() >= 4, "{issuers:?}");
    assert!(count(&|source| source["attributes"]["restricted"][0] == "true") >= 1, "a restricted source");
    assert!(count(&|source| source["attributes"]["use"][0] == "background") >= 1, "a background source");
    let done = |source: &Value| source["done"].as_array().unwrap().len();
    assert!(count(&|source| done(source) == 2) >= 3, "a double-coded sample");
    assert!(count(&|source| done(source) == 0 && source["codings"].as_u64() > Some(0)) >= 1, "an unfinished source");
}

#[test]
fn every_source_is_fictional() {
    let study = Study::sample();
    for source in sources(&study) {
        let id = source["source"].as_str().unwrap();
        assert_eq!(answer(&study, &["show", id, "--json"])["invented"], true, "{id}");
    }
    // The planned ones too, whose rows feed what a report says of its limits.
    let mut register = csv::Reader::from_path(study.path().join("sources.csv")).unwrap();
    let column = register.headers().unwrap().iter().position(|name| name == "fictional").unwrap();
    for row in register.records() {
        let row = row.unwrap();
        assert_eq!(&row[column], "true", "{row:?}");
    }
}

#[test]
fn all_that_is_made_of_it_says_that_it_is_invented() {
    let study = Study::sample();
    for report in [&["report"][..], &["report", "matrix"], &["report", "respondents"], &["report", "theme", "labs"]] {
        for file in ["r.md", "r.csv", "r.json"] {
            let mut arguments = report.to_vec();
            arguments.extend(["-o", file]);
            drop(study.run(arguments).done());
            let written = study.read(file);
            assert!(written.contains("INVENTED"), "{report:?} {file}");
            if file.ends_with(".csv") {
                assert!(written.lines().next().unwrap().ends_with(",mark"), "{report:?}");
            }
        }
    }
    drop(study.run(["export", "all.csv"]).done());
    let mut exported = csv::Reader::from_path(study.path().join("all.csv")).unwrap();
    assert_eq!(exported.headers().unwrap().iter().next_back(), Some("mark"));
    for row in exported.records() {
        assert_eq!(row.unwrap().iter().next_back(), Some("INVENTED"));
    }
    // What was exported can be read back, and everything is there already.
    let again = study.run(["import", "--codings", "all.csv", "--dry-run"]).done();
    assert!(again.starts_with("0 codings would be imported") && again.contains(" 0 refused"), "{again}");

    for arguments in [
        &["triangulate"][..],
        &["triangulate", "labs"],
        &["show", LIVE_SOURCE],
        &["search", "laboratory"],
        &["search", "theme:labs"],
    ] {
        assert!(study.run(arguments).done().contains("INVENTED"), "{arguments:?}");
    }
    assert_eq!(answer(&study, &["triangulate", "labs", "--json"])["invented"], true);
    assert_eq!(
        answer(&study, &["search", "laboratory", "--limit", "1", "--json"])["attributes"]["fictional"][0],
        "true"
    );
}

#[test]
fn nothing_of_other_coders_goes_into_the_repository() {
    let ignored = include_str!("../../.gitignore");
    for line in [
        "/codings/*",
        "!/codings/ana.sample27.jsonl",
        "!/codings/ben.sample27.jsonl",
        "/codebooks/drafts-*.toml",
        "tripod-demo*/",
    ] {
        assert!(ignored.lines().any(|ignored| ignored == line), "{line}");
    }
}
