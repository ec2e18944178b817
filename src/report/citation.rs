//! One passage with its citation, to be pasted into a text: by the rules that hold for reports.
//!
//! Only verbatim words stand in quotation marks. A source is named, with its file and the passage, only
//! where it may be; one that may not be quoted is refused, and it is said why.

use std::fmt;

use crate::base::text::Span;
use crate::source::{Outline, Use, Words};
use crate::study::Study;

use super::attribution::Attributions;

/// Why words are not cited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The source informs verdicts and is never quoted.
    Background,
    /// The source is restricted.
    Restricted,
    /// The source is left out of everything.
    Withdrawn,
    /// There are no words.
    Empty,
    /// The text cannot be read, and why.
    Unread(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not copied: ")?;
        match self {
            Self::Background => f.write_str("the source is for background, and is never quoted"),
            Self::Restricted => f.write_str("the source is restricted; a report with --restricted shows its words"),
            Self::Withdrawn => f.write_str("the source is withdrawn"),
            Self::Empty => f.write_str("there are no words"),
            Self::Unread(why) => write!(f, "the text cannot be read: {why}"),
        }
    }
}

/// Returns words of a source with their citation.
///
/// # Errors
/// When the source may not be quoted, its text cannot be read, or the span holds no words.
pub fn cited(study: &Study, at: usize, span: Span) -> Result<String, Refusal> {
    let source = &study.sources()[at];
    let about = &source.about;
    if about.restricted {
        return Err(Refusal::Restricted);
    }
    match about.usage {
        Use::Background => return Err(Refusal::Background),
        Use::Withdrawn => return Err(Refusal::Withdrawn),
        Use::Attributed | Use::Anonymous => {}
    }
    let unread = |error: &dyn fmt::Display| Refusal::Unread(error.to_string());
    let outline = study.outline(source).map_err(|error| unread(error))?;
    let text = study.text(source).map_err(|error| unread(&error))?;
    let inside = Span::new(span.start.min(text.len()), span.end.min(text.len()));
    let quoted = outline.quoted(inside, text.slice(inside));
    let words = plain(quoted.words);
    if words.is_empty() {
        return Err(Refusal::Empty);
    }
    let named = about.usage == Use::Attributed;
    let passage = outline.passage_at(inside.start);
    let is_question = passage.is_some_and(|at| outline.is_interviewer(&outline.passages[at]));
    let mut told = vec![Attributions::new(study).of(source)];
    if is_question {
        told.push("the interviewer speaking".to_owned());
    } else if let Some(speaker) = passage.filter(|_| named).and_then(|at| speaker(outline, at)) {
        // A label may be a name: it is told only where the source may be named.
        told.push(format!("{speaker} speaking"));
    }
    told.extend(passage.filter(|_| named).map(|at| format!("passage {}", at + 1)));
    let told = told.join(", ");
    Ok(match about.words {
        Words::Verbatim => format!("“{words}” ({})", plain(&told)),
        Words::Notes => format!("{words} ({}; from notes)", plain(&told)),
    })
}

/// Returns who speaks in a passage, where several do besides the interviewer.
fn speaker(outline: &Outline, passage: usize) -> Option<&str> {
    let others = outline.speakers.names.len().saturating_sub(outline.interviewers.len());
    let speaker = outline.passages[passage].speaker.filter(|_| others > 1)?;
    outline.speakers.name(speaker)
}

/// Returns text in one line without characters that could drive a program that it is pasted into.
fn plain(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().filter(|ch| !ch.is_control()).collect()
}
