//! `import` and `export` as a user meets them: what lands in the study, what is refused, what is said.

use std::io::{Cursor, Write as _};
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::study::Study;

const CODES: &str = "[[code]]\nid = \"capacity\"\nname = \"Capacity\"\nclaim = \"It rose.\"\n";
const NOTES: &str = "Q: How is it now?\n\nA: Now the lab answers within a week.\n\nA: Nobody pays.\n";

fn coded() -> Study {
    Study::new().with("codebooks/codes.toml", CODES).with("interviews/vrk-01.md", NOTES)
}

/// A Word file of one heading and one paragraph, with a comment.
pub(crate) fn word_file(words: &str) -> Vec<u8> {
    let document = format!(
        r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
        <w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Visit</w:t></w:r></w:p>
        <w:p><w:r><w:t>{words}</w:t><w:commentReference w:id="1"/></w:r></w:p></w:body></w:document>"#
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(document.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

fn import(study: &Study, files: &[PathBuf], more: &[&str]) -> crate::study::Run {
    let files = files.iter().map(|file| file.to_string_lossy().into_owned());
    study.run(["import".to_owned()].into_iter().chain(files).chain(more.iter().map(|&more| more.to_owned())))
}

#[test]
fn text_files_come_in_byte_for_byte() {
    let study = Study::new().with("sources.csv", "source,case\r\nold.md,varsk\r\n");
    let bytes = b"\xef\xbb\xbf---\r\nnot: front\r\nA: words \r\n";
    let files = [study.outside("a.md", bytes), study.outside("b.TXT", "b"), study.outside("t.csv", "x,y\n1,2\n")];
    let run = import(&study, &files, &["--as", "interview", "--set", "case=varsk", "--set", "case=ostrel"]);
    assert_eq!(run.done(), "interviews/a.md\ninterviews/b.txt\ninterviews/t.csv\n");
    assert_eq!(std::fs::read(study.path().join("interviews/a.md")).unwrap(), bytes);
    let register = study.read("sources.csv");
    let mut lines = register.split("\r\n");
    assert_eq!(lines.next(), Some("source,case,original,original-hash"));
    assert_eq!(lines.next(), Some("old.md,varsk"), "rows that were there stay as they were");
    assert!(lines.next().unwrap().starts_with("interviews/a.md,\"[varsk, ostrel]\",a.md,"), "{register}");
    assert!(lines.next().unwrap().starts_with("interviews/b.txt,\"[varsk, ostrel]\",b.TXT,"));
}

#[test]
fn a_word_file_comes_in_as_markdown_with_its_keys() {
    let study = Study::new();
    let file = study.outside("Notes, day 1.docx", word_file("# Interviewer: words"));
    let run = import(&study, &[file], &["--as", "focus-group", "--set", "people=6"]).ended(0);
    assert_eq!(run.stdout, "interviews/Notes, day 1.md\n");
    assert!(run.stderr.contains("1 comment was left out"), "{}", run.stderr);
    let text = study.read("interviews/Notes, day 1.md");
    let (front, body) = text.split_once("---\n\n").unwrap();
    assert_eq!(body, "# Visit\n\n\\# Interviewer: words\n");
    for line in ["people: 6", "kind: focus-group", "original: Notes, day 1.docx", "original-hash: "] {
        assert!(front.contains(line), "{front}");
    }
    assert!(!study.has("sources.csv"));
}

#[test]
fn what_is_taken_special_or_not_understood_is_refused_by_name_and_the_rest_goes_on() {
    let study = Study::new().with("interviews/taken.md", "mine");
    let folder = study.outside("folder/inside.md", "x").parent().unwrap().to_owned();
    let pipe = folder.with_file_name("pipe.md");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let looped = folder.with_file_name("loop.md");
    symlink(&looped, &looped).unwrap();
    let bad = [
        study.outside("taken.md", "theirs"),
        folder,
        pipe,
        PathBuf::from("/dev/zero"),
        looped,
        PathBuf::from("/nowhere/none.md"),
        study.outside("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        study.outside("cut.docx", &word_file("x")[..100]),
        study.outside("scan.pdf", "%PDF"),
        study.outside("noise.txt", [0, 159, 146, 150]),
    ];
    let mut files = bad.to_vec();
    files.push(study.outside("good.md", "words"));
    let said = import(&study, &files, &["--as", "interview"]).answered_no();
    for file in &bad {
        let name = file.to_string_lossy();
        assert!(said.contains(&format!("error: {name}: ")), "{name} is not told:\n{said}");
    }
    assert!(said.contains("save it as .docx") && said.contains("1 source imported, 10 refused"), "{said}");
    assert_eq!(study.read("interviews/taken.md"), "mine");
    assert_eq!(study.files(), ["interviews/good.md", "interviews/taken.md", "sources.csv", "study.toml"]);
}

#[test]
fn names_are_made_safe_and_older_encodings_told() {
    let study = Study::new();
    let files =
        [study.outside("-rf\n\u{1b}[2J.md", "x"), study.outside("lettre.txt", b"Les \xe9tudes sont termin\xe9es")];
    let run = import(&study, &files, &["--as", "desk-review"]).ended(0);
    assert_eq!(study.files()[..2], ["desk-review/lettre.txt", "desk-review/rf--[2J.md"]);
    assert_eq!(study.read("desk-review/lettre.txt"), "Les études sont terminées");
    assert!(run.stderr.contains("windows-1252") && !run.stderr.contains('\u{1b}'), "{}", run.stderr);
}

#[test]
fn each_record_of_a_table_can_be_a_source() {
    let study = Study::new().with("study.toml", "[attributes.district]\n");
    let table =
        study.outside("survey.csv", "id,District,What changed?,Why?\nr1,9,Much,\"Money,\nmostly\"\nr2,8,Little,\n");
    assert_eq!(
        import(&study, &[table], &["--as", "interview", "--rows"]).done(),
        "interviews/r1.md\ninterviews/r2.md\n"
    );
    let text = study.read("interviews/r1.md");
    assert!(text.starts_with("---\ndistrict: 9\noriginal: survey.csv, row 1\n"), "{text}");
    assert!(text.ends_with("\n## What changed?\n\nMuch\n\n## Why?\n\nMoney,\nmostly\n"), "{text}");
}

#[test]
fn what_was_typed_wrongly_is_said_and_nothing_is_written() {
    let study = Study::new();
    let file = study.outside("a.md", "words").to_string_lossy().into_owned();
    for (arguments, said) in [
        (vec!["import", &file], "--as"),
        (vec!["import", &file, "--as", "interviw"], "did you mean 'interview'?"),
        (vec!["import", &file, "--as", "interview", "--set", "case"], "key=value"),
        (vec!["import", &file, "--as", "interview", "--set", "original=x"], "by import itself"),
        (vec!["import", "--as", "interview"], "FILE"),
        (vec!["import", "--codings", &file, "--rows"], "--rows"),
        (vec!["import", "--codings", &file], "no column 'source'"),
        (vec!["import", "--codings", "/nowhere.csv"], "no such file"),
        (vec!["export", "x.docx"], ".csv"),
    ] {
        let said_all = study.run(&arguments).refused();
        assert!(said_all.contains(said), "{arguments:?} said:\n{said_all}");
    }
    assert_eq!(study.files(), ["study.toml"]);
}

#[test]
fn codings_come_in_row_by_row_and_refused_rows_say_why() {
    let study = coded();
    let table = "source,start,end,quote,code,coder,stance,weight,memo\n\
                 vrk-01,,,Now the lab answers,capacity,,supports,,\n\
                 vrk-01,0,2,Q:,Capacity,ben,,0.5,'=what?\n\
                 vrk-01,,,never said,capacity,,,,\n\
                 vrk-01,,,Nobody pays,money > who pays,,,,\n";
    let file = study.outside("codings.csv", table);
    let rejected = file.with_file_name("codings.rejected.csv");
    let dry = study.run(["import", "--codings", &file.to_string_lossy(), "--dry-run"]).ended(1);
    assert_eq!(dry.stdout, "2 codings would be imported, 2 refused\n");
    assert!(!study.has("codings") && !rejected.exists(), "a dry run writes nothing");
    let run = study.run(["import", "--codings", &file.to_string_lossy()]).ended(1);
    assert_eq!(run.stdout, "2 codings imported, 2 refused\n");
    assert!(run.stderr.contains("codings.csv:4: these words do not stand in the source"), "{}", run.stderr);
    let again = std::fs::read_to_string(&rejected).unwrap();
    assert_eq!(again.lines().next(), Some("source,start,end,quote,code,coder,stance,weight,memo,reason"));
    assert!(again.contains("vrk-01,,,never said,capacity,,,,,these words do not stand in the source\n"), "{again}");
    let ben = study.read("codings/ben.testtest.jsonl");
    let entry: Value = serde_json::from_str(&ben).unwrap();
    assert_eq!((&entry["by"], &entry["via"], &entry["weight"]), (&"ben".into(), &"ana".into(), &0.5.into()), "{ben}");
    assert_eq!((&entry["memo"], &entry["quote"], &entry["op"]), (&"=what?".into(), &"Q:".into(), &"code".into()));
    assert_eq!(study.read("codings/ana.testtest.jsonl").lines().count(), 1);

    let run = study.run(["import", "--codings", &file.to_string_lossy(), "--create-codes", "--json"]).ended(1);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&answer["imported"], &answer["already"]), (&1.into(), &2.into()));
    assert_eq!(answer["codes"], serde_json::json!(["money", "who-pays"]));
    assert_eq!(answer["refused"][0]["line"], 4);
    let imported = study.read("codebooks/imported.toml");
    assert!(imported.contains("id = \"who-pays\"\nname = \"who pays\"\nparent = \"money\"\n"), "{imported}");
}

#[test]
fn what_is_exported_can_be_imported_again() {
    let study = coded().with("interviews/b.md", "=SUM(1) was said, \"twice\"\nand again\n");
    let table = "source,quote,code,stance,memo\nb,\"=SUM(1) was said, \"\"twice\"\"\nand\",capacity,contradicts,+ more\nvrk,Nobody pays.,capacity,,\n";
    let file = study.outside("codings.csv", table);
    study.run(["import", "--codings", &file.to_string_lossy()]).done();
    let out = file.with_file_name("out.csv").to_string_lossy().into_owned();
    assert_eq!(study.run(["export", &out]).done(), format!("2 codings written to {out}\n"));
    let exported = std::fs::read_to_string(&out).unwrap();
    let expected = "source,start,end,quote,code,coder,stance,weight,memo,voice,case,status\n\
        interviews/b.md,0,29,\"'=SUM(1) was said, \"\"twice\"\"\nand\",capacity,ana,contradicts,,'+ more,,,anchored\n\
        interviews/vrk-01.md,61,73,Nobody pays.,capacity,ana,neutral,,,,,anchored\n";
    assert_eq!(exported, expected);
    study.run(["export", &out, "--raw"]).done();
    assert_eq!(std::fs::read_to_string(&out).unwrap(), expected.replace("'=", "=").replace("'+", "+"));
    let again = study.run(["import", "--codings", &out]).done();
    assert_eq!(again, "0 codings imported, 2 there already, 0 refused\n");
    let fresh = coded().with("interviews/b.md", study.read("interviews/b.md"));
    assert_eq!(fresh.run(["import", "--codings", &out, "--coder", "eva"]).done(), "2 codings imported, 0 refused\n");
    let entry: Value = serde_json::from_str(fresh.read("codings/ana.testtest.jsonl").lines().next().unwrap()).unwrap();
    assert_eq!((&entry["by"], &entry["via"]), (&"ana".into(), &"eva".into()));
}

#[test]
fn codings_are_printed_where_a_dash_stands_for_the_file() {
    let study = coded();
    study.run(["export", "all.csv"]).done();
    let printed = study.run(["export", "-"]);
    assert!(printed.stderr.contains("CONFIDENTIAL"), "{}", printed.stderr);
    assert_eq!(printed.done(), study.read("all.csv"));
    assert!(!study.files().contains(&"-".to_owned()));
    assert!(study.run(["export", "-", "--json"]).refused().contains("--json"));
    // A report does the same.
    assert_eq!(study.run(["report", "-o", "-"]).done(), study.run(["report"]).done());
}

#[test]
fn an_export_does_not_destroy_another_table() {
    let study = coded().with("sources.csv", "source,case\n");
    let said = study.run(["export", "sources.csv"]).refused();
    assert!(said.contains("no export of codings"), "{said}");
    assert_eq!(study.read("sources.csv"), "source,case\n");
}
