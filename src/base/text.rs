//! Text addressed by Unicode code points, and half-open spans of it.
//!
//! Every position that is stored or shown by the program is a code point in the text as it stands in
//! the file (never normalised). Bytes are used inside only; [`Text`] converts in constant time.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::lent::Lent;

/// A half-open range of code points in one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// The first code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

impl Span {
    /// Makes a span; the ends are put in order.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: start.min(end), end: start.max(end) }
    }

    /// Returns the number of code points.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Tells whether the span holds no code point.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Tells whether the two spans share at least one code point.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns how many code points the two spans share.
    #[must_use]
    pub fn shared(self, other: Self) -> usize {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }

    /// Tells whether `other` lies wholly in this span.
    #[must_use]
    pub fn holds(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Tells whether the code point at `at` lies in this span.
    #[must_use]
    pub fn has(self, at: usize) -> bool {
        self.start <= at && at < self.end
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// How many code points lie between two byte marks of a [`Text`].
const STRIDE: usize = 64;

/// An immutable text with fast conversion between code points and bytes. Cloning is cheap.
#[derive(Clone)]
pub struct Text {
    inner: Arc<Inner>,
}

struct Inner {
    text: Box<str>,
    /// Byte offset of every `STRIDE`-th code point; empty where all is ASCII.
    marks: Box<[u32]>,
    length: usize,
    /// Made when it is first asked for.
    hash: OnceLock<TextHash>,
}

impl Text {
    /// Takes a text and measures it.
    ///
    /// Texts of 4 GiB and more are not supported: callers refuse such files before they read them.
    #[must_use]
    pub fn new(text: impl Into<Box<str>>) -> Self {
        let text = text.into();
        let (marks, length) = if text.is_ascii() {
            (Vec::new(), text.len())
        } else {
            let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
            let mut length = 0;
            for (byte, _) in text.char_indices() {
                if length % STRIDE == 0 {
                    marks.push(u32::try_from(byte).unwrap_or(u32::MAX));
                }
                length += 1;
            }
            (marks, length)
        };
        Self { inner: Arc::new(Inner { text, marks: marks.into(), length, hash: OnceLock::new() }) }
    }

    /// Returns the whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.inner.text
    }

    /// Returns the length in code points.
    #[must_use]
    pub fn len(&self) -> usize {
        self.inner.length
    }

    /// Tells whether there is no code point.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inner.length == 0
    }

    /// Returns the span of the whole text.
    #[must_use]
    pub fn span(&self) -> Span {
        Span { start: 0, end: self.len() }
    }

    /// Returns the byte at which code point `at` begins; the length in bytes for every `at` past the end.
    #[must_use]
    pub fn byte_of(&self, at: usize) -> usize {
        if at >= self.inner.length {
            return self.inner.text.len();
        }
        if self.inner.marks.is_empty() {
            return at;
        }
        let from = self.inner.marks[at / STRIDE] as usize;
        let rest = at % STRIDE;
        self.inner.text[from..].char_indices().nth(rest).map_or(self.inner.text.len(), |(b, _)| from + b)
    }

    /// Returns the code point that holds byte `byte`; the length for every byte past the end.
    #[must_use]
    pub fn point_of(&self, byte: usize) -> usize {
        if byte >= self.inner.text.len() {
            return self.inner.length;
        }
        if self.inner.marks.is_empty() {
            return byte;
        }
        let mark = self.inner.marks.partition_point(|&m| m as usize <= byte) - 1;
        let from = self.inner.marks[mark] as usize;
        let within = self.inner.text[from..].char_indices().take_while(|&(b, _)| from + b <= byte).count();
        mark * STRIDE + within - 1
    }

    /// Returns the bytes of a span; ends past the text are cut.
    #[must_use]
    pub fn bytes_of(&self, span: Span) -> Range<usize> {
        let start = self.byte_of(span.start);
        start..self.byte_of(span.end).max(start)
    }

    /// Returns the span of a range of bytes.
    #[must_use]
    pub fn span_of(&self, bytes: Range<usize>) -> Span {
        Span::new(self.point_of(bytes.start), self.point_of(bytes.end))
    }

    /// Returns the words of a span; ends past the text are cut.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        &self.inner.text[self.bytes_of(span)]
    }

    /// Returns where some words stand first, letter by letter.
    #[must_use]
    pub fn find(&self, words: &str) -> Option<Span> {
        let at = self.inner.text.find(words)?;
        Some(self.span_of(at..at + words.len()))
    }

    /// Returns at most `limit` code points that end at `at`.
    #[must_use]
    pub fn before(&self, at: usize, limit: usize) -> &str {
        self.slice(Span { start: at.saturating_sub(limit), end: at })
    }

    /// Returns at most `limit` code points that begin at `at`.
    #[must_use]
    pub fn after(&self, at: usize, limit: usize) -> &str {
        self.slice(Span { start: at, end: at.saturating_add(limit) })
    }

    /// Returns the hash of the text's UTF-8. It is made once.
    #[must_use]
    pub fn hash(&self) -> TextHash {
        *self.inner.hash.get_or_init(|| TextHash::of(self.as_str()))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Never the words: what respondents said must not reach a panic message or a log.
        write!(f, "Text({} code points)", self.len())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

/// The first 64 bits of the BLAKE3 hash of a text's UTF-8, written as 16 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextHash(u64);

impl TextHash {
    /// Hashes a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self::of_bytes(text.as_bytes())
    }

    /// Hashes bytes.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let hash = blake3::hash(bytes);
        let mut head = [0; 8];
        head.copy_from_slice(&hash.as_bytes()[..8]);
        Self(u64::from_be_bytes(head))
    }

    /// Returns the hash as a number.
    #[must_use]
    pub fn as_u64(self) -> u64 {
        self.0
    }

    /// Makes a hash of the number that [`Self::as_u64`] returns.
    #[must_use]
    pub fn from_u64(number: u64) -> Self {
        Self(number)
    }

    /// Reads 16 hex digits.
    #[must_use]
    pub fn parse(hex: &str) -> Option<Self> {
        (hex.len() == 16 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
            .then(|| u64::from_str_radix(hex, 16).ok().map(Self))
            .flatten()
    }
}

