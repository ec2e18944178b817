//! What the screens know of a study: plain data, made by the one place that may read the disk.
//!
//! The screens never see the study itself. So drawing and deciding stay pure, and what is shown is what
//! was read or saved, never what is hoped for. [`super::clerk`] makes these and keeps them current.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::base::count::plural;
use crate::base::ids::{Case, CodeId, Coder, EntryId, Kind, Leg, SourceId};
use crate::base::text::{Span, Text, TextHash};
use crate::codebook::{Code, Codebook};
use crate::coding::Stance;
use crate::search::arranged::By;

/// The study as a whole.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Desk {
    /// Its title.
    pub title: String,
    /// Who codes.
    pub coder: Option<Coder>,
    /// Why nothing can be written, where that is so.
    pub read_only: Option<String>,
    /// How many errors and warnings `check` lists; nothing until they are counted.
    pub problems: Option<usize>,
    /// How many codings have lost their words.
    pub unanchored: usize,
    /// The kinds in the order of the study, with their sources.
    pub kinds: Vec<KindRow>,
    /// The codes.
    #[serde(skip)]
    pub codebook: Arc<Codebook>,
    /// How many codings each code has, by its id.
    pub uses: BTreeMap<CodeId, usize>,
    /// The codes that this coder coded with, the last one first.
    pub recent: Vec<CodeId>,
    /// This coder's codings that still lack a stance, of each source that has some, by place.
    pub waiting: BTreeMap<SourceId, Vec<Waiting>>,
    /// The saved searches, by name.
    #[serde(skip)]
    pub searches: Vec<SavedRow>,
}

/// A kind of source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindRow {
    /// Its name.
    pub kind: Kind,
    /// Its sources by id.
    pub sources: Vec<SourceRow>,
}

/// How far a source is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Progress {
    /// No coding, and nobody has said that it is done.
    #[default]
    Untouched,
    /// Some passages are coded.
    Part,
    /// This coder has said that it is done.
    Done,
}

/// A source in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRow {
    /// Its id.
    pub id: SourceId,
    /// What the list calls it: the file's name without its ending.
    pub name: String,
    /// Its cases and categories in one line.
    pub about: String,
    /// The cases that it belongs to.
    pub cases: Vec<Case>,
    /// How many passages count for progress.
    pub passages: usize,
    /// How many of them have a coding.
    pub coded: usize,
    /// How far it is.
    pub progress: Progress,
    /// The codes of themes that it is done for by name.
    pub done_for: Vec<CodeId>,
}

/// A coding that still lacks a stance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Its source.
    pub source: SourceId,
    /// Where it begins.
    pub start: usize,
    /// Its id.
    pub id: EntryId,
}

/// A source that is open.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its id.
    pub id: SourceId,
    /// Its cases and categories in one line.
    pub about: String,
    /// The text.
    pub text: Text,
    /// Its hash: what is written refers to this very text.
    pub hash: TextHash,
    /// The passages in order.
    pub passages: Vec<PassageRow>,
    /// The turns of the speakers.
    pub turns: Vec<Span>,
    /// The codings, by their starts.
    pub marks: Vec<Mark>,
    /// The codings of this source that have lost their words.
    pub lost: Vec<Lost>,
    /// What coders judged of the source as a whole, by theme: of each coder the last word.
    pub cells: Vec<CellRow>,
    /// Memos on the source.
    pub memos: Vec<(Coder, String)>,
}

/// A passage as the text shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassageRow {
    /// Where it stands.
    pub span: Span,
    /// What it says: without a speaker's label, the marks of a heading or the marker of a list item.
    pub said: Span,
    /// The length of its speaker's label in code points, where it begins with one.
    pub label: Option<usize>,
    /// Whether it is a heading.
    pub heading: bool,
    /// Whether the interviewer speaks.
    pub interviewer: bool,
    /// Whether it is a row of a table.
    pub row: bool,
}

