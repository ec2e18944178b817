//! All that the workbench remembers between two messages.

use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::layout::Rect;

use super::alike::AlikeScreen;
use super::banner;
use super::behind::Behind;
use super::book::BookScreen;
use super::bookmark::Bookmark;
use super::code::{Code, Mode, Panel};
use super::colours::{Colours, Look};
use super::desk::{Desk, Note};
use super::dialog::Dialog;
use super::dialog::notes::NoteList;
use super::dialog::sheet::What;
use super::draft::Drafts;
use super::filter::Filter;
use super::framework::FrameworkScreen;
use super::history::History;
use super::keys::action::Action;
use super::keys::effective::Keys;
use super::keys::lookup::Pending;
use super::keys::table::{Scope, TOGETHER};
use super::list::ListPlace;
use super::message::Change;
use super::search::Search;
use super::sitting::Sitting;
use super::themes::ThemesScreen;
use super::tour::{self, Tour};
use super::veil::Veil;
use super::words::{Tab, WordsScreen};
use crate::base::ids::SourceId;

/// The screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// The themes and their evidence: the first look.
    #[default]
    Themes,
    /// The text and its codings.
    Code,
    /// The search.
    Search,
    /// The codes and what can be done with them.
    Codebook,
    /// What each source says on each theme.
    Framework,
    /// Words in their context, counted and compared.
    Words,
    /// Passages like others, to be accepted or refused.
    Alike,
}

/// The workbench's state.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// What things look like.
    pub colours: Colours,
    /// What is known of the study.
    pub desk: Desk,
    /// The screen that is shown.
    pub screen: Screen,
    /// The screens that Back goes through.
    pub before: Vec<Screen>,
    /// The filter that holds on every screen.
    pub filter: Option<Filter>,
    /// What was done in this session.
    pub sitting: Sitting,
    /// The list of progress.
    pub progress: ListPlace,
    /// The places that one came from.
    pub history: History,
    /// Where this coder stopped, as it is kept for the next time.
    pub bookmark: Option<Bookmark>,
    /// The place of the cursor for which that was last looked at.
    pub marked: Option<usize>,
    /// What this coder was writing and did not save.
    pub drafts: Drafts,
    /// Whether it was asked for that both are kept in a few seconds.
    pub keeps_later: bool,
    /// The screen Themes.
    pub themes: ThemesScreen,
    /// The screen Code.
    pub code: Code,
    /// The screen Search.
    pub search: Search,
    /// The screen Codebook.
    pub book: BookScreen,
    /// The screen Framework.
    pub framework: FrameworkScreen,
    /// The screen Words.
    pub words: WordsScreen,
    /// The screen Suggestions.
    pub alike: AlikeScreen,
    /// The list of problems and memos.
    pub notes: NoteList,
    /// Dialogs, the last one on top.
    pub dialogs: Vec<Dialog>,
    /// The commands that were taken from the palette, the last one first.
    pub commands: Vec<Action>,
    /// What was typed of a longer key.
    pub pending: Pending,
    /// The last message.
    pub notice: Option<Notice>,
    /// When the disk last said that all is safe.
    pub saved: Option<String>,
    /// What could not be saved.
    pub unsaved: Vec<Change>,
    /// Whether it is tried again in a while without being asked for.
    pub saves_later: bool,
    /// How many steps are not saved.
    pub left: usize,
    /// Why it could not.
    pub reason: String,
    /// How many of the texts are read, in hundredths, while they are being read.
    pub reading: Option<u8>,
    /// Sources whose rows are newer than what is still being read behind the scenes.
    pub fresh: BTreeSet<SourceId>,
    /// Whether the user was told that quitting loses something.
    pub warned: bool,
    /// The tour, on a copy of the sample study.
    pub tour: Option<Tour>,
    /// The keys, as the user has them.
    pub keys: Arc<Keys>,
    /// Whether the screen is drawn for a screen reader.
    pub plain: bool,
    /// What is wrong in the user's configuration.
    pub faults: Vec<Note>,
    /// What runs behind the screens.
    pub behind: Behind,
    /// What hides names and attributes.
    pub veil: Veil,
}

/// A message in the footer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How it looks.
    pub look: Look,
    /// What it says.
    pub text: String,
}

impl Model {
    /// Returns the area of the screen: above the footer, and above the panel of the tour.
    #[must_use]
    pub fn body(&self) -> Rect {
        let below = 1 + banner::height(self) + tour::height(self);
        Rect::new(0, 0, self.size.0, self.size.1.saturating_sub(below))
    }