impl fmt::Display for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for TextHash {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TextHash {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let hex = Lent::deserialize(from)?;
        Self::parse(&hex).ok_or_else(|| serde::de::Error::custom("a text hash is 16 hex digits"))
    }
}

/// Returns the first 8 hex digits of the BLAKE3 hash of `parts`, each ended by a zero byte.
#[must_use]
pub fn short_hash(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize().to_hex().as_str()[..8].to_owned()
}

/// Counts the lines of the records of a csv text, whose places rise.
///
/// The csv reader's own count is not used: it takes the LF of a CRLF for the next record's.
#[derive(Debug)]
pub struct RecordLines<'t> {
    text: &'t [u8],
    at: usize,
    line: usize,
}

impl<'t> RecordLines<'t> {
    /// Begins at the beginning of a text.
    #[must_use]
    pub fn new(text: &'t [u8]) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// Returns the line of the record that begins at or after a byte, from 1.
    pub fn of(&mut self, byte: u64) -> usize {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        let ends = self.text[byte..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let to = (byte + ends).max(self.at);
        self.line += memchr::memchr_iter(b'\n', &self.text[self.at..to]).count();
        self.at = to;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_and_bytes_convert_both_ways() {
        let ascii: String = "abc ".repeat(100);
        let mixed: String = "aé中😀 ".repeat(100);
        for plain in [ascii, mixed, String::new()] {
            let text = Text::from(plain.as_str());
            assert_eq!(text.len(), plain.chars().count());
            for (point, (byte, ch)) in plain.char_indices().enumerate() {
                assert_eq!(text.byte_of(point), byte);
                for inside in byte..byte + ch.len_utf8() {
                    assert_eq!(text.point_of(inside), point);
                }
            }
            assert_eq!(text.byte_of(text.len() + 5), plain.len());
            assert_eq!(text.point_of(plain.len() + 5), text.len());
        }
    }

    #[test]
    fn a_slice_past_the_end_is_cut() {
        let text = Text::from("中文");
        assert_eq!(text.slice(Span::new(1, 9)), "文");
        assert_eq!(text.slice(Span::new(7, 9)), "");
        assert_eq!(text.before(2, 32), "中文");
        assert_eq!(text.after(1, 1), "文");
    }

    #[test]
    fn spans_share_and_hold() {
        let (a, b) = (Span::new(0, 5), Span::new(5, 9));
        assert!(!a.overlaps(b));
        assert_eq!(a.shared(Span::new(3, 9)), 2);
        assert!(a.holds(Span::new(2, 5)) && !a.holds(b));
    }

    #[test]
    fn a_hash_reads_back() {
        let hash = TextHash::of("words");
        assert_eq!(TextHash::parse(&hash.to_string()), Some(hash));
        assert_eq!(TextHash::parse("xyz"), None);
    }
}
