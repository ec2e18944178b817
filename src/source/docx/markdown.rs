//! Writes blocks down as Markdown that reads back as the same passages.
//!
//! The text is escaped as little as can be, since every sign is one that a coder may quote: only what
//! would turn words into a heading or a table row, or the whole head of the text into front matter.
//! A typed list marker stays as it is: it begins a passage in the text as it did in Word.

/// What stands before a list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    Bullet,
    Number(i64),
}

impl std::fmt::Display for Marker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bullet => f.write_str("-"),
            Self::Number(number) => write!(f, "{number}."),
        }
    }
}

/// One block of text. Lines are parted by line feeds, trimmed, and never blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// A heading of level 1 to 6, in one line.
    Heading(usize, String),
    /// An item of a list, and how deep the list stands in others as Word counts.
    Item(usize, Marker, String),
    /// A paragraph.
    Paragraph(String),
    /// A table, by rows.
    Table(Vec<Vec<TableCell>>),
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TableCell {
    /// Its words in one line.
    pub(super) text: String,
    /// How many columns it goes over: a number, not that many cells, so that no file makes millions.
    pub(super) columns: usize,
}

/// Writes blocks, and the notes that they refer to, numbered from 1.
pub(super) fn write(blocks: &[Block], notes: &[String]) -> String {
    let mut text = String::new();
    // The levels of the list items that the last one stands in, itself included.
    let mut lists: Vec<usize> = Vec::new();
    for block in blocks {
        let follows_item = !lists.is_empty();
        let item = if let Block::Item(level, ..) = block {
            while lists.last().is_some_and(|last| last >= level) {
                lists.pop();
            }
            lists.push(*level);
            true
        } else {
            lists.clear();
            false
        };
        if !text.is_empty() {
            text.push_str(if item && follows_item { "\n" } else { "\n\n" });
        }
        match block {
            Block::Heading(level, words) => {
                text.extend(std::iter::repeat_n('#', *level));
                text.push(' ');
                text.push_str(words);
            }
            Block::Item(_, marker, words) => push_item(&mut text, lists.len() - 1, *marker, words),
            Block::Paragraph(words) => push_lines(&mut text, words, ""),
            Block::Table(rows) => push_table(&mut text, rows),
        }
    }
    for (at, note) in notes.iter().enumerate() {
        text.push_str(if text.is_empty() { "" } else { "\n\n" });
        text.extend([reference(at).as_str(), ": ", note]);
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// Returns what stands in the text for the note at `at`, from 0.
pub(super) fn reference(at: usize) -> String {
    format!("[^{}]", at + 1)
}

/// Joins blocks to one line, for a table cell or a note.
pub(super) fn one_line(blocks: &[Block]) -> String {
    let mut line = String::new();
    for block in blocks {
        if !line.is_empty() {
            line.push(' ');
        }
        match block {
            Block::Heading(_, words) | Block::Paragraph(words) => line.push_str(words),
            Block::Item(_, marker, words) => line.extend([marker.to_string().as_str(), " ", words]),
            Block::Table(rows) => {
                let words = |row: &Vec<TableCell>| {
                    let cells: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
                    cells.join(", ")
                };
                let rows: Vec<String> = rows.iter().map(words).collect();
                line.push_str(&rows.join("; "));
            }
        }
    }
    line.replace('\n', " ")
}

/// An item stands four spaces deeper than the one it belongs to: enough under bullets and numbers.
fn push_item(text: &mut String, depth: usize, marker: Marker, words: &str) {
    let indent = " ".repeat(4 * depth);
    let marker = marker.to_string();
    let hanging = " ".repeat(indent.len() + marker.len() + 1);
    let (first, rest) = words.split_once('\n').map_or((words, None), |(first, rest)| (first, Some(rest)));
    text.extend([indent.as_str(), &marker, " ", first]);
    if let Some(rest) = rest {
        text.push('\n');
        push_lines(text, rest, &hanging);
    }
}

/// Returns plain words as Markdown that reads back as the same words: lines trimmed, and what would be
/// read as structure at a line's start escaped.
#[must_use]
pub fn as_markdown(words: &str) -> String {
    let lines: Vec<&str> = words.lines().map(str::trim).collect();
    let mut text = String::new();
    push_lines(&mut text, lines.join("\n").trim(), "");
    text
}

fn push_lines(text: &mut String, words: &str, indent: &str) {
    for (at, line) in words.split('\n').enumerate() {
        if at > 0 {
            text.push('\n');
        }
        let front_matter = text.is_empty() && line == "---";
        text.push_str(indent);
        if front_matter || is_heading(line) || line.starts_with('|') {
            text.push('\\');
        }
        text.push_str(line);
    }
}

fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - rest.len())) && rest.chars().next().is_none_or(char::is_whitespace)
}

fn push_table(text: &mut String, rows: &[Vec<TableCell>]) {
    for (at, row) in rows.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        for cell in row {
            text.push_str("| ");
            text.push_str(&cell.text.replace('|', "\\|"));
            text.push_str(if cell.text.is_empty() { "" } else { " " });
            text.push_str(&"| ".repeat(cell.columns - 1));
        }
        text.push('|');
        if at == 0 {
            text.push('\n');
            text.push_str(&"| --- ".repeat(row.iter().map(|cell| cell.columns).sum()));
            text.push('|');
        }
    }
}
