//! Codes stakeholder interviews, searches the evidence, and tells which themes stand.
//!
//! # Reading order and layers
//!
//! The modules below stand in reading order. Each may use only the modules that its row names; the
//! test `tests/suite/layers.rs` reads this very table and the sources, and fails on any other import.
//!
//! | area | may use |
//! |---|---|
//! | base | – |
//! | codebook | base |
//! | source | base |
//! | coding | base, codebook |
//! | study | base, codebook, source, coding |
//! | search | base, codebook, source, coding, study |
//! | content | base, codebook, source, coding, study, search |
//! | triangulation | base, codebook, source, coding, study |
//! | health | base, study, search, triangulation |
//! | interchange | base, codebook, source, coding, study |
//! | report | base, codebook, source, coding, study, search, triangulation |
//! | tui | base, codebook, source, coding, study, search, content, triangulation, health, interchange, report |
//! | cli | base, codebook, source, coding, study, search, content, triangulation, health, interchange, report, tui |

pub mod base;
pub mod cli;
pub mod codebook;
pub mod coding;
pub mod content;
pub mod health;
pub mod interchange;
pub mod report;
pub mod search;
pub mod source;
pub mod study;
pub mod triangulation;
pub mod tui;
