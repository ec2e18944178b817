//! The lists of a Word file: bullets and numbers, and the counting that Word does when it shows them.

use std::collections::{BTreeMap, BTreeSet};

use super::markdown::Marker;
use super::xml::{Node, Xml, XmlError};

/// How many levels a list has.
const LEVELS: usize = 9;

/// What stands before the items of a level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Format {
    #[default]
    Number,
    Bullet,
    Nothing,
}

/// One level of a list.
#[derive(Clone, Debug)]
struct Level {
    format: Format,
    start: i64,
    /// The style whose paragraphs are items of this level.
    style: Option<String>,
    /// Whether it counts on when an item of a higher level comes.
    counts_on: bool,
}

impl Default for Level {
    fn default() -> Self {
        Self { format: Format::default(), start: 1, style: None, counts_on: false }
    }
}

/// The definition of a list, which several lists of the document may share.
#[derive(Clone, Debug, Default)]
struct Definition {
    levels: BTreeMap<usize, Level>,
    /// The list style that holds the levels in its place.
    from_style: Option<String>,
    /// The list style that this defines.
    defines_style: Option<String>,
}

/// One list of the document.
#[derive(Clone, Debug, Default)]
struct List {
    definition: String,
    levels: BTreeMap<usize, Level>,
    starts: BTreeMap<usize, i64>,
}

/// All lists, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: BTreeMap<String, Definition>,
    /// The definition of each list style.
    styles: BTreeMap<String, String>,
    lists: BTreeMap<String, List>,
    counts: BTreeMap<String, [Option<i64>; LEVELS]>,
    begun: BTreeSet<String>,
}

impl Numbering {
    /// Reads the part `numbering`.
    pub(super) fn read(xml: &mut Xml<'_>) -> Result<Self, XmlError> {
        let mut numbering = Self::default();
        loop {
            match xml.node()? {
                Node::End => return Ok(numbering),
                Node::Open(element) if element.is("abstractNum") => {
                    let id = element.attribute("abstractNumId").unwrap_or_default();
                    let definition = definition(xml)?;
                    if let Some(style) = &definition.defines_style {
                        numbering.styles.insert(style.clone(), id.clone());
                    }
                    numbering.definitions.insert(id, definition);
                }
                Node::Open(element) if element.is("num") => {
                    let id = element.attribute("numId").unwrap_or_default();
                    numbering.lists.insert(id, list(xml)?);
                }
                Node::Open(_) | Node::Close | Node::Text(_) => {}
            }
        }
    }

    /// Returns the level of `list` whose items have the style `style`.
    pub(super) fn level_of_style(&self, list: &str, style: &str) -> Option<usize> {
        let (_, definition) = self.definition(self.lists.get(list)?)?;
        definition.levels.iter().find(|(_, level)| level.style.as_deref() == Some(style)).map(|(&at, _)| at)
    }

    /// Counts one item of a list and returns what stands before it; nothing where that is nothing.
    pub(super) fn count(&mut self, list: &str, level: usize) -> Option<Marker> {
        let level = level.min(LEVELS - 1);
        let known = self.lists.get(list)?;
        let (definition_id, definition) = self.definition(known)?;
        let at = |level: usize| known.levels.get(&level).or_else(|| definition.levels.get(&level)).cloned();
        let own = at(level).unwrap_or_default();
        let counts_on: Vec<bool> = (0..LEVELS).map(|level| at(level).is_some_and(|deep| deep.counts_on)).collect();
        let starts = known.starts.clone();
        let first_of_list = self.begun.insert(list.to_owned());
        let counts = self.counts.entry(definition_id).or_default();
        if first_of_list {
            for &level in starts.keys().filter(|&&level| level < LEVELS) {
                counts[level] = None;
            }
        }
        let start = starts.get(&level).copied().unwrap_or(own.start);
        let number = counts[level].map_or(start, |before| before.saturating_add(1));
        counts[level] = Some(number);
        for deeper in level + 1..LEVELS {
            if !counts_on[deeper] {
                counts[deeper] = None;
            }
        }
        match own.format {
            Format::Number => Some(Marker::Number(number)),
            Format::Bullet => Some(Marker::Bullet),
            Format::Nothing => None,
        }
    }

    /// Returns the definition behind a list, and its id, by which lists share their counting.
    fn definition(&self, list: &List) -> Option<(String, &Definition)> {
        let own = self.definitions.get(&list.definition)?;
        let styled = own.from_style.as_ref().and_then(|style| self.styles.get(style));
        let styled = styled.and_then(|id| Some((id.clone(), self.definitions.get(id)?)));
        Some(styled.unwrap_or_else(|| (list.definition.clone(), own)))
    }
}

fn definition(xml: &mut Xml<'_>) -> Result<Definition, XmlError> {
    let inside = xml.depth();
    let mut definition = Definition::default();
    while xml.depth() >= inside {
        match xml.node()? {
            Node::End => break,
            Node::Open(element) if element.is("numStyleLink") => definition.from_style = element.value(),
            Node::Open(element) if element.is("styleLink") => definition.defines_style = element.value(),
            Node::Open(element) if element.is("lvl") => {
                let at = element.attribute("ilvl").and_then(|at| at.parse().ok()).unwrap_or(0);
                definition.levels.insert(at, level(xml)?);
            }
            Node::Open(_) | Node::Close | Node::Text(_) => {}
        }
    }
    Ok(definition)
}

fn list(xml: &mut Xml<'_>) -> Result<List, XmlError> {
    let inside = xml.depth();
    let mut list = List::default();
    let mut overridden = 0;
    while xml.depth() >= inside {
        match xml.node()? {
            Node::End => break,
            Node::Open(element) if element.is("abstractNumId") => {
                list.definition = element.value().unwrap_or_default();
            }
            Node::Open(element) if element.is("lvlOverride") => {
                overridden = element.attribute("ilvl").and_then(|at| at.parse().ok()).unwrap_or(0);
            }
            Node::Open(element) if element.is("startOverride") => {
                if let Some(start) = element.value().and_then(|start| start.parse().ok()) {
                    list.starts.insert(overridden, start);
                }
            }
            Node::Open(element) if element.is("lvl") => {
                let at = element.attribute("ilvl").and_then(|at| at.parse().ok()).unwrap_or(overridden);
                list.levels.insert(at, level(xml)?);
            }
            Node::Open(_) | Node::Close | Node::Text(_) => {}
        }
    }
    Ok(list)
}

fn level(xml: &mut Xml<'_>) -> Result<Level, XmlError> {
    let inside = xml.depth();
    let mut level = Level::default();
    let mut shows_nothing = false;
    while xml.depth() >= inside {
        match xml.node()? {
            Node::End => break,
            Node::Open(element) if element.is("start") => {
                level.start = element.value().and_then(|start| start.parse().ok()).unwrap_or(1);
            }
            Node::Open(element) if element.is("numFmt") => {
                level.format = match element.value().as_deref() {
                    Some("bullet") => Format::Bullet,
                    Some("none") => Format::Nothing,
                    _ => Format::Number,
                };
            }
            Node::Open(element) if element.is("lvlRestart") => {
                level.counts_on = element.value().as_deref() == Some("0");
            }
            Node::Open(element) if element.is("lvlText") => {
                shows_nothing = element.value().is_some_and(|text| text.trim().is_empty());
            }
            Node::Open(element) if element.is("pStyle") => level.style = element.value(),
            Node::Open(_) | Node::Close | Node::Text(_) => {}
        }
    }
    if shows_nothing {
        level.format = Format::Nothing;
    }
    Ok(level)
}
