//! The table that is printed: what was measured, against what is promised.

use std::fmt::Write as _;
use std::time::Duration;

use super::conditions::Before;
use super::place::Place;
use super::times::{Times, shown};

/// All rows.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<Row>,
}

struct Row {
    what: String,
    target: String,
    measured: String,
    is_met: Option<bool>,
    notes: String,
}

impl Table {
    /// Adds times, of which a quantile (in hundredths) is to be at most `target`.
    pub(crate) fn times(&mut self, what: &str, target: Option<Duration>, quantile: usize, times: &Times, notes: &str) {
        let measured = times.quantile(quantile);
        let notes = if notes.is_empty() { times.spread() } else { format!("{}; {notes}", times.spread()) };
        self.rows.push(Row {
            what: what.to_owned(),
            target: target.map_or_else(String::new, |target| format!("≤ {}", shown(target))),
            measured: shown(measured),
            is_met: target.map(|target| measured <= target),
            notes,
        });
    }

    /// Adds one time that is to be at most `target`.
    pub(crate) fn time(&mut self, what: &str, target: Option<Duration>, time: Duration, notes: &str) {
        self.times(what, target, 50, &Times::new(vec![time]), notes);
    }

    /// Adds a number that is to be at most `most`.
    pub(crate) fn at_most(&mut self, what: &str, most: Option<f64>, number: f64, unit: &str, notes: &str) {
        self.number(what, most.map(|most| ("≤", most, number <= most)), number, unit, notes);
    }

    /// Adds a number that is to be at least `least`.
    pub(crate) fn at_least(&mut self, what: &str, least: Option<f64>, number: f64, unit: &str, notes: &str) {
        self.number(what, least.map(|least| ("≥", least, number >= least)), number, unit, notes);
    }

    fn number(&mut self, what: &str, target: Option<(&str, f64, bool)>, number: f64, unit: &str, notes: &str) {
        let digits = usize::from(number < 10.0);
        self.rows.push(Row {
            what: what.to_owned(),
            target: target.map_or_else(String::new, |(sign, target, _)| format!("{sign} {target} {unit}")),
            measured: format!("{number:.digits$} {unit}"),
            is_met: target.map(|(_, _, is_met)| is_met),
            notes: notes.to_owned(),
        });
    }

    /// Adds a row of which nothing was measured.
    pub(crate) fn untold(&mut self, what: &str, why: &str) {
        self.rows.push(Row {
            what: what.to_owned(),
            target: String::new(),
            measured: "–".to_owned(),
            is_met: None,
            notes: why.to_owned(),
        });
    }

    /// Adds measurements of several programs on the same work.
    pub(crate) fn beside(&mut self, what: &str, programs: &[(&str, String)], notes: &str) {
        let measured = programs.iter().map(|(name, time)| format!("{name} {time}")).collect::<Vec<_>>().join(" · ");
        self.rows.push(Row {
            what: what.to_owned(),
            target: String::new(),
            measured,
            is_met: None,
            notes: notes.to_owned(),
        });
    }

    /// Writes the table with its conditions.
    pub(crate) fn printed(&self, place: &Place, before: &Before, load: &str) -> String {
        let made = &place.made;
        let mut text = format!(
            "### {}: {} sources, {} words, {:.1} MB of text, {} codings\n\n{}Load average {} before and {load} after. \
             The study was made with seed {}.\n\n",
            made.size,
            grouped(made.sources),
            grouped(made.words),
            place.megabytes(),
            grouped(made.codings),
            before.told,
            before.load,
            made.seed,
        );
        text.push_str("| what | target | measured | | spread and conditions |\n| --- | --- | --- | --- | --- |\n");
        for Row { what, target, measured, is_met, notes } in &self.rows {
            let verdict = is_met.map_or("", |is_met| if is_met { "met" } else { "**missed**" });
            // Writing to a string cannot fail.
            let _infallible = writeln!(text, "| {what} | {target} | {measured} | {verdict} | {notes} |");
        }
        text
    }
}

/// Writes a number with a blank between each three digits.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}