/// A coding in the open source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its id; nothing while it is not saved.
    pub id: Option<EntryId>,
    /// Its words.
    pub span: Span,
    /// Its code: the id that stands for the one that was written, or the one written if no code is known.
    pub code: CodeId,
    /// The stance.
    pub stance: Stance,
    /// Who made it.
    pub coder: Coder,
    /// Whether that is the coder of this session.
    pub own: bool,
    /// Its memo.
    pub memo: Option<String>,
    /// Memos of others on it.
    pub remarks: Vec<(Coder, String)>,
    /// Who really says it, and of which case, where the coding says so.
    pub about: String,
}

/// A coding that has lost its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// The coding; its span is that of a text that is gone.
    pub mark: Mark,
    /// The words that it was made on.
    pub words: String,
}

/// A coder's judgement of a whole source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellRow {
    /// The entry that says it.
    pub id: EntryId,
    /// The theme's code.
    pub code: CodeId,
    /// The stance towards its claim.
    pub stance: Stance,
    /// What the source says on it.
    pub summary: String,
    /// Whose judgement it is.
    pub coder: Coder,
    /// Whether that is the coder of this session.
    pub own: bool,
    /// Whether it stands in the place of what its coder's codings say.
    pub decides: bool,
}

impl CellRow {
    /// Says what the judgement does to the verdict.
    #[must_use]
    pub fn effect(&self) -> String {
        effect(self.decides, &self.coder)
    }
}

/// Says what a coder's judgement of a whole source does to the verdict; `decides` tells whether it counts.
#[must_use]
pub fn effect(decides: bool, coder: &Coder) -> String {
    if decides {
        "counts in place of the codings".to_owned()
    } else {
        format!("listed only: no coding of it here by {coder} that counts")
    }
}

/// A theme in the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThemeRow {
    /// Its code.
    pub code: CodeId,
    /// Its name.
    pub name: String,
    /// Its claim.
    pub claim: String,
    /// The verdict in words.
    pub verdict: String,
    /// The verdict in fewer words, for a narrow table.
    pub short: String,
    /// `+`, `-` or `0`.
    pub direction: char,
    /// The reasons and flags, a sentence each.
    pub reasons: Vec<String>,
    /// How many independent voices take a stance.
    pub voices: usize,
    /// What each kind says, in the order of the table's kinds.
    pub kinds: Vec<KindCell>,
    /// A person's verdict beside the computed one.
    pub decided: Option<String>,
}

/// What one kind says of a theme: counts of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct KindCell {
    /// Units that support.
    pub supports: usize,
    /// Units that are mixed.
    pub mixed: usize,
    /// Units that contradict.
    pub contradicts: usize,
    /// Units that take no position.
    pub neutral: usize,
    /// Units that were asked and are silent.
    pub silent: usize,
    /// Sources not read yet.
    pub pending: usize,
}

impl KindCell {
    /// Tells whether there is nothing at all.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// The themes with their verdicts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Themes {
    /// The kinds that are columns.
    pub kinds: Vec<Kind>,
    /// The themes in the order of the codebook.
    pub rows: Vec<ThemeRow>,
}

/// The evidence of one theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The theme's code.
    pub code: CodeId,
    /// The entries, by kind, source and place.
    pub entries: Vec<Piece>,
    /// How many entries there are beyond those that are listed.
    pub more: usize,
    /// How many entries the filter that holds leaves out.
    pub left_out: usize,
}

/// One piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The coding.
    pub id: EntryId,
    /// The kind of its source.
    pub kind: Kind,
    /// Its source.
    pub source: SourceId,
    /// Where it stands; nothing where its words are lost.
    pub span: Option<Span>,
    /// Who speaks, where the words were coded with the label before them.
    pub speaker: Option<String>,
    /// Its words, without that label or another marker.
    pub words: String,
    /// The source's case and category in one line.
    pub about: String,
    /// Who coded it.
    pub coder: Coder,
    /// Whether that is the coder of this session.
    pub own: bool,
    /// The stance towards the theme's claim.
    pub stance: Stance,
    /// The sub-code, where it is not the theme's own code.
    pub through: Option<String>,
    /// What its coder judged of the whole source, where that counts in its place.
    pub judged: Option<String>,
    /// Its memo.
    pub memo: Option<String>,
}

