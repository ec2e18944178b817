//! What is coded and what becomes of it: the words that are meant, and the coding at the cursor.

use super::state::Mode;
use crate::base::ids::{CodeId, EntryId};
use crate::base::text::Span;
use crate::coding::{About, Stance};
use crate::tui::desk::Page;
use crate::tui::dialog::code::{Purpose as CodeFor, Recoding};
use crate::tui::dialog::stance::{AskStance, Purpose as StanceFor};
use crate::tui::dialog::writing::{MemoFor, WriteLine, WriteMemo};
use crate::tui::dialog::{Dialog, pick_code};
use crate::tui::draft;
use crate::tui::entry::line::LineEditor;
use crate::tui::keys::action::Action;
use crate::tui::message::{Change, Effect, Spot};
use crate::tui::model::Model;

/// The longest name that an in-vivo code takes from its words, in code points.
const NAME: usize = 60;

/// Keeps moved boundaries; without any, picks a code as `c` does.
pub(super) fn accept(model: &mut Model) -> Vec<Effect> {
    let id = match model.code.mode {
        Mode::Boundary(id) => id,
        Mode::Lost(_) => return attach(model),
        Mode::Normal => {
            pick_for_text(model);
            return Vec::new();
        }
    };
    let Some((at, _)) = spot(model) else { return Vec::new() };
    model.code.mode = Mode::Normal;
    model.code.pane.clear_selection();
    vec![Effect::Write(vec![Change::Move(id, at)])]
}

/// Chooses the next coding of the source that has lost its words.
pub(super) fn next_lost(model: &mut Model) {
    let Some(page) = &model.code.page else {
        model.say_with_keys("no source is open: [open] on the list of sources opens one");
        return;
    };
    let ids: Vec<EntryId> = page.lost.iter().filter_map(|lost| lost.mark.id).collect();
    let now = model.code.lost().and_then(|lost| lost.mark.id);
    let at = ids.iter().position(|id| Some(*id) == now).map_or(0, |at| (at + 1) % ids.len());
    let Some(id) = ids.get(at) else {
        model.say_with_keys(match model.desk.unanchored {
            0 => "every coding of this source has its place; [go-notes] tells where words changed",
            _ => "every coding of this source has its place; [go-notes] lists those of other sources",
        });
        return;
    };
    model.code.mode = Mode::Lost(*id);
    model.code.cell = None;
    say_how_to_attach(model);
}

/// Says what can be done with the chosen coding that has lost its words; and what they were, where there is
/// no room for the panel that shows them.
pub(super) fn say_how_to_attach(model: &mut Model) {
    let Some(lost) = model.code.lost() else { return };
    let mut told = if lost.mark.own {
        model.with_keys("select its words, then [attach]; [remove] takes it away")
    } else {
        format!("only {} can give this coding other words", lost.mark.coder)
    };
    if model.code.areas().here.is_none() {
        let words: String = lost.words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(SHOWN).collect();
        told = format!("“{words}…”: {told}");
    }
    model.say(told);
}

/// How many code points of lost words the footer shows.
const SHOWN: usize = 40;

/// Gives the selected words to the chosen coding that has lost its own; if there is only one, to that.
pub(super) fn attach(model: &mut Model) -> Vec<Effect> {
    if model.code.lost().is_none() {
        let own = model.code.page.iter().flat_map(|page| &page.lost).filter(|lost| lost.mark.own);
        let ids: Vec<EntryId> = own.filter_map(|lost| lost.mark.id).collect();
        let [only] = ids.as_slice() else {
            let none = "no coding of yours here has lost its words";
            let many = "which one? [next-lost] chooses a coding that has lost its words";
            model.say_with_keys(if ids.is_empty() { none } else { many });
            return Vec::new();
        };
        model.code.mode = Mode::Lost(*only);
    }
    let Some(id) = own_coding(model) else { return Vec::new() };
    if model.code.pane.selection().is_none() {
        model.say_with_keys("select the words that it is to have: [select] and a motion, [select-passage] the passage");
        return Vec::new();
    }
    let Some((at, _)) = spot(model) else { return Vec::new() };
    model.code.mode = Mode::Normal;
    model.code.pane.clear_selection();
    vec![Effect::Write(vec![Change::Move(id, at)])]
}

pub(super) fn pick_for_text(model: &mut Model) {
    if let Some((at, words)) = spot(model) {
        pick_code(model, CodeFor::Code(at, words));
    }
}

/// Returns the words that would be coded: the selection, else what the passage at the cursor says.
pub(super) fn spot(model: &mut Model) -> Option<(Spot, String)> {
    let Some(page) = &model.code.page else {
        model.say_with_keys("no source is open: [open] on the list of sources opens one");
        return None;
    };
    let landmarks = &model.code.landmarks;
    let passage = landmarks.passage_at(model.code.pane.cursor()).map(|passage| landmarks.said(passage));
    let Some(span) = model.code.pane.selection().map(|span| trimmed(page, span)).or(passage) else {
        model.say("this text has no words to code");
        return None;
    };
    if span.is_empty() {
        model.say("the selection holds no words");
        return None;
    }
    let words = page.quoted(span).to_owned();
    Some((Spot { source: page.id.clone(), text: page.hash, span }, words))
}

/// Returns the words that are selected.
pub fn selected(model: &Model) -> Option<Spot> {
    let page = model.code.page.as_ref()?;
    let span = trimmed(page, model.code.pane.selection()?);
    (!span.is_empty()).then(|| Spot { source: page.id.clone(), text: page.hash, span })
}

