//! A passage that was found: as JSON, and as a reader sees it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anstyle::Style;
use serde::Serialize;

use crate::base::ids::EntryId;
use crate::base::shown::Shown;
use crate::base::text::{Span, Text};
use crate::coding::About;
use crate::search::answer::Line;
use crate::search::codings::CodingOf;
use crate::search::context::{Beside, beside};
use crate::search::excerpt::Excerpt;
use crate::source::Use;
use crate::study::Study;

#[derive(Serialize)]
pub(super) struct Listed<'a> {
    source: &'a str,
    kind: &'a str,
    /// From 1.
    passage: usize,
    start: usize,
    end: usize,
    language: &'static str,
    score: f32,
    text: &'a str,
    matches: Vec<[usize; 2]>,
    attributes: BTreeMap<&'a str, &'a [String]>,
    codings: Vec<ListedCoding>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    around: Option<Around>,
}

#[derive(Serialize)]
struct ListedCoding {
    id: EntryId,
    code: String,
    stance: &'static str,
    coder: String,
    start: usize,
    end: usize,
}

/// Returns a passage as JSON; what stands around it, where that is asked for.
pub(super) fn listed<'a>(study: &'a Study, line: &'a Line, codings: &[CodingOf], context: usize) -> Listed<'a> {
    let source = &study.sources()[line.hit.source];
    Listed {
        source: source.id.as_str(),
        kind: source.kind.as_str(),
        passage: line.hit.passage + 1,
        start: line.span.start,
        end: line.span.end,
        language: line.language.tag(),
        score: line.hit.score,
        text: line.text.slice(line.span),
        matches: line.marks.iter().map(|mark| [mark.start, mark.end]).collect(),
        attributes: source.about.keys.iter().collect(),
        around: (context > 0).then(|| around(study, line, context)),
        codings: codings
            .iter()
            .map(|coding| ListedCoding {
                id: coding.id,
                code: coding.code.to_string(),
                stance: coding.stance.word(),
                coder: coding.coder.to_string(),
                start: coding.span.start,
                end: coding.span.end,
            })
            .collect(),
    }
}

/// What stands before and after a passage.
#[derive(Serialize)]
pub(super) struct Around {
    before: Vec<ListedBeside>,
    after: Vec<ListedBeside>,
}

#[derive(Serialize)]
struct ListedBeside {
    /// From 1.
    passage: usize,
    speaker: Option<String>,
    interviewer: bool,
    text: String,
}

fn around(study: &Study, line: &Line, context: usize) -> Around {
    let listed = |beside: Vec<Beside>| {
        let listed = beside.into_iter().map(|beside| ListedBeside {
            passage: beside.passage + 1,
            speaker: beside.speaker,
            interviewer: beside.is_interviewer,
            text: beside.words,
        });
        listed.collect()
    };
    let (before, after) = beside_line(study, line, context);
    Around { before: listed(before), after: listed(after) }
}

fn beside_line(study: &Study, line: &Line, context: usize) -> (Vec<Beside>, Vec<Beside>) {
    let outline = study.outline(&study.sources()[line.hit.source]).ok().filter(|_| context > 0);
    outline.map(|outline| beside(outline, &line.text, line.hit.passage, context)).unwrap_or_default()
}

/// How many code points of a passage are shown to a reader.
const SHOWN: usize = 320;

/// What there is to show of a passage.
pub(super) struct Passage<'a> {
    pub(super) line: &'a Line,
    pub(super) codings: &'a [CodingOf],
    /// What is marked in it.
    pub(super) marks: &'a [Span],
    /// How many passages before and after it are shown.
    pub(super) context: usize,
    /// What else stands in its first line.
    pub(super) note: &'a str,
    /// Whether codings with one code and stance are one line.
    pub(super) is_merged: bool,
}

