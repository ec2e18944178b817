//! Finds passages by their words and by what coders made of them.
//!
//! `words` takes text apart, `query` reads what a person typed, `index` keeps the words of every
//! passage in a cache that can be thrown away, `run` brings them together. `arranged` lays what was found out by
//! kind, case or category with the voices behind it; `saved` looks after the searches that a study keeps; `alike`
//! finds passages that resemble others.

pub mod alike;
pub mod answer;
pub mod arranged;
pub mod autocode;
pub mod codings;
pub mod completion;
pub mod context;
pub mod corpus;
pub mod excerpt;
pub mod index;
pub mod live;
pub mod passages;
pub mod pattern;
pub mod plan;
pub mod query;
pub mod run;
#[cfg(test)]
mod samples;
pub mod saved;
pub mod scan;
pub mod searchable;
pub mod sieve;
pub mod texts;
mod together;
pub mod words;
