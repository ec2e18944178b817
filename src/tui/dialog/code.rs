//! Picking a code: letters look for names, ids, aliases, paths and definitions.

use std::cmp::Reverse;

use crate::base::ids::{CodeId, EntryId, SourceId};
use crate::codebook::{Code, Codebook};
use crate::tui::desk::{Desk, Mark};
use crate::tui::entry::picker::{Clue, Item, Picker};
use crate::tui::keys::action::Action;
use crate::tui::keys::table::Scope;
use crate::tui::message::Spot;
use crate::tui::model::Model;

/// A code is being picked, or several.
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
    /// To code all that this query finds.
    All(String),
    /// To stand above the code that is being made in the form below.
    Parent,
}

impl Purpose {
    /// Tells whether several codes can be taken at once.
    #[must_use]
    pub fn takes_several(&self) -> bool {
        matches!(self, Self::Code(..))
    }

    fn is_of_themes(&self) -> bool {
        matches!(self, Self::Judge(_) | Self::DoneFor(_))
    }
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
    /// Opens the list; only themes where a theme is asked for, and never a code that is out of use.
    ///
    /// Codes that are coded with come in the order of their use: those that this coder used last, then those
    /// that are used most. Where a code is asked for as a part of the codebook, they come in its order.
    #[must_use]
    pub fn new(model: &Model, purpose: Purpose) -> Self {
        let themes = purpose.is_of_themes();
        let by_use = matches!(purpose, Purpose::Code(..) | Purpose::Recode(_) | Purpose::All(_));
        let (desk, codebook) = (&model.desk, &*model.desk.codebook);
        let offered = |code: &Code| !code.retired && (!themes || code.claim.is_some());
        let mut codes: Vec<(usize, &Code)> = codebook.outline();
        codes.retain(|(_, code)| offered(code));
        if by_use {
            let recent = |code: &Code| desk.recent.iter().position(|id| *id == code.id).unwrap_or(usize::MAX);
            let uses = |code: &Code| desk.uses.get(&code.id).copied().unwrap_or(0);
            codes.sort_by_cached_key(|(_, code)| (recent(code), Reverse(uses(code))));
        }
        let here = here(model, &purpose);
        let leader = model.keys.key(Scope::Codable, Action::QuickCode);
        let items = codes.into_iter().map(|(depth, code)| {
            let depth = if themes || by_use { 0 } else { depth };
            let key = code.key.filter(|_| by_use).map(|key| format!("{leader} {key}"));
            let coded = here.iter().filter(|mark| mark.code == code.id).map(|mark| coded_here(&model.desk, mark));
            let note = coded.chain(key).collect::<Vec<_>>().join(" · ");
            Item { value: code.id.clone(), name: code.name.clone(), note, depth, also: clues(codebook, code) }
        });
        let picker = Picker::new(items.collect());
        Self { picker: if purpose.takes_several() { picker.offering_line() } else { picker }, purpose }
    }

    /// Returns the title of the dialog.
    #[must_use]
    pub fn title(&self) -> String {
        let title = match self.purpose {
            Purpose::Code(..) => "Code",
            Purpose::Recode(_) => "Another code",
            Purpose::Judge(_) => "Judge the whole source on which theme?",
            Purpose::DoneFor(_) => "Done for which theme?",
            Purpose::All(_) => "Code all hits as",
            Purpose::Parent => "Under which code?",
        };
        let also = if self.picker.besides().is_some() { " and this one" } else { "" };
        match self.picker.marked().count() {
            0 => format!("{title} · {}", self.picker.count()),
            marked => format!("{title} · {} · {marked} marked{also}", self.picker.count()),
        }
    }
}

/// Returns the codings that stand on words which are about to be coded.
fn here<'m>(model: &'m Model, purpose: &Purpose) -> Vec<&'m Mark> {
    let Purpose::Code(at, _) = purpose else { return Vec::new() };
    let page = model.code.page.iter().filter(|page| page.id == at.source && page.hash == at.text);
    page.flat_map(|page| &page.marks).filter(|mark| mark.span.overlaps(at.span)).collect()
}

fn coded_here(desk: &Desk, mark: &Mark) -> String {
    let sign = desk.sign(&mark.code, mark.stance).map(|sign| format!(" {sign}")).unwrap_or_default();
    if mark.own { format!("here{sign}") } else { format!("{}{sign}", mark.coder) }
}

/// Returns what finds a code beside its name.
#[must_use]
pub fn clues(codebook: &Codebook, code: &Code) -> Vec<(Clue, String)> {
    let mut clues = vec![(Clue::Name, code.id.to_string())];
    clues.extend(code.aliases.iter().map(|alias| (Clue::Alias, alias.to_string())));
    clues.extend(codebook.above(&code.id).map(|above| (Clue::Path, above.name.clone())));
    clues.extend(code.claim.iter().map(|claim| (Clue::Claim, claim.clone())));
    let meanings = [&code.definition, &code.include, &code.exclude];
    clues.extend(meanings.into_iter().flatten().map(|meaning| (Clue::Meaning, meaning.clone())));
    clues
}

/// What tells a code from others, as its codebook says it: each part with its label.
#[must_use]
pub fn rules(code: &Code) -> Vec<String> {
    let rule = |label: &str, words: &Option<String>| words.as_ref().map(|words| format!("{label}: {words}"));
    let rules = [
        rule("Definition", &code.definition),
        rule("Include", &code.include),
        rule("Exclude", &code.exclude),
        rule("Near miss", &code.near_miss),
    ];
    rules.into_iter().flatten().collect()
}
