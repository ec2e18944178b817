//! The workbench on a real pseudo-terminal: it codes, and the terminal is given back whatever happens.
//!
//! The child is this test binary itself, running the one ignored test below: so a disk that panics can
//! be put under the real loop, real threads and real signal handlers, without a back door in the program.

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
use tripod::tui::run::{Opening, run};

use super::study::Study;

const STUDY: &str = "TRIPOD_TEST_STUDY";
const FAULT: &str = "TRIPOD_TEST_FAULT";

/// What the child does: not a test, so it is ignored unless a test below runs it.
#[test]
#[ignore = "run by the other tests here, on a terminal"]
fn child_that_shows_the_workbench() {
    let Some(root) = std::env::var_os(STUDY) else { return };
    let root = PathBuf::from(root);
    let host = Host {
        disk: Arc::new(Panicking { disk: RealDisk, on: std::env::var(FAULT).unwrap_or_default() }),
        cache: Some(root.join("../home/cache")),
        state: None,
        device: Some("testtest".to_owned()),
        ..Host::real()
    };
    run(Opening { host, root, coder: "ana".into(), colours: Colours::Sixteen, tour: None }).unwrap();
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
        self.disk.append(path)
    }
}

/// A terminal with the workbench in it.
struct Desk {
    study: Study,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn std::io::Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    output: Arc<Mutex<Vec<u8>>>,
    /// How the terminal was set before.
    before: String,
}

/// Long enough for an unoptimised program on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

impl Desk {
    fn open(fault: &str) -> Self {
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
        let mut desk = Self::start(command, "xterm-256color");
        // Keys are heard before the study is read, and then mean little.
        desk.wait("the first look", |screen| screen.contents().contains("Themes · study"));
        desk
    }

    /// Starts the program itself, as a user does.
    fn of_program(term: &str, no_colour: bool) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tripod"));
        command.env_clear();
        command.env("TRIPOD_CODER", "ana");
        command.env("TRIPOD_DEVICE", "testtest");
        if no_colour {
            command.env("NO_COLOR", "1");
        }
        Self::start(command, term)
    }

    /// Starts `tripod demo` in an empty folder, as a newcomer does.
    fn of_demo() -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tripod"));
        command.env_clear();
        command.env("TRIPOD_CODER", "nina");
        command.env("TRIPOD_DEVICE", "testtest");
        command.arg("demo");
        Self::start_in(Study::bare(), command, "xterm-256color")
    }

    fn start(command: CommandBuilder, term: &str) -> Self {
        let study = Study::new()
            .with(
                "codebooks/codes.toml",
                "[[code]]\nid = \"capacity\"\nname = \"Capacity\"\nclaim = \"It rose.\"\nkey = \"c\"\n",
            )
            .with(
                "interviews/a.md",
                "A: Before 2016 nobody here had seen a report.\n\nA: Теперь за неделю. 一周内。\n",
            );
        Self::start_in(study, command, term)
    }

    fn start_in(study: Study, mut command: CommandBuilder, term: &str) -> Self {
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
        Self { study, master: pair.master, keys, child, output, before }
    }

    fn screen(&self) -> vt100::Parser {
        let (rows, columns) = (NonZeroU16::new(24).unwrap(), NonZeroU16::new(80).unwrap());
        let mut parser = vt100::Parser::new(rows, columns, 0);
        parser.process(&self.output.lock().unwrap());
        parser
    }

    /// Waits until the screen is as told.
    #[track_caller]
    fn wait(&mut self, what: &str, is: impl Fn(&vt100::Screen) -> bool) {
        let start = Instant::now();
        while !is(self.screen().screen()) {
            assert!(start.elapsed() < PATIENCE, "{what}:\n{}", self.screen().screen().contents());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn type_keys(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.process_id().unwrap()).unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
    }

    /// Waits for the end, and sees that nothing of the workbench is left on the terminal.
    #[track_caller]
    fn ended(mut self) -> (Study, portable_pty::ExitStatus, String) {
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(start.elapsed() < PATIENCE, "still there:\n{}", self.screen().screen().contents());
            std::thread::sleep(Duration::from_millis(10));
        };
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

#[test]
fn a_dumb_terminal_is_told_so_and_left_alone() {
    let (_, status, text) = Desk::of_program("dumb", false).ended();
    assert_eq!(status.exit_code(), 2);
    assert!(text.contains("terminal type 'dumb'") && text.contains("tripod status"), "{text}");
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
