//! Walks the text of a Word file as a person reads it with all changes accepted.
//!
//! What is inserted or moved here stays; what is deleted, moved away or hidden goes; of alternatives
//! for old and new programs the first is taken, so that a text box is read once.

use std::collections::BTreeMap;

use super::lost::Lost;
use super::markdown::{Block, TableCell, one_line};
use super::numbering::Numbering;
use super::properties::{Alternatives, Cell, Draft, cell, has};
use super::styles::Styles;
use super::xml::{Node, Space, Xml, XmlError};

/// Which of its two lists a note stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NoteKind {
    /// At the foot of the page.
    Foot,
    /// At the end of the document.
    End,
}

/// The walk through the parts of one document.
pub(super) struct Body<'s> {
    styles: &'s Styles,
    numbering: Numbering,
    pub(super) lost: Lost,
    /// The notes that the text refers to, and the position of each in the order of the text.
    pub(super) notes: BTreeMap<(NoteKind, String), usize>,
    /// What the properties of the table cell that is open say.
    cell: Cell,
}

impl<'s> Body<'s> {
    pub(super) fn new(styles: &'s Styles, numbering: Numbering) -> Self {
        Self { styles, numbering, lost: Lost::default(), notes: BTreeMap::new(), cell: Cell::default() }
    }

    /// Reads the document's main text.
    pub(super) fn story(&mut self, xml: &mut Xml<'_>) -> Result<Vec<Block>, XmlError> {
        loop {
            match xml.node()? {
                Node::Open(element) if element.is("document") => return self.blocks(xml),
                Node::Text(text) if text.trim().is_empty() => {}
                Node::Open(_) | Node::Close | Node::Text(_) | Node::End => {
                    return Err(XmlError::new("it is no Word document"));
                }
            }
        }
    }

    /// Returns the notes in the order in which the text refers to them.
    pub(super) fn note_order(&self) -> Vec<(NoteKind, String)> {
        let mut notes: Vec<_> = self.notes.iter().map(|(note, at)| (*at, note.clone())).collect();
        notes.sort_unstable();
        notes.into_iter().map(|(_, note)| note).collect()
    }

    /// Reads the texts of notes by id, each in one line.
    pub(super) fn notes(&mut self, xml: &mut Xml<'_>) -> Result<BTreeMap<String, String>, XmlError> {
        let mut found = BTreeMap::new();
        loop {
            match xml.node()? {
                Node::End => return Ok(found),
                Node::Open(element) if element.is("footnote") || element.is("endnote") => {
                    let is_line = element.attribute("type").is_some_and(|kind| kind != "normal");
                    let id = element.attribute("id").unwrap_or_default();
                    if is_line {
                        xml.skip()?;
                    } else {
                        found.insert(id, one_line(&self.blocks(xml)?));
                    }
                }
                Node::Open(_) | Node::Close | Node::Text(_) => {}
            }
        }
    }

    /// Returns what was left out on the way.
    pub(super) fn finish(self) -> Lost {
        self.lost
    }

    /// Reads the blocks in the element that opened last, to its end.
    pub(super) fn blocks(&mut self, xml: &mut Xml<'_>) -> Result<Vec<Block>, XmlError> {
        let inside = xml.depth();
        let mut out = Vec::new();
        let mut carried: Option<Draft> = None;
        let mut alternatives = Alternatives::default();
        let mut placeholder = false;
        while xml.depth() >= inside {
            let element = match xml.node()? {
                Node::End => break,
                Node::Close => {
                    alternatives.close(xml.depth());
                    continue;
                }
                Node::Text(_) => continue,
                Node::Open(element) => element,
            };
            if alternatives.is_second(&element, xml.depth()) {
                xml.skip()?;
                continue;
            }
            if element.space != Space::Word {
                continue;
            }
            match element.name() {
                "p" => {
                    let draft = self.paragraph(xml, carried.take())?;
                    if draft.runs_on {
                        carried = Some(draft);
                    } else {
                        self.put(draft, &mut out);
                    }
                }
                "tbl" => out.extend(self.table(xml)?),
                "tcPr" => self.cell = cell(xml)?,
                "del" | "moveFrom" => {
                    self.lost.deletions += 1;
                    xml.skip()?;
                }
                "sdtPr" => placeholder = has(xml, "showingPlcHdr")?,
                "sdtContent" if std::mem::take(&mut placeholder) => xml.skip()?,
                "altChunk" | "subDoc" => {
                    self.lost.embedded += 1;
                    xml.skip()?;
                }
                "sectPr" | "sdtEndPr" => xml.skip()?,
                _ => {}
            }
        }
        if let Some(draft) = carried {
            self.put(draft, &mut out);
        }
        Ok(out)
    }

