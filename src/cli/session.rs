//! What every command works with: the machine, the study, the coder, and the two ways out.

use std::io::{IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use crate::base::ids::Coder;
use crate::base::problem::{Problem, Severity};
use crate::base::shown::Shown;
use crate::study::{Host, Library, Study, find_root};

use super::args::{Global, When};
use super::config;
use super::failure::{Answer, Failure, FailureKind};

/// A run of one command.
pub struct Session {
    host: Host,
    study: Option<PathBuf>,
    coder: Option<String>,
    json: bool,
    color: When,
    screen_reader: bool,
    // Not locked: a thread that panics beside us has to be able to say so.
    out: anstream::AutoStream<std::io::Stdout>,
    err: anstream::AutoStream<std::io::Stderr>,
}

impl Session {
    pub(super) fn new(global: &Global) -> Self {
        let choice = match global.color {
            When::Always => anstream::ColorChoice::Always,
            When::Never => anstream::ColorChoice::Never,
            When::Auto => anstream::ColorChoice::Auto,
        };
        let colour = |terminal: bool| match choice {
            anstream::ColorChoice::Auto if !terminal || no_colour() => anstream::ColorChoice::Never,
            other => other,
        };
        Self {
            host: Host::real(),
            study: global.study.clone(),
            coder: global.coder.clone(),
            json: global.json,
            color: global.color,
            screen_reader: global.screen_reader,
            out: anstream::AutoStream::new(std::io::stdout(), colour(std::io::stdout().is_terminal())),
            err: anstream::AutoStream::new(std::io::stderr(), colour(std::io::stderr().is_terminal())),
        }
    }

    /// Returns the machine.
    #[must_use]
    pub fn host(&self) -> &Host {
        &self.host
    }

    /// Tells whether the answer is to be JSON.
    #[must_use]
    pub fn json(&self) -> bool {
        self.json
    }

    /// Returns when colour is wanted.
    pub(super) fn color(&self) -> When {
        self.color
    }

    /// Tells whether a screen reader was asked for on the command line or by the environment.
    pub(super) fn screen_reader(&self) -> bool {
        self.screen_reader
    }

    /// Returns the study's folder: the named one, else the nearest here or above.
    ///
    /// # Errors
    /// When there is none.
    pub fn root(&self) -> Result<PathBuf, Failure> {
        if let Some(named) = &self.study {
            return Ok(named.clone());
        }
        let here = std::env::current_dir().map_err(Failure::from)?;
        find_root(&*self.host.disk, &here).ok_or_else(|| {
            let message = format!("there is no study in {} or above", here.display());
            Failure::usage(message).hint("make one with: tripod init DIR, or name one with: --study DIR")
        })
    }

    /// Returns the folder that was named with `--study`, if any.
    #[must_use]
    pub fn named_study(&self) -> Option<&Path> {
        self.study.as_deref()
    }

    /// Opens the study.
    ///
    /// # Errors
    /// When there is none.
    pub fn open(&self) -> Result<Study, Failure> {
        Ok(Study::open(self.host.clone(), &self.root()?)?)
    }

    /// Opens the sources of the study, and nothing that coders did.
    ///
    /// # Errors
    /// When there is none.
    pub fn open_library(&self) -> Result<Library, Failure> {
        Ok(Library::open(self.host.clone(), &self.root()?)?)
    }

    /// Opens the study and reads all of it from the disk, whatever the cache holds.
    ///
    /// # Errors
    /// When there is none.
    pub fn open_whole(&self) -> Result<Study, Failure> {
        let host = Host { cache: None, ..self.host.clone() };
        Ok(Study::open(host, &self.root()?)?)
    }

    /// Returns who codes: `--coder`, else `TRIPOD_CODER`, the user's configuration, the login name. Warns where
    /// the configuration may name somebody and cannot be read.
    ///
    /// # Errors
    /// When none of them names anybody, or standard error is closed.
    pub fn coder(&mut self) -> Result<Coder, Failure> {
        let (coder, faults) = self.coder_with_faults();
        for fault in faults {
            // The command goes on, with another name.
            self.tell(&Problem { severity: Severity::Warning, ..fault })?;
        }
        coder
    }

    /// Returns who codes as [`Self::coder`] does, with what is wrong in the configuration where it was asked.
    pub fn coder_with_faults(&self) -> (Result<Coder, Failure>, Vec<Problem>) {
        let set = |name: &str| std::env::var(name).ok();
        let said = self.coder.clone().or_else(|| set("TRIPOD_CODER"));
        let config = if said.is_some() { config::Config::default() } else { config::read(&*self.host.disk) };
        (self.coder_named(said.or(config.coder)), config.coder_faults)
    }

    fn coder_named(&self, named: Option<String>) -> Result<Coder, Failure> {
        let set = |name: &str| std::env::var(name).ok();
        let login = || set("USER").or_else(|| set("LOGNAME")).or_else(|| self.login_name());
        let name = named.filter(|name| !name.trim().is_empty()).or_else(login).unwrap_or_default();
        let name = name.trim();
        if name.is_empty() || name.chars().any(char::is_control) {
            return Err(Failure::usage("it is not known who codes").hint("name yourself with: --coder NAME"));
        }
        Ok(Coder::from(name))
    }

    /// Looks the user up in the machine's list of users.
    fn login_name(&self) -> Option<String> {
        let list = String::from_utf8(self.host.disk.read(Path::new("/etc/passwd")).ok()?).ok()?;
        let user = rustix::process::getuid().as_raw().to_string();
        let line = list.lines().find(|line| line.split(':').nth(2) == Some(user.as_str()))?;
        line.split(':').next().map(str::to_owned)
    }

    /// Warns where the coder is none that the study knows, or the device has no name that lasts.
    ///
    /// # Errors
    /// When standard error is closed.
    pub fn greet(&mut self, study: &Study, coder: &Coder) -> Result<(), Failure> {
        if let Some(problem) = study.device_problem() {
            self.tell(&problem)?;
        }
        let known = &study.manifest().coders;
        if known.is_empty() || known.contains_key(coder) {
            return Ok(());
        }
        let names: Vec<&str> = known.keys().map(Coder::as_str).collect();
        let problem =
            Problem::warning("unknown-coder", "study.toml", format!("the study does not know the coder '{coder}'"));
        self.tell(&problem.hint(format!("known are: {}", names.join(", "))))
    }

    /// Prints a line of data. The caller makes text from files safe with [`Shown`].
    ///
    /// # Errors
    /// When the output is closed.
    pub fn print(&mut self, line: impl std::fmt::Display) -> Result<(), Failure> {
        Ok(writeln!(self.out, "{line}")?)
    }

    /// Prints a file: as it is into a pipe or another file, and safe to be shown on a terminal.
    ///
    /// # Errors
    /// When the output is closed.
    pub fn print_file(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.out.flush()?;
        // What is printed elsewhere may lose what looks like colour on its way; a file stays whole.
        let mut out = std::io::stdout().lock();
        if out.is_terminal() {
            let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
            out.write_all(Shown::lines(&text).as_str().as_bytes())?;
        } else {
            out.write_all(bytes)?;
        }
        Ok(out.flush()?)
    }

    /// Prints one JSON value on a line. Control, bidi and zero-width characters are written as `\uXXXX`.
    ///
    /// # Errors
    /// When the output is closed.
    pub fn print_json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let text = safe_json(value)?;
        self.print(text)
    }

    /// Says something on standard error.
    ///
    /// # Errors
    /// When standard error is closed.
    pub fn say(&mut self, line: impl std::fmt::Display) -> Result<(), Failure> {
        Ok(writeln!(self.err, "{line}")?)
    }

    /// Tells a problem on standard error.
    ///
    /// # Errors
    /// When standard error is closed.
    pub fn tell(&mut self, problem: &Problem) -> Result<(), Failure> {
        Ok(write_problem(&mut self.err, problem)?)
    }

    /// Prints a problem as data.
    ///
    /// # Errors
    /// When the output is closed.
    pub fn print_problem(&mut self, problem: &Problem) -> Result<(), Failure> {
        Ok(write_problem(&mut self.out, problem)?)
    }

    /// Returns a progress bar on standard error; hidden where that is no terminal.
    #[must_use]
    pub fn progress(&self, length: u64, what: &'static str) -> indicatif::ProgressBar {
        if !std::io::stderr().is_terminal() || self.json || self.screen_reader {
            return indicatif::ProgressBar::hidden();
        }
        let bar = indicatif::ProgressBar::new(length);
        let style = indicatif::ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}");
        bar.set_style(style.unwrap_or_else(|_| indicatif::ProgressStyle::default_bar()));
        bar.set_message(what);
        bar
    }

    /// Tells how the command ended and returns the exit code.
    pub(super) fn finish(mut self, outcome: Result<Answer, Failure>) -> ExitCode {
        let flushed = self.out.flush().map_err(Failure::from);
        match outcome.and_then(|answer| flushed.map(|()| answer)) {
            Ok(Answer::Yes) => ExitCode::SUCCESS,
            Ok(Answer::No) => ExitCode::from(1),
            Err(failure) => {
                for problem in &failure.problems {
                    if failure.kind != FailureKind::ClosedPipe && self.tell(problem).is_err() {
                        break;
                    }
                }
                match failure.kind {
                    FailureKind::Usage => ExitCode::from(2),
                    FailureKind::Internal => ExitCode::from(70),
                    FailureKind::ClosedPipe => ExitCode::SUCCESS,
                }
            }
        }
    }
}

