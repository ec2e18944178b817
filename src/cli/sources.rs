//! `sources`: the list of sources.

use std::collections::BTreeMap;

use clap::Args;
use serde::Serialize;

use crate::base::count::plural;
use crate::base::ids::Coder;
use crate::base::shown::Shown;
use crate::source::Status;
use crate::study::{Source, Study, View};

use super::failure::{Answer, Failure};
use super::session::Session;

/// What `sources` takes.
#[derive(Args, Debug)]
pub(super) struct SourcesArgs {
    /// Only sources of this kind
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
}

#[derive(Serialize)]
struct Listed<'s> {
    source: &'s str,
    kind: &'s str,
    title: &'s str,
    voice: String,
    passages: usize,
    words: usize,
    language: &'static str,
    codings: usize,
    done: Vec<&'s str>,
    attributes: BTreeMap<&'s str, &'s [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
}

pub(super) fn run(args: &SourcesArgs, session: &mut Session) -> Result<Answer, Failure> {
    let study = session.open()?;
    if let Some(kind) = &args.kind
        && study.manifest().kind(&kind.as_str().into()).is_none()
    {
        let names: Vec<&str> = study.manifest().kinds.iter().map(|kind| kind.name.as_str()).collect();
        return Err(
            Failure::usage(format!("there is no kind '{kind}'")).hint(format!("kinds are: {}", names.join(", ")))
        );
    }
    let bar = session.progress(study.sources().len() as u64, "reading");
    study.load_outlines(|| bar.inc(1));
    bar.finish_and_clear();
    let mut counts = vec![0; study.sources().len()];
    for placed in study.codings(View::Coded) {
        if let Some(at) = placed.source {
            counts[at] += 1;
        }
    }
    let wanted = |source: &Source| args.kind.as_ref().is_none_or(|kind| source.kind == kind.as_str());
    let mut any = false;
    for (at, source) in
        study.sources().iter().enumerate().filter(|(_, source)| wanted(source) && !source.is_withdrawn())
    {
        any = true;
        let listed = list(&study, source, counts[at]);
        if session.json() {
            session.print_json(&listed)?;
        } else {
            let done =
                if listed.done.is_empty() { String::new() } else { format!("  done: {}", listed.done.join(", ")) };
            let line = format!(
                "{:<40} {:<12} {:>12} {:>12}  {}{done}",
                listed.source,
                listed.kind,
                plural(listed.words, "word ", "words"),
                plural(listed.codings, "coding ", "codings"),
                listed.title
            );
            session.print(Shown::line(line.trim_end()))?;
        }
    }
    for planned in study.planned() {
        let status = match planned.status {
            Some(Status::Planned) => "planned",
            Some(Status::Received) => "received, no file yet",
            Some(Status::Refused) => "refused",
            None => "no file",
        };
        if !session.json() && args.kind.is_none() {
            session.print(Shown::line(&format!("{:<40} ({status})", planned.name)))?;
        }
    }
    Ok(if any { Answer::Yes } else { Answer::No })
}

fn list<'s>(study: &'s Study, source: &'s Source, codings: usize) -> Listed<'s> {
    let outline = study.outline(source).ok();
    Listed {
        source: source.id.as_str(),
        kind: source.kind.as_str(),
        title: source.title(),
        voice: source.voice().to_string(),
        passages: outline.map_or(0, |outline| outline.passages.len()),
        words: outline.map_or(0, |outline| outline.words),
        language: outline.map_or("und", |outline| outline.language.tag()),
        codings,
        done: study.readers(source).into_iter().map(Coder::as_str).collect(),
        attributes: source.about.keys.iter().collect(),
        status: outline.is_none().then_some("unread"),
    }
}
