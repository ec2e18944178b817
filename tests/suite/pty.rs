//! The workbench on a real pseudo-terminal: it codes, and the terminal is given back whatever happens.
//!
//! The child is this test binary itself, running the one ignored test below: so a disk that panics can
//! be put under the real loop, real threads and real signal handlers, without a back door in the program.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use tripod::base::disk::{Access, Appending, Disk, Named, RealDisk, Stat};
use tripod::study::Host;
use tripod::tui::colours::Colours;
use tripod::tui::comfort::Comfort;
use tripod::tui::run::{Opening, run};

use super::rounds::{self, Dice};
use super::study::Study;

const STUDY: &str = "TRIPOD_TEST_STUDY";
const FAULT: &str = "TRIPOD_TEST_FAULT";

/// What the child does: not a test, so it is ignored unless a test below runs it.
#[test]
#[ignore = "run by the other tests here, on a terminal"]
fn child_that_shows_the_workbench() {
    let Some(root) = std::env::var_os(STUDY) else { return };
    let mut root = PathBuf::from(root);
    if std::env::var(FAULT).is_ok_and(|fault| fault == "error") {
        root.push("nowhere");
    }
    let host = Host {
        disk: Arc::new(Panicking { disk: RealDisk, on: std::env::var(FAULT).unwrap_or_default() }),
        cache: Some(root.join("../home/cache")),
        state: None,
        device: Some("testtest".to_owned()),
        ..Host::real()
    };
    run(Opening {
        host,
        root,
        coder: "ana".into(),
        colours: Colours::Sixteen,
        comfort: Comfort::default(),
        tour: None,
    })
    .unwrap();
}

/// A disk that panics: when the loop writes, or when a worker reads.
struct Panicking {
    disk: RealDisk,
    on: String,
}

impl Panicking {
    fn check(&self, what: &str) {
        // The thread that opens the study is let alone: without a study there is nothing to go on with.
        let in_loop = std::thread::current().name().is_some_and(|name| name.starts_with("pty::") || name == "study");
        assert!(self.on != "loop" || what != "append", "the disk fell off the table");
        assert!(in_loop || self.on != "worker", "the worker fell off the table");
    }
}

impl Disk for Panicking {
    fn read(&self, path: &Path) -> std::io::Result<Vec<u8>> {
        self.check("read");
        self.disk.read(path)
    }
    fn read_head(&self, path: &Path, limit: usize) -> std::io::Result<Vec<u8>> {
        self.disk.read_head(path, limit)
    }
    fn read_range(&self, path: &Path, at: u64, length: usize) -> std::io::Result<Vec<u8>> {
        self.disk.read_range(path, at, length)
    }
    fn stat(&self, path: &Path) -> std::io::Result<Stat> {
        self.disk.stat(path)
    }
    fn list(&self, folder: &Path) -> std::io::Result<Vec<Named>> {
        self.disk.list(folder)
    }
    fn make_folder(&self, folder: &Path, access: Access) -> std::io::Result<()> {
        self.disk.make_folder(folder, access)
    }
    fn create(&self, path: &Path, bytes: &[u8], access: Access) -> std::io::Result<()> {
        self.disk.create(path, bytes, access)
    }
    fn replace(&self, path: &Path, bytes: &[u8], access: Access) -> std::io::Result<()> {
        self.disk.replace(path, bytes, access)
    }
    fn append(&self, path: &Path) -> std::io::Result<Box<dyn Appending>> {
        self.check("append");
        if self.on == "full" && !path.with_file_name("../room").exists() {
            return Err(std::io::ErrorKind::StorageFull.into());
        }
        self.disk.append(path)
    }
}

/// A terminal with the workbench in it.
pub(crate) struct Desk {
    pub(crate) study: Study,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn std::io::Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    output: Arc<Mutex<Vec<u8>>>,
    /// How the terminal was set before.
    before: String,
    /// Whether the key that copies was pressed.
    copies: bool,
}

/// Long enough for an unoptimised program on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

impl Desk {
    fn open(fault: &str) -> Self {
        let mut desk = Self::open_at_once(fault, Self::study());
        // Keys are heard before the study is read, and then mean little.
        desk.wait("the first look", |screen| screen.contents().contains("Themes · study"));
        desk
    }

    /// Opens the workbench and waits for nothing.
    fn open_at_once(fault: &str, study: Study) -> Self {
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args([
            "pty::child_that_shows_the_workbench",
            "--exact",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ]);
        command.env(FAULT, fault);
        command.env("RUST_BACKTRACE", "0");
        command.env_remove("TRIPOD_TALLY");
        Self::start(command, "xterm-256color", study)
    }

    /// The program itself, with a coder's name and nothing else of the machine.
    fn program(coder: &str) -> CommandBuilder {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tripod"));
        command.env_clear();
        command.env("TRIPOD_CODER", coder);
        command.env("TRIPOD_DEVICE", "testtest");
        command
    }

