//! The commands: one file each, and the only writer to standard output and error.
