//! The colours themselves: each in 16, 256 and all colours, for a dark and for a light ground.
//!
//! For stances blue stands against orange and violet, which people with any of the usual forms of colour
//! blindness tell apart. The ground of the terminal is left as it is, so colours have to be readable on
//! the grounds that people use; the tests hold them to a contrast of 4.5 on each of these.

use ratatui::style::Color;

use super::{Colours, Look};

/// One colour in every depth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ink {
    sixteen: Color,
    /// Of 256, on dark and on light.
    many: (u8, u8),
    /// Of all, as `0xrrggbb`, on dark and on light.
    every: (u32, u32),
}

const BLUE: Ink = Ink { sixteen: Color::Blue, many: (75, 25), every: (0x74_b9_ff, 0x0a_4f_9e) };
const ORANGE: Ink = Ink { sixteen: Color::Yellow, many: (214, 130), every: (0xff_b3_47, 0x85_43_00) };
const VIOLET: Ink = Ink { sixteen: Color::Magenta, many: (177, 90), every: (0xd9_a8_f7, 0x74_1f_9c) };
const GREY: Ink = Ink { sixteen: Color::DarkGray, many: (245, 242), every: (0xa9_a9_ad, 0x54_5b_62) };
const CYAN: Ink = Ink { sixteen: Color::Cyan, many: (80, 30), every: (0x66_d4_d9, 0x00_59_63) };
const PINK: Ink = Ink { sixteen: Color::Magenta, many: (213, 126), every: (0xff_9e_d2, 0x9c_14_56) };
/// The ground of what a search found.
const FOUND: Ink = Ink { sixteen: Color::Yellow, many: (58, 229), every: (0x5c_49_00, 0xff_e0_8a) };
/// The ground of the words of the chosen coding.
const CODED: Ink = Ink { sixteen: Color::Cyan, many: (238, 254), every: (0x35_41_4d, 0xd6_e0_ec) };

/// The letters on a coloured ground, on dark and on light.
const LETTERS: (u32, u32) = (0xff_ff_ff, 0x1a_1a_1a);

impl Ink {
    /// Returns the colour as it is to be had; nothing where there are no colours.
    pub(super) fn on(self, colours: Colours) -> Option<Color> {
        match colours {
            Colours::None => None,
            Colours::Sixteen => Some(self.sixteen),
            Colours::Dark => Some(Color::Indexed(self.many.0)),
            Colours::Light => Some(Color::Indexed(self.many.1)),
            Colours::TrueDark => Some(Color::from_u32(self.every.0)),
            Colours::TrueLight => Some(Color::from_u32(self.every.1)),
        }
    }
}

/// Returns the colour of a part of the screen; nothing where it has that of the terminal.
pub(super) fn ink(look: Look) -> Option<Ink> {
    match look {
        Look::Supports => Some(BLUE),
        Look::Contradicts => Some(ORANGE),
        Look::Qualifies => Some(VIOLET),
        Look::Dim | Look::Question | Look::Neutral | Look::Frame => Some(GREY),
        Look::Label | Look::Focus | Look::Key | Look::Saved => Some(CYAN),
        Look::Hit => Some(FOUND),
        Look::Coded => Some(CODED),
        Look::Warning | Look::Failure => Some(PINK),
        Look::Text | Look::Underlined | Look::Strong | Look::Heading | Look::Chosen | Look::Cursor | Look::Selected => {
            None
        }
    }
}

/// Returns the colour of letters on a coloured ground, where it is chosen.
pub(super) fn letters(colours: Colours) -> Option<Color> {
    match colours {
        Colours::TrueDark => Some(Color::from_u32(LETTERS.0)),
        Colours::TrueLight => Some(Color::from_u32(LETTERS.1)),
        Colours::None | Colours::Sixteen | Colours::Dark | Colours::Light => None,
    }
}

/// The colours that codes can have. Green and red are none of them: next to a stance they would be read
/// as good and bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hue {
    Blue,
    Cyan,
    Violet,
    Orange,
    Grey,
}

impl Hue {
    /// Returns the hue of a name or of `#rrggbb`; nothing for what is no colour.
    pub(super) fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        if let Some(digits) = name.strip_prefix('#').filter(|digits| digits.len() == 6) {
            return u32::from_str_radix(digits, 16).ok().map(Self::nearest);
        }
        match name.as_str() {
            "blue" | "navy" => Some(Self::Blue),
            "cyan" | "teal" | "green" | "lime" => Some(Self::Cyan),
            "magenta" | "purple" | "violet" | "pink" => Some(Self::Violet),
            "yellow" | "orange" | "red" | "brown" | "gold" => Some(Self::Orange),
            "grey" | "gray" | "silver" => Some(Self::Grey),
            _ => None,
        }
    }

    fn nearest(rgb: u32) -> Self {
        let (degrees, spread) = degrees(rgb);
        match degrees {
            _ if spread < 24 => Self::Grey,
            75..200 => Self::Cyan,
            200..265 => Self::Blue,
            265..345 => Self::Violet,
            _ => Self::Orange,
        }
    }

    pub(super) fn ink(self) -> Ink {
        match self {
            Self::Blue => BLUE,
            Self::Cyan => CYAN,
            Self::Violet => VIOLET,
            Self::Orange => ORANGE,
            Self::Grey => GREY,
        }
    }
}

