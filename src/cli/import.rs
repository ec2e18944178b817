//! `import`: files that become sources, and tables of codings.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::base::problem::Problem;
use crate::base::shown::Shown;
use crate::base::stopped::to_the_end;
use crate::interchange::codings::{Imported, Terms, import};
use crate::interchange::{Destination, Wanted, bring_in, declared, folder_for, is_key, is_key_name, may_import};
use crate::study::Study;

use super::{Answer, Failure, Session};

/// What `import` takes.
#[derive(Args, Debug)]
pub(super) struct ImportArgs {
    /// Files to bring in as sources: txt, md, csv, docx
    #[arg(value_name = "FILE", required_unless_present = "codings")]
    files: Vec<PathBuf>,
    /// The kind of source that they are, such as interview
    #[arg(long = "as", value_name = "KIND", required_unless_present = "codings")]
    kind: Option<String>,
    /// What to say of each of them; may stand more than once
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Make each record of a csv table a source of its own
    #[arg(long)]
    rows: bool,
    /// A csv table of codings, with columns source, code, and start and end or quote
    #[arg(long, value_name = "FILE", conflicts_with_all = ["files", "kind", "set", "rows"])]
    codings: Option<PathBuf>,
    /// Make the codes that the table names and no codebook holds
    #[arg(long, requires = "codings")]
    create_codes: bool,
    /// Say what would be written, and write nothing
    #[arg(long, requires = "codings")]
    dry_run: bool,
}

/// Imports sources or codings.
pub(super) fn run(args: &ImportArgs, session: &mut Session) -> Result<Answer, Failure> {
    let study = session.open()?;
    if !args.dry_run {
        may_import(&study)?;
    }
    match &args.codings {
        Some(file) => codings(file, args, session, study),
        None => sources(args, session, &study),
    }
}

fn sources(args: &ImportArgs, session: &mut Session, study: &Study) -> Result<Answer, Failure> {
    let declared = declared(study);
    let mut keys = Vec::new();
    for given in &args.set {
        let (key, value) = key_value(given)?;
        if !is_key(&key, &declared) {
            let message = format!("the key '{key}' is not declared, so no command will use it");
            let problem = Problem::warning("undeclared-key", "study.toml", message);
            session.tell(&problem.hint(format!("declare it in study.toml with [attributes.{key}]")))?;
        }
        keys.push((key, value));
    }
    let mut wanted = Wanted { keys, rows: args.rows, declared };
    let folder = folder_for(study, args.kind.as_deref().unwrap_or_default(), &mut wanted)?;
    let disk = study.host().disk.clone();
    let to = Destination { disk: &*disk, root: study.layout().root(), folder };
    let bar = session.progress(0, "importing");
    let mut step = |done: usize, all: usize| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
        Ok(())
    };
    let outcome = bring_in(&to, &args.files, &wanted, &mut step)?;
    bar.finish_and_clear();
    if session.json() {
        let (added, notes, refused) = (&outcome.added, &outcome.notes, &outcome.refused);
        session.print_json(&json!({ "imported": added, "notes": notes, "refused": refused }))?;
    } else {
        for id in &outcome.added {
            session.print(Shown::line(id.as_str()))?;
        }
        for problem in outcome.notes.iter().chain(&outcome.refused) {
            session.tell(problem)?;
        }
        session.say(outcome.summary())?;
    }
    Ok(if outcome.refused.is_empty() { Answer::Yes } else { Answer::No })
}

/// Reads `key=value`.
fn key_value(given: &str) -> Result<(String, String), Failure> {
    let Some((key, value)) = given.split_once('=').map(|(key, value)| (key.trim(), value.trim())) else {
        return Err(Failure::usage(format!("'{given}' is no key=value")).hint("type for example: --set case=varsk"));
    };
    if !is_key_name(key) || value.chars().any(char::is_control) {
        return Err(Failure::usage(format!("'{given}' cannot stand as a key and its value on one line")));
    }
    match key {
        "source" | "original" | "original-hash" => {
            Err(Failure::usage(format!("the key '{key}' is set by import itself")))
        }
        "kind" => Err(Failure::usage("the kind is named with --as KIND")),
        _ => Ok((key.to_owned(), value.to_owned())),
    }
}

fn codings(file: &Path, args: &ImportArgs, session: &mut Session, mut study: Study) -> Result<Answer, Failure> {
    let coder = session.coder()?;
    session.greet(&study, &coder)?;
    let terms = Terms { via: coder.to_string(), coder, create_codes: args.create_codes };
    let imported = import(&mut study, file, &terms, args.dry_run, &mut to_the_end)?;
    for warning in &imported.warnings {
        session.tell(warning)?;
    }
    if session.json() {
        let Imported { count, already, new_codes, refused, rejected, is_dry, .. } = &imported;
        let refused: Vec<_> = refused.iter().map(|row| json!({ "line": row.line, "reason": row.message })).collect();
        session.print_json(&json!({
            "imported": count, "already": already, "codes": new_codes, "refused": refused, "rejected": rejected,
            "dry_run": is_dry,
        }))?;
    } else {
        let (told, more) = imported.told();
        told.iter().try_for_each(|row| session.tell(row))?;
        more.into_iter().try_for_each(|more| session.say(more))?;
        session.print(imported.summary())?;
        imported.remarks().try_for_each(|remark| session.say(Shown::line(&remark)))?;
    }
    Ok(if imported.refused.is_empty() { Answer::Yes } else { Answer::No })
}