/// How many codings each code has on each leg.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeCounts {
    /// The legs of the kinds that have sources, in the order of the study.
    pub legs: Vec<Leg>,
    /// The counts of each code that is used, in the order of the legs.
    pub of: BTreeMap<CodeId, Vec<usize>>,
}

/// The codings of a code that is being split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToSplit {
    /// The code.
    pub code: CodeId,
    /// Its codings: first those of the coder of this session, each group by source and place.
    pub codings: Vec<SplitPiece>,
    /// How many codings of others cannot be decided here: their words are lost, or somebody decided already.
    pub left_out: usize,
}

/// A coding of a code that is being split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitPiece {
    /// The coding.
    pub id: EntryId,
    /// Who made it.
    pub coder: Coder,
    /// Whether that is the coder of this session.
    pub own: bool,
    /// Its source.
    pub source: SourceId,
    /// The source's cases and categories in one line.
    pub about: String,
    /// What stands before its words in the text.
    pub before: String,
    /// Its words.
    pub words: String,
    /// What stands after them.
    pub after: String,
    /// The stance.
    pub stance: Stance,
}

/// What is wrong in a study, and the memos in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// The problems, the gravest first.
    pub problems: Vec<Note>,
    /// The memos, the newest first.
    pub memos: Vec<Note>,
    /// How many memos there are beyond those that are listed.
    pub more: usize,
}

impl Notes {
    /// Returns how many problems a person should look at.
    #[must_use]
    pub fn serious(&self) -> usize {
        self.problems.iter().filter(|note| note.serious).count()
    }
}

/// A problem or a memo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is about, and for a memo who wrote it when.
    pub head: String,
    /// What it says.
    pub text: String,
    /// What to do about it.
    pub hint: Option<Hint>,
    /// Whether a person should look.
    pub serious: bool,
    /// Where what it is about is to be seen.
    pub to: Whereto,
}

/// What to do about a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// A sentence as it stands.
    Said(String),
    /// A sentence of the program's own, in which `[undo]` stands for the first key of that action.
    Keys(&'static str),
}

/// Where something is to be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whereto {
    /// Nowhere in the workbench, and why.
    Nowhere(String),
    /// In a source.
    Source(SourceId),
    /// At a coding in a source, with its words if it has not lost them.
    Coding(SourceId, EntryId, Option<Span>),
}

/// A passage that a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The source.
    pub source: SourceId,
    /// The passage.
    pub span: Span,
    /// What it says, without label or marker: what is coded.
    pub said: Span,
    /// The hash of the text.
    pub hash: TextHash,
    /// Its words.
    pub words: String,
    /// Where the words of the query stand in the source's text.
    pub matches: Vec<Span>,
    /// The codings that overlap it, as `name +`.
    pub codings: Vec<String>,
    /// The source's case and category in one line.
    pub about: String,
    /// What it is as evidence, where the hits stand in groups.
    pub evidence: Option<Box<AsEvidence>>,
}

/// A hit as one voice's evidence in a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AsEvidence {
    /// Whose word it is, where that is not the source's own name.
    pub voice: Option<String>,
    /// How many weaker passages the voice has in the group beside this one.
    pub more: usize,
    /// Those of them that can be shown and are not now.
    pub hidden: Vec<Hit>,
    /// How many of them are shown after it.
    pub open: usize,
    /// Whether it is itself one of those, shown after the strongest.
    pub is_weaker: bool,
    /// The passage before it, and the one after it.
    pub around: (String, String),
}

/// What stands above the first hit of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The place of the group's first hit.
    pub at: usize,
    /// What the hits are grouped by.
    pub by: By,
    /// What the group has in common; nothing where its hits belong to none.
    pub name: Option<String>,
    /// How many independent voices are in it.
    pub voices: usize,
    /// How many passages.
    pub passages: usize,
}

