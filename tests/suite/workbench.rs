//! Key scripts on a real study: what fingers do is in the journal, and the screen says so only then.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use insta::assert_snapshot;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use tripod::base::chance::Seeded;
use tripod::base::clock::SetClock;
use tripod::base::disk::{Disk as _, Fault, MemoryDisk};
use tripod::search::answer::{Question, answer};
use tripod::search::query::Query;
use tripod::search::run::Limits;
use tripod::search::searchable::Searchable;
use tripod::study::{Host, Study as Opened, View};
use tripod::tui::colours::Colours;
use tripod::tui::keys::chord::script;
use tripod::tui::message::{Ending, Message};
use tripod::tui::session::{Request, Session};
use tripod::tui::view::view;

pub(crate) const ROOT: &str = "/study";
const JOURNAL: &str = "/study/codings/ana.testtest.jsonl";

const CODES: &str = r#"
[[code]]
id = "effectiveness"
name = "Effectiveness"

[[code]]
id = "capacity"
name = "Capacity of counterparts"
parent = "effectiveness"
claim = "Training and mentoring raised what counterparts can do."
definition = "What people and offices can do that they could not do before."
key = "c"

[[code]]
id = "labs"
name = "Laboratories after hand-over"
parent = "effectiveness"
claim = "Laboratories keep working after hand-over."
key = "l"

[[code]]
id = "aside"
name = "Asides"
"#;

const INTERVIEW: &str = "---\ncase: varsk\ncategory: staff\n---\n# Laboratory\n\n\
Q: How did the training change daily work?\n\n\
A: Before 2016 nobody here had seen a report. Now the lab answers within a week.\n\n\
Q: And now?\n\n\
A: The reagents stopped, and the machine is a very expensive table.\n";

const MANY_SCRIPTS: &str = "实验室一周内就能给出结果。检察官也要求提供报告，没有人见过这样的设备。\n\n\
المختبر يعمل الآن كل يوم، والنيابة تطلب التقارير منه.\n\n\
Лаборатория работает каждый день, но реактивов нет.\n\n\
cafe\u{301} 👨\u{200d}👩\u{200d}👧 🇫🇷 a\tb \u{202e}txet neddih\u{202c} \u{1b}[31mred\n";

/// A workbench on a study in memory.
pub(crate) struct Bench {
    pub(crate) session: Session,
    pub(crate) disk: MemoryDisk,
}

impl Bench {
    pub(crate) fn on(disk: MemoryDisk, width: u16, height: u16) -> Self {
        Self::opened(disk, (width, height), None, "ana")
    }

    /// Opens the study for a coder whose own state is kept.
    fn keeping(disk: MemoryDisk, coder: &str) -> Self {
        Self::opened(disk, (80, 24), Some("/state".into()), coder)
    }

    fn opened(disk: MemoryDisk, (width, height): (u16, u16), state: Option<PathBuf>, coder: &str) -> Self {
        let host = Host {
            disk: Arc::new(disk.clone()),
            clock: Arc::new(SetClock::new(1_772_442_847_120)),
            chance: Arc::new(Seeded::new(7)),
            cache: None,
            state,
            device: Some("testtest".to_owned()),
        };
        let mut session = Session::new(Colours::None);
        session.take(Message::Resize { width, height });
        session.open(host, Path::new(ROOT), coder.into()).unwrap();
        let mut bench = Self { session, disk };
        bench.settle();
        bench
    }

    pub(crate) fn new() -> Self {
        Self::on(study(), 80, 24)
    }

    /// Takes in what threads have to say, until they are silent for a while.
    pub(crate) fn settle(&mut self) {
        while let Some(message) = self.session.wait_for(Duration::from_millis(150)) {
            self.session.take(message);
        }
    }

    pub(crate) fn press(&mut self, keys: &str) -> Vec<Request> {
        script(keys).into_iter().flat_map(|chord| self.session.take(Message::Key(chord))).collect()
    }

    /// Opens the first interview.
    pub(crate) fn open_first(&mut self) {
        self.press("Cj<Enter>");
    }

    pub(crate) fn screen(&self) -> String {
        let (width, height) = self.session.model.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| view(&self.session.model, frame)).unwrap();
        super::screens::dump(terminal.backend().buffer())
    }

    /// Returns what the footer says.
    fn said(&self) -> String {
        self.session.model.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default()
    }

    pub(crate) fn journal(&self) -> Vec<serde_json::Value> {
        let Ok(bytes) = self.disk.read(Path::new(JOURNAL)) else { return Vec::new() };
        let text = String::from_utf8(bytes).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    pub(crate) fn ops(&self) -> Vec<String> {
        self.journal().iter().map(|line| line["op"].as_str().unwrap().to_owned()).collect()
    }
}

pub(crate) fn study() -> MemoryDisk {
    let disk = MemoryDisk::new();
    disk.put(format!("{ROOT}/study.toml"), "title = \"Evaluation of the Office\"\n");
    disk.put(format!("{ROOT}/codebooks/codebook.toml"), CODES);
    disk.put(format!("{ROOT}/interviews/vrk-01.md"), INTERVIEW);
    disk.put(format!("{ROOT}/interviews/vrk-02.md"), MANY_SCRIPTS);
    disk.put(format!("{ROOT}/observations/lab.md"), "The machine stood under a cover.\n");
    disk
}

#[test]
fn a_stance_in_the_interviewers_turn_is_a_problem_in_the_footer() {
    let disk = MemoryDisk::new();
    disk.put(format!("{ROOT}/study.toml"), "");
    disk.put(format!("{ROOT}/codebooks/codebook.toml"), CODES);
    let text = "---\ninterviewer: Q\n---\nQ: Does it work?\nA: It does.\n\nQ: And now?\nA: It does.\n";
    disk.put(format!("{ROOT}/interviews/vrk-01.md"), text);
    let mut bench = Bench::on(disk.clone(), 80, 24);
    bench.open_first();
    assert!(!bench.screen().contains("problem"), "{}", bench.screen());
    bench.press("V c+");
    assert!(bench.screen().contains("these are the interviewer's words"), "{}", bench.screen());
    assert_eq!(bench.journal()[0]["stance"], "supports", "it is saved all the same");
    bench.press("k");
    bench.settle();
    assert!(bench.screen().contains("  1 problem"), "{}", bench.screen());
    // It is told at the next opening too, when the texts are read.
    assert!(Bench::on(disk, 80, 24).screen().contains("  1 problem"));
    bench.press("u");
    bench.settle();
    assert!(!bench.screen().contains("problem"), "{}", bench.screen());
}

#[test]
fn a_stance_in_the_interviewers_turn_is_told_when_several_steps_are_saved_at_last() {
    let disk = MemoryDisk::new();
    disk.put(format!("{ROOT}/study.toml"), "");
    disk.put(format!("{ROOT}/codebooks/codebook.toml"), CODES);
    let text = "---\ninterviewer: Q\n---\nQ: Does it work?\nA: It does.\n\nQ: And now?\nA: It does.\n";
    disk.put(format!("{ROOT}/interviews/vrk-01.md"), text);
    let mut bench = Bench::on(disk, 80, 24);
    bench.open_first();
    bench.disk.fail(Some(Fault::From(0, ErrorKind::StorageFull)));
    bench.press("V c+V l+");
    assert_eq!(bench.session.model.left, 2);
    bench.disk.fail(None);
    bench.press("!");
    assert_eq!(bench.session.model.left, 0);
    assert!(bench.said().contains("these are the interviewer's words"), "{}", bench.said());
}

