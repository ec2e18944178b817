//! Cuts a query into its smallest parts, each with its place.

use crate::base::text::Span;

/// A part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lexeme {
    pub(super) span: Span,
    pub(super) what: What,
}

/// What a part is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `-` before something.
    Minus,
    /// Words in quotation marks; whether the mark that closes them is there, and whether a `*` follows.
    Quoted { text: String, closed: bool, begins: bool },
    /// Anything else up to a blank, a bracket or a quotation mark.
    Bare(String),
    /// `key:` and the value after it, which may have stood in quotation marks.
    Keyed { key: String, value: String, quoted: bool, closed: bool },
}

/// Cuts a query into parts; every character but blanks is in one of them.
pub(super) fn lex(query: &str) -> Vec<Lexeme> {
    let chars: Vec<char> = query.chars().collect();
    let mut lexemes = Vec::new();
    let mut at = 0;
    while let Some(&ch) = chars.get(at) {
        if ch.is_whitespace() {
            at += 1;
            continue;
        }
        let start = at;
        let what = match ch {
            '(' => {
                at += 1;
                What::Open
            }
            ')' => {
                at += 1;
                What::Close
            }
            '-' if chars.get(at + 1).is_some_and(|next| !next.is_whitespace() && *next != ')') => {
                at += 1;
                What::Minus
            }
            _ if closing(ch).is_some() => {
                let (text, closed) = quoted(&chars, &mut at);
                let begins = closed && chars.get(at) == Some(&'*');
                at += usize::from(begins);
                What::Quoted { text, closed, begins }
            }
            _ => bare(&chars, &mut at),
        };
        lexemes.push(Lexeme { span: Span::new(start, at), what });
    }
    lexemes
}

/// The marks that close what a mark opens, or nothing for other characters.
fn closing(ch: char) -> Option<&'static [char]> {
    match ch {
        '"' => Some(&['"']),
        '“' | '”' | '„' => Some(&['”', '“']),
        '«' => Some(&['»']),
        '「' => Some(&['」']),
        _ => None,
    }
}

/// Reads from an opening mark to the one that closes it, or to the end.
fn quoted(chars: &[char], at: &mut usize) -> (String, bool) {
    let ends = chars.get(*at).and_then(|&ch| closing(ch)).unwrap_or_default();
    let rest = &chars[*at + 1..];
    let length = rest.iter().position(|ch| ends.contains(ch));
    let text = rest[..length.unwrap_or(rest.len())].iter().collect();
    *at += 1 + length.map_or(rest.len(), |length| length + 1);
    (text, length.is_some())
}

fn bare(chars: &[char], at: &mut usize) -> What {
    let start = *at;
    let mut colon = None;
    while let Some(&ch) = chars.get(*at) {
        if ch.is_whitespace() || matches!(ch, '(' | ')') {
            break;
        }
        if closing(ch).is_some() {
            // After `key:` or `key:=` it opens the value, elsewhere it is the next part.
            let value: Option<&[char]> = colon.map(|colon: usize| &chars[colon + 1..*at]);
            let (Some(colon), Some([] | ['='])) = (colon, value) else { break };
            let exactly: String = chars[colon + 1..*at].iter().collect();
            let (text, closed) = quoted(chars, at);
            let key = chars[start..colon].iter().collect();
            return What::Keyed { key, value: exactly + &text, quoted: true, closed };
        }
        if colon.is_none() && *at > start && matches!(ch, ':' | '：') {
            colon = Some(*at);
        }
        *at += 1;
    }
    match colon {
        Some(colon) => What::Keyed {
            key: chars[start..colon].iter().collect(),
            value: chars[colon + 1..*at].iter().collect(),
            quoted: false,
            closed: true,
        },
        None => What::Bare(chars[start..*at].iter().collect()),
    }
}