impl Heading {
    /// Says which group it is and how much is in it.
    #[must_use]
    pub fn words(&self) -> String {
        let name = self.name.as_deref().unwrap_or_else(|| self.by.none());
        let (voices, passages) = (plural(self.voices, "voice", "voices"), plural(self.passages, "passage", "passages"));
        format!("{name} · {voices} · {passages}")
    }
}

/// A search that the study keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SavedRow {
    /// Its name.
    pub name: String,
    /// What it looks for.
    pub query: String,
    /// How many passages it finds, in how many sources; nothing until they are counted.
    pub found: Option<(usize, usize)>,
    /// Why it cannot be run as it is.
    pub trouble: Option<String>,
}

impl Hit {
    /// Returns what the passage says, without label or marker.
    #[must_use]
    pub fn said_words(&self) -> String {
        self.words.chars().skip(self.said.start.saturating_sub(self.span.start)).take(self.said.len()).collect()
    }
}

/// Returns the sign of a stance; nothing where the code has no claim, so that nobody was asked for one.
#[must_use]
pub fn sign(codebook: &Codebook, code: &CodeId, stance: Stance) -> Option<char> {
    (stance != Stance::Neutral || codebook.theme_of(code).is_some()).then(|| stance.sign())
}

impl Desk {
    /// Returns all sources in the order of the list.
    pub fn sources(&self) -> impl Iterator<Item = &SourceRow> {
        self.kinds.iter().flat_map(|kind| &kind.sources)
    }

    /// Returns a source's row.
    #[must_use]
    pub fn source(&self, id: &SourceId) -> Option<&SourceRow> {
        self.sources().find(|row| row.id == *id)
    }

    /// Returns the name of a code; its id where it is not known.
    #[must_use]
    pub fn code_name<'a>(&'a self, id: &'a CodeId) -> &'a str {
        self.codebook.get(id).map_or(id.as_str(), |code| code.name.as_str())
    }

    /// Remembers that a code was coded with just now.
    pub fn used(&mut self, code: &CodeId) {
        self.recent.retain(|recent| recent != code);
        self.recent.insert(0, code.clone());
    }

    /// Returns the theme for whose claim a coding of `id` is evidence.
    #[must_use]
    pub fn theme_of(&self, id: &CodeId) -> Option<&Code> {
        self.codebook.theme_of(id)
    }

    /// Returns the sign of a stance; nothing where the code has no claim, so that nobody was asked for one.
    #[must_use]
    pub fn sign(&self, code: &CodeId, stance: Stance) -> Option<char> {
        sign(&self.codebook, code, stance)
    }

    /// Names a code with a stance towards its claim, if it has one.
    #[must_use]
    pub fn coded_as(&self, code: &CodeId, stance: Stance) -> String {
        let sign = self.sign(code, stance).map(|sign| format!(" {sign}")).unwrap_or_default();
        format!("{}{sign}", self.code_name(code))
    }
}

impl Page {
    /// Returns words as they are quoted: without the label or marker of a passage that they begin with.
    #[must_use]
    pub fn quoted(&self, span: Span) -> &str {
        let at = self.passages.partition_point(|passage| passage.span.start < span.start);
        let said = self.passages.get(at).filter(|passage| passage.span.start == span.start).map(|found| found.said);
        let start = said.map(|said| said.start).filter(|start| *start < span.end).unwrap_or(span.start);
        self.text.slice(Span { start, ..span })
    }

    /// Returns the mark of a coding.
    #[must_use]
    pub fn mark(&self, id: EntryId) -> Option<&Mark> {
        self.marks.iter().find(|mark| mark.id == Some(id))
    }

    /// Returns the coding with this id, if it has lost its words.
    #[must_use]
    pub fn lost(&self, id: EntryId) -> Option<&Lost> {
        self.lost.iter().find(|lost| lost.mark.id == Some(id))
    }
}
