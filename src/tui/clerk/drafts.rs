//! What a coder was writing and did not save, kept in the user's own state folder.
//!
//! It may quote what people said in confidence: the user alone may read it, as all that is kept there.

use std::path::{Path, PathBuf};

use crate::base::ids::Coder;
use crate::study::Host;
use crate::tui::dialog::writing::MemoFor;
use crate::tui::draft::Draft;

use super::state_file;

/// The most drafts that are kept: of what is never opened again the oldest go.
const MOST: usize = 20;

fn path(host: &Host, root: &Path, coder: &Coder) -> Option<PathBuf> {
    host.kept_by(coder, root, "drafts")
}

/// Returns the drafts that were kept, the oldest first; none where what is there cannot be read.
pub(super) fn kept(host: &Host, root: &Path, coder: &Coder) -> Vec<Draft> {
    state_file::read(host, path(host, root, coder)).unwrap_or_default()
}

/// Keeps a draft in the place of the one before on the same thing.
pub(super) fn keep(host: &Host, root: &Path, coder: &Coder, draft: Draft) {
    let mut drafts = without(host, root, coder, &draft.on);
    drafts.push(draft);
    let from = drafts.len().saturating_sub(MOST);
    write(host, root, coder, &drafts[from..]);
}

/// Forgets what was written on something.
pub(super) fn drop(host: &Host, root: &Path, coder: &Coder, on: &MemoFor) {
    write(host, root, coder, &without(host, root, coder, on));
}

/// Returns the drafts on other things: another session of the same coder may have kept some meanwhile.
fn without(host: &Host, root: &Path, coder: &Coder, on: &MemoFor) -> Vec<Draft> {
    let mut drafts = kept(host, root, coder);
    drafts.retain(|kept| !kept.on.is_same_place(on));
    drafts
}

/// Writes the drafts. Where that cannot be done the memo is still on the screen, and saved as always.
fn write(host: &Host, root: &Path, coder: &Coder, drafts: &[Draft]) {
    state_file::write(host, path(host, root, coder), drafts);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::disk::{MemoryDisk, RealDisk};
    use crate::coding::{About, Stance};

    #[test]
    fn a_draft_is_kept_for_each_thing_that_is_written_on() {
        let disk = MemoryDisk::new();
        let host = Host { state: Some("/state".into()), ..Host::in_memory(&disk) };
        let (root, ana) = (Path::new("/study"), Coder::from("ana"));
        let summary = |stance| MemoFor::Summary("a.md".into(), "labs".into(), stance);
        let draft = |on: MemoFor, text: &str| Draft { on, text: text.to_owned() };
        let (memo, first) = (MemoFor::About(About::Study), draft(summary(Stance::Supports), "It works."));
        keep(&host, root, &ana, first);
        keep(&host, root, &ana, draft(memo.clone(), "Who was left out?"));
        // Another stance is another answer to the same question.
        keep(&host, root, &ana, draft(summary(Stance::Qualifies), "It works, mostly."));
        let texts = |coder: &Coder| kept(&host, root, coder).into_iter().map(|draft| draft.text).collect::<Vec<_>>();
        assert_eq!(texts(&ana), ["Who was left out?", "It works, mostly."]);
        assert!(texts(&"ben".into()).is_empty() && kept(&host, Path::new("/other"), &ana).is_empty());
        drop(&host, root, &ana, &memo);
        assert_eq!(texts(&ana), ["It works, mostly."]);
        for number in 0..30 {
            keep(&host, root, &ana, draft(MemoFor::About(About::Finding(number.to_string())), "x"));
        }
        assert_eq!(texts(&ana).len(), MOST);
        disk.put(path(&host, root, &ana).unwrap(), "something else");
        assert!(texts(&ana).is_empty(), "what cannot be read is no draft");
    }

    #[test]
    fn nobody_else_may_read_a_draft() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let disk = MemoryDisk::new();
        let host = Host {
            disk: std::sync::Arc::new(RealDisk),
            state: Some(folder.path().to_owned()),
            ..Host::in_memory(&disk)
        };
        let (root, ana) = (Path::new("/study"), Coder::from("ana"));
        keep(&host, root, &ana, Draft { on: MemoFor::About(About::Study), text: "in confidence".to_owned() });
        let path = path(&host, root, &ana).unwrap();
        let mode = |path: &Path| path.symlink_metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    }
}
