//! The steps of the tour as data: when each is done, and what it says where.
//!
//! Both are read off the model alone, so that a step is done whichever way it was done, and says
//! something that fits wherever the user is.

use super::words::Words;
use crate::base::text::Span;
use crate::coding::Stance;
use crate::tui::code::Code;
use crate::tui::desk::ThemeRow;
use crate::tui::dialog::Dialog;
use crate::tui::model::{Model, Screen};

/// The note that the sample's coders left uncoded.
pub const LIVE_SOURCE: &str = "observations/obs-09.md";

/// Its telling sentence: coding it changes a verdict.
pub const LIVE_SENTENCE: &str = "The laboratory that the Office handed over in 2015 stands idle: the fuses are gone from the box, winter coats are piled on the spectrometer, and the last entry in the open logbook is dated 9 February 2017.";

/// The theme that the sentence is about.
const LIVE: &str = "labs";

/// A step of the tour.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// What it is called where progress is kept.
    pub name: &'static str,
    /// Whether it is done.
    pub done: fn(&Model) -> bool,
    /// What it says, the first that fits; the last one always does.
    pub says: &'static [Saying],
    /// Whether the tour opens the note that it is about.
    pub leads: bool,
}

/// When something is said, and what.
type Saying = (fn(&Model) -> bool, Words);

/// All steps, in their order.
pub const STEPS: &[Step] = &[
    Step {
        name: "verdicts",
        done: |model| is_open(model, "capacity"),
        says: &[
            (is_typing, "[back] leads out of the search. Then open the evidence of {capacity}, among the themes."),
            (is_elsewhere, "[themes] leads to the themes. Go to {capacity} there, and open its evidence with [open]."),
            (
                is_some_theme_open,
                "These are the passages behind one verdict. [leave] leads back to the table: there, open {capacity}.",
            ),
            (
                always,
                "A row is a theme. Its verdict stands in words, beside it how many voices of each kind speak for (+) and against it (-). Go to {capacity} with [down*], and open its evidence with [open].",
            ),
        ],
        leads: false,
    },
    Step {
        name: "evidence",
        done: |model| has_text(model) && is_some_theme_open(model),
        says: &[
            (is_typing, "[back] leads out of the search. Then open a theme, and from there one of its passages."),
            (is_elsewhere, "[themes] leads to the themes. Open one with [open], and then one of its passages."),
            (
                is_some_theme_open,
                "What speaks for the claim and what speaks against it, side by side, each with its source. [right*] leads to the next column, [down*] to the next passage. Open one in its text with [open].",
            ),
            (always, "Open a theme with [open], and then one of its passages."),
        ],
        leads: false,
    },
    Step {
        name: "back",
        done: |model| model.screen == Screen::Themes,
        says: &[
            (is_typing, "[back] leads out of the search, and from a text [leave] leads back to the evidence."),
            (
                always,
                "The passage in its text: the stripe in the margin is its coding, and the panel “Here” tells who made it. Every figure leads to words like this. [leave] leads back to the evidence.",
            ),
        ],
        leads: false,
    },
    Step {
        name: "contested",
        done: |model| is_open(model, "scopes"),
        says: &[
            (is_typing, "[back] leads out of the search. Then open {scopes}, among the themes."),
            (is_elsewhere, "[themes] leads to the themes. Open {scopes} there: its verdict is “{=scopes}”."),
            (
                is_some_theme_open,
                "This is the evidence of one theme. [leave] leads on to the table. There, go down to {scopes} and open it: its verdict is “{=scopes}”, because the evidence does not agree.",
            ),
            (
                always,
                "Now a theme on which the evidence does not agree. Go down to {scopes} with [down*], and open it with [open]. The list scrolls: ▼ on its border says how much more there is.",
            ),
        ],
        leads: false,
    },
    Step {
        name: "search",
        done: has_found,
        says: &[
            (
                is_typing,
                "Type a word, such as laboratory. Hits come as you type: in every form of the word, in seven languages. theme:labs or stance:contradicts find what was coded.",
            ),
            (
                |model| is_open(model, "scopes"),
                "“{=scopes}”: what people say and what is written point in opposite ways. Such a finding is looked into, never averaged away. When you have read enough, [search] searches all texts.",
            ),
            (always, "Now [search] opens the search, from wherever you are."),
        ],
        leads: false,
    },
    Step {
        name: "one-kind",
        done: |model| is_open(model, LIVE),
        says: &[
            (
                is_typing,
                "[hits] leads to the hits, and there [open] opens one. When you have seen enough, [back] leads back; then open {labs}, among the themes.",
            ),
            (is_elsewhere, "[themes] leads to the themes from here. Open {labs} there: its verdict is “{=labs}”."),
            (is_some_theme_open, "[leave] leads on to the table. Open {labs} there: its verdict is “{=labs}”."),
            (always, "Go to {labs}, in the second half of the list, and open it: its verdict is “{=labs}”."),
        ],
        leads: false,
    },
    Step {
        name: "live",
        done: is_counter_evidence_coded,
        says: &[
            (is_picking_code, "Type labs, which finds {labs}, and take it with [take]."),
            (
                is_asking_stance,
                "The claim is that laboratories keep working, and the sentence tells of one that stands idle: it contradicts the claim. Press [against].",
            ),
            (
                is_sentence_coded,
                "The sentence is coded, but not as speaking against the claim. With the cursor on it, [stance] asks for the stance again: there, press [against].",
            ),
            (
                is_sentence_selected,
                "The selected sentence tells what somebody saw, and nobody has coded it. Code it: [code] opens the list of codes. Type labs, take it with [take], then press [against]: it contradicts the claim.",
            ),
            (
                |model| live_span(model).is_some(),
                "The underlined sentence tells what somebody saw, and nobody has coded it. [lead] selects it. Then [code], labs, [take], and [against]: it contradicts the claim.",
            ),
            (
                always,
                "That laboratories do not last is what people say, and nothing else bears it out: “{=labs}”. But an observer was in one. [lead] opens that note, which nobody has coded yet.",
            ),
        ],
        leads: true,
    },
    Step {
        name: "changed",
        done: |model| model.screen == Screen::Themes && !model.themes.judging && is_borne_out(model),
        says: &[
            (is_typing, "[back] leads out of the search. Then go back to the themes, and look at {labs}."),
            (
                |model| is_elsewhere(model) && is_counter_evidence_coded(model),
                "Your coding is on the disk. Now [themes] leads to the themes: see what has become of {labs}.",
            ),
            (is_elsewhere, "[themes] leads back to the themes: look at {labs} there."),
            (|model| model.themes.judging, "The themes are being judged anew …"),
            (
                always,
                "The sentence is not coded now, so the verdict on {labs} is “{=labs}” as before. [redo] brings back a coding that was undone; [pass] passes on.",
            ),
        ],
        leads: false,
    },
];