    /// Starts the program itself on a study.
    pub(crate) fn of_coder(coder: &str, study: Study) -> Self {
        Self::start(Self::program(coder), "xterm-256color", study)
    }

    /// Starts the program itself, as a user does.
    fn of_program(term: &str, no_colour: bool) -> Self {
        let mut command = Self::program("ana");
        if no_colour {
            command.env("NO_COLOR", "1");
        }
        Self::start(command, term, Self::study())
    }

    /// Starts the program for a screen reader.
    fn for_screen_reader() -> Self {
        let mut command = Self::program("ana");
        command.arg("--screen-reader");
        Self::start(command, "xterm-256color", Self::study())
    }

    /// Starts `tripod demo` in an empty folder, as a newcomer does.
    fn of_demo() -> Self {
        let mut command = Self::program("nina");
        command.arg("demo");
        Self::start(command, "xterm-256color", Study::bare())
    }

    fn study() -> Study {
        Study::new()
            .with(
                "codebooks/codes.toml",
                "[[code]]\nid = \"capacity\"\nname = \"Capacity\"\nclaim = \"It rose.\"\nkey = \"c\"\n",
            )
            .with("interviews/a.md", "A: Before 2016 nobody here had seen a report.\n\nA: Теперь за неделю. 一周内。\n")
    }

    fn start(mut command: CommandBuilder, term: &str, study: Study) -> Self {
        let pair =
            native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
        let before = format!("{:?}", pair.master.get_termios().unwrap());
        command.env(STUDY, study.path());
        command.env("HOME", study.path().join("../home"));
        command.env("TERM", term);
        command.cwd(study.path());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let output = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&output);
        std::thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(length @ 1..) = reader.read(&mut chunk) {
                sink.lock().unwrap().extend_from_slice(&chunk[..length]);
            }
        });
        Self { study, master: pair.master, keys, child, output, before, copies: false }
    }

    fn screen(&self) -> vt100::Parser {
        let (rows, columns) = (NonZeroU16::new(24).unwrap(), NonZeroU16::new(80).unwrap());
        let mut parser = vt100::Parser::new(rows, columns, 0);
        parser.process(&self.output.lock().unwrap());
        parser
    }

    /// Waits until the screen is as told.
    #[track_caller]
    pub(crate) fn wait(&mut self, what: &str, is: impl Fn(&vt100::Screen) -> bool) {
        let start = Instant::now();
        while !is(self.screen().screen()) {
            assert!(start.elapsed() < PATIENCE, "{what}:\n{}", self.screen().screen().contents());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub(crate) fn type_keys(&mut self, keys: &str) {
        self.copies |= keys.contains('Y');
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.process_id().unwrap()).unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
    }

    /// Waits for the end, and sees that nothing of the workbench is left on the terminal.
    #[track_caller]
    pub(crate) fn ended(mut self) -> (Study, portable_pty::ExitStatus, String) {
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(start.elapsed() < PATIENCE, "still there:\n{}", self.screen().screen().contents());
            std::thread::sleep(Duration::from_millis(10));
        };
        std::thread::sleep(Duration::from_millis(50));
        std::thread::sleep(Duration::from_millis(50));
        self.is_given_back();
        let after = format!("{:?}", self.master.get_termios().unwrap());
        assert_eq!(after, self.before, "the terminal's settings");
        let text = self.screen().screen().contents();
        (self.study, status, text)
    }

    #[track_caller]
    fn is_given_back(&self) {
        let parser = self.screen();
        let screen = parser.screen();
        assert!(!screen.alternate_screen(), "the alternate screen is left");
        assert!(!screen.hide_cursor(), "the cursor is shown");
        assert!(!screen.bracketed_paste(), "pastes come plain");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        assert!(!screen.inverse() && !screen.bold() && screen.fgcolor() == vt100::Color::Default);
        let output = self.output.lock().unwrap().clone();
        assert_eq!(modes(&output), BTreeMap::from([("?25".to_owned(), true)]), "modes that are left");
        let commands = output.windows(2).filter(|pair| pair == b"\x1b]").count();
        assert!(self.copies || commands == 0, "a command to the terminal's window");
        assert_eq!(commands, copied(&output).len(), "only the clipboard may be set");
    }

    /// Opens the source and codes its first passage.
    fn code(&mut self) {
        self.type_keys("Cj\r");
        self.wait("the text", |screen| screen.contents().contains("nobody here had seen"));
        self.type_keys(" c");
        self.wait("the question", |screen| screen.contents().contains("Claim: It rose."));
        self.type_keys("+");
    }
}

/// Returns what the terminal's clipboard was told to hold, in base64.
fn copied(output: &[u8]) -> Vec<String> {
    let output = String::from_utf8_lossy(output).into_owned();
    let sequences = output.split("\x1b]52;c;").skip(1).filter_map(|rest| rest.split_once('\x07'));
    let is_base64 = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte));
    sequences.map(|(text, _)| text.to_owned()).filter(|text| is_base64(text)).collect()
}

