//! Finds passages by their words and by what coders made of them.
//!
//! `words` takes text apart, `query` reads what a person typed, `index` keeps the words of every
//! passage in a cache that can be thrown away, `run` brings them together.

pub mod query;
pub mod words;
