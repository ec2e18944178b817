//! The tour by key scripts: on a small study for the screens, and on the sample itself.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use insta::assert_snapshot;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use tripod::base::chance::Seeded;
use tripod::base::clock::SetClock;
use tripod::base::disk::MemoryDisk;
use tripod::study::Host;
use tripod::tui::clerk::tour::kept;
use tripod::tui::colours::Colours;
use tripod::tui::keys::chord::script;
use tripod::tui::message::Message;
use tripod::tui::model::Model;
use tripod::tui::session::Session;
use tripod::tui::tour::{LIVE_SENTENCE, LIVE_SOURCE, STEPS};
use tripod::tui::view::view;

use super::study::Study;

const ROOT: &str = "/demo";
const COPY: &str = "0123456789abcdef";

const MANIFEST: &str = r#"
title = "A small sample"

[[kinds]]
name = "interview"
folder = "interviews"
leg = "said"
asks = "none"

[[kinds]]
name = "desk-review"
folder = "desk-review"
leg = "written"

[[kinds]]
name = "observation"
folder = "observations"
leg = "seen"
"#;

const CODES: &str = r#"
[[code]]
id = "capacity"
name = "Capacity of counterparts"
claim = "Training and mentoring raised what counterparts can do."
key = "c"

[[code]]
id = "scopes"
name = "Scopes of the northern programmes"
claim = "The two regional programmes in the north do different work."
key = "s"

[[code]]
id = "labs"
name = "Laboratories after hand-over"
claim = "Laboratories keep working after hand-over."
key = "l"
"#;

/// Sources with one passage each, and with which code and stance it is coded: by the code's quick key.
const SOURCES: [(&str, &str, &str); 10] = [
    ("interviews/a-01.md", "We write the report ourselves now.", "c+"),
    ("interviews/a-02.md", "Two years ago we sent it away and waited.", "c+"),
    ("interviews/a-03.md", "I use what my first sergeant taught me.", "c-"),
    ("interviews/b-01.md", "The machine is a very expensive table.", "l-"),
    ("interviews/b-02.md", "Since that Friday it has not been switched on.", "l-"),
    ("interviews/b-03.md", "There is ballot paper on it, and a kettle.", "l-"),
    ("interviews/c-01.md", "They teach the same course to the same people.", "s-"),
    ("interviews/c-02.md", "Both programmes sent us the same invitation.", "s-"),
    ("desk-review/annual.md", "Nine of eleven crews found the packet.", "c+"),
    ("desk-review/plan.md", "Programme One works on borders, Programme Two on courts.", "s+"),
];

/// Long enough for an unoptimised program on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A reader on the tour.
struct Reader {
    session: Session,
    disk: MemoryDisk,
}

fn host(disk: &MemoryDisk, device: &str, millis: i64) -> Host {
    Host {
        disk: Arc::new(disk.clone()),
        clock: Arc::new(SetClock::new(millis)),
        chance: Arc::new(Seeded::new(7)),
        cache: None,
        state: Some("/state".into()),
        device: Some(device.to_owned()),
    }
}

impl Reader {
    /// Opens a copy and takes its tour up where it was left.
    fn on(disk: MemoryDisk, width: u16, height: u16) -> Self {
        let host = host(&disk, "testtest", 1_772_442_847_120);
        let tour = kept(&host, COPY);
        let mut session = Session::new(Colours::None).with_tour(Some(tour));
        session.take(Message::Resize { width, height });
        session.open(host, Path::new(ROOT), "nina".into()).unwrap();
        let mut reader = Self { session, disk };
        reader.settle();
        reader
    }

    /// Takes in what threads have to say, until all that was asked is answered and they are silent for a while.
    fn settle(&mut self) {
        let start = Instant::now();
        loop {
            while let Some(message) = self.session.wait_for(Duration::from_millis(50)) {
                self.session.take(message);
            }
            let model = self.model();
            let gathering = model.themes.open.as_ref().is_some_and(|open| open.evidence.is_none());
            let busy = model.themes.table.is_none() || model.themes.judging || gathering || model.search.waiting;
            if !busy {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "{}", self.screen());
        }
    }

