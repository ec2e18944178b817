//! Keys from the user's configuration: what is asked for, and why some of it cannot be had.
//!
//! `[keys]` binds an action wherever the table does; `[keys.text]` binds it in one place. A wish that
//! cannot be granted is told with its line and leaves the table's keys as they are; the rest holds.

use super::action::Action;
use super::chord::{Chord, Key};
use super::effective::{Keys, Row, written};
use super::layouts::latin;
use super::lookup::is_writing;
use super::table::{BINDINGS, Scope, TOGETHER};
use crate::base::nearest::did_you_mean;
use crate::base::problem::Problem;
use crate::base::settings::Section;

/// Other keys for one row of the table.
struct Wish {
    /// The row, as its place in the table.
    row: usize,
    keys: Vec<Vec<Chord>>,
    /// Where the configuration says so.
    line: usize,
}

/// Reads the table `[keys]` of a configuration. Every fault is reported there; what is sound holds.
pub fn read(section: &mut Section<'_>) -> Keys {
    let (lists, places) = section.lists_and_sections();
    let mut wishes = Vec::new();
    for (name, keys, line) in lists {
        if let (Some(action), Some(keys)) = (action(section, &name, line), chords(section, &name, &keys, line)) {
            everywhere(section, &mut wishes, action, &keys, line);
        }
    }
    for (name, mut place) in places {
        let Some(scope) = Scope::named(&name) else {
            let message = format!("'{name}' is no place where keys are bound");
            report(section, place.line(), message, did_you_mean(&name, scope_names().iter().map(String::as_str)));
            place.named_lists();
            continue;
        };
        for (name, keys, line) in place.named_lists() {
            let (Some(action), Some(keys)) = (action(section, &name, line), chords(section, &name, &keys, line)) else {
                continue;
            };
            in_place(section, &mut wishes, scope, action, keys, line);
        }
    }
    granted(section, wishes)
}

fn report(section: &Section<'_>, line: usize, message: String, hint: Option<String>) {
    section.report(Problem { hint, ..Problem::error("keys", section.path(), message).at(line) });
}

fn scope_names() -> Vec<String> {
    BINDINGS.iter().map(|binding| binding.scope.name()).collect()
}

/// Returns the action of a name; reports where there is none.
fn action(section: &Section<'_>, name: &str, line: usize) -> Option<Action> {
    let found = Action::named(name);
    if found.is_none() {
        let names: Vec<String> = BINDINGS.iter().map(|binding| binding.action.name()).collect();
        let hint = did_you_mean(name, names.iter().map(String::as_str));
        let hint = hint.unwrap_or_else(|| "see all actions with: tripod keys".to_owned());
        report(section, line, format!("'{name}' is no action"), Some(hint));
    }
    found
}

/// Reads the keys of an action; reports those that are none.
fn chords(section: &Section<'_>, name: &str, keys: &[String], line: usize) -> Option<Vec<Vec<Chord>>> {
    let mut found = Vec::new();
    for text in keys {
        if let Some(chords) = Chord::parse_all(text).filter(|chords| !chords.is_empty()) {
            found.push(chords.into_iter().map(as_pressed).collect());
        } else {
            let hint = "write a letter or a sign, Enter, Esc, Tab, Space, Ins, Del, BkSp, Up, Home, PgDn, F5, \
                Ctrl-x, Alt-x; several keys with blanks between, as 'g g'";
            report(section, line, format!("'{text}' for '{name}' is no key"), Some(hint.to_owned()));
        }
    }
    if keys.is_empty() {
        let hint = format!("give it one, or leave the line out: {name} = \"F5\"");
        report(section, line, format!("'{name}' would have no key, and nobody could reach it"), Some(hint));
    }
    (!found.is_empty()).then_some(found)
}

/// Returns a chord as the terminal reports it: letters under Control come in small.
fn as_pressed(chord: Chord) -> Chord {
    match chord.key {
        Key::Char(ch) if chord.ctrl => Chord { key: Key::Char(ch.to_ascii_lowercase()), ..chord },
        _ => chord,
    }
}

/// Asks for keys in every place that binds an action. Places where one writes keep theirs if the keys are
/// letters: nobody means them to be lost there.
fn everywhere(section: &Section<'_>, wishes: &mut Vec<Wish>, action: Action, keys: &[Vec<Chord>], line: usize) {
    let rows = || BINDINGS.iter().enumerate().filter(move |(_, binding)| binding.action == action);
    let mut refused = None;
    let before = wishes.len();
    for (row, binding) in rows() {
        let reason = keys.iter().find_map(|keys| out_of_reach(keys, binding.scope));
        match reason {
            Some(reason) => refused = refused.or(Some(reason)),
            None => wishes.push(Wish { row, keys: keys.to_vec(), line }),
        }
    }
    if let (Some(reason), true) = (refused, wishes.len() == before) {
        report(section, line, format!("'{}' cannot be bound so: {reason}", action.name()), None);
    }
}