/// Returns the modes that are on, and the cursor's, after all these bytes.
fn modes(output: &[u8]) -> BTreeMap<String, bool> {
    let mut modes = BTreeMap::from([("?25".to_owned(), true)]);
    for part in String::from_utf8_lossy(output).split("\x1b[").skip(1) {
        let end = part.find(|ch: char| !matches!(ch, '?' | '>' | '<' | '=' | ';' | '0'..='9'));
        let Some(end) = end else { continue };
        let (names, is_set) = match &part[end..=end] {
            "h" => (&part[..end], true),
            "l" => (&part[..end], false),
            _ => continue,
        };
        for name in names.trim_start_matches('?').split(';') {
            modes.insert(format!("?{name}"), is_set);
        }
    }
    modes.retain(|name, is_set| *is_set || name == "?25");
    modes
}

#[test]
fn a_screen_reader_finds_the_cursor_where_one_reads() {
    let mut desk = Desk::for_screen_reader();
    desk.wait("the themes", |screen| {
        screen.contents().contains("Capacity: Not assessed") || screen.contents().contains("Capacity:")
    });
    desk.wait("the cursor at the chosen theme", |screen| !screen.hide_cursor() && screen.cursor_position() == (1, 0));
    desk.type_keys("C");
    desk.wait("the sources", |screen| screen.contents().contains("interview, 1 source"));
    desk.type_keys("j\r");
    desk.wait("the text", |screen| screen.contents().contains("not coded at the cursor"));
    desk.type_keys("w");
    desk.wait("the cursor at the second word", |screen| {
        screen.cursor_position().0 == 1 && screen.cursor_position().1 > 0
    });
    let shown = desk.screen().screen().contents();
    assert!(!shown.contains(['│', '─', '┌', '▎']), "{shown}");
    desk.type_keys("\x11");
    desk.ended();
}

#[test]
fn a_passage_is_coded_and_the_terminal_is_given_back_after_quitting() {
    let mut desk = Desk::open("");
    desk.code();
    desk.wait("saved", |screen| screen.contents().contains(" saved "));
    let screen = desk.screen();
    assert!(screen.screen().contents().contains("Теперь за неделю. 一周内。"), "{}", screen.screen().contents());
    desk.type_keys("\x11");
    let (study, status, _) = desk.ended();
    assert!(status.success(), "{status:?}");
    let journal = study.read("codings/ana.testtest.jsonl");
    assert_eq!(journal.lines().count(), 1);
    assert!(journal.contains("\"stance\":\"supports\"") && journal.contains("\"op\":\"code\""), "{journal}");
}

#[test]
fn the_terminal_is_given_back_after_every_signal_that_ends_a_program() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP, Signal::QUIT] {
        let mut desk = Desk::open("");
        desk.code();
        desk.wait("saved", |screen| screen.contents().contains(" saved "));
        desk.signal(signal);
        let (study, status, _) = desk.ended();
        assert!(!status.success(), "{signal:?}: {status:?}");
        assert_eq!(study.read("codings/ana.testtest.jsonl").lines().count(), 1);
    }
}

#[test]
fn the_terminal_is_given_back_before_a_panic_speaks() {
    let mut desk = Desk::open("loop");
    desk.code();
    let (_, status, text) = desk.ended();
    assert!(!status.success(), "{status:?}");
    assert!(text.contains("the disk fell off the table"), "{text}");
}

#[test]
fn an_index_that_is_cut_while_it_is_searched_gives_no_wrong_answer_and_is_made_anew() {
    let mut study = Desk::study();
    for number in 0..40 {
        let words = format!("A: The laboratory answers report {number} within a week, and word{number} is new.\n\n");
        study = study.with(&format!("interviews/b{number}.md"), words.repeat(20));
    }
    let mut desk = Desk::open_at_once("", study);
    desk.wait("the first look", |screen| screen.contents().contains("Themes · study"));
    desk.type_keys("/laboratory");
    desk.wait("the hits", |screen| screen.contents().contains("Hits · 800"));
    let cache = desk.study.path().join("../home/cache");
    desk.wait("the index", |_| is_sealed(&cache));
    // It is opened a moment after it was sealed.
    std::thread::sleep(Duration::from_millis(500));
    assert!(cut_to_nothing(&cache) > 0, "the index has files");
    desk.type_keys(" word7");
    desk.wait("the hits in the texts", |screen| screen.contents().contains("Hits · 20"));
    desk.wait("another index", |_| is_sealed(&cache) && has_terms(&cache));
    desk.type_keys("\x11");
    let (_, status, _) = desk.ended();
    assert!(status.success(), "{status:?}");
}

