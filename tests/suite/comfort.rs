//! What users set for themselves: the configuration, completions and manual pages, the screen for a screen reader.

use std::process::{Command, Stdio};

use super::study::Study;

/// A study whose user has a configuration.
fn configured(text: &str) -> Study {
    let study = Study::new().with("interviews/a.md", "Words.\n");
    study.write("../home/config/tripod/config.toml", text);
    study
}

#[test]
fn keys_are_listed_as_they_are_bound() {
    let study = Study::new();
    let listed = study.run(["keys"]).done();
    let line = |listed: &str, action: &str| {
        listed.lines().find(|line| line.split_whitespace().nth(1) == Some(action)).unwrap_or_default().to_owned()
    };
    assert!(line(&listed, "code").contains("codable") && line(&listed, "code").contains(" c "), "{listed}");
    let listed = configured("[keys]\ncode = [\"Ins\", \"g x\"]\n").run(["keys"]).done();
    assert!(line(&listed, "code").contains("Ins, g x"), "{listed}");
    let rows: serde_json::Value = serde_json::from_str(&study.run(["keys", "--json"]).done()).unwrap();
    assert!(rows.as_array().unwrap().iter().any(|row| row["action"] == "hide-names" && row["keys"][0] == "Z"));
}

#[test]
fn every_fault_of_the_configuration_is_told_at_once_with_its_line() {
    let text =
        "theme = \"pink\"\nscreen-reader = 3\n[keys]\nundo = \"c\"\ncode = \"Hyper-q\"\ncod = \"F5\"\nredo = \"F9\"\n";
    let study = configured(text);
    let run = study.run(["keys"]).ended(1);
    assert!(run.stdout.contains("F9"), "what is sound holds: {}", run.stdout);
    for line in [1, 2, 4, 5, 6] {
        assert!(run.stderr.contains(&format!("tripod/config.toml:{line}: ")), "{line}: {}", run.stderr);
    }
    assert!(run.stderr.contains("5 faults in the configuration"), "{}", run.stderr);
    // Other commands go on as if nothing were wrong, and who codes is read from there.
    let code = "[[code]]\nid = \"labs\"\nname = \"Labs\"\nclaim = \"They work.\"\n";
    let study = configured("coder = \"ben\"\ntheme = 1\n").with("codebooks/codes.toml", code);
    let run = study.command().env_remove("TRIPOD_CODER").args(["done", "interviews/a.md"]).output().unwrap();
    assert!(run.status.success(), "{run:?}");
    assert!(study.files().iter().any(|file| file.starts_with("codings/ben.")), "{:?}", study.files());
    assert!(!String::from_utf8_lossy(&run.stderr).contains("config.toml"), "{run:?}");
    // Where it should say who codes and cannot be read, that is told by whatever asks who codes.
    let study = configured("theme = 1\ncoder = 7\n").with("codebooks/codes.toml", code);
    let mut command = study.command();
    let run = command.env_remove("TRIPOD_CODER").env("USER", "eva").args(["done", "interviews/a.md"]).output().unwrap();
    let told = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success() && told.contains("tripod/config.toml:2: "), "{run:?}");
    assert!(told.contains("warning") && told.contains("'coder' has to be a text"), "{told}");
    assert!(!told.contains("config.toml:1"), "a fault of the theme is no matter here: {told}");
}

#[test]
fn the_example_of_the_guide_has_no_fault() {
    let guide = include_str!("../../docs/guide.md");
    let mut blocks = guide.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let example = blocks.find(|block| block.contains("[keys]")).unwrap();
    let listed = configured(example).run(["keys"]).done();
    assert!(listed.contains("g x") && listed.contains("F12"), "{listed}");
}

#[test]
fn nothing_is_read_from_a_study() {
    let keys = "[keys]\ncode = \"F5\"\n";
    let study = Study::new()
        .with("config.toml", keys)
        .with("tripod/config.toml", keys)
        .with(".config/tripod/config.toml", keys);
    assert!(!study.run(["keys"]).done().contains("F5"));
}

#[test]
fn completions_are_scripts_that_their_shells_can_read() {
    let study = Study::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = study.run(["completions", shell]).done();
        assert!(script.contains("triangulate") && script.contains("screen-reader"), "{shell}");
        let mut command = Command::new(shell);
        command.args(["-n", "/dev/stdin"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let Ok(mut child) = command.spawn() else {
            eprintln!("skipped: there is no {shell} here");
            continue;
        };
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), script.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{shell}: {output:?}");
    }
    assert!(study.run(["completions", "tcsh"]).refused().contains("bash"));
}

#[test]
fn manual_pages_are_printed_and_written() {
    let study = Study::new();
    let page = study.run(["man"]).done();
    assert!(page.contains(".TH tripod 1") && page.contains("\\-\\-study"), "{page}");
    let said = study.run(["man", "pages"]).ended(0).stderr;
    let written: Vec<String> = study.files().into_iter().filter(|file| file.starts_with("pages/")).collect();
    assert!(said.contains(&format!("{} pages", written.len())), "{said} {written:?}");
    for name in ["tripod", "tripod-init", "tripod-triangulate", "tripod-man"] {
        let page = study.read(&format!("pages/{name}.1"));
        assert!(page.contains(&format!(".TH {name} 1")), "{page}");
    }
    // A page for every command that the help lists.
    let help = study.run(["--help"]).done();
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    for command in
        commands.filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next()).filter(|name| *name != "help")
    {
        assert!(written.contains(&format!("pages/tripod-{command}.1")), "{command}: {written:?}");
    }
}
