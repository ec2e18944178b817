//! The same questions to ripgrep and to `SQLite` FTS5, in the same run; and to the program, in process and whole.

use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde::Deserialize;
use tripod::search::run::Limits;

use super::generate::Result;
use super::place::{Place, megabytes};
use super::searching::Ready;
use super::table::Table;
use super::times::{Times, repeated, shown};

/// A question in the words of each program.
struct Asked {
    name: &'static str,
    tripod: String,
    /// Pipes of ripgrep, as one line for a shell; nothing where it has no such question.
    ripgrep: Option<String>,
    sqlite: String,
    /// The same, counting all.
    sqlite_count: String,
}

pub(crate) fn measure(place: &Place, table: &mut Table) -> Result<()> {
    let ready = Ready::new(place)?;
    let has = |program: &str| {
        let said = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        said.is_ok_and(|status| status.success())
    };
    let (has_ripgrep, has_sqlite) = (has("rg"), has("sqlite3"));
    for (program, is_there) in [("rg", has_ripgrep), ("sqlite3", has_sqlite)] {
        if !is_there {
            table.untold(&format!("peer {program}"), "not installed here, so it is left out");
        }
    }
    let base = if has_sqlite { Some(Base::made(place, table)?) } else { None };
    let times = if place.size.name == "large" { 3 } else { 15 };
    for asked in asked(place) {
        let found = || ready.find(&asked.tripod, false, Limits::first(20));
        let inside = repeated(3, 51, || found().map(|_| ()))?;
        let (_, total) = ready.find(&asked.tripod, false, Limits::first(20).counted())?;
        let whole = repeated(1, times, || {
            run(place.program().args(["search", "--json", "--limit", "20"]).arg(&asked.tripod)).map(|_| ())
        })?;
        let mut programs =
            vec![("tripod in process", shown(inside.median())), ("whole process", shown(whole.median()))];
        let mut counts = format!("tripod finds {} passages", total.unwrap_or(0));
        if let Some(line) = asked.ripgrep.as_ref().filter(|_| has_ripgrep) {
            let line = format!("cd '{}' && {line}", place.study.display());
            let mut lines = 0;
            let time = repeated(1, times, || -> Result<()> {
                lines = run(Command::new("sh").args(["-c", &line]))?.lines().count();
                Ok(())
            })?;
            programs.push(("rg", shown(time.median())));
            counts = format!("{counts}, rg {lines} lines");
        }
        if let Some(base) = &base {
            let (inside, whole) = base.times(&asked.sqlite, times)?;
            programs.push(("FTS5 in process", shown(inside)));
            programs.push(("sqlite3 whole", shown(whole.median())));
            counts = format!("{counts}, FTS5 {}", base.ask(&asked.sqlite_count)?.trim());
        }
        table.beside(&format!("beside its peers: {}", asked.name), &programs, &format!("medians; {counts}"));
    }
    Ok(())
}

fn asked(place: &Place) -> Vec<Asked> {
    let queries = &place.queries;
    let folders = "interviews desk-review observations";
    let best = |words: &str| {
        format!(
            "select para.doc, snippet(fts, 0, '[', ']', '…', 12) from fts join para on para.id = fts.rowid where fts \
             match '{words}' order by bm25(fts) limit 20;"
        )
    };
    let count = |words: &str| format!("select count(*) from fts where fts match '{words}';");
    let word = |name, word: &str| Asked {
        name,
        tripod: word.to_owned(),
        ripgrep: Some(format!("rg -n -i -w '{word}' {folders}")),
        sqlite: best(word),
        sqlite_count: count(word),
    };
    let (phrase, theme) = (&queries.phrase, &queries.theme);
    let [and, also] = [0, 1].map(|at| queries.bool_and.get(at).map_or("", String::as_str));
    let not = &queries.bool_not;
    let bool_words = format!("{and} AND {also} NOT {not}");
    vec![
        word("the rare word", &queries.rare),
        word("the common word", &queries.common),
        Asked {
            name: "the phrase",
            tripod: format!("\"{phrase}\""),
            ripgrep: Some(format!("rg -n -i -F '{phrase}' {folders}")),
            sqlite: best(&format!("\"{phrase}\"")),
            sqlite_count: count(&format!("\"{phrase}\"")),
        },
        Asked {
            name: "two words and not a third, in a passage (rg: in a document)",
            tripod: format!("{and} {also} -{not}"),
            ripgrep: Some(format!(
                "rg -l0 -i -w '{and}' {folders} | xargs -0 -r rg -l0 -i -w '{also}' | xargs -0 -r rg \
                 --files-without-match -i -w '{not}'"
            )),
            sqlite: best(&bool_words),
            sqlite_count: count(&bool_words),
        },
        Asked {
            name: "the theme, a first page with text (tripod 20 passages, SQLite 50 codings)",
            tripod: format!("theme:={theme}"),
            ripgrep: None,
            sqlite: format!(
                "select coding.doc, s, e, coder, stance, substr(doc.text, s + 1, e - s) from coding join doc on doc.name \
                 = coding.doc where code = '{theme}' order by coding.doc, s limit 50;"
            ),
            sqlite_count: format!("select count(*) from coding where code = '{theme}';"),
        },
    ]
}

