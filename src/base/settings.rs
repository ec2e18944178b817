//! A forgiving reader of TOML: each fault is told with its line, and what is sound is still read.
//!
//! The files it reads come from other people, so a wrong type or an unknown key costs only itself.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::nearest::did_you_mean;
use super::problem::Problem;

/// The largest TOML file that is read, in bytes.
pub const LARGEST: usize = 64 << 20;

/// Reads a TOML text, hands its top table to `with`, and returns what was wrong.
///
/// `path` is the file's path in the study, for messages.
pub fn read<T>(path: &str, text: &str, with: impl FnOnce(&mut Section<'_>) -> T) -> (Option<T>, Vec<Problem>) {
    if text.len() > LARGEST {
        let message = format!("the file has {} MB; at most {} MB are read", text.len() >> 20, LARGEST >> 20);
        return (None, vec![Problem::error("too-large", path, message)]);
    }
    let page = Page { path, text, problems: RefCell::default() };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let mut problem =
            Problem::error("toml", path, format!("this is no valid TOML: {}", first_line(error.message())));
        if let Some(span) = error.span() {
            problem = problem.at(page.line(&span));
        }
        page.problems.borrow_mut().push(problem.hint("mend the line; what stands elsewhere in the file is read"));
    }
    let mut section = Section {
        page: &page,
        table: table.get_ref(),
        line: 1,
        what: String::new(),
        known: BTreeSet::new(),
        free: false,
    };
    let value = with(&mut section);
    section.finish();
    (Some(value), page.problems.into_inner())
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

struct Page<'t> {
    path: &'t str,
    text: &'t str,
    problems: RefCell<Vec<Problem>>,
}

impl Page<'_> {
    /// Returns the line of a span's first byte, from 1.
    fn line(&self, span: &Range<usize>) -> usize {
        let upto = &self.text.as_bytes()[..span.start.min(self.text.len())];
        memchr::memchr_iter(b'\n', upto).count() + 1
    }
}

/// A list of texts with its name and its line.
pub type NamedList = (String, Vec<String>, usize);

/// One table. Each key that is asked for counts as known; [`Section::finish`] reports the others.
pub struct Section<'p> {
    page: &'p Page<'p>,
    table: &'p DeTable<'p>,
    line: usize,
    /// What the table is, for messages: empty for the file itself.
    what: String,
    known: BTreeSet<&'static str>,
    /// Its keys are names of the user's own: none is unknown.
    free: bool,
}

