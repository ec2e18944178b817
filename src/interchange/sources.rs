//! What a file becomes in a study: its bytes as they are, or its words as Markdown.
//!
//! Pure: bytes go in, sources come out; [`super::bring_in()`] reads and writes the files.

use std::collections::BTreeMap;

use crate::base::problem::Problem;
use crate::base::text::TextHash;
use crate::source::docx::{self, as_markdown};
use crate::source::{Description, Keys, Value, one_line};

use super::encoding::{Utf8, to_utf8};
use super::names::safe_stem;

/// What is to be said of all sources of an import.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Keys and values as they were given, in order; a key that stands twice is a list.
    pub keys: Vec<(String, String)>,
    /// Whether each record of a table is a source of its own.
    pub rows: bool,
    /// The attributes that the study declares: columns of these names are keys of a row's source.
    pub declared: BTreeMap<String, Vec<String>>,
}

/// A source that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSource {
    /// Its file name without ending, safe for a study.
    pub stem: String,
    /// Its ending without the point.
    pub ending: &'static str,
    /// The file's bytes.
    pub content: Vec<u8>,
    /// The keys that belong into the register; empty where the file carries them itself.
    pub register: Vec<(String, String)>,
    /// What was changed or left out on the way.
    pub notes: Vec<String>,
}

/// Why a file becomes no source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// One sentence without a final full stop.
    pub reason: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Refusal {
    pub(super) fn new(reason: impl Into<String>, hint: impl Into<Option<String>>) -> Self {
        Self { reason: reason.into(), hint: hint.into() }
    }
}

/// Turns a file into sources: one, or with [`Wanted::rows`] one for each record of a table.
///
/// `name` is the file's name without its folders.
///
/// # Errors
/// When the type of the file is not known, or its content is not what its name says.
pub fn sources_of(name: &str, bytes: Vec<u8>, wanted: &Wanted) -> Result<Vec<NewSource>, Refusal> {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let ending = ending.to_lowercase();
    let origin = Origin { name, stem, hash: TextHash::of_bytes(&bytes) };
    if wanted.rows && ending != "csv" {
        return Err(Refusal::new("--rows takes .csv tables only", None));
    }
    match ending.as_str() {
        "csv" if wanted.rows => rows(&origin, &bytes, wanted),
        "txt" => Ok(vec![copy(&origin, "txt", bytes, wanted)?]),
        "md" => Ok(vec![copy(&origin, "md", bytes, wanted)?]),
        "csv" => Ok(vec![copy(&origin, "csv", bytes, wanted)?]),
        "docx" | "docm" | "dotx" => Ok(vec![document(&origin, &bytes, wanted)?]),
        other => Err(unknown(other)),
    }
}

/// Where a source comes from.
struct Origin<'a> {
    name: &'a str,
    stem: &'a str,
    hash: TextHash,
}

impl Origin<'_> {
    fn keys(&self, row: Option<usize>) -> [(String, String); 2] {
        let original = row.map_or_else(|| self.name.to_owned(), |row| format!("{}, row {row}", self.name));
        [("original".to_owned(), original), ("original-hash".to_owned(), self.hash.to_string())]
    }
}

/// A text file is copied byte for byte, unless it is no UTF-8.
fn copy(origin: &Origin<'_>, ending: &'static str, bytes: Vec<u8>, wanted: &Wanted) -> Result<NewSource, Refusal> {
    let mut notes = Vec::new();
    let content = match to_utf8(&bytes) {
        Ok(Utf8::Already) => bytes,
        Ok(Utf8::Converted { text, from }) => {
            notes.push(format!("read as {from} and written as UTF-8: look whether its words are right"));
            text.into_bytes()
        }
        Err(error) => {
            return Err(Refusal::new(error.to_string(), "save it as UTF-8 text and import it again".to_owned()));
        }
    };
    if content.iter().all(u8::is_ascii_whitespace) {
        notes.push("it holds no words".to_owned());
    }
    let mut register = lists_joined(&wanted.keys);
    register.extend(origin.keys(None));
    Ok(NewSource { stem: named(origin.stem, &mut notes), ending, content, register, notes })
}

