//! Changing the codebook: from scripts with the real program, and on its screen with a real study.

use std::io::ErrorKind;
use std::path::Path;

use tripod::base::disk::{Disk as _, Fault, MemoryDisk};
use tripod::tui::message::{Ending, Message};
use tripod::tui::model::Screen;
use tripod::tui::session::Request;

use super::study::Study;
use super::workbench::{Bench, ROOT};

const LEAD: &str = "# the lead's codes\n\n[[code]]\nid = \"labs\"\nname = \"Laboratories\"\nclaim = \"Laboratories last.\"\n\n# the matter itself\n[[code]]\nid = \"reagents\"\nname = \"Reagents\"\n";
const DRAFTS: &str = "# heard in Varsk\n[[code]]\nid = \"fuel\"\nname = \"Fuel\"\nparent = \"labs\"\n";
const TEXT: &str = "The reagents stopped in March.\n\nThe fuel is gone.\n\nThe lab answers within a week.\n";

fn scripted() -> Study {
    Study::new()
        .with("codebooks/codebook.toml", LEAD)
        .with("codebooks/drafts-ben.toml", DRAFTS)
        .with("interviews/a.md", TEXT)
}

#[test]
fn a_merge_moves_every_coding_and_can_be_taken_back_by_hand() {
    let study = scripted();
    study.run(["code", "a", "--quote", "reagents stopped", "reagents"]).done();
    let said = study.run(["codebook", "merge", "reagents", "--into", "labs"]).ended(0).stderr;
    assert_eq!(said, "reagents is merged into labs: its codings count there, and what it said is a comment\n");
    let shown = study.run(["codebook"]).done();
    assert!(!shown.contains("reagents") && shown.contains("1 in 1"), "{shown}");
    assert!(study.run(["search", "code:reagents"]).done().contains("reagents stopped"));
    study.run(["check"]).done();
    let lead = study.read("codebooks/codebook.toml");
    assert!(
        lead.contains("# the matter itself\n# merged into 'labs', where its id is an alias:\n# [[code]]\n"),
        "{lead}"
    );
    // As the workbench and the comment say.
    let back = lead.replace("aliases = [\"reagents\"]\n", "").replace("# [[", "[[").replace("# id", "id");
    study.write("codebooks/codebook.toml", back.replace("# name", "name"));
    study.run(["check"]).done();
    let shown = study.run(["codebook"]).done();
    assert!(shown.lines().any(|line| line.starts_with("reagents") && line.ends_with("1 in 1")), "{shown}");
}

#[test]
fn a_draft_is_adopted_and_described_from_scripts() {
    let study = scripted();
    assert_eq!(
        study.run(["codebook", "adopt", "fuel"]).ended(0).stderr,
        "fuel stands in codebooks/codebook.toml now\n"
    );
    assert_eq!(study.read("codebooks/codebook.toml"), format!("{LEAD}\n{DRAFTS}"));
    assert_eq!(study.read("codebooks/drafts-ben.toml"), "");
    let told = study.run(["codebook", "adopt", "fuel"]).refused();
    assert!(told.starts_with("error: codebooks/codebook.toml: 'fuel' is no draft"), "{told}");
    study.run(["codebook", "describe", "fuel", "--definition", "What moves it.", "--key", "f"]).done();
    study.run(["codebook", "recolour", "fuel", "teal"]).done();
    study.run(["codebook", "describe", "fuel", "--definition", ""]).done();
    let lead = study.read("codebooks/codebook.toml");
    assert!(lead.ends_with("parent = \"labs\"\nkey = \"f\"\ncolor = \"teal\"\n"), "{lead}");
    assert!(study.run(["codebook", "describe", "fuel"]).refused().contains("--definition TEXT"));
    assert!(study.run(["codebook", "recolour", "fuel", "red"]).refused().contains("blue, teal"));
    assert!(study.run(["codebook", "describe", "labs", "--key", "f"]).refused().contains("belongs to 'Fuel'"));
    study.run(["check"]).done();
}

#[test]
fn two_programs_that_add_codes_at_once_lose_none() {
    let study = scripted();
    let children: Vec<_> = (0..12)
        .map(|number| study.command().args(["codebook", "add", &format!("Code {number}")]).spawn().unwrap())
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let lead = study.read("codebooks/codebook.toml");
    for number in 0..12 {
        assert_eq!(lead.matches(&format!("id = \"code-{number}\"\n")).count(), 1, "{lead}");
    }
    assert!(lead.starts_with(LEAD));
}

fn on_screen() -> Bench {
    let disk = MemoryDisk::new();
    disk.put(format!("{ROOT}/study.toml"), "title = \"Evaluation of the Office\"\n");
    disk.put(format!("{ROOT}/codebooks/codebook.toml"), LEAD);
    disk.put(format!("{ROOT}/codebooks/drafts-ben.toml"), DRAFTS);
    disk.put(format!("{ROOT}/interviews/a.md"), TEXT);
    Bench::on(disk, 80, 24)
}

fn coded() -> Bench {
    let mut bench = on_screen();
    bench.press("Cj<Enter>creag<Enter>}creag<Enter>");
    assert_eq!(bench.ops(), ["code", "code"]);
    bench.press("K");
    bench.settle();
    bench
}

