//! The one door for changes: entries are written to the coder's own journal, and only then counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::disk::Access;
use crate::base::ids::{CodeId, Coder, Device, EntryId};
use crate::base::problem::Problem;
use crate::base::text::{Span, Text, TextHash};
use crate::codebook::Code;
use crate::coding::{
    self, Act, Changes, Coded, Decimal, Draft, Entered, Entry, Filed, JournalError, JournalFile, Marks, Own, Pen,
    Place, Stance, plan_redo, plan_undo,
};
use crate::source::Unreadable;

use super::device::device;
use super::layout::Layout;
use super::open::Study;
use super::placing::Anchoring;
use super::sources::Source;

/// Why nothing was written, or is not known to be safe.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A newer program works on this study.
    #[error("nothing was written: {0}")]
    Newer(String),
    /// The journal's folder cannot be made.
    #[error("nothing was written: {0}")]
    Folder(std::io::Error),
    /// The disk refused. The entries keep their ids for another try.
    #[error("not saved: {0}")]
    Unsaved(JournalError),
}

/// What an undo or redo did.
#[derive(Clone, Debug)]
pub struct Undone {
    /// The entries of the step that was taken back.
    pub of: Vec<Entry>,
    /// The entries that took it back.
    pub written: Vec<Entry>,
}

impl Study {
    /// Writes one step of a coder, waits until it is on the disk, and counts it.
    ///
    /// # Errors
    /// When the study must not be written to, or the disk refused.
    pub fn write(&mut self, by: &Coder, acts: Vec<Act>) -> Result<Vec<Entry>, WriteError> {
        self.write_marked(by, acts.into_iter().map(Draft::Act).collect(), Marks::default())
    }

    /// Writes entries again that a first try could not make safe; they keep their ids.
    ///
    /// # Errors
    /// As for [`Self::write`].
    pub fn write_again(&mut self, by: &Coder, entries: Vec<Entry>) -> Result<Vec<Entry>, WriteError> {
        self.write_marked(by, entries.into_iter().map(Draft::Again).collect(), Marks::default())
    }

    /// Takes back this coder's newest step on this device; nothing where there is none.
    ///
    /// # Errors
    /// As for [`Self::write`].
    pub fn undo(&mut self, by: &Coder) -> Result<Option<Undone>, WriteError> {
        let Some(plan) = plan_undo(&self.own_entries(by)) else { return Ok(None) };
        let drafts = plan.acts.into_iter().map(Draft::Act).collect();
        self.write_marked(by, drafts, plan.marks).map(|written| Some(Undone { of: plan.of, written }))
    }

    /// Takes back the newest undo, if nothing else was done since; nothing where there is none.
    ///
    /// # Errors
    /// As for [`Self::write`].
    pub fn redo(&mut self, by: &Coder) -> Result<Option<Undone>, WriteError> {
        let Some(plan) = plan_redo(&self.own_entries(by)) else { return Ok(None) };
        let drafts = plan.acts.into_iter().map(Draft::Act).collect();
        self.write_marked(by, drafts, plan.marks).map(|written| Some(Undone { of: plan.of, written }))
    }

    /// Tells what is wrong with this device's name, in which journals are written: each run of the program
    /// would begin a journal of its own where it cannot be kept.
    #[must_use]
    pub fn device_problem(&self) -> Option<Problem> {
        self.device().1.clone()
    }

    fn device(&self) -> &(Device, Option<Problem>) {
        self.device.get_or_init(|| device(&self.host))
    }

    fn write_marked(&mut self, by: &Coder, drafts: Vec<Draft>, marks: Marks) -> Result<Vec<Entry>, WriteError> {
        if let Some(barrier) = self.write_barrier() {
            return Err(WriteError::Newer(barrier));
        }
        if drafts.is_empty() {
            return Ok(Vec::new());
        }
        let device = self.device().0.clone();
        let path = Layout::journal(by, &device);
        let folder = self.layout.at(Layout::JOURNALS);
        self.host.disk.make_folder(&folder, Access::Shared).map_err(WriteError::Folder)?;
        let at = self.journals.iter().position(|journal| journal.path == path).unwrap_or_else(|| {
            self.journals.push(JournalFile::empty(&path));
            self.journals.len() - 1
        });
        let journal = &mut self.journals[at];
        let pen = Pen { by, ids: &mut self.ids, clock: &*self.host.clock, chance: &*self.host.chance };
        let file = self.layout.at(&path);
        let appended = match coding::append(&*self.host.disk, &file, journal, pen, marks, drafts) {
            Ok(appended) => appended,
            Err(mut error) => {
                self.is_disk_in_doubt = true;
                let others = std::mem::take(&mut error.others);
                self.count(&path, &others);
                return Err(WriteError::Unsaved(error));
            }
        };
        self.problems.extend(appended.problems);
        let mut entries = appended.others;
        entries.extend(appended.entries.iter().cloned());
        self.count(&path, &entries);
        if appended.completes_torn {
            // Another process was in the middle of a line when the study was opened.
            self.read_again();
        }
        Ok(appended.entries)
    }

