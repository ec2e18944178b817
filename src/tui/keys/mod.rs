//! Keys: what they are called, and the one table that says what each does.

pub mod action;
pub mod chord;
pub mod layouts;
pub mod lookup;
pub mod table;

#[cfg(test)]
mod tests;
