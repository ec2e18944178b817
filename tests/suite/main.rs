//! The whole program from outside.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::disallowed_methods, reason = "tests write the folders that the program reads")]

mod report;
mod triangulation;
