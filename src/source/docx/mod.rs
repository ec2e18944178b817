//! Word files (`.docx`) turned into Markdown text.
//!
//! Owns the way from the bytes of a file to the words in it, as a person reads them in Word with all
//! changes accepted: what is inserted stays, what is deleted, hidden or a comment goes, and what was
//! left out is said. Writes no file, looks at no network, and knows nothing of studies.
//!
//! The way: [`archive`] gives the parts, [`xml`] their elements, `styles` and `numbering` say which
//! paragraphs are headings and list items, `body` and `inline` walk the text, `markdown` writes it
//! down.

pub mod archive;
mod body;
mod inline;
mod lost;
mod markdown;
mod numbering;
mod package;
mod properties;
mod styles;
mod symbols;
pub mod xml;

#[cfg(test)]
mod tests;

use archive::ArchiveError;
use body::{Body, NoteKind};
pub use markdown::as_markdown;
use numbering::Numbering;
use package::Package;
use styles::Styles;
use xml::XmlError;

/// What a Word file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Converted {
    /// The text as Markdown; it ends with a line feed unless it is empty.
    pub text: String,
    /// The document's title: its paragraph of style Title, else the title in its properties.
    pub title: Option<String>,
    /// The BCP 47 tag that most of the text is marked with. Word marks by keyboard, not by what was
    /// written: trust it less than detection.
    pub language: Option<String>,
    /// What was left out, each a phrase such as `2 comments were left out`.
    pub notes: Vec<String>,
}

/// Why a file gives no text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocxError {
    /// It is no Word file, but something else.
    #[error("{}", .0.message())]
    Other(Lookalike),
    /// The archive cannot be read.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// A part of it is not what it should be.
    #[error("part '{part}' of the file cannot be read: {error}")]
    Part {
        /// The name in the archive.
        part: String,
        /// What is wrong with it.
        error: XmlError,
    },
}

impl DocxError {
    /// Returns what to do about it, where something can be done.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Other(lookalike) => lookalike.hint(),
            Self::Archive(ArchiveError::Encrypted(_)) => Some("save it in Word without a password"),
            Self::Archive(ArchiveError::Damaged(_)) | Self::Part { .. } => {
                Some("open it in Word, which may repair it, and save it again as .docx")
            }
            Self::Archive(ArchiveError::Link(_) | ArchiveError::TooMuch(_)) => None,
        }
    }
}

/// What a file with the name of a Word file can be instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookalike {
    /// Nothing is in it.
    Empty,
    /// The format of Word before 2007.
    OldWord,
    /// A document locked with a password.
    Password,
    /// Rich Text Format.
    Rtf,
    /// PDF.
    Pdf,
    /// A web page.
    Html,
    /// Plain text.
    Text,
    /// A spreadsheet.
    Spreadsheet,
    /// A presentation.
    Presentation,
    /// An `OpenDocument` file.
    OpenDocument,
    /// An electronic book.
    Epub,
    /// Some other zip archive.
    Zip,
    /// Anything else.
    Unknown,
}

impl Lookalike {
    fn message(self) -> &'static str {
        match self {
            Self::Empty => "the file is empty",
            Self::OldWord => "this is an old .doc file of Word before 2007",
            Self::Password => "this file is locked with a password",
            Self::Rtf => "not a Word file but Rich Text (.rtf)",
            Self::Pdf => "not a Word file but a PDF",
            Self::Html => "not a Word file but a web page",
            Self::Text => "not a Word file but plain text",
            Self::Spreadsheet => "not a Word file but a spreadsheet",
            Self::Presentation => "not a Word file but a presentation",
            Self::OpenDocument => "not a Word file but an OpenDocument file",
            Self::Epub => "not a Word file but an electronic book (.epub)",
            Self::Zip => "not a Word file but a zip archive of something else",
            Self::Unknown => "not a Word file",
        }
    }

    fn hint(self) -> Option<&'static str> {
        match self {
            Self::OldWord | Self::Rtf | Self::OpenDocument | Self::Html => {
                Some("open it in Word or LibreOffice and save it as .docx")
            }
            Self::Password => Some("open it in Word, take the password off, and save it again"),
            Self::Pdf | Self::Presentation | Self::Epub => Some("save its text as .txt or .docx and import that"),
            Self::Text => Some("give it a name that ends in .txt or .md"),
            Self::Spreadsheet => Some("save the sheet as .csv and import that"),
            Self::Empty | Self::Zip | Self::Unknown => None,
        }
    }
}

/// Turns the bytes of a Word file into Markdown text.
///
/// # Errors
/// When the bytes are no Word file, or one that is damaged, locked, or made to exhaust the machine.
pub fn read(bytes: &[u8]) -> Result<Converted, DocxError> {
    let mut package = Package::open(bytes)?;
    let styles = package.xml_of("styles", Styles::read)?.unwrap_or_default();
    let numbering = package.xml_of("numbering", Numbering::read)?.unwrap_or_default();
    let mut body = Body::new(&styles, numbering);
    let blocks = package.main(|xml| body.story(xml))?;
    let order = body.note_order();
    let mut footnotes = package.xml_of("footnotes", |xml| body.notes(xml))?.unwrap_or_default();
    let mut endnotes = package.xml_of("endnotes", |xml| body.notes(xml))?.unwrap_or_default();
    let notes: Vec<String> = order
        .iter()
        .map(|(kind, id)| match kind {
            NoteKind::Foot => footnotes.remove(id).unwrap_or_default(),
            NoteKind::End => endnotes.remove(id).unwrap_or_default(),
        })
        .collect();
    let mut lost = body.finish();
    lost.headers = package.has_words_in_headers();
    let (title, language) = package.properties();
    Ok(Converted {
        title: lost.title.take().or(title),
        language: lost.language(styles.language()).or(language),
        text: markdown::write(&blocks, &notes),
        notes: lost.notes(),
    })
}
