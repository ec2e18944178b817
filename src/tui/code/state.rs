//! What the screen Code remembers.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use ratatui::layout::Rect;

use super::areas::{Half, inside};
use super::found::Found;
use super::margin::{LANE, begins_in, lanes, room};
use super::setting::{Numbers, Setting};
use crate::base::ids::{CodeId, EntryId, Kind, SourceId};
use crate::base::text::{Span, Text};
use crate::coding::Stance;
use crate::tui::desk::{Lost, Mark, Page, PassageRow};
use crate::tui::list::ListPlace;
use crate::tui::plain;
use crate::tui::reading::cluster::width_of;
use crate::tui::reading::cover::Cover;
use crate::tui::reading::motion::Landmarks;
use crate::tui::reading::pane::Pane;
use crate::tui::reading::rows::Row;
use crate::tui::reading::table::Table;

/// The panel that has the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panel {
    /// The list of sources.
    Sources,
    /// The text.
    #[default]
    Text,
    /// The codings at the cursor.
    Here,
    /// The codebook.
    Codebook,
}

impl Panel {
    /// The panels in the order of Tab.
    pub const ALL: [Self; 4] = [Self::Sources, Self::Text, Self::Here, Self::Codebook];
}

/// What keys in the text mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Moving.
    #[default]
    Normal,
    /// The boundaries of this coding are being moved.
    Boundary(EntryId),
    /// Words are looked for that this coding can be given: it has lost its own.
    Lost(EntryId),
}

/// What the mouse holds while its button is down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grip {
    /// Words of the text.
    Text,
    /// The strip beside it.
    Strip,
}

/// The state of the screen Code.
#[derive(Clone, Debug)]
pub struct Code {
    /// The open source.
    pub page: Option<Page>,
    /// The pane on its text.
    pub pane: Pane,
    /// The places that motions know.
    pub landmarks: Landmarks,
    /// What is coded, by whomever.
    pub coded: Cover,
    /// The hits.
    pub hit_cover: Cover,
    /// What the hits were found by in this text; nothing where a search of all texts led to them.
    pub found: Option<Found>,
    /// How the text is set.
    pub setting: Setting,
    /// The lane of each mark of the page, and how many lanes there are.
    pub lanes: (Vec<usize>, usize),
    /// The panel that has the keys.
    pub focus: Panel,
    /// What keys in the text mean.
    pub mode: Mode,
    /// The chosen coding, while the cursor is on it.
    pub chosen: Option<EntryId>,
    /// The judgement of the whole source that is chosen in the panel Here.
    pub cell: Option<EntryId>,
    /// The codes of the last coding, with their stances.
    pub last: Vec<(CodeId, Stance)>,
    /// The codes and stances that were copied from codings.
    pub copied: Vec<(CodeId, Stance)>,
    /// The place in the list of sources.
    pub sources: ListPlace,
    /// Kinds whose sources are hidden.
    pub folded: BTreeSet<Kind>,
    /// The place in the codebook.
    pub book: ListPlace,
    /// Where the cursor was in each source.
    pub places: BTreeMap<SourceId, usize>,
    /// The last press of the mouse: when, where, and how many in a row.
    pub pressed: Option<(Instant, usize, u8)>,
    /// What the mouse holds while its button is down.
    pub grip: Option<Grip>,
    /// The area above the footer.
    pub body: Rect,
    /// Whether the text is drawn for a screen reader: alone, without a margin.
    pub plain: bool,
    /// The other text, where two are shown; of it only what belongs to a text counts.
    pub beside: Option<Box<Self>>,
    /// Which of the two this one is.
    pub half: Half,
}

impl Default for Code {
    fn default() -> Self {
        Self {
            page: None,
            pane: Pane::new(Text::from("")),
            landmarks: Landmarks::default(),
            coded: Cover::default(),
            hit_cover: Cover::default(),
            found: None,
            setting: Setting::default(),
            lanes: (Vec::new(), 1),
            focus: Panel::default(),
            mode: Mode::default(),
            chosen: None,
            cell: None,
            last: Vec::new(),
            copied: Vec::new(),
            sources: ListPlace::default(),
            folded: BTreeSet::new(),
            book: ListPlace::default(),
            places: BTreeMap::new(),
            pressed: None,
            grip: None,
            body: Rect::default(),
            plain: false,
            beside: None,
            half: Half::default(),
        }
    }
}

