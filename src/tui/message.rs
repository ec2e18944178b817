//! What can happen to the workbench, and what it asks for in return.

use std::sync::Arc;
use std::time::Instant;

use super::alike::{Like, Suggested};
use super::behind::{Look, Looked, News as Behind, Order};
use super::bookmark::Bookmark;
use super::code::Setting;
use super::desk::{
    CodeCounts, Desk, Evidence, Heading, Hit, Notes, Page, SavedRow, SourceRow, Themes, ToSplit, Waiting,
};
use super::dialog::writing::MemoFor;
use super::draft::Draft;
use super::filter::Filtered;
use super::framework::{Framework, Passages};
use super::keys::chord::Chord;
use super::reading::motion::Way;
use super::sitting::Written;
use super::tour::Tour;
use super::words;
use crate::base::ids::{CodeId, EntryId, SourceId};
use crate::base::text::{Span, TextHash};
use crate::codebook::{Codebook, Field, NewCode};
use crate::coding::{About, Stance};
use crate::search::arranged::By;
use crate::search::autocode::{Count, Unit};

/// Something happened.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(Chord),
    /// Text was pasted.
    Paste(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The terminal has another size.
    Resize {
        /// In columns.
        width: u16,
        /// In rows.
        height: u16,
    },
    /// An effect came to something.
    Done(Outcome),
    /// The study was read for the first time, or cannot be.
    StudyRead,
    /// It is time to save once more what the disk refused.
    TimeToSave,
    /// It is time to keep where the coder is, and what is being written.
    TimeToKeep,
    /// The search has an answer, or the index grew.
    SearchNews,
    /// Another program changed the study.
    Changed,
    /// The terminal is gone.
    InputGone,
    /// A signal asks the program to end.
    Signal(i32),
    /// The program is asked to stop, as by the shell's job control.
    Stop,
    /// The program goes on after it was stopped.
    Continued,
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseAct {
    /// The left button went down.
    Press,
    /// It moved while down.
    Drag,
    /// It went up.
    Release,
    /// The wheel turned towards the user.
    WheelDown,
    /// The wheel turned away.
    WheelUp,
}

/// What the mouse did, where and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What.
    pub act: MouseAct,
    /// The column of the screen.
    pub column: u16,
    /// The row of the screen.
    pub row: u16,
    /// When, to tell a double click.
    pub at: Instant,
}

