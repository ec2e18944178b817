//! The table of keys: the only list. Lookup, footer, help and palette read it.

use super::action::Action::{self, GoCharacter, Move, Take};
use crate::tui::reading::motion::Unit;
use crate::tui::reading::motion::Way::{Back, On};
use crate::tui::reading::object::Object;

/// Where a binding holds. Which scopes are live together says the lookup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Everywhere, in dialogs too.
    Everywhere,
    /// On every screen, when no dialog is open.
    Screen,
    /// In every list.
    List,
    /// Where a coding can be chosen.
    Coding,
    /// Where a theme is chosen: in the table of themes, and in the evidence of one.
    Verdict,
    /// In the evidence of a theme.
    Theme,
    /// In the framework.
    Framework,
    /// On the screen Words.
    Words,
    /// On the places of a word.
    Places,
    /// In every panel of the screen Code.
    Code,
    /// In the text.
    Text,
    /// Where something can be coded: in the text and on a hit.
    Codable,
    /// In the list of hits.
    Hits,
    /// Where all hits are about to be coded.
    AllHits,
    /// In the small list of codes beside the text.
    SmallBook,
    /// On the screen Codebook.
    Book,
    /// Where yes or no is asked for.
    Question,
    /// Where the codings of a code are given other codes.
    Split,
    /// In the line of the search.
    SearchLine,
    /// In a list that letters filter.
    Picker,
    /// In such a list, where several can be taken at once.
    Several,
    /// In a form of several lines.
    Form,
    /// Where a stance is asked for.
    Stance,
    /// Where a line is written.
    Line,
    /// Where that line is a path.
    Path,
    /// Where a memo is written.
    Memo,
    /// In the list of problems and memos.
    Notes,
    /// In the list of progress.
    Progress,
    /// Where one key is awaited: a quick key, or a character to go to.
    Quick,
    /// In what is read page by page: the help, the reasons for a verdict.
    Sheet,
    /// In the help.
    Help,
    /// Everywhere in a copy of the sample, which has a tour; in dialogs too.
    Tour,
}

impl Scope {
    /// Returns what its place is called in the help of all places.
    #[must_use]
    pub fn place(self) -> &'static str {
        match self {
            Self::Everywhere => "Everywhere",
            Self::Screen => "On every screen",
            Self::List => "In every list",
            Self::Coding => "On a coding",
            Self::Verdict => "On a theme",
            Self::Theme => "In the evidence of a theme",
            Self::Framework => "In the framework",
            Self::Words => "In the lists of words",
            Self::Places => "On the places of a word",
            Self::Code => "Beside a text",
            Self::Text => "In a text",
            Self::Codable => "In a text, and on a hit",
            Self::Hits => "In the list of hits",
            Self::AllHits => "Coding all hits",
            Self::SmallBook => "In the small list of codes",
            Self::Book => "In the codebook",
            Self::Question => "Asked for a yes",
            Self::Split => "Splitting a code",
            Self::SearchLine => "In the line of the search",
            Self::Picker => "Picking from a list",
            Self::Several => "Picking codes for words",
            Self::Form => "Making a code",
            Self::Stance => "Asked for a stance",
            Self::Line => "Writing a line",
            Self::Path => "Writing a path",
            Self::Memo => "Writing a memo",
            Self::Notes => "In problems and memos",
            Self::Progress => "In the list of progress",
            Self::Quick => "Awaiting a quick key",
            Self::Sheet => "In the help, and in reasons",
            Self::Help => "In the help",
            Self::Tour => "On the tour",
        }
    }
}

/// What a binding is about: a heading of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Moving.
    Move,
    /// Selecting.
    Select,
    /// Coding.
    Code,
    /// A coding that is there.
    Coding,
    /// The source as a whole.
    Source,
    /// A code of the codebook.
    Book,
    /// Screens and panels.
    Screens,
    /// The program.
    Program,
}

