//! A report as Markdown with tables.
//!
//! Text from sources is escaped, so that nothing that a respondent or a file says becomes a heading, a
//! link, an image or HTML; characters that drive a terminal or hide text are shown as marks.

use crate::base::shown::Shown;

use super::block::{Block, Piece, Quotation, Report, Table};

/// Writes a report. The same report gives the same bytes.
#[must_use]
pub fn render(report: &Report) -> String {
    let marks = report.marks.iter().map(|mark| format!("**{}**\n", line(mark)));
    // The report's title is the only first-level heading of the page.
    let title = std::iter::once(format!("# {}\n", line(&report.title)));
    let blocks = report.blocks.iter().map(block);
    marks.chain(title).chain(blocks).collect::<Vec<_>>().join("\n")
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading { level, text } => {
            let hashes = "#".repeat(usize::from(level.clamp(&1, &5) + 1));
            format!("{hashes} {}\n", line(text))
        }
        Block::Paragraph { text } => format!("{}\n", pieces(text)),
        Block::List { items } => items.iter().map(|item| format!("- {}\n", pieces(item))).collect::<Vec<_>>().concat(),
        Block::Quotation(quotation) => quote(quotation),
        Block::Table(table) => rows(table),
    }
}

fn pieces(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        if piece.strong {
            out.extend(["**", &line(&piece.text), "**"]);
        } else if out.is_empty() {
            out.push_str(&line(&piece.text));
        } else {
            out.push_str(&escaped(&one_line(&piece.text)));
        }
    }
    out
}

fn quote(quotation: &Quotation) -> String {
    let words = if quotation.verbatim { format!("“{}”", quotation.words) } else { quotation.words.clone() };
    let lines: Vec<String> = words.lines().map(str::trim).filter(|text| !text.is_empty()).map(line).collect();
    format!("> {}\n>\n> — {}\n", lines.join("\\\n> "), line(&quotation.attribution))
}

fn rows(table: &Table) -> String {
    let title = if table.title.is_empty() { String::new() } else { format!("{}\n\n", line(&table.title)) };
    let row = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| escaped(one_line(cell).trim())).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let rule = " --- |".repeat(table.header.len());
    let body: String = table.rows.iter().map(|cells| row(cells)).collect();
    format!("{title}{}|{rule}\n{body}", row(&table.header))
}

/// Text as one line of Markdown that begins a block.
fn line(text: &str) -> String {
    let text = escaped(one_line(text).trim());
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    // What would begin a list, an ordered list or a heading rule at the beginning of a line.
    match text.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => format!("{}\\{}", &text[..digits], &text[digits..]),
        Some(b'-' | b'+' | b'=') if digits == 0 => format!("\\{text}"),
        _ => text,
    }
}

/// Line ends become blanks, and what must not be seen becomes marks.
fn one_line(text: &str) -> String {
    Shown::line(&text.replace(['\r', '\n', '\t'], " ")).into_string()
}

/// Puts a backslash before every character that Markdown could take for markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    for (at, ch) in text.char_indices() {
        let rest = &text[at + ch.len_utf8()..];
        let markup = match ch {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$' | '@' => true,
            // Bare addresses are links in most dialects.
            ':' => rest.starts_with("//"),
            '.' => before.is_some_and(|ch: char| ch.eq_ignore_ascii_case(&'w')) && www(&text[..at]),
            '!' => rest.starts_with('['),
            _ => false,
        };
        if markup {
            out.push('\\');
        }
        out.push(ch);
        before = Some(ch);
    }
    out
}

fn www(text: &str) -> bool {
    text.len() >= 3 && text.is_char_boundary(text.len() - 3) && text[text.len() - 3..].eq_ignore_ascii_case("www")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sample() -> Report {
        let mut table = Table::new("Counts", ["kind", "for"]);
        table.add(["a|b", "1"]);
        Report {
            title: "Evaluation".to_owned(),
            marks: vec!["INTERNAL, CONFIDENTIAL".to_owned()],
            blocks: vec![
                Block::heading(1, "Theme"),
                Block::labelled("Verdict:", "Confirmed"),
                Block::list(["- one".to_owned(), "2. two".to_owned()]),
                Block::Quotation(Quotation {
                    words: "First line\nsecond *line*".to_owned(),
                    verbatim: true,
                    attribution: "a respondent".to_owned(),
                }),
                Block::Table(table),
            ],
            data: Table::default(),
        }
    }

    #[test]
    fn a_report_is_written_block_by_block() {
        let expected = "**INTERNAL, CONFIDENTIAL**\n\n# Evaluation\n\n## Theme\n\n**Verdict:** Confirmed\n\n- \\- one\n- 2\\. \
                        two\n\n> “First line\\\n> second \\*line\\*”\n>\n> — a respondent\n\nCounts\n\n| kind | for |\n| --- | --- |\n\
                        | a\\|b | 1 |\n";
        assert_eq!(render(&sample()), expected);
        assert_eq!(render(&sample()), render(&sample()));
    }

    #[test]
    fn notes_stand_without_quotation_marks() {
        let quotation =
            Quotation { words: "he said so".to_owned(), verbatim: false, attribution: "a respondent".to_owned() };
        assert_eq!(block(&Block::Quotation(quotation)), "> he said so\n>\n> — a respondent\n");
    }

    #[test]
    fn words_of_sources_are_no_markup() {
        for (words, written) in [
            ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
            ("[x](http://a.b)", "\\[x\\](http\\://a.b)"),
            ("![x](y)", "\\!\\[x\\](y)"),
            ("# title", "\\# title"),
            ("> quote", "\\> quote"),
            ("12) x", "12\\) x"),
            ("---", "\\---"),
            ("www.a.b me@a.b", "www\\.a.b me\\@a.b"),
            ("&lt; `code`", "\\&lt; \\`code\\`"),
            ("a\u{202e}b\u{1b}[0m", "a\u{2194}b\u{241b}\\[0m"),
        ] {
            assert_eq!(line(words), written);
        }
    }

    proptest! {
        #![proptest_config(crate::base::rounds::cases(256, 256))]

        #[test]
        fn a_line_stays_a_line_and_hides_nothing(text in "\\PC*|[-#>*+=1. \\n\\r\\t<\\[\u{202e}\u{1b}]*") {
            let written = line(&text);
            let hidden = written.contains(['\n', '\r', '\u{1b}', '\u{202e}']);
            prop_assert!(!hidden);
            let markup = written.starts_with(['#', '>', '-', '+', '*', '<', '|', '=', '`', '~']);
            prop_assert!(!markup);
        }
    }
}
