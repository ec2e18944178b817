//! What `check` notes of a sound study: that a person should look again.

use super::study::Study;

const CODES: &str = "[[code]]\nid = \"capacity\"\nclaim = \"Training raised what counterparts can do.\"\n";

/// What `check` prints, without its count.
fn check(study: &Study) -> String {
    study.run(["check"]).done()
}

#[test]
fn a_text_that_changed_since_it_was_done_is_noted_under_its_new_name_too() {
    let study = Study::new()
        .with("codebooks/a.toml", CODES)
        .with("interviews/a.md", "The lab answers within a week.\n\nThe money came late.\n");
    study.run(["code", "a", "--quote", "lab answers", "capacity"]).done();
    study.run(["done", "a"]).done();
    assert_eq!(check(&study), "");
    let said = |name: &str| format!("note: interviews/{name}.md: the text changed since ana marked it as done\n");
    study.write("interviews/a.md", "Now, the lab answers within a week.\n\nThe money came late.\n");
    study.run(["check", "--anchor"]).done();
    assert_eq!(check(&study), said("a"));
    std::fs::rename(study.path().join("interviews/a.md"), study.path().join("interviews/b.md")).unwrap();
    assert_eq!(check(&study), said("b"));
    let done = || {
        serde_json::from_str::<serde_json::Value>(study.run(["sources", "--json"]).done().trim()).unwrap()["done"]
            .clone()
    };
    assert_eq!(done(), serde_json::json!(["ana"]));
    study.run(["reopen", "b"]).done();
    assert_eq!(done(), serde_json::json!([]));
    study.run(["undo"]).done();
    assert_eq!(done(), serde_json::json!(["ana"]));
    // Who reads it again says so under the new name, and that is the newer word.
    study.run(["done", "b"]).done();
    assert_eq!(check(&study), "");
}

#[test]
fn codes_made_since_are_one_note_for_a_coder_and_retired_ones_none() {
    let mut study = Study::new().with("codebooks/a.toml", CODES);
    for name in ["a", "b", "c", "d", "e"] {
        study = study.with(&format!("interviews/{name}.md"), format!("Words of {name}.\n"));
    }
    study.run(["done", "--all"]).done();
    study.run(["codebook", "add", "Rumours"]).done();
    let note = "note: codebooks/codebook.toml:1: codes were made since ana marked 5 sources as done: rumours; \
                they are interviews/a.md, interviews/b.md, interviews/c.md and 2 more\n  \
                hint: once they are read for that, too: tripod done SOURCE…\n";
    assert_eq!(check(&study), note);
    study.run(["done", "b", "c", "d", "e"]).done();
    assert_eq!(check(&study), "note: interviews/a.md: codes were made since ana marked it as done: rumours\n");
    study.run(["codebook", "retire", "rumours"]).done();
    assert_eq!(check(&study), "");
}

#[test]
fn one_thing_is_told_in_the_singular() {
    let study = Study::new()
        .with("codebooks/a.toml", CODES)
        .with("interviews/a.md", "Words.\n")
        .with("interviews/b.txt", b"caf\xe9\n");
    let table = study.outside("t.csv", "source,quote,code\na,Words,capacity\n");
    let codings = [&["import", "--codings"][..], &[table.to_str().unwrap()]].concat();
    assert_eq!(study.run(codings).done(), "1 coding imported, 0 refused\n");
    assert_eq!(study.run(["export", "all.csv"]).done(), "1 coding written to all.csv\n");
    assert_eq!(study.run(["done", "a"]).ended(0).stderr, "done: 1 source for all codes\n");
    assert_eq!(study.run(["check"]).answered_no(), "1 error, 0 warnings, 0 notes\n");
    let run = study.run(["index"]).ended(0);
    assert_eq!(run.stdout, "the search index is made; it holds 1 passage of 1 source\n");
    assert!(run.stderr.starts_with("warning: 1 source could not be read\n"), "{}", run.stderr);
    assert!(study.run(["search", "words"]).ended(0).stderr.ends_with("1 passage\n"));
    assert!(study.run(["sources"]).done().contains("     1 word     1 coding "));
    study.write("interviews/c.md", "");
    let status = study.run(["status"]).done();
    assert!(status.contains("  passages  1, 1 word\n  codes     1, 1 of them a theme\n"), "{status}");
    assert!(status.ends_with("\n  1 note, see: tripod check\n"), "{status}");
    std::fs::remove_file(study.path().join("codebooks/a.toml")).unwrap();
    let problems = study.run(["check"]).ended(1).stdout;
    assert!(problems.contains("1 coding uses the code 'capacity', which no codebook holds"), "{problems}");
}

