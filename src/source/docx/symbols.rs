//! The characters of the symbol fonts that people really use, as Unicode.
//!
//! Word keeps them as a font and a code, so that no search finds them and no other program shows them.

/// Returns the character that `font` shows for `code`; nothing where it is not known.
pub(super) fn symbol(font: &str, code: u32) -> Option<char> {
    // Word moves the 256 codes of a symbol font to the private plane at F000.
    let low = match code {
        0xf000..=0xf0ff => code - 0xf000,
        0..=0xff => code,
        _ => return char::from_u32(code).filter(|ch| !ch.is_control()),
    };
    let font = font.to_ascii_lowercase();
    let table: &[(u32, char)] = match font.as_str() {
        "symbol" => SYMBOL,
        "wingdings" => WINGDINGS,
        "wingdings 2" => WINGDINGS_2,
        "wingdings 3" => WINGDINGS_3,
        _ => return char::from_u32(low).filter(|ch| code < 0xf000 && !ch.is_control()),
    };
    table.iter().find(|(known, _)| *known == low).map(|(_, ch)| *ch)
}

const SYMBOL: &[(u32, char)] = &[
    (0x20, ' '),
    (0x21, '!'),
    (0x25, '%'),
    (0x28, '('),
    (0x29, ')'),
    (0x2b, '+'),
    (0x2d, '−'),
    (0x3c, '<'),
    (0x3d, '='),
    (0x3e, '>'),
    (0x41, 'Α'),
    (0x42, 'Β'),
    (0x43, 'Χ'),
    (0x44, 'Δ'),
    (0x47, 'Γ'),
    (0x4c, 'Λ'),
    (0x50, 'Π'),
    (0x51, 'Θ'),
    (0x53, 'Σ'),
    (0x57, 'Ω'),
    (0x61, 'α'),
    (0x62, 'β'),
    (0x63, 'χ'),
    (0x64, 'δ'),
    (0x65, 'ε'),
    (0x66, 'φ'),
    (0x67, 'γ'),
    (0x68, 'η'),
    (0x69, 'ι'),
    (0x6b, 'κ'),
    (0x6c, 'λ'),
    (0x6d, 'μ'),
    (0x6e, 'ν'),
    (0x70, 'π'),
    (0x71, 'θ'),
    (0x72, 'ρ'),
    (0x73, 'σ'),
    (0x74, 'τ'),
    (0x77, 'ω'),
    (0x78, 'ξ'),
    (0x79, 'ψ'),
    (0x7a, 'ζ'),
    (0xa3, '≤'),
    (0xa5, '∞'),
    (0xab, '↔'),
    (0xac, '←'),
    (0xad, '↑'),
    (0xae, '→'),
    (0xaf, '↓'),
    (0xb0, '°'),
    (0xb1, '±'),
    (0xb3, '≥'),
    (0xb4, '×'),
    (0xb7, '•'),
    (0xb8, '÷'),
    (0xb9, '≠'),
    (0xba, '≡'),
    (0xbb, '≈'),
    (0xbc, '…'),
    (0xd2, '®'),
    (0xd3, '©'),
    (0xd4, '™'),
    (0xd6, '√'),
    (0xde, '⇒'),
    (0xe5, '∑'),
];

const WINGDINGS: &[(u32, char)] = &[
    (0x20, ' '),
    (0x28, '☎'),
    (0x2a, '✉'),
    (0x4a, '☺'),
    (0x4b, '😐'),
    (0x4c, '☹'),
    (0x6c, '●'),
    (0x6e, '■'),
    (0x6f, '□'),
    (0x71, '❑'),
    (0x76, '❖'),
    (0x9f, '•'),
    (0xa7, '▪'),
    (0xa8, '☐'),
    (0xd8, '➢'),
    (0xdf, '←'),
    (0xe0, '→'),
    (0xe1, '↑'),
    (0xe2, '↓'),
    (0xe8, '→'),
    (0xf0, '⇨'),
    (0xfb, '✗'),
    (0xfc, '✓'),
    (0xfd, '☒'),
    (0xfe, '☑'),
];

const WINGDINGS_2: &[(u32, char)] =
    &[(0x20, ' '), (0x4f, '✗'), (0x50, '✓'), (0x51, '☒'), (0x52, '☑'), (0x97, '●'), (0xa3, '☐')];

const WINGDINGS_3: &[(u32, char)] =
    &[(0x20, ' '), (0x66, '←'), (0x67, '→'), (0x68, '↑'), (0x69, '↓'), (0x70, '▲'), (0x71, '▼'), (0x75, '▶')];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbol_fonts_become_unicode() {
        assert_eq!(symbol("Symbol", 0xf0b7), Some('•'));
        assert_eq!(symbol("Wingdings", 0xf0fc), Some('✓'));
        assert_eq!(symbol("Wingdings", 0xf001), None);
        assert_eq!(symbol("Arial", 0x2192), Some('→'));
        assert_eq!(symbol("Some Dingbats", 0xf041), None, "a letter would be a guess");
    }
}