    /// Reads a paragraph, which goes on from one whose end was deleted.
    fn paragraph(&mut self, xml: &mut Xml<'_>, before: Option<Draft>) -> Result<Draft, XmlError> {
        let mut draft = Draft::default();
        if let Some(before) = before {
            // The properties are those of the paragraph whose end still stands.
            draft = Draft { text: before.text, words: before.words, boxes: before.boxes, ..draft };
        }
        self.inline(xml, &mut draft)?;
        Ok(draft)
    }

    /// Puts a finished paragraph and its text boxes among the blocks.
    fn put(&mut self, draft: Draft, out: &mut Vec<Block>) {
        let style = draft.style.as_deref();
        let text = lines(&draft.text);
        let marker = self.list_of(&draft).and_then(|(list, level)| Some((level, self.numbering.count(&list, level)?)));
        let is_title = self.styles.is_title(style);
        if is_title && self.lost.title.is_none() {
            let title = lines(&draft.words).replace('\n', " ");
            self.lost.title = (!title.is_empty()).then_some(title);
        }
        let outline = draft.outline.or_else(|| self.styles.outline(style)).filter(|level| *level < 9);
        let heading = if is_title { Some(1) } else { outline.map(|level| usize::from(level.min(5)) + 1) };
        if !text.is_empty() {
            out.push(match (heading, marker) {
                (Some(level), marker) => {
                    self.lost.numbered_headings += usize::from(marker.is_some());
                    Block::Heading(level, text.replace('\n', " "))
                }
                (None, Some((level, marker))) => Block::Item(level, marker, text),
                (None, None) => Block::Paragraph(text),
            });
        }
        out.extend(draft.boxes);
    }

    /// Returns the list that a paragraph is an item of, by itself or by its style, and the level.
    fn list_of(&self, draft: &Draft) -> Option<(String, usize)> {
        let styled = self.styles.list(draft.style.as_deref());
        let (list, level) = match (&draft.list, styled) {
            (Some(list), styled) => (list.as_str(), styled.and_then(|(_, level, _)| level)),
            (None, Some((list, level, by))) => (list, level.or_else(|| self.numbering.level_of_style(list, by))),
            (None, None) => return None,
        };
        // List 0 takes a paragraph out of the list of its style.
        (list != "0").then(|| (list.to_owned(), draft.list_level.or(level).unwrap_or(0)))
    }

    /// Reads a table; one of a single cell is a frame around paragraphs.
    fn table(&mut self, xml: &mut Xml<'_>) -> Result<Vec<Block>, XmlError> {
        let inside = xml.depth();
        let mut rows: Vec<Cells> = Vec::new();
        while xml.depth() >= inside {
            match xml.node()? {
                Node::End => break,
                Node::Open(element) if element.is("tr") => rows.extend(self.row(xml)?),
                Node::Open(element) if element.is("tblPr") || element.is("tblGrid") => xml.skip()?,
                Node::Open(_) | Node::Close | Node::Text(_) => {}
            }
        }
        if let [row] = rows.as_mut_slice()
            && let [(only, _)] = row.as_mut_slice()
        {
            return Ok(std::mem::take(only));
        }
        let written = |(blocks, columns): (Vec<Block>, usize)| TableCell { text: one_line(&blocks), columns };
        let rows: Vec<Vec<TableCell>> = rows
            .into_iter()
            .map(|row| row.into_iter().map(written).collect::<Vec<_>>())
            .filter(|row| row.iter().any(|cell| !cell.text.is_empty()))
            .collect();
        Ok(if rows.is_empty() { Vec::new() } else { vec![Block::Table(rows)] })
    }

    /// Reads a row of a table; nothing where it was deleted.
    fn row(&mut self, xml: &mut Xml<'_>) -> Result<Option<Cells>, XmlError> {
        let inside = xml.depth();
        let mut cells = Vec::new();
        let mut deleted = false;
        while xml.depth() >= inside {
            match xml.node()? {
                Node::End => break,
                Node::Open(element) if element.is("trPr") => deleted = has(xml, "del")?,
                Node::Open(element) if element.is("tc") => {
                    let outer = std::mem::take(&mut self.cell);
                    let blocks = self.blocks(xml)?;
                    let own = std::mem::replace(&mut self.cell, outer);
                    cells.push((if own.is_empty { Vec::new() } else { blocks }, own.span.clamp(1, MOST_COLUMNS)));
                }
                Node::Open(_) | Node::Close | Node::Text(_) => {}
            }
        }
        self.lost.deletions += usize::from(deleted);
        Ok((!deleted).then_some(cells))
    }
}

/// The cells of a row: what stands in each, and over how many columns it goes.
type Cells = Vec<(Vec<Block>, usize)>;

/// Word has no table of more columns.
const MOST_COLUMNS: usize = 63;

/// Trims each line and drops blank ones at both ends.
fn lines(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').map(str::trim).collect();
    lines.join("\n").trim().to_owned()
}