/// Returns all files in a folder and those below.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Tells whether an index in the folder is finished.
fn is_sealed(folder: &Path) -> bool {
    files(folder).iter().any(|path| path.ends_with("seal"))
}

/// Tells whether an index in the folder has words.
fn has_terms(folder: &Path) -> bool {
    let is_filled = |path: &PathBuf| std::fs::metadata(path).is_ok_and(|data| data.len() > 0);
    files(folder).iter().any(|path| path.extension().is_some_and(|extension| extension == "term") && is_filled(path))
}

/// Cuts every file with words or places of the index where it lies, and returns how many.
fn cut_to_nothing(folder: &Path) -> usize {
    let searched = ["idx", "pos", "term", "fast"];
    let is_searched = |path: &PathBuf| {
        path.extension().is_some_and(|extension| searched.iter().any(|searched| extension == *searched))
    };
    let cut = files(folder).into_iter().filter(is_searched);
    cut.map(|path| std::fs::OpenOptions::new().write(true).open(path).unwrap().set_len(0).unwrap()).count()
}

#[test]
fn a_panic_of_a_worker_is_told_and_coding_goes_on() {
    let mut desk = Desk::open("worker");
    desk.wait("the message", |screen| screen.contents().contains("fault of the program"));
    assert!(!desk.screen().screen().contents().contains("fell off"));
    desk.code();
    desk.wait("saved", |screen| screen.contents().contains(" saved "));
    desk.type_keys("\x11");
    let (study, status, _) = desk.ended();
    assert!(status.success(), "{status:?}");
    assert_eq!(study.read("codings/ana.testtest.jsonl").lines().count(), 1);
}

#[test]
fn stopping_gives_the_terminal_back_and_going_on_takes_it_again() {
    let mut desk = Desk::open("");
    for outside in [false, true] {
        if outside {
            desk.signal(Signal::TSTP);
        } else {
            desk.type_keys("\x1a");
        }
        desk.wait("the shell's screen", |screen| !screen.alternate_screen());
        desk.is_given_back();
        let after = format!("{:?}", desk.master.get_termios().unwrap());
        assert_eq!(after, desk.before, "the terminal's settings while it is stopped");
        std::thread::sleep(Duration::from_millis(100));
        desk.signal(Signal::CONT);
        desk.wait("the workbench again", |screen| screen.alternate_screen() && screen.contents().contains("Themes"));
    }
    desk.type_keys("q");
    let (_, status, _) = desk.ended();
    assert!(status.success(), "{status:?}");
}

#[test]
fn a_resize_while_typing_is_followed() {
    let mut desk = Desk::open("");
    desk.type_keys("Cj\r");
    desk.wait("the text", |screen| screen.contents().contains("nobody here"));
    for (rows, cols) in [(10, 40), (1, 1), (50, 200), (24, 80)] {
        desk.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        desk.type_keys("jk");
        std::thread::sleep(Duration::from_millis(30));
    }
    desk.type_keys("\x0c");
    desk.wait("the text again", |screen| screen.contents().contains("nobody here"));
    desk.type_keys("\x11");
    assert!(desk.ended().1.success());
}

#[test]
fn the_program_alone_opens_the_workbench_in_colour_and_without() {
    for no_colour in [false, true] {
        let mut desk = Desk::of_program("xterm-256color", no_colour);
        desk.wait("the first look", |screen| screen.contents().contains("Themes · study · 1 theme"));
        desk.code();
        desk.wait("saved", |screen| screen.contents().contains(" saved "));
        let screen = desk.screen();
        let coloured = (0..24).any(|row| {
            (0..80).any(|column| {
                screen.screen().cell(row, column).is_some_and(|cell| cell.fgcolor() != vt100::Color::Default)
            })
        });
        assert_eq!(coloured, !no_colour);
        desk.type_keys("\x11");
        let (study, status, _) = desk.ended();
        assert!(status.success(), "{status:?}");
        assert_eq!(study.read("codings/ana.testtest.jsonl").lines().count(), 1);
    }
}

/// In base64: “Before 2016 nobody here had seen a report. (a respondent; from notes)”, without the marks.
const CITED: &str = "QmVmb3JlIDIwMTYgbm9ib2R5IGhlcmUgaGFkIHNlZW4gYSByZXBvcnQuIChhIHJlc3BvbmRlbnQ7IGZyb20gbm90ZXMp";

#[test]
fn a_passage_goes_to_the_clipboard_only_after_its_key() {
    let mut desk = Desk::of_program("xterm-256color", true);
    desk.wait("the first look", |screen| screen.contents().contains("Themes · study · 1 theme"));
    desk.type_keys("Cj\r");
    desk.wait("the text", |screen| screen.contents().contains("nobody here had seen"));
    assert_eq!(copied(&desk.output.lock().unwrap()), Vec::<String>::new());
    desk.type_keys("Y");
    desk.wait("the message", |screen| screen.contents().contains("69 characters sent to the clipboard"));
    assert_eq!(copied(&desk.output.lock().unwrap()), [CITED]);
    desk.type_keys("\x11");
    assert!(desk.ended().1.success());
}

