//! Copying words with their citation: only what a key asked for goes to the terminal's clipboard.

use super::clipboard::{self, MOST};
use super::message::Effect;
use super::model::Model;
use crate::base::count::plural;

/// Takes words with their citation, and has them copied if a terminal takes that much.
///
/// A terminal gives no answer, so that it is only said what was sent.
pub(super) fn cited(model: &mut Model, text: String) -> Vec<Effect> {
    let count = plural(text.chars().count(), "character", "characters");
    if !clipboard::fits(&text) {
        model.warn(format!("not copied: {count} are too many for a terminal ({MOST} bytes); select fewer words"));
        return Vec::new();
    }
    model.say(format!("{count} sent to the clipboard with the citation; whether it takes them, the terminal decides"));
    vec![Effect::Copy(text)]
}
