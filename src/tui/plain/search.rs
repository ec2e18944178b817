//! The screen Search in words.

use super::{Sheet, joined};
use crate::base::count::plural;
use crate::tui::desk::Hit;
use crate::tui::model::Model;
use crate::tui::reading::cluster::width_of;
use crate::tui::search::folded_words;

/// What stands before the line that is typed.
const PROMPT: &str = "Search for: ";
/// How many characters of a passage are shown at most.
const WORDS: usize = 240;

pub(super) fn sheet(model: &Model) -> Sheet {
    let search = &model.search;
    let count = match (search.line.text().trim().is_empty(), search.waiting, search.indexing) {
        (_, _, Some(share)) => format!("the index is being built, {share} percent"),
        (true, ..) => "nothing typed yet".to_owned(),
        (false, true, None) => "searching".to_owned(),
        (false, false, None) => match (search.by, search.answer.voices) {
            (Some(by), Some(voices)) => {
                let voices = plural(voices, "voice", "voices");
                format!("hits by {}: {voices}, {}", by.word(), plural(search.answer.count, "passage", "passages"))
            }
            _ => format!("hits: {}", search.answer.count),
        },
    };
    let mut lines = vec![format!("{PROMPT}{}", search.line.text())];
    let hits = search.answer.hits.iter().enumerate();
    lines.extend(hits.map(|(at, hit)| {
        let heading = search.answer.headings.iter().find(|heading| heading.at == at);
        let group = heading.map(|heading| format!("Group {}. ", heading.words().replace(" · ", ", ")));
        let folded = hit.evidence.as_ref().and_then(|evidence| folded_words(model, evidence));
        let folded = folded.map(|words| format!(", {words}")).unwrap_or_default();
        let (number, all) = (at + 1, search.answer.hits.len());
        format!("{}{number} of {all}: {}{folded}", group.unwrap_or_default(), hit_words(hit))
    }));
    let mut notes: Vec<String> = search.answer.problem.iter().cloned().collect();
    let at = if search.typing {
        // What Down would lead to is said while one types.
        notes.extend(lines.get(1 + search.place.at).map(|words| format!("Chosen is {words}")));
        (0, width_of(PROMPT) + width_of(search.line.before_cursor()))
    } else {
        (1 + search.place.at, 0)
    };
    Sheet { title: joined(["Search", &count]), lines, at, notes }
}

fn hit_words(hit: &Hit) -> String {
    let from = hit.matches.first().map_or(0, |first| first.start.saturating_sub(hit.span.start));
    let words: String = hit.words.chars().skip(from.saturating_sub(WORDS / 3)).take(WORDS).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let coded = if hit.codings.is_empty() { "not coded".to_owned() } else { format!("coded {}", said(&hit.codings)) };
    let voice = hit.evidence.as_ref().and_then(|evidence| evidence.voice.as_deref()).unwrap_or_default();
    format!("“{words}”, {}", joined([hit.source.as_str(), hit.about.as_str(), voice, &coded]))
}

/// Writes the codings of a hit, each `name +`, with the stance in words.
fn said(codings: &[String]) -> String {
    let words = codings.iter().map(|coding| {
        let stance =
            crate::coding::Stance::ALL.into_iter().find(|stance| coding.ends_with(&format!(" {}", stance.sign())));
        match stance {
            Some(stance) => format!("{} {}", &coding[..coding.len() - 2], stance.word()),
            None => coding.clone(),
        }
    });
    words.collect::<Vec<_>>().join(", ")
}