/// What is said when all steps are done.
pub(super) const END: &[Saying] = &[
    (
        is_borne_out,
        "{labs} is “{=labs}” now: what was seen agrees with what people said. [undo] takes your coding back, [help] shows all keys. [quit] quits; your copy is kept. tripod init begins a study of your own.",
    ),
    (
        always,
        "That was the tour. [help] shows all keys, [pass] begins the tour again. [quit] quits; your copy is kept. tripod init begins a study of your own.",
    ),
];

fn always(_: &Model) -> bool {
    true
}

fn is_open(model: &Model, theme: &str) -> bool {
    model.screen == Screen::Themes && model.themes.open.as_ref().is_some_and(|open| open.code == theme)
}

fn is_some_theme_open(model: &Model) -> bool {
    model.themes.open.is_some()
}

/// Whether letters go into the line of the search.
fn is_typing(model: &Model) -> bool {
    model.screen == Screen::Search && model.search.typing
}

fn is_elsewhere(model: &Model) -> bool {
    model.screen != Screen::Themes
}

fn has_text(model: &Model) -> bool {
    model.screen == Screen::Code && model.code.page.is_some()
}

/// How much has to be typed until what is found is meant.
const WORD: usize = 4;

fn has_found(model: &Model) -> bool {
    let search = &model.search;
    let typed = search.line.text().trim().chars().count() >= WORD;
    model.screen == Screen::Search && !search.waiting && search.answer.count > 0 && (typed || !search.typing)
}

fn is_picking_code(model: &Model) -> bool {
    matches!(model.dialogs.last(), Some(Dialog::PickCode(_)))
}

fn is_asking_stance(model: &Model) -> bool {
    matches!(model.dialogs.last(), Some(Dialog::AskStance(ask)) if ask.code == LIVE)
}

/// Returns where the sentence stands in the text that is shown, if it is the note's.
pub(super) fn live_span(model: &Model) -> Option<Span> {
    let page = model.code.page.as_ref().filter(|page| model.screen == Screen::Code && page.id == LIVE_SOURCE)?;
    page.text.find(LIVE_SENTENCE)
}

fn is_sentence_selected(model: &Model) -> bool {
    let selected = model.code.pane.selection();
    live_span(model).is_some_and(|span| selected.is_some_and(|selected| selected.overlaps(span)))
}

/// Returns the stances that the sentence was coded with under its theme.
fn stances(code: &Code) -> impl Iterator<Item = Stance> {
    let page = code.page.as_ref().filter(|page| page.id == LIVE_SOURCE);
    let span = page.and_then(|page| page.text.find(LIVE_SENTENCE));
    let marks = page.into_iter().flat_map(|page| &page.marks);
    marks
        .filter(|mark| mark.id.is_some() && mark.code == LIVE)
        .filter(move |mark| span.is_some_and(|span| mark.span.overlaps(span)))
        .map(|mark| mark.stance)
}

fn is_sentence_coded(model: &Model) -> bool {
    live_span(model).is_some() && stances(&model.code).next().is_some()
}

/// Whether the sentence is coded as speaking against the claim: in the open note, or by what the table counts.
pub(super) fn is_counter_evidence_coded(model: &Model) -> bool {
    let open = model.code.page.as_ref().is_some_and(|page| page.id == LIVE_SOURCE);
    if open { stances(&model.code).any(|stance| stance == Stance::Contradicts) } else { is_borne_out(model) }
}

fn row<'m>(model: &'m Model, theme: &str) -> Option<&'m ThemeRow> {
    model.themes.table.as_ref()?.rows.iter().find(|row| row.code == theme)
}

/// Whether more than one kind of evidence speaks against the claim.
fn is_borne_out(model: &Model) -> bool {
    row(model, LIVE).is_some_and(|row| row.kinds.iter().filter(|kind| kind.contradicts > 0).count() > 1)
}

/// Returns the verdict on a theme in words, as the table shows it.
pub(super) fn verdict<'m>(model: &'m Model, theme: &str) -> &'m str {
    row(model, theme).map_or("…", |row| row.verdict.as_str())
}