impl Code {
    /// Takes an opened source, or the same one again after a change. The cursor stays where it was.
    pub fn set_page(&mut self, page: Page) {
        let same_text = self.page.as_ref().is_some_and(|old| old.id == page.id && old.hash == page.hash);
        if !same_text {
            self.remember();
            self.pane = Pane::new(page.text.clone());
            self.pane.set_hangs(hangs(&page));
            self.pane.set_tables(tables(&page));
            self.landmarks = Landmarks::default();
            self.set_hits(Vec::new(), None);
            self.mode = Mode::Normal;
            self.chosen = None;
            if let Some(place) = self.places.get(&page.id) {
                self.pane.put(*place);
            }
        }
        self.landmarks.passages = page.passages.iter().map(|passage| passage.span).collect();
        self.landmarks.said = page.passages.iter().map(|passage| passage.said.start).collect();
        self.landmarks.turns.clone_from(&page.turns);
        self.landmarks.headings = headings(&page);
        self.landmarks.questions = questions(&page);
        self.page = Some(page);
        self.marks_changed();
    }

    /// Takes hits, in the order of their starts, with what they were found by in this text.
    pub fn set_hits(&mut self, hits: Vec<Span>, found: Option<Found>) {
        self.hit_cover = Cover::new(hits.iter().copied());
        self.landmarks.hits = hits;
        self.found = found;
    }

    /// Works out what hangs on the codings after they changed.
    pub fn marks_changed(&mut self) {
        let Some(page) = &mut self.page else { return };
        page.marks.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end), mark.id));
        self.coded = Cover::new(page.marks.iter().map(|mark| mark.span));
        self.landmarks.codings = starts(&page.marks);
        self.landmarks.uncoded = uncoded(page);
        let page = &*page;
        if self.chosen.is_some_and(|id| page.mark(id).is_none()) {
            self.chosen = None;
        }
        if matches!(self.mode, Mode::Lost(id) if page.lost(id).is_none()) {
            self.mode = Mode::Normal;
        }
        self.fit();
    }

    /// Fits the panes into their panels.
    pub fn fit(&mut self) {
        let areas = self.areas();
        self.fit_into(areas.text);
        if let Some(beside) = &mut self.beside {
            beside.fit_into(areas.beside);
        }
    }

    fn fit_into(&mut self, panel: Option<Rect>) {
        // A text that is not shown keeps its size, and so what was at its top.
        let (Some(page), Some(panel)) = (&self.page, panel) else { return };
        let text = inside(panel);
        self.lanes = lanes(&page.marks, room(text.width));
        if self.plain {
            let area = plain::text_area(self.body);
            self.pane.resize(area.width, area.height);
            return;
        }
        let width = self.setting.width(text.width.saturating_sub(self.margin()));
        self.pane.resize(width, text.height);
    }

    /// Returns the width of the margin with the stripes and the numbers.
    #[must_use]
    pub fn margin(&self) -> u16 {
        self.stripes() + self.number_width()
    }

    /// Returns the width of the stripes alone.
    #[must_use]
    pub(super) fn stripes(&self) -> u16 {
        u16::try_from(self.lanes.1).unwrap_or(1) * LANE + 1
    }

    /// Returns the width of the numbers with the blank after them; 0 where there are none.
    #[must_use]
    pub(super) fn number_width(&self) -> u16 {
        let most = match self.setting.numbers {
            Numbers::Off => return 0,
            Numbers::Passages => self.landmarks.passages.len(),
            Numbers::Lines => self.pane.lines(),
        };
        u16::try_from(most.max(1).ilog10() + 2).unwrap_or(2)
    }

    /// Returns the number that stands beside a row, if one does.
    #[must_use]
    pub(super) fn number(&self, row: &Row) -> Option<usize> {
        match self.setting.numbers {
            Numbers::Off => None,
            Numbers::Lines => self.pane.line_of(row),
            Numbers::Passages => {
                let span = self.pane.text().span_of(row.bytes.clone());
                let passages = &self.landmarks.passages;
                let at = passages.partition_point(|passage| passage.start < span.start);
                passages.get(at).filter(|passage| begins_in(**passage, span)).map(|_| at + 1)
            }
        }
    }

    /// Returns the place that keys mean: that of the cursor; on a label or a marker, of the words after it.
    #[must_use]
    pub fn place(&self) -> usize {
        self.landmarks.past_label(self.pane.cursor())
    }

    /// Returns the codings at the cursor, the shortest first: the closest to what is read.
    #[must_use]
    pub fn here(&self) -> Vec<&Mark> {
        let Some(page) = &self.page else { return Vec::new() };
        let (cursor, place) = (self.pane.cursor(), self.place());
        let mut here: Vec<&Mark> =
            page.marks.iter().filter(|mark| mark.span.has(cursor) || mark.span.has(place)).collect();
        here.sort_by_key(|mark| (mark.span.len(), mark.id));
        here
    }

    /// Returns the coding that actions on a coding mean: the chosen one, else the first at the cursor.
    #[must_use]
    pub fn current(&self) -> Option<&Mark> {
        let page = self.page.as_ref()?;
        if let Some(mark) = self.chosen.and_then(|id| page.mark(id))
            && self.is_on(mark)
        {
            return Some(mark);
        }
        self.here().into_iter().find(|mark| mark.id.is_some())
    }

    /// Tells whether the cursor is on a coding; from a label, on the words after it.
    #[must_use]
    pub fn is_on(&self, mark: &Mark) -> bool {
        mark.span.has(self.pane.cursor()) || mark.span.has(self.place())
    }

    /// Returns the coding without words that is chosen.
    #[must_use]
    pub fn lost(&self) -> Option<&Lost> {
        let Mode::Lost(id) = self.mode else { return None };
        self.page.as_ref()?.lost(id)
    }

    /// Returns the coding that its keys change: the one without words that is chosen, else the current one.
    #[must_use]
    pub fn meant(&self) -> Option<&Mark> {
        self.lost().map(|lost| &lost.mark).or_else(|| self.current())
    }

    /// Remembers where the cursor is in the open source.
    pub fn remember(&mut self) {
        if let Some(page) = &self.page {
            self.places.insert(page.id.clone(), self.pane.cursor());
        }
    }
}

