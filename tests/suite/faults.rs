//! Studies with faults: everything wrong is told in one run with file, line and hint, and what is sound
//! still works. Nothing from a file drives the terminal.

use crate::rounds::{self, Dice};
use crate::study::Study;

fn problems(study: &Study) -> Vec<(String, String, String, u64)> {
    let run = study.run(["check", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    json["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (text(&p["severity"]), text(&p["kind"]), text(&p["path"]), p["line"].as_u64().unwrap_or(0)))
        .collect()
}

#[test]
fn all_faults_are_told_in_one_run() {
    let study = Study::new()
        .with("study.toml", "title = \"T\"\n[guides.g]\nasked = [\"nothing\"]\n[coders]\nlead = \"L\"\n")
        .with("interviews/bad.txt", b"caf\xe9\n")
        .with("interviews/a.md", "---\ntitel: x\nuse: maybe\n---\nHello there.\n\nSecond one.\n")
        .with("interviews/notes.docx", "no")
        .with("codebooks/x.toml", "[[code]]\nid = \"a\"\nparent = \"b\"\n[[code]]\nid = \"b\"\nparent = \"a\"\n[[code]]\nid = \"c\"\n[[code]]\nid = \"c\"\n")
        .with("sources.csv", "source,title\nplanned-1,Later\na,T,extra\n")
        .with("codings/ana.testtest.jsonl", "{\"id\":\"01a2");
    let found = problems(&study);
    for (severity, kind, path, line) in [
        ("error", "code-cycle", "codebooks/x.toml", 4),
        ("error", "code-twice", "codebooks/x.toml", 9),
        ("error", "unreadable", "interviews/bad.txt", 0),
        ("warning", "other-type", "interviews/notes.docx", 0),
        ("warning", "undeclared-key", "interviews/a.md", 2),
        ("warning", "wrong-value", "interviews/a.md", 3),
        ("warning", "unknown-code", "study.toml", 0),
        ("warning", "no-file", "sources.csv", 2),
        ("warning", "register", "sources.csv", 3),
        ("warning", "torn-line", "codings/ana.testtest.jsonl", 1),
    ] {
        let wanted = (severity.to_owned(), kind.to_owned(), path.to_owned(), line);
        assert!(found.contains(&wanted), "{wanted:?} in {found:#?}");
    }
    // What is sound still works, and heals the torn line.
    study.run(["code", "a", "--quote", "Second one.", "c"]).done();
    assert!(study.run(["show", "a"]).done().contains("Second one."));
    assert_eq!(study.read("codings/ana.testtest.jsonl").lines().count(), 2);
}

#[test]
fn a_folder_that_is_no_study_is_told_and_made_one() {
    let study = Study::bare();
    assert!(study.run(["status"]).refused().contains("tripod init"));
    study.run(["init"]).done();
    assert!(study.run(["init"]).refused().contains("study already"));
    assert!(study.run(["status"]).done().contains("sources   0"));
    study.run(["check"]).done();
    for file in [".gitattributes", ".gitignore", "codebooks/codebook.toml", "study.toml"] {
        assert!(study.has(file), "{file}");
    }
}

#[test]
fn a_newer_study_is_read_and_not_written_to() {
    let study = Study::new()
        .with("study.toml", "format = 2\n")
        .with("interviews/a.md", "Hello there.\n")
        .with("codebooks/c.toml", "[[code]]\nid = \"c\"\n");
    assert!(study.run(["show", "a"]).done().contains("Hello"));
    assert!(study.run(["code", "a", "0..5", "c"]).refused().contains("newer"));
    assert!(study.run(["codebook", "add", "New"]).refused().contains("newer"));
    assert!(!study.has("codings"));
    let study = study.with("study.toml", "");
    study.write(
        "codings/ben.otherdev.jsonl",
        "{\"id\":\"019a0000-0000-7000-8000-000000000001\",\"by\":\"ben\",\"op\":\"assign\",\"of\":1}\n",
    );
    assert!(study.run(["code", "a", "0..5", "c"]).refused().contains("newer"));
}

/// No byte that drives a terminal comes out of any command, whatever the files hold.
#[test]
fn nothing_in_a_file_reaches_the_terminal_raw() {
    let evil = "\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}31m\u{202e}\u{200b}\u{7f}\u{e0041}";
    let study = Study::new()
        .with("study.toml", "title = \"t\\u001b[31m\"\n")
        .with("interviews/a.md", format!("---\ntitle: {evil}\nkey{evil}: x\n---\nWords {evil} here.\n\nMore.\n"))
        .with(&format!("interviews/n{}.md", "\u{1b}[31m\u{202e}"), "Hello.\n")
        .with("codebooks/c.toml", "[[code]]\nid = \"c\"\nname = \"n\\u001b[1m\"\nclaim = \"It is \\u202e so.\"\n")
        .with("sources.csv", format!("source,title\nx{evil},{evil}\n"));
    study.run(["code", "interviews/a.md", "0..5", "c", "--memo", evil]).done();
    study.run(["memo", "study", evil]).done();
    let commands: [&[&str]; 9] = [
        &["status"],
        &["sources"],
        &["codebook"],
        &["show", "interviews/a.md", "--ids"],
        &["show", "interviews/a.md", "--json"],
        &["memo"],
        &["log"],
        &["check"],
        &["show", "no\u{1b}[31msuch"],
    ];
    for arguments in commands {
        let run = study.run(arguments.iter().copied());
        for text in [&run.stdout, &run.stderr] {
            let bad: Vec<char> =
                text.chars().filter(|&ch| ch != '\n' && tripod::base::shown::mark_for(ch).is_some()).collect();
            assert!(bad.is_empty(), "{arguments:?}: {bad:?}");
        }
    }
}

/// Without a terminal nothing is asked, nothing is coloured, and a closed pipe is no fault.
#[test]
fn without_a_terminal_the_program_is_quiet_and_plain() {
    let study = Study::new().with("interviews/a.md", "Hello.\n\n".repeat(2_000));
    for environment in [&[("TERM", "dumb")][..], &[("NO_COLOR", "1")], &[("TERM", "xterm-256color")]] {
        let run = study.run_with([] as [&str; 0], environment, "").ended(0);
        assert!(!run.stdout.contains('\u{1b}') && !run.stderr.contains('\u{1b}'));
    }
    let mut child = study
        .command()
        .args(["show", "a"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty());
}

/// Whatever standard input and output are, the program ends soon, with an exit code and a message, and no
/// byte that drives a terminal goes where no terminal is.
#[test]
fn no_terminal_of_any_kind_hangs_or_drives() {
    const COMMANDS: [&str; 13] = [
        "",
        "status",
        "search hello",
        "search nowhere",
        "show a",
        "check",
        "codebook",
        "triangulate",
        "log --json",
        "code a --quote - c",
        "report theme",
        "--help",
        "no-such-command",
    ];
    const INPUTS: [&str; 5] = ["</dev/null", "<&-", "<input", "<pipe", "<study.toml"];
    const OUTPUTS: [&str; 6] = [">out", ">&-", ">/dev/null", ">/dev/full", "| cat >out", "| true"];
    const ERRORS: [&str; 4] = ["2>err", "2>&-", "2>/dev/full", "2>err"];
    let study = Study::quick()
        .with("interviews/a.md", "Hello there.\n\n".repeat(50))
        .with("codebooks/c.toml", "[[code]]\nid = \"c\"\nclaim = \"It is so.\"\n")
        .with("input", "Hello");
    rounds::each("F3", "commands without a terminal: files, pipes, closed, full", 40, 100, |dice| {
        let command = *dice.pick(&COMMANDS);
        let (input, output, error) = (*dice.pick(&INPUTS), *dice.pick(&OUTPUTS), *dice.pick(&ERRORS));
        let feed = if input == "<pipe" { "printf Hello | " } else { "" };
        let input = if input == "<pipe" { "" } else { input };
        let script = match output.strip_prefix("| ") {
            Some(reader) => format!("{feed}{{ \"$0\" {command} {input} {error}; echo $? >code; }} | {reader}"),
            None => format!("{feed}\"$0\" {command} {input} {output} {error}; echo $? >code"),
        };
        let what = format!("{script} {command}");
        for file in ["out", "err", "code"] {
            study.write(file, "");
        }
        let plain = study.command();
        let mut shell = std::process::Command::new("timeout");
        shell.args(["10", "sh", "-c", &script]).arg(plain.get_program()).current_dir(study.path());
        shell.env_clear().envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
        shell.env("PATH", "/usr/bin:/bin");
        match dice.below(4) {
            0 => {}
            1 => drop(shell.env("TERM", "dumb")),
            2 => drop(shell.env("TERM", "xterm-256color")),
            _ => drop(shell.env("TERM", "xterm-256color").env("NO_COLOR", "1")),
        }
        shell.stdin(std::process::Stdio::null());
        let status = shell.status().unwrap();
        assert_ne!(status.code(), Some(124), "it hangs: {what}");
        let (out, err, code) = (study.read("out"), study.read("err"), study.read("code"));
        let code: i32 = code.trim().parse().unwrap_or_else(|_| panic!("{what}: {code}"));
        assert!((0..=2).contains(&code), "{what}: {code} {err}");
        assert!(!err.contains("panicked"), "{what}: {err}");
        for text in [&out, &err] {
            assert!(
                text.chars().all(|ch| ch == '\n' || tripod::base::shown::mark_for(ch).is_none()),
                "{what}: {text:?}"
            );
        }
        let is_refused = command == "no-such-command" || (command.contains("--quote") && input == "<&-");
        if is_refused {
            assert_eq!(code, 2, "{what} {err}");
            assert!(error != "2>err" || !err.is_empty(), "{what}");
        }
        if output == ">/dev/full" && error == "2>err" && ["status", "show a", "codebook"].contains(&command) {
            assert!(code == 2 && err.contains("error"), "what is not printed is no success: {what} {code} {err}");
        }
    });
}

/// A command that was typed wrong is told in safe words, and no words to code are found nowhere.
#[test]
fn what_was_typed_is_repeated_safely() {
    let study =
        Study::new().with("interviews/a.md", "Hello there.\n").with("codebooks/c.toml", "[[code]]\nid = \"c\"\n");
    for arguments in
        [["\u{1b}]0;x\u{7}\u{202e}", "\u{e0041}"], ["status", "--\u{1b}[2J"], ["code", "--stance=\u{9b}2J"]]
    {
        only_shows(&study.run(arguments).refused(), false, "clap");
    }
    for words in ["", " ", "\n"] {
        assert!(study.run(["code", "a", "--quote", words, "c"]).refused().contains("do not stand"));
    }
}

/// What a terminal was told to do beside showing text.
#[derive(Default)]
struct Driven(Vec<String>);

impl vt100::Callbacks for Driven {
    fn audible_bell(&mut self, _: &mut vt100::Screen) {
        self.0.push("a bell".into());
    }
    fn visual_bell(&mut self, _: &mut vt100::Screen) {
        self.0.push("a bell to see".into());
    }
    fn resize(&mut self, _: &mut vt100::Screen, size: (u16, u16)) {
        self.0.push(format!("another size: {size:?}"));
    }
    fn set_window_icon_name(&mut self, _: &mut vt100::Screen, name: &[u8]) {
        self.0.push(format!("an icon's name: {name:?}"));
    }
    fn set_window_title(&mut self, _: &mut vt100::Screen, title: &[u8]) {
        self.0.push(format!("a title: {title:?}"));
    }
    fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8], data: &[u8]) {
        self.0.push(format!("the clipboard: {data:?}"));
    }
    fn paste_from_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8]) {
        self.0.push("the clipboard read".into());
    }
    fn unhandled_control(&mut self, _: &mut vt100::Screen, byte: u8) {
        self.0.push(format!("control {byte:#x}"));
    }
    fn unhandled_escape(&mut self, _: &mut vt100::Screen, _: Option<u8>, _: Option<u8>, byte: u8) {
        self.0.push(format!("escape {byte:#x}"));
    }
    fn unhandled_csi(&mut self, _: &mut vt100::Screen, _: Option<u8>, _: Option<u8>, parameters: &[&[u16]], end: char) {
        self.0.push(format!("sequence {parameters:?} {end}"));
    }
    fn unhandled_osc(&mut self, _: &mut vt100::Screen, parameters: &[&[u8]]) {
        self.0.push(format!("command {parameters:?}"));
    }
}

