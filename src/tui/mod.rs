//! The workbench: screens, keys, effects, and the loop that ties them.

pub mod colours;
pub mod entry;
pub mod keys;
pub mod pen;
pub mod reading;
