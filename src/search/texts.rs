//! The sources of a study as a search sees them: a picture that stays while the study goes on.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::corpus::{Corpus, Document};
use super::passages::Places;
use super::pattern::{LANGUAGES, slot};
use super::query::PartialDate;
use super::words::{fold, lower};
use crate::base::disk::{Disk, Stat};
use crate::base::ids::{Kind, SourceId};
use crate::base::language::Language;
use crate::base::text::{Span, Text, TextHash};
use crate::source::{Form, Outline, Row, Stored};
use crate::study::{Source, Speaks, Study};

/// The sources of a study. Withdrawn ones, and those that cannot be read, have no passages.
pub struct Texts {
    pub(super) places: Places,
    pub(super) sources: Vec<SourceView>,
    pub(super) edition: u64,
    disk: Arc<dyn Disk>,
    /// Texts that were read last, newest last: who types on sees mostly the same passages.
    last: Mutex<Vec<Kept>>,
}

/// A text that was read, and what the disk said of its file then.
struct Kept {
    source: usize,
    stat: Stat,
    document: Document,
}

/// How many bytes of texts are kept.
const KEPT: usize = 8 << 20;

/// One source.
pub(super) struct SourceView {
    pub(super) id: SourceId,
    pub(super) stamp: TextHash,
    /// The text's own hash.
    hash: Option<TextHash>,
    path: PathBuf,
    passages: Vec<PassageView>,
    /// Whether it is left out of everything: its file is not even read.
    is_withdrawn: bool,
    /// Folded names of speakers.
    speakers: Vec<String>,
    /// Which of the speakers ask and are not heard.
    interviewers: Vec<u16>,
    /// Whose word it is as a whole.
    speaks: Speaks,
    /// Its kind, as it is written.
    pub(super) kind_name: Kind,
    /// Whose rows a table's records are, by passage.
    pub(super) rows: HashMap<usize, Row>,
    pub(super) kind: String,
    pub(super) leg: String,
    pub(super) voice: String,
    pub(super) date: Option<PartialDate>,
    pub(super) restricted: bool,
    /// Every key with its members, folded.
    keys: Vec<(String, Vec<String>)>,
}

/// One passage, small: there are many.
#[derive(Clone, Copy)]
struct PassageView {
    start: u32,
    end: u32,
    speaker: u16,
    language: u8,
    /// Whether it is neither a heading nor a turn of the interviewer.
    is_said: bool,
}

const NOBODY: u16 = u16::MAX;

/// Returns a name as names are compared: case, accents and width folded.
pub(super) fn plain(name: &str) -> String {
    fold(&lower(name.trim()))
}

impl Texts {
    /// Takes a picture; reads the texts of sources that were not read yet. The codings are not looked at, so
    /// that a [`Library`](crate::study::Library) will do.
    #[must_use]
    pub fn new(study: &Study) -> Self {
        let sources: Vec<SourceView> = study.each_outline(SourceView::new);
        let mut hasher = blake3::Hasher::new();
        for source in &sources {
            hasher.update(source.id.as_str().as_bytes());
            hasher.update(source.stamp.to_string().as_bytes());
        }
        let mut head = [0; 8];
        head.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
        Self {
            places: Places::new(sources.iter().map(|source| source.passages.len())),
            sources,
            edition: u64::from_le_bytes(head),
            disk: Arc::clone(&study.host().disk),
            last: Mutex::default(),
        }
    }

    fn kept(&self, source: usize, stat: Stat) -> Option<Document> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let at = last.iter().position(|kept| kept.source == source)?;
        let kept = last.remove(at);
        let document = (kept.stat == stat).then(|| kept.document.clone())?;
        last.push(kept);
        Some(document)
    }

    fn keep(&self, kept: Kept) {
        let size = |kept: &Kept| kept.document.text.as_str().len();
        if size(&kept) > KEPT / 4 {
            return;
        }
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.push(kept);
        while last.iter().map(size).sum::<usize>() > KEPT {
            last.remove(0);
        }
    }

    fn read(&self, source: usize) -> Option<Document> {
        let source = self.sources.get(source)?;
        let text = Stored::read(self.disk.read(&source.path).ok()?).ok()?.text;
        if source.hash != Some(text.hash()) {
            return None;
        }
        let passages = source.passages.iter().map(|passage| (passage.span(), passage.language())).collect();
        Some(Document { text, passages })
    }
}

impl Corpus for Texts {
    fn places(&self) -> &Places {
        &self.places
    }

    fn id(&self, source: usize) -> &SourceId {
        &self.sources[source].id
    }

    fn stamp(&self, source: usize) -> TextHash {
        self.sources[source].stamp
    }

    fn edition(&self) -> u64 {
        self.edition
    }

    /// Nothing where the text is no longer the one that the passages were found in.
    fn load(&self, source: usize) -> Option<Document> {
        let view = self.sources.get(source)?;
        if view.is_withdrawn {
            // No fault: there is nothing in it to be found.
            return Some(Document { text: Text::from(""), passages: Vec::new() });
        }
        let stat = self.disk.stat(&view.path).ok()?;
        if let Some(document) = self.kept(source, stat) {
            return Some(document);
        }
        let document = self.read(source)?;
        self.keep(Kept { source, stat, document: document.clone() });
        Some(document)
    }
}