    /// Presses keys and waits until all is answered.
    fn press(&mut self, keys: &str) {
        for chord in script(keys) {
            self.session.take(Message::Key(chord));
        }
        self.settle();
    }

    fn model(&self) -> &Model {
        &self.session.model
    }

    /// Returns the name of the step; nothing at the end.
    fn step(&self) -> Option<&'static str> {
        self.model().tour.as_ref().unwrap().step().map(|step| step.name)
    }

    fn verdict(&self, theme: &str) -> String {
        let table = self.model().themes.table.as_ref().unwrap();
        table.rows.iter().find(|row| row.code == theme).unwrap().verdict.clone()
    }

    /// Opens a theme from the table.
    fn open_theme(&mut self, theme: &str) {
        let table = self.model().themes.table.as_ref().unwrap();
        let at = table.rows.iter().position(|row| row.code == theme).unwrap();
        self.press(&format!("gg{}<Enter>", "j".repeat(at)));
    }

    fn screen(&self) -> String {
        let (width, height) = self.model().size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| view(self.model(), frame)).unwrap();
        super::screens::dump(terminal.backend().buffer())
    }
}

/// A small study with what the tour speaks of, coded by somebody else.
fn small() -> MemoryDisk {
    let disk = MemoryDisk::new();
    disk.put(format!("{ROOT}/study.toml"), MANIFEST);
    disk.put(format!("{ROOT}/codebooks/codebook.toml"), CODES);
    for ((path, words, _), case) in SOURCES.iter().zip(["varsk", "naruba", "sabela"].iter().cycle()) {
        disk.put(format!("{ROOT}/{path}"), format!("---\ncase: {case}\nfictional: true\n---\n{words}\n"));
    }
    let note = format!(
        "---\ncase: ostrel\nfictional: true\n---\n# Hand-over\n\n10:45 Rain.\n\n10:50 A brass plate on an open door. {LIVE_SENTENCE}\n\n11:05 Cake.\n"
    );
    disk.put(format!("{ROOT}/{LIVE_SOURCE}"), note);
    let mut session = Session::new(Colours::None);
    session.take(Message::Resize { width: 80, height: 24 });
    session.open(host(&disk, "firstone", 1_772_000_000_000), Path::new(ROOT), "ana".into()).unwrap();
    let mut keys = "Cj<Enter>".to_owned();
    for (_, _, code) in SOURCES {
        keys.extend(["V ", code, ">"]);
    }
    for chord in script(&keys) {
        session.take(Message::Key(chord));
    }
    disk
}

#[test]
fn the_whole_tour_is_done_by_doing() {
    let mut reader = Reader::on(small(), 80, 24);
    assert_snapshot!("verdicts", reader.screen());
    reader.open_theme("capacity");
    assert_eq!(reader.step(), Some("evidence"));
    assert_snapshot!("evidence", reader.screen());
    reader.press("l<Enter>");
    assert_eq!(reader.step(), Some("back"));
    assert_snapshot!("passage", reader.screen());
    reader.press("q");
    assert_eq!(reader.step(), Some("contested"));
    reader.press("q");
    reader.open_theme("scopes");
    assert_eq!(reader.step(), Some("search"));
    assert_snapshot!("contested", reader.screen());
    reader.press("/mach");
    assert_eq!(reader.step(), Some("one-kind"));
    assert_snapshot!("search", reader.screen());
    reader.press("<Esc>q");
    reader.open_theme("labs");
    assert_eq!(reader.step(), Some("live"));
    assert_eq!(reader.verdict("labs"), "One kind of evidence: unverified");
    reader.press("<F4>");
    assert_snapshot!("sentence", reader.screen());
    reader.press("clabs<Enter>");
    assert_snapshot!("stance", reader.screen());
    reader.press("-");
    assert_eq!(reader.step(), Some("changed"));
    assert_snapshot!("coded", reader.screen());
    reader.press("T");
    assert_eq!(reader.step(), None);
    assert_eq!(reader.verdict("labs"), "Not borne out");
    assert_snapshot!("end", reader.screen());
    // Undoing is fine, and so is making it again.
    reader.press("u");
    assert_eq!((reader.step(), reader.verdict("labs").as_str()), (None, "One kind of evidence: unverified"));
    reader.press("<Ctrl-r>");
    assert_eq!(reader.verdict("labs"), "Not borne out");
}

