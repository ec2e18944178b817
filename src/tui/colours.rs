//! What each part of the screen looks like: on dark and light ground, with 16 colours, and without any.
//!
//! Everything that a colour says is also said by a sign, a word or a modifier. A stance is never green
//! or red: a claim that holds can be bad news.

use ratatui::style::{Color, Modifier, Style};

/// A part of the screen that has a look of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The words of a source.
    Text,
    /// What matters less: hints, coders, numbers.
    Dim,
    /// A title or the name of a thing.
    Strong,
    /// A speaker's label.
    Label,
    /// A heading in a source.
    Heading,
    /// The frame of a panel.
    Frame,
    /// The frame and title of the panel that has the keys.
    Focus,
    /// The line under the cursor in a list.
    Chosen,
    /// The cursor in a text.
    Cursor,
    /// The selected words.
    Selected,
    /// What the interviewer says.
    Question,
    /// Words that are coded.
    Underlined,
    /// The words of the coding that is chosen.
    Coded,
    /// A place that a search found.
    Hit,
    /// What supports a claim.
    Supports,
    /// What qualifies it.
    Qualifies,
    /// What contradicts it.
    Contradicts,
    /// What takes no position.
    Neutral,
    /// A message that all is well.
    Saved,
    /// A message that a person should read.
    Warning,
    /// A failure that does not go away by itself.
    Failure,
    /// A key in the footer or the help.
    Key,
}

/// How many colours there are, and on what ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Colours {
    /// Modifiers alone: bold, underlined, reversed.
    None,
    /// The terminal's own 16 colours, readable on dark and light.
    #[default]
    Sixteen,
    /// 256 colours on a dark ground.
    Dark,
    /// 256 colours on a light ground.
    Light,
}

impl Colours {
    /// Chooses by the environment: `NO_COLOR`, `TERM`, `COLORTERM` and `COLORFGBG`.
    ///
    /// `lookup` gives the value of a variable. Where the ground is not known, the terminal's own 16
    /// colours are used, because their owner chose them to be readable.
    #[must_use]
    pub fn detect(lookup: impl Fn(&str) -> Option<String>) -> Self {
        let term = lookup("TERM").unwrap_or_default();
        if lookup("NO_COLOR").is_some_and(|value| !value.is_empty()) || term.is_empty() || term == "dumb" {
            return Self::None;
        }
        let many = term.contains("256color") || lookup("COLORTERM").is_some_and(|value| !value.is_empty());
        let ground = lookup("COLORFGBG").and_then(|value| value.rsplit(';').next()?.parse::<u8>().ok());
        match ground {
            Some(0..=6 | 8) if many => Self::Dark,
            Some(7 | 9..=15) if many => Self::Light,
            _ => Self::Sixteen,
        }
    }

    /// Returns the style of a part of the screen.
    #[must_use]
    pub fn of(self, look: Look) -> Style {
        let plain = Style::new();
        let modifiers = plain.add_modifier(modifiers(look, self));
        let Some(colour) = self.colour(look) else { return modifiers };
        match look {
            Look::Hit | Look::Coded if self != Self::Sixteen => modifiers.bg(colour),
            _ => modifiers.fg(colour),
        }
    }

    /// Returns the style of a code's stripe; names that are no colour give the plain one.
    #[must_use]
    pub fn of_code(self, name: Option<&str>) -> Style {
        let plain = Style::new();
        if self == Self::None {
            return plain;
        }
        // Green and red are left out of the names: next to a stance they would be read as good and bad.
        let colour = match name.unwrap_or_default().to_ascii_lowercase().as_str() {
            "blue" | "navy" => Color::Blue,
            "cyan" | "teal" | "green" | "lime" => Color::Cyan,
            "magenta" | "purple" | "violet" | "pink" => Color::Magenta,
            "yellow" | "orange" | "red" | "brown" | "gold" => Color::Yellow,
            "grey" | "gray" | "silver" => Color::DarkGray,
            _ => return plain,
        };
        plain.fg(colour)
    }