#[test]
fn the_footer_counts_the_problems_that_the_list_shows() {
    let disk = study();
    // Of two problems one is known only when all is checked, and claims that deny or join are notes.
    let manifest = "[coders]\nben = \"Ben\"\n[triangulation]\nbeta = \"much\"\n";
    disk.put(format!("{ROOT}/study.toml"), manifest);
    disk.put(format!("{ROOT}/codebooks/more.toml"), "[[code]]\nid = \"m\"\nclaim = \"Nothing works.\"\n");
    let mut bench = Bench::on(disk, 80, 24);
    assert!(bench.screen().contains("  1 problem"), "{}", bench.screen());
    bench.open_first();
    bench.press("V l3");
    bench.settle();
    // Ana is not among the coders.
    assert!(bench.screen().contains("  2 problems"), "{}", bench.screen());
    bench.press("P");
    bench.settle();
    let screen = bench.screen();
    assert!(screen.contains("2 problems, 2 notes · 1 of 4") && screen.contains("  2 problems"), "{screen}");
}

#[test]
fn a_coding_is_on_the_disk_before_the_screen_says_saved() {
    let mut bench = Bench::new();
    bench.open_first();
    assert!(!bench.screen().contains("saved"));
    bench.press("}}wwwwv4eccap<Enter>+");
    let [line] = &bench.journal()[..] else { panic!("{:?}", bench.journal()) };
    assert_eq!((&line["op"], &line["code"], &line["stance"]), (&"code".into(), &"capacity".into(), &"supports".into()));
    assert_eq!(line["quote"], "here had seen a");
    assert!(bench.screen().contains("saved 09:14:0"), "{}", bench.screen());
    assert_snapshot!("coded", bench.screen());
}

#[test]
fn what_is_done_is_undone_and_made_again() {
    let mut bench = Bench::new();
    bench.open_first();
    bench.press("}} l+ c-");
    assert_eq!(bench.ops(), ["code", "code"]);
    bench.press("uu");
    assert!(!bench.screen().contains('▎'), "{}", bench.screen());
    bench.press("<Ctrl-r>");
    assert_eq!(bench.ops(), ["code", "code", "remove", "remove", "restore"]);
    assert!(bench.screen().contains("made again: coded: Laboratories"), "{}", bench.screen());
    bench.press("uuuu");
    assert!(bench.screen().contains("nothing to undo"));
}

#[test]
fn a_coding_is_changed_and_its_changes_are_in_the_journal() {
    let mut bench = Bench::new();
    bench.open_first();
    bench.press("}}V l0s3mwho pays?<Ctrl-s>rcapa<Enter>");
    assert_eq!(bench.ops(), ["code", "change", "change", "change"]);
    let journal = bench.journal();
    assert_eq!(journal[1]["stance"], "contradicts");
    assert_eq!(journal[2]["memo"], "who pays?");
    assert_eq!(journal[3]["code"], "capacity");
    bench.press("Bbb<Enter>");
    assert_eq!(bench.journal()[4]["quote"].as_str().map(|quote| quote.ends_with("within a")), Some(true));
    bench.press("D");
    assert_eq!(bench.ops().last().map(String::as_str), Some("remove"));
}

#[test]
fn a_coding_loses_its_stance_with_its_claim_and_undo_brings_both_back() {
    let mut bench = Bench::new();
    bench.open_first();
    bench.press("}} l-");
    let topic = "\n[[code]]\nid = \"anecdotes\"\nname = \"Anecdotes\"\n";
    bench.disk.put(format!("{ROOT}/codebooks/topics.toml"), topic);
    let mut bench = Bench::on(bench.disk.clone(), 80, 24);
    bench.open_first();
    bench.press("}}ranec<Enter>");
    assert!(
        bench.screen().contains("recoded as Anecdotes; it has no claim, so the stance is off"),
        "{}",
        bench.screen()
    );
    let line = bench.journal().pop().unwrap();
    assert_eq!((&line["code"], &line["stance"]), (&"anecdotes".into(), &"neutral".into()));
    bench.press("u");
    assert!(bench.screen().contains("undone: recoded as Anecdotes"), "{}", bench.screen());
    let line = bench.journal().pop().unwrap();
    assert_eq!((&line["code"], &line["stance"]), (&"labs".into(), &"contradicts".into()));
}

#[test]
fn selected_words_become_a_code_in_the_drafts() {
    let mut bench = Bench::new();
    bench.open_first();
    bench.press("}}}}wwveei<Enter>");
    let drafts = String::from_utf8(bench.disk.read(Path::new("/study/codebooks/drafts-ana.toml")).unwrap()).unwrap();
    assert!(drafts.contains("id = \"reagents-stopped\""), "{drafts}");
    assert_eq!(bench.journal()[0]["code"], "reagents-stopped");
    assert!(bench.screen().contains("reagents stopped"));
    bench.press(".");
    assert_eq!(bench.journal()[1]["code"], "reagents-stopped");
}

