//! Tests of the verdict from evidence to judgement: worked cases, single rules, and properties.

mod cases;
mod framework;
mod properties;
mod rules;
mod world;
