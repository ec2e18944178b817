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
    assert!(study.run(["sources"]).done().contains("done: ana"));
    // Who reads it again says so under the new name, and that is the newer word.
    study.run(["done", "b"]).done();
    assert_eq!(check(&study), "");
}
