//! File names made safe for a study: visible, on one line, the same on every machine.

use unicode_normalization::UnicodeNormalization as _;

use crate::base::shown::mark_for;

/// The longest name in bytes, so that an ending and the marks of other programs still fit.
const LONGEST: usize = 150;

/// Returns a name without its ending that is safe for a source; `source` where nothing is left.
///
/// Letters, digits and blanks of any script stay. Controls, invisible characters and what paths or
/// other systems reserve become `-`; a name never begins with a dot or a dash, nor like a README, which
/// studies do not read.
#[must_use]
pub fn safe_stem(stem: &str) -> String {
    let kept = stem.nfc().map(|ch| match ch {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
        ch if mark_for(ch).is_some() || ch.is_control() => '-',
        ch if ch.is_whitespace() => ' ',
        ch => ch,
    });
    let words: String = kept.collect();
    let mut name = words.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let end = (0..=LONGEST.min(name.len())).rev().find(|&at| name.is_char_boundary(at)).unwrap_or(0);
    name.truncate(end);
    let name = name.trim_matches(['.', '-', ' ']);
    if name.is_empty() {
        "source".to_owned()
    } else if name.starts_with("README") {
        format!("source {name}")
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_stay_readable_and_become_safe() {
        for (given, safe) in [
            ("vrk-03", "vrk-03"),
            ("Entretien  n°3 (été)", "Entretien n°3 (été)"),
            ("采访 1", "采访 1"),
            ("-rf", "rf"),
            ("..", "source"),
            (".hidden", "hidden"),
            ("a/../b", "a-..-b"),
            ("a\nb\u{1b}[31m\u{202e}c", "a-b-[31m-c"),
            ("README", "source README"),
            ("cafe\u{301}", "café"),
            ("", "source"),
        ] {
            assert_eq!(safe_stem(given), safe, "{given:?}");
        }
    }

    proptest! {
        #![proptest_config(crate::base::rounds::cases(256, 256))]

        #[test]
        fn every_name_is_safe(name in "(?s).{0,200}") {
            let safe = safe_stem(&name);
            prop_assert!(!safe.is_empty() && safe.len() <= LONGEST + 10);
            prop_assert!(!safe.starts_with(['.', '-', ' ']) && !safe.contains(['/', '\\', '\n']));
            prop_assert_eq!(safe_stem(&safe), safe.clone(), "safe names stay as they are");
        }
    }
}
