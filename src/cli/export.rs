//! `export`: the study's codings in a format that other programs read.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::base::shown::Shown;
use crate::base::stopped::to_the_end;
use crate::interchange::codings::{Exported, export, export_to};

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
    let exported = export_to(&study, &args.file, args.raw, &mut to_the_end)?;
    let file = args.file.display().to_string();
    if session.json() {
        let left_out = &exported.restricted;
        session.print_json(&json!({ "file": file, "codings": exported.codings, "restricted": left_out, "invented": exported.invented }))?;
        return Ok(Answer::Yes);
    }
    session.print(Shown::line(&exported.summary(&args.file)))?;
    tell(&exported, session)?;
    Ok(Answer::Yes)
}

/// Prints the codings of the study; what there is to say of them goes beside them.
fn print(args: &ExportArgs, session: &mut Session) -> Result<Answer, Failure> {
    if session.json() {
        return Err(Failure::usage("the table and --json cannot both be printed")
            .hint("leave out --json, or name a file that ends in .csv"));
    }
    let exported = export(&session.open()?, args.raw, &mut to_the_end)?;
    session.print_file(&exported.bytes)?;
    tell(&exported, session)?;
    Ok(Answer::Yes)
}

/// Says what the table holds, and what it does not.
fn tell(exported: &Exported, session: &mut Session) -> Result<(), Failure> {
    exported.remarks().try_for_each(|remark| session.say(Shown::line(&remark)))
}