/// A Word file becomes Markdown that carries its keys itself.
fn document(origin: &Origin<'_>, bytes: &[u8], wanted: &Wanted) -> Result<NewSource, Refusal> {
    let read = docx::read(bytes).map_err(|error| Refusal::new(error.to_string(), error.hint().map(str::to_owned)))?;
    let mut notes = read.notes;
    if read.text.is_empty() {
        notes.push("it holds no words".to_owned());
    }
    let mut keys = lists_joined(&wanted.keys);
    if let Some(title) = read.title.filter(|_| !keys.iter().any(|(key, _)| key == "title")) {
        keys.insert(0, ("title".to_owned(), title));
    }
    keys.extend(origin.keys(None));
    let content = with_front_matter(&keys, &read.text);
    Ok(NewSource { stem: named(origin.stem, &mut notes), ending: "md", content, register: Vec::new(), notes })
}

/// Each record of a table becomes a source: columns that are keys are its keys, the others its text.
fn rows(origin: &Origin<'_>, bytes: &[u8], wanted: &Wanted) -> Result<Vec<NewSource>, Refusal> {
    let mut first_notes = Vec::new();
    let text = match to_utf8(bytes) {
        Ok(Utf8::Already) => String::from_utf8_lossy(bytes).into_owned(),
        Ok(Utf8::Converted { text, from }) => {
            first_notes.push(format!("the table was read as {from}: look whether its words are right"));
            text
        }
        Err(error) => return Err(Refusal::new(error.to_string(), "save it as UTF-8 and import it again".to_owned())),
    };
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter(text)).flexible(true).from_reader(text.as_bytes());
    let unreadable = |error: csv::Error| Refusal::new(format!("it is no table that can be read: {error}"), None);
    let header = reader.headers().map_err(unreadable)?.clone();
    let columns = Columns::of(&header, &wanted.declared);
    let mut found = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let record = record.map_err(unreadable)?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let mut notes = std::mem::take(&mut first_notes);
        let mut keys = lists_joined(&wanted.keys);
        for (column, key) in &columns.keys {
            let value = record.get(*column).unwrap_or_default().trim();
            if !value.is_empty() {
                keys.retain(|(known, _)| known != key);
                keys.push((key.clone(), value.to_owned()));
            }
        }
        keys.extend(origin.keys(Some(at + 1)));
        let name = columns.name.and_then(|column| record.get(column)).map_or("", str::trim);
        let stem = if name.is_empty() { format!("{}-{:03}", origin.stem, at + 1) } else { name.to_owned() };
        let body = columns.text(&header, &record);
        if body.is_empty() {
            notes.push("it holds no words".to_owned());
        }
        let stem = named(&stem, &mut notes);
        found.push(NewSource {
            stem,
            ending: "md",
            content: with_front_matter(&keys, &body),
            register: Vec::new(),
            notes,
        });
    }
    if found.is_empty() {
        return Err(Refusal::new("the table has no rows under its header", None));
    }
    Ok(found)
}

/// What the columns of a table are for.
struct Columns {
    /// The column that names the row's source.
    name: Option<usize>,
    /// Columns that are keys, and the key of each.
    keys: Vec<(usize, String)>,
    /// Columns whose cells are words.
    words: Vec<usize>,
}

impl Columns {
    fn of(header: &csv::StringRecord, declared: &BTreeMap<String, Vec<String>>) -> Self {
        let plain: Vec<String> = header.iter().map(|name| name.trim().to_lowercase()).collect();
        let name = ["source", "id"].iter().find_map(|wanted| plain.iter().position(|name| name == wanted));
        let mut columns = Self { name, keys: Vec::new(), words: Vec::new() };
        for (at, plain) in plain.into_iter().enumerate().filter(|(at, _)| Some(*at) != name) {
            let exact = header[at].trim();
            if is_key(exact, declared) {
                columns.keys.push((at, exact.to_owned()));
            } else if is_key(&plain, declared) {
                columns.keys.push((at, plain));
            } else {
                columns.words.push(at);
            }
        }
        columns
    }

    /// Returns the words of a record, under the names of their columns if there are several.
    fn text(&self, header: &csv::StringRecord, record: &csv::StringRecord) -> String {
        let mut text = String::new();
        for &column in &self.words {
            let words = as_markdown(record.get(column).unwrap_or_default());
            if words.is_empty() {
                continue;
            }
            let heading = header[column].split_whitespace().collect::<Vec<_>>().join(" ");
            if !text.is_empty() {
                text.push('\n');
            }
            if self.words.len() > 1 && !heading.is_empty() {
                text.extend(["## ", &heading, "\n\n"]);
            }
            text.extend([words.as_str(), "\n"]);
        }
        text
    }
}