impl Group {
    /// Returns its heading.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Select => "Select",
            Self::Code => "Code",
            Self::Coding => "This coding",
            Self::Source => "This source",
            Self::Book => "This code",
            Self::Screens => "Screens and panels",
            Self::Program => "Program",
        }
    }
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Where it holds.
    pub scope: Scope,
    /// The keys that do it; each is one chord or several with blanks between. Without any it is done from the
    /// palette alone.
    pub keys: &'static [&'static str],
    /// What it does.
    pub action: Action,
    /// Where the help lists it.
    pub group: Group,
    /// What the help and the palette say. Two bindings with the same words are one line of the help.
    pub help: &'static str,
    /// What the footer says; empty where it is not in the footer.
    pub footer: &'static str,
}

/// Makes a row without a footer.
const fn row(scope: Scope, keys: &'static [&'static str], action: Action, group: Group, help: &'static str) -> Binding {
    Binding { scope, keys, action, group, help, footer: "" }
}

/// Makes a row that the footer shows.
const fn shown(
    scope: Scope,
    keys: &'static [&'static str],
    action: Action,
    group: Group,
    help: &'static str,
    footer: &'static str,
) -> Binding {
    Binding { scope, keys, action, group, help, footer }
}

use Scope::{
    AllHits, Book, Codable, Code, Coding, Everywhere, Form, Framework, Help, Hits, Line, List, Memo, Notes, Path,
    Picker, Places, Progress, Question, Quick, Screen, SearchLine, Several, Sheet, SmallBook, Split, Stance, Text,
    Theme, Tour, Verdict, Words,
};

