//! The parts of a Word file: which one is the document, and which belong to it.
//!
//! Also tells what a file is that is no Word file, so that the message can say what to do.

use std::collections::BTreeSet;

use super::archive::Archive;
use super::xml::{Node, Space, Xml, XmlError, decode};
use super::{DocxError, Lookalike};

/// The first bytes of an OLE file: Word before 2007, and documents locked with a password.
const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// An open Word file.
pub(super) struct Package<'a> {
    archive: Archive<'a>,
    main: String,
    /// Type (its last part) and target of each relation of the document.
    relations: Vec<(String, String)>,
}

impl<'a> Package<'a> {
    /// Opens a file and finds the document in it.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, DocxError> {
        if !bytes.starts_with(b"PK") {
            return Err(DocxError::Other(lookalike(bytes)));
        }
        let mut archive = Archive::open(bytes)?;
        let names = archive.names();
        let has = |name: &str| names.binary_search_by(|known| known.as_str().cmp(name)).is_ok();
        let main = relations(&mut archive, "")?
            .into_iter()
            .find(|(kind, _)| kind == "officeDocument")
            .map(|(_, target)| target)
            .filter(|target| has(target))
            .unwrap_or_else(|| "word/document.xml".to_owned());
        if !has(&main) || main.starts_with("xl/") || main.starts_with("ppt/") {
            return Err(DocxError::Other(archived(&mut archive, &names)));
        }
        let relations = relations(&mut archive, &main)?;
        Ok(Self { archive, main, relations })
    }

    /// Reads the document itself.
    pub(super) fn main<T>(&mut self, read: impl FnOnce(&mut Xml<'_>) -> Result<T, XmlError>) -> Result<T, DocxError> {
        let main = self.main.clone();
        self.part(&main, read)?.ok_or(DocxError::Other(Lookalike::Zip))
    }

    /// Reads the part that the document is related to as `kind`; nothing where there is none.
    pub(super) fn xml_of<T>(
        &mut self,
        kind: &str,
        read: impl FnOnce(&mut Xml<'_>) -> Result<T, XmlError>,
    ) -> Result<Option<T>, DocxError> {
        let related = self.relations.iter().find(|(known, _)| known == kind).map(|(_, target)| target.clone());
        let name = related.unwrap_or_else(|| beside(&self.main, &format!("{kind}.xml")));
        self.part(&name, read)
    }

    /// Returns title and language from the document's properties, where they say anything.
    pub(super) fn properties(&mut self) -> (Option<String>, Option<String>) {
        let read = |xml: &mut Xml<'_>| {
            let (mut title, mut language) = (None, None);
            loop {
                match xml.node()? {
                    Node::End => return Ok((title, language)),
                    Node::Open(element) if element.space == Space::DublinCore => match element.name() {
                        "title" => title = said(&xml.text()?),
                        "language" => language = said(&xml.text()?),
                        _ => {}
                    },
                    Node::Open(_) | Node::Close | Node::Text(_) => {}
                }
            }
        };
        // Properties are a courtesy: a document whose properties are damaged is still a document.
        self.part("docProps/core.xml", read).ok().flatten().unwrap_or_default()
    }

    /// Tells whether a header or footer holds words.
    pub(super) fn has_words_in_headers(&mut self) -> bool {
        let parts: BTreeSet<String> = self
            .relations
            .iter()
            .filter(|(kind, _)| kind == "header" || kind == "footer")
            .map(|(_, target)| target.clone())
            .collect();
        parts.iter().any(|part| matches!(self.part(part, words), Ok(Some(true))))
    }

    fn part<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Xml<'_>) -> Result<T, XmlError>,
    ) -> Result<Option<T>, DocxError> {
        let Some(bytes) = self.archive.read(name)? else { return Ok(None) };
        let named = |error| DocxError::Part { part: name.to_owned(), error };
        let text = decode(bytes).map_err(named)?;
        read(&mut Xml::new(&text)).map(Some).map_err(named)
    }
}

/// Tells whether a part holds a letter: page numbers alone are no words.
fn words(xml: &mut Xml<'_>) -> Result<bool, XmlError> {
    loop {
        match xml.node()? {
            Node::Open(element) if element.is("t") => {
                if xml.text()?.chars().any(char::is_alphabetic) {
                    return Ok(true);
                }
            }
            Node::End => return Ok(false),
            Node::Open(_) | Node::Close | Node::Text(_) => {}
        }
    }
}

fn said(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Returns type and target of each relation of a part; of the package itself where `part` is empty.
fn relations(archive: &mut Archive<'_>, part: &str) -> Result<Vec<(String, String)>, DocxError> {
    let (folder, file) = part.rsplit_once('/').map_or(("", part), |(folder, file)| (folder, file));
    let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    let Some(bytes) = archive.read(&name)? else { return Ok(Vec::new()) };
    let named = |error| DocxError::Part { part: name.clone(), error };
    let text = decode(bytes).map_err(named)?;
    let mut xml = Xml::new(&text);
    let mut found = Vec::new();
    loop {
        match xml.node().map_err(named)? {
            Node::End => return Ok(found),
            Node::Open(element) if element.space == Space::Relationships && element.name() == "Relationship" => {
                let inside = element.attribute("TargetMode").is_none_or(|mode| mode != "External");
                if let (true, Some(kind), Some(target)) =
                    (inside, element.attribute("Type"), element.attribute("Target"))
                {
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    found.push((kind, beside(part, &target)));
                }
            }
            Node::Open(_) | Node::Close | Node::Text(_) => {}
        }
    }
}

/// Returns the name in the archive of `target` as `part` means it. It names a part, never a path.
fn beside(part: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut steps: Vec<&str> = part.rsplit_once('/').map(|(folder, _)| folder.split('/').collect()).unwrap_or_default();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Tells what a zip archive is that is no Word file.
fn archived(archive: &mut Archive<'_>, names: &[String]) -> Lookalike {
    let begins = |start: &str| names.iter().any(|name| name.starts_with(start));
    if begins("xl/") {
        return Lookalike::Spreadsheet;
    }
    if begins("ppt/") {
        return Lookalike::Presentation;
    }
    match archive.read("mimetype") {
        Ok(Some(kind)) if kind.starts_with(b"application/epub") => Lookalike::Epub,
        Ok(Some(kind)) if kind.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") => Lookalike::Spreadsheet,
        Ok(Some(kind)) if kind.starts_with(b"application/vnd.oasis.opendocument") => Lookalike::OpenDocument,
        _ => Lookalike::Zip,
    }
}

/// Tells what a file is that is no zip archive.
fn lookalike(bytes: &[u8]) -> Lookalike {
    let head = &bytes[..bytes.len().min(4096)];
    let start = head.trim_ascii_start();
    let holds = |needle: &[u8], hay: &[u8]| memchr::memmem::find(hay, needle).is_some();
    if bytes.is_empty() {
        Lookalike::Empty
    } else if bytes.starts_with(OLE) {
        // The names of streams stand in UTF-16 in the directory.
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        if holds(&name, bytes) { Lookalike::Password } else { Lookalike::OldWord }
    } else if start.starts_with(b"{\\rtf") {
        Lookalike::Rtf
    } else if start.starts_with(b"%PDF") {
        Lookalike::Pdf
    } else if holds(b"<html", &head.to_ascii_lowercase()) {
        Lookalike::Html
    } else if !head.contains(&0) && std::str::from_utf8(bytes).is_ok() {
        Lookalike::Text
    } else {
        Lookalike::Unknown
    }
}
