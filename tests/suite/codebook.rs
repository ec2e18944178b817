//! `codebook add` as scripts use it.

use super::study::Study;

#[test]
fn a_code_is_added_with_its_claim_its_definition_and_its_quick_key() {
    let study = Study::sample();
    study.run(["codebook", "add", "Fuses", "--parent", "labs", "--key", "Z", "--claim", "Fuses last."]).done();
    study.run(["codebook", "add", "Coats", "--parent", "fuses", "--definition", "Winter coats.", "--key", "大"]).done();
    let text = study.read("codebooks/codebook.toml");
    for line in [
        "key = \"Z\"",
        "claim = \"Fuses last.\"",
        "parent = \"fuses\"",
        "definition = \"Winter coats.\"",
        "key = \"大\"",
    ] {
        assert!(text.contains(line), "{line}");
    }
}

#[test]
fn a_quick_key_is_one_character_that_no_code_has() {
    let study = Study::sample();
    let before = study.read("codebooks/codebook.toml");
    for (key, said) in [("ab", "one character"), ("", "one character"), (" ", "one character"), ("l", "(labs)")] {
        let told = study.run(["codebook", "add", "Fuses", "--key", key]).refused();
        assert!(told.contains(said), "{key}: {told}");
    }
    assert_eq!(study.read("codebooks/codebook.toml"), before);
}
