//! The whole program from outside.
#![allow(clippy::disallowed_methods, reason = "tests write the folders that the program reads")]

mod triangulation;
