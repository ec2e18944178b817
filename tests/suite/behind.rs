//! Reports and imports that run behind the workbench: coding goes on beside them, and stopping leaves nothing half.

use std::io;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use tripod::base::chance::Seeded;
use tripod::base::clock::SetClock;
use tripod::base::disk::{Access, Appending, Disk, MemoryDisk, Named, Stat};
use tripod::study::Host;
use tripod::tui::colours::Colours;
use tripod::tui::keys::chord::script;
use tripod::tui::message::{Ending, Message};
use tripod::tui::session::{Request, Session};

use super::pty::Desk;
use super::study::Study;
use super::workbench::{ROOT, study};

/// Where the thread that works behind has come to.
#[derive(Debug, Default)]
struct Gate {
    /// The path at which it is to wait, or to fall over.
    shut: Mutex<Option<(String, bool)>>,
    moved: Condvar,
    /// Whether it waits.
    waits: Mutex<bool>,
}

/// A disk on which work behind waits at a path until it is let through; nobody else does.
#[derive(Clone, Debug)]
struct Gated {
    disk: MemoryDisk,
    gate: Arc<Gate>,
}

impl Gated {
    fn new(disk: MemoryDisk) -> Self {
        Self { disk, gate: Arc::default() }
    }

    /// Shuts the gate at paths that end so.
    fn shut(&self, path: &str) {
        *self.gate.shut.lock().unwrap() = Some((path.to_owned(), false));
    }

    /// Has the work fall over at paths that end so.
    fn break_at(&self, path: &str) {
        *self.gate.shut.lock().unwrap() = Some((path.to_owned(), true));
    }

    fn open(&self) {
        *self.gate.shut.lock().unwrap() = None;
        self.gate.moved.notify_all();
    }

