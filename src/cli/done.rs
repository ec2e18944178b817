//! `done` and `reopen`: that sources are read to their end, for all codes or for themes by name.

use clap::Args;

use crate::base::count::plural;
use crate::base::ids::CodeId;
use crate::base::shown::Shown;
use crate::coding::Act;
use crate::study::{Source, Study};

use super::failure::{Answer, Failure};
use super::session::Session;

/// What `done` and `reopen` take.
#[derive(Args, Debug)]
pub(super) struct DoneArgs {
    /// The sources
    #[arg(required_unless_present = "all")]
    sources: Vec<String>,
    /// All sources
    #[arg(long, conflicts_with = "sources")]
    all: bool,
    /// Only for this theme or code; may be given several times
    #[arg(long = "theme", value_name = "CODE")]
    themes: Vec<String>,
}

pub(super) fn run(args: &DoneArgs, session: &mut Session) -> Result<Answer, Failure> {
    write(args, session, "done", |study, source, themes| vec![study.done_act(source, themes)])
}

pub(super) fn reopen(args: &DoneArgs, session: &mut Session) -> Result<Answer, Failure> {
    write(args, session, "reopened", Study::reopen_acts)
}

fn write(
    args: &DoneArgs,
    session: &mut Session,
    word: &str,
    acts_of: fn(&Study, &Source, &[CodeId]) -> Vec<Act>,
) -> Result<Answer, Failure> {
    let mut study = session.open()?;
    let by = session.coder()?;
    session.greet(&study, &by)?;
    let themes = study.find_codes(&args.themes)?;
    if study.codebook().is_empty() {
        return Err(Failure::usage("the study has no codes, so there is nothing to have read sources for")
            .hint("add a code with: tripod codebook add NAME"));
    }
    let positions: Vec<usize> = if args.all {
        let live = |at: &usize| !study.sources()[*at].is_withdrawn();
        (0..study.sources().len()).filter(live).collect()
    } else {
        args.sources.iter().map(|name| study.find_source(name)).collect::<Result<_, _>>()?
    };
    let mut acts = Vec::new();
    for &at in &positions {
        let source = &study.sources()[at];
        study.outline(source).map_err(|error| Failure::usage(format!("{}: {error}", source.id)))?;
        acts.extend(acts_of(&study, source, &themes));
    }
    study.write(&by, acts)?;
    let what = if themes.is_empty() { "all codes".to_owned() } else { args.themes.join(", ") };
    session.say(Shown::line(&format!("{word}: {} for {what}", plural(positions.len(), "source", "sources"))))?;
    Ok(Answer::Yes)
}
