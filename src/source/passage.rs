//! The passages of a text: the units of indexing, of one-key coding and of agreement.
//!
//! The same rules hold for `.txt` and `.md`: a blank line ends a paragraph; each paragraph, ATX heading,
//! list item with its continuation lines, and table row but the rule line is a passage; a line that
//! begins with a known speaker label begins one too, and unlabelled passages keep the speaker.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::base::language::Language;
use crate::base::text::{Span, Text};

/// What a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// A paragraph of prose or a turn of speech.
    Paragraph,
    /// A heading, with its level from 1; the header of a table has level 1.
    Heading(u8),
    /// A list item with its continuation lines.
    Item,
    /// A row of a table.
    Row,
}

/// One passage. Nothing that is stored refers to its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// From its first to its last non-blank code point, marker and label included.
    pub span: Span,
    /// What it is.
    pub form: Form,
    /// Who speaks, as a position in [`Speakers::names`].
    pub speaker: Option<u16>,
    /// Length in code points of the label with its colon, where the passage begins with one.
    pub label: Option<u16>,
    /// The turn that it belongs to, from 0: a new one begins at each label.
    pub turn: u32,
    /// Its language.
    pub language: Language,
    /// The number of words in it.
    pub words: u32,
}

impl Passage {
    /// Returns what it says: its span without the speaker's label, the marks of a heading or the marker of a
    /// list item; the whole of it where nothing else stands in it.
    #[must_use]
    pub fn said(&self, text: &Text) -> Span {
        let said = Span { start: self.span.start + self.lead(text.slice(self.span)), end: self.span.end };
        if said.is_empty() { self.span } else { said }
    }

    /// Returns how many code points label, marks or marker take up with the blanks after them, at the
    /// beginning of words that begin with the passage.
    ///
    /// Words that were kept of an older text may begin otherwise by now: then there is nothing to leave out.
    #[must_use]
    pub fn lead(&self, words: &str) -> usize {
        let mark = match (self.label, self.form) {
            (Some(label), _) => {
                let label = usize::from(label);
                if words.chars().take(label).any(|ch| matches!(ch, ':' | '：')) { label } else { 0 }
            }
            (None, Form::Heading(_)) => words.chars().take_while(|ch| *ch == '#').count(),
            (None, Form::Item) => match form_of(words) {
                Some(LineForm::Begins(Form::Item)) => words.chars().take_while(|ch| !ch.is_whitespace()).count(),
                _ => 0,
            },
            (None, Form::Paragraph | Form::Row) => 0,
        };
        if mark == 0 { 0 } else { mark + words.chars().skip(mark).take_while(|ch| ch.is_whitespace()).count() }
    }
}

/// The speakers of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speakers {
    /// Their labels, in the order in which they first speak.
    pub names: Vec<String>,
}

impl Speakers {
    /// Returns the position of a label, ignoring case.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<u16> {
        let name = name.to_lowercase();
        let at = self.names.iter().position(|other| other.to_lowercase() == name)?;
        u16::try_from(at).ok()
    }

    /// Returns the label at a position.
    #[must_use]
    pub fn name(&self, at: u16) -> Option<&str> {
        self.names.get(usize::from(at)).map(String::as_str)
    }
}

/// A label is at most this many code points long.
const LONGEST_LABEL: usize = 40;

/// Returns the passages of a text and its speakers. Language and words are left to the caller.
///
/// `named` are the labels that the source's key `speakers` names.
#[must_use]
pub(super) fn passages(text: &Text, named: &[String]) -> (Vec<Passage>, Speakers) {
    let blocks = blocks(text.as_str());
    let known = known_labels(&blocks, named);
    let mut building =
        Building { text, known: &known, speakers: Speakers::default(), found: Vec::new(), speaker: None, turn: 0 };
    for block in &blocks {
        building.add(block);
    }
    (building.found, building.speakers)
}

