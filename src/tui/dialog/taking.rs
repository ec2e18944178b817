//! Coding words with one code or several: the stance of each is asked for, then all is written as one step.

use std::collections::VecDeque;

use super::Dialog;
use super::stance::{AskStance, Purpose};
use crate::base::ids::CodeId;
use crate::codebook::{Code, Codebook, NewCode, id_from_name};
use crate::coding::Stance;
use crate::tui::message::{Change, Effect, Spot};
use crate::tui::model::Model;

/// Words that are being coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taking {
    /// The words.
    pub at: Spot,
    /// The same as text.
    pub words: String,
    /// A code that is made with the coding, if one is.
    new: Option<NewCode>,
    /// The codes that still wait.
    left: VecDeque<CodeId>,
    /// The codes that have their stance.
    taken: Vec<(CodeId, Stance)>,
}

impl Taking {
    /// Begins with codes that all are in the codebook.
    #[must_use]
    pub fn new(at: Spot, words: String, codes: impl IntoIterator<Item = CodeId>) -> Self {
        Self { at, words, new: None, left: codes.into_iter().collect(), taken: Vec::new() }
    }

    /// Adds a code that is made with the coding.
    #[must_use]
    pub fn and_new(mut self, code: NewCode) -> Self {
        self.left.push_back(code.id.clone());
        self.new = Some(code);
        self
    }

    /// Returns the number of the code that is asked about, and how many codes there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.taken.len() + 1, self.taken.len() + 1 + self.left.len())
    }

    /// Returns the code that is being made, if it has this id.
    #[must_use]
    pub fn new_code(&self, id: &CodeId) -> Option<&NewCode> {
        self.new.as_ref().filter(|new| new.id == *id)
    }

    /// Returns the name of the theme and the claim that a coding with this code speaks to.
    #[must_use]
    pub fn claim<'c>(&'c self, codebook: &'c Codebook, id: &CodeId) -> Option<(&'c str, &'c str)> {
        let of = |theme: &'c Code| Some((theme.name.as_str(), theme.claim.as_deref()?));
        let Some(new) = self.new_code(id) else { return of(codebook.theme_of(id)?) };
        match (&new.claim, &new.parent) {
            (Some(claim), _) => Some((&new.name, claim)),
            (None, Some(parent)) => of(codebook.theme_of(parent)?),
            (None, None) => None,
        }
    }
}

/// Codes words with a code: asks for the stance where there is a claim to take it towards.
pub fn code_with(model: &mut Model, code: CodeId, at: Spot, words: String) -> Vec<Effect> {
    go_on(model, Taking::new(at, words, [code]))
}

/// Codes words with codes whose stances are known.
pub fn put(model: &mut Model, codes: Vec<(CodeId, Stance)>, at: Spot) -> Vec<Effect> {
    finish(model, Taking { taken: codes, ..Taking::new(at, String::new(), []) })
}

/// Codes words with the codes and stances of the last time.
pub fn code_again(model: &mut Model, at: Option<(Spot, String)>) -> Vec<Effect> {
    if model.code.last.is_empty() {
        model.say("nothing was coded yet: c opens the list of codes");
        return Vec::new();
    }
    let last = model.code.last.clone();
    at.map(|(at, _)| put(model, last, at)).unwrap_or_default()
}

/// Codes words with what was copied from a coding.
pub fn put_copied(model: &mut Model, at: Option<(Spot, String)>) -> Vec<Effect> {
    if model.code.copied.is_empty() {
        model.say("nothing was copied yet: y on a coding copies its code and stance");
        return Vec::new();
    }
    let copied = model.code.copied.clone();
    at.map(|(at, _)| put(model, copied, at)).unwrap_or_default()
}

/// Asks for the stance of the next code that can take one; writes all when none is left.
pub(super) fn go_on(model: &mut Model, mut taking: Taking) -> Vec<Effect> {
    while let Some(code) = taking.left.pop_front() {
        if taking.claim(&model.desk.codebook, &code).is_some() {
            let words = taking.words.clone();
            let purpose = Purpose::Code(Box::new(taking));
            model.dialogs.push(Dialog::AskStance(AskStance { code, words, purpose, walk: false }));
            return Vec::new();
        }
        taking.taken.push((code, Stance::Neutral));
    }
    finish(model, taking)
}

/// Takes the stance of the code that was asked about, and goes on.
pub(super) fn answered(model: &mut Model, mut taking: Taking, code: CodeId, stance: Stance) -> Vec<Effect> {
    taking.taken.push((code, stance));
    go_on(model, taking)
}

fn finish(model: &mut Model, taking: Taking) -> Vec<Effect> {
    for (code, _) in taking.taken.iter().rev() {
        model.desk.used(code);
    }
    model.code.last.clone_from(&taking.taken);
    model.code.pane.clear_selection();
    let change = |(code, stance)| Change::Code(taking.at.clone(), code, stance);
    let changes = taking.taken.into_iter().map(change).collect();
    vec![match taking.new {
        Some(code) => Effect::NewCode { code: Box::new(code), changes },
        None => Effect::Write(changes),
    }]
}

/// Codes words with the code of a name that was typed; where there is none, one is made without a claim.
pub(super) fn code_in_vivo(model: &mut Model, name: &str, at: Spot, words: String) -> Vec<Effect> {
    if let Some(code) = named(&model.desk.codebook, name).filter(|code| !code.retired) {
        let code = code.id.clone();
        return code_with(model, code, at, words);
    }
    let Some(id) = free_id(&model.desk.codebook, name) else {
        model.warn("a code's name needs a letter or a digit");
        return Vec::new();
    };
    go_on(model, Taking::new(at, words, []).and_new(NewCode::named(id, name)))
}

/// Returns the code with a name, whatever the case.
pub(super) fn named<'c>(codebook: &'c Codebook, name: &str) -> Option<&'c Code> {
    let lower = name.to_lowercase();
    codebook.codes().iter().find(|code| code.name.to_lowercase() == lower)
}

/// Makes an id for a new code of this name, with a number where the plain one is taken; nothing where the
/// name has no letter or digit.
pub(super) fn free_id(codebook: &Codebook, name: &str) -> Option<CodeId> {
    let id = id_from_name(name)?;
    let with_number = |number: usize| if number == 1 { id.clone() } else { CodeId::from(format!("{id}-{number}")) };
    // Of one more than there are codes, one is free.
    (1..=codebook.codes().len() + 1).map(with_number).find(|id| codebook.get(id).is_none())
}
