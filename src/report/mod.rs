//! A report as data, and one renderer a format.
