//! The front matter of a source: flat `key: value` lines between two lines `---`.

use serde::{Deserialize, Serialize};

use super::description::Value;

/// What stands between the two `---` lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrontMatter {
    /// Key, value and line in the file (from 1), in order.
    pub lines: Vec<(String, Value, usize)>,
}

impl FrontMatter {
    /// Reads the front matter from the first bytes of a file; there is none where it does not end in them.
    #[must_use]
    pub fn of_head(head: &[u8]) -> Self {
        let sound = match std::str::from_utf8(head) {
            Ok(text) => text,
            // The cut may fall into a character.
            Err(error) => std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default(),
        };
        split(sound).0
    }
}

/// Tells whether a file that begins with these bytes may have front matter, or what looks like it.
#[must_use]
pub fn may_have_front_matter(start: &[u8]) -> bool {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    let mut rest = start;
    while let Some(after) = rest.strip_prefix(MARK) {
        rest = after;
    }
    let begins = b"---";
    rest.starts_with(&begins[..begins.len().min(rest.len())])
}

/// Tells whether a text begins like front matter and is none: it does not end, or one line is no flat
/// `key: value`. What it says of the use of a source is then not obeyed, so somebody should look.
#[must_use]
pub fn is_broken(head: &[u8]) -> bool {
    let sound = std::str::from_utf8(head).or_else(|error| std::str::from_utf8(&head[..error.valid_up_to()]));
    let whole = sound.unwrap_or_default();
    let text = whole.trim_start_matches('\u{feff}');
    let mut first = lines(text).map(|(line, _)| line);
    let begins =
        first.next().is_some_and(|line| line.trim_end() == "---") && first.next().and_then(key_value).is_some();
    begins && split(whole).1 == whole.len() - text.len()
}

/// Splits a file's text: its front matter, and the byte at which the text begins.
///
/// A leading byte order mark belongs to neither. Where anything but blank lines, `# …` and flat
/// `key: value` lines stands between the two `---`, there is no front matter and all is text.
#[must_use]
pub(super) fn split(whole: &str) -> (FrontMatter, usize) {
    let from = if whole.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = lines(&whole[from..]);
    if lines.next().is_none_or(|(line, _)| line.trim_end() != "---") {
        return (FrontMatter::default(), from);
    }
    let mut front = FrontMatter::default();
    for (number, (line, end)) in lines.enumerate() {
        if line.trim_end() == "---" {
            return (front, from + end);
        }
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((key, value)) = key_value(line) else { break };
        front.lines.push((key.to_owned(), value, number + 2));
    }
    (FrontMatter::default(), from)
}

/// Returns the lines without their ends, each with the byte after its end. CR, LF and CRLF end a line.
fn lines(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let rest = &text.as_bytes()[at..];
        let length = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let line = &text[at..at + length];
        at += length;
        let tail = &text.as_bytes()[at..];
        at += if tail.starts_with(b"\r\n") { 2 } else { tail.len().min(1) };
        Some((line, at))
    })
}

fn key_value(line: &str) -> Option<(&str, Value)> {
    let (key, value) = line.split_once(':')?;
    let sound = |ch: char| ch.is_alphanumeric() || matches!(ch, '-' | '_' | '.');
    if key.is_empty() || !key.chars().all(sound) || !(value.is_empty() || value.starts_with([' ', '\t'])) {
        return None;
    }
    Some((key, Value::parse(value)))
}

/// Writes a value as front matter can hold it: on one line, in quotes where it would read otherwise.
#[must_use]
pub fn one_line(value: &str) -> String {
    let flat: String = value
        .split(|ch: char| ch.is_control())
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let plain = Value::parse(&flat);
    if !plain.is_list && plain.first() == Some(flat.as_str()) || flat.is_empty() {
        return flat;
    }
    format!("\"{}\"", flat.replace('"', "'"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn flat_lines_are_read_with_their_numbers() {
        let text = "---\n# comment\ntitle: \"A: b\"\n\ncase: [varsk, 'ost, rel']\nempty:\n---\ntext";
        let (front, from) = split(text);
        assert_eq!(&text[from..], "text");
        let seen: Vec<_> = front.lines.iter().map(|(k, v, l)| (k.as_str(), v.texts.clone(), *l)).collect();
        assert_eq!(seen[0], ("title", vec!["A: b".to_owned()], 3));
        assert_eq!(seen[1], ("case", vec!["varsk".to_owned(), "ost, rel".to_owned()], 5));
        assert_eq!(seen[2], ("empty", vec![], 6));
    }

    #[test]
    fn anything_else_is_text() {
        for text in [
            "---\na: b\n",
            "---\na: b\nprose here\n---\nx",
            "--- \nnested:\n  a: 1\n---\n",
            "----\na: b\n---\n",
            "x\n---\na: b\n---\n",
            "---\na:b\n---\n",
        ] {
            assert_eq!(split(text).1, 0, "{text:?}");
        }
        assert_eq!(split("---\n---\nx").1, 8);
        assert_eq!(split("---\ra: b\r---\rx").1, 13);
    }

    #[test]
    fn front_matter_that_is_broken_is_noticed() {
        for text in ["---\nuse: background\nWords.\n", "---\na: b\n\nno colon here\n---\nx", "\u{feff}---\na: b\n"] {
            assert!(is_broken(text.as_bytes()), "{text:?}");
        }
        for text in ["---\na: b\n---\nx", "---\n\nWords: of a text\n", "a: b\n---\n", ""] {
            assert!(!is_broken(text.as_bytes()), "{text:?}");
        }
    }

    proptest! {
        #![proptest_config(crate::base::rounds::cases(256, 256))]

        #[test]
        fn what_is_not_looked_at_has_none(text in "[\u{feff}]{0,3}-{0,4}[\n\r a:-]{0,12}(---)?\n?", cut in 0_usize..20) {
            let start = &text.as_bytes()[..text.len().min(cut * 3)];
            if !may_have_front_matter(start) {
                prop_assert_eq!(FrontMatter::of_head(text.as_bytes()), FrontMatter::default());
                prop_assert!(!is_broken(text.as_bytes()));
            }
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        for value in ["plain", "[a, b]", "'quoted'", "a: b", "two\nlines", "", "say \"x\""] {
            let text = format!("---\ntitle: {}\n---\n", one_line(value));
            let (front, from) = split(&text);
            assert_eq!(from, text.len(), "{value:?}");
            assert!(!front.lines[0].1.is_list, "{value:?}");
        }
    }
}
