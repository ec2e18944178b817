//! The sources of a study without its codings, for who needs the texts alone.

use std::path::Path;

use super::host::Host;
use super::open::{OpenError, Study};
use super::snapshot::Folded;
use super::sources::Source;

/// A study whose journals were not read. On a large study they are most of the memory, and of the time.
///
/// It can be looked at and not written to: what coders did is not known to it.
pub struct Library(Study);

impl Library {
    /// Opens the sources of the study in a folder.
    ///
    /// # Errors
    /// Only when there is no study.
    pub fn open(host: Host, root: &Path) -> Result<Self, OpenError> {
        Study::open_with(host, root, |_, _, _| Folded::default()).map(Self)
    }

    /// Returns all sources in the order of their ids, withdrawn ones too.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        self.0.sources()
    }

    /// Returns it as a study that nothing was coded in.
    #[must_use]
    pub fn study(&self) -> &Study {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::disk::{Disk as _, MemoryDisk};
    use crate::base::ids::Coder;
    use crate::base::text::Span;
    use crate::coding::{Act, Stance};

    #[test]
    fn a_library_knows_the_texts_and_leaves_what_is_kept_of_the_journals() {
        let disk = MemoryDisk::new();
        disk.put("/s/study.toml", "");
        disk.put("/s/codebooks/main.toml", "[[code]]\nid = \"c\"\nname = \"C\"\n");
        disk.put("/s/interviews/a.txt", "One two three.\n\nFour.");
        let open = || Study::open(Host::in_memory(&disk), Path::new("/s")).unwrap();
        let mut study = open();
        // Enough of it that the folded journals are kept.
        for _ in 0..900 {
            let code = study.codebook().find("c").unwrap();
            let coded = study.coded(&study.sources()[0], Span::new(0, 3), code, Stance::Supports).unwrap();
            study.write(&Coder::from("ana"), vec![Act::Code(Box::new(coded))]).unwrap();
        }
        let again = open();
        again.load_outlines(|| ());
        let place = again.cache_place("journals").unwrap();
        let before = disk.read(&place).unwrap();
        let library = Library::open(Host::in_memory(&disk), Path::new("/s")).unwrap();
        let passages = library.study().each_outline(|_, outline| outline.unwrap().passages.len());
        assert_eq!(passages, [2]);
        assert_eq!(library.study().state().all_codings().len(), 0);
        assert!(library.sources()[0].outline.get().is_none(), "an outline that is kept is not held too");
        assert_eq!(disk.read(&place).unwrap(), before);
        assert_eq!(open().state().all_codings().len(), 900);
    }
}
