//! A source: its stored text, what its keys say, its passages, turns and speakers, and the register.
//!
//! Works on bytes and texts that others read from the disk; knows nothing of codes or journals.

mod description;
pub mod docx;
mod front_matter;
mod outline;
mod passage;
mod register;
mod stored;
mod table;

pub use description::{Asked, Description, Keys, Status, Use, Value, Words};
pub use front_matter::{FrontMatter, is_broken, may_have_front_matter, one_line};
pub use outline::{Outline, Quoted, Reading, Row, count_words};
pub use passage::{Form, Passage, Speakers, label_length, labels_inside};
pub use register::{Register, RegisterRow};
pub use stored::{Stored, Unreadable};