#[test]
fn who_asks_is_asked_for_with_the_line_to_type() {
    let turns = "Interviewer: Does it work?\n\nA: Yes.\n\nInterviewer: Good.\n\nA: Yes.\n";
    let study = Study::new().with("codebooks/a.toml", CODES).with("interviews/a.md", turns);
    let told = check(&study);
    let hint = "type 'interviewer: Interviewer' between two lines '---' at the top of the file, or 'Interviewer' into \
                the column 'interviewer' of sources.csv";
    assert!(told.contains(hint), "{told}");
    study.write("interviews/a.md", format!("---\ninterviewer: Interviewer\n---\n{turns}"));
    assert_eq!(check(&study), "");
    // And the register says it as well.
    study.write("interviews/a.md", turns);
    study.write("sources.csv", "source,interviewer\ninterviews/a.md,Interviewer\n");
    assert_eq!(check(&study), "");
}

#[test]
fn a_code_without_a_claim_takes_the_stance_off() {
    let study = Study::new()
        .with("codebooks/a.toml", format!("{CODES}\n[[code]]\nid = \"topic\"\n"))
        .with("interviews/a.md", "It answers within a week.\n");
    let id = study.run(["code", "a", "--quote", "within a week", "capacity", "--stance", "supports"]).done();
    let said = study.run(["change", id.trim(), "--code", "topic"]).ended(0).stderr;
    assert!(said.contains("the code has no claim, so the coding is neutral now"), "{said}");
    study.run(["export", "out.csv"]).done();
    assert!(study.read("out.csv").contains(",topic,ana,neutral,"), "{}", study.read("out.csv"));
}

const RUN_ON: &str = "Q: How does the lab work?\nA: It answers within a week.\n\n\
                      Q: And the money?\nA: It came late.\n\nQ: Thank you.\n";

#[test]
fn answers_that_are_taken_for_the_interviewers_words_are_told() {
    let study = Study::new()
        .with("codebooks/a.toml", CODES)
        .with("interviews/a.md", format!("---\ninterviewer: Q\n---\n{RUN_ON}"))
        .with("interviews/b.md", "---\ninterviewer: Q\n---\nQ: Does it work?\n\nA: Yes.\n\nQ: Good.\n\nA: Yes.\n");
    study.run(["code", "a", "--quote", "within a week", "capacity"]).done();
    assert_eq!(check(&study), "", "without a stance it counts for no verdict anyway");
    study.run(["code", "a", "--quote", "answers within a week", "capacity", "--stance", "supports"]).done();
    let said = study.run(["code", "a", "--quote", "came late", "capacity", "--stance", "contradicts"]).ended(0).stderr;
    let at_once = "warning: these are the interviewer's words, no evidence: the stance is not counted";
    assert!(said.contains("saved: ") && said.contains(at_once), "{said}");
    let warning = "warning: interviews/a.md: 2 codings take a stance in turns of the interviewer (Q) and are not \
                   counted; lines in them begin with 'A:', which is no known speaker\n  \
                   hint: say who speaks: type 'speakers: Q, A' between two lines '---' at the top of the file, or \
                   'Q, A' into the column 'speakers' of sources.csv\n";
    assert_eq!(check(&study), warning);
    assert!(study.run(["status"]).done().contains(warning));
    // What the hint says mends it.
    study.write("interviews/a.md", format!("---\ninterviewer: Q\nspeakers: Q, A\n---\n{RUN_ON}"));
    assert_eq!(check(&study), "");
    let said = study.run(["code", "a", "--quote", "within a week", "capacity", "--stance", "supports"]).ended(0).stderr;
    assert!(!said.contains("interviewer"), "{said}");
    // Without such lines there is another cause.
    study.run(["code", "b", "--quote", "Does it work?", "capacity", "--stance", "supports"]).done();
    let warning = "warning: interviews/b.md: 1 coding takes a stance in turns of the interviewer (Q) and is not \
                   counted\n  hint: if others speak there, begin their paragraphs with their labels, or mend \
                   'interviewer: Q'\n";
    assert_eq!(check(&study), warning);
}

