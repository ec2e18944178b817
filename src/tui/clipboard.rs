//! The terminal's clipboard: a text is handed to it by the escape sequence OSC 52.
//!
//! The text goes as base64, so that nothing in it can drive the terminal. A terminal may take it, ask, or
//! leave it; nothing comes back. Inside tmux and screen the sequence is wrapped so that they pass it on.

use std::io;

use super::terminal;

/// The most bytes of a text: xterm and others take no longer sequence than 100,000 bytes, and base64 makes
/// four of three.
pub const MOST: usize = 74_000;

/// The most bytes of one string that screen passes on; it takes the next one as its continuation.
const SCREEN: usize = 240;

/// What stands between the program and the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Between {
    Nothing,
    Tmux,
    Screen,
}

impl Between {
    fn of_environment() -> Self {
        let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        if is_set("TMUX") {
            Self::Tmux
        } else if is_set("STY") {
            Self::Screen
        } else {
            Self::Nothing
        }
    }
}

/// Tells whether a text is short enough for a terminal to take it.
#[must_use]
pub fn fits(text: &str) -> bool {
    text.len() <= MOST
}

/// Hands a text to the terminal's clipboard; one that is too long is left.
///
/// # Errors
/// When the terminal cannot be written to.
pub(super) fn copy(text: &str) -> io::Result<()> {
    if !fits(text) {
        return Ok(());
    }
    terminal::put(sequence(text, Between::of_environment()).as_bytes())
}

/// Returns the sequence that sets the clipboard.
fn sequence(text: &str, between: Between) -> String {
    let plain = format!("\x1b]52;c;{}\x07", base64(text.as_bytes()));
    match between {
        Between::Nothing => plain,
        // tmux takes the plain sequence itself where its `set-clipboard` is on, and passes the wrapped one on
        // where its `allow-passthrough` is.
        Between::Tmux => format!("{plain}\x1bPtmux;{}\x1b\\", plain.replace('\x1b', "\x1b\x1b")),
        Between::Screen => {
            // The sequence is of ASCII, so that it can be cut anywhere.
            let parts = plain.as_bytes().chunks(SCREEN).map(|part| String::from_utf8_lossy(part));
            parts.map(|part| format!("\x1bP{part}\x1b\\")).collect::<Vec<_>>().concat()
        }
    }
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Encodes bytes in base64 with padding (RFC 4648).
fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (number, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let six = (bits >> shift & 63) as usize;
            out.push(if number <= three.len() { char::from(ALPHABET[six]) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        let vectors =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")];
        for (text, encoded) in vectors {
            assert_eq!(base64(text.as_bytes()), encoded);
        }
        assert_eq!(base64("“é中”".as_bytes()), "4oCcw6nkuK3igJ0=");
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
    }

    #[test]
    fn nothing_of_a_text_is_in_the_sequence_as_it_is() {
        let evil = "\x1b]0;x\x07\x1b\\ \u{9c}";
        let plain = sequence(evil, Between::Nothing);
        let inside = plain.strip_prefix("\x1b]52;c;").and_then(|rest| rest.strip_suffix('\x07')).unwrap();
        assert!(inside.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)), "{inside}");
    }

    #[test]
    fn what_stands_between_is_told_to_pass_it_on() {
        assert_eq!(sequence("f", Between::Tmux), "\x1b]52;c;Zg==\x07\x1bPtmux;\x1b\x1b]52;c;Zg==\x07\x1b\\");
        assert_eq!(sequence("f", Between::Screen), "\x1bP\x1b]52;c;Zg==\x07\x1b\\");
        let long = sequence(&"x".repeat(1_000), Between::Screen);
        let parts: Vec<&str> = long.split("\x1b\\").filter(|part| !part.is_empty()).collect();
        assert!(parts.len() > 5 && parts.iter().all(|part| part.starts_with("\x1bP") && part.len() <= SCREEN + 2));
        let joined: String = parts.iter().map(|part| &part[2..]).collect();
        assert_eq!(joined, sequence(&"x".repeat(1_000), Between::Nothing));
    }
}