/// Asks for keys in one place.
fn in_place(
    section: &Section<'_>,
    wishes: &mut Vec<Wish>,
    scope: Scope,
    action: Action,
    keys: Vec<Vec<Chord>>,
    line: usize,
) {
    let (name, place) = (action.name(), scope.name());
    let Some(row) = BINDINGS.iter().position(|binding| (binding.scope, binding.action) == (scope, action)) else {
        let places: Vec<String> =
            BINDINGS.iter().filter(|binding| binding.action == action).map(|binding| binding.scope.name()).collect();
        let hint = format!("it is bound in: {}", places.join(", "));
        report(section, line, format!("'{name}' does nothing in '{place}'"), Some(hint));
        return;
    };
    if let Some(reason) = keys.iter().find_map(|keys| out_of_reach(keys, scope)) {
        report(section, line, format!("'{name}' in '{place}' cannot be bound so: {reason}"), None);
        return;
    }
    // What is said of one place goes before what is said of all.
    wishes.retain(|wish| wish.row != row);
    wishes.push(Wish { row, keys, line });
}

/// Says why keys can never be pressed to an end in a scope; nothing where they can.
fn out_of_reach(keys: &[Chord], scope: Scope) -> Option<String> {
    let first = *keys.first()?;
    for chord in keys {
        match (chord.key, chord.ctrl) {
            (Key::Char('c'), true) => return Some("Ctrl-c lets go of what was begun, everywhere".to_owned()),
            (Key::Char('i'), true) => return Some("terminals send the same for Ctrl-i and Tab".to_owned()),
            (Key::Char('m'), true) => return Some("terminals send the same for Ctrl-m and Enter".to_owned()),
            (Key::Char('['), true) => return Some("terminals send the same for Ctrl-[ and Esc".to_owned()),
            _ => {}
        }
    }
    for live in TOGETHER.iter().filter(|live| live.contains(&scope)) {
        if is_writing(live) {
            if is_for_writing(first) {
                return Some(format!("{first} is written with where '{}' is open", live[0].name()));
            }
            continue;
        }
        if let Some(other) = keys.iter().find(|chord| latin(**chord) != **chord) {
            return Some(format!("{other} is taken for the key {} in its place", latin(*other)));
        }
        let counted = live.contains(&Scope::Text) || live.contains(&Scope::List);
        if counted && first.typed().is_some_and(|ch| ('1'..='9').contains(&ch)) {
            return Some(format!("{first} begins a count"));
        }
    }
    None
}

/// Tells whether a key types or moves in what is being written.
fn is_for_writing(chord: Chord) -> bool {
    let moves = [Key::Backspace, Key::Delete, Key::Left, Key::Right, Key::Home, Key::End];
    chord.typed().is_some() || !chord.ctrl && !chord.alt && moves.contains(&chord.key)
}

/// Grants the wishes that do not get in each other's way or in that of the table.
///
/// A wish that is refused gives its row the table's keys back, which may stand in the way of another one;
/// since the table itself is sound, this ends.
fn granted(section: &Section<'_>, mut wishes: Vec<Wish>) -> Keys {
    wishes.sort_by_key(|wish| (wish.line, wish.row));
    loop {
        let mut rows: Vec<Row> = BINDINGS.iter().map(Row::of_table).collect();
        for wish in &wishes {
            rows[wish.row].keys.clone_from(&wish.keys);
        }
        let clash = wishes.iter().enumerate().rev().find_map(|(at, wish)| Some((at, in_the_way(&rows, wish)?)));
        let Some((at, reason)) = clash else { return Keys::new(rows) };
        let wish = wishes.remove(at);
        let binding = &BINDINGS[wish.row];
        let message = format!("'{}' in '{}' keeps its keys: {reason}", binding.action.name(), binding.scope.name());
        report(section, wish.line, message, Some("give one of them another key; tripod keys lists all".to_owned()));
    }
}

