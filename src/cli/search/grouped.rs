//! What was found, in groups: as JSON, a line a group, and as a reader sees it.

use std::collections::HashMap;

use anstyle::Style;
use serde::Serialize;

use crate::base::count::plural;
use crate::base::ids::Voice;
use crate::base::shown::Shown;
use crate::coding::Stance;
use crate::search::answer::{Answer as Found, Line};
use crate::search::arranged::{Arranged, Counts, Entry, Group, OfVoice};
use crate::search::codings::CodingOf;
use crate::search::searchable::Searchable;
use crate::study::Study;

use super::super::failure::Failure;
use super::super::session::Session;
use super::flat::{Listed, Passage, listed, readable};

/// A group.
#[derive(Serialize)]
struct ListedGroup<'a> {
    by: &'static str,
    /// Nothing where they belong to none.
    group: Option<&'a str>,
    voices: usize,
    sources: usize,
    passages: usize,
    entries: Vec<ListedEntry<'a>>,
}

/// One voice in one passage.
#[derive(Serialize)]
struct ListedEntry<'a> {
    voice: Option<&'a str>,
    /// The stance that weighs most, towards the theme that was asked for.
    stance: Option<&'static str>,
    /// From above 0 to 1.
    weight: Option<f64>,
    coders: usize,
    /// How many passages of the voice are folded behind this one.
    more: usize,
    #[serde(flatten)]
    passage: Listed<'a>,
}

/// How much is told, and how.
pub(super) struct Manner {
    pub(super) context: usize,
    /// Whether every passage of a voice is told.
    pub(super) all: bool,
    /// What is said of the flat list, where nobody asked for groups.
    pub(super) flat_hint: bool,
}

/// What the groups are told from.
struct Ground<'a> {
    study: &'a Study,
    searchable: &'a Searchable,
    arranged: &'a Arranged,
    lines: HashMap<usize, &'a Line>,
    manner: &'a Manner,
}

impl<'a> Ground<'a> {
    /// Returns a passage and all its codings, also those that were not asked for.
    fn passage(&self, entry: &Entry) -> Option<(&'a Line, Vec<CodingOf>)> {
        let line = *self.lines.get(&entry.hit.number)?;
        Some((line, self.searchable.codings(line.hit.source, line.hit.passage)))
    }
}

pub(super) fn print(
    (study, searchable): (&Study, &Searchable),
    found: &Found,
    arranged: &Arranged,
    manner: &Manner,
    session: &mut Session,
) -> Result<(), Failure> {
    let ground = Ground { study, searchable, arranged, lines: found.by_number(), manner };
    for group in &arranged.groups {
        if session.json() {
            session.print_json(&as_json(&ground, group))?;
        } else {
            print_group(&ground, group, session)?;
        }
    }
    if session.json() {
        return Ok(());
    }
    let by = arranged.by.word();
    session.say(format!("{}, by {by}", counted(&arranged.all)))?;
    if manner.flat_hint && !arranged.groups.is_empty() {
        session.say("other groups: --by case, category, voice or stance; the plain list: --flat")?;
    }
    Ok(())
}

/// Says how much there is.
pub(super) fn counted(counts: &Counts) -> String {
    let voices = plural(counts.voices, "voice", "voices");
    let (sources, passages) =
        (plural(counts.sources, "source", "sources"), plural(counts.passages, "passage", "passages"));
    format!("{voices} in {sources}, {passages}")
}

fn print_group(ground: &Ground<'_>, group: &Group, session: &mut Session) -> Result<(), Failure> {
    let (study, manner) = (ground.study, ground.manner);
    let bold = Style::new().bold().underline();
    let name = group.name.as_deref().unwrap_or_else(|| ground.arranged.by.none());
    session.print(format!("{bold}{}{bold:#}  {}\n", Shown::line(name), counted(&group.counts)))?;
    for of in &group.voices {
        for entry in &of.entries {
            let Some((line, codings)) = ground.passage(entry) else { continue };
            let note = note(study, of, entry);
            let marks = if line.marks.is_empty() { entry.coded(line.span) } else { line.marks.clone() };
            let passage = Passage {
                line,
                codings: &codings,
                marks: &marks,
                context: manner.context,
                note: &note,
                is_merged: true,
            };
            session.print(indented(&readable(study, &passage)))?;
        }
        if of.more > 0 {
            let whose = if of.voice.is_some() { "of this voice" } else { "that are nobody's voice" };
            let how = if manner.all { "" } else { "; see them with: --all" };
            session.print(format!("    +{} more {whose}{how}\n", of.more))?;
        }
    }
    if group.left_out() > 0 {
        let voices = plural(group.counts.voices, "voice", "voices");
        session.print(format!(
            "  {} more; see all {voices} with: --limit {}\n",
            group.left_out(),
            group.counts.voices
        ))?;
    }
    Ok(())
}

/// Says whose word it is, where that is not the source's own id.
fn note(study: &Study, of: &OfVoice, entry: &Entry) -> String {
    let source = &study.sources()[entry.hit.source];
    match &of.voice {
        None => "nobody's voice, not counted".to_owned(),
        Some(voice) if voice.as_str() == source.id.as_str() => String::new(),
        Some(voice) => format!("voice: {voice}"),
    }
}

fn indented(text: &str) -> String {
    let lines: Vec<String> =
        text.lines().map(|line| if line.is_empty() { String::new() } else { format!("  {line}") }).collect();
    format!("{}\n", lines.join("\n"))
}

fn as_json<'a>(ground: &Ground<'a>, group: &'a Group) -> ListedGroup<'a> {
    let entry = |of: &'a OfVoice, at: usize, entry: &'a Entry| {
        let (line, codings) = ground.passage(entry)?;
        Some(ListedEntry {
            voice: of.voice.as_ref().map(Voice::as_str),
            stance: entry.stance.map(Stance::word),
            weight: entry.weight.and_then(|weight| weight.to_string().parse().ok()),
            coders: entry.coders,
            more: if at == 0 { of.more } else { 0 },
            passage: listed(ground.study, line, &codings, ground.manner.context),
        })
    };
    ListedGroup {
        by: ground.arranged.by.word(),
        group: group.name.as_deref(),
        voices: group.counts.voices,
        sources: group.counts.sources,
        passages: group.counts.passages,
        entries: group
            .voices
            .iter()
            .flat_map(|of| of.entries.iter().enumerate().filter_map(move |(at, one)| entry(of, at, one)))
            .collect(),
    }
}