/// Shows what was printed on a terminal, and holds that nothing but text and its colours came of it.
fn only_shows(text: &str, coloured: bool, what: &str) {
    let mut rest = String::new();
    let mut parts = text.split('\u{1b}');
    rest.push_str(parts.next().unwrap_or_default());
    for part in parts {
        assert!(coloured, "{what}: an escape in {text:?}");
        let end = part.find(|ch: char| !matches!(ch, '[' | ';' | ':' | '0'..='9'));
        let end = end.filter(|&end| part.starts_with('[') && part[end..].starts_with('m'));
        rest.push_str(&part[end.unwrap_or_else(|| panic!("{what}: \\e{part:?}")) + 1..]);
    }
    let bad: Vec<char> = rest.chars().filter(|&ch| ch != '\n' && tripod::base::shown::mark_for(ch).is_some()).collect();
    assert!(bad.is_empty(), "{what}: {bad:?}");
    let (rows, columns) = (std::num::NonZeroU16::new(24).unwrap(), std::num::NonZeroU16::new(80).unwrap());
    let mut terminal = vt100::Parser::new_with_callbacks(rows, columns, 0, Driven::default());
    terminal.process(text.replace('\n', "\r\n").as_bytes());
    assert!(terminal.callbacks().0.is_empty(), "{what}: {:?}", terminal.callbacks().0);
    let screen = terminal.screen();
    let modes =
        (screen.alternate_screen(), screen.hide_cursor(), screen.bracketed_paste(), screen.application_keypad());
    assert_eq!(modes, (false, false, false, false), "{what}");
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "{what}");
}

