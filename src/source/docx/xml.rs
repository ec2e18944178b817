//! A pull reader for XML that a stranger made: elements by namespace and local name, within limits.
//!
//! There is no DTD and so no entity but the five of XML itself; nesting, attributes and the length of a
//! tag are bounded. Knows the namespaces of office documents, nothing of what they mean.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

/// How deep elements may nest.
const MOST_DEPTH: usize = 256;
/// How many attributes an element may have.
const MOST_ATTRIBUTES: usize = 256;
/// How many bytes a tag may have.
const LONGEST_TAG: usize = 1024 * 1024;

/// Why a part is not read on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct XmlError(String);

impl XmlError {
    /// Says what is wrong.
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

/// The vocabularies that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// `WordprocessingML`, transitional or strict.
    Word,
    /// Office mathematics.
    Math,
    /// Markup compatibility: alternatives for old programs.
    Compatibility,
    /// Pictures and shapes, of `DrawingML` or of VML.
    Drawing,
    /// Package relationships.
    Relationships,
    /// Dublin Core, in the document's properties.
    DublinCore,
    /// All others, and none.
    Other,
}

impl Space {
    fn of(namespace: &str) -> Self {
        match namespace {
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Self::Word,
            "http://schemas.openxmlformats.org/officeDocument/2006/math"
            | "http://purl.oclc.org/ooxml/officeDocument/math" => Self::Math,
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => Self::Compatibility,
            "http://schemas.openxmlformats.org/drawingml/2006/picture"
            | "http://purl.oclc.org/ooxml/drawingml/picture"
            | "urn:schemas-microsoft-com:vml" => Self::Drawing,
            "http://schemas.openxmlformats.org/package/2006/relationships" => Self::Relationships,
            "http://purl.org/dc/elements/1.1/" => Self::DublinCore,
            _ => Self::Other,
        }
    }
}

/// What stands next in a part.
#[derive(Debug)]
pub enum Node<'a> {
    /// An element opens; an empty one closes with the next node.
    Open(Element<'a>),
    /// The innermost open element closes.
    Close,
    /// A piece of text; one text may come in several.
    Text(Cow<'a, str>),
    /// The part is over.
    End,
}

/// An element's name and attributes.
#[derive(Debug)]
pub struct Element<'a> {
    /// The vocabulary that its name is of.
    pub space: Space,
    start: BytesStart<'a>,
}

impl Element<'_> {
    /// Returns the name without its prefix.
    #[must_use]
    pub fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// Tells whether it is the element `name` of `WordprocessingML`.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.space == Space::Word && self.name() == name
    }

    /// Returns an attribute by its name without prefix.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.start
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().into_inner() == name)
            .and_then(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).ok())
            .map(Cow::into_owned)
    }

    /// Returns the attribute `val`, which most elements of Word keep their value in.
    #[must_use]
    pub fn value(&self) -> Option<String> {
        self.attribute("val")
    }

    /// Reads an on/off property: it is on unless it says that it is off.
    #[must_use]
    pub fn is_on(&self) -> bool {
        !matches!(self.value().as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// Reads one part.
#[derive(Debug)]
pub struct Xml<'a> {
    reader: NsReader<&'a [u8]>,
    depth: usize,
}

impl<'a> Xml<'a> {
    /// Begins to read.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut reader = NsReader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
        reader.config_mut().expand_empty_elements = true;
        Self { reader, depth: 0 }
    }

    /// Returns how many elements are open.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// Returns what stands next.
    ///
    /// # Errors
    /// When the part is not well-formed, has a DTD or an unknown entity, or goes beyond a limit.
    pub fn node(&mut self) -> Result<Node<'a>, XmlError> {
        loop {
            let (space, event) = match self.reader.read_resolved_event() {
                Ok((ResolveResult::Bound(Namespace(name)), event)) => (Space::of(name), event),
                Ok((_, event)) => (Space::Other, event),
                Err(error) => return Err(XmlError::new(error.to_string())),
            };
            match event {
                Event::Start(start) => return self.open(space, start).map(Node::Open),
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Node::Close);
                }
                Event::Text(text) => return Ok(Node::Text(text.xml10_content())),
                Event::CData(text) => return Ok(Node::Text(text.xml10_content())),
                Event::GeneralRef(name) => return reference(&name).map(Node::Text),
                Event::DocType(_) => return Err(XmlError::new("it has a document type definition")),
                Event::Eof if self.depth > 0 => return Err(XmlError::new("it breaks off")),
                Event::Eof => return Ok(Node::End),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    fn open(&mut self, space: Space, start: BytesStart<'a>) -> Result<Element<'a>, XmlError> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return Err(XmlError::new(format!("its elements nest more than {MOST_DEPTH} deep")));
        }
        if start.len() > LONGEST_TAG {
            return Err(XmlError::new("one of its tags is longer than 1 MB"));
        }
        let mut count = 0;
        for attribute in start.attributes().with_checks(false) {
            attribute.map_err(|error| XmlError::new(error.to_string()))?;
            count += 1;
            if count > MOST_ATTRIBUTES {
                return Err(XmlError::new(format!("an element has more than {MOST_ATTRIBUTES} attributes")));
            }
        }
        Ok(Element { space, start })
    }

    /// Skips the rest of the element that opened last, its end too.
    ///
    /// # Errors
    /// As [`Self::node`].
    pub fn skip(&mut self) -> Result<(), XmlError> {
        let inside = self.depth;
        while self.depth >= inside {
            if let Node::End = self.node()? {
                break;
            }
        }
        Ok(())
    }

    /// Returns all text in the element that opened last, and reads past its end.
    ///
    /// # Errors
    /// As [`Self::node`].
    pub fn text(&mut self) -> Result<String, XmlError> {
        let inside = self.depth;
        let mut text = String::new();
        while self.depth >= inside {
            match self.node()? {
                Node::Text(piece) => text.push_str(&piece),
                Node::End => break,
                Node::Open(_) | Node::Close => {}
            }
        }
        Ok(text)
    }
}

/// Resolves a character reference or one of the five entities of XML.
fn reference<'a>(name: &quick_xml::events::BytesRef<'_>) -> Result<Cow<'a, str>, XmlError> {
    if name.is_char_ref() {
        let found = name.resolve_char_ref().map_err(|error| XmlError::new(error.to_string()))?;
        return Ok(found.map_or(Cow::Borrowed(""), |ch| Cow::Owned(ch.to_string())));
    }
    match &**name {
        "amp" => Ok("&".into()),
        "lt" => Ok("<".into()),
        "gt" => Ok(">".into()),
        "quot" => Ok("\"".into()),
        "apos" => Ok("'".into()),
        _ => Err(XmlError::new("it uses an entity that it does not declare")),
    }
}

/// Decodes a part: UTF-8, or UTF-16 with a byte order mark.
///
/// # Errors
/// When the bytes are neither.
pub fn decode(bytes: Vec<u8>) -> Result<String, XmlError> {
    let encoding = match bytes.as_slice() {
        [0xff, 0xfe, ..] => encoding_rs::UTF_16LE,
        [0xfe, 0xff, ..] => encoding_rs::UTF_16BE,
        _ => return String::from_utf8(bytes).map_err(|_| XmlError::new("it is not written in UTF-8")),
    };
    let (text, damaged) = encoding.decode_with_bom_removal(&bytes);
    if damaged {
        return Err(XmlError::new("it is not written in UTF-16 as it says"));
    }
    Ok(text.into_owned())
}
