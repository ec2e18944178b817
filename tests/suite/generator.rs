//! The generator that the benchmarks measure on: what it says it made is what the program finds.

use std::path::Path;

use super::study::Study;

#[path = "../../benches/generate/mod.rs"]
mod generate;

use generate::{Size, make};

fn made(study: &Study, threads: usize) -> generate::Made {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| make(&study.path(), Size::named("small").unwrap(), 1)).unwrap()
}

#[test]
fn a_generated_study_is_sound_the_same_each_time_and_holds_what_was_planted() {
    let (study, again) = (Study::bare(), Study::bare());
    let made_here = made(&study, 2);
    assert_eq!(made_here, made(&again, 1));
    assert_eq!(study.files(), again.files());
    for path in study.files() {
        assert!(study.read(&path) == again.read(&path), "{path} is another one");
    }
    // One that is there is left as it is, and another is not laid over it.
    std::fs::remove_file(study.path().join("queries.json")).unwrap();
    assert_eq!(made(&study, 2), made_here);
    assert!(!study.has("queries.json"));
    assert!(make(&study.path(), Size::named("small").unwrap(), 2).is_err());

    assert_eq!(made_here.sources, 50);
    let told = study.run(["check"]).ended(0);
    assert_eq!((told.stdout.as_str(), told.stderr.as_str()), ("", "0 errors, 0 warnings, 0 notes\n"));
    let status: serde_json::Value = serde_json::from_str(&study.run(["status", "--json"]).done()).unwrap();
    assert_eq!(status["codings"], made_here.codings);
    assert_eq!(status["unanchored"], 0);
    assert_eq!((&status["codes"], &status["themes"]), (&80.into(), &48.into()));
    let count = |query: &str| study.run(["search", "--count", query]).done().trim().parse::<usize>().unwrap();
    assert!(made_here.rare > 0 && made_here.phrases > 0, "{made_here:?}");
    assert_eq!(count("zyloquent"), made_here.rare);
    assert_eq!(count("\"lost a whole day of wages\""), made_here.phrases);
    assert!(count("theme:access-cost-lost-wages") > 0);
    assert!(count("case:north kind:interview") > 0 && count("category:staff") > 0);
}

#[test]
fn what_is_there_is_not_written_over() {
    let study = Study::new().with("interviews/a.md", "Words.\n");
    let refused = make(&study.path(), Size::named("small").unwrap(), 1).unwrap_err();
    assert!(refused.to_string().contains("holds something else"), "{refused}");
    assert!(make(Path::new("/dev/null/no"), Size::named("small").unwrap(), 1).is_err());
}
