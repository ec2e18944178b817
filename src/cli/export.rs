//! `export`: the study's codings in a format that other programs read.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::base::count::plural;
use crate::base::disk::{Access, Disk};
use crate::base::ids::SourceId;
use crate::base::shown::Shown;
use crate::interchange::codings::{COLUMNS, Exported, export};

use super::session::is_standard_output;
use super::{Answer, Failure, Session};

/// What `export` takes.
#[derive(Args, Debug)]
pub(super) struct ExportArgs {
    /// The file to write; its ending says the format: csv. As - the csv is printed
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Leave cells as they are that a spreadsheet would run as formulas
    #[arg(long)]
    raw: bool,
}

/// Writes the codings of the study to a file.
pub(super) fn run(args: &ExportArgs, session: &mut Session) -> Result<Answer, Failure> {
    if is_standard_output(&args.file) {
        return print(args, session);
    }
    let study = session.open()?;
    let ending = args.file.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    if ending != "csv" {
        return Err(Failure::usage(format!("'{}' has no ending that export writes", args.file.display()))
            .hint("codings are exported as .csv; - prints them"));
    }
    let disk = study.host().disk.clone();
    refuse_to_destroy(&*disk, &args.file)?;
    let exported = export(&study, args.raw);
    disk.replace(&args.file, &exported.bytes, Access::Shared)?;
    let file = args.file.display().to_string();
    if session.json() {
        let left_out = &exported.restricted;
        session.print_json(&json!({ "file": file, "codings": exported.codings, "restricted": left_out, "invented": exported.invented }))?;
        return Ok(Answer::Yes);
    }
    session.print(format!("{} written to {}", plural(exported.codings, "coding", "codings"), Shown::line(&file)))?;
    tell(&exported, session)?;
    Ok(Answer::Yes)
}

/// Prints the codings of the study; what there is to say of them goes beside them.
fn print(args: &ExportArgs, session: &mut Session) -> Result<Answer, Failure> {
    if session.json() {
        return Err(Failure::usage("the table and --json cannot both be printed")
            .hint("leave out --json, or name a file that ends in .csv"));
    }
    let exported = export(&session.open()?, args.raw);
    session.print_file(&exported.bytes)?;
    tell(&exported, session)?;
    Ok(Answer::Yes)
}

/// Says what the table holds, and what it does not.
fn tell(exported: &Exported, session: &mut Session) -> Result<(), Failure> {
    let marks = if exported.invented { "INVENTED, CONFIDENTIAL" } else { "CONFIDENTIAL" };
    session.say(format!("{marks}: the table holds words of sources"))?;
    if !exported.restricted.is_empty() {
        let names: Vec<&str> = exported.restricted.iter().map(SourceId::as_str).collect();
        session.say(format!("left out, being restricted: {}", Shown::line(&names.join(", "))))?;
    }
    Ok(())
}

/// Refuses to write over a file that is no earlier export: a register is a `.csv` too.
fn refuse_to_destroy(disk: &dyn Disk, file: &Path) -> Result<(), Failure> {
    let header = COLUMNS.join(",");
    match disk.read_head(file, header.len()) {
        Ok(head) if head == header.as_bytes() => Ok(()),
        Ok(_) => Err(Failure::usage(format!("{} is there already and is no export of codings", file.display()))
            .hint("choose another name, or remove the file")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.into()),
    }
}