/// Tells whether sources know a key of this name: one of the program's own, or a declared attribute.
#[must_use]
pub fn is_key(name: &str, declared: &BTreeMap<String, Vec<String>>) -> bool {
    if !is_key_name(name) {
        return false;
    }
    let mut keys = Keys::default();
    let mut problems: Vec<Problem> = Vec::new();
    keys.lay_register("", 0, &[(name.to_owned(), Value::parse("x"))], &mut problems);
    // A declared key may be in doubt about its value, never about its name.
    drop(Description::read(keys, declared, &mut problems));
    !problems.iter().any(|problem| problem.kind == "undeclared-key")
}

/// Tells whether a name can stand as a key in front matter.
#[must_use]
pub fn is_key_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|ch| ch.is_alphanumeric() || matches!(ch, '-' | '_' | '.'))
}

/// Returns the sign between the cells of a table, by its first line: spreadsheets write the one of
/// their country.
pub(super) fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |sign: u8| first.bytes().filter(|&byte| byte == sign).count();
    // Of equal counts the last is taken: the comma.
    [b'\t', b';', b','].into_iter().max_by_key(|&sign| count(sign)).unwrap_or(b',')
}

/// Makes a list of the values of a key that stands more than once.
fn lists_joined(keys: &[(String, String)]) -> Vec<(String, String)> {
    let mut joined: Vec<(String, Vec<&str>)> = Vec::new();
    for (key, value) in keys {
        match joined.iter_mut().find(|(known, _)| known == key) {
            Some((_, values)) => values.push(value),
            None => joined.push((key.clone(), vec![value])),
        }
    }
    let value = |values: Vec<&str>| match values.as_slice() {
        [one] => (*one).to_owned(),
        several => format!("[{}]", several.join(", ")),
    };
    joined.into_iter().map(|(key, values)| (key, value(values))).collect()
}

fn with_front_matter(keys: &[(String, String)], text: &str) -> Vec<u8> {
    let mut file = "---\n".to_owned();
    for (key, value) in keys {
        let is_list = Value::parse(value).is_list && !value.contains(char::is_control);
        let value = if is_list { value.clone() } else { one_line(value) };
        file.extend([key.as_str(), ": ", &value, "\n"]);
    }
    file.push_str("---\n\n");
    file.push_str(text);
    file.into_bytes()
}

fn named(stem: &str, notes: &mut Vec<String>) -> String {
    let safe = safe_stem(stem);
    if safe != stem {
        notes.push(format!("named '{safe}': its own name is not safe for a file in a study"));
    }
    safe
}

