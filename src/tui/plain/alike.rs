//! The screen Suggestions in words.

use super::{Sheet, joined};
use crate::tui::alike::{Candidate, Like, made_of};
use crate::tui::model::Model;

/// How many words that made it a suggestion are said with each.
const WORDS: usize = 5;

pub(super) fn sheet(model: &Model) -> Sheet {
    let alike = &model.alike;
    let code = alike.like.as_ref().and_then(Like::code);
    let name = code.map_or("a code of your choice", |code| model.desk.code_name(code));
    let count = if alike.waiting { "looking".to_owned() } else { format!("{} left", alike.found.passages.len()) };
    let all = alike.found.passages.len();
    let lines = alike.found.passages.iter().enumerate();
    let claim = code.and_then(|code| model.desk.theme_of(code)).and_then(|theme| theme.claim.as_ref());
    let mut notes: Vec<String> = claim.map(|claim| format!("Claim: {claim}")).into_iter().collect();
    notes.push(if all == 0 && !alike.waiting { format!("Nothing else is {}", made_of(model)) } else { made_of(model) });
    Sheet {
        title: joined([format!("Suggestions for {name}").as_str(), &count]),
        lines: lines.map(|(at, candidate)| format!("{} of {all}: {}", at + 1, said(candidate))).collect(),
        at: (alike.place.at, 0),
        notes,
    }
}

fn said(candidate: &Candidate) -> String {
    let words = candidate.hit.said_words().split_whitespace().collect::<Vec<_>>().join(" ");
    let because = candidate.because.iter().take(WORDS).map(|(word, share)| format!("{word} {share} percent"));
    let because = format!("because of {}", because.collect::<Vec<_>>().join(", "));
    format!("“{words}”, {}", joined([candidate.hit.source.as_str(), candidate.hit.about.as_str(), &because]))
}
