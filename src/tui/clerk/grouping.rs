//! What a search found, as groups of hits: the strongest passage of each voice, the weaker ones folded behind it.

use super::seeking::{bare_hit, coded_as, found_at};
use crate::search::answer::{Answer as Found, Line};
use crate::search::arranged::{Arranged, Arrangement, By, Entry, OfVoice};
use crate::search::context::{Beside, beside};
use crate::study::Study;
use crate::tui::desk::{AsEvidence, Heading, Hit};
use crate::tui::message::Answer;

/// How many voices of a group are shown at most, and how many passages of a voice. All of them are counted.
const VOICES: usize = 40;
const PASSAGES: usize = 12;

/// How many passages are read for the groups at most.
pub(super) const MOST: usize = 400;

pub(super) fn arrangement(by: By) -> Arrangement {
    Arrangement { by, voices: VOICES, passages: PASSAGES }
}

/// Lays hits out in groups.
pub(super) fn answer(study: &Study, found: &Found, arranged: &Arranged, problem: Option<String>) -> Answer {
    let lines = found.by_number();
    let (mut hits, mut headings) = (Vec::new(), Vec::new());
    for group in &arranged.groups {
        let at = hits.len();
        hits.extend(group.voices.iter().filter_map(|of| {
            let shown: Vec<Hit> =
                of.entries.iter().filter_map(|entry| hit(study, of, entry, lines.get(&entry.hit.number)?)).collect();
            folded(of, shown)
        }));
        if hits.len() > at {
            let (voices, passages) = (group.counts.voices, group.counts.passages);
            headings.push(Heading { at, by: arranged.by, name: group.name.clone(), voices, passages });
        }
    }
    let (voices, count) = (Some(arranged.all.voices), arranged.all.passages);
    Answer { hits, headings, voices, count, is_begun: found.is_begun, problem }
}

/// Folds the weaker passages of a voice behind its strongest.
fn folded(of: &OfVoice, shown: Vec<Hit>) -> Option<Hit> {
    let mut shown = shown.into_iter();
    let mut first = shown.next()?;
    let mut hidden: Vec<Hit> = shown.collect();
    for evidence in hidden.iter_mut().filter_map(|hit| hit.evidence.as_mut()) {
        evidence.is_weaker = true;
    }
    if let Some(evidence) = &mut first.evidence {
        evidence.more = of.entries.len() - 1 + of.more;
        evidence.hidden = hidden;
    }
    Some(first)
}

fn hit(study: &Study, of: &OfVoice, entry: &Entry, line: &Line) -> Option<Hit> {
    let (source, outline, passage) = found_at(study, line)?;
    let mut codings: Vec<String> =
        entry.codings.iter().map(|(coding, _)| coded_as(study, &coding.code, coding.stance)).collect();
    codings.dedup();
    let voice = match &of.voice {
        Some(voice) if voice.as_str() == source.id.as_str() => None,
        Some(voice) => Some(voice.to_string()),
        None => Some("nobody's voice".to_owned()),
    };
    let (before, after) = beside(outline, &line.text, line.hit.passage, 1);
    let evidence = AsEvidence { voice, around: (around(&before), around(&after)), ..AsEvidence::default() };
    let bare = bare_hit(line, source, outline, passage);
    // What is coded is what the passage was found for, where it was not for its words.
    let matches = if bare.matches.is_empty() { entry.coded(line.span) } else { bare.matches };
    Some(Hit { matches, codings, evidence: Some(Box::new(evidence)), ..bare })
}

/// Writes the passages beside a hit as they stand in the text, each with who speaks.
fn around(beside: &[Beside]) -> String {
    let told = beside.iter().map(|beside| match &beside.speaker {
        Some(speaker) => format!("{speaker}: {}", beside.words),
        None => beside.words.clone(),
    });
    told.collect::<Vec<_>>().join("\n")
}
