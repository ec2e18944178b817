//! Units, kinds and legs, the verdict with its reasons, and its sensitivity.
//!
//! The way of a theme through this area: [`evidence`] is what is known, as plain data; `sorting` makes
//! [`mod@unit`]s of it, one for each voice in each kind; `tally` counts them; [`ladder`] turns counts into
//! a verdict with [`reasons`]; [`flags`], [`pairs`], [`coverage`] and [`sensitivity`] say what else a
//! reader needs; [`assessment`] holds it all; [`words`] puts it into words. [`framework`] tells each theme source
//! by source instead.

pub mod answer;
pub mod assessment;
pub mod coverage;
pub mod evidence;
pub mod flags;
pub mod framework;
pub mod gather;
pub mod ladder;
pub mod pairs;
pub mod ratio;
pub mod reasons;
pub mod sensitivity;
pub mod sorting;
pub mod tally;
pub mod thresholds;
pub mod unit;
pub mod verdict;
pub mod words;

#[cfg(test)]
mod tests;
