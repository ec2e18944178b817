//! On what machine and how busy it was.

use std::process::Command;

use tripod::base::clock::{Clock as _, SystemClock, rfc3339};

/// What is known before anything is measured.
pub(crate) struct Before {
    /// Sentences for the head of the table.
    pub(crate) told: String,
    pub(crate) load: String,
}

/// Looks at the machine.
pub(crate) fn before() -> Before {
    let day = rfc3339(SystemClock.millis()).get(..16).unwrap_or_default().replace('T', " ");
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let model = first_of("/proc/cpuinfo", "model name").unwrap_or_else(|| "an unknown processor".to_owned());
    let memory = first_of("/proc/meminfo", "MemTotal").unwrap_or_default();
    let memory: usize = memory.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0);
    let kernel = read("/proc/sys/kernel/osrelease");
    let compiler = said("rustc", &["--version"]);
    let commit = said("git", &["describe", "--always", "--dirty"]);
    let build = if cfg!(debug_assertions) {
        "an UNOPTIMISED build: these figures say nothing"
    } else {
        "the profile of the shipped program"
    };
    let told = format!(
        "{day} UTC, commit {commit}, {build}; {cores} cores of {model}, {} GB, Linux {kernel}, {compiler}. Files are in \
         the page cache.\n",
        memory / 1_000_000,
    );
    Before { told, load: load() }
}

/// Returns the load averages.
pub(crate) fn load() -> String {
    read("/proc/loadavg").split(' ').take(3).collect::<Vec<_>>().join(" ")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_default().trim().to_owned()
}

fn first_of(path: &str, key: &str) -> Option<String> {
    let text = read(path);
    let line = text.lines().find(|line| line.starts_with(key))?;
    line.split_once(':').map(|(_, value)| value.trim().to_owned())
}

fn said(program: &str, arguments: &[&str]) -> String {
    let said = Command::new(program).args(arguments).output();
    said.map_or_else(|_| "unknown".to_owned(), |said| String::from_utf8_lossy(&said.stdout).trim().to_owned())
}
