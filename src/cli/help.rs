//! `completions` and `man`: what shells and `man` want to know of the commands, made from their list.

use std::path::{Path, PathBuf};

use clap::{Args, Command, CommandFactory as _, ValueEnum};
use clap_complete::Shell;

use crate::base::count::plural;
use crate::base::disk::Access;
use crate::base::shown::Shown;

use super::args::Arguments;
use super::failure::{Answer, Failure};
use super::session::Session;

/// What `completions` takes.
#[derive(Args, Debug)]
pub(super) struct CompletionsArgs {
    /// The shell
    shell: For,
}

/// The shells.
#[derive(ValueEnum, Clone, Copy, Debug)]
enum For {
    /// Save it as ~/.local/share/bash-completion/completions/tripod
    Bash,
    /// Save it as _tripod in a folder of $fpath
    Zsh,
    /// Save it as ~/.config/fish/completions/tripod.fish
    Fish,
}

/// What `man` takes.
#[derive(Args, Debug)]
pub(super) struct ManArgs {
    /// Write a page for the program and one for each command into this folder
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Prints the script that completes commands and options in a shell.
pub(super) fn completions(args: &CompletionsArgs, session: &mut Session) -> Result<Answer, Failure> {
    let shell = match args.shell {
        For::Bash => Shell::Bash,
        For::Zsh => Shell::Zsh,
        For::Fish => Shell::Fish,
    };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "tripod", &mut script);
    session.print(String::from_utf8_lossy(&script).trim_end())?;
    Ok(Answer::Yes)
}

/// Prints the manual page, or writes all pages into a folder.
pub(super) fn man(args: &ManArgs, session: &mut Session) -> Result<Answer, Failure> {
    let mut command = Arguments::command();
    command.build();
    let Some(folder) = &args.folder else {
        session.print(String::from_utf8_lossy(&page(command)?).trim_end())?;
        return Ok(Answer::Yes);
    };
    session.host().disk.make_folder(folder, Access::Shared)?;
    let count = write_pages(command, folder, session)?;
    let words = format!("written to {}: {}", folder.display(), plural(count, "page", "pages"));
    session.say(Shown::line(&words))?;
    Ok(Answer::Yes)
}

/// Writes the page of a command and those of the commands below it; returns how many.
fn write_pages(command: Command, folder: &Path, session: &Session) -> Result<usize, Failure> {
    let mut written = 1;
    for below in command.get_subcommands().filter(|below| !below.is_hide_set() && below.get_name() != "help") {
        // `tripod codebook add` has the page tripod-codebook-add, as git's commands have theirs.
        written += write_pages(below.clone(), folder, session)?;
    }
    let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
    session.host().disk.replace(&folder.join(format!("{name}.1")), &page(command)?, Access::Shared)?;
    Ok(written)
}

fn page(command: Command) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    Ok(page)
}