fn unknown(ending: &str) -> Refusal {
    let (what, hint) = match ending {
        "doc" => ("old .doc files of Word are not read", "open it in Word or LibreOffice and save it as .docx"),
        "odt" | "rtf" => ("this type of file is not read yet", "open it in LibreOffice and save it as .docx"),
        "pdf" | "epub" | "html" | "htm" => ("this type of file is not read yet", "save its text as .txt or .docx"),
        "vtt" | "srt" => ("subtitles are not read yet", "save the transcript as .txt with a label before each turn"),
        "xlsx" | "xls" | "ods" => ("spreadsheets are not read yet", "save the sheet as .csv and import that"),
        "qdc" | "qdpx" => ("REFI-QDA files are not read yet", "export the codings as .csv: tripod import --codings"),
        _ => ("import reads .txt, .md, .csv and .docx", "give the file the ending of its type"),
    };
    Refusal::new(what, hint.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Stored;

    fn wanted(keys: &[(&str, &str)]) -> Wanted {
        let keys = keys.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Wanted { keys, rows: false, declared: BTreeMap::from([("district".to_owned(), Vec::new())]) }
    }

    fn one(name: &str, bytes: &[u8], wanted: &Wanted) -> NewSource {
        let mut found = sources_of(name, bytes.to_vec(), wanted).unwrap();
        assert_eq!(found.len(), 1);
        found.remove(0)
    }

    #[test]
    fn text_is_copied_byte_for_byte_and_its_keys_go_to_the_register() {
        let bytes = b"---\nnot: [closed\r\nwords \r\n";
        for (name, ending) in [("a.TXT", "txt"), ("a.md", "md"), ("a.csv", "csv")] {
            let source = one(name, bytes, &wanted(&[("case", "varsk"), ("case", "ostrel")]));
            assert_eq!((source.ending, source.content.as_slice(), source.stem.as_str()), (ending, &bytes[..], "a"));
            let hash = TextHash::of_bytes(bytes).to_string();
            let expected = [("case", "[varsk, ostrel]"), ("original", name), ("original-hash", &hash)];
            let register: Vec<_> = source.register.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            assert_eq!(register, expected);
            assert!(source.notes.is_empty());
        }
    }

    #[test]
    fn text_that_is_no_utf8_is_told_or_refused() {
        let source = one("été?.txt", b"Les \xe9tudes ont \xe9t\xe9 termin\xe9es", &Wanted::default());
        assert_eq!(source.content, "Les études ont été terminées".as_bytes());
        assert_eq!(source.stem, "été");
        assert!(source.notes[0].contains("windows-1252") && source.notes[1].contains("named 'été'"));
        assert!(sources_of("a.txt", vec![0, 1, 2], &Wanted::default()).unwrap_err().reason.contains("no text"));
    }

    #[test]
    fn types_that_are_not_read_say_what_to_do() {
        for (name, word) in
            [("a.doc", ".docx"), ("a.pdf", ".txt"), ("a.xlsx", ".csv"), ("a", "ending"), ("a.exe", "ending")]
        {
            let refusal = sources_of(name, b"x".to_vec(), &Wanted::default()).unwrap_err();
            assert!(refusal.hint.unwrap().contains(word), "{name}");
        }
        let refusal =
            sources_of("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), &Wanted::default()).unwrap_err();
        assert!(refusal.reason.contains("old .doc"), "{}", refusal.reason);
        assert!(sources_of("a.txt", Vec::new(), &Wanted { rows: true, ..Wanted::default() }).is_err());
    }

    #[test]
    fn each_record_of_a_table_is_a_source() {
        let table = "ID;Case;district;What changed?;Why?\nr1;varsk;9;\"# much\n\n| a\";\n;ostrel;;\"little\";\"money, mostly\"\n;;;;\n";
        let found = sources_of(
            "survey.csv",
            table.into(),
            &Wanted { rows: true, ..wanted(&[("case", "x"), ("use", "background")]) },
        )
        .unwrap();
        assert_eq!(found.iter().map(|source| source.stem.as_str()).collect::<Vec<_>>(), ["r1", "survey-002"]);
        let read = Stored::read(found[0].content.clone()).unwrap();
        let keys: Vec<_> =
            read.front.lines.iter().map(|(key, value, _)| (key.as_str(), value.first().unwrap_or(""))).collect();
        assert_eq!(
            keys[..4],
            [("use", "background"), ("case", "varsk"), ("district", "9"), ("original", "survey.csv, row 1")]
        );
        assert_eq!(read.text.as_str(), "\n## What changed?\n\n\\# much\n\n\\| a\n");
        let second = Stored::read(found[1].content.clone()).unwrap();
        assert_eq!(second.text.as_str(), "\n## What changed?\n\nlittle\n\n## Why?\n\nmoney, mostly\n");
        assert!(sources_of("e.csv", b"a,b\n".to_vec(), &Wanted { rows: true, ..Wanted::default() }).is_err());
    }

    #[test]
    fn keys_of_a_converted_file_read_back_as_they_were_given() {
        let keys = [("title", "A: \"b\"\n---"), ("case", "[varsk, ostrel]"), ("place", "[no list"), ("note", "# x")];
        let keys: Vec<_> = keys.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let read = Stored::read(with_front_matter(&keys, "words\n")).unwrap();
        assert_eq!(read.text.as_str(), "\nwords\n");
        let seen: Vec<_> = read.front.lines.iter().map(|(key, value, _)| (key.as_str(), value.texts.clone())).collect();
        assert_eq!(seen[0], ("title", vec!["A: \"b\" ---".to_owned()]));
        assert_eq!(seen[1], ("case", vec!["varsk".to_owned(), "ostrel".to_owned()]));
        assert_eq!(seen[2], ("place", vec!["[no list".to_owned()]));
        assert_eq!(seen[3], ("note", vec!["# x".to_owned()]));
    }
}