/// Takes blanks and line ends off both ends of a span: nobody means to code them.
fn trimmed(page: &Page, span: Span) -> Span {
    let words = page.text.slice(span);
    let before = words.chars().take_while(|ch| ch.is_whitespace()).count();
    let after = words.chars().rev().take_while(|ch| ch.is_whitespace()).count();
    if before == span.len() {
        Span::new(span.start, span.start)
    } else {
        Span::new(span.start + before, span.end - after)
    }
}

pub(super) fn next_here(model: &mut Model) {
    let ids: Vec<EntryId> = model.code.here().iter().filter_map(|mark| mark.id).collect();
    if ids.is_empty() {
        model.say("no coding here");
        return;
    }
    let current = model.code.current().and_then(|mark| mark.id);
    let at = ids.iter().position(|id| Some(*id) == current).map_or(0, |at| (at + 1) % ids.len());
    model.code.chosen = ids.get(at).copied();
}

/// Returns the coding that is meant if it is this coder's own, and says so if it is not.
pub(super) fn own_coding(model: &mut Model) -> Option<EntryId> {
    let Some(mark) = model.code.meant() else {
        let waits = model.code.here().iter().any(|mark| mark.id.is_none());
        let not_yet = "this coding is not saved yet: [retry] saves again";
        model.say_with_keys(if waits { not_yet } else { "no coding here: [code] codes" });
        return None;
    };
    if !mark.own {
        let message =
            format!("only {} changes this coding; {} writes a memo on it", mark.coder, model.key(Action::Memo));
        model.warn(message);
        return None;
    }
    mark.id
}

pub(super) fn ask_stance(model: &mut Model) {
    let Some(id) = own_coding(model) else { return };
    let Some((code, words)) = model.code.page.as_ref().and_then(|page| code_and_words(page, id)) else { return };
    if model.desk.theme_of(&code).is_none() {
        model.say("this code has no claim at or above it, so there is nothing to take a stance towards");
        return;
    }
    model.dialogs.push(Dialog::AskStance(AskStance { code, words, purpose: StanceFor::Change(id), walk: false }));
}

/// Picks another code for the coding that is meant.
pub(super) fn recode(model: &mut Model) {
    let Some(id) = own_coding(model) else { return };
    let Some((code, words)) = model.code.page.as_ref().and_then(|page| code_and_words(page, id)) else { return };
    let is_evidence = model.desk.theme_of(&code).is_some();
    pick_code(model, CodeFor::Recode(Recoding { id, words, is_evidence }));
}

/// Returns the code of a coding of the page, and its words.
fn code_and_words(page: &Page, id: EntryId) -> Option<(CodeId, String)> {
    if let Some(lost) = page.lost(id) {
        return Some((lost.mark.code.clone(), lost.words.clone()));
    }
    page.mark(id).map(|mark| (mark.code.clone(), page.quoted(mark.span).to_owned()))
}

/// Opens the editor on the memo of the coding, or on what this coder wrote on somebody else's.
pub(super) fn write_memo(model: &mut Model) -> Vec<Effect> {
    let Some(mark) = model.code.meant() else {
        model.say_with_keys("no coding here: [source-memo] writes a memo on the source");
        return Vec::new();
    };
    let Some(id) = mark.id else { return Vec::new() };
    let name = model.desk.code_name(&mark.code);
    if !mark.own {
        let title = format!("Memo on {}'s coding {name}", mark.coder);
        return vec![Effect::FindMemo { about: About::Coding(id), title }];
    }
    let before = mark.memo.as_deref().unwrap_or_default();
    let write = WriteMemo::new(format!("Memo on {name}"), before, MemoFor::Coding(id));
    draft::open(model, write);
    Vec::new()
}

/// Copies the code and the stance of the coding that is meant, and of so many more of those at the cursor.
pub(super) fn copy(model: &mut Model, count: usize) {
    if let Some(cell) = model.code.cell() {
        model.code.copied = vec![(cell.code.clone(), cell.stance)];
        say_copied(model, "");
        return;
    }
    let Some(first) = model.code.meant() else {
        model.say("no coding here whose code could be copied");
        return;
    };
    let here = model.code.here();
    let others = here.iter().filter(|mark| mark.id != first.id).copied();
    let copied = std::iter::once(first).chain(others).take(count.max(1));
    let copied: Vec<(CodeId, Stance)> = copied.map(|mark| (mark.code.clone(), mark.stance)).collect();
    let more = match here.len() {
        all if all > copied.len() => format!(" ({} of {all} here: ; goes to the next, {all}y takes all)", copied.len()),
        _ => String::new(),
    };
    model.code.copied = copied;
    say_copied(model, &more);
}

fn say_copied(model: &mut Model, more: &str) {
    let name = |(code, stance): &(CodeId, Stance)| model.desk.coded_as(code, *stance);
    let copied: Vec<String> = model.code.copied.iter().map(name).collect();
    model.say(format!("copied: {}{more}; p puts it on other words", copied.join(", ")));
}

pub(super) fn name_in_vivo(model: &mut Model) {
    let selected = model.code.pane.selection().is_some();
    let Some((mut at, mut words)) = spot(model) else { return };
    if !selected && let Some(page) = &model.code.page {
        // Without a selection the word at the cursor is meant: a passage makes no name.
        at.span = model.code.pane.ground().word(model.code.landmarks.past_label(model.code.pane.cursor()));
        page.text.slice(at.span).clone_into(&mut words);
    }
    let name: String = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(NAME).collect();
    if !name.chars().any(char::is_alphanumeric) {
        model.say_with_keys("there is no word here: select some with [select]");
        return;
    }
    model.dialogs.push(Dialog::WriteLine(WriteLine { line: LineEditor::new(name), at, words }));
}
