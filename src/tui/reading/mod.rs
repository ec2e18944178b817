//! A text as it stands in a pane: clusters, blocks, rows, and motions over them.
//!
//! Everything here is pure arithmetic on a [`Text`](crate::base::text::Text) and a width. Nothing is
//! laid out ahead: a text is cut into blocks of at most a few kilobytes, and only the blocks on the
//! screen are wrapped, so that ten megabytes, or a megabyte without a line end, scroll like a page.
//! Positions are code points; the cursor stands only where a cluster begins.

pub mod blocks;
pub mod cluster;
pub mod cover;
pub mod find;
pub mod fit;
pub mod motion;
pub mod object;
pub mod pane;
pub mod rows;
pub mod table;
