//! The keys as they are on this workbench: the table, with what the user's configuration changes in it.
//!
//! Help, footer, palette and the pressing of keys all ask here; only the defaults stand in the table.

use super::action::Action;
use super::chord::Chord;
use super::table::{BINDINGS, Binding, Scope};

/// The keys of every row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    rows: Vec<Row>,
}

/// A row of the table with the keys that do it here.
#[derive(Clone, Debug)]
pub struct Row {
    /// What the table says of it.
    pub binding: &'static Binding,
    /// The keys, each one chord or several that follow one another.
    pub keys: Vec<Vec<Chord>>,
}

impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        (self.binding.scope, self.binding.action, &self.keys)
            == (other.binding.scope, other.binding.action, &other.keys)
    }
}

impl Eq for Row {}

impl Default for Keys {
    fn default() -> Self {
        Self { rows: BINDINGS.iter().map(Row::of_table).collect() }
    }
}

impl Row {
    /// Takes a row with the keys that the table gives it.
    pub(super) fn of_table(binding: &'static Binding) -> Self {
        let keys = binding.keys.iter().filter_map(|keys| Chord::parse_all(keys)).collect();
        Self { binding, keys }
    }

    /// Returns the keys as the help writes them: `gg`, `Ctrl-d`.
    pub fn written(&self) -> impl Iterator<Item = String> + '_ {
        self.keys.iter().map(|keys| written(keys))
    }

    /// Returns the first key, as the help writes it.
    #[must_use]
    pub fn first(&self) -> String {
        self.written().next().unwrap_or_default()
    }
}

impl Keys {
    /// Makes the keys of rows.
    pub(super) fn new(rows: Vec<Row>) -> Self {
        Self { rows }
    }

    /// Returns all rows in the order of the table.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Returns the rows that hold in the live scopes, in the order of the table.
    pub fn live<'k>(&'k self, live: &'k [Scope]) -> impl Iterator<Item = &'k Row> {
        self.rows.iter().filter(|row| live.contains(&row.binding.scope))
    }

    /// Returns the row of an action in a scope.
    #[must_use]
    pub fn row(&self, scope: Scope, action: Action) -> Option<&Row> {
        self.rows.iter().find(|row| row.binding.scope == scope && row.binding.action == action)
    }

    /// Returns the first key of an action in a scope, as the help writes it.
    #[must_use]
    pub fn key(&self, scope: Scope, action: Action) -> String {
        self.row(scope, action).map(Row::first).unwrap_or_default()
    }

    /// Tells whether a key begins a longer one in any scope.
    pub(super) fn begins_longer(&self, chord: Chord) -> bool {
        self.rows.iter().flat_map(|row| &row.keys).any(|keys| keys.len() > 1 && keys.first() == Some(&chord))
    }
}

/// Writes keys that follow one another; blanks stand only where names would run together.
#[must_use]
pub fn written(keys: &[Chord]) -> String {
    let names: Vec<String> = keys.iter().map(ToString::to_string).collect();
    let between = if names.iter().all(|name| name.chars().count() == 1) { "" } else { " " };
    names.join(between)
}
