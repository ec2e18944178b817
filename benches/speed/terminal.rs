//! The program on a pseudo-terminal, and how much memory it takes.

use std::io::{Read as _, Write};
use std::num::NonZeroU16;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use super::generate::Result;
use super::place::Place;

/// The size of the terminal.
pub(crate) const COLUMNS: u16 = 120;
/// The size of the terminal.
pub(crate) const ROWS: u16 = 40;

/// How long anything is waited for.
const PATIENCE: Duration = Duration::from_mins(2);
/// A frame is whole when nothing came for so long.
const QUIET: Duration = Duration::from_millis(8);

/// The workbench on a terminal.
pub(crate) struct Terminal {
    /// When it was started.
    pub(crate) began: Instant,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    parser: vt100::Parser,
    /// When the last bytes came.
    last: Instant,
    bytes: usize,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Terminal {
    /// Starts the workbench.
    pub(crate) fn start(place: &Place) -> Result<Self> {
        place.forget_where_one_was()?;
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size)?;
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tripod"));
        command.env_clear();
        for (name, value) in place.environment() {
            command.env(name, value);
        }
        command.arg("--study");
        command.arg(&place.study);
        let (rows, columns) = (NonZeroU16::new(ROWS), NonZeroU16::new(COLUMNS));
        let (Some(rows), Some(columns)) = (rows, columns) else { return Err("no size".into()) };
        let state = State { parser: vt100::Parser::new(rows, columns, 0), last: Instant::now(), bytes: 0 };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
        let mut reader = pair.master.try_clone_reader()?;
        let keys = pair.master.take_writer()?;
        let sink = Arc::clone(&shared);
        // It ends when the terminal is closed.
        drop(std::thread::spawn(move || {
            let mut chunk = vec![0; 1 << 16];
            while let Ok(length @ 1..) = reader.read(&mut chunk) {
                let now = Instant::now();
                let mut state = sink.lock();
                state.parser.process(&chunk[..length]);
                state.last = now;
                state.bytes += length;
                drop(state);
                sink.changed.notify_all();
            }
        }));
        let began = Instant::now();
        let child = pair.slave.spawn_command(command)?;
        drop(pair.slave);
        Ok(Self { began, keys, child, _master: pair.master, shared })
    }

    /// Returns the process.
    pub(crate) fn process(&self) -> u32 {
        self.child.process_id().unwrap_or(0)
    }

    /// Waits until the screen's words are as told, and returns when they came.
    pub(crate) fn wait(&self, what: &str, is: impl Fn(&str) -> bool) -> Result<Instant> {
        let began = Instant::now();
        let mut state = self.shared.lock();
        loop {
            let words = state.parser.screen().contents();
            if is(&words) {
                return Ok(state.last);
            }
            if began.elapsed() > PATIENCE {
                return Err(format!("{what} did not come:\n{words}").into());
            }
            let waited = self.shared.changed.wait_timeout(state, Duration::from_millis(100));
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Types.
    pub(crate) fn keys(&mut self, keys: &str) -> Result<()> {
        self.keys.write_all(keys.as_bytes())?;
        Ok(self.keys.flush()?)
    }

    /// Types a key and returns how long it took until its frame was whole; nothing where no frame came.
    pub(crate) fn press(&mut self, key: &str) -> Result<Option<Duration>> {
        self.settle(QUIET);
        let before = self.shared.lock().bytes;
        let began = Instant::now();
        self.keys(key)?;
        let mut state = self.shared.lock();
        loop {
            let waited = if state.bytes == before { Duration::from_millis(500) } else { QUIET };
            let bytes = state.bytes;
            let (now, timeout) =
                self.shared.changed.wait_timeout(state, waited).unwrap_or_else(PoisonError::into_inner);
            state = now;
            if timeout.timed_out() && state.bytes == bytes {
                return Ok((bytes > before).then(|| state.last.saturating_duration_since(began)));
            }
        }
    }

    /// Waits until nothing has come for a while.
    pub(crate) fn settle(&self, quiet: Duration) {
        let mut state = self.shared.lock();
        while state.last.elapsed() < quiet {
            let waited = self.shared.changed.wait_timeout(state, quiet);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Quits and waits for the end.
    pub(crate) fn end(mut self) -> Result<()> {
        self.keys("\x11")?;
        let began = Instant::now();
        while self.child.try_wait()?.is_none() {
            if began.elapsed() > Duration::from_secs(10) {
                self.child.kill()?;
                return Err("the workbench did not end".into());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Ok(())
    }
}

/// Looks at the anonymous memory of a process again and again.
pub(crate) struct Memory {
    process: u32,
    is_over: Arc<AtomicBool>,
    most: Arc<AtomicU64>,
    thread: Option<JoinHandle<()>>,
}

impl Memory {
    /// Begins to look.
    pub(crate) fn of(process: u32) -> Self {
        let (is_over, most) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let (over, greatest) = (Arc::clone(&is_over), Arc::clone(&most));
        let thread = std::thread::spawn(move || {
            while !over.load(Ordering::Relaxed) {
                greatest.fetch_max(anonymous(process), Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(5));
            }
        });
        Self { process, is_over, most, thread: Some(thread) }
    }

    /// Returns how many bytes it has now.
    pub(crate) fn now(&self) -> u64 {
        anonymous(self.process)
    }

    /// Ends, and returns the most that was seen, in bytes.
    pub(crate) fn most(mut self) -> u64 {
        self.is_over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has told so.
            drop(thread.join());
        }
        self.most.load(Ordering::Relaxed)
    }
}

/// Returns the anonymous memory of a process in bytes; nothing left where it has ended.
fn anonymous(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) * 1024
}