#[test]
fn a_source_is_judged_in_the_framework() {
    let mut desk = Desk::of_program("xterm-256color", true);
    desk.wait("the first look", |screen| screen.contents().contains("Themes · study · 1 theme"));
    desk.type_keys("W");
    desk.wait("the framework", |screen| screen.contents().contains("Framework · 1 source · 1 theme"));
    desk.wait("the cell", |screen| screen.contents().contains("unread"));
    desk.type_keys("\r");
    desk.wait("the question", |screen| screen.contents().contains("Claim: It rose."));
    desk.type_keys("-");
    desk.wait("the sentence", |screen| screen.contents().contains("What does it say on Capacity?"));
    desk.type_keys("Nothing rose.\x13");
    desk.wait("the judgement", |screen| screen.contents().contains("-* Nothing rose."));
    desk.type_keys("\x11");
    let (study, status, _) = desk.ended();
    assert!(status.success(), "{status:?}");
    assert!(study.read("codings/ana.testtest.jsonl").contains("\"op\":\"cell\""));
}

#[test]
fn a_dumb_terminal_is_told_so_and_left_alone() {
    let (_, status, text) = Desk::of_program("dumb", false).ended();
    assert_eq!(status.exit_code(), 2);
    assert!(text.contains("terminal type 'dumb'") && text.contains("tripod status"), "{text}");
}

/// The workbench and commands write one journal at once: every coding is there once, in an unbroken chain.
#[test]
fn the_workbench_and_commands_write_one_journal() {
    rounds::each("B1", "codings by the workbench and two commands at once", 1, 2, |dice| {
        let mut desk = Desk::open("");
        desk.type_keys("Cj\r");
        desk.wait("the text", |screen| screen.contents().contains("nobody here had seen"));
        let writers: Vec<_> = (0..2)
            .map(|_| {
                let mut programs: Vec<std::process::Command> = (0..6).map(|_| desk.study.command()).collect();
                std::thread::spawn(move || {
                    for program in &mut programs {
                        assert!(program.args(["code", "a", "0..5", "capacity"]).output().unwrap().status.success());
                    }
                })
            })
            .collect();
        for _ in 0..5 {
            // Other words each time: the same ones have a code once.
            desk.type_keys("wx c");
            desk.wait("the question", |screen| screen.contents().contains("Claim: It rose."));
            desk.type_keys("+");
            desk.wait("the answer", |screen| !screen.contents().contains("Claim: It rose."));
            std::thread::sleep(Duration::from_micros(dice.bits() % 30_000));
        }
        for writer in writers {
            writer.join().unwrap();
        }
        desk.wait("saved", |screen| screen.contents().contains(" saved "));
        desk.type_keys("\x11");
        let (study, status, _) = desk.ended();
        assert!(status.success(), "{status:?}");
        let journal = study.read("codings/ana.testtest.jsonl");
        assert_eq!(journal.lines().count(), 17, "{journal}");
        let problems: serde_json::Value = serde_json::from_str(&study.run(["check", "--json"]).done()).unwrap();
        assert_eq!(problems["problems"], serde_json::json!([]));
        dice.cases(17);
    });
}

/// A disk that is full is told within a second, the coding stays on the screen, and it is saved when there
/// is room.
#[test]
fn a_full_disk_is_told_and_the_coding_is_kept() {
    let mut tally = rounds::Tally::new("A6", "the workbench on a full disk, then with room");
    let mut desk = Desk::open("full");
    desk.code();
    desk.wait("the banner", |screen| {
        screen.contents().contains("not saved") || screen.contents().contains("NOT SAVED")
    });
    // Nobody has to ask for it.
    desk.study.write("room", "");
    desk.wait("saved", |screen| screen.contents().contains(" saved "));
    desk.type_keys("\x11");
    let (study, status, _) = desk.ended();
    assert!(status.success(), "{status:?}");
    assert_eq!(study.read("codings/ana.testtest.jsonl").lines().count(), 1);
    tally.add(1);
}

/// Keys as a person types them, in any order: never one that leaves or stops.
fn fingers(dice: &mut Dice, count: usize) -> String {
    const KEYS: [&str; 28] = [
        "j",
        "k",
        "C",
        "T",
        "\r",
        "\x1b",
        "v",
        "w",
        " c",
        "+",
        "/",
        "lab",
        "n",
        "?",
        "\t",
        "m",
        "x",
        "\x1b[200~paste\x1b[201~",
        "\x1b[A",
        "\x1b[B",
        "\x1b[<0;9;9M",
        "\x1b[<0;9;9m",
        "\x0c",
        "P",
        "u",
        "0",
        "W",
        "Y",
    ];
    (0..count).map(|_| *dice.pick(&KEYS)).collect()
}

