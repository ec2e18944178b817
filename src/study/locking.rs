//! The lock of a file that is changed as a whole: the file's own, so that nothing is left behind.
//!
//! It keeps programs of this kind from each other; an editor knows no locks.

use std::io::ErrorKind;

use crate::base::disk::Appending;
use crate::base::problem::Problem;

use super::host::Host;
use super::layout::Layout;

/// How often a file is locked anew that another program replaced meanwhile.
const TRIES: usize = 20;

/// Locks a file that is there; `what` is what its reader calls it. A file that was replaced while its lock was
/// awaited is locked anew.
pub(super) fn lock(host: &Host, layout: &Layout, path: &str, what: &str) -> Result<Box<dyn Appending>, Problem> {
    let file = layout.at(path);
    let failed = |error: std::io::Error| Problem::error("unwritable", path, format!("{what} is not changed: {error}"));
    for _ in 0..TRIES {
        let before = host.disk.stat(&file).map_err(failed)?;
        let lock = host.disk.append(&file).map_err(failed)?;
        match host.disk.stat(&file) {
            Ok(now) if now == before => return Ok(lock),
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(failed(error)),
        }
    }
    let message = format!("{what} is not changed: another program writes it again and again");
    Err(Problem::error("unwritable", path, message).hint("try again in a moment"))
}
