//! Keyboards of other scripts: which Latin key lies under a letter, so that commands work with any of them.
//!
//! Only for commands and quick keys: what is typed into a line stays as it is. A sign or a Latin letter that
//! a layout types is taken as what it is, for nobody can tell by it which layout is on.

use super::chord::{Chord, Key};

/// Letters of a layout, each over the Latin key in the same place of the row below.
type Rows = &'static [(&'static str, &'static str)];

/// The Russian layout (ЙЦУКЕН).
const RUSSIAN: Rows = &[
    ("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"),
    ("ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ", "QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~"),
];

/// The Greek layout; its `q` types a sign.
const GREEK: Rows = &[
    ("ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm"),
    ("ΕΡΤΥΘΙΟΠΑΣΔΦΓΗΞΚΛΖΧΨΩΒΝΜ", "ERTYUIOPASDFGHJKLZXCVBNM"),
];

/// The Hebrew layout (SI 1452); with Shift it types Latin letters.
const HEBREW: Rows = &[("קראטוןםפשדגכעיחלךףזסבהנמצתץ", "ertyuiopasdfghjkl;zxcvbnm,.")];

/// The Arabic layout (101 keys). Where a key types a ligature, terminals on Linux send it as one character;
/// as two they are taken by [`joined`].
const ARABIC: Rows = &[
    ("ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظذ", "qwertyuiop[]asdfghjkl;'zxcvnm,./`"),
    ("ﻻ", "b"),
    ("إأآـ،؛؟×÷‘’", "YHNJKP?OIUM"),
    ("ﻹﻷﻵ", "TGB"),
    ("\u{64e}\u{64b}\u{64f}\u{64c}\u{650}\u{64d}\u{652}\u{651}", "QWERASX~"),
    ("٠١٢٣٤٥٦٧٨٩", "0123456789"),
];

/// Returns the Latin key in the place of a letter of a Russian, Greek, Hebrew or Arabic keyboard.
#[must_use]
pub fn latin(chord: Chord) -> Chord {
    let Key::Char(ch) = chord.key else { return chord };
    if ch.is_ascii() {
        return chord;
    }
    let rows = [RUSSIAN, GREEK, HEBREW, ARABIC].into_iter().flatten();
    let under = rows.flat_map(|(letters, keys)| letters.chars().zip(keys.chars())).find(|(letter, _)| *letter == ch);
    under.map_or(chord, |(_, key)| Chord { key: Key::Char(key), ..chord })
}

/// The letter lam: alone it lies on `g`, and it begins what the ligature keys type.
pub const LAM: char = 'ل';

/// Returns the key of the ligature that lam and this letter are, where a terminal sent it as two characters.
#[must_use]
pub fn joined(second: Chord) -> Option<Chord> {
    let key = match second.typed()? {
        'ا' => 'b',
        'إ' => 'T',
        'أ' => 'G',
        'آ' => 'B',
        _ => return None,
    };
    Some(Chord::plain(Key::Char(key)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keys::chord::script;

    fn as_latin(keys: &str) -> String {
        script(keys).into_iter().map(|chord| latin(chord).to_string()).collect()
    }

    #[test]
    fn every_letter_key_of_every_layout_is_the_latin_one_in_its_place() {
        let small = "abcdefghijklmnopqrstuvwxyz";
        assert_eq!(as_latin("фисвуапршолдьтщзйкыегмцчня"), small);
        assert_eq!(as_latin("ΑΒΨΔΕΦΓΗΙΞΚΛΜΝΟΠΡΣΤΘΩΧΥΖ"), "ABCDEFGHIJKLMNOPRSTUVXYZ");
        assert_eq!(as_latin("αβψδεφγηιξκλμνοπρστθωςχυζ"), small.replace('q', ""));
        // `q` and `w` of a Hebrew keyboard are signs.
        assert_eq!(as_latin("שנבגקכעיןחלךצמםפרדאוהסטז"), small.replace(['q', 'w'], ""));
        assert_eq!(as_latin("شﻻؤيثبلاهتنمةىخحضقسفعرصءغئ"), small);
        assert_eq!(as_latin("хХжЖюЮ٣ج"), "[{;:.>3[");
    }

    #[test]
    fn rows_are_as_long_as_the_keys_below_them() {
        for (letters, keys) in [RUSSIAN, GREEK, HEBREW, ARABIC].into_iter().flatten() {
            assert_eq!(letters.chars().count(), keys.chars().count(), "{letters}");
        }
    }

    #[test]
    fn other_letters_and_latin_ones_stay() {
        assert_eq!(as_latin("éjß中;"), "éjß中;");
        assert_eq!(joined(script("ا")[0]), Some(script("b")[0]));
        assert_eq!(joined(script("a")[0]), None);
    }
}
