//! `import`: files that become sources, and tables of codings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::base::count::plural;
use crate::base::disk::Access;
use crate::base::ids::Kind;
use crate::base::nearest::did_you_mean;
use crate::base::problem::Problem;
use crate::base::shown::Shown;
use crate::interchange::codings::{Planned, Table, Terms, carry_out, plan_in};
use crate::interchange::{Destination, Wanted, bring_in, is_key, is_key_name};
use crate::study::{KindRule, Study};

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

/// The largest table of codings that is read, in bytes.
const LARGEST_TABLE: usize = 512 << 20;

/// Imports sources or codings.
pub(super) fn run(args: &ImportArgs, session: &mut Session) -> Result<Answer, Failure> {
    let study = session.open()?;
    if let Some(barrier) = study.write_barrier().filter(|_| !args.dry_run) {
        return Err(Failure::usage(format!("nothing is imported: {barrier}")).hint("update tripod"));
    }
    match &args.codings {
        Some(file) => codings(file, args, session, study),
        None => sources(args, session, &study),
    }
}

fn sources(args: &ImportArgs, session: &mut Session, study: &Study) -> Result<Answer, Failure> {
    let declared: BTreeMap<String, Vec<String>> =
        study.manifest().attributes.iter().map(|(name, attribute)| (name.clone(), attribute.values.clone())).collect();
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
    let rule = kind(study, args.kind.as_deref().unwrap_or_default())?;
    if rule.folder.is_none() {
        // A kind without a folder of its own lives in that of another, and says what it is.
        keys.push(("kind".to_owned(), rule.name.to_string()));
    }
    let folder = rule.folder.as_ref().map_or_else(|| shared_folder(study, rule), Ok)?;
    let disk = study.host().disk.clone();
    let to = Destination { disk: &*disk, root: study.layout().root(), folder };
    let bar = session.progress(args.files.len() as u64, "importing");
    let outcome = bring_in(&to, &args.files, &Wanted { keys, rows: args.rows, declared }, || bar.inc(1))?;
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
        session.say(summary(outcome.added.len(), outcome.refused.len()))?;
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

fn kind<'s>(study: &'s Study, name: &str) -> Result<&'s KindRule, Failure> {
    let manifest = study.manifest();
    manifest.kind(&Kind::from(name)).ok_or_else(|| {
        let names: Vec<&str> = manifest.kinds.iter().map(|kind| kind.name.as_str()).collect();
        let hint = did_you_mean(name, names.iter().copied());
        Failure::usage(format!("the study has no kind '{name}'"))
            .hint(hint.unwrap_or_else(|| format!("it has: {}", names.join(", "))))
    })
}

/// Returns the folder for a kind that has none: that of a kind on the same leg, else the first.
fn shared_folder<'s>(study: &'s Study, rule: &KindRule) -> Result<&'s String, Failure> {
    let kinds = &study.manifest().kinds;
    let same_leg = kinds.iter().filter(|kind| kind.leg == rule.leg).find_map(|kind| kind.folder.as_ref());
    same_leg.or_else(|| kinds.iter().find_map(|kind| kind.folder.as_ref())).ok_or_else(|| {
        Failure::usage("no kind of the study has a folder for sources").hint("give one a folder in study.toml")
    })
}

fn codings(file: &Path, args: &ImportArgs, session: &mut Session, mut study: Study) -> Result<Answer, Failure> {
    let coder = session.coder()?;
    session.greet(&study, &coder)?;
    let disk = study.host().disk.clone();
    let bytes = disk.read_head(file, LARGEST_TABLE + 1)?;
    if bytes.len() > LARGEST_TABLE {
        return Err(Failure::usage(format!("{} is larger than {} MB", file.display(), LARGEST_TABLE >> 20)));
    }
    let table = Table::read(&bytes)
        .map_err(|error| Problem::error("codings", file.display().to_string(), error.to_string()))?;
    if let Some(from) = table.converted {
        let message = format!("the table was read as {from}: look whether its words are right");
        session.tell(&Problem::warning("encoding", file.display().to_string(), message))?;
    }
    let terms = Terms { via: coder.to_string(), coder, create_codes: args.create_codes };
    let mut planned = plan_in(&study, &table, &terms);
    let refused = std::mem::take(&mut planned.refused);
    let (count, already) = (planned.count(), planned.already);
    let codes: Vec<String> = planned.new_codes.iter().map(|code| code.id.to_string()).collect();
    let mut rejected = None;
    if !args.dry_run {
        write(&mut study, planned, file)?;
        if !refused.is_empty() {
            let path = file.with_extension("rejected.csv");
            let rows = refused.iter().map(|(at, reason)| (&table.rows[*at], reason.as_str()));
            match disk.replace(&path, &table.rejected(rows), Access::Shared) {
                Ok(()) => rejected = Some(path.display().to_string()),
                // The codings are saved: what is left to say must not look as if they were not.
                Err(error) => session.tell(&Problem::warning(
                    "rejected",
                    "",
                    format!("the refused rows are not kept: {error}"),
                ))?,
            }
        }
    }
    if session.json() {
        let told: Vec<_> =
            refused.iter().map(|(at, reason)| json!({ "line": table.rows[*at].line, "reason": reason })).collect();
        session.print_json(&json!({
            "imported": count, "already": already, "codes": codes, "refused": told, "rejected": rejected,
            "dry_run": args.dry_run,
        }))?;
    } else {
        tell_rows(session, file, &table, &refused)?;
        if !codes.is_empty() {
            session.say(format!("new codes: {}", Shown::line(&codes.join(", "))))?;
        }
        let there = if already > 0 { format!(", {already} there already") } else { String::new() };
        let dry = if args.dry_run { "would be " } else { "" };
        session.print(format!(
            "{} {dry}imported{there}, {} refused",
            plural(count, "coding", "codings"),
            refused.len()
        ))?;
        if let Some(path) = &rejected {
            session.say(format!("the refused rows and why: {}", Shown::line(path)))?;
        }
    }
    Ok(if refused.is_empty() { Answer::Yes } else { Answer::No })
}

fn write(study: &mut Study, planned: Planned, file: &Path) -> Result<(), Failure> {
    carry_out(study, planned).map(drop).map_err(|error| {
        let hint = "make room or the folder writable, then import the same table again: what is saved is passed over";
        Failure::from(Problem::error("codings", file.display().to_string(), error.to_string()).hint(hint))
    })
}

/// How many refused rows are told one by one.
const TOLD: usize = 20;

fn tell_rows(session: &mut Session, file: &Path, table: &Table, refused: &[(usize, String)]) -> Result<(), Failure> {
    for (at, reason) in refused.iter().take(TOLD) {
        let problem = Problem::error("codings", file.display().to_string(), reason.as_str());
        session.tell(&problem.at(table.rows[*at].line))?;
    }
    if refused.len() > TOLD {
        session.say(format!("… and {}", plural(refused.len() - TOLD, "more row", "more rows")))?;
    }
    Ok(())
}

/// Says how many came in and how many did not.
fn summary(count: usize, refused: usize) -> String {
    let rest = if refused > 0 { format!(", {refused} refused") } else { String::new() };
    format!("{} imported{rest}", plural(count, "source", "sources"))
}
