//! `like` and `refuse` as a user meets them, and the screen Suggestions on a real study.

use serde_json::Value;

use super::study::Study;
use super::workbench::Bench;

const CODES: &str = r#"
[[code]]
id = "supply"
name = "Supply"
claim = "Laboratories have what they need."
[[code]]
id = "money"
name = "Money"
definition = "The budget that donors hold back."
"#;

fn study() -> Study {
    Study::new()
        .with("study.toml", "languages = [\"en\", \"fr\"]\n")
        .with("codebooks/a.toml", CODES)
        .with(
            "interviews/a.md",
            "---\nlanguage: en\nspeakers: [Q, A]\ninterviewer: Q\n---\n# The reagents\n\nQ: Did the reagents stop?\n\n\
             A: The reagents stopped in March.\n\nA: No reagents reach the laboratory.\n\nA: The weather was fine.\n",
        )
        .with("interviews/b.md", "---\nlanguage: en\n---\nDonors hold the budget back.\n\nA reagent is too dear.\n")
        .with("interviews/f.md", "---\nlanguage: fr\n---\nLes réactifs manquent au laboratoire.\n")
}

fn lines(json: &str) -> Vec<Value> {
    json.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn like(study: &Study, what: &[&str]) -> Vec<String> {
    let run = study.run([&["like", "--json"], what].concat());
    assert!(matches!(run.code, Some(0 | 1)), "{what:?} {run:?}");
    assert_eq!(run.code == Some(1), run.stdout.is_empty(), "{what:?} {run:?}");
    lines(&run.stdout).iter().map(|line| line["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn passages_like_a_code_are_suggested_with_what_made_them_so() {
    let study = study();
    study.run(["code", "a", "--quote", "The reagents stopped in March", "supply"]).done();
    let found = lines(&study.run(["like", "--json", "supply"]).done());
    let first = &found[0];
    assert_eq!(first["text"], "No reagents reach the laboratory.");
    assert_eq!(
        (&first["source"], &first["language"], &first["code"]),
        (&"interviews/a.md".into(), &"en".into(), &"supply".into())
    );
    // The codebook speaks of laboratories, the coded passage of reagents.
    let terms = first["terms"].as_array().unwrap();
    let reagents = terms.iter().find(|term| term["word"] == "reagents").unwrap();
    assert!(terms.iter().any(|term| term["word"] == "laboratory"), "{first}");
    let (start, place) = (first["start"].as_u64().unwrap(), &reagents["places"][0]);
    assert_eq!((place[0].as_u64().unwrap(), place[1].as_u64().unwrap()), (start + 3, start + 11));
    let shares: f64 = terms.iter().map(|term| term["share"].as_f64().unwrap()).sum();
    assert!((shares - 1.0).abs() < 0.01);
    // No heading, no question, no other language.
    assert_eq!(like(&study, &["supply"]), ["No reagents reach the laboratory.", "A reagent is too dear."]);
    assert_eq!(like(&study, &["supply", "--limit", "1"]).len(), 1);
    let told = study.run(["like", "supply"]);
    assert!(told.stdout.contains("»reagents« ") && told.stdout.contains("because of "), "{told:?}");
    assert!(told.stderr.contains("like 1 passage of the examples, only in their languages (en)"), "{told:?}");
}

#[test]
fn words_a_coding_and_a_code_without_codings_can_be_resembled() {
    let study = study();
    assert_eq!(like(&study, &["money"]), ["Donors hold the budget back."]);
    let told = study.run(["like", "money"]);
    assert!(told.stderr.contains("like what the codebook says of the code"), "{told:?}");
    let id = study.run(["code", "a", "--quote", "The reagents stopped in March", "supply"]).done();
    assert_eq!(like(&study, &[id.trim()]), ["A reagent is too dear.", "No reagents reach the laboratory."]);
    let found = lines(&study.run(["like", "--json", "supply"]).done());
    let place = format!("{}..{}", found[0]["start"], found[0]["end"]);
    assert_eq!(like(&study, &["a", &place]).len(), 2, "the coded passage too, since no code is named");
    assert_eq!(like(&study, &["a", &place, "--code", "supply"]), ["A reagent is too dear."]);
    assert!(study.run(["like", "nothing"]).refused().contains("'nothing' is no code and no coding"));
    assert!(study.run(["like", "a", "0..9999"]).refused().contains("lies outside"));
}

#[test]
fn a_refused_passage_stays_away_until_that_is_undone() {
    let study = study();
    study.run(["code", "a", "--quote", "The reagents stopped in March", "supply"]).done();
    let found = lines(&study.run(["like", "--json", "supply"]).done());
    let place = format!("{}..{}", found[0]["start"], found[0]["end"]);
    let refused = lines(&study.run(["refuse", "--json", "a", &place, "supply"]).done());
    assert_eq!((&refused[0]["code"], refused[0]["id"].is_string()), (&"supply".into(), true));
    assert_eq!(like(&study, &["supply"]), ["A reagent is too dear."]);
    assert_eq!(like(&study, &["--coder", "ben", "supply"]).len(), 2, "it holds for its coder");
    let again = study.run(["refuse", "a", &place, "supply"]);
    assert!(again.stderr.contains("refused already") && again.stdout.is_empty(), "{again:?}");
    assert!(study.run(["log"]).done().contains(&format!("refuse interviews/a.md {place} supply")));
    study.run(["check"]).done();
    // The text grows at its beginning: the refusal is found again.
    let text = study.read("interviews/a.md");
    study.write("interviews/a.md", text.replace("# The reagents", "# Another heading\n\n# The reagents"));
    assert_eq!(like(&study, &["supply"]), ["A reagent is too dear."]);
    study.run(["undo"]).done();
    assert_eq!(like(&study, &["supply"]).len(), 2);
}

#[test]
fn what_was_coded_by_anybody_is_not_suggested() {
    let study = study();
    study.run(["code", "a", "--quote", "The reagents stopped in March", "supply"]).done();
    study.run(["code", "--coder", "ben", "b", "--quote", "A reagent is too dear", "supply"]).done();
    assert_eq!(like(&study, &["supply"]), ["No reagents reach the laboratory."]);
}

/// The words of the screen, with a real study under it: what is accepted and refused is in the journal, undo brings
/// it back to the list, and the next list is made of the wider examples.
#[test]
fn suggestions_are_accepted_and_refused_on_the_screen() {
    let disk = super::workbench::study();
    let more = "---\nlanguage: en\n---\nThe reagents stopped in spring.\n\nNobody repaired the machine on the table.\n\nReagents are a table \
                of costs.\n\nThe road is long.\n";
    disk.put(format!("{}/interviews/zz.md", super::workbench::ROOT), more);
    let mut bench = Bench::on(disk, 80, 24);
    bench.open_first();
    // The respondent's second turn is coded; on it, S asks for what is like its code.
    bench.press("]t]t]t]tw");
    bench.press("clab<Enter>-");
    bench.press("S");
    bench.settle();
    let shown = bench.screen();
    assert!(shown.contains("Suggestions for Laboratories after hand-over · "), "{shown}");
    assert!(shown.contains("Claim: Laboratories keep working after hand-over."), "{shown}");
    let count = |bench: &Bench| bench.session.model.alike.found.passages.len();
    let all = count(&bench);
    assert!(all >= 3, "{shown}");
    bench.press("n");
    bench.press("c-");
    bench.settle();
    assert_eq!(bench.ops(), ["code", "refuse", "code"]);
    assert_eq!(count(&bench), all - 2, "{}", bench.screen());
    let refused = &bench.journal()[1];
    assert_eq!(refused["code"], "labs");
    assert!(refused["quote"].as_str().is_some_and(|quote| !quote.is_empty()));
    bench.press("uu");
    bench.settle();
    assert_eq!(bench.ops()[3..], ["remove", "remove"]);
    assert_eq!(count(&bench), all);
    bench.press("r");
    bench.settle();
    assert_eq!(count(&bench), all);
    bench.press("n");
    bench.press("r");
    bench.settle();
    assert_eq!(count(&bench), all - 1, "what was refused does not come back");
}