/// Something to do that is not pure. Failing one never tears the session down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Read a source and show a place in it.
    Open(SourceId, Aim),
    /// Read the open source again, leaving the cursor where it is.
    Reread(SourceId),
    /// Read the source of the second text again.
    RereadBeside(SourceId),
    /// Write to the coder's journal, as one step.
    Write(Vec<Change>),
    /// Write again what the disk refused.
    SaveAgain,
    /// Say in a while that it is time to save again.
    SaveLater,
    /// Add a code to the coder's drafts, and write what is coded with it.
    NewCode {
        /// The code.
        code: Box<NewCode>,
        /// The codings, as one step.
        changes: Vec<Change>,
    },
    /// Change the codebook.
    ChangeBook(BookEdit),
    /// Count the codings of each code by the leg of their sources.
    CountCodes,
    /// Gather the codings of a code, each to be given another or not.
    GatherSplit(CodeId),
    /// Look up what this coder wrote on something, to be changed.
    FindMemo {
        /// What it is about.
        about: About,
        /// What the dialog is to be called.
        title: String,
    },
    /// Take so many of the newest steps back.
    Undo(usize),
    /// Make so many again.
    Redo(usize),
    /// Read the study anew: another program changed it.
    Reload,
    /// Judge all themes.
    Assess,
    /// Tell the time.
    TellTime,
    /// Read a filter.
    Filter {
        /// What was typed.
        text: String,
        /// Whether it is to hold from now on, for evidence and searches too.
        holds: bool,
    },
    /// Gather the evidence of a theme.
    Gather(CodeId),
    /// Make the framework: what each source says on each theme.
    LayOut,
    /// Read the passages behind a cell of it.
    Passages {
        /// The source.
        source: SourceId,
        /// The theme.
        theme: CodeId,
        /// The codings.
        ids: Vec<EntryId>,
    },
    /// Count words, or find the places of one; what was asked before is given up.
    CountWords(Box<words::Ask>),
    /// Write these words of a source down with their citation, to be copied.
    Cite(SourceId, Span),
    /// Say what a path leads to.
    LookAt(Box<Look>),
    /// Begin with something behind the screens.
    Begin(Box<Order>),
    /// Stop what runs there.
    StopBehind,
    /// Hand a text to the terminal's clipboard.
    Copy(String),
    /// List the problems of the study and the memos.
    ListNotes,
    /// Search; an answer to an older ticket is of no use.
    Search {
        /// The number of the search.
        ticket: u64,
        /// What was typed.
        query: String,
        /// Whether it is still being typed: its last word may be only begun.
        typing: bool,
        /// What the hits are grouped by; nothing for one list.
        by: Option<By>,
    },
    /// Save a query under a name in `study.toml`.
    SaveSearch {
        /// The name.
        name: String,
        /// The query.
        query: String,
        /// Whether it may take the place of the search that has the name.
        replace: bool,
    },
    /// Find passages like others; an answer to an older ticket is of no use.
    Suggest {
        /// The number of the question.
        ticket: u64,
        /// What they are to be like.
        like: Like,
    },
    /// Take the answer of the search.
    Collect,
    /// Look for what coding all hits would come to.
    PlanAll(Box<AllAsked>),
    /// Give up looking for that: nobody waits for it any more.
    ForgetPlan,
    /// Code what was planned under this number.
    CodeAll(u64),
    /// Keep where this coder stopped.
    KeepBookmark(Bookmark),
    /// Keep what is being written and not saved.
    KeepDraft(Draft),
    /// Forget what was written on something: it is saved, or was thrown away.
    DropDraft(MemoFor),
    /// Say in a few seconds that it is time to keep where this coder is, and what is being written.
    KeepLater,
    /// Keep how the text is set.
    KeepSetting(Setting),
    /// Keep how far the tour is.
    KeepTour(Tour),
    /// Give the terminal back and stop, until the shell lets the program go on.
    Suspend,
    /// Set the terminal's modes again, and draw everything.
    TakeAgain,
    /// Draw everything.
    Redraw,
    /// End.
    Quit(Ending),
}

/// How the workbench ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The user quit, or the terminal is gone.
    Quit,
    /// A signal asked for it.
    Signal(i32),
}

/// What to show of a source that is opened.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Aim {
    /// Where the cursor was last, or the beginning.
    #[default]
    Last,
    /// A code point.
    Place(usize),
    /// A coding, chosen; or its words, where what was agreed on stands in the place of codings.
    Coding(EntryId, Option<Span>),
    /// The first of the codings of a cell of the framework: all of them are hits to be gone through.
    Cell(CellAim),
    /// A coding, with its stance asked for.
    Stance(EntryId),
    /// A passage, with the places that a search found in it, and which of them to go to.
    Hits(Span, Vec<Span>, usize),
    /// These words, selected.
    Words(String),
    /// The first passage without a coding; on the way back, the last one.
    Uncoded(Way),
    /// Where this coder stopped the last time.
    Bookmark(Bookmark),
    /// A code point at which one was before, on the way back or on through the history.
    Return(usize, Way),
}

/// The codings of a source that speak of a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellAim {
    /// The theme.
    pub theme: CodeId,
    /// The codings, by their places.
    pub codings: Vec<EntryId>,
    /// The words of those that are known: what was agreed on has no mark in the text.
    pub words: Vec<(EntryId, Span)>,
}

/// Words in one state of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The source.
    pub source: SourceId,
    /// The hash of the text in which the words were chosen.
    pub text: TextHash,
    /// The words.
    pub span: Span,
}