    fn wait_until_held(&self) {
        let since = Instant::now();
        while !*self.gate.waits.lock().unwrap() {
            assert!(since.elapsed() < Duration::from_secs(20), "nothing came to the gate");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn pass(&self, path: &Path) {
        if std::thread::current().name() != Some("behind") {
            return;
        }
        let mut shut = self.gate.shut.lock().unwrap();
        while let Some((at, breaks)) = shut.as_ref().filter(|(at, _)| path.to_string_lossy().ends_with(at)) {
            let (breaks, at) = (*breaks, at.clone());
            if breaks {
                drop(shut);
                panic!("the disk fell off the table at {at}");
            }
            *self.gate.waits.lock().unwrap() = true;
            shut = self.gate.moved.wait(shut).unwrap();
        }
        *self.gate.waits.lock().unwrap() = false;
    }
}

impl Disk for Gated {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.pass(path);
        self.disk.read(path)
    }
    fn read_head(&self, path: &Path, limit: usize) -> io::Result<Vec<u8>> {
        self.pass(path);
        self.disk.read_head(path, limit)
    }
    fn read_range(&self, path: &Path, at: u64, length: usize) -> io::Result<Vec<u8>> {
        self.disk.read_range(path, at, length)
    }
    fn stat(&self, path: &Path) -> io::Result<Stat> {
        self.disk.stat(path)
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<Named>> {
        self.disk.list(folder)
    }
    fn make_folder(&self, folder: &Path, access: Access) -> io::Result<()> {
        self.disk.make_folder(folder, access)
    }
    fn create(&self, path: &Path, bytes: &[u8], access: Access) -> io::Result<()> {
        self.pass(path);
        self.disk.create(path, bytes, access)
    }
    fn replace(&self, path: &Path, bytes: &[u8], access: Access) -> io::Result<()> {
        self.pass(path);
        self.disk.replace(path, bytes, access)
    }
    fn append(&self, path: &Path) -> io::Result<Box<dyn Appending>> {
        self.pass(path);
        self.disk.append(path)
    }
}

/// A workbench on a gated disk.
struct Bench {
    session: Session,
    disk: Gated,
}

impl Bench {
    fn new() -> Self {
        let disk = study();
        for name in ["new-1", "new-2", "new-3"] {
            disk.put(format!("/in/{name}.md"), format!("A: The words of {name}.\n"));
        }
        disk.put("/in/b.doc", "old");
        disk.put("/out/other.csv", "name,age\n");
        let disk = Gated::new(disk);
        let host = Host {
            disk: Arc::new(disk.clone()),
            clock: Arc::new(SetClock::new(1_772_442_847_120)),
            chance: Arc::new(Seeded::new(7)),
            cache: None,
            state: None,
            device: Some("testtest".to_owned()),
        };
        let mut session = Session::new(Colours::None);
        session.take(Message::Resize { width: 120, height: 34 });
        session.open(host, Path::new(ROOT), "ana".into()).unwrap();
        let mut bench = Self { session, disk };
        bench.settle();
        bench
    }

    fn settle(&mut self) {
        while let Some(message) = self.session.wait_for(Duration::from_millis(150)) {
            self.session.take(message);
        }
    }

    /// Takes in what is said until nothing runs behind any more.
    fn finish(&mut self) {
        let since = Instant::now();
        while self.session.model.behind.running.is_some() {
            assert!(since.elapsed() < Duration::from_secs(20), "it still runs");
            if let Some(message) = self.session.wait_for(Duration::from_millis(50)) {
                self.session.take(message);
            }
        }
    }

    fn press(&mut self, keys: &str) -> Vec<Request> {
        script(keys).into_iter().flat_map(|chord| self.session.take(Message::Key(chord))).collect()
    }

    fn said(&self) -> String {
        self.session.model.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default()
    }

    fn text(&self, path: &str) -> Option<String> {
        self.disk.disk.read(Path::new(path)).ok().map(|bytes| String::from_utf8(bytes).unwrap())
    }

    fn journal(&self) -> Vec<String> {
        let text = self.text("/study/codings/ana.testtest.jsonl").unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    fn sources(&self) -> Vec<String> {
        self.session.model.desk.sources().map(|row| row.id.to_string()).collect()
    }
}

#[test]
fn a_report_is_written_behind_while_coding_goes_on() {
    let mut bench = Bench::new();
    bench.press("Cj<Enter>");
    bench.disk.shut("/out/r.md");
    bench.press("E<Enter>/out/r.md<Enter>");
    bench.disk.wait_until_held();
    // A coding is made, saved, and taken back, although the report is held.
    bench.press("}}V l+");
    assert_eq!(bench.journal().len(), 1);
    assert!(bench.session.model.saved.is_some());
    bench.press("u");
    assert_eq!(bench.journal().len(), 2);
    bench.settle();
    let running = bench.session.model.behind.running.as_ref().unwrap();
    assert_eq!((running.noun, running.share), ("report", 99));
    bench.press("E");
    assert!(bench.said().contains("one thing at a time: the report still runs"), "{}", bench.said());
    assert_eq!(bench.text("/out/r.md"), None, "nothing stands there before it is whole");
    bench.disk.open();
    bench.finish();
    assert_eq!(bench.said(), "written: /out/r.md · INTERNAL, CONFIDENTIAL");
    assert!(bench.text("/out/r.md").unwrap().contains("**INTERNAL, CONFIDENTIAL**"));
    // A second one asks before it replaces the first.
    bench.press("Ematr<Enter>/out/r.md<Enter>");
    assert!(bench.session.model.behind.running.is_none());
    bench.press("y");
    bench.finish();
    assert!(bench.said().starts_with("written: /out/r.md"), "{}", bench.said());
    bench.press("Ecodings<Enter>/out/c.csv<Enter>");
    bench.finish();
    assert_eq!(bench.said(), "0 codings written to /out/c.csv · CONFIDENTIAL; P tells more");
    assert!(bench.text("/out/c.csv").unwrap().starts_with("source,"));
}

#[test]
fn a_report_that_is_stopped_leaves_no_file_and_the_next_one_is_written() {
    let mut bench = Bench::new();
    bench.disk.shut("/study/study.toml");
    bench.press("E<Enter>/out/r.md<Enter>");
    bench.disk.wait_until_held();
    bench.press("<Ctrl-g>");
    bench.disk.open();
    bench.finish();
    assert_eq!(bench.said(), "stopped: nothing was written to /out/r.md");
    assert_eq!(bench.text("/out/r.md"), None);
    bench.press("E<Enter>/out/r.md<Enter>");
    bench.finish();
    assert!(bench.text("/out/r.md").is_some());
}

#[test]
fn what_the_command_refuses_is_refused_in_the_same_words() {
    let mut bench = Bench::new();
    bench.disk.disk.put("/in/t.csv", "source,code,quote\nvrk-01,labs,the machine\n");
    let mut refused = |keys: &str| {
        bench.press(keys);
        assert!(bench.session.model.behind.running.is_none(), "{keys}");
        let dialog = format!("{:?}", bench.session.model.dialogs.last());
        bench.press("<Esc><Esc>");
        dialog
    };
    for (keys, words) in [
        ("E<Enter>/out/r.docx<Enter>", "a report cannot be written as '/out/r.docx'"),
        (
            "E<Enter>/study/interviews/r.md<Enter>",
            "interviews/r.md belongs to the study, so no report is written there",
        ),
        ("Ecodings<Enter>/out/other.csv<Enter>", "/out/other.csv is there already and is no export of codings"),
        ("Ecodings<Enter>/out/c.md<Enter>", "'/out/c.md' has no ending that export writes"),
        ("I/in/none.md<Enter>", "/in/none.md: "),
        ("I/in/*<Enter>", "/in/t.csv is a table of codings: bring it in by itself"),
    ] {
        let told = refused(keys);
        assert!(told.contains(words), "{words}\n{told}");
    }
}

#[test]
fn sources_are_brought_in_behind_and_stand_in_the_list() {
    let mut bench = Bench::new();
    bench.press("I/in/*<Enter>interview<Enter>");
    bench.finish();
    assert_eq!(bench.said(), "3 sources imported, 1 refused; P tells more");
    assert!(bench.sources().contains(&"interviews/new-2.md".to_owned()), "{:?}", bench.sources());
    let told: Vec<&str> = bench.session.model.behind.told.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(told, ["3 sources imported, 1 refused", "old .doc files of Word are not read"]);
    bench.settle();
    assert!(bench.said().starts_with("3 sources"), "reading the study again talks over nothing: {}", bench.said());
}

#[test]
fn an_import_that_is_stopped_keeps_whole_sources_and_says_how_many() {
    let mut bench = Bench::new();
    bench.disk.shut("/study/interviews/new-2.md");
    bench.press("I/in/*.md<Enter>interview<Enter>");
    bench.disk.wait_until_held();
    bench.press("<Ctrl-g>");
    bench.disk.open();
    bench.finish();
    assert_eq!(bench.said(), "2 sources imported, stopped before 1 more");
    assert_eq!(bench.text("/study/interviews/new-2.md").as_deref(), Some("A: The words of new-2.\n"));
    assert_eq!(bench.text("/study/interviews/new-3.md"), None);
    let register = bench.text("/study/sources.csv").unwrap();
    assert!(register.contains("new-1") && register.contains("new-2") && !register.contains("new-3"), "{register}");
}

#[test]
fn a_table_of_codings_comes_in_as_one_step() {
    let mut bench = Bench::new();
    let rows = "source,code,quote,stance\n\
        vrk-01,labs,the machine is a very expensive table,contradicts\n\
        vrk-01,labs,Now the lab answers within a week,supports\n\
        vrk-01,labs,words that nobody said,supports\n";
    bench.disk.disk.put("/in/t.csv", rows);
    // A coding that is made meanwhile goes into the same journal.
    bench.press("Cj<Enter>");
    bench.disk.shut("ana.testtest.jsonl");
    bench.press("I/in/t.csv<Enter><Enter>");
    bench.disk.wait_until_held();
    bench.press("}}V l+");
    bench.disk.open();
    bench.finish();
    assert_eq!(bench.said(), "2 codings imported, 1 refused; u takes them back; P tells more");
    assert_eq!(bench.journal().len(), 3, "{:#?}", bench.journal());
    assert!(bench.text("/in/t.rejected.csv").unwrap().contains("nobody said"));
    let marks = |bench: &Bench| bench.session.model.code.page.as_ref().map_or(0, |page| page.marks.len());
    assert_eq!(marks(&bench), 3);
    bench.press("u");
    assert_eq!(marks(&bench), 1, "the import was one step");
}

#[test]
fn codings_that_are_stopped_in_time_do_not_come_in() {
    let mut bench = Bench::new();
    bench.disk.disk.put("/in/t.csv", "source,code,quote\nvrk-01,labs,the machine is a very expensive table\n");
    bench.disk.shut("/in/t.csv");
    bench.press("I/in/t.csv<Enter><Enter>");
    bench.disk.wait_until_held();
    bench.press("<Ctrl-g>");
    bench.disk.open();
    bench.finish();
    assert_eq!(bench.said(), "stopped: no coding was imported");
    assert!(bench.journal().is_empty());
}

#[test]
fn a_fault_behind_is_told_and_the_session_goes_on() {
    let mut bench = Bench::new();
    bench.disk.break_at("/out/r.md");
    bench.press("E<Enter>/out/r.md<Enter>");
    bench.finish();
    assert_eq!(bench.said(), "a fault of the program stopped its work on the report; coding goes on");
    bench.press("Cj<Enter>}}V l+");
    assert_eq!(bench.journal().len(), 1);
    bench.disk.open();
    bench.disk.disk.fail(Some(tripod::base::disk::Fault::From(0, io::ErrorKind::StorageFull)));
    bench.press("E<Enter>/out/r.md<Enter>");
    bench.finish();
    assert!(bench.said().starts_with("/out/r.md: "), "{}", bench.said());
    bench.disk.disk.fail(None);
    assert_eq!(bench.text("/out/r.md"), None);
}

#[test]
fn quitting_stops_what_runs_and_waits_for_it() {
    let mut bench = Bench::new();
    bench.disk.shut("/study/interviews/new-1.md");
    bench.press("I/in/*.md<Enter>interview<Enter>");
    bench.disk.wait_until_held();
    assert!(bench.press("<Ctrl-q>").is_empty());
    assert!(bench.said().contains("the import still runs"), "{}", bench.said());
    let disk = bench.disk.clone();
    let opens = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(200));
        disk.open();
    });
    assert_eq!(bench.press("<Ctrl-q>"), [Request::End(Ending::Quit)]);
    opens.join().unwrap();
    // What was begun is whole, with its keys, before the program ends.
    assert!(bench.text("/study/sources.csv").unwrap().contains("new-1"));
    assert_eq!(bench.text("/study/interviews/new-2.md"), None);
}