/// `NO_COLOR` counts when it is set and not empty.
fn no_colour() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// Writes a problem: `error: path:line: message`, then its hint.
fn write_problem(out: &mut impl Write, problem: &Problem) -> std::io::Result<()> {
    let colour = match problem.severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Note => AnsiColor::Cyan,
    };
    let style = Style::new().bold().fg_color(Some(colour.into()));
    let place = problem.place();
    let place = if place.is_empty() { place } else { format!("{place}: ") };
    let (place, message) = (Shown::line(&place), Shown::line(&problem.message));
    writeln!(out, "{style}{}{style:#}: {place}{message}", problem.severity.word())?;
    if let Some(hint) = &problem.hint {
        writeln!(out, "  hint: {}", Shown::line(hint))?;
    }
    Ok(())
}

/// Tells whether a path stands for standard output, as it does in other programs.
pub(super) fn is_standard_output(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Writes a value as JSON in which no control, bidi or zero-width character stands raw.
pub(super) fn safe_json(value: &impl Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string(value).map_err(|error| Failure::internal(error.to_string()))?;
    if !text.chars().any(is_hidden) {
        return Ok(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for ch in text.chars() {
        if is_hidden(ch) {
            let mut units = [0; 2];
            for unit in ch.encode_utf16(&mut units) {
                safe.extend(format!("\\u{unit:04x}").chars());
            }
        } else {
            safe.push(ch);
        }
    }
    Ok(safe)
}

fn is_hidden(ch: char) -> bool {
    crate::base::shown::mark_for(ch).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_written_as_escapes() {
        let json = safe_json(&"a\u{202e}b\u{200b}\u{e0041}\u{1b}中").unwrap();
        assert_eq!(json, "\"a\\u202eb\\u200b\\udb40\\udc41\\u001b中\"");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), "a\u{202e}b\u{200b}\u{e0041}\u{1b}中");
    }
}
