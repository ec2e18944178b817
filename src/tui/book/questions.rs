//! What is asked before a change that is felt elsewhere: how many codings it touches, and what becomes of them.

use super::dialog::{Ask, BookDialog};
use super::state::uses;
use crate::base::count::plural;
use crate::base::ids::CodeId;
use crate::codebook::Code;
use crate::tui::desk::Desk;
use crate::tui::message::BookEdit;

pub(super) fn retire(desk: &Desk, code: &Code) -> BookDialog {
    let codings = plural(uses(desk, code), "coding of it counts", "codings of it count");
    let lines = vec![
        format!("{codings} as before; the list of codes no longer offers it."),
        "x takes it back into use.".to_owned(),
    ];
    ask(format!("Take {} out of use?", code.name), lines, BookEdit::Retire(code.id.clone(), true))
}

pub(super) fn adopt(desk: &Desk, code: &Code, coder: &str) -> BookDialog {
    let mut lines =
        vec![format!("It leaves {} and goes to the lead's codebook, with its comments. Its codings stay.", code.file)];
    if desk.coder.as_ref().is_none_or(|own| own.as_str() != coder) {
        lines.push(format!(
            "That file is {coder}'s: where it is changed on another machine too, two versions of it will meet."
        ));
    }
    ask(format!("Adopt {}, a draft of {coder}?", code.name), lines, BookEdit::Adopt(code.id.clone()))
}

pub(super) fn merge(desk: &Desk, code: &Code, into: &Code) -> BookDialog {
    let mut lines = vec![format!(
        "{} of “{}” will count as “{}”. Its id lives on as an alias; what it says of itself stays in {} as a comment.",
        plural(uses(desk, code), "coding", "codings"),
        code.name,
        into.name,
        code.file
    )];
    let below = desk.codebook.children(&code.id).filter(|child| child.id != into.id).count();
    if below > 0 {
        lines.push(format!("{} of it will stand under “{}”.", plural(below, "sub-code", "sub-codes"), into.name));
    }
    lines.extend(other_claim(desk, Some(&code.id), Some(&into.id)));
    let title = format!("Merge {} into {}?", code.name, into.name);
    ask(title, lines, BookEdit::Merge(code.id.clone(), into.id.clone()))
}

/// Returns what is asked before a code is moved; nothing where no coding comes to count for another claim.
pub(super) fn moved(desk: &Desk, code: &Code, parent: Option<&CodeId>) -> Option<BookDialog> {
    if code.claim.is_some() {
        return None;
    }
    // Those below that have a claim of their own count for that.
    let counts = |below: &&Code| {
        desk.theme_of(&below.id).map(|theme| &theme.id) == desk.theme_of(&code.id).map(|theme| &theme.id)
    };
    let below = desk.codebook.with_sub_codes(&code.id);
    let codings: usize = below.into_iter().filter(counts).map(|code| uses(desk, code)).sum();
    let other = other_claim(desk, Some(&code.id), parent).filter(|_| codings > 0)?;
    let lines = vec![format!("{} of it and below it.", plural(codings, "coding", "codings")), other];
    let to = parent.map_or_else(|| "to the top".to_owned(), |parent| format!("under {}", desk.code_name(parent)));
    Some(ask(format!("Move {} {to}?", code.name), lines, BookEdit::Move(code.id.clone(), parent.cloned())))
}

/// Says for which claim codings will count, where it is another one.
fn other_claim(desk: &Desk, from: Option<&CodeId>, to: Option<&CodeId>) -> Option<String> {
    let theme = |id: Option<&CodeId>| id.and_then(|id| desk.theme_of(id));
    let (from, to) = (theme(from), theme(to));
    let claim = |code: &Code| format!("“{}”", code.claim.as_deref().unwrap_or_default());
    match (from, to) {
        (Some(from), Some(to)) if from.id == to.id => None,
        (None, None) => None,
        (Some(from), Some(to)) => Some(format!(
            "Stances that were taken towards {} will count towards {}: read them again.",
            claim(from),
            claim(to)
        )),
        (Some(from), None) => Some(format!("They will count for no claim any more; now they do for {}.", claim(from))),
        (None, Some(to)) => Some(format!("They will count for {}, towards which no stance was taken.", claim(to))),
    }
}

fn ask(title: String, lines: Vec<String>, edit: BookEdit) -> BookDialog {
    BookDialog::Ask(Ask { title, lines, edit })
}