/// Writes a passage for a reader: where it stands, its words with the matches marked, its codings.
pub(super) fn readable(study: &Study, passage: &Passage<'_>) -> String {
    let line = passage.line;
    let source = &study.sources()[line.hit.source];
    let bold = Style::new().bold();
    let mut out = format!(
        "{bold}{}{bold:#}  passage {}  {}",
        Shown::line(source.id.as_str()),
        line.hit.passage + 1,
        Shown::line(source.kind.as_str()),
    );
    if source.about.fictional {
        out.push_str("  INVENTED");
    }
    if source.about.usage == Use::Background {
        out.push_str("  BACKGROUND, not to be quoted");
    }
    if !passage.note.is_empty() {
        // Writing to a string cannot fail.
        let _infallible = write!(out, "  {}", Shown::line(passage.note));
    }
    let (before, after) = beside_line(study, line, passage.context);
    out.extend(before.iter().map(beside_words));
    out.push_str("\n  ");
    out.push_str(&marked(&line.text, line.span, passage.marks));
    out.extend(after.iter().map(beside_words));
    for alike in alike(passage) {
        let first = alike[0];
        let mut coders: Vec<&str> = alike.iter().map(|coding| coding.coder.as_str()).collect();
        coders.sort_unstable();
        coders.dedup();
        let (code, coders) = (Shown::line(first.code.as_str()), coders.join(", "));
        let _infallible = write!(out, "\n  ▎{} {code} {}", first.stance.sign(), Shown::line(&coders));
        for memo in alike.iter().flat_map(|coding| memos(study, coding.id)) {
            let _infallible = write!(out, "\n    {}", Shown::line(&memo));
        }
    }
    out.push('\n');
    out
}

/// Returns the codings of a passage, those that are one line together.
fn alike<'a>(passage: &Passage<'a>) -> Vec<Vec<&'a CodingOf>> {
    let mut lines: Vec<Vec<&CodingOf>> = Vec::new();
    for coding in passage.codings {
        let same = |line: &&mut Vec<&CodingOf>| (&line[0].code, line[0].stance) == (&coding.code, coding.stance);
        match lines.iter_mut().find(same).filter(|_| passage.is_merged) {
            Some(line) => line.push(coding),
            None => lines.push(vec![coding]),
        }
    }
    lines
}

/// Writes a passage beside one that was found: it is no hit.
fn beside_words(beside: &Beside) -> String {
    let dim = Style::new().dimmed();
    let words = beside.words.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = words.chars().take(SHOWN).collect();
    let more = if cut.len() < words.len() { " …" } else { "" };
    let speaker = beside.speaker.as_ref().map(|speaker| format!("{speaker}: ")).unwrap_or_default();
    format!("\n  {dim}· {}{dim:#}", Shown::line(&format!("{speaker}{cut}{more}")))
}

/// Returns the memo of a coding, and those that others wrote about it, each on one line.
fn memos(study: &Study, id: EntryId) -> Vec<String> {
    let line = |who: String, memo: &str| format!("{who}: {}", memo.split_whitespace().collect::<Vec<_>>().join(" "));
    let own = match study.state().coding(id) {
        Some(coding) => coding.memo().map(str::to_owned),
        // What was agreed on has an id of its own.
        None => study
            .state()
            .agreed()
            .iter()
            .find(|coding| coding.id() == id)
            .and_then(|coding| coding.memo().map(str::to_owned)),
    };
    let about = study.state().memos().filter(|memo| memo.about == About::Coding(id));
    let others = about.map(|memo| line(format!("memo by {}", memo.written.by), &memo.text));
    own.map(|memo| line("memo".to_owned(), &memo)).into_iter().chain(others).collect()
}

/// Returns the words of a passage on one line, matches between `»` and `«` and bold.
pub(in crate::cli) fn marked(text: &Text, span: Span, marks: &[Span]) -> String {
    let excerpt = Excerpt::new(text, span, marks, SHOWN);
    let style = Style::new().bold().underline();
    let plain = |span: Span| {
        let words: Vec<&str> = text.slice(span).split(['\n', '\r', '\t']).collect();
        Shown::line(&words.join(" ")).into_string()
    };
    let mut out = String::from(if excerpt.cut_before { "… " } else { "" });
    let mut at = excerpt.span.start;
    for mark in &excerpt.marks {
        out.push_str(&plain(Span::new(at, mark.start)));
        let _infallible = write!(out, "{style}»{}«{style:#}", plain(*mark));
        at = mark.end;
    }
    out.push_str(&plain(Span::new(at, excerpt.span.end)));
    out.push_str(if excerpt.cut_after { " …" } else { "" });
    out
}
