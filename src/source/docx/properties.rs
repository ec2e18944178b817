//! The properties of paragraphs, runs and table cells, as far as they bear on the words.

use super::markdown::Block;
use super::styles::Marked;
use super::xml::{Element, Node, Space, Xml, XmlError};

/// A table cell's properties.
#[derive(Debug, Default)]
pub(super) struct Cell {
    /// How many columns it goes over.
    pub(super) span: usize,
    /// Whether it is the lower part of a cell that goes over several rows, or was deleted.
    pub(super) is_empty: bool,
}

/// A paragraph on its way.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) text: String,
    pub(super) style: Option<String>,
    pub(super) outline: Option<u8>,
    pub(super) list: Option<String>,
    pub(super) list_level: Option<usize>,
    /// Its end was deleted: it runs on in the next paragraph.
    pub(super) runs_on: bool,
    /// The text boxes that hang on it.
    pub(super) boxes: Vec<Block>,
    /// Its text without references to notes.
    pub(super) words: String,
}

/// What holds for one run of characters.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub(super) hidden: bool,
    pub(super) right_to_left: bool,
    pub(super) marked: Marked,
}

/// The alternatives that are open: how deep each stands, and whether one was taken.
#[derive(Default)]
pub(super) struct Alternatives(Vec<(usize, bool)>);

impl Alternatives {
    /// Notes an element that opened, and tells whether it is an alternative to one already taken.
    pub(super) fn is_second(&mut self, element: &Element<'_>, depth: usize) -> bool {
        if element.space != Space::Compatibility {
            return false;
        }
        match element.name() {
            "AlternateContent" => self.0.push((depth, false)),
            "Choice" | "Fallback" => {
                if let Some((_, taken)) = self.0.last_mut() {
                    return std::mem::replace(taken, true);
                }
            }
            _ => {}
        }
        false
    }

    /// Forgets those that closed.
    pub(super) fn close(&mut self, depth: usize) {
        while self.0.last().is_some_and(|(at, _)| *at > depth) {
            self.0.pop();
        }
    }
}

/// Reads the properties of a cell.
pub(super) fn cell(xml: &mut Xml<'_>) -> Result<Cell, XmlError> {
    let inside = xml.depth();
    let mut cell = Cell::default();
    while xml.depth() >= inside {
        match xml.node()? {
            Node::End => break,
            Node::Open(element) if element.is("gridSpan") => {
                cell.span = element.value().and_then(|span| span.parse().ok()).unwrap_or(1);
            }
            Node::Open(element) if element.is("vMerge") || element.is("hMerge") => {
                cell.is_empty |= element.value().as_deref() != Some("restart");
            }
            Node::Open(element) if element.is("cellDel") => cell.is_empty = true,
            Node::Open(element) if element.is("tcPrChange") => xml.skip()?,
            Node::Open(_) | Node::Close | Node::Text(_) => {}
        }
    }
    Ok(cell)
}

/// Reads the properties of a run.
pub(super) fn run_properties(xml: &mut Xml<'_>) -> Result<Run, XmlError> {
    let inside = xml.depth();
    let mut run = Run::default();
    while xml.depth() >= inside {
        match xml.node()? {
            Node::End => break,
            Node::Open(element) if element.is("vanish") => run.hidden = element.is_on(),
            Node::Open(element) if element.is("rtl") => run.right_to_left = element.is_on(),
            Node::Open(element) if element.is("lang") => run.marked = Marked::of(&element),
            Node::Open(element) if element.is("rPrChange") => xml.skip()?,
            Node::Open(_) | Node::Close | Node::Text(_) => {}
        }
    }
    Ok(run)
}

/// Reads the properties of a paragraph.
pub(super) fn paragraph_properties(xml: &mut Xml<'_>, draft: &mut Draft) -> Result<(), XmlError> {
    let inside = xml.depth();
    while xml.depth() >= inside {
        let element = match xml.node()? {
            Node::End => break,
            Node::Open(element) if element.space == Space::Word => element,
            Node::Open(_) | Node::Close | Node::Text(_) => continue,
        };
        match element.name() {
            "pStyle" => draft.style = element.value(),
            "outlineLvl" => draft.outline = element.value().and_then(|level| level.parse().ok()),
            "numId" => draft.list = element.value(),
            "ilvl" => draft.list_level = element.value().and_then(|level| level.parse().ok()),
            // These stand in the properties of the paragraph's mark.
            "del" | "moveFrom" => draft.runs_on = true,
            "pPrChange" | "rPrChange" | "sectPr" | "tabs" => xml.skip()?,
            _ => {}
        }
    }
    Ok(())
}

/// Tells whether the element that opened last holds an element of this name, and reads past its end.
pub(super) fn has(xml: &mut Xml<'_>, name: &str) -> Result<bool, XmlError> {
    let inside = xml.depth();
    let mut found = false;
    while xml.depth() >= inside {
        match xml.node()? {
            Node::End => break,
            Node::Open(element) => found |= element.is(name),
            Node::Close | Node::Text(_) => {}
        }
    }
    Ok(found)
}