/// All bindings, in the order of the footer.
pub const BINDINGS: &[Binding] = &[
    // Coding: the work itself comes first in the footer.
    shown(Codable, &["c"], Action::Code, Group::Code, "code it from the list", "code"),
    shown(Text, &["i"], Action::InVivo, Group::Code, "a code of its own words", "in vivo"),
    row(Codable, &["."], Action::CodeAgain, Group::Code, "the last code again"),
    row(Codable, &["p"], Action::PutCopied, Group::Code, "what y has copied"),
    row(Codable, &["Space"], Action::QuickCode, Group::Code, "then a quick key"),
    shown(Coding, &["s"], Action::Stance, Group::Coding, "its stance", "stance"),
    row(Coding, &["r"], Action::Recode, Group::Coding, "another code"),
    shown(Coding, &["m"], Action::Memo, Group::Coding, "its memo", "memo"),
    row(Code, &["y"], Action::Copy, Group::Coding, "copy code and stance"),
    row(Coding, &["D"], Action::Remove, Group::Coding, "take it away"),
    row(Text, &["B"], Action::Boundary, Group::Coding, "move its boundaries"),
    row(Codable, &["Y"], Action::Cite, Group::Code, "copy it, with citation"),
    row(Theme, &["Y"], Action::Cite, Group::Coding, "copy it, with citation"),
    row(Code, &["U"], Action::NextLost, Group::Coding, "next unanchored one"),
    row(Text, &["A"], Action::Attach, Group::Coding, "give it selected words"),
    row(Text, &[";"], Action::NextHere, Group::Coding, "the next coding here"),
    row(Hits, &["A"], Action::CodeAll, Group::Code, "code all hits"),
    // The codebook.
    shown(Book, &["a"], Action::AddCode, Group::Book, "a new code", "add"),
    shown(Book, &["e"], Action::DescribeCode, Group::Book, "its texts, claim", "texts"),
    shown(Book, &["r"], Action::RenameCode, Group::Book, "another name", "rename"),
    shown(Book, &["m"], Action::MoveCode, Group::Book, "move under another", "move"),
    shown(Book, &["M"], Action::MergeCode, Group::Book, "merge into another", "merge"),
    shown(Book, &["s"], Action::SplitCode, Group::Book, "split its codings", "split"),
    row(Book, &["x"], Action::RetireCode, Group::Book, "out of use, or back"),
    row(Book, &["A"], Action::AdoptCode, Group::Book, "adopt a draft"),
    row(Book, &["c"], Action::ColourCode, Group::Book, "colour"),
    row(Book, &["Space"], Action::KeyCode, Group::Book, "quick key"),
    row(Book, &["o"], Action::Open, Group::Move, "open"),
    row(Book, &["Ctrl-u"], Action::Less, Group::Move, "its texts, on and back"),
    row(Book, &["Ctrl-d"], Action::More, Group::Move, "its texts, on and back"),
    row(SmallBook, &["o"], Action::GoCodebook, Group::Screens, "the codebook"),
    // Selecting.
    row(Text, &["v"], Action::Select, Group::Select, "begin or let go"),
    row(Text, &["V"], Action::SelectPassage, Group::Select, "the passage"),
    row(Text, &["x"], Action::Grow, Group::Select, "grow, shrink by units"),
    row(Text, &["X"], Action::Shrink, Group::Select, "grow, shrink by units"),
    row(Text, &["o"], Action::SwapEnds, Group::Select, "the other end"),
    row(Text, &["a w"], Take(Object::Word), Group::Select, "word, sentence"),
    row(Text, &["a s"], Take(Object::Sentence), Group::Select, "word, sentence"),
    row(Text, &["a p"], Take(Object::Passage), Group::Select, "passage, turn"),
    row(Text, &["a t"], Take(Object::Turn), Group::Select, "passage, turn"),
    row(Text, &["a c"], Take(Object::Coding), Group::Select, "coding here"),
    row(Text, &["a q"], Take(Object::Quoted), Group::Select, "in quotes, brackets"),
    row(Text, &["a b"], Take(Object::Bracketed), Group::Select, "in quotes, brackets"),
    row(Text, &["Enter"], Action::Accept, Group::Select, "code it; keep the ends"),
    // Moving in a text.
    row(Text, &["h", "Left"], Move(Unit::Character, Back), Group::Move, "character"),
    row(Text, &["l", "Right"], Move(Unit::Character, On), Group::Move, "character"),
    row(Text, &["k", "Up"], Move(Unit::Row, Back), Group::Move, "line"),
    row(Text, &["j", "Down"], Move(Unit::Row, On), Group::Move, "line"),
    row(Text, &["b"], Move(Unit::Word, Back), Group::Move, "word; its end"),
    row(Text, &["w"], Move(Unit::Word, On), Group::Move, "word; its end"),
    row(Text, &["e"], Move(Unit::WordEnd, On), Group::Move, "word; its end"),
    row(Text, &["("], Move(Unit::Sentence, Back), Group::Move, "sentence"),
    row(Text, &[")"], Move(Unit::Sentence, On), Group::Move, "sentence"),
    row(Text, &["{"], Move(Unit::Passage, Back), Group::Move, "passage"),
    row(Text, &["}"], Move(Unit::Passage, On), Group::Move, "passage"),
    row(Text, &["[ t"], Move(Unit::Turn, Back), Group::Move, "speaker's turn"),
    row(Text, &["] t"], Move(Unit::Turn, On), Group::Move, "speaker's turn"),
    row(Text, &["[ c"], Move(Unit::Coding, Back), Group::Move, "coding"),
    row(Text, &["] c"], Move(Unit::Coding, On), Group::Move, "coding"),
    row(Text, &["[ u"], Move(Unit::Uncoded, Back), Group::Move, "uncoded passage"),
    row(Text, &["] u"], Move(Unit::Uncoded, On), Group::Move, "uncoded passage"),
    row(Text, &["[ h"], Move(Unit::Heading, Back), Group::Move, "heading"),
    row(Text, &["] h"], Move(Unit::Heading, On), Group::Move, "heading"),
    row(Text, &["[ q"], Move(Unit::Question, Back), Group::Move, "interviewer's turn"),
    row(Text, &["] q"], Move(Unit::Question, On), Group::Move, "interviewer's turn"),
    row(Text, &["*"], Action::WordHere, Group::Move, "this word in all texts"),
    row(Text, &["'"], Action::FindHere, Group::Move, "find in this text"),
    row(Code, &["[ U"], Action::PreviousUncoded, Group::Move, "uncoded, in any source"),
    row(Code, &["] U"], Action::NextUncoded, Group::Move, "uncoded, in any source"),
    row(Text, &["N"], Move(Unit::Hit, Back), Group::Move, "hit of the search"),
    row(Text, &["n"], Move(Unit::Hit, On), Group::Move, "hit of the search"),
    row(Text, &["g F"], GoCharacter(Back), Group::Move, "then a character"),
    row(Text, &["g f"], GoCharacter(On), Group::Move, "then a character"),
    row(Text, &["0", "Home"], Move(Unit::RowEdge, Back), Group::Move, "ends of the line"),
    row(Text, &["$", "End"], Move(Unit::RowEdge, On), Group::Move, "ends of the line"),
    row(Text, &["Ctrl-u"], Move(Unit::HalfPage, Back), Group::Move, "half a page"),
    row(Text, &["Ctrl-d"], Move(Unit::HalfPage, On), Group::Move, "half a page"),
    row(Text, &["Ctrl-b", "PgUp"], Move(Unit::Page, Back), Group::Move, "page"),
    row(Text, &["Ctrl-f", "PgDn"], Move(Unit::Page, On), Group::Move, "page"),
    row(Text, &["g g"], Move(Unit::Text, Back), Group::Move, "ends of the text"),
    row(Text, &["G"], Move(Unit::Text, On), Group::Move, "ends of the text"),
    // Moving in a list.
    shown(List, &["Enter"], Action::Open, Group::Move, "open", "open"),
    row(List, &["\\"], Action::OpenBeside, Group::Move, "open in a second text"),
    row(List, &["k", "Up"], Action::Up, Group::Move, "line"),
    row(List, &["j", "Down"], Action::Down, Group::Move, "line"),
    row(List, &["Ctrl-b", "PgUp"], Action::PageUp, Group::Move, "page"),
    row(List, &["Ctrl-f", "PgDn"], Action::PageDown, Group::Move, "page"),
    row(List, &["g g", "Home"], Action::First, Group::Move, "ends of the list"),
    row(List, &["G", "End"], Action::Last, Group::Move, "ends of the list"),
    shown(Verdict, &["o"], Action::Reasons, Group::Move, "reasons of the verdict", "reasons"),
    row(Theme, &["h", "Left"], Action::ColumnLeft, Group::Move, "column"),
    row(Theme, &["l", "Right"], Action::ColumnRight, Group::Move, "column"),
    shown(Theme, &["Tab"], Action::Arrange, Group::Screens, "by stance or by kind", "arrange"),
    row(Framework, &["h", "Left"], Action::ColumnLeft, Group::Move, "column"),
    row(Framework, &["l", "Right"], Action::ColumnRight, Group::Move, "column"),
    shown(Framework, &["e"], Action::Judge, Group::Source, "judge it, in a sentence", "judge"),
    shown(Framework, &["s"], Action::Stance, Group::Source, "stance of your judgement", "stance"),
    row(Framework, &["D"], Action::Remove, Group::Source, "take it away"),
    shown(Framework, &["Tab"], Action::Filled, Group::Screens, "all themes, or those used", "all or used"),
    // Words.
    shown(Words, &["Tab"], Action::NextPanel, Group::Screens, "list of words", "next list"),
    row(Words, &["S-Tab"], Action::PreviousPanel, Group::Screens, "list of words"),
    shown(Words, &["e"], Action::AskWord, Group::Screens, "another word", "word"),
    shown(Places, &["l"], Action::SortLeft, Group::Move, "sort by what is before", "by left"),
    shown(Places, &["r"], Action::SortRight, Group::Move, "sort by what is after", "by right"),
    shown(Places, &["s"], Action::SortSource, Group::Move, "sort by source", "by source"),
    shown(Words, &["d"], Action::Divide, Group::Screens, "keywords, by the next", "keywords"),
    row(Words, &["[ g", "Left"], Action::ColumnLeft, Group::Move, "group of keywords"),
    row(Words, &["] g", "Right"], Action::ColumnRight, Group::Move, "group of keywords"),
    row(Words, &["f"], Action::FunctionWords, Group::Screens, "function words in, out"),
    row(Words, &["i"], Action::InterviewersTurns, Group::Screens, "interviewers in, out"),
    // The source as a whole.
    row(Code, &["F"], Action::Done, Group::Source, "done, or open again"),
    row(Code, &["f"], Action::DoneForTheme, Group::Source, "done for one theme"),
    row(Code, &["J"], Action::Judge, Group::Source, "judge it on a theme"),
    row(Code, &["M"], Action::SourceMemo, Group::Source, "its memo"),
    row(SmallBook, &["m"], Action::CodeMemo, Group::Code, "memo on this code"),
    row(Code, &["<"], Action::PreviousSource, Group::Source, "source before, next"),
    row(Code, &[">"], Action::NextSource, Group::Source, "source before, next"),
    row(Text, &["z m"], Action::Measure, Group::Screens, "measure, numbers"),
    row(Text, &["z n"], Action::Numbers, Group::Screens, "measure, numbers"),
    row(Text, &["z u"], Action::Underline, Group::Screens, "underline what is coded"),
    row(Code, &["[ s"], Action::NotDoneBack, Group::Source, "source not done"),
    row(Code, &["] s"], Action::NotDoneOn, Group::Source, "source not done"),
    row(Code, &["|"], Action::TwoTexts, Group::Screens, "two texts, or one"),
    row(Code, &["Ctrl-w"], Action::OtherText, Group::Screens, "the other text"),
    row(Code, &["Tab"], Action::NextPanel, Group::Screens, "panel"),
    row(Code, &["S-Tab"], Action::PreviousPanel, Group::Screens, "panel"),
    // Screens.
    shown(Screen, &["t"], Action::NextWithoutStance, Group::Coding, "next without a stance", "take stances"),
    shown(Screen, &["/"], Action::GoSearch, Group::Screens, "search", "search"),
    shown(Screen, &["T"], Action::GoThemes, Group::Screens, "themes", "themes"),
    shown(Screen, &["C"], Action::GoCode, Group::Screens, "text", "text"),
    row(Screen, &["K"], Action::GoCodebook, Group::Screens, "the codebook"),
    row(Screen, &["W"], Action::GoFramework, Group::Screens, "framework of sources"),
    row(Screen, &["#"], Action::GoWords, Group::Screens, "words, counted"),
    row(Screen, &["P"], Action::GoNotes, Group::Screens, "problems and memos"),
    row(Screen, &[], Action::StudyMemo, Group::Program, "memo on the study"),
    row(Screen, &["&"], Action::Filter, Group::Screens, "filter every screen"),
    row(Screen, &["="], Action::GoProgress, Group::Screens, "progress"),
    row(Screen, &["H", "Alt-Left"], Action::PlaceBack, Group::Screens, "place one came from"),
    row(Screen, &["L", "Alt-Right"], Action::PlaceOn, Group::Screens, "on again after H"),
    row(Screen, &["Esc"], Action::Back, Group::Screens, "one step back"),
    row(Screen, &["q"], Action::Leave, Group::Screens, "leave the screen"),
    row(Screen, &["u"], Action::Undo, Group::Program, "undo, redo"),
    row(Screen, &["Ctrl-r"], Action::Redo, Group::Program, "undo, redo"),
    row(Screen, &["E"], Action::WriteReport, Group::Program, "write a report, export"),
    row(Screen, &["I"], Action::BringIn, Group::Program, "bring in files"),
    row(Screen, &["Z"], Action::HideNames, Group::Program, "hide names, or show"),
    row(Screen, &["!"], Action::Retry, Group::Program, "save again"),
    row(Screen, &[":", "Ctrl-p"], Action::Palette, Group::Program, "all commands"),
    shown(Screen, &["?"], Action::Help, Group::Program, "these keys", "help"),
    shown(Tour, &["F2"], Action::Tour, Group::Program, "tour: hide, take up", "tour"),
    row(Tour, &["F3"], Action::TourNext, Group::Program, "tour: pass over a step"),
    row(Tour, &["F4"], Action::TourLead, Group::Program, "tour: open its note"),
    row(Everywhere, &["F1"], Action::Help, Group::Program, "these keys"),
    row(Everywhere, &["Ctrl-q"], Action::Quit, Group::Program, "quit"),
    row(Everywhere, &["Ctrl-g"], Action::StopBehind, Group::Program, "stop what runs behind"),
    row(Everywhere, &["Ctrl-z"], Action::Suspend, Group::Program, "stop (fg goes on)"),
    row(Everywhere, &["Ctrl-l"], Action::Redraw, Group::Program, "draw again"),
    // Dialogs.
    shown(SearchLine, &["Enter", "Tab"], Action::Accept, Group::Screens, "to the hits", "to the hits"),
    row(SearchLine, &["Up"], Action::Up, Group::Move, "hit"),
    row(SearchLine, &["Down"], Action::Down, Group::Move, "hit"),
    row(SearchLine, &["PgUp"], Action::PageUp, Group::Move, "page"),
    row(SearchLine, &["PgDn"], Action::PageDown, Group::Move, "page"),
    shown(SearchLine, &["Esc"], Action::Back, Group::Screens, "one step back", "back"),
    shown(Picker, &["Enter"], Action::Accept, Group::Code, "take it", "take"),
    shown(Several, &["Tab"], Action::Mark, Group::Code, "mark it, take several", "mark"),
    row(Picker, &["Up", "Ctrl-p"], Action::Up, Group::Move, "line"),
    row(Picker, &["Down", "Ctrl-n"], Action::Down, Group::Move, "line"),
    row(Picker, &["PgUp"], Action::PageUp, Group::Move, "page"),
    row(Picker, &["PgDn"], Action::PageDown, Group::Move, "page"),
    shown(Picker, &["Esc"], Action::Back, Group::Screens, "one step back", "back"),
    shown(Stance, &["+", "1"], Action::Supports, Group::Coding, "supports the claim", "supports"),
    shown(Stance, &["~", "2"], Action::Qualifies, Group::Coding, "qualifies it", "qualifies"),
    shown(Stance, &["-", "3"], Action::Contradicts, Group::Coding, "contradicts it", "contradicts"),
    shown(Stance, &["0", "Enter"], Action::Neutral, Group::Coding, "takes no position", "neutral"),
    row(Stance, &["t"], Action::Skip, Group::Coding, "leave it, go on"),
    shown(Stance, &["Esc"], Action::Back, Group::Screens, "one step back", "back"),
    shown(AllHits, &["Enter"], Action::Accept, Group::Code, "code them all", "code them all"),
    shown(AllHits, &["Tab"], Action::Turn, Group::Code, "another unit", "another unit"),
    row(AllHits, &["i"], Action::WithInterviewer, Group::Code, "interviewer's words too"),
    row(AllHits, &["+", "1"], Action::Supports, Group::Coding, "supports the claim"),
    row(AllHits, &["~", "2"], Action::Qualifies, Group::Coding, "qualifies it"),
    row(AllHits, &["-", "3"], Action::Contradicts, Group::Coding, "contradicts it"),
    row(AllHits, &["0"], Action::Neutral, Group::Coding, "takes no position"),
    shown(AllHits, &["Esc"], Action::Back, Group::Screens, "one step back", "back"),
    shown(Question, &["y"], Action::Accept, Group::Program, "yes", "yes"),
    shown(Question, &["n", "Esc"], Action::Back, Group::Program, "no", "no"),
    shown(Split, &["k"], Action::Keep, Group::Coding, "it keeps its code", "keep"),
    shown(Split, &["s"], Action::Skip, Group::Coding, "leave it for later", "later"),
    shown(Split, &["Esc"], Action::Back, Group::Screens, "one step back", "stop"),
    shown(Path, &["Tab"], Action::Complete, Group::Move, "complete the path", "complete"),
    shown(Line, &["Enter"], Action::Accept, Group::Code, "take it", "take"),
    shown(Line, &["Esc"], Action::Back, Group::Screens, "one step back", "back"),
    shown(Form, &["Enter", "Ctrl-s"], Action::Accept, Group::Code, "make it", "make it"),
    shown(Form, &["Tab", "Down"], Action::Down, Group::Move, "field", "next field"),
    row(Form, &["S-Tab", "Up"], Action::Up, Group::Move, "field"),
    shown(Form, &["Esc"], Action::Back, Group::Screens, "one step back", "back"),
    shown(Memo, &["Ctrl-s", "Alt-Enter"], Action::Save, Group::Coding, "save it", "save"),
    shown(Memo, &["Esc"], Action::Back, Group::Screens, "one step back", "back"),
    shown(Notes, &["Tab"], Action::Turn, Group::Screens, "problems or memos", "problems or memos"),
    shown(Notes, &["Esc", "q", "P"], Action::Back, Group::Screens, "one step back", "back"),
    shown(Progress, &["Esc", "q", "="], Action::Back, Group::Screens, "one step back", "back"),
    shown(Quick, &["Esc"], Action::Back, Group::Screens, "one step back", "back"),
    shown(Sheet, &["Space", "j", "Down", "PgDn"], Action::NextPage, Group::Move, "page", "next page"),
    row(Sheet, &["k", "Up", "PgUp"], Action::PreviousPage, Group::Move, "page"),
    shown(Help, &["Tab"], Action::Turn, Group::Move, "next part", "signs, all keys"),
    shown(Sheet, &["Esc", "q", "o"], Action::Back, Group::Screens, "one step back", "back"),
    row(Help, &["?"], Action::Back, Group::Screens, "one step back"),
];

