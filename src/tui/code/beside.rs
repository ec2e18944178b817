//! A second text beside the one that has the keys: another source, or another place of the same.
//!
//! All that belongs to a text is kept twice; what belongs to the screen is kept once, with the text that has
//! the keys. To change between them is to change places, so that every key means the text with the cursor.

use ratatui::layout::Rect;

use super::areas::{Areas, Half, areas};
use super::state::{Code, Mode, Panel};
use crate::base::ids::SourceId;
use crate::tui::desk::Page;
use crate::tui::keys::action::Action;
use crate::tui::message::Effect;
use crate::tui::model::Model;

impl Code {
    /// Returns where the panels stand.
    #[must_use]
    pub fn areas(&self) -> Areas {
        areas(self.body, self.focus, self.beside.is_some().then_some(self.half))
    }

    /// Returns the source of the other text.
    #[must_use]
    pub fn source_beside(&self) -> Option<&SourceId> {
        Some(&self.beside.as_ref()?.page.as_ref()?.id)
    }

    /// Tells whether a text, this one or the one beside it, is the one that has the keys.
    #[must_use]
    pub(super) fn has_keys(&self, text: &Self) -> bool {
        self.beside.is_none() || text.half == self.half
    }

    /// Shows the text twice; the second one has the keys.
    fn split(&mut self) {
        self.mode = Mode::Normal;
        self.beside = Some(Box::new(Self { beside: None, body: Rect::default(), ..self.clone() }));
        self.half = Half::Second;
        self.pane.clear_selection();
        self.fit();
    }

    /// Closes the text that does not have the keys.
    fn unsplit(&mut self) {
        self.beside = None;
        self.half = Half::First;
        self.fit();
    }

    /// Gives the keys to the other text.
    pub(super) fn change_text(&mut self) {
        let Some(mut other) = self.beside.take() else { return };
        self.remember();
        std::mem::swap(self, &mut *other);
        // What belongs to the screen stays where the keys are.
        std::mem::swap(&mut self.body, &mut other.body);
        self.focus = Panel::Text;
        self.sources = other.sources;
        self.book = other.book;
        std::mem::swap(&mut self.last, &mut other.last);
        std::mem::swap(&mut self.copied, &mut other.copied);
        std::mem::swap(&mut self.folded, &mut other.folded);
        std::mem::swap(&mut self.places, &mut other.places);
        other.mode = Mode::Normal;
        self.beside = Some(other);
        self.fit();
    }

    /// Takes the other text's source as it is now.
    pub fn set_page_beside(&mut self, page: Page) {
        let Some(beside) = &mut self.beside else { return };
        if beside.page.as_ref().is_some_and(|open| open.id == page.id) {
            beside.set_page(page);
            self.fit();
        }
    }
}

/// Does what the keys of two texts ask for.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let code = &mut model.code;
    match (action, code.beside.is_some()) {
        (Action::TwoTexts, true) => code.unsplit(),
        (Action::TwoTexts, false) if code.page.is_none() => {
            model.say("no source is open: Enter on the list of sources opens one");
        }
        (Action::TwoTexts, false) => {
            code.split();
            model.say_with_keys("[next-source] another source here; [other-text] changes sides; [two-texts] closes");
        }
        (_, false) => model.say("there is one text only: | shows a second one beside it"),
        (_, true) => {
            code.change_text();
            model.history.stays();
            return reread(model);
        }
    }
    super::keep_lists(model);
    Vec::new()
}

/// Gives the keys to a second text, in which something is about to be opened; one without any text is the first.
pub fn make_room(model: &mut Model) {
    let code = &mut model.code;
    match (&code.page, &code.beside) {
        (None, _) => {}
        (Some(_), None) => code.split(),
        (Some(_), Some(_)) => {
            code.change_text();
            model.history.stays();
        }
    }
}

/// Reads the text that has the keys now: it is the open one from here on.
fn reread(model: &Model) -> Vec<Effect> {
    model.code.page.iter().map(|page| Effect::Reread(page.id.clone())).collect()
}