/// Writes a text as a string of a TOML file.
fn in_toml(text: &str) -> String {
    let mut out = String::from("\"");
    for ch in text.chars() {
        match ch {
            '"' | '\\' => out.extend(['\\', ch]),
            _ if ch.is_control() => out = format!("{out}\\u{:04x}", u32::from(ch)),
            _ => out.push(ch),
        }
    }
    out + "\""
}

/// Fuzzed strings in every place that a study has for text, and as arguments, through all commands.
#[test]
fn no_string_drives_the_terminal_through_a_command() {
    rounds::each("F4", "fuzzed strings in all places of a study, through 20 commands", 3, 17, |dice| {
        let mut study = Study::quick();
        let line = |dice: &mut Dice| dice.evil(6).replace(['\n', '\r'], " ");
        let name = |dice: &mut Dice| -> String {
            let name: String = dice.evil(5).chars().filter(|ch| !matches!(ch, '/' | '\0')).collect();
            name.chars().take(30).collect()
        };
        study.write("study.toml", format!("title = {}\n", in_toml(&dice.evil(6))));
        let codes: Vec<String> = (0..4)
            .map(|at| {
                let mut text = || in_toml(&dice.evil(6));
                format!("[[code]]\nid = \"c{at}\"\nname = {}\nclaim = {}\ndefinition = {}\n", text(), text(), text())
            })
            .collect();
        study.write("codebooks/c.toml", codes.concat());
        let paragraphs: Vec<String> = (0..24).map(|_| format!("Hello {}\n\n", dice.evil(8))).collect();
        let head = format!("title: {}\n{}: {}\ncase: {}\n", line(dice), line(dice), line(dice), line(dice));
        study = study.with("interviews/a.md", format!("---\n{head}---\nHello there.\n\n{}", paragraphs.concat()));
        study.write(&format!("interviews/n{}.md", name(dice)), format!("Hello {}.\n", dice.evil(9)));
        study.write(&format!("interviews/o{}.odd", name(dice)), "no");
        let csv = |text: String| format!("\"{}\"", text.replace('"', "\"\""));
        study.write("observations/t.csv", format!("voice,words\n{},{}\n", csv(dice.evil(4)), csv(dice.evil(8))));
        study.write("sources.csv", format!("source,title\n{},{}\n", csv(dice.evil(4)), csv(dice.evil(4))));
        let argument = |dice: &mut Dice| dice.evil(5).replace('\0', "");
        let (memo, coder) = (argument(dice), argument(dice));
        drop(study.run(["code", "interviews/a.md", "0..5", "c0", "--memo", &memo]));
        drop(study.run(["memo", "study", &argument(dice)]));
        drop(study.run(["memo", "source:interviews/a.md", &argument(dice), "--coder", &format!("x{coder}")]));
        drop(study.run(["cell", "interviews/a.md", "c1", "--stance=supports", "--summary", &argument(dice)]));
        drop(study.run(["verdict", "c1", "agreement", "--reason", &argument(dice)]));
        study.write("codings/z.torntorn.jsonl", format!("{{\"id\":{}\n", dice.evil(6)));
        dice.cases(60);
        let (odd, other, third) = (argument(dice), argument(dice), argument(dice));
        let commands: [&[&str]; 20] = [
            &["status"],
            &["sources"],
            &["codebook"],
            &["show", "interviews/a.md", "--ids"],
            &["show", "interviews/n"],
            &["show", "observations/t.csv", "--json"],
            &["search", "hello"],
            &["search", "hello", "--json"],
            &["search", &odd],
            &["show", &odd],
            &["code", "interviews/a.md", "--quote", &other, &third],
            &["codebook", "add", &third],
            &["import", &other, "--as", &odd],
            &["memo"],
            &["log"],
            &["log", "--json"],
            &["check"],
            &["triangulate"],
            &["triangulate", "--json"],
            &[&odd],
        ];
        for arguments in commands {
            let coloured = dice.below(2) == 0;
            let colour: &[&str] = if coloured { &["--color=always"] } else { &[] };
            let run = study.run([colour, arguments].concat());
            let what = format!("{arguments:?}");
            assert!(matches!(run.code, Some(0..=2)) && !run.stderr.contains("panicked"), "{what} {run:?}");
            only_shows(&run.stdout, coloured, &what);
            only_shows(&run.stderr, coloured, &what);
        }
    });
}

