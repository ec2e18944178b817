//! Entries, the journal that holds them, the fold to a state, anchors, undo and redo.
//!
//! A journal belongs to one coder on one device and only grows. State is a fold of all journals that
//! does not depend on the order in which they are read.

pub mod anchor;
mod entry;
mod fold;
mod ids;
mod journal;
mod line;
mod packed;
mod reads;
mod state;
mod undo;

pub use entry::{
    About, Act, Changes, Coded, Decimal, Direction, Done, Entry, Outcome, Place, Quoted, Refused, Stance, Verdict,
    WrongDecimal,
};
pub use fold::{Filed, fold};
pub use ids::IdMaker;
pub use journal::{Appended, Draft, Entered, JournalError, JournalFile, Marks, Pen, append, read};
pub use line::{BadLine, parse, print};
pub use reads::Reads;
pub use state::{Cell, Coding, Line, Memo, Origin, Read, Refusal, Ruling, Spot, State, Words, Written};
pub use undo::{Own, Plan, plan_redo, plan_undo};
