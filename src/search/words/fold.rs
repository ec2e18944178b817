//! The fold under which words are compared: case, accents, width, and the spellings of one letter.
//!
//! It does not depend on a locale or a language, so that a word folds alike wherever it stands.

use unicode_normalization::UnicodeNormalization as _;

use super::han::simplified;

/// Returns a word in small letters and full compatibility form (NFKC), without invisible characters
/// and tatweel; accents stay.
#[must_use]
pub fn lower(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfkc().filter(|&ch| !is_invisible(ch)).flat_map(char::to_lowercase).map(plain_letter).nfc().collect()
}

/// Returns a word that [`lower`] made without its accents, points and harakat, and with the forms of
/// one letter made the same: alef, yeh, teh marbuta, `ё` and `е`, traditional and simplified Han.
#[must_use]
pub fn fold(lower: &str) -> String {
    if lower.is_ascii() {
        return lower.to_owned();
    }
    let mut folded = String::with_capacity(lower.len());
    let mut base = ' ';
    for ch in lower.nfd() {
        if !is_accent(ch) {
            base = ch;
            unified(ch, &mut folded);
        } else if is_part_of_the_letter(base, ch) {
            folded.push(ch);
        }
    }
    folded.nfc().collect()
}

/// Puts one character for those that differ only in how they are typed.
fn plain_letter(ch: char) -> char {
    match ch {
        '\u{2019}' | '\u{2018}' | '\u{2bc}' | '\u{ff07}' | '\u{60}' | '\u{b4}' => '\'',
        'ς' => 'σ',
        '\u{660}'..='\u{669}' => digit(ch, 0x660),
        '\u{6f0}'..='\u{6f9}' => digit(ch, 0x6f0),
        other => other,
    }
}

fn digit(ch: char, zero: u32) -> char {
    char::from_digit(ch as u32 - zero, 10).unwrap_or(ch)
}

fn unified(ch: char, to: &mut String) {
    match ch {
        'ß' => to.push_str("ss"),
        'æ' => to.push_str("ae"),
        'œ' => to.push_str("oe"),
        'þ' => to.push_str("th"),
        'ø' => to.push('o'),
        'ł' => to.push('l'),
        'đ' | 'ð' => to.push('d'),
        'ı' => to.push('i'),
        // Wasla alef; alef maqsura and the yeh of Persian; teh marbuta; the kaf of Persian.
        '\u{671}' => to.push('\u{627}'),
        '\u{649}' | '\u{6cc}' => to.push('\u{64a}'),
        '\u{629}' => to.push('\u{647}'),
        '\u{6a9}' => to.push('\u{643}'),
        other => to.push(simplified(other)),
    }
}

/// Marks that readers leave out when they type; vowel signs of Indic scripts are not among them.
fn is_accent(ch: char) -> bool {
    matches!(ch,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}'
        | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e8}' | '\u{6ea}'..='\u{6ed}' | '\u{8d3}'..='\u{8ff}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// A breve on `и` makes another letter, `й`; a hamza on waw or yeh is kept as in light normalisation.
fn is_part_of_the_letter(base: char, mark: char) -> bool {
    matches!((base, mark), ('и', '\u{306}') | ('\u{648}' | '\u{64a}' | '\u{649}', '\u{654}'))
}

fn is_invisible(ch: char) -> bool {
    matches!(ch,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{640}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{180b}'..='\u{180f}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(word: &str) -> String {
        fold(&lower(word))
    }

    #[test]
    fn spellings_of_one_word_fold_alike() {
        for (a, b) in [
            ("Évaluée", "evaluee"),
            ("e\u{301}valuée", "evaluee"),
            ("ЁЛКА", "елка"),
            ("ру\u{301}сский", "русский"),
            ("İSTANBUL", "istanbul"),
            ("Straße", "STRASSE"),
            ("ＵＮＯＤＣ", "unodc"),
            ("ﾃｽﾄ", "テスト"),
            ("مُـــحَمَّد", "محمد"),
            ("أحمد", "احمد"),
            ("مدرسة", "مدرسه"),
            ("على", "علي"),
            ("٢٠١٩", "2019"),
            ("don’t", "don't"),
            ("co\u{ad}operate", "cooperate"),
            ("聯合國", "联合国"),
            ("為", "爲"),
            ("薴", "苧"),
        ] {
            assert_eq!(folded(a), folded(b), "{a} {b}");
        }
    }

    #[test]
    fn other_letters_stay_apart() {
        for (a, b) in [("мой", "мои"), ("سؤال", "سوال"), ("की", "का"), ("乾", "坤")] {
            assert_ne!(folded(a), folded(b), "{a} {b}");
        }
        assert_eq!(folded("й"), folded("и\u{306}"));
    }

    proptest::proptest! {
        #![proptest_config(crate::base::rounds::cases(256, 256))]

        #[test]
        fn folding_twice_changes_nothing(word in "\\PC{0,12}") {
            let once = folded(&word);
            proptest::prop_assert_eq!(folded(&once), once);
        }
    }
}
