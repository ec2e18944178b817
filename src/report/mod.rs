//! A report as data, built from the study, and one renderer a format.

pub mod block;
pub mod csv;
pub mod json;
pub mod markdown;
