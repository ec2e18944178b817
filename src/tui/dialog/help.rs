//! The help and the palette, made from the table of keys.

use crate::tui::entry::picker::{Clue, Item};
use crate::tui::keys::action::Action;
use crate::tui::keys::chord::Chord;
use crate::tui::keys::effective::{Keys, Row};
use crate::tui::keys::table::{BINDINGS, Binding, Group, Scope};

/// A line of the help: a heading, or keys with what they do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpLine {
    /// A heading.
    Heading(&'static str),
    /// Keys and words.
    Keys(String, &'static str),
}

/// Returns the help of some scopes: groups in their order, bindings with the same words on one line.
#[must_use]
pub fn lines(keys: &Keys, scopes: &[Scope]) -> Vec<HelpLine> {
    let mut rows: Vec<&Row> = keys.live(scopes).collect();
    rows.sort_by_key(|row| row.binding.group);
    let palette = keys.key(Scope::Screen, Action::Palette);
    let mut lines = Vec::new();
    let mut group: Option<Group> = None;
    for row in rows {
        let binding = row.binding;
        if group != Some(binding.group) {
            group = Some(binding.group);
            lines.push(HelpLine::Heading(binding.group.word()));
        }
        let written = row.written().collect::<Vec<_>>().join(" ");
        // What has no key of its own is found in the palette.
        let keys = if written.is_empty() { palette.clone() } else { written };
        let same =
            lines.iter_mut().rev().take_while(|line| !matches!(line, HelpLine::Heading(_))).find_map(
                |line| match line {
                    HelpLine::Keys(keys, words) if *words == binding.help => Some(keys),
                    _ => None,
                },
            );
        match same {
            Some(before) => *before = format!("{before} {keys}"),
            None => lines.push(HelpLine::Keys(keys, binding.help)),
        }
    }
    lines
}

/// Returns the keys of every place, each under what the place is called. Only a copy of the sample has a tour.
#[must_use]
pub fn all_lines(keys: &Keys, with_tour: bool) -> Vec<HelpLine> {
    let mut scopes: Vec<Scope> = Vec::new();
    for binding in BINDINGS {
        if !scopes.contains(&binding.scope) && (with_tour || binding.scope != Scope::Tour) {
            scopes.push(binding.scope);
        }
    }
    let of = |scope| lines(keys, &[scope]).into_iter().filter(|line| matches!(line, HelpLine::Keys(..)));
    scopes.into_iter().flat_map(|scope| std::iter::once(HelpLine::Heading(scope.place())).chain(of(scope))).collect()
}

/// Returns the commands of some scopes for the palette, each once with all its keys: those in `recent` first,
/// in that order.
#[must_use]
pub fn commands(keys: &Keys, scopes: &[Scope], recent: &[Action]) -> Vec<Item<Action>> {
    let mut items: Vec<Item<Action>> = Vec::new();
    for row in keys.live(scopes).filter(|row| row.binding.action != Action::Palette) {
        let binding = row.binding;
        let name = format!("{}: {}", binding.group.word(), words(binding));
        let note = row.keys.iter().map(|keys| spaced(keys)).collect::<Vec<_>>().join("  ");
        if let Some(same) = items.iter_mut().find(|item| item.value == binding.action && item.name == name) {
            same.note = format!("{}  {note}", same.note);
            continue;
        }
        let pressed = row.written().collect::<String>();
        let also = [binding.help, binding.footer, &pressed].map(|words| (Clue::Alias, words.to_owned()));
        items.push(Item { value: binding.action, name, note, depth: 0, also: also.into() });
    }
    items.sort_by_key(|item| recent.iter().position(|action| *action == item.value).unwrap_or(usize::MAX));
    items
}

/// Writes keys that follow one another with blanks between them.
fn spaced(keys: &[Chord]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// Returns a binding's words, with the way where two bindings share them.
fn words(binding: &Binding) -> String {
    use crate::tui::reading::motion::Way;
    use crate::tui::reading::object::Object;
    match binding.action {
        Action::Move(_, Way::Back) | Action::PreviousUncoded | Action::NotDoneBack => format!("{}, back", binding.help),
        Action::Move(_, Way::On) | Action::NextUncoded | Action::NotDoneOn => format!("{}, on", binding.help),
        Action::GoCharacter(Way::Back) => "back to a character".to_owned(),
        Action::GoCharacter(Way::On) => "on to a character".to_owned(),
        Action::Take(Object::Word) => "the word".to_owned(),
        Action::Take(Object::Sentence) => "the sentence".to_owned(),
        Action::Take(Object::Passage) => "the passage here".to_owned(),
        Action::Take(Object::Turn) => "the speaker's turn".to_owned(),
        Action::Take(Object::Quoted) => "what is in quotation marks".to_owned(),
        Action::Take(Object::Bracketed) => "what is in brackets".to_owned(),
        Action::Measure => "text of 80 columns, or as wide as its panel".to_owned(),
        Action::Numbers => "number passages, lines, nothing".to_owned(),
        Action::Undo => "undo".to_owned(),
        Action::Redo => "redo".to_owned(),
        _ => binding.help.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keys::table::TOGETHER;

    #[test]
    fn the_help_names_every_key_of_its_place() {
        for scopes in TOGETHER {
            let table = Keys::default();
            let lines = lines(&table, scopes);
            for row in table.live(scopes) {
                for keys in row.written() {
                    let named = lines.iter().any(|line| match line {
                        HelpLine::Keys(all, words) => {
                            *words == row.binding.help && all.split(' ').any(|one| one == keys)
                        }
                        HelpLine::Heading(_) => false,
                    });
                    assert!(named, "{keys} in {scopes:?}");
                }
            }
        }
    }
}
