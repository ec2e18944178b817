//! A source: its text, passages, turns, speakers, attributes and register; one reader a file type.

pub mod docx;
