//! What can be typed: the options of all commands and the list of commands. Touches nothing but text.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::FalseyValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::base::shown::Shown;

use super::{
    autocode, check, code, codebook, demo, done, export, help, import, index, init, like, log, memo, report, search,
    show, sources, triangulate, verdict, words,
};

/// Code interviews in the terminal, search the evidence by theme, and see which themes stand.
///
/// Without a command the workbench opens on the study here or above; without a terminal the study's
/// status is printed.
#[derive(Parser, Debug)]
#[command(name = "tripod", version, max_term_width = 100, infer_subcommands = false)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// Options of every command.
#[derive(Args, Debug, Clone)]
pub(super) struct Global {
    /// The study's folder; without it the nearest one here or above
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) study: Option<PathBuf>,
    /// Who codes; without it TRIPOD_CODER, the user's configuration, the login name
    #[arg(long, global = true, value_name = "NAME")]
    pub(super) coder: Option<String>,
    /// Answer in JSON
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: When,
    /// Draw the workbench for a screen reader, in lines of words
    #[arg(long, global = true, env = "TRIPOD_SCREEN_READER", hide_env_values = true, value_parser = FalseyValueParser::new())]
    pub(super) screen_reader: bool,
}

/// When to use colour.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Subcommand, Debug)]
pub(super) enum Command {
    /// Make an empty study with a starter codebook
    Init(init::InitArgs),
    /// Copy the sample study, an invented one, and open the copy with a tour
    Demo(demo::DemoArgs),
    /// Bring in sources, or a table of codings
    Import(import::ImportArgs),
    /// Write the codings for other programs
    Export(export::ExportArgs),
    /// Say what is there and what is wrong
    Status,
    /// List the sources
    Sources(sources::SourcesArgs),
    /// Show the codebook with use counts, or change it
    Codebook(codebook::CodebookArgs),
    /// Show a source with its codings in the margin
    Show(show::ShowArgs),
    /// Code words of a source
    Code(code::CodeArgs),
    /// Code all that a query finds, after a look at what that is
    Autocode(autocode::AutocodeArgs),
    /// Change a coding of one's own
    Change(code::ChangeArgs),
    /// Take a coding of one's own back
    Remove(code::RemoveArgs),
    /// Judge a whole source on a theme
    Cell(memo::CellArgs),
    /// Say that sources are read to their end
    Done(done::DoneArgs),
    /// Take back that sources are read to their end
    Reopen(done::DoneArgs),
    /// Write a memo
    Memo(memo::MemoArgs),
    /// Set a verdict of one's own beside the computed one
    Verdict(verdict::VerdictArgs),
    /// Take back one's newest step on this device
    Undo,
    /// Take back the newest undo
    Redo,
    /// Find passages by their words, sources and codings
    Search(search::SearchArgs),
    /// Find passages like those of a code, like a coding or like words, as suggestions
    Like(like::LikeArgs),
    /// Say that a passage is not to be suggested for a code again
    Refuse(like::RefuseArgs),
    /// Make the search index, or bring it up to date
    Index(index::IndexArgs),
    /// Show the audit trail
    Log(log::LogArgs),
    /// Judge themes by their evidence
    Triangulate(triangulate::TriangulateArgs),
    /// See words in their context, and count them
    Words(words::WordsArgs),
    /// Write a report
    Report(report::ReportArgs),
    /// Read everything and say what is wrong; changes nothing
    Check(check::CheckArgs),
    /// List the keys of the workbench, with the names that a configuration uses
    Keys,
    /// Print the script that completes commands in a shell
    Completions(help::CompletionsArgs),
    /// Print the manual page, or write one for each command into a folder
    Man(help::ManArgs),
}

/// Prints what clap has to say (help, version, a usage error) and returns its exit code.
pub(super) fn explain(error: &clap::Error) -> ExitCode {
    let printed = if error.use_stderr() {
        // It repeats what was typed, which may be a file's name that a shell put there.
        let words = error.render().to_string();
        std::io::stderr().write_all(Shown::lines(&words).as_str().as_bytes())
    } else {
        error.print()
    };
    ExitCode::from(match printed {
        // A closed pipe is no fault: whoever reads help stops when they have seen enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => 0,
        Err(_) => 2,
        Ok(()) if error.use_stderr() => 2,
        Ok(()) => 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_commands_are_well_formed() {
        Arguments::command().debug_assert();
    }
}
