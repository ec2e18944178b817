//! From the bytes of a file to its text: the part that positions count in.

use crate::base::text::Text;

use super::front_matter::{self, FrontMatter};

/// A file taken apart: what its front matter says, and the text after it.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The keys of the front matter; empty where there is none.
    pub front: FrontMatter,
    /// The text; its code point 0 is the first after the line end of the closing `---`.
    pub text: Text,
}

/// Why a file cannot be read as text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Bytes that are no UTF-8.
    #[error("the file is no valid UTF-8 (line {line}, byte {byte} of the file)")]
    NotUtf8 {
        /// The line of the first wrong byte, from 1.
        line: usize,
        /// The position of the first wrong byte, from 0.
        byte: usize,
    },
    /// Another Unicode encoding, known by its mark.
    #[error("the file is UTF-16, not UTF-8")]
    Utf16,
    /// More bytes than positions can count.
    #[error("the file has {0} MB; at most 2048 MB are read")]
    TooLarge(usize),
    /// The disk refused.
    #[error("{0}")]
    Disk(String),
}

impl Stored {
    /// Takes a file's bytes apart.
    ///
    /// # Errors
    /// When they are no UTF-8, or too many.
    pub fn read(bytes: Vec<u8>) -> Result<Self, Unreadable> {
        if bytes.len() > 2 << 30 {
            return Err(Unreadable::TooLarge(bytes.len() >> 20));
        }
        let whole = utf8(bytes)?;
        let (front, from) = front_matter::split(&whole);
        let text = if from == 0 { whole } else { whole[from..].to_owned() };
        Ok(Self { front, text: Text::new(text) })
    }
}

/// Returns the bytes as text. A leading byte order mark stays: [`front_matter::split`] steps over it.
fn utf8(bytes: Vec<u8>) -> Result<String, Unreadable> {
    String::from_utf8(bytes).map_err(|error| {
        let bytes = error.as_bytes();
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return Unreadable::Utf16;
        }
        let byte = error.utf8_error().valid_up_to();
        Unreadable::NotUtf8 { line: memchr::memchr_iter(b'\n', &bytes[..byte]).count() + 1, byte }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn position_0_is_after_the_mark_and_the_front_matter() {
        let read = |text: &str| Stored::read(text.as_bytes().to_vec()).unwrap();
        assert_eq!(read("\u{feff}abc").text.as_str(), "abc");
        assert_eq!(read("---\ntitle: x\n---\r\nabc").text.as_str(), "abc");
        assert_eq!(read("\u{feff}---\r\ntitle: x\r\n---\r\n\r\nabc").text.as_str(), "\r\nabc");
        assert_eq!(read("---\nno front matter\n---\nabc").text.as_str(), "---\nno front matter\n---\nabc");
        assert_eq!(read("").text.len(), 0);
    }

    #[test]
    fn a_wrong_byte_is_named() {
        assert_eq!(Stored::read(b"a\nb\xffc".to_vec()).unwrap_err(), Unreadable::NotUtf8 { line: 2, byte: 3 });
        assert_eq!(Stored::read(b"\xff\xfea\0".to_vec()).unwrap_err(), Unreadable::Utf16);
    }
}
