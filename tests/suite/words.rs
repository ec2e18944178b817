//! `words` as a user meets it, and the screen Words on a study with a real clerk.

use insta::assert_snapshot;
use serde_json::Value;

use super::study::Study;
use super::workbench::{Bench, study as memory};

const CODES: &str = r#"
[[code]]
id = "supply"
name = "Supply of reagents"
claim = "Reagents come on time."
[[code]]
id = "late"
name = "Late"
parent = "supply"
"#;

/// Interviews in which reagents are spoken of, and a long one in which they are not.
fn study() -> Study {
    let other = "The visit went on as planned and nobody asked for anything else. ".repeat(8);
    Study::new()
        .with("study.toml", "languages = [\"en\", \"zh\"]\n")
        .with("codebooks/a.toml", CODES)
        .with(
            "interviews/a.md",
            "---\ninterviewer: Q\n---\nQ: Are there any reagents?\n\nA: No reagents came this year.\n\nQ: No reagents?\n\nA: None of them.\n",
        )
        .with("interviews/b.md", "The reagents came late, and the lab waits.\n")
        .with("interviews/c.md", "New reagents came from the capital.\n")
        .with("interviews/d.md", format!("{other}\n"))
        .with("interviews/back.md", "---\nuse: background\n---\nReagents in the background.\n")
        .with("interviews/secret.md", "---\nrestricted: true\n---\nReagents in secret.\n")
        .with("desk-review/e.md", "---\nlanguage: zh\n---\n实验室没有试剂。\n")
}

fn json(study: &Study, arguments: &[&str]) -> Value {
    let run = study.run([&["words"], arguments, &["--json"]].concat());
    assert_eq!(run.code, Some(0), "{arguments:?} {run:?}");
    serde_json::from_str(&run.stdout).unwrap()
}

fn column<'v>(told: &'v Value, name: &str) -> Vec<&'v str> {
    told["rows"].as_array().unwrap().iter().map(|row| row[name].as_str().unwrap()).collect()
}

#[test]
fn a_word_is_shown_where_it_stands() {
    let study = study();
    let told = study.run(["words", "kwic", "reagent", "--sort", "left"]).done();
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines[0], "reagent in context: 4 places, by left");
    assert_eq!(lines[1], "7 passages of 6 sources; turns of interviewers are left out");
    assert_eq!(
        lines[3..],
        [
            "back      Reagents in the background.",
            "c     New reagents came from the capital.",
            "a      No reagents came this year.",
            "b     The reagents came late, and the lab waits."
        ]
    );
    let told = json(&study, &["kwic", "reagents", "--in", "kind:interview", "--window", "1"]);
    let first = &told["rows"][0];
    let expected = serde_json::json!({
        "source": "interviews/a.md", "kind": "interview", "passage": 2, "start": 34, "end": 42,
        "left": "No ", "word": "reagents", "right": " came",
    });
    assert_eq!(first, &expected);
    assert_eq!(json(&study, &["kwic", "reagents", "--interviewers"])["rows"].as_array().unwrap().len(), 6);
    assert_eq!(json(&study, &["kwic", "试剂"])["rows"][0]["left"], "实验室没有");
    assert_eq!(column(&json(&study, &["kwic", "source:secret reagents"]), "source"), ["interviews/secret.md"]);
}

