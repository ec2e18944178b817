//! The thresholds of the verdict: their defaults, their names in `study.toml`, and their limits.
//!
//! Every report prints them, and says which differ from the defaults.

use serde::Serialize;

use super::ratio::Ratio;

/// All numbers that the verdict depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Thresholds {
    /// From which net share of its weights on a unit takes a side.
    pub tau: Ratio,
    /// From which balance of its units on a kind, a case or a category takes a side.
    pub beta: Ratio,
    /// From which share of the kinds (or legs) on the smaller side makes dissonance.
    pub delta: Ratio,
    /// How many voices a direction needs so that it is not thin.
    pub n_min: u32,
    /// Past which share of the kinds without a stance they are named.
    pub silence: Ratio,
    /// Past which difference in prominence between kinds it is named.
    pub prominence_gap: Ratio,
    /// How many units of a kind have to be asked for its prominence to be compared.
    pub prominence_base: u32,
    /// Below which prominence a kind that carries the direction is scarce.
    pub scarce: Ratio,
    /// Past which share of the asked sources not read to the end a kind is unfinished.
    pub unfinished: Ratio,
    /// Below which share of the known cases a direction is bound to cases.
    pub case_coverage: Ratio,
    /// How many units with a stance a case or category needs to oppose.
    pub category_min: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            tau: Ratio::new(1, 2),
            beta: Ratio::new(1, 2),
            delta: Ratio::new(1, 3),
            n_min: 3,
            silence: Ratio::new(1, 3),
            prominence_gap: Ratio::new(1, 2),
            prominence_base: 5,
            scarce: Ratio::new(1, 5),
            unfinished: Ratio::new(1, 3),
            case_coverage: Ratio::new(1, 2),
            category_min: 2,
        }
    }
}

/// The names of all thresholds, in the order in which they are printed.
pub const NAMES: [&str; 11] = [
    "tau",
    "beta",
    "delta",
    "n_min",
    "silence",
    "prominence_gap",
    "prominence_base",
    "scarce",
    "unfinished",
    "case_coverage",
    "category_min",
];

impl Thresholds {
    /// Returns the value of a threshold as it is written in `study.toml`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        Some(match name {
            "tau" => self.tau.to_string(),
            "beta" => self.beta.to_string(),
            "delta" => self.delta.to_string(),
            "n_min" => self.n_min.to_string(),
            "silence" => self.silence.to_string(),
            "prominence_gap" => self.prominence_gap.to_string(),
            "prominence_base" => self.prominence_base.to_string(),
            "scarce" => self.scarce.to_string(),
            "unfinished" => self.unfinished.to_string(),
            "case_coverage" => self.case_coverage.to_string(),
            "category_min" => self.category_min.to_string(),
            _ => return None,
        })
    }

    /// Sets a threshold from its text.
    ///
    /// # Errors
    /// When there is no such threshold, or the value is none that it can have; the sentence says what it can.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        match name {
            "tau" => side(value).map(|v| self.tau = v),
            "beta" => side(value).map(|v| self.beta = v),
            "delta" => side(value).map(|v| self.delta = v),
            "silence" => share(value).map(|v| self.silence = v),
            "prominence_gap" => share(value).map(|v| self.prominence_gap = v),
            "scarce" => share(value).map(|v| self.scarce = v),
            "unfinished" => share(value).map(|v| self.unfinished = v),
            "case_coverage" => share(value).map(|v| self.case_coverage = v),
            "n_min" => count(value).map(|v| self.n_min = v),
            "prominence_base" => count(value).map(|v| self.prominence_base = v),
            "category_min" => count(value).map(|v| self.category_min = v),
            _ => return Err(format!("there is no threshold '{name}'")),
        }
        .map_err(|range| format!("the threshold '{name}' is {range}, not '{value}'"))
    }

    /// Returns the names and values that differ from the defaults, with the default after them.
    #[must_use]
    pub fn changed(&self) -> Vec<(&'static str, String, String)> {
        let usual = Self::default();
        NAMES
            .into_iter()
            .filter_map(|name| Some((name, self.get(name)?, usual.get(name)?)))
            .filter(|(_, value, default)| value != default)
            .collect()
    }
}

/// A share past which something takes a side: zero would let it take both.
fn side(value: &str) -> Result<Ratio, &'static str> {
    share(value).ok().filter(|ratio| !ratio.is_zero()).ok_or("a fraction such as 1/2, more than 0 and at most 1")
}

fn share(value: &str) -> Result<Ratio, &'static str> {
    Ratio::parse(value).filter(|ratio| !ratio.is_above_one()).ok_or("a fraction such as 1/2, from 0 to 1")
}

fn count(value: &str) -> Result<u32, &'static str> {
    value.trim().parse().ok().filter(|count| (1..=1_000_000).contains(count)).ok_or("a whole number from 1 to 1000000")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_can_be_set_and_read() {
        for name in NAMES {
            let mut thresholds = Thresholds::default();
            assert!(thresholds.changed().is_empty());
            thresholds.set(name, "1").unwrap();
            assert_eq!(thresholds.get(name).as_deref(), Some("1"), "{name}");
            assert_eq!(thresholds.changed().len(), 1);
        }
        assert!(Thresholds::default().set("taau", "1").is_err());
    }

    #[test]
    fn what_cannot_be_is_refused_and_changes_nothing() {
        let mut thresholds = Thresholds::default();
        for (name, value) in
            [("tau", "0"), ("beta", "3/2"), ("n_min", "0"), ("n_min", "1/2"), ("scarce", "-1"), ("delta", "")]
        {
            assert!(thresholds.set(name, value).unwrap_err().contains(name));
        }
        assert_eq!(thresholds, Thresholds::default());
    }
}