/// Every way to end, at any moment of starting and working: the terminal is given back, and every line of
/// the journal is whole.
#[test]
fn the_terminal_is_given_back_however_the_program_ends() {
    const WAYS: [&str; 10] =
        ["quit", "TERM", "INT", "HUP", "QUIT", "error", "loop", "worker", "stopped by key", "stopped by signal"];
    let mut number = 0;
    rounds::each("F1", "ends of the workbench at any moment: quit, error, panics, signals, stops", 10, 50, |dice| {
        let way = WAYS[number % WAYS.len()];
        number += 1;
        let fault = if matches!(way, "error" | "loop" | "worker") { way } else { "" };
        let mut desk = Desk::open_at_once(fault, Desk::study());
        let pause = |dice: &mut Dice| std::thread::sleep(Duration::from_micros(dice.bits() % 60_000));
        // A signal may come before there is a workbench; keys are for one that is there.
        let is_early = dice.below(3) == 0;
        if !is_early && !matches!(way, "error" | "loop") {
            desk.wait("the first look", |screen| screen.contents().contains("Themes · study"));
            for _ in 0..dice.below(4) {
                desk.type_keys(&fingers(dice, 6));
                pause(dice);
            }
        }
        pause(dice);
        let signal = match way {
            "TERM" => Some(Signal::TERM),
            "INT" => Some(Signal::INT),
            "HUP" => Some(Signal::HUP),
            "QUIT" => Some(Signal::QUIT),
            _ => None,
        };
        if let Some(signal) = signal {
            desk.signal(signal);
        } else if way == "loop" {
            desk.wait("the first look", |screen| screen.contents().contains("Themes · study"));
            desk.code();
        } else if way != "error" {
            desk.wait("the first look", |screen| screen.alternate_screen() && !screen.contents().trim().is_empty());
            if way.starts_with("stopped") {
                if way.ends_with("key") {
                    desk.type_keys("\x1a");
                } else {
                    desk.signal(Signal::TSTP);
                }
                desk.wait("the shell's screen", |screen| !screen.alternate_screen());
                desk.is_given_back();
                std::thread::sleep(Duration::from_millis(60));
                desk.signal(Signal::CONT);
                desk.wait("the workbench again", vt100::Screen::alternate_screen);
            }
            // One quits, and quits again where something is open or not saved.
            let start = Instant::now();
            while desk.child.try_wait().unwrap().is_none() {
                assert!(start.elapsed() < PATIENCE, "{way}:\n{}", desk.screen().screen().contents());
                drop(desk.keys.write_all(b"\x11").and_then(|()| desk.keys.flush()));
                std::thread::sleep(Duration::from_millis(100));
            }
        }
        let (study, status, text) = desk.ended();
        let is_well = matches!(way, "quit" | "worker" | "stopped by key" | "stopped by signal");
        assert_eq!(status.success(), is_well, "{way} {status:?} {text}");
        if study.has("codings/ana.testtest.jsonl") {
            let journal = study.read("codings/ana.testtest.jsonl");
            assert!(journal.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{journal}");
        }
        assert!(matches!(study.run(["check"]).code, Some(0)));
    });
}

/// Opens a terminal with the workbench in it, and is killed: not a test, so it is ignored unless a test
/// below runs it.
#[test]
#[ignore = "run by the other tests here, as a process of its own"]
fn child_that_is_a_terminal() {
    let Some(root) = std::env::var_os(STUDY) else { return };
    let pair = native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tripod"));
    command.cwd(&root);
    for (name, value) in [("TERM", "xterm"), ("TRIPOD_CODER", "ana"), ("TRIPOD_DEVICE", "testtest")] {
        command.env(name, value);
    }
    command.env("HOME", Path::new(&root).join("../home"));
    let child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut out = std::io::stdout();
    out.write_all(format!("\npid {}\n", child.process_id().unwrap()).as_bytes()).unwrap();
    out.flush().unwrap();
    let mut keys = pair.master.take_writer().unwrap();
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut seen = Vec::new();
    let mut chunk = [0; 4096];
    while let Ok(length @ 1..) = reader.read(&mut chunk) {
        seen.extend_from_slice(&chunk[..length]);
        if seen.windows(6).any(|window| window == b"Themes") {
            keys.write_all(b"Cj\r c+").unwrap();
            keys.flush().unwrap();
            out.write_all(b"\nthere\n").unwrap();
            out.flush().unwrap();
            seen.clear();
        }
    }
}

/// The terminal's window is closed, or its program killed: the workbench ends, and what it saved is whole.
#[test]
fn the_workbench_ends_with_its_terminal() {
    use std::io::BufRead as _;
    rounds::each("F1", "terminals that are killed with the workbench in them", 2, 10, |dice| {
        let study = Desk::study();
        let mut command = std::process::Command::new(std::env::current_exe().unwrap());
        command.args(["pty::child_that_is_a_terminal", "--exact", "--ignored", "--nocapture", "--test-threads=1"]);
        command.env(STUDY, study.path()).env_remove("TRIPOD_TALLY");
        command.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::piped());
        let mut terminal = command.spawn().unwrap();
        let mut lines = std::io::BufReader::new(terminal.stdout.take().unwrap()).lines();
        let pid = lines.find_map(|line| line.unwrap().strip_prefix("pid ").map(str::to_owned)).unwrap();
        if dice.below(3) > 0 {
            lines.find(|line| line.as_ref().is_ok_and(|line| line == "there")).unwrap().unwrap();
        }
        std::thread::sleep(Duration::from_micros(dice.bits() % 80_000));
        terminal.kill().unwrap();
        terminal.wait().unwrap();
        let start = Instant::now();
        // It is gone, or only waits for its end to be noticed.
        while let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat"))
            && !stat.rsplit(')').next().unwrap_or_default().trim_start().starts_with('Z')
        {
            assert!(start.elapsed() < PATIENCE, "the workbench outlives its terminal: {stat}");
            std::thread::sleep(Duration::from_millis(10));
        }
        study.run(["check"]).done();
        if study.has("codings/ana.testtest.jsonl") {
            let journal = study.read("codings/ana.testtest.jsonl");
            assert!(journal.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{journal}");
        }
    });
}

/// Sizes that a terminal may say it has, some of them none: all are followed while keys are typed.
#[test]
fn sizes_without_sense_and_without_end_are_followed() {
    let resizes = if rounds::is_full() { 300 } else { 40 };
    rounds::each("F2", "random sizes of a real terminal while keys are typed", 1, 1, |dice| {
        let mut desk = Desk::open("");
        desk.type_keys("Cj\r");
        desk.wait("the text", |screen| screen.contents().contains("nobody here"));
        // The largest comes first: a frame that takes long would let a later size be passed over.
        let odd = [(65_535, 65_535), (0, 0), (1, 1), (1, 200), (200, 1), (0, 80), (24, 0), (24, 65_535), (65_535, 80)];
        for number in 0..resizes {
            let byte = |dice: &mut Dice| u16::from(dice.bits().to_le_bytes()[0]);
            let usual = (1 + byte(dice) % 60, 1 + byte(dice));
            let (rows, cols) = odd.get(number).copied().unwrap_or(usual);
            desk.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
            desk.type_keys(&fingers(dice, 2));
            std::thread::sleep(Duration::from_micros(dice.bits() % 15_000));
            if number < odd.len() {
                std::thread::sleep(Duration::from_millis(if number == 0 { 1_500 } else { 150 }));
            }
            assert!(desk.child.try_wait().unwrap().is_none(), "{rows}x{cols}: {}", desk.screen().screen().contents());
        }
        desk.master.resize(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
        for _ in 0..3 {
            desk.type_keys("\x1b");
            std::thread::sleep(Duration::from_millis(60));
        }
        desk.type_keys("T\x0c");
        desk.wait("the themes again", |screen| screen.contents().contains("Themes · study"));
        desk.type_keys("\x11\x11");
        assert!(desk.ended().1.success());
        dice.cases(resizes as u64);
    });
}

/// One of input and output is no terminal: the status is printed, or a message, and the terminal is left
/// as it is.
#[test]
fn half_a_terminal_is_left_alone() {
    let cases: [(&str, &str, i32); 7] = [
        ("</dev/null", "xterm", 0),
        ("<study.toml", "xterm", 0),
        ("<&-", "xterm", 0),
        (">out", "xterm", 0),
        ("| cat", "xterm", 0),
        ("2>out", "dumb", 2),
        ("2>out", "", 2),
    ];
    let mut tally = rounds::Tally::new("F3", "the workbench with half a terminal, or one that can do nothing");
    for (with, term, code) in cases {
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", &format!("\"$0\" {with}"), env!("CARGO_BIN_EXE_tripod")]);
        command.env("TRIPOD_CODER", "ana");
        let mut desk = Desk::start(command, term, Desk::study());
        while desk.child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(10));
        }
        let output = desk.output.lock().unwrap().clone();
        let (study, status, text) = desk.ended();
        assert_eq!(i32::try_from(status.exit_code()).unwrap(), code, "{with} {term}: {text}");
        let out = if study.has("out") { study.read("out") } else { String::new() };
        assert!(!out.contains('\u{1b}'), "{with}: {out:?}");
        let said = if code == 0 { "sources   1" } else { "set TERM" };
        assert!(format!("{text}{out}").contains(said), "{with} {term}: {text} {out}");
        assert!(!output.windows(3).any(|window| window == b"\x1b[?"), "{with} {term}: no mode is set");
        tally.add(1);
    }
}