/// A changed text keeps its codings on their words, or says that they have no place.
#[test]
fn codings_stay_on_their_words_when_a_text_changes() {
    let text =
        "The lab answers within a week now.\n\nBut when the project closed in March the reagents stopped coming.\n";
    let study = Study::new().with("interviews/a.md", text).with("codebooks/c.toml", "[[code]]\nid = \"c\"\n");
    study.run(["code", "a", "--quote", "the reagents stopped coming", "c"]).done();
    study.run(["code", "a", "--quote", "within a week", "c"]).done();
    study.write("interviews/a.md", format!("A new first line.\n\n{}", text.replace("within a week", "slowly")));
    let quotes = || -> Vec<(String, String)> {
        let json: serde_json::Value = serde_json::from_str(&study.run(["show", "a", "--json"]).done()).unwrap();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        json["codings"].as_array().unwrap().iter().map(|c| (text(&c["status"]), text(&c["quote"]))).collect()
    };
    let found = quotes();
    assert!(found.contains(&("anchored".into(), "the reagents stopped coming".into())), "{found:?}");
    assert!(found.contains(&("unanchored".into(), "within a week".into())), "{found:?}");
    let lines = study.read("codings/ana.testtest.jsonl").lines().count();
    study.run(["check"]).done();
    assert_eq!(study.read("codings/ana.testtest.jsonl").lines().count(), lines, "reading writes nothing");
    study.run(["check", "--anchor"]).done();
    assert_eq!(study.read("codings/ana.testtest.jsonl").lines().count(), lines + 1);
    study.write("interviews/a.md", text);
    assert!(quotes().iter().all(|(status, _)| status == "anchored"), "the old text brings both back");
}

