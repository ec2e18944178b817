//! The styles of a Word file: which are headings or the title, which number their paragraphs.

use std::collections::BTreeMap;

use super::xml::{Element, Node, Xml, XmlError};

/// How far a chain of styles is followed: a circle ends here.
const LONGEST_CHAIN: usize = 32;

/// The languages that text is marked with, each for scripts of its own.
#[derive(Clone, Debug, Default)]
pub(super) struct Marked {
    pub(super) latin: Option<String>,
    pub(super) east_asian: Option<String>,
    pub(super) right_to_left: Option<String>,
}

impl Marked {
    /// Reads an element `lang`.
    pub(super) fn of(element: &Element<'_>) -> Self {
        Self {
            latin: element.value(),
            east_asian: element.attribute("eastAsia"),
            right_to_left: element.attribute("bidi"),
        }
    }
}

/// One style.
#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    /// 0 to 8 are headings, 9 is text.
    outline: Option<u8>,
    list: Option<String>,
    list_level: Option<usize>,
}

/// All styles by id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    all: BTreeMap<String, Style>,
    /// The style of paragraphs that name none.
    default: Option<String>,
    language: Marked,
}

impl Styles {
    /// Reads the part `styles`.
    pub(super) fn read(xml: &mut Xml<'_>) -> Result<Self, XmlError> {
        let mut styles = Self::default();
        loop {
            match xml.node()? {
                Node::End => return Ok(styles),
                Node::Open(element) if element.is("lang") => styles.language = Marked::of(&element),
                Node::Open(element) if element.is("latentStyles") => xml.skip()?,
                Node::Open(element) if element.is("style") => {
                    let id = element.attribute("styleId").unwrap_or_default();
                    let is_paragraph = element.attribute("type").is_none_or(|kind| kind == "paragraph");
                    let is_default = element.attribute("default").is_some_and(|on| on == "1" || on == "true");
                    let style = Self::style(xml)?;
                    if is_paragraph {
                        if is_default {
                            styles.default = Some(id.clone());
                        }
                        styles.all.insert(id, style);
                    }
                }
                Node::Open(_) | Node::Close | Node::Text(_) => {}
            }
        }
    }

    fn style(xml: &mut Xml<'_>) -> Result<Style, XmlError> {
        let inside = xml.depth();
        let mut style = Style::default();
        while xml.depth() >= inside {
            match xml.node()? {
                Node::End => break,
                Node::Open(element) if element.is("name") => {
                    style.name = element.value().unwrap_or_default().to_lowercase();
                }
                Node::Open(element) if element.is("basedOn") => style.based_on = element.value(),
                Node::Open(element) if element.is("outlineLvl") => {
                    style.outline = element.value().and_then(|level| level.parse().ok());
                }
                Node::Open(element) if element.is("numId") => style.list = element.value(),
                Node::Open(element) if element.is("ilvl") => {
                    style.list_level = element.value().and_then(|level| level.parse().ok());
                }
                // What the style was before a tracked change.
                Node::Open(element) if element.is("pPrChange") || element.is("rPrChange") => xml.skip()?,
                Node::Open(_) | Node::Close | Node::Text(_) => {}
            }
        }
        Ok(style)
    }

    /// Returns the style and those that it is based on, itself first.
    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let first = id.or(self.default.as_deref());
        let of = |id: &'s str| self.all.get_key_value(id).map(|(id, style)| (id.as_str(), style));
        std::iter::successors(first.and_then(of), move |(_, style)| style.based_on.as_deref().and_then(of))
            .take(LONGEST_CHAIN)
    }

    /// Returns the outline level of a style's paragraphs: 0 to 8 for headings, 9 for text.
    pub(super) fn outline(&self, id: Option<&str>) -> Option<u8> {
        self.chain(id).find_map(|(_, style)| {
            // Word writes the built-in names in English whatever its language.
            let by_name = style.name.strip_prefix("heading ").and_then(|level| level.parse::<u8>().ok());
            style.outline.or(by_name.and_then(|level| level.checked_sub(1)))
        })
    }

    /// Tells whether a style is that of the document's title.
    pub(super) fn is_title(&self, id: Option<&str>) -> bool {
        id.is_some() && self.chain(id).next().is_some_and(|(_, style)| style.name == "title")
    }

    /// Returns the list that a style puts its paragraphs in, the level where it says one, and the style
    /// in its chain that does so.
    pub(super) fn list<'s>(&'s self, id: Option<&'s str>) -> Option<(&'s str, Option<usize>, &'s str)> {
        let (by, list) = self.chain(id).find_map(|(id, style)| Some((id, style.list.as_deref()?)))?;
        let level = self.chain(id).find_map(|(_, style)| style.list_level);
        Some((list, level, by))
    }

    /// Returns the languages that text is in unless it says otherwise.
    pub(super) fn language(&self) -> &Marked {
        &self.language
    }
}