/// Something to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A new coding.
    Code(Spot, CodeId, Stance),
    /// Words that are not to be suggested for a code again.
    Refuse(Spot, CodeId),
    /// Another stance.
    Stance(EntryId, Stance),
    /// Another code, with a stance where that was asked for; without a claim the coding becomes neutral.
    Recode(EntryId, CodeId, Option<Stance>),
    /// Another code for somebody else's coding, as what was agreed on; without a claim it is neutral.
    Agree(EntryId, CodeId),
    /// Other boundaries.
    Move(EntryId, Spot),
    /// Another memo on an own coding; empty: none.
    CodingMemo(EntryId, String),
    /// The coder's memo on something that may have memos of many, in the place of the one before; empty: none.
    Memo(About, String),
    /// A judgement of the whole source.
    Cell(SourceId, CodeId, Stance, String),
    /// The source is done for all codes, or for these.
    Done(SourceId, Option<CodeId>),
    /// It is not.
    Reopen(SourceId, Option<CodeId>),
    /// Takes a coding away.
    Remove(EntryId),
}

/// A change of the codebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BookEdit {
    /// A new code of this name in the coder's drafts, under another or at the top.
    Add(String, Option<CodeId>),
    /// One text of a code in the place of what was seen there; nothing takes it out.
    Set {
        /// The code.
        code: CodeId,
        /// Which of its texts.
        field: Field,
        /// What stood there when it was written.
        seen: Option<String>,
        /// What is to stand there.
        text: Option<String>,
    },
    /// Under another code, or to the top.
    Move(CodeId, Option<CodeId>),
    /// The first becomes a part of the second.
    Merge(CodeId, CodeId),
    /// Out of use, or back into it.
    Retire(CodeId, bool),
    /// From a coder's drafts into the lead's codebook.
    Adopt(CodeId),
}

/// What a change of the codebook did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookDone {
    /// What was asked for.
    pub edit: BookEdit,
    /// The code that is to be chosen now.
    pub code: CodeId,
    /// What was done, in a sentence.
    pub what: String,
    /// What takes it back: undo does not.
    pub back: String,
}

/// What an effect came to.
#[derive(Debug)]
pub enum Outcome {
    /// The study was read, or read again after a change from outside.
    Read(Box<Desk>),
    /// Where this coder stopped the last time.
    Stopped(Bookmark),
    /// What this coder was writing in earlier sessions and did not save.
    Drafts(Vec<Draft>),
    /// How this user has the text set.
    Set(Setting),
    /// A source was read.
    Opened(Box<Page>, Aim),
    /// The open source was read again.
    Reread(Box<Page>),
    /// The source of the second text was read again.
    RereadBeside(Box<Page>),
    /// The disk has said that it is safe.
    Saved {
        /// The time of day.
        at: String,
        /// What was done, in a few words.
        what: String,
        /// What is different now.
        news: Box<News>,
    },
    /// It is not on the disk, or the disk would not say so.
    NotSaved {
        /// What was to be written.
        changes: Vec<Change>,
        /// Why it was not.
        reason: String,
        /// How many steps are not saved by now.
        count: usize,
    },
    /// What is left of what was not saved.
    StillUnsaved {
        /// What was to be written.
        changes: Vec<Change>,
        /// How many steps that is.
        count: usize,
    },
    /// Nothing is taken back, or made again, before all is saved.
    UndoWaits {
        /// Whether it was to be taken back.
        back: bool,
    },
    /// A filter was read.
    Filtered(Box<Filtered>),
    /// The time, in milliseconds since 1970.
    Time(u64),
    /// Rows of sources whose texts were read meanwhile.
    Rows(Vec<SourceRow>),
    /// The codebook was changed; what is shown of it was read anew before.
    BookChanged(Box<BookDone>),
    /// The codebook was not changed, and why; what is shown of it was read anew before.
    BookRefused(String),
    /// The codings of each code were counted.
    CodesCounted(Box<CodeCounts>),
    /// The saved searches, as the study keeps them now.
    Searches(Vec<SavedRow>),
    /// The codings of a code that can be given others.
    ToSplit(Box<ToSplit>),
    /// A code was made: the codebook with it.
    Coined(Arc<Codebook>),
    /// A memo was looked up.
    Memo {
        /// What it is about.
        about: About,
        /// What the dialog is to be called.
        title: String,
        /// What this coder wrote before.
        before: String,
    },
    /// Texts are being read: how many, in hundredths.
    Reading(u8),
    /// The themes were judged.
    Assessed(Box<Themes>),
    /// The evidence of a theme was gathered.
    Gathered(Box<Evidence>),
    /// The framework was made.
    LaidOut(Box<Framework>),
    /// The passages behind a cell of it were read.
    Passages(Box<Passages>),
    /// Words were counted, or found in their places.
    Words(Box<words::Answer>),
    /// Words are being counted: how much is done, in hundredths.
    Counting(u8),
    /// Words were written down with their citation.
    Cited(String),
    /// The errors and warnings of the study were counted.
    Counted(usize),
    /// The problems and memos were listed.
    Listed(Box<Notes>),
    /// A search was answered.
    Found {
        /// The number of the search.
        ticket: u64,
        /// What was found.
        answer: Box<Answer>,
    },
    /// What coding all hits would come to.
    AllPlanned(Box<AllPlanned>),
    /// Passages like others were found.
    Suggested {
        /// The number of the question.
        ticket: u64,
        /// What was found.
        found: Box<Suggested>,
    },
    /// The index is being built: how much is done, in hundredths; nothing when it is ready.
    Indexing(Option<u8>),
    /// It was looked what a path leads to.
    Looked(Box<Looked>),
    /// Something that runs behind has to say something.
    Behind(Behind),
    /// Something could not be done.
    Failed(String),
    /// Something worth knowing.
    Told(String),
}

