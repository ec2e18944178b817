//! Formats in and out: codings as csv.
