//! Text files that are no UTF-8, turned into it where it is certain enough what they are.
//!
//! A guess is always told: words read in the wrong encoding look like damage and are searched for in
//! vain. Where no reading makes sense the file is refused.

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

/// Reads bytes as text: UTF-8, else UTF-16, else the one older encoding in which they make sense.
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

/// The most frequent letters of Russian, about a half of any text.
const RUSSIAN: &str = "оеаинт";
/// The most frequent letters of Arabic, about a half of any text.
const ARABIC: &str = "اليمنوه";

/// Finds the older encoding in which the bytes make sense; nothing where none or several do.
fn older(bytes: &[u8]) -> Option<(&'static Encoding, &'static str)> {
    // Accented letters of Western languages stand alone among ASCII letters; letters of other scripts
    // stand together.
    let (alone, together) = runs(bytes);
    if alone > together {
        let sound =
            share(encoding_rs::WINDOWS_1252, bytes, |ch| ch.is_alphabetic() || "’‘‚“”„‹›«»–—…¿¡€£°§·•".contains(ch));
        return (sound >= 0.95).then_some((encoding_rs::WINDOWS_1252, "windows-1252 (Western)"));
    }
    let candidates = [
        (encoding_rs::WINDOWS_1251, "windows-1251 (Cyrillic)", frequent(encoding_rs::WINDOWS_1251, bytes, RUSSIAN)),
        (encoding_rs::WINDOWS_1256, "windows-1256 (Arabic)", frequent(encoding_rs::WINDOWS_1256, bytes, ARABIC)),
        (encoding_rs::GB18030, "GB 18030 (Chinese)", common_chinese(bytes)),
    ];
    let mut fitting = candidates.into_iter().filter(|(_, _, fits)| *fits);
    let (encoding, name, _) = fitting.next()?;
    fitting.next().is_none().then_some((encoding, name))
}

/// Counts the bytes above ASCII that stand alone, and those that stand together with others.
fn runs(bytes: &[u8]) -> (usize, usize) {
    let lengths = || bytes.split(u8::is_ascii).map(<[u8]>::len);
    (lengths().filter(|&length| length == 1).count(), lengths().filter(|&length| length > 1).sum())
}

/// Returns the share of the characters above ASCII that are as `fits` says; 0 where some cannot be read.
#[allow(clippy::cast_precision_loss, reason = "a share of counts that are far below 2^52")]
fn share(encoding: &'static Encoding, bytes: &[u8], fits: impl Fn(char) -> bool) -> f64 {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let above: Vec<char> = text.chars().filter(|ch| !ch.is_ascii()).collect();
    if damaged || above.is_empty() || above.iter().any(|ch| ch.is_control()) {
        return 0.0;
    }
    above.iter().filter(|ch| fits(**ch)).count() as f64 / above.len() as f64
}

/// Tells whether the most frequent letters of a language are frequent here, which no chance makes them.
fn frequent(encoding: &'static Encoding, bytes: &[u8], letters: &str) -> bool {
    let of_script = |ch: char| match ch {
        '\u{410}'..='\u{451}' => letters == RUSSIAN,
        '\u{621}'..='\u{652}' => letters == ARABIC,
        _ => false,
    };
    let lower = |ch: char| ch.to_lowercase().next().unwrap_or(ch);
    share(encoding, bytes, of_script) >= 0.85 && share(encoding, bytes, |ch| letters.contains(lower(ch))) >= 0.4
}

/// Tells whether the bytes are Chinese in GB 18030: nearly all characters are among the 3,755 commonest,
/// which stand together, or punctuation.
fn common_chinese(bytes: &[u8]) -> bool {
    let (_, damaged) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
    let mut rest = bytes;
    let (mut common, mut all) = (0_usize, 0_usize);
    while let [first, tail @ ..] = rest {
        rest = if first.is_ascii() {
            tail
        } else {
            all += 1;
            let second = tail.first().copied().unwrap_or(0);
            common += usize::from(matches!(first, 0xa1..=0xa3 | 0xb0..=0xd7) && second >= 0xa1);
            tail.get(1..).unwrap_or_default()
        };
    }
    !damaged && common * 10 >= all * 9
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [(&str, &Encoding, &str); 7] = [
        (
            "Les laboratoires n’étaient pas prêts ; à Varsk, l’équipe a dû attendre. Où est le matériel ?",
            encoding_rs::WINDOWS_1252,
            "Western",
        ),
        (
            "Los señores dijeron «no». ¿Qué pasó después? Más tarde llegó el técnico.",
            encoding_rs::WINDOWS_1252,
            "Western",
        ),
        ("Ärzte und Prüfer sagten: „Schöne Geräte“.", encoding_rs::WINDOWS_1252, "Western"),
        (
            "Лаборатория работает, и прокуроры каждую неделю просят отчёты. — Кто платит?",
            encoding_rs::WINDOWS_1251,
            "Cyrillic",
        ),
        (
            "المختبر يعمل الآن والنيابة تطلب التقارير كل أسبوع، ولكن من يدفع بعد ذلك؟",
            encoding_rs::WINDOWS_1256,
            "Arabic",
        ),
        ("实验室现在每周都能出具报告，检察官们也会来索取。谁来付钱？", encoding_rs::GB18030, "Chinese"),
        ("在内部监督事务厅的报告中，评价的目标是确定相关作用、效力和效率。", encoding_rs::GB18030, "Chinese"),
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
        assert_eq!(to_utf8(b"caf\xe9 \xe0\xe1\xe2\xe3 \xf0\xf1\xf2"), Err(NotText::Unknown));
    }
}
