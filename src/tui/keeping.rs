//! What is kept of a session while it goes on, so that a program that is killed loses seconds of it at most: where
//! the coder is, and what is being written.
//!
//! A key asks for it to be kept in a few seconds, once; what else happens until then is kept with it.

use super::message::Effect;
use super::model::{Model, Screen};
use super::{bookmark, draft};

/// Returns what is to be kept now. `is_time` tells whether a few seconds have passed, or the program ends or stops;
/// `before` is the screen before the message that was just taken in.
pub(super) fn follow(model: &mut Model, before: Screen, is_time: bool) -> Vec<Effect> {
    let mut effects: Vec<Effect> = bookmark::follow(model, before, is_time).into_iter().collect();
    if is_time {
        effects.extend(draft::keep(model));
    }
    if !model.keeps_later && (bookmark::is_behind(model) || draft::is_behind(model)) {
        model.keeps_later = true;
        effects.push(Effect::KeepLater);
    }
    effects
}
