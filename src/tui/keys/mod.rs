//! Keys: what they are called, the one table that says what each does, and what a user changes in it.

pub mod action;
pub mod chord;
pub mod configured;
pub mod effective;
pub mod layouts;
pub mod lookup;
mod names;
pub mod table;

#[cfg(test)]
mod tests;