    /// Returns the scopes that are live, innermost first: one of [`TOGETHER`].
    #[must_use]
    pub fn live(&self) -> &'static [Scope] {
        let live = self.live_without_tour();
        let with_tour = |scopes: &&&'static [Scope]| scopes.split_last() == Some((&Scope::Tour, live));
        TOGETHER.iter().find(|scopes| self.tour.is_some() && with_tour(scopes)).copied().unwrap_or(live)
    }

    fn live_without_tour(&self) -> &'static [Scope] {
        use Scope::{
            Alike, AllHits, Book, Codable, Code, Coding, Everywhere, FilterLine, Form, Framework, Help, Hits, Line,
            List, Memo, Notes, Picker, Places, Progress, Quick, Screen as AnyScreen, SearchLine, Several, Sheet,
            SmallBook, Stance, TakeUp, Text, Theme, Verdict, Words,
        };
        match self.dialogs.last() {
            Some(Dialog::Sheet(sheet)) => match sheet.what {
                What::Keys(_) => return &[Help, Sheet, Everywhere],
                What::Reasons(_) | What::Suggestion => return &[Sheet, Everywhere],
            },
            Some(Dialog::PickCode(pick)) if pick.purpose.takes_several() => return &[Several, Picker, Everywhere],
            Some(Dialog::Palette(_) | Dialog::PickCode(_)) => return &[Picker, Everywhere],
            Some(Dialog::NewCode(_)) => return &[Form, Everywhere],
            Some(Dialog::CodeAll(_)) => return &[AllHits, Everywhere],
            Some(Dialog::AskStance(_)) => return &[Stance, Everywhere],
            Some(Dialog::WriteLine(_) | Dialog::Find(_) | Dialog::SaveSearch(_) | Dialog::Word(_)) => {
                return &[Line, Everywhere];
            }
            Some(Dialog::Filter(_)) => return &[FilterLine, Line, Everywhere],
            Some(Dialog::WriteMemo(_)) => return &[Memo, Everywhere],
            Some(Dialog::TakeUp(_)) => return &[TakeUp, Everywhere],
            Some(Dialog::Notes) => return &[Notes, List, Everywhere],
            Some(Dialog::Progress) => return &[Progress, List, Everywhere],
            Some(Dialog::Quick(_) | Dialog::Character(..)) => return &[Quick, Everywhere],
            Some(Dialog::Book(dialog)) => return dialog.scopes(),
            Some(Dialog::Behind(dialog)) => return dialog.scopes(),
            None => {}
        }
        match self.screen {
            Screen::Themes if self.themes.open.is_some() => &[Theme, Verdict, Coding, List, AnyScreen, Everywhere],
            Screen::Themes => &[Verdict, List, AnyScreen, Everywhere],
            Screen::Code => match self.code.focus {
                Panel::Text => &[Text, Codable, Coding, Code, AnyScreen, Everywhere],
                Panel::Here => &[Coding, List, Code, AnyScreen, Everywhere],
                Panel::Sources => &[List, Code, AnyScreen, Everywhere],
                Panel::Codebook => &[SmallBook, List, Code, AnyScreen, Everywhere],
            },
            Screen::Search if self.search.typing => &[SearchLine, Everywhere],
            Screen::Search => &[Hits, Codable, List, AnyScreen, Everywhere],
            Screen::Codebook => &[Book, List, AnyScreen, Everywhere],
            Screen::Framework => &[Framework, List, AnyScreen, Everywhere],
            Screen::Words if self.words.tab == Tab::Concordance => &[Places, Words, List, AnyScreen, Everywhere],
            Screen::Words => &[Words, List, AnyScreen, Everywhere],
            Screen::Alike => &[Alike, List, AnyScreen, Everywhere],
        }
    }

    /// Returns the first key of an action: in a live scope if it has one there, else wherever it has one.
    #[must_use]
    pub fn key(&self, action: Action) -> String {
        let live = self.keys.live(self.live()).find(|row| row.binding.action == action);
        let row = live.or_else(|| self.keys.rows().iter().find(|row| row.binding.action == action));
        row.map(super::keys::effective::Row::first).unwrap_or_default()
    }

    /// Puts keys into words of the program: `[undo]` stands for the first key of that action.
    #[must_use]
    pub fn with_keys(&self, words: &'static str) -> String {
        let mut parts = words.split('[');
        let mut told = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            match part.split_once(']').and_then(|(name, rest)| Some((Action::named(name)?, rest))) {
                Some((action, rest)) => told.extend([self.key(action).as_str(), rest]),
                None => told.extend(["[", part]),
            }
        }
        told
    }

    /// Says something in the footer, with keys in the place of `[undo]` and the like.
    pub fn say_with_keys(&mut self, words: &'static str) {
        self.say(self.with_keys(words));
    }

    /// Returns the word for what keys mean now.
    #[must_use]
    pub fn mode_word(&self) -> &'static str {
        match (self.screen, self.code.mode) {
            (Screen::Code, Mode::Boundary(_)) => "BOUNDARIES",
            (Screen::Code, Mode::Lost(_)) => "PLACE",
            (Screen::Code, Mode::Normal) if self.code.pane.selection().is_some() => "SELECT",
            _ => "NORMAL",
        }
    }

    /// Says something in the footer.
    pub fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { look: Look::Text, text: text.into() });
    }

    /// Says in the footer that something is not as it should be.
    pub fn warn(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { look: Look::Warning, text: text.into() });
    }
}