    fn colour(self, look: Look) -> Option<Color> {
        let (sixteen, dark, light) = match look {
            Look::Supports => (Color::Blue, Color::Indexed(75), Color::Indexed(25)),
            Look::Contradicts => (Color::Yellow, Color::Indexed(214), Color::Indexed(130)),
            Look::Qualifies => (Color::Magenta, Color::Indexed(177), Color::Indexed(90)),
            Look::Dim | Look::Question | Look::Neutral | Look::Frame => {
                (Color::DarkGray, Color::Indexed(245), Color::Indexed(242))
            }
            Look::Label | Look::Focus | Look::Key | Look::Saved => {
                (Color::Cyan, Color::Indexed(80), Color::Indexed(30))
            }
            Look::Hit => (Color::Yellow, Color::Indexed(58), Color::Indexed(229)),
            Look::Coded => (Color::Cyan, Color::Indexed(238), Color::Indexed(254)),
            Look::Warning | Look::Failure => (Color::Magenta, Color::Indexed(213), Color::Indexed(126)),
            Look::Text
            | Look::Underlined
            | Look::Strong
            | Look::Heading
            | Look::Chosen
            | Look::Cursor
            | Look::Selected => return None,
        };
        match self {
            Self::None => None,
            Self::Sixteen => Some(sixteen),
            Self::Dark => Some(dark),
            Self::Light => Some(light),
        }
    }
}

fn modifiers(look: Look, colours: Colours) -> Modifier {
    match look {
        Look::Cursor | Look::Failure => Modifier::REVERSED | Modifier::BOLD,
        Look::Chosen | Look::Selected => Modifier::REVERSED,
        Look::Strong | Look::Heading | Look::Label | Look::Focus | Look::Key | Look::Warning => Modifier::BOLD,
        Look::Underlined => Modifier::UNDERLINED,
        // Where it has no ground of its own, it is told apart from other coded words by its weight.
        Look::Coded if matches!(colours, Colours::None | Colours::Sixteen) => Modifier::UNDERLINED | Modifier::BOLD,
        Look::Hit if colours == Colours::None => Modifier::BOLD | Modifier::ITALIC,
        Look::Hit if colours == Colours::Sixteen => Modifier::BOLD,
        Look::Question if colours == Colours::None => Modifier::DIM | Modifier::ITALIC,
        Look::Question => Modifier::ITALIC,
        // Without colour a dim line is the only way to step back, and it stays readable everywhere.
        Look::Dim | Look::Neutral if colours == Colours::None => Modifier::DIM,
        _ => Modifier::empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Colours; 4] = [Colours::None, Colours::Sixteen, Colours::Dark, Colours::Light];

    fn detect(variables: &[(&str, &str)]) -> Colours {
        Colours::detect(|name| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_environment_decides() {
        assert_eq!(detect(&[("TERM", "xterm-256color"), ("NO_COLOR", "1")]), Colours::None);
        assert_eq!(detect(&[("TERM", "dumb")]), Colours::None);
        assert_eq!(detect(&[("TERM", "xterm-256color"), ("NO_COLOR", "")]), Colours::Sixteen);
        assert_eq!(detect(&[("TERM", "xterm-256color"), ("COLORFGBG", "15;0")]), Colours::Dark);
        assert_eq!(detect(&[("TERM", "xterm"), ("COLORTERM", "truecolor"), ("COLORFGBG", "0;15")]), Colours::Light);
    }

    #[test]
    fn a_stance_is_never_green_or_red_and_no_colour_means_none() {
        let bad = [Color::Green, Color::Red, Color::LightGreen, Color::LightRed];
        for colours in ALL {
            for look in [Look::Supports, Look::Contradicts, Look::Qualifies, Look::Neutral] {
                assert!(colours.of(look).fg.is_none_or(|fg| !bad.contains(&fg)));
            }
            for name in ["green", "red", "teal", "blue", "no such colour"] {
                assert!(colours.of_code(Some(name)).fg.is_none_or(|fg| !bad.contains(&fg)));
            }
        }
        for look in [Look::Supports, Look::Hit, Look::Coded, Look::Failure] {
            let style = Colours::None.of(look);
            assert!(style.fg.is_none() && style.bg.is_none());
        }
    }
}
