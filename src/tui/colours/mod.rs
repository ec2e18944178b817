//! What each part of the screen looks like: on dark and light ground, with all colours, 256, 16 or none.
//!
//! Everything that a colour says is also said by a sign, a word or a modifier. A stance is never green
//! or red: a claim that holds can be bad news, and many people cannot tell the two apart. The colours
//! themselves stand in `palette`; their contrast is held by its tests.

mod palette;

use ratatui::style::{Modifier, Style};

use palette::{Hue, Ink};

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

/// What a user wants to see: `theme` of the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Theme {
    /// By what the terminal says of its ground, in `COLORFGBG`.
    #[default]
    Auto,
    /// Light letters on a dark ground.
    Dark,
    /// Dark letters on a light ground.
    Light,
    /// No colour.
    None,
}

impl Theme {
    /// All themes, with their names in the configuration.
    pub const ALL: [(&'static str, Self); 4] =
        [("auto", Self::Auto), ("dark", Self::Dark), ("light", Self::Light), ("none", Self::None)];
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
    /// All colours on a dark ground.
    TrueDark,
    /// All colours on a light ground.
    TrueLight,
}

impl Colours {
    /// Chooses by what the user wants and by the environment: `NO_COLOR`, `TERM`, `COLORTERM` and `COLORFGBG`.
    ///
    /// `lookup` gives the value of a variable. `always` means that colour was asked for on the command
    /// line: it goes before `NO_COLOR` and a theme without colour. Where the ground is not known, the
    /// terminal's own 16 colours are used, because their owner chose them to be readable. The terminal is
    /// not asked for its ground: its answer would come among the keys.
    #[must_use]
    pub fn choose(theme: Theme, always: bool, lookup: impl Fn(&str) -> Option<String>) -> Self {
        let term = lookup("TERM").unwrap_or_default();
        let unwanted = theme == Theme::None || lookup("NO_COLOR").is_some_and(|value| !value.is_empty());
        if term.is_empty() || term == "dumb" || unwanted && !always {
            return Self::None;
        }
        let depth = lookup("COLORTERM").unwrap_or_default();
        let every = matches!(depth.as_str(), "truecolor" | "24bit");
        let many = term.contains("256color") || !depth.is_empty();
        let ground = lookup("COLORFGBG").and_then(|value| value.rsplit(';').next()?.parse::<u8>().ok());
        let dark = match (theme, ground) {
            (Theme::Dark, _) | (_, Some(0..=6 | 8)) if theme != Theme::Light => Some(true),
            (Theme::Light, _) | (_, Some(7 | 9..=15)) => Some(false),
            _ => None,
        };
        match dark {
            Some(true) if every => Self::TrueDark,
            Some(false) if every => Self::TrueLight,
            Some(true) if many => Self::Dark,
            Some(false) if many => Self::Light,
            _ => Self::Sixteen,
        }
    }

    /// Returns the style of a part of the screen.
    #[must_use]
    pub fn of(self, look: Look) -> Style {
        let modifiers = Style::new().add_modifier(modifiers(look, self));
        match palette::ink(look).and_then(|ink| ink.on(self)) {
            None => modifiers,
            Some(colour) if matches!(look, Look::Hit | Look::Coded) && self != Self::Sixteen => {
                // Where the ground is coloured and all colours are to be had, the letters are chosen with it.
                let letters = palette::letters(self);
                letters.map_or(modifiers, |letters| modifiers.fg(letters)).bg(colour)
            }
            Some(colour) => modifiers.fg(colour),
        }
    }

    /// Returns the style of a code's stripe: the nearest colour that there is to the one that the codebook
    /// names, as `blue` or `#3366aa`; the plain one where it names none.
    #[must_use]
    pub fn of_code(self, name: Option<&str>) -> Style {
        let colour = name.and_then(Hue::named).map(Hue::ink).and_then(|ink: Ink| ink.on(self));
        colour.map_or(Style::new(), |colour| Style::new().fg(colour))
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

    use ratatui::style::Color;

    const ALL: [Colours; 6] =
        [Colours::None, Colours::Sixteen, Colours::Dark, Colours::Light, Colours::TrueDark, Colours::TrueLight];

    fn choose(theme: Theme, always: bool, variables: &[(&str, &str)]) -> Colours {
        let lookup = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Colours::choose(theme, always, lookup)
    }

    #[test]
    fn the_environment_decides_where_the_user_does_not() {
        let detect = |variables: &[(&str, &str)]| choose(Theme::Auto, false, variables);
        assert_eq!(detect(&[("TERM", "xterm-256color"), ("NO_COLOR", "1")]), Colours::None);
        assert_eq!(detect(&[("TERM", "dumb")]), Colours::None);
        assert_eq!(detect(&[("TERM", "xterm-256color"), ("NO_COLOR", "")]), Colours::Sixteen);
        assert_eq!(detect(&[("TERM", "xterm-256color"), ("COLORFGBG", "15;0")]), Colours::Dark);
        assert_eq!(detect(&[("TERM", "xterm"), ("COLORTERM", "yes"), ("COLORFGBG", "0;15")]), Colours::Light);
        assert_eq!(detect(&[("TERM", "xterm"), ("COLORTERM", "truecolor"), ("COLORFGBG", "0;15")]), Colours::TrueLight);
        assert_eq!(detect(&[("TERM", "xterm"), ("COLORTERM", "24bit"), ("COLORFGBG", "15;0")]), Colours::TrueDark);
    }

    #[test]
    fn a_theme_goes_before_the_environment_and_the_command_line_before_both() {
        let many: &[(&str, &str)] = &[("TERM", "xterm-256color"), ("COLORFGBG", "15;0")];
        assert_eq!(choose(Theme::Light, false, many), Colours::Light);
        assert_eq!(choose(Theme::None, false, many), Colours::None);
        assert_eq!(choose(Theme::None, true, many), Colours::Dark);
        assert_eq!(choose(Theme::Dark, false, &[("TERM", "xterm-256color"), ("COLORFGBG", "0;15")]), Colours::Dark);
        assert_eq!(choose(Theme::Dark, false, &[("TERM", "xterm"), ("COLORTERM", "truecolor")]), Colours::TrueDark);
        assert_eq!(choose(Theme::Dark, false, &[("TERM", "xterm")]), Colours::Sixteen);
        let none: &[(&str, &str)] = &[("TERM", "xterm-256color"), ("NO_COLOR", "1")];
        assert_eq!(choose(Theme::Dark, false, none), Colours::None);
        assert_eq!(choose(Theme::Dark, true, none), Colours::Dark);
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