#[test]
fn claims_that_deny_or_join_are_noted_in_every_language() {
    for (claim, word) in [
        ("Training and mentoring raised what counterparts can do.", "and"),
        ("The laboratories aren’t used by the police.", "aren’t"),
        ("The laboratories work without help from the Office.", "without"),
        ("Los laboratorios y las oficinas de la región trabajan mejor que antes.", "y"),
        ("Los laboratorios trabajan sin la ayuda de la oficina regional.", "sin"),
        ("Los fiscales no piden los informes de los laboratorios.", "no"),
        ("Os laboratórios da região funcionam e os procuradores pedem os relatórios.", "e"),
        ("Os procuradores não pedem nem usam os relatórios da polícia.", "não"),
        ("Les laboratoires et les bureaux de la région travaillent mieux.", "et"),
        ("Les procureurs n’utilisent guère les rapports des laboratoires.", "n’utilisent"),
        ("Лаборатории и прокуроры работают лучше, чем прежде.", "и"),
        ("Лаборатории работают без помощи извне.", "без"),
        ("The laboratories of the region keep working after hand-over.", ""),
        ("Os procuradores da região confiam no trabalho dos laboratórios.", ""),
        ("Il y a dans les laboratoires de la région des gens formés.", ""),
        ("Reports of type E are used by the police, e.g. in court.", ""),
    ] {
        let study = Study::new().with("codebooks/a.toml", format!("[[code]]\nid = \"x\"\nclaim = \"{claim}\"\n"));
        let said = check(&study);
        if word.is_empty() {
            assert_eq!(said, "", "{claim}");
        } else {
            let wanted = format!("note: codebooks/a.toml:1: the claim of 'x' holds '{word}', ");
            assert!(said.starts_with(&wanted), "{claim}: {said}");
        }
    }
}

#[test]
fn words_that_are_no_longer_what_was_coded_are_told_until_a_person_has_looked() {
    let text = "The laboratory works every day and we are very glad of it, truly. And so on and on.\n";
    let study = Study::new().with("codebooks/a.toml", CODES).with("interviews/a.md", text);
    let coded = "The laboratory works every day and we are very glad of it, truly.";
    let id = study.run(["code", "a", "--quote", coded, "capacity", "--stance", "supports", "--json"]).done();
    let id = serde_json::from_str::<serde_json::Value>(&id).unwrap()["id"].as_str().unwrap().to_owned();
    // Words before it, and other white space: it has moved, and says what it said.
    study.write("interviews/a.md", format!("Before it.  {}", text.replace("works every", "works  every")));
    assert_eq!(check(&study), "");
    study.write("interviews/a.md", text.replace("works every", "no longer works on any"));
    for anchored in [false, true] {
        if anchored {
            study.run(["check", "--anchor"]).done();
        }
        let said = check(&study);
        assert!(
            said.contains("(capacity by ana) have changed since it was made: “The laboratory works every day"),
            "{said}"
        );
        assert!(said.contains("is now “The laboratory no longer works on any day"), "{said}");
        assert!(said.contains(&format!("tripod change {id} --place 0..")), "{said}");
    }
    study.run(["change", &id, "--place", "0..73"]).done();
    assert_eq!(check(&study), "");
}
