//! What is kept in the user's own state folder: where one stopped, drafts, settings. None of it is needed.

use std::path::PathBuf;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::base::disk::Access;
use crate::study::Host;

/// Returns what was kept under a path; nothing where nothing is, or what is there cannot be read.
pub(super) fn read<T: DeserializeOwned>(host: &Host, path: Option<PathBuf>) -> Option<T> {
    serde_json::from_slice(&host.disk.read(&path?).ok()?).ok()
}

/// Keeps something under a path, for the user alone. Where that cannot be done, what was kept before stays.
pub(super) fn write(host: &Host, path: Option<PathBuf>, what: &(impl Serialize + ?Sized)) {
    let (Some(path), Ok(bytes)) = (path, serde_json::to_vec(what)) else { return };
    let Some(folder) = path.parent() else { return };
    let kept = host.disk.make_folder(folder, Access::Private);
    kept.and_then(|()| host.disk.replace(&path, &bytes, Access::Private)).unwrap_or_default();
}
