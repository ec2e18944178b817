//! What a key can do. The table of keys binds every one of these.

use crate::tui::reading::motion::{Unit, Way};
use crate::tui::reading::object::Object;

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident,)+) => {
        /// What a key, a line of the palette or a click asks for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Action {
            $($(#[$doc])* $name,)+
            /// Moves the cursor in a text.
            Move(Unit, Way),
            /// Waits for a character and goes to where it stands.
            GoCharacter(Way),
            /// Selects what stands around the cursor.
            Take(Object),
        }

        impl Action {
            /// All but the motions and what is taken around the cursor.
            pub const PLAIN: &[Self] = &[$(Self::$name,)+];
        }
    };
}

actions! {
    /// Shows the keys of this place.
    Help,
    /// Shows all commands of this place, to be picked by letters.
    Palette,
    /// Ends the program.
    Quit,
    /// Stops the program, as the shell's job control does.
    Suspend,
    /// Draws the whole screen again.
    Redraw,
    /// Goes one step back: a selection, a dialog, a panel, a screen.
    Back,
    /// Leaves the screen; the first one: the program.
    Leave,
    /// Goes to the place that one came from.
    PlaceBack,
    /// Goes on to the place that one went back from.
    PlaceOn,
    /// Opens the themes.
    GoThemes,
    /// Opens the text that was last coded in.
    GoCode,
    /// Opens the search.
    GoSearch,
    /// Opens the codebook.
    GoCodebook,
    /// Filters what every screen lists.
    Filter,
    /// Shows how far the study is coded.
    GoProgress,
    /// Opens the framework: what each source says on each theme.
    GoFramework,
    /// Opens the words: in their context, counted and compared.
    GoWords,
    /// Shows the places of the selected words, or of the word under the cursor, in all texts.
    WordHere,
    /// Asks for a word.
    AskWord,
    /// Sorts the places of a word by what stands before it.
    SortLeft,
    /// Sorts them by what stands after it.
    SortRight,
    /// Sorts them by source and place.
    SortSource,
    /// Shows keywords, and divides the texts by the next of what they can be divided by.
    Divide,
    /// Lists function words too, or leaves them out.
    FunctionWords,
    /// Counts the turns of interviewers too, or leaves them out.
    InterviewersTurns,
    /// Lists the problems of the study and the memos.
    GoNotes,
    /// Turns from the problems to the memos, or back; in the help, to its next part.
    Turn,
    /// Writes a report, or all codings, to a file.
    WriteReport,
    /// Brings files in, as sources or as codings.
    BringIn,
    /// Stops what runs behind.
    StopBehind,
    /// Completes the path or the word that is begun.
    Complete,
    /// Hides names and attributes, or shows them again.
    HideNames,
    /// Suggests passages like those of the code, or like the words, that are chosen.
    Suggestions,
    /// Codes the suggested passage.
    TakeSuggestion,
    /// Refuses the suggested passage, which is remembered.
    Refuse,
    /// Shows which words made a passage a suggestion.
    Why,
    /// Makes the list of suggestions anew.
    Anew,
    /// Takes the newest action back.
    Undo,
    /// Makes it again.
    Redo,
    /// Goes to the next coding that still lacks a stance, and asks for it.
    NextWithoutStance,
    /// Saves again what could not be saved.
    Retry,
    /// Goes up one line of a list.
    Up,
    /// Goes down one line.
    Down,
    /// Goes up one page.
    PageUp,
    /// Goes down one page.
    PageDown,
    /// Goes to the first line.
    First,
    /// Goes to the last line.
    Last,
    /// Opens what is chosen.
    Open,
    /// Shows all that is said of a theme: its claim, and the reasons for its verdict.
    Reasons,
    /// Chooses the column to the left.
    ColumnLeft,
    /// Chooses the column to the right.
    ColumnRight,
    /// Arranges evidence otherwise: of a theme by stance or by kind; hits in one list, or in groups.
    Arrange,
    /// Shows the weaker passages of a voice that are folded behind the strongest.
    Unfold,
    /// Folds them again.
    Fold,
    /// Saves the search under a name.
    SaveSearch,
    /// Shows all themes, or only those with something in them.
    Filled,
    /// Gives the keys to the next panel.
    NextPanel,
    /// Gives the keys to the panel before.
    PreviousPanel,
    /// Goes to the next passage without a coding, also in sources after this one.
    NextUncoded,
    /// Goes to the passage without a coding before, also in sources before this one.
    PreviousUncoded,
    /// Opens the next source that is not done.
    NotDoneOn,
    /// Opens the source before that is not done.
    NotDoneBack,
    /// Shows a second text beside this one, or closes the other one.
    TwoTexts,
    /// Gives the keys to the other text.
    OtherText,
    /// Opens what is chosen in the second text.
    OpenBeside,
    /// Opens the next source.
    NextSource,
    /// Opens the source before.
    PreviousSource,
    /// Says that the source is done, or takes it back.
    Done,
    /// Says that the source is done for one theme.
    DoneForTheme,
    /// Writes a memo on the source.
    SourceMemo,
    /// Judges the whole source on a theme.
    Judge,
    /// Begins a selection, or lets it go.
    Select,
    /// Selects the passage.
    SelectPassage,
    /// Grows the selection to the next unit.
    Grow,
    /// Shrinks it again.
    Shrink,
    /// Puts the cursor at the other end of the selection.
    SwapEnds,
    /// Finds words in the open text while they are typed.
    FindHere,
    /// Keeps the text to a comfortable measure, or gives it the whole panel.
    Measure,
    /// Numbers passages, lines, or nothing.
    Numbers,
    /// Underlines what is coded, or only the chosen coding.
    Underline,
    /// Codes the selection, or the passage, with a code from the list.
    Code,
    /// Codes all hits of the search, after a look at what that comes to.
    CodeAll,
    /// Takes the interviewer's words too, or leaves them out.
    WithInterviewer,
    /// Codes with the last code again.
    CodeAgain,
    /// Codes with the code and stance that were copied from a coding.
    PutCopied,
    /// Codes with a quick key.
    QuickCode,
    /// Makes the selected words a code.
    InVivo,
    /// Chooses the next coding at the cursor.
    NextHere,
    /// Changes the stance of the coding.
    Stance,
    /// Changes the code of the coding.
    Recode,
    /// Moves the boundaries of the coding.
    Boundary,
    /// Chooses the next coding of the source that has lost its words.
    NextLost,
    /// Gives the selected words to the coding that has lost its own.
    Attach,
    /// Writes a memo on the coding.
    Memo,
    /// Copies the code and the stance of the coding, to be put on other words.
    Copy,
    /// Takes the coding away, or a judgement.
    Remove,
    /// Makes a new code.
    AddCode,
    /// Gives the code another name.
    RenameCode,
    /// Writes what the code means.
    DescribeCode,
    /// Puts the code under another.
    MoveCode,
    /// Merges the code into another.
    MergeCode,
    /// Gives the codings of the code other codes, one by one.
    SplitCode,
    /// Gives the code another colour.
    ColourCode,
    /// Gives the code another quick key.
    KeyCode,
    /// Takes the code out of use, or back into it.
    RetireCode,
    /// Takes a draft into the lead's codebook.
    AdoptCode,
    /// Shows what else is known of the code.
    More,
    /// Shows what comes before that.
    Less,
    /// Leaves a coding with the code that is split.
    Keep,
    /// Writes a memo on the chosen code.
    CodeMemo,
    /// Writes a memo on the study.
    StudyMemo,
    /// Marks what is chosen in a list, so that several are taken at once.
    Mark,
    /// Hands words with their citation to the terminal's clipboard.
    Cite,
    /// Takes what is chosen, or says yes.
    Accept,
    /// Says that the passage supports the claim.
    Supports,
    /// Says that it qualifies the claim.
    Qualifies,
    /// Says that it contradicts the claim.
    Contradicts,
    /// Says that it takes no position.
    Neutral,
    /// Goes on to the next coding without a stance, leaving this one.
    Skip,
    /// Saves what is written.
    Save,
    /// Leaves the tour, or takes it up again.
    Tour,
    /// Passes over a step of the tour.
    TourNext,
    /// Opens what the step of the tour is about.
    TourLead,
    /// Turns to the next page.
    NextPage,
    /// Turns to the page before.
    PreviousPage,
}
