//! Text files that are no UTF-8, turned into it where it is certain enough what they are.
//!
//! A guess is always told: words read in the wrong encoding look like damage and are searched for in
//! vain. Where no reading makes sense the file is refused.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

/// A file's bytes as UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Utf8 {
    /// They are UTF-8 as they stand.
    Already,
    /// They were converted.
    Converted {
        /// The text in UTF-8.
        text: String,
        /// What it was read as, to be told.
        from: &'static str,
    },
}

/// Why bytes are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotText {
    /// They hold zero bytes where no text has them.
    #[error("the file is no text")]
    Binary,
    /// They are text in an encoding that could not be told.
    #[error("the file is not UTF-8, and its encoding cannot be told for sure")]
    Unknown,
}

/// Reads bytes as text: UTF-8, else UTF-16, else the older encoding in which they most likely are.
///
/// # Errors
/// When they are no text, or text in an encoding that cannot be told.
pub fn to_utf8(bytes: &[u8]) -> Result<Utf8, NotText> {
    let converted = |encoding: &'static Encoding, from: &'static str| {
        let (text, damaged) = encoding.decode_with_bom_removal(bytes);
        (!damaged).then(|| Utf8::Converted { text: text.into_owned(), from })
    };
    if bytes.starts_with(&[0xff, 0xfe]) {
        return converted(encoding_rs::UTF_16LE, "UTF-16").ok_or(NotText::Unknown);
    }
    if bytes.starts_with(&[0xfe, 0xff]) {
        return converted(encoding_rs::UTF_16BE, "UTF-16").ok_or(NotText::Unknown);
    }
    if bytes.contains(&0) {
        let found = wide(bytes).and_then(|encoding| converted(encoding, "UTF-16"));
        let is_text = |text: &str| !text.chars().any(|ch| ch.is_control() && !ch.is_whitespace());
        return match found {
            Some(Utf8::Converted { text, from }) if is_text(&text) => Ok(Utf8::Converted { text, from }),
            _ => Err(NotText::Binary),
        };
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Ok(Utf8::Already);
    }
    let (encoding, from) = older(bytes).ok_or(NotText::Unknown)?;
    converted(encoding, from).ok_or(NotText::Unknown)
}

/// Tells UTF-16 without a mark by its zeros: they fill one half of each pair in text with blanks.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |odd: usize| bytes.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let pairs = bytes.len() / 2;
    match (zeros(0), zeros(1)) {
        (0, high) if high * 10 >= pairs => Some(encoding_rs::UTF_16LE),
        (high, 0) if high * 10 >= pairs => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

/// Guesses the older encoding of the bytes; nothing where what they would say is no text.
fn older(bytes: &[u8]) -> Option<(&'static Encoding, &'static str)> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let strange = text.chars().any(|ch| ch.is_control() && !ch.is_whitespace());
    let above = || text.chars().filter(|ch| !ch.is_ascii());
    let letters = above().filter(|ch| ch.is_alphabetic()).count();
    // Text is letters for the most part, whatever its script; noise is not.
    let is_text = !damaged && !strange && letters * 2 >= above().count();
    is_text.then(|| (encoding, encoding.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [(&str, &Encoding, &str); 7] = [
        (
            "Les laboratoires n’étaient pas prêts ; à Varsk, l’équipe a dû attendre. Où est le matériel ?",
            encoding_rs::WINDOWS_1252,
            "windows-1252",
        ),
        (
            "Los señores dijeron «no». ¿Qué pasó después? Más tarde llegó el técnico.",
            encoding_rs::WINDOWS_1252,
            "windows-1252",
        ),
        ("Ärzte und Prüfer sagten: „Schöne Geräte“.", encoding_rs::WINDOWS_1252, "windows-1252"),
        (
            "Лаборатория работает, и прокуроры каждую неделю просят отчёты. — Кто платит?",
            encoding_rs::WINDOWS_1251,
            "windows-1251",
        ),
        (
            "المختبر يعمل الآن والنيابة تطلب التقارير كل أسبوع، ولكن من يدفع بعد ذلك؟",
            encoding_rs::WINDOWS_1256,
            "windows-1256",
        ),
        ("实验室现在每周都能出具报告，检察官们也会来索取。谁来付钱？", encoding_rs::GB18030, "GB"),
        ("在内部监督事务厅的报告中，评价的目标是确定相关作用、效力和效率。", encoding_rs::GB18030, "GB"),
    ];

    #[test]
    fn older_encodings_are_told_apart() {
        for (text, encoding, name) in TEXTS {
            let bytes = encoding.encode(text).0;
            match to_utf8(&bytes) {
                Ok(Utf8::Converted { text: read, from }) => {
                    assert!(from.contains(name), "{text} was read as {from}");
                    assert_eq!(read, text);
                }
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn wide_text_is_read_with_and_without_its_mark() {
        for (text, marked) in [("Words é", true), ("Words and more\n", false), ("слова и ещё слова", true)]
        {
            for big in [false, true] {
                let mut bytes: Vec<u8> = text
                    .encode_utf16()
                    .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                    .collect();
                if marked {
                    let mark: [u8; 2] = if big { [0xfe, 0xff] } else { [0xff, 0xfe] };
                    bytes.splice(0..0, mark);
                }
                assert_eq!(to_utf8(&bytes), Ok(Utf8::Converted { text: text.to_owned(), from: "UTF-16" }));
            }
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        assert_eq!(to_utf8("plain é".as_bytes()), Ok(Utf8::Already));
        assert_eq!(to_utf8(b""), Ok(Utf8::Already));
        assert_eq!(to_utf8(&[1, 0, 2, 3, 0, 0xff]), Err(NotText::Binary));
        assert_eq!(to_utf8(&[0, 159, 146, 150]), Err(NotText::Binary));
        assert_eq!(to_utf8(b"\xff\xfe\x00\xd8"), Err(NotText::Unknown), "half a pair");
        let noise: Vec<u8> =
            (0..400_u32).map(|at| u8::try_from((at * 7919 + at * at * 31) % 255 + 1).unwrap()).collect();
        assert_eq!(to_utf8(&noise), Err(NotText::Unknown));
    }
}
