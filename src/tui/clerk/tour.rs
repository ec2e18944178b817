//! How far the tour of a copy of the sample is, kept in the user's own state folder.
//!
//! Not in the copy: progress is the reader's, and a study holds what its coders wrote.

use std::path::PathBuf;

use crate::base::disk::Access;
use crate::study::Host;
use crate::tui::tour::{STEPS, Tour};

/// What is kept in the place of a step's name when all are done.
const END: &str = "end";
/// What follows the step's name while the tour is left.
const LEFT: &str = " left";

fn path(host: &Host, copy: &str) -> Option<PathBuf> {
    Some(host.state.as_ref()?.join("tour").join(copy))
}

/// Returns the tour of a copy as it was left; from the beginning where nothing is kept.
#[must_use]
pub fn kept(host: &Host, copy: &str) -> Tour {
    let begun = Tour::new(copy);
    let read = path(host, copy).and_then(|path| host.disk.read(&path).ok());
    let Some(text) = read.and_then(|bytes| String::from_utf8(bytes).ok()) else { return begun };
    let text = text.trim_end_matches('\n');
    let (name, shown) = text.strip_suffix(LEFT).map_or((text, true), |name| (name, false));
    let step = STEPS.iter().position(|step| step.name == name);
    match step.or_else(|| (name == END).then_some(STEPS.len())) {
        Some(at) => Tour { at, shown, ..begun },
        None => begun,
    }
}

/// Keeps how far the tour is. Where that cannot be done the tour begins anew next time, and nothing is lost.
pub fn keep(host: &Host, tour: &Tour) {
    let Some(path) = path(host, &tour.copy) else { return };
    let Some(folder) = path.parent() else { return };
    let name = tour.step().map_or(END, |step| step.name);
    let line = format!("{name}{}\n", if tour.shown { "" } else { LEFT });
    let kept = host.disk.make_folder(folder, Access::Private);
    kept.and_then(|()| host.disk.replace(&path, line.as_bytes(), Access::Private)).unwrap_or_default();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::disk::MemoryDisk;

    #[test]
    fn a_tour_is_taken_up_where_it_was_left() {
        let disk = MemoryDisk::new();
        let host = Host { state: Some("/state".into()), ..Host::in_memory(&disk) };
        assert_eq!(kept(&host, "one"), Tour::new("one"));
        for at in 0..=STEPS.len() {
            for shown in [true, false] {
                let tour = Tour { at, shown, ..Tour::new("one") };
                keep(&host, &tour);
                assert_eq!(kept(&host, "one"), tour);
            }
        }
        assert_eq!(kept(&host, "two"), Tour::new("two"), "each copy has its own");
        disk.put("/state/tour/one", "a step of another program");
        assert_eq!(kept(&host, "one"), Tour::new("one"));
        keep(&Host { state: None, ..host }, &Tour::new("one"));
    }
}
