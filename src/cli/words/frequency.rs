//! `words frequency`: how often words stand, in all texts or in groups of them.

use clap::Args;
use serde_json::{Value, json};

use crate::base::count::plural;
use crate::content::frequency::{Order, Row, Words, list, of_groups};
use crate::content::groups::{groups, names};
use crate::content::tally::{InGroups, count};
use crate::report::block::Table;

use super::super::failure::{Answer, Failure};
use super::super::session::Session;
use super::disclosed::Disclosed;
use super::prepared::{Prepared, unknown};
use super::told::{Told, number};
use super::{Common, Forms};

/// What `words frequency` takes.
#[derive(Args, Debug)]
pub(super) struct FrequencyArgs {
    /// Count each group by itself: theme, kind, case, category, or an attribute of the study
    #[arg(long, value_name = "WHAT")]
    by: Option<String>,
    /// Order groups by how often a word stands, or by how much it belongs to the group (c-tf-idf)
    #[arg(long, value_name = "BY", default_value = "count", value_parser = ["count", "weight"])]
    sort: String,
    /// List function words too, such as articles and pronouns
    #[arg(long)]
    all_words: bool,
    #[command(flatten)]
    forms: Forms,
    #[command(flatten)]
    common: Common,
}

pub(super) fn run(args: &FrequencyArgs, session: &mut Session) -> Result<Answer, Failure> {
    let prepared = Prepared::new(&args.common, session)?;
    args.common.check(&prepared.study)?;
    let merging = args.forms.merging();
    let words = if args.all_words { Words::All } else { Words::OfContent };
    let by = args.by.as_deref().map(|by| prepared.by(by)).transpose()?;
    let divided = match &by {
        Some(by) => groups(&prepared.picture, by, names(&prepared.study, by)).map_err(unknown)?,
        None => Vec::new(),
    };
    let sets = divided.iter().map(|group| &group.passages).collect();
    let sorter = InGroups { base: &prepared.range, groups: sets };
    let counts = prepared
        .watched(session, "counting", |ready, watch| count(&ready.picture, &ready.material, &sorter, merging, watch))?;
    let whole = counts.whole();
    let mut about = vec![format!("{} in {}", plural(whole.words, "word", "words"), prepared.about())];
    if words == Words::OfContent {
        about.push("function words count as words and are not listed; with them: --all-words".to_owned());
    }
    let most = args.common.lines();
    let Some(by) = by else {
        let mut rows = list(&counts, &whole, words);
        rows.truncate(most);
        let mut table = Table::new("", ["word", "language", "count", "per 1,000", "sources"]);
        for row in &rows {
            table.add(cells(row));
        }
        let rows = rows.iter().map(|row| value(row, None)).collect();
        let told = Told { title: "Words by frequency".to_owned(), about, table, rows, lines: None };
        return told.tell(&args.common, &prepared.study, session);
    };
    let order = if args.sort == "weight" { Order::Weight } else { Order::Count };
    let mut table = Table::new("", [by.word(), "word", "language", "count", "per 1,000", "sources", "c-tf-idf"]);
    let disclosed = Disclosed::new(&args.common, &prepared, &by, &divided);
    about.extend(disclosed.about());
    let mut values = Vec::new();
    let told = divided.iter().zip(of_groups(&counts, words, order)).enumerate().filter(|(at, _)| disclosed.may(*at));
    for (_, (group, rows)) in told {
        for row in rows.iter().take(most) {
            let weight = format!("{:.4}", row.weight.unwrap_or_default());
            table.add(std::iter::once(group.id.clone()).chain(cells(row)).chain([weight]));
            values.push(value(row, Some((by.word(), &group.id))));
        }
    }
    let title = format!("Words by frequency, by {by}");
    Told { title, about, table, rows: values, lines: None }.tell(&args.common, &prepared.study, session)
}

fn cells(row: &Row) -> [String; 5] {
    let language = row.language.tag().to_owned();
    [row.word.clone(), language, row.count.to_string(), number(row.per_thousand), row.sources.to_string()]
}

fn value(row: &Row, group: Option<(&str, &str)>) -> Value {
    let mut value = json!({
        "word": row.word, "language": row.language.tag(), "count": row.count, "per_thousand": row.per_thousand,
        "sources": row.sources,
    });
    if let Some((by, group)) = group {
        value["by"] = json!(by);
        value["group"] = json!(group);
        value["weight"] = json!(row.weight);
    }
    value
}
