//! `words collocations`: the words that stand near a word.

use clap::Args;
use serde_json::{Value, json};

use crate::base::count::plural;
use crate::content::collocation::{Row, Windows, list};
use crate::content::keyness::LEAST_SOURCES;
use crate::content::tally::count;
use crate::report::block::Table;

use super::super::failure::{Answer, Failure};
use super::super::search::joined_query;
use super::super::session::Session;
use super::prepared::Prepared;
use super::told::{Told, number};
use super::{Common, Content, Forms};

/// What `words collocations` takes.
#[derive(Args, Debug)]
pub(super) struct CollocationsArgs {
    /// The word in any of its forms, "a phrase", begin*, a OR b
    #[arg(required = true, value_name = "WORD")]
    query: Vec<String>,
    /// How many words on each side
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    window: u16,
    #[command(flatten)]
    content: Content,
    #[command(flatten)]
    forms: Forms,
    #[command(flatten)]
    common: Common,
}

pub(super) fn run(args: &CollocationsArgs, session: &mut Session) -> Result<Answer, Failure> {
    let mut prepared = Prepared::new(&args.common, session)?;
    args.common.check(&prepared.study)?;
    let query = joined_query(&args.query);
    let (asked, hits) = prepared.words(&query, session)?;
    let windows = Windows::new(&asked.plan.node, &hits, &prepared.range, usize::from(args.window));
    let merging = args.forms.merging();
    let counts = prepared.watched(session, "counting", |ready, watch| {
        count(&ready.picture, &ready.material, &windows, merging, watch)
    })?;
    let words = args.content.words();
    let mut rows = list(&counts, windows.found(), words);
    rows.truncate(args.common.lines());
    let mut table = Table::new(
        "",
        ["word", "language", "near", "before", "after", "in all", "sources", "G2 (Dunning)", "MI", "logDice"],
    );
    for row in &rows {
        table.add(cells(row));
    }
    let places = plural(windows.found(), "place", "places");
    Told {
        title: format!("Words near {}: {places}", asked.understood),
        about: vec![
            prepared.about(),
            format!(
                "within {} in the same passage; in {LEAST_SOURCES} or more sources, by G2 of 3.84 or more",
                plural(args.window, "word on each side", "words on each side")
            ),
        ],
        table,
        rows: rows.iter().map(value).collect(),
        lines: None,
    }
    .tell(&args.common, &prepared.study, session)
}

fn cells(row: &Row) -> [String; 10] {
    let all = row.contrast.a + row.contrast.b;
    [
        row.word.clone(),
        row.language.tag().to_owned(),
        row.contrast.a.to_string(),
        row.before.to_string(),
        row.after.to_string(),
        all.to_string(),
        row.sources.to_string(),
        number(row.g2),
        number(row.mutual_information),
        number(row.log_dice),
    ]
}

fn value(row: &Row) -> Value {
    json!({
        "word": row.word, "language": row.language.tag(), "near": row.contrast.a, "before": row.before,
        "after": row.after, "count": row.contrast.a + row.contrast.b, "sources": row.sources, "g2": row.g2,
        "ll": row.contrast.ll(), "mutual_information": row.mutual_information, "log_dice": row.log_dice,
    })
}
