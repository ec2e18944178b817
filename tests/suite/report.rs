//! Reports from a study on the disk: what they must tell, and what must not be in them.

use serde_json::Value;
use tripod::coding::Stance;

use crate::triangulation::{Folder, code};

const MANIFEST: &str = r#"
title = "Evaluation of <the Office>"
[[questions]]
id = "EQ1"
text = "Does it work?"
[attributes.case]
values = ["varsk", "ostrel"]
[attributes.category]
values = ["staff", "partner", "donor"]
[triangulation]
n_min = 2
"#;
const CODEBOOK: &str = r#"
[[code]]
id = "theme"
name = "Theme *one*"
claim = "It works."
question = "EQ1"
[[code]]
id = "other"
claim = "Nobody was asked."
"#;

/// Six interviews of one sort, one restricted, one for background, a document and an observation.
fn study() -> Folder {
    let folder = Folder::new(MANIFEST, CODEBOOK);
    for number in 1..=6 {
        let text = format!("---\ncase: varsk\ncategory: partner\nwords: verbatim\n---\n# It <b>works</b> {number}\n");
        folder.put(&format!("interviews/v{number}.md"), &text);
    }
    folder.put("interviews/secret.md", "---\ncase: ostrel\ncategory: staff\nrestricted: true\n---\nIt never works.\n");
    folder.put("interviews/back.md", "---\nuse: background\n---\nIt works in the background.\n");
    folder.put("interviews/lone.md", "---\ncase: ostrel\ncategory: donor\nuse: anonymous\n---\nIt works in part.\n");
    folder.put(
        "desk-review/audit.md",
        "---\nuse: attributed\ntitle: Audit 2018\nissuer: Board\n---\nThe audit found it working.\n",
    );
    folder.put("observations/seen.md", "---\nfictional: true\n---\nIt stood still.\n");
    let mut study = folder.open();
    for (source, words, stance) in [
        ("v1.md", "# It <b>works</b> 1", Stance::Supports),
        ("v2.md", "# It <b>works</b> 2", Stance::Supports),
        ("v3.md", "# It <b>works</b> 3", Stance::Supports),
        ("secret.md", "It never works", Stance::Contradicts),
        ("back.md", "It works in the background", Stance::Supports),
        ("lone.md", "It works in part", Stance::Qualifies),
        ("audit.md", "The audit found it working", Stance::Supports),
        ("seen.md", "It stood still", Stance::Contradicts),
    ] {
        code(&mut study, "ana", source, words, stance, |coded| {
            if source == "v2.md" {
                coded.weight = Some(tripod::coding::Decimal::parse("0.5").unwrap());
            }
        });
    }
    folder
}

fn written(folder: &Folder, arguments: &[&str], name: &str) -> String {
    let mut all = vec!["report"];
    all.extend(arguments);
    all.extend(["-o", name]);
    let run = folder.run(&all);
    assert_eq!(run.code, 0, "{}", run.err);
    std::fs::read_to_string(folder.path().join(name)).unwrap()
}

#[test]
fn a_theme_is_told_in_words_with_its_evidence() {
    let folder = study();
    let report = written(&folder, &["theme", "theme"], "r.md");
    for told in [
        "**INTERNAL, CONFIDENTIAL**",
        "**INVENTED: ",
        "# Evaluation of \\<the Office\\>",
        "### Theme \\*one\\*",
        "**Claim:** It works.",
        "**Evaluation question:** EQ1 Does it work?",
        "**Verdict:** Confirmed with reservations.",
        "> “It \\<b\\>works\\</b\\> 1”",
        "> — interview, partner, varsk;",
        "weight 0.5",
        "> It works in part\n>\n> — a respondent; from notes",
        "> — Audit 2018, Board, desk-review/audit.md;",
        "(INVENTED)",
        "1 further passage counts and may not be quoted here.",
        "| donor |",
        "Thresholds: n\\_min set by this study.",
        "are no estimates of a population",
        "**Decided by:** nobody yet",
        "#### How far the verdict holds",
    ] {
        assert!(report.contains(told), "{told}\nin\n{report}");
    }
    assert!(!report.contains("Nobody was asked."));
}

