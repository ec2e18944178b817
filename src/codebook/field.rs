//! What can be written in of a code, one text each.

use super::code::Code;

/// A key of a code that holds a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Its name.
    Name,
    /// What the code means.
    Definition,
    /// When to use it.
    Include,
    /// When not to use it.
    Exclude,
    /// The sentence that makes it a theme.
    Claim,
    /// A typical passage.
    Example,
    /// A passage that looks alike and does not belong.
    NearMiss,
    /// The evaluation question it serves.
    Question,
    /// Its colour in the workbench.
    Colour,
    /// Its quick key.
    Key,
}

impl Field {
    /// The texts that describe a code, in the order in which they are shown.
    pub const PROSE: [Self; 7] =
        [Self::Definition, Self::Include, Self::Exclude, Self::Claim, Self::Example, Self::NearMiss, Self::Question];

    /// Returns its key in the file.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Definition => "definition",
            Self::Include => "include",
            Self::Exclude => "exclude",
            Self::Claim => "claim",
            Self::Example => "example",
            Self::NearMiss => "near-miss",
            Self::Question => "question",
            Self::Colour => "color",
            Self::Key => "key",
        }
    }

    /// Returns what it is called on a screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Definition => "Definition",
            Self::Include => "Include",
            Self::Exclude => "Exclude",
            Self::Claim => "Claim",
            Self::Example => "Example",
            Self::NearMiss => "Near miss",
            Self::Question => "Question",
            Self::Colour => "Colour",
            Self::Key => "Quick key",
        }
    }

    /// Returns what a code has of it.
    #[must_use]
    pub fn of(self, code: &Code) -> Option<String> {
        match self {
            Self::Name => Some(code.name.clone()),
            Self::Definition => code.definition.clone(),
            Self::Include => code.include.clone(),
            Self::Exclude => code.exclude.clone(),
            Self::Claim => code.claim.clone(),
            Self::Example => code.example.clone(),
            Self::NearMiss => code.near_miss.clone(),
            Self::Question => code.question.clone(),
            Self::Colour => code.color.clone(),
            Self::Key => code.key.map(String::from),
        }
    }
}

/// The colours that a code can have: those that the workbench tells apart in every terminal.
///
/// Green and red are none of them: next to a stance they would be read as good and bad.
pub const COLOURS: [&str; 5] = ["blue", "teal", "purple", "orange", "grey"];
