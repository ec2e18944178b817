//! The index of passages, the query language, and words in context.
