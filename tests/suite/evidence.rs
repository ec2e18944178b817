//! Evidence by theme: what a search finds in groups, with independent voices, on the commands and in reports; and
//! searches that are saved.

use serde_json::Value;
use tripod::coding::{Decimal, Stance};

use crate::triangulation::{Folder, code};

const MANIFEST: &str = r#"# Ours
title = "Evidence"
[attributes.case]
values = ["varsk", "ostrel"]
[disclosure]
minimum = 2
[searches] # kept
works = 'theme:theme'
night = '@works night'
"#;
const CODEBOOK: &str = r#"
[[code]]
id = "theme"
name = "It works"
claim = "It works."
[[code]]
id = "stops"
name = "It stops"
parent = "theme"
claim = "It stops."
for-parent = "against"
"#;

/// One who says it often, an interviewer, one against, a source of two cases, an issuer of two documents, a table
/// in which one person has two rows.
fn study() -> Folder {
    let folder = Folder::new(MANIFEST, CODEBOOK);
    let about = |case: &str, category: &str| format!("---\ncase: {case}\ncategory: {category}\ninterviewer: Q\n---\n");
    let often = "Q: Does it work?\n\nA: It works every day.\n\nA: It works at night too.\n\nQ: And then?\n\nA: It stops on Sundays.\n";
    folder.put("interviews/a.md", &format!("{}{often}", about("varsk", "staff")));
    folder.put("interviews/b.md", &format!("{}It never works here.\n", about("ostrel", "staff")));
    let wide = "It works everywhere.\n\nIn ostrel it works best.\n";
    folder.put("interviews/wide.md", &format!("{}{wide}", about("[varsk, ostrel]", "donor")));
    folder.put("desk-review/one.md", "---\nissuer: Board\ncase: varsk\n---\nThe audit finds that it works.\n");
    folder.put("desk-review/two.md", "---\nissuer: Board\n---\nAgain it works.\n");
    folder.put("interviews/rows.csv", "answer,voice,case\nIt works for me,anna,varsk\nIt works for us,anna,ostrel\n");
    let mut study = folder.open();
    let mut coded = |by: &str, source: &str, words: &str, stance, change: &dyn Fn(&mut tripod::coding::Coded)| {
        code(&mut study, by, source, words, stance, |coded| change(coded));
    };
    let plain = |_: &mut tripod::coding::Coded| {};
    coded("ana", "a.md", "It works every day", Stance::Supports, &plain);
    coded("ben", "a.md", "It works every day", Stance::Supports, &plain);
    coded("ana", "a.md", "It works at night", Stance::Supports, &|coded| {
        coded.weight = Some(Decimal::parse("0.5").unwrap());
    });
    coded("ana", "a.md", "It stops on Sundays", Stance::Supports, &|coded| coded.code = "stops".into());
    coded("ana", "a.md", "Does it work", Stance::Supports, &plain);
    coded("ana", "b.md", "It never works", Stance::Contradicts, &plain);
    coded("ana", "wide.md", "It works everywhere", Stance::Supports, &plain);
    coded("ana", "wide.md", "In ostrel it works best", Stance::Supports, &|coded| {
        coded.case = Some("ostrel".into());
        coded.voice = Some("minister".into());
    });
    for (source, words) in
        [("one.md", "it works"), ("two.md", "it works"), ("rows.csv", "works for me"), ("rows.csv", "works for us")]
    {
        coded("ana", source, words, Stance::Supports, &plain);
    }
    folder
}