impl SourceView {
    fn new(source: &Source, outline: Option<&Outline>) -> Self {
        let outline = outline.filter(|_| !source.is_withdrawn());
        let passages: Vec<PassageView> = outline.map(PassageView::all).unwrap_or_default();
        let rows = |outline: &Outline| {
            (0..outline.passages.len()).filter_map(|at| Some((at, outline.row(at)?.clone()))).collect()
        };
        Self {
            id: source.id.clone(),
            stamp: stamp(outline.map(|outline| outline.hash), &passages),
            hash: outline.map(|outline| outline.hash),
            path: source.path.clone(),
            passages,
            is_withdrawn: source.is_withdrawn(),
            speakers: outline
                .map(|outline| outline.speakers.names.iter().map(|name| plain(name)).collect())
                .unwrap_or_default(),
            interviewers: outline.map(|outline| outline.interviewers.clone()).unwrap_or_default(),
            speaks: source.speaks(),
            kind_name: source.kind.clone(),
            rows: outline.map(rows).unwrap_or_default(),
            kind: plain(source.kind.as_str()),
            leg: plain(source.leg.as_str()),
            voice: plain(source.voice().as_str()),
            date: source.about.date.as_deref().and_then(PartialDate::parse),
            restricted: source.about.restricted,
            keys: source
                .about
                .keys
                .iter()
                .map(|(key, members)| (plain(key), members.iter().map(|member| plain(member)).collect()))
                .collect(),
        }
    }

    /// Returns the folded members of a key.
    pub(super) fn members(&self, key: &str) -> &[String] {
        self.keys.iter().find(|(known, _)| known == key).map_or(&[], |(_, members)| members)
    }

    /// Returns the folded name of who speaks in a passage.
    pub(super) fn speaker(&self, passage: usize) -> Option<&str> {
        let speaker = self.passages.get(passage)?.speaker;
        self.speakers.get(usize::from(speaker)).map(String::as_str)
    }

    /// Returns whose word the source is as a whole.
    pub(super) fn speaks(&self) -> &Speaks {
        &self.speaks
    }

    /// Returns whose word a passage is; nothing where it is nobody's that counts: the interviewer's, or the heading
    /// of a table whose rows have voices of their own.
    pub(super) fn heard(&self, passage: usize) -> Option<Cow<'_, Speaks>> {
        if self.passages.get(passage).is_some_and(|passage| self.interviewers.contains(&passage.speaker)) {
            return None;
        }
        if self.rows.is_empty() {
            return Some(Cow::Borrowed(&self.speaks));
        }
        let row = self.rows.get(&passage)?;
        Some(Cow::Owned(self.speaks.of_row(&self.id, passage.checked_sub(1)?, row)))
    }

    /// Returns the folded names of all who speak.
    pub(super) fn speakers(&self) -> &[String] {
        &self.speakers
    }

    /// Returns a passage's language.
    pub(super) fn language(&self, passage: usize) -> Option<Language> {
        self.passages.get(passage).map(|passage| passage.language())
    }

    /// Returns a passage's length in code points.
    pub(super) fn length(&self, passage: usize) -> usize {
        self.passages.get(passage).map_or(0, |passage| passage.span().len())
    }

    /// Tells whether a passage is neither a heading nor a turn of the interviewer.
    pub(super) fn is_said(&self, passage: usize) -> bool {
        self.passages.get(passage).is_some_and(|passage| passage.is_said)
    }

    /// Returns the passages that a span touches; an empty span touches the one that holds it.
    pub(super) fn touched(&self, span: Span) -> std::ops::Range<usize> {
        let wide = Span::new(span.start, span.end.max(span.start + 1));
        let from = self.passages.partition_point(|passage| passage.end as usize <= wide.start);
        let upto = self.passages.partition_point(|passage| (passage.start as usize) < wide.end);
        from..upto.max(from)
    }

    /// Returns the number of passages.
    pub(super) fn len(&self) -> usize {
        self.passages.len()
    }
}

impl PassageView {
    fn all(outline: &Outline) -> Vec<Self> {
        outline.passages.iter().map(|passage| Self::new(outline, passage)).collect()
    }

    fn new(outline: &Outline, passage: &crate::source::Passage) -> Self {
        let point = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self {
            start: point(passage.span.start),
            end: point(passage.span.end),
            speaker: passage.speaker.unwrap_or(NOBODY),
            language: u8::try_from(slot(passage.language)).unwrap_or(0),
            is_said: !matches!(passage.form, Form::Heading(_)) && !outline.is_interviewer(passage),
        }
    }

    fn span(self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }

    fn language(self) -> Language {
        LANGUAGES.get(usize::from(self.language)).copied().unwrap_or_default()
    }
}

/// A hash of the text and of how it was cut.
fn stamp(text: Option<TextHash>, passages: &[PassageView]) -> TextHash {
    let mut bytes = Vec::with_capacity(16 + passages.len() * 9);
    bytes.extend(text.map(|hash| hash.to_string()).unwrap_or_default().as_bytes());
    for passage in passages {
        bytes.extend(passage.start.to_le_bytes());
        bytes.extend(passage.end.to_le_bytes());
        bytes.push(passage.language);
    }
    TextHash::of_bytes(&bytes)
}
