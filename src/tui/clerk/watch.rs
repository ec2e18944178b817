//! Noticing that another program changed the study: git, a shared folder, an editor, the command line.
//!
//! A thread looks at sizes and times, never at contents. A change counts when it has held still for one
//! look, so that a file that is being copied is not read half. What this session writes is no news.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::base::disk::{Disk, Stat};
use crate::base::ids::{Coder, Device};
use crate::study::{Files, Host, Layout, Manifest};
use crate::tui::message::Message;

/// How long the thread sleeps between two looks, at least.
const PAUSE: Duration = Duration::from_millis(1_500);

/// A look takes at most this share of the time: a large study is looked at less often.
const SHARE: u32 = 50;

/// What the disk said of each file.
type Look = BTreeMap<PathBuf, Stat>;

fn look(disk: &dyn Disk, layout: &Layout, manifest: &Manifest) -> Look {
    Files::of(disk, layout, manifest).0
}

/// What this session wrote last: shared with the thread.
#[derive(Clone, Debug, Default)]
pub(super) struct Own {
    files: Arc<Mutex<Look>>,
}

impl Own {
    /// Notes how this coder's own files stand after a write.
    pub(super) fn note(&self, host: &Host, layout: &Layout, coder: &Coder) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        for path in own_files(&*host.disk, layout, coder) {
            if let Ok(stat) = host.disk.stat(&path) {
                files.insert(path, stat);
            }
        }
    }

    /// Notes what the disk said of the files of a study before they were read: nothing of it is news any more.
    pub(super) fn note_read(&self, read: Option<&Files>) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.extend(read.into_iter().flat_map(|read| &read.0).map(|(path, stat)| (path.clone(), *stat)));
    }

    fn explains(&self, path: &Path, stat: Option<&Stat>) -> bool {
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        stat.is_some_and(|stat| files.get(path) == Some(stat))
    }
}

/// Returns the files that this coder's sessions write: the journals on any device, and the drafts.
fn own_files(disk: &dyn Disk, layout: &Layout, coder: &Coder) -> Vec<PathBuf> {
    let journal = Layout::journal(coder, &Device::from(""));
    let prefix = journal.trim_end_matches("jsonl").trim_end_matches('.');
    let prefix = layout.at(&format!("{prefix}.")).to_string_lossy().into_owned();
    let journals = disk.list(&layout.at(Layout::JOURNALS)).unwrap_or_default();
    let own = journals.into_iter().map(|named| named.path).filter(|path| path.to_string_lossy().starts_with(&prefix));
    own.chain([layout.at(&Layout::drafts(coder))]).collect()
}

/// Looks at a study until nobody listens any more. `read` is what the disk said of its files before they
/// were read.
pub(super) fn watch(
    host: &Host,
    layout: &Layout,
    manifest: &Manifest,
    read: Option<Files>,
    own: &Own,
    to: &Sender<Message>,
) {
    let mut known = read.map_or_else(|| look(&*host.disk, layout, manifest), |files| files.0);
    let mut restless: Option<Look> = None;
    let mut pause = PAUSE;
    loop {
        std::thread::sleep(pause);
        let began = Instant::now();
        let now = look(&*host.disk, layout, manifest);
        pause = PAUSE.max(began.elapsed() * SHARE);
        if now == known {
            restless = None;
        } else if restless.as_ref() == Some(&now) {
            let news = differing(&known, &now).into_iter().any(|path| !own.explains(path, now.get(path)));
            known = now;
            restless = None;
            if news && to.send(Message::Changed).is_err() {
                return;
            }
        } else {
            restless = Some(now);
        }
    }
}

fn differing<'l>(before: &'l Look, now: &'l Look) -> Vec<&'l PathBuf> {
    let gone_or_other = before.iter().filter(|(path, stat)| now.get(*path) != Some(*stat)).map(|(path, _)| path);
    gone_or_other.chain(now.keys().filter(|path| !before.contains_key(*path))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::chance::Seeded;
    use crate::base::clock::SetClock;
    use crate::base::disk::MemoryDisk;

    #[test]
    fn what_others_write_is_news_and_what_this_session_writes_is_not() {
        let disk = MemoryDisk::new();
        let host = Host {
            disk: Arc::new(disk.clone()),
            clock: Arc::new(SetClock::new(0)),
            chance: Arc::new(Seeded::new(1)),
            cache: None,
            state: None,
            device: None,
        };
        let layout = Layout::new("/s");
        let manifest = Manifest::default();
        disk.put("/s/study.toml", "");
        disk.put("/s/codings/ana.aaaaaaaa.jsonl", "1\n");
        disk.put("/s/interviews/a.md", "words");
        let before = look(&disk, &layout, &manifest);
        assert_eq!(before.len(), 3);

        disk.put("/s/codings/ana.aaaaaaaa.jsonl", "1\n2\n");
        let own = Own::default();
        own.note(&host, &layout, &"ana".into());
        disk.put("/s/codings/anabel.bbbbbbbb.jsonl", "1\n");
        disk.put("/s/interviews/sub/b.md", "words");
        let now = look(&disk, &layout, &manifest);
        let news = |now: &Look| -> Vec<String> {
            let differing = differing(&before, now).into_iter();
            differing
                .filter(|path| !own.explains(path, now.get(*path)))
                .map(|path| path.display().to_string())
                .collect()
        };
        assert_eq!(news(&now), ["/s/codings/anabel.bbbbbbbb.jsonl", "/s/interviews/sub/b.md"]);
        // What was read meanwhile is none any more, as long as it stays so.
        own.note_read(Some(&Files(now.clone())));
        assert!(news(&now).is_empty());
        disk.put("/s/interviews/sub/b.md", "other words");
        assert_eq!(news(&look(&disk, &layout, &manifest)), ["/s/interviews/sub/b.md"]);
    }
}
