//! The user's own configuration: who codes, which keys, and how the screen looks. Never read from a study,
//! since a study comes from other people.

use std::path::PathBuf;

use crate::base::disk::Disk;
use crate::base::problem::Problem;
use crate::base::settings;
use crate::tui::colours::Theme;
use crate::tui::keys::configured;
use crate::tui::keys::effective::Keys;

/// What the configuration says; what it says nothing of is as always.
#[derive(Debug, Default)]
pub(super) struct Config {
    /// Who codes.
    pub(super) coder: Option<String>,
    /// Why it may be that the coder it names could not be read.
    pub(super) coder_faults: Vec<Problem>,
    /// The colours of the workbench.
    pub(super) theme: Theme,
    /// Whether the workbench is drawn for a screen reader.
    pub(super) screen_reader: bool,
    /// The keys of the workbench.
    pub(super) keys: Keys,
    /// What is wrong in it.
    pub(super) problems: Vec<Problem>,
}

impl Config {
    /// Of a file that says nothing that could be read.
    fn unread(problems: Vec<Problem>) -> Self {
        Self { coder_faults: problems.clone(), problems, ..Self::default() }
    }
}

/// Returns where the configuration is: `tripod/config.toml` in `XDG_CONFIG_HOME`, else in `~/.config`.
pub(super) fn path() -> Option<PathBuf> {
    let set = std::env::var_os("XDG_CONFIG_HOME").filter(|set| !set.is_empty()).map(PathBuf::from);
    let folder = set.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".config")))?;
    Some(folder.join("tripod/config.toml"))
}

/// Reads the configuration; where there is none, all is as always.
pub(super) fn read(disk: &dyn Disk) -> Config {
    let Some(path) = path() else { return Config::default() };
    let name = path.display().to_string();
    let bytes = match disk.read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Config::default(),
        Err(error) => {
            let problem = Problem::error("unreadable", name, format!("the configuration cannot be read: {error}"));
            return Config::unread(vec![problem]);
        }
    };
    let Ok(text) = String::from_utf8(bytes) else {
        let problem = Problem::error("encoding", name, "the configuration is not written in UTF-8");
        return Config::unread(vec![problem]);
    };
    parse(&name, &text)
}

fn parse(name: &str, text: &str) -> Config {
    let (config, mut problems) = settings::read(name, text, |top| {
        // Read first: what is wrong until then is of the whole file, or of the coder.
        let coder = top.text("coder");
        let coder_faults = if coder.is_none() { top.found() } else { Vec::new() };
        let theme = top.text_at("theme").map(|(theme, line)| (find_theme(&theme), theme, line));
        if let Some((None, theme, line)) = &theme {
            let message = format!("'{theme}' is no theme");
            let hint = "write one of: auto, dark, light, none";
            top.report(Problem::error("theme", name, message).at(*line).hint(hint));
        }
        let screen_reader = top.flag("screen-reader").unwrap_or(false);
        let keys = top.section("keys").map(|mut section| {
            let keys = configured::read(&mut section);
            section.finish();
            keys
        });
        let theme = theme.and_then(|(theme, ..)| theme).unwrap_or_default();
        Config { coder, coder_faults, theme, screen_reader, keys: keys.unwrap_or_default(), problems: Vec::new() }
    });
    // In the order of the file, so that it can be mended from top to bottom.
    problems.sort_by_key(|problem| problem.line);
    match config {
        Some(config) => Config { problems, ..config },
        None => Config::unread(problems),
    }
}

fn find_theme(name: &str) -> Option<Theme> {
    Theme::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, theme)| theme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_faults_are_told_and_what_is_sound_is_taken() {
        let text =
            "coder = \"ana\"\ntheme = \"pink\"\nscreen-reader = \"yes\"\ntheem = 1\n[keys]\ncode = \"F5\"\nx = \"y\"\n";
        let config = parse("config.toml", text);
        assert_eq!((config.coder.as_deref(), config.theme, config.screen_reader), (Some("ana"), Theme::Auto, false));
        assert_ne!(config.keys, Keys::default());
        let lines: Vec<_> = config.problems.iter().map(|problem| problem.line.unwrap()).collect();
        assert_eq!(lines, [2, 3, 4, 7], "{:?}", config.problems);
        let config = parse("config.toml", "theme = \"light\"\nscreen-reader = true\n");
        assert_eq!((config.theme, config.screen_reader, config.problems.len()), (Theme::Light, true, 0));
        assert_eq!(config.keys, Keys::default());
    }
}
