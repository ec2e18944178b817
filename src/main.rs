//! The program: hands its arguments to [`tripod::cli`] and returns its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    tripod::cli::run(std::env::args_os())
}
