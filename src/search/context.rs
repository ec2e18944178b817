//! The passages around one that was found, with who speaks in them.

use crate::base::text::Text;
use crate::source::Outline;

/// A passage beside one that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// Its number in the source, from 0.
    pub passage: usize,
    /// Who speaks, where somebody is known to.
    pub speaker: Option<String>,
    /// Whether that is the interviewer.
    pub is_interviewer: bool,
    /// What it says, without label or marker.
    pub words: String,
}

/// Returns at most `number` passages before one, and as many after it, in the order of the text.
#[must_use]
pub fn beside(outline: &Outline, text: &Text, passage: usize, number: usize) -> (Vec<Beside>, Vec<Beside>) {
    let of = |at: usize| {
        let passage = &outline.passages[at];
        Beside {
            passage: at,
            speaker: passage.speaker.and_then(|speaker| outline.speakers.name(speaker)).map(str::to_owned),
            is_interviewer: outline.is_interviewer(passage),
            words: text.slice(passage.said(text)).to_owned(),
        }
    };
    let length = outline.passages.len();
    let before = passage.saturating_sub(number).min(length)..passage.min(length);
    let after = (passage + 1).min(length)..passage.saturating_add(1).saturating_add(number).min(length);
    (before.map(of).collect(), after.map(of).collect())
}
