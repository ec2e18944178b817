//! The names of actions and places, for the user's configuration and the list that `tripod keys` prints.
//!
//! A name is what the action is called in the program, in small letters with hyphens, and it stays: the
//! configuration of users holds it.

use super::action::Action;
use super::table::{BINDINGS, Scope};

impl Action {
    /// Returns the name by which a configuration means the action.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Move(unit, way) => format!("{}-{}", hyphened(&format!("{unit:?}")), hyphened(&format!("{way:?}"))),
            Self::GoCharacter(way) => format!("go-character-{}", hyphened(&format!("{way:?}"))),
            Self::Take(object) => format!("take-{}", hyphened(&format!("{object:?}"))),
            other => hyphened(&format!("{other:?}")),
        }
    }

    /// Returns the action with a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        BINDINGS.iter().map(|binding| binding.action).find(|action| action.name() == name)
    }
}

impl Scope {
    /// Returns the name by which a configuration means the place: never that of an action, since both are keys
    /// of one table there.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Code => "code-screen".to_owned(),
            Self::Help => "help-pages".to_owned(),
            Self::Stance => "stance-question".to_owned(),
            Self::Memo => "memo-text".to_owned(),
            Self::Tour => "tour-panel".to_owned(),
            other => hyphened(&format!("{other:?}")),
        }
    }

    /// Returns the place with a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        BINDINGS.iter().map(|binding| binding.scope).find(|scope| scope.name() == name)
    }
}

/// Writes `NextPanel` as `next-panel`.
fn hyphened(name: &str) -> String {
    let mut written = String::with_capacity(name.len() + 4);
    for ch in name.chars() {
        if ch.is_ascii_uppercase() && !written.is_empty() {
            written.push('-');
        }
        written.push(ch.to_ascii_lowercase());
    }
    written
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Names that were given out: a user's configuration may hold each of them.
    const GIVEN: &str = "help palette quit suspend redraw back leave go-themes go-code go-search go-notes turn undo \
        redo next-without-stance retry up down page-up page-down first last open column-left column-right arrange \
        next-panel previous-panel next-source previous-source done done-for-theme source-memo judge select \
        select-passage grow shrink swap-ends code code-again quick-code in-vivo next-here stance recode boundary \
        next-lost attach memo remove accept supports qualifies contradicts neutral skip save tour tour-next \
        tour-lead next-page previous-page hide-names character-back character-on row-back row-on word-back word-on \
        word-end-on sentence-back sentence-on passage-back passage-on turn-back turn-on coding-back coding-on \
        uncoded-back uncoded-on hit-back hit-on row-edge-back row-edge-on half-page-back half-page-on page-back \
        page-on text-back text-on";

    #[test]
    fn every_name_that_was_given_out_still_means_something() {
        for name in GIVEN.split_whitespace() {
            assert!(Action::named(name).is_some(), "no action is called {name} any more");
        }
    }

    #[test]
    fn a_name_means_one_action_and_a_place_has_one_row_for_it() {
        let mut names: BTreeMap<String, Action> = BTreeMap::new();
        for binding in BINDINGS {
            let before = names.insert(binding.action.name(), binding.action);
            assert!(before.is_none_or(|before| before == binding.action), "{}", binding.action.name());
            assert_eq!(Scope::named(&binding.scope.name()), Some(binding.scope));
            assert_eq!(Action::named(&binding.scope.name()), None, "{:?}", binding.scope);
            let rows = BINDINGS.iter().filter(|row| (row.scope, row.action) == (binding.scope, binding.action));
            assert_eq!(rows.count(), 1, "{} in {}", binding.action.name(), binding.scope.name());
        }
    }
}
