//! The worked cases of triangulation from end to end: a study folder is written to the disk, judged, and
//! the JSON is compared field by field; and what only a study on the disk can show.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use tripod::base::clock::SetClock;
use tripod::base::ids::{CodeId, Coder};
use tripod::base::text::Span;
use tripod::coding::{Act, Coded, Decimal, Outcome, Stance};
use tripod::study::{Host, Study, View};
use tripod::triangulation::answer::Answer;
use tripod::triangulation::gather::Gathered;

const CASES: &str = include_str!("../cases/triangulation.json");
const THEME: &str = "theme";

/// A study folder in the making.
pub(crate) struct Folder {
    folder: tempfile::TempDir,
}

impl Folder {
    pub(crate) fn new(manifest: &str, codebook: &str) -> Self {
        let new = Self { folder: tempfile::tempdir().unwrap() };
        new.put("study.toml", manifest);
        new.put("codebooks/codes.toml", codebook);
        new
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn put(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Runs the program on the study.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let home = self.path().join(".home");
        let output = assert_cmd::Command::cargo_bin("tripod")
            .unwrap()
            .env_clear()
            .env("HOME", home)
            .env("TRIPOD_CODER", "ana")
            .env("TRIPOD_DEVICE", "testtest")
            .current_dir(self.path())
            .args(arguments)
            .output()
            .unwrap();
        Run {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    pub(crate) fn open(&self) -> Study {
        let clock = Arc::new(SetClock::new(1_772_442_847_000));
        let device = Some("testtest".to_owned());
        let host = Host { clock, device, cache: None, state: None, ..Host::real() };
        let study = Study::open(host, self.path()).unwrap();
        let errors: Vec<_> =
            study.problems().iter().map(|problem| format!("{} {}", problem.place(), problem.message)).collect();
        assert!(errors.is_empty(), "{errors:?}");
        study
    }
}

/// What a run of the program gave.
#[must_use]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Codes `words` of a source.
pub(crate) fn code(
    study: &mut Study,
    by: &str,
    source: &str,
    words: &str,
    stance: Stance,
    change: impl FnOnce(&mut Coded),
) {
    let act = coded(study, source, words, stance, change);
    study.write(&Coder::from(by), vec![act]).unwrap();
}

fn coded(study: &Study, source: &str, words: &str, stance: Stance, change: impl FnOnce(&mut Coded)) -> Act {
    let at = study.find_source(source).unwrap();
    let of = &study.sources()[at];
    let text = study.text(of).unwrap();
    let byte = text.as_str().find(words).unwrap_or_else(|| panic!("{words} in {source}"));
    let span = text.span_of(byte..byte + words.len());
    let theme = study.codebook().get(&CodeId::from(THEME)).unwrap();
    let mut coded = study.coded(of, span, theme, stance).unwrap();
    change(&mut coded);
    Act::Code(Box::new(coded))
}

fn done(study: &mut Study, by: &str, source: &str, named: &[&str]) {
    let at = study.find_source(source).unwrap();
    let named: Vec<CodeId> = named.iter().map(|&code| CodeId::from(code)).collect();
    let act = study.done_act(&study.sources()[at], &named);
    study.write(&Coder::from(by), vec![act]).unwrap();
}

fn answer(study: &Study, view: View) -> Value {
    let gathered = Gathered::new(study, view);
    let judged = gathered.assess_all();
    serde_json::to_value(Answer::new(study, &gathered, gathered.themes.iter().zip(&judged))).unwrap()
}

fn theme<'a>(answer: &'a Value, code: &str) -> &'a Value {
    answer["themes"].as_array().unwrap().iter().find(|theme| theme["code"] == code).unwrap()
}

fn stance(word: &Value) -> Stance {
    Stance::parse(word.as_str().unwrap()).unwrap()
}

/// Writes a worked case as a study: a folder a kind, a file a source, a paragraph a coding.
fn written(case: &Value) -> Folder {
    let sources = case["sources"].as_object().unwrap();
    let mut kinds: BTreeMap<&str, &str> = BTreeMap::new();
    for source in sources.values() {
        let kind = source["kind"].as_str().unwrap();
        kinds.insert(kind, case["config"]["legs"][kind].as_str().unwrap_or(kind));
    }
    let mut manifest = String::from("title = \"A worked case\"\n");
    for (kind, leg) in &kinds {
        write!(manifest, "[[kinds]]\nname = \"{kind}\"\nfolder = \"{kind}\"\nleg = \"{leg}\"\nasks = \"none\"\n")
            .unwrap();
    }
    manifest.push_str("[attributes.party]\n[triangulation]\nown = { party = [\"own\"] }\n");
    let folder = Folder::new(&manifest, "[[code]]\nid = \"theme\"\nname = \"Theme\"\nclaim = \"It works.\"\n");
    let codings = case["codings"].as_array().unwrap();
    for (id, source) in sources {
        let mut text = format!("---\nvoice: {}\n", source["voice"].as_str().unwrap_or(id));
        text.push_str(if source["asked"] == true { "asked: [theme]\n" } else { "asked: []\n" });
        for (key, value) in [("case", &source["case"]), ("category", &source["category"])] {
            if let Some(value) = value.as_str() {
                writeln!(text, "{key}: {value}").unwrap();
            }
        }
        if let Some(cases) = source["cases"].as_array() {
            let cases: Vec<&str> = cases.iter().map(|case| case.as_str().unwrap()).collect();
            writeln!(text, "case: [{}]", cases.join(", ")).unwrap();
        }
        if source["own"] == true {
            text.push_str("party: own\n");
        }
        text.push_str("---\nAn opening paragraph.\n");
        for (number, _) in codings.iter().enumerate().filter(|(_, coding)| coding["source"] == **id) {
            write!(text, "\nParagraph p{number}p of it.\n").unwrap();
        }
        folder.put(&format!("{}/{id}.md", source["kind"].as_str().unwrap()), &text);
    }
    folder
}

fn code_case(study: &mut Study, case: &Value) {
    let mut acts: BTreeMap<&str, Vec<Act>> = BTreeMap::new();
    for (number, coding) in case["codings"].as_array().unwrap().iter().enumerate() {
        let source = format!("{}.md", coding["source"].as_str().unwrap());
        let text = |key: &str| coding[key].as_str();
        let act = coded(study, &source, &format!("p{number}p"), stance(&coding["stance"]), |coded| {
            coded.voice = text("voice").map(Into::into);
            coded.case = text("case").map(Into::into);
            coded.weight = coding.get("w").map(|weight| Decimal::parse(&weight.to_string()).unwrap());
        });
        acts.entry(coding["coder"].as_str().unwrap_or("a")).or_default().push(act);
    }
    for (id, source) in case["sources"].as_object().unwrap() {
        if source["done"] != false {
            let at = study.find_source(&format!("{id}.md")).unwrap();
            acts.entry("a").or_default().push(study.done_act(&study.sources()[at], &[]));
        }
    }
    for (by, acts) in acts {
        study.write(&Coder::from(by), acts).unwrap();
    }
}

#[test]
fn every_worked_case_holds_from_the_folder_to_the_answer() {
    let cases: Vec<Value> = serde_json::from_str(CASES).unwrap();
    assert_eq!(cases.len(), 45);
    for case in &cases {
        let name = case["name"].as_str().unwrap();
        let folder = written(case);
        let mut study = folder.open();
        code_case(&mut study, case);
        // What counts is what stands on the disk and what the program says.
        drop(study);
        let run = folder.run(&["triangulate", "--json"]);
        assert_eq!(run.code, 0, "{name}: {}", run.err);
        let answer: Value = serde_json::from_str(&run.out).unwrap();
        compare(&answer["themes"][0], &case["expected"], name);
    }
}

#[test]
fn worked_cases_hold_for_codings_that_are_imported() {
    let cases: Vec<Value> = serde_json::from_str(CASES).unwrap();
    // Two coders, weights, a quoted voice, a named case, three legs in two cases.
    for wanted in ["18 ", "22 ", "37 ", "38 ", "42 "] {
        let case = cases.iter().find(|case| case["name"].as_str().unwrap().starts_with(wanted)).unwrap();
        let name = case["name"].as_str().unwrap();
        let folder = written(case);
        let mut table = String::from("source,code,quote,coder,stance,weight,voice,case\n");
        for (number, coding) in case["codings"].as_array().unwrap().iter().enumerate() {
            let text = |key: &str| coding[key].as_str().unwrap_or_default();
            let by = coding["coder"].as_str().unwrap_or("a");
            let weight = coding.get("w").map(ToString::to_string).unwrap_or_default();
            let (source, stance, voice, of) = (text("source"), text("stance"), text("voice"), text("case"));
            writeln!(table, "{source}.md,theme,p{number}p,{by},{stance},{weight},{voice},{of}").unwrap();
        }
        folder.put("codings-in.csv", &table);
        let import = folder.run(&["import", "--codings", "codings-in.csv"]);
        assert_eq!(import.code, 0, "{name}: {}", import.err);
        assert_eq!(folder.run(&["--coder", "a", "done", "--all"]).code, 0);
        let run = folder.run(&["triangulate", "--json"]);
        let answer: Value = serde_json::from_str(&run.out).unwrap();
        compare(&answer["themes"][0], &case["expected"], name);
    }
}

#[test]
fn a_threshold_that_cannot_be_is_told_and_not_used() {
    let folder = small();
    folder.put("study.toml", "[triangulation]\ntau = \"3/2\"\nn_min = 2\n");
    let run = folder.run(&["triangulate", "--json"]);
    assert_eq!(run.code, 0);
    assert!(run.err.contains("study.toml:2: the threshold 'tau' is a fraction"), "{}", run.err);
    let answer: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((&answer["thresholds"]["tau"], &answer["thresholds"]["n_min"]), (&"1/2".into(), &2.into()));
}

fn compare(found: &Value, expected: &Value, name: &str) {
    for key in ["verdict", "direction", "leaning", "reasons", "negative_cases", "pairs"] {
        assert_eq!(found[key], expected[key], "{name} {key}");
    }
    assert_eq!(found["voices"], expected["independent_sources"], "{name}");
    let flags = found["flags"].as_array().unwrap().iter().filter(|flag| flag.as_str().unwrap().starts_with("coder_d"));
    assert_eq!(Value::from(flags.cloned().collect::<Vec<_>>()), expected["flags"], "{name}");
    for (kind, expected) in expected["kinds"].as_object().unwrap() {
        let found = &found["kinds"][kind];
        for key in ["stance", "asked", "volunteered", "pending"] {
            assert_eq!(found[key], expected[key], "{name} {kind} {key}");
        }
        for key in ["supports", "mixed", "contradicts", "neutral", "silent"] {
            assert_eq!(found[key], *expected["n"].get(key).unwrap_or(&Value::from(0)), "{name} {kind} {key}");
        }
        for key in ["balance", "prominence"] {
            match (found[key].as_f64(), expected[key].as_f64()) {
                (Some(found), Some(expected)) => assert!((found - expected).abs() < 5.1e-5, "{name} {kind} {key}"),
                (found, expected) => assert_eq!(found, expected, "{name} {kind} {key}"),
            }
        }
    }
    let sensitivity = &found["sensitivity"];
    for (ours, theirs) in [
        ("fragile", "fragile"),
        ("voices", "leave_one_voice_out"),
        ("kinds", "leave_one_kind_out"),
        ("cases", "leave_one_case_out"),
        ("thresholds", "threshold_variants"),
    ] {
        if let Some(expected) = expected.get(theirs) {
            assert_eq!(sensitivity[ours], *expected, "{name} {ours}");
        }
    }
}

const MANIFEST: &str = "[triangulation]\nown = { category = [\"staff\"] }\n";
const CODEBOOK: &str = r#"
[[code]]
id = "theme"
name = "Theme"
claim = "It works."
aliases = ["old-theme"]
[[code]]
id = "sub"
parent = "theme"
[[code]]
id = "against"
parent = "theme"
claim = "It does not work."
for-parent = "against"
[[code]]
id = "apart"
parent = "theme"
claim = "It is cheap."
"#;

fn small() -> Folder {
    let folder = Folder::new(MANIFEST, CODEBOOK);
    folder.put("interviews/a.md", "Opening.\n\nIt runs well.\n\nIt is slow.\n");
    folder.put("interviews/b.md", "Opening.\n\nIt stands still.\n");
    folder.put("desk-review/d.md", "---\nissuer: Audit\n---\nThe audit finds that it runs.\n");
    folder
}

fn code_as(study: &mut Study, by: &str, source: &str, words: &str, id: &str, stance: Stance) {
    code(study, by, source, words, stance, |coded| coded.code = id.into());
}

#[test]
fn sub_codes_aliases_and_opposite_claims_count_for_the_claim_above() {
    let folder = small();
    let mut study = folder.open();
    code_as(&mut study, "ana", "a.md", "It runs", "sub", Stance::Supports);
    code_as(&mut study, "ana", "b.md", "It stands", "against", Stance::Supports);
    code_as(&mut study, "ana", "d.md", "it runs", "old-theme", Stance::Supports);
    code_as(&mut study, "ana", "a.md", "It is slow", "apart", Stance::Supports);
    let answer = answer(&study, View::Reconciled);
    let interviews = &theme(&answer, "theme")["kinds"]["interview"];
    assert_eq!((&interviews["supports"], &interviews["contradicts"]), (&Value::from(1), &Value::from(1)));
    assert_eq!(theme(&answer, "theme")["kinds"]["desk-review"]["volunteered"], 1);
    assert_eq!(theme(&answer, "against")["kinds"]["interview"]["supports"], 1);
    assert_eq!(theme(&answer, "apart")["verdict"], "single_source");
    assert!(answer["themes"].as_array().unwrap().iter().all(|theme| theme["code"] != "sub"));
}

#[test]
fn withdrawn_sources_are_left_out_and_background_counts() {
    let folder = small();
    folder.put("interviews/b.md", "---\nuse: withdrawn\n---\nOpening.\n\nIt stands still.\n");
    folder.put("interviews/a.md", "---\nuse: background\n---\nOpening.\n\nIt runs well.\n");
    let mut study = folder.open();
    code_as(&mut study, "ana", "a.md", "It runs", "theme", Stance::Supports);
    code_as(&mut study, "ana", "b.md", "It stands", "theme", Stance::Contradicts);
    let answer = answer(&study, View::Reconciled);
    let interviews = &theme(&answer, "theme")["kinds"]["interview"];
    assert_eq!((&interviews["supports"], &interviews["contradicts"]), (&Value::from(1), &Value::from(0)));
    assert_eq!(interviews["asked"], 1);
}

#[test]
fn a_reconciliation_settles_what_coders_saw_differently() {
    let folder = small();
    let mut study = folder.open();
    code_as(&mut study, "ana", "a.md", "It runs", "theme", Stance::Supports);
    code_as(&mut study, "ben", "a.md", "It runs", "theme", Stance::Contradicts);
    let before = answer(&study, View::Reconciled);
    let id = study.sources()[study.find_source("a.md").unwrap()].id.clone();
    assert_eq!(theme(&before, "theme")["flags"][0], format!("coder_disagreement:{id}"));
    assert_eq!(theme(&before, "theme")["kinds"]["interview"]["mixed"], 1);
    let of: Vec<_> = study.state().coded().map(tripod::coding::Coding::id).collect();
    let made = study.log().into_iter().find(|entry| entry.id == of[0]).unwrap();
    let Act::Code(agreed) = made.act else { panic!("{made:?}") };
    let mut agreed = *agreed;
    agreed.stance = Stance::Supports;
    study.write(&Coder::from("lead"), vec![Act::Reconcile(of, Outcome::Agreed(Box::new(agreed)))]).unwrap();
    let after = answer(&study, View::Reconciled);
    assert_eq!(theme(&after, "theme")["flags"], serde_json::json!([]));
    assert_eq!(theme(&after, "theme")["kinds"]["interview"]["supports"], 1);
    // The view of what was coded still shows the difference.
    assert_eq!(theme(&answer(&study, View::Coded), "theme")["kinds"]["interview"]["mixed"], 1);
}

#[test]
fn the_words_of_the_interviewer_are_no_evidence() {
    let folder = small();
    folder
        .put("interviews/a.md", "---\ninterviewer: Q\nspeakers: Q, A\n---\nQ: Does it run well?\n\nA: It does run.\n");
    let mut study = folder.open();
    code_as(&mut study, "ana", "a.md", "Does it run well", "theme", Stance::Supports);
    assert_eq!(theme(&answer(&study, View::Reconciled), "theme")["voices"], 0);
    code_as(&mut study, "ana", "a.md", "It does run", "theme", Stance::Supports);
    assert_eq!(theme(&answer(&study, View::Reconciled), "theme")["voices"], 1);
}

#[test]
fn speakers_of_a_group_vote_one_by_one() {
    let folder = small();
    folder.put(
        "interviews/g.md",
        "---\nkind: focus-group\npeople: 3\nspeakers: P1, P2, P3\n---\nP1: one yes\n\nP1: two yes\n\nP2: three no\n\nP3: four no\n",
    );
    let mut study = folder.open();
    for (words, stance) in [
        ("one yes", Stance::Supports),
        ("two yes", Stance::Supports),
        ("three no", Stance::Contradicts),
        ("four no", Stance::Contradicts),
    ] {
        code_as(&mut study, "ana", "g.md", words, "theme", stance);
    }
    let answer = answer(&study, View::Reconciled);
    assert_eq!(theme(&answer, "theme")["kinds"]["focus-group"]["contradicts"], 1);
}

#[test]
fn rows_of_a_table_with_voices_are_voices_of_their_own() {
    let folder = Folder::new(
        "[[kinds]]\nname = \"survey\"\nfolder = \"survey\"\nleg = \"said\"\n[triangulation]\nown = { category = [\"staff\"] }\n",
        CODEBOOK,
    );
    folder.put(
        "survey/open.csv",
        "voice,category,answer\nr1,staff,it works\nr2,partner,it fails\nr3,partner,\nr1,staff,works again\n",
    );
    let mut study = folder.open();
    code_as(&mut study, "ana", "open.csv", "it works", "theme", Stance::Supports);
    code_as(&mut study, "ana", "open.csv", "it fails", "theme", Stance::Contradicts);
    code_as(&mut study, "ana", "open.csv", "works again", "theme", Stance::Supports);
    let undone = answer(&study, View::Reconciled);
    let survey = &theme(&undone, "theme")["kinds"]["survey"];
    assert_eq!((&survey["supports"], &survey["silent"], &survey["pending"]), (&1.into(), &0.into(), &1.into()));
    done(&mut study, "ana", "open.csv", &[]);
    let answer = answer(&study, View::Reconciled);
    let found = theme(&answer, "theme");
    assert_eq!((&found["kinds"]["survey"]["silent"], &found["kinds"]["survey"]["asked"]), (&1.into(), &3.into()));
    assert_eq!((&found["voices"], &found["negative_cases"]), (&2.into(), &serde_json::json!(["r2"])));
    assert_eq!(found["categories"]["partner"]["contradicts"], 1);
}

#[test]
fn a_guide_asks_about_a_code_and_its_sub_codes_and_never_its_parent() {
    let folder = Folder::new(
        "[[kinds]]\nname = \"interview\"\nfolder = \"interviews\"\nleg = \"said\"\nguide = \"g\"\n[guides.g]\nasked = [\"against\"]\n",
        CODEBOOK,
    );
    folder.put("interviews/a.md", "Nothing.\n");
    folder.put("interviews/b.md", "---\nasked: [theme]\n---\nNothing.\n");
    let mut study = folder.open();
    done(&mut study, "ana", "a.md", &[]);
    done(&mut study, "ana", "b.md", &[]);
    let answer = answer(&study, View::Reconciled);
    assert_eq!(theme(&answer, "theme")["kinds"]["interview"]["asked"], 1);
    assert_eq!(theme(&answer, "against")["kinds"]["interview"]["asked"], 2);
    assert_eq!(theme(&answer, "apart")["kinds"]["interview"]["asked"], 1);
}

#[test]
fn thresholds_and_verdicts_of_persons_are_told() {
    let folder = small();
    folder.put("study.toml", "[triangulation]\nn_min = 1\nbeta = \"2/3\"\n");
    let mut study = folder.open();
    let verdict = tripod::coding::Verdict {
        theme: "old-theme".into(),
        verdict: "agreement".to_owned(),
        direction: Some(tripod::coding::Direction::Plus),
        reason: "We know.".to_owned(),
    };
    study.write(&Coder::from("lead"), vec![Act::Verdict(verdict)]).unwrap();
    let answer = answer(&study, View::Reconciled);
    assert_eq!((&answer["thresholds"]["n_min"], &answer["thresholds"]["beta"]), (&1.into(), &"2/3".into()));
    let decided = &theme(&answer, "theme")["decided"][0];
    assert_eq!(
        (&decided["by"], &decided["direction"], &decided["reason"]),
        (&"lead".into(), &"+".into(), &"We know.".into())
    );
}

#[test]
fn a_study_can_be_judged_as_it_was() {
    let folder = small();
    let mut study = folder.open();
    code_as(&mut study, "ana", "a.md", "It runs", "theme", Stance::Supports);
    let at = study.state().coded().next().unwrap().written.at.to_string();
    code_as(&mut study, "ana", "b.md", "It stands", "theme", Stance::Contradicts);
    study.forget_after(&at).unwrap();
    assert_eq!(theme(&answer(&study, View::Reconciled), "theme")["voices"], 1);
    study.forget_after("2020-01-01").unwrap();
    assert_eq!(theme(&answer(&study, View::Reconciled), "theme")["voices"], 0);
    study.forget_after("2026-12-31").unwrap();
    assert_eq!(theme(&answer(&study, View::Reconciled), "theme")["voices"], 2);
    assert!(study.forget_after("later").is_err());
}

#[test]
fn the_program_tells_themes_in_words_with_their_evidence() {
    let folder = small();
    let mut study = folder.open();
    for (source, words, stance) in [
        ("a.md", "It runs", Stance::Supports),
        ("b.md", "It stands", Stance::Contradicts),
        ("d.md", "it runs", Stance::Supports),
    ] {
        code_as(&mut study, "ana", source, words, "theme", stance);
    }
    drop(study);
    let run = folder.run(&["triangulate", "theme"]);
    assert_eq!(run.code, 0, "{}", run.err);
    for told in [
        "theme: ",
        "It works.",
        "+ It runs — interviews/a.md (ana)",
        "- It stands — interviews/b.md (ana)",
        "(2 asked)",
    ] {
        assert!(run.out.contains(told), "{told} in {}", run.out);
    }
    assert!(!run.out.contains("It is cheap"));
    assert!(folder.run(&["triangulate"]).out.contains("It is cheap"));
    let past = folder.run(&["triangulate", "theme", "--at", "2020-01-01", "--json"]);
    let past: Value = serde_json::from_str(&past.out).unwrap();
    assert_eq!((past["themes"].as_array().unwrap().len(), &past["themes"][0]["verdict"]), (1, &"pending".into()));
    for wrong in [&["triangulate", "them"][..], &["triangulate", "sub"], &["triangulate", "--at", "soon"]] {
        let run = folder.run(wrong);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert!(run.err.contains("hint: "), "{}", run.err);
    }
}

#[test]
fn a_coding_whose_words_are_gone_still_counts() {
    let folder = small();
    let mut study = folder.open();
    code_as(&mut study, "ana", "a.md", "It runs", "theme", Stance::Supports);
    drop(study);
    folder.put("interviews/a.md", "All of it is new here, and nothing is left of what was said.\n");
    let study = folder.open();
    assert_eq!(study.codings(View::Coded)[0].span, Span::new(10, 17));
    assert_eq!(theme(&answer(&study, View::Reconciled), "theme")["voices"], 1);
}
