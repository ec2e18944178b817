//! The worked cases of `tests/cases/triangulation.json`, field by field.

use serde_json::Value;

use super::world::{Said, Src, World};
use crate::coding::Stance;
use crate::triangulation::assessment::Assessment;
use crate::triangulation::sensitivity::{Outcome, Runs, Sensitivity};

const CASES: &str = include_str!("../../../tests/cases/triangulation.json");

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(str::to_owned)
}

fn world(case: &Value) -> World {
    let mut world = World::default();
    for (id, source) in case["sources"].as_object().unwrap() {
        let kind = text(source, "kind").unwrap();
        let leg = text(&case["config"]["legs"], &kind).unwrap_or_else(|| kind.clone());
        let done = source.get("done").and_then(Value::as_bool).unwrap_or(true);
        let mut cases: Vec<String> = text(source, "case").into_iter().collect();
        cases.extend(source["cases"].as_array().into_iter().flatten().map(|case| case.as_str().unwrap().to_owned()));
        world.sources.push(Src {
            id: id.clone(),
            kind,
            leg,
            voice: text(source, "voice"),
            categories: text(source, "category").into_iter().collect(),
            cases,
            own: source["own"].as_bool().unwrap_or(false),
            asked: source["asked"].as_bool().unwrap(),
            done: if done { vec![("ana".to_owned(), false)] } else { Vec::new() },
            group: false,
            rows: Vec::new(),
        });
    }
    for (coding, passage) in case["codings"].as_array().unwrap().iter().zip(0..) {
        let stance = match coding["stance"].as_str().unwrap() {
            "supports" => Stance::Supports,
            "qualifies" => Stance::Qualifies,
            "contradicts" => Stance::Contradicts,
            "neutral" => Stance::Neutral,
            other => panic!("stance {other}"),
        };
        let mut said = Said::new(coding["source"].as_str().unwrap(), passage, stance);
        said.coder = text(coding, "coder").unwrap_or(said.coder);
        said.voice = text(coding, "voice");
        said.case = text(coding, "case");
        if let Some(weight) = coding.get("w") {
            said.weight = weight.to_string();
        }
        world.said.push(said);
    }
    world
}

#[test]
fn every_worked_case_is_judged_as_expected() {
    let cases: Vec<Value> = serde_json::from_str(CASES).unwrap();
    assert_eq!(cases.len(), 45);
    for case in &cases {
        let name = case["name"].as_str().unwrap();
        let found = world(case).assess();
        assert_eq!(summary(&found), expected_summary(&case["expected"]), "{name}");
        kinds(&found, &case["expected"]["kinds"], name);
        sensitivity(&found, &case["expected"], name);
    }
}

/// Verdict, direction, leaning, voices, then reasons, disagreements, negative cases and pairs.
fn summary(found: &Assessment) -> Vec<String> {
    let judgement = &found.judgement;
    let mut lines = vec![
        format!("{} {} {} {}", judgement.verdict, judgement.direction.sign(), judgement.leaning.sign(), found.voices),
        judgement.reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | "),
        found
            .flags
            .iter()
            .map(ToString::to_string)
            .filter(|flag| flag.starts_with("coder_dis"))
            .collect::<Vec<_>>()
            .join(" "),
        found.negative_cases.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
    ];
    lines.extend(found.pairs.iter().map(|(a, b, relation)| format!("{a} {b} {relation}")));
    lines
}

fn expected_summary(expected: &Value) -> Vec<String> {
    let list = |key: &str, between: &str| {
        expected[key].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect::<Vec<_>>().join(between)
    };
    let mut lines = vec![
        format!(
            "{} {} {} {}",
            expected["verdict"].as_str().unwrap(),
            expected["direction"].as_str().unwrap(),
            expected["leaning"].as_str().unwrap(),
            expected["independent_sources"]
        ),
        list("reasons", " | "),
        list("flags", " "),
        list("negative_cases", " "),
    ];
    for pair in expected["pairs"].as_array().unwrap() {
        let pair: Vec<&str> = pair.as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
        lines.push(pair.join(" "));
    }
    lines
}

fn kinds(found: &Assessment, expected: &Value, name: &str) {
    let expected = expected.as_object().unwrap();
    for (kind, expected) in expected {
        let found = found.kinds.iter().find(|found| found.kind == kind.as_str()).unwrap();
        assert_eq!(found.position.name(), expected["stance"].as_str().unwrap(), "{name} {kind}");
        let counts = [("asked", found.asked), ("volunteered", found.volunteered), ("pending", found.pending)];
        for (field, count) in counts {
            assert_eq!(expected[field], count, "{name} {kind} {field}");
        }
        let units = found.units;
        let counts = [
            ("supports", units.supports),
            ("mixed", units.mixed),
            ("contradicts", units.contradicts),
            ("neutral", units.neutral),
            ("silent", units.silent),
        ];
        for (field, count) in counts {
            assert_eq!(expected["n"].get(field).map_or(0, |n| n.as_u64().unwrap()), u64::from(count), "{name} {kind}");
        }
        near(&expected["balance"], units.balance(), name);
        near(&expected["prominence"], (found.asked > 0).then_some((found.answered.into(), found.asked.into())), name);
    }
    // A kind of which all is pending is listed too, and only that.
    for found in &found.kinds {
        assert!(expected.contains_key(found.kind.as_str()) || found.units.all() == 0 && found.pending > 0, "{name}");
    }
}

fn near(expected: &Value, found: Option<(i64, i64)>, name: &str) {
    match (expected.as_f64(), found) {
        (None, None) => {}
        #[allow(clippy::cast_precision_loss, reason = "counts of a test are small")]
        (Some(expected), Some((over, under))) => {
            assert!((expected - over as f64 / under as f64).abs() < 5.1e-5, "{name} {expected} {over}/{under}");
        }
        (expected, found) => panic!("{name}: {expected:?} is not {found:?}"),
    }
}

fn sensitivity(found: &Assessment, expected: &Value, name: &str) {
    if expected.get("fragile").is_none() {
        assert_eq!(found.sensitivity, Sensitivity::default(), "{name}");
        return;
    }
    let sensitivity = &found.sensitivity;
    assert_eq!(expected["fragile"], sensitivity.is_fragile(), "{name}");
    let flip = |what: String, outcome: &Outcome| format!("{what} {} {}", outcome.verdict, outcome.direction.sign());
    let voices = flips(&sensitivity.voices, ToString::to_string, flip);
    let kinds = flips(&sensitivity.kinds, ToString::to_string, flip);
    let cases = flips(&sensitivity.cases, ToString::to_string, flip);
    let thresholds = flips(&sensitivity.thresholds, |v| format!("{} {}", v.name, v.value), flip);
    for (key, found) in [
        ("leave_one_voice_out", voices),
        ("leave_one_kind_out", kinds),
        ("leave_one_case_out", cases),
        ("threshold_variants", thresholds),
    ] {
        let expected = &expected[key];
        let listed: Vec<String> = expected["flips"]
            .as_array()
            .unwrap()
            .iter()
            .map(|flip| flip.as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(expected["runs"], found.0, "{name} {key}");
        assert_eq!(expected["changed"], found.1.len(), "{name} {key}");
        assert_eq!(found.1, listed, "{name} {key}");
    }
}

fn flips<T>(
    runs: &Runs<T>,
    name: impl Fn(&T) -> String,
    line: impl Fn(String, &Outcome) -> String,
) -> (u32, Vec<String>) {
    (runs.runs, runs.flips.iter().map(|(what, outcome)| line(name(what), outcome)).collect())
}
