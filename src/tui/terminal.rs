//! The terminal: taken for the workbench, and given back whatever happens.
//!
//! Given back after a quit, an error, a panic of the loop, and the signals that end or stop a program.
//! A panic of a worker leaves the screen alone: the worker's job fails, and the loop says so. What is
//! written here goes to the terminal past the buffers of standard output, so that a half-drawn frame is
//! never flushed onto the user's shell.

use std::io::{self, IsTerminal as _, Write};
use std::os::fd::AsFd as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::ThreadId;

use ratatui::Terminal;
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

/// Modes that are set: alternate screen, hidden cursor, clicks, drags, mouse places in decimals, paste in brackets.
const ENTER: &str = "\x1b[?1049h\x1b[?25l\x1b[?1000h\x1b[?1002h\x1b[?1006h\x1b[?2004h\x1b[2J";

/// The same modes given back, last first, and the colours with them.
const LEAVE: &str = "\x1b[0m\x1b[?2004l\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?25h\x1b[?1049l";

/// The workbench's terminal.
pub type Screen = Terminal<Bounded>;

/// The most columns and rows that are drawn, far beyond any real screen: a terminal may say that it has
/// 65,535 of both, and a frame of that size would take all memory.
const MOST: (u16, u16) = (2_000, 1_000);

/// Returns the part of a terminal of some width and height that is drawn.
pub(super) fn drawn(width: u16, height: u16) -> (u16, u16) {
    (width.min(MOST.0), height.min(MOST.1))
}

/// Holds the terminal; dropping it gives it back.
pub struct Guard {
    hold: Hold,
}

/// The right to give the terminal back, shared with the panic hook and the watch over signals.
#[derive(Clone, Debug, Default)]
pub struct Hold {
    taken: Arc<AtomicBool>,
}

impl Guard {
    /// Takes the terminal. The watch over signals should have its hold by now: one that comes in between
    /// would leave the terminal as it is.
    ///
    /// # Errors
    /// When standard input or output is no terminal or a dumb one, or it cannot be put into raw mode.
    pub fn take(hold: Hold) -> io::Result<Self> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(io::Error::other("the workbench needs a terminal for its input and output"));
        }
        let term = std::env::var("TERM").unwrap_or_default();
        if term.is_empty() || term == "dumb" {
            let words = format!("the terminal type '{term}' can place nothing on the screen: set TERM, as to xterm");
            return Err(io::Error::other(words));
        }
        let guard = Self { hold };
        guard.hold.take()?;
        hook(guard.hold.clone());
        Ok(guard)
    }

    /// Returns a hold that can give the terminal back from elsewhere.
    #[must_use]
    pub fn hold(&self) -> Hold {
        self.hold.clone()
    }

    /// Makes the screen that frames are drawn on.
    ///
    /// # Errors
    /// When the terminal's size cannot be asked.
    pub fn screen(&self) -> io::Result<Screen> {
        Terminal::new(Bounded(CrosstermBackend::new(Frames::default())))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.hold.give_back();
    }
}

impl Hold {
    /// Takes the terminal, if it is not taken.
    ///
    /// # Errors
    /// When it cannot be put into raw mode.
    pub fn take(&self) -> io::Result<()> {
        if !self.taken.swap(true, Ordering::SeqCst) {
            crossterm::terminal::enable_raw_mode()?;
            put(ENTER.as_bytes())?;
        }
        Ok(())
    }

    /// Gives the terminal back, if it is taken. Never fails: where the terminal is gone there is nothing to do.
    pub fn give_back(&self) {
        if self.taken.swap(false, Ordering::SeqCst) {
            put(LEAVE.as_bytes()).unwrap_or_default();
            crossterm::terminal::disable_raw_mode().unwrap_or_default();
        }
    }

    /// Sets all modes again after the program was stopped from outside and goes on.
    ///
    /// # Errors
    /// When the terminal cannot be put into raw mode.
    pub fn take_again(&self) -> io::Result<()> {
        self.give_back();
        self.take()
    }
}

/// Lets a panic of this thread give the terminal back before its message is printed.
///
/// A panic of another thread prints nothing: the thread's owner tells what happened.
fn hook(hold: Hold) {
    let own: ThreadId = std::thread::current().id();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() == own {
            hold.give_back();
            before(info);
        } else if !hold.taken.load(Ordering::SeqCst) {
            before(info);
        }
    }));
}

/// Writes to the terminal, past every buffer.
pub(super) fn put(mut bytes: &[u8]) -> io::Result<()> {
    let stdout = io::stdout();
    while !bytes.is_empty() {
        match rustix::io::write(stdout.as_fd(), bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// The library's backend, but that no size is without end.
pub struct Bounded(CrosstermBackend<Frames>);

impl Backend for Bounded {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> io::Result<()> {
        self.0.draw(content)
    }

    fn append_lines(&mut self, lines: u16) -> io::Result<()> {
        self.0.append_lines(lines)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.0.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.0.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.0.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.0.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.0.clear()
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.0.clear_region(region)
    }

    fn size(&self) -> io::Result<Size> {
        self.0.size().map(|size| drawn(size.width, size.height).into())
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.0.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.0)
    }
}

/// Collects one frame and writes it whole when it is flushed; dropping it writes nothing.
#[derive(Debug, Default)]
pub struct Frames {
    bytes: Vec<u8>,
}

impl Write for Frames {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let written = put(&self.bytes);
        self.bytes.clear();
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the numbers of the private modes that a sequence sets with `h` or resets with `l`.
    fn modes(sequence: &str, end: char) -> Vec<&str> {
        sequence.split("\x1b[?").filter_map(|part| part.split_once(end)).map(|(mode, _)| mode).collect()
    }

    #[test]
    fn every_mode_that_is_set_is_given_back() {
        let mut set = modes(ENTER, 'h');
        let shown = modes(ENTER, 'l');
        let mut reset = modes(LEAVE, 'l');
        assert_eq!(shown, ["25"]);
        assert!(modes(LEAVE, 'h').contains(&"25"));
        set.sort_unstable();
        reset.retain(|mode| mode.chars().all(|ch| ch.is_ascii_digit()));
        reset.sort_unstable();
        assert_eq!(set, reset);
    }

    #[test]
    fn a_screen_without_end_is_drawn_in_part() {
        assert_eq!(drawn(80, 24), (80, 24));
        assert_eq!(drawn(u16::MAX, u16::MAX), MOST);
        assert_eq!(drawn(0, u16::MAX), (0, MOST.1));
    }

    #[test]
    fn a_terminal_that_was_not_taken_is_not_given_back() {
        // Writing to standard output here would show in the test's own output.
        Hold::default().give_back();
    }
}