#[test]
fn what_is_not_there_or_not_asked_well_is_told_by_the_exit_code() {
    let study = study();
    assert_eq!(study.run(["words", "kwic", "giraffe"]).code, Some(1));
    for (arguments, told) in [
        (&["kwic", "kind:interview"][..], "name a word"),
        (&["keyness"], "--by theme"),
        (&["keyness", "--by", "colour"], "type one of: theme, kind, case, category"),
        (&["keyness", "--by", "theme", "--of", "nothing"], "nothing"),
        (&["keyness", "--by", "kind", "--against", "kind:interview"], "name the group with --of"),
        (&["frequency", "--in", "kind:colour"], "there is no kind 'colour'"),
        (&["frequency", "-o", "words.xyz"], ".md, .csv or .json"),
        (&["frequency", "-o", "interviews/words.md"], "belongs to the study"),
    ] {
        let run = study.run([&["words"], arguments].concat());
        assert_eq!(run.code, Some(2), "{arguments:?} {run:?}");
        assert!(run.stderr.contains(told), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn files_hold_every_place_but_those_of_background_sources() {
    let study = study();
    study.run(["words", "kwic", "reagents", "-o", "kwic.csv"]).done();
    let written = std::fs::read_to_string(study.path().join("kwic.csv")).unwrap();
    let expected = "source,passage,start,end,left,word,right\r\n\
        a respondent,,,,No ,reagents, came this year.\r\n\
        a respondent,,,,The ,reagents,\" came late, and the lab waits.\"\r\n\
        a respondent,,,,New ,reagents, came from the capital.\r\n";
    assert_eq!(written, expected);
    study.run(["words", "kwic", "reagents", "-o", "kwic.md"]).done();
    let written = std::fs::read_to_string(study.path().join("kwic.md")).unwrap();
    assert!(written.contains("INTERNAL, CONFIDENTIAL") && !written.contains("in the background"), "{written}");
    assert!(written.contains("1 source for background or restricted left out of the file"), "{written}");
    study.run(["words", "frequency", "--limit", "1", "-o", "words.json"]).done();
    let written: Value = serde_json::from_slice(&std::fs::read(study.path().join("words.json")).unwrap()).unwrap();
    assert_eq!(written["rows"].as_array().unwrap().len(), 1);
}

#[test]
fn no_file_holds_the_words_of_a_restricted_source_however_it_is_named() {
    let study = study().with("interviews/held.md", "---\nrestricted: true\n---\nHere is a whisper of reagents.\n");
    let on_the_screen = study.run(["words", "kwic", "whisper", "--in", "source:held"]).done();
    assert!(on_the_screen.contains("whisper"), "{on_the_screen}");
    for list in [&["kwic", "whisper"][..], &["frequency"]] {
        let file = ["--in", "source:held", "-o", "held.csv"];
        let run = study.run(["words"].iter().chain(list).chain(&file).copied().collect::<Vec<_>>());
        assert!(matches!(run.code, Some(0 | 1)), "{run:?}");
        let written = std::fs::read_to_string(study.path().join("held.csv")).unwrap_or_default();
        assert!(!written.contains("whisper"), "{written}");
    }
}

#[test]
fn words_are_counted_in_all_texts_and_by_groups() {
    let study = study();
    let told = json(&study, &["frequency", "--in", "kind:interview", "--limit", "0"]);
    let count = |told: &Value, word: &str, group: &str| {
        let rows = told["rows"].as_array().unwrap().iter();
        let mut of = rows.filter(|row| row["word"] == word && (group.is_empty() || row["group"] == group));
        of.next().map_or(0, |row| row["count"].as_u64().unwrap())
    };
    assert_eq!((count(&told, "reagents", ""), count(&told, "visit", "")), (4, 8));
    assert_eq!(count(&told, "The", ""), 0, "function words are not listed");
    let all = json(&study, &["frequency", "--in", "kind:interview", "--all-words", "--limit", "0"]);
    assert_eq!(count(&all, "The", ""), 12);
    let by_kind = json(&study, &["frequency", "--by", "kind", "--limit", "0"]);
    assert_eq!((count(&by_kind, "试剂", "desk-review"), count(&by_kind, "试剂", "interview")), (1, 0));
    assert!(by_kind["rows"][0]["weight"].as_f64().unwrap() > 0.0);
}

#[test]
fn a_theme_has_its_keywords_and_a_word_its_neighbours() {
    let study = study();
    for (source, quote, code) in
        [("a", "No reagents came", "supply"), ("b", "The reagents", "late"), ("c", "New reagents", "supply")]
    {
        study.run(["code", source, "--quote", quote, code]).done();
    }
    let told = json(&study, &["keyness", "--by", "theme"]);
    assert_eq!(column(&told, "word"), ["came", "reagents"], "{told}");
    let row = &told["rows"][0];
    assert_eq!((&row["group"], &row["count"], &row["sources"]), (&"supply".into(), &3.into(), &3.into()));
    assert_eq!(row["reaches"], 10.83);
    let less = json(&study, &["keyness", "--in", "source:d", "--against", "theme:supply", "--less"]);
    assert_eq!(column(&less, "word"), ["came", "reagents"]);
    assert!(less["rows"][0]["log_ratio"].as_f64().unwrap() < 0.0);
    let near = json(&study, &["collocations", "reagents", "--window", "1"]);
    assert_eq!(column(&near, "word"), ["came"]);
    assert_eq!((&near["rows"][0]["before"], &near["rows"][0]["after"]), (&0.into(), &3.into()));
    let told = study.run(["words", "keyness", "--by", "theme"]).done();
    assert!(told.contains("G2 (Dunning)  LL (Rayson)") && told.contains("in 3 or more sources"), "{told}");
}

#[test]
fn the_workbench_shows_words_of_every_script_in_their_places() {
    let mut bench = Bench::on(memory(), 80, 24);
    bench.press("#");
    bench.settle();
    assert_snapshot!("words_frequency", bench.screen());
    bench.press("e实验 OR المختبر OR лаборатория OR lab<Enter>");
    bench.settle();
    assert_snapshot!("words_places", bench.screen());
    bench.press("j<Enter>");
    bench.settle();
    assert!(bench.screen().contains("interviews/vrk-02.md"), "{}", bench.screen());
    bench.press("H");
    bench.settle();
    assert!(bench.screen().contains("[Concordance]"), "{}", bench.screen());
    bench.press("<Esc>");
    assert!(bench.screen().contains("[Frequency]"), "{}", bench.screen());
}

#[test]
fn a_word_of_the_text_leads_to_all_its_places() {
    let mut bench = Bench::on(memory(), 80, 24);
    bench.open_first();
    bench.press("}}}}ww*");
    bench.settle();
    let screen = bench.screen();
    assert!(screen.contains("[Concordance]") && screen.contains("1 place"), "{screen}");
    bench.press("<Tab><Tab>");
    bench.settle();
    assert!(bench.screen().contains("[Keywords]"), "{}", bench.screen());
    // What is coded meanwhile counts when the screen is shown again.
    bench.press("&source:vrk-01<Enter>");
    bench.settle();
    bench.press("<S-Tab>");
    bench.settle();
    let screen = bench.screen();
    assert!(screen.contains("source:vrk-01") && !screen.contains("cover"), "{screen}");
}

/// What is written of a study by a command of `words`.
fn filed(study: &Study, arguments: &[&str]) -> String {
    let run = study.run([&["words"], arguments, &["-o", "words.csv"]].concat());
    assert!(matches!(run.code, Some(0 | 1)), "{arguments:?} {run:?}");
    study.read("words.csv")
}

#[test]
fn no_word_for_background_is_written_into_a_file() {
    let other = "---\nuse: background\n---\nThe minister resigned near the reagents. The minister resigned.\n";
    let study =
        study().with("interviews/one.md", other).with("interviews/two.md", other).with("interviews/three.md", other);
    let kinds = ["--in", "source:one OR source:two OR source:three", "--against", "kind:interview"];
    for arguments in [
        &["frequency", "--all-words"][..],
        &["frequency", "--by", "kind"],
        &["collocations", "reagents"],
        &[&["keyness"][..], &kinds].concat(),
    ] {
        let shown = study.run([&["words"], arguments, &["--limit", "0"]].concat()).done();
        assert!(shown.contains("minister"), "{arguments:?}: {shown}");
        let written = filed(&study, arguments);
        assert!(!written.contains("minister") && !written.contains("background"), "{arguments:?}: {written}");
    }
}

#[test]
fn a_file_tells_no_group_of_few_respondents_and_names_only_who_may_be_named() {
    let mut study = study();
    for number in 0..5 {
        study = study.with(&format!("interviews/v{number}.md"), "---\ncase: varsk\n---\nReagents are dear.\n");
    }
    for number in 0..4 {
        study = study.with(&format!("interviews/o{number}.md"), "---\ncase: ostrel\n---\nReagents are cheap.\n");
    }
    study = study.with("desk-review/plan.md", "---\nuse: attributed\ncase: sund\n---\nReagents are planned.\n");
    let shown = study.run(["words", "frequency", "--by", "case"]).done();
    assert!(shown.contains("cheap") && shown.contains("dear") && shown.contains("planned"), "{shown}");
    for list in [&["frequency", "--by", "case"][..], &["keyness", "--by", "case"]] {
        let written = filed(&study, list);
        assert!(!written.contains("ostrel") && !written.contains("cheap"), "{written}");
        assert!(written.contains("varsk,dear"), "{written}");
    }
    assert!(filed(&study, &["frequency", "--by", "case"]).contains("sund,planned"), "a document exposes nobody");
    let of = filed(&study, &["keyness", "--by", "case", "--of", "ostrel"]);
    assert!(!of.contains("cheap"), "{of}");
    study.run(["words", "frequency", "--by", "case", "-o", "words.md"]).done();
    assert!(study.read("words.md").contains("1 group is left out: fewer than 5 respondents are in it"));
    let places = filed(&study, &["kwic", "reagents"]);
    assert!(places.contains("\"interview, varsk\",,,,,Reagents, are dear."), "{places}");
    assert!(places.contains("a respondent,,,,,Reagents, are cheap."), "{places}");
    assert!(places.contains("desk-review/plan.md,1,"), "{places}");
}

#[test]
fn a_window_wider_than_can_be_looked_at_is_told() {
    let told = study().run(["words", "kwic", "reagents", "--window", "4000"]).done();
    assert!(told.contains("100 words on each side are the most that are shown"), "{told}");
}