/// A run of lines of one form. Paragraphs may still fall into several passages, at known labels.
struct Block<'t> {
    form: Form,
    /// Its lines without their ends, each with its first byte.
    lines: Vec<(usize, &'t str)>,
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    // Whether the next line of prose goes on with the last block.
    let mut open = false;
    for (at, line) in lines(text) {
        if line.trim().is_empty() {
            open = false;
            continue;
        }
        match form_of(line) {
            Some(LineForm::Rule) => open = false,
            Some(LineForm::Begins(form)) => {
                blocks.push(Block { form, lines: vec![(at, line)] });
                open = form == Form::Item;
            }
            None => match blocks.last_mut() {
                Some(block) if open => block.lines.push((at, line)),
                _ => {
                    blocks.push(Block { form: Form::Paragraph, lines: vec![(at, line)] });
                    open = true;
                }
            },
        }
    }
    blocks
}

/// Returns the lines of a text without their ends, each with its first byte. CR, LF and CRLF end a line.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let rest = &text.as_bytes()[at..];
        let length = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let from = at;
        at += length;
        let end = if text.as_bytes()[at..].starts_with(b"\r\n") { 2 } else { 1 };
        at = (at + end).min(text.len());
        Some((from, &text[from..from + length]))
    })
}

enum LineForm {
    /// The line begins a passage of this form.
    Begins(Form),
    /// The line between a table's header and its rows: no passage.
    Rule,
}

/// Tells what a line is by its first characters; nothing where it is prose.
fn form_of(line: &str) -> Option<LineForm> {
    let line = line.trim();
    let first = line.chars().next()?;
    match first {
        '#' => {
            let level = line.bytes().take_while(|&byte| byte == b'#').count();
            let rest = &line[level..];
            let heading = level <= 6 && (rest.is_empty() || rest.starts_with(char::is_whitespace));
            heading.then(|| LineForm::Begins(Form::Heading(u8::try_from(level).unwrap_or(6))))
        }
        '|' => {
            let rule = line.contains('-') && line.chars().all(|ch| matches!(ch, '|' | '-' | ':') || ch.is_whitespace());
            Some(if rule { LineForm::Rule } else { LineForm::Begins(Form::Row) })
        }
        '-' | '*' | '+' | '•' => item(&line[first.len_utf8()..]),
        '0'..='9' => {
            let rest = line.trim_start_matches(|ch: char| ch.is_ascii_digit());
            rest.strip_prefix(['.', ')']).and_then(item)
        }
        _ => None,
    }
}

/// A list marker stands before a blank or at the line's end.
fn item(after_marker: &str) -> Option<LineForm> {
    let marked = after_marker.is_empty() || after_marker.starts_with(char::is_whitespace);
    marked.then_some(LineForm::Begins(Form::Item))
}

/// What a line begins with, where it looks like a speaker's label.
struct Label<'t> {
    /// The name without emphasis marks.
    name: &'t str,
    /// The bytes of the line up to and with the colon and a closing emphasis mark.
    length: usize,
}

/// Reads a label at the beginning of a line: at most 40 code points without sentence marks, then `:`
/// and a blank, or `：`. Emphasis marks around it are not part of the name.
fn label(line: &str) -> Option<Label<'_>> {
    let emphasis = |ch: char| matches!(ch, '*' | '_');
    let indent = line.len() - line.trim_start().len();
    let body = &line[indent..];
    let (at, colon) = body.char_indices().take(LONGEST_LABEL + 5).find(|(_, ch)| matches!(ch, ':' | '：'))?;
    let name = body[..at].trim_matches(emphasis).trim();
    let rest = &body[at + colon.len_utf8()..];
    let closing = rest.len() - rest.trim_start_matches(emphasis).len();
    let spoken = &rest[closing..];
    let separated = colon == '：' || spoken.is_empty() || spoken.starts_with(char::is_whitespace);
    let sentence = |ch: char| matches!(ch, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | ';' | '；' | '؛');
    let sound = !name.is_empty() && name.chars().count() <= LONGEST_LABEL && !name.contains(sentence);
    (separated && sound).then_some(Label { name, length: indent + at + colon.len_utf8() + closing })
}

/// Returns the length in bytes of what looks like a speaker's label at the beginning of a line, its colon
/// included; nothing where there is none.
#[must_use]
pub fn label_length(line: &str) -> Option<usize> {
    label(line).map(|label| label.length)
}

