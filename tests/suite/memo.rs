//! `memo` and `verdict` as a user meets them: what they can be about, and what they answer.

use super::study::Study;

#[test]
fn a_memo_is_about_something_that_is_there() {
    let study = Study::new()
        .with("codebooks/a.toml", "[[code]]\nid = \"capacity\"\n")
        .with("interviews/vrk-03.md", "The lab answers within a week.\n");
    study.run(["code", "vrk-03", "--quote", "lab", "capacity"]).done();
    let coding = study.read("codings/ana.testtest.jsonl")[7..43].to_owned();
    for (about, said) in [
        ("source:vrk-3", "error: there is no source 'vrk-3'\n  hint: did you mean 'vrk-03'?\n"),
        ("code:capactiy", "error: there is no code 'capactiy'\n  hint: did you mean 'capacity'?\n"),
        (
            "coding:019a0000-0000-7000-8000-000000000000",
            "error: there is no coding '019a0000-0000-7000-8000-000000000000'\n  \
             hint: see the ids with: tripod show SOURCE --ids\n",
        ),
        (
            "finding:x",
            "error: a study holds no findings yet, so there can be no memo about one\n  \
             hint: name study, source:NAME, code:NAME or coding:ID\n",
        ),
        (
            "cod:capacity",
            "error: 'cod:capacity' is nothing that a memo can be about\n  hint: did you mean 'code:capacity'?\n",
        ),
        ("capacity", "error: 'capacity' is nothing that a memo can be about\n  hint: did you mean 'code:capacity'?\n"),
        (
            "vrk-03",
            "error: 'vrk-03' is nothing that a memo can be about\n  hint: did you mean 'source:interviews/vrk-03.md'?\n",
        ),
        ("stduy", "error: 'stduy' is nothing that a memo can be about\n  hint: did you mean 'study'?\n"),
        (
            "question:q",
            "error: 'question:q' is nothing that a memo can be about\n  \
             hint: name study, source:NAME, code:NAME or coding:ID\n",
        ),
    ] {
        assert_eq!(study.run(["memo", about, "Words."]).refused(), said);
    }
    let of_coding = format!("coding:{coding}");
    for about in ["study", "source:vrk-03", "code:capacity", &of_coding, &format!("coding:{}", &coding[24..])] {
        study.run(["memo", about, "Words."]).done();
    }
    assert_eq!(study.run(["memo", &of_coding]).done().matches("Words.").count(), 2);
    study.run(["remove", &coding]).done();
    assert!(study.run(["memo", &of_coding, "Words."]).refused().contains("there is no coding"));
}

#[test]
fn a_verdict_is_answered_in_the_words_of_the_method() {
    let study = Study::new().with("codebooks/a.toml", "[[code]]\nid = \"labs\"\nclaim = \"Laboratories last.\"\n");
    let said = |arguments: &[&str]| {
        study.run([&["verdict", "labs"], arguments, &["--reason", "We know."]].concat()).ended(0).stderr
    };
    let words = "ana's verdict on labs: Not borne out, with reservations\n";
    assert_eq!(said(&["partial_agreement", "--direction", "-"]), format!("saved: {words}"));
    assert_eq!(said(&["dissonance"]), "saved: ana's verdict on labs: Contested\n");
    let told = study.run(["triangulate", "labs"]).done();
    assert!(told.contains(": Not borne out, with reservations. We know.\n"), "{told}");
}