/// A coding that was taken back before the text changed does not hide where the file went.
#[test]
fn a_changed_and_then_renamed_source_keeps_its_codings() {
    let text = "Ana: The training was useful for all of us here in the north.\n\nAna: We still work with the kits.\n";
    let study = Study::new().with("interviews/a.txt", text).with("codebooks/c.toml", "[[code]]\nid = \"c\"\n");
    study.run(["code", "a", "--quote", "We still work with the kits", "c"]).done();
    let id = study.run(["code", "a", "--quote", "The training was useful", "c"]).done();
    study.run(["remove", id.trim()]).done();
    study.write("interviews/a.txt", text.replace("of us here", "of us"));
    study.run(["check", "--anchor"]).done();
    std::fs::rename(study.path().join("interviews/a.txt"), study.path().join("interviews/b.txt")).unwrap();
    assert!(study.run(["show", "b"]).done().contains("We still work with the kits"));
    study.run(["check"]).done();
}

/// A source that was renamed with its text keeps its codings and its marks.
#[test]
fn a_renamed_source_keeps_its_codings() {
    let study =
        Study::new().with("interviews/a.md", "Hello there.\n").with("codebooks/c.toml", "[[code]]\nid = \"c\"\n");
    study.run(["code", "a", "0..5", "c"]).done();
    std::fs::rename(study.path().join("interviews/a.md"), study.path().join("interviews/b.md")).unwrap();
    assert!(study.run(["show", "b"]).done().contains("c ana 0..5"));
    study.write("interviews/c.md", "Hello there.\n");
    assert!(!study.run(["show", "b"]).done().contains("c ana 0..5"), "with two candidates it is not known which");
    study.run(["check"]).answered_no();
}

/// Where the device's name cannot be kept, the user is told, and one run still writes one journal.
#[test]
fn a_device_name_that_cannot_be_kept_is_told() {
    let study =
        Study::new().with("interviews/a.md", "Hello there.\n").with("codebooks/c.toml", "[[code]]\nid = \"c\"\n");
    let mut command = study.command();
    command
        .args(["code", "a", "0..5", "c"])
        .env_remove("TRIPOD_DEVICE")
        .env_remove("XDG_STATE_HOME")
        .env("HOME", "/dev/null");
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && said.contains("TRIPOD_DEVICE"), "{said}");
    assert_eq!(study.files().iter().filter(|path| path.starts_with("codings/")).count(), 1);
}