/// What is different after something was saved.
#[derive(Debug, Default)]
pub struct News {
    /// The open source, if it changed.
    pub page: Option<Page>,
    /// Rows of sources that changed.
    pub sources: Vec<SourceRow>,
    /// Codes with their new number of codings.
    pub uses: Vec<(CodeId, usize)>,
    /// For sources that changed: their codings that lack a stance now.
    pub waiting: Vec<(SourceId, Vec<Waiting>)>,
    /// What was written about codings.
    pub written: Written,
    /// What was coded or refused.
    pub settled: Vec<Settled>,
    /// How many codings have lost their words.
    pub unanchored: usize,
    /// How many steps are not saved yet.
    pub left: usize,
    /// Whether a stance was given to words of the interviewer, where no verdict counts it.
    pub is_unheard: bool,
    /// The coding that was made or changed, to be chosen.
    pub chosen: Option<EntryId>,
}

/// That all hits of a query are to be coded, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllAsked {
    /// The number of the question: a later one has a greater.
    pub ticket: u64,
    /// The query as it was typed.
    pub query: String,
    /// The code.
    pub code: CodeId,
    /// What of each hit.
    pub unit: Unit,
    /// The stance towards the code's claim.
    pub stance: Stance,
    /// Whether the interviewer's words are coded too.
    pub with_interviewer: bool,
}

/// What coding all hits would come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllPlanned {
    /// The number of the question.
    pub ticket: u64,
    /// How many codings there would be.
    pub codings: usize,
    /// What there is to know of them.
    pub count: Count,
    /// Why the query cannot be meant.
    pub problem: Option<String>,
}

/// Words that were coded, or refused as a suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The entry that says so.
    pub id: EntryId,
    /// The code.
    pub code: CodeId,
    /// The source.
    pub source: SourceId,
    /// The words.
    pub span: Span,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The first hits, best first. In groups: of every group the strongest passage of each voice.
    pub hits: Vec<Hit>,
    /// What stands above the groups; nothing where the hits are one list.
    pub headings: Vec<Heading>,
    /// How many independent voices there are in all, where the hits are in groups.
    pub voices: Option<usize>,
    /// How many there are in all.
    pub count: usize,
    /// Whether words that the last one of the query begins were looked for too.
    pub is_begun: bool,
    /// What could not be read in the query, and what to type instead.
    pub problem: Option<String>,
}
