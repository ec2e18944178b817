//! This device's name: 8 characters of base 32, made once and kept in the user's own state folder.

use std::path::Path;

use crate::base::disk::Access;
use crate::base::ids::Device;
use crate::base::problem::Problem;
use crate::base::text::TextHash;

use super::host::Host;

const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// Returns the device's name, made at the first call and kept.
///
/// It is kept with a hash of the machine's id: a home folder that was copied to another machine gets a
/// new one there, so that two machines never write one journal. Where it cannot be kept, the name is
/// for this run alone and a warning says so.
pub(super) fn device(host: &Host) -> (Device, Option<Problem>) {
    if let Some(name) = &host.device {
        let sound: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        if !sound.is_empty() {
            return (Device::from(sound), None);
        }
    }
    let machine = machine_hash(host);
    let fresh = fresh(host);
    let Some(folder) = &host.state else { return (Device::from(fresh), Some(unkept("there is no home folder"))) };
    let path = folder.join("device");
    if let Some(kept) = kept(host, &path, &machine) {
        return (Device::from(kept), None);
    }
    let line = format!("{fresh} {machine}\n");
    let is_there = host.disk.stat(&path).is_ok();
    let written = host.disk.make_folder(folder, Access::Private).and_then(|()| {
        if is_there {
            host.disk.replace(&path, line.as_bytes(), Access::Private)
        } else {
            host.disk.create(&path, line.as_bytes(), Access::Private)
        }
    });
    match written {
        Ok(()) => (Device::from(fresh), None),
        // Another process was first: its name is the device's.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            (Device::from(kept(host, &path, &machine).unwrap_or(fresh)), None)
        }
        Err(error) => (Device::from(fresh), Some(unkept(&error.to_string()))),
    }
}

fn unkept(why: &str) -> Problem {
    let message = format!("this device's name cannot be kept, so it is a new one in this run: {why}");
    Problem::warning("device", "", message).hint("set TRIPOD_DEVICE to 8 letters that no other device uses")
}

/// Reads the kept name; nothing where it is damaged or was made on another machine.
fn kept(host: &Host, path: &Path, machine: &str) -> Option<String> {
    let text = String::from_utf8(host.disk.read(path).ok()?).ok()?;
    let (name, on) = text.trim().split_once(' ')?;
    let sound = name.len() == 8 && name.bytes().all(|byte| LETTERS.contains(&byte));
    (sound && on == machine).then(|| name.to_owned())
}

fn machine_hash(host: &Host) -> String {
    let id =
        ["/etc/machine-id", "/var/lib/dbus/machine-id"].iter().find_map(|path| host.disk.read(Path::new(path)).ok());
    TextHash::of_bytes(&id.unwrap_or_default()).to_string()
}

fn fresh(host: &Host) -> String {
    let bits = host.chance.bits();
    (0..8).map(|at| char::from(LETTERS[usize::try_from((bits >> (5 * at)) & 31).unwrap_or(0)])).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::base::chance::Seeded;
    use crate::base::clock::SetClock;
    use crate::base::disk::{Fault, MemoryDisk};

    fn host(disk: &MemoryDisk) -> Host {
        Host {
            disk: Arc::new(disk.clone()),
            clock: Arc::new(SetClock::new(0)),
            chance: Arc::new(Seeded::new(3)),
            cache: None,
            state: Some("/state".into()),
            device: None,
        }
    }

    #[test]
    fn the_name_is_kept_unless_it_is_damaged_or_the_machine_another() {
        let disk = MemoryDisk::new();
        disk.put("/etc/machine-id", "one");
        let host = host(&disk);
        let (first, problem) = device(&host);
        assert!(problem.is_none() && first.as_str().len() == 8);
        assert_eq!(device(&host).0, first);
        disk.put("/etc/machine-id", "two");
        let (second, _) = device(&host);
        assert_ne!(second, first);
        disk.put("/state/device", "damaged");
        assert_ne!(device(&host).0, second);
        assert_eq!(device(&Host { device: Some("laptop01".into()), ..host }).0, "laptop01");
    }

    #[test]
    fn a_name_that_cannot_be_kept_is_told() {
        let disk = MemoryDisk::new();
        disk.fail(Some(Fault::From(0, std::io::ErrorKind::ReadOnlyFilesystem)));
        assert!(device(&host(&disk)).1.is_some());
    }
}
