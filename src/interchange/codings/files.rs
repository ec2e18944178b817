//! Tables of codings as files: one is imported, or all codings are exported to one. The command and the workbench
//! both do it here, and say the same.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::in_study::{Exported, carry_out, export, plan_in};
use super::plan::Terms;
use super::table::{COLUMNS, Table};
use crate::base::count::plural;
use crate::base::disk::{Access, Disk};
use crate::base::ids::{Coder, SourceId};
use crate::base::problem::Problem;
use crate::base::stopped::{Halt, Step};
use crate::study::Study;

/// The largest table of codings that is read, in bytes.
const LARGEST: usize = 512 << 20;

/// How many refused rows are told one by one.
const TOLD: usize = 20;

/// What came of importing a table.
#[derive(Debug, Default)]
pub struct Imported {
    /// How many codings are new.
    pub count: usize,
    /// How many of them each coder has: each coder's are one step.
    pub by: BTreeMap<Coder, usize>,
    /// How many rows were there already.
    pub already: usize,
    /// The ids of codes that were made.
    pub new_codes: Vec<String>,
    /// The rows that were refused, and why.
    pub refused: Vec<Problem>,
    /// The file that holds the refused rows with the reasons.
    pub rejected: Option<String>,
    /// What a person should look at although all went well.
    pub warnings: Vec<Problem>,
    /// Whether nothing was written.
    pub is_dry: bool,
}

impl Imported {
    /// Says how many codings came in and how many did not.
    #[must_use]
    pub fn summary(&self) -> String {
        let there = if self.already > 0 { format!(", {} there already", self.already) } else { String::new() };
        let dry = if self.is_dry { "would be " } else { "" };
        let refused = self.refused.len();
        format!("{} {dry}imported{there}, {refused} refused", plural(self.count, "coding", "codings"))
    }

    /// Returns the refused rows that are told one by one, and says how many more there are.
    #[must_use]
    pub fn told(&self) -> (&[Problem], Option<String>) {
        let told = &self.refused[..self.refused.len().min(TOLD)];
        let more = self.refused.len() - told.len();
        (told, (more > 0).then(|| format!("… and {}", plural(more, "more row", "more rows"))))
    }

    /// Says where the refused rows are kept, and which codes were made.
    pub fn remarks(&self) -> impl Iterator<Item = String> {
        let codes = (!self.new_codes.is_empty()).then(|| format!("new codes: {}", self.new_codes.join(", ")));
        let kept = self.rejected.as_ref().map(|path| format!("the refused rows and why: {path}"));
        codes.into_iter().chain(kept)
    }
}

/// Imports a table of codings. Each coder's are one step in a journal; refused rows are kept beside the table.
///
/// `step` is asked before each row is read, and once more before anything is written; after that all is written.
///
/// # Errors
/// When a step ends it, and nothing was written; or when the table cannot be read or a file not be written.
pub fn import(
    study: &mut Study,
    file: &Path,
    terms: &Terms,
    is_dry: bool,
    step: &mut Step<'_>,
) -> Result<Imported, Halt> {
    let disk = study.host().disk.clone();
    let in_file = |message: String| Problem::error("codings", file.display().to_string(), message);
    let table = read(&*disk, file)?;
    let mut imported = Imported { is_dry, ..Imported::default() };
    if let Some(from) = table.converted {
        let message = format!("the table was read as {from}: look whether its words are right");
        imported.warnings.push(Problem::warning("encoding", file.display().to_string(), message));
    }
    let mut planned = plan_in(study, &table, terms, step)?;
    step(table.rows.len(), table.rows.len())?;
    let refused = std::mem::take(&mut planned.refused);
    imported.by = planned.codings.iter().map(|(coder, codings)| (coder.clone(), codings.len())).collect();
    (imported.count, imported.already) = (planned.count(), planned.already);
    imported.new_codes = planned.new_codes.iter().map(|code| code.id.to_string()).collect();
    let told = |(at, reason): &(usize, String)| in_file(reason.clone()).at(table.rows[*at].line);
    imported.refused = refused.iter().map(told).collect();
    if is_dry {
        return Ok(imported);
    }
    carry_out(study, planned).map_err(|error| {
        let hint = "make room or the folder writable, then import the same table again: what is saved is passed over";
        in_file(error.to_string()).hint(hint)
    })?;
    if !refused.is_empty() {
        let path = file.with_extension("rejected.csv");
        let rows = refused.iter().map(|(at, reason)| (&table.rows[*at], reason.as_str()));
        match disk.replace(&path, &table.rejected(rows), Access::Shared) {
            Ok(()) => imported.rejected = Some(path.display().to_string()),
            // The codings are saved: what is left to say must not look as if they were not.
            Err(error) => {
                let message = format!("the refused rows are not kept: {error}");
                imported.warnings.push(Problem::warning("rejected", "", message));
            }
        }
    }
    Ok(imported)
}

