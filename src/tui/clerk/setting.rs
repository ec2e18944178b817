//! How a user has the text set, kept in the user's own state folder: it is the same in every study.

use std::path::PathBuf;

use crate::study::Host;
use crate::tui::code::Setting;

use super::state_file;

fn path(host: &Host) -> Option<PathBuf> {
    Some(host.state.as_ref()?.join("text-setting"))
}

/// Returns the setting that was kept; nothing where none is, or what is there cannot be read.
pub(super) fn kept(host: &Host) -> Option<Setting> {
    state_file::read(host, path(host))
}

/// Keeps a setting. Where that cannot be done, the next session begins with the one before.
pub(super) fn keep(host: &Host, setting: Setting) {
    state_file::write(host, path(host), &setting);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::disk::MemoryDisk;
    use crate::tui::code::Numbers;

    #[test]
    fn a_setting_is_kept_and_what_cannot_be_read_is_none() {
        let disk = MemoryDisk::new();
        let host = Host { state: Some("/state".into()), ..Host::in_memory(&disk) };
        assert_eq!(kept(&host), None);
        let setting = Setting { is_measured: false, numbers: Numbers::Lines, is_underlined: false };
        keep(&host, setting);
        assert_eq!(kept(&host), Some(setting));
        // One of an older program lacks what is new, and the rest holds.
        disk.put("/state/text-setting", "{\"numbers\":\"passages\",\"of a newer one\":1}");
        assert_eq!(kept(&host), Some(Setting { numbers: Numbers::Passages, ..Setting::default() }));
        disk.put("/state/text-setting", "{\"numbers\":\"everything\"}");
        assert_eq!(kept(&host), None);
        keep(&Host { state: None, ..host }, setting);
    }
}
