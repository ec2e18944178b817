//! Where a user types: one line, a text of several lines, and a list that letters filter.

pub mod line;
pub mod memo;
pub mod picker;
