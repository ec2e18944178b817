//! What the first screen showed last, kept so that it is there at once the next time.
//!
//! It is kept beside the files that it was made of, and shown only if all of them are as they were: what
//! is shown is never of another state of the study. Meanwhile the study itself is opened.

use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::base::ids::Coder;
use crate::study::{Glance, Host, Study};
use crate::tui::desk::{Desk, Themes};

const NAME: &str = "look";

/// To be raised with every change of what is kept here, or of how it is computed.
const EDITION: &str = concat!(env!("CARGO_PKG_VERSION"), "-7");

/// Studies with less to read than this are open before anybody could see the difference: codings, and
/// sources times twenty.
const WORTH_KEEPING: usize = 10_000;

#[derive(Serialize, Deserialize)]
struct Kept<D, T> {
    desk: D,
    themes: T,
}

/// Returns what this coder saw of the study as it is, if that was kept.
pub(super) fn read(host: &Host, root: &Path, coder: &Coder) -> Option<(Desk, Themes)> {
    let glance = Glance::of(host, root)?;
    let bytes = glance.kept(NAME, EDITION)?;
    let Kept { mut desk, themes }: Kept<Desk, Themes> = postcard::from_bytes(&bytes).ok()?;
    if desk.coder.as_ref() != Some(coder) {
        return None;
    }
    desk.codebook = Arc::new(glance.codebook());
    Some((desk, themes))
}

/// Tells whether it pays to keep the first look of a study: one that takes long to go through.
pub(super) fn is_worth_keeping(study: &Study) -> bool {
    study.state().all_codings().len() + 20 * study.sources().len() >= WORTH_KEEPING
}

/// Keeps what is shown of the study as it is now.
pub(super) fn keep(study: &Study, desk: &Desk, themes: &Themes) {
    if let Ok(bytes) = postcard::to_stdvec(&Kept { desk, themes }) {
        study.keep_beside(NAME, EDITION, &bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{desk, judging};
    use super::*;
    use crate::base::disk::MemoryDisk;

    #[test]
    fn the_first_look_is_that_of_the_study_as_it_is() {
        let disk = MemoryDisk::new();
        disk.put("/s/study.toml", "title = \"T\"");
        disk.put("/s/codebooks/a.toml", "[[code]]\nid = \"c\"\nclaim = \"It works.\"\n");
        disk.put("/s/interviews/a.md", "One two.\n\nThree four.\n");
        let host = Host::in_memory(&disk);
        let (root, ana) = (Path::new("/s"), Coder::from("ana"));
        let study = Study::open(host.clone(), root).unwrap();
        let (shown, themes) = (desk::whole_desk(&study, &ana), judging::themes(&study));
        assert!(read(&host, root, &ana).is_none());
        keep(&study, &shown, &themes);
        let (again, verdicts) = read(&host, root, &ana).unwrap();
        assert_eq!(format!("{again:?}"), format!("{shown:?}"));
        assert_eq!(verdicts, themes);
        assert!(read(&host, root, &"ben".into()).is_none(), "what another sees is another matter");
        disk.put("/s/interviews/a.md", "One two.\n");
        assert!(read(&host, root, &ana).is_none());
    }
}