#[test]
fn what_is_restricted_or_for_background_is_not_in_a_report() {
    let folder = study();
    for name in ["r.md", "r.csv", "r.json"] {
        let report = written(&folder, &[], name);
        for hidden in ["never works", "secret", "in the background"] {
            assert!(!report.contains(hidden), "{hidden} in {name}");
        }
    }
    let asked = written(&folder, &["--restricted", "secret"], "asked.md");
    assert!(asked.contains("It never works") && !asked.contains("in the background"));
}

#[test]
fn only_the_words_of_respondents_stand_in_quotation_marks() {
    let report = written(&study(), &[], "r.md");
    let quoted = report.lines().filter(|line| line.starts_with("> “")).count();
    assert_eq!(quoted, 3);
}

#[test]
fn the_same_study_gives_the_same_bytes() {
    let folder = study();
    for name in ["r.md", "r.csv", "r.json"] {
        assert_eq!(written(&folder, &[], name), written(&folder, &[], name));
    }
    assert_eq!(folder.run(&["report"]).out, written(&folder, &[], "r.md"));
}

#[test]
fn the_matrix_stands_under_the_evaluation_questions() {
    let folder = study();
    let matrix = written(&folder, &["matrix"], "m.md");
    assert!(
        matrix.contains("EQ1 Does it work?\n\n| Theme | Verdict | interview | desk-review | observation |"),
        "{matrix}"
    );
    assert!(matrix.contains("| other | Not read yet |"), "{matrix}");
    let data = written(&folder, &["matrix"], "m.csv");
    let mut rows = csv::Reader::from_reader(data.as_bytes());
    let kinds: Vec<String> = rows.records().map(|row| row.unwrap()[6].to_owned()).collect();
    assert_eq!(kinds, ["desk-review", "interview", "observation", "interview"]);
}

#[test]
fn the_framework_has_a_row_a_source_and_a_column_a_theme() {
    let folder = study();
    for (source, summary) in [("v1.md", "On the whole | it works."), ("back.md", "Told in confidence.")] {
        let run = folder.run(&["cell", source, "theme", "--stance", "qualifies", "--summary", summary]);
        assert_eq!(run.code, 0, "{}", run.err);
    }
    let report = written(&folder, &["framework"], "f.md");
    for told in [
        "**INTERNAL, CONFIDENTIAL**",
        "**INVENTED: ",
        "| Source | Theme \\*one\\* | other |",
        "| interview, partner, varsk | qualifies: On the whole \\| it works. (judged by ana) | not read yet |",
        "| interview, partner, varsk | for (1 passage) | not read yet |",
        "| a respondent | qualifies (judged by ana; not quoted) |",
        "(INVENTED) | against (1 passage) |",
        "1 restricted source is not shown.",
    ] {
        assert!(report.contains(told), "{told}\nin\n{report}");
    }
    assert!(!report.contains("confidence") && !report.contains("secret"), "{report}");
    let data = written(&folder, &["framework"], "f.csv");
    let mut rows = csv::Reader::from_reader(data.as_bytes());
    assert_eq!(rows.headers().unwrap(), vec!["kind", "source", "theme", "other", "mark"]);
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 10, "{data}");
    assert_eq!((&rows[0][0], &rows[9][4]), ("interview", "INVENTED"));
    assert!(!data.contains("confidence") && !data.contains("secret"), "{data}");
    let asked = written(&folder, &["framework", "--restricted", "secret"], "asked.md");
    assert!(asked.contains("against (1 passage)") && !asked.contains("restricted source"), "{asked}");
}

/// A study of which the interviews are given by name and text, and coded with the theme's claim.
fn told(sources: &[(&str, &str)], codings: &[(&str, &str, Stance)], more: &[&[&str]]) -> String {
    let folder = Folder::new("", CODEBOOK);
    for (name, text) in sources {
        folder.put(name, text);
    }
    let mut study = folder.open();
    for (source, words, stance) in codings {
        code(&mut study, "ana", source, words, *stance, |_| ());
    }
    drop(study);
    for arguments in more {
        let run = folder.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?} {}", run.err);
    }
    written(&folder, &["theme", "theme"], "r.md")
}

