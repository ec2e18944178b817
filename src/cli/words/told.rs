//! Telling a list of words: as columns, as JSON, or as a file.

use serde_json::{Value, json};

use crate::base::shown::Shown;
use crate::report::block::{Block, Report, Table};
use crate::report::build::{INTERNAL, INVENTED};
use crate::report::making::{Format, refuse_study_file};
use crate::study::Study;
use crate::tui::reading::cluster::width_of;
use crate::tui::reading::fit::{at_right, filled};

use super::super::failure::{Answer, Failure};
use super::super::session::{Session, is_standard_output, safe_json};
use super::Common;

/// How many lines of each list are shown where nothing else is asked for.
const LINES: usize = 20;

/// A list of words, ready to be told.
pub(super) struct Told {
    /// What it is.
    pub(super) title: String,
    /// Of what it is made, a sentence each without a final full stop.
    pub(super) about: Vec<String>,
    /// The list.
    pub(super) table: Table,
    /// Its rows with their numbers as numbers.
    pub(super) rows: Vec<Value>,
    /// What a reader sees in the place of the table, where that is not columns.
    pub(super) lines: Option<Vec<String>>,
}

impl Common {
    /// Returns how many lines of a list are wanted.
    pub(super) fn lines(&self) -> usize {
        let usual = if self.file().is_some() { 0 } else { LINES };
        match self.limit.unwrap_or(usual) {
            0 => usize::MAX,
            limit => limit,
        }
    }

    /// Returns the file that is to be written.
    pub(super) fn file(&self) -> Option<&std::path::Path> {
        self.output.as_deref().filter(|path| !is_standard_output(path))
    }

    /// Refuses a file that cannot be written before anything is counted.
    pub(super) fn check(&self, study: &Study) -> Result<(), Failure> {
        let Some(path) = self.file() else { return Ok(()) };
        Format::of(path)?;
        Ok(refuse_study_file(path, study)?)
    }
}

impl Told {
    /// Tells the list; the answer is no where it is empty.
    pub(super) fn tell(self, common: &Common, study: &Study, session: &mut Session) -> Result<Answer, Failure> {
        let answer = if self.rows.is_empty() { Answer::No } else { Answer::Yes };
        let invented = study.is_invented();
        if let Some(path) = common.file() {
            let format = Format::of(path)?;
            let written = if matches!(format, Format::Json) {
                safe_json(&self.json(invented))? + "\n"
            } else {
                format.write(&self.report(invented)).map_err(|error| Failure::internal(error.to_string()))?
            };
            session.host().disk.replace(path, written.as_bytes(), crate::base::disk::Access::Shared)?;
            session.say(Shown::line(&format!("written: {}", path.display())))?;
            return Ok(answer);
        }
        if session.json() {
            session.print_json(&self.json(invented))?;
            return Ok(answer);
        }
        if invented {
            session.print(INVENTED)?;
        }
        session.print(Shown::line(&self.title))?;
        for sentence in &self.about {
            session.print(Shown::line(sentence))?;
        }
        session.print("")?;
        for line in self.lines.unwrap_or_else(|| columns(&self.table)) {
            session.print(Shown::line(&line))?;
        }
        if answer == Answer::No {
            session.say("nothing was found")?;
        }
        Ok(answer)
    }

    fn json(&self, invented: bool) -> Value {
        json!({ "title": self.title, "about": self.about, "invented": invented, "rows": self.rows })
    }

    fn report(self, invented: bool) -> Report {
        let mut report = Report { title: self.title, marks: vec![INTERNAL.to_owned()], ..Report::default() };
        report.blocks = self.about.iter().map(|sentence| Block::paragraph(format!("{sentence}."))).collect();
        report.blocks.push(Block::Table(self.table.clone()));
        report.data = self.table;
        if invented {
            report.marks.push(INVENTED.to_owned());
            report.data.mark("INVENTED");
        }
        report
    }
}

/// Writes a table in columns: numbers at the right of theirs.
fn columns(table: &Table) -> Vec<String> {
    let rows = || std::iter::once(&table.header).chain(&table.rows);
    let count = table.header.len();
    let shown = |cell: &str| Shown::line(cell).into_string();
    let widths: Vec<usize> =
        (0..count).map(|at| rows().map(|row| width_of(&shown(&row[at]))).max().unwrap_or(0)).collect();
    let is_number = |cell: &String| cell.is_empty() || cell.parse::<f64>().is_ok();
    let numbers: Vec<bool> = (0..count).map(|at| table.rows.iter().all(|row| is_number(&row[at]))).collect();
    rows()
        .map(|row| {
            let cells = row.iter().enumerate().map(|(at, cell)| {
                let cell = shown(cell);
                if numbers[at] { at_right(&cell, widths[at]) } else { filled(&cell, widths[at]) }
            });
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        })
        .collect()
}

/// Writes a number for a reader.
pub(super) fn number(value: f64) -> String {
    format!("{value:.2}")
}