fn read(disk: &dyn Disk, file: &Path) -> Result<Table, Problem> {
    let bytes = disk.read_head(file, LARGEST + 1).map_err(|error| Problem::error("io", "", error.to_string()))?;
    if bytes.len() > LARGEST {
        let message = format!("{} is larger than {} MB", file.display(), LARGEST >> 20);
        return Err(Problem::error("usage", "", message));
    }
    Table::read(&bytes).map_err(|error| Problem::error("codings", file.display().to_string(), error.to_string()))
}

/// Tells whether a file begins as a table of codings does.
#[must_use]
pub fn is_table(disk: &dyn Disk, file: &Path) -> bool {
    let head = disk.read_head(file, HEAD).unwrap_or_default();
    let header = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    Table::read(header).is_ok()
}

/// How many bytes of a table are looked at for its header.
const HEAD: usize = 4096;

/// Refuses a file that codings cannot be exported to: one of another format, or one that is there and is no earlier
/// export, for a register is a `.csv` too.
///
/// # Errors
/// When that is so, or the file cannot be looked at.
pub fn may_export_to(disk: &dyn Disk, file: &Path) -> Result<(), Problem> {
    let usage = |message: String, hint: &str| Err(Problem::error("usage", "", message).hint(hint));
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    if ending != "csv" {
        let message = format!("'{}' has no ending that export writes", file.display());
        return usage(message, "codings are exported as .csv; - prints them");
    }
    let header = COLUMNS.join(",");
    match disk.read_head(file, header.len()) {
        Ok(head) if head == header.as_bytes() => Ok(()),
        Ok(_) => {
            let message = format!("{} is there already and is no export of codings", file.display());
            usage(message, "choose another name, or remove the file")
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Problem::error("io", "", error.to_string())),
    }
}

/// Exports the codings of a study to a file, which is whole whenever it is there.
///
/// # Errors
/// When a step ends it, or [`may_export_to`] refuses the file, or it cannot be written; no file is made then.
pub fn export_to(study: &Study, file: &Path, raw: bool, step: &mut Step<'_>) -> Result<Exported, Halt> {
    let disk = study.host().disk.clone();
    may_export_to(&*disk, file)?;
    let exported = export(study, raw, step)?;
    disk.replace(file, &exported.bytes, Access::Shared).map_err(|error| Problem::error("io", "", error.to_string()))?;
    Ok(exported)
}

impl Exported {
    /// Says how many codings were written where.
    #[must_use]
    pub fn summary(&self, file: &Path) -> String {
        format!("{} written to {}", plural(self.codings, "coding", "codings"), file.display())
    }

    /// Returns the words that stand wherever the table is told of.
    #[must_use]
    pub fn marks(&self) -> &'static str {
        if self.invented { "INVENTED, CONFIDENTIAL" } else { "CONFIDENTIAL" }
    }

    /// Says what the table holds, and what it does not.
    pub fn remarks(&self) -> impl Iterator<Item = String> {
        let left_out = (!self.restricted.is_empty()).then(|| {
            let names: Vec<&str> = self.restricted.iter().map(SourceId::as_str).collect();
            format!("left out, being restricted: {}", names.join(", "))
        });
        std::iter::once(format!("{}: the table holds words of sources", self.marks())).chain(left_out)
    }
}
