//! Tables of codings and a study: reading rows against it, writing what they come to, and exporting.

use std::collections::BTreeMap;

use crate::base::ids::{CodeId, Coder, SourceId};
use crate::base::problem::Problem;
use crate::base::stopped::{Step, Stopped};
use crate::base::text::{Text, TextHash};
use crate::codebook::Codebook;
use crate::coding::{Act, Coding};
use crate::source::Use;
use crate::study::{Anchoring, Layout, Placed, Study, View, WriteError};

use super::export::{Line, Status, write};
use super::plan::{Ground, Known, Planned, Stands, Terms, plan};
use super::table::Table;

/// A study as the ground on which rows are read.
struct InStudy<'s>(&'s Study);

impl Ground for InStudy<'_> {
    fn source(&self, named: &str) -> Result<SourceId, Problem> {
        let source = &self.0.sources()[self.0.find_source(named)?];
        if source.is_withdrawn() {
            return Err(Problem::error(
                "withdrawn",
                source.id.as_str(),
                format!("the source '{}' was withdrawn", source.id),
            ));
        }
        Ok(source.id.clone())
    }

    fn text(&self, source: &SourceId) -> Result<(Text, TextHash), Problem> {
        let found = self.0.position(source).map(|at| &self.0.sources()[at]);
        let found =
            found.ok_or_else(|| Problem::error("unknown-source", "", format!("there is no source '{source}'")))?;
        let text =
            self.0.text(found).map_err(|error| Problem::error("unreadable", source.as_str(), error.to_string()))?;
        let hash = text.hash();
        Ok((text, hash))
    }

    fn codebook(&self) -> &Codebook {
        self.0.codebook()
    }
}

/// Reads a table against a study and writes nothing. `step` is asked before each row.
///
/// # Errors
/// When a step ends it.
pub fn plan_in(study: &Study, table: &Table, terms: &Terms, step: &mut Step<'_>) -> Result<Planned, Stopped> {
    let known = untouched(study).unwrap_or_else(|| {
        study.codings(View::Coded).iter().flat_map(|placed| known(study, placed)).collect::<Vec<_>>()
    });
    plan(table, &InStudy(study), known, terms, step)
}

/// Returns the live codings where every one stands in the very text that it was made or found in.
///
/// That is how most studies are, and hashing their texts is far cheaper than taking them apart.
fn untouched(study: &Study) -> Option<Vec<Known>> {
    let mut hashes: BTreeMap<&SourceId, TextHash> = BTreeMap::new();
    let mut found = Vec::new();
    for coding in study.state().coded() {
        let source = &study.sources()[study.position(&coding.source)?];
        if source.is_withdrawn() {
            continue;
        }
        let hash = match hashes.get(&source.id) {
            Some(hash) => *hash,
            None => *hashes.entry(&source.id).or_insert(study.text(source).ok()?.hash()),
        };
        let place = coding.places().rev().find(|place| place.text == hash)?;
        let code = study.codebook().resolve(&coding.code).unwrap_or(&coding.code);
        found.push(known_at(coding, source.id.clone(), code.clone(), Stands::At(place.span)));
    }
    Some(found)
}

/// Writes what was planned: first the new codes, then one step in the journal of each coder, synced once.
///
/// Returns how many codings are on the disk.
///
/// # Errors
/// When a file cannot be written. The codings of coders that came before are on the disk then, and the
/// same table can be imported again: what is there is passed over.
pub fn carry_out(study: &mut Study, planned: Planned) -> Result<usize, CarryOutError> {
    if !planned.new_codes.is_empty() {
        study.add_codes(Layout::IMPORTED, planned.new_codes).map_err(CarryOutError::Codes)?;
    }
    let mut saved = 0;
    for (coder, mut codings) in planned.codings {
        let mut hashes: BTreeMap<CodeId, (Option<String>, Option<String>)> = BTreeMap::new();
        for coded in &mut codings {
            // What the coder could read under the code: known only now that all codes are there.
            let (claim, rules) = hashes.entry(coded.code.clone()).or_insert_with(|| {
                let code = study.codebook().get(&coded.code);
                (code.and_then(|code| study.claim_hash(code)), code.and_then(crate::codebook::Code::rules_hash))
            });
            coded.claim.clone_from(claim);
            coded.rules.clone_from(rules);
        }
        let count = codings.len();
        let acts = codings.into_iter().map(|coded| Act::Code(Box::new(coded))).collect();
        study.write(&coder, acts).map_err(|error| CarryOutError::Codings { coder, saved, error })?;
        saved += count;
    }
    Ok(saved)
}

/// Why not all that was planned is on the disk.
#[derive(Debug, thiserror::Error)]
pub enum CarryOutError {
    /// The new codes could not be written; no coding was.
    #[error("{}", .0.message)]
    Codes(Problem),
    /// The codings of one coder could not be written.
    #[error("the codings of '{coder}' are not written: {error}; saved before, of other coders: {saved}")]
    Codings {
        /// The coder.
        coder: Coder,
        /// How many codings of coders before are on the disk.
        saved: usize,
        /// What went wrong.
        error: WriteError,
    },
}