#[test]
fn that_no_voice_is_against_is_not_said_over_words_that_are() {
    let texts = [("interviews/a.md", "It works.\n\nIt fails.\n"), ("interviews/b.md", "It works well.\n")];
    let (yes, no) = (("a.md", "It works", Stance::Supports), ("a.md", "It fails", Stance::Contradicts));
    let other = ("b.md", "It works well", Stance::Supports);
    let report = told(&texts, &[yes, other], &[]);
    assert!(report.contains("no voice stands against the claim. They were looked for"), "{report}");
    let report = told(&texts, &[yes, no, other], &[]);
    assert!(
        report.contains("no voice as a whole stands against the claim, but 1 passage speaks against it: a voice that"),
        "{report}"
    );
    assert!(report.contains("> It fails"));
    let judged: &[&str] = &["cell", "a.md", "theme", "--stance", "supports", "--summary", "On the whole it works."];
    let report = told(&texts, &[no, other], &[judged]);
    assert!(report.contains("but 1 passage speaks against it: where a coder has judged the whole source"), "{report}");
    // A voice that is against as a whole is counted as before.
    let report = told(&texts, &[no, other], &[]);
    assert!(report.contains("1 of 2 voices with a position stands against the claim"), "{report}");
}

#[test]
fn a_case_that_is_not_read_is_not_called_unasked() {
    let folder = study();
    folder.put("interviews/unread.md", "---\ncase: third\ncategory: fourth\n---\nNot read.\n");
    let manifest = MANIFEST.replace("\"ostrel\"]", "\"ostrel\", \"third\", \"never\"]");
    folder.put("study.toml", &manifest.replace("\"donor\"]", "\"donor\", \"fourth\"]"));
    let report = written(&folder, &["theme", "theme"], "r.md");
    for row in
        ["| third | asked, not read yet |", "| fourth | asked, not read yet |", "| never | nobody asked or heard |"]
    {
        assert!(report.contains(row), "{row} in\n{report}");
    }
}