fn file(bench: &Bench, name: &str) -> String {
    let bytes = bench.disk.read(&Path::new(ROOT).join("codebooks").join(name)).unwrap_or_default();
    String::from_utf8(bytes).unwrap()
}

/// Puts the keys on a code of the tree.
fn choose(bench: &mut Bench, name: &str) {
    bench.press("gg");
    for _ in 0..20 {
        let at = bench.session.model.book.chosen.as_ref().map(ToString::to_string);
        if at.as_deref() == Some(name) {
            return;
        }
        bench.press("j");
    }
    panic!("no code {name}");
}

#[test]
fn a_merge_asks_with_the_count_and_is_felt_everywhere() {
    let mut bench = coded();
    choose(&mut bench, "reagents");
    bench.press("Mlab<Enter>");
    let screen = bench.screen();
    assert!(screen.contains("Merge Reagents into Laboratories?") && screen.contains("2 codings of"), "{screen}");
    assert!(screen.contains("towards which no stance was"), "{screen}");
    bench.press("n<Esc>");
    assert_eq!(file(&bench, "codebook.toml"), LEAD, "a no changes nothing");
    bench.press("Mlab<Enter>y");
    bench.settle();
    let screen = bench.screen();
    assert!(screen.contains("take 'reagents' out of the aliases of"), "{screen}");
    assert_eq!(bench.session.model.desk.uses.get("labs"), Some(&2));
    assert!(file(&bench, "codebook.toml").contains("aliases = [\"reagents\"]"));
    assert_eq!(bench.ops(), ["code", "code"], "the journals are as they were");
    // Undo takes the coding back, not the merge.
    bench.press("u");
    assert!(file(&bench, "codebook.toml").contains("aliases = [\"reagents\"]"));
    assert_eq!(bench.ops(), ["code", "code", "remove"]);
}

#[test]
fn a_draft_of_another_coder_is_adopted_after_a_yes() {
    let mut bench = coded();
    choose(&mut bench, "fuel");
    bench.press("A");
    assert!(bench.screen().contains("Adopt Fuel, a draft of ben?"), "{}", bench.screen());
    bench.press("y");
    assert_eq!(file(&bench, "codebook.toml"), format!("{LEAD}\n{DRAFTS}"));
    assert_eq!(file(&bench, "drafts-ben.toml"), "");
    assert!(bench.screen().contains("back to codebooks/drafts-ben.toml"), "{}", bench.screen());
    bench.press("A");
    assert!(bench.screen().contains("this is no draft"), "{}", bench.screen());
}

#[test]
fn a_code_is_made_described_and_given_colour_and_key() {
    let mut bench = coded();
    choose(&mut bench, "labs");
    bench.press("aPower cuts<Enter><Enter>");
    bench.press("def<Enter>When the light goes.<Enter>Or flickers.<Ctrl-s>");
    assert!(bench.screen().contains("When the light goes. Or flickers."), "{}", bench.screen());
    bench.press("<Esc>cteal<Enter><Space>prPower and light<Enter>");
    let drafts = file(&bench, "drafts-ana.toml");
    assert!(
        drafts.starts_with("[[code]]\nid = \"power-cuts\"\nname = \"Power and light\"\nparent = \"labs\"\n"),
        "{drafts}"
    );
    assert!(
        drafts.contains("When the light goes.\nOr flickers.") && drafts.contains("color = \"teal\"\nkey = \"p\"\n")
    );
    // A key that another code has is refused, and the question stays.
    choose(&mut bench, "labs");
    bench.press("<Space>p");
    assert!(bench.screen().contains("belongs to 'Power and light'"), "{}", bench.screen());
    bench.press("<Esc>m");
    assert!(
        !bench.screen().contains("Power and light  "),
        "a code cannot stand under one below it: {}",
        bench.screen()
    );
}

#[test]
fn a_retired_code_counts_and_is_not_offered() {
    let mut bench = coded();
    choose(&mut bench, "reagents");
    bench.press("x");
    assert!(bench.screen().contains("2 codings of it count as before"), "{}", bench.screen());
    bench.press("y");
    assert!(file(&bench, "codebook.toml").ends_with("retired = true\n"));
    assert!(bench.screen().contains("Reagents (out of use)"), "{}", bench.screen());
    bench.press("Ccreag");
    assert!(bench.screen().contains("Code · 0"), "{}", bench.screen());
    bench.press("<Esc>Kx");
    assert_eq!(file(&bench, "codebook.toml"), LEAD);
}

