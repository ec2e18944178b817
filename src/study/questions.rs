//! Who was asked what, and who has read what.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::ids::{CodeId, Coder, SourceId};
use crate::base::text::TextHash;
use crate::coding::{Act, Done, Read};
use crate::source::Asked;

use super::open::Study;
use super::sources::Source;

/// That a coder has read a source for a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadBy<'s> {
    /// Who.
    pub coder: &'s Coder,
    /// Whether the theme was named, rather than being one of all codes.
    pub by_name: bool,
    /// The hash of the text that was read.
    pub text: Option<TextHash>,
}

impl Study {
    /// Tells whether a source was asked about a code: by its own `asked`, else its guide, else its kind.
    ///
    /// A code that was asked about stands for its sub-codes, never for its parent.
    #[must_use]
    pub fn is_asked(&self, source: &Source, code: &CodeId) -> bool {
        let guide = |name: &String| self.manifest.guides.get(name);
        let asked = source
            .about
            .asked
            .as_ref()
            .or_else(|| source.about.guide.as_ref().and_then(guide))
            .or_else(|| source.kind_guide.as_ref().and_then(guide));
        match asked {
            None => source.asks_all,
            Some(Asked::All) => true,
            Some(Asked::Codes(codes)) => {
                let Some(own) = self.codebook.resolve(code) else { return false };
                let stands_for = |asked: &CodeId| {
                    let Some(asked) = self.codebook.resolve(asked) else { return false };
                    asked == own || self.codebook.above(own).any(|above| above.id == *asked)
                };
                codes.iter().any(stands_for)
            }
        }
    }

    /// Returns who has read a source for a code.
    #[must_use]
    pub fn read_by(&self, source: &Source, code: &CodeId) -> Vec<ReadBy<'_>> {
        let Some(own) = self.codebook.resolve(code) else { return Vec::new() };
        let mut found = Vec::new();
        for (coder, codes) in self.ids_of(source).into_iter().filter_map(|id| self.state.done(id)).flatten() {
            let marks = codes.iter().filter(|(marked, _)| self.codebook.resolve(marked) == Some(own));
            let mut read: Option<ReadBy<'_>> = None;
            for (_, mark) in marks {
                let by_name = mark.by_name || read.is_some_and(|before| before.by_name);
                read = Some(ReadBy { coder, by_name, text: mark.text });
            }
            found.extend(read);
        }
        found
    }

    /// Returns the ids under which journals know a source: its own, and paths that it has moved from.
    fn ids_of<'s>(&'s self, source: &'s Source) -> Vec<&'s SourceId> {
        std::iter::once(&source.id).chain(self.former_paths(&source.id)).collect()
    }

    /// Returns everybody who has said that a source is done, for whatever codes.
    #[must_use]
    pub fn readers(&self, source: &Source) -> BTreeSet<&Coder> {
        let coders = self.ids_of(source).into_iter().filter_map(|id| self.state.done(id)).flatten();
        coders.filter(|(_, codes)| !codes.is_empty()).map(|(coder, _)| coder).collect()
    }

    /// Returns for which codes, as written, a coder has said that a source is done: under its path, and
    /// under those that it has moved from. Of two marks for one code the newer one stands.
    #[must_use]
    pub fn marks(&self, source: &Source, coder: &Coder) -> BTreeMap<&CodeId, &Read> {
        let mut marks: BTreeMap<&CodeId, &Read> = BTreeMap::new();
        for (code, read) in self.ids_of(source).into_iter().flat_map(|id| self.state.done_by(id, coder)) {
            let mark = marks.entry(code).or_insert(read);
            if mark.id < read.id {
                *mark = read;
            }
        }
        marks
    }

    /// Tells whether a coder has said that a source is done for every code that is in use.
    #[must_use]
    pub fn is_done_by(&self, source: &Source, coder: &Coder) -> bool {
        let marks = self.marks(source, coder);
        let done: BTreeSet<&CodeId> = marks.keys().filter_map(|code| self.codebook.resolve(code)).collect();
        let mut wanted = self.codebook.codes().iter().filter(|code| !code.retired).peekable();
        wanted.peek().is_some() && wanted.all(|code| done.contains(&code.id))
    }

    /// Returns the act that says that a source is done: for the codes that are named, else for all.
    #[must_use]
    pub fn done_act(&self, source: &Source, named: &[CodeId]) -> Act {
        Act::Done(self.done_of(source, named))
    }

    /// Returns the acts that take done back: for the codes that are named, else for all. There is one for
    /// each path under which the source was marked.
    #[must_use]
    pub fn reopen_acts(&self, source: &Source, named: &[CodeId]) -> Vec<Act> {
        let reopened = self.done_of(source, named);
        let is_marked = |id: &&SourceId| **id == source.id || self.state.done(id).is_some();
        let under = |id: &SourceId| Act::Reopen(Done { source: id.clone(), ..reopened.clone() });
        self.ids_of(source).into_iter().filter(is_marked).map(under).collect()
    }

    fn done_of(&self, source: &Source, named: &[CodeId]) -> Done {
        let codes = if named.is_empty() {
            self.codebook.codes().iter().map(|code| code.id.clone()).collect()
        } else {
            named.to_vec()
        };
        let text = self.outline(source).ok().map(|outline| outline.hash);
        Done { source: source.id.clone(), text, codes, all: named.is_empty() }
    }
}
