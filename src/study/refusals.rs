//! Suggestions that were refused: where they stand today, and how one is written.

use crate::base::ids::{CodeId, Coder, EntryId};
use crate::base::text::Span;
use crate::codebook::Code;
use crate::coding::{Act, Place, Refused};
use crate::source::Unreadable;

use super::open::Study;
use super::sources::Source;

/// A refusal in its place in today's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedRefusal {
    /// The entry.
    pub id: EntryId,
    /// The position of its source in [`Study::sources`].
    pub source: usize,
    /// The refused words, in code points.
    pub span: Span,
}

impl Study {
    /// Returns what a coder refused for a code, oldest first. A refusal whose words are not found in today's text
    /// does not hold, and is left out; so are those of other coders.
    #[must_use]
    pub fn refused(&self, by: &Coder, code: &Code) -> Vec<PlacedRefusal> {
        let is_of = |written: &CodeId| self.codebook.get(written).is_some_and(|of| of.id == code.id);
        let own = self.state.refusals().filter(|refusal| refusal.written.by == *by && is_of(&refusal.refused.code));
        let placed = own.filter_map(|refusal| {
            let (source, span) = self.stands(&refusal.refused.source, &refusal.refused.place)?;
            Some(PlacedRefusal { id: refusal.written.id, source, span })
        });
        placed.collect()
    }

    /// Makes the refusal of words of a source for a code, ready to be written; nothing where this coder has refused
    /// the very words already.
    ///
    /// # Errors
    /// When the source cannot be read.
    pub fn refusal(&self, by: &Coder, source: &Source, span: Span, code: &Code) -> Result<Option<Act>, Unreadable> {
        let hash = self.outline(source).map_err(Clone::clone)?.hash;
        let text = self.text(source)?;
        let is_it = |refused: &PlacedRefusal| {
            refused.span == span && self.sources().get(refused.source).is_some_and(|of| of.id == source.id)
        };
        if self.refused(by, code).iter().any(is_it) {
            return Ok(None);
        }
        let place = Place::of(&text, hash, span);
        Ok(Some(Act::Refuse(Box::new(Refused { source: source.id.clone(), place, code: code.id.clone() }))))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::base::disk::MemoryDisk;
    use crate::study::Host;

    const BOOK: &str = "[[code]]\nid = \"a\"\naliases = [\"old\"]\n[[code]]\nid = \"b\"\n";
    const TEXT: &str = "The reagents stopped in March.\n\nNobody came to the new laboratory after that day.\n";

    fn opened(disk: &MemoryDisk) -> Study {
        Study::open(Host::in_memory(disk), Path::new("/s")).unwrap()
    }

    fn refuse(study: &mut Study, by: &str, words: &str, code: &str) {
        let text = study.text(&study.sources()[0]).unwrap();
        let span = text.find(words).unwrap();
        let code = study.codebook().find(code).unwrap().clone();
        let act = study.refusal(&by.into(), &study.sources()[0], span, &code).unwrap();
        study.write(&by.into(), act.into_iter().collect()).unwrap();
    }

    fn holds(study: &Study, by: &str, code: &str) -> Vec<String> {
        let code = study.codebook().find(code).unwrap();
        let text = study.text(&study.sources()[0]).unwrap();
        study.refused(&by.into(), code).iter().map(|found| text.slice(found.span).to_owned()).collect()
    }

    /// It holds for its coder and its code, also under the code's former id, until it is undone.
    #[test]
    fn a_refusal_holds_for_its_coder_and_code() {
        let disk = MemoryDisk::new();
        disk.put("/s/study.toml", "");
        disk.put("/s/codebooks/a.toml", BOOK);
        disk.put("/s/interviews/a.md", TEXT);
        let mut study = opened(&disk);
        refuse(&mut study, "ana", "The reagents stopped in March.", "old");
        refuse(&mut study, "ana", "The reagents stopped in March.", "a");
        assert_eq!(study.state().refusals().count(), 1, "the second says nothing new");
        assert_eq!(holds(&study, "ana", "a"), ["The reagents stopped in March."]);
        assert_eq!((holds(&study, "ben", "a").len(), holds(&study, "ana", "b").len()), (0, 0));
        study.undo(&"ana".into()).unwrap();
        assert_eq!(holds(&opened(&disk), "ana", "a").len(), 0);
        study.redo(&"ana".into()).unwrap();
        assert_eq!(holds(&opened(&disk), "ana", "a").len(), 1);
    }

    /// In a changed text it is found again by the rules of codings, or does not hold.
    #[test]
    fn a_refusal_is_found_again_or_does_not_hold() {
        let disk = MemoryDisk::new();
        disk.put("/s/study.toml", "");
        disk.put("/s/codebooks/a.toml", BOOK);
        disk.put("/s/interviews/a.md", TEXT);
        let words = "Nobody came to the new laboratory after that day.";
        refuse(&mut opened(&disk), "ana", words, "a");
        disk.put("/s/interviews/a.md", format!("A new beginning.\n\n{TEXT}"));
        assert_eq!(holds(&opened(&disk), "ana", "a"), [words]);
        disk.put("/s/interviews/a.md", "Something else altogether.\n");
        assert!(holds(&opened(&disk), "ana", "a").is_empty());
        disk.put("/s/interviews/a.md", TEXT);
        assert_eq!(holds(&opened(&disk), "ana", "a"), [words]);
    }
}