#[test]
fn the_program_brings_a_file_in_and_writes_a_report_on_a_terminal() {
    let study = Study::new()
        .with("codebooks/codes.toml", "[[code]]\nid = \"capacity\"\nclaim = \"It rose.\"\n")
        .with("interviews/a.md", "A: Nobody here had seen a report.\n");
    let file = study.outside("new note.txt", "A: Now they answer within a week.\n");
    let folder = file.parent().unwrap().display().to_string();
    let mut desk = Desk::of_coder("ana", study);
    desk.wait("the first look", |screen| screen.contents().contains("Themes ·"));
    desk.type_keys("I");
    desk.wait("the question for a file", |screen| screen.contents().contains("Bring in which file?"));
    desk.type_keys(&format!("{folder}/ne\t"));
    desk.wait("the file", |screen| screen.contents().contains("1 file"));
    desk.type_keys("\r");
    desk.wait("the kinds", |screen| screen.contents().contains("What kind of source is it?"));
    desk.type_keys("interview\r");
    desk.wait("the end of the import", |screen| screen.contents().contains("1 source imported"));
    desk.type_keys("C");
    desk.wait("the source in the list", |screen| screen.contents().contains("new note"));
    // ~ is the home of whoever typed it.
    desk.type_keys("E\r");
    desk.wait("the question for the report's file", |screen| {
        screen.contents().contains("Write the report to which file?")
    });
    desk.type_keys("\x15~/r.md\r");
    desk.wait("the end of the report", |screen| screen.contents().contains("INTERNAL, CONFIDENTIAL"));
    desk.type_keys("\x11");
    let (study, status, _) = desk.ended();
    assert!(status.success());
    assert_eq!(study.read("interviews/new note.txt"), "A: Now they answer within a week.\n");
    assert!(study.read("../home/r.md").contains("**INTERNAL, CONFIDENTIAL**"));
    let leftover = |name: &String| name.contains(".tripod-");
    assert!(!study.files().iter().any(leftover), "{:?}", study.files());
}