/// Says what stands in the way of a wish: the same keys for something else, or keys that begin like it.
fn in_the_way(rows: &[Row], wish: &Wish) -> Option<String> {
    let own = &BINDINGS[wish.row];
    let near = |row: &&Row| TOGETHER.iter().any(|live| live.contains(&own.scope) && live.contains(&row.binding.scope));
    for row in rows.iter().filter(near).filter(|row| row.binding.action != own.action) {
        for (mine, other) in wish.keys.iter().flat_map(|mine| row.keys.iter().map(move |other| (mine, other))) {
            let (name, place) = (row.binding.action.name(), row.binding.scope.name());
            if mine == other {
                return Some(format!("{} is '{name}' in '{place}'", written(mine)));
            }
            if other.starts_with(mine) {
                let (short, long) = (written(mine), written(other));
                return Some(format!("{short} begins {long}, and '{name}' in '{place}' could not be reached"));
            }
            if mine.starts_with(other) {
                let (long, short) = (written(mine), written(other));
                return Some(format!("{long} could not be reached: {short} is '{name}' in '{place}'"));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::settings;

    fn keys(text: &str) -> (Keys, Vec<String>) {
        let (keys, problems) = settings::read("config.toml", text, |top| {
            let mut section = top.section("keys")?;
            Some(read(&mut section))
        });
        let told = problems.iter().map(|problem| format!("{} {}", problem.line.unwrap_or(0), problem.message));
        (keys.flatten().unwrap(), told.collect())
    }

    #[test]
    fn keys_are_bound_everywhere_or_in_one_place() {
        let (keys, told) = keys("[keys]\ncode = [\"c\", \"Ins\"]\ndown = \",\"\n[keys.text]\ngrow = \"Ctrl-T\"\n");
        assert!(told.is_empty(), "{told:?}");
        assert_eq!(keys.row(Scope::Codable, Action::Code).unwrap().written().collect::<Vec<_>>(), ["c", "Ins"]);
        assert_eq!(keys.key(Scope::Text, Action::Grow), "Ctrl-t");
        assert_eq!(keys.key(Scope::List, Action::Down), ",");
        assert_eq!(keys.key(Scope::Picker, Action::Down), "Down", "letters look for codes there");
    }

    #[test]
    fn two_keys_can_change_places() {
        let (keys, told) = keys("[keys]\nundo = \"q\"\nleave = \"u\"\n");
        assert!(told.is_empty(), "{told:?}");
        assert_eq!(keys.key(Scope::Screen, Action::Leave), "u");
    }

    #[test]
    fn every_fault_is_told_with_its_line_and_the_rest_holds() {
        let text = "[keys]\ncod = \"x\"\nundo = \"Hyper-x\"\nredo = []\nleave = \"c\"\npalette = \"g\"\n\
            go-code = \"5\"\nrecode = \"Ctrl-i\"\nhelp = \"F5\"\n[keys.picker]\naccept = \"y\"\n[keys.text]\nundo = \"y\"\n\
            [keys.texts]\ngrow = \"y\"\n[keys.help-pages]\nback = \"z\"\n";
        let (keys, told) = keys(text);
        let all = told.join("\n");
        for expected in [
            "2 'cod' is no action",
            "3 'Hyper-x' for 'undo' is no key",
            "4 'redo' would have no key",
            "5 'leave' in 'screen' keeps its keys: c is 'code' in 'codable'",
            "6 'palette' in 'screen' keeps its keys: g begins g",
            "7 'go-code' cannot be bound so: 5 begins a count",
            "8 'recode' cannot be bound so: terminals send the same for Ctrl-i and Tab",
            "11 'accept' in 'picker' cannot be bound so: y is written with where 'picker' is open",
            "13 'undo' does nothing in 'text'",
            "is no place where keys are bound",
        ] {
            assert!(all.contains(expected), "{expected}\n{all}");
        }
        assert_eq!(told.len(), 10, "{all}");
        assert_eq!(keys.key(Scope::Everywhere, Action::Help), "F5");
        assert_eq!(keys.key(Scope::Help, Action::Back), "z");
        assert_eq!(keys.key(Scope::Screen, Action::Leave), "q");
    }

    #[test]
    fn no_configuration_takes_the_table_apart() {
        // Every action on every key: whatever is granted, no key has two meanings in one place.
        for binding in BINDINGS {
            for key in ["a", "F9", "Esc", "j", "Ctrl-p", "g"] {
                let (keys, _) = keys(&format!("[keys]\n{} = \"{key}\"\n", binding.action.name()));
                for live in TOGETHER {
                    let rows: Vec<&Row> = keys.live(live).collect();
                    for (at, row) in rows.iter().enumerate() {
                        for other in rows[..at].iter().filter(|other| other.binding.action != row.binding.action) {
                            let clash = row.keys.iter().any(|mine| {
                                other.keys.iter().any(|other| mine.starts_with(other) || other.starts_with(mine))
                            });
                            assert!(!clash, "{key} for {}: {row:?} {other:?}", binding.action.name());
                        }
                    }
                }
            }
        }
    }
}