/// Returns the names that begin lines inside a passage as labels do, though none is known to be a speaker's:
/// a known one would have begun a passage of its own. `words` are those of the passage.
#[must_use]
pub fn labels_inside(words: &str) -> Vec<&str> {
    words.lines().skip(1).filter_map(|line| label(line).map(|label| label.name)).collect()
}

/// Returns the known labels in small letters: those that begin at least two paragraphs, and the named ones.
fn known_labels(blocks: &[Block<'_>], named: &[String]) -> BTreeSet<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for block in blocks.iter().filter(|block| block.form == Form::Paragraph) {
        if let Some(label) = label(block.lines[0].1) {
            *counts.entry(label.name.to_lowercase()).or_default() += 1;
        }
    }
    let often = counts.into_iter().filter(|(_, count)| *count >= 2).map(|(name, _)| name);
    often.chain(named.iter().map(|name| name.trim().to_lowercase())).collect()
}

struct Building<'a> {
    text: &'a Text,
    known: &'a BTreeSet<String>,
    speakers: Speakers,
    found: Vec<Passage>,
    speaker: Option<u16>,
    turn: u32,
}

impl Building<'_> {
    /// Adds the passages of a block: a paragraph falls apart at each line that begins with a known label.
    fn add(&mut self, block: &Block<'_>) {
        let mut from = 0;
        for at in 1..=block.lines.len() {
            let ends = at == block.lines.len()
                || block.form == Form::Paragraph && self.known_label(block.lines[at].1).is_some();
            if ends {
                self.add_lines(block.form, &block.lines[from..at]);
                from = at;
            }
        }
    }

    fn add_lines(&mut self, form: Form, lines: &[(usize, &str)]) {
        let [(first_at, first), .., (last_at, last)] = lines else {
            if let [one] = lines {
                self.add_lines(form, &[*one, *one]);
            }
            return;
        };
        let start = first_at + (first.len() - first.trim_start().len());
        let end = last_at + last.trim_end().len();
        let label = if form == Form::Paragraph { self.known_label(first) } else { None };
        let label_length = label.map(|label| {
            let name = label.name.to_owned();
            let spoken = self.text.point_of(first_at + label.length) - self.text.point_of(start);
            self.begin_turn(&name);
            u16::try_from(spoken).unwrap_or(u16::MAX)
        });
        let speaker = if matches!(form, Form::Heading(_)) { None } else { self.speaker };
        self.found.push(Passage {
            span: self.text.span_of(start..end),
            form,
            speaker,
            label: label_length,
            turn: self.turn,
            language: Language::Other,
            words: 0,
        });
    }

    fn known_label<'t>(&self, line: &'t str) -> Option<Label<'t>> {
        label(line).filter(|label| self.known.contains(&label.name.to_lowercase()))
    }

    fn begin_turn(&mut self, name: &str) {
        self.turn += u32::from(!self.found.is_empty());
        self.speaker = self.speakers.position(name).or_else(|| {
            self.speakers.names.push(name.to_owned());
            u16::try_from(self.speakers.names.len() - 1).ok()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<String> {
        let text = Text::from(text);
        passages(&text, &[]).0.iter().map(|passage| text.slice(passage.span).to_owned()).collect()
    }

    #[test]
    fn paragraphs_headings_items_and_rows() {
        let text = "# Title\nprose one\ngoes on\n\n  - item\n    goes on\n- next\n1) third\nnot a - marker\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\nprose\n#no heading\n\n\u{3000}中文。\r\n\r\nlast  ";
        assert_eq!(
            cut(text),
            [
                "# Title",
                "prose one\ngoes on",
                "- item\n    goes on",
                "- next",
                "1) third\nnot a - marker",
                "| a | b |",
                "| 1 | 2 |",
                "prose\n#no heading",
                "中文。",
                "last"
            ]
        );
        assert!(cut("").is_empty() && cut(" \n\t\r\n").is_empty());
    }

    #[test]
    fn a_known_label_begins_a_passage_and_the_speaker_stays() {
        let text = Text::from(
            "Q: One?\n\n**Ana**: Yes.\nAnd more.\nQ: Two?\n\nunlabelled\n\n**Ana:** No: never.\n\nQ：三？\n\nNote: once only\n\n## H\n\ngoes on",
        );
        let (found, speakers) = passages(&text, &[]);
        assert_eq!(speakers.names, ["Q", "Ana"]);
        let seen: Vec<_> = found
            .iter()
            .map(|p| {
                (
                    text.slice(p.span).lines().next().unwrap_or_default(),
                    p.speaker.and_then(|s| speakers.name(s)).unwrap_or("-"),
                    p.turn,
                    p.label,
                )
            })
            .collect();
        assert_eq!(seen[0], ("Q: One?", "Q", 0, Some(2)));
        assert_eq!(seen[1], ("**Ana**: Yes.", "Ana", 1, Some(8)));
        assert_eq!(seen[2], ("Q: Two?", "Q", 2, Some(2)));
        assert_eq!(seen[3], ("unlabelled", "Q", 2, None));
        assert_eq!(seen[4], ("**Ana:** No: never.", "Ana", 3, Some(8)));
        assert_eq!(seen[5], ("Q：三？", "Q", 4, Some(2)));
        assert_eq!(seen[6].1, "Q", "a label that begins one paragraph is not known");
        assert_eq!(seen[7], ("## H", "-", 4, None));
        assert_eq!(seen[8].1, "Q");
    }

    #[test]
    fn what_a_passage_says_begins_after_label_and_marker() {
        let text = Text::from(
            "## How it went\n\nQ: One?\n\n**Ana:**  Yes: no.\n\n答：三。\n\n1) third\n\n- \n\nplain\n\nQ:\n\n答：四。\n\n**Ana:**",
        );
        let (found, _) = passages(&text, &[]);
        let said: Vec<&str> = found.iter().map(|passage| text.slice(passage.said(&text))).collect();
        assert_eq!(
            said,
            ["How it went", "One?", "Yes: no.", "三。", "third", "-", "plain", "Q:", "四。", "**Ana:**"],
            "where there is nothing but a label or a marker, it stands"
        );
        assert_eq!(found[1].lead("Once more?"), 0, "kept words may begin otherwise");
        assert_eq!(found[1].lead("Q: Once more?"), 3);
    }

    #[test]
    fn labels_can_be_named() {
        let text = Text::from("Alif: one\nBa: two\n");
        assert_eq!(passages(&text, &[]).0.len(), 1);
        let (found, speakers) = passages(&text, &["alif".into(), "ba".into()]);
        assert_eq!((found.len(), speakers.names), (2, vec!["Alif".to_owned(), "Ba".to_owned()]));
    }

    #[test]
    fn labels_that_are_not_known_are_found_inside_a_passage() {
        assert_eq!(labels_inside("Q: Why?\nA: So.\n  **Ana:** Yes: no.\nIt is so."), ["A", "Ana"]);
        assert!(labels_inside("Q: Why?").is_empty());
    }

    #[test]
    fn what_is_no_label() {
        for line in [
            "It was late. He said: no",
            "http://x.org: a",
            "10:30 began",
            "a very long beginning of a sentence that ends in: this",
            ": x",
        ] {
            assert!(label(line).is_none(), "{line}");
        }
        assert_eq!(label("Interviewee 2: yes").unwrap().name, "Interviewee 2");
        assert_eq!(label("__A__:").unwrap().length, 6);
    }

    proptest! {
        #![proptest_config(crate::base::rounds::cases(256, 256))]

        #[test]
        fn passages_are_in_order_and_hold_every_letter(text in "(?s)([#|*\\-+Q: \r\n\ta1中é.]{0,80})") {
            let text = Text::from(text);
            let (found, _) = passages(&text, &[]);
            let mut at = 0;
            for passage in &found {
                prop_assert!(passage.span.start >= at && !passage.span.is_empty());
                let words = text.slice(passage.span);
                prop_assert_eq!(words, words.trim());
                at = passage.span.end;
            }
            let inside: usize = found.iter().map(|p| text.slice(p.span).chars().filter(|c| c.is_alphanumeric()).count()).sum();
            prop_assert_eq!(inside, text.as_str().chars().filter(|c| c.is_alphanumeric()).count());
        }
    }
}
