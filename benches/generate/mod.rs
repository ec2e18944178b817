//! Makes studies to measure on: invented words by a seed, of the shape and sizes that the targets are set for.
//!
//! 76 of 100 sources are interviews, 4 desk reviews of five times their length, 20 observations of a fifth.
//! Words follow Zipf's law; about 6 of 100 sources are Chinese-like, 6 Russian-like. 80 codes stand in three
//! levels, the leaves with claims, and three coders mostly code the same passages. The rare word, the theme
//! and the phrase of `words` are planted and counted. Beyond words there is what a study holds: cases in
//! groups, categories, voices that several sources share, a guide, front matter and a register, and what each
//! coder has read to the end.
//!
//! The same seed and size give the same bytes, however many threads make them.

#![allow(clippy::disallowed_methods, reason = "it lays out files of its own, before there is a study")]

mod chance;
mod codes;
mod passages;
mod study;
mod words;

pub(crate) use study::{Made, make};

/// What goes wrong is told and ends the program.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// How large a study is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    /// What it is called.
    pub(crate) name: &'static str,
    /// How many sources.
    pub(crate) sources: usize,
    /// How many words an interview has, give or take a fifth.
    pub(crate) words: usize,
    /// How many codings each source has.
    pub(crate) codings: usize,
}

impl Size {
    /// All sizes, the smallest first.
    pub(crate) const ALL: [Self; 3] = [
        Self { name: "small", sources: 50, words: 3_000, codings: 40 },
        Self { name: "medium", sources: 1_000, words: 5_000, codings: 60 },
        Self { name: "large", sources: 10_000, words: 8_000, codings: 100 },
    ];

    /// Returns the size of a name.
    pub(crate) fn named(name: &str) -> std::result::Result<Self, String> {
        Self::ALL.into_iter().find(|size| size.name == name).ok_or_else(|| "small, medium or large".to_owned())
    }
}
