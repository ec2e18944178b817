//! What the real backend sends to a terminal, whatever a file holds.

use proptest::prelude::*;

use crate::base::rounds;
use crate::tui::message::{Aim, Message, Outcome};
use crate::tui::stage::{Stage, page_of};

/// Where the bytes for a terminal go.
#[derive(Clone, Default)]
struct Wire(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Draws a stage through the real backend, and returns the bytes and what a terminal makes of them.
fn on_terminal(stage: &Stage) -> (Vec<u8>, vt100::Parser) {
    use ratatui::{Terminal, TerminalOptions, Viewport, backend::CrosstermBackend};
    let wire = Wire::default();
    let area = ratatui::layout::Rect::new(0, 0, 80, 24);
    let options = TerminalOptions { viewport: Viewport::Fixed(area) };
    let mut terminal = Terminal::with_options(CrosstermBackend::new(wire.clone()), options).unwrap();
    terminal.draw(|frame| crate::tui::view::view(&stage.model, frame)).unwrap();
    let bytes = wire.0.lock().unwrap().clone();
    let (rows, columns) = (24.try_into().unwrap(), 80.try_into().unwrap());
    let mut parser = vt100::Parser::new(rows, columns, 0);
    // The model of a terminal that is used here drops replacement characters; real ones show them.
    parser.process(String::from_utf8_lossy(&bytes).replace('\u{fffd}', "?").as_bytes());
    (bytes, parser)
}

/// Leaves out what takes no column: a terminal may keep fewer marks on a letter.
fn letters(line: &str) -> String {
    line.chars()
        .filter(|ch| unicode_width::UnicodeWidthChar::width(*ch) != Some(0))
        .collect::<String>()
        .trim_end()
        .to_owned()
}

/// Text with all that drives a terminal in it.
const EVIL: &str = "(\\PC|[\\x00-\\x{9f}]|[\\x{200b}-\\x{206f}\\x{1f1e6}-\\x{1f1ff}\\x{1f3fb}-\\x{1f469}\u{301}\u{fe0f}ا-ي]|\\x1b\\][02];x\\x07|\\x1b\\]52;c;eA==\\x07|\\x1b\\[\\?[0-9]{1,4}[hl]|\\x1b\\[2J|\n){0,120}";

/// Whatever a file holds, the terminal shows what was meant and nothing drives it.
#[test]
fn no_text_drives_the_terminal() {
    rounds::property("F4", "fuzzed texts in the workbench, drawn on a terminal", 40, 1_000, &EVIL, |text| {
        let mut stage = Stage::new(80, 24);
        let page = page_of("interviews/\u{202e}\u{1b}]0;x\u{7}.md", &text);
        stage.send(Message::Done(Outcome::Opened(Box::new(page), Aim::Last)));
        stage.press("V");
        let (bytes, parser) = on_terminal(&stage);
        let screen = stage.screen();
        let shown: Vec<String> = parser.screen().rows(0, 80).map(|row| letters(&row)).collect();
        let meant: Vec<String> = screen.lines().take(24).map(|line| letters(&line.replace('\u{fffd}', "?"))).collect();
        prop_assert_eq!(shown, meant);
        let modes = (parser.screen().alternate_screen(), parser.screen().bracketed_paste());
        prop_assert_eq!(
            (modes, parser.screen().mouse_protocol_mode()),
            ((false, false), vt100::MouseProtocolMode::None)
        );
        // Only sequences that begin with CSI, and none but those that place, colour and show the cursor:
        // no title, no clipboard, no mode.
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == 0x1b {
                prop_assert_eq!(bytes.get(at + 1), Some(&b'['));
            }
            prop_assert!(*byte >= 0x20 || *byte == 0x1b, "control {byte:#x}");
        }
        Ok(())
    });
}