fn groups(folder: &Folder, arguments: &[&str]) -> Vec<Value> {
    let run = folder.run(&[&["search", "--json"], arguments].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Writes groups as `name voices/sources/passages: voice+folded voice …`.
fn told(groups: &[Value]) -> Vec<String> {
    let entry = |entry: &Value| {
        let more = entry["more"].as_u64().unwrap();
        let more = if more > 0 { format!("+{more}") } else { String::new() };
        format!("{}{more}", entry["voice"].as_str().unwrap_or("-").trim_start_matches("interviews/"))
    };
    let group = |group: &Value| {
        let entries: Vec<String> = group["entries"].as_array().unwrap().iter().map(entry).collect();
        let name = group["group"].as_str().unwrap_or("-");
        format!("{name} {}/{}/{}: {}", group["voices"], group["sources"], group["passages"], entries.join(" "))
    };
    groups.iter().map(group).collect()
}

#[test]
fn evidence_is_grouped_with_voices_counted_and_the_strongest_first() {
    let folder = study();
    assert_eq!(
        told(&groups(&folder, &["theme:theme", "--by", "kind"])),
        ["interview 5/4/9: a.md+2 - b.md anna+1 wide.md minister", "desk-review 1/2/2: Board+1"]
    );
    // A source of two cases speaks for one only where a coding names it.
    assert_eq!(
        told(&groups(&folder, &["theme:theme", "--by", "case"])),
        ["ostrel 3/3/3: b.md anna minister", "varsk 3/3/6: a.md+2 Board - anna", "- 2/2/2: Board wide.md",]
    );
    assert_eq!(told(&groups(&folder, &["theme:theme", "--by", "category"]))[0], "donor 2/1/2: wide.md minister");
    assert_eq!(told(&groups(&folder, &["theme:theme", "--by", "voice", "kind:desk-review"])), ["Board 1/2/2: Board+1"]);
    // Words alone are grouped too, and stand by how well they fit.
    let night = groups(&folder, &["night", "--by", "kind"]);
    assert_eq!(told(&night), ["interview 1/1/1: a.md"]);
    assert_eq!(night[0]["entries"][0]["stance"], Value::Null);
}

#[test]
fn a_stance_is_towards_the_theme_that_was_asked_for() {
    let folder = study();
    // What supports that it stops speaks against that it works.
    assert_eq!(
        told(&groups(&folder, &["theme:theme", "--by", "stance"])),
        ["supports 5/5/9: a.md+1 Board+1 - anna+1 wide.md minister", "contradicts 2/2/2: a.md b.md"]
    );
    assert_eq!(told(&groups(&folder, &["theme:stops", "--by", "stance"])), ["supports 1/1/1: a.md"]);
    let refused = folder.run(&["search", "night", "--by", "stance"]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    assert!(refused.err.contains("theme:CODE --by stance"), "{}", refused.err);
}

#[test]
fn a_theme_alone_is_grouped_for_a_reader_and_flat_for_a_script() {
    let folder = study();
    let run = folder.run(&["search", "theme:theme", "kind:desk-review"]);
    assert_eq!(
        run.out,
        "desk-review  1 voice in 2 sources, 2 passages\n\n  desk-review/one.md  passage 1  desk-review  voice: Board\n    \
         The audit finds that »it works«.\n    ▎+ theme ana\n\n    +1 more of this voice; see them with: --all\n\n"
    );
    assert_eq!(
        run.err,
        "1 voice in 2 sources, 2 passages, by kind\nother groups: --by case, category, voice or stance; the plain list: --flat\n"
    );
    assert_eq!(folder.run(&["search", "theme:theme", "--flat", "--limit", "1"]).out.lines().count(), 4);
    let all = folder.run(&["search", "theme:theme", "kind:desk-review", "--all"]);
    assert!(all.out.contains("desk-review/two.md") && !all.out.contains("more of"), "{}", all.out);
    let few = folder.run(&["search", "theme:theme", "--limit", "1"]);
    assert!(few.out.contains("  5 more; see all 5 voices with: --limit 5\n"), "{}", few.out);
    // The lines that scripts read are what they were.
    let flat = groups(&folder, &["theme:theme", "kind:desk-review"]);
    let keys: Vec<&String> = flat[0].as_object().unwrap().keys().collect();
    let expected =
        ["attributes", "codings", "end", "kind", "language", "matches", "passage", "score", "source", "start", "text"];
    assert_eq!((flat.len(), keys), (2, expected.map(str::to_owned).iter().collect()));
    assert_eq!(folder.run(&["search", "theme:theme", "--count"]).out, "11\n");
}

#[test]
fn what_stands_around_a_passage_is_shown_and_is_no_hit() {
    let folder = study();
    let run = folder.run(&["search", "night", "--context", "1"]);
    let expected = "interviews/a.md  passage 3  interview\n  · A: It works every day.\n  A: It works at »night« too.\n  \
                    · Q: And then?\n  ▎+ theme ana\n\n";
    assert_eq!((run.out.as_str(), run.err.as_str()), (expected, "1 passage\n"));
    let found = groups(&folder, &["night", "--context", "2", "--by", "kind"]);
    let entry = &found[0]["entries"][0];
    assert_eq!(entry["before"][0]["interviewer"], true);
    assert_eq!((entry["before"].as_array().unwrap().len(), &entry["after"][0]["text"]), (2, &"And then?".into()));
}

fn written(folder: &Folder, arguments: &[&str], name: &str) -> String {
    let run = folder.run(&[arguments, &["-o", name]].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    std::fs::read_to_string(folder.path().join(name)).unwrap()
}

#[test]
fn a_report_tells_what_a_search_found_and_no_more_of_anybody_than_others_do() {
    let folder = study();
    let report = written(&folder, &["search", "theme:theme", "--by", "case", "--context", "1"], "r.md");
    for told in [
        "**INTERNAL, CONFIDENTIAL**",
        "### theme:theme",
        "**Verdict:** none. A search has no claim that could be true or false.",
        "**Found:** 6 independent voices in 6 sources, 11 passages, by case.",
        // The one of ostrel and the one of varsk could be told by their cases; the minister's words are about ostrel.
        "#### ostrel: 1 independent voice in 1 source, 1 passage",
        "in the voice of minister; on ostrel",
        "#### of no one case, or too few share it for it to be told:",
        "**Before:** (the interviewer) Does it work?",
        "; supports; 2 more of this voice",
        "; nobody's voice, not counted",
    ] {
        assert!(report.contains(told), "{told}\n{report}");
    }
    assert!(!report.contains("#### varsk: 3"), "{report}");
    assert_eq!(
        report,
        written(&folder, &["report", "search", "theme:theme", "--by", "case", "--context", "1"], "s.md")
    );
    let all = written(&folder, &["report", "search", "@works", "--all"], "r.csv");
    assert_eq!(all.lines().count(), 1 + 11, "{all}");
    assert!(all.starts_with("search,query,by,group,voice_number,stance,kind,attribution,"), "{all}");
    assert!(all.contains("'@works,theme:theme,kind,desk-review,"), "{all}");
    let json: Value = serde_json::from_str(&written(&folder, &["search", "@works"], "r.json")).unwrap();
    assert_eq!(json["data"]["rows"].as_array().unwrap().len(), 7);
    assert!(folder.run(&["search", "-o", "-", "theme:theme"]).out.starts_with("**INTERNAL, CONFIDENTIAL**"));
    assert_eq!(folder.run(&["search", "nowhere", "-o", "n.md"]).code, 1);
    assert_eq!(folder.run(&["report", "search", "nowhere", "-o", "n.md"]).code, 1);
    assert_eq!(folder.run(&["search", "night", "-o", "study.toml"]).code, 2);
    folder.put("interviews/b.md", "---\nrestricted: true\n---\nIt never works here.\n");
    let hidden = written(&folder, &["search", "theme:theme source:b.md"], "h.md");
    assert!(hidden.contains("1 further passage counts and may not be quoted here.") && !hidden.contains("never"));
    let shown = written(&folder, &["search", "theme:theme source:b.md", "--restricted", "b.md"], "h.md");
    assert!(shown.contains("never works"), "{shown}");
}

#[test]
fn a_coding_is_the_word_of_whom_it_begins_with_as_for_the_verdict() {
    let folder = Folder::new(MANIFEST, CODEBOOK);
    folder
        .put("interviews/a.md", "---\ninterviewer: Q\nspeakers: Q, A\n---\nQ: Does it run well?\n\nA: It does run.\n");
    let rows = "answer,voice,case,category\nIt works,r1,varsk,staff\nIt fails,r2,ostrel,donor\n";
    folder.put("interviews/rows.csv", rows);
    let mut study = folder.open();
    code(&mut study, "ana", "a.md", "run well?\n\nA: It does", Stance::Supports, |_| {});
    assert_eq!(told(&groups(&folder, &["theme:theme", "--by", "kind"])), ["interview 0/1/2: -+1"]);
    let voices = |folder: &Folder| {
        let run = folder.run(&["triangulate", "--json"]);
        let answer: Value = serde_json::from_str(&run.out).unwrap();
        answer["themes"][0]["voices"].clone()
    };
    assert_eq!(voices(&folder), 0);
    // What is found by its words is the word of who says them.
    assert_eq!(told(&groups(&folder, &["does", "speaker:A", "--by", "kind"])), ["interview 1/1/1: a.md"]);
    code(&mut study, "ana", "rows.csv", "works,r1,varsk,staff\nIt fails", Stance::Supports, |_| {});
    assert_eq!(told(&groups(&folder, &["theme:theme", "--by", "voice"])), ["r1 1/1/2: r1+1", "- 0/1/2: -+1"]);
    assert_eq!(voices(&folder), 1);
    let of_table = |by: &str| told(&groups(&folder, &["theme:theme", "source:rows", "--by", by]));
    assert_eq!(of_table("case"), ["varsk 1/1/2: r1+1"]);
    assert_eq!(of_table("category"), ["staff 1/1/2: r1+1"]);
}

#[test]
fn a_passage_of_two_categories_that_may_not_be_told_is_told_once() {
    let folder = Folder::new(MANIFEST, CODEBOOK);
    folder.put("interviews/a.md", "---\ncategory: [staff, donor]\n---\nIt works.\n\nIt works at night.\n");
    let mut study = folder.open();
    code(&mut study, "ana", "a.md", "It works.", Stance::Supports, |_| {});
    let report = written(&folder, &["search", "theme:theme", "--by", "category"], "r.md");
    assert!(report.contains("#### of no category, or too few share it"), "{report}");
    assert!(!report.contains("more of this voice"), "{report}");
    let all = written(&folder, &["search", "theme:theme", "--by", "category", "--all"], "a.md");
    assert_eq!(all.matches("> It works.").count(), 1, "{all}");
    assert_eq!(written(&folder, &["search", "theme:theme", "--by", "category"], "r.csv").lines().count(), 2);
    // Two passages stay two.
    code(&mut study, "ana", "a.md", "It works at night", Stance::Supports, |_| {});
    let two = written(&folder, &["search", "theme:theme", "--by", "category"], "r.md");
    assert!(two.contains("1 more of this voice"), "{two}");
}

#[test]
fn a_saved_search_can_be_named_like_a_theme() {
    let folder = study();
    assert_eq!(told(&groups(&folder, &["theme:@night", "--by", "kind"])), ["interview 1/1/1: a.md"]);
    let report = written(&folder, &["report", "theme", "theme", "@night"], "r.md");
    assert!(report.contains("### It works\n") && report.contains("### \\@night\n"), "{report}");
    assert!(report.contains("**The saved search:** \\@night, which looks for \\@works night"), "{report}");
    let data = written(&folder, &["report", "theme", "theme", "@night"], "r.csv");
    let last = data.lines().last().unwrap();
    assert!(last.starts_with("'@night,,,,supports,interview,"), "{last}");
    assert_eq!(folder.run(&["report", "theme", "@nothing"]).code, 2);
    let listed = folder.run(&["codebook"]).out;
    assert!(listed.contains("\nSaved searches: passages in sources\n@night  @works night"), "{listed}");
    let json: Vec<Value> =
        folder.run(&["codebook", "--json"]).out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let saved = json.last().unwrap();
    assert_eq!((&saved["id"], &saved["passages"], &saved["codings"]), (&"@works".into(), &11.into(), &0.into()));
    assert!(json[0].get("passages").is_none());
}

#[test]
fn searches_are_saved_listed_and_checked() {
    let folder = study();
    let run = folder.run(&["search", "--save", "sundays", "theme:theme", "sundays"]);
    assert_eq!((run.code, run.err.as_str()), (0, "saved: @sundays finds theme:theme sundays\n"));
    let now = std::fs::read_to_string(folder.path().join("study.toml")).unwrap();
    assert_eq!(now, format!("{MANIFEST}sundays = \"theme:theme sundays\"\n"));
    for (arguments, told) in [
        (&["--save", "works", "night"][..], "is taken by the search 'theme:theme'"),
        (&["--save", "works", "--replace", "@night"], "saved searches name each other"),
        (&["--save", "a b", "night"], "cannot be the name of a search"),
        (&["--save", "none", "theme:nothing"], "there is no code 'nothing'"),
        (&["--save", "none", "(night"], "this bracket is not closed"),
    ] {
        let run = folder.run(&[&["search"], arguments].concat());
        assert_eq!(run.code, 2, "{arguments:?} {}", run.err);
        assert!(run.err.contains(told), "{arguments:?} {}", run.err);
        assert_eq!(std::fs::read_to_string(folder.path().join("study.toml")).unwrap(), now, "{arguments:?}");
    }
    assert_eq!(folder.run(&["search", "--save", "works", "--replace", "theme:theme night"]).code, 0);
    let listed = folder.run(&["search", "--saved"]).out;
    assert!(listed.contains("@works  theme:theme night\n  1 voice in 1 source, 1 passage\n"), "{listed}");
    assert_eq!(folder.run(&["check"]).code, 0);
    folder.put("study.toml", &now.replace("'@works night'", "'@works (night'\n\"a b\" = 'theme:gone'"));
    let run = folder.run(&["check"]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(
        run.out.contains("study.toml:9: the saved search 'night' cannot be read whole: this bracket"),
        "{}",
        run.out
    );
    assert!(run.out.contains("study.toml:10: the saved search 'a b' cannot be typed as @a b"), "{}", run.out);
    let listed = folder.run(&["search", "--saved"]).out;
    assert!(listed.contains("@night  @works (night\n  cannot be run as it is: "), "{listed}");
}

#[test]
fn a_long_passage_is_quoted_where_its_coding_stands() {
    let folder = study();
    let long =
        format!("A: {} It works after all. {}", "We talked of this and that.".repeat(40), "So it went.".repeat(40));
    folder.put("interviews/long.md", &format!("---\ncase: varsk\n---\n{long}\n"));
    let mut study = folder.open();
    code(&mut study, "ana", "long.md", "It works after all", Stance::Supports, |_| {});
    let report = written(&folder, &["search", "theme:theme source:long.md"], "l.md");
    assert!(report.contains("It works after all.") && report.matches('…').count() == 2, "{report}");
}