    /// Counts entries that are on the disk.
    fn count(&mut self, path: &str, entries: &[Entry]) {
        let filed = entries.iter().map(|entry| Filed::held(path, entry.clone()));
        match self.state.add(filed) {
            Some(problems) => {
                self.problems.extend(problems);
                let touched: BTreeSet<EntryId> = entries.iter().filter_map(|entry| touched(&entry.act)).collect();
                self.place_added(&touched);
            }
            // Another process wrote with a clock behind ours: only reading everything gives the right order.
            None => self.read_again(),
        }
    }

    fn read_again(&mut self) {
        if let Err(error) = self.reopen() {
            self.problems.push(Problem::error("unreadable", "", error.to_string()));
        }
    }

    /// Returns the entries of a coder, those of this device and those of others.
    fn own_entries(&self, by: &Coder) -> Own {
        let here = Layout::journal(by, &self.device().0);
        let mut own = Own::default();
        for journal in &self.journals {
            // What cannot be read cannot be undone; it was told when the study was opened.
            let bytes = self.host.disk.read(&self.layout.at(&journal.path)).unwrap_or_default();
            let (file, _) = coding::read(&journal.path, &bytes);
            let mut entries: Vec<Entry> = file.entries.into_iter().map(|found| found.entry).collect();
            entries.retain(|entry| entry.by == *by);
            entries.dedup();
            if journal.path == here { &mut own.here } else { &mut own.elsewhere }.extend(entries);
        }
        own
    }

    /// Returns all entries of all journals in the order of their ids: the audit trail.
    #[must_use]
    pub fn log(&self) -> Vec<Entry> {
        let mut entries: BTreeMap<EntryId, Entry> = BTreeMap::new();
        for journal in &self.journals {
            let bytes = self.host.disk.read(&self.layout.at(&journal.path)).unwrap_or_default();
            for Entered { entry, .. } in coding::read(&journal.path, &bytes).0.entries {
                entries.insert(entry.id, entry);
            }
        }
        entries.into_values().collect()
    }

    /// Makes a coding of words of a source, ready to be written.
    ///
    /// # Errors
    /// When the source cannot be read.
    pub fn coded(&self, source: &Source, span: Span, code: &Code, stance: Stance) -> Result<Coded, Unreadable> {
        let hash = self.outline(source).map_err(Clone::clone)?.hash;
        Ok(self.coded_in(source, &self.text(source)?, hash, span, code, stance))
    }

    /// Makes a coding of words of a source whose text, and the hash of it, are at hand.
    #[must_use]
    pub fn coded_in(
        &self,
        source: &Source,
        text: &Text,
        hash: TextHash,
        span: Span,
        code: &Code,
        stance: Stance,
    ) -> Coded {
        Coded {
            source: source.id.clone(),
            place: Place::of(text, hash, span),
            code: code.id.clone(),
            claim: self.claim_hash(code),
            rules: code.rules_hash(),
            stance,
            weight: None,
            memo: None,
            voice: None,
            case: None,
            auto: None,
            via: None,
        }
    }

    /// Returns the hash of the claim that a coding of this code speaks to: its own, or the nearest above.
    #[must_use]
    pub fn claim_hash(&self, code: &Code) -> Option<String> {
        self.codebook.theme_of(&code.id).and_then(Code::claim_hash)
    }

    /// Returns the changes that give a coding another code, with the hashes of what its coder now reads.
    ///
    /// Where the code has no claim, there is nothing to take a stance towards: the coding becomes neutral.
    #[must_use]
    pub fn recode(&self, coding: EntryId, code: &Code) -> Changes {
        let claim = self.claim_hash(code);
        let takes_stance = self.state.coding(coding).is_some_and(|coding| coding.stance != Stance::Neutral);
        Changes {
            code: Some(code.id.clone()),
            stance: (claim.is_none() && takes_stance).then_some(Stance::Neutral),
            claim: Some(claim),
            rules: Some(code.rules_hash()),
            ..Changes::default()
        }
    }

    /// Makes what is agreed on in the place of a coding: the same words and stance under another code. Nothing
    /// where the coding is gone or has lost its words.
    #[must_use]
    pub fn agreed_as(&self, id: EntryId, code: &Code) -> Option<Coded> {
        let placed = self.placed(id).filter(|placed| placed.anchoring == Anchoring::Anchored)?;
        let coding = &placed.coding;
        // Without a claim there is nothing to take a stance towards.
        let stance = if self.claim_hash(code).is_some() { coding.stance } else { Stance::Neutral };
        let made = self.coded(&self.sources()[placed.source?], placed.span, code, stance).ok()?;
        Some(Coded {
            weight: Some(coding.weight()).filter(|weight| *weight != Decimal::ONE),
            voice: coding.voice().cloned(),
            case: coding.case().cloned(),
            ..made
        })
    }

    /// Returns the codes of a list of names.
    ///
    /// # Errors
    /// Names the first that no codebook holds.
    pub fn find_codes(&self, names: &[String]) -> Result<Vec<CodeId>, Problem> {
        names.iter().map(|name| self.codebook.find(name).map(|code| code.id.clone())).collect()
    }
}

/// Returns the coding that an act moves or changes.
fn touched(act: &Act) -> Option<EntryId> {
    match act {
        Act::Change(of, _) | Act::Anchor(of, _) => Some(*of),
        _ => None,
    }
}
