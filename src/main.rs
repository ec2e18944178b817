//! The program: parses arguments, calls [`tripod::cli`], and turns its outcome into an exit code.

fn main() {}