#[test]
fn a_code_is_split_coding_by_coding() {
    let mut bench = coded();
    // Somebody else coded with it too.
    let own = String::from_utf8(bench.disk.read(Path::new("/study/codings/ana.testtest.jsonl")).unwrap()).unwrap();
    let first = own.lines().next().unwrap();
    let others = first.replace("\"by\":\"ana\"", "\"by\":\"ben\"").replace("\"id\":\"0", "\"id\":\"1");
    bench.disk.put("/study/codings/ben.bbbbbbbb.jsonl", format!("{others}\n"));
    bench.session.take(Message::Changed);
    bench.settle();
    choose(&mut bench, "reagents");
    bench.press("slab<Enter>fuel<Enter><Enter>");
    let screen = bench.screen();
    assert!(screen.contains("Split Reagents · 1 of 3") && screen.contains("2 Fuel"), "{screen}");
    bench.press("1k");
    assert!(bench.screen().contains("A coding of ben"), "{}", bench.screen());
    bench.press("2");
    assert_eq!(bench.ops(), ["code", "code", "change", "reconcile"]);
    let journal = bench.journal();
    assert_eq!((journal[2]["code"].as_str(), journal[3]["code"].as_str()), (Some("labs"), Some("fuel")));
    assert!(bench.screen().contains("2 given another code, 1 kept"), "{}", bench.screen());
    bench.press("uu");
    assert_eq!(bench.ops()[4..], ["remove", "change"]);
}

#[test]
fn what_an_editor_does_meanwhile_is_seen_and_never_written_over_unasked() {
    let mut bench = coded();
    // With the screen open.
    let theirs = LEAD.replace("name = \"Reagents\"", "name = \"Reagents and fuses\"");
    bench.disk.put(format!("{ROOT}/codebooks/codebook.toml"), theirs.as_str());
    bench.session.take(Message::Changed);
    bench.settle();
    assert!(bench.screen().contains("Reagents and fuses"), "{}", bench.screen());
    // With a text being written: another part of the file changes, and stays.
    choose(&mut bench, "reagents");
    bench.press("edef<Enter>Mine.");
    bench.disk.put(format!("{ROOT}/codebooks/codebook.toml"), format!("{theirs}\n[[code]]\nid = \"new\"\n"));
    bench.session.take(Message::Changed);
    bench.settle();
    bench.press("<Ctrl-s>");
    let now = file(&bench, "codebook.toml");
    assert!(now.contains("definition = \"Mine.\"") && now.contains("id = \"new\""), "{now}");
    // The same text changes, and nobody has told yet.
    bench.press("<Enter> And more.");
    bench.disk.put(format!("{ROOT}/codebooks/codebook.toml"), now.replace("Mine.", "Theirs."));
    bench.press("<Ctrl-s>");
    let screen = bench.screen();
    assert!(screen.contains("Mine. And more.") && screen.contains("“Theirs.” · Ctrl-s again"), "{screen}");
    assert!(file(&bench, "codebook.toml").contains("\"Theirs.\""));
    assert!(!bench.press("<Ctrl-q>").contains(&Request::End(Ending::Quit)), "what is written is not thrown away");
    bench.press("<Ctrl-s>");
    assert!(file(&bench, "codebook.toml").contains("\"Mine. And more.\""));
    // The code itself goes.
    bench.press("<Enter>!");
    bench.disk.put(format!("{ROOT}/codebooks/codebook.toml"), "[[code]]\nid = \"new\"\n");
    bench.session.take(Message::Changed);
    bench.settle();
    assert!(bench.screen().contains("took this code out of the codebook"), "{}", bench.screen());
    bench.press("<Ctrl-s>");
    assert!(bench.screen().contains("there is no code 'reagents'"), "{}", bench.screen());
}

#[test]
fn a_full_disk_keeps_what_was_typed() {
    let mut bench = coded();
    choose(&mut bench, "reagents");
    bench.press("edef<Enter>What a test uses up.");
    bench.disk.fail(Some(Fault::From(0, ErrorKind::StorageFull)));
    bench.press("<Ctrl-s>");
    let screen = bench.screen();
    assert!(screen.contains("What a test uses up.") && screen.contains("no space left"), "{screen}");
    assert_eq!(file(&bench, "codebook.toml"), LEAD);
    bench.disk.fail(None);
    bench.press("<Ctrl-s>");
    assert!(file(&bench, "codebook.toml").contains("definition = \"What a test uses up.\""));
    bench.press("<Esc>");
    bench.disk.fail(Some(Fault::From(0, ErrorKind::StorageFull)));
    bench.press("aA name<Enter>");
    bench.press("<Enter>");
    assert!(bench.screen().contains("A name: under which code?"), "{}", bench.screen());
    bench.disk.fail(None);
    bench.press("<Enter>");
    assert!(file(&bench, "drafts-ana.toml").contains("\"A name\""));
}

#[test]
fn a_code_leads_to_its_codings_and_back() {
    let mut bench = coded();
    choose(&mut bench, "reagents");
    bench.press("<Enter>");
    bench.settle();
    assert!(bench.screen().contains("Hits · 2"), "{}", bench.screen());
    bench.press("q");
    assert_eq!(bench.session.model.screen, Screen::Codebook);
    choose(&mut bench, "labs");
    bench.press("o");
    bench.settle();
    assert_eq!(bench.session.model.screen, Screen::Themes);
    bench.press("<Esc>");
    assert_eq!(bench.session.model.screen, Screen::Codebook);
    // From the small list beside the text, on its code.
    bench.press("C<Tab><Tab>jjo");
    assert_eq!(bench.session.model.book.chosen, Some("reagents".into()));
}
