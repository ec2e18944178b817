//! What the keys of a source say, from its front matter and its row in the register.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::base::ids::{Case, Category, CodeId, Kind, Voice};
use crate::base::language::Language;
use crate::base::nearest::did_you_mean;
use crate::base::problem::Problem;

/// The value of a key: a scalar, or a list.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Value {
    /// The scalar alone, or the list's members; nothing where the value is empty.
    pub texts: Vec<String>,
    /// Whether it was written as a list.
    pub is_list: bool,
}

impl Value {
    /// Reads `scalar`, `"scalar"`, `'scalar'` or `[a, "b"]`.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        match text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(inside) => Self { texts: members(inside), is_list: true },
            None => {
                Self { texts: Some(unquoted(text)).filter(|t| !t.is_empty()).into_iter().collect(), is_list: false }
            }
        }
    }

    /// Returns the scalar, or a list's first member.
    #[must_use]
    pub fn first(&self) -> Option<&str> {
        self.texts.first().map(String::as_str)
    }
}

/// Splits the inside of a list at commas outside quotes.
fn members(inside: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut quote = None;
    let mut from = 0;
    for (at, ch) in inside.char_indices().chain([(inside.len(), ',')]) {
        match (quote, ch) {
            (None, '"' | '\'') if inside[from..at].trim().is_empty() => quote = Some(ch),
            (Some(open), _) if open == ch && at < inside.len() => quote = None,
            (None, ',') => {
                found.push(unquoted(inside[from..at].trim()));
                from = at + 1;
            }
            (Some(_), ',') if at == inside.len() => found.push(unquoted(inside[from..].trim())),
            _ => {}
        }
    }
    found.retain(|member| !member.is_empty());
    found
}

fn unquoted(text: &str) -> String {
    for quote in ['"', '\''] {
        let inside = text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        if let Some(inside) = inside {
            return inside.to_owned();
        }
    }
    text.to_owned()
}

/// The keys of one source, with the place of each.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    values: BTreeMap<String, Placed>,
}

#[derive(Clone, Debug)]
struct Placed {
    value: Value,
    path: String,
    line: usize,
}

impl Keys {
    /// Adds the keys of a front matter.
    pub fn add_front(&mut self, path: &str, lines: &[(String, Value, usize)], problems: &mut Vec<Problem>) {
        for (key, value, line) in lines {
            if self.values.contains_key(key) {
                let message = format!("the key '{key}' stands twice; the first counts");
                problems.push(Problem::warning("key-twice", path, message).at(*line));
                continue;
            }
            self.values.insert(key.clone(), Placed { value: value.clone(), path: path.to_owned(), line: *line });
        }
    }

    /// Lays a row of the register over what is there; a contradiction is a note.
    pub fn lay_register(&mut self, register: &str, line: usize, row: &[(String, Value)], problems: &mut Vec<Problem>) {
        for (key, value) in row {
            if value.texts.is_empty() && !value.is_list {
                continue;
            }
            if let Some(front) = self.values.get(key)
                && front.value.texts != value.texts
            {
                let (is, was) = (value.texts.join(", "), front.value.texts.join(", "));
                let message =
                    format!("{key} is '{is}' here and '{was}' in {}:{}; the register counts", front.path, front.line);
                problems.push(Problem::note("register-differs", register, message).at(line));
            }
            self.values.insert(key.clone(), Placed { value: value.clone(), path: register.to_owned(), line });
        }
    }

    /// Returns the members of a key; nothing where it is absent or empty.
    #[must_use]
    pub fn texts(&self, key: &str) -> &[String] {
        self.values.get(key).map_or(&[], |placed| &placed.value.texts)
    }

    /// Returns all keys and their members, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.values.iter().map(|(key, placed)| (key.as_str(), placed.value.texts.as_slice()))
    }

    fn scalar(&self, key: &str, problems: &mut Vec<Problem>) -> Option<String> {
        let placed = self.values.get(key)?;
        if placed.value.texts.len() > 1 {
            let message = format!("'{key}' takes one value; the first counts");
            problems.push(Problem::warning("one-value", &placed.path, message).at(placed.line));
        }
        placed.value.first().map(str::to_owned)
    }

    /// Reads one of a few words.
    fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)], problems: &mut Vec<Problem>) -> Option<T> {
        let word = self.scalar(key, problems)?;
        let found = choices.iter().find(|(name, _)| *name == word).map(|(_, choice)| *choice);
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let message = format!("'{key}' is one of {}, not '{word}'", names.join(", "));
            problems.push(self.problem(key, "wrong-value", message));
        }
        found
    }

    fn problem(&self, key: &str, kind: &'static str, message: String) -> Problem {
        match self.values.get(key) {
            Some(placed) => Problem::warning(kind, &placed.path, message).at(placed.line),
            None => Problem::warning(kind, "", message),
        }
    }
}

/// What may be printed in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Words {
    /// The respondent's own words.
    Verbatim,
    /// The interviewer's notes: never in quotation marks.
    #[default]
    Notes,
}

