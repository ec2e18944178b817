//! Walks what stands in one paragraph: runs, signs, fields, references to notes.

use super::body::{Body, NoteKind};
use super::markdown::reference;
use super::properties::{Alternatives, Draft, Run, has, paragraph_properties, run_properties};
use super::symbols::symbol;
use super::xml::{Element, Node, Space, Xml, XmlError};

impl Body<'_> {
    /// Reads what stands in a paragraph.
    pub(super) fn inline(&mut self, xml: &mut Xml<'_>, draft: &mut Draft) -> Result<(), XmlError> {
        let inside = xml.depth();
        let mut run = Run::default();
        // A field that goes over several paragraphs does so in its result: a code that is never ended must
        // not swallow the rest of the text.
        let mut fields = Fields::default();
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
            let shown = !run.hidden && !fields.in_code();
            match (element.space, element.name()) {
                (Space::Word | Space::Math, "t") => {
                    // Word drops blanks at the ends of a text that is not marked `preserve`. Programs that
                    // forget the mark mean the blanks all the same: without them words would run together.
                    let text = xml.text()?;
                    self.text(&text, &run, shown, draft);
                }
                (Space::Drawing, "pic" | "imagedata") => self.lost.pictures += 1,
                (Space::Word, "fldChar") => fields.follow(&element),
                (Space::Word | Space::Math, "r") => run = Run::default(),
                (Space::Word, "rPr") => run = run_properties(xml)?,
                (Space::Word, "pPr") => paragraph_properties(xml, draft)?,
                (Space::Word, "sdtPr") => placeholder = has(xml, "showingPlcHdr")?,
                (Space::Word, "sdtContent") if std::mem::take(&mut placeholder) => xml.skip()?,
                (Space::Word, "txbxContent") => {
                    let blocks = self.blocks(xml)?;
                    draft.boxes.extend(blocks);
                }
                (Space::Word, "del" | "moveFrom") => {
                    self.lost.deletions += 1;
                    xml.skip()?;
                }
                (Space::Word, "delText" | "instrText" | "delInstrText" | "rt" | "sdtEndPr" | "fldData") => {
                    xml.skip()?;
                }
                (Space::Word, _) => self.sign(&element, shown, draft),
                _ => {}
            }
        }
        Ok(())
    }

    /// Takes an element that stands for one sign in the text, or for something that is left out.
    fn sign(&mut self, element: &Element<'_>, shown: bool, draft: &mut Draft) {
        let sign = match element.name() {
            "tab" | "ptab" => '\t',
            "br" | "cr" => '\n',
            "noBreakHyphen" => '-',
            "sym" => {
                let code = element.attribute("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                let font = element.attribute("font").unwrap_or_default();
                let found = code.and_then(|code| symbol(&font, code));
                if found.is_none() && shown {
                    self.lost.symbols += 1;
                }
                found.unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            "footnoteReference" | "endnoteReference" if shown => {
                let kind = if element.name() == "footnoteReference" { NoteKind::Foot } else { NoteKind::End };
                let note = (kind, element.attribute("id").unwrap_or_default());
                let next = self.notes.len();
                let at = *self.notes.entry(note).or_insert(next);
                draft.text.push_str(&reference(at));
                return;
            }
            "commentReference" => {
                self.lost.comments += 1;
                return;
            }
            "object" => {
                self.lost.embedded += 1;
                return;
            }
            _ => return,
        };
        if shown {
            draft.text.push(sign);
            draft.words.push(sign);
        }
    }

    /// Takes the text of a run.
    fn text(&mut self, text: &str, run: &Run, shown: bool, draft: &mut Draft) {
        if run.hidden && !text.trim().is_empty() {
            self.lost.hidden += 1;
        }
        if !shown {
            return;
        }
        let clean = text.chars().filter_map(|ch| match ch {
            '\n' | '\r' => Some(' '),
            // Soft hyphens say where a line may be broken, and part words for every search.
            '\u{ad}' => None,
            '\t' => Some('\t'),
            ch if ch.is_control() => None,
            ch => Some(ch),
        });
        for ch in clean {
            draft.text.push(ch);
            draft.words.push(ch);
        }
        self.lost.mark(text, &run.marked, run.right_to_left);
    }
}

/// The fields that are open.
#[derive(Default)]
struct Fields {
    /// Whether each is still in its code.
    open: Vec<bool>,
    /// How many are.
    codes: usize,
}

impl Fields {
    /// Tells whether what comes now is no text, but the code of a field.
    fn in_code(&self) -> bool {
        self.codes > 0
    }

    /// Follows a field through its code and its result.
    fn follow(&mut self, element: &Element<'_>) {
        match element.attribute("fldCharType").as_deref() {
            Some("begin") => {
                self.open.push(true);
                self.codes += 1;
            }
            Some("separate") => {
                if let Some(last) = self.open.last_mut() {
                    self.codes -= usize::from(std::mem::replace(last, false));
                }
            }
            Some("end") => self.codes -= usize::from(self.open.pop() == Some(true)),
            _ => {}
        }
    }
}
