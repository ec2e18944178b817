//! What the screen Words asks the clerk.

use super::state::Tab;
use crate::content::frequency::Words;
use crate::content::groups::By;
use crate::content::material::Turns;

/// A question about words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Each place of a word.
    Concordance(String, Turns),
    /// How often words stand.
    Frequency(Kept),
    /// What sets the groups of a division apart.
    Keyness(By, Kept),
    /// What stands near a word.
    Collocations(String, Kept),
}

/// Which words are counted and listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Whose turns count.
    pub turns: Turns,
    /// Whether function words are listed.
    pub words: Words,
}

impl Ask {
    /// Tells which list asks so.
    #[must_use]
    pub fn tab(&self) -> Tab {
        match self {
            Self::Concordance(..) => Tab::Concordance,
            Self::Frequency(_) => Tab::Frequency,
            Self::Keyness(..) => Tab::Keyness,
            Self::Collocations(..) => Tab::Collocations,
        }
    }
}
