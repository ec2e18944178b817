//! The workbench: screens, keys, effects, and the loop that ties them.

pub mod reading;