#[test]
fn on_a_wide_screen_the_panel_is_smaller() {
    let mut reader = Reader::on(small(), 160, 50);
    assert_snapshot!("verdicts_160", reader.screen());
    reader.press("<F3><F3><F3><F3><F3>");
    reader.open_theme("labs");
    reader.press("<F4>");
    assert_snapshot!("sentence_160", reader.screen());
}

#[test]
fn the_tour_works_on_the_sample_itself() {
    let mut reader = Reader::on(Study::sample().in_memory(ROOT), 80, 24);
    // A newcomer sees the new figure of the observation beside the interviews.
    let screen = reader.screen();
    for heading in ["inter.", "focus", "desk", "obser", "indic", " n "] {
        assert!(screen.lines().nth(1).unwrap().contains(heading), "{heading}: {screen}");
    }
    reader.open_theme("capacity");
    reader.press("<Enter>q");
    assert_eq!(reader.step(), Some("contested"));
    reader.press("T");
    reader.open_theme("scopes");
    reader.press("/laboratory");
    assert_eq!(reader.step(), Some("one-kind"), "{}", reader.screen());
    reader.press("<Enter><Enter>T");
    reader.open_theme("labs");
    reader.press("<F4>clabs<Enter>-T");
    assert_eq!(reader.step(), None, "{}", reader.screen());
    assert_eq!(reader.verdict("labs"), "Not borne out");
}

#[test]
fn the_tour_is_taken_up_where_it_was_left() {
    let mut reader = Reader::on(small(), 80, 24);
    reader.open_theme("capacity");
    reader.press("<Enter>q");
    assert_eq!(reader.step(), Some("contested"));
    let mut reader = Reader::on(reader.disk, 80, 24);
    assert_eq!(reader.step(), Some("contested"));
    reader.press("<F2>");
    let reader = Reader::on(reader.disk, 80, 24);
    assert_eq!(reader.step(), Some("contested"));
    assert!(!reader.model().tour.as_ref().unwrap().shown && reader.screen().contains("F2 tour"), "{}", reader.screen());
}

#[test]
fn nothing_done_out_of_order_blocks_or_confuses() {
    // The sentence is coded before the tour has begun to speak of it, at its own pace and with a wrong stance first.
    let mut reader = Reader::on(small(), 80, 24);
    reader.press("/idle");
    reader.press("<Enter><Enter>");
    reader.press("V l+");
    assert_eq!(reader.step(), Some("verdicts"));
    reader.press("<F3><F3><F3><F3><F3><F3>");
    assert_eq!(reader.step(), Some("live"));
    assert!(reader.screen().contains("but not as speaking against"), "{}", reader.screen());
    reader.press("s-");
    assert_eq!(reader.step(), Some("changed"));
    // Taken back before the themes are looked at.
    reader.press("uu");
    reader.press("T");
    assert!(reader.screen().contains("is not coded now"), "{}", reader.screen());
    reader.press("<Ctrl-r><Ctrl-r>");
    assert_eq!(reader.step(), None);
    // From any step, every key of the screens leaves the tour with something to say, and able to end.
    for at in 0..STEPS.len() {
        let mut reader = Reader::on(small(), 80, 24);
        reader.press(&"<F3>".repeat(at));
        reader.press("CT<Enter><Tab>/<Esc>:<Esc>?<Esc>qq");
        reader.press("<F4>");
        let left = STEPS.len() + 1;
        for _ in 0..left {
            if reader.step().is_some() {
                reader.press("<F3>");
            }
        }
        assert_eq!(reader.step(), None, "{at}: {}", reader.screen());
    }
}
