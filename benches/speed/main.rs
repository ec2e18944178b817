//! Measures what the program promises of its speed, on generated studies, beside ripgrep and `SQLite` FTS5.
//!
//! `cargo bench --bench speed -- --size medium` prints a table in Markdown; `docs/speed.md` says how to read it.
//! Every row is made by one function of the module that is named after its group, so that a new row has one
//! place. A row that nobody can measure here is a line that says why.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints its table, and how far it is")]
#![allow(clippy::disallowed_methods, reason = "it lays out files of its own and reads what the machine says")]

mod alike;
mod conditions;
mod growth;
mod index;
mod opening;
mod peers;
mod place;
mod reading;
mod searching;
mod table;
mod terminal;
mod themes;
mod times;
mod workbench;

#[path = "../generate/mod.rs"]
mod generate;

use std::path::PathBuf;
use std::time::Instant;

use clap::Parser;

use generate::{Result, Size};
use place::Place;
use table::Table;

/// Measures the program on generated studies.
#[derive(Parser)]
#[command(name = "speed")]
struct Arguments {
    /// small, medium or large
    #[arg(long, default_value = "medium", value_parser = Size::named)]
    size: Size,
    /// Where studies and caches are kept; a study that is there is not made again
    #[arg(long, default_value = concat!(env!("CARGO_TARGET_TMPDIR"), "/speed"))]
    data: PathBuf,
    /// The seed of the study and of all draws
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only these groups of rows
    #[arg(long, value_delimiter = ',', value_parser = clap::builder::PossibleValuesParser::new(NAMES))]
    only: Vec<String>,
    /// What cargo says to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

/// Measures a group of rows.
type Group = fn(&Place, &mut Table) -> Result<()>;

/// The groups in the order of the table. Those that change files of the study come last.
const GROUPS: [(&str, Group); 9] = [
    ("opening", opening::measure),
    ("index", index::measure),
    ("search", searching::measure),
    ("alike", alike::measure),
    ("themes", themes::measure),
    ("peers", peers::measure),
    ("workbench", workbench::measure),
    ("reading", reading::measure),
    ("growth", growth::measure),
];

const NAMES: [&str; 9] = ["opening", "index", "search", "alike", "themes", "peers", "workbench", "reading", "growth"];

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if arguments.bench {
        eprintln!("measuring {}", arguments.size.name);
    }
    let conditions = conditions::before();
    let place = Place::prepare(&arguments.data, arguments.size, arguments.seed)?;
    let mut table = Table::default();
    for (name, measure) in GROUPS {
        if !arguments.only.is_empty() && !arguments.only.iter().any(|only| only == name) {
            continue;
        }
        let began = Instant::now();
        eprintln!("{name} …");
        let measured = measure(&place, &mut table);
        // Whatever happened, the study is left as it was.
        place.restore()?;
        if let Err(error) = measured {
            table.untold(name, &format!("not measured: {error}"));
        }
        eprintln!("{name}: {:.1} s", began.elapsed().as_secs_f64());
    }
    println!("{}", table.printed(&place, &conditions, &conditions::load()));
    Ok(())
}
