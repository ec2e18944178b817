//! Picking a code: letters look for names, ids, aliases and definitions.

use crate::base::ids::{CodeId, EntryId, SourceId};
use crate::codebook::Code;
use crate::tui::desk::Desk;
use crate::tui::entry::picker::{Item, Picker};
use crate::tui::message::Spot;

/// A code is being picked.
#[derive(Clone, Debug)]
pub struct PickCode {
    /// The list.
    pub picker: Picker<CodeId>,
    /// What for.
    pub purpose: Purpose,
}

/// What a code is picked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To code these words.
    Code(Spot, String),
    /// To give a coding another code.
    Recode(Recoding),
    /// To judge a source on a theme.
    Judge(SourceId),
    /// To say that a source is done for a theme.
    DoneFor(SourceId),
}

/// A coding that is given another code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recoding {
    /// The coding.
    pub id: EntryId,
    /// Its words.
    pub words: String,
    /// Whether the code that it has speaks to a claim: then it has been asked for its stance.
    pub is_evidence: bool,
}

impl PickCode {
    /// Opens the list; only themes where a theme is asked for.
    #[must_use]
    pub fn new(desk: &Desk, purpose: Purpose, last: Option<&CodeId>) -> Self {
        let themes = matches!(purpose, Purpose::Judge(_) | Purpose::DoneFor(_));
        let offered = |code: &Code| !code.retired && (!themes || code.claim.is_some());
        let items = desk
            .codebook
            .outline()
            .into_iter()
            .filter(|(_, code)| offered(code))
            .map(|(depth, code)| item(if themes { 0 } else { depth }, code))
            .collect();
        let mut picker = Picker::new(items);
        if let Some(last) = last {
            picker.choose(|id| id == last);
        }
        Self { picker, purpose }
    }

    /// Returns the title of the dialog.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match self.purpose {
            Purpose::Code(..) => "Code",
            Purpose::Recode(_) => "Another code",
            Purpose::Judge(_) => "Judge the whole source on which theme?",
            Purpose::DoneFor(_) => "Done for which theme?",
        }
    }
}

fn item(depth: usize, code: &Code) -> Item<CodeId> {
    let mut also = vec![code.id.to_string()];
    also.extend(code.aliases.iter().map(ToString::to_string));
    also.extend([&code.definition, &code.claim, &code.include].into_iter().flatten().cloned());
    let key = code.key.map(|key| format!("Space {key}")).unwrap_or_default();
    Item { value: code.id.clone(), name: code.name.clone(), note: key, depth, also }
}
