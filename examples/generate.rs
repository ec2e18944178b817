//! Makes a study to measure on: `cargo run --release --example generate -- DIR --size medium --seed 1`.

#![allow(clippy::print_stdout, reason = "it tells what it made")]

use std::path::PathBuf;
use std::time::Instant;

use clap::Parser;

#[path = "../benches/generate/mod.rs"]
mod generate;

use generate::{Made, Result, Size, make};

/// Makes a study of invented words to measure on.
#[derive(Parser)]
struct Arguments {
    /// The folder of the study; one that is there is not made again
    folder: PathBuf,
    /// small, medium or large
    #[arg(long, default_value = "medium", value_parser = Size::named)]
    size: Size,
    /// The same seed gives the same bytes
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> Result<()> {
    let Arguments { folder, size, seed } = Arguments::parse();
    let began = Instant::now();
    let made: Made = make(&folder, size, seed)?;
    println!(
        "{}: {} sources, {} words, {:.1} MB, {} codings; the rare word stands in {} passages, the phrase in {}; {:.1} s",
        folder.display(),
        made.sources,
        made.words,
        f64::from(u32::try_from(made.bytes / 1000)?) / 1000.0,
        made.codings,
        made.rare,
        made.phrases,
        began.elapsed().as_secs_f64(),
    );
    Ok(())
}
