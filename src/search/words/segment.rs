//! Where words begin and end: word boundaries of UAX 29, cut finer where a search needs it.
//!
//! Finer: full stop, colon and underscore part letters (`example.org`, `said:yes`); French articles
//! are cut off at their apostrophe; in scripts without spaces each character stands for itself.

use unicode_segmentation::UnicodeSegmentation as _;

/// A stretch of bytes that is one word, or one character of a script without spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Whether it is a character of a script without spaces.
    pub dense: bool,
    /// Whether the character before it belongs to the same run of such a script.
    pub joined: bool,
}

/// Gives `to` each word of `text` in order.
pub(super) fn pieces(text: &str, to: &mut dyn FnMut(Piece)) {
    let bytes = text.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        if bytes[start].is_ascii_whitespace() {
            start += 1;
            continue;
        }
        let rest = &bytes[start..];
        let length = rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
        let chunk = &text[start..start + length];
        if chunk.is_ascii() {
            ascii_words(chunk, start, to);
        } else {
            mixed_words(chunk, start, to);
        }
        start += length;
    }
}

/// The words of a stretch without spaces that is ASCII: what [`mixed_words`] finds, found faster.
fn ascii_words(chunk: &str, offset: usize, to: &mut dyn FnMut(Piece)) {
    let bytes = chunk.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() {
            let joins = bytes[at].is_ascii_alphanumeric()
                || at + 1 < bytes.len() && joins(bytes[at - 1].into(), bytes[at].into(), bytes[at + 1].into());
            if !joins {
                break;
            }
            at += 1;
        }
        word(chunk, start, at, offset, to);
    }
}

fn mixed_words(chunk: &str, offset: usize, to: &mut dyn FnMut(Piece)) {
    let mut rest = 0;
    let mut run_end = None;
    for (at, ch) in chunk.char_indices() {
        if !is_dense(ch) {
            continue;
        }
        if rest < at {
            spaced_words(&chunk[rest..at], offset + rest, to);
        }
        let end = at + ch.len_utf8();
        to(Piece { start: offset + at, end: offset + end, dense: true, joined: run_end == Some(at) });
        run_end = Some(end);
        rest = end;
    }
    if rest < chunk.len() {
        spaced_words(&chunk[rest..], offset + rest, to);
    }
}

/// The words of a stretch in scripts that have words.
fn spaced_words(chunk: &str, offset: usize, to: &mut dyn FnMut(Piece)) {
    for (at, found) in chunk.unicode_word_indices() {
        let mut start = None;
        let mut before = ' ';
        let mut chars = found.char_indices().peekable();
        while let Some((byte, ch)) = chars.next() {
            let after = chars.peek().map_or(' ', |&(_, next)| next);
            if !is_connector(ch) || start.is_some() && joins(before, ch, after) {
                if start.is_none() && is_word_char(ch) {
                    start = Some(byte);
                }
                if is_word_char(ch) {
                    before = ch;
                }
            } else if let Some(from) = start.take() {
                word(found, from, byte, offset + at, to);
            }
        }
        if let Some(from) = start {
            word(found, from, found.len(), offset + at, to);
        }
    }
}

/// Gives the word, or its article and the rest.
fn word(chunk: &str, start: usize, end: usize, offset: usize, to: &mut dyn FnMut(Piece)) {
    let piece = |start, end| Piece { start: offset + start, end: offset + end, dense: false, joined: false };
    let found = &chunk[start..end];
    if let Some((mark, apostrophe)) = found.char_indices().find(|&(_, ch)| is_apostrophe(ch)) {
        let rest = mark + apostrophe.len_utf8();
        if is_article(&found[..mark]) && rest < found.len() {
            to(piece(start, start + mark));
            to(piece(start + rest, end));
            return;
        }
    }
    to(piece(start, end));
}

/// What stands before the apostrophe in `l'homme`, `qu'elle`, `jusqu'en`.
fn is_article(head: &str) -> bool {
    const ARTICLES: [&str; 13] = ["l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"];
    ARTICLES.iter().any(|article| head.eq_ignore_ascii_case(article))
}

fn is_apostrophe(ch: char) -> bool {
    matches!(ch, '\'' | '\u{2019}' | '\u{2018}' | '\u{ff07}')
}