impl<'p> Section<'p> {
    /// Returns the line in which the table begins, from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns the path of the file that it stands in.
    pub fn path(&self) -> &'p str {
        self.page.path
    }

    /// Names the table for messages, such as `code 'capacity'`.
    pub fn call(&mut self, what: impl Into<String>) {
        self.what = what.into();
    }

    /// Adds a problem.
    pub fn report(&self, problem: Problem) {
        self.page.problems.borrow_mut().push(problem);
    }

    /// Returns what was found wrong so far.
    pub fn found(&self) -> Vec<Problem> {
        self.page.problems.borrow().clone()
    }

    /// Adds an error in this file at a line.
    pub fn error(&self, kind: &'static str, line: usize, message: impl Into<String>) {
        self.report(Problem::error(kind, self.page.path, message).at(line));
    }

    /// Adds a warning in this file at a line.
    pub fn warning(&self, kind: &'static str, line: usize, message: impl Into<String>) {
        self.report(Problem::warning(kind, self.page.path, message).at(line));
    }

    /// Returns a value with its line; the key counts as known.
    fn get(&mut self, key: &'static str) -> Option<(&'p DeValue<'p>, usize)> {
        self.known.insert(key);
        self.table.get(key).map(|value| (value.get_ref(), self.page.line(&value.span())))
    }

    fn wrong(&self, key: &str, wanted: &str, found: &DeValue<'_>, line: usize) {
        let owner = if self.what.is_empty() { String::new() } else { format!(" of {}", self.what) };
        let message = format!("'{key}'{owner} has to be {wanted}, but is {}", kind_of(found));
        self.error("wrong-type", line, message);
    }

    /// Reads a text.
    pub fn text(&mut self, key: &'static str) -> Option<String> {
        self.text_at(key).map(|(text, _)| text)
    }

    /// Reads a text with its line.
    pub fn text_at(&mut self, key: &'static str) -> Option<(String, usize)> {
        let (value, line) = self.get(key)?;
        if let DeValue::String(text) = value {
            return Some((text.to_string(), line));
        }
        self.wrong(key, "a text in quotes", value, line);
        None
    }

    /// Reads a text, or a number as it is written.
    pub fn scalar(&mut self, key: &'static str) -> Option<(String, usize)> {
        let (value, line) = self.get(key)?;
        let text = scalar(value);
        if text.is_none() {
            self.wrong(key, "a text or a number", value, line);
        }
        text.map(|text| (text, line))
    }

    /// Reads `true` or `false`.
    pub fn flag(&mut self, key: &'static str) -> Option<bool> {
        let (value, line) = self.get(key)?;
        let flag = value.as_bool();
        if flag.is_none() {
            self.wrong(key, "true or false", value, line);
        }
        flag
    }

    /// Reads a list of texts; one text alone is a list of one.
    pub fn list(&mut self, key: &'static str) -> Option<Vec<String>> {
        let (value, line) = self.get(key)?;
        let list = list(value);
        if list.is_none() {
            self.wrong(key, "a list of texts", value, line);
        }
        list
    }

    /// Reads an array of tables (`[[key]]`).
    pub fn sections(&mut self, key: &'static str) -> Vec<Self> {
        let Some((value, line)) = self.get(key) else { return Vec::new() };
        let Some(array) = value.as_array() else {
            self.wrong(key, &format!("a list of tables ([[{key}]])"), value, line);
            return Vec::new();
        };
        array.iter().filter_map(|item| self.inside(key, item)).collect()
    }

    /// Reads a table (`[key]`).
    pub fn section(&mut self, key: &'static str) -> Option<Self> {
        self.known.insert(key);
        let value = self.table.get(key)?;
        self.inside(key, value)
    }

    fn inside(&self, key: &str, value: &'p Spanned<DeValue<'p>>) -> Option<Self> {
        let line = self.page.line(&value.span());
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(key, "a table", value.get_ref(), line);
            return None;
        };
        Some(Section { page: self.page, table, line, what: key.to_owned(), known: BTreeSet::new(), free: false })
    }

    /// Reads every value as a table, with its name.
    pub fn named_sections(&mut self) -> Vec<(String, Self)> {
        let inside = |(key, value): (&'p Spanned<_>, &'p Spanned<DeValue<'p>>)| {
            let key: &std::borrow::Cow<'_, str> = key.get_ref();
            self.inside(key, value).map(|section| (key.to_string(), section))
        };
        let found = self.table.iter().filter_map(inside).collect();
        self.take_all();
        found
    }

    /// Reads every value as a text, with its name and line.
    pub fn named_texts(&mut self) -> Vec<(String, String, usize)> {
        let mut found = Vec::new();
        for (key, value) in self.table {
            let line = self.page.line(&value.span());
            match scalar(value.get_ref()) {
                Some(text) => found.push((key.get_ref().to_string(), text, line)),
                None => self.wrong(key.get_ref(), "a text", value.get_ref(), line),
            }
        }
        self.take_all();
        found
    }

    /// Reads every value as a list of texts, with its name and line.
    pub fn named_lists(&mut self) -> Vec<NamedList> {
        let mut found = Vec::new();
        for (key, value) in self.table {
            let line = self.page.line(&value.span());
            match list(value.get_ref()) {
                Some(list) => found.push((key.get_ref().to_string(), list, line)),
                None => self.wrong(key.get_ref(), "a list of texts", value.get_ref(), line),
            }
        }
        self.take_all();
        found
    }

    /// Reads every table with its name, and every other value as a list of texts with its name and line.
    pub fn lists_and_sections(&mut self) -> (Vec<NamedList>, Vec<(String, Self)>) {
        let (mut lists, mut sections) = (Vec::new(), Vec::new());
        for (key, value) in self.table {
            let name = key.get_ref().to_string();
            let line = self.page.line(&value.span());
            if value.get_ref().as_table().is_some() {
                sections.extend(self.inside(&name, value).map(|section| (name, section)));
            } else if let Some(list) = list(value.get_ref()) {
                lists.push((name, list, line));
            } else {
                self.wrong(&name, "a text or a list of texts", value.get_ref(), line);
            }
        }
        self.take_all();
        (lists, sections)
    }

    /// Counts all keys as known: their names are the user's own.
    fn take_all(&mut self) {
        self.free = true;
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(self) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if self.free || self.known.contains(name) {
                continue;
            }
            let owner = if self.what.is_empty() { String::new() } else { format!(" in {}", self.what) };
            let message = format!("the key '{name}'{owner} is not known and is left aside");
            let mut problem = Problem::warning("unknown-key", self.page.path, message).at(self.page.line(&key.span()));
            problem.hint = did_you_mean(name, self.known.iter().copied());
            self.report(problem);
        }
    }
}

fn scalar(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.as_str().to_owned()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(flag) => Some(flag.to_string()),
        DeValue::Datetime(date) => Some(date.to_string()),
        DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

fn list(value: &DeValue<'_>) -> Option<Vec<String>> {
    match value.as_array() {
        Some(array) => array.iter().map(|item| scalar(item.get_ref())).collect(),
        None => scalar(value).map(|one| vec![one]),
    }
}

fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_costs_only_itself() {
        let text = "title = 3\nlangs = [\"en\"]\nbroken =\nlast = \"yes\"\nextra = 1\n[[item]]\nid = \"a\"\n";
        let (read, problems) = read("study.toml", text, |top| {
            let mut items = Vec::new();
            for mut item in top.sections("item") {
                items.push(item.text("id"));
                item.finish();
            }
            (top.text("title"), top.list("langs"), top.text("last"), items)
        });
        let (title, langs, last, items) = read.unwrap();
        assert_eq!((title, langs.unwrap().len(), last.as_deref(), items.len()), (None, 1, Some("yes"), 1));
        let lines: Vec<_> = problems.iter().map(|p| (p.kind, p.line)).collect();
        assert!(lines.contains(&("wrong-type", Some(1))), "{problems:?}");
        assert!(lines.contains(&("toml", Some(3))), "{problems:?}");
        assert!(lines.contains(&("unknown-key", Some(5))), "{problems:?}");
    }

    #[test]
    fn deep_nesting_is_an_error_and_no_crash() {
        let deep = format!("a = {}{}", "[".repeat(5_000), "]".repeat(5_000));
        let (_, problems) = read("x.toml", &deep, |_| ());
        assert!(!problems.is_empty());
    }
}
