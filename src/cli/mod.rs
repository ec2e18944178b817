//! The commands: a list of them here, one file each; the only writer to standard output and error.
//!
//! A command takes what was typed and a [`Session`], and gives an [`Answer`] or a [`Failure`]; nothing
//! but [`run`] turns these into an exit code.

mod args;
mod config;
mod failure;
mod session;

mod autocode;
mod check;
mod code;
mod codebook;
mod demo;
mod done;
mod export;
mod help;
mod import;
mod index;
mod init;
mod keys;
mod like;
mod log;
mod memo;
mod report;
mod search;
mod show;
mod sources;
mod status;
mod triangulate;
mod undo;
mod verdict;
mod words;
mod workbench;

pub use failure::{Answer, Failure, FailureKind};
pub use session::Session;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

use args::{Arguments, Command};

/// Runs the program with its arguments and returns the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(search::with_minus(arguments)) {
        Ok(arguments) => arguments,
        Err(error) => return args::explain(&error),
    };
    let mut session = Session::new(&arguments.global);
    let outcome = perform(arguments.command, &mut session);
    session.finish(outcome)
}

fn perform(command: Option<Command>, session: &mut Session) -> Result<Answer, Failure> {
    match command {
        None => workbench::open(session),
        Some(Command::Init(args)) => init::run(&args, session),
        Some(Command::Demo(args)) => demo::run(&args, session),
        Some(Command::Import(args)) => import::run(&args, session),
        Some(Command::Export(args)) => export::run(&args, session),
        Some(Command::Status) => status::run(session),
        Some(Command::Sources(args)) => sources::run(&args, session),
        Some(Command::Codebook(args)) => codebook::run(&args, session),
        Some(Command::Show(args)) => show::run(&args, session),
        Some(Command::Code(args)) => code::run(&args, session),
        Some(Command::Autocode(args)) => autocode::run(&args, session),
        Some(Command::Change(args)) => code::change(&args, session),
        Some(Command::Remove(args)) => code::remove(&args, session),
        Some(Command::Cell(args)) => memo::cell(&args, session),
        Some(Command::Done(args)) => done::run(&args, session),
        Some(Command::Reopen(args)) => done::reopen(&args, session),
        Some(Command::Memo(args)) => memo::run(&args, session),
        Some(Command::Verdict(args)) => verdict::run(&args, session),
        Some(Command::Undo) => undo::undo(session),
        Some(Command::Redo) => undo::redo(session),
        Some(Command::Search(args)) => search::run(&args, session),
        Some(Command::Like(args)) => like::run(&args, session),
        Some(Command::Refuse(args)) => like::refuse(&args, session),
        Some(Command::Index(args)) => index::run(&args, session),
        Some(Command::Log(args)) => log::run(&args, session),
        Some(Command::Triangulate(args)) => triangulate::run(&args, session),
        Some(Command::Words(args)) => words::run(&args, session),
        Some(Command::Report(args)) => report::run(&args, session),
        Some(Command::Check(args)) => check::run(&args, session),
        Some(Command::Keys) => keys::run(session),
        Some(Command::Completions(args)) => help::completions(&args, session),
        Some(Command::Man(args)) => help::man(&args, session),
    }
}