/// The widest label beside which its speaker's words stand in a column of their own.
const WIDEST_LABEL: usize = 8;
/// How far the words of a speaker with a wider label are indented below its row.
const SMALL: usize = 4;

/// Returns how far the rows after a speaker's label are indented: as wide as the label; where that would
/// take too much of the pane, only so far that the label stands out.
fn hangs(page: &Page) -> Vec<(usize, u16)> {
    let hang = |passage: &PassageRow| {
        let label = page.text.slice(Span::new(passage.span.start, passage.span.start + passage.label?));
        let width = width_of(label) + 1;
        let hang = if width > WIDEST_LABEL { SMALL } else { width };
        Some((passage.span.start, u16::try_from(hang).unwrap_or(u16::MAX)))
    };
    page.passages.iter().filter_map(hang).collect()
}

/// Returns the tables: rows that follow one another with no passage and no empty line between them.
///
/// What a csv file begins with is a heading to the passages, and its first line as a table.
fn tables(page: &Page) -> Vec<Table> {
    let text = page.text.as_str();
    let mut tables: Vec<std::ops::Range<usize>> = Vec::new();
    let mut before: Option<&PassageRow> = None;
    for passage in &page.passages {
        let header = before.filter(|before| before.heading && !page.text.slice(passage.span).starts_with('|'));
        if passage.row {
            let bytes = page.text.bytes_of(passage.span);
            let goes_on = tables.last().is_some_and(|table| adjoin(text, table.end..bytes.start));
            match tables.last_mut() {
                Some(table) if goes_on => table.end = bytes.end,
                _ => tables.push(header.map_or(bytes.start, |header| page.text.byte_of(header.span.start))..bytes.end),
            }
        }
        before = Some(passage);
    }
    tables.into_iter().map(|bytes| Table::new(text, bytes)).collect()
}

/// Tells whether two rows belong to one table: between them there is a line end, or the rule below a header.
fn adjoin(text: &str, between: std::ops::Range<usize>) -> bool {
    let between = text.get(between).unwrap_or_default();
    between.len() < MOST_BETWEEN && between.lines().skip(1).all(|line| !line.trim().is_empty())
}

/// The most bytes between two rows of a table: a rule is not long.
const MOST_BETWEEN: usize = 2_000;

/// Returns the headings, the header of a csv file among them.
fn headings(page: &Page) -> Vec<Span> {
    page.passages.iter().filter(|passage| passage.heading).map(|passage| passage.span).collect()
}

/// Returns where the interviewer begins to speak: at each label, and where another's turn is before it.
fn questions(page: &Page) -> Vec<Span> {
    let mut before = false;
    let mut found = Vec::new();
    for passage in &page.passages {
        if passage.interviewer && (passage.label.is_some() || !before) {
            found.push(passage.span);
        }
        before = passage.interviewer;
    }
    found
}

fn starts(marks: &[Mark]) -> Vec<Span> {
    let mut spans: Vec<Span> = marks.iter().map(|mark| mark.span).collect();
    spans.dedup_by_key(|span| span.start);
    spans
}

/// Returns the passages that no coding overlaps, without headings and the interviewer's turns.
fn uncoded(page: &Page) -> Vec<Span> {
    let mut reach = 0;
    let mut marks = page.marks.iter().peekable();
    let mut found = Vec::new();
    for passage in &page.passages {
        while let Some(mark) = marks.next_if(|mark| mark.span.start < passage.span.end) {
            reach = reach.max(mark.span.end);
        }
        if reach <= passage.span.start && !passage.heading && !passage.interviewer {
            found.push(passage.span);
        }
    }
    found
}