/// How a source may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Use {
    /// May be quoted with its name.
    Attributed,
    /// May be quoted without its name.
    #[default]
    Anonymous,
    /// Informs verdicts and is never quoted.
    Background,
    /// Left out of everything.
    Withdrawn,
}

/// What is known of a source in the register that has no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It is to come.
    Planned,
    /// It was received, but its file is not here.
    Received,
    /// The respondent declined.
    Refused,
}

/// What the source was asked about, where it says so itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Everything (`[*]`).
    All,
    /// These codes and their sub-codes; none where the list is empty.
    Codes(Vec<CodeId>),
}

impl Asked {
    /// Reads a list of codes, in which `*` stands for all.
    #[must_use]
    pub fn from_list(list: &[String]) -> Self {
        if list.iter().any(|code| code == "*" || code == "all") {
            return Self::All;
        }
        Self::Codes(list.iter().filter(|code| *code != "none").map(|code| CodeId::from(code.as_str())).collect())
    }
}

/// What is known of a source apart from its text.
#[derive(Clone, Debug, Default)]
pub struct Description {
    /// Its title.
    pub title: Option<String>,
    /// Its date, as written (ISO 8601 where it can be searched by date).
    pub date: Option<String>,
    /// Its language, where it says so.
    pub language: Option<Language>,
    /// Its kind, where it says so.
    pub kind: Option<Kind>,
    /// The cases that it belongs to.
    pub cases: Vec<Case>,
    /// The categories of its respondents.
    pub categories: Vec<Category>,
    /// Its voice, where it says so.
    pub voice: Option<Voice>,
    /// The instrument that was used.
    pub guide: Option<String>,
    /// What it was asked about, where it says so.
    pub asked: Option<Asked>,
    /// Who issued a document.
    pub issuer: Option<String>,
    /// The event that an observation is of.
    pub event: Option<String>,
    /// The speakers whose turns are not the respondents'; written like `speakers`.
    pub interviewers: Vec<String>,
    /// How many people spoke.
    pub people: Option<usize>,
    /// The labels of its speakers, where it names them.
    pub speakers: Vec<String>,
    /// Whether its words are the respondents' own.
    pub words: Words,
    /// How it may be used.
    pub usage: Use,
    /// Out of search, reports and exports unless asked for by name.
    pub restricted: bool,
    /// Where it stands, for sources without a file.
    pub status: Option<Status>,
    /// Invented.
    pub fictional: bool,
    /// All keys and their members as they stand, for attributes, filters and footnotes.
    pub keys: Keys,
}

/// Keys that the program knows by itself.
const KNOWN: [&str; 27] = [
    "title",
    "date",
    "language",
    "kind",
    "case",
    "category",
    "voice",
    "guide",
    "asked",
    "issuer",
    "type",
    "reference",
    "url",
    "event",
    "place",
    "observer",
    "interviewer",
    "people",
    "speakers",
    "words",
    "use",
    "restricted",
    "status",
    "fictional",
    "original",
    "original-hash",
    "note",
];

impl Description {
    /// Reads the keys of a source.
    ///
    /// `declared` gives the attributes that the study declares, with their values where it lists them.
    #[must_use]
    pub fn read(keys: Keys, declared: &BTreeMap<String, Vec<String>>, problems: &mut Vec<Problem>) -> Self {
        let mut about = Self { keys: Keys::default(), ..Self::default() };
        about.read_scalars(&keys, problems);
        about.read_lists(&keys);
        about.read_choices(&keys, problems);
        check_names(&keys, declared, problems);
        check_values(&keys, declared, problems);
        about.keys = keys;
        about
    }

    fn read_scalars(&mut self, keys: &Keys, problems: &mut Vec<Problem>) {
        self.title = keys.scalar("title", problems);
        self.date = keys.scalar("date", problems);
        self.language = keys.scalar("language", problems).map(|tag| Language::from_tag(&tag));
        self.kind = keys.scalar("kind", problems).map(Kind::from);
        self.voice = keys.scalar("voice", problems).map(Voice::from);
        self.guide = keys.scalar("guide", problems);
        self.issuer = keys.scalar("issuer", problems);
        self.event = keys.scalar("event", problems);
        self.people = keys.scalar("people", problems).and_then(|text| {
            let people = text.parse().ok();
            if people.is_none() {
                problems.push(keys.problem("people", "wrong-value", format!("'people' is a number, not '{text}'")));
            }
            people
        });
    }

    fn read_lists(&mut self, keys: &Keys) {
        self.cases = keys.texts("case").iter().map(|case| Case::from(case.as_str())).collect();
        self.categories = keys.texts("category").iter().map(|name| Category::from(name.as_str())).collect();
        self.asked = keys.values.get("asked").map(|placed| Asked::from_list(&placed.value.texts));
        // `speakers: Q, A` is a list without brackets.
        let split = |text: &String| text.split(',').map(|name| name.trim().to_owned()).collect::<Vec<_>>();
        let names = |key: &str| keys.texts(key).iter().flat_map(split).filter(|name| !name.is_empty()).collect();
        self.speakers = names("speakers");
        self.interviewers = names("interviewer");
    }