#[test]
fn who_was_asked_and_is_not_read_is_not_called_unasked() {
    let words = "It works.\n";
    let sources: Vec<(String, &str)> = (1..=3).map(|number| (format!("interviews/v{number}.md"), words)).collect();
    let mut sources: Vec<(&str, &str)> = sources.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    sources.push(("observations/seen.md", "It stood still.\n"));
    let report = told(&sources, &[], &[]);
    assert!(report.contains("interview: 3 sources were asked, and none of them is read yet.\n"), "{report}");
    let report = told(&sources, &[("seen.md", "It stood still", Stance::Contradicts)], &[]);
    assert!(report.contains("observation: nobody was asked; 1 against (1 unasked)."), "{report}");
    let report = told(&sources, &[("v1.md", "It works", Stance::Supports)], &[]);
    assert!(
        report.contains("interview: the one asked and looked at so far says something of it; 1 for; 2 sources are not"),
        "{report}"
    );
    let report = told(&sources[..1], &[], &[]);
    assert!(report.contains("interview: 1 source was asked, and it is not read yet.\n"), "{report}");
    let report = told(&sources[..1], &[("v1.md", "It works", Stance::Supports)], &[]);
    assert!(report.contains("interview: the one asked says something of it; 1 for."), "{report}");
    let one = report.lines().filter(|line| !line.starts_with('|'));
    let plurals = ["voices", "sources", "tries", "passages", "cases", "codings", "kinds"];
    let wrong = |line: &&str| plurals.iter().any(|plural| line.contains(&format!(" 1 {plural}")));
    assert_eq!(one.filter(wrong).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn small_numbers_of_respondents_are_masked() {
    let table = written(&study(), &["respondents"], "p.csv");
    assert!(
        table.contains("interview,partner,6,6,INVENTED\r\n")
            && table.contains("interview,donor,fewer,fewer,INVENTED\r\n"),
        "{table}"
    );
}

#[test]
fn a_report_as_json_is_its_blocks() {
    let report: Value = serde_json::from_str(&written(&study(), &["theme", "theme"], "r.json")).unwrap();
    assert_eq!(report["marks"][0], "INTERNAL, CONFIDENTIAL");
    let quotations = report["blocks"].as_array().unwrap().iter().filter(|block| block["block"] == "quotation").count();
    assert_eq!(quotations, 6);
}

#[test]
fn a_report_takes_the_place_of_nothing_in_the_study() {
    let folder = study();
    for name in ["study.toml", "interviews/new.md", "codings/x.csv", "codebooks/codes.json", "r.odt", "r"] {
        let run = folder.run(&["report", "-o", name]);
        assert_eq!(run.code, 2, "{name}");
        assert!(run.err.contains("hint: "), "{}", run.err);
    }
    assert_eq!(folder.run(&["report", "nonsense"]).code, 2);
    assert_eq!(folder.run(&["report", "theme", "nonsense"]).code, 2);
}

#[test]
fn a_label_that_was_coded_is_who_speaks_and_no_word() {
    let folder = Folder::new(MANIFEST, CODEBOOK);
    let turns = "words: verbatim\n---\nQ: Does it?\n\nAna: It works.\n\nQ: Why?\n\nAna: It just works.\n";
    folder.put("interviews/named.md", &format!("---\nuse: attributed\n{turns}"));
    folder.put("interviews/unnamed.md", &format!("---\nuse: anonymous\n{turns}"));
    let mut study = folder.open();
    for source in ["named.md", "unnamed.md"] {
        code(&mut study, "ana", source, "Ana: It works", Stance::Supports, |_| ());
    }
    // Ana's words with a label in their middle stand as they are.
    code(&mut study, "ben", "named.md", "works.\n\nQ: Why", Stance::Supports, |_| ());
    let report = written(&folder, &["theme"], "labels.md");
    assert!(report.contains("“It works”") && !report.contains("Ana: It"), "{report}");
    assert_eq!(report.matches("Ana speaking").count(), 1, "a label may be a name: {report}");
    assert!(report.contains("Q: Why"), "{report}");
    assert_eq!(folder.run(&["export", "all.csv"]).code, 0);
    assert!(
        std::fs::read_to_string(folder.path().join("all.csv")).unwrap().contains("Ana: It works"),
        "what is stored stays"
    );
}

#[test]
fn no_way_around_leads_into_the_study() {
    let folder = study();
    let root = folder.path().to_owned();
    std::fs::create_dir(root.join("reports")).unwrap();
    std::os::unix::fs::symlink(root.join("interviews"), root.join("reports/link")).unwrap();
    let before = std::fs::read(root.join("study.toml")).unwrap();
    for name in
        ["reports/../sources.csv", "reports/../interviews/v1.md", "reports/link/v1.md", "reports/link/../sources.csv"]
    {
        let run = folder.run(&["report", "-o", name]);
        assert_eq!(run.code, 2, "{name}");
        assert!(run.err.contains("belongs to the study"), "{name}: {}", run.err);
    }
    assert_eq!(std::fs::read(root.join("study.toml")).unwrap(), before);
    assert!(std::fs::read_to_string(root.join("interviews/v1.md")).unwrap().contains("case: varsk"));
    assert_eq!(folder.run(&["report", "-o", "reports/../reports/r.md"]).code, 0);
}

#[test]
fn a_voice_heads_a_group_only_where_its_source_may_be_named() {
    let folder = study();
    folder.put("interviews/said.md", "---\nvoice: minister\nuse: attributed\n---\nIt works, I say.\n");
    folder.put("interviews/hush.md", "---\nvoice: deputy\nuse: background\n---\nIt works, in confidence.\n");
    for name in ["voices.md", "voices.json", "voices.csv"] {
        let run = folder.run(&["search", "works", "--by", "voice", "-o", name]);
        assert_eq!(run.code, 0, "{}", run.err);
        let written = std::fs::read_to_string(folder.path().join(name)).unwrap();
        for hidden in ["v1.md", "interviews/v1", "deputy", "lone"] {
            assert!(!written.contains(hidden), "{hidden} in {name}: {written}");
        }
        assert!(written.contains("minister"), "{name}: {written}");
    }
    let written = std::fs::read_to_string(folder.path().join("voices.md")).unwrap();
    let last = written.find("minister: 1 independent voice").unwrap();
    for number in 1..=6 {
        let heading = format!("a voice that is not named ({number}): 1 independent voice");
        assert!(written.find(&heading).is_some_and(|at| at > last), "{heading}: {written}");
    }
}