/// Characters that UAX 29 leaves inside a word between letters or digits.
fn is_connector(ch: char) -> bool {
    is_apostrophe(ch)
        || matches!(
            ch,
            '.' | ','
                | ':'
                | ';'
                | '_'
                | '"'
                | '\u{b7}'
                | '\u{387}'
                | '\u{55f}'
                | '\u{589}'
                | '\u{5f4}'
                | '\u{60d}'
                | '\u{66c}'
                | '\u{2024}'
                | '\u{2027}'
                | '\u{203f}'
                | '\u{2040}'
                | '\u{2044}'
                | '\u{2054}'
                | '\u{7f8}'
                | '\u{fe10}'
                | '\u{fe13}'
                | '\u{fe14}'
                | '\u{fe33}'
                | '\u{fe34}'
                | '\u{fe4d}'
                ..='\u{fe4f}'
                    | '\u{fe50}'
                    | '\u{fe52}'
                    | '\u{fe54}'
                    | '\u{fe55}'
                    | '\u{ff0c}'
                    | '\u{ff0e}'
                    | '\u{ff1a}'
                    | '\u{ff1b}'
                    | '\u{ff3f}'
                    | '\u{202f}'
                    | '\u{37e}'
        )
}

/// Tells whether a connector keeps the two characters beside it in one word: an apostrophe between
/// letters, a full stop or comma between digits.
fn joins(before: char, connector: char, after: char) -> bool {
    if is_apostrophe(connector) {
        before.is_alphabetic() && after.is_alphabetic()
    } else {
        matches!(connector, '.' | ',') && before.is_numeric() && after.is_numeric()
    }
}

fn is_word_char(ch: char) -> bool {
    ch.is_alphanumeric()
}

/// Tells whether a character belongs to a script that is written without spaces between words: Han,
/// kana, Thai, Lao, Burmese, Khmer.
pub(in crate::search) fn is_dense(ch: char) -> bool {
    matches!(ch,
        '\u{2e80}'..='\u{2fd5}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3041}'..='\u{3096}'
        | '\u{309d}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9d}'
        | '\u{20000}'..='\u{3ffff}' | '\u{e01}'..='\u{e3a}' | '\u{e40}'..='\u{e4e}' | '\u{e81}'..='\u{ecd}'
        | '\u{1000}'..='\u{103f}' | '\u{1050}'..='\u{108f}' | '\u{1780}'..='\u{17d3}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        pieces(text, &mut |piece| found.push(&text[piece.start..piece.end]));
        found
    }

    #[test]
    fn words_are_cut_where_a_reader_would_search() {
        for (text, expected) in [
            ("Follow-up, e.g. example.org (said:yes)", "Follow|up|e|g|example|org|said|yes"),
            ("don't l'homme qu’elle jusqu'en aujourd'hui D'eau", "don't|l|homme|qu|elle|jusqu|en|aujourd'hui|D|eau"),
            ("3,000 or 2.5 in 2019/2020; EQ2_1 5.", "3,000|or|2.5|in|2019|2020|EQ2|1|5"),
            ("2019年实验室Lab测试", "2019|年|实|验|室|Lab|测|试"),
            ("مرحبا بالعالم، نعم", "مرحبا|بالعالم|نعم"),
            ("что-то ещё: да", "что|то|ещё|да"),
            ("e\u{301}te\u{301} 'quoted' ''", "e\u{301}te\u{301}|quoted"),
            ("— … !", ""),
        ] {
            assert_eq!(words(text).join("|"), expected);
        }
    }

    #[test]
    fn characters_of_one_run_are_joined() {
        let mut joined = Vec::new();
        pieces("实验，室Lab测试", &mut |piece| joined.push(piece.joined));
        assert_eq!(joined, [false, true, false, false, false, true]);
    }

    proptest::proptest! {
        #![proptest_config(crate::base::rounds::cases(256, 256))]

        #[test]
        fn the_fast_way_finds_what_the_slow_way_finds(chunk in "[a-cA-C0-2'.,:;_\"/@-]{1,12}") {
            let mut fast = Vec::new();
            ascii_words(&chunk, 0, &mut |piece| fast.push(piece));
            let mut slow = Vec::new();
            spaced_words(&chunk, 0, &mut |piece| slow.push(piece));
            proptest::prop_assert_eq!(fast, slow);
        }

        #[test]
        fn every_letter_and_digit_is_in_a_word(text in "[a-zé\u{301}ا中文ж0-9 '’.,_\\-\\n]{0,40}") {
            let mut covered = vec![false; text.len()];
            let mut last = 0;
            pieces(&text, &mut |piece| {
                assert!(piece.start >= last && piece.start < piece.end, "in order");
                last = piece.end;
                covered[piece.start..piece.end].fill(true);
            });
            for (byte, ch) in text.char_indices() {
                proptest::prop_assert!(!ch.is_alphanumeric() || covered[byte], "{ch} at {byte}");
            }
        }
    }
}
