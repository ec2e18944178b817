//! `codebook`: the tree of codes with use counts, and changes to it from scripts.

use std::collections::BTreeMap;

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::base::ids::CodeId;
use crate::base::shown::Shown;
use crate::codebook::{NewCode, id_from_name, parse_key};
use crate::study::{Layout, Study, View};

use super::failure::{Answer, Failure};
use super::session::Session;

/// What `codebook` takes.
#[derive(Args, Debug)]
pub(super) struct CodebookArgs {
    #[command(subcommand)]
    change: Option<Change>,
}

#[derive(Subcommand, Debug)]
enum Change {
    /// Add a code
    Add {
        /// Its name
        name: String,
        /// Its id; made of the name where it is not given
        #[arg(long)]
        id: Option<String>,
        /// The code above it, by id or name
        #[arg(long, value_name = "CODE")]
        parent: Option<String>,
        /// A sentence that can be true or false; makes the code a theme
        #[arg(long, value_name = "SENTENCE")]
        claim: Option<String>,
        /// What the code means
        #[arg(long, value_name = "TEXT")]
        definition: Option<String>,
        /// Its quick key: one character, which codes at once after Space
        #[arg(long, value_name = "K")]
        key: Option<String>,
        /// The codebook file in the folder codebooks
        #[arg(long, value_name = "NAME", default_value = "codebook.toml")]
        file: String,
    },
    /// Give a code another name; its id and its codings stay
    Rename {
        /// The code, by id or name
        code: String,
        /// Its new name
        name: String,
    },
    /// Put a code under another
    Move {
        /// The code, by id or name
        code: String,
        /// The code above it
        #[arg(long, value_name = "CODE", conflicts_with = "top", required_unless_present = "top")]
        under: Option<String>,
        /// Make it a top code
        #[arg(long)]
        top: bool,
    },
    /// Take a code out of use; its codings stay
    Retire {
        /// The code, by id or name
        code: String,
        /// Take it back into use
        #[arg(long)]
        back: bool,
    },
}

pub(super) fn run(args: &CodebookArgs, session: &mut Session) -> Result<Answer, Failure> {
    let mut study = session.open()?;
    let Some(change) = &args.change else { return show(&study, session) };
    match change {
        Change::Add { name, id, parent, claim, definition, key, file } => {
            let parent = parent.as_ref().map(|name| find(&study, name)).transpose()?;
            let id = id.as_deref().map(CodeId::from).or_else(|| id_from_name(name));
            let id =
                id.ok_or_else(|| Failure::usage("the name holds no letter or digit").hint("give the id with: --id"))?;
            let key = key.as_deref().map(quick_key).transpose()?;
            let new = NewCode {
                id: id.clone(),
                name: name.clone(),
                parent,
                claim: claim.clone(),
                definition: definition.clone(),
                key,
            };
            study.add_code(&codebook_path(file)?, new)?;
            session.say(Shown::line(&format!("added {id}")))?;
        }
        Change::Rename { code, name } => {
            let id = find(&study, code)?;
            study.rename_code(&id, name)?;
            session.say(Shown::line(&format!("{id} is now called '{name}'")))?;
        }
        Change::Move { code, under, .. } => {
            let id = find(&study, code)?;
            let parent = under.as_ref().map(|name| find(&study, name)).transpose()?;
            study.move_code(&id, parent.as_ref())?;
            let place =
                parent.map_or_else(|| "is now a top code".to_owned(), |parent| format!("now stands under {parent}"));
            session.say(Shown::line(&format!("{id} {place}")))?;
        }
        Change::Retire { code, back } => {
            let id = find(&study, code)?;
            study.retire_code(&id, !back)?;
            let what = if *back { "is in use again" } else { "is out of use; its codings stay" };
            session.say(Shown::line(&format!("{id} {what}")))?;
        }
    }
    Ok(Answer::Yes)
}

/// Reads a quick key.
fn quick_key(text: &str) -> Result<char, Failure> {
    parse_key(text).ok_or_else(|| {
        Failure::usage(format!("a quick key is one character that can be seen, not '{text}'"))
            .hint("give one letter, digit or sign, for example: --key l")
    })
}

/// Returns the path in the study of a codebook file that was named without its folder.
fn codebook_path(file: &str) -> Result<String, Failure> {
    let name = file.strip_prefix("codebooks/").unwrap_or(file);
    let name = format!("{}.toml", name.strip_suffix(".toml").unwrap_or(name));
    if name.contains('/') || name.contains('\\') || name.starts_with('.') {
        return Err(Failure::usage(format!("'{file}' is no file in the folder codebooks")));
    }
    Ok(format!("{}/{name}", Layout::CODEBOOKS))
}

fn find(study: &Study, name: &str) -> Result<CodeId, Failure> {
    Ok(study.codebook().find(name)?.id.clone())
}

#[derive(Serialize)]
struct Listed<'s> {
    id: &'s str,
    name: &'s str,
    depth: usize,
    parent: Option<&'s str>,
    claim: Option<&'s str>,
    definition: Option<&'s str>,
    retired: bool,
    codings: usize,
    sources: usize,
    file: &'s str,
    line: usize,
}

fn show(study: &Study, session: &mut Session) -> Result<Answer, Failure> {
    let mut uses: BTreeMap<CodeId, (usize, std::collections::BTreeSet<Option<usize>>)> = BTreeMap::new();
    for placed in study.codings(View::Coded) {
        let id = placed.code.map_or_else(|| placed.coding.code.clone(), |code| code.id.clone());
        let entry = uses.entry(id).or_default();
        entry.0 += 1;
        entry.1.insert(placed.source);
    }
    for (depth, code) in study.codebook().outline() {
        let (codings, sources) = uses.remove(&code.id).map_or((0, 0), |(codings, sources)| (codings, sources.len()));
        if session.json() {
            session.print_json(&Listed {
                id: code.id.as_str(),
                name: &code.name,
                depth,
                parent: code.parent.as_ref().map(CodeId::as_str),
                claim: code.claim.as_deref(),
                definition: code.definition.as_deref(),
                retired: code.retired,
                codings,
                sources,
                file: &code.file,
                line: code.line,
            })?;
            continue;
        }
        let name = if code.name == code.id.as_str() { String::new() } else { format!("  {}", code.name) };
        let retired = if code.retired { "  (out of use)" } else { "" };
        let label = format!("{}{}{name}{retired}", "  ".repeat(depth), code.id);
        session.print(Shown::line(&format!("{label:<60} {codings:>6} in {sources}")))?;
        if let Some(claim) = &code.claim {
            session.print(Shown::line(&format!("{}  “{claim}”", "  ".repeat(depth))))?;
        }
    }
    for (id, (codings, sources)) in uses {
        if !session.json() {
            session.print(Shown::line(&format!(
                "{:<60} {codings:>6} in {}",
                format!("{id}  (in no codebook)"),
                sources.len()
            )))?;
        }
    }
    Ok(if study.codebook().is_empty() { Answer::No } else { Answer::Yes })
}
