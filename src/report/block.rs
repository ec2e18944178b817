//! A report as data: headings, paragraphs, quotations and tables, without any format.
//!
//! Whatever builds a report makes blocks; whatever writes one knows blocks and one format. All text in
//! a block is plain text: each renderer escapes it for its own format.

use serde::Serialize;

/// A whole report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Its title.
    pub title: String,
    /// What stands above everything, such as `INTERNAL, CONFIDENTIAL`.
    pub marks: Vec<String>,
    /// Its parts, in reading order.
    pub blocks: Vec<Block>,
    /// The one table that is all of the report in formats that hold a table only.
    pub data: Table,
}

/// One part of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "block", rename_all = "lowercase")]
pub enum Block {
    /// A heading; level 1 is a chapter.
    Heading {
        /// From 1 to 4.
        level: u8,
        /// Its text.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Its pieces.
        text: Vec<Piece>,
    },
    /// A list of short paragraphs.
    List {
        /// Its items.
        items: Vec<Vec<Piece>>,
    },
    /// Words of a source.
    Quotation(Quotation),
    /// A table.
    Table(Table),
}

/// A stretch of text within a paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it stands out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub strong: bool,
}

/// Words of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quotation {
    /// The words, or what the notes say.
    pub words: String,
    /// Whether they are the respondent's own: only then they stand in quotation marks.
    pub verbatim: bool,
    /// Who said it, where and of what kind it is, as far as that may be told.
    pub attribution: String,
}

/// A table. All rows have as many cells as the header.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// What it shows; empty where the text around it says so.
    pub title: String,
    /// The names of its columns.
    pub header: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

impl Block {
    /// Makes a heading.
    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading { level, text: text.into() }
    }

    /// Makes a paragraph of plain text.
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self::Paragraph { text: vec![Piece::plain(text)] }
    }

    /// Makes a paragraph that begins with something that stands out.
    pub fn labelled(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Paragraph { text: vec![Piece::strong(label), Piece::plain(format!(" {}", text.into()))] }
    }

    /// Makes a list of plain texts.
    pub fn list(items: impl IntoIterator<Item = String>) -> Self {
        Self::List { items: items.into_iter().map(|item| vec![Piece::plain(item)]).collect() }
    }
}

impl Piece {
    /// Makes plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), strong: false }
    }

    /// Makes text that stands out.
    pub fn strong(text: impl Into<String>) -> Self {
        Self { text: text.into(), strong: true }
    }
}

impl Table {
    /// Makes a table with a header and no row.
    pub fn new(title: impl Into<String>, header: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { title: title.into(), header: header.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    /// Adds a row; it is filled up or cut to the header's length.
    pub fn add(&mut self, cells: impl IntoIterator<Item = impl Into<String>>) {
        let mut row: Vec<String> = cells.into_iter().map(Into::into).collect();
        row.resize(self.header.len(), String::new());
        self.rows.push(row);
    }

    /// Adds a last column `mark` that says the same in every row.
    pub fn mark(&mut self, mark: &str) {
        self.header.push("mark".to_owned());
        for row in &mut self.rows {
            row.push(mark.to_owned());
        }
    }
}
