//! `demo` as a command: the copy, what it refuses, and what it tells to type next.

use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use super::study::Study;

#[test]
fn the_sample_is_copied_whole_and_what_to_type_next_is_told() {
    let place = Study::bare();
    let told = place.run(["demo"]).done();
    let copied: Vec<String> =
        place.files().into_iter().filter_map(|path| path.strip_prefix("tripod-demo/").map(str::to_owned)).collect();
    let sample = Study::sample();
    assert_eq!(copied, sample.files());
    for path in &copied {
        let copy = place.read(&format!("tripod-demo/{path}"));
        if path == "study.toml" {
            let (mark, rest) = copy.split_once('\n').unwrap();
            assert!(mark.starts_with("# A copy of tripod's sample study, made by 'tripod demo'. Copy "), "{mark}");
            assert!(rest.contains("ana = \"Lead"), "{rest}");
        } else {
            assert_eq!(copy, sample.read(path), "{path}");
        }
    }
    let commands: Vec<&str> = told.lines().filter_map(|line| line.strip_prefix("  ")).collect();
    let begins = [
        "cd tripod-demo",
        "tripod status",
        "tripod triangulate labs",
        "tripod code observations/obs-09.md --quote 'The laboratory",
        "tripod triangulate labs",
        "tripod report",
    ];
    assert_eq!(commands.len(), begins.len(), "{told}");
    for (command, begin) in commands.iter().zip(begins) {
        assert!(command.starts_with(begin), "{told}");
    }
}

/// Runs what was told in a shell, as one types it.
fn typed(place: &Study, commands: &str) -> String {
    let mut path = std::path::Path::new(env!("CARGO_BIN_EXE_tripod")).parent().unwrap().as_os_str().to_owned();
    path.push(":/usr/bin:/bin");
    let command = place.command();
    let environment = command.get_envs().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())));
    let output = Command::new("/bin/sh")
        .args(["-ec", commands])
        .current_dir(place.path())
        .env_clear()
        .envs(environment)
        .env("PATH", path)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{error}");
    assert!(!error.contains("warning"), "the copy knows the newcomer: {error}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn what_is_told_to_be_typed_works_in_that_order() {
    let place = Study::bare();
    let told = place.run(["demo", "my demo", "--coder", "nina"]).done();
    let commands: Vec<&str> = told.lines().filter_map(|line| line.strip_prefix("  ")).collect();
    let commands = commands.join(
        "
",
    );
    let said = typed(&place, &format!("export TRIPOD_CODER=nina\n{commands}"));
    let (before, after) =
        (said.find("labs: One kind of evidence: unverified").unwrap(), said.find("labs: Not borne out").unwrap());
    assert!(before < after, "{said}");
    assert!(place.read("my demo/report.md").contains("INVENTED"));
}

#[test]
fn a_copy_is_opened_as_it_is_and_a_fresh_one_goes_beside_it() {
    let place = Study::bare();
    drop(place.run(["demo"]).done());
    let codings = "tripod-demo/codings/ana.testtest.jsonl";
    drop(place.run(["--study", "tripod-demo", "done", "obs-09"]).done());
    let (journal, manifest) = (place.read(codings), place.read("tripod-demo/study.toml"));
    let again = place.run(["demo"]).done();
    assert!(again.contains("opened as it is: tripod-demo"), "{again}");
    assert_eq!((place.read(codings), place.read("tripod-demo/study.toml")), (journal.clone(), manifest.clone()));
    for number in [2, 3] {
        let fresh = place.run(["demo", "--fresh"]).done();
        assert!(fresh.contains(&format!("a fresh copy of the sample study is in tripod-demo-{number}")), "{fresh}");
        assert!(fresh.contains(&format!("cd tripod-demo-{number}")), "{fresh}");
        assert!(place.has(&format!("tripod-demo-{number}/study.toml")));
        assert_ne!(place.read(&format!("tripod-demo-{number}/study.toml")).lines().next(), manifest.lines().next());
    }
    assert!(place.has(codings) && !place.has("tripod-demo-2/codings/ana.testtest.jsonl"));
    // From within a copy, that copy is meant.
    let mut inside = place.command();
    let inside = inside.arg("demo").current_dir(place.path().join("tripod-demo/interviews")).stdin(Stdio::null());
    let output = inside.output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("opened as it is"));
    assert!(!place.has("tripod-demo/interviews/tripod-demo"));
    let json = place.run(["demo", "--json"]).done();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json, serde_json::json!({"folder": "tripod-demo", "made": false, "invented": true}));
}

#[test]
fn a_folder_with_something_else_in_it_is_refused() {
    let place = Study::new().with("notes/mine.txt", "Mine.\n").with("own/study.toml", "").with("file", "");
    for (dir, why) in [
        ("notes", "notes is no copy of the sample: it holds mine.txt"),
        ("own", "own is a study of its own, no copy of the sample"),
        (".", "is a study of its own"),
        ("file", "file is a file"),
    ] {
        for fresh in [&[][..], &["--fresh"]] {
            let mut arguments = vec!["demo", dir];
            arguments.extend(fresh);
            let before = place.files();
            let refused = place.run(arguments).refused();
            assert!(refused.contains(why) && refused.contains("tripod demo DIR"), "{refused}");
            assert_eq!(place.files(), before, "{dir}");
        }
    }
    // An empty folder has room.
    std::fs::create_dir(place.path().join("empty")).unwrap();
    drop(place.run(["demo", "empty"]).done());
    assert!(place.has("empty/study.toml"));
}

#[test]
fn a_copy_that_broke_off_is_none_and_is_gone_on_with() {
    let place = Study::bare();
    drop(place.run(["demo"]).done());
    let root = place.path().join("tripod-demo");
    for gone in ["study.toml", "sources.csv", "observations/obs-13.md"] {
        std::fs::remove_file(root.join(gone)).unwrap();
    }
    place.write("tripod-demo/interviews/.tripod-Ab12Cd", "half a fi");
    let told = place.run(["demo"]).done();
    assert!(told.contains("a copy of the sample study is in tripod-demo"), "{told}");
    assert!(place.has("tripod-demo/study.toml") && place.has("tripod-demo/observations/obs-13.md"));
    let problems = place.run(["--study", "tripod-demo", "check"]).done();
    assert!(!problems.contains("error:") && !problems.contains("warning:"), "{problems}");
    // One in which somebody has written is not touched.
    std::fs::remove_file(root.join("study.toml")).unwrap();
    place.write("tripod-demo/interviews/alt-01.md", "My own words.\n");
    let refused = place.run(["demo"]).refused();
    assert!(refused.contains("it holds interviews/alt-01.md"), "{refused}");
}

#[test]
fn a_place_that_cannot_be_written_to_is_told() {
    let place = Study::bare();
    let locked = place.path().join("locked");
    std::fs::create_dir(&locked).unwrap();
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o555)).unwrap();
    if std::fs::write(locked.join("probe"), "").is_ok() {
        // Whoever may write everywhere is refused by nothing but the kernel's own folders.
        let refused = place.run(["demo", "/proc/tripod-demo"]).refused();
        assert!(refused.contains("the sample cannot be copied: /proc/tripod-demo"), "{refused}");
        return;
    }
    let refused = place.run(["demo", "locked/here"]).refused();
    assert!(refused.contains("the sample cannot be copied: locked/here: permission denied"), "{refused}");
    assert!(refused.contains("name a folder that you may write to: tripod demo DIR"), "{refused}");
}