/// Makes two rows of each: with the tour of a copy of the sample, and without.
macro_rules! together {
    ($([$($scope:ident),+],)+) => {
        &[$(&[$($scope),+], &[$($scope,)+ Tour],)+]
    };
}

/// Scopes that are live together, innermost first: the states that [`crate::tui::model`] can be in.
pub const TOGETHER: &[&[Scope]] = together![
    [Verdict, List, Screen, Everywhere],
    [Theme, Verdict, Coding, List, Screen, Everywhere],
    [Text, Codable, Coding, Code, Screen, Everywhere],
    [List, Code, Screen, Everywhere],
    [SmallBook, List, Code, Screen, Everywhere],
    [Book, List, Screen, Everywhere],
    [Coding, List, Code, Screen, Everywhere],
    [Hits, Codable, List, Screen, Everywhere],
    [AllHits, Everywhere],
    [Framework, List, Screen, Everywhere],
    [Words, List, Screen, Everywhere],
    [Places, Words, List, Screen, Everywhere],
    [SearchLine, Everywhere],
    [Picker, Everywhere],
    [Several, Picker, Everywhere],
    [Form, Everywhere],
    [Stance, Everywhere],
    [Line, Everywhere],
    [Path, Line, Everywhere],
    [Question, Everywhere],
    [Split, Everywhere],
    [Memo, Everywhere],
    [Notes, List, Everywhere],
    [Progress, List, Everywhere],
    [Quick, Everywhere],
    [Help, Sheet, Everywhere],
    [Sheet, Everywhere],
];