/// Fuzzed texts, names and codes in the workbench on a terminal: no title, no clipboard, no modes but its own.
#[test]
fn no_string_drives_the_terminal_through_the_workbench() {
    rounds::each("F4", "fuzzed strings in a study that is paged through on a terminal", 1, 4, |dice| {
        let line = |dice: &mut Dice| dice.evil(6).replace(['\n', '\r'], " ");
        let text: Vec<String> = (0..60).map(|_| format!("A: Hello {}\n\n", dice.evil(8))).collect();
        let study = Desk::study()
            .with(
                "interviews/a.md",
                format!("---\ntitle: {}\ncase: {}\n---\n{}", line(dice), line(dice), text.concat()),
            )
            .with("interviews/b\u{1b}]0;x\u{7}\u{202e}.md", format!("Hello {}.\n", dice.evil(9)));
        let memo = dice.evil(9).replace('\0', "");
        drop(study.run(["code", "interviews/a.md", "3..8", "capacity", "--memo", &memo]));
        drop(study.run(["memo", "study", &format!("x{memo}")]));
        let mut desk = Desk::open_at_once("", study);
        desk.wait("the first look", |screen| screen.contents().contains("Themes"));
        for keys in
            ["\r", "\x1b", "C", "j\r", "\x1b[6~", "\x1b[6~", "]c", "v}", "\x1b", "/hello", "\r", "P", "j", "\x1b", "?"]
        {
            desk.type_keys(keys);
            std::thread::sleep(Duration::from_millis(40));
        }
        let output = desk.output.lock().unwrap().clone();
        let on: Vec<String> = modes(&output).into_keys().collect();
        assert!(
            on.iter().all(|mode| ["?1049", "?25", "?1000", "?1002", "?1006", "?2004"].contains(&mode.as_str())),
            "{on:?}"
        );
        for (at, byte) in output.iter().enumerate() {
            assert!(*byte != 0x1b || output.get(at + 1).is_none_or(|next| *next == b'['), "only places and colours");
            assert!(!matches!(byte, 0..=8 | 11 | 12 | 14..=26 | 28..=31 | 127), "control {byte:#x}");
        }
        desk.type_keys("\x11\x11");
        let start = Instant::now();
        while desk.child.try_wait().unwrap().is_none() && start.elapsed() < PATIENCE {
            drop(desk.keys.write_all(b"\x11").and_then(|()| desk.keys.flush()));
            std::thread::sleep(Duration::from_millis(100));
        }
        assert!(desk.ended().1.success());
        dice.cases(64);
    });
}