#[test]
fn several_codes_are_written_and_taken_back_as_one_step() {
    let mut bench = Bench::new();
    bench.open_first();
    bench.press("}}wwwwv4ec<Down><Tab><Tab>asi<Tab><Enter>+-");
    let journal = bench.journal();
    let codes: Vec<&str> = journal.iter().map(|line| line["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["capacity", "labs", "aside"]);
    assert!(journal.iter().all(|line| line["quote"] == "here had seen a"), "{journal:?}");
    let said = "coded: Capacity of counterparts +, Laboratories after hand-over -, Asides";
    assert!(bench.screen().contains(said), "{}", bench.screen());
    // The same again elsewhere, and one copied: three steps in all, taken back by one key.
    bench.press("}.");
    bench.press("}}p");
    assert!(bench.screen().contains("nothing was copied yet"), "{}", bench.screen());
    bench.press("{{yggp");
    assert_eq!(bench.ops().len(), 7);
    bench.press("3u");
    assert_eq!(bench.ops()[7..], ["remove"; 7]);
    assert!(bench.screen().contains("undone 3: "), "{}", bench.screen());
    bench.press("9<Ctrl-r>");
    assert!(bench.screen().contains("made again 3: "), "{}", bench.screen());
    bench.press("2u");
    assert!(!bench.screen().contains("no more is left"), "{}", bench.screen());
}

#[test]
fn a_code_is_made_from_the_text_with_its_meaning_and_coded_at_once() {
    let mut bench = Bench::new();
    bench.open_first();
    bench.press("}}}}wwveecSpare parts<Enter><Tab>labo<Enter>What is missing.<Enter>");
    assert!(bench.ops().is_empty(), "a stance is asked for first");
    bench.press("-");
    let drafts = String::from_utf8(bench.disk.read(Path::new("/study/codebooks/drafts-ana.toml")).unwrap()).unwrap();
    let code = "id = \"spare-parts\"\nname = \"Spare parts\"\nparent = \"labs\"\ndefinition = \"What is missing.\"\n";
    assert!(drafts.contains(code), "{drafts}");
    let [line] = &bench.journal()[..] else { panic!("{:?}", bench.journal()) };
    assert_eq!((&line["code"], &line["stance"]), (&"spare-parts".into(), &"contradicts".into()));
    // The next time it is the first of the list, in another session too.
    let mut bench = Bench::on(bench.disk.clone(), 80, 24);
    bench.open_first();
    bench.press("c");
    assert!(bench.screen().lines().nth(2).is_some_and(|row| row.contains("Spare parts")), "{}", bench.screen());
}

#[test]
fn a_memo_is_changed_by_who_wrote_it_and_taken_back_when_it_is_emptied() {
    let disk = study();
    let ben = r#"{"v":1,"id":"0198f1c2-0000-7000-8000-0000000000bb","op":"memo","at":"2026-01-02T10:00:00Z","by":"ben","about":"study","memo":"Who was left out?"}"#;
    disk.put(format!("{ROOT}/codings/ben.testtest.jsonl"), format!("{ben}\n"));
    let mut bench = Bench::on(disk, 80, 24);
    bench.open_first();
    bench.press("MAsk again.<Ctrl-s>:memo on the study<Enter>");
    assert!(!bench.screen().contains("left out"), "another coder's memo is not mine to change");
    bench.press("Second round.<Ctrl-s><Tab><Tab>jmKeys?<Ctrl-s>");
    let about = |line: &serde_json::Value| line["about"].as_str().unwrap_or_default().to_owned();
    let journal = bench.journal();
    assert_eq!(
        journal.iter().map(about).collect::<Vec<_>>(),
        ["source:interviews/vrk-01.md", "study", "code:capacity"]
    );
    // What was written is there to be changed; the same words are not written again.
    bench.press("M<Ctrl-s>");
    assert_eq!(bench.journal().len(), 3);
    bench.press("M Soon.<Ctrl-s>");
    let line = bench.journal()[3].clone();
    assert_eq!((&line["op"], &line["memo"]), (&"change".into(), &"Ask again. Soon.".into()));
    bench.press(&format!("u:memo on the study<Enter>{}<Ctrl-s>", "<BkSp>".repeat("Second round.".len())));
    assert_eq!(bench.ops()[4..], ["change", "remove"]);
    bench.press("M");
    assert!(bench.screen().contains("Ask again.") && !bench.screen().contains("Soon"), "{}", bench.screen());
}

#[test]
fn verdicts_are_fresh_whichever_way_leads_back_to_them() {
    for way in ["T", "q"] {
        let mut bench = Bench::new();
        bench.settle();
        let before = bench.screen();
        bench.open_first();
        bench.press("}}V l3");
        bench.press(way);
        bench.settle();
        let after = bench.screen();
        assert!(after.contains("Themes ·") && !after.contains("Judging"), "{way}: {after}");
        let row = |screen: &str| screen.lines().find(|line| line.contains("Laboratories")).map(str::to_owned);
        assert_ne!(row(&before), row(&after), "{way}: {after}");
    }
}

#[test]
fn a_source_is_done_and_judged() {
    let mut bench = Bench::new();
    bench.open_first();
    bench.press("FJlab<Enter>-They stopped.<Ctrl-s>fcap<Enter>F");
    assert_eq!(bench.ops(), ["done", "cell", "done", "reopen"]);
    assert_eq!(bench.journal()[0]["all"], true);
    assert_eq!(bench.journal()[2]["codes"], serde_json::json!(["capacity"]));
}

#[test]
fn the_framework_shows_codings_and_judgements_and_changes_them() {
    let mut bench = Bench::on(study(), 120, 34);
    bench.open_first();
    bench.press("}} l-}} l-");
    bench.press("W");
    bench.settle();
    let screen = bench.screen();
    assert!(screen.contains("Framework · 3 sources · 2 themes") && screen.contains("- 2 passages"), "{screen}");
    assert!(screen.contains("unread"), "{screen}");
    bench.press("l");
    let screen = bench.screen();
    assert!(screen.contains("By its codings: - against it, 2 passages"), "{screen}");
    assert!(screen.contains("- Before 2016 nobody here had seen a report."), "{screen}");
    bench.press("e+They work on.<Ctrl-s>");
    bench.settle();
    let screen = bench.screen();
    assert!(screen.contains("+* They work on.") && screen.contains("counts in place of the codings"), "{screen}");
    bench.press("s~");
    bench.settle();
    assert!(bench.screen().contains("~* qualifies: They work on."), "{}", bench.screen());
    assert_eq!(bench.ops(), ["code", "code", "cell", "cell"]);
    bench.press("D");
    bench.settle();
    assert_eq!(bench.ops()[4..], ["remove", "remove"], "what was said before does not stand again");
    assert!(bench.screen().contains("- 2 passages"), "{}", bench.screen());
    bench.press("u");
    bench.settle();
    assert!(bench.screen().contains("~* They work on."), "{}", bench.screen());
    bench.press("<Enter>");
    assert!(bench.screen().contains("nobody here had seen"), "{}", bench.screen());
    bench.press("<Esc>");
    bench.settle();
    assert!(bench.screen().contains("Framework · 3 sources"), "{}", bench.screen());
}

#[test]
fn words_are_copied_as_far_as_they_may_be_quoted() {
    let disk = study();
    let attributed = "---\nuse: attributed\ntitle: Focus group in Varsk\nwords: verbatim\n---\n\
                      Ama: They came once.\n\nEsi: It does work,\nmostly.\n\nAma: Once.\n\nEsi: Yes.\n";
    disk.put(format!("{ROOT}/interviews/vrk-03.md"), attributed);
    disk.put(format!("{ROOT}/interviews/vrk-04.md"), "---\nuse: background\n---\nIt does not.\n");
    disk.put(format!("{ROOT}/interviews/vrk-05.md"), "---\nrestricted: true\n---\nIt does not.\n");
    let mut bench = Bench::on(disk, 120, 24);
    let copied = |bench: &mut Bench, keys: &str| match bench.press(keys).pop() {
        Some(Request::Copy(text)) => text,
        other => panic!("{other:?}\n{}", bench.screen()),
    };
    bench.open_first();
    // Without a name, as reports tell it.
    assert_eq!(
        copied(&mut bench, ">}Y"),
        "المختبر يعمل الآن كل يوم، والنيابة تطلب التقارير منه. (a respondent; from notes)"
    );
    assert_eq!(
        copied(&mut bench, ">}Y"),
        "“It does work, mostly.” (Focus group in Varsk, interviews/vrk-03.md, Esi speaking, passage 2)"
    );
    assert_eq!(bench.press(">Y"), []);
    assert!(bench.screen().contains("not copied: the source is for background"), "{}", bench.screen());
    assert_eq!(bench.press(">Y"), []);
    assert!(bench.screen().contains("not copied: the source is restricted"), "{}", bench.screen());
}

#[test]
fn a_judgement_is_shown_where_it_decides_and_goes_when_it_is_taken_back() {
    let mut bench = Bench::on(study(), 160, 50);
    bench.open_first();
    bench.press("}} l-");
    bench.press("Jlab<Enter>+They work on.<Ctrl-s>");
    let screen = bench.screen();
    assert!(screen.contains("They work on.") && screen.contains("counts in place of the codings"), "{screen}");
    // Without a coding of the theme it is only listed.
    bench.press("Jcap<Enter>~In part.<Ctrl-s>");
    assert!(bench.screen().contains("listed only: no coding of it here"), "{}", bench.screen());
    bench.press("Tj<Enter>");
    bench.settle();
    let screen = bench.screen();
    assert!(screen.contains("counts as + supports, as ana judged the whole source: They work on."), "{screen}");
    bench.press("qC");
    // The last word of a coder on a theme stands alone, until it is taken back.
    bench.press("Jlab<Enter>-<Ctrl-s>");
    assert_eq!(bench.screen().matches("They work on.").count(), 1, "{}", bench.screen());
    assert!(!bench.screen().contains("+ Laboratories"), "{}", bench.screen());
    bench.press("u");
    assert!(bench.screen().contains("+ Laboratories"), "{}", bench.screen());
    bench.press("uu");
    let screen = bench.screen();
    assert!(!screen.contains("They work on.") && screen.contains("undone"), "{screen}");
    bench.press("<Ctrl-r>");
    assert!(bench.screen().contains("They work on."), "{}", bench.screen());
    bench.press("<Tab>jD");
    assert_eq!(bench.ops().last().map(String::as_str), Some("remove"));
    assert!(!bench.screen().contains("They work on."), "{}", bench.screen());
}

#[test]
fn words_that_are_lost_are_found_by_a_person() {
    let mut bench = Bench::new();
    bench.open_first();
    bench.press("}}}}V l3");
    let disk = bench.disk.clone();
    disk.put(
        format!("{ROOT}/interviews/vrk-01.md"),
        INTERVIEW.replace("The reagents stopped, and the machine is a very expensive table.", "Nothing came any more."),
    );
    let mut bench = Bench::on(disk, 120, 24);
    bench.open_first();
    let screen = bench.screen();
    assert!(screen.contains("1 unanchored") && screen.contains("Unanchored (U, then A)"), "{screen}");
    bench.press("U");
    let screen = bench.screen();
    assert!(screen.contains("“The reagents") && screen.contains("PLACE"), "{screen}");
    bench.press("}}}}VA");
    let journal = bench.journal();
    assert_eq!(bench.ops(), ["code", "change"]);
    assert_eq!(journal[1]["of"], journal[0]["id"]);
    assert_eq!(journal[1]["quote"], "Nothing came any more.");
    let screen = bench.screen();
    assert!(!screen.contains("nanchored") && screen.contains("▌l-"), "{screen}");
    bench.press("u");
    let screen = bench.screen();
    assert!(screen.contains("undone: coding of Laboratories after hand-over put on other words"), "{screen}");
    bench.press("j");
    assert!(bench.screen().contains("1 unanchored"), "{}", bench.screen());
    bench.press("<Ctrl-r>");
    assert!(!bench.screen().contains("nanchored"), "{}", bench.screen());
    // From the evidence of a theme the way leads to the same place.
    bench.press("uTj<Enter>");
    bench.settle();
    bench.press("l<Enter>");
    bench.settle();
    assert!(bench.screen().contains("PLACE"), "{}", bench.screen());
    bench.press("D");
    assert!(!bench.screen().contains("nanchored"), "{}", bench.screen());
}

#[test]
fn what_is_wrong_and_what_was_noted_is_listed() {
    let mut bench = Bench::new();
    bench.open_first();
    bench.press("}}}}V l3mWho pays?<Ctrl-s>MAsk for the file.<Ctrl-s>");
    let disk = bench.disk.clone();
    disk.put(format!("{ROOT}/interviews/vrk-01.md"), "---\ncase: varsk\n---\nNothing came any more.\n");
    disk.put("/study/study.toml", "title = \"Evaluation\"\n[triangulation]\ntau = \"3\"\n");
    let mut bench = Bench::on(disk, 80, 24);
    bench.press("P");
    bench.settle();
    let screen = bench.screen();
    assert!(screen.contains("error · study.toml:3") && screen.contains("2 problems, 1 note · 1 of 3"), "{screen}");
    assert!(screen.contains("not found in the changed text") && screen.contains("Enter shows it"), "{screen}");
    bench.press("<Tab>");
    let screen = bench.screen();
    assert!(screen.contains("Memos · 1 of 2") && screen.contains("Ask for the file."), "{screen}");
    assert!(screen.contains("· Laboratories after hand-over in interviews/vrk-01.md"), "{screen}");
    bench.press("<Tab>j<Enter>");
    assert!(bench.screen().contains("PLACE"), "{}", bench.screen());
    bench.press("VAP");
    bench.settle();
    assert!(bench.screen().contains("1 problem, 1 note · 2 of 2"), "{}", bench.screen());
}

#[test]
fn words_that_changed_are_listed_with_the_keys_that_settle_them() {
    let mut bench = Bench::new();
    bench.open_first();
    bench.press("}}V l3");
    let disk = bench.disk.clone();
    let changed = INTERVIEW.replace("had seen a report", "had ever seen any report");
    disk.put(format!("{ROOT}/interviews/vrk-01.md"), changed);
    let mut bench = Bench::on(disk, 120, 24);
    bench.open_first();
    bench.press("U");
    assert!(bench.screen().contains("has its place; P tells where words changed"), "{}", bench.screen());
    bench.press("P");
    bench.settle();
    let screen = bench.screen();
    assert!(screen.contains("the words of this coding (labs by ana) have changed"), "{screen}");
    assert!(screen.contains("Enter opens it: then B moves its boundaries"), "{screen}");
    assert!(!screen.contains("tripod change"), "{screen}");
    bench.press("<Enter>");
    bench.settle();
    bench.press("B<Enter>P");
    bench.settle();
    assert!(!bench.screen().contains("have changed"), "{}", bench.screen());
}

#[test]
fn another_coders_codings_are_not_replaced_by_my_judgement() {
    let mut bench = Bench::on(study(), 160, 50);
    bench.open_first();
    bench.press("}} l-");
    let journal = String::from_utf8(bench.disk.read(Path::new(JOURNAL)).unwrap()).unwrap();
    let others = journal.replace("\"by\":\"ana\"", "\"by\":\"ben\"").replace("\"id\":\"0", "\"id\":\"1");
    bench.press("u");
    bench.disk.put("/study/codings/ben.bbbbbbbb.jsonl", others);
    bench.session.take(Message::Changed);
    bench.settle();
    bench.press("Jlab<Enter>+They work on.<Ctrl-s>");
    assert!(bench.screen().contains("listed only: no coding of it here"), "{}", bench.screen());
    bench.press("Tj<Enter>");
    bench.settle();
    assert!(!bench.screen().contains("counts as"), "{}", bench.screen());
}

#[test]
fn a_full_disk_keeps_the_coding_and_one_key_saves_it_once() {
    let mut bench = Bench::new();
    bench.open_first();
    for fault in [Fault::From(0, ErrorKind::StorageFull), Fault::From(1, ErrorKind::Other)] {
        let before = bench.ops().len();
        bench.disk.fail(Some(fault));
        bench.press("}}V l3");
        let screen = bench.screen();
        assert!(
            screen.contains("NOT SAVED") && screen.contains("not saved") && !screen.contains(" saved 09"),
            "{screen}"
        );
        assert!(bench.press("<Ctrl-q>").is_empty());
        bench.press("!");
        assert!(bench.screen().contains("NOT SAVED"));
        bench.disk.fail(None);
        bench.press("!");
        let screen = bench.screen();
        assert!(!screen.contains("NOT SAVED") && screen.contains("saved 09:14"), "{screen}");
        // A sync that failed may have left the line in the file: what counts is one coding, not one line.
        let ids: std::collections::BTreeSet<String> =
            bench.journal().iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(ids.len(), before + 1);
        bench.press("u");
        bench.disk.fail(None);
        let undone = bench.ops().len();
        assert!(undone > before);
        // Leave the journal as it is; the next fault counts from here.
        bench.disk.put(JOURNAL, Vec::new());
        bench = Bench::on(bench.disk.clone(), 80, 24);
        bench.open_first();
    }
}

#[test]
fn undo_takes_back_what_is_not_saved_and_nothing_that_is() {
    let mut bench = Bench::new();
    bench.open_first();
    bench.press("}}V l3");
    bench.disk.fail(Some(Fault::From(0, ErrorKind::PermissionDenied)));
    bench.press("}}V c1V l2");
    assert_eq!(bench.session.model.left, 2);
    bench.press("<Ctrl-r>");
    assert_eq!(bench.said(), "Ctrl-r waits until all is saved: ! saves again");
    bench.press("u");
    assert_eq!(bench.said(), "not saved and taken back: coded: Laboratories after hand-over ~");
    assert_eq!(bench.session.model.left, 1);
    bench.press("9u");
    assert_eq!(bench.said(), "not saved and taken back: coded: Capacity of counterparts +");
    assert!(!bench.screen().contains("NOT SAVED") && !bench.screen().contains('┆'), "{}", bench.screen());
    bench.disk.fail(None);
    bench.press("!");
    assert_eq!(bench.said(), "all is saved");
    assert_eq!(bench.ops(), ["code"]);
    bench.press("u");
    assert_eq!(bench.ops(), ["code", "remove"]);
}

#[test]
fn undo_waits_for_what_may_be_on_the_disk_and_for_what_was_written_long() {
    let waits = "u waits until all is saved: ! saves again";
    let mut bench = Bench::new();
    bench.open_first();
    bench.press("}}V l3");
    // The bytes are taken, and the disk would not say that they are safe; later it cannot be written to at all.
    bench.disk.fail(Some(Fault::From(1, ErrorKind::Other)));
    bench.press("}}V c1");
    bench.disk.fail(Some(Fault::From(0, ErrorKind::PermissionDenied)));
    bench.press("!u");
    assert_eq!(bench.said(), waits);
    assert!(bench.screen().contains("NOT SAVED"));
    bench.disk.fail(None);
    bench.press("!");
    assert!(!bench.ops().contains(&"remove".to_owned()), "{:?}", bench.ops());
    // A memo is not thrown away by one key, and an undo that waits is not taken for a step.
    for keys in ["mAsk again.<Ctrl-s>", "u"] {
        bench.disk.fail(Some(Fault::From(0, ErrorKind::PermissionDenied)));
        bench.press(keys);
        bench.press("u");
        assert_eq!(bench.said(), waits);
        assert_eq!(bench.session.model.left, 1);
        bench.disk.fail(None);
        bench.press("!");
        assert_eq!(bench.session.model.left, 0);
    }
}

#[test]
fn what_waits_is_listed_first_and_its_number_is_told_when_it_is_saved() {
    let mut bench = Bench::on(study(), 110, 30);
    bench.open_first();
    bench.disk.fail(Some(Fault::From(0, ErrorKind::StorageFull)));
    bench.press("}}V l3V c1");
    bench.press("P");
    bench.settle();
    let screen = bench.screen();
    assert!(screen.contains("error · not saved") && screen.contains("2 changes are not saved"), "{screen}");
    assert!(screen.contains("Laboratories after hand-over in interviews/vrk-01.md"), "{screen}");
    bench.press("<Esc>");
    bench.disk.fail(None);
    bench.press("!");
    assert_eq!(bench.said(), "saved: 2 changes");
    bench.disk.fail(Some(Fault::From(0, ErrorKind::StorageFull)));
    bench.press("}}V l3");
    bench.press("V l2");
    assert!(bench.said().contains("coded so already, and is not saved yet"), "{}", bench.said());
    bench.disk.fail(None);
    bench.press("!");
    assert_eq!(bench.said(), "coded: Laboratories after hand-over -");
    assert_eq!(bench.ops(), ["code", "code", "code"]);
}

#[test]
fn words_are_followed_into_a_text_that_changed_while_their_stance_was_asked_for() {
    let changed = INTERVIEW.replace("# Laboratory\n", "# Laboratory\n\nQ: Who are you?\n\nA: The head of it.\n");
    for is_heard in [true, false] {
        let mut bench = Bench::new();
        bench.open_first();
        bench.press("}}V l");
        bench.disk.put(format!("{ROOT}/interviews/vrk-01.md"), changed.as_str());
        if is_heard {
            bench.session.take(Message::Changed);
        }
        bench.press("3");
        assert_eq!(bench.said(), "coded: Laboratories after hand-over -");
        bench.settle();
        let page = bench.session.model.code.page.as_ref().unwrap();
        let words = page.text.slice(page.marks[0].span);
        assert!(words.starts_with("Before 2016") && words.ends_with("within a week."), "{words}");
    }
    // The code stays for the words that are selected then.
    let mut bench = Bench::new();
    bench.open_first();
    bench.press("}}V l");
    bench.disk.put(format!("{ROOT}/interviews/vrk-01.md"), changed.replace("nobody", "no one"));
    bench.press("3");
    assert_eq!(bench.said(), "the text changed meanwhile: select the words again");
    assert!(bench.ops().is_empty());
    bench.press("V.");
    assert_eq!(bench.ops(), ["code"]);
}

#[test]
fn the_same_words_have_a_code_once_and_other_words_again() {
    let mut bench = Bench::new();
    bench.open_first();
    bench.press("}}V l3V l3");
    assert_eq!(bench.said(), "already coded so: Laboratories after hand-over -");
    assert_eq!(bench.ops(), ["code"]);
    bench.press("V l2");
    assert_eq!(bench.said(), "coding of Laboratories after hand-over: qualifies");
    assert_eq!(bench.ops(), ["code", "change"]);
    bench.press("}}V l3");
    assert_eq!(bench.ops(), ["code", "change", "code"]);
}

#[test]
fn a_code_without_a_claim_shows_no_stance() {
    let mut bench = Bench::on(study(), 120, 30);
    bench.open_first();
    bench.press("}}casid<Enter>");
    assert_eq!(bench.said(), "coded: Asides");
    let screen = bench.screen();
    assert!(screen.contains("▌A ") && !screen.contains("A0") && !screen.contains("0 Asides"), "{screen}");
    bench.press("c");
    assert!(!bench.screen().contains("here 0"), "{}", bench.screen());
    bench.press("<Esc>/code:asides");
    bench.settle();
    let screen = bench.screen();
    assert!(screen.contains("Hits · 1") && screen.contains("Asides") && !screen.contains("Asides 0"), "{screen}");
}

#[test]
fn a_text_that_was_changed_outside_is_not_coded_blindly() {
    let mut bench = Bench::new();
    bench.open_first();
    bench.disk.put(format!("{ROOT}/interviews/vrk-01.md"), "Other words.\n");
    bench.press("}}V l3");
    assert!(bench.ops().is_empty());
    assert!(bench.screen().contains("the text changed meanwhile: select the words again"), "{}", bench.screen());
    bench.settle();
    assert!(bench.screen().contains("Other words."), "{}", bench.screen());
    bench.press("V l3");
    assert_eq!(bench.ops(), ["code"]);
}

#[test]
fn what_another_program_does_is_shown_without_losing_the_place() {
    let mut bench = Bench::new();
    bench.open_first();
    bench.press("}}V l3}}v");
    let cursor = bench.session.model.code.pane.cursor();
    let own = bench.disk.read(Path::new(JOURNAL)).unwrap();
    let others =
        String::from_utf8(own).unwrap().replace("\"by\":\"ana\"", "\"by\":\"ben\"").replace("\"id\":\"0", "\"id\":\"1");
    bench.disk.put("/study/codings/ben.bbbbbbbb.jsonl", others);
    bench.disk.put(format!("{ROOT}/interviews/vrk-09.md"), "New words.\n");
    bench.session.take(Message::Changed);
    bench.settle();
    assert_eq!(bench.session.model.code.pane.cursor(), cursor);
    bench.press("<Esc>{{{");
    let screen = bench.screen();
    assert!(screen.contains("ben") && screen.contains("ana"), "{screen}");
    bench.press("<S-Tab>");
    assert!(bench.screen().contains("vrk-09"), "{}", bench.screen());
}

#[test]
fn words_that_moved_are_written_down_with_the_next_coding_and_not_before() {
    let mut bench = Bench::new();
    bench.open_first();
    bench.press("}}V l3");
    let disk = bench.disk.clone();
    disk.put(
        format!("{ROOT}/interviews/vrk-01.md"),
        INTERVIEW.replace("# Laboratory", "# The laboratory in the north"),
    );
    let mut bench = Bench::on(disk, 80, 24);
    bench.open_first();
    assert_eq!(bench.ops(), ["code"]);
    assert!(bench.screen().contains("▎l-"), "{}", bench.screen());
    bench.press("GV c+");
    assert_eq!(bench.ops(), ["code", "anchor", "code"]);
    assert!(bench.screen().contains("coded: Capacity"), "{}", bench.screen());
    bench.press("u");
    assert_eq!(bench.ops(), ["code", "anchor", "code", "remove"]);
}

#[test]
fn one_key_leads_through_all_that_lacks_a_stance() {
    let mut bench = Bench::new();
    bench.open_first();
    bench.press("}} l0}} l0>");
    bench.press("V l0");
    bench.press("T");
    bench.press("t");
    assert_snapshot!("walk", bench.screen());
    bench.press("+~-");
    let stances: Vec<String> =
        bench.journal()[3..].iter().map(|line| line["stance"].as_str().unwrap().to_owned()).collect();
    assert_eq!(stances, ["supports", "qualifies", "contradicts"]);
    assert!(bench.screen().contains("every coding of yours"), "{}", bench.screen());
}

#[test]
fn all_scripts_are_shown_and_nothing_drives_the_terminal() {
    for (width, height) in [(80, 24), (40, 16)] {
        let mut bench = Bench::on(study(), width, height);
        bench.press("Cjj<Enter>V l3");
        let screen = bench.screen();
        assert!(screen.chars().all(|ch| ch == '\n' || tripod::base::shown::mark_for(ch).is_none()), "{screen:?}");
        assert_snapshot!(format!("scripts_{width}"), screen);
    }
}

#[test]
fn coding_one_note_changes_a_verdict_before_the_readers_eyes() {
    let disk = study();
    for (name, case) in [("vrk-04", "varsk"), ("ost-01", "ostrel"), ("jal-01", "jaldun")] {
        let text = format!("---\ncase: {case}\ncategory: partner\n---\nA: The machine does not run any more.\n");
        disk.put(format!("{ROOT}/interviews/{name}.md"), text);
    }
    let mut bench = Bench::on(disk, 80, 24);
    bench.press("C");
    for _ in 0..3 {
        bench.press("<Tab><Tab><Tab><Tab>");
    }
    // The three interviews, one after the other.
    bench.press("jj<Enter>V l3>");
    bench.press("V l3>V l3>V l3");
    bench.press("T");
    bench.settle();
    assert_snapshot!("one_kind", bench.screen());
    bench.press("C>>>>>>V l3T");
    bench.settle();
    assert_snapshot!("borne_out", bench.screen());
    bench.press("j<Enter>");
    bench.settle();
    assert_snapshot!("evidence", bench.screen());
}

#[test]
fn a_search_from_a_text_leads_back_to_its_place() {
    let mut bench = Bench::new();
    bench.open_first();
    bench.press("}}");
    let place = |bench: &Bench| {
        let code = &bench.session.model.code;
        (code.page.as_ref().map(|page| page.id.clone()), code.pane.cursor())
    };
    let began = place(&bench);
    // A hit in the same text, and one in another.
    for (words, steps) in [("reagents", "<Enter><Enter>"), ("cover", "<Enter><Enter>")] {
        bench.press(&format!("/<Ctrl-u>{words}"));
        bench.settle();
        bench.press(steps);
        assert_ne!(place(&bench), began, "{words}");
        bench.press("qq");
        assert_eq!(place(&bench), began, "{words}");
        assert!(bench.screen().contains("How did the training"), "{}", bench.screen());
    }
    bench.press("q");
    assert!(bench.screen().contains("Themes ·"), "{}", bench.screen());
}

#[test]
fn words_are_found_as_they_are_typed_and_coded_on_the_spot() {
    let mut bench = Bench::new();
    bench.press("/machin");
    bench.settle();
    assert_snapshot!("hits", bench.screen());
    bench.press("<Enter>j l3");
    bench.settle();
    assert_eq!(bench.journal()[0]["code"], "labs");
    assert!(bench.screen().contains("Laboratories after hand-over -"), "{}", bench.screen());
    bench.press("<Enter>");
    assert!(bench.screen().contains("observations/lab.md") || bench.screen().contains("vrk-01.md"));
    bench.press("q/<Ctrl-u>theme:labs stance:contradicts");
    bench.settle();
    assert!(bench.screen().contains("Hits · 1"), "{}", bench.screen());
    bench.press("<Ctrl-u>theme:lab");
    bench.settle();
    assert!(bench.screen().contains("did you mean 'labs'"), "{}", bench.screen());
    bench.press("<Ctrl-u>教科 一周");
    bench.settle();
    assert!(bench.screen().contains("Hits · 0"), "{}", bench.screen());
    bench.press("<Ctrl-u>一周");
    bench.settle();
    assert!(bench.screen().contains("实验室一周内"), "{}", bench.screen());
}

#[test]
fn the_next_session_goes_on_where_the_last_one_stopped() {
    let disk = study();
    let mut bench = Bench::keeping(disk.clone(), "ana");
    assert!(!bench.screen().contains("goes on"), "{}", bench.screen());
    bench.open_first();
    bench.press("}}ww");
    let cursor = bench.session.model.code.pane.cursor();
    bench.press("<Ctrl-q>");
    let mut next = Bench::keeping(disk.clone(), "ana");
    assert!(next.screen().contains("C goes on in interviews/vrk-01.md, passage 3"), "{}", next.screen());
    next.press("C");
    assert_eq!(next.session.model.code.pane.cursor(), cursor);
    // It is in the coder's own folder and not in the study, and another coder is somewhere else.
    assert!(disk.list(Path::new("/state/bookmarks")).is_ok_and(|kept| kept.len() == 1));
    let is_bookmark = |path: &Path| path.to_string_lossy().contains("bookmark");
    assert!(!disk.list(Path::new(ROOT)).unwrap().iter().any(|named| is_bookmark(&named.path)));
    assert!(!Bench::keeping(disk.clone(), "ben").screen().contains("goes on"));
    // The passage moves in the text: it is found again.
    disk.put(format!("{ROOT}/interviews/vrk-01.md"), INTERVIEW.replace("# Laboratory", "# Laboratory\n\nNoon."));
    let mut moved = Bench::keeping(disk, "ana");
    moved.press("C");
    assert_eq!(moved.session.model.code.pane.cursor(), cursor + "Noon.\n\n".len());
}

#[test]
fn a_killed_session_loses_seconds_and_what_was_written_is_offered_again() {
    let disk = study();
    let mut bench = Bench::keeping(disk.clone(), "ana");
    bench.open_first();
    bench.press("zn}}wM");
    bench.press("Who pays for the reagents?");
    // The clerk says after a few seconds that it is time; nothing is typed or closed.
    let start = std::time::Instant::now();
    while !matches!(bench.session.wait_for(Duration::from_secs(10)), Some(Message::TimeToKeep)) {
        assert!(start.elapsed() < Duration::from_secs(30), "nobody says that it is time");
    }
    bench.session.take(Message::TimeToKeep);
    let (cursor, setting) = (bench.session.model.code.pane.cursor(), bench.session.model.code.setting);
    drop(bench);
    let mut next = Bench::keeping(disk.clone(), "ana");
    assert_eq!(next.session.model.code.setting, setting);
    next.press("C");
    assert_eq!(next.session.model.code.pane.cursor(), cursor);
    next.press("M");
    assert!(next.screen().contains("Take it up?") && next.screen().contains("Who pays for the reagents?"));
    next.press("y Ask again.<Ctrl-s>");
    assert_eq!(next.journal()[0]["memo"], "Who pays for the reagents? Ask again.");
    next.press("<Ctrl-q>");
    // It is saved, so that there is nothing to offer any more; another coder was never offered it.
    for coder in ["ana", "ben"] {
        let mut third = Bench::keeping(disk.clone(), coder);
        third.open_first();
        third.press("M");
        assert!(!third.screen().contains("Take it up?"), "{}", third.screen());
    }
    // How the text is set is the user's, whoever codes and in whatever study.
    assert_eq!(Bench::keeping(disk, "ben").session.model.code.setting, setting);
}

#[test]
fn a_filter_holds_for_sources_evidence_and_hits() {
    let mut bench = Bench::on(study(), 120, 34);
    bench.open_first();
    bench.press("}V l+C");
    bench.press("&kind:observatio");
    assert!(bench.screen().contains("did you mean 'observation'"), "{}", bench.screen());
    bench.press("n<Enter>");
    assert!(bench.screen().contains("Sources · kind:obse") && !bench.screen().contains("vrk-02"), "{}", bench.screen());
    bench.press("/machine");
    bench.settle();
    assert_eq!(bench.session.model.search.answer.count, 1, "{}", bench.screen());
    bench.press("<Esc>Tj<Enter>");
    bench.settle();
    assert!(bench.screen().contains("leaves out all 1 passage"), "{}", bench.screen());
    bench.press("&coder:ana<Enter>");
    bench.settle();
    assert!(bench.screen().contains("coder:ana · 1 of 1"), "{}", bench.screen());
    bench.press("&<Enter>");
    bench.settle();
    assert!(bench.session.model.filter.is_none() && bench.screen().contains("for the claim (1)"), "{}", bench.screen());
    bench.press("/machine");
    bench.settle();
    assert_eq!(bench.session.model.search.answer.count, 2, "{}", bench.screen());
}

#[test]
fn what_this_session_made_is_counted_until_it_is_undone() {
    let mut bench = Bench::on(study(), 120, 34);
    bench.open_first();
    bench.press("}V l+}V c-k");
    assert_eq!(bench.session.model.sitting.codings(None), 2);
    assert!(bench.screen().contains("2 codings in 0 min"), "{}", bench.screen());
    bench.press("u");
    assert_eq!(bench.session.model.sitting.codings(None), 1);
    bench.press("<Ctrl-r>=");
    assert_eq!(bench.session.model.sitting.codings(Some(&"interviews/vrk-01.md".into())), 2);
    assert!(bench.screen().contains("Progress · 3 sources, 0 done"), "{}", bench.screen());
}

/// What `tripod search` finds in the same study, and how many.
fn found_by_command(bench: &Bench, query: &str) -> usize {
    let host = Host {
        disk: Arc::new(bench.disk.clone()),
        clock: Arc::new(SetClock::new(1_772_442_847_120)),
        chance: Arc::new(Seeded::new(7)),
        cache: None,
        state: None,
        device: None,
    };
    let study = Searchable::new(&Opened::open(host, Path::new(ROOT)).unwrap(), View::Reconciled);
    let question = Question {
        query: query.to_owned(),
        limits: Limits::first(9).counted(),
        typing: false,
        within: Query::All,
        arrangement: None,
    };
    answer(&study, None, &question, &|| false).unwrap().total.unwrap()
}

#[test]
fn a_query_is_taken_as_it_is_written_once_its_last_word_is_whole() {
    let disk = study();
    disk.put(format!("{ROOT}/interviews/vrk-04.md"), "The lab works.\n\nThe laboratory works.\n\nA label.\n");
    let mut bench = Bench::on(disk, 80, 24);
    for query in ["lab", "the lab", "machin", "\"the lab", "-lab", "lab OR mach", "case:varsk lab"] {
        bench.press(&format!("/<Ctrl-u>{query}"));
        bench.settle();
        let search =
            |bench: &Bench| (bench.session.model.search.answer.count, bench.session.model.search.answer.is_begun);
        let (typed, is_begun) = search(&bench);
        assert!(is_begun, "{query}");
        assert!(bench.screen().contains(&format!("Hits · {typed} · with longer words")), "{}", bench.screen());
        let written = found_by_command(&bench, query);
        assert_ne!(typed, written, "{query} shows no difference");
        // A blank says that the word is whole, and taking it back that it may go on.
        bench.press(" ");
        bench.settle();
        assert_eq!(search(&bench), (written, false), "{query}");
        assert!(bench.screen().contains(&format!("Hits · {written} · as written")), "{}", bench.screen());
        bench.press("<BkSp>");
        bench.settle();
        assert_eq!(search(&bench), (typed, true), "{query}");
        // So does moving away from it.
        bench.press("<Home>");
        bench.settle();
        assert_eq!(search(&bench), (written, false), "{query}");
        for key in ["<Enter>", "<Tab>"] {
            bench.press("<End>");
            bench.settle();
            if typed == 0 {
                continue;
            }
            bench.press(key);
            bench.settle();
            // Where the word itself is nowhere, the query says that longer ones are meant.
            let shown = bench.session.model.search.line.text().to_owned();
            assert_eq!(shown, if written == 0 { format!("{query}*") } else { query.to_owned() });
            assert_eq!(search(&bench), (found_by_command(&bench, &shown), false), "{query}");
            assert_ne!(search(&bench).0, 0, "{query}");
            // Back in the line the word may go on again.
            bench.press("<Esc>");
            bench.settle();
            assert_eq!(search(&bench), (typed, written != 0), "{query}");
            bench.press(&format!("<Ctrl-u>{query}"));
            bench.settle();
        }
        bench.press("<Esc>");
    }
}

#[test]
fn whoever_goes_to_the_hits_stays_on_the_chosen_one() {
    let disk = study();
    disk.put(format!("{ROOT}/interviews/vrk-04.md"), "No label works.\n\nA labelled one.\n\nThe lab works here.\n");
    let mut bench = Bench::on(disk, 80, 24);
    bench.press("/lab");
    bench.settle();
    let chosen = |bench: &Bench| {
        let search = &bench.session.model.search;
        (search.place.at, search.answer.hits[search.place.at].words.clone())
    };
    let hits = bench.session.model.search.answer.hits.len();
    let mut last = (0, String::new());
    for _ in 0..hits {
        if chosen(&bench).1.contains("The lab works here") {
            last = chosen(&bench);
            break;
        }
        bench.press("<Down>");
    }
    assert!(last.1.contains("The lab works here"), "{}", bench.screen());
    bench.press("<Enter>");
    bench.settle();
    assert_eq!(chosen(&bench).1, last.1);
}

#[test]
fn a_study_that_was_just_made_says_what_to_type_first() {
    let disk = MemoryDisk::new();
    disk.put(format!("{ROOT}/study.toml"), "title = \"New\"\n");
    disk.put(format!("{ROOT}/codebooks/codebook.toml"), include_str!("../../src/cli/init/codebook.toml"));
    let bench = Bench::on(disk.clone(), 80, 24);
    assert_snapshot!("just_made", bench.screen());
    // The words go once there is something to read.
    disk.put(format!("{ROOT}/interviews/a.md"), "Some words.\n");
    assert!(!Bench::on(disk, 80, 24).screen().contains("tripod import"));
}

#[test]
fn a_study_without_codebook_sources_or_leave_to_write_says_so() {
    let disk = MemoryDisk::new();
    disk.put(format!("{ROOT}/study.toml"), "");
    let mut bench = Bench::on(disk.clone(), 80, 24);
    assert!(bench.screen().contains("no source yet"), "{}", bench.screen());
    assert_eq!(bench.press("q"), [Request::End(Ending::Quit)]);

    disk.put(format!("{ROOT}/interviews/a.md"), "Some words.\n");
    let mut bench = Bench::on(disk.clone(), 80, 24);
    assert!(bench.screen().contains("no codebook yet"), "{}", bench.screen());
    bench.press("Cj<Enter>c");
    assert!(bench.screen().contains("there is no code yet"), "{}", bench.screen());

    disk.put(format!("{ROOT}/study.toml"), "format = 2\n");
    disk.put(format!("{ROOT}/codebooks/codebook.toml"), CODES);
    let mut bench = Bench::on(disk, 80, 24);
    bench.press("Cj<Enter>V l3");
    assert!(bench.screen().contains("newer than this program"), "{}", bench.screen());
    assert!(bench.ops().is_empty());
}

/// The sample study, as it lies at the repository's root.
fn sample() -> MemoryDisk {
    fn lay(disk: &MemoryDisk, from: &Path, to: &str) {
        if from.is_dir() {
            for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
                lay(disk, &entry.path(), &format!("{to}/{}", entry.file_name().to_string_lossy()));
            }
        } else {
            disk.put(to, std::fs::read(from).unwrap());
        }
    }
    let (root, disk) = (Path::new(env!("CARGO_MANIFEST_DIR")), MemoryDisk::new());
    for name in ["study.toml", "sources.csv", "codebooks", "interviews", "desk-review", "observations"] {
        lay(&disk, &root.join(name), &format!("{ROOT}/{name}"));
    }
    for name in ["ana.sample27.jsonl", "ben.sample27.jsonl"] {
        lay(&disk, &root.join("codings").join(name), &format!("{ROOT}/codings/{name}"));
    }
    disk
}

/// The pictures stand in the README after a comment that names them. With `TRIPOD_WRITE_PICTURES` set they are
/// put there anew instead of being compared.
#[test]
fn the_pictures_of_the_readme_are_real_screens() {
    let picture = |keys: &str| {
        let mut bench = Bench::on(sample(), 110, 25);
        bench.press(keys);
        bench.settle();
        let screen = bench.screen();
        screen.split_inclusive('\n').filter(|line| !line.starts_with("reversed: ")).collect::<String>()
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let mut drawn = readme.clone();
    for (name, keys) in [("themes", "jjjjjjjjj"), ("code", "C44j<Enter>}}}}}}}wwwwwwwwwwww")] {
        let begin = format!("<!-- screen: {name} -->\n```\n");
        let from = drawn.find(&begin).unwrap_or_else(|| panic!("no picture '{name}'")) + begin.len();
        let upto = from + drawn[from..].find("```\n").unwrap();
        drawn.replace_range(from..upto, &picture(keys));
    }
    if std::env::var_os("TRIPOD_WRITE_PICTURES").is_some() {
        std::fs::write(&path, drawn).unwrap();
    } else {
        assert_eq!(readme, drawn, "draw them anew with TRIPOD_WRITE_PICTURES=1 cargo test pictures");
    }
}

#[test]
fn all_hits_are_coded_as_one_step_after_a_look() {
    let mut bench = Bench::new();
    bench.press("/the");
    bench.settle();
    bench.press("<Enter>Aaside<Enter>");
    bench.settle();
    let screen = bench.screen();
    assert!(screen.contains("4 codings in 2 sources, of 2 voices"), "{screen}");
    assert!(bench.journal().is_empty());
    bench.press("<Enter>");
    bench.settle();
    assert_eq!(bench.said(), "coded: 4 × Asides");
    let journal = bench.journal();
    assert!(journal.iter().all(|line| line["auto"] == "the" && line["step"] == journal[0]["id"]), "{journal:?}");
    // What is there is not coded again, and one key takes all of it back.
    bench.press("Aaside<Enter>");
    bench.settle();
    assert!(bench.screen().contains("left out: 4 places coded with it already"), "{}", bench.screen());
    bench.press("<Enter><Esc>u");
    bench.settle();
    assert_eq!(bench.said(), "undone: coded: 4 × Asides");
    assert_eq!(bench.ops(), ["code", "code", "code", "code", "remove", "remove", "remove", "remove"]);
}

#[test]
fn all_hits_wait_for_a_disk_that_is_full() {
    let mut bench = Bench::new();
    bench.press("/the");
    bench.settle();
    bench.press("<Enter>Aaside<Enter>");
    bench.settle();
    bench.disk.fail(Some(Fault::From(0, ErrorKind::StorageFull)));
    bench.press("<Enter>");
    bench.settle();
    assert!(bench.screen().contains("NOT SAVED"), "{}", bench.screen());
    assert!(bench.journal().is_empty());
    bench.disk.fail(None);
    bench.press("!");
    bench.settle();
    assert_eq!(bench.ops(), ["code", "code", "code", "code"]);
    assert!(!bench.screen().contains("NOT SAVED"), "{}", bench.screen());
}