    fn read_choices(&mut self, keys: &Keys, problems: &mut Vec<Problem>) {
        const YES: [(&str, bool); 4] = [("true", true), ("false", false), ("yes", true), ("no", false)];
        let words = [("verbatim", Words::Verbatim), ("notes", Words::Notes)];
        self.words = keys.choice("words", &words, problems).unwrap_or_default();
        let uses = [
            ("attributed", Use::Attributed),
            ("anonymous", Use::Anonymous),
            ("background", Use::Background),
            ("withdrawn", Use::Withdrawn),
        ];
        // A use that cannot be read is taken as the most careful one that still counts.
        let unread = if keys.texts("use").is_empty() { Use::Anonymous } else { Use::Background };
        self.usage = keys.choice("use", &uses, problems).unwrap_or(unread);
        let unread = !keys.texts("restricted").is_empty();
        self.restricted = keys.choice("restricted", &YES, problems).unwrap_or(unread);
        self.fictional = keys.choice("fictional", &YES, problems).unwrap_or(false);
        let statuses = [("planned", Status::Planned), ("received", Status::Received), ("refused", Status::Refused)];
        self.status = keys.choice("status", &statuses, problems);
    }
}

fn check_names(keys: &Keys, declared: &BTreeMap<String, Vec<String>>, problems: &mut Vec<Problem>) {
    for (key, _) in keys.iter() {
        if KNOWN.contains(&key) || declared.contains_key(key) {
            continue;
        }
        let mut problem =
            keys.problem(key, "undeclared-key", format!("the key '{key}' is not declared and is left aside"));
        let names = KNOWN.iter().copied().chain(declared.keys().map(String::as_str));
        let hint = did_you_mean(key, names);
        problem.hint = hint.or_else(|| Some(format!("declare it in study.toml with [attributes.{key}]")));
        problems.push(problem);
    }
}

fn check_values(keys: &Keys, declared: &BTreeMap<String, Vec<String>>, problems: &mut Vec<Problem>) {
    for (key, values) in declared {
        if values.is_empty() {
            continue;
        }
        for text in keys.texts(key) {
            if values.contains(text) {
                continue;
            }
            let message = format!("the value '{text}' of '{key}' is not declared in study.toml");
            let mut problem = keys.problem(key, "undeclared-value", message);
            let hint = did_you_mean(text, values.iter().map(String::as_str));
            problem.hint = hint.or_else(|| Some(format!("'{key}' is one of: {}", values.join(", "))));
            problems.push(problem);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(front: &[(&str, &str)], row: &[(&str, &str)]) -> (Description, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut keys = Keys::default();
        let lines: Vec<_> =
            front.iter().enumerate().map(|(n, (k, v))| ((*k).to_owned(), Value::parse(v), n + 2)).collect();
        keys.add_front("interviews/a.md", &lines, &mut problems);
        let row: Vec<_> = row.iter().map(|(k, v)| ((*k).to_owned(), Value::parse(v))).collect();
        keys.lay_register("sources.csv", 2, &row, &mut problems);
        let declared = BTreeMap::from([("case".to_owned(), vec!["varsk".to_owned()]), ("sex".to_owned(), vec![])]);
        (Description::read(keys, &declared, &mut problems), problems)
    }

    #[test]
    fn the_register_wins_and_a_contradiction_is_a_note() {
        let (about, problems) = read(&[("title", "old"), ("sex", "f")], &[("title", "new"), ("date", "")]);
        assert_eq!(about.title.as_deref(), Some("new"));
        assert_eq!(about.keys.texts("sex"), ["f"]);
        assert_eq!(
            problems.iter().map(|p| (p.kind, p.severity.word())).collect::<Vec<_>>(),
            [("register-differs", "note")]
        );
    }

    #[test]
    fn undeclared_keys_and_values_are_reported() {
        let (_, problems) = read(&[("tilte", "x"), ("case", "[varsk, varks]")], &[]);
        let hints: Vec<_> = problems.iter().map(|p| p.hint.clone().unwrap()).collect();
        assert_eq!(hints, ["did you mean 'title'?", "did you mean 'varsk'?"]);
    }

    #[test]
    fn what_protects_a_respondent_fails_safe() {
        let (about, problems) = read(&[("use", "anonymos"), ("restricted", "treu")], &[]);
        assert_eq!((about.usage, about.restricted, problems.len()), (Use::Background, true, 2));
        assert_eq!(read(&[], &[]).0.usage, Use::Anonymous);
    }

    #[test]
    fn asked_takes_all_some_or_none() {
        let asked = |text: &str| read(&[("asked", text)], &[]).0.asked;
        assert_eq!(asked("[*]"), Some(Asked::All));
        assert_eq!(asked("[]"), Some(Asked::Codes(vec![])));
        assert_eq!(asked("[a, b]"), Some(Asked::Codes(vec!["a".into(), "b".into()])));
        assert_eq!(read(&[], &[]).0.asked, None);
    }
}