/// Runs a program and returns what it said. Finding nothing is no failure.
fn run(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::piped()).output()?;
    if output.status.code().is_none_or(|code| code > 1) {
        return Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A database with the same study: documents, paragraphs with a full-text index, codings.
struct Base {
    path: PathBuf,
}

/// What is taken of a journal's lines.
#[derive(Deserialize)]
struct Line<'a> {
    op: &'a str,
    source: Option<&'a str>,
    start: Option<usize>,
    end: Option<usize>,
    code: Option<&'a str>,
    by: Option<&'a str>,
    stance: Option<&'a str>,
}

impl Base {
    /// Makes the database anew and tells how long that took.
    fn made(place: &Place, table: &mut Table) -> Result<Self> {
        let path = place.aside("peer.db");
        let [docs, paras, codings] = ["docs.csv", "paras.csv", "codings.csv"].map(|name| place.aside(name));
        write_tables(place, &docs, &paras, &codings)?;
        for left in [path.clone(), path.with_extension("db-wal"), path.with_extension("db-shm")] {
            if left.exists() {
                std::fs::remove_file(left)?;
            }
        }
        let base = Self { path };
        let began = Instant::now();
        base.ask(&format!(
            "pragma journal_mode = wal; pragma synchronous = normal;\n\
             create table doc(name text primary key, text text);\n\
             create table para(id integer primary key, doc text, text text);\n\
             create virtual table fts using fts5(text, content = 'para', content_rowid = 'id');\n\
             .import --csv '{}' doc\n.import --csv '{}' para\n\
             insert into fts(fts) values ('rebuild');\n",
            docs.display(),
            paras.display()
        ))?;
        let text = began.elapsed();
        let began = Instant::now();
        base.ask(&format!(
            "create table coding(doc text, s integer, e integer, code text, coder text, stance text);\n\
             .import --csv '{}' coding\ncreate index coding_code on coding(code, doc, s);\n",
            codings.display()
        ))?;
        let codings_time = began.elapsed();
        let size = std::fs::metadata(&base.path)?.len();
        for left in [docs, paras, codings] {
            std::fs::remove_file(left)?;
        }
        table.beside(
            "beside its peers: making ready",
            &[("FTS5 texts and index", shown(text)), ("codings", shown(codings_time))],
            &format!(
                "once, from csv by the program sqlite3, {:.1} MB/s; the database takes {:.0} MB; rg has no index",
                place.megabytes() / text.as_secs_f64(),
                megabytes(size)
            ),
        );
        Ok(base)
    }

    /// Asks the program sqlite3.
    fn ask(&self, script: &str) -> Result<String> {
        let mut child = Command::new("sqlite3")
            .arg(&self.path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut input = child.stdin.take().ok_or("no input")?;
        input.write_all(script.as_bytes())?;
        drop(input);
        let output = child.wait_with_output()?;
        if !output.status.success() || !output.stderr.is_empty() {
            return Err(format!("sqlite3: {}", String::from_utf8_lossy(&output.stderr)).into());
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Returns how long a question takes inside a process that runs, and in one of its own.
    fn times(&self, question: &str, times: usize) -> Result<(Duration, Times)> {
        const MORE: u32 = 20;
        let one = repeated(1, times, || self.ask(question).map(|_| ()))?;
        let many = question.repeat(MORE as usize + 1);
        let more = repeated(0, times.div_ceil(3), || self.ask(&many).map(|_| ()))?;
        Ok((more.median().saturating_sub(one.median()) / MORE, one))
    }
}

/// Writes the study as tables.
fn write_tables(place: &Place, docs: &Path, paras: &Path, codings: &Path) -> Result<()> {
    let (mut doc, mut para) = (csv::Writer::from_path(docs)?, csv::Writer::from_path(paras)?);
    let mut number = 0;
    let study = place.open()?;
    for source in study.sources() {
        let text = study.text(source).map_err(|error| error.to_string())?;
        doc.write_record([source.id.as_str(), text.as_str()])?;
        for paragraph in text.as_str().split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
            number += 1;
            para.write_record([number.to_string().as_str(), source.id.as_str(), paragraph.trim()])?;
        }
    }
    doc.flush()?;
    para.flush()?;
    let mut coding = csv::Writer::from_writer(BufWriter::new(std::fs::File::create(codings)?));
    for named in std::fs::read_dir(place.journals())? {
        let text = std::fs::read_to_string(named?.path())?;
        for line in text.lines() {
            let Ok(Line { op: "code", source, start, end, code, by, stance }) = serde_json::from_str(line) else {
                continue;
            };
            let number = |at: Option<usize>| at.unwrap_or(0).to_string();
            let word = Option::unwrap_or_default;
            coding.write_record([word(source), &number(start), &number(end), word(code), word(by), word(stance)])?;
        }
    }
    coding.flush()?;
    Ok(())
}
