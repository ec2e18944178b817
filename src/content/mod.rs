//! The words of a study, counted and seen in their context.
//!
//! `material` says which text counts, `units` what one word is, `question` which passages are asked about, and
//! `groups` how they are divided. `tally` counts once for all of them, in `vocabulary`'s terms. From its counts
//! `frequency`, `keyness` and `collocation` make their rows by the formulas of `contrast`; `kwic` shows a word
//! where it stands. Words are taken apart by [`crate::search::words`], as they are for the search.

pub mod collocation;
pub mod contrast;
pub mod frequency;
pub mod groups;
pub mod keyness;
pub mod kwic;
pub mod material;
pub mod question;
pub mod tally;
#[cfg(test)]
mod tests;
pub mod units;
mod vocabulary;

pub use vocabulary::Merging;