/// A table of the codings of a study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// The table.
    pub bytes: Vec<u8>,
    /// How many codings it holds.
    pub codings: usize,
    /// The restricted sources whose codings were left out.
    pub restricted: Vec<SourceId>,
    /// Whether it holds words of invented sources.
    pub invented: bool,
}

/// Writes the live codings of a study as a table, each coder's own.
///
/// Codings of withdrawn and of restricted sources are left out; those of sources for background stand
/// there without their words. `step` is asked before each coding.
///
/// # Errors
/// When a step ends it.
pub fn export(study: &Study, raw: bool, step: &mut Step<'_>) -> Result<Exported, Stopped> {
    let mut restricted: Vec<SourceId> = Vec::new();
    let mut invented = false;
    let mut lines = Vec::new();
    let mut read: Option<(usize, Option<Text>)> = None;
    let codings = study.codings(View::Coded);
    let all = codings.len();
    for (at, placed) in codings.into_iter().enumerate() {
        step(at, all)?;
        if let Some(source) = placed.source.map(|at| &study.sources()[at])
            && source.about.restricted
        {
            if restricted.last() != Some(&source.id) {
                restricted.push(source.id.clone());
            }
            continue;
        }
        invented |= placed.source.is_some_and(|at| study.sources()[at].about.fictional);
        // Codings come by source, so each text is read once.
        let text = placed.source.filter(|_| placed.anchoring == Anchoring::Anchored).and_then(|at| {
            if read.as_ref().is_none_or(|(other, _)| *other != at) {
                read = Some((at, study.text(&study.sources()[at]).ok()));
            }
            read.as_ref().and_then(|(_, text)| text.clone())
        });
        lines.push(line(study, placed, text.as_ref()));
    }
    let codings = lines.len();
    Ok(Exported { bytes: write(lines, raw), codings, restricted, invented })
}

fn line<'s>(study: &'s Study, placed: Placed<'s>, text: Option<&Text>) -> Line<'s> {
    let kept = || study.kept_words(placed.coding.newest_place(), LEFT_OUT);
    let is_quoted = !is_background(study, &placed);
    let words = |words: &dyn Fn() -> String| if is_quoted { words() } else { String::new() };
    let (status, quote) = match (placed.anchoring, text) {
        (Anchoring::Anchored, Some(text)) => {
            (Status::Anchored(placed.span), words(&|| text.slice(placed.span).to_owned()))
        }
        (Anchoring::Unanchored, _) => (Status::Unanchored, words(&kept)),
        _ => (Status::Unread, words(&kept)),
    };
    let invented = placed.source.is_some_and(|at| study.sources()[at].about.fictional);
    Line { source: source_of(study, &placed), code: code_of(&placed), status, quote, invented, coding: placed.coding }
}

/// Tells whether a coding is of a source whose words are never quoted.
fn is_background(study: &Study, placed: &Placed<'_>) -> bool {
    placed.source.is_some_and(|at| study.sources()[at].about.usage == Use::Background)
}

/// Returns as what a coding is known again: by its place, or by its words, which an export may have left out.
fn known(study: &Study, placed: &Placed<'_>) -> Vec<Known> {
    let stands = if placed.anchoring == Anchoring::Anchored {
        vec![Stands::At(placed.span)]
    } else {
        let words = Stands::Words(study.kept_words(placed.coding.newest_place(), LEFT_OUT));
        let unquoted = is_background(study, placed).then(|| Stands::Words(String::new()));
        std::iter::once(words).chain(unquoted).collect()
    };
    let at = |stands| known_at(&placed.coding, source_of(study, placed), code_of(placed), stands);
    stands.into_iter().map(at).collect()
}

fn known_at(coding: &Coding, source: SourceId, code: CodeId, stands: Stands) -> Known {
    Known {
        source,
        stands,
        code,
        coder: coding.by().clone(),
        stance: coding.stance,
        weight: coding.weight(),
        voice: coding.voice().cloned(),
        case: coding.case().cloned(),
        memo: coding.memo().map(str::to_owned),
    }
}

/// Returns the source that a coding stands in today, or the one it was made in.
fn source_of(study: &Study, placed: &Placed<'_>) -> SourceId {
    placed.source.map_or_else(|| placed.coding.source.clone(), |at| study.sources()[at].id.clone())
}

/// Returns the code that has the id that was written, or that id where no codebook holds it.
fn code_of(placed: &Placed<'_>) -> CodeId {
    placed.code.map_or_else(|| placed.coding.code.clone(), |code| code.id.clone())
}

/// Stands between the ends of long words.
const LEFT_OUT: &str = "[…]";

#[cfg(test)]
#[path = "in_study_tests.rs"]
mod tests;
