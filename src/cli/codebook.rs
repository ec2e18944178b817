//! `codebook`: the tree of codes with use counts, and changes to it from scripts.

use std::collections::BTreeMap;

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::base::ids::CodeId;
use crate::base::shown::Shown;
use crate::codebook::{COLOURS, Field, NewCode, id_from_name, parse_key};
use crate::study::{Layout, Study, View};

use super::failure::{Answer, Failure};
use super::search::{count_all, searchable};
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
    /// Merge a code into another, which counts its codings from then on
    Merge {
        /// The code that is merged, by id or name
        code: String,
        /// The code that it becomes a part of
        #[arg(long, value_name = "CODE")]
        into: String,
    },
    /// Write what a code means; an empty text takes one out
    Describe(Texts),
    /// Give a code a colour: blue, teal, purple, orange, grey, or none
    Recolour {
        /// The code, by id or name
        code: String,
        /// The colour
        colour: String,
    },
    /// Move a draft of a coder into the lead's codebook
    Adopt {
        /// The code, by id or name
        code: String,
    },
}

/// The texts of a code.
#[derive(Args, Debug)]
struct Texts {
    /// The code, by id or name
    code: String,
    /// What the code means
    #[arg(long, value_name = "TEXT")]
    definition: Option<String>,
    /// When to use it
    #[arg(long, value_name = "TEXT")]
    include: Option<String>,
    /// When not to use it
    #[arg(long, value_name = "TEXT")]
    exclude: Option<String>,
    /// A sentence that can be true or false
    #[arg(long, value_name = "SENTENCE")]
    claim: Option<String>,
    /// A typical passage
    #[arg(long, value_name = "TEXT")]
    example: Option<String>,
    /// A passage that looks alike and does not belong
    #[arg(long, value_name = "TEXT")]
    near_miss: Option<String>,
    /// The evaluation question it serves
    #[arg(long, value_name = "TEXT")]
    question: Option<String>,
    /// The quick key, one character
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
}

impl Texts {
    fn given(&self) -> impl Iterator<Item = (Field, &str)> {
        let all = [
            (Field::Definition, &self.definition),
            (Field::Include, &self.include),
            (Field::Exclude, &self.exclude),
            (Field::Claim, &self.claim),
            (Field::Example, &self.example),
            (Field::NearMiss, &self.near_miss),
            (Field::Question, &self.question),
            (Field::Key, &self.key),
        ];
        all.into_iter().filter_map(|(field, text)| Some((field, text.as_deref()?)))
    }
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
        Change::Merge { code, into } => {
            let (id, into) = (find(&study, code)?, find(&study, into)?);
            study.merge_code(&id, &into)?;
            let told = format!("{id} is merged into {into}: its codings count there, and what it said is a comment");
            session.say(Shown::line(&told))?;
        }
        Change::Describe(texts) => describe(&mut study, texts, session)?,
        Change::Recolour { code, colour } => {
            let id = find(&study, code)?;
            let colour = Some(colour.as_str()).filter(|colour| *colour != "none");
            if let Some(other) = colour.filter(|colour| !COLOURS.contains(colour)) {
                let known = COLOURS.join(", ");
                return Err(
                    Failure::usage(format!("'{other}' is no colour of a code")).hint(format!("take {known} or none"))
                );
            }
            write(&mut study, &id, Field::Colour, colour)?;
            session.say(Shown::line(&format!("{id} is {}", colour.unwrap_or("without a colour"))))?;
        }
        Change::Adopt { code } => {
            let id = find(&study, code)?;
            let path = study.adopt_code(&id)?;
            session.say(Shown::line(&format!("{id} stands in {path} now")))?;
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

fn describe(study: &mut Study, texts: &Texts, session: &mut Session) -> Result<(), Failure> {
    let id = find(study, &texts.code)?;
    if texts.given().next().is_none() {
        return Err(Failure::usage("nothing is to be written").hint("say what, as with: --definition TEXT"));
    }
    for (field, text) in texts.given() {
        write(study, &id, field, Some(text).filter(|text| !text.is_empty()))?;
        let done = if text.is_empty() { "taken out" } else { "written" };
        session.say(Shown::line(&format!("{} of {id} {done}", field.word().to_lowercase())))?;
    }
    Ok(())
}

/// Writes a text of a code in the place of the one that is there.
fn write(study: &mut Study, id: &CodeId, field: Field, text: Option<&str>) -> Result<(), Failure> {
    let seen = study.codebook().get(id).and_then(|code| field.of(code));
    Ok(study.set_code(id, field, seen.as_deref(), text)?)
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
    /// Of a saved search: what it looks for. It has no codings; it finds passages.
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    passages: Option<usize>,
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
                query: None,
                passages: None,
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
    show_saved(study, session)?;
    Ok(if study.codebook().is_empty() { Answer::No } else { Answer::Yes })
}

/// Lists the saved searches after the codes: each can be named like one, as `theme:@NAME`.
fn show_saved(study: &Study, session: &mut Session) -> Result<(), Failure> {
    if study.manifest().searches.is_empty() {
        return Ok(());
    }
    let searchable = searchable(study, "reconciled", session);
    let all = count_all(study, &searchable, session)?;
    if !session.json() {
        session.print("\nSaved searches: passages in sources")?;
    }
    for saved in &all {
        let id = format!("@{}", saved.name);
        if session.json() {
            session.print_json(&Listed {
                id: &id,
                name: &saved.name,
                depth: 0,
                parent: None,
                claim: None,
                definition: None,
                retired: false,
                codings: 0,
                sources: saved.counts.sources,
                file: Layout::MANIFEST,
                line: saved.line,
                query: Some(&saved.query),
                passages: Some(saved.counts.passages),
            })?;
            continue;
        }
        let label = format!("{id}  {}", saved.query);
        session.print(Shown::line(&match &saved.trouble {
            Some(trouble) => format!("{label}  (cannot be run as it is: {trouble})"),
            None => format!("{label:<60} {:>6} in {}", saved.counts.passages, saved.counts.sources),
        }))?;
    }
    Ok(())
}
