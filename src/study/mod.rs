//! The study folder: its manifest, every path in it, opening, checking, and the one door for changes.
