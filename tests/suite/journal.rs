//! A journal in words: what was done, a line an entry, without what differs from run to run.

use std::fmt::Write as _;

use serde_json::Value;

/// Reads the lines of a journal.
pub(crate) fn entries(journal: &str) -> Vec<Value> {
    journal.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Tells each entry: its act, the number of the entry that it changes (the first is 1), and what it says.
///
/// `code labs contradicts “It stands idle.”`, `change 1 supports`, `memo: …`, `done`. Ids, times, places and
/// chains are left out.
pub(crate) fn told(entries: &[Value]) -> Vec<String> {
    entries.iter().map(|entry| line(entry, entries)).collect()
}

fn line(entry: &Value, entries: &[Value]) -> String {
    let text = |key: &str| entry[key].as_str();
    let mut line = text("op").unwrap_or("?").to_owned();
    if let Some(of) = text("of") {
        let at = entries.iter().position(|other| other["id"] == of);
        write!(line, " {}", at.map_or("?".to_owned(), |at| (at + 1).to_string())).unwrap();
    }
    for word in ["code", "stance"].into_iter().filter_map(text) {
        write!(line, " {word}").unwrap();
    }
    if let Some(quote) = text("quote") {
        write!(line, " “{quote}”").unwrap();
    }
    if let Some(memo) = text("memo") {
        write!(line, " memo: {memo}").unwrap();
    }
    line
}