/// Returns where a colour stands on the wheel, in degrees from red, and how far it is from grey, to 255.
fn degrees(rgb: u32) -> (i32, i32) {
    let [_, red, green, blue] = rgb.to_be_bytes().map(i32::from);
    let most = red.max(green).max(blue);
    let spread = most - red.min(green).min(blue);
    if spread == 0 {
        return (0, 0);
    }
    let degrees = if most == red {
        60 * (green - blue) / spread
    } else if most == green {
        120 + 60 * (blue - red) / spread
    } else {
        240 + 60 * (red - green) / spread
    };
    (degrees.rem_euclid(360), spread)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Grounds that terminals have: black, and those of themes that many people use.
    const DARK: [u32; 6] = [0x00_00_00, 0x1e_1e_1e, 0x28_2c_34, 0x28_2a_36, 0x00_2b_36, 0x2e_34_40];
    const LIGHT: [u32; 5] = [0xff_ff_ff, 0xfa_fa_fa, 0xef_f1_f5, 0xfd_f6_e3, 0xee_e8_d5];

    /// The letters and the grounds that are set.
    const INKS: [Ink; 6] = [BLUE, ORANGE, VIOLET, GREY, CYAN, PINK];
    const GROUNDS: [Ink; 2] = [FOUND, CODED];

    /// The share of light of a colour, as the web's rules on contrast compute it.
    fn light(rgb: u32) -> f64 {
        let [_, red, green, blue] = rgb.to_be_bytes().map(|byte| {
            let share = f64::from(byte) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(one: u32, other: u32) -> f64 {
        let (one, other) = (light(one), light(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_letter_is_readable_on_its_ground() {
        for ink in INKS {
            for ground in DARK {
                let ratio = contrast(ink.every.0, ground);
                assert!(ratio >= 4.5, "{:06x} on {ground:06x}: {ratio:.2}", ink.every.0);
            }
            for ground in LIGHT {
                let ratio = contrast(ink.every.1, ground);
                assert!(ratio >= 4.5, "{:06x} on {ground:06x}: {ratio:.2}", ink.every.1);
            }
        }
        for ground in GROUNDS {
            assert!(contrast(LETTERS.0, ground.every.0) >= 4.5, "{ground:?}");
            assert!(contrast(LETTERS.1, ground.every.1) >= 4.5, "{ground:?}");
        }
        let style = Colours::TrueDark.of(Look::Hit);
        assert!(style.fg.is_some() && style.bg.is_some());
    }

    #[test]
    fn stances_are_blue_orange_and_violet_and_never_green_or_red() {
        let stances = [(Look::Supports, 200..240), (Look::Contradicts, 20..45), (Look::Qualifies, 270..300)];
        for (look, allowed) in stances {
            let ink = ink(look).unwrap();
            for rgb in [ink.every.0, ink.every.1] {
                assert!(allowed.contains(&degrees(rgb).0), "{look:?} {rgb:06x} stands at {:?}", degrees(rgb));
            }
        }
    }

    /// The colour as it is seen without the cones for red, for green: the matrices of Viénot and others (1999).
    fn seen_without(rgb: u32, red: bool) -> [f64; 3] {
        let [_, r, g, b] = rgb.to_be_bytes().map(|byte| (f64::from(byte) / 255.0).powf(2.2));
        let same = if red { 0.112_38 * r + 0.887_62 * g } else { 0.292_75 * r + 0.707_25 * g };
        let blue = if red { 0.004_01 * r - 0.004_01 * g + b } else { -0.022_34 * r + 0.022_34 * g + b };
        [same, same, blue]
    }

    #[test]
    fn supports_and_contradicts_differ_for_people_who_do_not_see_red_or_green() {
        for red in [true, false] {
            for (one, other) in [(BLUE.every.0, ORANGE.every.0), (BLUE.every.1, ORANGE.every.1)] {
                let (one, other) = (seen_without(one, red), seen_without(other, red));
                let apart: f64 = one.iter().zip(other).map(|(one, other)| (one - other).powi(2)).sum::<f64>().sqrt();
                assert!(apart > 0.25, "{one:?} {other:?}: {apart}");
            }
        }
    }

    #[test]
    fn any_colour_of_a_codebook_has_its_nearest_in_every_depth() {
        for (name, hue) in [
            ("teal", Hue::Cyan),
            (" Blue", Hue::Blue),
            ("#3366aa", Hue::Blue),
            ("#00ff00", Hue::Cyan),
            ("#FF0000", Hue::Orange),
            ("#808080", Hue::Grey),
            ("#8000ff", Hue::Violet),
        ] {
            assert_eq!(Hue::named(name), Some(hue), "{name}");
        }
        for name in ["", "#12", "#zzzzzz", "nice"] {
            assert_eq!(Hue::named(name), None, "{name}");
        }
        assert_eq!(Colours::Dark.of_code(Some("blue")).fg, Some(Color::Indexed(75)));
        assert_eq!(Colours::TrueLight.of_code(Some("#3366aa")).fg, Some(Color::from_u32(0x0a_4f_9e)));
        assert_eq!(Colours::None.of_code(Some("blue")).fg, None);
    }
}
