//! How the text is set on the screen: its measure, its numbers, and how codings are seen in it.

use serde::{Deserialize, Serialize};

use crate::tui::keys::action::Action;
use crate::tui::message::Effect;
use crate::tui::model::Model;

/// The widest that rows become where the text is kept to a comfortable measure, in columns.
pub(super) const MEASURE: u16 = 80;

/// What is numbered beside the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Numbers {
    /// Nothing.
    #[default]
    Off,
    /// The passages, from 1.
    Passages,
    /// The lines of the stored text, from 1.
    Lines,
}

/// How the text is set. It holds for all sources of all studies, and is kept for the next session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Setting {
    /// Whether rows are at most 80 columns wide.
    pub is_measured: bool,
    /// What is numbered.
    pub numbers: Numbers,
    /// Whether all coded words are underlined, and not only those of the chosen coding.
    pub is_underlined: bool,
}

impl Default for Setting {
    fn default() -> Self {
        Self { is_measured: true, numbers: Numbers::Off, is_underlined: true }
    }
}

impl Setting {
    /// Returns how wide the text may be in a panel that has so many columns left for it.
    #[must_use]
    pub(super) fn width(self, room: u16) -> u16 {
        // The pane keeps a column for the line end.
        if self.is_measured { room.min(MEASURE + 1) } else { room }
    }
}

/// Changes the setting as an action asks, says what it is now, and has it kept.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let setting = &mut model.code.setting;
    let told = match action {
        Action::Measure => {
            setting.is_measured = !setting.is_measured;
            if setting.is_measured {
                format!("the text is at most {MEASURE} columns wide")
            } else {
                "the text is as wide as its panel".to_owned()
            }
        }
        Action::Numbers => {
            let (next, told) = match setting.numbers {
                Numbers::Off => (Numbers::Passages, "passages are numbered"),
                Numbers::Passages => (Numbers::Lines, "lines are numbered"),
                Numbers::Lines => (Numbers::Off, "no numbers"),
            };
            setting.numbers = next;
            told.to_owned()
        }
        _ => {
            setting.is_underlined = !setting.is_underlined;
            let told = if setting.is_underlined {
                "what is coded is underlined"
            } else {
                "only the coding here is underlined"
            };
            told.to_owned()
        }
    };
    model.code.fit();
    model.say(told);
    vec![Effect::KeepSetting(model.code.setting)]
}
