//! A report as data, built from the study, and one renderer a format.
//!
//! `build` puts the parts together: `matrix`, `framework`, `theme`, `searched` (what a search
//! found), `respondents`, `method`. What may be
//! printed of a source is settled in `quotes` (words) and `attribution` (names); `citation` cites one passage
//! by the same rules. `block` is the report as data; `markdown`, `csv` and `json` write it. `making` does all of it in
//! steps, for the command and for the workbench.

pub mod attribution;
pub mod block;
pub mod build;
pub mod citation;
pub mod csv;
mod framework;
pub mod json;
pub mod making;
pub mod markdown;
mod matrix;
mod method;
pub mod quotes;
mod respondents;
pub mod searched;
mod theme;