#[test]
fn a_newcomer_sees_a_verdict_change_within_the_demo() {
    let mut desk = Desk::of_demo();
    let row = |screen: &vt100::Screen| {
        screen.contents().lines().find(|line| line.starts_with("│ Labor")).map(str::to_owned).unwrap_or_default()
    };
    desk.wait("the themes with the tour", |screen| {
        let shown = screen.contents();
        shown.contains("Tour · 1 of 8") && shown.contains("Confirmed") && !shown.contains("Judging")
    });
    // Straight to the live row: the steps before it are passed over.
    desk.type_keys("\x1bOR");
    desk.wait("the second step", |screen| screen.contents().contains("Tour · 2 of 8"));
    for _ in 0..4 {
        desk.type_keys("\x1bOR");
    }
    desk.wait("the live step", |screen| screen.contents().contains("Tour · 7 of 8"));
    desk.type_keys("G");
    for _ in 0..14 {
        if row(desk.screen().screen()).is_empty() {
            desk.type_keys("k");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    desk.wait("the row", |screen| row(screen).contains("One kind: unverified"));
    desk.type_keys("\x1bOS");
    desk.wait("the sentence", |screen| screen.contents().contains("The selected sentence"));
    desk.type_keys("c");
    desk.wait("the codes", |screen| screen.contents().contains("Type labs"));
    desk.type_keys("labs\r");
    desk.wait("the claim", |screen| screen.contents().contains("Claim: Laboratories keep working"));
    desk.type_keys("-");
    desk.wait("saved", |screen| screen.contents().contains("Tour · 8 of 8") && screen.contents().contains(" saved "));
    desk.type_keys("T");
    desk.wait("the verdict", |screen| {
        row(screen).contains("Not borne out") && screen.contents().contains("Tour · the end")
    });
    // The note of the observation stands in its own column, beside the interviews.
    let after = row(desk.screen().screen());
    assert!(after.contains(" -3 ") && after.contains(" -1 ") && after.contains(" 4 "), "{after}");
    desk.type_keys("\x11");
    let (study, status, told) = desk.ended();
    assert!(status.success(), "{status:?}");
    assert!(told.contains("a copy of the sample study is in tripod-demo"), "{told}");
    let journal = study.read("tripod-demo/codings/nina.testtest.jsonl");
    assert!(journal.contains("\"source\":\"observations/obs-09.md\"") && journal.lines().count() == 1, "{journal}");
}
